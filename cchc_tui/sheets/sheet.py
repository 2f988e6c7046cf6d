"""What a kind of input sheet is, declared once.

From a declaration follow the template that an office fills in, the reader with its reasons, the table with its history,
and what ``held`` gives a board. A declaration is plain data: it travels to the process that reads files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeAlias

import msgspec

#: A value of a sheet: a date is a stamp, a choice its key, a unit its name as written.
Value: TypeAlias = str | int | float | None
#: What the first cell of a template's example row says; a row that begins with it is not read.
EXAMPLE = "Ví dụ"
#: What the history adds to a table of a sheet; no column of a field may be called so.
HISTORY = ("id", "since", "until", "seen", "export", "row")


class FieldType(StrEnum):
    """What the cells of a field hold."""

    UNIT = "unit"  # a unit, under any name that the registry knows
    UNITS = "units"  # several of them, parted by semicolons
    TEXT = "text"
    COUNT = "count"  # a whole number
    NUMBER = "number"
    DATE = "date"  # a day, with or without a time
    CHOICE = "choice"


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One column. ``headings``: every way it is written, the template's first; an office's registry may add more.

    ``choices``: key → its spellings, the template's first; or the name of a list of the registry (``spellings``).
    Of a UNIT that list is what its template offers.
    """

    name: str
    type: FieldType
    headings: tuple[str, ...]
    required: bool = False  # a row without it is rejected
    choices: dict[str, tuple[str, ...]] | str = ""
    personal: bool = False  # shown only to those who may see personal data, and quoted in no problem
    merged: bool = False  # an empty cell says what the one above it says
    lenient: bool = False  # a value that can't be read is noted and left out, where it would else reject the row
    column: str = ""  # its column in the store, where it is not the name
    note: str = ""  # stands beside the heading in the template
    example: Value = None
    missing: str = "no_value"  # the problem of a row without it
    unknown: str = "unknown_choice"  # the problem of a choice that there is not

    @property
    def stored(self) -> str:
        """Its column in the store."""
        return self.column or self.name

    def names(self, value: Value) -> list[str]:
        """The names of units that a cell of this field holds."""
        said = str(value or "").split(";") if self.type is FieldType.UNITS else [str(value or "")]
        return [name for name in map(str.strip, said) if name]

    @property
    def is_text(self) -> bool:
        """Whether its values are texts: one that is not said is "", where a figure or a date is None."""
        return self.type not in (FieldType.COUNT, FieldType.NUMBER, FieldType.DATE)


class Sum(msgspec.Struct, frozen=True):
    """A check of each row: ``total`` is the sum of the ``parts``, where all of them are said."""

    total: str
    parts: tuple[str, ...]

    def difference(self, values: Mapping[str, Value]) -> tuple[tuple[int | float, ...], int | float] | None:
        """The parts and the total of a row that breaks the rule; None of any other."""
        parts = tuple(part for part in map(values.get, self.parts) if isinstance(part, int | float))
        total = values.get(self.total)
        if not isinstance(total, int | float) or len(parts) < len(self.parts) or sum(parts) == total:
            return None
        return parts, total


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of sheet. Of two rows with the same ``key`` the later one counts, in one sheet and from sheet to sheet.

    A row is current from the moment of its sheet until a later sheet says something else under its key; where a sheet
    is ``complete``, also until a later sheet leaves it out.
    """

    name: str
    title: str
    brief: str  # where there is no room for the title
    heading: str  # stands above the template's columns
    file: str  # the template's name, without its ending
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    known_by: tuple[str, ...] = ()  # the headings that a table must have to be one; none: those of required fields
    checks: tuple[Sum, ...] = ()
    complete: bool = False
    rows_for: tuple[str, ...] = ()  # units and choices of which the template has a row each
    event: str = ""  # what the overview tells of a row that changed (``event`` of the store); "": nothing

    @property
    def required_headings(self) -> tuple[str, ...]:
        """The fields that make a table one of these."""
        return self.known_by or tuple(field.name for field in self.fields if field.required)

    def field(self, name: str) -> Field:
        """The field of that name."""
        return next(field for field in self.fields if field.name == name)

    def units_named(self, values: Mapping[str, Value]) -> list[str]:
        """The names of units in a row."""
        of_units = [field for field in self.fields if field.type in (FieldType.UNIT, FieldType.UNITS)]
        return [name for field in of_units for name in field.names(values[field.name])]

    def latest_date(self, rows: Iterable[Mapping[str, Value]]) -> int | None:
        """The latest date in some rows; None where there is none."""
        dates = [field.name for field in self.fields if field.type is FieldType.DATE]
        return max((moment for row in rows for name in dates if isinstance(moment := row[name], int)), default=None)

    def section(self, field: Field) -> str:
        """The section of ``headings.toml`` in which an office adds spellings of a field's own choices."""
        return f"{self.name}_{field.name}"
