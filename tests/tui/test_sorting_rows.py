"""Any column sorts: s for the next one, its number at once; the cursor stays on its row; it is kept for the user."""

from __future__ import annotations

from cchc_tui.tui.app import CchcApp
from cchc_tui.tui.session.preferences import Prefs, load, save
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.sortable import SortableGrid
from tests.kits.steps import step
from tests.kits.tui_fakes import FakeSource, make_app

SIZE = (120, 40)


def names(shown: str) -> list[str]:
    """The units from the top."""
    kinds = ("Phường", "Xã ", "Phòng", "Thanh tra", "Văn phòng")
    starts = (min((line.find(kind) for kind in kinds if kind in line), default=-1) for line in shown.split("\n"))
    return [line[at:].split("  ")[0] for line, at in zip(shown.split("\n"), starts, strict=True) if at >= 0]


async def go_to_late(pilot, until):
    await until(pilot, "sắp đến hạn")
    await pilot.press("2")
    return await until(pilot, "Xếp theo trễ ↓", "Phường 6")


async def test_s_shows_numbers_over_the_columns_and_a_digit_sorts_by_its_column(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await go_to_late(pilot, until)
        await pilot.press("s")
        shown = await until(pilot, "Xếp theo ± trễ ↓")
        assert shown.split("\n")[2].split()[:3] == ["1", "2", "3"]
        await pilot.press("1")
        shown = await until(pilot, "Xếp theo đơn vị ↑")
        wards = [name for name in names(shown) if name.startswith("Phường ") and name[7:].isdecimal()]
        assert wards == ["Phường 1", "Phường 2", "Phường 3", "Phường 4", "Phường 6", "Phường 11"]
        await pilot.press("1")
        shown = await until(pilot, "Xếp theo đơn vị ↓")
        assert names(shown)[0] == "Xã Tịnh Thới"
        await pilot.press("4")
        await until(pilot, "Xếp theo quá hạn ↓")


async def test_another_key_ends_the_numbers_and_digits_are_boards_again(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await go_to_late(pilot, until)
        await pilot.press("s")
        await until(pilot, "Xếp theo ± trễ ↓")
        await pilot.press("down", "1")
        await until(pilot, "› Tổng quan")


async def test_esc_ends_the_numbers_and_nothing_else(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await go_to_late(pilot, until)
        await pilot.press("enter")
        await until(pilot, "2110")
        await pilot.press("s", "escape")
        await pilot.pause()
        await until(pilot, "Hồ sơ trễ hạn › ", "2110")


async def test_the_numbers_go_by_themselves_after_some_seconds(app, until, monkeypatch):
    monkeypatch.setattr("cchc_tui.tui.widgets.sortable._PICK_SECONDS", 0.2)
    async with app.run_test(size=SIZE) as pilot:
        shown = await go_to_late(pilot, until)
        titles = shown.split("\n")[2]
        await pilot.press("s")
        for _ in range(100):
            await pilot.pause(0.03)
            shown = await until(pilot, "Xếp theo ± trễ ↓")
            if shown.split("\n")[2] == titles:
                break
        assert shown.split("\n")[2] == titles


async def test_the_cursor_stays_on_its_unit(app, until):
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await pilot.press("down", "s", "1")
        shown = await until(pilot, "Xếp theo đơn vị ↑", "▶")
        assert "Phường 6" in next(line for line in shown.split("\n") if line.startswith("▶"))
        assert app.screen.query_one(Grid).cursor_key == "29878"


async def test_a_cursor_that_was_never_moved_goes_to_the_first_of_the_new_order(app, until):
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await pilot.press("s", "1")
        await until(pilot, "Xếp theo đơn vị ↑", "▶ 24")
        await pilot.press("enter")
        await until(pilot, "Phòng Giáo dục và Đào tạo", "2110", "hạng 9/12")
        await pilot.press("s", "1")
        await until(pilot, "1/12.000")


async def test_rows_are_sorted_by_what_they_count_and_not_by_how_it_is_written(source, until):
    for key in source.late_by_unit:
        source.late_by_unit[key] = 9
    source.late_by_unit |= {"29878": 1000, "29884": 999, "29863": 90}
    app = make_app(source)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2")
        shown = await until(pilot, "1.000")
        assert names(shown)[:3] == ["Phường 6", "Xã Mỹ Tân", "Phường 11"]
        await pilot.press("r")
        shown = await until(pilot, "Xếp theo trễ ↑")
        assert [name for name in names(shown) if name in {"Phường 6", "Xã Mỹ Tân", "Phường 11"}] == [
            "Phường 11", "Xã Mỹ Tân", "Phường 6"
        ]  # fmt: skip


async def test_a_refresh_keeps_the_order_that_was_chosen(app, source, until):
    async with app.run_test(size=SIZE) as pilot:
        await go_to_late(pilot, until)
        await pilot.press("s", "1")
        await until(pilot, "Xếp theo đơn vị ↑")
        source.load(u29878=999)
        shown = await until(pilot, "999")
        wards = [name for name in names(shown) if name.startswith("Phường ") and name[7:].isdecimal()]
        assert wards[0] == "Phường 1"


async def test_the_order_is_there_at_the_next_start(tmp_path, until):
    kept = tmp_path / "screen.json"
    save(kept, Prefs(greeted=True))
    for start in range(2):
        app: CchcApp = make_app(FakeSource(), kept=kept)
        async with app.run_test(size=SIZE) as pilot:
            await until(pilot, "sắp đến hạn")
            await pilot.press("2")
            if not start:
                await until(pilot, "Xếp theo trễ ↓", "Phường 6")
                await pilot.press("s", "4")
            await until(pilot, "Xếp theo quá hạn ↓", "Phường 6")
    assert load(kept)[0].sorts == {"late": "-overdue"}


async def test_age_bands_keep_an_order_of_their_own(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await go_to_late(pilot, until)
        await pilot.press("s", "4")
        await until(pilot, "Xếp theo quá hạn ↓")
        await pilot.press("g", "g", "g", "g")
        await until(pilot, "Xếp theo số ngày trễ ↑", "trên 30 ngày")
        await pilot.press("g")
        await until(pilot, "Xếp theo quá hạn ↓", "Phường 6")


async def test_every_board_of_rows_sorts_by_each_of_its_columns(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        for board, views in (("0", 3), ("4", 1), ("d", 1)):
            await pilot.press(board)
            for view in range(views):
                with step((board, view)):
                    await until(pilot, "dòng 1 /")
                    await sorts_by_each_column(pilot, app.screen.query_one(SortableGrid))
                    await pilot.press("g")
                    await pilot.pause()


async def sorts_by_each_column(pilot, grid) -> None:
    shown = {grid.rows.get(i).key for i in range(len(grid.rows))}
    columns = [spot.column.key for spot in grid.placed if spot.column.sortable and spot.column.title]
    seen = set()
    for _ in columns:
        await pilot.press("s")
        seen.add(grid.sorting.key)
        assert {grid.rows.get(i).key for i in range(len(grid.rows))} == shown
    assert len(seen) >= len(columns) - 1


async def test_files_are_sorted_by_how_many_rows_they_have(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("0")
        await until(pilot, "dòng 1 / ")
        await pilot.press("s", "6")
        await until(pilot, "Dòng↓")
        grid = app.screen.query_one(SortableGrid)
        rows = [grid.rows.get(i).cells[5].value for i in range(len(grid.rows))]
        known = [
            n for n in rows if n is not None
        ]  # nobody has counted the rows of files that were refused: they are last
        assert rows == [*sorted(known, reverse=True), *[None] * (len(rows) - len(known))]
        assert len(set(known)) > 1


async def test_a_list_of_dossiers_comes_sorted_from_the_store(app, source, until):
    async with app.run_test(size=SIZE) as pilot:
        await go_to_late(pilot, until)
        await pilot.press("down", "enter")
        await until(pilot, "dòng 1 / 12.000", "2110", "Trễ")
        await pilot.press("down")
        key = app.screen.query_one(Grid).cursor_key
        await pilot.press("s")  # from days late to the next column
        await pilot.press("1")
        await until(pilot, "Mã hồ sơ", "(che)")
        for _ in range(100):
            if source.filters[-1].sort == "code":
                break
            await pilot.pause(0.03)
        await until(pilot, "dòng 11.999 / 12.000")  # the same dossier, at the other end
        assert app.screen.query_one(Grid).cursor_key == key
    assert source.filters[-1].sort == "code"


async def test_at_80_the_change_stands_beside_the_figure_that_rows_are_sorted_by(app, until):
    def keys():
        return [spot.column.key for spot in app.screen.query_one(SortableGrid).placed]

    async with app.run_test(size=(80, 24)) as pilot:
        await go_to_late(pilot, until)
        assert "change" in keys()
        assert "overdue_change" not in keys()
        await pilot.press("s", "4")
        await until(pilot, "Xếp theo quá hạn ↓")
        assert keys().index("overdue_change") == keys().index("overdue") + 1
        assert "change" not in keys()
        await pilot.resize_terminal(120, 34)
        await until(pilot, "Sắp")
        assert {"change", "overdue_change", "unclosed_change", "due_soon_change", "rate_change"} <= set(keys())
