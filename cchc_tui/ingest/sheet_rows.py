"""Converts the rows of a declared sheet into values, and rejects rows with a reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from cchc_tui.domain.moments import to_date
from cchc_tui.domain.names import fold
from cchc_tui.domain.practices import Vocabulary
from cchc_tui.domain.units import Match, told_apart
from cchc_tui.ingest import problems
from cchc_tui.ingest.dates import UNREADABLE, Dates
from cchc_tui.ingest.headings import SheetLayout, ticked_column
from cchc_tui.ingest.non_data_rows import cell_text
from cchc_tui.ingest.raw_sheets import Cell, Unknown
from cchc_tui.ingest.records import SheetRow
from cchc_tui.ingest.row_reader import FileContext, RowReader
from cchc_tui.ingest.scanned_sheet import ScannedSheet
from cchc_tui.ingest.whole_numbers import read_decimal, read_number
from cchc_tui.sheets.kinds import SHEETS
from cchc_tui.sheets.sheet import EXAMPLE, Field, FieldType, Sum, Value, Within

#: Problems whose sentences name the possible choices.
_NAMING_CHOICES = frozenset((problems.UNKNOWN_CHOICE, problems.CHOICE_LEFT_OUT))


#: What stands between the names of units in one cell, although some names have it too.
_BETWEEN_UNITS = re.compile(r"\s*,\s*|\s+và\s+", re.IGNORECASE)


#: Cells that tick a column, and cells that do not.
_TICKS = frozenset(("x", "×", "v", "✓", "✔", "☑", "có", "1"))
_NO_TICKS = frozenset(("", "-", "–", "0", "không"))


class _Unreadable(Exception):  # noqa: N818  a verdict on one cell
    """A cell does not fit the type of its field. ``code`` is the problem's code."""

    def __init__(self, code: str, value: str, expected: str = ""):
        super().__init__(code)
        self.code, self.value, self.expected = code, value, expected


