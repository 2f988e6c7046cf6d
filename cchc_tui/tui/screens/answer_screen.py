"""The base of board screens, which show answers. An error in showing them is logged and never ends the app.

After an error in receiving or drawing an answer, or while a query cannot be answered, an error message replaces the
board until the next answer. Nothing half drawn stays visible.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from cchc_tui.texts.language import language
from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.screens.main_screen import MainScreen, main_screen_of
from cchc_tui.tui.session.queries import Query
from cchc_tui.tui.style.render import Line, Span, wrap
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.terminal.crash import log_error
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from textual.css.query import DOMQuery

    from cchc_tui.domain.moments import Stamp


class AnswerScreen(MainScreen):
    """A screen with ``queries``. It stores their answers (``receive``) and draws them."""

    DEFAULT_CSS = """
    AnswerScreen > .fault { display: none; height: auto; }
    AnswerScreen.-faulty > .fault { display: block; }
    AnswerScreen.-broken > .body { display: none !important; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.fault_line = Lines(lambda cells: fault_lines(self._fault_words, cells), classes="fault")
        self._fault_words = ""
        self._draw_error = ""  # the type of the error that prevents drawing; "" if it can be drawn
        self._shown_answers: dict[Query, object] = {}
        self._languages: dict[Query, str] = {}  # answer's query → the language of the answer
        self._to_mark: list[bool] = []  # for each answer to be drawn: whether to mark its changes

    # ── for subclasses ───────────────────────────────────────────────────────────────────────────────────────────────
    def receive(self, query: Query, answer: Any) -> None:
        """Store an answer. The rows are drawn once all new answers have been received."""

    # ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def apply_answers(self) -> None:
        """Receive the answers that are not shown yet. After an error, receive all answers again."""
        self.travelled = self.session.shown_at != self._answers_at
        if self.travelled:
            marked: DOMQuery[Any] = self.query("Grid, TileMap")
            for widget in marked:
                widget.forget_marks()
        queries = self.queries()
        self._shown_answers = {query: answer for query, answer in self._shown_answers.items() if query in queries}
        if any(map(self._is_new, queries)):
            if self._draw_error:
                self._shown_answers.clear()
            self._receive_new(queries)
            if self._draw_error:  # once more with all answers, because the error may come from an older one
                self._shown_answers.clear()
                self._receive_new(queries)
            self.invalidate()

    @override
    def reference_changed(self) -> None:
        if self._draw_error:  # the error may come from the old reference
            self._shown_answers.clear()
            self.apply_answers()
        super().reference_changed()

    def _receive_new(self, queries: Iterable[Query]) -> None:
        self._draw_error = ""
        for query in queries:
            if self._is_new(query):
                answer = self._shown_answers[query] = self.session.answer(query)
                self._answers_at = self.session.shown_at
                same_words = self._languages.get(query, language()) == language()
                self._languages[query] = language()
                self._to_mark.append(same_words and (not self.travelled or self.session.stepped))
                with self.net():
                    self.receive(query, answer)

    def on_screen_suspend(self) -> None:
        """Discard large answers while another board is shown. They are fetched again after that."""
        if main_screen_of(self.app) is not self:
            self._shown_answers = {query: answer for query, answer in self._shown_answers.items() if query.small}
            self.let_go()

    def let_go(self) -> None:
        """Discard what was drawn from a large answer."""

    def _is_new(self, query: Query) -> bool:
        answer = self.session.answer(query, self)
        return answer is not self and self._shown_answers.get(query, self) is not answer

    @property
    def marking(self) -> bool:
        """Whether the next drawing marks changed cells. Not after a jump in time, which changes nearly all cells."""
        return bool(self._to_mark) and all(self._to_mark)

    @override
    def draw(self, *, rows: bool) -> None:
        """Draw. While another screen is shown, draw only lines of text: rows wait for answers at the reference."""
        in_sight = {*self.rests_on()} <= {*self.session.queries}
        super().draw(rows=rows and in_sight and not self._draw_error)
        if rows and in_sight:
            self._to_mark.clear()
        else:
            self._rows_invalid |= rows

    # ── errors ───────────────────────────────────────────────────────────────────────────────────────────────────────
    @override
    def show_error(self, error: Exception) -> None:
        log_error(error)
        if not self._draw_error:
            self.invalidate(rows=False)
        self._draw_error = type(error).__name__
        for grid in self.query(Grid):
            grid.forget_rows()

    @override
    def show_frame_error(self, error: Exception) -> None:
        super().show_error(error)

    @override
    def draw_frame(self) -> None:
        """Also show an error message if something can't be drawn or answered. Hide a board that can't be shown."""
        super().draw_frame()
        broken, words = bool(self._draw_error), TEXT.not_drawn.format(reason=self._draw_error)
        if not broken:
            here, there = self._failing(self.session.shown_at), self._failing(self.session.travel.at)
            broken = any(query in here for query in self.rests_on())
            words = TEXT.not_answered.format(reason=next(iter((here | there).values()), ""))
            if not here and not there:
                words = ""
        self._fault_words = words
        self.set_class(bool(words), "-faulty")
        self.veil("-broken", broken)

    def _failing(self, at: Stamp | None) -> dict[Query, str]:
        failing = self.session.failing
        return {query: failing[query.at_moment(at)] for query in self.queries() if query.at_moment(at) in failing}


def fault_lines(words: str, cells: int) -> list[Line]:
    """The lines of an error message that replaces what failed."""
    return [(), *((Span(f"  {part}", TextRole.WARN),) for part in wrap(words, max(1, cells - 4)))]
