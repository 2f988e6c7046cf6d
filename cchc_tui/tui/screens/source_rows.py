"""The views of board 0: the records that each lists, its columns, and the sentences about a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from cchc_tui.boards.board import KeyedRow
from cchc_tui.boards.export_problems import ProblemCount
from cchc_tui.boards.exports import Difference, ExportRow, ExportsBoard
from cchc_tui.boards.findings import FindingRow, FindingsBoard
from cchc_tui.domain.findings import FindingKind
from cchc_tui.domain.privacy import AccessRecord
from cchc_tui.domain.problems import Problem
from cchc_tui.texts.findings import FOUND, TITLES
from cchc_tui.texts.language import tr
from cchc_tui.texts.tui import SUMMARY_COLUMNS, TEXT, VERDICTS, VIEWS_BRIEF
from cchc_tui.texts.tui import VIEWS as VIEW_TEXTS
from cchc_tui.texts.tui_privacy import PRIVACY
from cchc_tui.texts.tui_privacy import VIEW as PRIVACY_VIEW
from cchc_tui.tui.screens.list_columns import ListColumn, Units, column, figure, grid_row, stamp, text, unit_cell
from cchc_tui.tui.style.formats import day_time, moment, number
from cchc_tui.tui.style.problem_text import sentence_within
from cchc_tui.tui.style.render import Line, Span, crop, wrap
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.columns import Cell, GridRow
from cchc_tui.tui.widgets.ordering import Order

_VERDICT_ROLES = {
    "accepted": TextRole.GOOD,
    "partial": TextRole.WARN,
    "refused": TextRole.BAD,
    "repeated": TextRole.DIM,
}

#: Kinds of findings that affect reported figures, drawn in colour. All other kinds are errors in the data.
_GRAVE = frozenset(
    {
        FindingKind.BACKDATED,
        FindingKind.CLOSED_IN_PAST,
        FindingKind.DUE_MOVED,
        FindingKind.VANISHED,
        FindingKind.RECONCILIATION,
    }
)


class Boards(NamedTuple):
    """The answers that the views show; None until they have arrived."""

    exports: ExportsBoard | None = None
    found: FindingsBoard | None = None


T = TypeVar("T", bound=KeyedRow)


@dataclass(frozen=True)
class SourceView(Generic[T]):
    """A view of board 0.

    ``listed`` selects the records of an answer; ``total`` counts them all, also those beyond the limit. ``title``,
    ``nothing`` (the text without rows) and ``brief`` are source texts, which are translated when drawn.
    """

    key: str
    title: str
    nothing: str
    columns: tuple[ListColumn[T], ...]
    listed: Callable[[Any], Sequence[T]]
    lines: Callable[[T, int], list[Line]]  # the sentences about a record, as lines of this many cells
    default_order: Order  # the order of the records in the answer
    brief: str = ""  # a shorter title; "": none
    total: Callable[[Any], int] | None = None  # None: there is no limit

    def _board(self, boards: Boards) -> Any:
        return boards.found if self.key == "found" else boards.exports

    def records(self, boards: Boards) -> Sequence[T]:
        """The records; none until the answer has arrived."""
        board = self._board(boards)
        return () if board is None else self.listed(board)

    def count(self, boards: Boards) -> int:
        """The number of all records, also those beyond the limit."""
        board = self._board(boards)
        return len(self.records(boards)) if board is None or self.total is None else self.total(board)

    def rows(self, boards: Boards, units: Units) -> list[GridRow]:
        """The records as rows."""
        return [grid_row(one.key, self.columns, one, units) for one in self.records(boards)]

    def called(self, brevity: int) -> str:
        """The translated title. ``brevity`` 0: in full, 1: the view's own shorter title, if any, 2: the shortest."""
        brief = self.brief or (VIEWS_BRIEF.get(self.key, "") if brevity > 1 else "")
        return tr(brief if brevity and brief else self.title)


def _verdict(row: ExportRow) -> tuple[str, TextRole]:
    return VERDICTS.get(row.verdict, row.verdict), _VERDICT_ROLES.get(row.verdict, TextRole.TEXT)


