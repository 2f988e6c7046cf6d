"""The base of grids and tile maps: a cursor on a row or tile, and marks on changed figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from textual.message import Message
from textual.message_pump import MessagePump
from textual.timer import Timer
from typing_extensions import override

from cchc_tui.tui.style.render import Line, Span
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.terminal.input_net import Did, InputNet
from cchc_tui.tui.widgets.lines import LineWidget

FRESH_SECONDS = 8.0  # for how long marks and messages stay


def restart(timer: Timer | None, owner: MessagePump, then: Callable[[], None], seconds: float | None = None) -> Timer:
    """Stop ``timer``, if there is one. Start one that calls ``then`` after ``seconds`` (None: ``FRESH_SECONDS``)."""
    if timer is not None:
        timer.stop()
    return owner.set_timer(FRESH_SECONDS if seconds is None else seconds, then)


class _OnKey(Did):
    def __init__(self, widget: Cursor, key: str):
        super().__init__()
        self.widget = widget
        self.key = key


class Cursor(InputNet, LineWidget, can_focus=True):
    """A widget with a cursor. The cursor is drawn while the widget has the focus."""

    class Opened(_OnKey):
        """The user opened the item under the cursor, with Enter or a second click."""

    class Moved(_OnKey):
        """The cursor is on another row, tile or cell.

        If ``by_rows`` is true, new rows moved the cursor. The handler then need not draw, because the new rows cause a
        drawing.
        """

        def __init__(self, widget: Cursor, key: str, *, by_rows: bool = False):
            super().__init__(widget, key)
            self.by_rows = by_rows

        def can_replace(self, message: Message) -> bool:
            """Whether ``message``, which came later, replaces this one: yes if both are moves of the same widget."""
            return isinstance(message, Cursor.Moved) and message.widget is self.widget

    def __init__(self, **widget: Any):
        super().__init__(**widget)
        self.empty: tuple[Line, ...] = ()  # the lines shown if there is nothing to put the cursor on
        self._fresh: Mapping[str, frozenset[int]] = {}
        self._fading: Timer | None = None

    def say(self, words: str, role: TextRole = TextRole.DIM) -> None:
        """Set the sentence that is shown if there is nothing to put the cursor on."""
        self.empty = ((), (Span(f"   {words}", role),))

    @property
    def cursor_key(self) -> str:
        """The key of the row or tile under the cursor; "" if there is none."""
        raise NotImplementedError

    def action_move(self, to: str) -> None:
        """Move the cursor: "up", "down", a page ("page_up", "page_down"), or to the "first" or "last" row or tile."""
        raise NotImplementedError

    def action_open(self) -> None:
        """Open the item under the cursor."""
        if self.cursor_key:
            self.post_message(self.Opened(self, self.cursor_key))

    def mark(self, changed: Mapping[str, frozenset[int]]) -> None:
        """Mark cells as changed for some seconds.

        ``changed`` maps the key of a row or tile to the indexes of its changed cells.
        """
        if changed:
            before = self._fresh
            self._fresh = {**before, **{key: cells | before.get(key, frozenset()) for key, cells in changed.items()}}
            self._fading = restart(self._fading, self, self.forget_marks)

    def forget_marks(self) -> None:
        """Remove all marks, because their time is over or another moment is shown."""
        if self._fresh:
            self._fresh = {}
            self.draw()

    @override
    def watch_has_focus(self, _has_focus: bool) -> None:
        """Draw or hide the cursor. Handlers of ``Focus`` and ``Blur`` would run before ``has_focus`` is set."""
        super().watch_has_focus(_has_focus)
        self.draw()
