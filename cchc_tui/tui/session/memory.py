"""The memory of a viewer. Many viewers run on one server, so each gives back what it does not need.

Functions of glibc do that. With a C library that lacks them, such as musl, nothing happens.
"""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

_M_ARENA_MAX = -8


def use_one_arena() -> None:
    """Let threads that start from now on share the main thread's heap, instead of a half-empty heap for each."""
    with suppress(AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def drop_start() -> None:
    """Free the garbage of the start, and exempt the other objects from garbage collection (``gc.freeze``).

    Nothing happens if the app has frozen no objects before.
    """
    if gc.get_freeze_count():
        gc.collect()
        gc.freeze()


def give_back() -> None:
    """Return free memory to the system."""
    with suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
