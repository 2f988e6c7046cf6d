"""Asks for a moment: a line to type on, and below it the meetings and exports that one may mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from cchc_tui.domain.moments import Stamp
from cchc_tui.texts.tui_find import FIND
from cchc_tui.texts.tui_time import TIME
from cchc_tui.tui.screens.minimum_size import Overlay
from cchc_tui.tui.session.parse_moment import NoMomentError, typed_moment
from cchc_tui.tui.style.formats import moment
from cchc_tui.tui.style.render import Line, Span, wrap
from cchc_tui.tui.style.themes import Background, TextRole
from cchc_tui.tui.widgets.columns import Cell, Column, GridRow
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.lines import Lines
from cchc_tui.tui.widgets.rows import ListRows

if TYPE_CHECKING:
    from cchc_tui.boards.timeline import Timeline

_CARET = "▏"
_MOST = 400  # lists that are offered


class AskScreen(Overlay[Stamp]):
    """Dismissed with a moment, or with None."""

    DEFAULT_CSS = """
    AskScreen { layout: vertical; background: $background; }
    AskScreen > .line { height: 3; }
    """
    AUTO_FOCUS = "Grid"
    #: Whether letters are typed here, and are no keys.
    TYPES: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False),
        Binding("ctrl+u", "clear", show=False),
    ]

    def __init__(self, title: str, now: Stamp, near: Stamp, timeline: Timeline | None, *, begin: bool):
        super().__init__()
        self._title = title
        self._now, self._near, self._begin = now, near, begin
        self._timeline = timeline
        self._typed = ""
        self._trouble = ""
        self._line = Lines(classes="line", background=Background.PANEL)
        self._grid = Grid((Column("moment", "", 17), Column("what", "", 20, grow=60)))

    def compose(self) -> ComposeResult:
        """The widgets, from the top."""
        self._line.set_source(self._lines)
        yield self._line
        yield self._grid

    def on_mount(self) -> None:
        """Begins."""
        self._offer()

    def _offer(self) -> None:
        """The choices; none while something is typed, which is what Enter takes then."""
        said = FIND.typed_counts if self._typed.strip() else TIME.no_choices
        self._grid.empty = ((), (Span(f"  {said}", TextRole.DIM),))
        self._grid.set_rows(ListRows([] if self._typed.strip() else list(self._choices())), mark=False)
        self._grid.refresh()

    def _choices(self) -> Iterator[GridRow]:
        """Meetings, then lists, the newest first."""
        if self._timeline is None:
            return
        edges = {meeting.end: TIME.a_meeting_end for meeting in self._timeline.meetings if meeting.end is not None}
        edges |= {meeting.start: TIME.a_meeting_start for meeting in self._timeline.meetings}
        lists = [at for at in self._timeline.lists if at <= self._now][-_MOST:]
        named = [(at, edges[at]) for at in sorted(edges, reverse=True) if at <= self._now]
        for at, name in (*named, *((at, TIME.a_list) for at in reversed(lists) if at not in edges)):
            yield GridRow(str(at), (Cell(moment(at), TextRole.STRONG), Cell(name, TextRole.DIM)))

    def _lines(self, cells: int) -> list[Line]:
        examples = " · ".join(TIME.examples)
        typed: Line = (
            Span(f" {self._title} › ", TextRole.KEY),
            Span(self._typed, TextRole.STRONG),
            Span(_CARET, TextRole.KEY),
            Span("" if self._typed else f" {TIME.ask_hint}", TextRole.DIM),
        )
        below = (
            [(Span(f"   {part}", TextRole.WARN),) for part in wrap(self._trouble, cells - 4)[:2]]
            if self._trouble
            else [(Span(f"   {examples}", TextRole.DIM),), ()]
        )
        return [typed, *below]

    def _type(self, text: str) -> None:
        offered = not self._typed.strip()
        self._typed, self._trouble = text, ""
        self._line.rewrite()
        if offered == bool(text.strip()):
            self._offer()

    # Typing goes to the line whatever has the focus; Vietnamese letters come composed from the input method.
    def on_key(self, event: events.Key) -> None:
        """Whatever is typed goes to the line; Enter takes it, never before the letters that were typed before it."""
        if event.key == "enter":
            event.stop()
            self.action_take()
        elif event.key == "backspace":
            event.stop()
            self.action_erase()
        elif event.is_printable and event.character:
            event.stop()
            self._type(self._typed + event.character)

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted is typed."""
        self._type(self._typed + event.text.split("\n")[0])

    def action_erase(self) -> None:
        """Takes back one letter."""
        self._type(self._typed[:-1])

    def action_clear(self) -> None:
        """Takes back everything."""
        self._type("")

    def action_close(self) -> None:
        """Back to the board."""
        self.dismiss(None)

    def action_take(self) -> None:
        """What was typed; where nothing was, the row under the cursor."""
        if not self._typed.strip():
            if self._grid.cursor_key:
                self.dismiss(int(self._grid.cursor_key))
            return
        try:
            self.dismiss(typed_moment(self._typed, self._now, self._near, begin=self._begin))
        except NoMomentError as trouble:
            self._trouble = str(trouble)
            self._line.rewrite()

    def on_grid_opened(self, event: Grid.Opened) -> None:
        """A second click on a row."""
        self.dismiss(int(event.key))
