"""/ finds as one types: units, procedures, fields, dossiers; Enter opens, Esc leads back, hostile text does nothing."""

from __future__ import annotations

import threading

import pytest
from textual.events import Paste

from cchc_tui.tui.overlays.search import SearchScreen
from cchc_tui.tui.session.queries import SearchQuery
from tests.kits.steps import step
from tests.kits.tui_fakes import FakeSource, make_app

SIZE = (100, 30)


def keys(text: str) -> list[str]:
    return ["space" if char == " " else char for char in text]


async def open_search(pilot, until, board: str = "2"):
    await until(pilot, "sắp đến hạn")
    await pilot.press(board)
    await pilot.pause()
    await pilot.press("slash")
    await until(pilot, "không cần dấu")


async def test_what_is_typed_finds_units_procedures_and_dossiers_each_with_its_kind(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await open_search(pilot, until)
        await pilot.press(*keys("hoa thuan"))
        shown = await until(pilot, "› hoa thuan", "Phường Hòa Thuận", "1 tên khớp")
        assert "đơn vị" in next(line for line in shown.split("\n") if "Hòa Thuận" in line)
        await pilot.press("ctrl+u", *"211002")
        await until(pilot, "hồ sơ", "211002-…", gone="Hòa Thuận")


async def test_before_anything_is_typed_examples_say_what_can_be_and_each_finds_something(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await open_search(pilot, until)
        shown = await until(pilot, "Gõ vài chữ là đủ. Ví dụ:", "lọc bảng bên dưới")
        for typed in ("phuong", "dat dai", "khai sinh"):
            with step(typed):
                assert f"    {typed} " in shown
                await pilot.press(*keys(typed))
                await until(pilot, f"› {typed}", "▶", gone="Ví dụ:")
                await pilot.press("ctrl+u")
                await until(pilot, "Ví dụ:", gone="▶")
        assert "    211110 " in shown
        assert "hồ sơ có ngày 10/11/2021 trong mã" in shown
        await pilot.press("exclamation_mark")
        await until(pilot, "› !", gone="Ví dụ:")


async def test_where_no_rows_can_be_filtered_no_key_for_it_is_told(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await open_search(pilot, until, "1")
        assert "lọc bảng" not in await until(pilot, "Gõ vài chữ là đủ. Ví dụ:")


async def test_enter_opens_a_unit_and_esc_leads_back_to_what_was_found(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await open_search(pilot, until)
        await pilot.press(*keys("hoa thuan"))
        await until(pilot, "1 tên khớp")
        await pilot.press("enter")
        await until(pilot, "Tìm kiếm › Phường Hòa Thuận", "2110")
        await pilot.press("escape")
        await until(pilot, "› hoa thuan", "Phường Hòa Thuận", gone="2110")
        await pilot.press("escape")
        await until(pilot, "Nhóm theo đơn vị", gone="› hoa thuan")


@pytest.mark.parametrize(("typed", "says", "asked"), [("dat dai", "Tìm kiếm › Đất đai", "field")])
async def test_enter_opens_all_dossiers_of_a_field(app, source, until, typed, says, asked):
    async with app.run_test(size=SIZE) as pilot:
        await open_search(pilot, until)
        await pilot.press(*keys(typed))
        await until(pilot, "tên khớp")
        await pilot.press("enter")
        await until(pilot, says, "[tất cả]")
    assert getattr(source.filters[-1], asked) == "Đất đai"


async def test_enter_opens_a_dossier(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await open_search(pilot, until)
        await pilot.press(*"211002")
        await until(pilot, "211002-…")
        await pilot.press("enter")
        await until(pilot, "Tìm kiếm › Hồ sơ", "CÁC LẦN KẾT XUẤT")


async def test_enter_before_the_answer_opens_what_was_typed_and_not_what_was_found_before(source, until):
    app = make_app(source)
    async with app.run_test(size=SIZE) as pilot:
        await open_search(pilot, until)
        await pilot.press(*keys("phuong 6"))
        await until(pilot, "▶ đơn vị    Phường 6")
        source.gate = threading.Event()
        await pilot.press("ctrl+u", *keys("hoa thuan"), "enter")
        await pilot.pause()
        assert isinstance(app.screen, SearchScreen)
        source.gate.set()
        await until(pilot, "Tìm kiếm › Phường Hòa Thuận")


async def test_an_answer_that_comes_late_never_replaces_a_newer_one(app, until, text):
    async with app.run_test(size=SIZE) as pilot:
        await open_search(pilot, until)
        await pilot.press(*keys("hoa thuan"))
        shown = await until(pilot, "1 tên khớp")
        old = SearchQuery("phuong 6")
        app.screen.on_fetched(old, old.answer(app.source))
        await pilot.pause(0.1)
        assert text(pilot) == shown


async def test_of_letters_typed_fast_only_the_last_text_is_asked(source, until):
    app = make_app(source)
    async with app.run_test(size=SIZE) as pilot:
        await open_search(pilot, until)
        source.gate = threading.Event()
        await pilot.press(*"phuong")
        source.gate.set()
        await until(pilot, "Phường 6")
    asked = [text for text, _ in source.searches]
    assert asked[-1] == "phuong"
    assert len(asked) <= 3  # the first, which was under way, and the last


async def test_what_was_found_stays_while_more_is_typed(source, until, text):
    app = make_app(source)
    async with app.run_test(size=SIZE) as pilot:
        await open_search(pilot, until)
        await pilot.press(*"hoa")
        await until(pilot, "Phường Hòa Thuận", "Xã Hòa An")
        source.gate = threading.Event()
        await pilot.press(*keys(" thu"))
        await pilot.pause()
        assert "Phường Hòa Thuận" in text(pilot)
        source.gate.set()
        await until(pilot, "1 tên khớp", gone="Xã Hòa An")


async def test_the_search_is_of_the_moment_that_is_looked_at(source, until):
    source.live_through()
    app = make_app(source)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("left_square_bracket")
        await until(pilot, "QUÁ KHỨ")
        await pilot.press("slash", *"hoa")
        await until(pilot, "Phường Hòa Thuận")
    assert source.searches[-1] == ("hoa", app.session.shown_at)
    assert app.session.shown_at is not None


async def test_nothing_found_says_so_and_f3_does_the_same_as_slash(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("f3")
        await until(pilot, "không cần dấu")
        await pilot.press(*"zzz")
        await until(pilot, "Không tìm thấy.")
        await pilot.press("enter", "backspace", "backspace", "backspace")
        await until(pilot, "không cần dấu", gone="Không tìm thấy.")


HOSTILE = [
    "\x1b]0;owned\x07\x1b[2J",
    "[@click=app.quit]x[/x]",
    "\u202eabc\u2066",
    '" OR 1=1 --',
    "NEAR(a b) *",
    "x" * 10_000,
    "á" * 10_000,
    "ho\u0301a\x00\ud800",
    "dòng một\ndòng hai",
    "",
    "\n",
]


@pytest.mark.parametrize("key", ["slash", "ctrl+p"])
async def test_hostile_text_that_is_pasted_is_text(app, until, text, key):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        for pasted in HOSTILE:
            with step(pasted[:40]):
                await pilot.press(key)
                await until(pilot, "không cần dấu")
                app.screen.post_message(Paste(pasted))
                await pilot.pause()
                assert len(app.screen.text) <= 200
                assert app.screen.text.isprintable()
                shown = text(pilot)
                assert all(char.isprintable() for line in shown.split("\n") for char in line)
                assert all(len(line) <= SIZE[0] for line in shown.split("\n"))
                await pilot.press("tab", "escape", "escape")
                await until(pilot, "›", gone="không cần dấu")
    assert app.return_code in (None, 0)


async def test_a_long_text_shows_its_end_where_one_types(app, until):
    async with app.run_test(size=(60, 20)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("slash", *"a" * 80, *"cuoi")
        await until(pilot, "aacuoi▏")
        await pilot.press("ctrl+u", "h")
        await until(pilot, " › h▏")


async def test_backspace_takes_a_letter_with_its_marks(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("slash")
        app.screen.post_message(Paste("ho\u0302\u0300"))
        await until(pilot, " › ho")
        await pilot.press("backspace")
        await until(pilot, " › h▏")


async def test_a_source_that_fails_does_not_hold_the_search_for_ever(source: FakeSource, until):
    app = make_app(source)
    async with app.run_test(size=SIZE) as pilot:
        await open_search(pilot, until)
        source.failing = OSError("gone")
        await pilot.press(*"ho")
        await pilot.pause()
        source.failing = None
        await pilot.press("a")
        await until(pilot, "Phường Hòa Thuận")
