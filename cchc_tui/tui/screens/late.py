"""Board 2: who is late, ranked; by unit, field, procedure, officer or how long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from cchc_tui.boards.board import GROUPINGS, By
from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.late import LateBoard
from cchc_tui.boards.trend import Trend
from cchc_tui.domain.units import Unit
from cchc_tui.texts.language import one_line
from cchc_tui.texts.tui import BOARD_NAMES, COLUMNS, LEVELS, LEVELS_SHORT, TEXT
from cchc_tui.texts.tui import GROUPINGS as GROUP_NAMES
from cchc_tui.tui.actions import bindings
from cchc_tui.tui.formats import number
from cchc_tui.tui.ordering import Order
from cchc_tui.tui.paint import Line, Span, roomiest
from cchc_tui.tui.queries import LateQuery, Query, TrendQuery
from cchc_tui.tui.screens.arranged import ArrangedScreen
from cchc_tui.tui.screens.base import BoardScreen, empty_lines
from cchc_tui.tui.screens.fed import drawing
from cchc_tui.tui.screens.late_rows import (
    ALL_CHANGES,
    CHANGES,
    CUT,
    Series,
    View,
    changed_figure,
    columns,
    grid_rows,
    row_name,
    spark_cells,
    told_changes,
    total_rows,
)
from cchc_tui.tui.themes import Tone
from cchc_tui.tui.widgets.arranged import ArrangedGrid
from cchc_tui.tui.widgets.columns import Column
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.paper import Paper
from cchc_tui.tui.widgets.rows import ListRows

if TYPE_CHECKING:
    from cchc_tui.tui.explaining import Told


def _filter(by: By, key: str) -> DossierFilter:
    """The dossiers behind a row of that grouping."""
    match by:
        case "unit":
            return DossierFilter(unit=key)
        case "field":
            return DossierFilter(field=key)
        case "procedure":
            return DossierFilter(procedure=key)
        case "officer":
            return DossierFilter(officer=key)
        case "age":
            return DossierFilter(band=key)


#: In which order rows come; by late dossiers where no other stands here.
_BY_LATE = Order("late", True)
_OWN: dict[By, Order] = {"officer": Order("unclosed", True), "age": Order("name", False)}


class LateScreen(ArrangedScreen):
    """The leaderboard of late dossiers."""

    PLACE = "late"
    ALSO = ("ranked", "mapped")
    BINDINGS: ClassVar[list[BindingType]] = bindings("late", "ranked", "mapped")

    def __init__(self) -> None:
        super().__init__()
        self._by: By = "unit"
        self._view = View()
        self._first_seen = False
        self._board: LateBoard | None = None
        self._how = Paper()
        self._trend: Trend | None = None
        self._grid = ArrangedGrid(columns(self._by), own=_BY_LATE)

    def body(self) -> Iterator[Widget]:
        """The widgets of this board."""
        self._how.write_by(self._how_line)
        yield self._how
        yield self._grid

    def kept_as(self) -> str:
        """Age bands have an order of their own."""
        return "late" if self._by != "age" else "late.age"

    def arranged(self) -> None:
        """Rows were sorted or filtered: the change of the figure that they are sorted by comes into sight."""
        self._fit_columns()
        super().arranged()
        self._how.rewrite()

    def queries(self) -> tuple[Query, ...]:
        """What this board rests on."""
        return (self._query, *((TrendQuery(),) if self._spark else ()))

    @property
    def _query(self) -> LateQuery:
        level = self._view.level if self._by != "unit" else ""
        return LateQuery(self._by, first_seen=self._first_seen, level=level)

    @property
    def _spark(self) -> int:
        return spark_cells(self._by, self.app.size.width)

    def on_resize(self) -> None:
        """The small lines of the last days come and go with the room there is."""
        super().on_resize()
        self._fit_columns()

    @property
    def _columns(self) -> tuple[Column, ...]:
        return columns(self._by, self._spark, self.app.size.width, self._grid.order.key or "late")

    def _fit_columns(self) -> None:
        if self._columns != self._grid.columns:
            here = self._grid.cursor_key
            self._grid.set_columns(self._columns)
            self._grid.stay_on(here)
            self._draw(mark=False)
            if self.is_current:
                self.wants_changed()

    def crumbs(self) -> tuple[str, ...]:
        """The way down to here."""
        level = f" · {LEVELS[self._view.level].lower()}" if self._view.level else ""
        return (f"{BOARD_NAMES['late']}{level}",)

    def help_chosen(self) -> Told | None:
        """Which figures of the row make which."""
        from cchc_tui.tui.explaining import of_counts  # when it is asked for

        row = self._board.row(self._grid.cursor_key) if self._board is not None else None
        return None if row is None else of_counts(row_name(row, self._by), row.counts)

    def hidden(self) -> frozenset[str]:
        """What makes no sense here now."""
        return frozenset() if self._by == "unit" else frozenset({"map"})

    def unit_here(self) -> str:
        """The unit under the cursor."""
        return self._grid.cursor_key if self._by == "unit" else ""

    def go_to_unit(self, key: str) -> bool:
        """Puts the cursor on a unit."""
        return self._by == "unit" and self._grid.go_to(key)

    def map_view(self) -> BoardScreen | None:
        """The units as tiles."""
        from cchc_tui.tui.screens.tiles_of import LateTiles  # when it is asked for

        return LateTiles(self, self._query) if self._by == "unit" else None

    def rechosen(self) -> None:
        """Other units are marked."""
        self._grid.set_starred(self.cchc.prefs.chosen if self._by == "unit" else ())

    def show(self, query: Query, answer: Any) -> None:
        """Takes an answer and draws what is different."""
        if query == TrendQuery():
            self._trend = answer
            self._draw(mark=False)
        elif query == self._query:
            before, self._board = self._board, answer
            moving = before is not None and before.data_as_of is not None  # the first data are no change
            self._draw(mark=moving and self.marks)
            if before is not None and moving and (told := told_changes(before, answer)):
                self.say((Span(f"{self.changed_when(answer.as_of)}  ", Tone.DIM),), told)

    def forget_persons(self) -> None:
        """Officers' names go until the board has come again."""
        super().forget_persons()
        if self._by == "officer":
            self._board = None
            self._grid.forget_rows()

    def rebase(self) -> None:
        """Changes are counted from something else."""
        self._draw(mark=False)

    def show_empty(self) -> None:
        """What to drop and where."""
        if self._board is None or self._board.data_as_of is None:
            self._grid.empty = empty_lines(str(self.cchc.source.data / "inbox"), self.size.width)
            self._grid.set_rows(ListRows())
            self._grid.refresh()

    @drawing
    def _draw(self, mark: bool) -> None:
        board = self._board
        if board is None or (board.data_as_of is None and self.status.empty):
            return
        base = self.cchc.baseline(self._query)
        self.rechosen()
        lines = self._lines()
        rows = grid_rows(board, base, self._view, self._units(), lines)
        self._grid.set_rows(ListRows(rows), total_rows(board, base, self._view, lines), mark=mark)
        self._how.rewrite()
        self.footer.rewrite()

    def _lines(self) -> Series | None:
        """By unit and level, the last days; None where they have no column."""
        if not self._spark:
            return None
        trend = self._trend
        return (
            {} if trend is None else {row.key: (row.late, row.stale) for row in (*trend.rows, *trend.levels.values())}
        )

    def _units(self) -> Mapping[str, Unit]:
        """Those that officers belong to: officers of two units may have one number or name."""
        return self.cchc.source.registry.units.by_key if self._by == "officer" else {}

    def show_status(self) -> None:
        """Draws what the status changes here."""
        super().show_status()
        self._how.rewrite()

    def _how_line(self, cells: int) -> list[Line]:
        """How the rows are grouped and sorted, and what ± counts: that is said nowhere else."""
        grouped = (Span(f" {TEXT.grouped_by} ", Tone.DIM), Span(GROUP_NAMES[self._by], Tone.STRONG))
        level: Line = ()
        if self._by == "unit" or self._view.level:
            level = (Span(f"   {TEXT.level_word} ", Tone.DIM), Span(LEVELS_SHORT[self._view.level], Tone.STRONG))
        if self._first_seen:
            differs = Span(self._differs(), Tone.WARN)
            return [roomiest(((*grouped, *level, Span("   "), differs), (Span(" "), differs)), (), cells)]
        key, descending = self._grid.sorting
        figure = one_line(COLUMNS[changed_figure(self._grid.order.key)][0])
        title = GROUP_NAMES[self._by] if key == "name" else one_line(COLUMNS[key][0])
        if key in CHANGES.values():
            title = f"± {figure}"
        arrow = "↓" if descending else "↑"
        order = (Span(f"   {TEXT.sorted_by} ", Tone.DIM), Span(f"{title.lower()} {arrow}", Tone.STRONG))
        since = self.cchc.since_words()
        counted = "±" if cells >= ALL_CHANGES else f"± {figure.lower()}"
        right = (Span(f"{counted} {since} ", Tone.DIM),) if since else ()
        # The header names the level too, and an arrow the column that the rows are sorted by.
        return [roomiest(((*grouped, *level, *order), (*grouped, *order), grouped), right, cells)]

    def _differs(self) -> str:
        """By how much the board as first seen differs from the one as reported."""
        differs = self._board.differs.get("all") if self._board is not None else None
        if differs is None or not differs.late:
            return TEXT.first_seen_same
        return TEXT.first_seen.format(n=f"{differs.late:+}")

    def foot_right(self) -> str:
        """Where the cursor stands."""
        total = len(self._grid.rows)
        if not total:
            return ""
        return TEXT.row_of.format(row=number(self._grid.cursor + 1), total=number(total))

    def aside(self) -> Line:
        """The whole of a name that may have been cut."""
        row = self._board.row(self._grid.cursor_key) if self._board is not None else None
        if row is None or self._by not in CUT:
            return ()
        unit = self._units().get(row.unit)
        return (Span(" · ".join((row_name(row, self._by), *((unit.name,) if unit else ()))), Tone.DIM),)

    def on_grid_moved(self, event: Grid.Moved) -> None:
        """The cursor is on another row: what speaks of it follows."""
        self.footer.rewrite()
        self.notice.rewrite()

    def on_grid_opened(self, event: Grid.Opened) -> None:
        """One level down."""
        from cchc_tui.tui.screens.unit import UnitScreen  # when it is asked for

        row = self._board.row(event.key) if self._board is not None else None
        if row is not None:
            query = self._query
            which = replace(_filter(self._by, row.key), level=query.level)
            name, unit = row_name(row, self._by), self._units().get(row.unit)
            name = f"{name} · {unit.brief}" if unit else name
            self.app.push_screen(
                UnitScreen(which, name, LateQuery(self._by, level=query.level), row.key, self.crumbs()[0])
            )

    def action_group(self, by: str = "") -> None:
        """The next grouping, or the one that is asked for."""
        following = GROUPINGS[(GROUPINGS.index(self._by) + 1) % len(GROUPINGS)]
        self._group_by(next((name for name in GROUPINGS if name == by), following))

    def action_group_back(self) -> None:
        """The grouping before."""
        self._group_by(GROUPINGS[GROUPINGS.index(self._by) - 1])

    def _group_by(self, by: By) -> None:
        self._by = by
        self._board = None
        self._fed.clear()
        self._grid.keep("")
        self._grid.own = _OWN.get(self._by, _BY_LATE)
        self._grid.set_columns(self._columns)
        self.arrange_as_kept()
        self.rewrite_thin_lines()
        self._how.rewrite()
        self.wants_changed()

    def action_first_seen(self) -> None:
        """As first seen, and as reported again."""
        self._first_seen = not self._first_seen
        self._board = None
        self._fed.clear()
        self._how.rewrite()
        self.wants_changed()

    def action_level(self) -> None:
        """The next of both levels, the city's, the communes'."""
        levels = list(LEVELS_SHORT)
        self._view = replace(self._view, level=levels[(levels.index(self._view.level) + 1) % len(levels)])
        self.rewrite_thin_lines()
        if self._by != "unit":
            self._board = None
            self._fed.clear()
            self._how.rewrite()
            self.wants_changed()
        self._draw(mark=False)
