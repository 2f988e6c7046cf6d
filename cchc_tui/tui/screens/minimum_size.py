"""What every screen has: it is drawn once, whole, when nothing more is to be done; in a window too small for it, it
says what is needed and what there is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from textual import events
from textual.geometry import Size
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget

from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.style.render import Line, Span, wrap
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.terminal.crash import log_error
from cchc_tui.tui.terminal.input_net import InputNet
from cchc_tui.tui.terminal.row_compositor import use_row_compositor
from cchc_tui.tui.terminal.window_size import LEAST
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from cchc_tui.tui.terminal.terminal_app import TerminalApp
    from cchc_tui.tui.widgets.tile_board import TileMap


def too_small(size: Size) -> bool:
    """Whether a window has no room for a screen."""
    return size.width < LEAST.width or size.height < LEAST.height


def too_small_lines(size: Size, cells: int) -> list[Line]:
    """The sentence about it, in so many cells."""
    need, have = (f"{each.width}x{each.height}" for each in (LEAST, size))
    needed, cure = (
        wrap(words, max(cells, 1)) for words in (TEXT.too_small.format(need=need, have=have), TEXT.too_small_cure)
    )
    return [*((Span(line, TextRole.STRONG),) for line in needed), *((Span(line),) for line in cure)]


class MinimumSizeScreen(InputNet, Screen[ScreenResultType]):
    """A screen that shows the paper ``too-small``, and that alone, while there is no room for it."""

    DEFAULT_CSS = """
    MinimumSizeScreen > .too-small { display: none; height: 1fr; }
    MinimumSizeScreen.-small > * { display: none !important; }
    MinimumSizeScreen.-small > .too-small { display: block !important; }
    """
    _focused_before: Widget | None = None
    _was_in_sight = False
    _invalid = False
    _rows_invalid = False

    def __init__(self) -> None:
        super().__init__()
        use_row_compositor(self)

    # ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def invalidate(self, *, rows: bool = True) -> None:
        """Have the screen drawn at the next idle: once, however often this is called until then.

        Without ``rows`` only the lines of text are: a grid moves its cursor itself.
        """
        self._invalid = True
        self._rows_invalid |= rows
        self.check_idle()

    def on_idle(self) -> None:
        """Draw before Textual paints; what does not differ is not sent (``terminal/cell_diff.py``)."""
        if not self._invalid or not self.is_attached:
            return
        rows, self._invalid, self._rows_invalid = self._rows_invalid, False, False
        self.draw(rows=rows)

    def draw(self, *, rows: bool) -> None:
        """Draw the rows, where they are to be drawn, and let every line of text ask its source again."""
        if rows:
            with self.net():
                self.draw_rows()
        try:
            self.draw_frame()
        except Exception as error:  # noqa: BLE001 - as in ``net``
            self.show_frame_error(error)
        for lines in self.query(Lines):
            lines.draw()

    def draw_rows(self) -> None:
        """Give grids and maps their rows."""

    def draw_frame(self) -> None:
        """Bring into sight what is to be said around the board, and take away what is not."""

    @contextmanager
    def net(self) -> Iterator[None]:
        """Log an error raised in the block and show it on this screen; the app goes on."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one screen, the meeting goes on
            self.show_error(error)

    def show_error(self, error: Exception) -> None:
        """Log an error and say in place of what could not be drawn that it could not."""
        log_error(error)
        cast("TerminalApp", self.app).action_failed(error)

    def show_frame_error(self, error: Exception) -> None:
        """Log an error in ``draw_frame`` and say it elsewhere."""
        self.show_error(error)

    def on_grid_moved(self, event: Grid.Moved) -> None:
        """Draw the lines about the row under the cursor, after the cursor itself has been painted."""
        self.call_after_refresh(self.invalidate, rows=False)

    def on_tile_map_moved(self, event: TileMap.Moved) -> None:
        """Draw the lines about the tile under the cursor, after the cursor itself has been painted."""
        self.call_after_refresh(self.invalidate, rows=False)

    # ── the window ───────────────────────────────────────────────────────────────────────────────────────────────────

    async def on_event(self, event: events.Event) -> None:
        """Work out no styles when it comes back into sight: those of a theme chosen meanwhile are already set."""
        if isinstance(event, events.ScreenResume):
            event.refresh_styles = not self._was_in_sight
            self._was_in_sight = True
        await super().on_event(event)

    def on_resize(self) -> None:
        """Shows the sentence or the screen."""
        self.veil("-small", too_small(self.app.size))
        self.invalidate()

    def forget_persons(self) -> None:
        """Remove what was shown: another access level to personal data applies."""

    def veil(self, name: str, hides: bool) -> None:
        """A class that takes widgets out of sight, or back into it: what had the focus has it again then."""
        if hides == self.has_class(name):
            return
        if not hides:
            self.call_after_refresh(self._focus_again)
        elif self.focused is not None:
            self._focused_before = self.focused
        self.set_class(hides, name)

    def _focus_again(self) -> None:
        if self.focused is None:
            self.set_focus(self._focused_before)
