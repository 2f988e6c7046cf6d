"""Measures: conditions that directives set for the figure of a board, written ``BOARD.COLUMN[UNIT] OP NUMBER``.

``unclosed.unclosed[29878] = 0``: the board ``unclosed`` shall show 0 in its column ``unclosed`` for Phường 6. UNIT is a
unit's code or key, or a level (``city``, ``commune``); OP is ``=``, ``<=`` or ``>=``. Also accepted are a unit's name,
``≤``, ``≥``, a decimal comma, and a percentage for a share. Figures are those of the board's JSON.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from cchc_tui.boards.advisory import unit_name
from cchc_tui.boards.board import BoardQuery
from cchc_tui.boards.leaderboard import HEAD_COLUMNS, LEVEL, Leaderboard, plain
from cchc_tui.boards.listed import board_names, board_of
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.table import Better, Column, ValueType
from cchc_tui.boards.timeline import sheets_known
from cchc_tui.domain.moments import to_date
from cchc_tui.domain.problems import Severity
from cchc_tui.domain.units import Level, UnitIndex
from cchc_tui.ingest import problems
from cchc_tui.registry import Registry
from cchc_tui.texts.language import tr
from cchc_tui.texts.numbers import decimal, number, percent
from cchc_tui.texts.problems import sentence

EQUAL: Final = "="
AT_MOST: Final = "<="
AT_LEAST: Final = ">="
#: Spelling → operator.
_OPS = {EQUAL: EQUAL, "==": EQUAL, AT_MOST: AT_MOST, "=<": AT_MOST, "≤": AT_MOST, AT_LEAST: AT_LEAST}
_OPS |= {"=>": AT_LEAST, "≥": AT_LEAST}
_SIGNS = {EQUAL: "=", AT_MOST: "≤", AT_LEAST: "≥"}
_FORM = re.compile(
    r"\s*(?P<board>[\w-]+)\s*\.\s*(?P<column>[\w-]+)\s*\[(?P<unit>[^\[\]]+)\]"
    r"\s*(?P<op>==|=<|<=|=>|>=|=|≤|≥)\s*(?P<number>-?\d+(?:[.,]\d+)?)\s*(?P<percent>%?)\s*"
)
_THOUSANDS = re.compile(r"[.,]\d{3}$")
_EXAMPLE = "unclosed.unclosed[29878] = 0"
_FIGURES = frozenset({ValueType.COUNT, ValueType.SHARE, ValueType.DAYS, ValueType.NUMBER})
_LEVELS = frozenset(level.value for level in Level)
#: Most moments for which the figures of boards are kept.
_KEPT = 400


class MeasureError(ValueError):
    """The text is not a valid measure.

    ``code`` is the code of the problem, ``value`` the wrong text, and ``expected`` says what would be right.
    """

    def __init__(self, code: str, value: str, expected: str) -> None:
        super().__init__(f"{code}: {value}")
        self.code, self.value, self.expected = code, value, expected

    @property
    def sentence(self) -> str:
        """A sentence on what is wrong and what would be right, in the current language."""
        return sentence(problems.make(Severity.REJECTED, self.code, value=self.value, expected=self.expected), "")


@dataclass(frozen=True, slots=True)
class Measure:
    """A condition for a board's figure: the figure of a unit or level in one column.

    For shares, ``number`` is a fraction of 1. ``parse(str(measure))`` returns an equal measure.
    """

    board: str
    column: str
    unit: str
    op: str
    number: float

    def __str__(self) -> str:
        return f"{self.board}.{self.column}[{self.unit}] {self.op} {self.number:.12g}"

    @property
    def sign(self) -> str:
        """The operator as people write it: "=", "≤" or "≥"."""
        return _SIGNS[self.op]

    def holds(self, value: float | None) -> bool | None:
        """Whether a figure meets the measure; None if the figure is not known."""
        if value is None:
            return None
        if self.op == EQUAL:
            return value == self.number
        return value <= self.number if self.op == AT_MOST else value >= self.number

    def unit_key(self, units: UnitIndex, on: date) -> str:
        """The measure's level, or the key of the measure's unit; "" if there is no such unit.

        A code may belong to different units at different times: the unit that has it on the day ``on`` is meant.
        """
        if self.unit in _LEVELS:
            return self.unit
        unit = units.of(self.unit, on)
        return unit.key if unit else ""

    def words(self, registry: Registry, on: date) -> str:
        """The measure in words: "Phường 6 · chưa kết thúc = 0".

        If no board has the measure's figure, "BOARD.COLUMN" stands for the name of the figure.
        """
        named = unit_name(registry, self.unit, on)
        try:
            board, column = measured(self.board, self.column)
        except MeasureError:
            return f"{named} · {self.board}.{self.column} {_SIGNS[self.op]} {self.number:.12g}"
        wanted = figure_text(self.number, column.type)
        return f"{named} · {_column_words(board, column)} {_SIGNS[self.op]} {wanted}"


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures in one column of a board: ``units`` by unit key, ``levels`` by level.

    A figure is None if it is not known.
    """

    units: Mapping[str, float | None]
    levels: Mapping[str, float | None]

    def of(self, key: str) -> float | None:
        """The figure of a level, or of the unit with this key; None if it is not known."""
        return self.levels[key] if key in self.levels else self.units.get(key)


