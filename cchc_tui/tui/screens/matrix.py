"""Board 4: each unit's claim of each model practice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from cchc_tui.boards.dossiers import DossierFilter
from cchc_tui.boards.rollout import RolloutBoard, RolloutCell, RolloutRow
from cchc_tui.texts.tui import BOARD_NAMES, COLUMNS, ROLLOUT_STATES, TEXT
from cchc_tui.tui.actions import bindings
from cchc_tui.tui.formats import day, number
from cchc_tui.tui.paint import Line, Span, crop, line_width
from cchc_tui.tui.queries import LateQuery, Query, RolloutQuery
from cchc_tui.tui.screens.base import BoardScreen, empty_lines
from cchc_tui.tui.themes import Tone
from cchc_tui.tui.widgets.columns import Cell, Column, GridRow
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.paper import Paper
from cchc_tui.tui.widgets.rows import ListRows

_TONES = {"done": Tone.GOOD, "running": Tone.GOOD, "planned": Tone.TEXT, "none": Tone.BAD, "": Tone.DIM}
_PIONEER = "★"
_NARROW = 76


class MatrixScreen(BoardScreen):
    """Units down, practices across."""

    PLACE = "rollout"
    BINDINGS: ClassVar[list[BindingType]] = bindings("rollout")

    def __init__(self) -> None:
        super().__init__()
        self._board: RolloutBoard | None = None
        self._grid = Grid((Column("name", "", 10, measured=True),))
        self._detail = Paper()

    def body(self) -> Iterator[Widget]:
        """The widgets of this board."""
        self._detail.styles.height = 4
        self._detail.write_by(self._detail_lines)
        yield self._grid
        yield self._detail

    def queries(self) -> tuple[Query, ...]:
        """What this board rests on."""
        return (RolloutQuery(),)

    def crumbs(self) -> tuple[str, ...]:
        """The way down to here."""
        return (BOARD_NAMES["rollout"],)

    def help_columns(self) -> tuple[tuple[str, str], ...]:
        """The columns in sight."""
        board = self._board
        return tuple((practice.short, practice.name) for practice in board.practices) if board is not None else ()

    def show(self, query: Query, answer: Any) -> None:
        """Takes an answer and draws what is different."""
        if not isinstance(answer, RolloutBoard):
            return
        self._board = answer
        self._draw()

    def on_resize(self) -> None:
        """Fits what is drawn to the size."""
        super().on_resize()
        self._draw()

    def _draw(self) -> None:
        board = self._board
        if board is None:
            return
        narrow = self.app.size.width < _NARROW  # signs alone; the lines below have the words
        self._grid.set_columns(
            (
                Column("name", COLUMNS["unit"][0], 10, measured=True),
                *(
                    Column(practice.key, practice.short, 9 if narrow else 13, watch=True, grow=24)
                    for practice in board.practices
                ),
            )
        )
        self._grid.set_rows(ListRows([_row(row, narrow) for row in board.rows]), [_totals(board)])
        self._detail.rewrite()

    def show_empty(self) -> None:
        """What to drop and where."""
        if not len(self._grid.rows):
            self._grid.empty = empty_lines(str(self.cchc.source.data / "inbox"), self.size.width)
            self._grid.refresh()

    def foot_right(self) -> str:
        """Where the cursor stands."""
        total = len(self._grid.rows)
        return TEXT.row_of.format(row=number(self._grid.cursor + 1), total=number(total)) if total else ""

    def on_grid_moved(self, event: Grid.Moved) -> None:
        """The cursor is on another row: what speaks of it follows."""
        self._detail.rewrite()
        self.footer.rewrite()

    def _selected(self) -> RolloutRow | None:
        rows = self._board.rows if self._board is not None else ()
        return next((row for row in rows if row.key == self._grid.cursor_key), None)

    def _detail_lines(self, cells: int) -> list[Line]:
        """What the selected unit claims, a line for each model: since when, how often."""
        row, board = self._selected(), self._board
        if row is None or board is None:
            return []
        lines: list[Line] = []
        for cell, practice in zip(row.cells, board.practices, strict=True):
            words = [ROLLOUT_STATES.get(cell.state, cell.state)[2:] if cell.state else TEXT.not_said]
            if cell.since is not None:
                words.append(TEXT.since_word.format(when=day(cell.since)))
            if cell.turns is not None:
                words.append(TEXT.turns_word.format(n=number(cell.turns)))
            if cell.pioneer:
                words.append(f"{_PIONEER} {TEXT.pioneer_word}")
            said = Span(", ".join(words))
            name = crop((Span(practice.name, Tone.DIM),), cells - line_width((said,)) - 6)
            lines.append((Span("  "), *name, Span(": ", Tone.DIM), said))
        return lines

    def on_grid_opened(self, event: Grid.Opened) -> None:
        """One level down."""
        from cchc_tui.tui.screens.unit import UnitScreen  # noqa: PLC0415 - when it is asked for

        row = self._selected()
        if row is not None:
            which = DossierFilter(unit=row.key, only="all")
            self.app.push_screen(UnitScreen(which, row.name, LateQuery("unit"), row.key, BOARD_NAMES["rollout"]))


def _row(row: RolloutRow, narrow: bool) -> GridRow:
    return GridRow(row.key, (Cell(row.name), *(_cell(cell, narrow) for cell in row.cells)))


def _cell(cell: RolloutCell, narrow: bool) -> Cell:
    star = f"{_PIONEER} " if cell.pioneer else "  "
    words = ROLLOUT_STATES.get(cell.state, cell.state)
    return Cell(star + (words[:1] if narrow else words), _TONES.get(cell.state, Tone.TEXT))


def _totals(board: RolloutBoard) -> GridRow:
    of = len(board.rows)
    cells = (Cell(f"  {TEXT.claimed_of.format(n=column.claimed, of=of)}", Tone.STRONG) for column in board.practices)
    return GridRow("total", (Cell(TEXT.claimed_total, Tone.STRONG), *cells))
