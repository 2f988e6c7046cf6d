"""Many viewers on few processors: a viewer that had to wait for one shows the loads that come meanwhile as one."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_tui.boards.reference import Since
from cchc_tui.tui.session.queries import ExportsQuery, LateQuery, OverviewQuery, Query
from cchc_tui.tui.session.rest import LONGEST_REST, REST_FACTOR, Rest, seconds_waited
from tests.kits.session_kit import BOARDS, FigureSource, Viewer


class CountingSource(FigureSource):
    """Counts what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: Counter[Query] = Counter()

    def answer(self, query: Query) -> object:
        self.asked[query] += 1
        return super().answer(query)


class BusyViewer(Viewer):
    """A viewer whose thread waits for a processor as long as a test says."""

    def __init__(self) -> None:
        self.seconds_now, self.wait, self.waited = 1000.0, 0.0, 0.0
        super().__init__()
        self.poller.rest = Rest(self._waited, lambda: self.seconds_now)

    def _waited(self) -> float:
        """Each round begins and ends with a look at it."""
        self.waited += self.wait / 2
        return self.waited

    def look(self) -> None:
        """A round that nobody asked for."""
        self.poller.run_once(woken=False)
        self.take()

    @property
    def shown_loads(self) -> set[int]:
        """The loads of all figures on screen."""
        return {self.session.answer(query).load for query in BOARDS[self.session.board]}


def counting(viewer: Viewer) -> CountingSource:
    """Count from now on what a viewer asks."""
    source = CountingSource()
    vars(source).update({name: value for name, value in vars(viewer.source).items() if name != "asked"})
    viewer.source = viewer.session._source = viewer.poller._source = source  # type: ignore[assignment]
    viewer.poller._publisher._source = viewer.poller._asker._source = source  # type: ignore[assignment]
    return source


def test_a_viewer_that_never_waits_shows_each_load_at_once():
    viewer = BusyViewer()
    viewer.round(3)
    for _ in range(5):
        viewer.source.load()
        viewer.look()
        assert viewer.shown_loads == {viewer.source.load_count}


def test_a_viewer_that_waited_shows_the_loads_of_its_rest_as_one():
    viewer = BusyViewer()
    viewer.round(3)
    source = counting(viewer)
    viewer.wait = 0.01
    viewer.source.load()
    viewer.look()
    first = viewer.source.load_count
    source.asked.clear()
    for _ in range(7):
        viewer.source.load()
        viewer.look()
        assert viewer.shown_loads == {first}
    assert not source.asked
    viewer.seconds_now += REST_FACTOR * 0.01
    viewer.look()
    assert viewer.shown_loads == {first + 7}
    assert source.asked[OverviewQuery()] == 1


def resting(wait: float) -> BusyViewer:
    """A viewer that rests after a load for which it waited so many seconds, when the next load comes."""
    viewer = BusyViewer()
    viewer.round(3)
    viewer.wait = wait
    viewer.source.load()
    viewer.look()
    viewer.source.load()
    return viewer


def test_a_key_does_not_wait_for_the_end_of_a_rest():
    viewer = resting(1.0)
    viewer.look()
    viewer.show("late")
    assert viewer.poller.broker.wake.is_set()
    viewer.round()
    assert viewer.shown_loads == {viewer.source.load_count}


def test_no_rest_is_longer_than_the_longest():
    viewer = resting(1e6)
    viewer.seconds_now += LONGEST_REST
    viewer.look()
    assert viewer.shown_loads == {viewer.source.load_count}


def test_the_time_without_a_processor_is_read_from_the_kernel():
    assert seconds_waited() >= 0.0


@given(
    steps=st.lists(
        st.one_of(
            st.just("load"),
            st.just("look"),
            st.sampled_from([*BOARDS]),
            st.floats(0.0, 5.0),  # seconds that pass
            st.floats(0.0, 0.2).map(lambda wait: ("wait", wait)),
        ),
        max_size=40,
    )
)
def test_what_is_shown_is_of_one_load_and_at_last_of_the_newest(steps: list[Any]) -> None:
    viewer = BusyViewer()
    viewer.round(3)
    for step in steps:
        if step == "load":
            viewer.source.load()
        elif step == "look":
            viewer.look()
        elif isinstance(step, str):
            viewer.show(step)
            viewer.round()
        elif isinstance(step, float):
            viewer.seconds_now += step
        else:
            viewer.wait = step[1]
        assert len(viewer.shown_loads) == 1
        assert viewer.session.status.data_as_of == viewer.source.lists[viewer.shown_loads.pop() - 1]
    viewer.seconds_now += LONGEST_REST
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
            viewer.poller._publisher._drawing_until = 0.0  # the app has drawn it
            viewer.look()
        assert viewer.source.freed == load
        viewer.source.load()
