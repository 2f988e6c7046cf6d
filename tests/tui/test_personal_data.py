"""Personal data on the screens: never by themselves; for a reason and some minutes; gone at once when hidden."""

from __future__ import annotations

import gc
import sys
from types import CodeType, FunctionType

import pytest

from cchc_tui.domain.privacy import HIDDEN, AccessRecord
from cchc_tui.settings import PrivacySettings, Settings
from cchc_tui.texts.language import use
from cchc_tui.tui.app import CchcApp
from cchc_tui.tui.screens.sources import SourcesScreen
from cchc_tui.tui.style.ascii_fallback import in_ascii
from cchc_tui.tui.style.render import clean
from tests.kits.line_text import text_of
from tests.kits.persons import NAME, OFFICER, PHONE, SERIAL, SHOWN, Hours, Persons, show, to_list
from tests.kits.presentation_kit import WALL
from tests.kits.steps import step
from tests.kits.tui_fakes import make_app
from tests.kits.tui_made_up import MOMENT


@pytest.fixture
def source() -> Persons:
    return Persons()


@pytest.fixture
def app(source: Persons) -> CchcApp:
    return make_app(source)


async def test_a_reason_brings_names_and_whole_codes_and_the_same_key_hides_them(until, app, source):
    async with app.run_test(size=(140, 40)) as pilot:
        await to_list(pilot, until)
        shown = await show(pilot, until, NAME, SERIAL, "còn 5 phút", "Chủ hồ sơ")
        assert "…" not in shown.splitlines()[10][:30]
        assert [access.reason for access in source.begun] == ["công dân hỏi tại quầy"]
        await pilot.press("enter")
        await until(pilot, PHONE, NAME, SHOWN)
        await pilot.press("U")
        shown = await until(pilot, "Dữ liệu cá nhân đã ẩn", "HẸN TRẢ", gone=SHOWN)
        assert NAME not in shown
        assert PHONE not in shown
        await pilot.press("escape")
        shown = await until(pilot, "2110", "-…")
        assert NAME not in shown
        assert SERIAL not in shown
        assert [access[:2] for access in source.ended] == [access[:2] for access in source.begun]


async def test_they_hide_by_themselves_when_the_time_is_over(until, app, source):
    hours = Hours()
    app.session.access.clock = hours
    async with app.run_test(size=(140, 40)) as pilot:
        await to_list(pilot, until)
        await show(pilot, until, NAME, "còn 5 phút")
        hours.now += 181
        await until(pilot, "còn 2 phút", NAME)
        hours.now += 120
        shown = await until(pilot, "đã tự ẩn", "-…", gone=SHOWN)
        assert NAME not in shown
        assert len(source.ended) == 1


async def test_without_a_log_nothing_is_shown(until, app, source):
    source.logging = PermissionError(13, "Permission denied")
    async with app.run_test(size=(140, 40)) as pilot:
        await to_list(pilot, until)
        await pilot.press("U", "enter")
        shown = await until(pilot, "không ghi được vào sổ (Permission denied)")
        assert SHOWN not in shown
        assert app.session.access.level == HIDDEN


async def test_an_office_may_forbid_it(until, app, source):
    source.settings = Settings(privacy=PrivacySettings(may_show=False))
    async with app.run_test(size=(140, 40)) as pilot:
        await to_list(pilot, until)
        await pilot.press("U")
        await until(pilot, "Cơ quan không cho hiện")
        assert source.begun == []


async def test_a_reason_has_letters_and_esc_is_none(until, app, source):
    async with app.run_test(size=(80, 24)) as pilot:
        await to_list(pilot, until)
        await pilot.press("U", "1", "2", "3", "4", "5", "6", "enter")
        await until(pilot, "ít nhất 5 chữ cái")
        await pilot.press("escape")
        await until(pilot, "2110", gone="Lý do xem")
        assert source.begun == []
        await pilot.press("U", *"doi chieu", "enter")
        await until(pilot, SHOWN)
        assert source.begun[0].reason == "doi chieu"


async def test_a_presentation_ends_it_and_refuses_it(until, app, source):
    async with app.run_test(size=(140, 40)) as pilot:
        await to_list(pilot, until)
        await show(pilot, until, NAME)
        await pilot.press("f5")
        await pilot.pause()
        assert app.session.access.level == HIDDEN
        await pilot.press("U")
        await pilot.pause()
        assert len(source.begun) == 1
        await pilot.press("escape")
        shown = await until(pilot, "-…")
        assert NAME not in shown
        assert len(source.ended) == 1


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_whatever_is_open_says_that_they_are_shown_and_f5_hides_them(until, app, source, size):
    async with app.run_test(size=size) as pilot:
        await to_list(pilot, until)
        for times, key in enumerate(("slash", "f1", "ctrl+p", "w", "e"), 1):
            with step(key):
                await show(pilot, until, SERIAL)
                board = app.screen
                await pilot.press(key)
                await pilot.pause()
                assert app.screen is not board
                assert SHOWN in (await until(pilot, SHOWN)).splitlines()[0]
                await pilot.press("f5")
                await until(pilot, f"1/{len(WALL)}", "HỒ SƠ TRỄ HẠN")
                assert app.session.access.level == HIDDEN
                assert len(source.ended) == times
                await pilot.press("escape")
                assert SERIAL not in await until(pilot, "2110", "-…")


