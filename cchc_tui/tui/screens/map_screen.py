"""The base of boards' tile maps: the city as tiles, shaded by a figure. The maps themselves: ``leaderboard_map.py``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple

from textual.binding import BindingType
from typing_extensions import override

from cchc_tui.boards.table import Column, Table, ValueType
from cchc_tui.domain.moments import Stamp
from cchc_tui.texts.language import tr
from cchc_tui.texts.tui import COLUMNS, TEXT
from cchc_tui.texts.tui_tiles import SIGNS, TILES
from cchc_tui.tui.keys.actions import bindings
from cchc_tui.tui.screens.board_screen import BoardScreen
from cchc_tui.tui.screens.export_parts import ExportParts
from cchc_tui.tui.session.queries import Query
from cchc_tui.tui.style.render import Line, Span, line_width, spread
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.lines import Lines
from cchc_tui.tui.widgets.tile_board import TileMap
from cchc_tui.tui.widgets.tile_map import Scale, Tile


class DrawnMap(NamedTuple):
    """A board as tiles, the name of the figure that shades them, the moment shown and the moment of the data.

    ``listed`` is the heading of the tiles without a place on the map.
    """

    tiles: tuple[Tile, ...]
    scale: Scale
    shaded_by: str
    as_of: Stamp
    data_as_of: Stamp | None
    listed: str
    sort: ValueType = ValueType.COUNT


class TilesScreen(BoardScreen):
    """The tile map, over its board (``owner``). The cursors of both stay on the same unit."""

    PLACE = "tiles"
    ALSO = ("mapped", "tilemap")
    DRILLED = True
    AUTO_FOCUS = "TileMap"
    BINDINGS: ClassVar[list[BindingType]] = bindings("mapped", "drill")

    def __init__(self, owner: BoardScreen, query: Query):
        super().__init__()
        self._owner = owner
        self._query = query
        self._drawn: DrawnMap | None = None
        self._answer: Any = None
        self._how = Lines(self._how_line)
        self.map = TileMap(owner.current_unit())
        self.parts = (self._how, self.map)
        self.map.empty = ((), (Span(f"   {TEXT.waiting_for_rows}", TextRole.DIM),))

    # ── for subclasses ───────────────────────────────────────────────────────────────────────────────────────────────
    def tiles_of(self, answer: Any, base: Any) -> DrawnMap:
        """The answer as tiles. Changes count from ``base``, the answer at the reference's moment, or None."""
        raise NotImplementedError

    def drilled(self, tile: Tile) -> BoardScreen:
        """The screen that opens from a tile."""
        raise NotImplementedError

    def told(self, old: Any, new: Any) -> list[Line]:
        """Sentences on the units that changed between two answers."""
        return []

    # ── the screen ───────────────────────────────────────────────────────────────────────────────────────────────────
    def on_mount(self) -> None:
        """Show the board's present answer in the first frame."""
        self.apply_answers()

    def queries(self) -> tuple[Query, ...]:
        """The query of the board."""
        return (self._query,)

    def crumbs(self) -> tuple[str, ...]:
        """The board's crumbs. The last one also says "map", since only that one is shown where there is little room."""
        *above, board = self._owner.crumbs()
        return (*above, TILES.map_of.format(board=board))

    def help_signs(self) -> tuple[tuple[str, str], ...]:
        """The shades and their meanings."""
        return tuple((sign, tr(words)) for sign, words in SIGNS)

    def action_names(self) -> Mapping[str, str]:
        """The title of the map key, which leads back to the table here."""
        return {"map": TILES.table}

    def apply_answers(self) -> None:
        """Show the newest answers. After a jump in time, remove the marks of changes first."""
        if self.session.shown_at != self._answers_at:
            self.map.forget_marks()
        super().apply_answers()

    @override
    def receive(self, query: Query, answer: Any) -> None:
        before, self._answer = self._answer, answer
        moving = before is not None and before.data_as_of is not None  # else the first data ever: nothing changed
        if moving and (told := self.told(before, answer)):
            self.say((Span(f"{self.changed_when(answer.as_of)}  ", TextRole.DIM),), told)

    @override
    def draw_rows(self) -> None:
        if self.status.empty:
            self.map.empty = self.empty_lines(self.size.width)
        if self._answer is None or (self._answer.data_as_of is None and self.status.empty):
            return
        known = self._drawn is not None and self._drawn.data_as_of is not None
        drawn = self._drawn = self.tiles_of(self._answer, self.session.baseline(self._query))
        self.map.set_tiles(drawn.tiles, drawn.scale, drawn.listed, mark=known and self.marking)

    def _how_line(self, cells: int) -> list[Line]:
        if self._drawn is None:
            return []
        spans = (Span(f" {TILES.shaded_by} ", TextRole.DIM), Span(self._drawn.shaded_by, TextRole.STRONG))
        right = Span(f"{self.session.since_words()} ", TextRole.DIM)
        return [spread(spans, (right,) if line_width((*spans, right)) < cells else (), cells)]

    def cursor_note(self) -> Line:
        """The whole name of the unit under the cursor, with its figure, change and note."""
        tile = self.map.tile(self.map.cursor_key)
        if tile is None:
            return ()
        words = " · ".join(part for part in (tile.name, f"{tile.figure} {tile.change}".strip(), tile.note) if part)
        return (Span(words, TextRole.DIM),)

    def current_unit(self) -> str:
        """The unit under the cursor."""
        return self.map.cursor_key

    def go_to_unit(self, key: str) -> bool:
        """Put the cursor on a unit. Returns whether the map has that unit."""
        return self.map.go_to(key)

    def export_parts(self) -> ExportParts | None:
        """The tiles as a table; None before the first answer."""
        drawn = self._drawn
        if drawn is None:
            return None
        columns = (
            Column("unit", tr(COLUMNS["unit"][0]), ValueType.TEXT),
            Column("figure", drawn.shaded_by, drawn.sort),
            Column("change", tr(COLUMNS["change"][0]), ValueType.TEXT),
        )
        rows = tuple((tile.name, tile.amount, tile.change) for tile in drawn.tiles)
        keys = tuple(tile.key for tile in drawn.tiles)
        table = Table("map", TILES.map, drawn.as_of, drawn.data_as_of, columns, rows, (), keys)
        return ExportParts(tables=(table,))

    def on_tile_map_moved(self, event: TileMap.Moved) -> None:
        """Move the cursor of the table below to the same unit."""
        self._owner.go_to_unit(event.key)

    def on_tile_map_opened(self, event: TileMap.Opened) -> None:
        """Open the tile's unit."""
        tile = self.map.tile(event.key)
        if tile is not None:
            self.app.push_screen(self.drilled(tile))

    def action_map(self) -> None:
        """Close the map, back to the table."""
        self.action_back()
