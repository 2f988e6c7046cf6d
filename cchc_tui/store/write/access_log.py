"""The log of access to personal data. The marks of an access's beginning and end are stored, and combined when read."""

from __future__ import annotations

import sqlite3

from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.privacy import AccessRecord
from cchc_tui.ingest.records import AccessRow, Batch, Columns
from cchc_tui.store.read.personal import ALIAS
from cchc_tui.store.write.loader import Loader, rows_of
from cchc_tui.store.write.persons import note_number

_COLUMNS = ", ".join(AccessRecord._fields)
_EVER = 1 << 62
#: Reads two rows per requested access, because begin and end of an access each have a mark.
_LOOKS = f"""
SELECT {_COLUMNS} FROM access WHERE at <= :at AND at >= coalesce(
  (SELECT at FROM access WHERE at <= :at ORDER BY at DESC LIMIT 1 OFFSET :skipped), -1
) ORDER BY at, over, id
"""


def accesses(connection: sqlite3.Connection, at: Stamp, most: int = -1, reasons: bool = False) -> list[AccessRecord]:
    """The ``most`` newest accesses (-1: all) that began up to the moment ``at``, newest first.

    An access whose end is not known is included. If ``reasons`` is false, each reason is "". If ``reasons`` is true,
    the personal data must be attached.
    """
    found: dict[tuple[object, ...], AccessRecord] = {}
    skipped = 2 * most if most >= 0 else _EVER
    reason = f"SELECT text FROM {ALIAS}.note WHERE id = ?"
    for row in connection.execute(_LOOKS, {"at": at, "skipped": skipped}).fetchall():
        text = connection.execute(reason, row[-1:]).fetchone()[0] if reasons else ""
        begun, until, over, user, host, folder, _ = row
        access = AccessRecord(begun, until, bool(over), user, host, folder, text)
        key = (access.at, *access[3:])
        known = found.get(key)
        if known is None or not known.over:
            found[key] = access
    newest = list(found.values())[::-1]
    return newest if most < 0 else newest[:most]


class AccessLoad(Loader):
    """Stores the mark of the beginning or the end of an access to personal data."""

    def take(self, batch: Batch | Columns) -> None:
        """Store the beginning or end of an access, unless the store already has the same one."""
        same = " AND ".join(f"{name} = ?" for name in AccessRecord._fields)
        for row in rows_of(batch, AccessRow):
            export = self.context.incoming.id
            stored = (*row.access[:-1], note_number(self.context.private, export, row.access.reason))
            if self.context.connection.execute(f"SELECT 1 FROM access WHERE {same}", stored).fetchone():
                self.counts.unchanged += 1
                continue
            marks = ", ".join("?" * len(row.access))
            insert = f"INSERT INTO access (export, {_COLUMNS}) VALUES (?, {marks})"
            self.context.connection.execute(insert, (export, *stored))
            self.counts.loaded += 1
