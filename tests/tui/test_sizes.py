"""Every screen in windows from the least to the largest: whole, or a sentence that says what is needed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.screens.minimum_size import too_small
from cchc_tui.tui.style.appearance import NO_TERMINAL
from cchc_tui.tui.style.ascii_fallback import use_ascii
from cchc_tui.tui.style.themes import PALETTES
from cchc_tui.tui.terminal.window_size import LEAST
from cchc_tui.tui.widgets.grid import Grid
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
    app = pilot.app
    app.close_overlays()
    app.up_to_top()
    app.action_travel("to_live")
    app.action_board("overview")
    await pilot.pause()
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


def lines(pilot) -> list[str]:
    return [strip.text for strip in pilot.app.screen._compositor.render_strips()]


@pytest.mark.parametrize("part", range(PARTS))
async def test_every_screen_is_drawn_whole_or_says_what_is_needed_and_what_is_in_its_themes_colours_only(until, part):
    """Each is opened at a size and in a theme, each in others than the last, and then has all the others.

    After the first it has one of the sizes below the least; then it is whole again.
    """
    app = make_app(a_source())
    async with app.run_test(size=SIZES[0]) as pilot:
        await start(pilot, until)
        for number, (name, keys) in enumerate(shown()[part::PARTS], part):
            first = number % len(SIZES)
            await pilot.resize_terminal(*SIZES[first])
            await visit(pilot, keys)
            for place, size in enumerate((*SIZES[first:], *SIZES[:first])):
                await pilot.resize_terminal(*size)
                assert await comes(
                    pilot, lambda said, rows=size[1]: TEXT.too_small_cure not in said and rows == len(lines(pilot))
                ), (name, size)
                is_whole(lines(pilot), size, name)
                if not place:
                    below = BELOW[number % len(BELOW)]
                    needed = TEXT.too_small.format(need="60x20", have=f"{below[0]}x{below[1]}")
                    await pilot.resize_terminal(*below)
                    assert await comes(pilot, lambda said, needed=needed: needed in said), (name, below)
            await has_colours_of_every_theme(pilot, name)


async def has_colours_of_every_theme(pilot, name: str) -> None:
    app, seen = pilot.app, set()
    for place in range(len(PALETTES)):
        if place:
            app.action_theme()
        seen.add(app.theme)
        assert await strange(pilot, set(PALETTES[app.theme].backgrounds.values())) == set(), (name, app.theme)
    assert len(seen) == len(PALETTES)


def is_whole(drawn: list[str], size: tuple[int, int], name: str) -> None:
    assert len(drawn) == size[1], (name, size)
    assert any(line.strip() for line in drawn[1:]), (name, size, drawn)
    assert TEXT.too_small_cure not in "\n".join(drawn), (name, size)
    if name in UNITS:
        cut = [line for line in drawn if re.search(rf"({'|'.join(NAMES)})[^│|]{{0,24}}\w…", line)]
        assert not cut, (name, size, cut)


async def comes(pilot, wanted: Callable[[str], bool]) -> bool:
    """Whether the words on the screen become what is wanted, within ten seconds."""
    await pilot.pause()
    for _ in range(200):
        if wanted(" ".join(" ".join(lines(pilot)).split())):
            return True
        await pilot.pause(0.05)
    return False


async def strange(pilot, known: set[str]) -> set[str]:
    """The colours drawn that are none of these, once the screen has come to them, or two seconds later."""
    for _ in range(60):
        drawn = {
            segment.style.bgcolor.get_truecolor().hex
            for strip in pilot.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style and segment.style.bgcolor
        }
        if drawn <= known:
            break
        await pilot.pause(0.03)
    return drawn - known


async def test_in_ascii_every_screen_is_ascii(until):
    app = make_app(a_source(), options=NO_TERMINAL._replace(ascii=True))
    sizes = [(80, 24), (140, 40)]
    async with app.run_test(size=sizes[0]) as pilot:
        await start(pilot, until)
        for name, keys in shown():
            await visit(pilot, keys)
            is_ascii(pilot, name, sizes[0])
            sizes.reverse()  # the next one is opened at this size
            await pilot.resize_terminal(*sizes[0])
            assert await comes(pilot, lambda _: len(lines(pilot)) == sizes[0][1]), name
            is_ascii(pilot, name, sizes[0])


def is_ascii(pilot, *where: object) -> None:
    odd = {char for line in lines(pilot) for char in line if not " " <= char <= "~"}
    assert not odd, where


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
