"""What a chairman ten metres away must not have to work out: nothing cut, nothing said twice or in two amounts."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from cchc_tui.boards.board import GROUPINGS
from cchc_tui.boards.changes import BOARD, Change, ChangesBoard
from cchc_tui.boards.counts import Counts
from cchc_tui.boards.dossiers import DossierLine
from cchc_tui.domain.lateness import State
from cchc_tui.domain.moments import DAY
from cchc_tui.settings import Settings, Take
from cchc_tui.texts.language import SOURCE, use
from cchc_tui.texts.numbers import points_between
from cchc_tui.texts.tui import GROUPINGS as GROUP_NAMES
from cchc_tui.tui.screens.dossier_list import dossier_columns
from cchc_tui.tui.screens.list_columns import Context, grid_row
from cchc_tui.tui.screens.overview_lines import lesser_figures
from cchc_tui.tui.session.session import Session
from cchc_tui.tui.style.render import Span, fit_words, roomiest
from cchc_tui.tui.style.time_text import Past, past_pieces
from cchc_tui.tui.wall.changes_page import _list
from cchc_tui.tui.widgets.columns import GridRow
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.rows import Rows
from tests.kits.line_text import text_of
from tests.kits.presentation_kit import WALL
from tests.kits.steps import step
from tests.kits.store_kit import REGISTRY
from tests.kits.tui_fakes import FakeSource, make_app
from tests.kits.tui_made_up import FIELDS

SMALL = (80, 24)
LONG_AGO = "so với kết xuất trước 11/10 08:30"


def test_the_least_needed_gives_way_first_and_the_reference_last():
    lefts, right = [(Span("grouped, sorted"),), (Span("grouped"),)], (Span("since then "),)
    assert text_of(roomiest(lefts, right, 30)) == "grouped, sorted    since then "
    assert text_of(roomiest(lefts, right, 29)) == "grouped, sorted   since then "
    assert text_of(roomiest(lefts, right, 28)) == "grouped          since then "  # never one word beside the other
    assert text_of(roomiest(lefts, right, 20)) == "grouped             "


async def test_what_the_changes_count_is_said_above_every_grouping_at_80_columns(until, monkeypatch):
    app = make_app(FakeSource())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("2")
        await until(pilot, "Nhóm theo đơn vị", "Phường 6")
        monkeypatch.setattr(Session, "since_words", lambda self: LONG_AGO)
        for by in GROUPINGS:
            app.screen.action_group(by)
            await until(pilot, f"Nhóm theo {GROUP_NAMES[by]}", "▶")
            for language in ("vi", "en"):
                with step((by, language)):
                    use(language)
                    (line,) = app.screen._how_line(80)
                    use(SOURCE)
                    assert text_of(line).rstrip().endswith(LONG_AGO)
                    assert "…" not in text_of(line)


async def test_no_heading_of_a_board_is_cut_at_80_columns(until, monkeypatch):
    app = make_app(FakeSource())
    monkeypatch.setattr(Session, "since_words", lambda self: LONG_AGO)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, "sắp đến hạn")
        for key, title in (("b", "Chuyển biến"), ("d", "Sẽ quá hạn trong hôm nay"), ("f", "Dự báo")):
            with step(key):
                await pilot.press(key)
                shown = await until(pilot, title, "Phường 1 ", LONG_AGO)
                assert "…" not in shown.split("\n")[1]
                assert shown.count("11/10") == 1  # the board of changes said it twice


def test_a_change_of_a_rate_is_the_difference_of_the_two_rates_that_are_shown():
    assert points_between(0.12364, 0.12914) == -0.5  # 12,9 → 12,4
    assert points_between(0.12345, 0.12905) == -0.6  # 12,9 → 12,3, though they are nearer 0,5 apart than they look
    assert points_between(0.10, 0.10049) == 0.0
    assert points_between(None, 0.1) is None


def _changed(key: str, late: int, before: int, of: int = 10_000) -> Change:
    counts = [Counts(late=n, overdue=n, resolved_on_time=of - n, total=of) for n in (late, before)]
    return Change(key, key, key, "commune", counts[0], counts[1])


def test_the_table_and_the_wall_say_the_same_of_a_rate_and_the_largest_change_first():
    rows = (_changed("A", 1599, 1653), _changed("B", 1234, 1290))
    whole = _changed("", 2833, 2943)
    board = ChangesBoard(0, 0, 0, 0, rows, {"commune": whole, "city": whole}, whole)
    table = BOARD.table(board)
    place = next(n for n, column in enumerate(table.columns) if column.key == "rate_change")
    shown = {row[0]: row[place] for row in table.rows}
    lines = [text_of(line) for line in _list(board, better=True) if "tỷ lệ" in text_of(line)]
    for name, delta in shown.items():
        assert any(line.startswith(f"{name}:") and f"{-delta:.1f}".replace(".", ",") in line for line in lines)
    amounts = [float(line.split(" điểm")[0].rsplit(" ", 1)[1].replace(",", ".")) for line in lines]
    assert amounts == sorted(amounts, reverse=True)


def test_how_many_are_late_on_screen_only_has_no_second_change_beside_those_not_closed():
    now, then = (
        Counts(overdue=641, unclosed=374, unclosed_late=374),
        Counts(overdue=581, unclosed=327, unclosed_late=325),
    )
    overdue, unclosed, only = (text_of(line) for line in lesser_figures(now, then))
    assert "▲ 60" in overdue
    assert "▲ 47" in unclosed
    assert "374" in only
    assert "▲" not in only


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_what_dossiers_show_of_models_stands_on_the_overview_at_every_width(until, language):
    app = make_app(FakeSource())
    try:
        use(language)
        async with app.run_test(size=(60, 34)) as pilot:
            for cells in (80, 100, 110, 120, 140, 200):
                with step(cells):
                    await pilot.resize_terminal(cells, 34)
                    await until(pilot, "Phường 6", "Đoàn viên")
                    _nothing_is_missing_or_short(app, cells)
    finally:
        use(SOURCE)


def _nothing_is_missing_or_short(app, cells: int) -> None:
    """Each count of claims stands under a heading of its own; names of units and practices are whole."""
    assert app.size.width == cells
    models = app.screen.query_one(".models", Grid)
    there = {spot.column.key for spot in models.placed}
    assert {"practice", "claimed", "change", "shown", "unseen", "unknown"} <= there
    assert not any(spot.short for spot in models.placed) or cells < 200
    worst = next(grid for grid in app.screen.query(Grid) if grid is not models)
    assert {"late", "change"} <= {spot.column.key for spot in worst.placed}
    assert not any(spot.short for spot in worst.placed)


async def test_the_dates_of_a_dossier_stand_under_their_titles(until):
    app = make_app(FakeSource())
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.press("2")
        await until(pilot, "Phường 6")
        await pilot.press("enter")
        await until(pilot, "dòng 1 / ")
        await pilot.press("enter")
        lines = (await until(pilot, "CÁC LẦN KẾT XUẤT", "▶")).split("\n")
        at = next(n for n, line in enumerate(lines) if "Thời điểm" in line)
        assert lines[at + 1][lines[at].index("Hẹn trả")].isdigit()
        assert lines[at + 1][lines[at].index("Hẹn trả") - 1] == " "


async def test_no_view_of_the_sources_is_cut_at_80_columns(until):
    app = make_app(FakeSource())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("0")
        await until(pilot, "[tệp đã nhận")
        for _ in range(5):
            await pilot.press("g")
            await pilot.pause()
            tabs = text_of(app.screen.tab_line(80))
            assert tabs.count("[") == 1
            assert "…" not in tabs


async def test_the_list_of_an_officer_names_the_unit_on_top_and_in_no_column(until):
    app = make_app(FakeSource())
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("2")
        await until(pilot, "Nhóm theo đơn vị", "Phường 6")
        await pilot.press("G", "G")  # the other way round: two keys for the grouping that takes g three
        shown = await until(pilot, "Nhóm theo cán bộ", "chưa kết thúc ↓", "▶")
        assert "Cán bộ 1 · P" in next(line for line in shown.split("\n") if "▶" in line)
        await pilot.press("enter")
        await until(pilot, "Cán bộ 1 · P.6", "dòng 1 / ")
        assert "unit" not in {column.key for column in app.screen.grid.columns}


async def test_shares_of_age_bands_add_up_where_a_rate_would_always_be_whole(until):
    app = make_app(FakeSource())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("2")
        await until(pilot, "Nhóm theo đơn vị", "Phường 6")
        await pilot.press("G")
        shown = await until(pilot, "Nhóm theo số ngày trễ", "trọng", "▶")
        assert "100,0 %" not in shown
        grid = app.screen.grid
        place = next(n for n, column in enumerate(grid.columns) if column.key == "share")
        rows = [grid.rows.get(n) for n in range(len(grid.rows))]
        assert sum(row.cells[place].value for row in rows) == pytest.approx(1)
        assert sum(row.cells[place].value for row in grid.totals) == pytest.approx(1)


def test_what_is_due_today_says_its_hour():
    def texts(line: DossierLine, *, hours: bool) -> list[str]:
        context = Context(FakeSource().registry, line.received)
        return [cell.text for cell in grid_row("", dossier_columns(False, False, hours), line, context).cells]

    due = 18_000 * DAY + 36_000
    open_one = (due - DAY, due, None, None, State.DUE_SOON, 0, False)
    line = DossierLine(1, "H20-1", "Khai sinh", "", "", "29878", 4, "", *open_one)
    assert any(text.endswith(" 10:00") for text in texts(line, hours=True))
    whole_day = replace(line, due=18_000 * DAY + DAY - 1)
    assert not any(":" in text for text in texts(whole_day, hours=True))
    assert not any(":" in text for text in texts(line, hours=False))


async def test_the_ten_oldest_of_a_unit_come_on_paper_with_three_keys(until, source, tmp_path: Path):
    source.settings = Settings(take=Take(folder=str(tmp_path / "ra")))
    app = make_app(source)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, "sắp đến hạn", "▶")
        await pilot.press("enter")
        await until(pilot, "1/12.000")
        await pilot.press("e")
        await until(pilot, "6  Mười dòng đầu")
        await pilot.press("6")
        await until(pilot, "Đã ghi")
    (path,) = (tmp_path / "ra").iterdir()
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    numbers = [row[0] for row in rows if isinstance(row[0], float)]
    assert numbers == [float(n) for n in range(1, 11)]
    assert any("10 dòng đầu trong" in str(row[0]) for row in rows)


def test_words_are_cut_between_words():
    assert fit_words("Ngày không hẹn", 20) == "Ngày không hẹn"
    assert fit_words("Đoàn viên, hội viên hỗ trợ", 13) == "Đoàn viên…"
    assert len(fit_words("Đoànviênhộiviên", 6)) == 6


async def test_the_days_of_the_wall_do_not_name_a_reference_that_they_do_not_use(app, until):
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, "sắp đến hạn")
        page = str([name for name in REGISTRY.presentation.pages if name in WALL].index("trend") + 1)
        await pilot.press("f5", page)
        shown = await until(pilot, f"{page}/{len(WALL)}", "Cấp xã · 30 ngày")
        assert "so với" not in shown.split("\n")[0]


def _past(at: int, data: int, brevity: int) -> str:
    return " · ".join(span.text for span in past_pieces(Past(at, data), brevity))


def test_that_the_past_rests_on_a_list_of_days_before_is_said_before_the_way_back():
    at = 18_941 * DAY + 86_399
    assert "kết xuất" in _past(at, at - 29 * DAY, 1)
    assert "End" not in _past(at, at - 29 * DAY, 1)
    assert "kết xuất" not in _past(at, at - 3600, 1)  # of the same day: the way back is worth more
    assert "End" in _past(at, at - 3600, 1)
    assert all("QUÁ KHỨ" in _past(at, data, brevity) for data in (at, at - 29 * DAY) for brevity in range(4))


async def test_a_name_below_the_last_row_in_sight_costs_no_figure(until):
    app = make_app(FakeSource())
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("b")
        await until(pilot, "Phường 1 ")
        grid = app.screen.grid
        name = next(n for n, column in enumerate(grid.columns) if column.key == "name")

        def named(row: GridRow, text: str) -> GridRow:
            cells = (cell._replace(text=text) if n == name else cell for n, cell in enumerate(row.cells))
            return GridRow(row.key, tuple(cells))

        body, longest = grid.body_height, "Phòng Lao động - Thương binh và Xã hội"
        rows = [named(grid.rows.get(n), f"Phường {n}") for n in range(body + 1)]
        grid.set_rows(Rows([*rows[:body], named(rows[body], longest)]), grid.totals)
        await until(pilot, "Phường 0", gone=longest)
        assert "rate_change" in {spot.column.key for spot in grid.placed}
        await pilot.press(*["down"] * body)
        await until(pilot, longest)  # it comes into sight whole


@pytest.mark.parametrize("size", [SMALL, (120, 34)])
async def test_the_line_above_the_footer_tells_the_name_that_its_row_cuts_and_no_other(size, until, monkeypatch):
    long = "Thành lập và hoạt động của tổ hợp tác, hợp tác xã, liên hiệp hợp tác xã"
    monkeypatch.setitem(FIELDS, long, 8)
    app = make_app(FakeSource())
    async with app.run_test(size=size) as pilot:
        await pilot.press("2")
        await until(pilot, "Nhóm theo đơn vị", "Phường 6")
        await pilot.press("g")
        lines = (await until(pilot, "▶  1", "Đất đai", gone="Phường 6")).split("\n")
        assert not lines[-2].strip()
        await pilot.press("ctrl+end")
        lines = (await until(pilot, f" {long}")).split("\n")
        assert lines[-2].strip() == long
        assert sum(long in line for line in lines) == 1


async def test_names_of_fields_take_no_more_than_their_room_from_the_bars(until):
    app = make_app(FakeSource())
    async with app.run_test(size=(200, 55)) as pilot:
        await pilot.press("2", "g")
        await until(pilot, "▶  1", "Đất đai")
        wide = {spot.column.key: spot.width for spot in app.screen.grid.placed}
        assert wide["bar"] >= 50


@pytest.mark.parametrize("size", [SMALL, (120, 34)])
async def test_distances_from_the_target_stand_one_below_the_other_to_the_last_figure(size, until):
    app = make_app(FakeSource())
    async with app.run_test(size=size) as pilot:
        await pilot.press("5")
        for key, says in (("", "Xếp theo tỷ lệ"), ("f5", "TẠM DỪNG")):
            if key:
                await pilot.press("f5", "space")
                for _ in range(app.screen._pages.index(next(p for p in app.screen._pages if p.key == "online"))):
                    await pilot.press("right")
            shown = (await until(pilot, says, "Dịch vụ công trực tuyến", "thiếu")).split("\n")
            said = [line for line in shown if re.search(r"  +thiếu [\d,]+ điểm %", line)]
            assert len({re.search(r"thiếu ([\d,]+)", line)[1].count(",") for line in said}) == 2, said
            assert len({line.index(" điểm %") for line in said}) == 1, said