class SheetRows(RowReader):
    """Reads the rows of one declared sheet."""

    def __init__(self, context: FileContext, scan: ScannedSheet, layout: SheetLayout):
        super().__init__(context, scan, layout)
        registry = context.registry
        self._sheet = sheet = SHEETS[layout.kind]
        self._dates = Dates(registry.headings.get("dates", {}), scan.sheet.epoch_1904)
        choices = [field for field in sheet.fields if field.type in (FieldType.CHOICE, FieldType.CHOICES)]
        self._choices = {field.name: Vocabulary(registry.spellings(sheet, field)) for field in choices}
        self._levels = {field.name: Vocabulary(field.levels) for field in sheet.fields if field.levels}
        self._at = context.at
        self._first_rows: dict[tuple[str, ...], int] = {}  # key of a row → number of the first row with it
        self._above: dict[str, str] = {}  # values of merged cells in the row above

    def _row(self, row: Sequence[Cell], number: int) -> SheetRow | None:
        if fold(next((cell_text(cell) for cell in row if cell != ""), "")) == fold(EXAMPLE):
            return None
        fields = self._sheet.fields
        cells = {field.name: _in_one_line(field, self._cell(row, field.name)) for field in fields}
        for field in fields:
            cell = cells[field.name]
            if field.required and isinstance(cell, Unknown):
                self._reject(problems.UNKNOWN_CELL, number, field.name, "" if field.personal else str(cell))
                return None
        texts = {
            field.name: self._texts.clean(cells[field.name], self._layout.title(field.name)) or self._ticked(field, row)
            for field in fields
            if field.is_text or field.required
        }
        said = {name: text or self._above.get(name, "") for name, text in texts.items()}
        missing = next((field for field in fields if field.required and not said[field.name]), None)
        if missing is not None:
            # In a sheet with merged cells, a row with only a unit may be the head of a group of rows.
            groups = any(field.merged for field in fields)
            is_data = not self._non_data.is_non_data(row, groups) and not self._non_data.is_below_end(row)
            if is_data and not self._is_unfilled(cells):
                self._reject(missing.missing, number, missing.name)
            return None
        if self._is_no_data(texts) or self._non_data.repeats_headings(row):
            return None
        self._above = {field.name: said[field.name] for field in fields if field.merged}
        return self._typed(number, cells, said)

    def _typed(self, number: int, cells: dict[str, Cell], texts: dict[str, str]) -> SheetRow | None:
        values: dict[str, Value] = {}
        for field in self._sheet.fields:
            cell, text = cells[field.name], texts.get(field.name, "")
            if field.is_text and isinstance(cell, Unknown):
                self.notes.note(problems.UNKNOWN_CELL, number, self._layout.title(field.name), cell)
            try:
                values[field.name] = self._value(field, cell, text)
            except _Unreadable as fault:
                value = "" if field.personal else fault.value
                if not field.lenient:
                    self._reject(fault.code, number, field.name, value, fault.expected)
                    return None
                self.notes.note(fault.code, number, self._layout.title(field.name), value, fault.expected)
                values[field.name] = "" if field.is_text else None
        named = ": ".join(texts[name] for name in self._sheet.key if texts.get(name))
        if self._names_no_unit(number, values) or self._breaks_check(number, values):
            return None
        if not self._is_within(number, values, texts):
            return None
        if self._sheet.unique and self._is_second(number, named, values):
            return None
        return SheetRow(number, named, values)

    def _is_unfilled(self, cells: dict[str, Cell]) -> bool:
        """Whether the office has not filled in a row: it only has the values that are in the template."""
        filled = {name for name, cell in cells.items() if cell != ""}
        return bool(filled) and filled.issubset(self._sheet.rows_for)

    def _is_no_data(self, texts: dict[str, str]) -> bool:
        """Whether a complete row is not data, because it repeats the headings or has a total in place of a unit."""
        required = [field for field in self._sheet.fields if field.required]
        if any(texts[field.name] == self._layout.title(field.name) for field in required if texts[field.name]):
            return True
        return any(self._non_data.is_total(texts[field.name]) for field in required if field.type is FieldType.UNIT)

    def _value(self, field: Field, cell: Cell, text: str) -> Value:
        """The value of a cell, converted to the field's type. Raises _Unreadable."""
        try:
            match field.type:
                case FieldType.CHOICE:
                    return self._choices_in(field, text, lambda choices: choices.get(text))
                case FieldType.CHOICES:
                    return self._choices_in(field, text, lambda choices: ";".join(choices.all_in(text)))
                case FieldType.COUNT:
                    return read_number(cell)
                case FieldType.NUMBER:
                    return read_decimal(cell)
                case FieldType.DATE:
                    moment, _ = self._dates.read(cell)
                    if moment == UNREADABLE:
                        raise _Unreadable(problems.BAD_DATE, cell_text(cell))
                    return moment
                case FieldType.UNITS:
                    return self._units_in(field, text)
                case _:
                    return text
        except ValueError:
            code = problems.BAD_NUMBER if field.type is FieldType.COUNT else problems.BAD_DECIMAL
            raise _Unreadable(code, cell_text(cell)) from None

    def _ticked(self, field: Field, row: Sequence[Cell]) -> str:
        """The names of the choices that a row ticks, each in its own column, separated by commas. "" if it ticks none.

        A cell that means neither yes nor no counts as ticked. Its text then takes the place of the choice's name.
        """
        said: list[str] = []
        for key, spellings in self._choices[field.name].spellings.items() if field.ticked else ():
            text = cell_text(self._cell(row, ticked_column(field.name, key))).strip().casefold()
            if text not in _NO_TICKS:
                said.append(spellings[0] if text in _TICKS else text)
        return ", ".join(said)

    def _choices_in(self, field: Field, text: str, find: Callable[[Vocabulary], str]) -> str:
        """The choices that a text means: the result of ``find`` for the field's vocabulary. "" for an empty text.

        Raises _Unreadable if the result is empty.
        """
        choices = self._choices[field.name]
        found = find(choices) if text else ""
        if text and not found:
            names = ", ".join(spellings[0] for spellings in choices.spellings.values())
            raise _Unreadable(field.unknown, text, names if field.unknown in _NAMING_CHOICES else "")
        return found

    def _units_in(self, field: Field, text: str) -> str:
        """The names of units and levels in a text, separated by semicolons. Each unit is named once.

        Unknown names are kept.
        """
        found: dict[str, str] = {}
        for said in field.names(text):
            for name in self._apart(field, said) or [said]:
                unit = self._match(name).unit
                found.setdefault(unit.key if unit else name, name)
        return "; ".join(found.values())

    def _apart(self, field: Field, said: str) -> list[str]:
        """Split a text into names of units and levels, each as long as possible.

        The result is [] if any part of the text is not such a name.
        """
        cuts = [*_BETWEEN_UNITS.finditer(said)]
        for end, rest in [(len(said), ""), *((cut.start(), said[cut.end() :]) for cut in reversed(cuts))]:
            name = self._levels[field.name].get(said[:end]) if field.levels else ""
            name = name or (said[:end] if said[:end] in field.levels or self._match(said[:end]).unit else "")
            others = self._apart(field, rest) if name and rest else []
            if name and (others or not rest):
                return [name, *others]
        return []

    def _breaks_check(self, number: int, values: dict[str, Value]) -> bool:
        """Reject a row if it breaks a check of its sheet. Return whether it was rejected."""
        for check in self._sheet.checks:
            match check:
                case Sum() if (found := check.difference(values)) is not None:
                    parts, total = found
                    added = f"{' + '.join(map(_written, parts))} = {_written(sum(parts))} ≠ {_written(total)}"
                    if len(parts) < len(check.parts):
                        added = f"{' + '.join(map(_written, parts))} > {_written(total)}"
                    rule = f"{self._title(check.total)} = {' + '.join(map(self._title, check.parts))}"
                    self._reject(problems.UNEQUAL_SUM, number, check.total, added, rule)
                    return True
                case Within() if (outside := check.outside(values)) is not None:
                    day, (first, last) = outside
                    period = f"{values[check.named]}: {first:%d/%m/%Y} – {last:%d/%m/%Y}"
                    self._reject(problems.OUTSIDE_PERIOD, number, check.day, f"{day:%d/%m/%Y}", period)
                    return True
                case _:
                    pass
        return False

    def _names_no_unit(self, number: int, values: dict[str, Value]) -> bool:
        """Reject a row if it names a unit that the registry never had. Return whether it was rejected."""
        for field in self._sheet.fields:
            for name in field.names(values[field.name]) if field.type in (FieldType.UNIT, FieldType.UNITS) else ():
                match = self._match(name)
                if match.unit is None and name not in field.levels:
                    code = problems.MAY_BE_UNITS if match.candidates else problems.NOT_A_UNIT
                    self._reject(code, number, field.name, name, told_apart(match.candidates))
                    return True
        return False

    def _match(self, name: str) -> Match:
        """Look up the name of a unit on the file's day.

        If no unit has the name, look it up on the days when units change. On the file's day, the unit may not exist
        yet.
        """
        units = self._registry.units
        match = units.find(name, to_date(self._at))
        later = (units.find(name, to_date(era)) for era in units.eras)
        return match if match.unit is not None else next((one for one in later if one.unit is not None), match)

    def _is_second(self, number: int, named: str, values: dict[str, Value]) -> bool:
        """Whether an earlier row has the same key, perhaps in another spelling. If so, row ``number`` is rejected."""
        key = []
        for name in self._sheet.key:
            value, is_unit = values[name], self._sheet.field(name).type is FieldType.UNIT
            unit = self._match(str(value)).unit if is_unit else None
            key.append(unit.key if unit is not None else fold(str(value)))
        first = self._first_rows.setdefault(tuple(key), number)
        if first != number:
            self._reject(problems.SAID_TWICE, number, self._sheet.key[0], named, str(first))
        return first != number

    def _is_within(self, number: int, values: dict[str, Value], texts: dict[str, str]) -> bool:
        """Whether a row's numbers are within the sheet's limits (``Limit``). If not, the row is rejected.

        A row is also rejected if the registry's list of maximums has no entry for the row's choice.
        """
        for limit in self._sheet.limits:
            key, unit = str(values[limit.choice]), str(values[limit.unit])
            most, others = self._registry.most(limit.most, key, unit)
            if most is None:
                self._reject(problems.NOT_IN_SET, number, limit.choice, texts[limit.choice], ", ".join(others))
                return False
            for name in limit.fields:
                value = values[name]
                if isinstance(value, int | float) and not 0 <= value <= most:
                    expected = f"0 - {_written(most)} ({texts[limit.choice]})"
                    self._reject(problems.OUT_OF_RANGE, number, name, _written(value), expected)
                    return False
        return True

    def _title(self, name: str) -> str:
        return self._layout.title(name) or self._sheet.field(name).headings[0]

    def _cell(self, row: Sequence[Cell], name: str) -> Cell:
        for place in self._layout.columns.get(name, ()):
            if place < len(row) and row[place] != "":
                return row[place]
        return ""


def _in_one_line(field: Field, cell: Cell) -> Cell:
    """A cell with semicolons in place of line breaks, if the field is one of units. Other cells are unchanged."""
    return re.sub(r"[\r\n]+", "; ", cell) if field.type is FieldType.UNITS and isinstance(cell, str) else cell


def _written(value: float) -> str:
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)
