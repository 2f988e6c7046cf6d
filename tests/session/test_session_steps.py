"""Whatever a viewer does while lists come and the source fails: no figure stands under another heading, nothing
personal stays after the access, and everything asked for is answered or said to fail.
"""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from cchc_tui.tui.session import asker
from cchc_tui.tui.session.queries import ProblemsQuery
from tests.kits.session_kit import BOARDS, START, Figure, Viewer

FAULTS = ("answer", "changed", "open", "mark_meeting", "begin_access", "end_access")
FAULTY_QUERIES = (
    "OverviewQuery",
    "LateQuery",
    "RolloutQuery",
    "ExportsQuery",
    "TimelineQuery",
    "DataAsOfQuery",
    "NextDueQuery",
)
ERRORS = (sqlite3.OperationalError("disk I/O error"), OSError(5, "Input/output error"), KeyError("of ours"))


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setattr(asker, "FIRST_PAUSE", 0.0)
    monkeypatch.setattr("cchc_tui.tui.terminal.crash.log_path", lambda: tmp_path / "faults.log")


class Steps(RuleBasedStateMachine):
    """A viewer, and all that happens to it."""

    def __init__(self) -> None:
        super().__init__()
        self.viewer = Viewer()
        self.source, self.session = self.viewer.source, self.viewer.session
        self.requests: list[object] = []

    # ── what the viewer does ─────────────────────────────────────────────────────────────────────────────────────────
    @initialize()
    def begin(self) -> None:
        self.viewer.round(2)

    @rule(times=st.integers(1, 3))
    def round(self, times: int) -> None:
        self.viewer.round(times)

    @rule()
    def poller_alone(self) -> None:
        """A round whose news the app has not taken yet."""
        self.viewer.poller.run_once(woken=True)

    @rule(hours=st.integers(-80, 2))
    def go(self, hours: int) -> None:
        self.session.travel.go(START + hours * 3600)
        self.viewer.arrive()

    @rule(which=st.sampled_from(["earlier", "later", "live", "earlier meeting", "later meeting"]))
    def step(self, which: str) -> None:
        match which.split():
            case ["live"]:
                self.session.travel.go(None)
            case ["earlier", *meeting]:
                self.session.travel.go_earlier(meeting=bool(meeting))
            case ["later", *meeting]:
                self.session.travel.go_later(meeting=bool(meeting))
        self.viewer.arrive()

    @rule(start=st.booleans())
    def replay(self, start: bool) -> None:
        if start and not self.session.travel.replaying:
            self.session.travel.toggle_replay()
        elif self.session.travel.replaying:
            self.session.travel.replay_step(self.session.shown_at)
        self.viewer.arrive()

    @rule(hours=st.integers(0, 60))
    def compare(self, hours: int) -> None:
        if hours:
            self.session.compare_with(START - hours * 3600)
        else:
            self.session.compare_next()

    @rule(board=st.sampled_from([*BOARDS]), presenting=st.booleans())
    def show(self, board: str, presenting: bool) -> None:
        if presenting:
            self.session.access.end()
        self.viewer.show(board, presenting=presenting)

    @rule(export=st.integers(1, 3))
    def fetch(self, export: int) -> None:
        self.requests.append(self.session.fetch_once(ProblemsQuery(export)))

    @rule()
    def mark(self) -> None:
        self.session.mark_meeting()

    @rule()
    def ask_access(self) -> None:
        if self.session.access.record is None and self.session.access.refusal() is None:
            self.session.access.ask("đối chiếu hồ sơ")

    @rule(board=st.sampled_from(["rollout", "exports"]), go=st.booleans())
    def look_at_persons(self, board: str, go: bool) -> None:
        self.show(board, presenting=False)
        self.source.faults.clear()
        self.ask_access()
        self.viewer.round(2)
        if go:
            self.session.travel.go_earlier()
        self.viewer.round()

    @rule()
    def end_access(self) -> None:
        self.session.access.end()

    @rule()
    def officers(self) -> None:
        self.session.access.toggle_officers()

    # ── what happens to it ───────────────────────────────────────────────────────────────────────────────────────────
    @rule()
    def load(self) -> None:
        self.source.load()

    @rule(hours=st.integers(1, 60))
    def late_list(self, hours: int) -> None:
        self.source.load_late(START - hours * 3600 + 7)

    @rule(answers=st.integers(1, 6))
    def load_during_a_round(self, answers: int) -> None:
        self.source.load_after = answers
        self.viewer.round()

    @rule(seconds=st.integers(1, 400))
    def time_passes(self, seconds: int) -> None:
        self.viewer.seconds += seconds
        self.source.time += seconds

    @rule(where=st.sampled_from([*FAULTS, *FAULTY_QUERIES]), error=st.sampled_from(ERRORS))
    def fault(self, where: str, error: Exception) -> None:
        self.source.faults[where] = error

    @rule()
    def faults_end(self) -> None:
        self.source.faults.clear()

    # ── what must hold ───────────────────────────────────────────────────────────────────────────────────────────────
    @invariant()
    def every_figure_is_of_the_moment_in_the_heading(self) -> None:
        session = self.session
        for query in BOARDS[session.board]:
            figure = session.answer(query)
            assert figure is None or figure.query.at == session.shown_at, query
        for query in BOARDS[session.board]:
            base = session.baseline(query)
            assert base is None or base.query.at == session.reference.at

    @invariant()
    def nothing_personal_is_held_without_access(self) -> None:
        if self.session.access.record is not None:
            return
        held = [*self.session.answers, *self.viewer.poller.broker.table, *self.viewer.poller.broker._update.answers]
        held += [
            *self.viewer.poller.broker.wanted,
            *self.viewer.poller.broker.coming,
            *self.viewer.poller.broker.requests,
        ]
        assert not [query for query in held if query.shows.personal]

    @invariant()
    def what_is_shown_is_allowed(self) -> None:
        if self.session.access.level.personal:
            return
        for query in BOARDS[self.session.board]:
            figure = self.session.answer(query)
            assert figure is None or not figure.shows.personal

    def teardown(self) -> None:
        """With a fault everything in sight is answered or said to fail; without, nothing is forgotten."""
        self._all_is_answered_or_failing()
        self.source.faults.clear()
        self.source.load_after = 0
        for _ in range(3):
            self.viewer.round(4)
            self._nothing_is_forgotten()
            self.source.load()
        self.session.access.end()
        self.viewer.round(4)
        opened = [record for what, record in self.source.log if what == "begin"]
        closed = [record for what, record in self.source.log if what == "close"]
        assert sorted(opened) == sorted(closed)
        self.nothing_personal_is_held_without_access()

    def _all_is_answered_or_failing(self) -> None:
        self.viewer.round(20)
        session = self.session
        asked = [query.at_moment(session.travel.at) for query in BOARDS[session.board]]
        answered = {query.without_access for query in session.answers}
        for query in asked:
            assert query in answered or query in session.failing or session.status.banner, query
        if session.shown_at != session.travel.at:
            assert session.status.banner or any(query in session.failing for query in asked)

    def _nothing_is_forgotten(self) -> None:
        session, source = self.session, self.source
        assert session.shown_at == session.travel.at
        assert session.status.data_as_of == source.lists[-1]
        assert session.timeline.lists == tuple(source.lists)
        assert not session.failing
        assert "Không đọc được" not in session.status.banner
        assert session.reference == session.choice.reference(session.moment)
        for query in BOARDS[session.board]:
            figure = session.answer(query)
            assert isinstance(figure, Figure), query
            assert figure.query.at == session.shown_at
            assert figure.load == source.known(figure.as_of)
            if query.compared and session.reference is not None:
                base = session.baseline(query)
                assert base.query.at == session.reference.at
                assert base.load == source.known(session.reference.at)
        answered = {query for query, _ in self.viewer.fetched}
        assert set(self.requests) <= answered
        assert not self.viewer.poller.broker.requests


TestSteps = pytest.mark.usefixtures("no_pauses")(Steps.TestCase)
TestSteps.settings = settings(
    max_examples=100,
    stateful_step_count=40,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # making a failure shorter takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
