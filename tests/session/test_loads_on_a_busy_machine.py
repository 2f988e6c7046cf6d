"""Many viewers on few processors: a viewer that waits for its turn shows the loads that come meanwhile as one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections import Counter
from errno import EAFNOSUPPORT, ENOENT
from itertools import count
from subprocess import PIPE
from threading import Timer
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_tui.boards.reference import Since
from cchc_tui.domain.roles import LOCAL, Role
from cchc_tui.domain.roles import Viewer as Viewed
from cchc_tui.tui.session import turn
from cchc_tui.tui.session.poller_wait import PollerWait
from cchc_tui.tui.session.queries import ExportsQuery, LateQuery, OverviewQuery, Query, RolloutQuery
from cchc_tui.tui.session.turn import LONGEST_WAIT, Turn
from tests.kits.session_kit import BOARDS, FigureSource, Viewer

REVIEWER = Viewed("a", Role.REVIEWER)
_PREFIXES = count()


class CountingSource(FigureSource):
    """Counts what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: Counter[Query] = Counter()

    def answer(self, query: Query) -> object:
        self.asked[query] += 1
        return super().answer(query)


class BusyViewer(Viewer):
    """A reviewer's viewer; one turn at a time, which ``other`` may have. Time passes while it waits."""

    def __init__(self) -> None:
        self.seconds_now = 1000.0
        super().__init__()
        self.source.viewer = REVIEWER
        prefix = f"cchc-test-{next(_PREFIXES)}-{os.getpid()}"
        self.other, self.own = (Turn(1, prefix, lambda: self.seconds_now) for _ in range(2))
        self.poller._turn = self.own
        self.poller.broker.wake.wait_beside = self._wait_beside  # type: ignore[method-assign]

    def _wait_beside(self, _: object, seconds: float) -> bool:
        self.seconds_now += seconds
        return self.poller.broker.wake.is_set()

    def others_turn(self) -> None:
        """Another viewer's turn begins."""
        assert self.other.take(self._wait_beside)

    def look(self) -> None:
        """A round that nobody asked for."""
        self.poller.broker.wake.clear()
        self.poller.run_once(woken=False)
        self.take()

    @property
    def shown_loads(self) -> set[int]:
        """The loads of all figures on screen."""
        return {self.session.answer(query).load for query in BOARDS[self.session.board]}

    @property
    def load_in_header(self) -> int:
        """The load that the header names."""
        at = self.session.status.data_as_of
        assert at is not None
        return self.source.lists.index(at) + 1


def counting(viewer: Viewer) -> CountingSource:
    """Count from now on what a viewer asks."""
    source = CountingSource()
    vars(source).update({name: value for name, value in vars(viewer.source).items() if name != "asked"})
    viewer.source = viewer.session._source = viewer.poller._source = source  # type: ignore[assignment]
    viewer.poller._source = viewer.poller._asker._source = source  # type: ignore[assignment]
    return source


def test_a_viewer_whose_turn_it_is_shows_each_load_at_once():
    viewer = BusyViewer()
    viewer.round(3)
    for _ in range(5):
        viewer.source.load()
        viewer.look()
        assert viewer.shown_loads == {viewer.source.load_count}


def waiting() -> BusyViewer:
    """A viewer that has shown a load, while it is another's turn."""
    viewer = BusyViewer()
    viewer.round(3)
    viewer.others_turn()
    return viewer


def test_a_viewer_that_waits_for_its_turn_shows_the_loads_of_that_time_as_one():
    viewer = waiting()
    source = counting(viewer)
    for _ in range(3):
        source.asked.clear()
        first = source.load_count
        for _ in range(4):
            source.load()
            viewer.look()
            assert viewer.shown_loads == {first}
        assert not source.asked
        viewer.other.give_back()
        viewer.look()
        assert viewer.shown_loads == {first + 4}
        assert source.asked[OverviewQuery()] == 1
        viewer.others_turn()


def test_a_load_that_comes_during_the_wait_is_shown_with_the_one_before():
    viewer = waiting()
    source = counting(viewer)
    source.load()

    def turn_comes(*_: object) -> bool:
        source.load()
        viewer.other.give_back()
        return False

    viewer.poller.broker.wake.wait_beside = turn_comes  # type: ignore[method-assign]
    viewer.look()
    assert viewer.shown_loads == {source.load_count}
    assert source.asked[OverviewQuery()] == 1


