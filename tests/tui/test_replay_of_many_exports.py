"""A replay over 250 exports, of a real store: no step is left out, and it ends as the live board stands."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from cchc_tui.domain.clock import Clock
from cchc_tui.tui.app import CchcApp
from cchc_tui.tui.screens.board_screen import BoardScreen
from tests.kits.asked_source import AskedSource
from tests.kits.store_kit import DAY, HOUR, MORNING, Office, dossier
from tests.kits.tui_fakes import HERE

EXPORTS, EVERY = 250, 2 * HOUR
BEGIN = MORNING - (EXPORTS - 1) * EVERY
WARDS = ("UBND Phường 6", "UBND Phường 11", "UBND Phường 2", "UBND Xã Mỹ Tân", "UBND Xã Hòa An", "UBND Phường 1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with 250 lists of the dossiers that changed, two hours between them."""
    office = Office(tmp_path)
    random = Random(250)
    states = {}
    for number in range(EXPORTS):
        moment = BEGIN + number * EVERY
        changed = [*random.sample(sorted(states), min(4, len(states))), f"A-{number}", f"B-{number}"]
        for code in changed:
            finished = random.choice([None, None, moment - HOUR])
            before = states.get(code)
            states[code] = dossier(
                code,
                received=before.received if before else moment - random.randrange(1, 20) * DAY,
                due=before.due if before else moment + random.randrange(-30, 30) * HOUR,
                finished=finished,
                status=4 if finished is None else 9,
                agency=before.agency if before else random.choice(WARDS),
            )
        office.list([states[code] for code in changed], moment)
    office.writer.close()
    return tmp_path


async def test_a_replay_over_250_exports_ends_equal_to_live(folder, until, text, monkeypatch):
    source = AskedSource(folder, Clock(MORNING + HOUR, 0))
    app = CchcApp(source, collector=lambda: HERE)
    passed = []
    arrived = BoardScreen.arrived
    monkeypatch.setattr(BoardScreen, "arrived", lambda self: (passed.append(app.session.shown_at), arrived(self))[1])
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("2")
        await until(pilot, "so với kết xuất trước", "Cấp xã", seconds=10)
        await pilot.press("c")
        live = await until(pilot, "so với lúc mở", "Phường 6", "=")
        app.action_go_to(BEGIN)
        await until(pilot, "QUÁ KHỨ · ")
        passed.clear()
        app.session.travel.speed = 1000.0
        await pilot.press("space")
        shown = await until(pilot, "Đã về hiện tại.", "so với lúc mở", gone="QUÁ KHỨ", seconds=60)
        steps = app.session.timeline.steps(source.clock.now())
        assert len(steps) >= EXPORTS
        assert passed == [*steps[1:], None]
        assert shown.replace("◆", " ").split("\n")[:-2] == live.split("\n")[:-2]
    board = source.late()
    source.close()
    fresh = AskedSource(folder, Clock(MORNING + HOUR, 0))
    fresh.open()
    assert board == fresh.late()
    fresh.close()
