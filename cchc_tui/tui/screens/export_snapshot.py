"""A screen as tables and text for an export.

The values are read from the cells and not queried again, so that a file contains only what the screen shows. Only the
rows of a list of dossiers are fetched, page by page, as when the user scrolls through it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from cchc_tui.boards.late import LateBoard
from cchc_tui.boards.overview import Overview
from cchc_tui.boards.rollout import RolloutBoard, RolloutCell
from cchc_tui.boards.source import Source
from cchc_tui.boards.table import Column, Table, Value, ValueType
from cchc_tui.domain.moments import Stamp, iso
from cchc_tui.domain.privacy import Access
from cchc_tui.report.screen_export import Note, ScreenExport
from cchc_tui.texts.ages import age
from cchc_tui.texts.boards import GROUPS, SHOWN
from cchc_tui.texts.language import tr
from cchc_tui.texts.tui import COLUMNS, LEVELS, TEXT
from cchc_tui.texts.tui_export import EXPORT, FIGURES, UNTITLED
from cchc_tui.texts.tui_models import CLAIMS, MODELS
from cchc_tui.tui.screens.board_screen import BoardScreen, Paged
from cchc_tui.tui.screens.main_screen import MainScreen
from cchc_tui.tui.screens.matrix_cells import shown_texts
from cchc_tui.tui.session.queries import LinesRequest
from cchc_tui.tui.session.status import Time
from cchc_tui.tui.style.formats import moment, number
from cchc_tui.tui.style.render import Line, clean
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.terminal.crash import log_error
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.lines import Lines
from cchc_tui.tui.widgets.sortable import SortableGrid

#: Lines of text are drawn in this width, so that nothing in them is cut.
_CELLS = 240
_PAGE = 1_000
_NOT_SAID = {"too-small", "chart", "welcome"}
_DRAWN = re.compile(r"[\u2500-\u259f\u2800-\u28ff]{2}")
_ROOM = re.compile(r"\s{2,}")
_CHOSEN = re.compile(r"\[(.*)\]")


class ExportSnapshot(NamedTuple):
    """The exportable content of a screen. If ``paged`` is set, the rows of its first grid are still to be fetched."""

    content: ScreenExport
    paged: Paged | None = None
    spots: tuple[tuple[int, GridColumn], ...] = ()

    @property
    def rows(self) -> int:
        """The number of rows, including those still to be fetched."""
        return len(self.paged.found) if self.paged is not None else self.content.rows

    @property
    def columns(self) -> int:
        """The number of columns of the widest table."""
        return max(len(table.columns) for table in self.content.tables)


def first_of(snapshot: ExportSnapshot, most: int) -> ExportSnapshot:
    """The snapshot with only the first ``most`` rows of its paged list, and a line that says so.

    The snapshot is unchanged if it has no paged list, or if that list has at most ``most`` rows.
    """
    if snapshot.paged is None or snapshot.rows <= most:
        return snapshot
    found = snapshot.paged.found
    said = EXPORT.first_rows.format(n=number(most), of=number(snapshot.rows))
    paged = snapshot.paged._replace(found=replace(found, ids=found.ids[:most], days=found.days[:most]))
    return snapshot._replace(content=replace(snapshot.content, lines=(*snapshot.content.lines, said)), paged=paged)


def snapshot_of(screen: BoardScreen) -> ExportSnapshot | None:
    """The snapshot of a screen; None if there is nothing to export. Call it in the event loop: it reads widgets."""
    parts = screen.export_parts()
    if parts is None:
        return None
    paged, tables, before = parts
    answer = next((one for one in _answers(screen) if getattr(one, "as_of", None) is not None), None)
    if answer is None or screen.status.empty:
        return None
    as_of, data_as_of = answer.as_of, getattr(answer, "data_as_of", None)
    grids = _grids(screen)
    spots = _spots(grids[0]) if grids else ()
    if tables is None:
        tables = [_table(screen, grid, as_of, data_as_of, filled=paged is None) for grid in grids]
    if not (*before, *tables):
        return None
    content = ScreenExport(
        title=clean(" › ".join((screen.status.place, *screen.crumbs()))),
        file_name_parts=file_name_parts(screen),
        as_of=as_of,
        data_as_of=data_as_of,
        notes=tuple(_notes(screen, as_of, data_as_of)),
        lines=tuple(_lines(screen)),
        tables=(*before, *tables),
    )
    return ExportSnapshot(content, paged, spots)


def file_name_parts(screen: MainScreen) -> tuple[str, ...]:
    """The parts of the file name; in the demo, the first part marks the figures as made up."""
    return (*((EXPORT.made_up_file,) if screen.status.time is Time.DEMO else ()), *screen.file_name_parts())


# ── text around the tables ───────────────────────────────────────────────────────────────────────────────────────────
def _answers(screen: BoardScreen) -> Iterator[Any]:
    for query in screen.queries():
        answer = screen.session.answer(query)
        if answer is not None:
            yield answer


def _notes(screen: BoardScreen, as_of: Stamp, data_as_of: Stamp | None) -> Iterator[Note]:
    session = screen.session
    if data_as_of is None:
        yield Note("moment", EXPORT.as_of_label, EXPORT.as_of_no_data.format(when=moment(as_of)))
    else:
        words = EXPORT.as_of.format(when=moment(as_of), data=moment(data_as_of), age=age(as_of - data_as_of))
        yield Note("moment", EXPORT.as_of_label, words)
    if session.shown_at is not None:
        yield Note("past", EXPORT.past_label, EXPORT.past_words, value=True)
    if session.reference is not None and any(query.has_changes for query in screen.queries()):
        words = EXPORT.since.format(since=session.since_words(), when=moment(session.reference.at))
        yield Note("changes_since", EXPORT.since_label, words, value=iso(session.reference.at))
    if any(getattr(answer, "first_seen", False) for answer in _answers(screen)):
        yield Note("first_seen", EXPORT.first_seen_label, EXPORT.first_seen, value=True)
    for grid in _grids(screen):
        if isinstance(grid, SortableGrid) and grid.filter:
            yield Note("filter", "", " · ".join(grid.filter_words()), value=grid.filter.text)
    if session.access.level.personal:
        yield Note("personal", EXPORT.personal_label, EXPORT.personal, value=True)
    if screen.status.time is Time.DEMO:
        yield Note("made_up", EXPORT.made_up_label, EXPORT.made_up, value=True)


def _lines(screen: BoardScreen) -> Iterator[str]:
    """Yield the lines of text around the tables, without header, banners, footer and drawings of block characters."""
    frame = {screen.header, screen.banner, screen.persons, screen.notice, screen.footer}
    for paper in screen.query(Lines):
        if paper in frame or not paper.display or paper.classes & _NOT_SAID:
            continue
        for line in paper.lines_for(_CELLS):
            words = _ROOM.sub("   ", clean("".join(span.text for span in _chosen_only(line)))).strip()
            if any(map(str.isalnum, words)) and not _DRAWN.search(words):
                yield words


def _chosen_only(line: Line) -> Line:
    """The line without the choices that are not chosen. A line without choices is unchanged.

    In a line of choices, the chosen one is in brackets. The result has it without the brackets.
    """
    chosen = [span for span in line if _CHOSEN.fullmatch(span.text.strip())]
    if not chosen:
        return line
    kept = [span for span in line if span in chosen or span.role is not TextRole.DIM or span is line[0]]
    return tuple(span._replace(text=_CHOSEN.sub(r"\1", span.text)) if span in chosen else span for span in kept)


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def _grids(screen: BoardScreen) -> list[Grid]:
    """The visible grids; if there are none, the first grid."""
    grids = list(screen.query(Grid))
    return [grid for grid in grids if grid.display] or grids[:1]


def _spots(grid: Grid) -> tuple[tuple[int, GridColumn], ...]:
    """The visible columns with their indexes. Bars are left out, because the figure beside them says the same."""
    shown = [(spot.number, spot.column) for spot in grid.placed] if grid.display else enumerate(grid.columns)
    return tuple((place, column) for place, column in shown if column.key != "bar")


def _table(screen: BoardScreen, grid: Grid, as_of: Stamp, data_as_of: Stamp | None, *, filled: bool) -> Table:
    spots = _spots(grid)
    rows = [row for row in map(grid.rows.get, range(len(grid.rows))) if row is not None] if filled else []
    title = next((clean(tr(column.title)) for _, column in spots if column.measured and column.title), "")
    table = Table(screen.topic, title.replace("\n", " "), as_of, data_as_of, (), ())
    made = with_rows(table, spots, rows, grid.totals)
    by = next((answer.by for answer in _answers(screen) if isinstance(answer, LateBoard)), "unit")
    named = (replace(one, title=GROUPS[by]) if one.key == "name" and by != "unit" else one for one in made.columns)
    return replace(made, columns=tuple(named))


def with_rows(
    table: Table, spots: Sequence[tuple[int, GridColumn]], rows: Sequence[GridRow], totals: Sequence[GridRow] = ()
) -> Table:
    """The table with the rows and total rows of a grid. ``spots`` are the columns to use, each with its index."""
    columns = []
    for place, column in spots:
        sort = ValueType(column.kind or ValueType.TEXT)
        title = clean(" ".join(tr(column.title).split()))
        if not any(map(str.isalnum, title)):  # headings such as "#" and "±" only make sense on a screen
            title = UNTITLED.get(column.key, column.key)
        columns.append((place, Column(column.key, title, sort)))

    def values(row: GridRow) -> tuple[Value, ...]:
        return tuple(value_of(row.cells[place], column.type) for place, column in columns)

    described = tuple(column for _, column in columns)
    return replace(table, columns=described, rows=tuple(map(values, rows)), totals=tuple(map(values, totals)))


def value_of(cell: Cell, sort: ValueType) -> str | int | float | None:
    """The value of a cell; None if the cell is empty.

    A cell with only a sign such as "–" counts as empty, unless ``sort`` is text.
    """
    if cell.series:
        return " ".join(map(str, cell.series))
    if cell.value is not None and sort is not ValueType.TEXT:
        return clean(cell.value) if isinstance(cell.value, str) else cell.value
    text = clean(cell.whole or cell.text).strip()
    return None if not text or (sort is not ValueType.TEXT and not any(map(str.isalnum, text))) else text


def figures_table(board: Overview, base: Overview | None) -> Table:
    """The overview's figures per level, with the changes of the late counts since ``base`` (None: no changes)."""
    rows = []
    for level, name in LEVELS.items():
        counts = board.levels.get(level)
        if counts is None:
            continue
        before = base.levels.get(level) if base is not None else None
        change = None if before is None else counts.late - before.late
        rows.append((name, counts.late, change, counts.unclosed_late, counts.due_soon))
    columns = (
        Column(key, title, ValueType.COUNT if key != "level" else ValueType.TEXT) for key, title in FIGURES.items()
    )
    return Table("figures", TEXT.overview_title, board.as_of, board.data_as_of, tuple(columns), tuple(rows))


