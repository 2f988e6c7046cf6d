"""The page on one unit: its dossiers then and now, where it is late, its model practices, and what it was directed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cchc_tui.boards.board import BoardQuery, By
from cchc_tui.boards.counts import Counts
from cchc_tui.boards.late import LateRow, late_board
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.rollout import rollout_board
from cchc_tui.boards.table import moments_json
from cchc_tui.domain.moments import Stamp, iso, to_date
from cchc_tui.report.papers.paper import PaperQuery, PaperType
from cchc_tui.report.papers.parts import ModelClaim, change, claims, counts_json, reference_moment, unit_of
from cchc_tui.texts.papers import unit as texts
from cchc_tui.texts.papers.words import AUTHORITY, LEVELS, NOTHING, count, long_day, place_of, share
from cchc_tui.texts.papers.words import change as changed
from cchc_tui.texts.papers.words import moment as when

_FIELDS, _PROCEDURES = 3, 3


@dataclass(frozen=True, slots=True)
class LatePlace:
    """Where a unit is late: a field or a procedure."""

    by: By
    name: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class UnitReport:
    """The figures of a unit at a moment. ``before`` are those at ``since``; both are None without a reference.

    ``rank`` is by late dossiers among the ``peers`` of its level.
    """

    as_of: Stamp
    data_as_of: Stamp | None
    since: Stamp | None
    city: str
    unit: str
    name: str
    level: str
    rank: int
    peers: int
    target: float
    now: Counts
    before: Counts | None
    places: tuple[LatePlace, ...]
    claims: tuple[ModelClaim, ...]

    @property
    def file_name_parts(self) -> tuple[str, ...]:
        """The unit's name."""
        return (self.name,)

    def json(self) -> dict[str, Any]:
        """The figures for programs, with the keys of the boards."""
        return {
            **moments_json(self.as_of, self.data_as_of),
            "since": None if self.since is None else iso(self.since),
            "unit": self.unit,
            "name": self.name,
            "level": self.level,
            "rank": self.rank,
            "of": self.peers,
            "now": counts_json(self.now),
            "before": None if self.before is None else counts_json(self.before),
            "target": self.target,
            "places": [{"by": each.by, "name": each.name, **counts_json(each.counts)} for each in self.places],
            "models": [claim.json() for claim in self.claims],
        }


def unit_report(moment: Moment, query: PaperQuery) -> UnitReport:
    """The page on the unit asked for. Raises PaperError without a unit, and for an unknown one."""
    unit = unit_of(moment, query.unit)
    since = reference_moment(moment)
    board = late_board(moment)
    row = board.row(unit.key) or LateRow(unit.key, unit.code, unit.name, unit.level.value, Counts())
    then = None if since is None else late_board(moment.when(since)).row(unit.key)
    return UnitReport(
        as_of=board.as_of,
        data_as_of=board.data_as_of,
        since=since,
        city=moment.registry.city,
        unit=unit.code,
        name=unit.name,
        level=unit.level.value,
        rank=row.rank,
        peers=sum(one.level == row.level for one in board.rows),
        target=moment.registry.targets.late_rate,
        now=row.counts,
        before=None if since is None else Counts() if then is None else then.counts,
        places=(*_places(moment, unit.key, "field", _FIELDS), *_places(moment, unit.key, "procedure", _PROCEDURES)),
        claims=tuple(claims(rollout_board(moment), moment.registry, unit.key)),
    )


def _places(moment: Moment, unit: str, by: By, most: int) -> list[LatePlace]:
    rows = late_board(moment, BoardQuery(by, unit)).rows
    return [LatePlace(by, row.key, row.counts) for row in rows if row.counts.late][:most]


# ── the document ─────────────────────────────────────────────────────────────────────────────────────────────────────
def as_document(page: UnitReport) -> bytes:
    """The page as a Word document."""
    from cchc_tui.report.decree30 import OfficialDocument, TableColumn  # a slow import, only for documents

    about = texts.ABOUT.format(unit=page.name)
    document = OfficialDocument(about, page.city, page.as_of)
    agency = (AUTHORITY.upper(), page.city.upper())
    document.head(agency, texts.NUMBER, place_of(page.city), long_day(to_date(page.as_of)))
    document.kind(texts.KIND, about)
    for line in _opening(page):
        document.text(line)
    document.section(texts.STANDING)
    widths = (81, 28, 28, 28)
    document.table(_columns(TableColumn, texts.STANDING_HEADS, widths), _standing(page))
    if page.places:
        document.section(texts.WHERE)
        document.table(_columns(TableColumn, texts.WHERE_HEADS, widths), _where(page.places))
    if page.claims:
        document.section(texts.MODELS)
        columns = [
            TableColumn(title, width, "left") for title, width in zip(texts.MODEL_HEADS, (66, 38, 33, 28), strict=True)
        ]
        document.table(columns, _models(page.claims))
    document.recipients([line.format(unit=page.name) for line in texts.RECIPIENTS], texts.SIGNER)
    return document.save()


def _columns(column: Any, titles: Sequence[str], widths: Sequence[float]) -> list[Any]:
    sides = ("left", *("right",) * (len(titles) - 1))
    return [column(*each) for each in zip(titles, widths, sides, strict=True)]


def _opening(page: UnitReport) -> list[str]:
    if page.data_as_of is None:
        return [texts.NO_DATA.format(at=when(page.as_of))]
    since = "" if page.since is None else texts.SINCE.format(since=when(page.since))
    terms = {"rate": share(page.now.late_rate if page.now.counted else None), "target": share(page.target)}
    opening = texts.OPENING.format(at=when(page.as_of), data=when(page.data_as_of), since=since)
    if not page.now.late:
        return [opening, texts.RATE_ONLY.format(**terms)]
    level = LEVELS[page.level].lower()
    return [opening, texts.RANK.format(rank=page.rank, of=page.peers, level=level, **terms)]


def _standing(page: UnitReport) -> Sequence[tuple[str, ...]]:
    rows = []
    for figure, title in texts.FIGURES.items():
        now: int = getattr(page.now, figure)
        before: int | None = None if page.before is None else getattr(page.before, figure)
        rows.append((title, count(now), count(before), changed(change(now, before))))
    return rows


def _where(places: Sequence[LatePlace]) -> Sequence[tuple[str, ...]]:
    unnamed = {"field": texts.NO_FIELD, "procedure": texts.NO_PROCEDURE}
    rows = []
    for place in places:
        name = place.name or unnamed[place.by]
        if place.by == "field" and place.name:
            name = texts.FIELD.format(name=place.name)
        counts = place.counts
        rows.append((name, count(counts.late), count(counts.overdue), count(counts.unclosed)))
    return rows


def _models(found: Sequence[ModelClaim]) -> Sequence[tuple[str, ...]]:
    return [
        (
            claim.practice_name,
            claim.state_name or NOTHING,
            texts.VERDICTS[claim.verdict.value],
            NOTHING if claim.part is None or not claim.whole else f"{count(claim.part)}/{count(claim.whole)}",
        )
        for claim in found
    ]


PAPER = PaperType("unit", ending="docx", figures=unit_report, render=as_document, options=("unit",), needs_unit=True)
