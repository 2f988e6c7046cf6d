"""The overview (*tổng quan*): the two large figures and what else a meeting looks at first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cchc_tui.boards.counts import Counts
from cchc_tui.boards.findings import finding_counts
from cchc_tui.boards.late import LateRow, late_board
from cchc_tui.boards.rollout import PracticeColumn, rollout_board
from cchc_tui.domain.findings import Kind
from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.units import Level
from cchc_tui.registry import Registry
from cchc_tui.settings import Settings
from cchc_tui.store.database import Reader


@dataclass(frozen=True, slots=True)
class Event:
    """What a load changed in one unit: ``kind`` is "new", "finished", "late" (became late by what the list says),
    "cured" (was late, is no longer), "withdrawn" or "claim" (a model practice moved); ``detail`` is the practice's key.
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
    """All of it at a moment. ``units`` is how many units of commune level are to run the practices."""

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
    differing_units: int  # units whose summary differs from the list
    exports: int  # files that ever came, but for marks of meetings
    findings: Mapping[str, int] = field(default_factory=dict)  # by kind; kinds without any are left out


_WORST = 5
_EVENTS = 12
#: Of files that came more than once under one name, the newest: the older ones were mended, or superseded.
_NEWEST = "id IN (SELECT max(id) FROM export WHERE verdict <> 'repeated' GROUP BY name)"


def overview(reader: Reader, at: Stamp, registry: Registry, settings: Settings) -> Overview:
    """The overview at a moment."""
    with reader.snapshot() as connection:
        late = late_board(reader, at, registry, settings)
        rollout = rollout_board(reader, at, registry)
        live = late.live
        query = f"""
            SELECT at, export, unit, kind, "count", detail FROM event {"" if live else "WHERE at <= ?"}
            ORDER BY export DESC, "count" DESC, id LIMIT {_EVENTS}
        """
        found = connection.execute(query, () if live else (at,)).fetchall()
        counts = connection.execute(
            f"""
            SELECT count(*), coalesce(sum(rejected), 0), coalesce(sum(verdict = 'refused'), 0),
            (SELECT count(*) FROM export WHERE kind <> 'meeting') FROM export WHERE {_NEWEST}
            """
        ).fetchone()
        found_counts = finding_counts(reader, at)
        newest = "(SELECT max(export) FROM difference)"
        differing = f"SELECT count(DISTINCT unit_text) FROM difference WHERE export = {newest}"
        differing_units = connection.execute(differing).fetchone()[0]
        events = tuple(_event(reader, registry, *event) for event in found)
    return Overview(
        as_of=at,
        data_as_of=late.data_as_of,
        levels=late.levels,
        unplaced=late.unplaced,
        worst=tuple(row for row in late.rows if row.counts.late)[:_WORST],
        practices=rollout.practices,
        units=sum(row.level == Level.COMMUNE for row in rollout.rows),
        events=events,
        rejected_rows=counts[1],
        unplaced_dossiers=late.unplaced.total,
        no_due=found_counts.get(Kind.NO_DUE, 0),
        refused_files=counts[2],
        differing_units=differing_units,
        exports=counts[3],
        findings=found_counts,
    )


def _event(
    reader: Reader, registry: Registry, at: Stamp, export: int, number: int, kind: str, count: int, detail: str
) -> Event:
    key = reader.unit_key(number)
    unit = registry.units.by_key.get(key)
    return Event(at, export, key, unit.name if unit else key, kind, count, detail)
