"""What a viewer with a role sees, and what each key of the registry does for it."""

from collections.abc import Iterator

import pytest

from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.source import Source
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.roles import Right, Role, Viewer
from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.app import CchcApp
from cchc_tui.tui.keys.actions import ACTIONS, of
from cchc_tui.tui.overlays.help import HelpScreen
from cchc_tui.tui.screens.details import DetailsScreen
from cchc_tui.tui.screens.dossier import DossierScreen
from cchc_tui.tui.screens.unit import UnitScreen
from cchc_tui.tui.session.queries import DetailsQuery, TableQuery
from tests.kits.steps import step
from tests.kits.store_kit import MORNING, WARD_2, WARD_6, Office, dossier
from tests.kits.tui_fakes import FakeSource, make_app
from tests.kits.tui_made_up import HERE

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


@pytest.fixture
def units_app(office: Office) -> Iterator[CchcApp]:
    """The app of Phường 6 over its dossier, number 1, and one of Phường 2."""
    office.list([dossier("H20.06-211015-0001"), dossier("H20.02-211015-0002", agency="UBND Phường 2")], MORNING - 60)
    source = Source(office.folder, Clock(MORNING, 0), Viewer("lan", Role.UNIT, WARD_6))
    yield CchcApp(source, collector=lambda: HERE)
    source.close()


NOT_OURS = "không thuộc đơn vị của bạn"


#: How one of another unit's screens is opened.
OPENED = {
    "a list": lambda: UnitScreen(DossierFilter(unit=WARD_2), "Phường 2", "Trễ hạn"),
    "a dossier by its number": lambda: DossierScreen(2, ("Trễ hạn",)),
    "rows behind a row": lambda: DetailsScreen(
        DetailsQuery("testing", "unit", WARD_2), TableQuery("testing"), "Phường 2", "Trễ hạn"
    ),
}


async def test_what_is_of_another_unit_is_said_to_be_so(units_app, until):
    async with units_app.run_test(size=(120, 34)) as pilot:
        await until(pilot, "sắp đến hạn")
        for name, opened in OPENED.items():
            with step(name):
                units_app.push_screen(opened())
                await until(pilot, NOT_OURS, gone=TEXT.waiting_for_rows)
                await pilot.press("escape")
                await until(pilot, "sắp đến hạn", gone=NOT_OURS)


@pytest.mark.parametrize(("number", "says"), [(1, "CÁC LẦN KẾT XUẤT"), (99, TEXT.gone)])
async def test_what_is_their_own_or_nobodys_is_not_said_to_be_anothers(units_app, until, number, says):
    async with units_app.run_test(size=(120, 34)) as pilot:
        await until(pilot, "sắp đến hạn")
        units_app.push_screen(DossierScreen(number, ("Trễ hạn",)))
        await until(pilot, says, gone=NOT_OURS)


async def test_another_units_row_opens_a_sentence(units_app, until):
    async with units_app.run_test(size=(120, 34)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2")
        await until(pilot, "Phường 2")
        units_app.board_screen.show_row(WARD_2)
        await pilot.press("enter")
        await until(pilot, NOT_OURS)
