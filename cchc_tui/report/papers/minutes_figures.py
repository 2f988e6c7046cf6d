"""The figures in a meeting's minutes: boards at the meeting's start and end, its directives, and its data sources.

All figures are those that boards show for these two moments. While the meeting is under way, the present moment is used
as the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cchc_tui.boards.board import BoardQuery
from cchc_tui.boards.counts import Counts
from cchc_tui.boards.directives import DirectiveRow, directive_rows
from cchc_tui.boards.exports import ALL, ExportRow, exports_between, exports_board
from cchc_tui.boards.known_directives import known_directives
from cchc_tui.boards.late import LateBoard, LateRow, late_board
from cchc_tui.boards.meeting_log import meetings_at
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.overview import Overview, overview
from cchc_tui.boards.rollout import PracticeColumn, rollout_board
from cchc_tui.boards.table import moments_json
from cchc_tui.boards.unclosed import UnclosedCounts, UnclosedRow, unclosed_board
from cchc_tui.domain.moments import Stamp, iso
from cchc_tui.report.papers.directives import PaperDirective, paper_directives
from cchc_tui.report.papers.paper import PaperError, PaperQuery
from cchc_tui.report.papers.parts import ModelClaim, change, counts_json, in_year_of, unclosed_json, unseen
from cchc_tui.store.write.meetings import LONGEST, Meeting
from cchc_tui.texts.tui_papers import ERRORS

_MOST = 5


@dataclass(frozen=True, slots=True)
class WorstUnit:
    """One of the units with most late dossiers. ``row`` has the unit's figures at the meeting's end.

    ``before`` is the unit's number of late dossiers at the start of the meeting. ``last`` is the number at the start of
    the previous meeting (None: no previous meeting in the same year).
    """

    row: LateRow
    before: int | None
    last: int | None

    def json(self) -> dict[str, Any]:
        """The unit and its figures as JSON, for programs."""
        late = self.row.counts.late
        return {
            "unit": self.row.code,
            "name": self.row.name,
            "level": self.row.level,
            "late_before": self.before,
            "late": late,
            "change": change(late, self.before),
            "change_since_last_meeting": change(late, self.last),
            "late_rate": round(self.row.counts.late_rate, 6),
        }


@dataclass(frozen=True, slots=True)
class MeetingMinutes:
    """The figures in the minutes of one meeting. ``before`` are counts at its start, ``after`` counts at ``as_of``.

    ``directives`` were given in the meeting. ``earlier`` are directives given before the meeting, without those that
    were met or cancelled before the previous meeting began. ``ended_earlier`` is the number of directives that are left
    out. ``newest`` has the newest loaded file of each kind. ``arrived`` has all files that arrived during the meeting.
    ``defects`` has the number of data defects of each kind.
    """

    as_of: Stamp
    data_as_of: Stamp | None
    data_before: Stamp | None
    number: int
    meeting: Meeting
    under_way: bool
    city: str
    before: Mapping[str, Counts]
    after: Mapping[str, Counts]
    unplaced: int
    worst: tuple[WorstUnit, ...]
    unclosed_before: Mapping[str, UnclosedCounts]
    unclosed_after: Mapping[str, UnclosedCounts]
    unclosed: tuple[UnclosedRow, ...]
    practices: tuple[PracticeColumn, ...]
    unseen: tuple[ModelClaim, ...]
    directives: tuple[PaperDirective, ...]
    earlier: tuple[PaperDirective, ...]
    ended_earlier: int
    newest: tuple[ExportRow, ...]
    arrived: tuple[ExportRow, ...]
    defects: Mapping[str, int]

    @property
    def file_name_parts(self) -> tuple[str, ...]:
        """The title of the meeting."""
        return (self.meeting.title,)

    @property
    def sources(self) -> tuple[ExportRow, ...]:
        """The files in ``newest`` and ``arrived``, each once, in the order of arrival."""
        return by_arrival(*self.newest, *self.arrived)

    def json(self) -> dict[str, Any]:
        """The minutes as JSON, for programs. Their counts have the keys that boards use."""
        end = self.meeting.end
        return {
            **moments_json(self.as_of, self.data_as_of),
            "meeting": {
                "number": self.number,
                "start": iso(self.meeting.start),
                "end": None if end is None else iso(end),
                "under_way": self.under_way,
                "title": self.meeting.title,
                "chair": self.meeting.chair,
            },
            "data_at_start": None if self.data_before is None else iso(self.data_before),
            "levels": {
                level: {"start": counts_json(self.before[level]), "end": counts_json(of)}
                for level, of in self.after.items()
            },
            "unplaced": self.unplaced,
            "worst": [row.json() for row in self.worst],
            "unclosed": {
                "levels": {
                    level: {"start": unclosed_json(self.unclosed_before[level]), "end": unclosed_json(of)}
                    for level, of in self.unclosed_after.items()
                },
                "rows": [
                    {"unit": row.code, "name": row.name, "level": row.level, **unclosed_json(row.counts)}
                    for row in self.unclosed
                ],
            },
            "practices": [{"practice": each.key, "name": each.name, **each.counts_json()} for each in self.practices],
            "claimed_not_shown": [claim.json() for claim in self.unseen],
            "directives": [each.json() for each in self.directives],
            "earlier": [each.json() for each in self.earlier],
            "ended_earlier": self.ended_earlier,
            "sources": [
                {
                    "file": row.name,
                    "kind": row.kind,
                    "verdict": row.verdict,
                    "moment": None if row.moment is None else iso(row.moment),
                    "rows": row.rows,
                    "rejected": row.rejected,
                    "unplaced": row.unplaced,
                }
                for row in self.sources
            ],
            "defects": dict(self.defects),
        }


def minutes(moment: Moment, query: PaperQuery) -> MeetingMinutes:
    """The figures of the meeting that the query names, or else of the last meeting.

    Raises PaperError if there was no meeting yet, or no meeting with that number.
    """
    meetings = meetings_at(moment)
    if not meetings:
        raise PaperError(ERRORS.no_meeting)
    number = len(meetings) if query.meeting is None else query.meeting
    if number > len(meetings):
        raise PaperError(ERRORS.unknown_meeting.format(number=number, count=len(meetings)))
    meeting = meetings[number - 1]
    until = min(meeting.start + LONGEST if meeting.end is None else meeting.end, moment.at)
    start, end = moment.when(meeting.start), moment.when(until)
    last = None if number == 1 else meetings[number - 2].start
    before, after, seen = late_board(start), late_board(end), overview(end)
    earlier = late_board(moment.when(last)) if last is not None and in_year_of(last, until) else None
    was, now = unclosed_board(start, BoardQuery()), unclosed_board(end, BoardQuery())
    rollout, given = rollout_board(end), directive_rows(end)
    older = [row for row in given if row.meeting != meeting.start and row.given < meeting.start]
    ended = set() if last is None else _ended(moment, last, older)
    return MeetingMinutes(
        as_of=until,
        data_as_of=after.data_as_of,
        data_before=before.data_as_of,
        number=number,
        meeting=meeting,
        under_way=meeting.under_way(moment.at),
        city=moment.registry.city,
        before=before.levels,
        after=after.levels,
        unplaced=after.unplaced.total,
        worst=tuple(WorstUnit(row, _late(before, row), _late(earlier, row)) for row in seen.worst),
        unclosed_before=was.levels,
        unclosed_after=now.levels,
        unclosed=tuple(row for row in now.rows if row.counts.unclosed)[:_MOST],
        practices=rollout.practices if rollout.data_as_of is not None else (),
        unseen=unseen(rollout, moment.registry),
        directives=paper_directives((row for row in given if row.meeting == meeting.start), moment.registry),
        earlier=paper_directives((row for row in older if row.key not in ended), moment.registry),
        ended_earlier=sum(row.key in ended for row in older),
        newest=_newest(end),
        arrived=exports_between(end, meeting.start, end.at),
        defects=_defects(seen),
    )


def _late(board: LateBoard | None, row: LateRow) -> int | None:
    """A unit's number of late dossiers on ``board``: 0 if the board has no row for the unit. None without a board."""
    if board is None:
        return None
    found = board.row(row.key)
    return 0 if found is None else found.counts.late


