"""The forecast stands with its error and its day wherever it is shown, and keeps no other board waiting."""

from __future__ import annotations

import re
import sqlite3
import threading
from dataclasses import replace

import pytest

from cchc_tui.boards.forecast import ForecastBoard, Outlook
from cchc_tui.domain.moments import parse_iso
from cchc_tui.texts.forecast import with_error
from cchc_tui.tui.style.render import line_width
from cchc_tui.tui.widgets.forecast_text import levels_line, unit_words
from tests.kits.line_text import text_of
from tests.kits.presentation_kit import Show
from tests.kits.steps import step
from tests.kits.tui_fakes import FakeSource, make_app

SIZES = [(60, 20), (80, 24), (120, 34), (200, 55)]
MONTH_END = parse_iso("2021-11-30T23:59:59")
READY = {True: "sắp đến hạn", False: "1.416"}


@pytest.mark.parametrize(
    ("expected", "error", "said"),
    [
        (673, 7.6, "673 ± 8"),
        (1533, 12.4, "1.533 ± 12"),
        (12, 0.2, "12 ± 1"),
        (12, 0.0, "12 ± 0"),
        (0, 1.0, "0 ± 1"),
        (12, None, "12 ± –"),
        (None, 3.0, "–"),
        (None, None, "–"),
    ],
)
def test_a_forecast_is_said_with_its_error(expected, error, said):
    assert with_error(expected, error) == said


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_board_overview_unit_and_wall_have_the_error_at_every_size(until, size):
    app = make_app()
    app.prefer(chosen=("29884",))
    async with app.run_test(size=size) as pilot:
        await until(pilot, "Dự báo đến 30/11: thành phố 1.486 ± 8 · xã 3.415 ± 8", "PHÁT HIỆN", READY[size[0] >= 72])
        with step("board"):
            await pilot.press("f")
            shown = await until(pilot, "Xã Mỹ Tân", "30/11/2021")
            assert re.search(r"Xã Mỹ Tân .* 395 ± 4\b", shown)
            assert re.search(r"Cấp xã .* 3\.415 ± 8", shown)
        with step("unit, with chart and without"):
            if size != SIZES[0]:
                await pilot.press("2", "down", "down", "enter")
                await until(pilot, "Xã Mỹ Tân", "→ 395 ± 4 (30/11)")
                await pilot.press("t")
                await until(pilot, "→ 395 ± 4 (30/11)")
        with step("wall, with its day"):
            await pilot.press("1")
            show = await Show(pilot).begin()
            await until(pilot, "Dự báo đến 30/11: thành phố 1.486 ± 8 · xã 3.415 ± 8")
            names = [page.key for page in show.screen._pages]
            await pilot.press(*str(names.index("forecast") + 1))
            shown = await until(pilot, "Dự báo đến 30/11", "395 ± 4", *(["± 8 · Cấp xã"] if size[0] >= 80 else []))
            assert "về dự báo trễ" in shown  # what is not known of some units is not the sentence of all
            await pilot.press("end")
            await until(pilot, "395 ± 4 (30/11)")


async def test_a_slow_forecast_keeps_no_other_board_waiting(until):
    source = FakeSource().live_through()
    source.forecasting = threading.Event()
    async with make_app(source).run_test(size=(120, 34)) as pilot:
        await until(pilot, "Cấp xã", "Dự báo: đang tính…")
        await pilot.press("f")
        await until(pilot, "đang lấy…")
        for key, words in (
            ("2", "Nhóm theo"),
            ("4", "Đoàn viên"),
            ("0", "nhan-rong-mo-hinh.xlsx"),
            ("d", "10/11 16:30"),
        ):
            await pilot.press(key)
            await until(pilot, words)
        await pilot.press("1")
        source.load(u29878=500)
        await until(pilot, "▲ 88", "Dự báo: đang tính…")
        await pilot.press("left_square_bracket")
        await until(pilot, "QUÁ KHỨ", "Dự báo: đang tính…")
        await pilot.press("end")
        await until(pilot, "▲ 88", gone="QUÁ KHỨ")
        source.forecasting.set()
        await until(pilot, "Dự báo đến 30/11: thành phố 1.486 ± 8 · xã 3.508 ± 8")


