"""Every screen in windows from the least to the largest: whole, or a sentence that says what is needed."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from itertools import count
from types import SimpleNamespace

import pytest
from textual.strip import Strip

from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.screens.minimum_size import too_small
from cchc_tui.tui.style.appearance import NO_TERMINAL
from cchc_tui.tui.style.ascii_fallback import use_ascii
from cchc_tui.tui.style.themes import PALETTES
from cchc_tui.tui.terminal.window_size import LEAST
from cchc_tui.tui.widgets.grid import Grid
from tests.kits.steps import home, step
from tests.kits.tui_fakes import FakeSource, make_app
from tools.screens import shown

SIZES = [tuple(LEAST), (80, 24), (100, 30), (120, 34), (140, 40), (200, 55), (250, 70)]
BELOW = [(59, 20), (60, 19), (24, 4)]
#: In so many parts all screens are walked.
PARTS = 6
#: Screens whose rows are units: a name that is cut is another unit's.
UNITS = {"overview", "late", "due", "forecast", "rollout", "late-map", "due-map", "rollout-map", "past"}
NAMES = sorted(("Phường", "Xã", "Phòng", "Thanh tra", "Văn phòng"))


@pytest.fixture(autouse=True)
def whole_letters_afterwards():
    yield
    use_ascii(False)


def a_source() -> FakeSource:
    return FakeSource().live_through()


async def start(pilot, until) -> None:
    await until(pilot, "482")


async def visit(pilot, keys) -> None:
    """From wherever one is to a screen."""
    await home(pilot)
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


def strips(pilot) -> list[Strip]:
    return pilot.app.screen._compositor.render_strips()


def lines(pilot) -> list[str]:
    return [strip.text for strip in strips(pilot)]


@pytest.mark.parametrize("part", range(PARTS))
async def test_every_screen_is_drawn_whole_or_says_what_is_needed_and_what_is_in_its_themes_colours_only(until, part):
    """Each is opened at a size and in a theme, each in others than the last, and then has all the others.

    After the first it has one of the sizes below the least; then it is whole again.
    """
    app = make_app(a_source())
    async with app.run_test(size=SIZES[0]) as pilot:
        await start(pilot, until)
        for number, (name, keys) in enumerate(shown()[part::PARTS], part):
            with step(name):
                first, themes = number % len(SIZES), {app.theme}
                await pilot.resize_terminal(*SIZES[first])
                await visit(pilot, keys)
                for place, size in enumerate((*SIZES[first:], *SIZES[:first])):
                    with step(f"{size} {app.theme}"):
                        if place:
                            await pilot.resize_terminal(*size)
                        drawn = await comes(
                            pilot, lambda drawn, size=size: fits(drawn, size) and not strange(app, drawn)
                        )
                        is_whole(drawn, name)
                        if not place:
                            await is_below(pilot, BELOW[number % len(BELOW)])
                        if len(themes) < len(PALETTES):
                            app.action_theme()
                            themes.add(app.theme)
                assert len(themes) == len(PALETTES)


def fits(drawn: list[Strip], size: tuple[int, int]) -> bool:
    """Whether this is as large as the window, and no sentence about what is needed."""
    return len(drawn) == size[1] and TEXT.too_small_cure not in words(drawn)


def strange(app, drawn: list[Strip]) -> set[str]:
    """The colours of the ground that are none of the theme's."""
    styles = {segment.style for strip in drawn for segment in strip if segment.style and segment.style.bgcolor}
    return {style.bgcolor.get_truecolor().hex for style in styles} - set(PALETTES[app.theme].backgrounds.values())


def is_whole(drawn: list[Strip], name: str) -> None:
    assert any(strip.text.strip() for strip in drawn[1:])
    if name in UNITS:
        cut = rf"({'|'.join(NAMES)})[^│|]{{0,24}}\w…"
        assert [strip.text for strip in drawn if re.search(cut, strip.text)] == []


async def is_below(pilot, size: tuple[int, int]) -> None:
    """In this window, the sentence says what is needed."""
    needed = TEXT.too_small.format(need="60x20", have=f"{size[0]}x{size[1]}")
    await pilot.resize_terminal(*size)
    await comes(pilot, lambda drawn: needed in words(drawn))


