"""The city as tiles: the place of each tile, and the map as lines. ``tile_board.py`` has the widget.

A tile has one of five shades, the strongest for the figures that need attention: the greatest ones or, where more is
better, the least. Shade and sign show the same. A unit without a place on the map is in the list below the map.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from textual.geometry import Region

from cchc_tui.tui.style.ascii_fallback import ascii_only
from cchc_tui.tui.style.render import Line, Span, crop, fit, halves, line_width, spread, width, wrap
from cchc_tui.tui.style.themes import SHADES, Background, TextRole
from cchc_tui.tui.widgets.big_number import bitmap, stroke_for
from cchc_tui.tui.widgets.grid import CHOSEN_SIGN, CURSOR_SIGN, FRESH_SIGN
from cchc_tui.tui.widgets.tile_scale import SIGNS, Scale, legend

_LEAST_HEIGHT = 3  # a name over two lines, and the figure
_MOST_WIDTH, _MOST_HEIGHT = 48, 16
_LEAST_LIST = 3  # least number of rows of the list, until the gaps between tiles are gone
_SLOT = 24  # the least width of a unit in the list below
_ACROSS = 3  # when neighbours are compared: the weight of a distance to the side
_ROW = 2  # this many columns are as wide as a row is high


class Tile(NamedTuple):
    """A unit on the map. ``amount`` determines its shade (None: unknown); ``figure`` is the amount as text.

    ``place`` is its (column, row), or None for the list below the map. ``briefs`` are shorter names that no other unit
    has. ``change`` and ``role`` are text and colour of the figure's change. ``notes`` are texts on further figures, the
    longest first; the tile has the first one that fits.
    """

    key: str
    name: str
    figure: str
    amount: float | None
    place: tuple[int, int] | None = None
    briefs: tuple[str, ...] = ()
    change: str = ""
    role: TextRole = TextRole.DIM
    notes: tuple[str, ...] = ()
    chosen: bool = False


class Layout(NamedTuple):
    """The places of all tiles on the map and in the list below it, in cells from the top left corner of the widget."""

    map: dict[str, Region]
    list: dict[str, Region]
    legend: int  # the row of the legend, above the list
    room: int  # this many rows of the list are on screen
    hidden: int  # and this many are not

    @property
    def boxes(self) -> dict[str, Region]:
        """All boxes, of the map and of the list."""
        return {**self.map, **self.list}


def lay_out(tiles: Sequence[Tile], cells: int, rows: int) -> Layout:
    """Place the tiles at the largest size that fits, with the legend and the list below them."""
    placed = {tile.key: tile.place for tile in tiles if tile.place is not None}
    others = [tile.key for tile in tiles if tile.place is None]
    beside = max(1, cells // _SLOT)  # this many units are side by side in the list
    listed = ceil(len(others) / beside)
    left, top = (min((place[axis] for place in placed.values()), default=0) for axis in (0, 1))
    wide, high = (max((place[axis] for place in placed.values()), default=-1) + 1 for axis in (0, 1))
    wide, high = wide - left, high - top
    legend = 1
    gap_x = 1 if cells < 140 else 2
    tile_width = max(1, min(_MOST_WIDTH, (cells - (wide - 1) * gap_x) // wide)) if wide > 0 else 0
    tile_height, gap_y = _heights(high, rows - legend, listed)
    indent = max(0, cells - wide * tile_width - (wide - 1) * gap_x) // 2
    boxes = {
        key: Region(
            indent + (place[0] - left) * (tile_width + gap_x), (place[1] - top) * (tile_height + gap_y),
            tile_width, tile_height,
        )
        for key, place in placed.items()
    }  # fmt: skip
    bottom = high * (tile_height + gap_y) - gap_y if high > 0 else 0
    bottom = max(0, min(bottom, rows - legend - min(1, listed)))
    bottom += bottom + legend + listed < rows and bool(placed)  # one empty row, if there is room
    slot = cells // beside
    below = {key: Region((n % beside) * slot, bottom + legend + n // beside, slot, 1) for n, key in enumerate(others)}
    room = max(0, rows - bottom - legend)
    return Layout(boxes, below, bottom, room, max(0, listed - room))


def _heights(high: int, rows: int, listed: int) -> tuple[int, int]:
    """The heights of a tile and of the gap below it. If room is short, tiles shrink, then the list, then the gap."""
    if high <= 0:
        return 0, 0
    tries = [(height, 1, listed) for height in range(_MOST_HEIGHT, _LEAST_HEIGHT - 1, -1)]
    tries += [(_LEAST_HEIGHT, 1, min(listed, _LEAST_LIST)), (_LEAST_HEIGHT, 0, 0)]
    for height, gap, below in tries:
        if high * (height + gap) - gap + max(below, min(1, listed)) <= rows:
            return height, gap
    return max(1, min(_LEAST_HEIGHT, (rows - min(1, listed)) // high)), 0


def neighbour(layout: Layout, key: str, dx: int, dy: int) -> str:
    """The neighbour of a tile in a direction (``dx`` or ``dy`` is 1 or -1); at the edge, the tile itself.

    A tile straight ahead is preferred to a nearer tile beside the straight line. An unknown key has the first tile as
    its neighbour, or "" if there are no tiles.
    """
    boxes = layout.boxes
    here = boxes.get(key)
    if here is None:
        return next(iter(boxes), "")

    def distance(box: Region) -> tuple[int, int, int]:
        ahead = (box.x - here.x) * dx + (box.y - here.y) * dy * _ROW
        aside = abs((box.y - here.y) * dx * _ROW) + abs(_aside(here, box) * dy)
        return (ahead + _ACROSS * aside, box.y, box.x)

    ahead = {
        other: box
        for other, box in boxes.items()
        if ((box.x - here.x) * dx > 0 and box.y == here.y) or (dy and (box.y - here.y) * dy > 0)
    }
    if not ahead and dx:  # no tile in this row: the nearest one in that direction in any row
        ahead = {other: box for other, box in boxes.items() if (box.x - here.x) * dx > 0}
    kin = layout.list if key in layout.list else layout.map
    straight = {other: box for other, box in ahead.items() if dy and other in kin and not _aside(here, box)}
    nearest = straight or ahead
    return min(nearest, key=lambda other: distance(nearest[other]), default=key)


def _aside(one: Region, other: Region) -> int:
    """The sideways distance of two boxes in cells: 0 if they share a column of cells."""
    return max(0, other.x - one.right + 1, one.x - other.right + 1)


def tile_lines(
    tiles: Sequence[Tile],
    cells: int,
    rows: int,
    scale: Scale,
    *,
    title: str = "",
    figure: str = "",
    cursor: str = "",
    fresh: Container[str] = (),
    top: int = 0,
) -> list[Line]:
    """Draw the map: the tiles, then the legend, then the list. The list's ``title`` is in the legend.

    ``figure`` is the name of the figure that shades the tiles ("" if it is said elsewhere). ``cursor`` is the key of
    the tile under the cursor ("" for none). ``fresh`` are the keys of tiles that have just changed. ``top`` is the
    first row of the list that is on screen.
    """
    layout = lay_out(tiles, cells, rows)
    stroke = _stroke(tiles, layout)
    by_row: list[list[Span]] = [[] for _ in range(rows)]
    ends = [0] * rows  # the first cell after the last tile of each row
    boxes, steps = layout.boxes, {tile.key: scale.step(tile.amount) for tile in tiles}
    for tile in sorted(tiles, key=lambda tile: boxes[tile.key].x):
        box, marks = boxes[tile.key], (tile.key == cursor, tile.key in fresh)
        if tile.key in layout.map:
            drawn = _tile(tile, box, steps[tile.key], *marks, stroke, whole=ascii_only())
            drawn = drawn[: max(0, layout.legend - box.y)]
        else:
            box = box._replace(y=box.y - top)
            drawn = (_slot(tile, box.width, *marks),) if box.y > layout.legend else ()
        for y, line in enumerate(drawn, box.y):
            if 0 <= y < rows:
                by_row[y] += [Span(" " * (box.x - ends[y])), *line]
                ends[y] = box.right
    lines = [crop([span for span in spans if span.text], cells) for spans in by_row]
    if 0 <= layout.legend < rows:
        nothing = any(_sign(tile, steps[tile.key]) == SIGNS[0] for tile in tiles if tile.key in layout.map)
        heading = title if layout.list else ""
        lines[layout.legend] = legend(scale, heading, figure, layout.hidden, nothing, cells)
    return lines


def _stroke(tiles: Sequence[Tile], layout: Layout) -> int:
    """The largest size at which the figures of all tiles on the map fit; 0 (plain text) if none fits."""
    on_map = [tile for tile in tiles if tile.key in layout.map]
    if not on_map:
        return 0
    box = layout.map[on_map[0].key]
    names = max(len(name_lines(tile, box.width - 1, 2)) for tile in on_map)
    return min(stroke_for([tile.figure], box.width - 3, box.height - names - 1) for tile in on_map)


@lru_cache(maxsize=256)
def _tile(tile: Tile, box: Region, step: int, here: bool, fresh: bool, stroke: int, *, whole: bool) -> tuple[Line, ...]:
    """Draw one tile: name, figure, change, and the sign of its shade, number ``step``.

    With ``here``, the cursor is on the tile. With ``whole``, large figures are drawn without half blocks. Drawn tiles
    are cached, so a cursor move draws only two tiles.
    """
    background = Background.CURSOR if here else SHADES[step - 1] if step else Background.SHADE0
    inner = box.width - 1
    names = name_lines(tile, inner, 2 if box.height >= _LEAST_HEIGHT else 1)
    signs = (CHOSEN_SIGN if tile.chosen else "") + (FRESH_SIGN if fresh else "")
    head, unplaced = _head(names, inner, signs)
    if stroke:
        figure = [[Span(line, TextRole.STRONG)] for line in bitmap(tile.figure, stroke, whole)]
        foot = [*figure, _foot(tile, inner, step, fresh)]
    elif box.height > len(head):
        note = _note(tile, inner)
        rows_for_note = box.height - len(head) - unplaced - 1
        roomy = note and box.height > _LEAST_HEIGHT and rows_for_note > 0
        foot = [*([[Span(note)]] if roomy else []), _figure(tile, inner, step, fresh)]
    else:
        name = fit(names[0], inner - width(tile.figure) - 1)
        head, foot = [], [[Span(f"{name} ", TextRole.STRONG), Span(tile.figure, TextRole.STRONG)]]
    room = box.height - len(head) - len(foot)
    above = room // 3
    air: list[list[Span]] = [[] for _ in range(room - above)]
    if air and unplaced:  # the name leaves no room for the signs in its lines
        air[0] = [Span(" " * (inner - len(signs))), Span(signs, TextRole.STRONG)]
    rows = [*([[]] * above), *head, *air, *foot][: box.height]
    leads = (Span(CURSOR_SIGN if here and y == above else " ", TextRole.STRONG) for y in range(box.height))
    return tuple(_on((lead, *row), box.width, background) for lead, row in zip(leads, rows, strict=False))


def _on(line: Sequence[Span], cells: int, background: Background | None) -> Line:
    return tuple(span._replace(background=background) for span in spread(line, (), cells))


def _head(names: Sequence[str], cells: int, signs: str) -> tuple[list[list[Span]], bool]:
    """Draw a name's lines, with ``signs`` in the first line that has room. Also return whether no line had room."""
    rows = [[Span(name, TextRole.STRONG)] for name in names]
    beside = next((y for y, name in enumerate(names) if width(name) + len(signs) < cells), None) if signs else None
    if beside is not None:
        room = cells - len(signs)
        rows[beside] = [Span(fit(names[beside], room), TextRole.STRONG), Span(signs, TextRole.STRONG)]
    return rows, bool(signs) and beside is None


