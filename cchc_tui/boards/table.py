"""A board as a table: columns, and rows with one value for each column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from cchc_tui.boards.dossier_filter import DossierFilter, Only
from cchc_tui.domain.moments import Stamp, iso
from cchc_tui.texts.forecast import error_margin, with_error
from cchc_tui.texts.language import tr


class ValueType(StrEnum):
    """The types of values in a column. The type decides how values are formatted and aligned."""

    TEXT = "text"
    CODE = "code"  # text, a dossier's code
    COUNT = "count"  # int
    CHANGE = "change"  # int, the change of a count; None if there was none
    SHARE = "share"  # a fraction of 1
    POINTS = "points"  # the change of a share in percentage points; None if there was none
    DAYS = "days"  # float, days or a mean, or None
    NUMBER = "number"  # float, such as points, or None
    MOMENT = "moment"  # Stamp or None
    DAY = "day"  # Stamp or None


Value = str | int | float | None


class Better(StrEnum):
    """The direction in which a figure should move. It decides the word and the colour of a change."""

    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


class ByClock(StrEnum):
    """How a figure can change through the passing of time alone, while no new list arrives and no new year begins."""

    STILL = "still"
    INCREASES = "increases"
    DECREASES = "decreases"
    DAILY = "daily"  # only at midnight
    ANY = "any"


#: Types by which rows can be ranked.
_FIGURES = frozenset({ValueType.COUNT, ValueType.SHARE, ValueType.DAYS, ValueType.NUMBER})
#: Types of changes.
CHANGES = frozenset({ValueType.CHANGE, ValueType.POINTS})


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. ``rule`` says what the column counts, and ``source`` is the source of the rule.

    Screens use ``short`` as the heading, which has at most two lines. The user's preferences name the column by
    ``prefs_key``. ``groupings`` are the groupings whose screens show the column. Columns with ``lesser`` above 0 come
    last, in a paler colour, and show no change since the reference. On narrow screens, columns with the highest
    ``lesser`` are left out first. ``target`` is the name of the registry's target for the column.
    """

    key: str
    title: str
    type: ValueType
    error: str = ""  # for a forecast: the key of the column with its error
    rule: str = ""
    in_json: bool = True
    in_table: bool = True
    short: str = ""  # "": the title
    prefs_key: str = ""  # "": the key
    counted: str = ""  # what the column counts, as written after a number: "hồ sơ trễ hạn"
    better: Better = Better.LESS
    by_clock: ByClock = ByClock.ANY  # any other value shortens the search of ``met_since``
    main: bool = False  # rows are ranked by this column; if none is main, by the first figure
    target: str = ""  # "": none
    source: str = ""
    share_of: str = ""  # for a share of the sum of all rows: the key of the summed column
    part: str = ""  # for any other share: the key of its numerator, which the help shows
    whole: str = ""  # the key of its denominator; if that is 0, the share is unknown
    groupings: tuple[str, ...] = ()  # (): all
    lesser: int = 0
    on_screen: bool | None = None  # None: as ``in_table``
    on_wall: bool = True
    whole_days: bool = False  # days without decimals

    @property
    def shown(self) -> Column:
        """A copy of the column with its texts in the current language."""
        return replace(
            self,
            title=tr(self.title),
            rule=tr(self.rule),
            short=tr(self.short),
            counted=tr(self.counted),
            source=tr(self.source),
        )

    @property
    def format(self) -> ValueType:
        """The type by which values are formatted. A column of whole days is formatted as a count, without decimals."""
        return ValueType.COUNT if self.whole_days else self.type

    @property
    def ranks(self) -> bool:
        """Whether rows can be ranked by this column."""
        return self.type in _FIGURES and self.key != "rank" and not self.lesser


