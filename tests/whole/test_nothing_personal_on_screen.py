"""While persons are hidden, no screen shows one, and nothing that the app holds tells of one."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from cchc_tui.collector.status import CollectorStatus
from cchc_tui.domain.clock import Clock
from cchc_tui.tui.app import CchcApp
from cchc_tui.tui.keys.boards import BOARDS as SCREENS
from tests.kits.asked_source import AskedSource
from tests.kits.planted_persons import NOW, PERSONS, texts_in, told
from tests.kits.steps import step
from tests.kits.tui_rest import SOON, at_rest, use_rest


@pytest.fixture
def screen_text() -> Callable[[Pilot[int]], str]:
    """All that stands on the screen."""

    def read(pilot: Pilot[int]) -> str:
        return "\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips())

    return read


#: In so many parts all boards are walked from.
PARTS = 3
#: What leads to each screen there is from each board: down, the views of it, its help, what is taken along.
WALKS = [
    ("enter", "enter", "escape", "escape"),
    ("g", "down", "enter", "enter", "escape", "escape", "g", "down", "enter", "escape", "g", "down", "g", "g"),
    ("v", "enter", "escape", "v"),
    ("x", "s", "w", "escape"),
    ("f1", "escape", "f12", *"phan", "escape"),
    ("e", "escape", "["),
]
#: What is the same from any board: the search, and the wall.
ANYWHERE = [
    ("/", *"trong", "escape", "/", *"8123", "enter", "escape", "escape"),
    ("f5", "right", "right", "right", "right", "escape"),
]


#: Where one types, what is found is asked for a moment after the last key.
TYPED = {"/", "f12"}


async def settled(pilot: Pilot[int], typing: bool) -> None:
    """Every question of what is in sight is answered, and the answers are on screen."""
    broker, end = pilot.app.poller.broker, time.monotonic() + 20  # type: ignore[attr-defined]
    while time.monotonic() < end:
        await at_rest(soon=0.12 if typing else SOON)
        with broker._lock:
            coming = broker.requests or broker._update.answers or broker._update.fetched
            if not coming and all(query in broker.table for query in broker.wanted):
                return
    pytest.fail(f"not answered: {broker.wanted}")


@pytest.mark.parametrize("part", range(PARTS))
async def test_no_screen_shows_a_person(
    folder: Path, part: int, screen_text: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_rest(monkeypatch)
    source = AskedSource(folder, Clock(NOW, 0))
    app = CchcApp(source, collector=lambda: CollectorStatus(alive=True, pid=1, host="may", role="service"))
    async with app.run_test(size=(160, 45)) as pilot:
        await settled(pilot, typing=False)
        for board in [board.name for board in SCREENS][part::PARTS]:
            with step(board):
                await walk_from(board, app, pilot, screen_text)
    source.close()


async def walk_from(board: str, app: CchcApp, pilot: Pilot[int], screen_text: Any) -> None:
    for walk in (*WALKS, *(ANYWHERE if board == SCREENS[0].name else ())):
        app.action_board(board)
        app.up_to_top()
        app.action_travel("to_live")
        await settled(pilot, typing=False)
        for key in ("down", "down", *walk):
            await pilot.press(key)
            await settled(pilot, not TYPED.isdisjoint(walk))
            shown = screen_text(pilot)
            typed = {place for place, value in PERSONS.items() if value in "".join(walk)}
            assert told(shown) - typed == set(), (board, walk, key, shown)
    picture = app.export_screenshot()
    assert told(picture.replace("&#160;", " ")) == set()
    kept = [one.answer for one in list(app.poller.broker.table.values())]
    held = [*app.session.answers.values(), *kept]
    assert {value for answer in held for _, text in texts_in(answer) for value in told(text)} == set()
