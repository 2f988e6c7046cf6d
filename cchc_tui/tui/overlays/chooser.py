"""The one chooser: rows to choose from below a title, and perhaps a line to type on, whatever has the focus."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cached_property
from typing import ClassVar

from textual import events
from textual.screen import ScreenResultType

from cchc_tui.texts.tui_find import FIND
from cchc_tui.tui.keys.actions import of
from cchc_tui.tui.overlays.overlay import Overlay
from cchc_tui.tui.style.render import Line, Span, clean, fit, line_width, width, wrap
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.columns import GridColumn, GridRow
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.lines import Lines
from cchc_tui.tui.widgets.rows import ListRows

_CARET = "▏"
#: More than this is no name of anything: what is pasted by mistake is cut here.
MOST = 200


class Chooser(Overlay[ScreenResultType]):
    """Rows to choose from. A subclass gives ``rows`` and does something in ``choose``; ``foot`` may stand below."""

    AUTO_FOCUS = "Grid"

    def __init__(self, *columns: GridColumn, grid: type[Grid] = Grid, foot: Lines | None = None):
        self.grid = grid(columns)
        super().__init__(self.grid, *(() if foot is None else (foot,)))

    def rows(self) -> Iterable[GridRow]:
        """The rows to choose from."""
        raise NotImplementedError

    def choose(self, key: str) -> None:
        """The row with this key is chosen."""
        raise NotImplementedError

    def show_rows(self) -> None:
        """Shows the rows as they are now."""
        self.grid.set_rows(ListRows(list(self.rows())), mark=False)
        self.invalidate()

    def on_mount(self) -> None:
        """Begins."""
        self.show_rows()

    def on_grid_opened(self, event: Grid.Opened) -> None:
        """Enter, or a second click on a row."""
        self.choose(event.key)

    def action_choose(self) -> None:
        """Chooses the row under the cursor."""
        if self.grid.cursor_key:
            self.choose(self.grid.cursor_key)


class PromptScreen(Chooser[ScreenResultType]):
    """A chooser with a line to type on. A subclass draws ``prompt_line`` and does something in ``text_changed``.

    Letters come composed from the input method. Keys are no bindings here: one with priority would overtake the
    letters before it where many come at once, as they do over a slow line.
    """

    #: Whether letters are typed here, and are no keys.
    TYPES: ClassVar[bool] = True
    PLACES: ClassVar[tuple[str, ...]] = ("prompt", "overlay")

    text = ""

    @cached_property
    def _functions(self) -> dict[str, str]:
        return {key: action.function for action in of(*self.PLACES) for key in action.keys}

    def text_changed(self) -> None:
        """The text is another."""
        raise NotImplementedError

    def prompt_line(self, hint: str, cells: int, head: str = "") -> Line:
        """The line in so many cells: of a long text its end, where one types; of no text a hint."""
        head_span = Span(f" {head} › " if head else " › ", TextRole.KEY)
        room = cells - line_width((head_span,)) - 1
        shown = self.text
        while shown and width(shown) > room:
            shown = shown[1:]
        rest = fit(f" {hint}", room) if not self.text and hint else ""
        return (head_span, Span(shown, TextRole.STRONG), Span(_CARET, TextRole.KEY), Span(rest, TextRole.DIM))

    def _put(self, text: str) -> None:
        text = text[:MOST]
        if text != self.text:
            self.text = text
            self.text_changed()
            self.invalidate()

    def on_key(self, event: events.Key) -> None:
        """Whatever is typed goes to the line."""
        if event.key in self._functions:
            event.stop()
            event.prevent_default()
            getattr(self, f"action_{self._functions[event.key]}")()
        elif event.is_printable and event.character:
            event.stop()
            self._put(self.text + event.character)

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted is typed, as far as it is text on one line."""
        lines = event.text[: MOST * 4].splitlines()
        self._put(self.text + clean(lines[0] if lines else ""))

    def action_erase(self) -> None:
        """Takes back one letter, with the marks that stand on it."""
        kept = self.text
        while kept and unicodedata.combining(kept[-1]):
            kept = kept[:-1]
        self._put(kept[:-1])

    def action_clear(self) -> None:
        """Takes back everything."""
        self._put("")


class QuestionScreen(PromptScreen[ScreenResultType]):
    """Asks for something that is typed; while nothing is, there are rows to choose from. ``trouble`` says why not."""

    trouble = ""
    _is_typed = False

    def answer(self, text: str) -> None:
        """What was typed is the answer."""
        raise NotImplementedError

    def suggested(self) -> Iterable[GridRow]:
        """What may be meant."""
        raise NotImplementedError

    def rows(self) -> Iterable[GridRow]:
        """What may be meant; nothing while something is typed, which is what Enter takes then."""
        return () if self.text.strip() else self.suggested()

    def nothing(self) -> str:
        """What stands where nothing can be chosen."""
        return FIND.typed_counts

    def show_rows(self) -> None:
        """Shows the rows, or why there are none."""
        self.grid.empty = ((), (Span(f"  {self.nothing()}", TextRole.DIM),))
        super().show_rows()

    def text_changed(self) -> None:
        """The text is another."""
        self.trouble = ""
        if self._is_typed != bool(self.text.strip()):
            self._is_typed = not self._is_typed
            self.show_rows()

    def object_to(self, trouble: str) -> None:
        """Says why what was typed can't be taken."""
        self.trouble = trouble
        self.invalidate()

    def below(self, words: str, cells: int) -> list[Line]:
        """Two lines below the line to type on: the trouble, or else these words."""
        said, role = (self.trouble, TextRole.WARN) if self.trouble else (words, TextRole.DIM)
        parts = wrap(said, cells - 4)[:2]
        return [(Span(f"   {part}", role),) for part in parts] + [()] * (2 - len(parts))

    def action_choose(self) -> None:
        """What was typed; where nothing was, the row under the cursor."""
        if self.text.strip():
            self.answer(self.text)
        else:
            super().action_choose()