def parse(text: str, registry: Registry, on: date) -> Measure:
    """Read a measure and check it. Raises MeasureError if its form, board, column, unit or number is wrong.

    If the text has the name of a unit, the measure gets the unit's code. If another unit has this code on the day
    ``on``, the measure gets the unit's key instead.
    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise MeasureError(problems.MEASURE_FORM, text.strip(), _EXAMPLE)
    _, column = measured(found["board"], found["column"])
    return Measure(
        found["board"],
        column.key,
        _unit(found["unit"].strip(), registry.units, on),
        _OPS[found["op"]],
        _number(found["number"], found["percent"] != "", column.type),
    )


def read(text: str) -> Measure | None:
    """Read a measure without checking whether its board and unit still exist. None if the text has another form."""
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    wanted = float(found["number"].replace(",", ".")) / (100 if found["percent"] else 1)
    return Measure(found["board"], found["column"], found["unit"].strip(), _OPS[found["op"]], wanted)


def suggest(board: str, column: str, unit: str, registry: Registry) -> Measure | None:
    """A measure that a user may want to set for a figure. None if no board has the figure.

    If the column has a target, the measure asks for the target. Otherwise it asks for 0 if less is better, and for at
    least 1 if more is better (a share of 1 is 100 %). If ``better`` of the column is NEITHER, the result is None.
    """
    try:
        _, found = measured(board, column)
    except MeasureError:
        return None
    if found.better is Better.NEITHER:
        return None
    less = found.better is Better.LESS
    if found.target:
        return Measure(board, column, unit, AT_MOST if less else AT_LEAST, getattr(registry.targets, found.target))
    return Measure(board, column, unit, EQUAL, 0) if less else Measure(board, column, unit, AT_LEAST, 1)


def measured(board: str, column: str) -> tuple[Leaderboard[Any], Column]:
    """Find a board and its column by name. Raises MeasureError if they do not exist or have no figures of units."""
    found = board_of_units(board)
    if found is None:
        names = ", ".join(name for name in board_names() if board_of_units(name) is not None)
        raise MeasureError(problems.MEASURE_BOARD, board, names)
    figures = figure_columns(found)
    for one in figures:
        if one.key == column:
            return found, one
    raise MeasureError(problems.MEASURE_COLUMN, f"{board}.{column}", ", ".join(one.key for one in figures))


def measured_type(measure: Measure | None) -> ValueType:
    """The type of the measure's column. COUNT if there is no measure, or if no board has the column."""
    try:
        return ValueType.COUNT if measure is None else measured(measure.board, measure.column)[1].type
    except MeasureError:
        return ValueType.COUNT


def figure_columns(board: Leaderboard[Any]) -> list[Column]:
    """The columns with figures of units that the board's JSON has."""
    there = (one for one in board.columns if one.in_json and (not one.groupings or "unit" in one.groupings))
    return [one for one in there if one.type in _FIGURES and one.key not in HEAD_COLUMNS]


def figures(moment: Moment, board: str, column: str) -> Figures:
    """A column's figures at a moment, as in the board's JSON. The board is computed once, and its figures are cached.

    Raises MeasureError if there is no such board or column.
    """
    found, _ = measured(board, column)
    # The cache itself only notices lists, so the sheets known are part of the key.
    key = (moment.at, "measured", (board, sheets_known(moment)))
    columns = moment.memo.get_or_make(moment, key, lambda: _computed(found, moment), most=_KEPT)
    return columns[column]


