"""L changes the language at once and in place, on every screen; what it says is kept, whole, and nothing is cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from babel.messages.pofile import read_po

from cchc_tui.settings import Settings
from cchc_tui.texts.language import CATALOGS, DOMAIN, language, use
from cchc_tui.tui.session.preferences import load
from cchc_tui.tui.style.render import line_width
from cchc_tui.tui.widgets import cursor
from cchc_tui.tui.widgets.lines import Lines
from tests.kits import tui_made_up
from tests.kits.line_text import text_of
from tests.kits.steps import home, step
from tests.kits.tui_fakes import FakeSource, make_app

LEAST_LETTERS = 4
#: Walks, each through one app: what is on the screen, the keys that lead there from the overview, what it then says.
#: What is chosen on a board stays chosen: the next one of this board begins there.
WALKS = {
    "boards": {
        "overview": ((), "TRỄ NHIỀU NHẤT"),
        "due today": (("d",), "Sẽ quá hạn trong hôm nay"),
        "forecast": (("f",), "Dự báo"),
        "models": (("4",), "Số đơn vị"),
        "dossiers behind a model": (("4", "down", "enter"), "2110"),
        "files": (("0", "down", "down"), "62.000 dòng"),
        "findings": (("0", "g"), "[phát hiện"),
        "faults": (("0", "g"), "[lỗi trong tệp"),
        "reconciliation": (("0", "g"), "[đối chiếu"),
    },
    "late dossiers": {
        "late": (("2",), "Nhóm theo đơn vị"),
        "a unit": (("2", "enter"), "2110"),
        "a unit's chart": (("2", "enter", "t"), "30 ngày"),
        "a dossier": (("2", "enter", "enter"), "CÁC LẦN KẾT XUẤT"),
        "map": (("2", "v"), "bản đồ"),
        "the past": (("2", "left_square_bracket", "left_square_bracket"), "QUÁ KHỨ"),
        "late by field": (("2", "g"), "Nhóm theo lĩnh vực"),
        "late by officer": (("2", "g", "g"), "Nhóm theo cán bộ"),
    },
}
#: A modal screen is opened once the language has changed, since it types.
OVER_A_BOARD = {
    "help": (("f1",), "Help"),
    "help of models": (("4", "f1"), "Help"),
    "palette": (("ctrl+p",), "›"),
    "asking for a moment": (("at",), "›"),
    "search": (("slash",), "›"),
    "columns": (("2", "w"), "[x]"),
    "taking along": (("2", "e"), "xlsx"),
    "why personal data": (("U",), "›"),
    "presentation": (("f5",), "1/"),
}


def strings(value: Any, seen: set[int]) -> Iterator[str]:
    """All text within made-up data."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in (*value.keys(), *value.values()):
            yield from strings(part, seen)
    elif isinstance(value, list | tuple | frozenset | set):
        for part in value:
            yield from strings(part, seen)
    elif is_dataclass(value):
        for field in fields(value):
            yield from strings(getattr(value, field.name, None), seen)


def data() -> str:
    """What is said in Vietnamese in any language: names, and what exports say."""
    source = FakeSource()
    known = [getattr(tui_made_up, name) for name in dir(tui_made_up) if name.isupper()]
    answers = [
        source.overview(),
        source.findings(),
        source.exports(),
        source.dossier(1),
        *map(source.late, [None] * 2, ["unit", "age"]),
    ]
    units = [(unit.name, unit.code) for unit in source.registry.units.units]
    return "\n".join(strings([*known, *answers, units, source.registry.practices, source.registry.city], set()))


