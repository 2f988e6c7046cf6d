"""Boards with several lists. One list is shown at a time: its records as rows, and lines about the current record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from typing_extensions import override

from cchc_tui.boards.board import KeyedRow
from cchc_tui.texts.language import tr
from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.screens.last_days import TALL, LastDays
from cchc_tui.tui.screens.list_columns import Context, ListColumn, grid_columns, grid_rows
from cchc_tui.tui.screens.sortable import SortableScreen
from cchc_tui.tui.session.queries import Query
from cchc_tui.tui.style.formats import number
from cchc_tui.tui.style.render import Line, Span, crop, fit, line_width, width
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.lines import Lines
from cchc_tui.tui.widgets.ordering import Order
from cchc_tui.tui.widgets.rows import Rows
from cchc_tui.tui.widgets.sortable import SortableGrid

T = TypeVar("T", bound=KeyedRow)
_AS_ANSWERED = Order()


@dataclass(frozen=True, kw_only=True)
class View(Generic[T]):
    """One of the lists of a board. Its texts are Vietnamese source texts, which are translated when drawn."""

    key: str
    titles: tuple[str, ...]  # in full; a shorter one; one for a window without room for that
    nothing: str  # the text without rows
    query: type[Query]
    listed: Callable[[Any], Sequence[T]]  # the records in an answer to the query
    columns: tuple[ListColumn[T], ...]
    lines: Callable[[T, Context, int], list[Line]] | None = None  # about a record
    default_order: Order = _AS_ANSWERED  # the order of the records in the answer
    total: Callable[[Any], int] | None = None  # counts all records of an answer that has only some; None: it has all


class ViewsScreen(SortableScreen):
    """A board with several lists, ``views``. A key switches to the next one."""

    views: ClassVar[tuple[View[Any], ...]]
    DEFAULT_CSS = "ViewsScreen > .detail.-off { display: none; }"

    def __init__(self) -> None:
        super().__init__()
        self.VERTICAL_BREAKPOINTS = [(TALL, "-tall")]
        self.view = self.views[0]
        self.grid = SortableGrid(grid_columns(self.view.columns), default_order=self.view.default_order)
        self.tabs = Lines(lambda cells: [self.tab_line(cells)])
        self.detail = Lines(self._detail_lines, classes="detail")
        self.days = LastDays(self, self.current_unit)
        self.parts = (self.tabs, self.grid, self.detail, self.days)

    @override
    def prefs_key(self) -> str:
        return f"{self.PLACE}.{self.view.key}"

    @override
    def file_name_parts(self) -> tuple[str, ...]:
        return (*self.crumbs(), tr(self.view.titles[0]))

    @override
    def action_names(self) -> Mapping[str, str]:
        return dict.fromkeys(("view", f"{self.PLACE}_view"), tr(self._next().titles[0]))

    def records(self) -> Sequence[Any]:
        """The records of the current view; none until the answer has arrived."""
        answer = self.last(self.view.query)
        return () if answer is None else self.view.listed(answer)

    def record(self) -> Any:
        """The record of the row under the cursor; None if there is no row."""
        return next((one for one in self.records() if one.key == self.grid.cursor_key), None)

    @override
    def draw_rows(self) -> None:
        self.say_nothing()
        self.grid.set_rows(Rows(grid_rows(self.view.columns, self.records(), self.context)), mark=self.marking)
        self.detail.set_class(self.view.lines is None or not len(self.grid.rows), "-off")
        if self.last(self.view.query) is not None:
            self.detail.set_class(self.days.fit(self.grid), "-charts")

    def say_nothing(self) -> None:
        """Set the text that the grid shows while the view has no rows."""
        self.grid.say(TEXT.waiting_for_rows if self.last(self.view.query) is None else tr(self.view.nothing))

    def action_view(self, view: str = "") -> None:
        """Switch to the view with the key ``view``.

        If there is no such view, as for "", switch to the next view.
        """
        self.view = next((one for one in self.views if one.key == view), self._next())
        self.grid.set_filter("")
        self.grid.set_columns(grid_columns(self.view.columns))
        self.grid.default_order = self.view.default_order
        self.arrange_as_kept()

    def _next(self) -> View[Any]:
        return self.views[(self.views.index(self.view) + 1) % len(self.views)]

    def count(self, view: View[Any]) -> str:
        """The number of records of a view as text; "" before the answer."""
        answer = self.last(view.query)
        return "" if answer is None else number((view.total or (lambda each: len(view.listed(each))))(answer))

    def tab_line(self, cells: int) -> Line:
        """The titles of the views, each with its number of records. Only the current title is always in full."""
        line: Line = ()
        widest = max(width(tr(view.titles[0])) for view in self.views)
        for brevity, most in ((0, widest), (1, widest), *((2, most) for most in range(widest, 1, -1))):
            line = (Span(" " if brevity > 1 else f" {TEXT.view_word} ", TextRole.DIM),)
            for view in self.views:
                current = view is self.view
                title = tr(view.titles[0 if current else min(brevity, len(view.titles) - 1)])
                words = f"{title if current else fit(title, min(most, width(title)))} {self.count(view)}".rstrip()
                line = (*line, Span(f"[{words}]", TextRole.STRONG) if current else Span(f" {words} ", TextRole.DIM))
            if line_width(line) <= cells:
                break
        return crop(line, cells)

    def detail_lines(self, record: Any, cells: int, room: int) -> list[Line]:
        """The lines about a record, of which the first ``room`` are shown."""
        return [] if self.view.lines is None else self.view.lines(record, self.context, cells)

    def _detail_lines(self, cells: int) -> list[Line]:
        record, room = self.record(), self.detail.size.height - 1
        return [] if record is None else [(), *self.detail_lines(record, cells, room)[:room]]