async def test_while_the_search_is_open_they_hide_when_the_time_is_over(until, app, source):
    hours = Hours()
    app.session.access.clock = hours
    async with app.run_test(size=(140, 40)) as pilot:
        await to_list(pilot, until)
        await show(pilot, until, NAME)
        await pilot.press("slash", "U", "1")
        await until(pilot, SHOWN, "còn 5 phút", "› U1")
        hours.now += 181
        await until(pilot, SHOWN, "còn 2 phút")
        hours.now += 120
        await until(pilot, "›", gone=SHOWN)
        assert app.session.access.level == HIDDEN
        assert len(source.ended) == 1


async def test_f5_in_the_help_of_the_presentation_leads_back_to_it(until, app):
    async with app.run_test(size=(140, 40)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("f5")
        await until(pilot, f"1/{len(WALL)}")
        before = len(app.screen_stack)
        await pilot.press("f1")
        await until(pilot, "Trợ giúp")
        await pilot.press("f5")
        await until(pilot, f"1/{len(WALL)}", gone="Trợ giúp")
        assert len(app.screen_stack) == before


async def test_suspending_and_leaving_the_app_end_it(until, app, source):
    async with app.run_test(size=(140, 40)) as pilot:
        await to_list(pilot, until)
        await show(pilot, until, NAME)
        app.app_suspend_signal.publish(app)
        shown = await until(pilot, "-…", gone=SHOWN)
        assert NAME not in shown
        await show(pilot, until, NAME)
    assert len(source.ended) == 2


async def test_a_name_that_was_typed_to_filter_by_goes_with_the_rest(until, app, source):
    async with app.run_test(size=(140, 40)) as pilot:
        await to_list(pilot, until)
        await show(pilot, until, NAME)
        await pilot.press("/", *"gia dinh", "tab")
        await until(pilot, "gia dinh", NAME)
        assert source.filters[-1].text == "gia dinh"
        await pilot.press("U")
        shown = await until(pilot, "-…", gone=SHOWN)
        assert "gia dinh" not in shown
        assert source.filters[-1].text == ""


async def test_officers_have_a_switch_of_their_own(until, app, source):
    async with app.run_test(size=(140, 40)) as pilot:
        await to_list(pilot, until)
        await pilot.press("O")
        shown = await until(pilot, OFFICER, "Đang hiện tên cán bộ")
        assert NAME not in shown
        await pilot.press("O")
        await until(pilot, "Tên cán bộ đã ẩn", gone=OFFICER)
        assert source.begun == []


async def test_the_office_may_have_officers_named_from_the_start(until, app, source):
    source.settings = Settings(privacy=PrivacySettings(officers=True))
    async with app.run_test(size=(140, 40)) as pilot:
        await to_list(pilot, until)
        await until(pilot, OFFICER)
        await pilot.press("f5")
        await pilot.pause()
        assert app.session.access.level == HIDDEN


CACHED = type(clean)


def kept(*backwards: str) -> set[str]:
    """Those of some values that any object of this process still holds, the source code of tests left out.

    The values are given backwards, so that the question holds none of them.
    """
    found = set()
    caches = [each for module in [*sys.modules.values()] for each in vars(module).values() if type(each) is CACHED]
    cached = [each for each in gc.get_referents(*caches) if isinstance(each, dict)]  # the collector may not know them
    for one in (*gc.get_objects(), *cached):
        if isinstance(one, FunctionType | CodeType) or (isinstance(one, dict) and "__builtins__" in one):
            continue
        held = [*one, *one.values()] if type(one) is dict else gc.get_referents(one)
        texts = [text[::-1] for text in held if isinstance(text, str)]
        found |= {f"{type(one).__name__}: {text}" for text in texts for value in backwards if value in text}
    return found


async def test_nothing_of_what_was_shown_is_kept_anywhere(until, app, source):
    async with app.run_test(size=(140, 40)) as pilot:
        await to_list(pilot, until)
        await show(pilot, until, NAME)
        await pilot.press("enter")
        await until(pilot, PHONE)
        assert kept(PHONE[::-1])
        in_ascii(NAME)  # as on a terminal that has no other letters
        await pilot.press("U")
        await until(pilot, "HẸN TRẢ", gone=SHOWN)
        await pilot.pause(0.3)
        gc.collect()
        assert kept(NAME[::-1], PHONE[::-1], SERIAL[::-1] + "200112-02H") == set()


def test_the_reason_of_a_look_reads_in_the_language_of_the_screen():
    listed = next(view for view in SourcesScreen.views if view.key == "accesses")

    def said(reason: str) -> str:
        look = AccessRecord(at=MOMENT, until=MOMENT + 60, over=True, user="u", host="h", folder="f", reason=reason)
        return " ".join(map(text_of, listed.lines(look, None, 200)))

    assert "Lý do: công dân hỏi tại quầy" in said("công dân hỏi tại quầy")
    use("en")
    assert "Reason: a citizen asks at the counter" in said("công dân hỏi tại quầy")
    assert "Reason: xem giúp bà Tư" in said("xem giúp bà Tư")
