"""What the boards show, and how one gets from one to the next."""

from __future__ import annotations

import pytest

from cchc_tui.boards.counts import Counts
from cchc_tui.boards.late import BOARD, LateBoard, LateRow
from cchc_tui.boards.listed import board_of
from cchc_tui.domain.problems import Problem, Severity
from cchc_tui.texts.tui import BOARD_NAMES
from cchc_tui.tui.keys.boards import BOARDS
from cchc_tui.tui.screens.leaderboard_rows import LeaderboardView, columns, grid_rows
from cchc_tui.tui.style.problem_text import sentence_within
from tests.kits.tui_fakes import FakeSource, make_app

SIZE = (80, 24)


async def test_the_overview_comes_first_with_the_two_figures_large(app, until):
    async with app.run_test(size=SIZE) as pilot:
        shown = await until(pilot, "TP Cao Lãnh", "sắp đến hạn", "Phường 2 kết thúc 4 hồ sơ")
        lines = shown.split("\n")
        assert "TP Cao Lãnh › Tổng quan" in lines[0]
        assert "10/11/2021 08:30 · 3 phút trước" in lines[0]
        # Five rows of half blocks: the 1 of 1.416 stands on a foot of six.
        assert lines[7].strip().startswith("██████ ██")
        for figure in ("quá hạn 420", "chưa kết thúc 350", "quá hạn 969", "chưa kết thúc 808"):
            assert figure in shown


async def test_figures_grow_where_there_is_room(app, until):
    async with app.run_test(size=(140, 40)) as pilot:
        shown = await until(pilot, "quá hạn 969 = · chưa kết thúc 808 =", "Chủ Nhật")
        assert "████████████  ████" in shown  # twice as wide, twice as high
        assert "350 chỉ vì chưa kết thúc" in shown


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (110, 30), (250, 70)], ids=str)
async def test_what_can_be_brought_down_stands_below_each_large_figure_at_every_size(app, until, size):
    async with app.run_test(size=size) as pilot:
        await until(pilot, "quá hạn 420 ", "chưa kết thúc 350 ", "quá hạn 969 =", "chưa kết thúc 808 =")


@pytest.mark.parametrize(
    ("key", "board", "says"),
    [
        ("2", "Hồ sơ trễ hạn", "Phường 11"),
        ("4", "Mô hình", "đang"),
        ("0", "Nguồn dữ liệu", "nhan-rong-mo-hinh.xlsx"),
    ],
)
async def test_a_digit_opens_its_board_and_1_leads_back(app, until, key, board, says):
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "Cấp xã")
        await pilot.press(key)
        await until(pilot, f"› {board}", says)
        await pilot.press("1")
        await until(pilot, "› Tổng quan", "TRỄ NHIỀU NHẤT")


async def test_f2_goes_through_all_boards_and_round(app, until):
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, "Cấp xã")
        for board in (*BOARDS[1:], BOARDS[0]):
            await pilot.press("f2")
            await until(pilot, f"› {BOARD_NAMES.get(board.name) or board_of(board.name).title}")


