"""Tile maps of boards: the city's units as tiles, shaded by a figure.

The map is below the rows in windows that are high enough for both, and also opens as a screen. Leaderboards of units
and the board of model practices have a map.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from typing_extensions import override

from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.table import Better, Column, Table, ValueType
from cchc_tui.domain.moments import to_date
from cchc_tui.domain.units import Level, Unit, UnitIndex
from cchc_tui.texts.language import tr
from cchc_tui.texts.tui import COLUMNS, TEXT
from cchc_tui.texts.tui_tiles import SIGNS, TILES
from cchc_tui.tui.screens.board_screen import BoardScreen, ExportParts
from cchc_tui.tui.screens.leaderboard_rows import name_of
from cchc_tui.tui.screens.matrix_cells import claims_texts
from cchc_tui.tui.screens.sortable import SortableScreen
from cchc_tui.tui.session.queries import Query
from cchc_tui.tui.style.figures import amount, delta_of, delta_role, delta_text, heading, value_text, visible
from cchc_tui.tui.style.formats import change, change_role, number
from cchc_tui.tui.style.render import Line, Span
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.cursor import Cursor
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.lines import Lines
from cchc_tui.tui.widgets.sortable import SortableGrid
from cchc_tui.tui.widgets.tile_board import TileMap
from cchc_tui.tui.widgets.tile_map import Tile
from cchc_tui.tui.widgets.tile_scale import Scale

if TYPE_CHECKING:
    from cchc_tui.boards.rollout import RolloutBoard, RolloutRow
    from cchc_tui.domain.moments import Stamp
    from cchc_tui.tui.widgets.explanation import Explanation


#: The map is not drawn in fewer rows.
LEAST_ROWS = 12
_MARGIN = 1  # one empty line below the rows
#: The decimals of figures as ``value_text`` writes them; of other types none.
_DIGITS = {ValueType.SHARE: 3, ValueType.DAYS: 1, ValueType.NUMBER: 1}


class DrawnMap(NamedTuple):
    """A board as tiles. ``shaded_by`` is the name of the figure that shades them, and ``sort`` its type.

    ``listed`` is the heading of the tiles that have no place on the map.
    """

    tiles: tuple[Tile, ...]
    scale: Scale
    shaded_by: str
    as_of: Stamp
    data_as_of: Stamp | None
    listed: str
    sort: ValueType = ValueType.COUNT


class MapBelow(TileMap, can_focus=False):
    """A tile map of a grid's rows, below the grid. A click moves the map's and the grid's cursor.

    A second click on the same tile opens the row.
    """

    DEFAULT_CSS = "MapBelow { display: none; } MapBelow.-on { display: block; }"

    def __init__(self, grid: Grid):
        super().__init__()
        self._grid = grid

    def fit(self, draw: Callable[[], DrawnMap] | None, *, mark: bool = False) -> None:
        """Show the map from ``draw`` if there is enough room below the grid's rows. ``draw`` None hides the map."""
        least = LEAST_ROWS if draw is not None and len(self._grid.rows) else 0
        if self._grid.show_below(self, _MARGIN, least) and draw is not None:
            drawn = draw()
            with self.prevent(Cursor.Moved):
                self.set_tiles(drawn.tiles, drawn.scale, drawn.listed, figure=drawn.shaded_by, mark=mark)

    @override
    def draw(self) -> None:
        """Draw the map, with its cursor on the unit under the grid's cursor.

        Moving the map's cursor sends no ``Cursor.Moved`` here, because the grid's cursor may already be elsewhere.
        """
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


class MappedScreen(SortableScreen):
    """A board of units with a tile map, below the rows in a high window and also as a screen (``TilesScreen``)."""

    ALSO: ClassVar[tuple[str, ...]] = ("mapped",)

    def __init__(self, grid: SortableGrid):
        super().__init__()
        self.grid = grid
        self._map = MapBelow(grid)

    # ── for subclasses ───────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def board_query(self) -> Query:
        """The board's query, whose answer the map shows too."""
        raise NotImplementedError

    def map_of(self, answer: Any, base: Any) -> DrawnMap:
        """The answer as tiles, with changes since ``base``, the answer at the reference's moment (None: no changes)."""
        raise NotImplementedError

    def changes_between(self, old: Any, new: Any) -> list[Line]:
        """Lines about the units that changed between two answers; none, unless a subclass defines them."""
        return []

    def help_tile(self) -> Explanation | None:
        """The explanation of the unit under the cursor; None if the board does not explain its units."""
        return None

    def open_unit(self, key: str, name: str) -> None:
        """Open the dossiers behind the figures of a unit. ``name`` is the unit's name."""
        from cchc_tui.tui.screens.unit import UnitScreen  # imported at first use

        self.app.push_screen(UnitScreen(DossierFilter(unit=key, only="late"), name, self.crumbs()[0]))

    @override
    def current_unit(self) -> str:
        return self.grid.cursor_key

    def action_map(self) -> None:
        """Open the tile map, if the board's rows are units."""
        if "map" not in self.unavailable():
            self.app.push_screen(TilesScreen(self))


