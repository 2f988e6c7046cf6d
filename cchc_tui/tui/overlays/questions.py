"""Several questions, one after another, each answered by typing or by choosing a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar, NamedTuple

from cchc_tui.tui.overlays.chooser import QuestionScreen
from cchc_tui.tui.style.render import Line
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow

_NONE, _CHOICE = "-", "="  # the key of the row for no text, and the first letter of the keys of choices


class Question(NamedTuple):
    """A question: its title, the hint for typing, and the sentence below.

    ``empty`` names the row that leaves the answer empty ("": it must not be empty). ``choices`` are suggested
    texts, each with a note. ``wrong`` returns the error message for a text; "" if it is valid.
    """

    title: str
    hint: str
    note: str
    empty: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    wrong: Callable[[str], str] = lambda text: ""


class QuestionsScreen(QuestionScreen[None]):
    """Ask the questions, and call ``then`` with all answers. Esc at any question discards all of them."""

    PLACES: ClassVar[tuple[str, ...]] = ("questions", *QuestionScreen.PLACES)

    def __init__(self, questions: Sequence[Question], then: Callable[[tuple[str, ...]], object]):
        super().__init__(GridColumn("text", "", 30, grow=80), GridColumn("note", "", 12, grow=40))
        self._questions = tuple(questions)
        self._answers: tuple[str, ...] = ()
        self._then = then

    @property
    def _question(self) -> Question:
        return self._questions[min(len(self._answers), len(self._questions) - 1)]

    def suggested(self) -> Iterator[GridRow]:
        """Yield the row for no text, then the choices."""
        question = self._question
        if question.empty:
            yield GridRow(_NONE, (Cell(question.empty, TextRole.DIM), Cell()))
        for text, note in question.choices:
            yield GridRow(f"{_CHOICE}{text}", (Cell(text, TextRole.STRONG), Cell(note, TextRole.DIM)))

    def head_lines(self, cells: int) -> list[Line]:
        """The question with the typed text; below it the sentence about it, or what is wrong."""
        question = self._question
        return [self.prompt_line(question.hint, cells, question.title), *self.below(question.note, cells)]

    def answer(self, text: str) -> None:
        """Go on with the typed text, or say what is wrong with it."""
        text = " ".join(text.split())
        trouble = self._question.wrong(text)
        if trouble:
            self.object_to(trouble)
        else:
            self._go_on(text)

    def choose(self, key: str) -> None:
        """Go on with the text of a row."""
        self._go_on("") if key == _NONE else self.answer(key.removeprefix(_CHOICE))

    def _go_on(self, text: str) -> None:
        self._answers = (*self._answers, text)
        if len(self._answers) == len(self._questions):
            self.dismiss()
            self._then(self._answers)
            return
        self.text = ""
        first = next(iter(self.suggested()), None)
        self.grid.stay_on(first.key if first is not None else "")
        self.show_rows()
