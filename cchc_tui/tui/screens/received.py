"""The dossiers behind a row of the board of online services, below the row's figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from cchc_tui.boards.dossier_filter import RECEIVED, DossierFilter
from cchc_tui.boards.dossiers import DossierLine
from cchc_tui.boards.online import BOARD
from cchc_tui.boards.table import ValueType
from cchc_tui.texts.tui import CHANNELS, ONLY, STATES, TEXT
from cchc_tui.texts.tui_ranks import RANKS
from cchc_tui.tui.screens.dossier_list import DossierListScreen, code_columns, procedure_column, unit_column
from cchc_tui.tui.screens.list_columns import ListColumn, Units, column, stamp, text
from cchc_tui.tui.session.board_table import table_of
from cchc_tui.tui.session.queries import Query, TableQuery
from cchc_tui.tui.style.figures import delta_of, delta_role, delta_text, heading, value_text
from cchc_tui.tui.style.render import Line, Span, line_width, spread
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.columns import Cell
from cchc_tui.tui.widgets.ordering import Order

if TYPE_CHECKING:
    from cchc_tui.boards.table import Table

_FIGURES = frozenset({ValueType.COUNT, ValueType.SHARE})


class ReceivedScreen(DossierListScreen):
    """Dossiers received in the year, and how they came; those that came online, those that did not, or all."""

    PLACE = "unit"
    DEFAULT_ORDER: ClassVar[Order] = Order("received", True)

    def __init__(self, which: DossierFilter, name: str, above: str):
        super().__init__(which, name, above)
        self.topic = "received"
        by = next(by for by in BOARD.groupings if getattr(which, by) is not None)
        self._key: str = getattr(which, by)
        self._board_query = TableQuery(BOARD.name, by, None, which.level)
        self._table: Table | None = None
        self._head.styles.height = 2

    def prefs_key(self) -> str:
        """The key of preferences, other than that of lists of late dossiers."""
        return self.topic

    def unavailable(self) -> frozenset[str]:
        """The chart, which shows late dossiers."""
        return frozenset({"chart"})

    def queries(self) -> tuple[Query, ...]:
        """The query for the leaderboard, which has the row's figures, and the query for the list."""
        return (self._board_query, *super().queries())

    def list_columns(self) -> tuple[ListColumn[DossierLine], ...]:
        """The columns: when and how each dossier came. There is one for units, unless all are of one unit."""
        across = self._which.unit is None
        return (
            *code_columns(self._personal),
            procedure_column(14 if across else 24, grow=70, drop=2 if self._personal else 0),
            *((unit_column(),) if across else ()),
            stamp("received", lambda line: line.received),
            text("channel", 11, lambda line: CHANNELS.get(line.channel, line.channel), cut=True, sortable=False),
            column("state", 18, _state_cell, drop=1),
        )

    @override
    def receive(self, query: Query, answer: Any) -> None:
        super().receive(query, answer)
        if query == self._board_query:
            self._table = self._as_table(answer)

    def _as_table(self, answer: Any) -> Table:
        return table_of(BOARD.name, answer, self.board_app.source.registry)

    # ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def head_lines(self, cells: int) -> list[Line]:
        """The row's figures and rank, and the listed part."""
        place = self._rank()
        return [spread(self._figures(cells - line_width(place)), place, cells), self._only_line(cells)]

    def _figures(self, cells: int) -> Line:
        """As many of the row's figures as fit, with their changes."""
        table, base = self._table, self.session.baseline(self._board_query)
        row = None if table is None else dict(zip(table.row_keys, table.rows, strict=True)).get(self._key)
        if table is None or row is None:
            return ()
        old = None
        if base is not None:
            before = self._as_table(base)
            old = dict(zip(before.row_keys, before.rows, strict=True)).get(self._key)
        line: Line = ()
        for place, one in enumerate(table.columns):
            if one.type in _FIGURES and one.key != "rank" and row[place] is not None:
                delta = None if old is None else delta_of(one.type, row[place], old[place])
                longer = (
                    *line,
                    Span(f"{'   ' if line else ' '}{heading(one).lower()} ", TextRole.DIM),
                    Span(value_text(one.type, row[place]), TextRole.STRONG),
                    *((Span(f" {delta_text(one.type, delta)}", delta_role(one.better, delta)),) if delta else ()),
                )
                line = longer if line_width(longer) < cells else line
        return line

    def _rank(self) -> Line:
        """The rank within the level."""
        answer = self.session.answer(self._board_query)
        row = None if answer is None else answer.row(self._key)
        if row is None or row.figures.share is None:
            return ()
        peers = sum(each.level == row.level and each.figures.share is not None for each in answer.rows)
        return (Span(f"{RANKS[row.level].format(rank=row.rank, of=peers)} " if peers > 1 else "", TextRole.DIM),)

    def _only_line(self, cells: int) -> Line:
        """The parts that can be listed, the chosen one in brackets, and the reference of changes."""
        spans: list[Span] = [Span(f" {TEXT.only_word} ", TextRole.DIM)]
        for only in RECEIVED:
            chosen = only == self._which.only
            words, role = (f"[{ONLY[only]}]", TextRole.STRONG) if chosen else (f" {ONLY[only]} ", TextRole.DIM)
            spans.append(Span(words, role))
        right = (Span(f"{self.session.since_words()} ", TextRole.DIM),)
        return spread(spans, right if line_width((*spans, *right)) < cells else (), cells)

    def action_only(self, only: str = "") -> None:
        """List the part ``only`` of the dossiers; without it, the next part."""
        following = RECEIVED[(RECEIVED.index(self._which.only) + 1) % len(RECEIVED)]
        self._shown_answers.clear()
        self.change_filter(only=next((part for part in RECEIVED if part == only), following))
        self.fit_columns()


def _state_cell(line: DossierLine, units: Units) -> Cell:
    return Cell(STATES[line.state.value], TextRole.DIM, value=line.state.value)
