"""Without a thread: what the app asks and takes, and what the poller puts and publishes."""

from __future__ import annotations

from cchc_tui.domain.privacy import Access
from cchc_tui.tui.session.broker import Broker
from cchc_tui.tui.session.queries import ExportsQuery, LateQuery, OverviewQuery, ProblemsQuery, SearchQuery
from cchc_tui.tui.session.status import AppStatus
from tests.kits.session_kit import Viewer


def broker() -> Broker:
    return Broker(AppStatus(), lambda: None)


def test_an_answer_at_hand_is_there_when_its_screen_comes_back():
    between = broker()
    between.put({LateQuery(): "late"}, 0.0, 1)
    assert between.subscribe((LateQuery(), OverviewQuery())) == {LateQuery(): "late"}
    assert between.delivered == {LateQuery()}


def test_answers_of_a_new_load_wait_for_its_status():
    between = broker()
    between.put({LateQuery(): "late"}, 0.0, 1, new_load=True)
    assert between.subscribe((LateQuery(),)) == {}
    between.publish(status=AppStatus(data_as_of=7))
    update = between.drain()
    assert (update.status.data_as_of, update.answers) == (7, {LateQuery(): "late"})
    assert between.subscribe((LateQuery(),)) == {LateQuery(): "late"}


def test_what_the_thread_answers_while_access_ends_is_discarded_too():
    between = broker()
    personal = ExportsQuery().with_access(Access(personal=True))
    between.subscribe((personal,))
    between.fetch_once(personal)
    between.discard_unless(lambda query: not query.shows.personal)
    assert (between.wanted, between.requests) == ((), [])
    between.put({personal: "names", LateQuery(): "late"}, 0.0, 1)  # it was being asked
    assert between.discard_old(1)
    assert [*between.table] == [LateQuery()]
    assert not between.discard_old(1)


def test_nothing_is_kept_in_another_language():
    between = broker()
    between.subscribe((LateQuery(),))
    between.put({LateQuery(): "trễ"}, 0.0, 1)
    between.follow_language()
    between.discard_unless(lambda query: True)
    assert between.discard_old(1)
    assert not between.table


def test_each_of_two_equal_requests_is_answered():
    between = broker()
    for _ in range(2):
        between.fetch_once(ProblemsQuery(1))
    first, second = between.requests
    between.publish(fetched=((first, "a"),))
    assert between.requests == [second]
    between.publish(fetched=((second, "b"),))
    assert between.requests == []
    assert between.drain().fetched == ((first, "a"), (second, "b"))
    assert between.drain().fetched == ()


def test_a_typed_letter_replaces_a_search_that_still_waits():
    between = broker()
    for query in (SearchQuery("h"), ProblemsQuery(1), SearchQuery("ho")):
        between.fetch_once(query)
    assert between.requests == [ProblemsQuery(1), SearchQuery("ho")]


def test_a_board_that_is_shown_although_lists_keep_coming_shows_the_last_list_in_the_end(monkeypatch):
    viewer = Viewer()
    viewer.round(2)
    viewer.show("late")
    changed, left = viewer.source.changed, [7]

    def always_changed() -> bool:
        if left[0]:
            left[0] -= 1
            viewer.source.load()
        return changed()

    monkeypatch.setattr(viewer.source, "changed", always_changed)
    viewer.round(3)
    assert not left[0]
    assert viewer.session.answer(LateQuery("field")) is not None
    viewer.round(3)
    assert viewer.session.answer(LateQuery("field")).load == viewer.source.load_count
