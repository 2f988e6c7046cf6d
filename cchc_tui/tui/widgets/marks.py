"""The marks on changed figures: how long they stay, and the timer that removes them."""

from __future__ import annotations

from collections.abc import Callable

from textual.message_pump import MessagePump
from textual.timer import Timer

FRESH_SECONDS = 8.0


def restart(timer: Timer | None, owner: MessagePump, then: Callable[[], None], seconds: float | None = None) -> Timer:
    """Stop ``timer``, if there is one. Start and return a timer that calls ``then`` after ``seconds``.

    ``seconds`` None means ``FRESH_SECONDS``.
    """
    if timer is not None:
        timer.stop()
    return owner.set_timer(FRESH_SECONDS if seconds is None else seconds, then)
