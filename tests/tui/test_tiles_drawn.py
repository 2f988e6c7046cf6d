"""The tile map as lines: each unit on its place, its name whole, its figure in words, sign and shade, at every size."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_tui.boards.table import Better
from cchc_tui.tui.style.formats import number
from cchc_tui.tui.style.render import line_width
from cchc_tui.tui.style.themes import SHADES, Background
from cchc_tui.tui.widgets.tile_map import Tile, lay_out, name_lines, neighbour, tile_lines
from cchc_tui.tui.widgets.tile_scale import SIGNS, Scale
from tests.kits.line_text import text_of
from tests.kits.tui_made_up import LATE, REGISTRY

SIZES = [(60, 16), (60, 17), (66, 16), (72, 18), (80, 20), (100, 26), (120, 30), (140, 36), (200, 51), (250, 66)]


def made_up() -> tuple[Tile, ...]:
    units = REGISTRY.units.by_key
    tiles = []
    for key, late in LATE.items():
        unit = units[key]
        briefs = sorted((name for name in unit.aliases if len(name) < len(unit.name)), key=len, reverse=True)
        tiles.append(Tile(key, unit.name, number(late), late, unit.tile, tuple(briefs), "▲ 5", notes=("8,4 %",)))
    return tuple(tiles)


TILES = made_up()
ON_MAP = [tile for tile in TILES if tile.place is not None]


def in_words(amount: float) -> str:
    return number(int(amount))


SCALE = Scale(412, in_words)


def drawn(cells: int, rows: int, **more: object) -> str:
    lines = tile_lines(TILES, cells, rows, SCALE, title="Cấp thành phố", **more)  # type: ignore[arg-type]
    assert len(lines) == rows
    assert all(line_width(line) <= cells for line in lines)
    return "\n".join(text_of(line) for line in lines)


@pytest.mark.parametrize(("cells", "rows"), SIZES)
def test_every_tile_says_its_name_and_its_figure_whole(cells: int, rows: int):
    layout = lay_out(TILES, cells, rows)
    lines = tile_lines(TILES, cells, rows, SCALE)
    assert "…" not in "".join(text_of(line) for line in lines[: layout.legend])
    for tile in ON_MAP:
        box = layout.map[tile.key]
        inside = [text_of(line)[box.x : box.x + box.width] for line in lines[box.y : box.y + box.height]]
        assert " ".join(" ".join(inside).split()).startswith(tile.name)
        if "█" not in "".join(inside[1:-1]):  # not drawn large
            assert inside[-1].strip().startswith(tile.figure)


@pytest.mark.parametrize(("cells", "rows"), SIZES)
def test_no_two_tiles_lie_on_one_another_and_all_are_in_sight(cells: int, rows: int):
    layout = lay_out(TILES, cells, rows)
    taken: set[tuple[int, int]] = set()
    for box in layout.map.values():
        cover = {(x, y) for x in range(box.x, box.x + box.width) for y in range(box.y, box.y + box.height)}
        assert not cover & taken
        assert all(0 <= x < cells and 0 <= y < layout.legend for x, y in cover)
        taken |= cover


def test_at_80x24_the_departments_have_room_below_the_map():
    shown = drawn(80, 20)
    assert "Cấp thành phố" in shown
    for name in ("Phòng Nội vụ 41", "Phòng TN&MT 482", "Phòng LĐ-TB&XH 158", "Thanh tra TP 4"):
        assert name in shown
    assert shown.count("▲ 5") == 27


@pytest.mark.parametrize(("cells", "rows"), SIZES)
def test_marks_of_chosen_and_changed_units_cut_no_name(cells: int, rows: int):
    marked = [tile._replace(chosen=True) for tile in TILES]
    fresh = frozenset(tile.key for tile in TILES)
    lines = tile_lines(marked, cells, rows, SCALE, fresh=fresh, cursor="29888")
    shown = "\n".join(text_of(line) for line in lines)
    assert "…" not in "".join(text_of(line) for line in lines[: lay_out(TILES, cells, rows).legend])
    in_list = min(12, lay_out(TILES, cells, rows).room * (cells // 24))
    assert shown.count("★") == shown.count("◆") == 15 + in_list


def test_what_has_no_room_in_the_list_is_said_and_comes_with_the_cursor():
    shown = drawn(60, 16)
    assert "+3↓" in shown
    assert "Phòng QL đô thị" not in shown
    assert "Phòng QL đô thị" in drawn(60, 16, top=3)


def test_large_windows_have_large_figures():
    assert "██████" in drawn(140, 36)
    assert len([line for line in drawn(250, 66).split("\n") if "██████████" in line]) > 20


def test_five_steps_are_told_apart_without_any_colour():
    scale = Scale(100, in_words)
    tiles = [Tile(str(n), f"Xã {n}", str(amount), amount, (n, 0)) for n, amount in enumerate((0, 1, 25, 50, 75, 100))]
    for cells in (54, 120, 250):  # the same signs on tiles of any size, and in the legend
        *_, figures, legend = map(text_of, tile_lines(tiles, cells, 4, scale))
        assert [char for char in figures if char in SIGNS] == list(SIGNS)
        assert [char for char in legend if char in SIGNS] == list(SIGNS)
        assert f"{SIGNS[0]} 0 " in legend


def test_five_steps_stand_on_five_grounds_and_nothing_on_none():
    for amount, background in [(0, Background.SHADE0), *zip((1, 25, 50, 75, 100), SHADES, strict=True)]:
        lines = tile_lines([Tile("1", "Xã 1", "1", amount, (0, 0))], 40, 4, Scale(100, str))
        assert {span.background for span in lines[0]} == {background}


def test_the_tile_under_the_cursor_stands_on_a_ground_of_its_own():
    tile = Tile("1", "Xã 1", "5", 5, (0, 0))
    for lines in (
        tile_lines([tile], 40, 4, Scale(5, str), cursor="1"),
        tile_lines([tile], 140, 20, Scale(5, str), cursor="1"),
    ):
        assert text_of(lines[0]).startswith("▶Xã 1") or "▶Xã 1" in "".join(text_of(line) for line in lines)
        assert {span.background for line in lines for span in line if "Xã" in span.text} == {Background.CURSOR}


def test_the_legend_says_up_to_what_each_shade_goes():
    assert "▁ ≤82  ▃ ≤164  ▄ ≤247  ▆ ≤329  █ ≤412" in drawn(80, 20)
    few = tile_lines([Tile("1", "Xã 1", "2", 2, (0, 0))], 60, 4, Scale(2, in_words))
    assert [text_of(line).strip() for line in few][-1].count("≤") == 2  # of five steps only two differ


@given(
    amounts=st.lists(st.floats(0, 1).map(lambda share: round(share, 4)), min_size=1, max_size=30),
    target=st.none() | st.floats(0.01, 1).map(lambda share: round(share, 2)),
)
def test_where_more_is_better_the_least_has_the_strongest_shade(amounts: list[float], target: float | None):
    scale = Scale(max(amounts), str, 3, Better.MORE, min(amounts), target)
    steps = [scale.step(amount) for amount in sorted(amounts)]
    assert all(before >= after for before, after in pairwise(steps))
    assert all(1 <= step <= 5 for step in steps)
    limits = dict(scale.limits())
    for amount, step in zip(sorted(amounts), steps, strict=True):
        assert step in limits  # the legend has the shade
        if limits[step].startswith("≥"):
            assert round(amount, 3) >= float(limits[step][1:])
        elif limits[step].startswith("<"):
            assert round(amount, 3) < float(limits[step][1:]) or not amount
        if target is not None and max(amounts) >= target:
            assert (step == 1) == (round(amount, 3) >= target) or not amount


def test_the_legend_names_both_ends_by_what_is_better():
    def said(scale: Scale, cells: int = 80) -> str:
        lines = tile_lines([Tile("1", "Xã 1", "", 1, (0, 0))], cells, 4, scale, figure="tỷ lệ")
        return text_of(lines[-1]).strip()

    assert said(Scale(100, in_words)) == "tỷ lệ: tốt hơn  ▁ ≤20  ▃ ≤40  ▄ ≤60  ▆ ≤80  █ ≤100  cần chú ý"
    assert said(Scale(100, in_words, 0, Better.MORE, 50)) == (
        "tỷ lệ: tốt hơn  ▁ ≥90  ▃ ≥80  ▄ ≥70  ▆ ≥60  █ <60  cần chú ý"
    )
    assert said(Scale(100, in_words, 0, Better.MORE, 50, 90)) == (
        "tỷ lệ: đạt chỉ tiêu  ▁ ≥90  ▃ ≥80  ▄ ≥70  ▆ ≥60  █ <60  cần chú ý"
    )
    assert said(Scale(80, in_words, 0, Better.MORE, 50, 90)).startswith("tỷ lệ: tốt hơn  ▁ ≥74 ")
    assert said(Scale(0, in_words, 0, Better.MORE)) == "tỷ lệ: tốt hơn  █ 0  cần chú ý"
    assert said(Scale(100, in_words, 0, Better.NEITHER)).endswith("█ ≤100  nhiều hơn")
    assert said(Scale(100, in_words, 0, Better.MORE, 50, 90), 50) == "đạt chỉ tiêu  ▁ ≥90  ▃  ▄  ▆  █ <60  cần chú ý"


@given(most=st.integers(1, 100_000), amounts=st.lists(st.integers(0, 100_000), min_size=2, max_size=30))
def test_more_is_never_shaded_less(most: int, amounts: list[int]):
    scale = Scale(most, str)
    steps = [scale.step(amount) for amount in sorted(amounts)]
    assert all(before <= after for before, after in pairwise(steps))
    assert all((step == 0) == (amount == 0) for step, amount in zip(steps, sorted(amounts), strict=True))
    for amount in amounts:
        if 0 < amount <= most:
            below, limit = (dict(enumerate([0, *scale.edges(), most]))[scale.step(amount) - back] for back in (1, 0))
            assert below < amount <= limit


def test_names_break_between_words_and_stay_unmistakable():
    assert name_lines(Tile("1", "Phường 11", "", 0), 10, 2) == ["Phường 11"]
    assert name_lines(Tile("1", "Xã Tân Thuận Đông", "", 0), 10, 2) == ["Xã Tân", "Thuận Đông"]
    assert name_lines(Tile("1", "Phường Hòa Thuận", "", 0, briefs=("P.Hòa Thuận",)), 11, 1) == ["P.Hòa Thuận"]
    assert name_lines(Tile("1", "Phường 11", "", 0, briefs=("P11",)), 4, 1) == ["P11"]


@pytest.mark.parametrize(("cells", "rows"), SIZES)
def test_arrows_lead_from_any_tile_to_every_other(cells: int, rows: int):
    layout = lay_out(TILES, cells, rows)
    ways = {
        key: {neighbour(layout, key, dx, dy) for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1))} for key in layout.boxes
    }
    for start in ways:
        reached, edge = {start}, {start}
        while edge:
            edge = {there for key in edge for there in ways[key]} - reached
            reached |= edge
        assert reached == set(layout.boxes)


@pytest.mark.parametrize(
    ("here", "way", "there"),
    [
        ("29866", (0, 1), "29869"),  # below Phường 1 lies Phường 2
        ("29866", (0, -1), "29888"),  # above it Phường Mỹ Phú
        ("29869", (1, 0), "29875"),  # right of Phường 2 lies Phường 3
        ("29893", (-1, 0), "29890"),  # left of Xã Hòa An Xã Tân Thuận Tây
        ("29863", (-1, 0), "29890"),  # left of Phường 11 nothing lies in its row: the nearest further left
        ("29878", (0, 1), "tu-phap"),  # below the lowest row lies the list
        ("29887", (0, -1), "29887"),  # above the highest nothing
        ("29887", (0, 1), "29875"),  # straight below Xã Mỹ Trà, though Phường 1 is nearer
    ],
)
def test_arrows_go_to_the_neighbour(here: str, way: tuple[int, int], there: str):
    assert neighbour(lay_out(TILES, 80, 20), here, *way) == there


def test_a_map_of_nothing_and_a_list_alone_are_drawn():
    assert len(tile_lines([], 80, 20, Scale(0, str))) == 20
    alone = [Tile("1", "Phòng Y tế", "3", 3)]
    assert "Phòng Y tế 3" in "".join(text_of(line) for line in tile_lines(alone, 80, 20, Scale(0, str)))


@given(
    cells=st.integers(1, 260),
    rows=st.integers(1, 75),
    places=st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), unique=True, max_size=30),
    others=st.integers(0, 15),
)
def test_any_city_in_any_room_is_drawn_within_it(cells: int, rows: int, places: list[tuple[int, int]], others: int):
    tiles = [Tile(f"m{n}", f"Xã Tân Thuận {n}", "1.234", n, place, (), "▲ 12") for n, place in enumerate(places)]
    tiles += [Tile(f"o{n}", "Phòng Lao động - Thương binh và Xã hội", "5", 5) for n in range(others)]
    lines = tile_lines(tiles, cells, rows, Scale(30, str), title="Khác", cursor="m0", fresh=frozenset({"m1"}))
    assert len(lines) == rows
    assert all(line_width(line) <= cells for line in lines)
