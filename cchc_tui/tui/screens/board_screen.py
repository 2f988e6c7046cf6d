"""The base of all boards' screens: header, footer, banners, the message line, and the actions on a board."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.widget import Widget
from typing_extensions import override

from cchc_tui.texts.tui import BOARD_NAMES, TEXT
from cchc_tui.texts.tui_time import TIME
from cchc_tui.tui.keys import actions
from cchc_tui.tui.keys.action import Action
from cchc_tui.tui.keys.boards import BOARDS
from cchc_tui.tui.screens.answer_screen import AnswerScreen
from cchc_tui.tui.style.formats import clock_time, number, percent
from cchc_tui.tui.style.render import Line, Span, crop, enough, spread
from cchc_tui.tui.style.themes import Background, TextRole
from cchc_tui.tui.style.time_text import near
from cchc_tui.tui.widgets.bars import progress
from cchc_tui.tui.widgets.footer import footer_line
from cchc_tui.tui.widgets.header import header_line
from cchc_tui.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from cchc_tui.boards.dossiers import DossierLine, DossierList
    from cchc_tui.boards.table import Table
    from cchc_tui.collector.status import LoadProgress
    from cchc_tui.domain.moments import Stamp
    from cchc_tui.tui.widgets.columns import GridRow

#: In windows with at least this many rows, boards may show more than their rows.
HIGH = 45


class Paged(NamedTuple):
    """A list of dossiers that is fetched page by page, and the function that makes a row from a line."""

    found: DossierList
    row: Callable[[DossierLine], GridRow]


class ExportParts(NamedTuple):
    """``tables`` replace the grids' tables, ``before`` precede them, ``paged`` is the list in the first grid."""

    paged: Paged | None = None
    tables: Sequence[Table] | None = None
    before: Sequence[Table] = ()


class BoardScreen(AnswerScreen):
    """A board between header and footer. A subclass declares its queries and draws the answers."""

    AUTO_FOCUS = "Grid"
    #: Further groups of actions (``Action.place``) that work on this screen.
    ALSO: ClassVar[tuple[str, ...]] = ()
    #: Whether Esc closes this screen.
    DRILLED: ClassVar[bool] = False

    def __init_subclass__(cls, **options: bool) -> None:
        """Bind the keys of the screen's groups of actions. Those of a widget are bound there too, and act there."""
        if "BINDINGS" not in vars(cls):
            cls.BINDINGS = actions.bindings(cls.PLACE, *cls.ALSO, *(("drill",) if cls.DRILLED else ()))
        super().__init_subclass__(**options)

    def __init__(self) -> None:
        super().__init__()
        self.header = Lines(self._header, background=Background.PANEL)
        self.persons = Lines(self._persons_banner, background=Background.ALARM, classes="banner")
        self.notice = Lines(self._notice)
        self.thin_lines = (self.header, self.footer)
        self.parts: tuple[Widget, ...] = ()  # the board between the frame's lines

    # ── for subclasses ───────────────────────────────────────────────────────────────────────────────────────────────
    @override
    def crumbs(self) -> tuple[str, ...]:
        return (BOARD_NAMES[self.PLACE],)

    @override
    def forget_persons(self) -> None:
        self._shown_answers.clear()
        super().forget_persons()

    def current_unit(self) -> str:
        """The key of the unit under the cursor, or of the unit that the screen shows; "" if there is none."""
        return ""

    def go_to_unit(self, key: str) -> bool:
        """Move the cursor to a unit. Return whether the screen has that unit."""
        return False

    def groupings(self) -> tuple[str, ...]:
        """The groupings of the rows."""
        return ()

    def map_view(self) -> BoardScreen | None:
        """The screen with the board's tile map; None if the board's rows are not units."""
        return None

    def export_parts(self) -> ExportParts | None:
        """What an export contains besides the grids' rows; None if there is nothing to export yet."""
        return ExportParts()

    def action_names(self) -> Mapping[str, str]:
        """Action → its present title, for actions with changing titles."""
        return {}

    def cursor_note(self) -> Line:
        """The line above the footer if there is no message: the full name, if the row under the cursor cuts it."""
        return ()

    def unavailable(self) -> frozenset[str]:
        """The names of the actions that cannot be used at present."""
        return frozenset()

    @override
    def actions_here(self) -> tuple[Action, ...]:
        hidden, other = self.unavailable(), "past" if self.session.shown_at is None else "live"
        if not any(query.has_changes for query in self.queries()):
            hidden |= {"compare", "compare_date"}
        if not self.current_unit():
            hidden |= {"choose"}
        here = actions.of(*self.places())
        return tuple(action for action in here if action.name not in hidden and action.only != other)

    def position_text(self) -> str:
        """The cursor's position, for the right end of the footer."""
        return ""

    # ── the frame ────────────────────────────────────────────────────────────────────────────────────────────────────
    def places(self) -> tuple[str, ...]:
        """The groups of actions (``Action.place``) that work here, the nearest first."""
        return (self.PLACE, *self.ALSO, *(("drill",) if self.DRILLED else ()), "grid", "app")

    def compose(self) -> ComposeResult:
        """The widgets, from the top."""
        yield self.header
        yield self.banner
        yield self.persons
        yield self.fault_line
        for part in self.parts:
            yield part.add_class("body")
        yield self.notice
        yield self.footer
        yield self.small

    def on_resize(self) -> None:
        """Send the queries for the new size. In a high window, use the room that the new layout leaves."""
        super().on_resize()
        if self.app.size.height >= HIGH:
            self.call_after_refresh(self.invalidate)
        if self._shown_answers and self.is_current and self._shown_answers.keys() != {*self.queries()}:
            self.wants_changed()

    def _persons_banner(self, cells: int) -> list[Line]:
        return self.session.access.banner(cells)

    def _header(self, cells: int) -> list[Line]:
        return [header_line(self.status, self.session.past, self.crumbs(), cells)]

    @override
    def draw_frame(self) -> None:
        super().draw_frame()
        self.persons.set_class(self.session.access.level.personal, "-on")

    def say_changes(self, as_of: Stamp, changes: Sequence[Line]) -> None:
        """Show a message with the changes and their time: ``as_of``, or after a step in time the two moments."""
        when = TEXT.now_changed.format(time=clock_time(as_of))
        if self.travelled:
            before = self.session.now if self.session.previous_at is None else self.session.previous_at
            when = TIME.changed_between.format(before=near(before, as_of), after=near(as_of, before))
        if changes:
            self.say((Span(f"{when}  ", TextRole.DIM),), changes)

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
        """Open the tile map, if the board has one."""
        view = self.map_view()
        if view is not None:
            self.app.push_screen(view)

    def action_back(self) -> None:
        """Close this screen, unless it is the board itself."""
        if self.DRILLED:
            self.app.pop_screen()


def _loading_line(loading: LoadProgress, cells: int) -> Line:
    """The file's name, the rows loaded so far, and a progress bar if the total is known."""
    name = Span(" " + TEXT.loading.format(name=loading.name), TextRole.ACCENT)
    if not loading.total:
        return spread((name,), (Span(TEXT.loading_rows_open.format(done=number(loading.done)) + " "),), cells)
    share = loading.done / loading.total
    rows = TEXT.loading_rows.format(done=number(loading.done), total=number(loading.total))
    right = (Span(f"{rows}  "), Span(progress(share, 20), TextRole.BAR), Span(f" {percent(share, 0):>6} "))
    return spread((name,), right, cells)
