"""The prompt for a moment: a line for typing, and below it the moments of meetings and lists to choose from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from cchc_tui.domain.moments import Stamp, to_datetime
from cchc_tui.texts.tui_time import TIME
from cchc_tui.tui.overlays.chooser import PromptScreen
from cchc_tui.tui.overlays.questions import Question, QuestionsScreen, SuggestedAnswer
from cchc_tui.tui.session.parse_moment import NoMomentError, parse_moment
from cchc_tui.tui.style.formats import moment
from cchc_tui.tui.style.time_text import edge_words
from cchc_tui.tui.widgets.columns import GridColumn

if TYPE_CHECKING:
    from cchc_tui.boards.timeline import Timeline

_MOST = 400  # most moments of dossier lists that are offered
_COLUMNS = (GridColumn("moment", "", 17), GridColumn("what", "", 20, grow=60))


class AskScreen(QuestionsScreen):
    """Ask for a moment and call ``then`` with it."""

    PLACES: ClassVar[tuple[str, ...]] = ("ask", *PromptScreen.PLACES)

    def __init__(
        self,
        title: str,
        now: Stamp,
        near: Stamp,
        timeline: Timeline | None,
        then: Callable[[Stamp], object],
        *,
        begin: bool,
    ):
        """``near`` and ``begin`` are as in ``parse_moment``."""
        parse = partial(parse_moment, now=now, near=near, begin=begin)

        def wrong(text: str) -> str:
            try:
                parse(text)
            except NoMomentError as trouble:
                return str(trouble)
            return ""

        choices = () if timeline is None else tuple(_choices(timeline, now))
        question = Question(title, TIME.ask_hint, " · ".join(TIME.examples), choices=choices, wrong=wrong)
        super().__init__((question,), lambda answers: then(parse(answers[0])), _COLUMNS)


def _choices(timeline: Timeline, now: Stamp) -> Iterator[SuggestedAnswer]:
    """Yield starts and ends of meetings, newest first, then moments of lists, newest first. None is after ``now``."""
    edges = {each.end: edge_words("meeting_end", each.title) for each in timeline.meetings if each.end is not None}
    edges |= {each.start: edge_words("meeting", each.title) for each in timeline.meetings}
    lists = [at for at in timeline.lists if at <= now][-_MOST:]
    named = [(at, edges[at]) for at in sorted(edges, reverse=True) if at <= now]
    for at, name in (*named, *((at, TIME.a_list) for at in reversed(lists) if at not in edges)):
        yield SuggestedAnswer(moment(at), name, str(to_datetime(at)))
