"""The source fails at each of its calls in turn: jobs, news of a load, marks and the privacy log arrive in the end."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

import pytest

from cchc_tui.collector.status import CollectorStatus
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.privacy import Access, AccessRecord
from cchc_tui.settings import DataFolder
from cchc_tui.tui.session import asker, broker
from cchc_tui.tui.session.poller import Poller
from cchc_tui.tui.session.queries import (
    ExportsQuery,
    LateQuery,
    OverviewQuery,
    ProblemsQuery,
    Query,
    TableQuery,
    TrendQuery,
)
from cchc_tui.tui.session.status_tracker import StatusTracker
from cchc_tui.tui.session.write_queries import BeginAccess, EndAccess, MarkMeeting
from cchc_tui.tui.terminal import crash
from tests.kits.tui_fakes import FakeSource

METHODS = (
    *("open", "changed", "data_as_of", "exports", "timeline", "next_due", "overview", "late", "problems"),
    *("mark_meeting", "begin_access", "end_access"),
)
ERRORS = (sqlite3.OperationalError("disk I/O error"), OSError(5, "Input/output error"), KeyError("of ours"))


class Logged(FakeSource):
    """Writes down what is logged of looks at personal data."""

    def __init__(self) -> None:
        super().__init__()
        self.log: list[str] = []

    def why_closed(self) -> str:
        return ""

    def begin_access(self, reason: str) -> AccessRecord:
        self.log.append(f"begun {reason}")
        return AccessRecord(at=1, until=2, over=False, user="u", host="h", folder="f", reason=reason)

    def end_access(self, access: AccessRecord) -> None:
        self.log.append(f"ended {access.reason}")


def failing(source: FakeSource, method: str, call: int, error: Exception) -> None:
    """That call of that method fails, once."""
    real = getattr(source, method)
    calls = 0

    def fails(*words: Any, **more: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call:
            raise error
        return real(*words, **more)

    setattr(source, method, fails)


def turned(poller: Poller, times: int) -> dict[Any, Any]:
    """What has come after so many looks."""
    got: dict[Any, Any] = {}
    for _ in range(times):
        poller._drawing_until = 0.0  # the app has drawn what came
        poller.run_once(woken=True)
        news = poller.broker.drain()
        got.update(news.answers)
        got.update(dict(news.fetched))
    return got


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setattr(asker, "FIRST_PAUSE", 0.0)
    monkeypatch.setattr(crash, "log_path", lambda: tmp_path / "faults.log")
    crash._logged.clear()


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("call", [1, 2, 3])
@pytest.mark.parametrize("method", METHODS)
def test_nothing_is_lost_when_one_call_fails(method: str, call: int, error: Exception, tmp_path):
    source = Logged()
    failing(source, method, call, error)
    poller = Poller(source, StatusTracker(collector=lambda: source.collector), lambda: None)
    poller.broker.subscribe((OverviewQuery(), LateQuery(), ExportsQuery()))
    now = source.clock.now()
    jobs = (
        MarkMeeting(True, now),
        ProblemsQuery(1),
        BeginAccess("a"),
        EndAccess(AccessRecord(at=1, until=2, over=False, user="u", host="h", folder="f", reason="a")),
    )
    for job in jobs:
        poller.broker.fetch_once(job)
    got = turned(poller, 8)
    assert {OverviewQuery(), LateQuery(), ExportsQuery(), *jobs} <= got.keys()
    for load in range(1, 4):  # three loads: each one's news come, header and boards together
        source.load(u29878=500 + load)
        for _ in range(8):
            poller.run_once(woken=True)
            news = poller.broker.drain()
            for answer in news.answers.values():
                if hasattr(answer, "data_as_of"):
                    assert answer.data_as_of == news.status.data_as_of
            got.update(news.answers)
        late = {row.key: row.counts.late for row in got[LateQuery()].rows}
        assert 500 + load in late.values()
        assert news.status.data_as_of == source.moment
        poller.broker.fetch_once(MarkMeeting(load % 2 == 0, now + load))
        access = AccessRecord(at=1, until=2, over=False, user="u", host="h", folder="f", reason=str(load))
        for job in (BeginAccess(str(load)), ProblemsQuery(load + 1), EndAccess(access)):
            poller.broker.fetch_once(job)
        got.update(turned(poller, 8))
    assert len(source.marks) == 4
    assert sorted(source.log) == sorted(f"{what} {who}" for what in ("begun", "ended") for who in "a123")
    assert {ProblemsQuery(2), ProblemsQuery(3), ProblemsQuery(4)} <= got.keys()
    assert "Không đọc được" not in news.status.banner
    assert (tmp_path / "faults.log").exists() or (method == "open" and call > 1)


def test_a_past_moment_that_failed_once_is_reached_later():
    source = FakeSource()
    poller = Poller(source, StatusTracker(collector=lambda: source.collector), lambda: None)
    poller.broker.subscribe((LateQuery(),))
    turned(poller, 2)
    failing(source, "late", 1, sqlite3.OperationalError("locked"))
    past = LateQuery().at_moment(source.clock.now() - 3600)
    poller.broker.subscribe((past,))
    assert past not in turned(poller, 1)
    assert past in turned(poller, 2)


def test_what_is_asked_once_is_shown_again_when_it_comes_back_into_sight():
    source = FakeSource()
    poller = Poller(source, StatusTracker(collector=lambda: source.collector), lambda: None)
    for query in (ExportsQuery(), ProblemsQuery(1), LateQuery(), OverviewQuery()):
        poller.broker.subscribe((query,))
        assert query in turned(poller, 2)
        for others in ((LateQuery("field"),), (ExportsQuery(),), ()):
            poller.broker.subscribe(others)  # out of sight, noticed by the thread or not
            at_hand = poller.broker.subscribe((query,))
            assert query in {**at_hand, **turned(poller, 1)}
            poller.broker.subscribe(others)
            turned(poller, 2)
        source.load(u29878=500)
        turned(poller, 3)
        assert query not in poller.broker.subscribe((query,)) or query in poller.broker.table
        assert query in turned(poller, 2)


def test_old_answers_are_let_go():
    source = FakeSource()
    poller = Poller(source, StatusTracker(collector=lambda: source.collector), lambda: None)
    for n in range(40):
        poller.broker.subscribe((ProblemsQuery(n),))
        turned(poller, 1)
    assert len(poller.broker.table) <= broker.KEPT_OUT_OF_SIGHT + 1


def test_what_may_no_longer_be_shown_is_not_asked_once_more():
    source = FakeSource()
    poller = Poller(source, StatusTracker(collector=lambda: source.collector), lambda: None)
    personal = ExportsQuery().with_access(Access(personal=True))
    poller.broker.subscribe((personal,))
    assert personal in turned(poller, 2)
    poller.broker.discard_unless(lambda query: not query.shows.personal)
    turned(poller, 2)  # before the screen says what it wants instead
    assert personal not in poller.broker.table


def test_clock_and_age_move_on_while_the_source_is_lost(monkeypatch):
    monkeypatch.setattr("cchc_tui.tui.session.status_tracker._TICK_SECONDS", 0.0)
    source = FakeSource()
    poller = Poller(source, StatusTracker(collector=lambda: source.collector), lambda: None)
    poller.broker.subscribe((LateQuery(),))
    turned(poller, 3)
    before = poller.broker.drain().status
    source.failing = sqlite3.OperationalError("gone")
    later = source.clock.now() + 600
    source.clock = Clock(later, 0)
    turned(poller, 3)
    lost = poller.broker.drain().status
    assert "gone" in lost.banner
    assert (lost.clock, lost.age) != (before.clock, before.age)
    assert lost.data_as_of == before.data_as_of


@pytest.mark.parametrize("past", [False, True])
def test_what_is_answered_just_as_it_comes_into_sight_is_given(past: bool):
    """A page turns while the thread asks for it in advance: the answer is neither at hand yet nor asked for again."""
    source = FakeSource().live_through()
    poller = Poller(source, StatusTracker(collector=lambda: source.collector), lambda: None)
    trend = TrendQuery().at_moment(source.clock.now() - 3600 if past else None)
    poller.broker.subscribe((LateQuery(),), (trend,))
    real = source.trend
    at_hand: list[Any] = []

    def turns(*words: Any, **more: Any) -> Any:
        answer = real(*words, **more)
        at_hand.append(poller.broker.subscribe((trend,)))
        return answer

    source.trend = turns  # type: ignore[method-assign]
    poller.broker.wake.clear()  # as the thread does, which asks in advance when nobody has woken it
    assert trend in turned(poller, 4)
    assert at_hand == [{}]


def test_another_moment_is_reached_though_a_load_comes_between_its_answers():
    source = FakeSource().live_through()
    poller = Poller(source, StatusTracker(collector=lambda: source.collector), lambda: None)
    poller.broker.subscribe((LateQuery(), OverviewQuery()))
    turned(poller, 2)
    past = source.clock.now() - 3600
    wanted = LateQuery().at_moment(past), OverviewQuery().at_moment(past)
    real = source.overview

    def loads(*words: Any, **more: Any) -> Any:
        source.overview = real  # type: ignore[method-assign]
        source.load(u29878=500)
        return real(*words, **more)

    source.overview = loads  # type: ignore[method-assign]
    poller.broker.subscribe(wanted)
    assert set(wanted) <= turned(poller, 5).keys()


@pytest.mark.parametrize("method", ["exports", "timeline"])
def test_boards_change_though_what_stands_around_them_fails_for_good(method: str):
    source = FakeSource()
    poller = Poller(source, StatusTracker(collector=lambda: source.collector), lambda: None)
    poller.broker.subscribe((LateQuery(),))
    turned(poller, 3)

    def fails(*_: Any, **__: Any) -> None:
        raise KeyError("of ours")

    setattr(source, method, fails)
    source.load(u29878=501)
    got = turned(poller, 8)
    assert 501 in {row.counts.late for row in got[LateQuery()].rows}
    assert poller.broker.drain().status.data_as_of == source.moment


def test_what_fails_in_sight_is_told_by_its_question_until_it_is_answered():
    source = FakeSource()
    poller = Poller(source, StatusTracker(collector=lambda: source.collector), lambda: None)
    real = source.due_today

    def fails(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    source.due_today = fails  # type: ignore[method-assign]
    poller.broker.subscribe((LateQuery(), TableQuery("due")))
    turned(poller, 6)
    assert poller.broker.drain().failing == {TableQuery("due"): "ZeroDivisionError"}
    source.due_today = real  # type: ignore[method-assign]
    assert TableQuery("due") in turned(poller, 3)
    assert poller.broker.drain().failing == {}


def test_what_a_page_that_comes_next_counts_its_changes_from_is_there_with_it():
    source = FakeSource().live_through()
    poller = Poller(source, StatusTracker(collector=lambda: source.collector), lambda: None)
    before = source.clock.now() - 3600
    page, coming = (OverviewQuery(), OverviewQuery().at_moment(before)), (LateQuery(), LateQuery().at_moment(before))
    poller.broker.subscribe(page, coming)
    poller.broker.wake.clear()
    assert set(page) <= turned(poller, 2).keys()
    assert set(coming) == poller.broker.subscribe(coming).keys()


@pytest.mark.parametrize("left", ["past", "reference", "page that comes next", "meeting"])
def test_what_failed_and_is_asked_no_more_does_not_keep_saying_that_the_source_is_lost(left: str, monkeypatch):
    monkeypatch.setattr("cchc_tui.tui.session.status_tracker._TICK_SECONDS", 0.0)
    source = FakeSource().live_through()
    poller = Poller(source, StatusTracker(collector=lambda: source.collector), lambda: None)
    poller.broker.subscribe((LateQuery(),))
    turned(poller, 3)
    past = source.clock.now() - 3600
    real = source.late

    def fails(at: Any = None, *words: Any, **more: Any) -> Any:
        if at == past or (words and words[0] == "field"):
            raise sqlite3.OperationalError("disk I/O error")
        return real(at, *words, **more)

    source.late = fails  # type: ignore[method-assign]
    match left:
        case "past":
            poller.broker.subscribe((LateQuery().at_moment(past),))
        case "meeting":  # gone to, with changes counted from there
            poller.broker.subscribe((LateQuery().at_moment(past), LateQuery().at_moment(past)))
        case "reference":
            poller.broker.subscribe((LateQuery(), LateQuery().at_moment(past)))
        case _:
            poller.broker.subscribe((LateQuery(),), (LateQuery("field"),))
    poller.broker.wake.clear()
    turned(poller, 3)
    assert "disk I/O error" in poller.broker.drain().status.banner
    poller.broker.subscribe((LateQuery(), LateQuery().at_moment(past - 60)))
    turned(poller, 3)
    assert poller.broker.drain().status.banner == ""


@pytest.mark.parametrize("times", [1, 2, 3, 4, 7])
@pytest.mark.parametrize("method", ["exports", "timeline", "data_as_of"])
def test_what_stands_around_the_boards_comes_without_another_load_however_often_it_failed(
    method: str, times: int, monkeypatch
):
    monkeypatch.setattr("cchc_tui.tui.session.status_tracker._TICK_SECONDS", 0.0)
    source = FakeSource().live_through()
    poller = Poller(source, StatusTracker(collector=lambda: source.collector), lambda: None)
    poller.broker.subscribe((LateQuery(),))
    turned(poller, 3)
    real = getattr(source, method)
    asked = 0

    def fails(*words: Any, **more: Any) -> Any:
        nonlocal asked
        asked += 1
        if asked <= times:
            raise sqlite3.OperationalError("disk I/O error")
        return real(*words, **more)

    setattr(source, method, fails)
    source.load(u29878=501)
    for _ in range(times + 3):
        poller.run_once(woken=True)
    news = poller.broker.drain()
    assert news.status.banner == ""
    assert news.timeline is not None
    assert news.timeline.lists[-1] == source.moment
    assert news.status.data_as_of == source.moment
    before = asked
    turned(poller, 5)
    assert asked == before


@pytest.mark.parametrize("query", [ExportsQuery(), OverviewQuery(), TableQuery("due")], ids=repr)
def test_what_is_told_of_today_is_told_otherwise_once_it_is_tomorrow(query: Query):
    source = FakeSource()
    poller = Poller(source, StatusTracker(collector=lambda: source.collector), lambda: None)
    poller.broker.subscribe((query,))
    today = turned(poller, 2)[query]
    assert getattr(today, "today", 1) > 0
    source.due = (source.clock.now() // 86_400 + 1) * 86_400
    turned(poller, 2)
    poller._due._load = -1  # set again: the due time is new
    turned(poller, 2)
    source.clock = Clock(source.due + 3600, 0)
    tomorrow = turned(poller, 3)[query]  # though no list came
    assert tomorrow.as_of == source.due + 3600
    assert getattr(tomorrow, "today", 0) == 0
    source.clock = Clock(source.due + 7200, 0)
    poller.broker.table.expire_live()
    assert query not in turned(poller, 3)


def test_the_thread_goes_on_though_the_state_of_the_collector_cannot_be_read(tmp_path):
    def fails() -> CollectorStatus:
        raise ZeroDivisionError

    source = FakeSource(data=tmp_path)
    status = DataFolder(tmp_path).status
    status.parent.mkdir(parents=True, exist_ok=True)
    status.touch()
    poller = Poller(source, StatusTracker(collector=fails), lambda: None)
    poller.start()
    poller.broker.subscribe((LateQuery(),))
    answers: dict[Any, Any] = {}
    for _ in range(300):
        answers |= poller.broker.drain().answers
        if LateQuery() in answers:
            break
        time.sleep(0.02)
    poller.broker.subscribe((OverviewQuery(),))  # after some rounds at least
    for _ in range(300):
        answers |= poller.broker.drain().answers
        if OverviewQuery() in answers:
            break
        time.sleep(0.02)
    poller.stop()
    assert {LateQuery(), OverviewQuery()} <= answers.keys()
