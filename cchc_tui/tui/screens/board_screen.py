"""What every board's screen has: the thin lines, the banner, the notice, and how snapshots come to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

from textual.app import ComposeResult
from textual.widget import Widget
from typing_extensions import override

from cchc_tui.texts.tui import TEXT
from cchc_tui.texts.tui_time import TIME
from cchc_tui.tui.keys import actions
from cchc_tui.tui.keys.action import Action
from cchc_tui.tui.keys.boards import BOARDS
from cchc_tui.tui.screens.answer_screen import AnswerScreen
from cchc_tui.tui.session.queries import Query
from cchc_tui.tui.session.status import Loading
from cchc_tui.tui.style.formats import clock_time, number, percent
from cchc_tui.tui.style.render import Line, Span, crop, enough, spread
from cchc_tui.tui.style.themes import Background, TextRole
from cchc_tui.tui.style.time_text import near
from cchc_tui.tui.widgets.bars import progress
from cchc_tui.tui.widgets.footer import footer_line
from cchc_tui.tui.widgets.header import header_line
from cchc_tui.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from cchc_tui.domain.moments import Stamp
    from cchc_tui.tui.screens.export_parts import ExportParts


@runtime_checkable
class Asking(Protocol):
    """A screen that is no board's and asks the poller nevertheless."""

    def on_fetched(self, query: Query, answer: Any) -> None:
        """What was asked for once has come."""


class BoardScreen(AnswerScreen):
    """A screen between the thin lines. A subclass says what it wants to know and draws the answers."""

    AUTO_FOCUS = "Grid"
    #: Further places whose actions work here.
    ALSO: ClassVar[tuple[str, ...]] = ()
    #: Whether Esc leads up from here.
    DRILLED: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        self.header = Lines(background=Background.PANEL)
        self.persons = Lines(background=Background.ALARM, classes="banner")
        self.notice = Lines()
        self.thin_lines = (self.header, self.footer)

    # ── what a subclass gives ────────────────────────────────────────────────────────────────────────────────────────
    def body(self) -> Iterator[Widget]:
        """The widgets between the thin lines."""
        raise NotImplementedError

    @override
    def forget_persons(self) -> None:
        self._shown_answers.clear()
        super().forget_persons()

    def current_unit(self) -> str:
        """The key of the unit under the cursor, or of the unit that the screen is about; "" if there is none."""
        return ""

    def go_to_unit(self, key: str) -> bool:
        """Puts the cursor on a unit, if it is there."""
        return False

    def groupings(self) -> tuple[str, ...]:
        """What its rows can be grouped by."""
        return ()

    def map_view(self) -> BoardScreen | None:
        """The same board as tiles; None where its rows are no units."""
        return None

    def export_parts(self) -> ExportParts | None:
        """What an export of it holds besides the rows of its grids; None while there is nothing to export."""
        from cchc_tui.tui.screens.export_parts import ExportParts  # when it is asked for

        return ExportParts()

    def action_names(self) -> Mapping[str, str]:
        """What actions are called just now, where that is not what they are called always."""
        return {}

    def cursor_note(self) -> Line:
        """What stands above the footer while nothing else does: the whole of a name that had to be cut."""
        return ()

    def unavailable(self) -> frozenset[str]:
        """Actions of the place that make no sense just now."""
        return frozenset()

    @override
    def actions_here(self) -> tuple[Action, ...]:
        hidden = self.unavailable() | self.board_app.hidden_actions()
        if not any(query.compared for query in self.queries()):
            hidden |= {"compare", "compare_date"}
        if not self.current_unit():
            hidden |= {"choose"}
        return tuple(action for action in actions.of(*self.places()) if action.name not in hidden)

    def position_text(self) -> str:
        """What stands at the right of the footer: where the cursor is."""
        return ""

    # ── the frame ────────────────────────────────────────────────────────────────────────────────────────────────────
    def places(self) -> tuple[str, ...]:
        """The places of the actions that work here, the nearest first."""
        return (self.PLACE, *self.ALSO, *(("drill",) if self.DRILLED else ()), "grid", "app")

    def compose(self) -> ComposeResult:
        """The widgets, from the top."""
        yield self.header
        yield self.banner
        yield self.persons
        yield self.fault_line
        with self.net():
            yield from self.body()
        yield self.notice
        yield self.footer
        yield self.small

    def frame(self) -> frozenset[Widget]:
        """The thin lines."""
        lines = {self.header, self.banner, self.persons, self.notice, self.footer, self.small}
        return super().frame() | lines

    def on_mount(self) -> None:
        """Give the lines their sources."""
        self.header.set_source(lambda cells: [header_line(self.status, self.session.past, self.crumbs(), cells)])
        self.notice.set_source(self._notice)
        self.persons.set_source(self.session.access.banner)

    @override
    def draw_frame(self) -> None:
        super().draw_frame()
        self.persons.set_class(self.session.access_level.personal, "-on")

    def changed_when(self, as_of: Stamp) -> str:
        """When what changes just now has changed: a moment ago, or between two moments that are looked at."""
        if not self.travelled:
            return TEXT.now_changed.format(time=clock_time(as_of))
        before = self.session.now if self.session.previous_at is None else self.session.previous_at
        return TIME.changed_between.format(before=near(before, as_of), after=near(as_of, before))

    @override
    def footer_lines(self, cells: int) -> list[Line]:
        brief = (Span(" ".join(board.key for board in BOARDS), TextRole.KEY),)
        full = (*brief, Span(f" {TEXT.boards_word}"))
        here = actions.footer(self.actions_here(), past=self.session.shown_at is not None)
        return [footer_line(here, self.action_names(), self.position_text(), (full, brief), cells)]

    def _notice(self, cells: int) -> list[Line]:
        status = self.status
        if status.loading is not None:
            return [_loading_line(status.loading, cells)]
        head, pieces = self._note
        if head:
            return [enough((Span(" "), *head), pieces, "  ", cells)]
        if not status.notice:
            return [crop((Span(" "), *self.cursor_note()), cells)]
        role = TextRole.WARN if status.alarming else TextRole.DIM
        return [crop((Span(f" {status.notice}", role),), cells)]

    def action_map(self) -> None:
        """The board as tiles."""
        view = self.map_view()
        if view is not None:
            self.app.push_screen(view)

    def action_back(self) -> None:
        """Up, where there is an up."""
        if self.DRILLED:
            self.app.pop_screen()


def _loading_line(loading: Loading, cells: int) -> Line:
    """Name, rows and a bar."""
    name = Span(" " + TEXT.loading.format(name=loading.name), TextRole.ACCENT)
    if not loading.total:
        return spread((name,), (Span(TEXT.loading_rows_open.format(done=number(loading.done)) + " "),), cells)
    share = loading.done / loading.total
    rows = TEXT.loading_rows.format(done=number(loading.done), total=number(loading.total))
    right = (Span(f"{rows}  "), Span(progress(share, 20), TextRole.BAR), Span(f" {percent(share, 0):>6} "))
    return spread((name,), right, cells)
