"""The tile maps of boards: of any leaderboard of units, and of the model practices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cchc_tui.boards.rollout import RolloutBoard, RolloutRow
from cchc_tui.boards.table import Table, ValueType
from cchc_tui.domain.moments import Stamp, to_date
from cchc_tui.domain.units import Level, Unit, UnitIndex
from cchc_tui.texts.tui import TEXT
from cchc_tui.texts.tui_models import MODELS
from cchc_tui.texts.tui_tiles import TILES
from cchc_tui.tui.screens.leaderboard_rows import name_of
from cchc_tui.tui.screens.map_screen import DrawnMap
from cchc_tui.tui.style.figures import amount, delta_of, delta_role, delta_text, heading, value_text, visible
from cchc_tui.tui.style.formats import change, change_role, number
from cchc_tui.tui.widgets.tile_map import Scale, Tile


def placed(found: Mapping[str, Tile], units: UnitIndex, at: Stamp, chosen: Iterable[str]) -> tuple[Tile, ...]:
    """The tiles of ``found`` with their places on the map, and tiles without a figure for all other valid units with a
    place. If an old and a valid unit have the same place, the old unit goes to the list below the map."""
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
    """The heading of the units that have no place on the map."""
    levels = {units.by_key[tile.key].level if tile.key in units.by_key else None for tile in tiles if not tile.place}
    return TILES.city_level if levels <= {Level.CITY} else TILES.off_map


def _briefs(unit: Unit) -> tuple[str, ...]:
    """The registry's shorter names of a unit, the longest first."""
    shorter = [name for name in (*unit.aliases, unit.brief) if len(name) < len(unit.name)]
    return tuple(sorted(shorter, key=len, reverse=True))


def _most(tiles: Iterable[Tile]) -> float:
    return max((tile.amount for tile in tiles if tile.place is not None), default=0)


def table_tiles(table: Table, base: Table | None, units: UnitIndex, chosen: Iterable[str], level: str = "") -> DrawnMap:
    """The map of a board of units, shaded by its ranking figure. ``level`` "" means both levels."""
    main = max(0, table.main)
    column = table.columns[main]
    before = dict(zip(base.row_keys, base.rows, strict=True)) if base is not None else {}
    share = next((n for n, one in enumerate(table.columns) if one.type is ValueType.SHARE and n != main), -1)
    found = {}
    for _, key, row in visible(table, level):
        delta = delta_of(column.type, row[main], before[key][main]) if key in before else None
        note = (
            f"{heading(table.columns[share]).lower()} {value_text(ValueType.SHARE, row[share])}" if share >= 0 else ""
        )
        found[key] = Tile(
            key, name_of(table, row), value_text(column.type, row[main]), amount(row[main]) or 0,
            change=delta_text(column.type, delta), role=delta_role(column.better, delta), note=note,
        )  # fmt: skip
    tiles = placed(found, units, table.as_of, chosen)
    scale = Scale(_most(tiles), lambda value: value_text(column.type, value), column.type is ValueType.COUNT)
    title = heading(column).lower()
    return DrawnMap(tiles, scale, title, table.as_of, table.data_as_of, _listed(tiles, units), column.type)


def rollout_tiles(board: RolloutBoard, base: RolloutBoard | None, units: UnitIndex, chosen: Iterable[str]) -> DrawnMap:
    """The map of model practices, shaded by the number of practices that a unit claims but its dossiers do not show."""
    before = {row.key: _unshown(row) for row in base.rows} if base is not None else {}
    found = {}
    for row in board.rows:
        now, was = _unshown(row), before.get(row.key)
        claimed, shown = sum(cell.claimed for cell in row.cells), sum(cell.shown is True for cell in row.cells)
        note = TILES.claimed_shown.format(claimed=claimed, shown=shown)
        if unknown := sum(cell.claimed and cell.shown is None for cell in row.cells):
            note = MODELS.of_which_unknown.format(figure=note, n=number(unknown))
        found[row.key] = Tile(
            row.key, row.name, str(now), now, change=change(now, was), role=change_role(now, was), note=note
        )
    tiles = placed(found, units, board.as_of, chosen)
    scale = Scale(len(board.practices), _count)
    return DrawnMap(tiles, scale, TILES.unshown, board.as_of, board.data_as_of, _listed(tiles, units))


def _unshown(row: RolloutRow) -> int:
    return sum(cell.claimed and cell.shown is False for cell in row.cells)


def _count(amount: float) -> str:
    return number(int(amount))
