"""The directives of the last meeting. They are the first page of the next meeting's presentation."""

from __future__ import annotations

from dataclasses import dataclass

from cchc_tui.boards.directives import DirectiveRow, directive_rows
from cchc_tui.boards.meeting_log import meetings_at
from cchc_tui.boards.moment import Moment
from cchc_tui.domain.directives import DirectiveState
from cchc_tui.domain.moments import Stamp
from cchc_tui.store.write.meetings import Meeting

#: States in the order in which a meeting needs them.
ORDER = (
    DirectiveState.OVERDUE,
    DirectiveState.DUE_SOON,
    DirectiveState.OPEN,
    DirectiveState.DONE_LATE,
    DirectiveState.DONE,
    DirectiveState.CANCELLED,
)


@dataclass(frozen=True, slots=True)
class LastMeeting:
    """The last meeting that was over at a moment, and the directives to look at, sorted by ``need``.

    ``rows`` are the meeting's directives, and the overdue directives given before the meeting. If no meeting was over,
    ``meeting`` is None and ``rows`` is empty.
    """

    as_of: Stamp
    data_as_of: Stamp | None
    meeting: Meeting | None
    rows: tuple[DirectiveRow, ...]


def last_meeting(moment: Moment) -> LastMeeting:
    """The last meeting that was over at a moment. A meeting that is under way at the moment does not count."""
    over = [each for each in meetings_at(moment) if not each.under_way(moment.at)]
    meeting = over[-1] if over else None
    rows = [] if meeting is None else [row for row in directive_rows(moment, then=True) if _counts(row, meeting.start)]
    return LastMeeting(moment.at, moment.data_as_of, meeting, tuple(sorted(rows, key=need)))


def _counts(row: DirectiveRow, start: Stamp) -> bool:
    """Whether a directive was given in the meeting that began at ``start``, or is overdue and was given earlier."""
    return row.meeting == start or (row.given < start and row.state is DirectiveState.OVERDUE)


def need(row: DirectiveRow) -> tuple[int, bool, Stamp, int]:
    """The sort key that puts directives in the order in which a meeting needs them: by state, due day and number.

    The order of states is ``ORDER``. Directives without a due day come after those with one.
    """
    return ORDER.index(row.state), row.due is None, row.due or 0, row.number