class TilesScreen(BoardScreen):
    """The tile map as a screen over its board (``owner``). The cursors of map and board are on the same unit."""

    PLACE = "tiles"
    ALSO = ("mapped", "tilemap")
    DRILLED = True
    AUTO_FOCUS = "TileMap"

    def __init__(self, owner: MappedScreen):
        super().__init__()
        self._owner = owner
        self._query = owner.board_query
        self._drawn: DrawnMap | None = None
        self._how = Lines(self._how_line)
        self.map = TileMap(owner.current_unit())
        self.parts = (self._how, self.map)
        self.map.say(TEXT.waiting_for_rows)

    def on_mount(self) -> None:
        """Show the board's present answer in the first frame."""
        self.apply_answers()

    @override
    def queries(self) -> tuple[Query, ...]:
        return (self._query,)

    def crumbs(self) -> tuple[str, ...]:
        """The board's breadcrumbs. The last one also says "map", because in a narrow window it is shown alone."""
        *above, board = self._owner.crumbs()
        return (*above, TILES.map_of.format(board=board))

    def help_signs(self) -> tuple[tuple[str, str], ...]:
        """The shades and their meanings."""
        return tuple((sign, tr(words)) for sign, words in SIGNS)

    def action_names(self) -> Mapping[str, str]:
        """The title of the map key, which here leads back to the table."""
        return {"map": TILES.table}

    @override
    def receive(self, query: Query, before: Any) -> None:
        if before is not None and before.data_as_of is not None:  # else these are the first data
            answer = self.last(type(query))
            self.say_changes(before, answer, self._owner.changes_between)

    @override
    def draw_rows(self) -> None:
        answer = self.last(type(self._query))
        if answer is None or (answer.data_as_of is None and self.status.empty):
            return
        known = self._drawn is not None and self._drawn.data_as_of is not None
        drawn = self._drawn = self._owner.map_of(answer, self.session.baseline(self._query))
        self.map.set_tiles(drawn.tiles, drawn.scale, drawn.listed, mark=known and self.marking)

    def _how_line(self, cells: int) -> list[Line]:
        if self._drawn is None:
            return []
        spans = (Span(f" {TILES.shaded_by} ", TextRole.DIM), Span(self._drawn.shaded_by, TextRole.STRONG))
        return [self.with_since(spans, cells)]

    def cursor_note(self) -> Line:
        """The full name of the unit under the cursor, with its figure, change and note."""
        tile = self.map.tile(self.map.cursor_key)
        if tile is None:
            return ()
        words = " · ".join(
            part for part in (tile.name, f"{tile.figure} {tile.change}".strip(), *tile.notes[:1]) if part
        )
        return (Span(words, TextRole.DIM),)

    @override
    def current_unit(self) -> str:
        return self.map.cursor_key

    @override
    def current_figure(self) -> tuple[str, str]:
        return self._owner.current_figure()

    def help_chosen(self) -> Explanation | None:
        """The board's explanation of the unit under the cursor."""
        return self._owner.help_tile()

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

    def on_cursor_moved(self, event: Cursor.Moved) -> None:
        """Move the cursor of the board's grid to the unit under the map's cursor."""
        self._owner.grid.go_to(event.key)

    def on_cursor_opened(self, event: Cursor.Opened) -> None:
        """Open what the board opens for the unit under the cursor."""
        tile = self.map.tile(event.key)
        if tile is not None:
            self._owner.open_unit(tile.key, tile.name)

    def action_map(self) -> None:
        """Close the map and return to the table."""
        self.action_back()