def matrix_table(board: RolloutBoard, grid: Grid) -> Table:
    """The matrix as a table. Each practice has two columns of text: "claimed" and "shown".

    The units are in the grid's order.
    """
    columns = [Column("name", tr(COLUMNS["unit"][0]), ValueType.TEXT)]
    for each in board.practices:
        name = clean(each.name)
        columns.append(Column(f"{each.key}.claimed", f"{name}: {MODELS.claimed}", ValueType.TEXT))
        columns.append(Column(f"{each.key}.shown", f"{name}: {MODELS.shown}", ValueType.TEXT))
    by_key = {row.key: row for row in board.rows}
    rows = [
        (clean(row.name), *(words for cell in row.cells for words in _words(cell)))
        for shown in map(grid.rows.get, range(len(grid.rows)))
        if shown is not None and (row := by_key.get(shown.key)) is not None
    ]
    totals: tuple[Value, ...] = (
        MODELS.units,
        *(figure for each in board.practices for figure in (each.claimed, shown_texts(each)[0])),
    )
    return Table("rollout", "", board.as_of, board.data_as_of, tuple(columns), tuple(rows), (totals,))


def _words(cell: RolloutCell) -> tuple[str, str]:
    claim = CLAIMS[cell.state][1] if cell.state in CLAIMS else clean(cell.state)
    shown, evidence = SHOWN[cell.verdict], cell.evidence
    counted = evidence is not None and evidence.measure is not None and evidence.whole
    return claim, f"{shown} ({evidence.part}/{evidence.whole})" if counted and evidence is not None else shown


# ── lists fetched page by page ───────────────────────────────────────────────────────────────────────────────────────
class LinesLostError(Exception):
    """A page could not be fetched, or the export was cancelled."""


def fetch_rows(
    snapshot: ExportSnapshot,
    source: Source,
    shows: Access,
    progress: Callable[[int], object],
    stopped: Callable[[], bool],
) -> ScreenExport:
    """Fetch the remaining rows and return the content with all rows. Blocks, so call it in a worker thread.

    ``shows`` is the access level to personal data. Before each page, ``progress`` is called with the number of rows
    fetched so far. Raises LinesLostError if a page fails, or when ``stopped`` returns True.
    """
    if snapshot.paged is None:
        return snapshot.content
    found, row = snapshot.paged
    rows: list[GridRow] = []
    for offset in range(0, len(found), _PAGE):
        progress(offset)
        try:
            lines = source.answer(LinesRequest(found, offset, _PAGE).with_access(shows))
        except Exception as error:
            log_error(error)
            raise LinesLostError(EXPORT.no_answer) from error
        if stopped():
            raise LinesLostError
        rows += map(row, lines)
    source.release_memory()
    return replace(snapshot.content, tables=(with_rows(snapshot.content.tables[0], snapshot.spots, rows),))
