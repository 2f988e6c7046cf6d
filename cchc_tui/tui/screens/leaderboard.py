"""The screen of every leaderboard. It is built from the board's declaration and table."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from cchc_tui.boards.dossier_filter import RECEIVED
from cchc_tui.boards.listed import board_of
from cchc_tui.boards.table import Table
from cchc_tui.texts.forecast import FORECAST
from cchc_tui.texts.language import tr
from cchc_tui.texts.tui import COLUMNS, LEVELS, LEVELS_SHORT, TEXT
from cchc_tui.texts.tui_topics import TOPICS
from cchc_tui.tui.screens.last_days import LastDays
from cchc_tui.tui.screens.leaderboard_rows import (
    LeaderboardView,
    Series,
    changes_between,
    columns,
    first_seen_line,
    grid_rows,
    how_line,
    key_of,
    order_words,
    since_words,
    spark_cells,
    total_rows,
)
from cchc_tui.tui.screens.map_screen import DrawnMap, MappedScreen, table_tiles
from cchc_tui.tui.screens.opened_row import BoardTables
from cchc_tui.tui.session.leaderboard_choices import LeaderboardChoices
from cchc_tui.tui.session.queries import DetailsQuery, Query, TrendQuery
from cchc_tui.tui.style.figures import heading
from cchc_tui.tui.style.missing_sheet import missing_sheet, missing_sheet_texts
from cchc_tui.tui.style.render import Line, Span, roomiest
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.columns import Cell, GridRow
from cchc_tui.tui.widgets.cursor import Cursor
from cchc_tui.tui.widgets.lines import Lines
from cchc_tui.tui.widgets.ordering import order_of
from cchc_tui.tui.widgets.rows import Rows
from cchc_tui.tui.widgets.sortable import SortableGrid

if TYPE_CHECKING:
    from cchc_tui.boards.trend import Trend
    from cchc_tui.tui.widgets.explanation import Explanation


class LeaderboardScreen(MappedScreen):
    """A board of ranked rows. The user chooses grouping, level, order and filter."""

    PLACE = "ranked"

    def __init__(self, name: str):
        super().__init__(SortableGrid(()))
        self.board = board_of(name)
        self.topic = name
        self.groupings = self.board.groupings
        self.group_names = self.board.group_names
        self._choices = self.session.leaderboards.setdefault(name, LeaderboardChoices(self.board))
        self._tables = BoardTables(self, name)
        self._how = Lines(self._how_line)
        self.grid.say(TEXT.waiting_for_rows)
        self._days = LastDays(self)
        self.parts = (self._how, self.grid, self._map, self._days)

    def unavailable(self) -> frozenset[str]:
        """The names of the actions that the board, or its table at present, does not support."""
        table = self._table
        units = table is not None and bool(table.keys)
        works = {
            "open": table is not None and (table.only is not None or self.board.opens is not None),
            "map": units,
            "group": bool(self.groupings),
            "group_back": bool(self.groupings),
            "level": units or self.board.by_level,
            "first_seen": self.board.first_seen,
        }
        return frozenset(name for name, there in works.items() if not there)

    def prefs_key(self) -> str:
        """The board's name, with the grouping's name if that grouping has a column that no other grouping has."""
        own = self._choices.by in self.board.groupings_with_own_columns
        return f"{self.board.name}.{self._choices.by}" if own else self.board.name

    def crumbs(self) -> tuple[str, ...]:
        """The board's title, with the chosen level."""
        level = f" · {LEVELS[self._choices.level].lower()}" if self._choices.level else ""
        return (f"{self.board.title}{level}",)

    def help_words(self) -> str:
        """The board's own paragraph, or else the general paragraph on leaderboards; and which sheet is missing."""
        words = tr(self.board.topic or self.board.about) or TOPICS["table"]
        lacking = self._table is not None and self.board.lacks(self._answer)
        return f"{words} {missing_sheet(lacking)}" if lacking else words

    def help_columns(self) -> tuple[tuple[str, str], ...]:
        """The title and the rule of visible columns. A rule that has a source names the source.

        A column is left out if it has no rule, or if the general help explains it.
        """
        from cchc_tui.texts.tui_help import BOARDS, HELP  # imported at first use

        elsewhere = COLUMNS.keys() if self.board.name in BOARDS else ()
        shown = {spot.column.key for spot in self.grid.placed}.difference(elsewhere)
        columns = self._table.columns if self._table is not None else ()
        own = [one for one in columns if one.rule and key_of(one) in shown]
        sources = (f" ({HELP.source.format(source=one.source)})" if one.source else "" for one in own)
        return tuple((one.short or one.title, one.rule + source) for one, source in zip(own, sources, strict=True))

    @override
    def column_meaning(self, key: str) -> str:
        from cchc_tui.texts.tui_help import BOARDS, HELP  # imported at first use

        table = self._table
        if table is None or table.main < 0:
            return ""
        main = table.columns[table.main]
        usual = main.main or not any(one.main for one in table.columns)
        if self.board.name in BOARDS and usual:  # the general help says it
            return ""
        if key == "rank":
            return HELP.rank_by.format(figure=heading(main).lower())
        changed = {"change": main, **{f"{key_of(one)}_change": one for one in table.columns}}
        return HELP.change_of.format(figure=heading(changed[key]).lower()) if key in changed else ""

    @override
    def column_rule(self, key: str) -> str:
        columns = self._table.columns if self._table is not None else ()
        return next((one.rule for one in columns if key_of(one) == key), "")

    def help_chosen(self) -> Explanation | None:
        """How the figures of the row under the cursor are computed from each other; None if there are no rows."""
        from cchc_tui.tui.widgets.explanation import of_board_row  # imported at first use

        row, name = self._row_here()
        if row is None:
            return None
        return of_board_row(self.board, name, self._answer, self._table, self.grid.columns, row)

    def queries(self) -> tuple[Query, ...]:
        """The board's query. Also the trend's query, if there is room for small charts in a column or a large chart."""
        trend = self._spark or (self._choices.by != "unit" and self._days.queries())
        return (self.board_query, *((TrendQuery(),) if trend else ()))

    @property
    @override
    def board_query(self) -> Query:
        reference = self.session.reference
        return self._choices.query(reference.at if reference is not None else None)

    @property
    def _spark(self) -> int:
        return spark_cells(self._choices.by, self.app.size.width) if self.board.trend else 0

    @override
    def current_unit(self) -> str:
        key = self.grid.cursor_key
        return key if self._table is not None and key in self._table.keys else ""

    @override
    def map_of(self, answer: Any, base: Any, level: str = "") -> DrawnMap:
        table = self._tables.of(answer)
        assert table is not None
        return table_tiles(table, self._tables.of(base), self.registry.units, self.session.watchlist.pins, level)

    @override
    def changes_between(self, old: Any, new: Any) -> list[Line]:
        before, after = self._tables.of(old), self._tables.of(new)
        return changes_between(before, after) if before and after else []

    @override
    def help_tile(self) -> Explanation | None:
        return self.help_chosen()

    @override
    def current_figure(self) -> tuple[str, str]:
        table = self._table
        if table is None:
            return self.board.name, ""
        figures = {key_of(one): one.key for one in table.columns if one.ranks}
        main = table.columns[table.main].key if table.main >= 0 else ""
        return self.board.name, figures.get(self.grid.sorting.key, main)

    # ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def _answer(self) -> Any:
        return self.last(type(self.board_query))

    @property
    def _table(self) -> Table | None:
        return self._tables.of(self._answer)

    @override
    def receive(self, query: Query, before: Any) -> None:
        if query != self.board_query or self._table is None or before is None:
            return
        if before.data_as_of is None:  # these are the first data: nothing has changed
            self.grid.forget_rows()
        else:
            self.say_changes(before, self._answer, self.changes_between)

    @override
    def forget_persons(self) -> None:
        super().forget_persons()
        if self._choices.by == "officer":
            self._drop_board()
            self.grid.forget_rows()

    def _drop_board(self) -> None:
        """Forget the board's answer, and the tables made from answers, until the board is fetched again."""
        self._last.pop(type(self.board_query), None)
        self._tables = BoardTables(self, self.board.name)

    def reference_changed(self) -> None:
        """Draw the changes since the new reference. If the query contains the reference, send the new query."""
        if not self.board.compared:
            self.wants_changed()
        super().reference_changed()

    @override
    def draw_rows(self) -> None:
        table = self._table
        if table is None or (table.data_as_of is None and self.status.empty):
            if self.status.empty:
                self.grid.set_rows(Rows())
            return
        base = self.session.baseline(self.board_query)
        view = self._view(table, self._tables.of(base))
        self.grid.default_order = order_of(table.order)
        self.grid.first_sort = table.columns[table.main].key if table.main >= 0 else ""
        self.grid.set_columns(columns(view), stay=True)
        self.grid.starred = {*table.keys} & {*self.session.watchlist.pins}
        self.grid.set_rows(Rows(grid_rows(view)), total_rows(view), mark=self.marking)
        tiles = partial(self.map_of, self._answer, base, self._choices.level)
        self._map.fit(tiles if table.keys else None, mark=self.marking)
        if not table.keys:
            self._days.fit(self.grid)
        else:
            self._days.remove_class("-on")

    def _view(self, table: Table, base: Table | None = None) -> LeaderboardView:
        """The table with the user's choices. ``base`` is the table at the reference; None: the rows have no changes."""
        # Officers are named with their units, because two may share a name.
        named = self._choices.by == "officer" or table.targets or table.has_words
        return LeaderboardView(
            table,
            base,
            cells=self.app.size.width,
            level=self._choices.level,
            sorted_by=self.grid.order.key,
            units=self.registry.units.by_key if named else {},
            lines=self._lines(),
        )

    def _lines(self) -> Series | None:
        """The late counts of the last days, by key of unit or level; None if the grid has no column of small charts."""
        if not self._spark:
            return None
        trend: Trend | None = self.last(TrendQuery)
        rows = (*trend.rows, *trend.levels.values()) if trend is not None else ()
        return {row.key: (row.late, row.stale) for row in rows}

    def _how_line(self, cells: int) -> list[Line]:
        board, table = self.board, self._table
        view = self._view(table) if table is not None else None
        by: Line = ()
        if self.groupings:
            named = board.group_name(self._choices.by).lower()
            by = (Span(f" {TEXT.grouped_by} ", TextRole.DIM), Span(named, TextRole.STRONG))
        of: Line = ()
        if self._choices.level or (self._choices.by == "unit" if self.groupings else table and any(table.levels)):
            level = LEVELS_SHORT[self._choices.level]
            of = (Span(f"   {TEXT.level_word} ", TextRole.DIM), Span(level, TextRole.STRONG))
        if board.sheet and table is not None and table.data_as_of is None and not self.status.empty:
            words = Span(missing_sheet(board.sheet, cells - 2), TextRole.WARN)
            return [roomiest(((*by, Span("   "), words), (Span(" "), words)), (), cells)]
        since = self.session.since_words()
        if table is not None and (lacking := board.lacks(self._answer)):
            missing = [Span(words, TextRole.WARN) for words in missing_sheet_texts(lacking)]
            lefts = [*((*by, Span("   "), words) for words in missing), (Span(" "), missing[-1])]
            return [roomiest(lefts, since_words(view, since, 0), cells)]
        if self._choices.first_seen:
            differs = board.differs(self._answer) if board.differs and self._answer else {}
            return [first_seen_line((*by, *of), differs, cells)]
        order = order_words(view, self.grid.sorting, self.grid.columns)
        of_reference = not board.compared and self.session.reference is not None  # its figures are changes since then
        title = "" if table is None or of_reference or table.title == board.title else table.title
        if title.startswith(f"{board.title} ("):  # the header has the rest
            title = title.removeprefix(f"{board.title} (").removesuffix(")")
        return [how_line(view, before=self._again(), title=title, by=by, of=of, order=order, since=since, cells=cells)]

    def _again(self) -> Line:
        """A note that the figures on screen, of a slow query, are from older data; empty if the figures are current."""
        table = self._table
        late = self.board_query.slow and self.session.shown_at is None
        stale = late and table is not None and table.data_as_of != self.status.data_as_of
        return (Span(f" {FORECAST.again} ", TextRole.WARN),) if stale else ()

    @override
    def cursor_note(self) -> Line:
        return (Span(self.grid.cut_text(), TextRole.DIM),)

    def _row_here(self) -> tuple[GridRow | None, Cell]:
        """The row under the cursor and its name cell. Without rows: None and an empty cell."""
        grid = self.grid
        row = grid.cursor_row
        named = next((n for n, column in enumerate(grid.columns) if column.stays), -1)
        return row, row.cells[named] if row is not None and named >= 0 else Cell()

    def on_cursor_opened(self, event: Cursor.Opened) -> None:
        """Open the rows behind the row under the cursor."""
        row, name = self._row_here()
        if row is not None:
            self.open_unit(event.key, name.whole or name.short or name.text)

    @override
    def open_unit(self, key: str, name: str) -> None:
        if self.board.opens is not None:
            from cchc_tui.tui.screens.details import DetailsScreen  # imported at first use

            query = DetailsQuery(self.board.name, self._choices.by, key, self._choices.asked_level)
            self.app.push_screen(DetailsScreen(query, self.board_query, name, self.crumbs()[0]))
        elif self._table is not None and (which := self._table.opened(key, self._choices.asked_level)) is not None:
            from cchc_tui.tui.screens.unit import ReceivedScreen, UnitScreen  # imported at first use

            screen = ReceivedScreen if which.only in RECEIVED else UnitScreen
            self.app.push_screen(screen(which, name, self.crumbs()[0]))

    @override
    def show_row(self, key: str) -> None:
        """Move the cursor to a unit's row. If need be, switch to the grouping by unit and to both levels."""
        if self.groupings and self._choices.by != "unit":
            self.action_group("unit")
        unit = self.registry.units.by_key.get(key)
        if unit is not None and self._choices.level not in ("", unit.level):
            self._choices.level = ""
            self.invalidate()
        super().show_row(key)

    def action_group(self, by: str = "", steps: int = 1) -> None:
        """Switch to the grouping ``by``. If ``by`` is "" or the board lacks it, go ``steps`` groupings further."""
        if self._choices.group(by, steps):
            self.grid.set_filter("")
            self.grid.forget_rows()
            self._ask_again()
            self.arrange_as_kept()

    def action_first_seen(self) -> None:
        """Switch between dates as first seen and dates as reported."""
        if "first_seen" not in self.unavailable():
            self._choices.first_seen = not self._choices.first_seen
            self._ask_again()

    def action_level(self) -> None:
        """Show the next level, in the order: both levels, the city's, the communes'."""
        if "level" not in self.unavailable():
            self._choices.next_level()
            if self._choices.by != "unit":
                self._ask_again()
            self.invalidate()

    def _ask_again(self) -> None:
        self._drop_board()
        self._shown_answers.clear()
        self.wants_changed()
