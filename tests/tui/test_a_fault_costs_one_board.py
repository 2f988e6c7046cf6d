"""A fault of ours in answering or drawing one board costs that board one sentence; the meeting goes on, and with the
next news after it is mended the board is back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.tui.screens.board_screen import BoardScreen
from cchc_tui.tui.terminal import crash
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.lines import Lines
from tests.kits.faults import fault, logged
from tests.kits.presentation_kit import Show
from tests.kits.steps import step
from tests.kits.tui_fakes import FakeSource, make_app

pytestmark = pytest.mark.usefixtures("log")

SIZE = (120, 40)
#: How one gets to a screen, the method of the source that it rests on, and what it says while all is well.
SCREENS = {
    "overview": ("1", "overview", "Cấp xã"),
    "overview, its list": ("1", "late", "Phường 6"),
    "changes": ("b", "changes", "Phường 6"),
    "late": ("2", "late", "Phường 6"),
    "unclosed": ("3", "unclosed", "Phường 6"),
    "due": ("d", "due_today", "Phường 6"),
    "forecast": ("f", "forecast", "Phường 6"),
    "rollout": ("4", "rollout", "Phường 11"),
    "online": ("5", "online", "Phường 6"),
    "received": ("5 enter", "dossiers", "2110"),
    "review": ("6", "review", "Phường 6"),
    "procedures": ("6 enter", "details", "Đăng ký khai sinh"),
    "testing": ("7", "testing", "Phường 6"),
    "index": ("9", "index", "Phường 6"),
    "plans": ("7 enter", "details", "Đợt 1/2021"),
    "exports": ("0", "exports", "dòng "),
    "findings": ("0 g", "findings", "dòng "),
    "unit": ("2 enter", "dossiers", "2110"),
    "lines": ("2 enter", "lines", "2110"),
    "dossier": ("2 enter enter", "dossier", "29/10/2021"),
    "evidence": ("4 enter", "dossiers", "2110"),
    "map": ("2 v", "late", "Hòa Thuận"),
    "map of due": ("d v", "due_today", "Hòa Thuận"),
    "map of models": ("4 v", "rollout", "Hòa Thuận"),
}
PAGES = {
    "overview": "overview",
    "changes": "changes",
    "late": "late",
    "unclosed": "unclosed",
    "due": "due_today",
    "forecast": "forecast",
    "trend": "trend",
    "map": "late",
    "rollout": "rollout",
    "online": "online",
    "review": "review",
    "testing": "testing",
    "index": "index",
    "exports": "exports",
    "unit 29878": "late",
}
#: What else some of them rest on.
RESTS_ON = {
    "overview": "overview forecast",
    "changes": "changes late",
    "exports": "exports overview",
    "unit 29878": "late trend forecast",
}
SAID = "vì lỗi ("
#: In so many parts all screens are walked.
PARTS = 3


def raises(*_: Any, **__: Any) -> Any:
    raise ZeroDivisionError


def spoiled(answer: Any) -> Any:
    """The same with something in it that nothing can be drawn of."""
    if isinstance(answer, tuple):
        return (None, *answer)
    found = {field: getattr(answer, field) for field in ("rows", "line", "levels", "ids") if hasattr(answer, field)}
    spoilt = {field: (*value, None) if isinstance(value, tuple) else None for field, value in found.items()}
    return replace(answer, **spoilt)


def spoils(real: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *words, **more: spoiled(real(*words, **more))


async def go_to(pilot, until, keys, figures):
    """Opens one of the screens by its keys, until its figures stand there."""
    board, *rest = keys.split()
    await pilot.press(board, board)  # what was opened from that board is closed
    for key in (board, *rest):
        if key != board:
            await pilot.press(key)
        await until(pilot, *(["dòng "] if key not in {"1", "v"} else []))
    await until(pilot, figures, gone=SAID)


#: Of which nothing has the focus that a user comes back to, or what was asked for once stands above for a minute.
LEFT_ONLY = {"lines", "dossier", "overview, its list"}


@pytest.mark.parametrize("part", range(PARTS))
async def test_a_fault_costs_its_board_a_sentence_until_the_next_news(until, log, part):
    """It is mended in sight, where keys then go where they went before, and out of sight.

    Half of the boards have the one fault in sight and the other out of sight, half the other way round.
    """
    source = FakeSource()
    app = make_app(source)
    async with app.run_test(size=SIZE) as pilot:
        for number, name in list(enumerate(SCREENS))[part::PARTS]:
            with step(name):
                keys, method, figures = SCREENS[name]
                real = getattr(source, method)
                faults = [raises, spoils(real)]
                if number % 2:
                    faults.reverse()
                await go_to(pilot, until, keys, figures)
                for fault, in_sight in zip(faults, (name not in LEFT_ONLY, False), strict=True):
                    forget(log)
                    focused = app.screen.focused
                    setattr(source, method, fault)
                    source.load()
                    gone = figures if in_sight and figures != "dòng " else ""
                    await until(pilot, "⚠", SAID, gone=gone)
                    await pilot.pause()  # the sentence may come a drawing before what has failed is gone
                    shown = await until(pilot, "⚠", SAID, gone=gone)
                    assert shown.count(SAID) == 1
                    assert isinstance(app.screen, BoardScreen)
                    assert "Error" in log.read_text()
                    if in_sight:
                        await mended_in_sight(pilot, until, source, method, real, figures, focused)
                    else:
                        await mended_out_of_sight(pilot, until, source, method, real, keys, figures, name)
                assert app.crash_error is None


async def mended_in_sight(pilot, until, source, method, real, figures, focused) -> None:
    assert focused is not None
    await pilot.press("down", "tab")
    setattr(source, method, real)
    source.load(u29878=431)
    await until(pilot, figures, gone=SAID)
    for _ in range(100):
        if pilot.app.screen.focused is focused:
            break
        await pilot.pause(0.03)
    assert pilot.app.screen.focused is focused


async def mended_out_of_sight(pilot, until, source, method, real, keys, figures, name) -> None:
    await pilot.press("d" if method != "due_today" else "4")
    await until(pilot, "Phường 6")
    setattr(source, method, real)
    source.load(u29878=432)
    await pilot.press(keys.split()[0])
    await until(pilot, figures, gone="Không vẽ được")
    if name != "lines":  # what was asked for once stands above for a minute
        await until(pilot, figures, gone=SAID)


async def test_a_fault_costs_its_page_a_sentence_and_the_wall_turns_on(until, log):
    """Half of the answers fail while the wall turns once round, then the other half, then other halves.

    So each page is seen failing while each other page is well that does not rest on the same answer. At last half of
    the answers are spoiled, and then the other half.
    """
    source = FakeSource()
    app = make_app(source)
    app.prefer(chosen=("29878",))
    methods = sorted({*PAGES.values()})
    real = {method: getattr(source, method) for method in methods}
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        show = await Show(pilot).begin()
        assert {page.key for page in show.screen._pages} == PAGES.keys()
        rounds, name = [*halves(methods)], ""
        for number, half in enumerate([*rounds, *rounds[:2]]):
            before, (name, fail) = name, fault()
            for method in methods:
                fails = fail if number < len(rounds) else spoils(real[method])
                setattr(source, method, fails if method in half else real[method])
            source.load()
            for _ in PAGES:
                with step(f"{show.page} while these fail: {half}"):
                    if PAGES[show.page] in half:
                        said = name if number < len(rounds) else ""
                        await until(pilot, f"Trang này không vẽ được ({said}", gone=before)
                        await logged(pilot, log, said or "Error")
                    elif not half & {*RESTS_ON.get(show.page, PAGES[show.page]).split()}:
                        await show.settled(until)
                        await until(pilot, gone="không vẽ được")
                    await pilot.press("right")
        for method in methods:
            setattr(source, method, real[method])
        source.load(u29878=431)
        for _ in PAGES:
            with step(show.page):
                await until(pilot, gone="không vẽ được")
                await show.settled(until)
            await pilot.press("right")
    assert app.crash_error is None


def halves(methods: list[str]) -> Iterator[set[str]]:
    """Of any two methods there is a half with the first and without the second."""
    for bit in range(len(methods).bit_length()):
        half = {method for number, method in enumerate(methods) if number >> bit & 1}
        yield half
        yield {*methods} - half


def forget(log: Path) -> None:
    """What was logged: the next error is logged whatever was before."""
    log.unlink(missing_ok=True)
    crash._logged.clear()


async def test_a_line_that_cannot_be_written_says_so_in_its_place(app, until, log):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        paper = app.screen.query(".events").only_one(Lines)
        paper._source = raises
        paper.draw()
        await until(pilot, "⚠ Không vẽ được phần này vì lỗi (ZeroDivisionError)", "Cấp xã", "482")
        paper._source = lambda _: [None]
        paper.draw()
        await until(pilot, "vì lỗi (TypeError)", "Cấp xã", "482")
    assert log.read_text().count("Traceback") == 2


async def test_a_row_that_cannot_be_painted_says_so_in_its_place(app, until, log):
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "Phường 6")
        grid = app.screen.query_one(Grid)
        real = grid._body_line
        grid._body_line = lambda index: raises() if index == 3 else real(index)
        grid.refresh()
        shown = await until(
            pilot, "⚠ Không vẽ được phần này vì lỗi (ZeroDivisionError)", "Phường 6", "Thanh tra thành phố"
        )
        assert shown.count("vì lỗi (") == 1
        await pilot.press("down", "down", "down", "down")
        await until(pilot, "dòng 5 / 27")
