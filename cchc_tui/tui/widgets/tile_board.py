"""The tile map as a widget: a cursor that moves between neighbours, and marks on changed tiles.

All lines of the map are made at each change, but only the cells that differ are sent (``terminal/cell_diff.py``): if
one unit changes, only its tile is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import events
from textual.binding import BindingType
from typing_extensions import override

from cchc_tui.tui.keys.actions import bindings
from cchc_tui.tui.style.render import Line
from cchc_tui.tui.widgets.cursor import Cursor
from cchc_tui.tui.widgets.lines import Lines
from cchc_tui.tui.widgets.tile_map import Layout, Tile, lay_out, neighbour, tile_lines
from cchc_tui.tui.widgets.tile_scale import Scale

_NOTHING = Scale(0, str)
#: Directions: of a move to the neighbour, and of a move to the last tile.
_STEPS = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}
_FAR = {"page_up": -1, "page_down": 1}


class TileMap(Lines, Cursor, can_focus=True):
    """A widget that shows the units of a board as tiles."""

    DEFAULT_CSS = "TileMap { width: 1fr; height: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = bindings("tilemap", "grid")

    def __init__(self, cursor: str = "", **widget: Any):
        super().__init__(self._drawn, **widget)
        self.tiles: tuple[Tile, ...] = ()
        self._cursor = cursor
        self._scale, self._title, self._figure = _NOTHING, "", ""
        self._list_top = 0  # the first row of the list below the map that is on screen

    # ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────
    @property
    @override
    def cursor_key(self) -> str:
        return self._cursor if self.tile(self._cursor) is not None else ""

    def tile(self, key: str) -> Tile | None:
        """The tile with a key; None if there is none."""
        return next((tile for tile in self.tiles if tile.key == key), None)

    def set_tiles(
        self, tiles: Sequence[Tile], scale: Scale, title: str, *, figure: str = "", mark: bool = False
    ) -> None:
        """Set the tiles, and the legend's scale and words.

        With ``mark``, tiles with a changed figure are marked for some seconds.
        """
        before = {tile.key: tile.figure for tile in self.tiles} if mark else {}
        self.mark({tile.key: frozenset() for tile in tiles if before.get(tile.key, tile.figure) != tile.figure})
        self.tiles, self._scale, self._title, self._figure = tuple(tiles), scale, title, figure
        if self.tiles and not self.cursor_key:
            self._cursor = self.tiles[0].key
            self.post_message(self.Moved(self, self._cursor))

    @override
    def draw(self) -> None:
        self._keep_in_sight()
        super().draw()

    def _drawn(self, cells: int) -> Sequence[Line]:
        if not self.tiles:
            return self.empty
        shown = self.screen.is_active and (self.has_focus or not self.can_focus)
        cursor, fresh, top = self._cursor if shown else "", self._fresh.keys(), self._list_top
        said = {"title": self._title, "figure": self._figure}
        return tile_lines(self.tiles, cells, self.size.height, self._scale, **said, cursor=cursor, fresh=fresh, top=top)

    # ── the cursor ───────────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def _layout(self) -> Layout:
        return lay_out(self.tiles, self.size.width, self.size.height)

    def go_to(self, key: str) -> bool:
        """Move the cursor to the tile with this key. Return whether there is such a tile."""
        if self.tile(key) is None:
            return False
        if key != self._cursor:
            self._cursor = key
            self._keep_in_sight()
            self.post_message(self.Moved(self, key))  # the screen then redraws the map and the texts about the tile
        return True

    def _keep_in_sight(self) -> None:
        """Scroll the list below the map so that the row with the cursor is on screen."""
        layout = self._layout
        box = layout.list.get(self._cursor)
        if box is None:
            return
        row = box.y - layout.legend - 1
        top = row if row < self._list_top else max(self._list_top, row - layout.room + 1)
        self._list_top = max(0, min(top, layout.hidden))

    @override
    def action_move(self, to: str) -> None:
        layout, key = self._layout, self._cursor
        if to in _STEPS:
            self.go_to(neighbour(layout, key, *_STEPS[to]))
        elif to in _FAR:
            while (following := neighbour(layout, key, 0, _FAR[to])) != key:
                key = following
            self.go_to(key)
        else:
            ends = min if to == "first" else max
            self.go_to(ends(layout.boxes, key=lambda key: (layout.boxes[key].y, layout.boxes[key].x), default=""))

    def on_click(self, event: events.Click) -> None:
        """Select a tile; a second click opens it."""
        layout = self._layout
        below = event.y > layout.legend
        boxes, y = (layout.list, event.y + self._list_top) if below and layout.list else (layout.map, event.y)
        key = next((key for key, box in boxes.items() if box.contains(event.x, y)), "")
        if key and key == self._cursor:
            self.action_open()
        elif key:
            self.go_to(key)