def _rejected(row: ExportRow, units: Units) -> Cell:
    return Cell(number(row.rejected) if row.rejected else "", TextRole.WARN, value=row.rejected)


def _looked_to(access: AccessRecord, units: Units) -> Cell:
    return Cell(day_time(access.until), TextRole.TEXT if access.over else TextRole.DIM, value=access.until)


def _column_name(one: Difference) -> str:
    return SUMMARY_COLUMNS.get(one.column, one.column)


def _unit_name(one: Difference) -> str:
    return one.unit_text or TEXT.total_row


def _role(row: FindingRow, other: TextRole = TextRole.TEXT) -> TextRole:
    return TextRole.BAD if row.kind in _GRAVE else other


def _value_cell(row: FindingRow, value: int | None, role: TextRole = TextRole.TEXT) -> Cell:
    """The cell with the moment of a finding, or with its row number or count for kinds that have these."""
    if value is None:
        return Cell(role=role)
    if row.kind == FindingKind.DUPLICATE:
        return Cell(FOUND.row.format(row=number(value)), role)
    if row.kind == FindingKind.RECONCILIATION:
        return Cell(number(value), role)
    return Cell(day_time(value), role, value=value)


def _found_lines(row: FindingRow, cells: int) -> list[Line]:
    """The lines about one finding: its kind, unit and dossier, its sentence, and the file that showed it."""
    where = " · ".join(part for part in (row.unit_name, row.code, row.officer) if part)
    lines: list[Line] = [crop((Span(f" {TITLES[row.kind]}", _role(row, TextRole.STRONG)), Span(f"   {where}")), cells)]
    lines += [(Span(f"   {part}"),) for part in wrap(row.detail, cells - 5)]
    shown = FOUND.shown_by.format(file=row.export_name, when=moment(row.seen_at))
    return [*lines, *((Span(f"   {part}", TextRole.DIM),) for part in wrap(shown, cells - 5))]


def _paragraph(sentence: Callable[[T], str]) -> Callable[[T, int], list[Line]]:
    return lambda one, cells: [(Span(f"  {part}"),) for part in wrap(sentence(one), cells - 4)]


def _access_sentence(access: AccessRecord) -> str:
    until = moment(access.until) if access.over else f"{moment(access.until)} ({PRIVACY.still})"
    return PRIVACY.sentence.format(
        since=moment(access.at),
        until=until,
        user=access.user,
        host=access.host,
        folder=access.folder,
        reason=access.reason,
    )


def _problem_sentence(problem: ProblemCount) -> str:
    """The sentence about a kind of problem, with an example and the number of such problems."""
    template = TEXT.finding_in if problem.export_name else TEXT.finding_now
    return template.format(n=number(problem.count), sentence=sentence_within(problem.example))


def _difference_sentence(one: Difference) -> str:
    sentences = {"identity": TEXT.identity_sentence, "no_field": TEXT.no_field_sentence}
    return sentences.get(one.kind, TEXT.difference_sentence).format(
        unit=_unit_name(one),
        column=_column_name(one),
        said=number(one.said),
        ours=number(one.ours),
        when=moment(one.compared_at),
    )


def _sentence(text: str, cells: int, role: TextRole = TextRole.TEXT) -> list[Line]:
    return [
        (Span("   " if place else " · ", TextRole.DIM), Span(part, role))
        for place, part in enumerate(wrap(text, cells - 5))
    ]


def _file_lines(row: ExportRow, cells: int) -> list[Line]:
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
    """The lines about the problems of a file, as many as fit into ``room``."""
    lines: list[Line] = []
    for place, problem in enumerate(problems):
        sentence = _sentence(sentence_within(problem), cells)
        if len(lines) + len(sentence) >= room and place < len(problems) - 1:
            return [*lines, (Span(f"   {TEXT.more_problems.format(n=number(len(problems) - place))}", TextRole.DIM),)]
        lines += sentence
    return lines


