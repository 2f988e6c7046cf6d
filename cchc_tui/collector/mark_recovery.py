"""Restores lost mark files in the archive from the database: marks of meetings, directives and access to personal data.

Marks are made in the app itself, so an office could not send them again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from cchc_tui.domain.codes import HIDDEN
from cchc_tui.domain.directives import DirectiveEntry
from cchc_tui.domain.privacy import AccessRecord
from cchc_tui.ingest import marks
from cchc_tui.ingest.directive_marks import directive_text
from cchc_tui.store.read import personal
from cchc_tui.store.read.database_file import read_only
from cchc_tui.store.write import archive
from cchc_tui.store.write.directives import entry_of
from cchc_tui.store.write.meetings import Mark

_MEETINGS = f"SELECT e.archive, {', '.join(f'm.{name}' for name in Mark._fields)} FROM meeting AS m"
_MEETINGS += " JOIN export AS e ON e.id = m.export"
_ACCESSES = f"SELECT e.archive, {', '.join(f'a.{name}' for name in AccessRecord._fields)} FROM access AS a"
_ACCESSES += " JOIN export AS e ON e.id = a.export"
_DIRECTIVES = f"SELECT e.archive, {', '.join(f'd.{name}' for name in DirectiveEntry._fields)} FROM directive_entry AS d"
_DIRECTIVES += " JOIN export AS e ON e.id = d.export"


def restore_marks(database: Path, archive_folder: Path) -> None:
    """Write the mark files that the archive lacks, as far as the database can be read. Raises OSError."""
    if not database.is_file():  # opening a pipe, for example, would block
        return
    with (
        suppress(sqlite3.Error),
        closing(read_only(database, isolation_level=None)) as connection,
        personal.attached(connection, database),
    ):
        for place, text in _texts(connection):
            path = archive_folder / place
            if archive.is_place(place) and archive.stored_at(archive_folder, place) is None:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")


def _reason(connection: sqlite3.Connection, number: int) -> str:
    """The reason of an access, from the personal data; ``HIDDEN`` if the reason cannot be read."""
    with suppress(sqlite3.Error):
        found = connection.execute(f"SELECT text FROM {personal.ALIAS}.note WHERE id = ?", (number,)).fetchone()
        if found is not None:
            return str(found[0])
    return HIDDEN


def _texts(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    for place, *stored in connection.execute(_MEETINGS):
        mark = Mark(*stored)
        yield place, marks.meeting_text(mark.at, bool(mark.start), mark.title, mark.chair, mark.shown)
    for place, at, until, over, user, host, folder, reason in connection.execute(_ACCESSES).fetchall():
        text = reason if isinstance(reason, str) else _reason(connection, reason)
        yield place, marks.access_text(AccessRecord(at, until, bool(over), user, host, folder, text))
    for place, *stored in connection.execute(_DIRECTIVES):
        yield place, directive_text(entry_of(stored))
