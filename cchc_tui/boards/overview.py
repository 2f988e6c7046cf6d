"""The overview (*tổng quan*): the figures and changes that a meeting needs first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cchc_tui.boards.counts import Counts
from cchc_tui.boards.finding_counts import finding_counts
from cchc_tui.boards.late import LateRow, late_board
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.rollout import PracticeColumn, rollout_board
from cchc_tui.domain.findings import FindingKind
from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.units import Level
from cchc_tui.store.read import running_totals


@dataclass(frozen=True, slots=True)
class Event:
    """What one loaded file changed in one unit: ``count`` changes of one kind.

    ``kind`` is "new", "finished", "late" (became late), "cured" (no longer late), "withdrawn" or "claim". For "claim",
    a claim about a model practice changed, and ``detail`` is the key of the practice; for all other kinds, dossiers
    changed.
    """

    at: Stamp
    export: int
    unit: str
    unit_name: str
    kind: str
    count: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """The overview at a moment. ``worst`` has up to five units: those with most late dossiers.

    ``units`` is the number of commune-level units that should use the model practices. ``claims`` tells whether there
    is a sheet in which these units claim practices.
    """

    as_of: Stamp
    data_as_of: Stamp | None
    levels: Mapping[str, Counts]
    unplaced: Counts
    worst: tuple[LateRow, ...]
    practices: tuple[PracticeColumn, ...]
    units: int
    events: tuple[Event, ...]
    rejected_rows: int
    unplaced_dossiers: int
    no_due: int
    refused_files: int
    differing_units: int  # number of units whose summary differs from the list
    exports: int  # number of files, without marks
    findings: Mapping[str, int] = field(default_factory=dict)  # counts by kind, without kinds that have none
    claims: bool = True


_WORST = 5
_EVENTS = 12
_EVER = 1 << 62
_DIFFERING = """
SELECT count(DISTINCT unit_text) FROM difference
WHERE export = (SELECT export FROM difference WHERE known <= :at ORDER BY known DESC, export DESC LIMIT 1)
"""


def overview(moment: Moment) -> Overview:
    """Compute the overview at a moment."""
    at, connection = moment.at, moment.connection
    late = late_board(moment)
    rollout = rollout_board(moment)
    # A live moment includes files from the future; a moment before the first list includes the first list.
    known = {"at": _EVER if late.live else moment.cutoff}
    newest = "ORDER BY export DESC" if late.live else "WHERE at <= :at ORDER BY at DESC, export DESC"
    query = f"""
        SELECT at, export, unit, kind, "count", detail FROM event {newest}, "count" DESC, id LIMIT {_EVENTS}
    """
    found = connection.execute(query, known).fetchall()
    _, exports, rejected_rows, refused_files = running_totals.at_moment(connection, known["at"])
    found_counts = finding_counts(moment)
    differing_units = connection.execute(_DIFFERING, known).fetchone()[0]
    events = tuple(_event(moment, *event) for event in found)
    return Overview(
        as_of=at,
        data_as_of=late.data_as_of,
        levels=late.levels,
        unplaced=late.unplaced,
        worst=tuple(row for row in late.rows if row.counts.late)[:_WORST],
        practices=rollout.practices,
        units=sum(row.level == Level.COMMUNE for row in rollout.rows),
        events=events,
        rejected_rows=rejected_rows,
        unplaced_dossiers=late.unplaced.total,
        no_due=found_counts.get(FindingKind.NO_DUE, 0),
        refused_files=refused_files,
        differing_units=differing_units,
        exports=exports,
        findings=found_counts,
        claims=rollout.data_as_of is not None,
    )


def _event(moment: Moment, at: Stamp, export: int, number: int, kind: str, count: int, detail: str) -> Event:
    unit, key = moment.unit(number), moment.reader.unit_key(number)
    return Event(at, export, key, unit.name if unit else key, kind, count, detail)
