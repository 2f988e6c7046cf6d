"""The prompts for a moment, for a meeting's title and chair, and for a reason to show personal data.

Each is a line for typing, with suggested answers below it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import ClassVar

from typing_extensions import override

from cchc_tui.boards.timeline import Timeline
from cchc_tui.domain.moments import Stamp, to_datetime
from cchc_tui.domain.privacy import LEAST_LETTERS
from cchc_tui.domain.typed_moments import NoMomentError, parse_moment
from cchc_tui.store.write.meetings import Meeting
from cchc_tui.texts.language import tr
from cchc_tui.texts.tui_privacy import PRIVACY, REASONS
from cchc_tui.texts.tui_time import TIME
from cchc_tui.tui.overlays.chooser import PromptScreen
from cchc_tui.tui.overlays.questions import Question, QuestionsScreen, SuggestedAnswer
from cchc_tui.tui.session.session import Session
from cchc_tui.tui.style.formats import moment
from cchc_tui.tui.style.render import Line, Span
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.style.time_text import edge_words
from cchc_tui.tui.widgets.columns import GridColumn

_MOST = 400  # most moments of dossier lists that are offered
_MOMENTS = (GridColumn("moment", "", 17), GridColumn("what", "", 20, grow=60))


class AskScreen(QuestionsScreen):
    """A prompt that asks for a moment and calls ``then`` with it."""

    PLACES: ClassVar[tuple[str, ...]] = ("ask", *PromptScreen.PLACES)

    def __init__(self, title: str, session: Session, then: Callable[[Stamp], object], *, begin: bool):
        """``begin`` is as in ``parse_moment``."""
        parse = partial(parse_moment, now=session.now, near=session.travel.moment, begin=begin)

        def wrong(text: str) -> str:
            try:
                parse(text)
            except NoMomentError as trouble:
                if trouble.later is not None:
                    return TIME.not_yet.format(moment=moment(trouble.later), now=moment(session.now))
                return TIME.not_understood.format(typed=text.strip(), examples=" · ".join(TIME.examples))
            return ""

        choices = () if session.timeline is None else tuple(_moments(session.timeline, session.now))
        question = Question(title, TIME.ask_hint, " · ".join(TIME.examples), choices=choices, wrong=wrong)
        super().__init__((question,), lambda answers: then(parse(answers[0])), _MOMENTS)


def _moments(timeline: Timeline, now: Stamp) -> Iterator[SuggestedAnswer]:
    """Yield starts and ends of meetings, newest first, then moments of lists, newest first, all up to ``now``."""
    edges = {each.end: edge_words(each, each.end) for each in timeline.meetings if each.end is not None}
    edges |= {each.start: edge_words(each, each.start) for each in timeline.meetings}
    lists = [at for at in timeline.lists if at <= now][-_MOST:]
    named = [(at, edges[at]) for at in sorted(edges, reverse=True) if at <= now]
    for at, name in (*named, *((at, TIME.a_list) for at in reversed(lists) if at not in edges)):
        yield SuggestedAnswer(moment(at), name, str(to_datetime(at)))


class MeetingScreen(QuestionsScreen):
    """Two prompts, for the titles of a meeting and of its chair. ``then`` is called with both.

    The titles of earlier meetings and chairs are suggested. The row that leaves the answer empty comes first, so that
    pressing Enter twice starts the meeting at once.
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


class ReasonScreen(QuestionsScreen):
    """A prompt for a reason to show personal data for ``minutes`` minutes. ``then`` is called with the reason."""

    PLACES: ClassVar[tuple[str, ...]] = ("reason", *PromptScreen.PLACES)

    def __init__(self, minutes: int, then: Callable[[str], object]):
        choices = [SuggestedAnswer(tr(reason), answer=reason) for reason in REASONS]
        question = Question("", PRIVACY.hint, PRIVACY.logged.format(minutes=minutes), choices=choices, wrong=_too_short)
        super().__init__((question,), lambda answers: then(answers[0]))

    @override
    def head_lines(self, cells: int) -> list[Line]:
        return [(Span(f" {PRIVACY.title}", TextRole.STRONG),), *super().head_lines(cells)]


def _too_short(reason: str) -> str:
    short = sum(map(str.isalpha, reason)) < LEAST_LETTERS
    return PRIVACY.too_short.format(n=LEAST_LETTERS) if short else ""
