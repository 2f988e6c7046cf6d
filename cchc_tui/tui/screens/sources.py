"""Board 0: files with the results of loading them, findings, problems in files, differences to unit summaries, and
accesses to personal data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from cchc_tui.boards.exports import ALL, PAGE, ExportRow, ExportsBoard
from cchc_tui.boards.findings import FindingRow, FindingsBoard
from cchc_tui.texts.language import tr
from cchc_tui.texts.tui import BOARD_NAMES, TEXT
from cchc_tui.tui.screens.board_screen import position
from cchc_tui.tui.screens.last_days import LastDays
from cchc_tui.tui.screens.list_columns import grid_columns
from cchc_tui.tui.screens.sortable import SortableScreen
from cchc_tui.tui.screens.source_rows import VIEWS, Boards, SourceView, problem_lines
from cchc_tui.tui.session.queries import ExportsQuery, FindingsQuery, ProblemsQuery, Query
from cchc_tui.tui.session.status import Collecting
from cchc_tui.tui.style.formats import number
from cchc_tui.tui.style.render import Line, Span, crop, fit, line_width, width
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.cursor import Cursor
from cchc_tui.tui.widgets.lines import Lines
from cchc_tui.tui.widgets.rows import ListRows
from cchc_tui.tui.widgets.sortable import SortableGrid

if TYPE_CHECKING:
    from cchc_tui.tui.widgets.explanation import Explanation


class SourcesScreen(SortableScreen):
    """The board of data sources."""

    PLACE = "exports"
    DEFAULT_CSS = """
    SourcesScreen > .detail { height: 8; }
    SourcesScreen.-tall > .detail { height: 14; }
    SourcesScreen.-tall > .detail.-charts { height: 10; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.VERTICAL_BREAKPOINTS = [(34, "-tall")]
        self._view: SourceView[Any] = VIEWS[0]
        self._boards = Boards()
        self._most = PAGE
        self._where = Lines(self._where_lines)
        self._where.styles.height = 2
        self.grid = SortableGrid(grid_columns(self._view.columns), default_order=self._view.default_order)
        self._detail = Lines(self._detail_lines, classes="detail")
        self._days = LastDays(self)
        self.parts = (self._where, self.grid, self._detail, self._days)

    def prefs_key(self) -> str:
        """The key of the saved sorting and columns. Each view has one, because it has its own columns."""
        return f"{self.PLACE}.{self._view.key}"

    def queries(self) -> tuple[Query, ...]:
        """The queries that this board sends."""
        row = self._record()
        wanted = isinstance(row, ExportRow) and row.rejected + row.noted + row.unplaced > 0
        problems = (ProblemsQuery(row.id),) if wanted else ()
        return (ExportsQuery(self._most), FindingsQuery(), *problems, *self._days.queries())

    def rests_on(self) -> tuple[Query, ...]:
        """The query that the current view needs."""
        return (FindingsQuery(),) if self._view.key == "found" else (ExportsQuery(self._most),)

    def help_chosen(self) -> Explanation | None:
        """The explanation of the verdict on the file, or of the finding, under the cursor; else None."""
        from cchc_tui.tui.widgets.explanation import of_file, of_finding  # imported at first use

        row = self._record()
        if isinstance(row, ExportRow):
            return of_file(row.name, row.verdict)
        return of_finding(row) if isinstance(row, FindingRow) else None

    def file_name_parts(self) -> tuple[str, ...]:
        """The board and the current view."""
        return (*self.crumbs(), tr(self._view.title))

    def action_names(self) -> Mapping[str, str]:
        """The title of the view key: the name of the next view."""
        return {"view": tr(_next(self._view).title)}

    def unavailable(self) -> frozenset[str]:
        """The action to open, unless the cursor is on a finding with a dossier."""
        row = self._record()
        return frozenset() if isinstance(row, FindingRow) and row.dossier else frozenset({"open"})

    @override
    def receive(self, query: Query, answer: Any) -> None:
        if isinstance(answer, ExportsBoard):
            self._boards = self._boards._replace(exports=answer)
        elif isinstance(answer, FindingsBoard):
            self._boards = self._boards._replace(found=answer)

    def forget_persons(self) -> None:
        """Remove the rows until they are fetched again, because they may quote persons."""
        super().forget_persons()
        self._boards = Boards()
        self.grid.forget_rows()
        if not self.session.access.level.personal:
            self.set_filter("")  # the filter's text may name somebody

    @override
    def draw_rows(self) -> None:
        board = self._boards.exports
        if self.status.empty if board is None else not board.rows:
            self.grid.empty = self.empty_lines(self.size.width)
        elif board is not None:
            agreed = len(board.agreed) if self._view.key == "differences" else 0
            nothing = TEXT.agreed.format(n=number(agreed)) if agreed else tr(self._view.nothing)
            self.grid.empty = ((), (Span(f"   {nothing}", TextRole.DIM),))
        rows = self._view.rows(self._boards, self.board_app.source.registry.units.by_key)
        self.grid.set_rows(ListRows(rows), mark=self.marking)
        if board is not None:
            self._detail.set_class(self._days.fit(self.grid), "-charts")
        self._reach()

    def position_text(self) -> str:
        """The position of the cursor among all rows, also those not fetched yet."""
        total = len(self.grid.rows)
        board = self._boards.exports
        if board is not None and self._view.key == "files" and not self.grid.filter:
            total = board.listed
        return position(self.grid.cursor, total)

    def on_cursor_moved(self, event: Cursor.Moved) -> None:
        """Near the end of the list, fetch more rows. Fetch the problems of the file under the cursor."""
        self._reach()
        self.wants_changed()

    def count_matches(self, text: str) -> tuple[int, int] | None:
        """As in SortableScreen. None while rows of the view are still to be fetched."""
        return None if self._goes_on() else super().count_matches(text)

    def _goes_on(self) -> bool:
        """Whether some rows of the current view have not been fetched."""
        return self._boards.exports is not None and self._view.key in self._boards.exports.more

    def _reach(self) -> None:
        """Fetch more rows if the cursor is near the last one. If rows are sorted or filtered, fetch all."""
        if self._most == ALL or not self._goes_on() or ExportsQuery(self._most) not in self._shown_answers:
            return
        if self.grid.filter or self.grid.sorting != self._view.default_order:
            self._most = ALL
        elif self.grid.cursor + PAGE // 4 >= len(self.grid.rows):
            self._most *= 4
        else:
            return
        self.wants_changed()

    def on_cursor_opened(self, event: Cursor.Opened) -> None:
        """Open the dossier of the finding, if there is one."""
        from cchc_tui.tui.screens.dossier import DossierScreen  # imported at first use

        row = self._record()
        if isinstance(row, FindingRow) and row.dossier:
            self.app.push_screen(DossierScreen(row.dossier, (BOARD_NAMES["exports"], tr(self._view.title))))

    def action_view(self, view: str = "") -> None:
        """Switch to the view with the key ``view``, or to the next one."""
        self._view = next((one for one in VIEWS if one.key == view), _next(self._view))
        self.grid.set_filter("")
        self.grid.set_columns(grid_columns(self._view.columns))
        self.grid.default_order = self._view.default_order
        self.arrange_as_kept()

    # ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def _where_lines(self, cells: int) -> list[Line]:
        """The line with the inbox, the collector and the waiting files, then the tabs of the views."""
        status = self.status
        who = {
            Collecting.HERE: TEXT.collected_here,
            Collecting.ELSEWHERE: TEXT.collected_by.format(host=status.collector_host or TEXT.elsewhere),
            Collecting.NOBODY: TEXT.collected_by_nobody,
            Collecting.UNKNOWN: "",
        }[status.collecting]
        first: Line = (
            Span(f" {TEXT.inbox_word} ", TextRole.DIM),
            Span(str(self.board_app.source.data / "inbox")),
            Span(f"   {who}", TextRole.WARN if status.collecting is Collecting.NOBODY else TextRole.DIM),
        )
        if status.waiting:
            waiting = TEXT.waiting_files.format(n=number(status.waiting_count), names=", ".join(status.waiting))
            first = (*first, Span(f"   {waiting}", TextRole.ACCENT))
        return [crop(first, cells), self._tabs(cells)]

    def _tabs(self, cells: int) -> Line:
        """The views' titles with their numbers of rows. The current title is in full; others may be shortened."""
        line: Line = ()
        more = (self._boards.exports.more if self._boards.exports is not None else frozenset()) - {"files"}
        widest = max(width(tr(view.title)) for view in VIEWS)
        for brevity, most in ((0, widest), (1, widest), *((2, most) for most in range(widest, 1, -1))):
            spans = [Span(" " if brevity > 1 else f" {TEXT.view_word} ", TextRole.DIM)]
            for view in VIEWS:
                title = view.called(0 if view is self._view else brevity)
                count = number(view.count(self._boards))
                if view.key in more:
                    count += "+"
                if view is self._view:
                    spans.append(Span(f"[{title} {count}]", TextRole.STRONG))
                else:
                    spans.append(Span(f" {fit(title, min(most, width(title)))} {count} ", TextRole.DIM))
            line = tuple(spans)
            if line_width(line) <= cells:
                break
        return crop(line, cells)

    def _record(self) -> Any:
        """The record of the row under the cursor; None if there is no row."""
        return next((one for one in self._view.records(self._boards) if one.key == self.grid.cursor_key), None)

    def _detail_lines(self, cells: int) -> list[Line]:
        record, room = self._record(), self._detail.size.height - 1
        if record is None:
            return []
        lines = self._view.lines(record, cells)
        if isinstance(record, ExportRow):
            problems = self.session.answer(ProblemsQuery(record.id))
            lines += problem_lines(problems or (), cells, room - len(lines))
        return [(), *lines[:room]]


def _next(view: SourceView[Any]) -> SourceView[Any]:
    return VIEWS[(VIEWS.index(view) + 1) % len(VIEWS)]
