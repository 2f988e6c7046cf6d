"""Board 0: files and their loading, findings, problems, differences from unit summaries, access to personal data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from typing_extensions import override

from cchc_tui.boards.export_problems import ProblemCount
from cchc_tui.boards.exports import ALL, PAGE, Difference, ExportRow, ExportsBoard
from cchc_tui.boards.findings import FindingRow
from cchc_tui.domain.findings import FindingKind
from cchc_tui.domain.privacy import AccessRecord
from cchc_tui.domain.problems import Problem
from cchc_tui.texts.findings import FOUND, TITLES
from cchc_tui.texts.language import tr
from cchc_tui.texts.tui import BOARD_NAMES, SUMMARY_COLUMNS, TEXT, VERDICTS, VIEWS_BRIEF
from cchc_tui.texts.tui import VIEWS as VIEW_TEXTS
from cchc_tui.texts.tui_privacy import PRIVACY, reason_text
from cchc_tui.texts.tui_privacy import VIEW as PRIVACY_VIEW
from cchc_tui.tui.screens.board_screen import position
from cchc_tui.tui.screens.list_columns import Context, column, figure, stamp, text
from cchc_tui.tui.screens.views import View, ViewsScreen
from cchc_tui.tui.session.queries import ExportsQuery, FindingsQuery, ProblemsQuery, Query
from cchc_tui.tui.session.status import Collecting
from cchc_tui.tui.style.formats import day_time, moment, number
from cchc_tui.tui.style.problem_text import sentence_within
from cchc_tui.tui.style.render import Line, Span, crop, hanging, line_width, paragraph
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.columns import Cell
from cchc_tui.tui.widgets.cursor import Cursor
from cchc_tui.tui.widgets.explanation import Explanation, of_file, of_finding
from cchc_tui.tui.widgets.lines import Lines
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
    where = " · ".join(part for part in (row.unit_name, row.code, row.officer) if part)
    lines: list[Line] = [crop((Span(f" {TITLES[row.kind]}", _role(row, TextRole.STRONG)), Span(f"   {where}")), cells)]
    lines += paragraph(row.detail, cells - 5, indent="   ")
    shown = FOUND.shown_by.format(file=row.export_name, when=moment(row.seen_at))
    return [*lines, *paragraph(shown, cells - 5, TextRole.DIM, "   ")]


def _unless_refused(name: str) -> Callable[[ExportRow], int | None]:
    """A function that returns the count of a file's rows in the field ``name``.

    The result is None for a refused file, because nobody has counted its rows.
    """
    return lambda row: None if row.verdict == "refused" else getattr(row, name)


def _said(sentence: Callable[[T], str]) -> Callable[[T, Context, int], list[Line]]:
    return lambda record, context, cells: paragraph(sentence(record), cells - 4, indent="  ")


def _access_sentence(access: AccessRecord) -> str:
    until = moment(access.until) if access.over else f"{moment(access.until)} ({PRIVACY.still})"
    told = {name: getattr(access, name) for name in ("user", "host", "folder")}
    return PRIVACY.sentence.format(since=moment(access.at), until=until, reason=reason_text(access.reason), **told)


def _problem_sentence(problem: ProblemCount) -> str:
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


def _problem_lines(problems: Sequence[Problem], cells: int, room: int) -> list[Line]:
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
        text("kind", 8, lambda row: row.kind_brief, drop=3, grow=30),
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


# ── the screen ───────────────────────────────────────────────────────────────────────────────────────────────────────
class SourcesScreen(ViewsScreen):
    """The board of data sources."""

    PLACE = "exports"
    DEFAULT_CSS = """
    SourcesScreen > .detail { height: 8; }
    SourcesScreen.-tall > .detail { height: 14; }
    SourcesScreen.-tall > .detail.-charts { height: 10; }
    """
    views = (_FILES, _FOUND, _PROBLEMS, _DIFFERENCES, _ACCESSES)

    def __init__(self) -> None:
        super().__init__()
        self._most = PAGE
        self.parts = (Lines(self._inbox_lines), *self.parts)

    @override
    def queries(self) -> tuple[Query, ...]:
        row = self.record()
        wanted = isinstance(row, ExportRow) and row.rejected + row.noted + row.unplaced > 0
        problems = (ProblemsQuery(row.id),) if wanted else ()
        return (ExportsQuery(self._most), FindingsQuery(), *problems, *self.days.queries())

    @override
    def rests_on(self) -> tuple[Query, ...]:
        return tuple(query for query in self.queries() if isinstance(query, self.view.query))

    @override
    def help_chosen(self) -> Explanation | None:
        row = self.record()
        if isinstance(row, ExportRow):
            return of_file(row.name, row.verdict)
        return of_finding(row) if isinstance(row, FindingRow) else None

    @override
    def unavailable(self) -> frozenset[str]:
        row = self.record()
        return frozenset() if isinstance(row, FindingRow) and row.dossier else frozenset({"open"})

    @override
    def forget_persons(self) -> None:
        """Clear the rows, which may quote persons. If personal data are now hidden, also clear the filter."""
        super().forget_persons()
        self.grid.forget_rows()
        if not self.session.access.level.personal:
            self.set_filter("")

    @property
    def _board(self) -> ExportsBoard | None:
        return cast("ExportsBoard | None", self.last(ExportsQuery))

    @override
    def say_nothing(self) -> None:
        super().say_nothing()
        board = self._board
        if self.status.empty if board is None else not board.rows:
            self.grid.empty = self.empty_lines(self.size.width)
        elif board is not None and self.view.key == "differences" and board.agreed:
            self.grid.say(TEXT.agreed.format(n=number(len(board.agreed))))

    @override
    def draw_rows(self) -> None:
        super().draw_rows()
        self._reach()

    @override
    def position_text(self) -> str:
        """The position of the cursor. In the unfiltered list of files, files that are not fetched yet count too."""
        board = self._board
        if board is not None and self.view.key == "files" and not self.grid.filter:
            return position(self.grid.cursor, board.listed)
        return super().position_text()

    def on_cursor_moved(self, event: Cursor.Moved) -> None:
        """Fetch the problems of the file under the cursor, and more rows if the cursor is near the end of the list."""
        self._reach()
        self.wants_changed()

    @override
    def count_matches(self, text: str) -> tuple[int, int] | None:
        return None if self._goes_on(self.view) else super().count_matches(text)

    def _goes_on(self, view: View[Any]) -> bool:
        return self._board is not None and view.key in self._board.more

    def _reach(self) -> None:
        """Fetch more rows if the cursor is near the last fetched row. If the user sorts or filters, fetch all rows."""
        if self._most == ALL or not self._goes_on(self.view) or ExportsQuery(self._most) not in self._shown_answers:
            return
        if self.grid.filter or self.grid.sorting != self.view.default_order:
            self._most = ALL
        elif self.grid.cursor + PAGE // 4 >= len(self.grid.rows):
            self._most *= 4
        else:
            return
        self.wants_changed()

    def on_cursor_opened(self, event: Cursor.Opened) -> None:
        """Open the dossier of the finding under the cursor. Rows without a dossier open nothing."""
        from cchc_tui.tui.screens.dossier import DossierScreen  # imported at first use

        row = self.record()
        if isinstance(row, FindingRow) and row.dossier:
            self.app.push_screen(DossierScreen(row.dossier, (BOARD_NAMES["exports"], tr(self.view.titles[0]))))

    def _inbox_lines(self, cells: int) -> list[Line]:
        status = self.status
        who = {
            Collecting.HERE: TEXT.collected_here,
            Collecting.ELSEWHERE: TEXT.collected_by.format(host=status.collector_host or TEXT.elsewhere),
            Collecting.NOBODY: TEXT.collected_by_nobody,
            Collecting.UNKNOWN: "",
        }[status.collecting]
        inbox: Line = (
            Span(f" {TEXT.inbox_word} ", TextRole.DIM),
            Span(str(self.board_app.source.data / "inbox")),
        )
        collector = Span(f"   {who}", TextRole.WARN if status.collecting is Collecting.NOBODY else TextRole.DIM)
        if not status.waiting:
            return [crop((*inbox, collector), cells)]
        waiting = TEXT.waiting_files.format(n=number(status.waiting_count), names=", ".join(status.waiting))
        line: Line = (*inbox, collector, Span(f"   {waiting}", TextRole.ACCENT))
        if line_width(line) > cells and status.collecting is not Collecting.NOBODY:
            line = (*inbox, line[-1])  # what waits matters more than who collects it
        return [crop(line, cells)]

    @override
    def count(self, view: View[Any]) -> str:
        return super().count(view) + ("+" if self._goes_on(view) and view.total is None else "")

    @override
    def detail_lines(self, record: Any, cells: int, room: int) -> list[Line]:
        lines = super().detail_lines(record, cells, room)
        if isinstance(record, ExportRow):
            lines += _problem_lines(self.session.answer(ProblemsQuery(record.id), ()), cells, room - len(lines))
        return lines
