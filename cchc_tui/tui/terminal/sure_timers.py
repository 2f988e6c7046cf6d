"""Timers that call a function once, even when the machine is too busy to call it on time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message_pump import MessagePump
from typing_extensions import override

if TYPE_CHECKING:
    from textual.timer import Timer, TimerCallback


class SureTimers(MessagePump):
    """A base for apps, screens and widgets: a timer of one call is late on a busy machine, but never left out.

    Textual's timers skip calls whose time is over when they look at the clock. A timer of one call then never calls: if
    other programs have the processor for 8 ms while the timer of a resize begins, the app ignores all later sizes.
    """

    @override
    def set_timer(
        self, delay: float, callback: TimerCallback | None = None, *, name: str | None = None, pause: bool = False
    ) -> Timer:
        timer = super().set_timer(delay, callback, name=name, pause=pause)
        timer._skip = False  # the timer has not begun yet: it does so in a task of its own
        return timer
