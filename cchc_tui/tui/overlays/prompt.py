"""A screen with a line to type on: whatever has the focus, letters go to the line."""

from __future__ import annotations

import unicodedata
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from cchc_tui.tui.screens.minimum_size import Overlay
from cchc_tui.tui.style.render import Line, Span, clean, fit, line_width, width
from cchc_tui.tui.style.themes import TextRole

_CARET = "▏"
#: More than this is no name of anything: what is pasted by mistake is cut here.
MOST = 200


class PromptScreen(Overlay[None]):
    """A subclass draws ``typed_line`` and does something in ``typed``. Letters come composed from the input method."""

    AUTO_FOCUS = "Grid"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", show=False)]
    #: Whether letters are typed here, and are no keys.
    TYPES: ClassVar[bool] = True
    #: What keys do to the line, by the names of methods. They are no bindings: one with priority would overtake the
    #: letters before it where many come at once, as they do over a slow line.
    KEYS: ClassVar[dict[str, str]] = {"backspace": "erase", "ctrl+u": "clear"}

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def typed(self) -> None:
        """The text is another."""
        raise NotImplementedError

    def typed_line(self, hint: str, cells: int) -> Line:
        """The line in so many cells: of a long text its end, where one types; of no text a hint."""
        head = Span(" › ", TextRole.KEY)
        room = cells - line_width((head,)) - 1
        shown = self.text
        while shown and width(shown) > room:
            shown = shown[1:]
        rest = fit(f" {hint}", room) if not self.text and hint else ""
        return (head, Span(shown, TextRole.STRONG), Span(_CARET, TextRole.KEY), Span(rest, TextRole.DIM))

    def _put(self, text: str) -> None:
        text = text[:MOST]
        if text != self.text:
            self.text = text
            self.typed()

    def on_key(self, event: events.Key) -> None:
        """Whatever is typed goes to the line."""
        if event.key in self.KEYS:
            event.stop()
            event.prevent_default()
            getattr(self, self.KEYS[event.key])()
        elif event.is_printable and event.character:
            event.stop()
            self._put(self.text + event.character)

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted is typed, as far as it is text on one line."""
        lines = event.text[: MOST * 4].splitlines()
        self._put(self.text + clean(lines[0] if lines else ""))

    def erase(self) -> None:
        """Takes back one letter, with the marks that stand on it."""
        kept = self.text
        while kept and unicodedata.combining(kept[-1]):
            kept = kept[:-1]
        self._put(kept[:-1])

    def clear(self) -> None:
        """Takes back everything."""
        self._put("")

    def action_close(self) -> None:
        """Back to the board."""
        self.dismiss()
