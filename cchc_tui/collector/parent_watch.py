"""The end of the viewer that started this collector, noticed from the first line of code on.

The viewer holds the writing end of standard input, which the kernel closes when the viewer ends, however it does. What
is still starting then, and may import for seconds where nothing is in the caches, has nothing to end in order.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress

#: How a viewer's child is told on its command line that it is one.
CHILD = "--child"


class ParentWatch:
    """Waits for the end of standard input in a thread of its own."""

    def __init__(self) -> None:
        self._watched = False
        self._gone: Callable[[], object] = _leave

    def watch(self) -> None:
        """Ends this process with its viewer, from now on."""
        if not self._watched:
            self._watched = True
            threading.Thread(target=self._await_end, name="viewer-gone", daemon=True).start()

    def when_gone(self, act: Callable[[], object]) -> None:
        """There is something to end in order now: ``act`` sees to it."""
        self._gone = act
        self.watch()

    def _await_end(self) -> None:
        with suppress(OSError):
            while os.read(0, 4096):
                pass
        self._gone()


def _leave() -> None:
    os._exit(0)


#: The viewer of this process.
PARENT_WATCH = ParentWatch()
