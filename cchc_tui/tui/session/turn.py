"""The turns of officers' viewers, so that many of them on one machine do not keep the collector from the processors.

Every viewer asks its boards again after each load. An officer's viewer waits for a turn before it asks. There is one
turn for every two processors, and at least one turn. Loads that come while a viewer waits are shown together.

A turn is a listening socket with a name in the kernel (Linux: abstract), so there is no file. A viewer that waits
connects to the socket of one turn, and so stands in the queue of that turn. The viewer whose turn ends hands the socket
to the first viewer in the queue. If the process of a viewer ends during its turn, the kernel closes the socket, and the
viewers in the queue try again. Where the kernel has no such names, no viewer waits.
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
    """A viewer's part in the turns: it has a turn, waits for one, or neither. Only one thread uses the object."""

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
        """Wait at most 0.8 seconds for a turn. Return whether the viewer goes on; if not, call again.

        The viewer goes on when it has a turn, after ``LONGEST_WAIT`` seconds of waiting in all, or when a person waits
        for an answer. ``wait`` is called with a socket (None: no socket) and a number of seconds. It waits at most so
        long until the socket can be read, and returns True if a person waits.
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
        """End this viewer's turn, if it has one, and hand the turn to the first viewer in its queue."""
        if self._held is None:
            return
        with self._held as held, suppress(BlockingIOError):  # nobody waits
            while not _hand_over(held):
                pass
        self._held = None

    def _has_turn(self) -> bool:
        """Whether the viewer has a turn, or the kernel has no names for turns. If not, the viewer joins a queue."""
        if self._held is None and self._place is not None:
            try:
                _, descriptors, _, _ = socket.recv_fds(self._place, 1, 1)
            except BlockingIOError:
                return False
            except OSError:
                descriptors = []
            self._leave_queue()
            if descriptors:
                self._held = socket.socket(fileno=descriptors[0])
        if self._held is None and not self._begin():
            return False
        self._stop_waiting()
        return True

    def _begin(self) -> bool:
        """Take a free turn, or join a queue. Return True with a turn, and where the kernel has no names for turns."""
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
        self._leave_queue()

    def _leave_queue(self) -> None:
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
    """Hand a turn to the first viewer in its queue. Return False if that viewer is gone. Raises BlockingIOError."""
    first, _ = held.accept()
    with first:
        try:
            socket.send_fds(first, [b"."], [held.fileno()])
        except OSError:
            return False
    return True
