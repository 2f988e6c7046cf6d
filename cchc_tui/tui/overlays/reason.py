"""The prompt for a reason to show personal data: a line for typing, and below it the usual reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from cchc_tui.domain.privacy import LEAST_LETTERS
from cchc_tui.texts.language import tr
from cchc_tui.texts.tui_privacy import PRIVACY, REASONS
from cchc_tui.tui.overlays.chooser import QuestionScreen
from cchc_tui.tui.style.render import Line, Span
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow


class ReasonScreen(QuestionScreen[None]):
    """Ask for a reason and call ``then`` with it. Personal data will be shown for ``minutes``."""

    PLACES: ClassVar[tuple[str, ...]] = ("reason", *QuestionScreen.PLACES)

    def __init__(self, minutes: int, then: Callable[[str], object]):
        super().__init__(GridColumn("reason", "", 30, grow=70))
        self._then = then
        self._minutes = minutes

    def suggested(self) -> Iterable[GridRow]:
        """The usual reasons."""
        return (GridRow(reason, (Cell(tr(reason), TextRole.STRONG),)) for reason in REASONS)

    def head_lines(self, cells: int) -> list[Line]:
        """The question with the typed text; below it what will be logged, or an error message."""
        logged = PRIVACY.logged.format(minutes=self._minutes)
        title = (Span(f" {PRIVACY.title}", TextRole.STRONG),)
        return [title, self.prompt_line(PRIVACY.hint, cells), *self.below(logged, cells)]

    def answer(self, text: str) -> None:
        """Accept the typed reason if it has at least ``LEAST_LETTERS`` letters."""
        reason = " ".join(text.split())
        if sum(map(str.isalpha, reason)) < LEAST_LETTERS:
            self.object_to(PRIVACY.too_short.format(n=LEAST_LETTERS))
        else:
            self.choose(reason)

    def choose(self, key: str) -> None:
        """Close, and call ``then`` with the reason ``key``."""
        self.dismiss()
        self._then(key)
