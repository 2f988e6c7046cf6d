"""Questions that are answered by typing or by choosing a row: for a moment, a meeting's title, a reason, and others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import ClassVar, NamedTuple

from typing_extensions import override

from cchc_tui.boards.timeline import Timeline
from cchc_tui.domain.moments import Stamp, to_datetime
from cchc_tui.domain.privacy import LEAST_LETTERS
from cchc_tui.domain.typed_moments import NoMomentError, parse_moment
from cchc_tui.store.write.meetings import Meeting
from cchc_tui.texts.language import tr
from cchc_tui.texts.tui_find import FIND
from cchc_tui.texts.tui_privacy import PRIVACY, REASONS
from cchc_tui.texts.tui_time import TIME
from cchc_tui.tui.overlays.chooser import PromptScreen
from cchc_tui.tui.session.session import Session
from cchc_tui.tui.style.formats import moment
from cchc_tui.tui.style.render import Line, Span, paragraph
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.style.time_text import edge_words
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow

_MOST = 400  # most moments of dossier lists that are offered
_MOMENTS = (GridColumn("moment", "", 17), GridColumn("what", "", 20, grow=160))
_NONE = "-"  # the key of the row for no text
_COLUMNS = (GridColumn("text", "", 30, grow=80), GridColumn("note", "", 12, grow=80))


class SuggestedAnswer(NamedTuple):
    """A suggested answer: the text of its row, a note beside the text, and the answer itself ("": same as ``text``)."""

    text: str
    note: str = ""
    answer: str = ""


class Question(NamedTuple):
    """A question: title, hint for typing, a sentence below the typed text (``note``), suggested answers (``choices``).

    ``empty`` is the text of the row that leaves the answer empty ("": an answer is required). ``wrong`` returns the
    error message for an answer; "" if it is valid.
    """

    title: str
    hint: str
    note: str
    empty: str = ""
    choices: Sequence[SuggestedAnswer] = ()
    wrong: Callable[[str], str] = lambda text: ""


class QuestionsScreen(PromptScreen[None]):
    """A prompt that asks questions in turn, and calls ``then`` with all answers as arguments. Esc discards them."""

    PLACES: ClassVar[tuple[str, ...]] = ("questions", *PromptScreen.PLACES)

    def __init__(
        self,
        questions: Sequence[Question],
        then: Callable[..., object],
        columns: Sequence[GridColumn] = _COLUMNS,
    ):
        super().__init__(*columns)
        self._questions = tuple(questions)
        self._answers: tuple[str, ...] = ()
        self._then = then
        self._trouble = ""  # why the typed text was refused

    @property
    def _question(self) -> Question:
        return self._questions[len(self._answers)]

    def rows(self) -> Iterator[GridRow]:
        """The row for an empty answer, then the suggestions.

        There are no rows while a text is typed, because Enter confirms that text.
        """
        question = self._question
        if self.text.strip():
            return
        if question.empty:
            yield GridRow(_NONE, (Cell(question.empty, TextRole.DIM), Cell()))
        for place, choice in enumerate(question.choices):
            yield GridRow(str(place), (Cell(choice.text, TextRole.STRONG), Cell(choice.note, TextRole.DIM)))

    def show_rows(self) -> None:
        """Show the rows. If there are none, say why."""
        said = FIND.typed_counts if self.text.strip() else TIME.no_choices
        self.grid.empty = ((), (Span(f"  {said}", TextRole.DIM),))
        super().show_rows()

    def head_lines(self, cells: int) -> list[Line]:
        """The question with the typed text. Below are the question's ``note``, or the error message."""
        question = self._question
        said, role = (self._trouble, TextRole.WARN) if self._trouble else (question.note, TextRole.DIM)
        below = paragraph(said, cells - 4, role, "   ")[:2]
        return [self.prompt_line(question.hint, cells, question.title), *below, *[()] * (2 - len(below))]

    def text_changed(self) -> None:
        """Remove the error message, and show or hide the choices."""
        self._trouble = ""
        self.show_rows()

    def action_choose(self) -> None:
        """Confirm the typed text. If it is empty, choose the row under the cursor."""
        if self.text.strip():
            self._answer(" ".join(self.text.split()))
        else:
            super().action_choose()

    def choose(self, key: str) -> None:
        """Answer with the chosen row."""
        if key == _NONE:
            self._go_on("")
        else:
            choice = self._question.choices[int(key)]
            self._answer(choice.answer or choice.text)

    def _answer(self, text: str) -> None:
        self._trouble = self._question.wrong(text)
        if self._trouble:
            self.invalidate()
        else:
            self._go_on(text)

    def _go_on(self, text: str) -> None:
        answers = (*self._answers, text)
        if len(answers) == len(self._questions):
            self.dismiss()
            self._then(*answers)
            return
        self._answers, self.text = answers, ""
        first = next(self.rows(), None)
        self.grid.stay_on(first.key if first is not None else "")
        self.show_rows()


class AskScreen(QuestionsScreen):
    """A prompt for a moment."""

    PLACES: ClassVar[tuple[str, ...]] = ("ask", *PromptScreen.PLACES)

    def __init__(self, title: str, session: Session, then: Callable[[Stamp], object], *, begin: bool):
        """A typed day without a time means the end of the day; with ``begin``, the start of the day."""
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
        super().__init__((question,), lambda answer: then(parse(answer)), _MOMENTS)


def _moments(timeline: Timeline, now: Stamp) -> Iterator[SuggestedAnswer]:
    """Yield starts and ends of meetings, newest first, then moments of lists, newest first, all up to ``now``."""
    edges = {each.end: edge_words(each, each.end) for each in timeline.meetings if each.end is not None}
    edges |= {each.start: edge_words(each, each.start) for each in timeline.meetings}
    lists = [at for at in timeline.lists if at <= now][-_MOST:]
    named = [(at, edges[at]) for at in sorted(edges, reverse=True) if at <= now]
    for at, name in (*named, *((at, TIME.a_list) for at in reversed(lists) if at not in edges)):
        yield SuggestedAnswer(moment(at), name, str(to_datetime(at)))


class MeetingScreen(QuestionsScreen):
    """The prompts for the titles of a meeting and of its chair, with earlier titles as suggestions."""

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
        super().__init__(questions, then)


class ReasonScreen(QuestionsScreen):
    """A prompt for a reason to show personal data for ``minutes`` minutes."""

    PLACES: ClassVar[tuple[str, ...]] = ("reason", *PromptScreen.PLACES)

    def __init__(self, minutes: int, then: Callable[[str], object]):
        choices = [SuggestedAnswer(tr(reason), answer=reason) for reason in REASONS]
        question = Question("", PRIVACY.hint, PRIVACY.logged.format(minutes=minutes), choices=choices, wrong=_too_short)
        super().__init__((question,), then)

    @override
    def head_lines(self, cells: int) -> list[Line]:
        return [(Span(f" {PRIVACY.title}", TextRole.STRONG),), *super().head_lines(cells)]


def _too_short(reason: str) -> str:
    short = sum(map(str.isalpha, reason)) < LEAST_LETTERS
    return PRIVACY.too_short.format(n=LEAST_LETTERS) if short else ""