def value_of(moment: Moment, measure: Measure, on: date | None = None) -> float | None:
    """The figure that a measure limits, at a moment; None if it is not known.

    The unit is the one that has the measure's code on the day ``on`` (None: the moment's day).
    """
    key = measure.unit_key(moment.registry.units, on or to_date(moment.at))
    return figures(moment, measure.board, measure.column).of(key) if key else None


def figure_text(value: float, sort: ValueType) -> str:
    """A figure as text in the current language, such as "5 %", "1.416" or "2,5". ``sort`` is the type of the figure."""
    if sort is ValueType.SHARE:
        return percent(value, 0 if round(float(value) * 100, 9).is_integer() else 1)
    return number(int(value)) if float(value).is_integer() else decimal(value)


def _computed(board: Leaderboard[Any], moment: Moment) -> dict[str, Figures]:
    """Compute the figures in all columns of a board, by column key.

    A figure is None if the board has no data yet, or if the figure is a share and its denominator is 0.
    """
    snapshot = board.ask(moment, BoardQuery())
    rows = {row.key: board.figures(row) for row in snapshot.rows}
    levels = dict(snapshot.levels)

    def told(of: object, column: Column) -> float | None:
        if snapshot.data_as_of is None or (column.whole and not board.value(of, column.whole)):
            return None
        value = plain(board.value(of, column.key), column.type)
        return value if isinstance(value, int | float) else None

    return {
        column.key: Figures(
            {key: told(of, column) for key, of in rows.items()},
            {level: told(of, column) for level, of in levels.items()},
        )
        for column in figure_columns(board)
    }


def board_of_units(name: str) -> Leaderboard[Any] | None:
    """The board with this name.

    None if it does not exist, has no rows of units, or its figures are changes over time.
    """
    if name not in board_names():
        return None
    board = board_of(name)
    ranked = isinstance(board, Leaderboard) and board.compared and LEVEL.key in {one.key for one in board.columns}
    return board if ranked and isinstance(board, Leaderboard) else None


def _unit(said: str, units: UnitIndex, on: date) -> str:
    """The level, or the key or code of the unit, that ``said`` names. Raises MeasureError if it names neither.

    ``said`` may be a level, or a unit's key, code or name.
    """
    if said in _LEVELS:
        return said
    if said in units.by_key or units.coded(said, on) is not None:
        return said
    match = units.find(said, on)
    if match.unit is not None:
        named = units.coded(match.unit.code, on)
        return match.unit.code if named is match.unit else match.unit.key
    examples = {unit.level: unit.code for unit in reversed(units.valid(on))}
    raise MeasureError(problems.MEASURE_UNIT, said, ", ".join(examples.values()))


def _number(said: str, percents: bool, sort: ValueType) -> float:
    """Read the number of a measure. Raises MeasureError if a column of the type ``sort`` cannot have that number."""
    value = float(said.replace(",", "."))
    if percents and sort is ValueType.SHARE:
        value = round(value / 100, 12)
    written = f"{said} %" if percents else said
    if sort is ValueType.SHARE and not 0 <= value <= 1:
        raise MeasureError(problems.MEASURE_SHARE, written, "")
    # "1.000" may be one or a thousand, so it is no count.
    is_count = value.is_integer() and _THOUSANDS.search(said) is None
    if (percents and sort is not ValueType.SHARE) or (sort is ValueType.COUNT and not is_count):
        raise MeasureError(problems.MEASURE_NUMBER, written, "")
    return value


def _column_words(board: Leaderboard[Any], column: Column) -> str:
    """The column's title for use within a sentence, with a small first letter.

    If other boards have columns with the same title, the board's title comes before the column's title. A board's title
    that already contains the column's title is left out.
    """
    title, heading = tr(column.title), board.title
    if title.lower() in heading.lower() or _titles(tuple(board_names()))[column.title] < 2:
        return lower(title)
    return f"{lower(heading)}, {lower(title)}"


@lru_cache(maxsize=4)
def _titles(names: tuple[str, ...]) -> Counter[str]:
    """For each title, how many columns of these boards have it. Columns with the same title and key count as one."""
    boards = [board for name in names if (board := board_of_units(name)) is not None]
    return Counter(title for title, _ in {(one.title, one.key) for board in boards for one in figure_columns(board)})


def lower(text: str) -> str:
    """Write a title with a small first letter, for use within a sentence. An abbreviation keeps its capitals."""
    return text if text[:2].isupper() and text[:2].isalpha() else text[:1].lower() + text[1:]
