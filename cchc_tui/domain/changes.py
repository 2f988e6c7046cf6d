"""What the states of one dossier, as exports showed them one after the other, tell of changes after the fact.

Back-dating and its kin (DOMAIN §4): every state that an export ever showed is known, so a date that changed after it
was first seen can be told from one that was always so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cchc_tui.domain.dossiers import DUE_DATE_ONLY, FINISHED_DATE_ONLY, WAITING
from cchc_tui.domain.findings import ChangeKind
from cchc_tui.domain.moments import DAY, Stamp


class ShownState(NamedTuple):
    """A state that exports showed: the first at ``since`` was ``export``, the last was surely not made before ``seen``.

    A list that says no more than its day was surely not made before the day began.
    """

    since: Stamp
    seen: Stamp
    export: int
    status: int
    due: Stamp | None
    finished: Stamp | None
    date_only: int


class DetectedChange(NamedTuple):
    """A change, the export that showed it and that one's moment; ``before`` and ``after`` as the kind has them.

    ``BACKDATED``: the two finished dates. ``CLOSED_IN_PAST``: when it was seen open, and the finished date.
    ``DUE_MOVED``: the two due dates.
    """

    change: ChangeKind
    export: int
    seen_at: Stamp
    before: Stamp
    after: Stamp


def detect_changes(states: Sequence[ShownState]) -> Iterator[DetectedChange]:
    """The changes that a dossier's states show, given in the order in which they held."""
    closed: ShownState | None = None  # the last state with a finished date
    open_at: Stamp | None = None  # the last moment at which it was seen without
    due: ShownState | None = None  # the last state with a due date
    passed = False  # whether that due date was seen to have passed while the clock ran
    before: ShownState | None = None
    for now in states:
        if before is not None and now.finished is not None:
            yield from _closing(now, before, closed, open_at)
        if now.due is not None:
            if due is None or now.due != due.due:
                if due is not None and due.due is not None and passed and _later(now, due, now.due, due.due):
                    yield DetectedChange(ChangeKind.DUE_MOVED, now.export, now.since, due.due, now.due)
                passed = False
            due = now
            passed = passed or (now.status not in WAITING and now.seen > now.due)
        if now.finished is not None:
            closed = now
        else:
            open_at = now.seen if open_at is None else max(open_at, now.seen)
        before = now


def _closing(
    now: ShownState, before: ShownState, closed: ShownState | None, open_at: Stamp | None
) -> Iterator[DetectedChange]:
    """What is wrong with a finished date: earlier than one shown before, or than a moment when it was seen open."""
    finished = now.finished
    assert finished is not None
    in_past = open_at is not None and _over(now) <= open_at
    if closed is not None and closed.finished is not None and (before is closed or in_past):
        by_day = (now.date_only | closed.date_only) & FINISHED_DATE_ONLY
        if finished // DAY < closed.finished // DAY if by_day else finished < closed.finished:
            yield DetectedChange(ChangeKind.BACKDATED, now.export, now.since, closed.finished, finished)
    if open_at is not None and in_past and (before.finished is None or _over(before) > open_at):
        yield DetectedChange(ChangeKind.CLOSED_IN_PAST, now.export, now.since, open_at, finished)


def _over(state: ShownState) -> Stamp:
    """The first moment that surely comes after the finished date: of a date alone, the next day."""
    finished = state.finished
    assert finished is not None
    return finished - finished % DAY + DAY if state.date_only & FINISHED_DATE_ONLY else finished + 1


def _later(now: ShownState, then: ShownState, due: Stamp, was: Stamp) -> bool:
    """Whether a due date moved later; one without a time of day is compared by its day."""
    by_day = (now.date_only | then.date_only) & DUE_DATE_ONLY
    return due // DAY > was // DAY if by_day else due > was


def may_have_changed(was: ShownState, now: ShownState) -> bool:
    """A quick look at two states, the second the newest: whether ``detect_changes`` could find anything in it.

    ``was.seen`` may be later than ``detect_changes`` would have it: then it says yes too often, never too seldom.
    """
    if now.finished is not None:
        if was.finished is None:
            if now.finished < was.seen:
                return True
        elif (now.finished, now.date_only) != (was.finished, was.date_only):
            return True
    return now.due is not None and (was.due is None or (was.due < now.due and was.due < was.seen))