async def test_each_load_brings_another_forecast_and_says_while_it_comes(until):
    source = FakeSource()
    async with make_app(source).run_test(size=(80, 24)) as pilot:
        await until(pilot, "xã 3.415 ± 8")
        source.forecasting = threading.Event()
        source.load(u29878=500)
        await until(pilot, "▲ 88", "xã 3.415 ± 8 (đang tính lại)")
        await pilot.press("f")
        await until(pilot, "đang lấy…")
        source.forecasting.set()
        await until(pilot, "525 ± –")
        await pilot.press("1")
        await until(pilot, "xã 3.508 ± 8", gone="đang tính lại")


async def test_a_forecast_that_fails_costs_no_other_board_anything(until):
    class Failing(FakeSource):
        wrong: Exception | None = sqlite3.OperationalError("disk I/O error")

        def forecast(self, at=None):
            if self.wrong is not None:
                raise self.wrong
            return super().forecast(at)

    source = Failing()
    async with make_app(source).run_test(size=(80, 24)) as pilot:
        await until(pilot, "Cấp xã", "Dự báo: đang tính…")
        await pilot.press("2")
        await until(pilot, "Xã Mỹ Tân")
        source.load(u29884=400)
        await until(pilot, "▲ 23")
        source.wrong = None
        await pilot.press("1")
        await until(pilot, "xã 3.439 ± 8", seconds=15)


async def test_the_past_has_the_forecast_that_was_made_then(until):
    source = FakeSource().live_through()
    async with make_app(source).run_test(size=(80, 24)) as pilot:
        await until(pilot, "thành phố 1.486 ± 8")
        await pilot.press("left_square_bracket", "left_square_bracket")
        await until(pilot, "QUÁ KHỨ", "thành phố 1.470 ± 8")


def _board(**of: Outlook) -> ForecastBoard:
    data = None if of["city"] is NOTHING_LOADED else MONTH_END - 9
    return ForecastBoard(MONTH_END - 5, data, (), of, MONTH_END, 1, 0)


NOTHING_LOADED = Outlook(has_list=False)


@pytest.mark.parametrize(
    ("outlook", "said"),
    [
        (NOTHING_LOADED, "Dự báo đến 30/11: – (chưa có danh sách)"),
        (Outlook(late=4), "Dự báo đến 30/11: – (chưa đủ số liệu năm nay)"),
        (Outlook(expected=4), "Dự báo đến 30/11: thành phố 4 ± – · xã 4 ± – (chưa có tháng trước để thử)"),
        (Outlook(expected=4, past_error=2.0), "Dự báo đến 30/11: thành phố 4 ± 2 · xã 4 ± 2"),
    ],
)
def test_where_there_is_none_the_reason_is_said(outlook, said):
    board = _board(city=outlook, commune=outlook)
    assert text_of(levels_line(board, board.data_as_of, 80)) == said
    assert line_width(levels_line(board, board.data_as_of, 56)) <= 56
    assert ("(chưa" in said) == bool(outlook.reason)


async def test_on_the_wall_the_reason_is_the_sentence(until):
    class January(FakeSource):
        def forecast(self, at=None):
            board = super().forecast(at)
            rows = tuple(replace(row, figures=replace(row.figures, expected=None)) for row in board.rows)
            return replace(board, rows=rows, levels=dict.fromkeys(board.levels, Outlook(late=3)))

    async with make_app(January()).run_test(size=(80, 24)) as pilot:
        await until(pilot, "Dự báo đến 30/11: – (chưa đủ số liệu năm nay)")
        await pilot.press("2", "enter")
        await until(pilot, "→ – (chưa đủ số liệu năm nay)")
        await pilot.press("escape", "f")
        shown = await until(pilot, "30/11/2021 (–: chưa đủ số liệu")
        assert re.search(r"Phường 6 +–  ", shown)
        show = await Show(pilot).begin()
        await pilot.press(*str([page.key for page in show.screen._pages].index("forecast") + 1))
        await until(pilot, "Dự báo trễ hạn đến hết 30/11/2021 (–: chưa đủ số liệu năm nay)")


def test_a_unit_that_is_not_there_has_no_words():
    assert unit_words(None, "29878") == ""
    assert unit_words(_board(city=Outlook(), commune=Outlook()), "29878") == ""
