"""A list of dossiers as a table, for commands and printing, without personal data."""

from __future__ import annotations

from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.dossiers import DossierLine, dossier_lines, dossier_list
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.table import Column, Table, Value, ValueType, moments_json
from cchc_tui.domain.moments import iso
from cchc_tui.texts import boards as texts
from cchc_tui.texts.tui import STATES, TEXT

#: Lines per query.
_PAGE = 1_000


class DossierTable:
    """The first ``top`` dossiers (None: all) that a filter selects at a moment, in the filter's order."""

    def __init__(self, moment: Moment, which: DossierFilter, top: int | None = None):
        self._found = dossier_list(moment, which)
        self._registry = moment.registry
        most = len(self._found) if top is None else min(top, len(self._found))
        self._lines: list[DossierLine] = []
        while len(self._lines) < most:
            self._lines += dossier_lines(moment, self._found, len(self._lines), min(_PAGE, most - len(self._lines)))

    def json(self) -> dict[str, object]:
        """The JSON for scripts, with moments in ISO local time."""
        head = moments_json(self._found.as_of, self._found.data_as_of)
        return {**head, "count": len(self._found), "rows": [self._row(line) for line in self._lines]}

    def _row(self, line: DossierLine) -> dict[str, object]:
        dates = {name: getattr(line, name) for name in ("received", "due", "finished", "returned")}
        return {
            "dossier": line.code,
            "unit": self._registry.units.code_of(line.unit),
            "procedure": line.procedure,
            "field": line.field,
            "officer": line.officer or None,
            **{name: None if stamp is None else iso(stamp) for name, stamp in dates.items()},
            "state": line.state.value,
            "days_late": line.days_late,
            "unclosed": line.unclosed,
        }

    def table(self) -> Table:
        """The dossiers as a table. The title names the unit of the filter.

        If the filter has no unit, a column names the unit of each dossier.
        """
        unit = self._found.filter.unit
        columns = {
            "dossier": ValueType.CODE,
            "procedure": ValueType.TEXT,
            **({"unit": ValueType.TEXT} if unit is None else {}),
            "received": ValueType.DAY,
            "due": ValueType.DAY,
            **({"returned": ValueType.DAY} if self._found.filter.only == "returned_open" else {}),
            "days_late": ValueType.COUNT,
            "state": ValueType.TEXT,
            "officer": ValueType.TEXT,
        }
        rows = tuple(tuple(self._value(line, key) for key in columns) for line in self._lines)
        what = texts.LISTS[self._found.filter.only]
        title = what if unit is None else texts.of_unit(what, self._registry.units.by_key[unit].name)
        described = tuple(Column(key, texts.LIST_HEADINGS[key], sort) for key, sort in columns.items())
        return Table("dossiers", title, self._found.as_of, self._found.data_as_of, described, rows)

    def _value(self, line: DossierLine, key: str) -> Value:
        if key == "unit":
            unit = self._registry.units.by_key.get(line.unit)
            return unit.name if unit else texts.BOARD.unplaced
        if key == "state":
            return TEXT.unclosed if line.unclosed else STATES[line.state.value]
        if key == "days_late":
            return line.days_late or None
        value: Value = line.code if key == "dossier" else getattr(line, key)
        return value
