"""The help about the board or overlay below it: what it shows, how that is computed, and keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.screen import Screen

from cchc_tui.texts.language import again, one_line, tr
from cchc_tui.texts.tui import SIGNS, TEXT
from cchc_tui.texts.tui_find import UNTITLED
from cchc_tui.texts.tui_help import BOARDS, COLUMNS, HELP, Rule
from cchc_tui.texts.tui_help_overlays import OVERLAYS, OverlayHelp
from cchc_tui.tui.keys.action import Action
from cchc_tui.tui.keys.actions import app_bindings, bindings, of
from cchc_tui.tui.keys.app_actions import BOARD_ACTIONS
from cchc_tui.tui.overlays.chooser import Overlay
from cchc_tui.tui.screens.main_screen import MainScreen
from cchc_tui.tui.style.render import Line, Span, clean, paragraph, spread, width, wrap
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.columns import GridColumn
from cchc_tui.tui.widgets.explanation import meaning
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.lines import Lines

_KEYS = 16
_NAMES = 22
_LEAST = 34  # cells for texts beside keys and names; with less room, texts are below them


class HelpScreen(Overlay[None]):
    """A page of help about the screen below."""

    DEFAULT_CSS = "HelpScreen > .page { height: 1fr; }"
    PLACES: ClassVar[tuple[str, ...]] = ("help",)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(*PLACES), *app_bindings(BOARD_ACTIONS)]

    def __init__(self, board: MainScreen, over: Screen[Any]):
        self._page = Lines(self._lines, classes="page")
        super().__init__(self._page)
        self._board = board
        self._over = over if isinstance(over, Overlay) else None

    def head_lines(self, cells: int) -> list[Line]:
        """The title of the explained screen, and how to scroll."""
        about = self._about
        crumbs = (about.title,) if about is not None else tuple(map(again, self._board.crumbs()))
        title = " › ".join((TEXT.help_title, *crumbs))
        return [spread((Span(f" {title}", TextRole.STRONG),), (Span(f"  {HELP.scroll} ", TextRole.DIM),), cells)]

    @property
    def _about(self) -> OverlayHelp | None:
        """The help texts of the overlay below this help; None if a board is below."""
        return OVERLAYS.get(type(self._over).__name__)

    def _lines(self, cells: int) -> list[Line]:
        if self._over is not None and self._about is not None:
            return _overlay_lines(self._about, self._over, cells)
        here = self._board.actions_here()
        boards = [action for action in here if action.name.startswith("board_")]
        keys = [action for action in here if not action.name.startswith("board_")]
        # cursor keys come last, because they are well known
        keys.sort(key=lambda action: action.place == "grid" and not action.footer)
        lines = [*self._chosen_lines(cells), (), _title(TEXT.help_here)]
        lines += [*_words(self._board.help_words(), cells), *_named(self._board.help_signs(), cells)]
        rule = BOARDS.get(self._board.topic)
        if rule is not None:
            source = HELP.source.format(source=rule.source) if rule.source else ""
            lines += [(), _title(HELP.computed), *_words(rule.words, cells), *_words(source, cells, TextRole.DIM)]
        lines += [(), _title(TEXT.help_keys), *(line for action in keys for line in _action(action, cells))]
        lines += self._column_lines(cells)
        if boards:
            lines += [(), _title(TEXT.help_boards), *(line for action in boards for line in _action(action, cells))]
        return [*lines, (), _title(TEXT.help_signs), *_named(SIGNS, cells)]

    def _chosen_lines(self, cells: int) -> list[Line]:
        explanation = self._board.help_chosen()
        if explanation is None:
            return []
        lines: list[Line] = [(), _title(HELP.chosen), *_words(explanation.title, cells, TextRole.STRONG)]
        for sentence in explanation.sentences:
            lines += _words(sentence, cells)
        source = HELP.rule_source.format(source=explanation.source) if explanation.source else ""
        return [*lines, *_words(source, cells, TextRole.DIM)]

    def _column_lines(self, cells: int) -> list[Line]:
        """The lines about the visible columns: what each one counts, the rule for that, and the rule's source."""
        lines: list[Line] = []
        own = {one_line(name): words for name, words in self._board.help_columns()}
        for column, place in self._columns():
            name = one_line(column.title or UNTITLED[column.key])
            if name in own:
                continue
            rule = COLUMNS.get(column.key, Rule(""))
            counted = self._board.column_meaning(column.key) or meaning(column.key, place)
            if counted or rule.words:
                lines += _entry(name, "", counted or rule.words, cells, TextRole.STRONG)
                if counted and rule.words:
                    lines += _entry("", "", HELP.counted_so.format(rule=rule.words), cells, TextRole.TEXT)
                if rule.source:
                    lines += _entry("", "", HELP.source.format(source=rule.source), cells, TextRole.DIM, TextRole.DIM)
        lines += _named(own.items(), cells)
        return [(), _title(TEXT.help_columns), *lines] if lines else []

    def _columns(self) -> list[tuple[GridColumn, str]]:
        """The visible columns that have a name, each with its grid's name, or the ``topic`` if the grid has no name."""
        grids = [(grid, grid.name or self._board.topic) for grid in self._board.query(Grid)]
        return [
            (spot.column, place)
            for grid, place in grids
            for spot in (grid.placed if grid.size.width else ())
            if spot.column.title or spot.column.key in UNTITLED
        ]

    def action_scroll(self, lines: int, pages: int = 0) -> None:
        """Scroll down by lines and pages. Negative numbers scroll up."""
        self._page.scroll_lines(lines + pages * (self._page.size.height - 1))