def test_the_next_screen_is_asked_for_in_a_turn():
    viewer = waiting()
    source = counting(viewer)
    viewer.session.subscribe(BOARDS["overview"], BOARDS["rollout"])
    viewer.poller._drawing_until = 0.0  # the app has drawn it
    viewer.look()
    assert not source.asked
    viewer.other.give_back()
    viewer.look()
    assert {type(query) for query in source.asked} == {RolloutQuery}


def test_a_key_does_not_wait_for_a_turn():
    viewer = waiting()
    viewer.source.load()
    viewer.look()
    assert viewer.shown_loads == {viewer.source.load_count - 1}
    viewer.show("late")
    assert viewer.poller.broker.wake.is_set()
    viewer.poller.broker.wake.clear()  # as the thread does before its round
    viewer.round()
    assert viewer.shown_loads == {viewer.source.load_count}


@pytest.mark.parametrize("role", [None, Role.CHAIR, Role.SECRETARY, Role.WALL])
def test_the_owner_and_the_viewers_of_a_meeting_wait_for_no_turn(role: Role | None):
    viewer = waiting()
    viewer.source.viewer = LOCAL if role is None else Viewed("a", role)
    viewer.source.load()
    viewer.look()
    assert viewer.shown_loads == {viewer.source.load_count}


def test_a_viewer_that_was_stopped_in_its_turn_keeps_nobody_waiting_for_long():
    viewer = waiting()
    for _ in range(3):
        begun, first = viewer.seconds_now, viewer.source.load_count
        viewer.source.load()
        while viewer.shown_loads == {first}:
            viewer.look()
            assert viewer.seconds_now < begun + LONGEST_WAIT + 1
        assert viewer.shown_loads == {viewer.source.load_count}


def of_no_use(*_: object) -> bool:
    """A wait in which nothing happens."""
    return False


def test_of_many_viewers_the_first_comes_first():
    name = f"cchc-test-first-{os.getpid()}"
    turns = [Turn(1, name) for _ in range(20)]
    assert turns[0].take(of_no_use)
    for order in ([*range(20)], [*range(20)], [0, *range(19, 0, -1)]):
        for number in order[1:]:
            assert not turns[number].take(of_no_use)
        for place in range(19):
            turns[order[place]].give_back()
            # The last asks first: whoever asks first must not be the first for that.
            assert [number for number in order[:place:-1] if turns[number].take(of_no_use)] == [order[place + 1]]
        turns[order[-1]].give_back()
        assert turns[0].take(of_no_use)


def test_who_waits_no_more_is_left_out():
    name = f"cchc-test-gone-{os.getpid()}"
    first, second, third = (Turn(1, name) for _ in range(3))
    assert first.take(of_no_use)
    assert not second.take(of_no_use)
    assert not third.take(of_no_use)
    assert second.take(lambda *_: True)  # a person waits
    assert second._held is None
    first.give_back()
    assert not first.take(of_no_use)
    assert third.take(of_no_use)


def test_as_many_turns_as_there_are_are_taken_at_a_time():
    turns = [Turn(3, f"cchc-test-three-{os.getpid()}") for _ in range(8)]
    for _ in range(3):
        assert sum(each.take(of_no_use) for each in turns) == 3
        for each in turns:
            each.give_back()


@pytest.mark.parametrize("end", ["kill", "terminate"])
def test_the_kernel_ends_the_turn_of_a_viewer_that_ended(end: str):
    for number in range(3):
        name = f"cchc-test-{end}-{number}-{os.getpid()}"
        script = f"from cchc_tui.tui.session.turn import Turn; t = Turn(1, {name!r}); print(t.take(print)); input()"
        first, second = Turn(1, name), Turn(1, name)
        with subprocess.Popen([sys.executable, "-c", script], stdin=PIPE, stdout=PIPE) as holder:
            assert holder.stdout is not None
            assert holder.stdout.readline() == b"True\n"
            assert not first.take(of_no_use)
            assert not second.take(of_no_use)
            getattr(holder, end)()
        assert first.take(of_no_use)
        assert not second.take(of_no_use)
        first.give_back()
        assert second.take(of_no_use)