# ── tiles ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def placed(found: Mapping[str, Tile], units: UnitIndex, at: Stamp, chosen: Iterable[str]) -> tuple[Tile, ...]:
    """All tiles with their places on the map: the tiles of ``found``, and tiles without a figure.

    ``found`` maps a unit's key to its tile. A tile without a figure stands for a unit that is not in ``found``, is
    valid at ``at`` and has a place on the map. If a former and a valid unit have the same place, the tile of the former
    unit goes to the list below the map. ``chosen`` are the keys of the pinned units.
    """
    on, chosen = to_date(at), frozenset(chosen)
    taken: set[tuple[int, int]] = set()
    tiles: list[Tile] = []
    for unit in sorted(units.units, key=lambda unit: not unit.valid(on)):
        tile = found.get(unit.key)
        if tile is None:
            if unit.tile is None or unit.tile in taken or not unit.valid(on):
                continue
            tile = Tile(unit.key, unit.name, TEXT.nothing, None)
        place = unit.tile if unit.tile not in taken else None
        if place is not None:
            taken.add(place)
        tiles.append(tile._replace(place=place, briefs=_briefs(unit), chosen=unit.key in chosen))
    unknown = [tile for key, tile in found.items() if key not in units.by_key]
    return (*tiles, *unknown)


def _listed(tiles: Iterable[Tile], units: UnitIndex) -> str:
    levels = {units.by_key[tile.key].level if tile.key in units.by_key else None for tile in tiles if not tile.place}
    return TILES.city_level if levels <= {Level.CITY} else TILES.off_map


def _briefs(unit: Unit) -> tuple[str, ...]:
    """The registry's shorter names of a unit, the longest first."""
    shorter = [name for name in (*unit.aliases, unit.brief) if len(name) < len(unit.name)]
    return tuple(sorted(shorter, key=len, reverse=True))


def _scale(tiles: Iterable[Tile], column: Column, target: float | None) -> Scale:
    """The scale for the tiles that have a place on the map. If all amounts are unknown, no shade means anything."""
    amounts = [tile.amount for tile in tiles if tile.place is not None and tile.amount is not None]
    return Scale(
        max(amounts, default=0),
        lambda amount: value_text(column.format, amount),
        _DIGITS.get(column.type, 0),
        column.better if amounts else Better.NEITHER,
        min(amounts, default=0),
        target,
    )


def table_tiles(table: Table, base: Table | None, units: UnitIndex, chosen: Iterable[str], level: str = "") -> DrawnMap:
    """The map of a board of units, shaded by the board's ranking figure. ``level`` "" means both levels.

    ``base`` is the table at the reference; None: the tiles have no changes.
    """
    main = max(0, table.main)
    column = table.columns[main]
    before = base.by_key if base is not None else {}
    share = next((n for n, one in enumerate(table.columns) if one.type is ValueType.SHARE and n != main), -1)
    found = {}
    for _, key, row in visible(table, level):
        delta = delta_of(column.type, row[main], before[key][main]) if key in before else None
        note = (
            f"{heading(table.columns[share]).lower()}: {value_text(ValueType.SHARE, row[share])}" if share >= 0 else ""
        )
        found[key] = Tile(
            key, name_of(table, row), value_text(column.format, row[main]), amount(row[main]),
            change=delta_text(column.type, delta), role=delta_role(column.better, delta), notes=(note,) if note else (),
        )  # fmt: skip
    tiles = placed(found, units, table.as_of, chosen)
    scale = _scale(tiles, column, table.targets.get(column.key))
    title = heading(column).lower()
    return DrawnMap(tiles, scale, title, table.as_of, table.data_as_of, _listed(tiles, units), column.type)


def rollout_tiles(board: RolloutBoard, base: RolloutBoard | None, units: UnitIndex, chosen: Iterable[str]) -> DrawnMap:
    """The map of model practices, shaded by the number of practices that a unit claims but its dossiers do not show."""
    before = {row.key: row.claims(False) for row in base.rows} if base is not None else {}
    found, said = {}, board.data_as_of is not None
    for row in board.rows:
        now, was = row.claims(False), before.get(row.key)
        found[row.key] = Tile(
            row.key,
            row.name,
            str(now) if said else TEXT.nothing,
            now if said else None,
            change=change(now, was),
            role=change_role(now, was),
            notes=_claims_notes(row) if said else (),
        )
    tiles = placed(found, units, board.as_of, chosen)
    scale = Scale(len(board.practices), _count)
    return DrawnMap(tiles, scale, TILES.unshown, board.as_of, board.data_as_of, _listed(tiles, units))


def _claims_notes(row: RolloutRow) -> tuple[str, ...]:
    """Texts on what the dossiers of a unit show of its claims, the longest text first."""
    claimed = sum(cell.claimed for cell in row.cells)
    if not claimed:
        return (TILES.no_claim,)
    shown, *doubted = row.claims(True), row.claims(False), row.claims(None)
    whole, rest = claims_texts(shown, *doubted)[0], claims_texts(0, *doubted)[0]
    return (TILES.claims.format(claimed=number(claimed), shown=whole), whole, *((rest,) if any(doubted) else ()))


def _count(amount: float) -> str:
    return number(int(amount))
