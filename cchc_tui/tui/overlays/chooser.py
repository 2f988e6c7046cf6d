"""The bases of overlays: screens over a board, choosers with rows, and prompts with a line for typing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen, ScreenResultType
from textual.widget import Widget

from cchc_tui.tui.keys.actions import BY_NAME, app_bindings, of
from cchc_tui.tui.screens.minimum_size import MinimumSizeScreen
from cchc_tui.tui.style.render import Line, Span, clean, fit, line_width, width
from cchc_tui.tui.style.themes import Background, TextRole
from cchc_tui.tui.widgets.columns import GridColumn, GridRow
from cchc_tui.tui.widgets.cursor import Cursor
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.lines import Lines
from cchc_tui.tui.widgets.rows import Rows

CARET = "▏"
_LEAST = 3  # rows that the sentence in their place takes
#: The most characters of a typed or pasted text; the rest is cut.
MOST = 200


class Overlay(MinimumSizeScreen[ScreenResultType], ModalScreen[ScreenResultType]):
    """A screen over a board: help, palette, prompt."""

    DEFAULT_CSS = """
    Overlay { layout: vertical; background: $background; }
    Overlay > .head { height: auto; }
    """
    #: The presentation's key works in every overlay, because the presentation hides personal data at once.
    BINDINGS: ClassVar[list[BindingType]] = app_bindings((BY_NAME["present"],))
    #: The groups of actions (``Action.place``) that work here, the nearest first.
    PLACES: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *body: Widget) -> None:
        super().__init__()
        self.head = Lines(self.head_lines, classes="head", background=Background.PANEL)
        self._body = body

    def head_lines(self, cells: int) -> list[Line]:
        """The lines above the body."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The widgets from the top. The last one is the message for a window that is too small."""
        yield from (self.persons, self.head, *self._body, self.small)

    def action_close(self) -> None:
        """Close the overlay without a result."""
        self.dismiss(None)


class Chooser(Overlay[ScreenResultType]):
    """An overlay with rows to choose from, and ``foot`` below them. If there is room, the board stays visible above."""

    DEFAULT_CSS = "Chooser.-low { background: transparent; }"
    AUTO_FOCUS = "Grid"
    #: Whether it covers the window even with few rows, because rows come and go while the user types.
    WHOLE: ClassVar[bool] = False
    #: The most rows for which it grows; it scrolls through more.
    MOST_ROWS: ClassVar[int] = 1_000

    def __init__(self, *columns: GridColumn, grid: type[Grid] = Grid, foot: Lines | None = None):
        self.grid = grid(columns)
        self._foot = foot
        self._high = 0
        super().__init__(self.grid, *(() if foot is None else (foot,)))

    def rows(self) -> Iterable[GridRow]:
        """The rows to choose from."""
        raise NotImplementedError

    def choose(self, key: str) -> None:
        """Handle the choice of the row with this key."""
        raise NotImplementedError

    def show_rows(self) -> None:
        """Put the present ``rows`` into the grid."""
        self.grid.set_rows(Rows(list(self.rows())), mark=False)
        self._stand()
        self.invalidate()

    def draw_frame(self) -> None:
        """Also adapt the height, because the window may have another size."""
        super().draw_frame()
        self._stand()

    def _stand(self) -> None:
        """Fit the height to the rows. The overlay may grow but never shrinks, so that the typed text does not move."""
        if self.WHOLE:
            return
        size = self.app.size
        lines = sum(len(each.lines_for(size.width)) for each in (self.head, self._foot) if each is not None)
        self._high = max(self._high, lines + max(_LEAST, min(self.MOST_ROWS, len(self.grid.rows))))
        free = max(0, size.height - self._high)
        self.set_class(free > 0, "-low")
        self.head.styles.margin = (free, 0, 0, 0)

    def on_mount(self) -> None:
        """Show the rows, and hide the cursor of the board that stays visible, because keys now act on these rows."""
        self.show_rows()
        if self.has_class("-low"):
            for cursor in self.app.screen_stack[-2].query().results(Cursor):
                cursor.repaint_lines()

    def on_cursor_opened(self, event: Cursor.Opened) -> None:
        """Choose the row on Enter or on a second click."""
        self.choose(event.key)

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        if self.grid.cursor_key:
            self.choose(self.grid.cursor_key)


class PromptScreen(Chooser[ScreenResultType]):
    """A chooser with a line for typing, which gets the typed letters whichever widget has the focus.

    Keys are handled in ``on_key`` and not as bindings: when many keys arrive at once over a slow connection, a binding
    with priority would be handled before letters typed earlier.
    """

    #: Whether letters are text here and not shortcuts.
    TYPES: ClassVar[bool] = True
    PLACES: ClassVar[tuple[str, ...]] = ("prompt", "overlay")

    text = ""

    def text_changed(self) -> None:
        """Called after the text has changed."""
        raise NotImplementedError

    def prompt_line(self, hint: str, cells: int, head: str = "") -> Line:
        """The line for typing: ``head``, then the end of the typed text or, if there is none, ``hint``."""
        head_span = Span(f" {head} › " if head else " › ", TextRole.KEY)
        room = cells - line_width((head_span,)) - 1
        shown = self.text
        while shown and width(shown) > room:
            shown = shown[1:]
        rest = fit(f" {hint}", room) if not self.text and hint else ""
        return (head_span, Span(shown, TextRole.STRONG), Span(CARET, TextRole.KEY), Span(rest, TextRole.DIM))

    def typed(self) -> str:
        """The text to which the next typed character is appended."""
        return self.text

    def put(self, text: str) -> None:
        """Replace the typed text. A text of more than ``MOST`` characters is cut."""
        text = text[:MOST]
        if text != self.text:
            self.text = text
            self.text_changed()
            self.invalidate()

    def on_key(self, event: events.Key) -> None:
        """Run the action of a key, or append a character to the text."""
        if self.app.screen is not self:  # the previous key closed it: the screen below handles this key
            return
        function = next((action.function for action in of(*self.PLACES) if event.key in action.keys), "")
        if function:
            event.stop()
            event.prevent_default()
            getattr(self, f"action_{function}")()
        elif event.is_printable and event.character:
            event.stop()
            self.put(self.typed() + event.character)

    def on_paste(self, event: events.Paste) -> None:
        """Append the first line of the pasted text."""
        lines = event.text[: MOST * 4].splitlines()
        self.put(self.typed() + clean(lines[0] if lines else ""))

    def action_erase(self) -> None:
        """Delete the last letter with its combining marks."""
        kept = self.typed()
        while kept and unicodedata.combining(kept[-1]):
            kept = kept[:-1]
        self.put(kept[:-1])

    def action_clear(self) -> None:
        """Delete the whole text."""
        self.put("")
