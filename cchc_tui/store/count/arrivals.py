"""Counts the dossiers received between two moments, and how many of them came online, by unit and procedure."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.store.count.counts_table import ARRIVALS, counts_at
from cchc_tui.store.read.settled_state import CLOCK_DEPENDENT_SQL, PENDING_SQL
from cchc_tui.store.read.store_moment import StoreMoment

_COLUMNS = "procedure_code, unit, procedure, field, channel"
#: Day numbers modulo 7; 1970-01-01 was a Thursday.
_WEDNESDAY = 6


#: The columns of ``_COLUMNS``, and a number of dossiers.
CountedToday: TypeAlias = tuple[int, ...]


class ArrivalKey(NamedTuple):
    """The numbers in the store of a unit, and of a procedure's code, name and field."""

    unit: int
    code: int
    procedure: int
    field: int


class Arrivals(NamedTuple):
    """Numbers of dossiers received.

    ``told`` counts the dossiers for which the list states a channel, ``online`` those that came online.
    ``wednesday_told`` and ``wednesday_online`` count only dossiers received on a Wednesday.
    """

    received: int = 0
    told: int = 0
    online: int = 0
    wednesday_told: int = 0
    wednesday_online: int = 0

    def plus(self, other: Arrivals) -> Arrivals:
        """The sums of these numbers and those of ``other``."""
        return Arrivals(*map(int.__add__, self, other))


def arrivals(moment: StoreMoment, start: Stamp, today: Iterable[CountedToday]) -> dict[ArrivalKey, Arrivals]:
    """The numbers of dossiers received from ``start``, the first second of a day, up to a moment.

    ``today`` is the result of ``received_today`` for the same moment. A dossier is counted by its state at the moment;
    if the moment is before the first list, by its state in the first list. The result is the same for all moments with
    the same newest list, day and ``today``.
    """
    online = moment.connection.execute("SELECT id FROM term WHERE text = 'online'").fetchone()
    found: defaultdict[ArrivalKey, list[int]] = defaultdict(lambda: [0] * 5)
    for (code, unit, procedure, field, channel), days, numbers in _groups(moment, start // DAY, today):
        n, wednesday = sum(numbers), sum(n for day, n in zip(days, numbers, strict=True) if day % 7 == _WEDNESDAY)
        sums = found[ArrivalKey(unit, code, procedure, field)]
        sums[0] += n
        if channel:
            sums[1] += n
            sums[3] += wednesday
            if online is not None and channel == online[0]:
                sums[2] += n
                sums[4] += wednesday
    return {key: Arrivals(*sums) for key, sums in found.items() if any(sums)}


def _groups(
    moment: StoreMoment, first: int, counted: Iterable[CountedToday]
) -> Iterator[tuple[tuple[int, ...], Sequence[int], Sequence[int]]]:
    """Yield groups of the dimension ``ARRIVALS``, each with its days and the number of dossiers on each day.

    Only days from ``first`` to the moment's day are included. Days are numbers (``stamp // 86400``). A group may be
    yielded several times, with numbers to be added up.
    """
    if moment.lists is None:
        return
    today = moment.at // DAY
    for group, days, numbers in counts_at(moment.connection, ARRIVALS, moment.cutoff):
        low, high = bisect_left(days, first), bisect_left(days, today + (not moment.before_lists))
        if low < high:
            yield group, days[low:high], numbers[low:high]
    sign = 1 if moment.before_lists else -1
    for *on, n in counted:
        yield tuple(on), (today,), (sign * n,)


def received_today(moment: StoreMoment) -> tuple[CountedToday, ...]:
    """Groups of dossiers received on the moment's day, by which ``arrivals`` corrects its counts for the time of day.

    They are the dossiers received later than the moment, which ``arrivals`` subtracts. Before the first list, they are
    the dossiers received up to the moment, which ``arrivals`` adds.
    """
    current, past = "dossier WHERE +since <= :known", "version WHERE until > :known AND since <= :known"
    what = "received <= :at"
    if not moment.before_lists:
        past = "version INDEXED BY version_clock_dependent WHERE until > :known AND since <= :known"
        what = f"{PENDING_SQL} AND {CLOCK_DEPENDENT_SQL} AND received > :at"
    values = {"known": moment.cutoff, "at": moment.at}
    found: list[CountedToday] = []
    for source in (current,) if moment.is_live else (current, past):
        query = f"""
            SELECT {_COLUMNS}, count(*) FROM {source} AND received / {DAY} = :at / {DAY} AND {what}
            GROUP BY {_COLUMNS}
        """
        found += moment.connection.execute(query, values).fetchall()
    return tuple(found)
