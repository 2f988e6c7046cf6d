"""Board 0: files and their loading, findings, problems, differences from unit summaries, access to personal data."""

from __future__ import annotations

from typing import Any, cast

from typing_extensions import override

from cchc_tui.boards.exports import ALL, PAGE, ExportRow, ExportsBoard
from cchc_tui.boards.findings import FindingRow
from cchc_tui.texts.language import tr
from cchc_tui.texts.tui import BOARD_NAMES, TEXT
from cchc_tui.tui.screens.board_screen import position
from cchc_tui.tui.screens.last_days import LastDays
from cchc_tui.tui.screens.source_rows import VIEWS, problem_lines
from cchc_tui.tui.screens.views import View, ViewsScreen
from cchc_tui.tui.session.queries import ExportsQuery, FindingsQuery, ProblemsQuery, Query
from cchc_tui.tui.session.status import Collecting
from cchc_tui.tui.style.formats import number
from cchc_tui.tui.style.render import Line, Span, crop, line_width
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.cursor import Cursor
from cchc_tui.tui.widgets.explanation import Explanation, of_file, of_finding
from cchc_tui.tui.widgets.lines import Lines


class SourcesScreen(ViewsScreen):
    """The board of data sources."""

    PLACE = "exports"
    DEFAULT_CSS = """
    SourcesScreen > .detail { height: 8; }
    SourcesScreen.-tall > .detail { height: 14; }
    SourcesScreen.-tall > .detail.-charts { height: 10; }
    """
    views = VIEWS

    def __init__(self) -> None:
        super().__init__()
        self._most = PAGE
        self._days = LastDays(self)
        self.parts = (Lines(self._inbox_lines), *self.parts, self._days)

    @override
    def queries(self) -> tuple[Query, ...]:
        row = self.record()
        wanted = isinstance(row, ExportRow) and row.rejected + row.noted + row.unplaced > 0
        problems = (ProblemsQuery(row.id),) if wanted else ()
        return (ExportsQuery(self._most), FindingsQuery(), *problems, *self._days.queries())

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
        """Remove the message and the rows, which may quote persons.

        When the access has ended, also remove the filter, which may name somebody.
        """
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
        if self._board is not None:
            self.detail.set_class(self._days.fit(self.grid), "-charts")
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
        """Whether a view has rows that are not fetched yet."""
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

    # ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def _inbox_lines(self, cells: int) -> list[Line]:
        """The line with the inbox, the collector and the waiting files."""
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
            lines += problem_lines(self.session.answer(ProblemsQuery(record.id), ()), cells, room - len(lines))
        return lines
