"""Gives files a possible time of arrival that arrived while the machine's clock was ahead.

Their states would else count as newer than all lists to come, until that time is reached.
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
    """The newest arrival if it lies ahead of ``now``: the clock was ahead then, or it is behind now. Else 0."""
    (newest,) = connection.execute("SELECT max(arrived) FROM export").fetchone()
    return int(newest) if newest is not None and newest > now + _SLACK else 0


def redate(folder: DataFolder, now: Stamp) -> int:
    """Rename the files of the archive that arrived after ``now``. Return their number.

    Each comes just before the file that was listed after it, and where there is none, it arrived now. The moment of a
    list is no later than its arrival, so a rebuild finds the lists in the order in which they came.
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
    """Places and arrivals of the listed files, in the order in which they came.

    There are none if the database is lost."""
    try:
        with closing(read_only(folder.database)) as connection:
            return connection.execute("SELECT archive, arrived FROM export ORDER BY id").fetchall()
    except sqlite3.Error:
        return []
