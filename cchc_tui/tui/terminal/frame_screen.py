"""A screen that lays out and paints only once, however much has changed.

Textual itself does more work in three cases:

- When widgets get other sizes, Textual paints the widgets, then tells them their sizes, and then paints them again.
- Textual lays a screen out once more after each mount of a widget, and again for scroll bars that a widget could have.
- For each update, Textual renders every row of every widget and drops the rows that did not change.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from textual._compositor import Compositor
from textual.geometry import Region, Size
from textual.reactive import Reactive, var
from textual.screen import Screen, ScreenResultType
from textual.strip import Strip

from cchc_tui.tui.terminal.sure_timers import SureTimers
from cchc_tui.tui.terminal.terminal_app import TerminalApp


class Unscrolled:
    """A base for widgets that never scroll: a new size of their content needs no further layout."""

    virtual_size: Reactive[Size] = var(Size(0, 0))


class RowCompositor(Compositor):
    """A compositor that asks widgets only for the rows between the first and the last changed row."""

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        rows = self.size.region if crop is None else Region(0, crop.y, self.size.width, crop.height)
        for widget, (region, clip) in self.visible_widgets.items():
            part = region.intersection(clip).intersection(rows)
            if part:
                yield region, part, widget.render_lines(part.translate((-region.x, -region.y)))


class FrameScreen(Unscrolled, SureTimers, Screen[ScreenResultType]):
    """A screen that lays out and paints once for all that has changed."""

    def __init__(self) -> None:
        super().__init__()
        self._compositor = RowCompositor()
        self._to_fit = False  # whether widgets may have got other sizes since they were painted

    def laid_out(self) -> None:
        """Called before the first painting after a layout, when the sizes of all widgets are known."""

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        """Lay out, but only once the app has told its screens the window's size (``sized``)."""
        if cast("TerminalApp", self.app).sized:
            self._to_fit, self._layout_required = True, False
            super()._refresh_layout(size, scroll)

    def _compositor_refresh(self) -> None:
        """Paint what has changed. While Textual batches updates, paint later, as Textual would drop the painting."""
        self._repaint_required = self.app._batch_count > 0
        if self._repaint_required:
            return
        if self._to_fit:
            self._to_fit = False
            self.laid_out()
        self._compositor.update_widgets({*self._compositor.visible_widgets})
        super()._compositor_refresh()
