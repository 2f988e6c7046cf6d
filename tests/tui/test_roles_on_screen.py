"""What a viewer with a role sees, and what each key of the registry does for it."""

import pytest

from cchc_tui.domain.roles import Right, Role, Viewer
from cchc_tui.tui.keys.actions import ACTIONS, of
from cchc_tui.tui.overlays.help import HelpScreen
from tests.kits.tui_fakes import FakeSource, make_app

LEFT_OUT = {"leave", "help_quit", "language"}


async def test_the_wall_shows_the_presentation_and_nothing_else_whatever_is_pressed(until):
    source = FakeSource()
    source.viewer = Viewer("man-chieu", Role.WALL)
    app = make_app(source)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "1/")
        for action in (*of("app", "present"), *(action for action in ACTIONS if action.right is not Right.PRESENT)):
            if action.name in LEFT_OUT or not action.keys:
                continue
            await pilot.press(action.keys[0])
            await pilot.pause()
            if isinstance(app.screen, HelpScreen):
                await pilot.press("2", "f5", "f2")  # keys of boards work in the help too, for who may see boards
                await pilot.pause()
                assert app.presenting
                await pilot.press("escape")
                await pilot.pause()
            assert app.presenting, action.name
            assert app.screen is app.main_screen, action.name
        for _ in range(3):
            await pilot.press("escape")
            await until(pilot, "Chỉ trình chiếu.")
            assert app.presenting
    assert source.marks == source.entries == []
    assert source.filters == source.searches == []


@pytest.mark.parametrize(("key", "says"), [("n", "ghi cuộc họp và chỉ đạo"), ("m", "ghi cuộc họp và chỉ đạo")])
async def test_a_reviewer_is_told_why_nothing_is_entered_and_the_footer_offers_it_not(until, key, says):
    source = FakeSource()
    source.viewer = Viewer("lan", Role.REVIEWER)
    app = make_app(source)
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await until(pilot, "sắp đến hạn")
        assert "n giao" not in shown
        assert "m họp" not in shown
        assert "e xuất" in shown
        await pilot.press(key)
        await until(pilot, says)
        assert app.screen is app.main_screen
    assert source.marks == []


async def test_the_header_says_whose_view_it_is(until):
    for viewer, says in ((Viewer("lan", Role.REVIEWER), "Chỉ xem"), (Viewer("lan", Role.UNIT, "29878"), "P.6")):
        source = FakeSource()
        source.viewer = viewer
        app = make_app(source)
        async with app.run_test(size=(120, 34)) as pilot:
            await until(pilot, "sắp đến hạn", says)


async def test_another_units_row_says_that_it_is_not_theirs(until):
    source = FakeSource()
    source.viewer = Viewer("lan", Role.UNIT, "29878")
    app = make_app(source)
    async with app.run_test(size=(120, 34)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2", "enter")
        await until(pilot, "không thuộc đơn vị của bạn")