def words(drawn: list[Strip]) -> str:
    return " ".join(" ".join(strip.text for strip in drawn).split())


async def comes(pilot, wanted: Callable[[list[Strip]], bool]) -> list[Strip]:
    """What is on the screen, once it is what is wanted, within ten seconds."""
    for _ in range(200):
        drawn = strips(pilot)
        if wanted(drawn):
            return drawn
        await pilot.pause(0.05)
    pytest.fail(
        f"{strange(pilot.app, drawn) or 'no colour'} is strange in\n" + "\n".join(strip.text for strip in drawn)
    )


async def test_in_ascii_every_screen_is_ascii(until):
    app = make_app(a_source(), options=NO_TERMINAL._replace(ascii=True))
    sizes = [(80, 24), (140, 40)]
    async with app.run_test(size=sizes[0]) as pilot:
        await start(pilot, until)
        for name, keys in shown():
            with step(name):
                await visit(pilot, keys)
                is_ascii(strips(pilot))
                sizes.reverse()  # the next one is opened at this size
                await pilot.resize_terminal(*sizes[0])
                is_ascii(await comes(pilot, lambda drawn: fits(drawn, sizes[0])))


def is_ascii(drawn: list[Strip]) -> None:
    assert {char for strip in drawn for char in strip.text if not " " <= char <= "~"} == set()


async def test_a_resize_keeps_the_row_and_what_is_in_sight(until):
    app = make_app(a_source())
    async with app.run_test(size=(140, 40)) as pilot:
        await start(pilot, until)
        await pilot.press("2", *["down"] * 14)
        await pilot.pause()
        grid = app.screen.query_one(Grid)
        key = grid.cursor_key
        for size in [(80, 24), (60, 20), (40, 10), (250, 70), (120, 34)]:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert grid.cursor_key == key
            assert grid.has_focus or too_small(app.size)
            assert too_small(app.size) or any(line.startswith("▶") for line in lines(pilot))


async def test_a_resize_keeps_the_view_the_list_and_the_scroll_of_a_long_list(until):
    app = make_app(a_source())
    async with app.run_test(size=(120, 34)) as pilot:
        await start(pilot, until)
        await pilot.press("2", "enter")
        await until(pilot, "2110")
        await pilot.press("t", "g", *["pagedown"] * 4)
        await pilot.pause()
        screen, grid = app.screen, app.screen.query_one(Grid)
        kept = (grid.cursor_key, grid.cursor)
        for size in [(60, 20), (30, 9), (200, 55), (120, 34)]:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert app.screen is screen
            assert (grid.cursor_key, grid.cursor) == kept
            assert too_small(app.size) or grid.top <= grid.cursor < grid.top + grid.body_height


async def test_a_resize_keeps_help_where_one_reads_and_what_was_typed(until):
    app = make_app(a_source())
    async with app.run_test(size=(80, 24)) as pilot:
        await start(pilot, until)
        await pilot.press("f12", "h", "o", "a", "space", "t", "h", "u")
        await pilot.pause()
        await pilot.resize_terminal(120, 34)
        await pilot.pause()
        assert "hoa thu" in " ".join(lines(pilot))
        await pilot.press("escape", "f1", "pagedown")
        await pilot.pause()
        before = next(line.strip() for line in lines(pilot)[3:] if line.strip())
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert before in " ".join(lines(pilot))


async def test_a_new_size_is_followed_though_other_programs_have_the_processor_while_a_timer_begins(until, monkeypatch):
    """Textual drops a timer of one call if its time is over when it begins, and would never look at a size again."""
    looks = count()

    def late() -> float:
        timer = sys._getframe(1).f_locals["self"]
        return time.monotonic() + (next(looks) if timer._repeat == 0 else 0)

    app = make_app(a_source())
    async with app.run_test(size=(140, 40)) as pilot:
        await start(pilot, until)
        monkeypatch.setattr("textual.timer._time", SimpleNamespace(get_time=late))
        for size in [(80, 24), (200, 55), (100, 30), (120, 34)]:
            await pilot.resize_terminal(*size)
            assert fits(await comes(pilot, lambda drawn, size=size: fits(drawn, size)), size)
            assert next(looks) > 1
