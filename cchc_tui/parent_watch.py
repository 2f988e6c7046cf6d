"""Detects the end of the parent process, even while this process is starting.

The parent holds the writing end of this process's standard input. The kernel closes that end when the parent ends. So a
child exits at once, even while it is importing modules, which takes seconds with cold caches.
"""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Callable

#: The command-line option that marks a viewer's child.
CHILD = "--child"


class ParentWatch:
    """Waits in a separate thread for the end of standard input."""

    def __init__(self) -> None:
        self._watched = False
        self._gone: Callable[[], object] = leave

    def watch(self) -> None:
        """From now on, end this process when the parent ends."""
        if not self._watched:
            self._watched = True
            threading.Thread(target=self._await_end, name="parent-gone", daemon=True).start()

    def when_gone(self, act: Callable[[], object]) -> None:
        """From now on, when the parent ends, call ``act`` in the watching thread instead of ending this process."""
        self._gone = act
        self.watch()

    def _await_end(self) -> None:
        is_gone(wait=True)
        self._gone()


def is_gone(*, wait: bool = False) -> bool:
    """Whether standard input has lost its writer. With ``wait``, block until it has. Unread input stays readable."""
    poll = select.poll()
    poll.register(0, 0)  # without an event: only the end is reported
    return bool(poll.poll(None if wait else 0))


def leave() -> None:
    """End this process at once."""
    os._exit(0)


#: The watch of this process.
PARENT_WATCH = ParentWatch()
