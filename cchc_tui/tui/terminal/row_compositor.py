"""Renders only the changed rows of a screen.

For each update Textual renders every row of every widget and drops the rows that did not change. When the cursor moves
by one row, Textual drops all rows but two.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual._compositor import Compositor
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip


class RowCompositor(Compositor):
    """A compositor that asks widgets only for the rows between the first and the last changed row."""

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        rows = self.size.region if crop is None else Region(0, crop.y, self.size.width, crop.height)
        for widget, (region, clip) in self.visible_widgets.items():
            part = region.intersection(clip).intersection(rows)
            if part:
                yield region, part, widget.render_lines(part.translate((-region.x, -region.y)))


def use_row_compositor(screen: Screen[Any]) -> None:
    """Make a new screen use a ``RowCompositor``."""
    screen._compositor = RowCompositor()
