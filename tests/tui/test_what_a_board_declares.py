"""A made-up board: which way is better, what is to be reached and what ranks stand in its declaration, and are seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import pytest

from cchc_tui.boards import listed
from cchc_tui.boards.counts import Counts
from cchc_tui.boards.late import LateBoard, LateRow
from cchc_tui.boards.leaderboard import LEVEL, NAME, RANK, Leaderboard
from cchc_tui.boards.table import Better, Column, Table, ValueType
from cchc_tui.domain.roles import Right
from cchc_tui.tui.app import CchcApp
from cchc_tui.tui.screens.leaderboard import LeaderboardScreen
from cchc_tui.tui.screens.leaderboard_rows import LeaderboardView, columns, grid_rows, total_rows
from cchc_tui.tui.screens.map_screen import table_tiles
from cchc_tui.tui.style.figures import ranks, shortfall
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.wall.change_marks import ChangeMarks
from cchc_tui.tui.wall.pages import LeaderboardPage
from cchc_tui.tui.wall.ranking import of_table
from cchc_tui.tui.wall.rows import ranking_lines
from cchc_tui.tui.wall.view import PageView as WallView
from cchc_tui.tui.widgets.bars import bar
from cchc_tui.tui.widgets.columns import GridRow, arrange, row_line
from tests.kits.tui_fakes import FakeSource
from tests.kits.tui_made_up import MOMENT


@dataclass(frozen=True)
class Hotline:
    key: str
    code: str
    name: str
    level: str
    received: int
    online: int
    share: float | None


@dataclass(frozen=True)
class HotlineBoard:
    rows: tuple[Hotline, ...]
    as_of: int = MOMENT
    data_as_of: int = MOMENT

    @property
    def levels(self) -> dict[str, Hotline]:
        return {level: Hotline(level, level, "", level, 90, 9, 0.1) for level in ("city", "commune")}


#: ``late_rate`` is the only share in the registry's targets (5 %): here it is to be exceeded.
BOARD: Leaderboard[HotlineBoard] = Leaderboard(
    "hotline",
    "Đường dây nóng",
    needs=Right.PRESENT,
    columns=(
        *(RANK, NAME, LEVEL),
        Column("received", "Tiếp nhận", ValueType.COUNT, better=Better.NEITHER),
        Column("online", "Trực tuyến", ValueType.COUNT, better=Better.MORE),
        Column(
            "share",
            "Tỷ lệ",
            ValueType.SHARE,
            better=Better.MORE,
            target="late_rate",
            main=True,
            part="online",
            whole="received",
            rule="trực tuyến / tiếp nhận",
            source="QĐ 766",
        ),
    ),
    ask=lambda moment, query: made(),
    only="all",
    order={"": "-share"},
    about="Bao nhiêu hồ sơ được nộp trực tuyến.",
)


def made(**shares: float | None) -> HotlineBoard:
    shares = {"Phường 11": 0.10, "Phường 6": 0.03, "Phường 1": None} | {
        name.replace("_", " "): share for name, share in shares.items()
    }
    names = {"Phường 11": "29863", "Phường 6": "29878", "Phường 1": "29866"}
    return HotlineBoard(
        tuple(
            Hotline(key, key, name, "commune", 100, int((shares[name] or 0) * 100), shares[name])
            for name, key in names.items()
        )
    )


@pytest.fixture(scope="module")
def registry():
    return FakeSource().registry


def a_table(registry, **shares: float | None) -> Table:
    return BOARD.table(made(**shares), registry, screen=True)


def cells(view: LeaderboardView, rows: tuple[GridRow, ...], name: str) -> dict[str, object]:
    keys = [column.key for column in columns(view)]
    row = next(row for row in rows if name in {cell.text for cell in row.cells})
    return dict(zip(keys, row.cells, strict=True))


def test_what_is_said_to_rank_ranks_and_more_is_better(registry):
    now, before = a_table(registry), a_table(registry, Phường_11=0.08, Phường_6=0.04)
    view = LeaderboardView(now, before, cells=200)
    first, second = (cells(view, grid_rows(view), name) for name in ("Phường 11", "Phường 6"))
    assert (first["rank"].text, second["rank"].text) == ("1", "2")
    assert (first["change"].text, first["change"].role) == ("▲ 2,0", TextRole.GOOD)
    assert (second["change"].text, second["change"].role) == ("▼ 1,0", TextRole.BAD)
    assert (first["online_change"].text, first["online_change"].role) == ("▲ 2", TextRole.GOOD)


def test_a_change_that_is_neither_good_nor_bad_has_no_colour(registry):
    before = made()
    before = replace(before, rows=tuple(replace(row, received=90) for row in before.rows))
    view = LeaderboardView(a_table(registry), BOARD.table(before, registry, screen=True), cells=200)
    change = cells(view, grid_rows(view), "Phường 6")["received_change"]
    assert (change.text, change.role) == ("▲ 10", TextRole.DIM)


def test_who_climbs_towards_the_best_climbs_in_the_good_colour(registry):
    now, before = a_table(registry, Phường_6=0.2), a_table(registry)
    view = LeaderboardView(now, before, cells=200)
    assert cells(view, grid_rows(view), "Phường 6")["move"].text == "▲1"
    assert cells(view, grid_rows(view), "Phường 6")["move"].role is TextRole.GOOD
    assert cells(view, grid_rows(view), "Phường 11")["move"].role is TextRole.BAD


def test_what_is_not_known_has_a_dash_and_no_place(registry):
    table = a_table(registry)
    view = LeaderboardView(table, cells=200)
    unknown = cells(view, grid_rows(view), "Phường 1")
    assert (unknown["share"].text, unknown["rank"].text, unknown["change"].text) == ("–", "", "")
    assert unknown["target"].text == ""
    assert "29866" not in ranks(table)


def test_a_cell_says_how_far_it_is_to_the_target_and_the_bars_have_its_line(registry):
    view = LeaderboardView(a_table(registry), cells=200)
    rows = grid_rows(view)
    assert cells(view, rows, "Phường 6")["target"].text == "thiếu 2 điểm %"
    assert cells(view, rows, "Phường 11")["target"].text == ""
    placed, _ = arrange(columns(view), rows, rows, 200)
    drawn = ["".join(span.text for span in row_line(row, placed, "  ")) for row in rows]
    assert all("│" in line for line in drawn)
    assert len({line.rindex("│") for line in drawn}) == 1


def test_where_less_is_better_a_cell_says_how_far_it_is_above(registry):
    table = a_table(registry)
    less = replace(table, columns=tuple(replace(one, better=Better.LESS) for one in table.columns))
    assert shortfall(less, less.main, 0.1) == "vượt 5 điểm %"
    assert shortfall(less, less.main, 0.03) == ""
    assert shortfall(less, less.main, None) == ""


def test_without_a_registry_there_is_no_target():
    view = LeaderboardView(BOARD.table(made(), screen=True), cells=200)
    assert "target" not in {column.key for column in columns(view)}


@pytest.mark.parametrize("size", [(80, 24), (200, 55)])
def test_the_wall_draws_the_line_of_the_target(registry, size):
    ranking = of_table(a_table(registry), None)
    lines = ranking_lines(ranking, WallView(*size, registry, board=None, base=None, answer=lambda _: None, since=""))
    drawn = ["".join(span.text for span in line) for line in lines]
    assert any("Phường 6" in line for line in drawn)
    marked = [line.index("│") for line in drawn if "│" in line]
    assert len(marked) >= 2
    assert len({*marked}) == 1


def of_all_units(registry) -> HotlineBoard:
    """Every unit of the city: the first has 13 %, each further one half a point less."""
    units = [unit for unit in registry.units.units if unit.valid(date(2021, 11, 10))]
    return HotlineBoard(
        tuple(
            Hotline(unit.key, unit.code, unit.name, unit.level.value, 200, 26 - n, (26 - n) / 200)
            for n, unit in enumerate(units)
        )
    )


def test_at_80_columns_the_bar_and_the_distance_stand_and_long_names_are_short_not_cut(registry):
    table = BOARD.table(of_all_units(registry), registry, screen=True)
    view = LeaderboardView(table, table, cells=80, units=registry.units.by_key)
    rows = grid_rows(view)
    placed, _ = arrange(columns(view), rows, rows, 80)
    shown = [spot.column.key for spot in placed]
    assert {"rank", "name", "share", "change", "bar", "target"} <= set(shown)
    assert shown.index("bar") < shown.index("target")
    assert next(spot.column for spot in placed if spot.column.key == "bar").title == "chỉ tiêu\n│ 5 %"
    lines = ["".join(span.text for span in row_line(row, placed, "  ")) for row in rows]
    names = [line[placed[shown.index("name")].x :].split("  ")[0] for line in lines]
    assert "…" not in "".join(lines)
    assert len({*names}) == len(rows)
    assert {"Phường 1", "Phường 11", "Xã Tân Thuận Đông", "TN&MT"} <= {*names}
    assert sum("thiếu" in line for line in lines) == 10
    assert "thiếu 0,5 điểm %" in lines[17]


def test_the_wall_has_the_first_and_the_last_with_their_distance_and_says_how_many_miss_the_target(registry):
    table = BOARD.table(of_all_units(registry), registry, screen=True)
    ranking = of_table(table, table, units=registry.units.by_key)
    view = WallView(80, 20, registry, board=None, base=None, answer=lambda _: None, since="so với 08:00")
    drawn = ["".join(span.text for span in line) for line in ranking_lines(ranking, view)]
    rows = [line for line in drawn if "%" in line and line[:5].strip().isdecimal()]
    assert [int(line[:5]) for line in rows] == [1, 2, 3, 4, 5, 23, 24, 25, 26, 27]
    assert ["thiếu" in line for line in rows] == [False] * 5 + [True] * 5
    assert rows[-1].endswith("thiếu 5 điểm %")
    assert all("│" in line for line in rows)
    assert any("│ chỉ tiêu 5 %" in line or "chỉ tiêu 5 % │" in line for line in drawn)
    last = ranking.entries[-1].name
    assert ranking.notice("").words == f"10 đơn vị chưa đạt chỉ tiêu 5 %; xa nhất là {last}, thiếu 5 điểm %."
    moved = of_table(a_table(registry), a_table(registry, Phường_11=0.08))
    assert moved.notice("so với 08:00").words == "Phường 11: tỷ lệ tăng 2,0 điểm so với 08:00."


def test_the_wall_shows_the_unit_that_its_sentence_names_with_its_own_place(registry):
    board = of_all_units(registry)
    table = BOARD.table(board, registry, screen=True)
    risen = replace(board.rows[12], share=board.rows[12].share - 0.004)
    base = BOARD.table(replace(board, rows=(*board.rows[:12], risen, *board.rows[13:])), registry, screen=True)
    ranking = of_table(table, base, units=registry.units.by_key)
    view = WallView(80, 20, registry, board=None, base=None, answer=lambda _: None, since="so với 08:00")
    assert ranking.notice("so với 08:00").words.startswith(f"{board.rows[12].name}: ")
    drawn = ["".join(span.text for span in line) for line in ranking_lines(ranking, view)]
    rows = [line for line in drawn if "%" in line and line[:5].strip().isdecimal()]
    assert [int(line[:5]) for line in rows] == [1, 2, 3, 4, 13, 23, 24, 25, 26, 27]


def test_a_reference_that_comes_marks_no_row_of_the_wall_as_moved(registry):
    def late(risen: int) -> LateBoard:
        counts = [Counts(late=90 - n - (risen if n == 12 else 0)) for n in range(20)]
        rows = (LateRow(f"{n}", f"{n}", f"Xã {n}", "commune", of, n + 1) for n, of in enumerate(counts))
        return LateBoard(0, 0, "unit", None, {}, tuple(rows), Counts())

    page, marks = LeaderboardPage("late"), ChangeMarks()
    for base, since in ((None, ""), (late(5), "so với 08:00")):
        view = WallView(80, 20, registry, board=late(0), base=base, answer=lambda _: None, since=since)
        marks.update("late", page.figures(view), ranked=True, quiet=False)
        named = page.ranking(view).notice(since).key
    assert named == "12"
    assert not marks.fresh | marks.moved


def test_a_level_alone_has_its_own_places_and_its_own_sum(registry):
    board = made()
    board = replace(board, rows=(replace(board.rows[0], level="city"), *board.rows[1:]))
    view = LeaderboardView(BOARD.table(board, registry, screen=True), cells=200, level="commune")
    rows = grid_rows(view)
    assert len(rows) == 2
    assert cells(view, rows, "Phường 6")["rank"].text == "1"
    assert [row.key for row in total_rows(view)] == ["commune"]


def test_a_map_is_shaded_by_what_ranks(registry):
    drawn = table_tiles(a_table(registry), a_table(registry, Phường_6=0.02), registry.units, ())
    tile = next(tile for tile in drawn.tiles if tile.name == "Phường 6")
    assert (tile.figure, tile.change, tile.role) == ("3,0 %", "▲ 1,0", TextRole.GOOD)
    assert drawn.shaded_by == "tỷ lệ"


def test_a_map_shades_most_what_is_furthest_from_the_target_and_not_what_is_unknown(registry):
    drawn = table_tiles(a_table(registry), None, registry.units, ())
    steps = {tile.name: drawn.scale.step(tile.amount) for tile in drawn.tiles if tile.place is not None}
    assert steps.pop("Phường 1") == 0
    assert steps["Phường 11"] == 1  # 10 %, which reaches the target of 5 %
    assert steps["Phường 6"] == 5  # 3 %
    assert drawn.scale.ends() == ("đạt chỉ tiêu", "cần chú ý")


@pytest.mark.parametrize(
    ("share", "mark", "drawn"), [(0.5, 0.8, "█████   │ "), (1.0, 0.5, "█████│████"), (0, 1.0, "         │")]
)
def test_a_bar_with_a_line(share, mark, drawn):
    assert bar(share, 10, mark) == drawn


class OneMore(CchcApp):
    """The app with that board too."""

    MODES = {**CchcApp.MODES, "hotline": partial(LeaderboardScreen, "hotline")}  # noqa: RUF012


async def test_it_is_one_line_to_have_it_on_a_screen_a_map_and_the_wall(monkeypatch, until):
    monkeypatch.setattr(listed, "LISTED", (*listed.LISTED, listed.Listed("hotline", module=__name__)))
    source = FakeSource()
    source.hotline = lambda at: made()
    app = OneMore(source, collector=lambda: source.collector)
    async with app.run_test(size=(160, 40)) as pilot:
        await until(pilot, "sắp đến hạn")
        app.switch_mode("hotline")
        await until(pilot, "› Đường dây nóng", "Phường 11", "10,0 %", "thiếu 2 điểm %", "Xếp theo tỷ lệ ↓")
        await pilot.press("c")
        source.hotline = lambda at: made(Phường_6=0.2) if at is None else made()
        source.load()
        await until(pilot, "20,0 %", "▲ 17,0", "Phường 6 ▲ 17,0", gone="thiếu")
        await pilot.press("f1")
        await until(pilot, "Tỷ lệ 10,0 % = 10 / 100: trực tuyến / tiếp nhận.", "Chỉ tiêu của tỷ lệ là 5 %", "đã đạt")
        await until(pilot, "Bao nhiêu hồ sơ được nộp trực tuyến.")
        await pilot.press("end")
        await until(pilot, "trực tuyến / tiếp nhận (Nguồn: QĐ 766)")
        await pilot.press("escape", "l")
        await until(pilot, "· cấp thành phố", gone="Phường 11")
        await pilot.press("l")
        await until(pilot, "· cấp xã", "Phường 11")
        await pilot.press("v")
        await until(pilot, "· bản đồ", "Tô màu theo tỷ lệ", "20,0 %")
        page = LeaderboardPage("hotline")
        assert page.title == "Đường dây nóng"
        assert page.queries(None)[0].compared
