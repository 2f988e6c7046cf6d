"""Detects dates of a dossier that were changed after the fact, from the sequence of the dossier's states.

The store keeps every state that an export ever showed, so two states with different dates reveal a change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cchc_tui.domain.dossiers import DUE_DATE_ONLY, FINISHED_DATE_ONLY, WAITING
from cchc_tui.domain.findings import ChangeKind
from cchc_tui.domain.moments import DAY, Stamp


class ShownState(NamedTuple):
    """A dossier's state, first shown by ``export`` at the moment ``since``.

    ``seen`` is the moment of the last export that showed the state. If the last export states no time of day, ``seen``
    is the start of that export's day.
    """

    since: Stamp
    seen: Stamp
    export: int
    status: int
    due: Stamp | None
    finished: Stamp | None
    date_only: int


class DetectedChange(NamedTuple):
    """A date that was changed after the fact.

    ``export``, made at the moment ``seen_at``, was the first to show the new date. For ``BACKDATED``, ``before`` and
    ``after`` are the old and the new finished date. For ``DUE_MOVED``, they are the old and the new due date. For
    ``CLOSED_IN_PAST``, ``before`` is the last moment at which the dossier was shown open, and ``after`` is its finished
    date.
    """

    change: ChangeKind
    export: int
    seen_at: Stamp
    before: Stamp
    after: Stamp


def detect_changes(states: Sequence[ShownState]) -> Iterator[DetectedChange]:
    """Yield the changes after the fact in a dossier's states. ``states`` are in chronological order."""
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
    """Yield the changes after the fact that a comparison of ``now.finished`` with earlier states reveals.

    BACKDATED: ``now.finished`` is before the finished date of ``closed``, the last earlier state with such a date.
    CLOSED_IN_PAST: ``now.finished`` is before ``open_at``, the last moment at which the dossier was shown open.
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
    """The first moment after a state's finished date. If the date has no time of day, the start of the next day."""
    finished = state.finished
    assert finished is not None
    return finished - finished % DAY + DAY if state.date_only & FINISHED_DATE_ONLY else finished + 1


def _later(now: ShownState, then: ShownState, due: Stamp, was: Stamp) -> bool:
    """Whether the due date ``due`` is later than ``was``. If either has no time of day, only days are compared."""
    by_day = (now.date_only | then.date_only) & DUE_DATE_ONLY
    return due // DAY > was // DAY if by_day else due > was


def may_have_changed(was: ShownState, now: ShownState) -> bool:
    """Whether ``detect_changes`` might find a change from ``was`` to ``now``, the dossier's newest state.

    This is a quick check. If the result is False, there is no such change. If the result is True, only
    ``detect_changes`` can tell. ``was.seen`` must not be earlier than the ``seen`` that ``detect_changes`` gets for the
    same state.
    """
    if now.finished is not None:
        if was.finished is None:
            if now.finished < was.seen:
                return True
        elif (now.finished, now.date_only) != (was.finished, was.date_only):
            return True
    return now.due is not None and (was.due is None or (was.due < now.due and was.due < was.seen))
