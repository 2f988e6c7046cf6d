"""Rows can be told apart at 80x24: what is sorted by is in sight, units by their short names, codes by their ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cchc_tui.boards.board import GROUPINGS
from cchc_tui.boards.late import LateBoard
from cchc_tui.texts.tui import GROUPINGS as GROUP_NAMES
from cchc_tui.tui.overlays.search import _words
from cchc_tui.tui.style.render import fit_tail
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow, arrange, header_lines, row_line
from cchc_tui.tui.widgets.ordering import Order
from tests.kits.steps import step
from tests.kits.tui_fakes import FakeSource, make_app

SMALL = (80, 24)
#: Officers of the units with the longest names; some are known by name.
OFFICERS = ("ldtbxh", "van-phong", "tnmt", "29878", "29896")


class OfOfficers(FakeSource):
    """Officers of many units, and one whose own name is long."""

    def late(self, *args: object, **more: object) -> LateBoard:
        board = super().late(*args, **more)
        if board.by != "officer":
            return board
        rows = [replace(row, unit=OFFICERS[n % len(OFFICERS)]) for n, row in enumerate(board.rows)]
        rows[3] = replace(rows[3], name="Nguyễn Thị Phương Thảo")
        return replace(board, rows=tuple(rows))


def keys(app) -> list[str]:
    return [spot.column.key for spot in app.screen.grid.placed]


async def test_the_column_that_rows_are_sorted_by_is_in_sight_at_80_columns_in_every_grouping(until):
    app = make_app(OfOfficers())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("2")
        await until(pilot, "Nhóm theo đơn vị", "Phường 6")
        for by in GROUPINGS:
            app.screen.action_group(by)
            await until(pilot, f"Nhóm theo {GROUP_NAMES[by]}", "▶")
            for column in app.screen.grid.columns:
                if not (column.sortable and column.title):
                    continue
                with step((by, column.key)):
                    app.screen.grid._take(Order(column.key, True))
                    await pilot.pause()
                    assert column.key in keys(app)
                    assert "name" in keys(app)
                    spot = next(spot for spot in app.screen.grid.placed if spot.column.key == column.key)
                    assert spot.end <= SMALL[0] - 1
                    if by in ("officer", "field", "procedure"):
                        assert "unclosed" in keys(app)


async def test_s_reaches_every_column_of_a_small_window_and_brings_it_into_sight(until):
    app = make_app(OfOfficers())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("2")
        await until(pilot, "▶", "Phường 6")
        seen = []
        for _ in range(30):
            await pilot.press("s")
            await pilot.pause()
            seen.append(app.screen.grid.sorting.key)
            assert seen[-1] in keys(app)
        assert {"late", "overdue", "unclosed", "due_soon", "rate", "rate_change", "median", "total", "name"} <= set(
            seen
        )


async def test_officers_are_named_with_the_short_name_of_their_unit_where_there_is_no_room(until):
    app = make_app(OfOfficers())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("2", "g", "g", "g")
        shown = await until(pilot, "Cán bộ 1 · LĐ-TB&XH", "Nguyễn Thị Phương Thảo · P.6", "kết thúc")
        assert "…" not in "\n".join(shown.split("\n")[3:21])
        assert "Phòng Lao động - Thương binh và Xã hội" in shown.split("\n")[-2]  # the row under the cursor, whole
        await pilot.resize_terminal(200, 40)
        await until(pilot, "Cán bộ 1 · Phòng Lao động - Thương binh và Xã hội", "Nguyễn Thị Phương Thảo · Phường 6")


NAMES = GridColumn("name", "Tên", 4, measured=True, stays=True)
FIGURES = tuple(GridColumn(f"n{place}", f"Số {place}", 6, right=True, drop=place) for place in range(1, 5))


def a_row(name: str, short: str = "") -> GridRow:
    return GridRow(name, (Cell(name, short=short), *(Cell("1") for _ in FIGURES)))


LONG, MIDDLE, SHORT = a_row("N" * 60, "S" * 30), a_row("N" * 20, "S" * 10), a_row("NN")


@pytest.mark.parametrize(
    ("cells", "in_sight", "width", "short", "follows"),
    [
        (100, (SHORT,), 60, False, False),  # room for all names
        (70, (SHORT,), 30, True, False),  # for their short forms
        (50, (MIDDLE,), 10, True, True),  # for those in sight
        (50, (LONG,), 30, True, True),  # not even that: figures go, names don't
    ],
)
def test_names_give_way_before_figures_do(cells, in_sight, width, short, follows):
    placed, after_sight = arrange((NAMES, *FIGURES), (LONG, MIDDLE, SHORT), in_sight, cells)
    assert (placed[0].width, placed[0].short, after_sight) == (width, short, follows)
    assert (len(placed) == 5) == (in_sight != (LONG,))


def test_names_stay_whole_where_only_a_drawing_would_go():
    bar = GridColumn("bar", "", 6, drop=6)
    rows = [GridRow(row.key, (*row.cells, Cell())) for row in (LONG, MIDDLE)]
    placed, _ = arrange((NAMES, *FIGURES, bar), rows, rows, 95)
    assert placed[0].width == 60
    assert "bar" not in [spot.column.key for spot in placed]


def test_names_stay_whole_where_short_ones_make_room_for_no_other_column():
    wide = GridColumn("lever", "Còn nhiều điểm nhất", 40, drop=4)
    rows = [GridRow(row.key, (*row.cells, Cell())) for row in (LONG, MIDDLE)]
    placed, follows = arrange((NAMES, *FIGURES, wide), rows, rows, 95)
    assert (placed[0].width, placed[0].short, follows) == (60, False, False)
    assert "lever" not in [spot.column.key for spot in placed]


def test_a_code_is_shortened_before_the_text_beside_it_is_cut_to_a_few_letters():
    code = GridColumn("code", "Mã", 24, tail=True, short=13)
    words = GridColumn("words", "Thủ tục", 10, measured=True, cut=True, stays=True)
    row = GridRow("1", (Cell("000.00.13.H20-210111-…"), Cell("Đăng ký biến động quyền sử dụng đất"), Cell("1")))
    figure = GridColumn("late", "Trễ", 6, right=True)
    for cells, shown, room in ((80, False, 35), (59, False, 24), (58, True, 34), (47, True, 23)):
        placed, _ = arrange((code, words, figure), (row,), (row,), cells)
        assert [(spot.short, spot.width) for spot in placed[:2]] == [(shown, 13 if shown else 24), (False, room)]


@pytest.mark.parametrize("key", ["n1", "n2", "n3", "n4"])
@pytest.mark.parametrize("chosen", [(), ("name", "n1", "n2", "n3", "n4")], ids=["as they come", "chosen"])
def test_what_is_sorted_by_stays_however_narrow_the_window(key, chosen):
    for cells in range(30, 100):
        placed, _ = arrange((NAMES, *FIGURES), (MIDDLE,), (MIDDLE,), cells, chosen, key)
        assert key in [spot.column.key for spot in placed], cells
        assert all(spot.end < cells for spot in placed)


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [
        ("000.00.35.H20-210107-…", 9, "…210107-…"),
        ("000.00.35.H20-210107-0012", 12, "…210107-0012"),
        ("000.00.35.H20-210107-12345", 13, "…210107-12345"),
        ("H15.50-251203-…", 9, "…251203-…"),
        ("ngắn", 9, "ngắn     "),
        ("dài", 1, "…"),
        ("dài", 0, ""),
    ],
)
def test_of_a_code_that_is_cut_the_end_is_shown(text, cells, shown):
    assert fit_tail(text, cells) == shown


async def test_a_unit_s_page_shows_the_day_of_each_code_and_more_of_its_procedure(app, until):
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("2")
        await until(pilot, "▶", "Phường 6")
        await pilot.press("enter")
        shown = await until(pilot, "(che)", "…211015-…")
        assert "000.00." not in "\n".join(shown.split("\n")[5:])
        assert "Hẹn trả" in shown
        await pilot.resize_terminal(160, 40)
        await until(pilot, "000.00.30.H20-211015-…")


async def test_a_list_across_units_says_the_unit_of_each_dossier_at_80_columns(app, until):
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("2", "g")
        await until(pilot, "Đất đai")
        await pilot.press("enter")
        shown = await until(pilot, "Đơn vị", "P.6", "Hẹn trả")
        assert "Tình trạng" in shown
        await pilot.resize_terminal(180, 40)
        await until(pilot, "Phường 6  ")


async def test_a_dossier_that_is_found_has_its_due_date_and_state(app, until):
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("slash", *"211003")
        shown = await until(pilot, "…211003-…", "P.6 · ")
        row = next(line for line in shown.split("\n") if "▶" in line)
        assert "2021" in row
        assert any(state in row for state in ("quá hạn", "chưa kết thúc", "giải quyết trễ hạn", "trong hạn"))


def test_columns_in_short_form_keep_their_titles():
    code = GridColumn("code", "Mã hồ sơ", 22, stays=True, tail=True, short=9)
    lost = GridColumn("lost", "Cột khác", 40, drop=1)
    row = GridRow("1", (Cell("000.00.35.H20-210107-…"), Cell("chữ")))
    placed, _ = arrange((code, lost), (row,), (row,), 60)
    words = "".join(span.text for span in row_line(row, placed, "  "))
    assert "…210107-…" in words
    assert "000.00" not in words
    assert "Mã hồ sơ" in "".join(span.text for line in header_lines(placed, "", True) for span in line)


def test_the_words_of_a_hit_are_short_or_whole():
    source = FakeSource()
    hit = next(hit for hit in source.search("211003").hits if hit.line is not None)
    units = source.registry.units.by_key
    line = replace(hit.line, procedure="Thủ tục đăng ký khai sinh")
    hit = replace(hit, line=line, detail="Phường 6 · Thủ tục đăng ký khai sinh")
    assert _words(hit, True, units) == "…211003-…  P.6 · Đăng ký khai sinh"
    assert _words(hit, False, units) == f"{hit.title}  Phường 6 · Đăng ký khai sinh"
