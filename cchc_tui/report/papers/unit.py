"""The page on one unit: its dossiers now and earlier, where it is late, its model practices, and its directives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count as count_from
from typing import TYPE_CHECKING, Any

from cchc_tui.boards.board import BoardQuery, By
from cchc_tui.boards.counts import Counts
from cchc_tui.boards.directives import open_directives
from cchc_tui.boards.late import LateRow, late_board
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.rollout import rollout_board
from cchc_tui.boards.table import moments_json
from cchc_tui.boards.unclosed import UnclosedCounts
from cchc_tui.domain.moments import Stamp, iso, to_date
from cchc_tui.report.document_table import TableColumn, columns_of
from cchc_tui.report.papers.directives import PaperDirective, paper_directives
from cchc_tui.report.papers.paper import PaperQuery, PaperType
from cchc_tui.report.papers.parts import (
    ModelClaim,
    change,
    claims,
    counts_json,
    reference_moment,
    unclosed_json,
    unclosed_of,
    unit_of,
)
from cchc_tui.texts.papers import unit as texts
from cchc_tui.texts.papers.directives import MORE
from cchc_tui.texts.papers.words import AUTHORITY, LEVELS, NOTHING, count, long_day, place_of, share, shortened
from cchc_tui.texts.papers.words import change as changed
from cchc_tui.texts.papers.words import moment as when

if TYPE_CHECKING:
    from cchc_tui.report.decree30 import OfficialDocument

_FIELDS, _PROCEDURES = 2, 2
#: The most directives on the page; the most characters of their texts (about two lines), and of names.
_DIRECTIVES, _CUT, _NAME = 3, 80, 70


@dataclass(frozen=True, slots=True)
class LatePlace:
    """A field or procedure in which a unit has late dossiers. ``by`` is "field" or "procedure"."""

    by: By
    name: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class UnitReport:
    """The figures of a unit at a moment, and at the earlier moment ``since`` for comparison.

    ``before`` and ``unclosed_before`` are the figures at ``since``. If there is no earlier moment to compare with,
    ``since``, ``before`` and ``unclosed_before`` are None. ``rank`` is the unit's rank by late dossiers, among the
    ``peers`` units of its level.
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
    unclosed: UnclosedCounts
    unclosed_before: UnclosedCounts | None
    directives: tuple[PaperDirective, ...]

    @property
    def file_name_parts(self) -> tuple[str, ...]:
        """The name of the unit."""
        return (self.name,)

    def json(self) -> dict[str, Any]:
        """The page as JSON, for programs. Its counts have the keys that boards use."""
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
            "unclosed": unclosed_json(self.unclosed),
            "unclosed_before": None if self.unclosed_before is None else unclosed_json(self.unclosed_before),
            "directives": [each.json() for each in self.directives],
            "models": [claim.json() for claim in self.claims],
        }


def unit_report(moment: Moment, query: PaperQuery) -> UnitReport:
    """The page on the unit that the query names. Raises PaperError if it names no unit or an unknown one."""
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
        unclosed=unclosed_of(moment, unit.key),
        unclosed_before=None if since is None else unclosed_of(moment.when(since), unit.key),
        directives=paper_directives(open_directives(moment, unit.key), moment.registry),
    )


def _places(moment: Moment, unit: str, by: By, most: int) -> list[LatePlace]:
    rows = late_board(moment, BoardQuery(by, unit)).rows
    return [LatePlace(by, row.key, row.counts) for row in rows if row.counts.late][:most]


# ── the document ─────────────────────────────────────────────────────────────────────────────────────────────────────
def as_document(page: UnitReport, made_up: bool = False) -> bytes:
    """The page as a Word document. With ``made_up``, a line says that the data are made up."""
    from cchc_tui.report.decree30 import OfficialDocument  # a slow import, only for documents

    about = texts.ABOUT.format(unit=page.name)
    document = OfficialDocument(about, page.city, page.as_of, made_up)
    agency = (AUTHORITY.upper(), page.city.upper())
    document.head(agency, texts.NUMBER, place_of(page.city), long_day(to_date(page.as_of)))
    document.kind(texts.KIND, about)
    document.text(" ".join(_opening(page)))
    number = count_from(1)
    if page.data_as_of is not None:
        document.section(texts.STANDING.format(n=next(number)))
        document.table(columns_of(texts.STANDING_HEADS, (84, 23, 31, 27)), _standing(page))
    if page.places:
        document.section(texts.WHERE.format(n=next(number)))
        document.table(columns_of(texts.WHERE_HEADS, (71, 27, 32, 35)), _where(page.places))
    if page.claims:
        document.section(texts.MODELS.format(n=next(number)))
        columns = [TableColumn(*each, "left") for each in zip(texts.MODEL_HEADS, (90, 34, 41), strict=True)]
        document.table(columns, _models(page.claims))
    document.section(texts.DIRECTIVES.format(n=next(number)))
    _directives(document, page.directives)
    document.recipients([line.format(unit=page.name) for line in texts.RECIPIENTS], texts.SIGNER, lines=2)
    return document.save()


def _directives(document: OfficialDocument, found: Sequence[PaperDirective]) -> None:
    if not found:
        document.text(texts.NO_DIRECTIVES)
        return
    columns = [TableColumn(*each, "left") for each in zip(texts.DIRECTIVE_HEADS, (88, 27, 50), strict=True)]
    document.table(columns, [(each.brief(_CUT), each.when, each.standing) for each in found[:_DIRECTIVES]])
    if len(found) > _DIRECTIVES:
        document.note(MORE.format(n=count(len(found) - _DIRECTIVES)))


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
        now, before = _figure(page, figure)
        rows.append((title, count(now), count(before), changed(change(now, before))))
    return rows


def _figure(page: UnitReport, figure: str) -> tuple[int, int | None]:
    """One figure of the unit now and at ``page.since`` (None: no earlier moment).

    ``figure`` names a field of the unit's counts. The figure "unclosed" comes from the board of unclosed dossiers,
    which does not count waiting dossiers.
    """
    now, before = (page.unclosed, page.unclosed_before) if figure == "unclosed" else (page.now, page.before)
    return getattr(now, figure), None if before is None else getattr(before, figure)


def _where(places: Sequence[LatePlace]) -> Sequence[tuple[str, ...]]:
    unnamed = {"field": texts.NO_FIELD, "procedure": texts.NO_PROCEDURE}
    rows = []
    for place in places:
        name = place.name or unnamed[place.by]
        if place.by == "field" and place.name:
            name = texts.FIELD.format(name=place.name)
        name = shortened(name, _NAME)
        counts = place.counts
        rows.append((name, count(counts.late), count(counts.overdue), count(counts.resolved_late)))
    return rows


def _models(found: Sequence[ModelClaim]) -> Sequence[tuple[str, ...]]:
    rows = []
    for claim in found:
        verdict = texts.VERDICTS[claim.verdict.value]
        if claim.part is not None and claim.whole:
            verdict = texts.OF.format(verdict=verdict, part=count(claim.part), whole=count(claim.whole))
        rows.append((claim.practice_name, claim.state_name or NOTHING, verdict))
    return rows


PAPER = PaperType("unit", ending="docx", figures=unit_report, render=as_document, options=("unit",), needs_unit=True)
