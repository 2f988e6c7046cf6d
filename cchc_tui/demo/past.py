"""Makes the exports and meetings before the demo's start, so that the app has a history to show.

One month before the start, the whole city is exported; later lists have only dossiers that have changed. Each list
shows its dossiers as they were at the list's moment. After the last list, every dossier has its state at ``START``.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from datetime import datetime

from cchc_tui.demo import sheets
from cchc_tui.demo.city import CLAIMS, OFFICES, START, Claim
from cchc_tui.demo.dossiers import Dossier
from cchc_tui.demo.lists import Drop, changed_list, city_list, name, office_list
from cchc_tui.demo.writer import year_to
from cchc_tui.domain.dossiers import ENDED_UNCOUNTED, WAITING, Status
from cchc_tui.domain.moments import DAY, Stamp, day_start, stamp
from cchc_tui.ingest.marks import meeting_text


def _day(month: int, day: int, hour: int, minute: int = 0) -> Stamp:
    return stamp(datetime(2021, month, day, hour, minute))


#: The moment when the whole city is exported.
FIRST: Stamp = _day(10, 11, 7, 45)
#: The moments when changed dossiers are exported: at the end of each week and of the last day, and at the start.
CHANGES: tuple[Stamp, ...] = (
    *(_day(10, 15, 16, 45), _day(10, 22, 16, 45), _day(10, 29, 16, 45), _day(11, 5, 16, 45)),
    *(_day(11, 9, 16, 45), START),
)
#: The moments of rollout sheets; the last one a day before the meeting.
SHEETS: tuple[Stamp, ...] = (FIRST, _day(10, 29, 16, 45), _day(11, 9, 16, 45))
#: Start and end of each past meeting, the start of the present one, whose end is None, and their titles.
MEETINGS: tuple[tuple[Stamp, Stamp | None, str], ...] = (
    (_day(10, 12, 14), _day(10, 12, 15, 40), "Rà soát hồ sơ trễ hạn 9 tháng đầu năm"),
    (_day(10, 26, 8), _day(10, 26, 10, 15), "Giao ban cải cách hành chính tháng 10"),
    (_day(11, 10, 8), None, "Chấn chỉnh hạn chế trong công tác cải cách hành chính"),
)
_CHAIR = "Chủ tịch UBND thành phố"
_STAYS = frozenset({*ENDED_UNCOUNTED, *WAITING})


def marks() -> Iterator[Drop]:
    """Yield the marks of the past meetings and of the present one (``ingest.marks``), ordered by moment."""
    for start, end, title in MEETINGS:
        yield _mark(start, meeting_text(start, True, title, _CHAIR))
        if end is not None:
            yield _mark(end, meeting_text(end, False))


def _mark(moment: Stamp, text: str) -> Drop:
    return Drop(name("cuoc-hop", "txt", moment), text.encode(), moment)


def lists(dossiers: list[Dossier]) -> Iterator[Drop]:
    """Yield the dossier lists and input sheets up to the start, ordered by moment.

    ``dossiers`` have their states at the start, and are sorted by receipt. An office with a list of its own exports it
    twice: at ``FIRST`` and at the start.
    """
    then = [was for dossier in dossiers if (was := as_of(dossier, FIRST)) is not None]
    yield city_list(then, FIRST)
    for office in OFFICES:
        if office.own_list:
            yield office_list(office, [dossier for dossier in then if dossier.office is office], FIRST, year_to(FIRST))
    yield _sheet(FIRST)
    yield sheets.catalogue(FIRST)
    yield from _sheets(FIRST)
    listed = (dossier for dossier in dossiers if not dossier.office.own_list)
    moving = [(dossier, turns) for dossier in listed if max(turns := _turns(dossier)) > FIRST]
    before = FIRST
    for moment in CHANGES:
        turned = (dossier for dossier, turns in moving if any(before < turn <= moment for turn in turns))
        yield changed_list([was for dossier in turned if (was := as_of(dossier, moment)) is not None], moment)
        if moment in SHEETS:
            yield _sheet(moment)
        yield from _sheets(moment)
        before = moment
    for office in OFFICES:
        if office.own_list:
            yield office_list(
                office, [dossier for dossier in dossiers if dossier.office is office], START, year_to(START)
            )


def _sheets(moment: Stamp) -> Iterator[Drop]:
    """Yield the input sheets that arrive at a moment, except the rollout sheet."""
    if moment in (FIRST, CHANGES[1]):
        yield sheets.testing(moment)
    if moment in (CHANGES[1], CHANGES[4]):
        yield sheets.review(moment, 0.6 if moment == CHANGES[1] else 1.0)
    if moment in (CHANGES[1], CHANGES[3]):
        yield sheets.advisory(moment)
    if moment == CHANGES[3]:
        yield sheets.scores(moment)


def as_of(dossier: Dossier, moment: Stamp) -> Dossier | None:
    """The dossier as it was at ``moment``, worked out from its state at ``START``. None if it was received later."""
    turns = _turns(dossier)
    if turns[0] > moment:
        return None
    if max(turns) <= moment:
        return dossier
    _, finished, returned, settled = turns
    was = copy(dossier)
    was.finished = finished if finished <= moment else 0
    was.returned = returned if returned <= moment else 0
    if was.finished:
        was.status = int(Status.RETURNED if was.returned else Status.FINISHED)
    elif finished or settled > moment:
        was.status = int(Status.IN_PROCESS if moment - dossier.received > DAY else Status.ACCEPTED)
    return was


def _turns(dossier: Dossier) -> tuple[Stamp, Stamp, Stamp, Stamp]:
    """Four moments of a dossier: when it was received, finished, returned, and settled (0: never).

    A dossier is settled when it begins to wait or is withdrawn.
    """
    settled = min(dossier.received + DAY, START) if dossier.status in _STAYS else 0
    return dossier.received, dossier.finished, dossier.returned, settled


def _sheet(moment: Stamp) -> Drop:
    """The rollout sheet for a moment. A practice that begins later is reported as planned."""
    return sheets.rollout({key: _claim(claim, moment) for key, claim in CLAIMS.items()}, moment)


def _claim(claim: Claim, moment: Stamp) -> Claim:
    if claim.since is None or day_start(claim.since) <= moment:
        return claim
    return Claim("planned", None, claim.shown)
