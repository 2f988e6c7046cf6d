"""The turns of officers' viewers, so that many of them on one machine do not keep the collector from the processors.

Every viewer asks its boards again after each load. An officer's viewer takes a turn first. Only half as many viewers as
there are processors have a turn at a time. The others stand in a queue, and show the loads that come meanwhile as one.

A turn is a listening socket with a name in the kernel (Linux: abstract), so there is no file. Viewers that wait connect
to the socket. At the end of a turn it is handed on to the first of them. If a viewer's process ends during its turn,
the kernel closes the socket, and the others queue up again. Where the kernel has no such names, nobody waits.
"""

from __future__ import annotations

import os
import random
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from errno import EADDRINUSE

#: The seconds after which a viewer goes on without a turn: its holder may have been stopped.
LONGEST_WAIT = 15.0
#: The seconds of one wait, after which the thread looks after the status: in the queue, and without a place in it.
_LONGEST_CALL, _SHORT_CALL = 0.8, 0.05
#: Most viewers in the queue.
_QUEUE = 1000


class Turn:
    """The turn of one viewer. Only one thread uses it."""

    def __init__(
        self,
        turns: int = max(1, (os.cpu_count() or 1) // 2),
        name: str = "cchc-tui",
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._names = [f"\0{name}/{number}" for number in range(turns)]
        self._now = now
        self._held: socket.socket | None = None
        self._place: socket.socket | None = None  # in the queue
        self._since: float | None = None  # when it began to wait

    def take(self, wait: Callable[[socket.socket | None, float], bool]) -> bool:
        """Wait at most 0.8 seconds for a turn. Return whether to go on, with a turn or after ``LONGEST_WAIT`` without.

        ``wait`` waits until a socket can be read, at most some seconds. It returns True if a person waits for an
        answer: then the viewer goes on without a turn.
        """
        if self._has_turn():
            return True
        since = self._since = self._since or self._now()
        left = since + LONGEST_WAIT - self._now()
        if left <= 0 or wait(self._place, min(left, _SHORT_CALL if self._place is None else _LONGEST_CALL)):
            self._stop_waiting()
            return True
        return self._has_turn()

    def give_back(self) -> None:
        """End the turn, and hand it to the first viewer in the queue."""
        if self._held is None:
            return
        with self._held as held, suppress(BlockingIOError):  # nobody waits
            while not _hand_over(held):
                pass
        self._held = None

    def _has_turn(self) -> bool:
        """Whether this viewer has a turn now. If it neither has one nor waits, take a free turn or queue up."""
        if self._held is None and self._place is not None:
            try:
                _, descriptors, _, _ = socket.recv_fds(self._place, 1, 1)
            except BlockingIOError:
                return False
            except OSError:
                descriptors = []
            self._place.close()
            self._place = None
            if descriptors:
                self._held = socket.socket(fileno=descriptors[0])
        if self._held is None and not self._begin():
            return False
        self._stop_waiting()
        return True

    def _begin(self) -> bool:
        """Take a free turn, or else queue up. True: there was a free turn, or the kernel has no such names."""
        for name in self._names:
            try:
                self._held = _listening(name)
            except OSError as error:
                if error.errno != EADDRINUSE:
                    return True
            else:
                return True
        place = _socket()
        try:
            place.connect(random.choice(self._names))
        except OSError:  # it has just ended
            place.close()
        else:
            self._place = place
        return False

    def _stop_waiting(self) -> None:
        self._since = None
        if self._place is not None:
            self._place.close()
            self._place = None


def _socket() -> socket.socket:
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    made.setblocking(False)
    return made


def _listening(name: str) -> socket.socket:
    made = _socket()
    try:
        made.bind(name)
        made.listen(_QUEUE)
    except OSError:
        made.close()
        raise
    return made


def _hand_over(held: socket.socket) -> bool:
    """Give the turn to the first viewer in the queue. False if that viewer is gone; BlockingIOError if nobody waits."""
    first, _ = held.accept()
    with first:
        try:
            socket.send_fds(first, [b"."], [held.fileno()])
        except OSError:
            return False
    return True