def _ended(moment: Moment, last: Stamp, rows: Iterable[DirectiveRow]) -> set[str]:
    """The keys of the directives in ``rows`` that ended before the moment ``last``.

    A directive ended if it was cancelled, or if it was met before ``last`` and has been met ever since.
    """
    cancelled = {each.id for each in known_directives(moment.when(last)) if each.cancelled}
    return cancelled | {row.key for row in rows if row.met_at is not None and row.met_at < last}


def by_arrival(*rows: ExportRow) -> tuple[ExportRow, ...]:
    """The files in the order of arrival. A file that is given twice is returned once."""
    return tuple(sorted({row.id: row for row in rows}.values(), key=lambda row: (row.arrived, row.id)))


def _newest(end: Moment) -> tuple[ExportRow, ...]:
    """The newest loaded file of each kind, as known at the moment ``end``. Marks are left out."""
    newest: dict[str, ExportRow] = {}
    for row in exports_board(end, ALL).rows:
        if not row.is_mark and row.verdict in ("accepted", "partial"):
            best = newest.get(row.kind)
            if best is None or (row.moment or 0) > (best.moment or 0):
                newest[row.kind] = row
    return tuple(newest.values())


def _defects(seen: Overview) -> dict[str, int]:
    counted = {
        "rejected_rows": seen.rejected_rows,
        "refused_files": seen.refused_files,
        "unplaced": seen.unplaced_dossiers,
        **seen.findings,
    }
    return {kind: n for kind, n in counted.items() if n}
