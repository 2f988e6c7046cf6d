"""The priority of an officer's viewer.

The office's server may run a hundred viewers. After a load they all ask their boards again, and the collector must
not wait for them.

The kernel shares the processor between sessions before it looks at the priorities within one (``sched_autogroup``). So
the session of a viewer gets a lower priority too, if the viewer is the session's first process, as over SSH.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Container
from contextlib import suppress
from pathlib import Path

#: The nice value of the threads that ask the boards (the collector has 10), and of the viewer's session.
ROUNDS, SESSION = 15, 5
_SESSION_FILE = Path("/proc/self/autogroup")


def let_others_first(threads: Container[str]) -> None:
    """Lower the priority of threads with these names, and of the session if this process is the session's first."""
    for thread in threading.enumerate():
        if thread.name in threads and thread.native_id is not None:
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, thread.native_id, ROUNDS)
    if os.getsid(0) == os.getpid():
        with suppress(OSError):  # this kernel has no such groups
            _SESSION_FILE.write_text(str(SESSION))
