"""One dossier: its dates in time order, its findings, and every version that an export showed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import Any

from typing_extensions import override

from cchc_tui.boards.dossiers import DossierPage, DossierVersion
from cchc_tui.domain.dossiers import DUE_DATE_ONLY, FINISHED_DATE_ONLY, RECEIVED_DATE_ONLY, RETURNED_DATE_ONLY
from cchc_tui.texts.findings import TITLES
from cchc_tui.texts.tui import DATES, FIELDS, STATES, TEXT
from cchc_tui.texts.tui_privacy import PRIVACY
from cchc_tui.tui.screens.list_columns import Context, ListColumn, column, grid_columns, grid_row, text
from cchc_tui.tui.screens.page_screen import PageScreen
from cchc_tui.tui.session.queries import DossierQuery
from cchc_tui.tui.style.formats import day, day_time, moment, number
from cchc_tui.tui.style.render import Line, Span, hanging, line_width, paragraph
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.columns import Cell, GridRow
from cchc_tui.tui.widgets.explanation import Explanation, of_state

#: The dates of a dossier, each with the bit that says that its list gave only the day.
_DATES = (
    ("received", RECEIVED_DATE_ONLY),
    ("due", DUE_DATE_ONLY),
    ("finished", FINISHED_DATE_ONLY),
    ("returned", RETURNED_DATE_ONLY),
)
_DIFFERS = "≠ "


class DossierScreen(PageScreen):
    """The screen of one dossier and its versions."""

    PLACE = "dossier"

    def __init__(self, dossier: int, above: tuple[str, ...]):
        super().__init__(DossierQuery(dossier), above, grid_columns(_COLUMNS))

    @override
    def crumbs(self) -> tuple[str, ...]:
        return (*self._above, TEXT.dossier)

    @override
    def gone(self) -> str:
        return TEXT.gone

    @override
    def charted_unit(self) -> str:
        return "" if self.page is None else str(self.page.line.unit)

    @override
    def help_chosen(self) -> Explanation | None:
        if self.page is None:
            return None
        line = self.page.line
        return of_state(line.code, line.state.value, *(("unclosed",) if line.unclosed else ()))

    @override
    def rows(self, page: DossierPage) -> Iterator[GridRow]:
        for version in reversed(page.versions):
            yield grid_row(f"{version.export}:{version.since}", _COLUMNS, version, self.context)

    @override
    def forget_persons(self) -> None:
        super().forget_persons()
        self.grid.forget_rows()

    @override
    def fact_lines(self, page: DossierPage, cells: int) -> list[Line]:
        line = page.line
        lines: list[Line] = [
            (Span(f" {line.code}", TextRole.STRONG), Span(f"   {page.unit_name}")),
            *paragraph(line.procedure or TEXT.nothing, cells - 2),
        ]
        if line.field or line.officer:
            lines.append((Span(f" {' · '.join(part for part in (line.field, line.officer) if part)}", TextRole.DIM),))
        lines += _person(page, cells)
        lines += [(), _verdict(page), (), *_timeline(page, cells)]
        findings = _findings(page)
        if findings:
            lines += [(), (Span(f" {TEXT.findings_one}", TextRole.STRONG),)]
            for finding in findings:
                lines += hanging(Span(" ! ", TextRole.WARN), finding, cells - 4)
        seen = "" if page.last_seen is None else f"   {TEXT.last_seen.format(when=moment(page.last_seen))}"
        return [*lines, (), (Span(f" {TEXT.versions}", TextRole.STRONG), Span(seen, TextRole.DIM))]


def _person(page: DossierPage, cells: int) -> list[Line]:
    if page.person is None:
        return []
    titles = (PRIVACY.applicant, PRIVACY.submitter, PRIVACY.phone, PRIVACY.address)
    said = [f"{title}: {text}" for title, text in zip(titles, page.person, strict=True) if text]
    return paragraph(" · ".join(said), cells - 2, TextRole.STRONG) if said else []


def _verdict(page: DossierPage) -> Line:
    """The state of the dossier in words. If the dossier is late, the words include its working days late."""
    line, state = page.line, page.line.state.value
    if state == "overdue":
        words = TEXT.overdue_unclosed_by if line.unclosed else TEXT.overdue_by
    elif state == "resolved_late":
        words = TEXT.resolved_late_by
    else:
        words = TEXT.unclosed_too.format(state=STATES[state]) if line.unclosed else STATES[state]
        return (Span(f" {words}", TextRole.STRONG),)
    return (Span(f" {words.format(n=number(line.days_late))}", TextRole.BAD),)


def _timeline(page: DossierPage, cells: int) -> list[Line]:
    """The known dates in time order, with arrows between them and the due date in colour, wrapped at ``cells``."""
    line = page.line
    date_only = page.versions[-1].date_only if page.versions else 0
    dates = ((getattr(line, name), name, bool(date_only & bit)) for name, bit in _DATES)
    known = sorted((each for each in dates if each[0] is not None), key=itemgetter(0))
    lines: list[Line] = []
    spans = [Span(" ")]
    for place, (at, name, day_alone) in enumerate(known):
        text = f"{DATES[name]} {day(at) if day_alone else moment(at)}"
        arrow = "  →  " if place else ""
        if line_width((*spans, Span(arrow + text))) > cells - 1:
            lines.append(tuple(spans))
            spans, arrow = [Span("   ")], "→  "
        spans += [Span(arrow, TextRole.DIM), Span(text, TextRole.WARN if name == "due" else TextRole.TEXT)]
    return [*lines, tuple(spans)]


def _findings(page: DossierPage) -> list[str]:
    from cchc_tui.tui.style.problem_text import sentence_within  # imported only if the dossier has problems

    line = page.line
    found = [f"{TITLES[finding.kind]}. {finding.detail}" for finding in page.findings]
    if line.unclosed and line.returned is not None:
        found.append(TEXT.still_open.format(when=moment(line.returned)))
    told = {finding.kind.value for finding in page.findings}
    return [*found, *(sentence_within(problem) for problem in page.problems if problem.code not in told)]


def _field(name: str, words: Callable[[DossierVersion], str], **more: Any) -> ListColumn[DossierVersion]:
    """A column of the list of versions, for the field ``name``. "≠" precedes a value that the version changed."""

    def cell(version: DossierVersion, context: Context) -> Cell:
        differs = name in version.changed or (name == "status" and "status_text" in version.changed)
        return Cell(_DIFFERS + words(version), TextRole.WARN) if differs else Cell("  " + words(version))

    return column(name, cell=cell, indent=len(_DIFFERS), **{"width": 13, **more})


def _changes(version: DossierVersion, context: Context) -> Cell:
    words = list(dict.fromkeys(FIELDS.get(name, name) for name in version.changed))
    return Cell(", ".join(words)) if words else Cell(TEXT.first_version, TextRole.DIM)


_COLUMNS: tuple[ListColumn[DossierVersion], ...] = (
    text("moment", 11, lambda version: day_time(version.since)),
    _field("status", lambda version: version.status_text, width=18, cut=True, grow=26),
    _field("received", lambda version: day_time(version.received), drop=3),
    _field("due", lambda version: day_time(version.due)),
    _field("finished", lambda version: day_time(version.finished)),
    _field("returned", lambda version: day_time(version.returned), drop=1),
    column("differs", 14, _changes, drop=2, cut=True, grow=40),
    text("file", 18, lambda version: TEXT.version_from.format(file=version.export_name, row=number(version.row)),
         TextRole.DIM, drop=4, cut=True, grow=40),
)  # fmt: skip
