"""A due time passes, and the board moves by itself within a second: no export, no key."""

from __future__ import annotations

import pytest

from cchc_tui.domain.clock import Clock
from cchc_tui.tui.app import CchcApp
from cchc_tui.tui.session.poller import DueAlarm
from cchc_tui.tui.session.queries import LateQuery
from tests.kits.asked_source import AskedSource
from tests.kits.store_kit import MORNING, Office, dossier
from tests.kits.tui_fakes import HERE, FakeSource, make_app
from tests.kits.tui_made_up import OPENED

SIZE = (100, 40)


@pytest.fixture(autouse=True)
def no_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The round that looks every few seconds never comes: only the due time itself can move a board."""
    monkeypatch.setattr("cchc_tui.tui.session.queries.LateQuery.every", 1e9)


async def test_a_dossier_that_falls_due_is_overdue_on_screen_and_marked(source, app, until):
    source.due = OPENED + 90
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "377", gone="378")
        source.set_clock(OPENED + 89)
        await pilot.pause(0.3)
        await until(pilot, "377", gone="378")
        source.set_clock(OPENED + 90)
        await until(pilot, "378", "◆", "Vừa thay đổi lúc 08:34:  Xã Mỹ Tân ▲ 1")


async def test_a_clock_that_runs_fast_is_followed(source, until):
    source.due = OPENED + 900
    app = make_app(source)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "377")
        source.clock = Clock(OPENED, 600)
        await until(pilot, "378", "◆")


async def test_the_past_is_not_moved_by_the_clock(source, until):
    source.live_through()
    source.due = OPENED + 60
    app = make_app(source)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "377")
        await pilot.press("left_square_bracket")
        await until(pilot, "QUÁ KHỨ")
        source.set_clock(OPENED + 120)
        await pilot.pause(0.4)
        await until(pilot, "QUÁ KHỨ", "377", gone="378")
        await pilot.press("end")
        await until(pilot, "378", gone="QUÁ KHỨ")


def test_the_alarm_goes_off_once_and_wants_to_be_set_again():
    source, alarm = FakeSource(), DueAlarm()
    source.due = OPENED + 10
    assert not alarm.goes_off(OPENED + 20)  # not set yet
    alarm.set(source, OPENED, 1)
    assert not alarm.goes_off(OPENED + 9)
    assert alarm.goes_off(OPENED + 10)
    assert not alarm.goes_off(OPENED + 11)
    source.due = None
    alarm.set(source, OPENED + 10, 1)
    assert not alarm.goes_off(OPENED + 10_000)


def test_a_load_may_bring_an_earlier_due_time():
    source, alarm = FakeSource(), DueAlarm()
    source.due = OPENED + 100
    alarm.set(source, OPENED, 1)
    source.due = OPENED + 10
    alarm.set(source, OPENED, 1)
    assert not alarm.goes_off(OPENED + 10)
    alarm.set(source, OPENED, 2)
    assert alarm.goes_off(OPENED + 10)


async def test_of_a_real_store_the_board_moves_at_the_due_time_of_a_dossier(tmp_path, until):
    office = Office(tmp_path)
    office.list([dossier(f"A-{number}", due=MORNING + 60 * number) for number in range(1, 4)], MORNING - 60)
    office.writer.close()
    clock = Clock(MORNING, 0)
    source = AskedSource(tmp_path, clock)
    app = CchcApp(source, collector=lambda: HERE)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "Phường 6", "Cấp xã")
        for late in (1, 2, 3):
            source.clock = Clock(MORNING + 60 * late, 0)  # the due second itself is still in time
            await pilot.pause(0.2)
            assert app.session.answer(LateQuery()).levels["commune"].late == late - 1
            source.clock = Clock(MORNING + 60 * late + 1, 0)
            await until(pilot, f"Vừa thay đổi lúc 08:3{late}:  Phường 6 ▲ 1")
            assert app.session.answer(LateQuery()).levels["commune"].late == late
    source.close()
