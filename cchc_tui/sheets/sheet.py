"""The declaration of a kind of input sheet.

A declaration determines the template that an office fills in, how the sheet is read and checked, the table that keeps
the rows' history, and the rows that boards get from ``held``. It is plain data, because it is also sent to the reader
process.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeAlias

import msgspec

from cchc_tui.domain.moments import to_date
from cchc_tui.domain.named_periods import named_period

#: A value of a sheet. A date is a stamp, a choice is its key, a unit is its name as written. Several choices are their
#: keys, separated by semicolons, in the order of the declaration.
Value: TypeAlias = str | int | float | None
#: The folder of the templates in a data folder.
TEMPLATES = "templates"
#: The first cell of a template's example row. Rows that begin with it are skipped.
EXAMPLE = "Ví dụ"
#: The columns that the history adds to a sheet's table. No field may use these names.
HISTORY = ("id", "since", "until", "seen", "export", "row")


class FieldType(StrEnum):
    """The type of the values in a field."""

    UNIT = "unit"  # a unit, by any name in the registry
    UNITS = "units"  # several units or levels, separated by semicolons, commas, line breaks or "và"
    TEXT = "text"
    COUNT = "count"  # a whole number
    NUMBER = "number"
    DATE = "date"  # a day, with or without a time
    CHOICE = "choice"
    CHOICES = "choices"  # one or more choices, in any order and with any separator
    MEASURE = "measure"  # a measure of a board's figure (``boards.measure``)


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One column of a sheet. ``headings`` are the spellings of its heading. A registry may add more spellings.

    ``choices`` maps each choice to its spellings. The template uses the first spelling of headings and choices. If
    ``choices`` is a text, it is the name of a list in the registry (``Registry.spellings``). For a UNIT field, the
    template offers the units in this list. For a UNITS field, ``choices`` has the spellings of the levels that may be
    given instead of units.
    """

    name: str
    type: FieldType
    headings: tuple[str, ...]
    required: bool = False  # rows without it are rejected
    choices: dict[str, tuple[str, ...]] | str = ""
    personal: bool = False  # personal data: hidden by default, and never quoted in a problem
    merged: bool = False  # an empty cell repeats the one above
    lenient: bool = False  # if true, an unreadable value is noted and left out, and the row is not rejected
    column: str = ""  # the field's column in the store; "": its name
    ticked: bool = False  # the choices may also be columns, of which each row ticks one
    note: str = ""  # a comment on the heading in the template
    example: Value = None
    missing: str = "no_value"  # the problem code of a row without the value
    unknown: str = "unknown_choice"  # the problem code of an unknown choice

    @property
    def stored(self) -> str:
        """The name of the field's column in the store."""
        return self.column or self.name

    @property
    def levels(self) -> Mapping[str, tuple[str, ...]]:
        """The levels that a cell may name instead of units, with their spellings; {} if the field takes none."""
        return self.choices if self.type is FieldType.UNITS and isinstance(self.choices, dict) else {}

    def names(self, value: Value) -> list[str]:
        """The names of units and levels in a value of this field. Only a UNITS field may have several."""
        said = str(value or "").split(";") if self.type is FieldType.UNITS else [str(value or "")]
        return [name for name in map(str.strip, said) if name]

    @property
    def is_text(self) -> bool:
        """Whether the values are texts. A missing text is ""; a missing number or date is None."""
        return self.type not in (FieldType.COUNT, FieldType.NUMBER, FieldType.DATE)


class Sum(msgspec.Struct, frozen=True, tag=True):
    """A check of each row: the number in the field ``total`` must be the sum of the numbers in the fields ``parts``.

    If a row lacks some of ``parts``, the total must not be less than the sum of the parts that the row has.
    """

    total: str
    parts: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields that the check compares."""
        return (self.total, *self.parts)

    def difference(self, values: Mapping[str, Value]) -> tuple[tuple[int | float, ...], int | float] | None:
        """The parts and the total of a row that fails the check, without missing parts. None if the row passes."""
        parts = tuple(part for part in map(values.get, self.parts) if isinstance(part, int | float))
        total = values.get(self.total)
        if not isinstance(total, int | float) or sum(parts) == total:
            return None
        return None if len(parts) < len(self.parts) and sum(parts) < total else (parts, total)


class Limit(msgspec.Struct, frozen=True):
    """A check of each row: the numbers in ``fields`` must be from 0 to a maximum that the registry gives.

    ``most`` is passed to ``Registry.most`` as ``name``. The maximum depends on the row's values in the fields ``unit``
    and ``choice``.
    """

    fields: tuple[str, ...]
    unit: str
    choice: str
    most: str


class Within(msgspec.Struct, frozen=True, tag=True):
    """A check of each row: the date in the field ``day`` must be in the period that the field ``named`` names.

    The text "Đợt 1/2021" names the year 2021. A row passes if the text in ``named`` names no period.
    """

    day: str
    named: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields that the check compares."""
        return (self.day, self.named)

    def outside(self, values: Mapping[str, Value]) -> tuple[date, tuple[date, date]] | None:
        """The date and the period of a row that fails the check. None if the row passes."""
        day, period = values.get(self.day), named_period(str(values.get(self.named) or ""))
        if not isinstance(day, int) or period is None or period[0] <= to_date(day) <= period[1]:
            return None
        return to_date(day), period


Check: TypeAlias = Sum | Within


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of sheet. Of two rows with the same ``key``, the later one counts, within a file and between files.

    If the kind is ``unique``, the second of two such rows in one file is rejected. A row is current from the moment of
    its sheet until a later sheet has a row with the same key. If the kind is ``complete``, a row also stops being
    current when a later sheet has no row with its key. A field of the key may be empty only if the field is not
    ``required``.
    """

    name: str
    title: str
    brief: str  # a short title
    heading: str  # above the template's columns
    file: str  # the template's file name, without extension
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    known_by: tuple[str, ...] = ()  # fields whose headings identify the sheet; (): the required fields
    checks: tuple[Check, ...] = ()
    limits: tuple[Limit, ...] = ()
    unique: bool = False
    complete: bool = False
    rows_for: tuple[str, ...] = ()  # fields of units or choices; the template has a row for each combination
    event: str = ""  # the event of a changed row for the overview; "": none

    @property
    def template(self) -> str:
        """The path of the template, relative to the data folder."""
        return f"{TEMPLATES}/{self.file}.xlsx"

    @property
    def required_headings(self) -> tuple[str, ...]:
        """The names of the fields whose headings a file must have to be this kind of sheet."""
        return self.known_by or tuple(field.name for field in self.fields if field.required)

    def field(self, name: str) -> Field:
        """The field with this name. There must be one."""
        return next(field for field in self.fields if field.name == name)

    def units_named(self, values: Mapping[str, Value]) -> list[str]:
        """The names of units in a row, in all UNIT and UNITS fields. Levels are left out."""
        of_units = [field for field in self.fields if field.type in (FieldType.UNIT, FieldType.UNITS)]
        return [name for field in of_units for name in field.names(values[field.name]) if name not in field.levels]

    def latest_date(self, rows: Iterable[Mapping[str, Value]]) -> int | None:
        """The latest date in any field of these rows, as a stamp; None if they have no date."""
        dates = [field.name for field in self.fields if field.type is FieldType.DATE]
        return max((moment for row in rows for name in dates if isinstance(moment := row[name], int)), default=None)

    def section(self, field: Field) -> str:
        """The section of ``headings.toml`` in which an office can add spellings of this field's choices."""
        return f"{self.name}_{field.name}"