@pytest.fixture(scope="module")
def pieces() -> list[str]:
    """The longest pieces of Vietnamese texts, between their places, that are in no data."""
    with (CATALOGS / "en" / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        texts = [message.id for message in read_po(file) if message.id]
    names = data()
    found = set()
    for text in texts:
        for piece in re.split(r"\{[^}]*\}|\n", text[0] if isinstance(text, tuple) else text):
            bare = piece.strip(" .,:;()“”·")
            if len(bare) >= LEAST_LETTERS and re.search(r"[À-ỹĂăĐđƠơƯư]", bare) and bare not in names:
                found.add(bare)
    return sorted(found)


def left(shown: str, pieces: list[str]) -> list[str]:
    """Vietnamese texts that stand on a screen."""
    there = [piece for piece in pieces if piece in shown]  # few: more patterns than re keeps would be compiled again
    return [piece for piece in there if re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", shown)]


async def settle(pilot, text, done) -> str:
    """The screen once it is as it should be, or after six seconds."""
    for _ in range(200):
        shown = text(pilot)
        if done(shown):
            break
        await pilot.pause(0.03)
    return shown


def overrun(pilot) -> list[str]:
    """Lines that are longer than there is room for, which loses their ends without a sign."""
    papers = [paper for paper in pilot.app.screen.query(Lines) if paper.display and paper.size.width]
    return [text_of(line) for paper in papers for line in paper.lines if line_width(line) > paper.size.width]


async def walk(pilot, *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


@pytest.mark.parametrize("walked", WALKS)
async def test_a_board_is_english_at_once_and_whole(walked, pieces, text, until, monkeypatch):
    monkeypatch.setattr(cursor, "FRESH_SECONDS", 0.03)  # so soon the language's name has gone
    async with make_app(FakeSource().live_through()).run_test(size=(80, 24)) as pilot:
        await until(pilot, "482")
        for name, (keys, says) in WALKS[walked].items():
            with step(name):
                await walk(pilot, *keys)
                await until(pilot, says)
                for size in ((80, 24), (60, 20)):
                    with step(size):
                        await pilot.resize_terminal(*size)
                        await is_english_and_back(pilot, text, pieces, size[1])
                await pilot.resize_terminal(80, 24)
                await home(pilot)


async def is_english_and_back(pilot, text, pieces, rows: int) -> None:
    await settle(pilot, text, lambda shown: left(shown, pieces) and len(shown.split("\n")) == rows)
    await pilot.pause()
    vietnamese = text(pilot)
    assert left(vietnamese, pieces)
    over = overrun(pilot)
    await walk(pilot, "L")
    english = await settle(pilot, text, lambda shown: not left(shown, pieces) and "English" not in shown)
    assert left(english, pieces) == []
    assert english.count("…") <= vietnamese.count("…"), english
    assert len(overrun(pilot)) <= len(over), overrun(pilot)
    await walk(pilot, "L")
    again = await settle(pilot, text, lambda shown: _steady(shown) == _steady(vietnamese))
    assert _steady(again) == _steady(vietnamese)


def _steady(shown: str) -> list[str]:
    """Without what says for some seconds that something has happened: signs of change, the line above the footer."""
    lines = shown.replace("◆", " ").split("\n")
    return [*lines[:-2], lines[-1]]


async def test_what_opens_over_a_board_is_english_too(pieces, text, until):
    async with make_app(FakeSource().live_through()).run_test(size=(80, 24)) as pilot:
        await until(pilot, "482")
        await walk(pilot, "L")
        await settle(pilot, text, lambda shown: not left(shown, pieces))
        for name, (keys, says) in OVER_A_BOARD.items():
            with step(name):
                await walk(pilot, *keys)
                await until(pilot, says)
                english = await settle(pilot, text, lambda shown: not left(shown, pieces))
                assert left(english, pieces) == []
                await home(pilot)


async def test_the_help_is_english_to_its_end(pieces, text, until):
    async with make_app().run_test(size=(80, 60)) as pilot:
        await until(pilot, "482")
        await walk(pilot, "L", "2")
        await until(pilot, "Sorted by")
        await walk(pilot, "f1")
        await until(pilot, "KEYS HERE")
        shown = ""
        while shown != text(pilot):
            shown = text(pilot)
            assert left(shown, pieces) == []
            await walk(pilot, "pagedown")


async def test_the_kind_of_a_hit_is_whole(until):
    async with make_app(FakeSource()).run_test(size=(80, 24)) as pilot:
        await until(pilot, "482")
        await walk(pilot, "L", "slash", *"sinh")
        await until(pilot, " procedure ")


async def test_numbers_dates_and_ages_follow(until):
    async with make_app().run_test(size=(120, 34)) as pilot:
        await until(pilot, "3 phút trước", "482")
        await pilot.press("2")
        await until(pilot, "1.416", "8,3 %")
        await pilot.press("L")
        await until(pilot, "1,416", "8.3%", "3 minutes ago", "10/11/2021 08:30", gone="1.416")


async def test_the_cursor_the_filter_and_the_scroll_stay(text, until):
    async with make_app().run_test(size=(80, 24)) as pilot:
        await until(pilot, "482")
        await walk(pilot, "2", "l", *["down"] * 3)
        before = await until(pilot, "▶")
        row = next(line for line in before.split("\n") if line.startswith("▶"))
        name = re.search(r"(Phòng|Thanh tra|Phường|Xã|VP)[^0-9]*?(?=  )", row).group(0)
        await pilot.press("L")
        after = await until(pilot, "Level city", "▶")
        assert name in next(line for line in after.split("\n") if line.startswith("▶"))
        assert "◆" not in after


async def test_the_cursor_stays_on_a_described_board(text, until):
    async with make_app().run_test(size=(80, 24)) as pilot:
        await until(pilot, "482")
        await walk(pilot, "d", *["down"] * 4)
        before = await until(pilot, "▶", "hôm nay")
        place = next(n for n, line in enumerate(before.split("\n")) if line.startswith("▶"))
        await pilot.press("L")
        after = await until(pilot, "Next due", "▶")
        assert after.split("\n")[place].startswith("▶")


async def test_words_of_the_other_language_are_no_change_but_figures_are(text, until):
    source = FakeSource()
    async with make_app(source).run_test(size=(80, 24)) as pilot:
        await until(pilot, "482")
        await walk(pilot, "4")
        await until(pilot, "đang")
        await pilot.press("L")
        await until(pilot, "done", gone="đang")
        await pilot.pause(0.5)
        assert "◆" not in text(pilot)
        await walk(pilot, "2")
        await until(pilot, "412")
        source.load(u29878=999)
        assert "◆" in await until(pilot, "999")


async def test_everything_in_sight_is_asked_again_since_answers_hold_words(until):
    source = FakeSource()
    async with make_app(source).run_test(size=(140, 34)) as pilot:
        await until(pilot, "482")
        await walk(pilot, "2")
        await until(pilot, "30 ngày qua")
        asked = source.trends
        await pilot.press("L")
        await until(pilot, "Last 30 days")
        for _ in range(200):
            if source.trends > asked:
                break
            await pilot.pause(0.03)
        assert source.trends > asked


async def test_boards_out_of_sight_speak_it_when_they_are_opened_again(pieces, text, until):
    async with make_app().run_test(size=(80, 24)) as pilot:
        await until(pilot, "482")
        await walk(pilot, "0")
        await until(pilot, "tệp đã nhận")
        await walk(pilot, "d")
        await until(pilot, "hôm nay")
        await walk(pilot, "2", "enter")
        await until(pilot, "Lọc")
        await walk(pilot, "L")
        for keys in (("escape",), ("0",), ("d",)):
            await walk(pilot, *keys)
            shown = await settle(pilot, text, lambda shown: not left(shown, pieces))
            assert left(shown, pieces) == []


async def test_what_a_file_became_is_said_again_in_the_other_language(until, monkeypatch):
    monkeypatch.setattr(cursor, "FRESH_SECONDS", 0.5)
    source = FakeSource()
    async with make_app(source).run_test(size=(80, 24)) as pilot:
        await until(pilot, "482")
        source.files.append(replace(source.files[-1], id=9, name="hong.xlsx"))
        source.load()
        await until(pilot, "Từ chối hong.xlsx")
        await pilot.press("L")
        await until(pilot, "Refused hong.xlsx", gone="Từ chối", seconds=15)  # once the language's name has gone


async def test_the_language_is_kept_for_the_next_start(tmp_path, until):
    file = tmp_path / "screen.json"
    async with make_app(kept=file).run_test(size=(80, 24)) as pilot:
        await until(pilot, "482")
        await pilot.press("L")
        await until(pilot, "Overview")
    assert load(file)[0].language == "en"


async def test_the_office_may_set_it_and_the_user_changes_it(tmp_path, until):
    source = FakeSource()
    source.settings = Settings(language="en")
    file = tmp_path / "screen.json"
    async with make_app(source, kept=file).run_test(size=(80, 24)) as pilot:
        await until(pilot, "Overview", "City level")
        await pilot.press("L")
        await until(pilot, "Tổng quan")
    assert load(file)[0].language == "vi"
    use("vi", by_choice=False)
    async with make_app(source, kept=file).run_test(size=(80, 24)) as pilot:
        await until(pilot, "Tổng quan", "482")
        await pilot.pause(0.3)
        assert language() == "vi"


async def test_nothing_is_asked_of_the_office_once_a_language_was_asked_for(until):
    source = FakeSource()
    source.settings = Settings(language="en")
    use("vi")
    async with make_app(source).run_test(size=(80, 24)) as pilot:
        await until(pilot, "Tổng quan", "482")
        await pilot.pause(0.3)
        assert language() == "vi"
