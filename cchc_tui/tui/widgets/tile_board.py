"""The tile map as a widget: a cursor that moves between neighbours, and marks on changed tiles.

All lines of the map are made at each change, but only the cells that differ are sent (``terminal/cell_diff.py``): a
unit's change costs its own tile.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.timer import Timer

from cchc_tui.tui.keys.actions import bindings
from cchc_tui.tui.style.render import Line
from cchc_tui.tui.terminal.input_net import Did, InputNet
from cchc_tui.tui.widgets.grid import FRESH_SECONDS
from cchc_tui.tui.widgets.lines import Lines
from cchc_tui.tui.widgets.tile_map import Layout, Scale, Tile, lay_out, neighbour, slots, tile_lines

_NOTHING = Scale(0, str)


class TileMap(InputNet, Lines, can_focus=True):
    """The units of a board as tiles."""

    DEFAULT_CSS = """
    TileMap { width: 1fr; height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("tilemap", "grid")

    class Opened(Did):
        """A tile was opened with Enter or a second click."""

        def __init__(self, key: str):
            super().__init__()
            self.key = key

    class Moved(Did):
        """The cursor has moved to another tile."""

        def __init__(self, key: str):
            super().__init__()
            self.key = key

        def can_replace(self, message: Message) -> bool:
            """Let this message replace a waiting one."""
            return isinstance(message, TileMap.Moved)

    def __init__(self, cursor: str = "", **widget: Any):
        super().__init__(**widget)
        self.empty: tuple[Line, ...] = ()
        self.tiles: tuple[Tile, ...] = ()
        self._cursor = cursor
        self._scale, self._title = _NOTHING, ""
        self._fresh: frozenset[str] = frozenset()
        self._fading: Timer | None = None
        self._list_top = 0  # the first row on screen of the list below the map
        self.set_source(lambda cells: self._drawn(cells, self.size.height))

    # ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def cursor_key(self) -> str:
        """The key of the tile under the cursor; "" when there is none."""
        return self._cursor if self.tile(self._cursor) is not None else ""

    def tile(self, key: str) -> Tile | None:
        """The tile with a key; None if there is none."""
        return next((tile for tile in self.tiles if tile.key == key), None)

    def set_tiles(self, tiles: Sequence[Tile], scale: Scale, title: str, *, mark: bool) -> None:
        """Set the tiles; with ``mark``, mark those whose figure has changed for some seconds."""
        before = {tile.key: tile.figure for tile in self.tiles}
        changed = {tile.key for tile in tiles if before.get(tile.key, tile.figure) != tile.figure} if mark else set()
        self.tiles, self._scale, self._title = tuple(tiles), scale, title
        if changed:
            self._fresh |= changed
            if self._fading is not None:
                self._fading.stop()
            self._fading = self.set_timer(FRESH_SECONDS, self.forget_marks)
        if self.tiles and not self.cursor_key:
            self._cursor = self.tiles[0].key
            self.post_message(self.Moved(self._cursor))

    def forget_marks(self) -> None:
        """Remove all marks on changed tiles."""
        if self._fresh:
            self._fresh = frozenset()
            self.draw()

    def _drawn(self, cells: int, rows: int) -> tuple[Line, ...]:
        if not self.tiles:
            return self.empty
        cursor = self._cursor if self.has_focus or not self.can_focus else ""
        return tuple(
            tile_lines(
                self.tiles,
                cells,
                rows,
                self._scale,
                title=self._title,
                cursor=cursor,
                fresh=self._fresh,
                top=self._list_top,
            )
        )

    # ── the cursor ───────────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def _layout(self) -> Layout:
        return lay_out(self.tiles, self.size.width, self.size.height)

    def go_to(self, key: str) -> bool:
        """Move the cursor to the tile with this key; return whether there is one."""
        if self.tile(key) is None:
            return False
        if key != self._cursor:
            self._cursor = key
            self._keep_in_sight()
            self.post_message(self.Moved(key))  # the screen then redraws the map and the texts about the tile
        return True

    def _keep_in_sight(self) -> None:
        """Scroll the list below the map to the cursor, if the list is longer than its room."""
        layout = self._layout
        box = layout.list.get(self._cursor)
        if box is None:
            return
        row = box.y - layout.legend - 1
        last = max(0, -(-len(layout.list) // slots(layout.cells)) - layout.room)
        top = row if row < self._list_top else max(self._list_top, row - layout.room + 1)
        self._list_top = max(0, min(top, last))

    def _step(self, dx: int, dy: int) -> None:
        self.go_to(neighbour(self._layout, self._cursor, dx, dy))

    def _far(self, dy: int) -> None:
        """Move to the last tile upwards (-1) or downwards (1)."""
        layout, key = self._layout, self._cursor
        while (following := neighbour(layout, key, 0, dy)) != key:
            key = following
        self.go_to(key)

    def action_cursor_up(self) -> None:
        """Move to the tile above."""
        self._step(0, -1)

    def action_cursor_down(self) -> None:
        """Move to the tile below."""
        self._step(0, 1)

    def action_tile_left(self) -> None:
        """Move to the tile at the left."""
        self._step(-1, 0)

    def action_tile_right(self) -> None:
        """Move to the tile at the right."""
        self._step(1, 0)

    def action_page_up(self) -> None:
        """Move to the last tile upwards."""
        self._far(-1)

    def action_page_down(self) -> None:
        """Move to the last tile downwards."""
        self._far(1)

    def _in_order(self) -> list[str]:
        return [key for key, _ in sorted(self._layout.boxes.items(), key=lambda item: (item[1].y, item[1].x))]

    def action_first_row(self) -> None:
        """Move to the first tile, at the top left."""
        self.go_to(next(iter(self._in_order()), ""))

    def action_last_row(self) -> None:
        """Move to the last tile."""
        self.go_to(next(reversed(self._in_order()), ""))

    def action_open(self) -> None:
        """Open the unit under the cursor."""
        if self.cursor_key:
            self.post_message(self.Opened(self.cursor_key))

    def on_click(self, event: events.Click) -> None:
        """Select a tile; a second click opens it."""
        layout = self._layout
        below = event.y > layout.legend
        boxes, y = (layout.list, event.y + self._list_top) if below and layout.list else (layout.map, event.y)
        key = next((key for key, box in boxes.items() if box.holds(event.x, y)), "")
        if key and key == self._cursor:
            self.action_open()
        elif key:
            self.go_to(key)

    def on_focus(self) -> None:
        """Draw the cursor."""
        self.draw()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.draw()

    def on_resize(self) -> None:
        """Fit the map to the new size, and keep the cursor on screen."""
        self._keep_in_sight()
        super().on_resize()