def _sign(tile: Tile, step: int) -> str:
    """The sign of the tile's shade, which the legend shows too; a space if the tile has no figure."""
    return " " if tile.amount is None else SIGNS[step]


def _figure(tile: Tile, cells: int, step: int, fresh: bool) -> list[Span]:
    """Draw the figure and its change at the left, and the sign of the shade at the right.

    If there is no room, only the figure is drawn.
    """
    change = f" {tile.change}" if tile.change else ""
    short = change.replace(" ", "") if "=" not in change else change
    sign = (Span(_sign(tile, step)), Span(" "))
    for moved in (change, short, ""):
        left = [Span(tile.figure, TextRole.STRONG, fresh), Span(moved, tile.role)]
        if line_width((*left, *sign)) < cells:
            return [*spread(left, sign, cells)]
    return [Span(tile.figure, TextRole.STRONG, fresh)]


def _foot(tile: Tile, cells: int, step: int, fresh: bool) -> list[Span]:
    """Draw the line below a large figure: the figure's change, the tile's note, and the sign of the tile's shade."""
    left = [Span(tile.change, TextRole.STRONG, fresh)]
    if note := _note(tile, cells - line_width(left) - 5):
        left.append(Span(f"  {note}" if tile.change else note))
    return [*spread(left, (Span(_sign(tile, step)), Span(" ")), cells)]


