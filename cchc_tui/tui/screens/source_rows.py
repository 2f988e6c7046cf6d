"""The views of board 0: for each view, its records, its columns, and the sentences about a record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from cchc_tui.boards.export_problems import ProblemCount
from cchc_tui.boards.exports import Difference, ExportRow
from cchc_tui.boards.findings import FindingRow
from cchc_tui.domain.findings import FindingKind
from cchc_tui.domain.privacy import AccessRecord
from cchc_tui.domain.problems import Problem
from cchc_tui.texts.findings import FOUND, TITLES
from cchc_tui.texts.tui import SUMMARY_COLUMNS, TEXT, VERDICTS, VIEWS_BRIEF
from cchc_tui.texts.tui import VIEWS as VIEW_TEXTS
from cchc_tui.texts.tui_privacy import PRIVACY, reason_text
from cchc_tui.texts.tui_privacy import VIEW as PRIVACY_VIEW
from cchc_tui.tui.screens.list_columns import Context, column, figure, stamp, text
from cchc_tui.tui.screens.views import View
from cchc_tui.tui.session.queries import ExportsQuery, FindingsQuery
from cchc_tui.tui.style.formats import day_time, moment, number
from cchc_tui.tui.style.problem_text import sentence_within
from cchc_tui.tui.style.render import Line, Span, crop, hanging, paragraph
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.columns import Cell
from cchc_tui.tui.widgets.ordering import Order

T = TypeVar("T")
_VERDICT_ROLES = {
    "accepted": TextRole.GOOD,
    "partial": TextRole.WARN,
    "refused": TextRole.BAD,
    "repeated": TextRole.DIM,
}
_DATES_MOVED = {FindingKind.BACKDATED, FindingKind.CLOSED_IN_PAST, FindingKind.DUE_MOVED}
#: Kinds of findings that affect reported figures, drawn in colour. All other kinds are errors in the data.
_GRAVE = {*_DATES_MOVED, FindingKind.VANISHED, FindingKind.RECONCILIATION}


def _verdict(row: ExportRow) -> tuple[str, TextRole]:
    return VERDICTS.get(row.verdict, row.verdict), _VERDICT_ROLES.get(row.verdict, TextRole.TEXT)


def _looked_to(access: AccessRecord, context: Context) -> Cell:
    return Cell(day_time(access.until), TextRole.TEXT if access.over else TextRole.DIM, value=access.until)


def _column_name(one: Difference) -> str:
    return SUMMARY_COLUMNS.get(one.column, one.column)


def _unit_name(one: Difference) -> str:
    return one.unit_text or TEXT.total_row


def _role(row: FindingRow, other: TextRole = TextRole.TEXT) -> TextRole:
    return TextRole.BAD if row.kind in _GRAVE else other


def _value_cell(row: FindingRow, value: int | None, role: TextRole = TextRole.TEXT) -> Cell:
    """The cell of a finding's old or new value: a moment, or for some kinds of findings a row number or a count."""
    if value is None:
        return Cell(role=role)
    if row.kind == FindingKind.DUPLICATE:
        return Cell(FOUND.row.format(row=number(value)), role)
    if row.kind == FindingKind.RECONCILIATION:
        return Cell(number(value), role)
    return Cell(day_time(value), role, value=value)


def _found_lines(row: FindingRow, context: Context, cells: int) -> list[Line]:
    """The lines about one finding: its kind, unit and dossier, its sentence, and the file that showed it."""
    where = " · ".join(part for part in (row.unit_name, row.code, row.officer) if part)
    lines: list[Line] = [crop((Span(f" {TITLES[row.kind]}", _role(row, TextRole.STRONG)), Span(f"   {where}")), cells)]
    lines += paragraph(row.detail, cells - 5, indent="   ")
    shown = FOUND.shown_by.format(file=row.export_name, when=moment(row.seen_at))
    return [*lines, *paragraph(shown, cells - 5, TextRole.DIM, "   ")]


def _unless_refused(name: str) -> Callable[[ExportRow], int | None]:
    """The count of a file's rows in the field ``name``; None if the file was refused, because nobody has counted."""
    return lambda row: None if row.verdict == "refused" else getattr(row, name)


def _said(sentence: Callable[[T], str]) -> Callable[[T, Context, int], list[Line]]:
    return lambda record, context, cells: paragraph(sentence(record), cells - 4, indent="  ")


def _access_sentence(access: AccessRecord) -> str:
    until = moment(access.until) if access.over else f"{moment(access.until)} ({PRIVACY.still})"
    told = {name: getattr(access, name) for name in ("user", "host", "folder")}
    return PRIVACY.sentence.format(since=moment(access.at), until=until, reason=reason_text(access.reason), **told)


def _problem_sentence(problem: ProblemCount) -> str:
    """The sentence about a kind of problem, with an example and the number of such problems."""
    template = TEXT.finding_in if problem.export_name else TEXT.finding_now
    return template.format(n=number(problem.count), sentence=sentence_within(problem.example))


def _difference_sentence(one: Difference) -> str:
    sentences = {"identity": TEXT.identity_sentence, "no_field": TEXT.no_field_sentence}
    figures = {"said": number(one.said), "ours": number(one.ours), "when": moment(one.compared_at)}
    template = sentences.get(one.kind, TEXT.difference_sentence)
    return template.format(unit=_unit_name(one), column=_column_name(one), **figures)


def _sentence(text: str, cells: int, role: TextRole = TextRole.TEXT) -> list[Line]:
    return hanging(Span(" · ", TextRole.DIM), text, cells - 5, role)