def test_a_turn_that_comes_ends_the_wait_and_so_does_a_key(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(turn, "_LONGEST_CALL", LONGEST_WAIT)  # nothing else ends it in time
    name = f"cchc-test-wait-{os.getpid()}"
    first, second, wake = Turn(1, name), Turn(1, name), PollerWait()
    for end in (first.give_back, wake.set):
        assert first.take(of_no_use)
        timer = Timer(0.05, end)
        timer.start()
        begun = time.monotonic()
        assert second.take(wake.wait_beside)
        assert time.monotonic() - begun < LONGEST_WAIT
        timer.join()
        assert (second._held is None) == wake.is_set()
        second.give_back()


@pytest.mark.parametrize("broken", [{"bind": OSError(ENOENT, "")}, {"__init__": OSError(EAFNOSUPPORT, "")}])
def test_where_the_kernel_has_no_such_names_nobody_waits(broken: dict[str, OSError], monkeypatch: pytest.MonkeyPatch):
    for name, error in broken.items():
        monkeypatch.setattr(socket.socket, name, Mock(side_effect=error))
    for _ in range(3):
        turn = Turn(1, "cchc-test-none")
        assert turn.take(lambda *_: pytest.fail("nobody waits"))
        turn.give_back()


@given(
    steps=st.lists(
        st.one_of(
            st.just("load"),
            st.just("look"),
            st.sampled_from([*BOARDS]),
            st.floats(0.0, 5.0),  # seconds that pass
            st.just(("turn",)),
        ),
        max_size=40,
    )
)
def test_what_is_shown_is_of_one_load_and_at_last_of_the_newest(steps: list[Any]) -> None:
    viewer = BusyViewer()
    viewer.round(3)
    taken: list[set[int]] = []

    def take() -> None:  # as soon as there is anything
        viewer.take()
        answers = filter(None, map(viewer.session.answer, BOARDS[viewer.session.board]))
        taken.append({answer.load for answer in answers} | {viewer.load_in_header})

    viewer.poller.broker._post = take
    for step in steps:
        if step == "load":
            viewer.source.load()
        elif step == "look":
            taken.clear()  # a screen that comes back shows what there is, and then one answer after another
            viewer.look()
            assert [loads for loads in taken if len(loads) > 1] == []
        elif isinstance(step, str):
            viewer.show(step)
            viewer.round()
        elif isinstance(step, float):
            viewer.seconds_now += step
        elif viewer.other._held is None:
            viewer.other.take(lambda *_: True)  # not a turn that was handed to this viewer, which has yet to look
        else:
            viewer.other.give_back()
        assert viewer.shown_loads == {viewer.load_in_header}
    viewer.other.give_back()
    viewer.look()
    assert viewer.shown_loads == {viewer.source.load_count}


@pytest.mark.parametrize("times", [1, 2, 5])
def test_a_load_asks_each_query_of_the_screen_once_and_nothing_out_of_sight(times: int) -> None:
    viewer = BusyViewer()
    viewer.source.meetings = []
    for board in BOARDS:
        viewer.show(board)
        viewer.round(2)
    viewer.show("overview")
    viewer.round(3)
    source = counting(viewer)
    reference = viewer.session.reference
    assert reference is not None
    assert reference.since is Since.EXPORT
    for _ in range(times):
        source.asked.clear()
        source.load()
        viewer.look()
        new = viewer.session.reference
        assert new is not None
        assert new.at == source.lists[-2]
        viewer.look()
        shown = [OverviewQuery(), LateQuery("unit")]
        asked = {query: number for query, number in source.asked.items() if type(query) in {*map(type, shown)}}
        assert asked == dict.fromkeys([*shown, *(query.at_moment(new.at) for query in shown)], 1)
        assert {type(query).__name__ for query in source.asked} == {
            *("OverviewQuery", "LateQuery", "DataAsOfQuery", "TimelineQuery", "NextDueQuery"),
            type(ExportsQuery()).__name__,  # for the header
        }


def test_memory_is_given_back_once_after_each_load() -> None:
    viewer = BusyViewer()
    viewer.round(3)
    for load in range(1, 5):
        for _ in range(3):
            viewer.poller._drawing_until = 0.0  # the app has drawn it
            viewer.look()
        assert viewer.source.freed == load
        viewer.source.load()
