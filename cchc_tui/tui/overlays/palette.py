"""The palette: finds boards, units, moments and actions by name, with or without diacritics, in either language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.domain.names import unaccent
from cchc_tui.texts.tui import BOARD_NAMES, TEXT
from cchc_tui.texts.tui_find import FIND
from cchc_tui.tui.overlays.chooser import PromptScreen
from cchc_tui.tui.overlays.palette_entries import UNIT, Entry, entries, typed_entries
from cchc_tui.tui.screens.board_screen import BoardScreen
from cchc_tui.tui.style.render import Line, Span, width
from cchc_tui.tui.style.themes import Background, TextRole
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow, row_line
from cchc_tui.tui.widgets.grid import Grid

_RECENT = 5
_NAMES = 24  # cells for the actions' names


class _Entries(Grid):
    """The rows of the palette. If a name is too long for its column, the description beside it gets less room."""

    def _body_line(self, index: int) -> tuple[Line, Background]:
        line, background = super()._body_line(index)
        row, (name, *rest) = self._row(index), self.placed
        over = width(row.cells[name.number].text) - name.width if row is not None else 0
        if row is None or over <= 0 or len(rest) < 2 or rest[0].width <= over:
            return line, background
        said = rest[0]
        spots = (
            name._replace(width=name.width + over),
            said._replace(x=said.x + over, width=said.width - over),
            *rest[1:],
        )
        return row_line(row, spots, line[0].text), background


class PaletteScreen(PromptScreen[None]):
    """A line for typing, and the entries that match. Without a text: all entries, the last five chosen first."""

    WHOLE = True
    PLACES: ClassVar[tuple[str, ...]] = ("palette", *PromptScreen.PLACES)

    def __init__(self, board: BoardScreen):
        super().__init__(
            GridColumn("name", "", _NAMES, cut=True),
            GridColumn("help", "", 20, cut=True, grow=120, drop=1),
            GridColumn("key", "", 6, right=True),
            grid=_Entries,
        )
        self._board = board
        self._by_action: dict[str, Entry] = {}
        self.grid.empty = ((), (Span(f"  {TEXT.palette_none}", TextRole.DIM),))

    def head_lines(self, cells: int) -> list[Line]:
        """The line with the typed text."""
        return [self.prompt_line(FIND.palette_hint, cells), ()]

    def text_changed(self) -> None:
        """Show the entries that match the typed text."""
        self.show_rows()
        self.grid.action_move("first")

    def rows(self) -> Iterable[GridRow]:
        """The rows of the matching entries, computed each time, because data may have changed since the last key."""
        every = tuple(entries(self._board))
        matches = self._matching(every) if self.text.strip() else self._recent_first(every)
        self._by_action = {entry.action: entry for entry in reversed(matches)}
        return [_row(self._by_action[action]) for action in dict.fromkeys(entry.action for entry in matches)]

    def _matching(self, every: Sequence[Entry]) -> list[Entry]:
        """Entries for what the whole text names, then those that match it: best match, then last chosen, first."""
        words = unaccent(self.text).split()
        lately = {action: place for place, action in enumerate(self._board.session.recent)}
        near = [(entry.distance(words), entry) for entry in every] if words else []
        there = [(*distance, lately.get(entry.action, len(lately)), entry) for distance, entry in near if distance]
        there.sort(key=lambda match: match[:3])
        return [*typed_entries(self._board, self.text), *(match[3] for match in there)]

    def _recent_first(self, every: Sequence[Entry]) -> list[Entry]:
        known = {entry.action: entry for entry in every}
        recent = [known[action] for action in self._board.session.recent if action in known][:_RECENT]
        return [*recent, *every]

    def choose(self, key: str) -> None:
        """Remember the chosen entry, close the palette and run the entry."""
        entry = self._by_action.get(key)
        if entry is not None:
            session = self._board.session
            others = [action for action in session.recent if action != entry.action]
            session.recent = (entry.action, *others[: _RECENT - 1])
            self.dismiss()
            self._board.call_later(_run, self._board, entry)


async def _run(board: BoardScreen, entry: Entry) -> None:
    """Run an entry's action on the board, after the palette has closed."""
    if entry.action.startswith(UNIT):
        from cchc_tui.tui.screens.unit import UnitScreen  # imported at first use

        which = DossierFilter(unit=entry.action.removeprefix(UNIT))
        await board.app.push_screen(UnitScreen(which, entry.name, BOARD_NAMES["late"]))
    else:
        await board.run_action(entry.action)


def _row(entry: Entry) -> GridRow:
    return GridRow(
        entry.action, (Cell(entry.name, TextRole.STRONG), Cell(entry.help, TextRole.DIM), Cell(entry.key, TextRole.KEY))
    )
