"""Checks of the personal data for ``doctor`` and ``status``: they must exist, be sound and be closed to others."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from cchc_tui.accounts import personal_group
from cchc_tui.collector.world_writable import closed
from cchc_tui.settings import DataFolder
from cchc_tui.store.read import personal
from cchc_tui.store.read.database_file import damage_in, read_only
from cchc_tui.texts import personal_checks as texts
from cchc_tui.texts.collector import chmod

#: What the folder and its files give the group, and what nobody else may have.
_OF_GROUP, _OF_OTHERS = 0o050, 0o027


class PersonalFault(NamedTuple):
    """A fault of the personal data. ``text`` is a sentence that describes the fault, ``cure`` says what to do.

    ``code`` names the kind of fault in the output of ``status --json``.
    """

    code: str  # "personal", "personal_open" or "personal_closed"
    text: str
    cure: str


def why_unreadable(folder: DataFolder) -> str:
    """Why the personal data cannot be read; "" if they can be read, or if there is no readable database.

    The reasons are "denied" (this user may not read them), "gone", "broken", and "other" (they belong to another
    database).
    """
    if not folder.database.exists():
        return ""
    try:
        with closing(read_only(folder.database, timeout=2.0, isolation_level=None)) as store:
            store.execute("SELECT 1 FROM meta").fetchone()
            with personal.attached(store, folder.database) as fault:
                return fault or _fault_within(store)
    except sqlite3.Error:
        return ""


def _fault_within(store: sqlite3.Connection) -> str:
    store.execute("BEGIN")
    try:
        return personal.fault_of_attached(store)
    finally:
        store.execute("ROLLBACK")


def personal_faults(folder: DataFolder, unreadable: str) -> Iterator[PersonalFault]:
    """Yield the faults of the personal data that are found without reading all of them (see ``damage()``).

    ``unreadable`` is the result of ``why_unreadable()``. A user who may not open the folder only gets the faults that
    are visible from outside the folder.
    """
    if unreadable and unreadable != "denied":
        yield PersonalFault("personal", texts.unreadable(unreadable, folder.personal), texts.PERSONAL.rebuilt)
    yield from _modes(folder)


def damage(folder: DataFolder) -> Iterator[PersonalFault]:
    """Read every page of the personal data and yield a fault if one is damaged.

    Takes seconds for a million dossiers.
    """
    try:
        with closing(read_only(folder.personal, timeout=2.0)) as connection:
            found = damage_in(connection)
    except sqlite3.OperationalError:  # there is none yet, or it is being replaced
        return
    if found:
        yield PersonalFault("personal", texts.unreadable("broken", folder.personal), texts.PERSONAL.rebuild)


def _modes(folder: DataFolder) -> Iterator[PersonalFault]:
    try:
        place, data = folder.private.stat(), folder.path.stat()
    except OSError:  # ``why_unreadable`` says so
        return
    for path, mode, uid in _parts(folder.private):
        if mode & _OF_OTHERS:
            yield PersonalFault("personal_open", texts.open_to_all(path, mode), chmod(path, closed(path, mode)))
        if uid != data.st_uid:
            yield PersonalFault("personal_closed", texts.foreign(path), texts.owner(folder.private, folder.path))
    group, is_read = personal_group(), bool(place.st_mode & _OF_GROUP)
    if group is None or not data.st_mode & _OF_GROUP:
        return
    if is_read and place.st_gid != group:
        yield PersonalFault("personal_open", texts.of_all_viewers(folder.private), texts.give(folder.private))
    elif not is_read:
        yield PersonalFault("personal_closed", texts.closed_to_group(folder.private), texts.give(folder.private))


def _parts(private: Path) -> Iterator[tuple[Path, int, int]]:
    """Yield (path, mode, owner's user id) of the folder ``private`` and of its entries that this user can see."""
    yield private, stat.S_IMODE(private.stat().st_mode), private.stat().st_uid
    try:
        entries = sorted(os.scandir(private), key=lambda entry: entry.name)
    except PermissionError:
        return
    for entry in entries:
        try:
            facts = entry.stat(follow_symlinks=False)
        except OSError:  # gone meanwhile
            continue
        yield Path(entry.path), stat.S_IMODE(facts.st_mode), facts.st_uid
