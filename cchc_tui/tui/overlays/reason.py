"""Asks why personal data are to be shown: a line to type on, and below it the reasons that are given most."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult

from cchc_tui.domain.privacy import LEAST_LETTERS
from cchc_tui.texts.language import tr
from cchc_tui.texts.tui_find import FIND
from cchc_tui.texts.tui_privacy import PRIVACY, REASONS
from cchc_tui.tui.overlays.prompt import PromptScreen
from cchc_tui.tui.style.render import Line, Span, wrap
from cchc_tui.tui.style.themes import Background, TextRole
from cchc_tui.tui.widgets.columns import Cell, Column, GridRow
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.lines import Lines
from cchc_tui.tui.widgets.rows import ListRows


class ReasonScreen(PromptScreen):
    """Calls ``then`` with the reason, once there is one. ``minutes`` is for how long they will be shown."""

    DEFAULT_CSS = """
    ReasonScreen { layout: vertical; background: $background; }
    ReasonScreen > .line { height: 4; }
    """
    KEYS: ClassVar[dict[str, str]] = {**PromptScreen.KEYS, "enter": "take"}

    def __init__(self, minutes: int, then: Callable[[str], object]):
        super().__init__()
        self._then = then
        self._minutes = minutes
        self._trouble = ""
        self._line = Lines(classes="line", background=Background.PANEL)
        self._grid = Grid((Column("reason", "", 30, grow=70),))

    def compose(self) -> ComposeResult:
        """The widgets, from the top."""
        self._line.set_source(self._lines)
        yield self._line
        yield self._grid

    def on_mount(self) -> None:
        """Begins."""
        self._grid.empty = ((), (Span(f"  {FIND.typed_counts}", TextRole.DIM),))
        self._offer()

    def _offer(self) -> None:
        """The reasons; none while something is typed, which is what Enter takes then."""
        offered = REASONS if not self.text.strip() else ()
        rows = [GridRow(reason, (Cell(tr(reason), TextRole.STRONG),)) for reason in offered]
        if len(rows) != len(self._grid.rows):
            self._grid.set_rows(ListRows(rows), mark=False)
            self._grid.refresh()

    def typed(self) -> None:
        """The text is another."""
        self._trouble = ""
        self._line.rewrite()
        self._offer()

    def _lines(self, cells: int) -> list[Line]:
        words, role = PRIVACY.logged.format(minutes=self._minutes), TextRole.DIM
        if self._trouble:
            words, role = self._trouble, TextRole.WARN
        below: list[Line] = [(Span(f"   {part}", role),) for part in wrap(words, cells - 4)[:2]]
        return [(Span(f" {PRIVACY.title}", TextRole.STRONG),), self.typed_line(PRIVACY.hint, cells), *below]

    def take(self) -> None:
        """What was typed; where nothing was, the reason under the cursor, as it is written."""
        reason = " ".join(self.text.split())
        if not reason:
            self._give(self._grid.cursor_key)
        elif sum(map(str.isalpha, reason)) < LEAST_LETTERS:
            self._trouble = PRIVACY.too_short.format(n=LEAST_LETTERS)
            self._line.rewrite()
        else:
            self._give(reason)

    def _give(self, reason: str) -> None:
        self.dismiss()
        self._then(reason)

    def on_grid_opened(self, event: Grid.Opened) -> None:
        """A second click on a row."""
        self._give(event.key)
