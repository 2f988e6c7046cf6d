"""The counts table: the number of dossiers in each settled state (``SettledState``) after each list.

The table has four dimensions: the unit alone, and the unit with the procedure, field or officer. A board reads the
counts of one dimension, at the same cost for any moment. Clock-dependent dossiers are not in the table; boards read
them one by one. A fifth dimension, ``ARRIVALS``, has the numbers of dossiers received on each day, whatever their
state.

A list adds a row to each dimension. The row has the list's changes to the counts. If there were many changes since the
last complete row, the new row is a complete row instead: it has all counts. A list that arrives late may change all
counts after its moment. Then a correction row is added, which applies to many complete rows (``counts_writer``).
"""

from __future__ import annotations

import sqlite3
import sys
import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import chain

from cchc_tui.domain.moments import Stamp

#: (year, unit, key, carried, settled). The year is 0 for a pending dossier, and the key in dimension UNIT.
#: In ARRIVALS: (procedure_code, unit, procedure, field, channel).
Group = tuple[int, int, int, int, int]
#: The counts of a group: ascending days, and the number of dossiers with each.
GroupCounts = tuple[Group, Sequence[int], Sequence[int]]
#: Group → days → the number of dossiers.
Sums = defaultdict[Group, defaultdict[int, int]]


class Dimension(IntEnum):
    """The dimensions of the counts table. They tell what the ``key`` of a group is.

    The database stores these numbers.
    """

    UNIT = 0
    PROCEDURE = 1
    FIELD = 2
    OFFICER = 3


#: The number in the database of the counts by day received.
ARRIVALS = 4


#: A row of dimension n + ``CORRECTIONS`` corrects dimension n. It is added to the counts of each complete row of its
#: moment or a later one that was written before it.
CORRECTIONS = 8


def counts_at(connection: sqlite3.Connection, dimension: int, at: Stamp) -> Iterator[GroupCounts]:
    """Yield the counts after the newest list whose moment is not after ``at``.

    A group may be yielded several times, with counts to be added up.
    """
    query = """
        SELECT complete, moment, id, counts FROM state_count WHERE dimension = ? AND moment <= ?
        ORDER BY moment DESC, id DESC
    """
    found: list[Iterator[GroupCounts]] = []
    for complete, *row, content in connection.execute(query, (dimension, at)):
        found.append(unpacked(content))
        if complete:
            query = "SELECT counts FROM state_count WHERE dimension = ? AND moment <= ? AND id > ?"
            corrections = connection.execute(query, (dimension + CORRECTIONS, *row)).fetchall()
            found += (unpacked(content) for (content,) in corrections)
            break
    return chain.from_iterable(reversed(found))


def no_sums() -> Sums:
    """An empty ``Sums``, to which counts can be added."""
    return defaultdict(lambda: defaultdict(int))


def add_sums(sums: Sums, groups: Iterable[GroupCounts]) -> None:
    """Add counts to ``sums``. A day whose sum becomes 0 is removed from its group, and so is a group without days."""
    for group, days, numbers in groups:
        by_day = sums[group]
        for day, n in zip(days, numbers, strict=True):
            by_day[day] += n
            if not by_day[day]:
                del by_day[day]
        if not by_day:
            del sums[group]


def packed(sums: Sums) -> tuple[int, bytes]:
    """The number of counts in ``sums``, and the sums as compressed 32-bit integers.

    The integers are the number of groups, the five columns of the groups, the number of days in each group, all days,
    and all numbers of dossiers.
    """
    kept = {group: sorted((day, n) for day, n in sums[group].items() if n) for group in sorted(sums)}
    groups = {group: pairs for group, pairs in kept.items() if pairs}
    numbers = array("i", [len(groups)])
    for column in zip(*groups, strict=True):
        numbers.extend(column)
    numbers.extend(map(len, groups.values()))
    for place in (0, 1):
        numbers.extend(pair[place] for pairs in groups.values() for pair in pairs)
    if sys.byteorder == "big":
        numbers.byteswap()
    return sum(map(len, groups.values())), zlib.compress(numbers.tobytes(), 1)


def unpacked(content: bytes) -> Iterator[GroupCounts]:
    """Yield the groups of the bytes that ``packed`` returned."""
    numbers = array("i")
    numbers.frombytes(zlib.decompress(content))
    if sys.byteorder == "big":
        numbers.byteswap()
    count = numbers[0]
    *groups, lengths = (numbers[1 + place * count : 1 + (place + 1) * count] for place in range(6))
    begin, total = 1 + 6 * count, sum(lengths)
    for group, length in zip(zip(*groups, strict=True), lengths, strict=True):
        end = begin + length
        yield group, numbers[begin:end], numbers[begin + total : end + total]
        begin = end
