"""The tile map below the rows of a board, in windows that are high enough for both."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from typing_extensions import override

from cchc_tui.boards.dossier_filter import Only
from cchc_tui.boards.table import ValueType
from cchc_tui.domain.moments import Stamp
from cchc_tui.tui.widgets.cursor import Cursor
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.tile_board import TileMap
from cchc_tui.tui.widgets.tile_map import Scale, Tile

#: The map is not drawn in fewer rows.
LEAST_ROWS = 12
_MARGIN = 1  # one empty line below the rows


class DrawnMap(NamedTuple):
    """A board as tiles, the name of the figure that shades them, the moment shown, and the moment of the data.

    ``listed`` is the heading of the tiles that have no place on the map. ``opens`` is the state of the dossiers that
    open with a tile.
    """

    tiles: tuple[Tile, ...]
    scale: Scale
    shaded_by: str
    as_of: Stamp
    data_as_of: Stamp | None
    listed: str
    sort: ValueType = ValueType.COUNT
    opens: Only = "late"


class MapBelow(TileMap, can_focus=False):
    """The rows of a grid as tiles. Map and grid share a cursor: a click moves both, a second click opens the row."""

    DEFAULT_CSS = """
    MapBelow { display: none; }
    MapBelow.-on { display: block; }
    """

    def __init__(self, grid: Grid):
        super().__init__()
        self._grid = grid

    def fit(self, draw: Callable[[], DrawnMap] | None, *, mark: bool = False) -> None:
        """Show the map from ``draw`` if there is enough room below the grid's rows. None hides the map."""
        room = self._grid.size.height + (self.size.height if self.has_class("-on") else 0)
        needed = self._grid.needed_height + _MARGIN
        fits = draw is not None and len(self._grid.rows) > 0 and room - needed >= LEAST_ROWS
        self.set_class(fits, "-on")  # a class, not ``display``, so that a board that cannot be drawn also hides its map
        self._grid.styles.height = needed if fits else "1fr"
        if fits and draw is not None:
            drawn = draw()
            with self.prevent(Cursor.Moved):
                self.set_tiles(drawn.tiles, drawn.scale, drawn.listed, mark=mark)

    @override
    def draw(self) -> None:
        """Draw the map with its cursor on the grid's row, without a message to the grid, which may have moved on."""
        with self.prevent(Cursor.Moved):
            self.go_to(self._grid.cursor_key)
        super().draw()

    @override
    def action_open(self) -> None:
        self._grid.action_open()

    def on_cursor_moved(self, event: Cursor.Moved) -> None:
        """Move the grid's cursor to the unit under the map's cursor."""
        event.stop()
        self._grid.go_to(event.key)
