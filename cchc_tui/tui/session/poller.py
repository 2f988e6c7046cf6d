"""The thread that keeps the screens up to date. It asks the source, so that the event loop waits for no query.

It waits until the app asks something or the collector writes, and checks whether a load was committed; if so, it asks
the queries of the screen again. It also asks them when a dossier becomes due soon or overdue, and from time to time for
boards that the clock alone may change.
The broker hands over answers and status, and a message tells the app. Several messages merge into one, so a screen
that is slow to draw gets the newest answers and skips the others.

A failure is logged, shown, and retried after ever longer pauses. Meanwhile the last good boards stay on screen.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from cchc_tui.tui.session import memory, priority
from cchc_tui.tui.session.asker import Asker, pause_after
from cchc_tui.tui.session.broker import Broker
from cchc_tui.tui.session.publisher import Publisher
from cchc_tui.tui.session.slow_queries import SlowQueries
from cchc_tui.tui.session.status_tracker import StatusTracker
from cchc_tui.tui.terminal.crash import log_error

if TYPE_CHECKING:
    from cchc_tui.boards.source import Source

#: Seconds between two checks for a load if the collector's news end the wait; and if they do not, or work is left.
LOOK_SECONDS, CHECK_SECONDS = 1.0, 0.03


class Poller:
    """The poller's thread and its pauses. Queries and answers pass through ``broker``."""

    def __init__(self, source: Source, tracker: StatusTracker, post: Callable[[], object]):
        """``post`` is called to tell the app that there is an update."""
        self._source = source
        self._tracker = tracker
        self.broker = Broker(tracker.status, post)
        self._asker = Asker(source, SlowQueries(source, self.broker.wake.end_wait))
        self._publisher = Publisher(source, tracker, self.broker, self._asker)
        self._thread = threading.Thread(target=self._run, name="poller", daemon=True)
        self._tidied = 0  # the load after which memory was last given back
        self._failures = 0  # rounds in a row that failed
        self._retry_at = 0.0  # the ``time.monotonic()`` of the next round after a failure

    def start(self) -> None:
        """Start the thread, once the first frame is drawn."""
        self._thread.start()

    def stop(self, seconds: float = 0.3) -> None:
        """Stop the thread, and wait at most ``seconds`` for its end."""
        self.broker.stopped = True
        self._asker.slow.stop()
        self.broker.wake.set()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _run(self) -> None:
        woken = True
        while not self.broker.stopped:
            self.run_once(woken=woken)
            woken = self.broker.wake.wait(self._pause())
            self.broker.wake.clear()
        for query in [query for query in self.broker.requests if query.writes]:  # writes that still wait
            self._asker.ask(query, at_once=True)

    def run_once(self, *, woken: bool) -> None:
        """Run a round if one is due, then update the status. Never raises.

        ``woken``: the app has asked for something, so the round neither waits after a failure nor for a turn.
        """
        if woken or time.monotonic() >= self._retry_at:
            try:
                self._round(woken)
                self._failures, self._retry_at = 0, 0.0
            except Exception as error:  # noqa: BLE001 - whatever it is, the thread goes on
                self._note_failed_round(error)
        try:
            failing, unseen = self._publisher.failing()
            status = self._tracker.tick(self._source.clock.now(), self._asker.error, unseen)
            self.broker.publish_status(status, failing)
        except Exception as error:  # noqa: BLE001 - as above
            self._note_failed_round(error)

    def _round(self, woken: bool) -> None:
        self._publisher.run_once(at_once=woken)
        if self._publisher.settled and self._publisher.loads != self._tidied:
            self._give_memory_back()

    def _give_memory_back(self) -> None:
        """Free memory after a load.

        The first time, also free what only the start needed, and lower the priority of an officer's viewer.
        """
        if not self._tidied:
            memory.drop_start()
            if self._source.viewer.is_one_of_many:  # it starts no collector, which would inherit the priority
                priority.let_others_first({self._thread.name, self._asker.slow.name})
        self._tidied = self._publisher.loads
        self._source.release_memory()
        memory.give_back()

    def _pause(self) -> float:
        """Seconds until the next round, unless something ends the wait."""
        if self._failures or not self._publisher.settled or self._tracker.unreported:
            return CHECK_SECONDS
        from cchc_tui.settings import DataFolder  # imported only after the first frame

        self.broker.wake.watch(DataFolder(self._source.data).state)
        if not self.broker.wake.watches:
            return CHECK_SECONDS
        fast = max(1.0, self._source.clock.speed)  # a demo's clock passes more due times in a second
        return max(CHECK_SECONDS, min(LOOK_SECONDS / fast, self._tracker.seconds_left()))

    def _note_failed_round(self, error: Exception) -> None:
        """Delay the next round after a failed one, log the first failure in a row, and show the error in the status."""
        self._failures += 1
        self._retry_at = time.monotonic() + pause_after(self._failures)
        if self._failures == 1:
            log_error(error)
        self._asker.error = error
