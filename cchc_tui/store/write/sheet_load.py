"""Loads the rows of sheets (``sheets.kinds``), and keeps the history of each row. A row is identified by its key."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from cchc_tui.domain.moments import Stamp, to_date
from cchc_tui.domain.problems import Severity
from cchc_tui.domain.units import Match
from cchc_tui.ingest import problems
from cchc_tui.ingest.records import Batch, Columns, SheetRow, Tail
from cchc_tui.sheets.sheet import Field, FieldType, Sheet
from cchc_tui.store.read.schema import LOADED
from cchc_tui.store.write.loader import LoadContext, LoadCounts, Loader, rows_of
from cchc_tui.store.write.persons import note_number
from cchc_tui.store.write.term_table import UnitTable

if TYPE_CHECKING:
    from sqlite_utils.db import Table

#: A row of the sheet's table: column → value.
_Record: TypeAlias = dict[str, Any]


class SheetLoad(Loader):
    """Updates the table of a sheet from a file.

    A file that is older than the table's rows does not change current rows.
    """

    def __init__(self, context: LoadContext, sheet: Sheet) -> None:
        from sqlite_utils import Database  # takes 0,1 s; only needed for such sheets

        super().__init__(context)
        self._moment, self._export = context.incoming.moment, context.incoming.id
        self._units = UnitTable(context.connection)
        self._sheet = sheet
        database = Database(context.connection, recursive_triggers=False, execute_plugins=False)
        self._table: Table = database.table(sheet.name)
        self._key = [sheet.field(name).stored for name in sheet.key]
        self._required = [sheet.field(name).stored for name in sheet.key if sheet.field(name).required]
        self._rows: list[SheetRow] = []

    def take(self, batch: Batch | Columns) -> None:
        """Collect the rows. Their units are looked up in ``finish``, when all dates of the sheet are known."""
        self._rows += rows_of(batch, SheetRow)

    def finish(self, tail: Tail) -> LoadCounts:
        """Write the new and changed rows. If rows have the same key, the last one counts.

        A row is ignored if it names an unknown unit, or lacks a required part of the key.
        """
        said: dict[tuple[Any, ...], tuple[SheetRow, _Record]] = {}
        latest = self._sheet.latest_date(row.values for row in self._rows)
        for row in self._rows:
            record = self._record(row, latest)
            if record is None or any(record[column] in ("", None) for column in self._required):
                continue
            key = tuple(record[column] for column in self._key)
            if key in said:
                self._say_twice(row, said[key][0])
            said[key] = row, record
        for key, (row, record) in said.items():
            self._write(key, row, record)
        if self._sheet.complete:
            self._end_others(said)
        return self.counts

    def _record(self, row: SheetRow, latest: Stamp | None) -> _Record | None:
        """A row as a record of the table; None if the row names an unknown unit.

        ``latest`` is explained at ``_match``.
        """
        record: _Record = {}
        for field in self._sheet.fields:
            value = row.values[field.name]
            if field.type in (FieldType.UNIT, FieldType.UNITS) and value:
                numbers = [
                    self._units.of_key(name) if name in field.levels else self._unit(name, row, latest)
                    for name in field.names(value)
                ]
                if 0 in numbers:
                    return None
                value = json.dumps(numbers) if field.type is FieldType.UNITS else numbers[0]
            if field.personal:
                value = note_number(self.context.private, self._export, str(value or ""))
            record[field.stored] = None if field.type is FieldType.UNIT and not value else value
        return record

    def _unit(self, name: str, row: SheetRow, latest: Stamp | None) -> int:
        """The number of the unit with this name. If the name is unknown, add a problem and return 0."""
        match = self._match(name, latest)
        number = self._units.number(match)
        if not number:
            self.counts.unplaced += 1
            self.counts.problems.append(problems.unplaced(match, (name,), row.row))
        return number

    def _match(self, name: str, latest: Stamp | None) -> Match:
        """The unit that a name means on the sheet's day, or else on the day of ``latest``.

        ``latest`` is the latest date in the sheet (None: the sheet has no date). Sheets seldom state their day, and the
        file's time may be that of a copy made years later. On such a day the name may mean no unit.
        """
        units = self.context.registry.units
        match = units.find(name, to_date(self._moment))
        if match.unit is None and latest is not None:
            return units.find(name, to_date(latest))
        return match

    def _say_twice(self, row: SheetRow, before: SheetRow) -> None:
        code, expected = problems.REPEATED_CODE, str(before.row)
        self.counts.problems.append(
            problems.make(Severity.NOTED, code, row=row.row, value=row.named, expected=expected)
        )

    def _write(self, key: tuple[Any, ...], row: SheetRow, record: _Record) -> None:
        where, moment = " AND ".join(f"[{column}] = ?" for column in self._key), self._moment
        before = self._first(f"{where} AND since <= ?", (*key, moment), "since DESC, id DESC")
        after = self._first(f"{where} AND since > ?", (*key, moment), "since, id")
        is_current = before is not None and (before["until"] is None or before["until"] > moment)
        ends = [] if after is None else [after["since"]]
        denies = False
        if before is not None and is_current:
            same = all(before[column] == value for column, value in record.items())
            denies = before["seen"] > moment  # a later file has the old row too
            if same and denies:
                self.counts.older += 1
                return
            if same:
                self._table.update(before["id"], {"seen": moment})
                self.counts.unchanged += 1
                return
            self._end(before)
        if self._next is not None and (denies or self._sheet.complete):
            ends.append(self._next[0])
        until = min(ends, default=None)
        if until is not None:
            self.counts.older += 1
        elif is_current:
            self.counts.changed += 1
            self._tell(record)
        else:
            self.counts.loaded += 1
        history = {"since": moment, "until": until, "seen": moment, "export": self._export, "row": row.row}
        self._table.insert(record | history)

    @cached_property
    def _next(self) -> tuple[Stamp, int] | None:
        """The moment and number of the next newer file of this sheet in the store; None if there is none."""
        query = (
            f"SELECT moment, id FROM export WHERE kind = ? AND {LOADED} AND moment > ? ORDER BY moment, id DESC LIMIT 1"
        )
        found: tuple[Stamp, int] | None = self._table.db.execute(query, (self._sheet.name, self._moment)).fetchone()
        return found

    def _end_others(self, said: Iterable[tuple[Any, ...]]) -> None:
        """End the rows that hold at this file's moment but are not in this file.

        ``said`` has the keys of the file's rows.
        """
        kept = set(said)
        holding = "since <= :at AND (until IS NULL OR until > :at)"
        for before in list(self._table.rows_where(holding, {"at": self._moment})):
            if tuple(before[column] for column in self._key) not in kept:
                self._end(before)

    def _end(self, before: Mapping[str, Any]) -> None:
        """End a row at this file's moment. If a later file has the same row, the row begins again after this file.

        It begins again at the next file, because the store knows only the last file that has the row.
        """
        self._table.update(before["id"], {"until": self._moment})
        if before["seen"] > self._moment and self._next is not None:
            again, export = self._next
            rest = {name: value for name, value in before.items() if name != "id"}
            self._table.insert(rest | {"since": again, "export": export})

    def _first(self, where: str, values: tuple[Any, ...], order: str) -> Mapping[str, Any] | None:
        return next(iter(self._table.rows_where(where, values, order_by=order, limit=1)), None)

    def _tell(self, record: _Record) -> None:
        """Count a changed row as an event, which the overview shows, if the sheet declares an event."""
        unit, detail = 0, []
        for name in self._sheet.key if self._sheet.event else ():
            field: Field = self._sheet.field(name)
            if field.type is FieldType.UNIT:
                unit = record[field.stored]
            else:
                detail.append(str(record[field.stored]))
        if self._sheet.event:
            self.counts.events[unit, self._sheet.event, ": ".join(detail)] += 1
