"""Detects changes made after the fact, from the sequence of a dossier's states (DOMAIN §4).

Every state that an export ever showed is stored, so a date that was changed later can be recognised.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cchc_tui.domain.dossiers import DUE_DATE_ONLY, FINISHED_DATE_ONLY, WAITING
from cchc_tui.domain.findings import ChangeKind
from cchc_tui.domain.moments import DAY, Stamp


class ShownState(NamedTuple):
    """A dossier's state, first shown by ``export`` at the moment ``since``.

    ``seen`` is the moment of the last export that showed the state, or the start of that export's day if it states no
    time.
    """

    since: Stamp
    seen: Stamp
    export: int
    status: int
    due: Stamp | None
    finished: Stamp | None
    date_only: int


class DetectedChange(NamedTuple):
    """A change, the export that showed it, and the moment of that export.

    ``before`` and ``after`` are the two finished dates for ``BACKDATED``, and the two due dates for ``DUE_MOVED``. For
    ``CLOSED_IN_PAST`` they are the last moment at which the dossier was shown open, and its finished date.
    """

    change: ChangeKind
    export: int
    seen_at: Stamp
    before: Stamp
    after: Stamp


def detect_changes(states: Sequence[ShownState]) -> Iterator[DetectedChange]:
    """Yield the changes after the fact that a dossier's states show. ``states`` are in chronological order."""
    closed: ShownState | None = None  # the last state with a finished date
    open_at: Stamp | None = None  # the last moment at which the dossier was shown without a finished date
    due: ShownState | None = None  # the last state with a due date
    passed = False  # whether that due date had passed while the clock was running
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
    """Yield the changes that the finished date of the state ``now`` shows.

    BACKDATED: the date is before an earlier finished date. CLOSED_IN_PAST: the date is before ``open_at``, the last
    moment at which the dossier was shown open.
    """
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
    """The first moment certainly after a state's finished date; the next day's start if the date has no time."""
    finished = state.finished
    assert finished is not None
    return finished - finished % DAY + DAY if state.date_only & FINISHED_DATE_ONLY else finished + 1


def _later(now: ShownState, then: ShownState, due: Stamp, was: Stamp) -> bool:
    """Whether the due date ``due`` is later than ``was``. If either has no time of day, only days are compared."""
    by_day = (now.date_only | then.date_only) & DUE_DATE_ONLY
    return due // DAY > was // DAY if by_day else due > was


def may_have_changed(was: ShownState, now: ShownState) -> bool:
    """A quick check whether ``detect_changes`` could find a change from ``was`` to ``now``, the dossier's newest state.

    False is always right. True may be wrong if ``was.seen`` is later than the ``seen`` of the same state that
    ``detect_changes`` gets.
    """
    if now.finished is not None:
        if was.finished is None:
            if now.finished < was.seen:
                return True
        elif (now.finished, now.date_only) != (was.finished, was.date_only):
            return True
    return now.due is not None and (was.due is None or (was.due < now.due and was.due < was.seen))
