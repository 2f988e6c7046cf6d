"""What the states of one dossier tell: set back, closed in the past, due moved; never what the data leave open."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cchc_tui.domain.changes import DetectedChange, ShownState, detect_changes, may_have_changed
from cchc_tui.domain.dossiers import DUE_DATE_ONLY, FINISHED_DATE_ONLY
from cchc_tui.domain.findings import ChangeKind
from cchc_tui.domain.moments import DAY, Stamp

HOUR = 3600
#: Noon of a day far enough from the beginning of time.
NOON = 1000 * DAY + 12 * HOUR
FAR = NOON + 100 * DAY


def _shown(since: Stamp, finished: Stamp | None = None, due: Stamp | None = FAR, **other: int) -> ShownState:
    """A state that one list showed, unless ``seen`` says that later ones did too."""
    made = ShownState(since, since, since, 4, due, finished, 0)
    return made._replace(**other)


def _found(*states: ShownState) -> list[tuple[ChangeKind, Stamp, Stamp, Stamp]]:
    return [(each.change, each.seen_at, each.before, each.after) for each in detect_changes(states)]


def test_a_finished_date_that_moves_earlier_is_set_back() -> None:
    late, on_time = NOON - HOUR, NOON - 2 * HOUR
    assert _found(_shown(NOON, late), _shown(NOON + DAY, on_time)) == [
        (ChangeKind.BACKDATED, NOON + DAY, late, on_time)
    ]
    assert _found(_shown(NOON, on_time), _shown(NOON + DAY, late)) == []


def test_it_is_set_back_each_time() -> None:
    states = [_shown(NOON + n * HOUR, NOON - (n + 1) * HOUR) for n in range(3)]
    assert [found[0] for found in _found(*states)] == [ChangeKind.BACKDATED, ChangeKind.BACKDATED]


def test_a_date_that_loses_its_time_of_day_has_not_moved() -> None:
    day = NOON - NOON % DAY
    bare = {"date_only": FINISHED_DATE_ONLY}
    assert _found(_shown(NOON + DAY, NOON), _shown(NOON + 2 * DAY, day, **bare)) == []
    assert _found(_shown(NOON + DAY, NOON), _shown(NOON + 2 * DAY, day - DAY, **bare))[0][0] == ChangeKind.BACKDATED


def test_open_in_one_list_and_finished_before_it_in_the_next() -> None:
    done = NOON - HOUR
    assert _found(_shown(NOON), _shown(NOON + DAY, done)) == [(ChangeKind.CLOSED_IN_PAST, NOON + DAY, NOON, done)]
    assert _found(_shown(NOON), _shown(NOON + DAY, NOON + HOUR)) == []
    assert _found(_shown(NOON), _shown(NOON + DAY, NOON)) == []


def test_the_last_list_that_showed_it_open_counts() -> None:
    """Shown open again and again, then finished at a moment between."""
    states = [_shown(NOON, seen=NOON + 5 * HOUR), _shown(NOON + DAY, NOON + HOUR)]
    assert _found(*states) == [(ChangeKind.CLOSED_IN_PAST, NOON + DAY, NOON + 5 * HOUR, NOON + HOUR)]


def test_finished_on_the_day_of_the_list_that_showed_it_open_is_not_in_its_past() -> None:
    day, bare = NOON - NOON % DAY, {"date_only": FINISHED_DATE_ONLY}
    assert _found(_shown(NOON), _shown(NOON + DAY, day, **bare)) == []
    assert _found(_shown(NOON), _shown(NOON + DAY, day - DAY, **bare))[0][0] == ChangeKind.CLOSED_IN_PAST


def test_closed_in_the_past_is_told_once() -> None:
    states = [_shown(NOON), _shown(NOON + DAY, NOON - HOUR), _shown(NOON + 2 * DAY, NOON - HOUR, due=NOON + 9 * DAY)]
    assert len(_found(*states)) == 1


def test_opened_again_and_closed_later_is_no_finding() -> None:
    states = [_shown(NOON, NOON - HOUR), _shown(NOON + HOUR), _shown(NOON + DAY, NOON + 2 * HOUR)]
    assert _found(*states) == []


def test_opened_again_and_closed_earlier_than_it_ever_was_is_both() -> None:
    states = [_shown(NOON, NOON - HOUR), _shown(NOON + HOUR), _shown(NOON + DAY, NOON - 2 * HOUR)]
    assert [found[0] for found in _found(*states)] == [ChangeKind.BACKDATED, ChangeKind.CLOSED_IN_PAST]


def test_a_due_date_that_moves_after_it_had_passed() -> None:
    due, later = NOON - HOUR, NOON + 9 * DAY
    states = [_shown(NOON, due=due), _shown(NOON + DAY, due=later)]
    assert _found(*states) == [(ChangeKind.DUE_MOVED, NOON + DAY, due, later)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (_shown(NOON, due=NOON + HOUR), _shown(NOON + DAY, due=FAR)),  # passed between the two lists, if at all
        (_shown(NOON, due=NOON - HOUR), _shown(NOON + DAY, due=NOON - 2 * HOUR)),  # moved earlier
        (_shown(NOON, due=NOON - HOUR, status=5), _shown(NOON + DAY, due=FAR)),  # its clock was stopped
        (_shown(NOON, due=None), _shown(NOON + DAY, due=FAR)),
        (_shown(NOON, due=NOON - HOUR), _shown(NOON + DAY, due=None)),
        (
            _shown(NOON, due=NOON - 2 * HOUR),
            _shown(NOON + DAY, due=NOON - NOON % DAY + DAY - 1, date_only=DUE_DATE_ONLY),
        ),
    ],
)
def test_a_due_date_that_moves_otherwise_is_no_finding(first: ShownState, second: ShownState) -> None:
    assert _found(first, second) == []


def test_a_stop_of_the_clock_after_the_due_date_had_passed_excuses_nothing() -> None:
    due = NOON - HOUR
    states = [_shown(NOON, due=due), _shown(NOON + HOUR, due=due, status=5), _shown(NOON + DAY, due=FAR)]
    assert [found[0] for found in _found(*states)] == [ChangeKind.DUE_MOVED]


def test_a_due_date_that_was_gone_in_between_has_moved_all_the_same() -> None:
    states = [_shown(NOON, due=NOON - HOUR), _shown(NOON + HOUR, due=None), _shown(NOON + DAY, due=FAR)]
    assert [found[0] for found in _found(*states)] == [ChangeKind.DUE_MOVED]


_DATES = st.none() | st.integers(-30, 30).map(lambda hours: NOON + hours * 2 * HOUR)


@st.composite
def _states(draw: st.DrawFn) -> list[ShownState]:
    """States in the order in which they held, each last shown before the next began."""
    begins = sorted(draw(st.lists(st.integers(-30, 30).map(lambda hours: NOON + hours * HOUR), min_size=1, max_size=6)))
    ends = [*begins[1:], begins[-1] + DAY]
    states = []
    for since, until in zip(begins, ends, strict=True):
        finished, due, bits = draw(_DATES), draw(_DATES), 0
        if draw(st.booleans()) and finished is not None:
            finished, bits = finished - finished % DAY, FINISHED_DATE_ONLY
        if draw(st.booleans()) and due is not None:
            due, bits = due - due % DAY + DAY - 1, bits | DUE_DATE_ONLY
        status = draw(st.sampled_from([4, 5, 10]))
        states.append(ShownState(since, draw(st.integers(since, until)), since, status, due, finished, bits))
    return states


@given(_states())
def test_whatever_is_found_was_suspected_at_the_first_look(states: list[ShownState]) -> None:
    before: list[object] = []
    for number in range(1, len(states) + 1):
        found = list(detect_changes(states[:number]))
        if number > 1 and len(found) > len(before):
            assert may_have_changed(*states[number - 2 : number])
        assert found[: len(before)] == before  # what comes later takes nothing back
        before = list(found)


@given(_states())
@example(  # the first one is due when the second one is said to be finished, in two lists of one moment
    [
        ShownState(DAY, DAY, DAY, status=4, due=DAY - 7200, finished=None, date_only=0),
        ShownState(DAY, DAY, DAY, status=4, due=None, finished=DAY - 7200, date_only=0),
    ]
)
def test_what_is_found_is_so(states: list[ShownState]) -> None:
    told = 0
    for number, shown in enumerate(states):
        earlier = states[:number]
        changes = list(detect_changes(states[: number + 1]))
        for found in changes[told:]:
            _is_so(found, shown, earlier)
        told = len(changes)


def _is_so(found: DetectedChange, shown: ShownState, earlier: list[ShownState]) -> None:
    assert shown.since == found.seen_at
    assert found.after in (shown.finished, shown.due)
    if found.change == ChangeKind.BACKDATED:
        assert found.before in [each.finished for each in earlier]
        assert found.after < found.before
    elif found.change == ChangeKind.CLOSED_IN_PAST:
        assert found.before in [each.seen for each in earlier if each.finished is None]
        assert found.after < found.before
    else:
        assert any(each.due == found.before < each.seen for each in earlier)
        assert found.after > found.before


@given(_states())
def test_a_state_shown_again_changes_nothing(states: list[ShownState]) -> None:
    twice = [each for state in states for each in (state._replace(seen=state.since), state)]
    assert {(each.change, each.before, each.after) for each in detect_changes(twice)} >= {
        (each.change, each.before, each.after) for each in detect_changes(states)
    }
    assert len(list(detect_changes(twice))) == len(list(detect_changes(states)))


def test_states_that_never_change_their_dates_show_nothing() -> None:
    assert _found(*[_shown(NOON + n, status=n) for n in range(4)]) == []