def _note(tile: Tile, cells: int) -> str:
    """The longest of the tile's notes that fits; "" if none fits."""
    return next((note for note in tile.notes if width(note) <= cells), "")


@lru_cache(maxsize=256)
def name_lines(tile: Tile, cells: int, most: int) -> Sequence[str]:
    """Break a tile's name into at most ``most`` lines as narrow as possible, or use one of its shorter names.

    A name is cut only if even the shortest one does not fit. Phường 1 and Phường 11 never look alike.
    """
    for name in (tile.name, *tile.briefs):
        broken = halves(name) if width(name) > cells and most > 1 else [name]
        if len(broken) <= most and all(width(line) <= cells for line in broken):
            return broken
    shortest = min((tile.name, *tile.briefs), key=width)
    lines = wrap(shortest, max(1, cells))
    return lines if len(lines) <= most else [*lines[: most - 1], fit(" ".join(lines[most - 1 :]), cells)]


@lru_cache(maxsize=256)
def _slot(tile: Tile, cells: int, here: bool, fresh: bool) -> Line:
    """Draw a unit of the list on one line: name, figure, change."""
    change = f" {tile.change}" if tile.change else ""
    figure = [Span(tile.figure, TextRole.STRONG, fresh), Span(change, tile.role)]
    head = (CURSOR_SIGN if here else " ") + (CHOSEN_SIGN if tile.chosen else "") + (FRESH_SIGN if fresh else "")
    room = cells - line_width(figure) - width(head) - 3
    line = (Span(head, TextRole.STRONG), Span(f"{name_lines(tile, max(1, room), 1)[0]} "), *figure)
    return _on(line, cells, Background.CURSOR if here else None)
