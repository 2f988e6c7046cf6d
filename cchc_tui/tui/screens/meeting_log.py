"""The log of the last meeting that began at or before the moment on screen: directives, figures, files, boards."""

from __future__ import annotations

from collections.abc import Iterator

from typing_extensions import override

from cchc_tui.boards.listed import LISTED
from cchc_tui.boards.measure import figure_text
from cchc_tui.boards.meeting_files import meeting_files
from cchc_tui.boards.meeting_log import MeetingLog
from cchc_tui.boards.table import Better
from cchc_tui.domain.moments import DAY
from cchc_tui.texts.boards import VERDICTS as VERDICT_NAMES
from cchc_tui.texts.language import tr
from cchc_tui.texts.tui import BOARD_NAMES, LEVELS, VERDICTS
from cchc_tui.texts.tui_directives import COLUMNS, LOG
from cchc_tui.tui.screens.directive_rows import STATE_ROLES, state_text
from cchc_tui.tui.screens.page_screen import PageScreen
from cchc_tui.tui.session.queries import MeetingLogQuery
from cchc_tui.tui.style.figures import delta_role
from cchc_tui.tui.style.formats import clock_time, day, moment, number
from cchc_tui.tui.style.render import Line, paragraph
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.style.time_text import near
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow
from cchc_tui.tui.widgets.cursor import Cursor

_DIRECTIVE = "directive:"


class MeetingLogScreen(PageScreen):
    """The screen with the log of a meeting."""

    PLACE = "meeting_log"

    def __init__(self, above: tuple[str, ...]):
        titles = {key: COLUMNS.source[key][0] for key in ("what", "when", "said")}
        columns = (
            GridColumn("what", titles["what"], 8, measured=True),
            GridColumn("when", titles["when"], 5, measured=True),
            GridColumn("said", titles["said"], 30, grow=160, cut=True),
            GridColumn("state", "", 0, measured=True, right=True),  # untitled: without directives it takes no room
        )
        super().__init__(MeetingLogQuery(), above, columns)

    @override
    def crumbs(self) -> tuple[str, ...]:
        return (*self._above, LOG.title)

    @override
    def gone(self) -> str:
        return LOG.no_meeting

    @override
    def unavailable(self) -> frozenset[str]:
        return frozenset() if self.grid.cursor_key.startswith(_DIRECTIVE) else super().unavailable()

    @override
    def rows(self, page: MeetingLog) -> Iterator[GridRow]:
        self.grid.say(LOG.nothing)
        yield from self._directives(page)
        yield from _moves(page)
        yield from _files(page)

    def on_cursor_opened(self, event: Cursor.Opened) -> None:
        """Open the directive under the cursor. Other rows open nothing."""
        from cchc_tui.tui.screens.directive import DirectiveScreen  # imported at first use

        if event.key.startswith(_DIRECTIVE):
            self.app.push_screen(DirectiveScreen(event.key.removeprefix(_DIRECTIVE), self.crumbs()))

    def _directives(self, log: MeetingLog) -> Iterator[GridRow]:
        for row in log.directives:
            terms = {"number": row.number, "units": "; ".join(row.names), "text": row.text, "due": day(row.due)}
            state = Cell(state_text(row, log.as_of, self.registry.calendar), STATE_ROLES[row.state])
            said = Cell(LOG.directive_said.format(**terms), TextRole.STRONG)
            when = Cell(near(row.given, log.meeting.start), TextRole.DIM)
            yield GridRow(f"{_DIRECTIVE}{row.key}", (Cell(LOG.directive, TextRole.ACCENT), when, said, state))

    @override
    def fact_lines(self, page: MeetingLog, cells: int) -> list[Line]:
        meeting, start = page.meeting, moment(page.meeting.start)
        if page.under_way:
            when = LOG.under_way.format(start=start)
        elif meeting.end is None:
            when = LOG.no_end.format(start=start)
        else:
            same = meeting.end // DAY == meeting.start // DAY
            when = LOG.from_to.format(start=start, end=clock_time(meeting.end) if same else moment(meeting.end))
        named = meeting.title or LOG.meeting.format(number=page.number)
        said = " · ".join(filter(None, (when, meeting.chair)))
        shown = LOG.boards_unknown if page.boards is None else LOG.boards_none
        if page.boards:
            shown = LOG.boards.format(names=", ".join(map(_board_name, page.boards)))
        lines = ((named, TextRole.STRONG), (said, TextRole.TEXT), (shown, TextRole.DIM))
        return [*(line for words, role in lines for line in paragraph(words, cells - 2, role)), ()]


def _files(log: MeetingLog) -> Iterator[GridRow]:
    """Yield the number of files by verdict, the newest files and those refused, and how many others there are."""
    files = meeting_files(log.files)
    if len(log.files) > 1:
        counts = ", ".join(f"{number(n)} {VERDICT_NAMES[verdict]}" for verdict, n in files.counts.items())
        counted = LOG.files_said.format(n=number(len(log.files)), counts=counts)
        yield GridRow("files", (Cell(LOG.file), Cell(), Cell(counted, TextRole.STRONG), Cell()))
    for row in files.listed:
        verdict = VERDICTS[row.verdict]
        said = LOG.file_said.format(kind=row.kind_brief, n=number(row.rows), verdict=verdict)
        if row.verdict == "refused":
            said = LOG.refused_said.format(name=row.label, verdict=verdict)
        when = Cell(near(row.arrived if row.moment is None else row.moment, log.meeting.start), TextRole.DIM)
        yield GridRow(f"file:{row.key}", (Cell(LOG.file), when, Cell(said), Cell()))
    if files.others:
        more = Cell(LOG.more_files.format(n=number(files.others)), TextRole.DIM)
        yield GridRow("files:more", (Cell(), Cell(), more, Cell()))


def _moves(log: MeetingLog) -> Iterator[GridRow]:
    for move in log.moved:
        before, after = (figure_text(value, move.type) for value in (move.before, move.after))
        name = move.name or LEVELS[move.level]
        column = tr(move.title).replace("\n", " ").lower()
        said = LOG.figure_said.format(name=name, column=column, before=before, after=after)
        role = TextRole.TEXT if move.better is Better.NEITHER else delta_role(move.better, move.change)
        cells = (Cell(LOG.figure, TextRole.DIM), Cell(), Cell(said, role), Cell())
        yield GridRow(f"figure:{move.board}.{move.column}[{move.key}]", cells)


def _board_name(name: str) -> str:
    """A board's title; the name itself if there is no such board any more."""
    return BOARD_NAMES.get(name) or next((each.board.title for each in LISTED if each.name == name), name)
