"""The thread of slow queries, over a source that answers when a test lets it."""

from __future__ import annotations

import threading

from cchc_tui.tui.session.queries import ForecastQuery
from cchc_tui.tui.session.slow_queries import SlowQueries


class GatedSource:
    """Counts its answers; each waits until the test lets it through."""

    def __init__(self) -> None:
        self.answers = 0
        self.asked, self.gate = threading.Semaphore(0), threading.Semaphore(0)

    def release_memory(self) -> None:
        pass

    def answer(self, query: object) -> int:
        self.asked.release()
        assert self.gate.acquire(timeout=20)
        self.answers += 1
        return self.answers


def test_an_answer_made_before_a_load_is_not_given_after_it():
    source, wake = GatedSource(), threading.Event()
    slow, query = SlowQueries(source, wake.set), ForecastQuery()  # type: ignore[arg-type]
    assert slow.answer(query) == {}
    assert source.asked.acquire(timeout=20)
    slow.discard()  # a load comes while it is computed
    assert slow.answer(query) == {}
    source.gate.release()  # the outdated answer
    assert source.asked.acquire(timeout=20)  # and at once the query is asked again
    wake.clear()
    source.gate.release()
    assert wake.wait(20)
    assert slow.answer(query) == {query: 2}
    slow.stop()
