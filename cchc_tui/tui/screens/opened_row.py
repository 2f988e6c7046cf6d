"""A board's answers as tables, and the lines about the row from which a screen was opened."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

from cchc_tui.boards.listed import board_of
from cchc_tui.boards.table import Column, Table, ValueType
from cchc_tui.texts.tui_ranks import RANKS
from cchc_tui.tui.screens.board_screen import BoardScreen
from cchc_tui.tui.session.queries import Query
from cchc_tui.tui.style.figures import delta_of, delta_role, delta_text, heading, ranks, value_text
from cchc_tui.tui.style.render import Line, Span, line_width
from cchc_tui.tui.style.themes import TextRole


class BoardTables:
    """A cache of the last three tables made from a board's answers. Each drawing needs the tables."""

    def __init__(self, screen: BoardScreen, board: str):
        self._screen, self._board = screen, board_of(board)
        self._kept: deque[tuple[Any, Table]] = deque(maxlen=3)

    def of(self, answer: Any) -> Table | None:
        """The table of an answer; None if ``answer`` is None."""
        if answer is None:
            return None
        for of, table in self._kept:
            if of is answer:
                return table
        table = self._board.table(answer, self._screen.registry, screen=True)
        self._kept.append((answer, table))
        return table


class RowOpenedFrom:
    """The row of a board from which a screen was opened. The answer to ``query`` has the row; None: there is no row."""

    def __init__(self, screen: BoardScreen, board: str, query: Query | None, key: str):
        self.key, self.queries = key, () if query is None else (query,)
        self._screen, self._tables = screen, BoardTables(screen, board)

    @property
    def table(self) -> Table | None:
        """The board's table; None until the answer has arrived."""
        return next((self._tables.of(self._screen.last(type(query))) for query in self.queries), None)

    def figures(
        self, cells: int, wanted: Callable[[Column], bool], *, lesser: TextRole = TextRole.STRONG, counts: bool = False
    ) -> Line:
        """As many of the row's known figures as fit into ``cells``, each with its change since the reference, if any.

        ``wanted`` selects the columns. ``lesser`` is the role of figures other than the main one. With ``counts``, only
        counts have changes, and changes of 0 are shown too.
        """
        table = self.table
        row = None if table is None else table.by_key.get(self.key)
        line: Line = ()
        if table is None or row is None:
            return line
        base = self._tables.of(self._screen.session.baseline(*self.queries))
        before = None if base is None else base.by_key.get(self.key)
        for place, one in enumerate(table.columns):
            if not wanted(one) or one.key == "rank" or row[place] is None:
                continue
            title = Span(f"{'   ' if line else ' '}{heading(one).lower()} ", TextRole.DIM)
            role = TextRole.STRONG if place == table.main else lesser
            longer = (*line, title, Span(value_text(one.format, row[place]), role))
            delta = None if before is None or not table.compared else delta_of(one.type, row[place], before[place])
            if (delta is not None and one.type is ValueType.COUNT) if counts else delta:
                longer = (*longer, Span(f" {delta_text(one.type, delta)}", delta_role(one.better, delta)))
            line = longer if line_width(longer) < cells else line
        return line

    def rank(self, *, level: bool = True) -> Line:
        """The row's rank in its level, with the level's name if ``level``.

        The result is empty if the row has no rank, or if it is the only row with a rank.
        """
        table = self.table
        if table is None:
            return ()
        of = dict(zip(table.row_keys, table.levels, strict=False)).get(self.key, "")
        places = ranks(table, of)
        if self.key not in places or len(places) < 2:
            return ()
        return (Span(RANKS[of if level else ""].format(rank=places[self.key], of=len(places)) + " ", TextRole.DIM),)
