"""The base of all boards' screens: header, footer, banners, the message line, and the actions on a board."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.widget import Widget
from typing_extensions import override

from cchc_tui.domain.roles import NotAllowedError, Right
from cchc_tui.texts.language import language
from cchc_tui.texts.tui import BOARD_NAMES, TEXT
from cchc_tui.texts.tui_time import TIME
from cchc_tui.tui.keys import actions
from cchc_tui.tui.keys.action import Action
from cchc_tui.tui.keys.boards import BOARDS, brief_keys
from cchc_tui.tui.screens.list_columns import Context
from cchc_tui.tui.screens.main_screen import MainScreen, main_screen_of
from cchc_tui.tui.session.queries import Query
from cchc_tui.tui.style.formats import clock_time, number, percent
from cchc_tui.tui.style.render import Line, Span, crop, enough, line_width, paragraph, spread
from cchc_tui.tui.style.themes import Background, TextRole
from cchc_tui.tui.style.time_text import near
from cchc_tui.tui.terminal.crash import log_error
from cchc_tui.tui.widgets.bars import progress
from cchc_tui.tui.widgets.cursor import Cursor
from cchc_tui.tui.widgets.footer import footer_line
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.header import header_line
from cchc_tui.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from cchc_tui.boards.dossiers import DossierLine, DossierList
    from cchc_tui.boards.table import Table
    from cchc_tui.collector.status import LoadProgress
    from cchc_tui.domain.moments import Stamp
    from cchc_tui.tui.widgets.columns import GridRow

#: In windows with at least this many rows, boards may show more than their rows.
HIGH = 45


class Paged(NamedTuple):
    """A list of dossiers that is fetched page by page, and the function that makes the grid row of a dossier."""

    found: DossierList
    row: Callable[[DossierLine], GridRow]


class ExportParts(NamedTuple):
    """What an export contains besides the rows of the screen's grids, or instead of them.

    ``before`` are additional tables at the beginning. ``tables`` replace the tables of the grids; with None, the grids
    are exported. ``paged`` is the list of dossiers in the first grid, if its rows are fetched page by page.
    """

    paged: Paged | None = None
    tables: Sequence[Table] | None = None
    before: Sequence[Table] = ()


class BoardScreen(MainScreen):
    """A board between header and footer. A subclass declares its queries, receives the answers and draws them.

    If an answer cannot be received or drawn, an error message replaces the board until the next answer. So nothing half
    drawn stays visible, and the app goes on. An error message also replaces the board while a query of ``rests_on``
    fails.
    """

    DEFAULT_CSS = """
    BoardScreen > .fault { display: none; height: auto; }
    BoardScreen.-faulty > .fault { display: block; }
    BoardScreen.-broken > .body { display: none !important; }
    """

    AUTO_FOCUS = "Grid"
    #: Further groups of actions (``Action.place``) that work on this screen.
    ALSO: ClassVar[tuple[str, ...]] = ()
    #: Whether Esc closes this screen.
    DRILLED: ClassVar[bool] = False
    #: The groupings of the rows that the user can choose.
    groupings: tuple[str, ...] = ()
    #: Grouping → its name, if it is not the usual one.
    group_names: Mapping[str, str] = MappingProxyType({})
    #: The breadcrumbs of a screen opened from another; (): the name of the board.
    _crumbs: tuple[str, ...] = ()
    #: The grid with the board's rows; None if the board has several, or none.
    grid: Grid | None = None

    def __init_subclass__(cls, **options: bool) -> None:
        """Bind the keys of this class's actions. A focused widget's binding of the same key is used instead."""
        if "BINDINGS" not in vars(cls):
            cls.BINDINGS = actions.bindings(*cls._own_places())
        super().__init_subclass__(**options)

    @classmethod
    def _own_places(cls) -> tuple[str, ...]:
        return (cls.PLACE, *cls.ALSO, *(("drill",) if cls.DRILLED else ()))

    def __init__(self) -> None:
        super().__init__()
        self.header = Lines(self._header, background=Background.PANEL)
        self.notice = Lines(self._notice)
        self.thin_lines = (self.header, self.footer)
        self.fault_line = Lines(self._fault_lines, classes="fault")
        self._fault_words = ""
        self._draw_error = ""  # the type of the error that prevents drawing; "" if it can be drawn
        self._shown_answers: dict[Query, object] = {}
        self._last: dict[type[Query], Any] = {}  # type of query → the answer received last
        self._languages: dict[Query, str] = {}  # answer's query → the language of the answer
        self._to_mark: list[bool] = []  # for each answer to be drawn: whether to mark its changes
        self.parts: tuple[Widget, ...] = ()  # the board between the frame's lines

    @property
    def context(self) -> Context:
        """The registry and the moment on screen, which the cells of a list need besides its records."""
        return Context(self.registry, self.session.moment)

    # ── for subclasses ───────────────────────────────────────────────────────────────────────────────────────────────
    def last(self, query: type[Query]) -> Any:
        """The answer received last to a query of this type; None if none has come, or if it was discarded."""
        return self._last.get(query)

    def receive(self, query: Query, before: Any) -> None:
        """React to a new answer before the screen is drawn. ``before`` is the query's previous answer, or None."""

    @override
    def crumbs(self) -> tuple[str, ...]:
        return self._crumbs or (BOARD_NAMES[self.PLACE],)

    @override
    def forget_persons(self) -> None:
        self._shown_answers.clear()
        self._last = {query: answer for query, answer in self._last.items() if not query.max_access.personal}
        super().forget_persons()

    def current_unit(self) -> str:
        """The key of the unit under the cursor, or of the unit that the screen shows; "" if there is none."""
        return ""

    def current_figure(self) -> tuple[str, str]:
        """The board's name, and the key of the column by which its rows are sorted or selected; "" without a column."""
        return "", ""

    def export_parts(self) -> ExportParts | None:
        """The content of an export that does not come from the grids' rows; None if there is nothing to export yet."""
        return ExportParts()

    def action_names(self) -> Mapping[str, str]:
        """Name of an action → its title at present, for actions whose title changes."""
        return {}

    def cursor_note(self) -> Line:
        """The line above the footer while there is no message, such as the full name of a row whose name is cut."""
        return ()

    def show_row(self, key: str) -> None:
        """Move the cursor to the row with this key: at once, or when the rows arrive."""
        if self.grid is not None and not self.grid.go_to(key):
            self.grid.stay_on(key)

    def unavailable(self) -> frozenset[str]:
        """The names of the actions that cannot be used at present."""
        return frozenset()

    @override
    def actions_here(self) -> tuple[Action, ...]:
        hidden, other = self.unavailable(), "past" if self.session.shown_at is None else "live"
        if not any(query.has_changes for query in self.queries()):
            hidden |= {"compare", "compare_date"}
        if not self.current_unit():
            hidden |= {"choose"}
        may, here = self.session.viewer.may, actions.of(*self.places())
        shown = (action for action in here if action.name not in hidden and action.only != other)
        return tuple(action for action in shown if may(action.right))

    def position_text(self) -> str:
        """The cursor's position in the grid, for the right end of the footer; "" without rows, or without ``grid``."""
        return "" if self.grid is None else position(self.grid.cursor, len(self.grid.rows))

    # ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def apply_answers(self) -> None:
        """Receive the answers that are not shown yet. After an error, receive all answers again."""
        self.travelled = self.session.shown_at != self._answers_at
        if self.travelled:
            for widget in self.query().results(Cursor):
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
                before, self._last[type(query)] = self.last(type(query)), answer
                with self.net():
                    self.receive(query, before)
                if self._draw_error:  # lines of text must not be drawn from what could not be received
                    self._last[type(query)] = before

    def on_screen_suspend(self) -> None:
        """Discard large answers unless only an overlay covers this screen. They are fetched again when needed."""
        if main_screen_of(self.app) is not self:
            self._shown_answers = {query: answer for query, answer in self._shown_answers.items() if query.small}
            self._last = {query: answer for query, answer in self._last.items() if query.small}
            self.let_go()

    def let_go(self) -> None:
        """Discard what was made from large answers, because another board or an opened screen covers this screen."""

    def _is_new(self, query: Query) -> bool:
        answer = self.session.answer(query, self)
        return answer is not self and self._shown_answers.get(query, self) is not answer

    @property
    def marking(self) -> bool:
        """Whether the next drawing marks changed cells; False after a jump in time or a change of language."""
        return bool(self._to_mark) and all(self._to_mark)

    @override
    def draw(self, *, rows: bool) -> None:
        """Draw the lines of text, and also the rows if the session is asking this screen's queries.

        While the session asks the queries of another screen, answers at the reference's moment may be missing here. The
        rows are then drawn when this screen is on top again.
        """
        in_sight = {*self.rests_on()} <= {*self.session.queries}
        if self.status.empty and in_sight:
            for widget in self.query().results(Cursor):  # a selector finds no class behind the first base
                widget.empty = self.empty_lines(self.size.width)
                widget.repaint_lines()
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

    # ── the frame ────────────────────────────────────────────────────────────────────────────────────────────────────
    def places(self) -> tuple[str, ...]:
        """The groups of actions (``Action.place``) that work here: first the screen's own, last those of the app."""
        return (*self._own_places(), "grid", "app")

    def compose(self) -> ComposeResult:
        """Yield the screen's widgets from top to bottom."""
        body = (part.add_class("body", update=False) for part in self.parts)  # their styles are not applied yet
        yield from (
            self.header,
            self.banner,
            self.persons,
            self.fault_line,
            *body,
            self.notice,
            self.footer,
            self.small,
        )

    def fit(self) -> None:
        """Adapt the screen to a new size of the window. If the screen needs other queries at this size, send them."""
        super().fit()
        if self._shown_answers and self.is_current and self._shown_answers.keys() != {*self.queries()}:
            self.wants_changed()

    def _header(self, cells: int) -> list[Line]:
        return [header_line(self.status, self.session.past, self.crumbs(), cells)]

    @override
    def draw_frame(self) -> None:
        """Show or hide the banners and the error message. Hide the board if it cannot be drawn or answered."""
        super().draw_frame()
        broken, words = bool(self._draw_error), TEXT.not_drawn.format(reason=self._draw_error)
        if not broken:
            here, there = self._failing(self.session.shown_at), self._failing(self.session.travel.at)
            broken = any(query in here for query in self.rests_on())
            reasons = tuple((here | there).values())
            words = TEXT.not_answered.format(reason=reasons[0]) if reasons else ""
            if NotAllowedError.__name__ in reasons:
                words = self._refusal() if broken else ""
        self._fault_words = words
        self.set_class(bool(words), "-faulty")
        self.veil("-broken", broken)

    def _refusal(self) -> str:
        """The sentence that says why this viewer's role may not see what the screen is about."""
        from cchc_tui.texts.roles import refusal  # imported only for a refusal

        viewer = self.session.viewer
        return refusal(NotAllowedError(viewer, Right.ALL_UNITS, own_only=viewer.may(Right.DOSSIERS)))

    def _fault_lines(self, cells: int) -> list[Line]:
        return [(), *paragraph(self._fault_words, cells - 4, TextRole.WARN, "  ")]

    def _failing(self, at: Stamp | None) -> dict[Query, str]:
        failing = self.session.failing
        return {query: failing[query.at_moment(at)] for query in self.queries() if query.at_moment(at) in failing}

    def with_since(self, line: Sequence[Span], cells: int) -> Line:
        """The line, with the reference of changes at its right end if there is room for the reference."""
        since = (Span(f"{self.session.since_words()} ", TextRole.DIM),)
        return spread(line, since if line_width((*line, *since)) < cells else (), cells)

    def say_changes(self, old: Any, new: Any, changes_between: Callable[[Any, Any], Sequence[Line]]) -> None:
        """Show a message with the changes between two answers, if there are any.

        After a step back in time, the message still tells the changes from the earlier moment to the later one.
        """
        when = TEXT.now_changed.format(time=clock_time(new.as_of))
        if self.travelled:
            left = self.session.now if self.session.previous_at is None else self.session.previous_at
            early, late = sorted((left, new.as_of))
            when = TIME.changed_between.format(before=near(early, late), after=near(late, early))
            if left == late:
                old, new = new, old
        if changes := changes_between(old, new):
            self.say((Span(f"{when}  ", TextRole.DIM),), changes)

    @override
    def footer_lines(self, cells: int) -> list[Line]:
        brief = (Span(brief_keys([board.key for board in BOARDS]), TextRole.KEY),)
        full = (*brief, Span(f" {TEXT.boards_word}"))
        here = actions.footer(self.actions_here(), past=self.session.shown_at is not None)
        return [footer_line(here, self.action_names(), self.position_text(), (full, brief), cells)]

    def _notice(self, cells: int) -> list[Line]:
        status = self.status
        if status.loading is not None:
            return [_loading_line(status.loading, cells)]
        head, pieces = self._note
        if head:
            return [enough((Span(" "), *head), pieces, "  ", cells)]
        if not status.notice:
            return [crop((Span(" "), *self.cursor_note()), cells)]
        role = TextRole.WARN if status.alarming else TextRole.DIM
        return [crop((Span(f" {status.notice}", role),), cells)]

    def action_back(self) -> None:
        """Close this screen, unless it is the board itself."""
        if self.DRILLED:
            self.app.pop_screen()


def _loading_line(loading: LoadProgress, cells: int) -> Line:
    """The name of the file that is being loaded, its rows loaded so far, and a progress bar if the total is known."""
    name = Span(" " + TEXT.loading.format(name=loading.name), TextRole.ACCENT)
    if not loading.total:
        return spread((name,), (Span(TEXT.loading_rows_open.format(done=number(loading.done)) + " "),), cells)
    share = loading.done / loading.total
    rows = TEXT.loading_rows.format(done=number(loading.done), total=number(loading.total))
    right = (Span(f"{rows}  "), Span(progress(share, 20), TextRole.BAR), Span(f" {percent(share, 0):>6} "))
    return spread((name,), right, cells)


def position(cursor: int, total: int) -> str:
    """The number of the row at the index ``cursor``, and the number of rows, as text; "" without rows."""
    return TEXT.row_of.format(row=number(cursor + 1), total=number(total)) if total else ""
