"""Pages turn by a clock: none is missed and none comes early, for hours, however seldom anybody looks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cchc_tui.tui.wall.page_timer import PageTimer
from tests.kits.presentation_kit import Seconds, Show

STAYS = st.lists(st.integers(3, 60), min_size=1, max_size=12)


@given(STAYS, st.lists(st.floats(0.01, 500, allow_nan=False), max_size=60))
def test_after_any_time_the_page_is_the_one_whose_seconds_it_is(stays, pauses):
    seconds = Seconds()
    turning = PageTimer(seconds, stays)
    begun = seconds.now
    for pause in pauses:
        seconds.now += pause
        turning.tick()
        passed = seconds.now - begun
        turns, page, into = 0, 0, passed
        while into >= stays[page]:
            into -= stays[page]
            turns, page = turns + 1, (page + 1) % len(stays)
        near_an_edge = min(into, stays[page] - into) < 1e-6
        assert near_an_edge or (turning.turned, turning.page) == (turns, page)
        assert near_an_edge or abs(turning.left - (stays[page] - into)) < 1e-6


def test_eight_hours_of_a_page_each_twenty_seconds_are_1440_turns():
    seconds = Seconds()
    turning = PageTimer(seconds, [20] * 7)
    for second in range(8 * 3600):
        seconds.now = 1000.0 + second + (second * 7919 % 1000) / 1000 + 1  # a timer that is up to a second late
        turning.tick()
    seconds.now = 1000.0 + 8 * 3600
    turning.tick()
    assert turning.turned == 1440


@given(STAYS, st.floats(0, 100), st.floats(0, 1000), st.sets(st.sampled_from(["paused", "blank", "covered"])))
def test_while_it_is_held_for_any_reason_time_stands(stays, before, held, reasons):
    seconds = Seconds()
    turning = PageTimer(seconds, stays)
    seconds.now += before
    turning.tick()
    page, left = turning.page, turning.left
    for why in sorted(reasons):
        turning.hold(why)
    seconds.now += held if reasons else 0
    assert not turning.tick()
    for why in sorted(reasons):
        assert why in turning.held
        turning.release(why)
    assert turning.page == page
    assert abs(turning.left - left) < 1e-6


@given(STAYS, st.integers(-30, 30), st.floats(0, 100))
def test_a_page_that_is_gone_to_stays_for_its_whole_time(stays, page, before):
    seconds = Seconds()
    turning = PageTimer(seconds, stays)
    seconds.now += before
    turning.go(page)
    assert turning.page == page % len(stays)
    seconds.now += stays[turning.page] - 0.5
    assert not turning.tick()
    seconds.now += 1
    turning.tick()
    assert turning.page == (page + 1) % len(stays)


async def test_two_hundred_pages_turn_and_each_shows_its_figures(source, app, until, text):
    """More than an hour of a meeting in which figures change: each page comes thirteen times."""
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "sắp đến hạn")
        show = await Show(pilot).begin()
        pages = len(show.screen._pages)
        for turn in range(1, 201):
            await show.wait(20)
            assert show.screen.page_timer.turned == turn
            assert f" {turn % pages + 1}/{pages} " in text(pilot).split("\n")[-1]
            if turn % 10 == 0:
                source.load(u29878=412 + turn // 10)
            if turn % 20 == 0:
                await show.settled(until)
        await pilot.press("3")
        await until(pilot, "Phường 6", "432")
        assert len(app.session.answers) <= 3  # this page's and the next one's: what was shown before is not kept
