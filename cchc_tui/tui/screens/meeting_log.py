"""The log of a meeting: what was directed, which files came, which figures moved, which boards were shown.

It is of the last meeting at the moment on screen, so stepping from meeting to meeting shows their logs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from typing_extensions import override

from cchc_tui.boards.listed import LISTED
from cchc_tui.boards.measure import figure_text
from cchc_tui.boards.meeting_log import FigureMove, MeetingLog
from cchc_tui.boards.table import Better
from cchc_tui.domain.moments import DAY
from cchc_tui.texts.language import tr
from cchc_tui.texts.tui import BOARD_NAMES, LEVELS, TEXT, VERDICTS
from cchc_tui.texts.tui_directives import COLUMNS, LOG
from cchc_tui.tui.screens.board_screen import BoardScreen
from cchc_tui.tui.screens.directive_rows import STATE_ROLES, state_text
from cchc_tui.tui.session.queries import MeetingLogQuery, Query
from cchc_tui.tui.style.formats import clock_time, day, moment, number
from cchc_tui.tui.style.render import Line, Span, wrap
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.style.time_text import near
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow
from cchc_tui.tui.widgets.cursor import Cursor
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.lines import Lines
from cchc_tui.tui.widgets.rows import ListRows

_DIRECTIVE = "directive:"


class MeetingLogScreen(BoardScreen):
    """The log of the last meeting at the moment on screen."""

    PLACE = "meeting_log"
    DRILLED = True
    grid: Grid
    DEFAULT_CSS = """
    MeetingLogScreen > .facts { height: auto; }
    """

    def __init__(self, above: tuple[str, ...]):
        super().__init__()
        self._above = above
        self._log: MeetingLog | None = None
        self._known = False
        self._facts = Lines(self._fact_lines, classes="facts")
        columns = (
            GridColumn("what", COLUMNS.source["what"][0], 8, measured=True),
            GridColumn("when", COLUMNS.source["when"][0], 5, measured=True),
            GridColumn("said", COLUMNS.source["said"][0], 30, grow=160, cut=True),
            GridColumn("state", COLUMNS.source["state"][0], 4, measured=True, right=True),
        )
        self.grid = Grid(columns)
        self.parts = (self._facts, self.grid)

    def queries(self) -> tuple[Query, ...]:
        """The query that this screen sends."""
        return (MeetingLogQuery(),)

    @override
    def crumbs(self) -> tuple[str, ...]:
        return (*self._above, LOG.title)

    @override
    def unavailable(self) -> frozenset[str]:
        """The action to open, unless the cursor is on a directive."""
        return frozenset() if self.grid.cursor_key.startswith(_DIRECTIVE) else frozenset({"open"})

    @override
    def receive(self, query: Query, answer: Any) -> None:
        self._known, self._log = True, answer

    @override
    def draw_rows(self) -> None:
        log = self._log
        words = TEXT.waiting_for_rows if not self._known else LOG.no_meeting if log is None else LOG.nothing
        self.grid.empty = ((), (Span(f"   {words}", TextRole.DIM),))
        rows = [] if log is None else [*self._directives(log), *_files(log), *_moves(log)]
        self.grid.set_rows(ListRows(rows), mark=False)

    def on_cursor_opened(self, event: Cursor.Opened) -> None:
        """Open the directive under the cursor."""
        from cchc_tui.tui.screens.directive import DirectiveScreen  # imported at first use

        if event.key.startswith(_DIRECTIVE):
            self.app.push_screen(DirectiveScreen(event.key.removeprefix(_DIRECTIVE), self.crumbs()))

    def _directives(self, log: MeetingLog) -> Iterator[GridRow]:
        calendar = self.board_app.source.registry.calendar
        for row in log.directives:
            terms = {"number": row.number, "units": "; ".join(row.names), "text": row.text, "due": day(row.due)}
            state = Cell(state_text(row, log.as_of, calendar), STATE_ROLES[row.state])
            said = Cell(LOG.directive_said.format(**terms), TextRole.STRONG)
            when = Cell(near(row.given, log.meeting.start), TextRole.DIM)
            yield GridRow(f"{_DIRECTIVE}{row.key}", (Cell(LOG.directive, TextRole.ACCENT), when, said, state))

    # ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def _fact_lines(self, cells: int) -> list[Line]:
        log = self._log
        if log is None:
            return []
        meeting = log.meeting
        start = moment(meeting.start)
        if log.under_way:
            when = LOG.under_way.format(start=start)
        elif meeting.end is None:
            when = LOG.no_end.format(start=start)
        else:
            same = meeting.end // DAY == meeting.start // DAY
            when = LOG.from_to.format(start=start, end=clock_time(meeting.end) if same else moment(meeting.end))
        named = meeting.title or LOG.meeting.format(number=log.number)
        said = " · ".join(part for part in (when, meeting.chair) if part)
        shown = LOG.boards_unknown
        if log.boards is not None:
            shown = LOG.boards.format(names=", ".join(map(_board_name, log.boards))) if log.boards else LOG.boards_none
        lines: list[Line] = [(Span(f" {part}", TextRole.STRONG),) for part in wrap(named, cells - 2)]
        lines += [(Span(f" {part}"),) for part in wrap(said, cells - 2)]
        return [*lines, *((Span(f" {part}", TextRole.DIM),) for part in wrap(shown, cells - 2)), ()]


def _files(log: MeetingLog) -> Iterator[GridRow]:
    for row in log.files:
        said = LOG.file_said.format(kind=row.kind_brief, n=number(row.rows), verdict=VERDICTS[row.verdict])
        when = Cell(near(row.arrived if row.moment is None else row.moment, log.meeting.start), TextRole.DIM)
        yield GridRow(f"file:{row.key}", (Cell(LOG.file), when, Cell(said), Cell()))


def _moves(log: MeetingLog) -> Iterator[GridRow]:
    for move in log.moved:
        before, after = (figure_text(value, move.type) for value in (move.before, move.after))
        name = move.name or LEVELS[move.level]
        column = tr(move.title).replace("\n", " ").lower()
        said = LOG.figure_said.format(name=name, column=column, before=before, after=after)
        cells = (Cell(LOG.figure, TextRole.DIM), Cell(), Cell(said, _role(move)), Cell())
        yield GridRow(f"figure:{move.board}.{move.column}[{move.key}]", cells)


def _role(move: FigureMove) -> TextRole:
    if move.better is Better.NEITHER:
        return TextRole.TEXT
    return TextRole.GOOD if (move.change > 0) == (move.better is Better.MORE) else TextRole.BAD


def _board_name(name: str) -> str:
    """A board's title; the name itself if there is no such board any more."""
    listed = {board.name: board for board in LISTED}
    if name in BOARD_NAMES:
        return BOARD_NAMES[name]
    return listed[name].board.title if name in listed else name
