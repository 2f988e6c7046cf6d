"""The memory of a viewer. Many of them run on one server, so a viewer gives back what it does not need.

Where the C library has no such function, as on musl, nothing happens.
"""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

_M_ARENA_MAX = -8


def use_one_arena() -> None:
    """Let threads that start from now on share the main thread's heap. Each would have one of its own, half empty."""
    with suppress(AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def drop_start() -> None:
    """Free what only the start needed, and spare what remains from later collections, if the command asked for that."""
    if gc.get_freeze_count():
        gc.collect()
        gc.freeze()


def give_back() -> None:
    """Return free memory to the system."""
    with suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
