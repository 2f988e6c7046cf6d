"""How often a screen is drawn and laid out: once for what is new, however many messages tell of it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from textual._compositor import Compositor

from cchc_tui.tui.overlays.chooser import Chooser
from cchc_tui.tui.screens.minimum_size import MinimumSizeScreen
from tests.kits.tui_fakes import FakeSource, make_app

SIZES = [(80, 24), (120, 34), (200, 55)]


@pytest.fixture
def source() -> Iterator[FakeSource]:
    """Some days of an office. Its forecast, which takes long and is drawn when it comes, does not come."""
    source = FakeSource().live_through()
    source.forecasting = threading.Event()
    yield source
    source.forecasting.set()


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often screens were drawn and laid out, and overlays filled."""
    done: Counter[str] = Counter()

    def count(of: type, name: str) -> None:
        real = getattr(of, name)

        def counted(*words: Any, **more: Any) -> Any:
            done[name] += 1
            return real(*words, **more)

        monkeypatch.setattr(of, name, counted)

    count(MinimumSizeScreen, "draw")
    count(Compositor, "reflow")
    count(Chooser, "show_rows")
    return done


@pytest.mark.parametrize("size", SIZES)
async def test_a_start_draws_an_empty_board_and_then_its_figures(source, times, until, size):
    async with make_app(source).run_test(size=size) as pilot:
        await until(pilot, "482")
        await pilot.pause()
        assert times == {"draw": 2, "reflow": 2}  # the figures take another height than the dashes in their place


@pytest.mark.parametrize("size", SIZES)
async def test_a_load_draws_once(source, times, until, size):
    async with make_app(source).run_test(size=size) as pilot:
        await until(pilot, "482")
        times.clear()
        source.load(u29878=900)
        await until(pilot, "900")
        await pilot.pause()
        assert times["draw"] == 1


@pytest.mark.parametrize("size", SIZES)
async def test_a_board_whose_figures_are_there_is_drawn_once(source, times, until, size):
    async with make_app(source).run_test(size=size) as pilot:
        await until(pilot, "482")
        times.clear()
        await pilot.press("2")
        await until(pilot, "Phường 11")
        await pilot.pause()
        assert times["draw"] == 1
        times.clear()
        await pilot.press("1")
        await pilot.press("2")
        await pilot.pause()
        assert times["draw"] == 2


async def test_an_overlay_is_filled_and_drawn_once(source, times, until):
    async with make_app(source).run_test(size=(120, 34)) as pilot:
        await until(pilot, "482")
        times.clear()
        pilot.app.action_papers()
        await until(pilot, "Lập văn bản")
        await pilot.pause()
        assert (times["draw"], times["show_rows"]) == (1, 1)
