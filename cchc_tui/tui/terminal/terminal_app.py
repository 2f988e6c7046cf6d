"""An app's handling of its terminal: it sends changed cells only, reads any input, and prints no error report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import rich.cells
from rich.console import RenderableType
from textual import events
from textual._compositor import CompositorUpdate
from textual._styles_cache import StylesCache
from textual.app import App
from textual.driver import Driver
from textual.filter import Monochrome, NoColor
from textual.geometry import Size
from textual.screen import Screen
from typing_extensions import override

from cchc_tui.tui.terminal.cell_diff import SentCells
from cchc_tui.tui.terminal.sure_timers import SureTimers
from cchc_tui.tui.terminal.window_size import possible


class TerminalApp(SureTimers, App[int]):
    """An app in a full-screen terminal."""

    def __init__(self) -> None:
        super().__init__()
        self._sent = SentCells()
        self.sized = False  # whether the screens were told the window's size

    @property
    @override
    def size(self) -> Size:
        """The terminal's size, limited to possible sizes."""
        return possible(super().size)

    async def on_event(self, event: events.Event) -> None:
        """Handle an event, after limiting a reported window size to possible sizes."""
        if isinstance(event, events.Resize):
            event.size = possible(event.size)
            self.sized = True
        await super().on_event(event)

    def on_resize(self, event: events.Resize) -> None:
        """Send everything after a change of size, because the content of the terminal is then unknown."""
        self._sent.forget()

    def action_repaint(self) -> None:
        """Send the whole screen again."""
        self._sent.forget()
        self.screen.refresh()

    def all_screens(self) -> Iterator[Screen[Any]]:
        """Yield the mounted screens of all modes, visible or not."""
        for stack in self._screen_stacks.values():
            yield from (screen for screen in stack if screen.is_mounted)

    def report_mouse(self, on: bool) -> bool:
        """Switch the terminal's reports of the mouse on or off. Return False if the driver does not support that."""
        driver: Any = self._driver
        if not hasattr(driver, "_enable_mouse_support"):
            return False
        driver._mouse = True
        if on:
            driver._enable_mouse_support()
        else:
            driver._disable_mouse_support()
            driver.flush()
            driver._mouse = False
        return True

    def send_no_colour(self) -> None:
        """From now on send no colours, as ``NO_COLOR`` demands. Textual's own filter would send greys."""
        self._filters = [NoColor() if isinstance(one, Monochrome) else one for one in self._filters]

    def forget_measured(self) -> None:
        """Empty the caches of line widths, which also hold the lines of closed screens."""
        rich.cells.cached_cell_len.cache_clear()
        StylesCache.get_inner_outer.cache_clear()

    def action_failed(self, error: Exception) -> None:
        """Show a message that an action of the user has failed with this error."""
        raise NotImplementedError

    def crashed(self, error: BaseException | None) -> None:
        """Receive the error that ends the app; None if Textual has not stored the error."""

    @override
    def get_driver_class(self) -> type[Driver]:
        found = super().get_driver_class()
        if found.__name__ != "LinuxDriver":  # tests have another driver, without a terminal
            return found
        from cchc_tui.tui.terminal.driver import SturdyDriver  # imported only with a terminal

        return SturdyDriver

    @override
    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        from cchc_tui.tui.terminal.picture import frame_of  # imported only for a picture

        return frame_of(self.screen).svg(title or self.title)

    def _fatal_error(self) -> None:
        """End without Textual's report, which shows the values of variables."""
        self.crashed(self._exception)
        self._close_messages_no_wait()

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        """Load a new screen's styles, and mark them as current, so that Textual does not style the whole app again."""
        super()._load_screen_css(screen)
        if screen._css_update_count < 0:
            screen._css_update_count = self._css_update_count

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Send only the cells that the terminal does not show already."""
        if isinstance(renderable, CompositorUpdate):
            renderable = self._sent.changes_of(renderable, self.size)
        super()._display(screen, renderable)
