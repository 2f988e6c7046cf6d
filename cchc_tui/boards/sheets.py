"""Rows of input sheets, as they are current at a moment."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cchc_tui.boards.moment import Moment
from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.names import fold
from cchc_tui.sheets.kinds import SHEETS
from cchc_tui.sheets.sheet import Field, FieldType


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One row of a sheet. ``values`` has the value of each field by the field's name.

    A field for a unit has the unit's key as its value. A field for several units or several choices has a tuple of
    keys. ``since`` is the moment of the first file with these values. ``export`` is the number of the file, ``row`` the
    number of the row in the file.
    """

    values: Mapping[str, Any]
    since: Stamp
    export: int
    row: int


def held(moment: Moment, name: str) -> tuple[HeldRow, ...]:
    """The rows of the sheet ``name`` that are current at a moment.

    Before the first file, the rows of the first file are returned. If the keys of several rows differ only in spelling
    ("Đợt 1", "ĐỢT 1"), only the last row counts. Personal values are empty if the moment's access level hides them, or
    if the viewer sees only one unit's dossiers.
    """
    sheet = SHEETS[name]
    columns = ", ".join(f"[{field.stored}]" for field in sheet.fields)
    query = (
        f"SELECT since, export, row, {columns} FROM [{name}]"
        " WHERE since <= :at AND (until IS NULL OR until > :at) ORDER BY id"
    )
    found = moment.connection.execute(query, {"at": sheet_cutoff(moment, name)}).fetchall()
    names = [field.name for field in sheet.fields]
    converted = [(field.name, made) for field in sheet.fields if (made := _converter(moment, field)) is not None]
    last: dict[tuple[str, ...], HeldRow] = {}
    for since, export, number, *stored in found:
        values = dict(zip(names, stored, strict=True))
        for column, made in converted:
            values[column] = made(values[column])
        key = tuple([fold(str(values[column])) for column in sheet.key])
        before = last.get(key)
        if before is None or before.since <= since:
            last[key] = HeldRow(values, since, export, number)
    return tuple(last.values())


def sheet_cutoff(moment: Moment, name: str) -> Stamp:
    """The moment at which rows of the sheet ``name`` are read: ``moment.at``, but not before the sheet's first file."""
    return max(moment.at, moment.newest_of(name) or 0)


def _converter(moment: Moment, field: Field) -> Callable[[Any], Any] | None:
    """The function that turns a stored value of the field into its value in ``HeldRow``.

    None if the stored value is already that value.
    """
    unit_key = moment.reader.unit_key
    if field.personal:
        return moment.note if moment.own is None else lambda _: ""
    match field.type:
        case FieldType.UNIT:
            return lambda value: unit_key(int(value or 0))
        case FieldType.UNITS:
            return lambda value: tuple(map(unit_key, json.loads(value or "[]")))
        case FieldType.CHOICES:
            return lambda value: tuple(filter(None, (value or "").split(";")))
    return None
