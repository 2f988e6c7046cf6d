"""Notices the end of the viewer that started this collector, even while the collector is still starting.

The viewer holds the writing end of standard input. The kernel closes it whenever the viewer ends. A collector that is
still importing then, which can take seconds with cold caches, exits at once.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress

#: The command-line option that marks a viewer's child.
CHILD = "--child"


class ParentWatch:
    """Waits for the end of standard input in a thread of its own."""

    def __init__(self) -> None:
        self._watched = False
        self._gone: Callable[[], object] = _leave

    def watch(self) -> None:
        """From now on, exit when the viewer ends."""
        if not self._watched:
            self._watched = True
            threading.Thread(target=self._await_end, name="viewer-gone", daemon=True).start()

    def when_gone(self, act: Callable[[], object]) -> None:
        """From now on, call ``act`` when the viewer ends, instead of exiting."""
        self._gone = act
        self.watch()

    def _await_end(self) -> None:
        with suppress(OSError):
            while os.read(0, 4096):
                pass
        self._gone()


def _leave() -> None:
    os._exit(0)


#: The watch of this process.
PARENT_WATCH = ParentWatch()
