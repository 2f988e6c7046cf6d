"""The palette: any board, unit or action by its name, typed with or without marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from cchc_tui.boards.dossiers import DossierFilter
from cchc_tui.boards.late import GROUPINGS
from cchc_tui.domain.moments import to_date
from cchc_tui.domain.names import unaccent
from cchc_tui.texts.tui import BOARD_NAMES, TEXT
from cchc_tui.texts.tui import GROUPINGS as GROUP_NAMES
from cchc_tui.tui.paint import Line, Span, fit
from cchc_tui.tui.queries import LateQuery
from cchc_tui.tui.screens.base import BoardScreen
from cchc_tui.tui.themes import Ground, Tone
from cchc_tui.tui.widgets.columns import Cell, Column, GridRow
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.paper import Paper
from cchc_tui.tui.widgets.rows import ListRows

_CARET = "▏"
_SAID = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to be found: what it is called, what it does, its key, and what is run."""

    name: str
    help: str
    key: str
    action: str  # "board(…)", "unit:KEY" or a Textual action of the screen below

    def distance(self, words: list[str]) -> tuple[int, int] | None:
        """How far from what was typed: names that begin with it first, then names that hold it, then what is said of
        it, which takes three letters; None when it is none of these."""
        typed, name = " ".join(words), unaccent(self.name)
        if name.startswith(typed):
            return 0, 0
        if all(any(part.startswith(word) for part in name.split()) for word in words):
            return 1, name.find(words[0])
        said = unaccent(f"{self.name} {self.help}")
        return (2, 0) if len(typed) >= _SAID and all(word in said for word in words) else None


class PaletteScreen(ModalScreen[None]):
    """A line to type on and what it finds."""

    DEFAULT_CSS = """
    PaletteScreen { layout: vertical; background: $background; }
    PaletteScreen > .line { height: 2; }
    """
    AUTO_FOCUS = "Grid"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False),
        Binding("backspace", "erase", show=False, priority=True),
        Binding("ctrl+u", "clear", show=False),
    ]

    def __init__(self, board: BoardScreen):
        super().__init__()
        self._board = board
        self._typed = ""
        self._entries: tuple[Entry, ...] = ()
        self._found: list[Entry] = []
        self._line = Paper(classes="line", ground=Ground.PANEL)
        self._grid = Grid(
            (
                Column("name", "", 38, cut=True),
                Column("help", "", 20, cut=True, grow=120),
                Column("key", "", 6, right=True),
            )
        )

    def compose(self) -> ComposeResult:
        """The widgets, from the top."""
        self._line.write_by(self._typed_line)
        yield self._line
        yield self._grid

    def on_mount(self) -> None:
        """Begins."""
        self._entries = tuple(_entries(self._board))
        self._grid.empty = ((), (Span(f"  {TEXT.palette_none}", Tone.DIM),))
        self._find()

    def _typed_line(self, cells: int) -> list[Line]:
        hint = "" if self._typed else f" {TEXT.palette_hint}"
        return [
            (
                Span(" › ", Tone.KEY),
                Span(self._typed, Tone.STRONG),
                Span(_CARET, Tone.KEY),
                Span(fit(hint, cells - 6), Tone.DIM),
            ),
            (),
        ]

    def _find(self) -> None:
        words = unaccent(self._typed).split()
        near = [(entry.distance(words), entry) for entry in self._entries]
        found = [entry for distance, entry in sorted((pair for pair in near if pair[0] is not None), key=_by_distance)]
        self._grid.set_rows(ListRows([_row(entry, place) for place, entry in enumerate(found)]), mark=False)
        self._grid.action_first_row()
        self._grid.refresh()
        self._found = found
        self._line.rewrite()

    # Typing goes to the line whatever has the focus; Vietnamese letters come composed from the input method.
    def on_key(self, event: events.Key) -> None:
        """Whatever is typed goes to the line; composed letters come whole from the input method."""
        if event.is_printable and event.character:
            event.stop()
            self._typed += event.character
            self._find()

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted is typed."""
        self._typed += event.text.split("\n")[0]
        self._find()

    def action_erase(self) -> None:
        """Takes back one letter."""
        self._typed = self._typed[:-1]
        self._find()

    def action_clear(self) -> None:
        """Takes back everything."""
        self._typed = ""
        self._find()

    def action_close(self) -> None:
        """Back to the board."""
        self.dismiss()

    def on_grid_opened(self, event: Grid.Opened) -> None:
        """One level down."""
        entry = next((entry for place, entry in enumerate(self._found) if _key(entry, place) == event.key), None)
        if entry is not None:
            self.dismiss()
            self._board.call_later(_run, self._board, entry)


async def _run(board: BoardScreen, entry: Entry) -> None:
    """Does what was chosen, once the palette is closed."""
    if entry.action.startswith("unit:"):
        from cchc_tui.tui.screens.unit import UnitScreen  # noqa: PLC0415 - when it is asked for

        key = entry.action.removeprefix("unit:")
        await board.app.push_screen(
            UnitScreen(DossierFilter(unit=key), entry.name, LateQuery("unit"), key, BOARD_NAMES["late"])
        )
    else:
        await board.run_action(entry.action)


def _entries(board: BoardScreen) -> Iterator[Entry]:
    """Actions of the screen below, boards, groupings, units."""
    for action in board.actions_here():
        if action.listed and action.name != "palette":
            yield Entry(_capital(action.text.name), action.text.help, action.shown_key, _target(action.action, board))
    if board.PLACE == "late":
        for by in GROUPINGS:
            yield Entry(_capital(f"{TEXT.grouped_by} {GROUP_NAMES[by]}"), "", "", f"screen.group('{by}')")
    source = board.cchc.source
    if board.status.known:
        for unit in source.registry.units.valid(to_date(board.cchc.moment)):
            yield Entry(unit.name, TEXT.palette_unit, "", f"unit:{unit.key}")


def _target(action: str, board: BoardScreen) -> str:
    """Actions of the app are the app's, whichever screen is below."""
    name = action.split("(", maxsplit=1)[0]
    return (
        f"app.{action}"
        if hasattr(board.app, f"action_{name}") and not hasattr(board, f"action_{name}")
        else f"screen.{action}"
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _by_distance(pair: tuple[tuple[int, int] | None, Entry]) -> tuple[int, int]:
    return pair[0] or (0, 0)


def _key(entry: Entry, place: int) -> str:
    return f"{place}:{entry.action}"


def _row(entry: Entry, place: int) -> GridRow:
    return GridRow(
        _key(entry, place), (Cell(entry.name, Tone.STRONG), Cell(entry.help, Tone.DIM), Cell(entry.key, Tone.KEY))
    )
