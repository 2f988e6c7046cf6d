"""Figures that several papers need, taken from the snapshots of boards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cchc_tui.boards.board import BoardQuery
from cchc_tui.boards.counts import Counts
from cchc_tui.boards.late import COUNTS
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.reference import references
from cchc_tui.boards.rollout import RolloutBoard
from cchc_tui.boards.timeline import timeline
from cchc_tui.boards.unclosed import UnclosedCounts, unclosed_board
from cchc_tui.domain.evidence import Verdict
from cchc_tui.domain.moments import Stamp, to_date
from cchc_tui.domain.units import Unit
from cchc_tui.registry import Registry
from cchc_tui.report.papers.paper import PaperError
from cchc_tui.texts.tui_papers import ERRORS


def counts_json(counts: Counts) -> dict[str, Any]:
    """Counts of dossiers as JSON, with the keys and the rounding of the board of late dossiers."""
    median = counts.days_late_median
    return {
        **{name: getattr(counts, name) for name in COUNTS},
        "late_rate": round(counts.late_rate, 6),
        "days_late_median": None if median is None else round(median, 2),
    }


def unclosed_json(counts: UnclosedCounts) -> dict[str, Any]:
    """Counts of unclosed dossiers as JSON, with the keys and the rounding of the board of unclosed dossiers."""
    share, median = counts.share_of_late, counts.median_days
    return {
        "unclosed": counts.unclosed,
        "late_unclosed": counts.late_unclosed,
        "share_of_late": None if share is None else round(share, 6),
        "oldest_days": counts.oldest_days,
        "median_days": None if median is None else round(median, 2),
        "due_today": counts.due_today,
    }


def unclosed_of(moment: Moment, unit: str) -> UnclosedCounts:
    """The counts of a unit's dossiers that are not closed in the software. ``unit`` is the unit's key."""
    row = unclosed_board(moment, BoardQuery()).row(unit)
    return UnclosedCounts() if row is None else row.counts


def in_year_of(then: Stamp, at: Stamp) -> bool:
    """Whether two moments are in the same year.

    Counts can be compared only within a year, because they begin at zero each year.
    """
    return to_date(then).year == to_date(at).year


def reference_moment(moment: Moment) -> Stamp | None:
    """The earlier moment with which a paper compares its figures; None if there is none in the same year.

    In order of preference: the start of the meeting under way, the start of the previous meeting, the moment of the
    previous list or sheet.
    """
    found = (one.at for one in references(timeline(moment), moment.at) if one.at < moment.at)
    return next((at for at in found if in_year_of(at, moment.at)), None)


def change(now: int | None, before: int | None) -> int | None:
    """The change of a count: ``now - before``. None if either count is unknown."""
    return None if now is None or before is None else now - before


def unit_of(moment: Moment, name: str | None) -> Unit:
    """The unit with the key or code ``name``. Raises PaperError if there is no such unit, or if ``name`` is None."""
    if name is None:
        raise PaperError(ERRORS.needs_unit)
    unit = moment.unit_named(name)
    if unit is None:
        raise PaperError(ERRORS.unknown_unit.format(unit=name))
    return unit


@dataclass(frozen=True, slots=True)
class ModelClaim:
    """What a unit claims about a model practice, and what its dossiers show.

    ``part`` of ``whole`` dossiers or days show the practice. ``shown``, ``part`` and ``whole`` are None if they are not
    known.
    """

    unit: str
    unit_name: str
    practice: str
    practice_name: str
    state: str
    state_name: str  # in the registry's words; "" without a claim
    verdict: Verdict
    claimed: bool
    shown: bool | None
    part: int | None
    whole: int | None

    def json(self) -> dict[str, Any]:
        """The claim as JSON, with the keys that the board of model practices uses."""
        return {
            "unit": self.unit,
            "name": self.unit_name,
            "practice": self.practice,
            "practice_name": self.practice_name,
            "claimed": self.state,
            "shown": self.shown,
            "verdict": self.verdict.value,
            "part": self.part,
            "whole": self.whole,
        }


def claims(board: RolloutBoard, registry: Registry, unit: str | None = None) -> Iterator[ModelClaim]:
    """Yield a claim for each unit and practice on the board.

    ``unit`` is the key of the only unit to include (None: all).
    """
    names = {column.key: column.name for column in board.practices}
    states = registry.state_names.spellings
    for row in board.rows:
        for cell in row.cells if unit in (None, row.key) else ():
            evidence = cell.evidence
            judged = evidence is not None and evidence.measure is not None
            yield ModelClaim(
                row.code,
                row.name,
                cell.practice,
                names[cell.practice],
                cell.state,
                states[cell.state][0] if cell.state in states else cell.state,
                cell.verdict,
                cell.claimed,
                cell.shown,
                evidence.part if evidence is not None and judged else None,
                evidence.whole if evidence is not None and judged else None,
            )


def unseen(board: RolloutBoard, registry: Registry) -> tuple[ModelClaim, ...]:
    """The claims that say that a practice runs or is done, although the unit's dossiers do not show the practice."""
    return tuple(claim for claim in claims(board, registry) if claim.claimed and claim.shown is False)
