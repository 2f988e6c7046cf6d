"""The prompt for a reason to show personal data: a line for typing, and below it the usual reasons."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from typing_extensions import override

from cchc_tui.domain.privacy import LEAST_LETTERS
from cchc_tui.texts.language import tr
from cchc_tui.texts.tui_privacy import PRIVACY, REASONS
from cchc_tui.tui.overlays.chooser import PromptScreen
from cchc_tui.tui.overlays.questions import Question, QuestionsScreen, SuggestedAnswer
from cchc_tui.tui.style.render import Line, Span
from cchc_tui.tui.style.themes import TextRole


class ReasonScreen(QuestionsScreen):
    """Ask for a reason and call ``then`` with it. The prompt says that personal data are then shown for ``minutes``."""

    PLACES: ClassVar[tuple[str, ...]] = ("reason", *PromptScreen.PLACES)

    def __init__(self, minutes: int, then: Callable[[str], object]):
        choices = [SuggestedAnswer(tr(reason), answer=reason) for reason in REASONS]
        question = Question("", PRIVACY.hint, PRIVACY.logged.format(minutes=minutes), choices=choices, wrong=_wrong)
        super().__init__((question,), lambda answers: then(answers[0]))

    @override
    def head_lines(self, cells: int) -> list[Line]:
        return [(Span(f" {PRIVACY.title}", TextRole.STRONG),), *super().head_lines(cells)]


def _wrong(reason: str) -> str:
    short = sum(map(str.isalpha, reason)) < LEAST_LETTERS
    return PRIVACY.too_short.format(n=LEAST_LETTERS) if short else ""
