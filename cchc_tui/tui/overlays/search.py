"""The search: finds units, procedures, fields, officers and dossiers by typed text, or filters the board below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from typing_extensions import override

from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.search import Hit, SearchResult
from cchc_tui.domain.moments import to_datetime
from cchc_tui.domain.names import brief_procedure
from cchc_tui.domain.search_terms import NOT
from cchc_tui.domain.units import Unit
from cchc_tui.texts.language import tr
from cchc_tui.texts.tui_find import EXAMPLES, FIND, KINDS
from cchc_tui.tui.overlays.chooser import PromptScreen
from cchc_tui.tui.screens.board_screen import BoardScreen
from cchc_tui.tui.screens.dossier_list import HIDDEN_END, WHOLE_END, state_cell
from cchc_tui.tui.screens.sortable import SortableScreen
from cchc_tui.tui.session.queries import Query, SearchQuery
from cchc_tui.tui.style.formats import day, number
from cchc_tui.tui.style.render import ELLIPSIS, Line, Span, fit_tail, line_width, paragraph, spread
from cchc_tui.tui.style.themes import Background, TextRole
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow
from cchc_tui.tui.widgets.lines import Lines

_ROOMY = 120  # with this many cells a row has room for a whole code and the names beside it


class SearchScreen(PromptScreen[None]):
    """The search, which stays open under the screen of a hit. Tab filters the board below by the typed text."""

    DEFAULT_CSS = """
    SearchScreen > .whole { height: 2; display: none; }
    SearchScreen.-narrow > .whole { display: block; }
    """
    WHOLE = True
    PLACES: ClassVar[tuple[str, ...]] = ("search", *PromptScreen.PLACES)

    def __init__(self, board: BoardScreen):
        super().__init__(
            GridColumn("kind", "", 8, measured=True),
            GridColumn("title", "", 38, cut=True, grow=200),
            GridColumn("due", "", 10),
            GridColumn("state", "", 18),
            foot=Lines(self._whole_lines, background=Background.PANEL, classes="whole"),
        )
        self._board = board
        self._filterable = board if isinstance(board, SortableScreen) else None  # the board that Tab filters
        self._result: SearchResult | None = None
        self._query: Query | None = None
        self._opening = False  # whether Enter was pressed before the answer arrived

    @override
    def fit(self) -> None:
        """In a narrow window, shorten the rows. The whole text of the hit under the cursor is then below them."""
        super().fit()
        narrow = self.app.size.width < _ROOMY
        if narrow != self.has_class("-narrow"):
            self.set_class(narrow, "-narrow")
            self._show(self._result)

    def on_screen_resume(self) -> None:
        """Search again when the user returns from a hit, because the data may have changed."""
        if self._result is not None:
            self._board.wants_changed()
            self._ask()

    def text_changed(self) -> None:
        """Search for the typed text, unless it is empty or begins with "!". Old hits stay until the answer comes."""
        self._opening = False
        if self.text.strip() and not self._excludes:
            self._ask()
        else:
            self._query = None
            self._show(None)

    @property
    def _excludes(self) -> bool:
        return self.text.lstrip().startswith(NOT)

    def _ask(self) -> None:
        self._query = self._board.session.fetch_once(SearchQuery(self.text.strip()))

    def on_fetched(self, query: Query, answer: Any) -> None:
        """Show the answer to the last query sent. Ignore the answers to earlier queries."""
        if query is not self._query:
            return
        self._query = None
        self._show(answer)
        if self._opening:
            self.action_choose()

    def forget_persons(self) -> None:
        """Remove the typed text and the hits, because both may name somebody."""
        self.text = ""
        self.text_changed()

    def _show(self, result: SearchResult | None) -> None:
        again = self._result is not None and result is not None and self._result.text == result.text
        self._result = result
        self.show_rows()
        if not again:
            self.grid.action_move("first")

    @override
    def show_rows(self) -> None:
        nothing = ((), (Span(f"  {FIND.nothing}", TextRole.DIM),)) if self._result is not None else ()
        self.grid.empty = nothing if self.text.strip() else self._examples()
        super().show_rows()

    def _examples(self) -> tuple[Line, ...]:
        """Examples of what the user may type, shown while the line for typing is empty."""
        at = self._board.status.data_as_of
        told = {
            typed.format(code=f"{to_datetime(at):%y%m%d}" if at is not None else ""): tr(found).format(day=day(at))
            for typed, found in EXAMPLES.items()
            if at is not None or "{" not in typed
        }
        keys = {"Tab": FIND.tab_filters, NOT: FIND.not_leaves_out} if self._filterable is not None else {}
        wide = max(map(len, (*told, *keys))) + 3
        return (
            (),
            (Span(f"  {FIND.examples}", TextRole.DIM),),
            (),
            *((Span(f"    {typed:{wide}}", TextRole.STRONG), Span(found)) for typed, found in told.items()),
            (),
            *((Span(f"    {key:{wide}}", TextRole.KEY), Span(said)) for key, said in keys.items()),
        )

    def rows(self) -> Iterable[GridRow]:
        """The rows of the hits; () if there is no answer to show."""
        if self._result is None:
            return ()
        brief, units = self.has_class("-narrow"), self._board.board_app.source.registry.units.by_key
        return [_row(hit, brief, units) for hit in self._result.hits]

    def head_lines(self, cells: int) -> list[Line]:
        """The line with the typed text, and the summary of the hits."""
        return [self.prompt_line(FIND.hint, cells), self._summary(cells)]

    def _summary(self, cells: int) -> Line:
        """How many hits there are, and how many rows of the board below remain if Tab filters it."""
        if self._excludes:
            words = self.text.strip().removeprefix(NOT).strip()
            said = FIND.keeps_not if self._filterable is None else FIND.excludes.format(words=words)
            return (Span(f"   {said}", TextRole.TEXT),)
        left, right = self._counted(brief=False), self._tab(FIND.tab_keeps)
        if line_width((*left, *right)) > cells:
            left = self._counted(brief=True)
        if line_width((*left, *right)) > cells:
            right = self._tab(FIND.tab_keeps_short)
        return spread(left, right, cells)

    def _counted(self, *, brief: bool) -> Line:
        result = self._result
        if result is None:
            return (Span(f"   {FIND.waiting}", TextRole.DIM),) if self._query is not None else ()
        things = sum(hit.kind != "dossier" for hit in result.hits)
        parts = [FIND.hits.format(n=number(things))] if things else []
        if result.dossiers:
            full, short = (FIND.at_least, FIND.at_least_short) if result.more else (FIND.dossiers, FIND.kept_dossiers)
            parts.append((short if brief else full).format(n=number(result.dossiers)))
        return (Span(f"   {' · '.join(parts)}", TextRole.TEXT),)

    def _tab(self, keeps: str) -> Line:
        if self._filterable is None or not self.text.strip():
            return ()
        left = self._filterable.count_matches(self.text)
        words = FIND.tab_keeps_list if left is None else keeps.format(n=number(left[0]), of=number(left[1]))
        return (Span(f"  {words} ", TextRole.DIM),)

    def _whole_lines(self, cells: int) -> list[Line]:
        hit = self._hit(self.grid.cursor_key)
        words = "  ".join(filter(None, (hit.title, hit.detail))) if hit is not None else ""
        return paragraph(words, cells - 2)

    def action_filter_board(self) -> None:
        """Close, and filter the board below by the typed text."""
        if self._filterable is not None and self.text.strip().removeprefix(NOT).strip():
            self.dismiss()
            self._filterable.set_filter(self.text)

    def action_choose(self) -> None:
        """Open the hit under the cursor, once a pending answer is there. After "!", filter the board below instead."""
        if self._excludes:
            self.action_filter_board()
        elif self._query is not None:
            self._opening = True
        else:
            super().action_choose()

    def choose(self, key: str) -> None:
        """Open the screen of a hit."""
        self._opening = False
        hit = self._hit(key)
        if hit is not None:
            self.app.push_screen(_opened(hit))

    def _hit(self, key: str) -> Hit | None:
        return next((hit for hit in self._result.hits if _key(hit) == key), None) if self._result is not None else None


def _opened(hit: Hit) -> BoardScreen:
    if hit.kind == "dossier":
        from cchc_tui.tui.screens.dossier import DossierScreen  # imported at first use

        return DossierScreen(int(hit.key), (FIND.crumb,))
    from cchc_tui.tui.screens.unit import UnitScreen  # imported at first use

    group: dict[str, Any] = {hit.kind: hit.key}
    return UnitScreen(DossierFilter(only="late" if hit.kind == "unit" else "all", **group), hit.title, FIND.crumb)


def _key(hit: Hit) -> str:
    return f"{hit.kind}:{hit.key}"


def _row(hit: Hit, brief: bool, units: Mapping[str, Unit]) -> GridRow:
    """The row of a hit. A dossier's row shows due date and state; any other row shows the number of dossiers."""
    kind, words = Cell(tr(KINDS[hit.kind]), TextRole.DIM), _words(hit, brief, units)
    if hit.line is not None:
        due = Cell(day(hit.line.due), value=hit.line.due)
        return GridRow(_key(hit), (kind, Cell(words), due, state_cell(hit.line)))
    count = "" if hit.count is None else FIND.kept_dossiers.format(n=number(hit.count))
    cells = (kind, Cell(words, TextRole.STRONG), Cell(), Cell(count, TextRole.DIM, value=hit.count))
    return GridRow(_key(hit), cells)


def _words(hit: Hit, brief: bool, units: Mapping[str, Unit]) -> str:
    """The text of a hit. With ``brief``, the unit's name is short, and the part that all codes share is cut off."""
    if hit.line is None:
        return "  ".join(filter(None, (hit.title, hit.detail)))
    end = HIDDEN_END if hit.title.endswith(ELLIPSIS) else WHOLE_END
    unit = units.get(hit.line.unit)
    name = "" if unit is None else unit.brief if brief else unit.name
    beside = " · ".join(filter(None, (name, brief_procedure(hit.line.procedure))))
    return f"{fit_tail(hit.title, end) if brief else hit.title}  {beside}"
