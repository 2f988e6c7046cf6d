"""What each board draws on the tile map: late dossiers, any described board of units, the model practices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.late import LateBoard
from cchc_tui.boards.rollout import RolloutBoard, RolloutRow
from cchc_tui.boards.table import Sort, Table, Value
from cchc_tui.domain.moments import Stamp, to_date
from cchc_tui.domain.units import Level, Unit, UnitIndex
from cchc_tui.texts.language import one_line
from cchc_tui.texts.tui import COLUMNS, TEXT
from cchc_tui.texts.tui_models import MODELS
from cchc_tui.texts.tui_tiles import TILES
from cchc_tui.tui.formats import change, change_tone, days, number, percent
from cchc_tui.tui.paint import Line
from cchc_tui.tui.queries import LateQuery
from cchc_tui.tui.screens.base import BoardScreen
from cchc_tui.tui.screens.late_rows import told_changes
from cchc_tui.tui.screens.tiles import Drawn, TilesScreen
from cchc_tui.tui.screens.unit import UnitScreen
from cchc_tui.tui.widgets.tilemap import Scale, Tile

_FIGURES = {Sort.COUNT, Sort.SHARE, Sort.DAYS}


def placed(found: Mapping[str, Tile], units: UnitIndex, at: Stamp, chosen: Iterable[str]) -> tuple[Tile, ...]:
    """Tiles by the key of their unit, each on its place, in the registry's order; units without a figure have none.

    Where units of two times would share a place, it is that of the one valid now; the other stands in the list.
    """
    on, chosen = to_date(at), frozenset(chosen)
    taken: set[tuple[int, int]] = set()
    tiles: list[Tile] = []
    for unit in sorted(units.units, key=lambda unit: not unit.valid(on)):
        tile = found.get(unit.key)
        if tile is None:
            if unit.tile is None or unit.tile in taken or not unit.valid(on):
                continue
            tile = Tile(unit.key, unit.name, TEXT.nothing, 0)
        place = unit.tile if unit.tile not in taken else None
        if place is not None:
            taken.add(place)
        tiles.append(tile._replace(place=place, briefs=_briefs(unit), chosen=unit.key in chosen))
    unknown = [tile for key, tile in found.items() if key not in units.by_key]
    return (*tiles, *unknown)


def _listed(tiles: Iterable[Tile], units: UnitIndex) -> str:
    """What the units without a place on the map are called together."""
    levels = {units.by_key[tile.key].level if tile.key in units.by_key else None for tile in tiles if not tile.place}
    return TILES.city_level if levels <= {Level.CITY} else TILES.off_map


def _briefs(unit: Unit) -> tuple[str, ...]:
    """Shorter names that the registry knows the unit by, the longest first."""
    shorter = [name for name in (*unit.aliases, unit.brief) if len(name) < len(unit.name)]
    return tuple(sorted(shorter, key=len, reverse=True))


def _most(tiles: Iterable[Tile]) -> float:
    return max((tile.amount for tile in tiles if tile.place is not None), default=0)


def late_tiles(board: LateBoard, base: LateBoard | None, units: UnitIndex, chosen: Iterable[str]) -> Drawn:
    """Late dossiers by unit, shaded by their number."""
    before = {row.key: row.counts.late for row in base.rows} if base is not None else {}
    found = {}
    for row in board.rows:
        now, was = row.counts.late, before.get(row.key)
        note = TILES.late_rate.format(share=percent(row.counts.late_rate if row.counts.total else None))
        found[row.key] = Tile(
            row.key, row.name, number(now), now, change=change(now, was), tone=change_tone(now, was), note=note
        )
    tiles = placed(found, units, board.as_of, chosen)
    title = one_line(COLUMNS["late"][0]).lower()
    return Drawn(tiles, Scale(_most(tiles), _count), title, board.as_of, board.data_as_of, _listed(tiles, units))


def figure_column(table: Table) -> int:
    """The number of the column that a board is ranked by: its first figure but for the rank; -1 without one."""
    return next((i for i, one in enumerate(table.columns) if one.sort in _FIGURES and one.key != "rank"), -1)


def table_tiles(table: Table, base: Table | None, units: UnitIndex, chosen: Iterable[str]) -> Drawn:
    """Any board whose rows are units, shaded by the figure that ranks it."""
    figure = max(0, figure_column(table))
    column = table.columns[figure]
    name = next((i for i, one in enumerate(table.columns) if one.key == "name"), 0)
    before = {key: row[figure] for key, row in zip(base.keys, base.rows, strict=True)} if base is not None else {}
    found = {}
    for key, row in zip(table.keys, table.rows, strict=True):
        now = _amount(row[figure])
        was = int(_amount(before[key])) if key in before and column.sort is Sort.COUNT else None
        found[key] = Tile(
            key, str(row[name]), _written(column.sort, row[figure]), now,
            change=change(int(now), was), tone=change_tone(int(now), was),
        )  # fmt: skip
    tiles = placed(found, units, table.as_of, chosen)
    scale = Scale(_most(tiles), lambda amount: _written(column.sort, amount), column.sort is Sort.COUNT)
    title = one_line(column.title).lower()
    return Drawn(tiles, scale, title, table.as_of, table.data_as_of, _listed(tiles, units), column.sort)


def rollout_tiles(board: RolloutBoard, base: RolloutBoard | None, units: UnitIndex, chosen: Iterable[str]) -> Drawn:
    """Model practices by unit, shaded by how many are claimed and not shown."""
    before = {row.key: _unshown(row) for row in base.rows} if base is not None else {}
    found = {}
    for row in board.rows:
        now, was = _unshown(row), before.get(row.key)
        claimed, shown = sum(cell.claimed for cell in row.cells), sum(cell.shown is True for cell in row.cells)
        note = TILES.claimed_shown.format(claimed=claimed, shown=shown)
        if unknown := sum(cell.claimed and cell.shown is None for cell in row.cells):
            note = MODELS.of_which_unknown.format(figure=note, n=number(unknown))
        found[row.key] = Tile(
            row.key, row.name, str(now), now, change=change(now, was), tone=change_tone(now, was), note=note
        )
    tiles = placed(found, units, board.as_of, chosen)
    scale = Scale(len(board.practices), _count)
    return Drawn(tiles, scale, TILES.unshown, board.as_of, board.data_as_of, _listed(tiles, units))


def _unshown(row: RolloutRow) -> int:
    return sum(cell.claimed and cell.shown is False for cell in row.cells)


def _count(amount: float) -> str:
    return number(int(amount))


def _amount(value: Value) -> float:
    return value if isinstance(value, int | float) else 0


def _written(sort: Sort, value: Value) -> str:
    if not isinstance(value, int | float):
        return TEXT.nothing
    match sort:
        case Sort.SHARE:
            return percent(value)
        case Sort.DAYS:
            return days(round(value, 1))
    return number(int(value))


class LateTiles(TilesScreen):
    """The board of late dossiers on the map."""

    def draw(self, answer: Any, base: Any) -> Drawn:
        """Late dossiers by unit."""
        return late_tiles(answer, base, self.cchc.source.registry.units, self.cchc.prefs.chosen)

    def told(self, old: Any, new: Any) -> list[Line]:
        """The units that moved."""
        return told_changes(old, new)

    def drilled(self, tile: Tile) -> BoardScreen:
        """The unit's dossiers."""
        above = self._owner.crumbs()[0]
        return UnitScreen(DossierFilter(unit=tile.key), tile.name, LateQuery("unit"), tile.key, above)


class TableTiles(TilesScreen):
    """A described board on the map."""

    def draw(self, answer: Any, base: Any) -> Drawn:
        """The figure that ranks it."""
        return table_tiles(answer, base, self.cchc.source.registry.units, self.cchc.prefs.chosen)

    def drilled(self, tile: Tile) -> BoardScreen:
        """The dossiers that the board speaks of."""
        table: Table = self._answer
        which = DossierFilter(unit=tile.key, only=table.only or "all")
        return UnitScreen(which, tile.name, LateQuery("unit"), tile.key, self._owner.crumbs()[0])


class RolloutTiles(TilesScreen):
    """The matrix of models on the map."""

    def draw(self, answer: Any, base: Any) -> Drawn:
        """What is claimed and not shown."""
        return rollout_tiles(answer, base, self.cchc.source.registry.units, self.cchc.prefs.chosen)

    def drilled(self, tile: Tile) -> BoardScreen:
        """The unit's dossiers."""
        above = self._owner.crumbs()[0]
        return UnitScreen(DossierFilter(unit=tile.key), tile.name, LateQuery("unit"), tile.key, above)