async def test_numbers_are_right_aligned_with_thousands_points_and_levels_stand_at_the_foot(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        shown = await until(pilot, "Cấp xã", "3.253")
        lines = shown.split("\n")
        worst = next(line for line in lines if "Phường 6" in line)
        total = next(line for line in lines if "Cấp xã" in line)
        assert worst.index("412") + 3 == total.index("3.253") + 5
        assert lines.index(total) > lines.index(worst)
        assert "Chưa rõ đơn vị" in shown  # what is in no unit is not left out unseen


@pytest.mark.parametrize(
    ("cells", "titles", "gone"),
    [
        # What a meeting asks first: who got worse, in each figure, and since when. How long, and of how many, follow.
        (140, ["Trễ↓", "±", "hạn", "±", "kết thúc", "±", "đến hạn", "±", "trễ", "±", "30 ngày qua"], "ở giữa"),
        (155, ["trễ", "±", "trễ ở giữa", "30 ngày qua"], "số"),
        (200, ["trễ", "±", "trễ ở giữa", "số", "30 ngày qua"], ""),
    ],
)
async def test_a_wide_board_has_every_change_then_the_last_days_then_how_long(app, until, cells, titles, gone):
    async with app.run_test(size=(cells, 40)) as pilot:
        await pilot.press("2")
        shown = await until(pilot, "Phòng Lao động - Thương binh và Xã hội", "8,3 %", "30 ngày qua")
        heading = next(line for line in shown.split("\n") if "30 ngày qua" in line)
        assert " ".join(titles) in " ".join(heading.split())
        assert not gone or gone not in heading.split("30 ngày qua")[0].replace("Số ngày", "")


async def test_columns_are_dropped_from_the_right_and_names_never_cut(app, until):
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("2")
        wide = await until(pilot, "Phòng Lao động - Thương binh và Xã hội", "30 ngày qua", "8,3 %")
        assert "đến hạn" in wide
    narrow_app = make_app(FakeSource())
    async with narrow_app.run_test(size=(62, 24)) as pilot:
        await pilot.press("2")
        narrow = await until(pilot, "Phòng Lao động - Thương binh và Xã hội", "158")
        assert "Trung vị" not in narrow
        assert "%" not in narrow
        assert "…" not in "\n".join(narrow.split("\n")[3:])
        figures = ["412", "=", "123", "103", "11", "8,3", "%"]
        for width in (61, 64, 66, 70, 76, 84, 90):
            await pilot.resize_terminal(width, 24)
            await pilot.pause()
            row = next(line for line in (await until(pilot, "Phường 6 ")).split("\n") if "Phường 6 " in line)
            told = row.rstrip("┃│█▉▊▋▌▍▎▏ ").split("Phường 6")[1].split()
            assert told[: len(figures)] == figures[: len(told)]  # a column is there whole or not at all


async def test_g_groups_by_field_procedure_officer_and_age(app, until):
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("2")
        await until(pilot, "Nhóm theo đơn vị", "Phường 6")
        for words, row in (
            ("lĩnh vực", "Đất đai"),
            ("thủ tục", "Cấp giấy phép xây dựng nhà ở riêng lẻ"),
            ("cán bộ", "Cán bộ 3 · Phường 6"),
            ("số ngày trễ", "trên 30 ngày"),
        ):
            await pilot.press("g")
            await until(pilot, f"Nhóm theo {words}", row)
        await pilot.press("f4")  # the function key does the same, for input methods that swallow letters
        await until(pilot, "Nhóm theo đơn vị", "Phường 6")


def test_officers_are_numbered_and_barred_by_what_they_are_sorted_by():
    rows = (
        LateRow("29878/1", "29878", "Cán bộ số 1", "", Counts(late=10, unclosed=1)),
        LateRow("29878/2", "29878", "Cán bộ số 2", "", Counts(late=4, unclosed=4)),
        LateRow("29878/3", "29878", "Cán bộ số 3", "", Counts(late=8, unclosed=2)),
    )
    for by, order, bars in (("officer", [2, 3, 1], [1.0, 0.5, 0.25]), ("field", [1, 3, 2], [1.0, 0.8, 0.4])):
        table = BOARD.table(LateBoard(0, 0, by, None, {}, rows, Counts()), screen=True)
        view = LeaderboardView(table, cells=120)
        assert [key for key, *_ in grid_rows(view)] == [f"29878/{n}" for n in order]
        place = {column.key: n for n, column in enumerate(columns(view))}
        cells = [row.cells for row in grid_rows(view)]
        assert [row[place["rank"]].text for row in cells] == ["1", "2", "3"]
        assert [row[place["bar"]].bar for row in cells] == bars


async def test_the_rank_of_officers_is_explained_by_what_is_not_closed(app, until):
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("2", "g", "g", "g")
        await until(pilot, "Nhóm theo cán bộ", "Cán bộ 3 · Phường 6")
        assert app.screen.column_meaning("rank") == "hạng theo chưa kết thúc, trong các dòng của bảng"
        await pilot.press("g", "g")
        await until(pilot, "Nhóm theo đơn vị", "Phường 6")
        assert not app.screen.column_meaning("rank")  # the general words: by late dossiers


async def test_age_bands_have_no_column_of_dossiers_that_are_not_late(app, until):
    async with app.run_test(size=(200, 30)) as pilot:
        await pilot.press("2")
        await until(pilot, "Nhóm theo đơn vị", "đến hạn", "Tổng")
        await pilot.press("G")
        await until(pilot, "Nhóm theo số ngày trễ", "trên 30 ngày", gone="đến hạn")
        assert {"due_soon", "total", "rate"}.isdisjoint(column.key for column in app.screen.grid.columns)


async def test_age_bands_stand_in_their_own_order(app, until):
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("2", "g", "g", "g", "g")
        shown = await until(pilot, "Xếp theo số ngày trễ ↑", "trên 30 ngày")
        places = [shown.index(band) for band in ("1–2 ngày", "3–5 ngày", "6–10 ngày", "11–30 ngày", "trên 30 ngày")]
        assert places == sorted(places)


async def test_s_sorts_by_the_next_column_and_r_turns_it(app, until):
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("2")
        await until(pilot, "Xếp theo trễ ↓", "Phường 6")
        await pilot.press("f6", *["s"] * 11)  # columns that are not in sight come into it
        shown = await until(pilot, "Xếp theo đơn vị ↑")
        names = [line for line in shown.split("\n") if "Phòng" in line or "Phường" in line or "Xã" in line]
        assert "Phòng Giáo dục và Đào tạo" in names[0]
        await pilot.press("r")
        shown = await until(pilot, "Xếp theo đơn vị ↓")
        assert "Xã Tịnh Thới" in shown.split("\n")[4]


async def test_l_shows_one_level_and_its_total_alone(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "Cấp cả hai", "Phường 6")
        await pilot.press("l", "f7")
        shown = await until(pilot, "Cấp xã   Xếp theo", "3.253")
        assert "1.416" not in shown
        assert "Phòng" not in shown
        assert len(app.screen.grid.rows) == 15


def test_a_problem_nobody_has_words_for_is_still_told():
    problem = Problem(Severity.NOTED, "brand_new", row=7, value="x")
    assert sentence_within(problem) == "Vấn đề brand_new, dòng 7: “x”"


async def test_board_0_tells_what_became_of_each_file(app, until):
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("0")
        shown = await until(pilot, "✗ từ chối", "✓ đã nhận", "! một phần", "/srv/cchc/inbox")
        assert "may-chu nhận tệp" in shown
        await until(pilot, "Trang “Sheet1”")
        await pilot.press("down", "down")
        await until(pilot, "62.000 dòng: ", "Trang “Sheet1”, dòng 118, cột “Ngày tiếp nhận”")
        await pilot.press("g")
        await until(pilot, "[phát hiện 3]", "Ghi lùi ngày kết thúc")
        await pilot.press("f4")
        await until(pilot, "[lỗi trong tệp 2]")
        await pilot.press("f4")
        await until(pilot, "[đối chiếu 2]", "báo cáo ghi 410, danh sách hồ sơ cho 412")
