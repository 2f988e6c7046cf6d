"""The moment that a viewer asks for, without a source: jumps, steps, and a replay that ends at now."""

from __future__ import annotations

from cchc_tui.boards.timeline import Meeting, Timeline
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.texts.tui_time import TIME
from cchc_tui.tui.session.time_travel import SPEEDS, ReferenceChoice, TimeTravel

NOW = 20_000 * DAY + 9 * 3600
LISTS = (NOW - DAY, NOW - 7200, NOW - 3600)


def travel(*lists: Stamp) -> tuple[TimeTravel, list[Stamp | None]]:
    """A viewer's time, and the moments that were asked for."""
    choice = ReferenceChoice()
    if lists:
        choice.timeline = Timeline(lists, (Meeting(NOW - 5400, NOW - 5000),))
    asked: list[Stamp | None] = []
    viewer = TimeTravel(lambda: NOW, choice, lambda: asked.append(viewer.at))
    return viewer, asked


def test_steps_go_from_list_to_list_and_end_at_now():
    viewer, asked = travel(*LISTS)
    assert viewer.go_earlier() is None
    assert viewer.go_earlier() is None
    assert viewer.stepping
    assert viewer.go_later() is None
    assert viewer.go_later() is None
    assert asked == [NOW - 3600, NOW - 7200, NOW - 3600, None]
    assert viewer.go_later().text == viewer.go(None).text == TIME.at_present
    assert viewer.moment == NOW


def test_a_step_that_leads_nowhere_says_so():
    viewer, asked = travel()
    assert viewer.go_earlier().text == TIME.not_yet_known
    viewer, asked = travel(*LISTS)
    viewer.go(LISTS[0])
    assert not viewer.stepping
    assert viewer.go_earlier().text == TIME.beginning
    assert viewer.go_earlier(meeting=True).text == TIME.no_earlier_meeting
    assert asked == [LISTS[0]]


def test_the_future_is_now_and_the_same_moment_is_not_asked_for_again():
    viewer, asked = travel(*LISTS)
    viewer.go(NOW + 60)
    viewer.go(NOW - 60)
    viewer.go(NOW - 60)
    assert asked == [NOW - 60]


def test_a_replay_steps_on_when_its_step_is_shown_until_now():
    viewer, asked = travel(*LISTS)
    assert viewer.toggle_replay() is None  # from the reference: the meeting's end, or the list before
    assert viewer.replaying
    start = viewer.at
    assert viewer.replay_step(None) is None
    assert viewer.at == start  # the first moment is not shown yet
    said = None
    while said is None:
        said = viewer.replay_step(viewer.at)
    assert said.text == TIME.returned
    assert (viewer.at, viewer.replaying) == (None, False)
    assert asked[-2:] == [NOW - 3600, None]


def test_a_step_by_hand_ends_a_replay():
    viewer, _ = travel(*LISTS)
    viewer.go(LISTS[0])
    viewer.toggle_replay()
    viewer.go_later()
    assert not viewer.replaying


def test_a_replay_is_as_fast_as_its_speeds_allow():
    viewer, _ = travel(*LISTS)
    for _ in SPEEDS:
        assert viewer.change_speed(up=True) is not None
    assert viewer.speed == SPEEDS[-1]
    for _ in SPEEDS:
        viewer.change_speed(up=False)
    assert viewer.speed == SPEEDS[0]
