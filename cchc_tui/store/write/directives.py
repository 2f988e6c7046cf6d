"""Stores the entries about directives as their marks state them.

Readers combine the entries (``domain.directives``).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from cchc_tui.domain.directives import Act, DirectiveEntry
from cchc_tui.domain.moments import to_date
from cchc_tui.domain.units import Level, UnitIndex
from cchc_tui.ingest import problems
from cchc_tui.ingest.records import Batch, Columns, EntryRow
from cchc_tui.store.write.loader import Loader, rows_of

#: The columns of ``directive_entry`` that an entry has.
COLUMNS = ", ".join(DirectiveEntry._fields)
_SEPARATOR = "; "


def entries(connection: sqlite3.Connection) -> list[DirectiveEntry]:
    """All entries in the store, in the order of their arrival."""
    return [entry_of(stored) for stored in connection.execute(f"SELECT {COLUMNS} FROM directive_entry ORDER BY id")]


def entry_of(stored: Iterable[object]) -> DirectiveEntry:
    """The entry with these values in the columns ``COLUMNS``."""
    raw = DirectiveEntry._make(stored)
    return raw._replace(act=Act(raw.act), units=tuple(str(raw.units).split(_SEPARATOR)) if raw.units else ())


def check_units(entry: DirectiveEntry, units: UnitIndex) -> None:
    """Raise Refused if an entry about a directive names an unknown unit."""
    day = to_date(entry.at)
    for name in entry.units:
        if name not in tuple(Level) and units.of(name, day) is None:
            examples = {unit.level: unit.code for unit in reversed(units.valid(day))}
            raise problems.refuse(problems.DIRECTIVE_UNIT, value=name, expected=", ".join(examples.values()))


class DirectiveLoad(Loader):
    """Stores an entry about a directive from its mark."""

    def take(self, batch: Batch | Columns) -> None:
        """Store the entry, unless the store already has the same entry.

        Raises Refused if the entry names an unknown unit.
        """
        same = " AND ".join(f"[{name}] IS ?" for name in DirectiveEntry._fields)
        for row in rows_of(batch, EntryRow):
            check_units(row.entry, self.context.registry.units)
            entry = row.entry
            stored = (*entry[:4], _SEPARATOR.join(entry.units), *entry[5:])
            if self.context.connection.execute(f"SELECT 1 FROM directive_entry WHERE {same}", stored).fetchone():
                self.counts.unchanged += 1
                continue
            insert = f"INSERT INTO directive_entry (export, {COLUMNS}) VALUES (?, {', '.join('?' * len(stored))})"
            self.context.connection.execute(insert, (self.context.incoming.id, *stored))
            self.counts.loaded += 1
