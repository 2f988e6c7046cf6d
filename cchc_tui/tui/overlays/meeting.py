"""The prompt at the start of a meeting: its title, then its chair's title. Both may be left empty."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from cchc_tui.store.write.meetings import Meeting
from cchc_tui.texts.tui_time import TIME
from cchc_tui.tui.overlays.chooser import PromptScreen
from cchc_tui.tui.overlays.questions import Question, QuestionsScreen, SuggestedAnswer


class MeetingScreen(QuestionsScreen):
    """Ask for the titles of a meeting and of its chair, and call ``then`` with both.

    The titles of earlier meetings and chairs are suggested. The row that leaves the answer empty comes first, so that
    Enter twice starts the meeting at once.
    """

    PLACES: ClassVar[tuple[str, ...]] = ("meeting", *PromptScreen.PLACES)

    def __init__(self, meetings: Iterable[Meeting], then: Callable[[str, str], object]):
        last_first = tuple(meetings)[::-1]
        titles, chairs = (
            [SuggestedAnswer(text) for text in dict.fromkeys(texts) if text]
            for texts in ((each.title for each in last_first), (each.chair for each in last_first))
        )
        questions = (
            Question(TIME.meeting_title, TIME.meeting_title_hint, TIME.meeting_asked, TIME.no_title, titles),
            Question(TIME.meeting_chair, TIME.meeting_chair_hint, TIME.meeting_asked_chair, TIME.no_chair, chairs),
        )
        super().__init__(questions, lambda answers: then(*answers))
