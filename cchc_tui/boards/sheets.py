"""The rows of declared input sheets that are current at a moment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cchc_tui.boards.moment import Moment
from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.names import fold
from cchc_tui.sheets.kinds import SHEETS
from cchc_tui.sheets.sheet import Field, FieldType, Value


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One row of a sheet. ``values`` has a value for each field: a unit's key, or a tuple of keys for several units.

    A field of several choices has a tuple of their keys.

    ``since`` is the moment of the first file with these values; ``export`` and ``row`` are the source.
    """

    values: Mapping[str, Any]
    since: Stamp
    export: int
    row: int


def held(moment: Moment, name: str) -> tuple[HeldRow, ...]:
    """The rows of a sheet that are current at a moment; before the sheet's first file, the rows of that file.

    Of rows whose keys differ only in spelling ("Đợt 1", "ĐỢT 1"), the last one counts. Personal values are empty if the
    moment's access level hides them.
    """
    sheet = SHEETS[name]
    columns = ", ".join(f"[{field.stored}]" for field in sheet.fields)
    query = (
        f"SELECT since, export, row, {columns} FROM [{name}]"
        " WHERE since <= :at AND (until IS NULL OR until > :at) ORDER BY id"
    )
    found = moment.connection.execute(query, {"at": sheet_cutoff(moment, name)}).fetchall()
    rows = (
        HeldRow(
            {field.name: _shown(moment, field, value) for field, value in zip(sheet.fields, values, strict=True)},
            *where,
        )
        for *where, values in ((*row[:3], row[3:]) for row in found)
    )
    last: dict[tuple[str, ...], HeldRow] = {}
    for row in rows:
        key = tuple(fold(str(row.values[name])) for name in sheet.key)
        before = last.get(key)
        if before is None or before.since <= row.since:
            last[key] = row
    return tuple(last.values())


def sheet_cutoff(moment: Moment, name: str) -> Stamp:
    """The moment for which a sheet's rows are read: ``moment.at``, but not before the first file."""
    return max(moment.at, moment.newest_of(name) or 0)


def _shown(moment: Moment, field: Field, value: Value) -> Value | tuple[str, ...]:
    if field.personal and not moment.access.personal:
        return "" if field.is_text else None
    if field.type is FieldType.UNIT:
        return moment.reader.unit_key(int(value or 0))
    if field.type is FieldType.UNITS:
        return tuple(moment.reader.unit_key(number) for number in json.loads(str(value or "[]")))
    if field.type is FieldType.CHOICES:
        return tuple(filter(None, str(value or "").split(";")))
    return value