@dataclass(frozen=True)  # without slots, so that what is asked for each cell is computed once
class Table:
    """A board as rows of values, with ``totals`` below the rows.

    ``keys`` are the units' keys if rows are units. ``ids`` identify all other rows; they stay the same from one
    snapshot to the next. Enter on a row opens the dossiers that a ``DossierFilter`` selects. The filter gets ``only``
    from the table (None: Enter opens no dossiers), and the row's key in the field that ``opens`` names.
    """

    name: str
    title: str
    as_of: Stamp
    data_as_of: Stamp | None
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    totals: tuple[tuple[Value, ...], ...] = ()
    keys: tuple[str, ...] = ()
    only: Only | None = None
    compared: bool = True  # False if the figures are changes
    ids: tuple[str, ...] = ()
    opens: str = "unit"
    by: str = "unit"  # the grouping
    order: str = ""  # the key of the column that rows are sorted by, after "-" in descending order; "": none
    levels: tuple[str, ...] = ()  # the level of each row, if rows have levels
    total_keys: tuple[str, ...] = ()  # the key of each total: a level, or the name of a ``Total``
    units: tuple[str, ...] = ()  # the key of each row's unit, if rows are not units but belong to one
    targets: Mapping[str, float] = field(default_factory=dict)  # column key → target
    of_exports: bool = True  # False if the rows come from no export, as those of the audit log

    @cached_property
    def main(self) -> int:
        """The index of the column by which rows are ranked; -1 if rows are not ranked.

        It is the index of the column of ``order``, or else of the main column.
        """
        ordered = self.order.removeprefix("-")
        ranking = [(one.key != ordered, not one.main, place) for place, one in enumerate(self.columns) if one.ranks]
        return min(ranking, default=(True, True, -1))[2]

    @cached_property
    def named(self) -> int:
        """The index of the column with the names of rows; -1 if there is none."""
        texts = [(one.key != "name", place) for place, one in enumerate(self.columns) if one.type is ValueType.TEXT]
        return min(texts, default=(True, -1))[1]

    @property
    def has_words(self) -> bool:
        """Whether any column besides the name and the level of a row has texts."""
        words = (n for n, one in enumerate(self.columns) if one.type is ValueType.TEXT and one.key != "level")
        return any(n != self.named for n in words)

    @property
    def keyed_totals(self) -> tuple[str, ...]:
        """The keys of the totals: ``total_keys``, or the totals' names if there are no such keys."""
        return self.total_keys or tuple(map(self.words, self.totals))

    def opened(self, key: str, level: str = "") -> DossierFilter | None:
        """The filter for the dossiers behind the row ``key``; None if the rows of this table open no dossiers.

        The filter selects only dossiers of units at ``level``; with "" it selects those of all units.
        """
        if self.only is None:
            return None
        group: dict[str, Any] = {self.opens: key}
        return DossierFilter(only=self.only, level=level, **group)

    @property
    def row_keys(self) -> tuple[str, ...]:
        """The key of each row: from ``keys``, or else from ``ids``, or else the row's name.

        If the keys are names, they depend on the language and may not be unique.
        """
        return self.keys or self.ids or tuple(map(self.words, self.rows))

    @cached_property
    def by_key(self) -> dict[str, tuple[Value, ...]]:
        """Map each row's key (from ``row_keys``) to the row."""
        return dict(zip(self.row_keys, self.rows, strict=True))

    def words(self, row: tuple[Value, ...]) -> str:
        """The texts of a row, joined. They serve as the name of the row."""
        named = zip(self.columns, row, strict=True)
        return " · ".join(str(value) for one, value in named if one.type is ValueType.TEXT)

    def forecast(self, place: int, row: tuple[Value, ...]) -> str | None:
        """A row's forecast in the column ``place`` with its error: "673 ± 8". None if the column has no forecasts.

        Errors are padded to the width of the table's widest error ("673 ±  8" beside "704 ± 10").
        """
        if place not in self._errors:
            return None
        error, widest = self._errors[place]
        expected, off = row[place], _number(row[error])
        forecast = with_error(int(expected) if isinstance(expected, int | float) else None, off)
        return forecast.replace("± ", "± " + " " * (widest - len(error_margin(off))))

    @cached_property
    def _errors(self) -> dict[int, tuple[int, int]]:
        """For each column with forecasts: the column with their errors, and the width of its widest error.

        Columns are given as indexes in ``columns``, the width in characters.
        """
        places = {one.key: place for place, one in enumerate(self.columns)}
        pairs = [(n, places[one.error]) for n, one in enumerate(self.columns) if one.error in places]
        rows = (*self.rows, *self.totals)
        return {n: (off, max((len(error_margin(_number(row[off]))) for row in rows), default=0)) for n, off in pairs}


def moments_json(as_of: Stamp, data_as_of: Stamp | None) -> dict[str, Any]:
    """The first two entries in the JSON of every board: the moment of the figures and the moment of the data."""
    return {"as_of": iso(as_of), "data_as_of": None if data_as_of is None else iso(data_as_of)}


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) else None
