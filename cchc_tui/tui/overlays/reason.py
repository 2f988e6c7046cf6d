"""Asks why personal data are to be shown: a line to type on, and below it the reasons that are given most."""

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
    """Calls ``then`` with the reason, once there is one. ``minutes`` is for how long they will be shown."""

    PLACES: ClassVar[tuple[str, ...]] = ("reason", *QuestionScreen.PLACES)

    def __init__(self, minutes: int, then: Callable[[str], object]):
        super().__init__(GridColumn("reason", "", 30, grow=70))
        self._then = then
        self._minutes = minutes

    def suggested(self) -> Iterable[GridRow]:
        """The reasons that are given most."""
        return (GridRow(reason, (Cell(tr(reason), TextRole.STRONG),)) for reason in REASONS)

    def head_lines(self, cells: int) -> list[Line]:
        """The question with what is typed, and what is logged."""
        logged = PRIVACY.logged.format(minutes=self._minutes)
        title = (Span(f" {PRIVACY.title}", TextRole.STRONG),)
        return [title, self.prompt_line(PRIVACY.hint, cells), *self.below(logged, cells)]

    def answer(self, text: str) -> None:
        """Takes the reason that was typed, if it says anything."""
        reason = " ".join(text.split())
        if sum(map(str.isalpha, reason)) < LEAST_LETTERS:
            self.object_to(PRIVACY.too_short.format(n=LEAST_LETTERS))
        else:
            self.choose(reason)

    def choose(self, key: str) -> None:
        """Takes a reason as it is written."""
        self.dismiss()
        self._then(key)
