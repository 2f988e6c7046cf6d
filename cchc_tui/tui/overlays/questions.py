"""Questions that are answered by typing or by choosing a row, one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar, NamedTuple

from cchc_tui.texts.tui_find import FIND
from cchc_tui.texts.tui_time import TIME
from cchc_tui.tui.overlays.chooser import PromptScreen
from cchc_tui.tui.style.render import Line, Span, paragraph
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow

_NONE = "-"  # the key of the row for no text
_COLUMNS = (GridColumn("text", "", 30, grow=80), GridColumn("note", "", 12, grow=40))


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
    """A prompt that asks questions in turn, and calls ``then`` with all answers. Esc discards all answers."""

    PLACES: ClassVar[tuple[str, ...]] = ("questions", *PromptScreen.PLACES)

    def __init__(
        self,
        questions: Sequence[Question],
        then: Callable[[tuple[str, ...]], object],
        columns: Sequence[GridColumn] = _COLUMNS,
    ):
        super().__init__(*columns)
        self._questions = tuple(questions)
        self._answers: tuple[str, ...] = ()
        self._then = then
        self._trouble = ""  # why the typed text was refused

    @property
    def _question(self) -> Question:
        return self._questions[min(len(self._answers), len(self._questions) - 1)]

    def rows(self) -> Iterator[GridRow]:
        """Yield the row that leaves the answer empty, then the suggested answers.

        While a text is typed there are no rows, so that Enter confirms the text.
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
        self._answers = (*self._answers, text)
        if len(self._answers) == len(self._questions):
            self.dismiss()
            self._then(self._answers)
            return
        self.text = ""
        first = next(self.rows(), None)
        self.grid.stay_on(first.key if first is not None else "")
        self.show_rows()