_FILES = SourceView[ExportRow](
    "files",
    *VIEW_TEXTS["files"],
    columns=(
        stamp("arrived", lambda row: row.arrived, TextRole.DIM),
        column("verdict", 10, lambda row, units: Cell(*_verdict(row)), watch=True),
        text("file", 30, lambda row: row.label, cut=True, grow=60, stays=True),
        text("kind", 8, lambda row: row.kind_brief, drop=3),
        stamp("moment", lambda row: row.moment, drop=2),
        figure("rows", 8, lambda row: row.rows),
        figure("loaded", 6, lambda row: row.loaded, drop=5),
        figure("changed", 8, lambda row: row.changed, drop=4),
        figure("unchanged", 9, lambda row: row.unchanged, drop=6),
        figure("older", 6, lambda row: row.older, drop=7),
        column("rejected", 7, _rejected, right=True, drop=1, kind="count"),
    ),
    listed=lambda board: board.rows,
    lines=_file_lines,
    default_order=Order("arrived", True),
    total=lambda board: board.listed,
)
_FOUND = SourceView[FindingRow](
    "found",
    *VIEW_TEXTS["found"],
    columns=(
        column("found", 22, lambda row, units: Cell(TITLES[row.kind], _role(row)), measured=True, stays=True),
        column("unit", 10, lambda row, units: unit_cell(row.unit_name, row.unit, units), measured=True),
        column("was", 11, lambda row, units: _value_cell(row, row.before), drop=1, kind="moment"),
        column("became", 11, lambda row, units: _value_cell(row, row.after, TextRole.STRONG), drop=2, kind="moment"),
        stamp("seen_at", lambda row: row.seen_at, TextRole.DIM, drop=3),
        text("code", 24, lambda row: row.code, TextRole.DIM, drop=4, tail=True, short=13),
        text("file", 16, lambda row: row.export_name, TextRole.DIM, cut=True, drop=5, grow=40),
    ),
    listed=lambda board: board.rows,
    lines=_found_lines,
    default_order=Order(),
    total=lambda board: sum(board.counts.values()),
)
_PROBLEMS = SourceView[ProblemCount](
    "problems",
    *VIEW_TEXTS["problems"],
    columns=(
        figure("count", 7, lambda one: one.count, TextRole.STRONG),
        text("finding", 30, lambda one: sentence_within(one.example), cut=True, grow=100, stays=True),
        text("file", 16, lambda one: one.export_name or TEXT.as_of_now, TextRole.DIM, cut=True, drop=1, grow=40),
    ),
    listed=lambda board: board.findings,
    lines=_paragraph(_problem_sentence),
    default_order=Order("count", True),
)
_DIFFERENCES = SourceView[Difference](
    "differences",
    *VIEW_TEXTS["differences"],
    columns=(
        column(
            "unit", 14, lambda one, units: unit_cell(_unit_name(one), one.unit, units),
            measured=True, stays=True, cut=True,
        ),
        text("column", 27, _column_name, cut=True),
        figure("said", 8, lambda one: one.said, TextRole.STRONG),
        figure("ours", 9, lambda one: one.ours, TextRole.STRONG),
        text("file", 14, lambda one: one.export_name, TextRole.DIM, cut=True, drop=1, grow=40),
    ),
    listed=lambda board: board.differences,
    lines=_paragraph(_difference_sentence),
    default_order=Order(),
)  # fmt: skip
_ACCESSES = SourceView[AccessRecord](
    "accesses",
    *PRIVACY_VIEW[:2],
    columns=(
        stamp("looked_from", lambda access: access.at, TextRole.DIM),
        column("looked_to", 11, _looked_to, kind="moment"),
        text("looker", 16, lambda access: f"{access.user} · {access.host}", cut=True, grow=30),
        text("reason", 24, lambda access: access.reason, TextRole.STRONG, cut=True, grow=80),
    ),
    listed=lambda board: board.accesses,
    lines=_paragraph(_access_sentence),
    default_order=Order("looked_from", True),
    brief=PRIVACY_VIEW[2],
)
VIEWS: tuple[SourceView[Any], ...] = (_FILES, _FOUND, _PROBLEMS, _DIFFERENCES, _ACCESSES)
