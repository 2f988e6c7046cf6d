"""How answers come to a board's screen, and what a fault costs it: one sentence in its place until its next news.

A fault in showing an answer is written down and never ends the app; nothing half drawn stays in sight. A question that
can't be answered is said in the same place, until it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual.widget import Widget
from typing_extensions import override

from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.screens.main_screen import MainScreen
from cchc_tui.tui.session.queries import Query
from cchc_tui.tui.style.render import Line, Span, wrap
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from cchc_tui.domain.moments import Stamp

F = TypeVar("F", bound=Callable[..., None])


class AnswerScreen(MainScreen):
    """A screen says what it asks (``queries``) and draws each answer (``show``)."""

    DEFAULT_CSS = """
    AnswerScreen > .fault { display: none; height: auto; }
    AnswerScreen.-faulty > .fault { display: block; }
    AnswerScreen.-broken > .body { display: none !important; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.fault_line = Lines(classes="fault")
        self._draw_error = ""  # the fault for which it can't be drawn
        self._fed: dict[Query, object] = {}
        self._worded: set[Query] = set()  # whose next answer differs in its words: there is another language
        self._quiet = False  # whether what is shown just now is the same in other words

    # ── what a subclass gives ────────────────────────────────────────────────────────────────────────────────────────
    def show(self, query: Query, answer: Any) -> None:
        """An answer has come."""

    def frame(self) -> frozenset[Widget]:
        """What stays in sight whatever happens to the board."""
        return frozenset({self.fault_line})

    # ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def apply_answers(self) -> None:
        """Shows the newest answers that it has not shown yet; after a fault, all of them."""
        self.travelled = self.board_app.at != self._answers_at
        if self.travelled:
            for grid in self.query(Grid):
                grid.forget_marks()
        queries = self.queries()
        self._fed = {query: answer for query, answer in self._fed.items() if query in queries}
        if any(map(self._is_new, queries)):
            if self._draw_error:
                self._fed.clear()
            self._show_new(queries)
            if self._draw_error:  # once more: the fault may be in what was shown before, which these were held against
                self._fed.clear()
                self._show_new(queries)
        self.tell_faults()

    def _show_new(self, queries: Iterable[Query]) -> None:
        self._draw_error = ""
        for query in queries:
            if self._is_new(query):
                answer = self._fed[query] = self.board_app.latest[query.at_moment(self.board_app.at)]
                self._answers_at = self.board_app.at
                self._quiet = query in self._worded
                self._worded.discard(query)
                with self.net():
                    self.show(query, answer)
                self._quiet = False

    def on_screen_suspend(self) -> None:
        """Lets go of large answers while another board is in sight; they are asked for again afterwards."""
        if self.board_app.main_screen is not self:
            self._fed = {query: answer for query, answer in self._fed.items() if query.small}
            self.let_go()

    def let_go(self) -> None:
        """Lets go of what it has drawn from a large answer."""

    def _is_new(self, query: Query) -> bool:
        answer = self.board_app.latest.get(query.at_moment(self.board_app.at), self)
        return answer is not self and self._fed.get(query, self) is not answer

    @property
    def marks(self) -> bool:
        """Whether what the answer shown just now changes is to be marked: after a jump through time all of it would."""
        return not self._quiet and (not self.travelled or self.board_app.stepped)

    # ── faults ───────────────────────────────────────────────────────────────────────────────────────────────────────
    @override
    def show_error(self, error: Exception) -> None:
        self._draw_error = type(error).__name__
        for grid in self.query(Grid):
            grid.forget_rows()
        self.tell_faults()

    def tell_faults(self) -> None:
        """Says what can't be drawn or answered, in place of the board where nothing of it can be shown."""
        broken, words = bool(self._draw_error), TEXT.not_drawn.format(reason=self._draw_error)
        if not broken:
            app = self.board_app
            here, there = self._failing(app.at), self._failing(app.travel.at)
            broken = any(query in here for query in self.rests_on())
            words = TEXT.not_answered.format(reason=next(iter((here | there).values()), ""))
            if not here and not there:
                words = ""
        if words:
            self.fault_line.set_source(lambda cells: fault_lines(words, cells))
        for child in self.children:
            child.set_class(child not in self.frame(), "body")
        self.set_class(bool(words), "-faulty")
        self.veil("-broken", broken)

    def _failing(self, at: Stamp | None) -> dict[Query, str]:
        failing = self.board_app.failing
        return {query: failing[query.at_moment(at)] for query in self.queries() if query.at_moment(at) in failing}


def fault_lines(words: str, cells: int) -> list[Line]:
    """A sentence about a fault, as it stands in place of what failed."""
    return [(), *((Span(f"  {part}", TextRole.WARN),) for part in wrap(words, max(1, cells - 4)))]


def drawing(method: F) -> F:
    """A screen's method that draws, whoever calls it: a fault in it costs that board a sentence."""

    @wraps(method)
    def drawn(screen: AnswerScreen, *words: Any, **more: Any) -> None:
        with screen.net():
            method(screen, *words, **more)

    return cast("F", drawn)
