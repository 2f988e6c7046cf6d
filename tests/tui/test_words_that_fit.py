"""What lines of one row say where there is little room, what a digit sorts by, what Enter takes, what help says."""

from __future__ import annotations

import pytest

from cchc_tui.texts.language import one_line, use
from cchc_tui.tui.keys import actions
from cchc_tui.tui.session.status import AppStatus, Time
from cchc_tui.tui.style.render import Span, enough, line_width
from cchc_tui.tui.widgets.footer import footer_line
from cchc_tui.tui.widgets.header import header_line
from tests.kits.store_kit import at

SMALL = (80, 24)


def words(line) -> str:
    return "".join(span.text for span in line)


async def test_the_first_screen_tells_of_presenting_and_of_the_way_out(app, until):
    async with app.run_test(size=SMALL) as pilot:
        shown = await until(pilot, "sắp đến hạn")
        assert "F5 chiếu" in shown
        assert "F10 thoát" in shown
        await pilot.press("2")
        assert "F1 F10 " in (await until(pilot, "▶  1", "Phường 6")).split("\n")[-1]


def test_the_footer_gives_up_the_far_keys_first_and_help_last():
    here = actions.footer(actions.of("late", "ranked", "arranged", "grid", "app"))
    for cells in range(20, 160):
        line = words(footer_line(here, {}, "", ((Span("1 2"),), (Span("1-2"),)), cells))
        assert "F1" in line
        assert ("F10" in line) or "s sắp xếp" not in line, cells
    assert "F10" in words(footer_line(here, {}, "", ((Span("1 2"),), (Span("1-2"),)), 60))


def test_in_the_header_a_long_name_stays_apart_from_the_moment_and_whole_while_anything_else_can_go():
    status = AppStatus("TP Cao Lãnh", at("11-10 08:30"), "một phút trước", clock="08:31", time=Time.SET)
    name = "Tặng Giấy khen của Chủ tịch UBND cấp xã"
    line = words(header_line(status, None, ("Dịch vụ công trực tuyến", name), 80))
    assert line == f" {name}{' ' * 17}10/11 08:30 · tập huấn "
    longer = words(header_line(status, None, (f"{name}, phường và thị trấn",), 80))
    assert longer.endswith("… 10/11 08:30 · tập huấn ")
    assert len(longer) == 80


def test_between_the_way_to_a_screen_and_the_moment_there_are_two_blanks_or_the_place_is_left_out():
    status = AppStatus("TP Cao Lãnh", at("11-10 08:30"), "vừa xong", clock="08:31", time=Time.SET)
    for cells in range(60, 120):
        line = words(header_line(status, None, ("Tổng quan",), cells))
        assert "Tổng quan  " in line, line
        assert len(line) == cells


def test_data_that_are_old_say_so_beside_the_longest_name():
    status = AppStatus("", at("11-10 08:30"), "3 giờ trước", stale=True, clock="11:31", time=Time.LIVE)
    line = words(header_line(status, None, ("Xác định, xác định lại mức độ khuyết tật và cấp Giấy xác nhận",), 80))
    assert "… 10/11 08:30 · ⚠ CŨ: 3 giờ trước" in line


def test_findings_without_room_are_counted_as_kinds():
    pieces = [(Span("một" * 6),), (Span("hai" * 6),), (Span("ba" * 6),)]
    line = enough((), pieces, " · ", 40, "và {n} loại khác")
    assert words(line) == f"{'một' * 6} · và 2 loại khác"
    assert line_width(line) <= 40
    assert words(enough((), pieces, " · ", 30, "và {n} loại khác")) == f"{'một' * 6} · +2"
    assert words(enough((), pieces, " · ", 21, "và {n} loại khác")) == f"{'một' * 6} ·…"


async def test_the_digit_of_a_column_sorts_by_it_as_it_is_read_and_again_turns_it_round(app, until):
    async with app.run_test(size=(120, 34)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2")
        await until(pilot, "▶  1", "Phường 6")
        await pilot.press("s")
        grid = app.screen.grid
        there = [spot.column.key for spot in grid.placed if spot.column.sortable and spot.column.title]
        digit = str(there.index(grid.sorting.key) + 1)
        column = grid.sorting.key
        assert grid.sorting == (column, True)
        await pilot.press(digit)
        assert grid.sorting == (column, True)
        await pilot.press(digit)
        assert grid.sorting == (column, False)


async def test_what_is_typed_is_what_enter_takes_and_no_row_seems_to_be(app, until):
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("at")
        await until(pilot, "Xem lúc", "▶")
        await pilot.press("0", "8")
        await until(pilot, "Enter nhận chữ vừa gõ", gone="▶")
        await pilot.press("ctrl+u")
        await until(pilot, "▶", gone="Enter nhận chữ vừa gõ")


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ("2", "hạng theo số hồ sơ trễ, trong các dòng của bảng"),
        ("d", "hạng theo số hồ sơ đến hạn hôm nay"),
        ("1", "số đơn vị báo cáo thay đổi bao nhiêu"),
    ],
)
async def test_help_says_of_each_board_what_it_ranks_by_and_counts_changes_of(app, until, keys, says):
    async with app.run_test(size=(140, 60)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press(keys)
        await until(pilot, "▶", "Phường 6")
        await pilot.press("f1")
        await until(pilot, "ĐANG XEM")
        seen = ""
        for _ in range(8):
            seen += " ".join((await until(pilot, "Trợ giúp ›")).split())
            await pilot.press("pagedown")
            await pilot.pause()
        assert says in seen


async def test_a_board_is_reached_from_its_help_and_end_shows_its_last_line(app, until):
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("f1")
        await until(pilot, "ĐANG XEM")
        await pilot.press("end")
        await until(pilot, "không ai nhận tệp", gone="ĐANG XEM")
        await pilot.press("2")
        await until(pilot, "Nhóm theo đơn vị", gone="Trợ giúp ›")


def test_a_title_broken_within_a_word_is_whole_in_one_line():
    use("en")
    try:
        assert one_line("Quá\nhạn") == "Overdue"
    finally:
        use("vi")
    assert one_line("Quá\nhạn") == "Quá hạn"
