"""The help of what is focused: what this screen shows, its keys, its columns, the signs. From the one registry."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from cchc_tui.texts.language import again, tr
from cchc_tui.texts.tui import SIGNS, TEXT, TOPICS
from cchc_tui.tui.actions import Action, bindings, key_name
from cchc_tui.tui.paint import Line, Span, spread, width, wrap
from cchc_tui.tui.screens.base import BoardScreen
from cchc_tui.tui.themes import Ground, Tone
from cchc_tui.tui.widgets.paper import Paper

_KEYS = 14
_NAMES = 18


class HelpScreen(ModalScreen[None]):
    """A page over the board."""

    DEFAULT_CSS = """
    HelpScreen { layout: vertical; background: $background; }
    HelpScreen > .page { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("help"),
        Binding("escape,f1,question_mark,enter,backspace", "close", show=False),
    ]

    def __init__(self, board: BoardScreen):
        super().__init__()
        self._board = board
        self._page = Paper(classes="page")

    def compose(self) -> ComposeResult:
        """The widgets, from the top."""
        title = Paper(ground=Ground.PANEL)
        crumbs = " › ".join((TEXT.help_title, *map(again, self._board.crumbs())))
        title.write_by(
            lambda cells: [spread((Span(f" {crumbs}", Tone.STRONG),), (Span(f"{TEXT.help_close} ", Tone.DIM),), cells)]
        )
        self._page.write_by(self._lines)
        yield title
        yield self._page

    def _lines(self, cells: int) -> list[Line]:
        lines: list[Line] = [(), _title(TEXT.help_here)]
        lines += [(Span(f"   {part}"),) for part in wrap(TOPICS.get(self._board.PLACE, ""), cells - 6)]
        for sign, words in self._board.help_signs():
            lines += _entry(tr(sign), "", tr(words), cells, Tone.STRONG)
        here = self._board.actions_here()
        boards = [action for action in here if action.name.startswith("board_")]
        keys = [action for action in here if not action.name.startswith("board_")]
        keys.sort(key=lambda action: action.place == "grid" and not action.foot)  # moving about is known: it comes last
        lines += [(), _title(TEXT.help_keys), *(line for action in keys for line in _action(action, cells))]
        columns = self._board.help_columns()
        if columns:
            lines += [(), _title(TEXT.help_columns)]
            for name, words in columns:
                lines += _entry(tr(name).replace("\n", " ") or TEXT.nothing, "", tr(words), cells, Tone.STRONG)
        lines += [(), _title(TEXT.help_boards), *(line for action in boards for line in _action(action, cells))]
        lines += [(), _title(TEXT.help_signs)]
        for sign, words in SIGNS:
            lines += _entry(tr(sign), "", tr(words), cells, Tone.STRONG)
        return lines

    def action_close(self) -> None:
        """Back to the board."""
        self.dismiss()

    def action_scroll_up(self) -> None:
        """One line up."""
        self._page.scroll_lines(-1)

    def action_scroll_down(self) -> None:
        """One line down."""
        self._page.scroll_lines(1)

    def action_scroll_page_up(self) -> None:
        """One page up."""
        self._page.scroll_lines(1 - self._page.size.height)

    def action_scroll_page_down(self) -> None:
        """One page down."""
        self._page.scroll_lines(self._page.size.height - 1)


def _title(text: str) -> Line:
    return (Span(f" {text}", Tone.ACCENT),)


def _action(action: Action, cells: int) -> list[Line]:
    keys = " ".join(key_name(key) for key in action.keys)
    return _entry(keys, action.text.name, action.text.help, cells, Tone.KEY)


def _entry(head: str, name: str, words: str, cells: int, tone: Tone) -> list[Line]:
    """Key, name and what it does, the last one in as many lines as it takes."""
    left = f"   {head}" + " " * max(1, _KEYS - width(head))
    middle = name + " " * max(1, _NAMES - width(name)) if name else ""
    indent = width(left) + width(middle)
    parts = wrap(words, max(20, cells - indent - 2))
    first: Line = (Span(left, tone), Span(middle, Tone.STRONG), Span(parts[0]))
    return [first, *((Span(" " * indent), Span(part)) for part in parts[1:])]
