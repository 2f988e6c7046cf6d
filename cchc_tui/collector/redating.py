"""Corrects the time of arrival of files that arrived while the machine's clock was ahead.

Without the correction, the states in these files would count as newer than those of all later lists, until the clock
reaches the wrong time of arrival.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import islice

from cchc_tui.domain.moments import Stamp
from cchc_tui.settings import DataFolder
from cchc_tui.store.read.database_file import read_only
from cchc_tui.store.write import archive

#: Seconds by which clocks may differ.
_SLACK = 300


def newest_arrival(connection: sqlite3.Connection, now: Stamp) -> Stamp:
    """The newest arrival in the database, if it is more than ``_SLACK`` seconds after ``now``; else 0.

    An arrival after ``now`` means that the clock was ahead when the file arrived, or is behind now.
    """
    (newest,) = connection.execute("SELECT max(arrived) FROM export").fetchone()
    return int(newest) if newest is not None and newest > now + _SLACK else 0


def redate(folder: DataFolder, now: Stamp) -> int:
    """Rename the archived files that arrived more than ``_SLACK`` seconds after ``now``. Return their number.

    The new name has a corrected time of arrival: a second before the arrival of the next listed file that arrived up to
    ``now``. If there is no such file, the corrected time is ``now``. So a rebuild loads the files in the same order. A
    rebuild also corrects the moments, because a list's moment is never later than its arrival.
    """
    places = archive.ArchivePlaces(folder.archive)
    listed = _listed(folder)
    numbers = {path: number for number, (path, _) in enumerate(listed)}
    ahead = [kept for kept in archive.archived_files(folder.archive) if kept.arrived > now + _SLACK]
    for kept in ahead:
        number = numbers.get(kept.path, len(listed))
        arrived = next((each - 1 for _, each in islice(listed, number, None) if each <= now), now)
        stored = archive.stored_at(folder.archive, kept.path)
        if stored is not None:
            place = places.next(kept.name, arrived, kept.refused)
            target = folder.archive / place
            target.parent.mkdir(parents=True, exist_ok=True)
            stored.rename(target.with_name(target.name + stored.name.removeprefix((folder.archive / kept.path).name)))
            places.take(place)
    return len(ahead)


def _listed(folder: DataFolder) -> list[tuple[str, Stamp]]:
    """The archive path and the arrival of each listed file, in the order of arrival. Empty if the database is lost."""
    try:
        with closing(read_only(folder.database)) as connection:
            return connection.execute("SELECT archive, arrived FROM export ORDER BY id").fetchall()
    except sqlite3.Error:
        return []
