"""The log of a meeting: the figures that changed, the files that arrived, the directives given, the boards shown.

Everything in the log is read from the store. The meeting itself leaves only the marks of its start and end
(``ingest.marks``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cchc_tui.boards import measure
from cchc_tui.boards.directives import DirectiveRow, directives_of_meeting
from cchc_tui.boards.exports import ExportRow, exports_between
from cchc_tui.boards.leaderboard import Leaderboard
from cchc_tui.boards.listed import board_names, board_of
from cchc_tui.boards.measure import Figures
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.table import Better, ValueType
from cchc_tui.boards.timeline import timeline
from cchc_tui.domain.moments import Stamp, to_date
from cchc_tui.domain.names import by_name
from cchc_tui.domain.units import Level
from cchc_tui.store.write.meetings import LONGEST, Meeting


@dataclass(frozen=True, slots=True)
class FigureMove:
    """The change of one figure of a level or unit during a meeting.

    ``before`` and ``after`` differ even as formatted text. ``title`` is the column's title in Vietnamese. For a level,
    ``name`` is "" and ``key`` is the level.
    """

    board: str
    column: str
    title: str
    type: ValueType
    better: Better
    key: str
    name: str
    level: str
    before: float
    after: float

    @property
    def change(self) -> float:
        """``after - before``. For a share, the change is a fraction of 1."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class MeetingLog:
    """The log of a meeting, as known at ``as_of``. ``number`` counts the meetings by their start, from 1.

    ``until`` is ``as_of`` while the meeting is under way. Later it is the meeting's end, or 12 hours after the start if
    no end was marked. ``moved`` has the changed figures in the order of the boards. For each board, levels come first,
    then units, the largest change first. ``files`` has no marks and is in the order of arrival. ``boards`` are the
    names of the boards that were shown, in order; None if they are not known.
    """

    as_of: Stamp
    data_as_of: Stamp | None
    number: int
    meeting: Meeting
    until: Stamp
    under_way: bool
    moved: tuple[FigureMove, ...]
    files: tuple[ExportRow, ...]
    boards: tuple[str, ...] | None
    directives: tuple[DirectiveRow, ...] = ()  # given in the meeting, with their states at ``as_of``

    @property
    def levels_moved(self) -> tuple[FigureMove, ...]:
        """The changes of levels, without those of units."""
        return tuple(move for move in self.moved if not move.name)


def meetings_at(moment: Moment) -> tuple[Meeting, ...]:
    """The meetings that had begun at a moment, earliest first. A meeting that ended after the moment has no end yet."""
    begun = (each for each in timeline(moment).meetings if each.start <= moment.at)
    return tuple(
        each if each.end is None or each.end <= moment.at else each._replace(end=None, boards=None) for each in begun
    )


def meeting_log(moment: Moment, number: int | None = None) -> MeetingLog | None:
    """The log of the meeting ``number``; None if there is no such meeting.

    ``number`` None stands for the last meeting that had begun at the moment.
    """
    meetings = meetings_at(moment)
    place = len(meetings) if number is None else number
    if not 0 < place <= len(meetings):
        return None
    meeting = meetings[place - 1]
    until = min(meeting.start + LONGEST if meeting.end is None else meeting.end, moment.at)
    return MeetingLog(
        moment.at,
        moment.data_as_of,
        place,
        meeting,
        until,
        meeting.under_way(moment.at),
        tuple(_once(_moved(moment.when(meeting.start), moment.when(until)))),
        exports_between(moment, meeting.start, until),
        meeting.boards,
        directives_of_meeting(moment, meeting.start),
    )


def _once(moves: Iterable[FigureMove]) -> Iterator[FigureMove]:
    """Yield the moves, but each only once. Two boards that share a column report the same move of a unit twice."""
    seen: set[tuple[object, ...]] = set()
    for move in moves:
        same = (move.column, move.key, move.before, move.after)
        if same not in seen:
            yield move
        seen.add(same)


def _moved(before: Moment, after: Moment) -> Iterator[FigureMove]:
    """Yield the figures that changed on leaderboards of units: for levels in all columns, for units in the main column.

    Forecasts are left out, because they are not figures of what has happened.
    """
    for name in board_names():
        board = board_of(name)
        try:
            columns = measure.figure_columns(board) if isinstance(board, Leaderboard) and not board.slow else []
            found = [
                (column, measure.figures(before, name, column.key), measure.figures(after, name, column.key))
                for column in columns
            ]
        except measure.MeasureError:  # its rows are not units, or its figures are changes
            continue
        main = next((column for column in columns if column.main), columns[0] if columns else None)
        for column, then, now in found:
            kind = (name, column.key, column.title, column.type, column.better)
            for level in Level:
                yield from _moves(kind, level.value, "", level.value, then, now)
        for column, then, now in found:
            if column is main:
                units = after.registry.units.valid(to_date(after.at))
                kind = (name, column.key, column.title, column.type, column.better)
                moves = [
                    move for unit in units for move in _moves(kind, unit.key, unit.name, unit.level.value, then, now)
                ]
                yield from sorted(moves, key=lambda move: (-abs(move.change), by_name(move.name)))


def _moves(
    kind: tuple[str, str, str, ValueType, Better], key: str, name: str, level: str, then: Figures, now: Figures
) -> Iterator[FigureMove]:
    was, is_now, sort = then.of(key), now.of(key), kind[3]
    if was is None or is_now is None or measure.figure_text(was, sort) == measure.figure_text(is_now, sort):
        return
    yield FigureMove(*kind, key, name, level, was, is_now)