def _file_lines(row: ExportRow, context: Context, cells: int) -> list[Line]:
    """The lines about one file: its verdict, the reason if it was refused, and its figures."""
    title = [Span(f" {_verdict(row)[0]}", _verdict(row)[1])]
    if row.moment is not None:
        title.append(Span(f"   {TEXT.moment_of_file.format(when=moment(row.moment))}", TextRole.DIM))
    lines: list[Line] = [crop((*title, Span(f"   {row.label}", TextRole.STRONG)), cells)]
    if row.reason is not None:
        lines += _sentence(sentence_within(row.reason), cells)
    if row.verdict == "repeated":
        lines += _sentence(TEXT.repeats, cells, TextRole.DIM)
    elif row.verdict != "refused":
        names = ("rows", "loaded", "rejected", "changed", "unchanged", "older")
        figures = TEXT.file_figures.format(**{name: number(getattr(row, name)) for name in names})
        lines += _sentence(figures, cells, TextRole.DIM)
    return lines


def problem_lines(problems: Sequence[Problem], cells: int, room: int) -> list[Line]:
    """The sentences about the problems of a file, as many as fit into ``room`` lines, then the number of the others."""
    lines: list[Line] = []
    for place, problem in enumerate(problems):
        sentence = _sentence(sentence_within(problem), cells)
        if len(lines) + len(sentence) >= room and place < len(problems) - 1:
            return [*lines, (Span(f"   {TEXT.more_problems.format(n=number(len(problems) - place))}", TextRole.DIM),)]
        lines += sentence
    return lines


def _texts(key: str) -> dict[str, Any]:
    title, nothing = VIEW_TEXTS[key]
    return {"key": key, "titles": (title, title, VIEWS_BRIEF.get(key, title)), "nothing": nothing}


_FILES = View[ExportRow](
    **_texts("files"),
    query=ExportsQuery,
    columns=(
        stamp("arrived", lambda row: row.arrived, TextRole.DIM),
        column("verdict", 10, lambda row, context: Cell(*_verdict(row)), watch=True),
        text("file", 30, lambda row: row.label, cut=True, grow=60, stays=True),
        text("kind", 8, lambda row: row.kind_brief, drop=3),
        stamp("moment", lambda row: row.moment, drop=2),
        figure("rows", 8, _unless_refused("rows")),
        figure("loaded", 6, _unless_refused("loaded"), drop=5),
        figure("changed", 8, _unless_refused("changed"), drop=4),
        figure("unchanged", 9, _unless_refused("unchanged"), drop=6),
        figure("older", 6, _unless_refused("older"), drop=7),
        figure("rejected", 7, lambda row: row.rejected, TextRole.WARN, blank=True, drop=1),
    ),
    listed=lambda board: board.rows,
    lines=_file_lines,
    default_order=Order("arrived", True),
    total=lambda board: board.listed,
)
_FOUND = View[FindingRow](
    **_texts("found"),
    query=FindingsQuery,
    columns=(
        column("found", 22, lambda row, context: Cell(TITLES[row.kind], _role(row)), measured=True, stays=True),
        column("unit", 10, lambda row, context: context.unit_cell(row.unit_name, row.unit), measured=True),
        column("was", 11, lambda row, context: _value_cell(row, row.before), drop=1, kind="moment"),
        column("became", 11, lambda row, context: _value_cell(row, row.after, TextRole.STRONG), drop=2, kind="moment"),
        stamp("seen_at", lambda row: row.seen_at, TextRole.DIM, drop=3),
        text("code", 24, lambda row: row.code, TextRole.DIM, drop=4, tail=True, short=13),
        text("file", 16, lambda row: row.export_name, TextRole.DIM, cut=True, drop=5, grow=40),
    ),
    listed=lambda board: board.rows,
    lines=_found_lines,
    total=lambda board: sum(board.counts.values()),
)
_PROBLEMS = View[ProblemCount](
    **_texts("problems"),
    query=ExportsQuery,
    columns=(
        figure("count", 7, lambda one: one.count, TextRole.STRONG),
        text("finding", 30, lambda one: sentence_within(one.example), cut=True, grow=100, stays=True),
        text("file", 16, lambda one: one.export_name or TEXT.as_of_now, TextRole.DIM, cut=True, drop=1, grow=40),
    ),
    listed=lambda board: board.findings,
    lines=_said(_problem_sentence),
    default_order=Order("count", True),
)
_DIFFERENCES = View[Difference](
    **_texts("differences"),
    query=ExportsQuery,
    columns=(
        column(
            "unit", 14, lambda one, context: context.unit_cell(_unit_name(one), one.unit),
            measured=True, stays=True, cut=True,
        ),
        text("column", 27, _column_name, cut=True),
        figure("said", 8, lambda one: one.said, TextRole.STRONG),
        figure("ours", 9, lambda one: one.ours, TextRole.STRONG),
        text("file", 14, lambda one: one.export_name, TextRole.DIM, cut=True, drop=1, grow=40),
    ),
    listed=lambda board: board.differences,
    lines=_said(_difference_sentence),
)  # fmt: skip
_ACCESSES = View[AccessRecord](
    key="accesses",
    titles=(PRIVACY_VIEW[0], PRIVACY_VIEW[2]),
    nothing=PRIVACY_VIEW[1],
    query=ExportsQuery,
    columns=(
        stamp("looked_from", lambda access: access.at, TextRole.DIM),
        column("looked_to", 11, _looked_to, kind="moment"),
        text("looker", 16, lambda access: f"{access.user} · {access.host}", cut=True, grow=30),
        text("reason", 24, lambda access: reason_text(access.reason), TextRole.STRONG, cut=True, grow=80),
    ),
    listed=lambda board: board.accesses,
    lines=_said(_access_sentence),
    default_order=Order("looked_from", True),
)
VIEWS: tuple[View[Any], ...] = (_FILES, _FOUND, _PROBLEMS, _DIFFERENCES, _ACCESSES)
