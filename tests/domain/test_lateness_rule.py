"""The rule that decides whether a dossier is late, sentence by sentence."""

from hypothesis import given
from hypothesis import strategies as st

from cchc_tui.domain.dossiers import Status
from cchc_tui.domain.lateness import State, late, lateness_class, state, unclosed
from cchc_tui.domain.moments import parse_iso

AT = parse_iso("2021-11-10T08:30")
SOON = parse_iso("2021-11-15T08:30")


def at(text: str | None) -> int | None:
    return None if text is None else parse_iso(text)


def by_rule(
    status: int = Status.IN_PROCESS,
    received: str = "2021-11-01T08:00",
    due: str | None = "2021-11-09T17:00",
    finished: str | None = None,
) -> State:
    received_at = at(received)
    assert received_at is not None
    return state(status, received_at, at(due), at(finished), AT, SOON)


def test_withdrawn_or_refused_is_counted_in_neither_direction() -> None:
    for status in (Status.NOT_ACCEPTED, Status.WITHDRAWN, Status.STOPPED):
        assert by_rule(status) is State.WITHDRAWN
        assert by_rule(status, finished="2021-11-10T08:00") is State.WITHDRAWN


def test_the_finished_date_decides_whether_it_was_resolved_late() -> None:
    assert by_rule(finished="2021-11-09T17:00") is State.RESOLVED_ON_TIME
    assert by_rule(finished="2021-11-09T17:00:01") is State.RESOLVED_LATE


def test_a_dossier_whose_papers_are_asked_for_is_never_late() -> None:
    assert by_rule(Status.NEEDS_PAPERS) is State.WAITING
    assert by_rule(Status.NEEDS_PAYMENT) is State.WAITING


def test_a_waiting_status_with_a_finished_date_is_resolved() -> None:
    assert by_rule(Status.NEEDS_PAPERS, finished="2021-11-10T08:00") is State.RESOLVED_LATE


def test_open_dossiers_by_their_due_moment() -> None:
    assert by_rule(due="2021-11-10T08:29:59") is State.OVERDUE
    assert by_rule(due="2021-11-10T08:30") is State.DUE_SOON
    assert by_rule(due="2021-11-15T08:30") is State.DUE_SOON
    assert by_rule(due="2021-11-15T08:30:01") is State.IN_TIME
    assert by_rule(due=None) is State.IN_TIME


def test_what_comes_after_the_moment_has_not_happened() -> None:
    assert by_rule(received="2021-11-10T08:30:01") is State.NOT_YET
    assert by_rule(finished="2021-11-10T08:30:01") is State.OVERDUE


def test_handed_back_but_never_closed() -> None:
    assert unclosed(None, at("2021-11-10T08:30"), AT)
    assert unclosed(at("2021-11-10T09:00"), at("2021-11-10T08:00"), AT)
    assert not unclosed(None, at("2021-11-10T08:31"), AT)
    assert not unclosed(at("2021-11-10T08:00"), at("2021-11-10T08:00"), AT)


def test_by_calendar_days_the_hour_does_not_matter() -> None:
    due, same_day, next_day = (parse_iso(text) for text in ("2021-11-09T10:00", "2021-11-09T16:00", "2021-11-10T00:00"))
    assert late(due, same_day, "time")
    assert not late(due, same_day, "date")
    assert late(due, next_day, "date")


@given(st.integers(0, 2**31), st.integers(0, 2**31))
def test_the_class_tells_what_both_comparisons_say(due: int, finished: int) -> None:
    found = lateness_class(due, finished)
    assert (found >= 1) == late(due, finished, "time")
    assert (found == 2) == late(due, finished, "date")
