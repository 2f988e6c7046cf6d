"""The memory and the priority of a viewer's process. One server may run a hundred viewers beside the collector.

The memory is freed by functions of glibc. With a C library that lacks these functions, such as musl, it is not freed.
"""

from __future__ import annotations

import ctypes
import gc
import os
import threading
from collections.abc import Container
from contextlib import suppress
from pathlib import Path

_M_ARENA_MAX = -8
#: The nice value of the threads that ask the boards (the collector has 10), and of the viewer's session.
_THREADS, _SESSION = 15, 5
_SESSION_FILE = Path("/proc/self/autogroup")


def use_one_arena() -> None:
    """Let threads that start from now on share the main thread's heap, instead of a half-empty heap for each."""
    with suppress(AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def drop_start() -> None:
    """If the app has used ``gc.freeze`` before, free the garbage of the start and freeze all remaining objects."""
    if gc.get_freeze_count():
        gc.collect()
        gc.freeze()


def give_back() -> None:
    """Return free memory to the system."""
    with suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def let_others_first(threads: Container[str]) -> None:
    """Lower the priority of threads with these names, and of the session if this process is the session's first.

    The kernel shares the processor between sessions before it looks at the priorities within one (``sched_autogroup``).
    Over SSH, a viewer is the first process of its session.
    """
    for thread in threading.enumerate():
        if thread.name in threads and thread.native_id is not None:
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, thread.native_id, _THREADS)
    if os.getsid(0) == os.getpid():
        with suppress(OSError):  # this kernel has no such groups
            _SESSION_FILE.write_text(str(_SESSION))