def _overlay_lines(about: OverlayHelp, overlay: Overlay[Any], cells: int) -> list[Line]:
    lines: list[Line] = [(), _title(HELP.over), *_words(about.topic, cells), (), _title(TEXT.help_keys)]
    if getattr(overlay, "TYPES", False):
        lines += _entry(HELP.letters, "", HELP.letters_do, cells, TextRole.KEY)
    moves = [action for action in of("grid") if not action.footer]
    return [*lines, *(line for action in (*of(*overlay.PLACES), *moves) for line in _action(action, cells))]


def _title(text: str) -> Line:
    return (Span(f" {text}", TextRole.ACCENT),)


def _words(text: str, cells: int, role: TextRole = TextRole.TEXT) -> list[Line]:
    return paragraph(text, cells - 6, role, "   ") if text else []


def _named(entries: Iterable[tuple[str, str]], cells: int) -> list[Line]:
    return [line for name, words in entries for line in _entry(tr(name), "", tr(words), cells, TextRole.STRONG)]


def _action(action: Action, cells: int) -> list[Line]:
    return _entry(action.shown_keys, action.title_text, action.description_text, cells, TextRole.KEY)


def _entry(head: str, name: str, words: str, cells: int, role: TextRole, said: TextRole = TextRole.TEXT) -> list[Line]:
    """An entry of the help: ``head`` (such as a key), a name, and a description.

    The description is beside the name or, if room is short, below the name.
    """
    head = clean(head)
    if name and width(head) >= _KEYS:
        return [(Span(f"   {head}", role),), *_entry("", name, words, cells, role, said)]
    left = f"   {head}" + " " * max(1, _KEYS - width(head))
    middle = name + " " * max(1, _NAMES - width(name)) if name else ""
    indent = width(left) + width(middle)
    below = width(name) >= _NAMES or cells - indent - 2 < min(_LEAST, width(words))
    if below:
        indent = 3 + _KEYS
    parts = wrap(words, max(10, cells - indent - 2))
    lines: list[Line] = [(Span(" " * indent), Span(part, said)) for part in parts]
    if below:
        return [(Span(left, role), Span(middle, TextRole.STRONG)), *lines]
    return [(Span(left, role), Span(middle, TextRole.STRONG), Span(parts[0], said)), *lines[1:]]
