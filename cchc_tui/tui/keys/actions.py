"""Every action of the app, once: keys, footer, help page, palette and the documentation test all read this.

An action belongs to a *place*: the whole ``app``, any ``grid``, or one screen. Vietnamese input methods (Telex,
VNI) hold back letters and may swallow them, so every letter has a function key beside it, or an entry in the
palette, which a function key opens. What an action is called and what it does are texts (``texts/tui_keys.py``), found
by its name.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from textual.binding import Binding, BindingType

from cchc_tui.texts.language import translated
from cchc_tui.texts.tui_find import ACTIONS as FIND_TEXTS
from cchc_tui.texts.tui_keys import ACTIONS as PLACE_TEXTS
from cchc_tui.texts.tui_keys import KEY_NAMES, ActionText
from cchc_tui.texts.tui_present import ACTIONS as PRESENT_TEXTS
from cchc_tui.texts.tui_privacy import ACTIONS as PRIVACY_TEXTS
from cchc_tui.texts.tui_take import ACTIONS as TAKE_TEXTS
from cchc_tui.texts.tui_terminals import ACTIONS as LOOK_TEXTS
from cchc_tui.texts.tui_tiles import ACTIONS as TILE_TEXTS
from cchc_tui.texts.tui_time import ACTIONS as TIME_TEXTS
from cchc_tui.texts.tui_watchlist import ACTIONS as WATCHLIST_TEXTS
from cchc_tui.tui.keys.boards import BOARDS


class _Texts(dict[str, ActionText]):
    def __missing__(self, name: str) -> ActionText:
        """What the board's own file says it is called and shows: imported when asked for, not for the first frame."""
        from cchc_tui.boards.listed import board_of

        board = board_of(name.removeprefix("board_"))
        return ActionText(board.heading, board.about or board.heading)


TEXTS = _Texts(
    {
        **PLACE_TEXTS,
        **LOOK_TEXTS,
        **FIND_TEXTS,
        **TIME_TEXTS,
        **TAKE_TEXTS,
        **PRESENT_TEXTS,
        **TILE_TEXTS,
        **WATCHLIST_TEXTS,
        **PRIVACY_TEXTS,
    }
)


class Action(NamedTuple):
    """One action: where it works, its keys (the first is the one shown), how early it stands in the footer."""

    name: str
    place: str
    keys: tuple[str, ...]
    foot: int = 0  # 0: not in the footer; else the lower the earlier
    past_foot: int = 0  # the same while the past is looked at, where that is another
    listed: bool = True  # whether the palette offers it
    run: str = ""  # the Textual action, where it is not the name; with {key} it is told which one was pressed
    always: bool = False  # works over help and palette too, but for keys that one types with

    @property
    def text(self) -> ActionText:
        """What it is called and what it does."""
        text: ActionText = translated(TEXTS[self.name])
        return text

    @property
    def action(self) -> str:
        """The Textual action string."""
        return self.run or self.name

    @property
    def shown_key(self) -> str:
        """The key to press, as it is written on the screen."""
        return key_name(self.keys[0])


_APP = (
    Action("help", "app", ("f1", "question_mark"), foot=90, always=True),
    Action("search", "app", ("slash", "f3"), foot=45),
    Action("palette", "app", ("ctrl+p", "f12")),
    Action("next_board", "app", ("f2",)),
    Action("present", "app", ("f5",), foot=72),
    Action("theme", "app", ("f8",)),
    Action("mouse", "app", ("M",)),
    Action("language", "app", ("L",)),
    Action("personal", "app", ("U",)),
    Action("officers", "app", ("O",)),
    Action("take", "app", ("e", "ctrl+e"), foot=70),
    Action("repaint", "app", ("ctrl+l",), always=True),
    Action("leave", "app", ("f10", "ctrl+q"), foot=95, always=True),
)
#: Brackets too are swallowed by input methods; whoever has no use for the arrows with Ctrl has the palette.
_TIME = (
    Action("to_live", "app", ("end",)),
    Action("earlier", "app", ("left_square_bracket", "ctrl+left"), foot=60, past_foot=11),
    Action("later", "app", ("right_square_bracket", "ctrl+right"), foot=61, past_foot=12),
    Action("earlier_meeting", "app", ("left_curly_bracket",)),
    Action("later_meeting", "app", ("right_curly_bracket",)),
    Action("ask_moment", "app", ("at",)),
    Action("compare", "app", ("c", "f9"), foot=50),
    Action("compare_date", "app", ("C",)),
    Action("replay", "app", ("space",)),
    Action("faster", "app", ("plus",)),
    Action("slower", "app", ("minus",)),
    Action("mark_meeting", "app", ("m",)),
)
_GRID = (
    Action("cursor_up", "grid", ("up",), listed=False),
    Action("cursor_down", "grid", ("down",), listed=False),
    Action("page_up", "grid", ("pageup",), listed=False),
    Action("page_down", "grid", ("pagedown",), listed=False),
    Action("first_row", "grid", ("home",), listed=False),
    Action("last_row", "grid", ("ctrl+end",), listed=False),
    Action("open", "grid", ("enter",), foot=10, listed=False),
)
_CELLS = (
    Action("cell_left", "cells", ("left",), listed=False),
    Action("cell_right", "cells", ("right",), listed=False),
)
#: A presenter's remote sends PgUp, PgDn, the point and Esc.
_PRESENT = (
    Action("pause", "present", ("space",)),
    Action("next_page", "present", ("right", "pagedown", "down", "enter")),
    Action("previous_page", "present", ("left", "pageup", "up", "backspace")),
    Action("first_page", "present", ("home",)),
    Action("last_page", "present", ("end",)),
    Action("jump", "present", tuple("1234567890"), run="jump('{key}')"),
    Action("blank", "present", ("b", "full_stop", "delete")),
    Action("end_show", "present", ("escape",)),
)
_TILES = (
    Action("map", "mapped", ("v",), foot=35),
    Action("tile_left", "tilemap", ("left",), listed=False),
    Action("tile_right", "tilemap", ("right",), listed=False),
)
_WATCHLIST = (
    Action("choose", "app", ("p", "insert")),
    Action("alert", "app", ("A",)),
)
_SCREENS = (
    Action("back", "drill", ("escape", "backspace"), foot=5),
    Action("next_list", "overview", ("tab",), listed=False, run="app.focus_next"),
    Action("group", "ranked", ("g", "f4"), foot=20),
    Action("group_back", "ranked", ("G",)),
    Action("level", "ranked", ("l", "f7"), foot=40),
    Action("first_seen", "ranked", ("x",)),
    Action("only", "unit", ("g", "f4"), foot=20),
    Action("chart", "unit", ("t",), foot=25),
    Action("view", "exports", ("g", "f4"), foot=20),
    Action("sort", "arranged", ("s", "f6"), foot=30),
    Action("reverse", "arranged", ("r",)),
    Action("columns", "arranged", ("w",), run="app.columns"),
    Action("unfilter", "filtered", ("escape",), foot=6),
    Action("toggle_column", "choose_columns", ("space", "enter"), listed=False),
    Action("column_up", "choose_columns", ("less_than_sign", "ctrl+up"), listed=False),
    Action("column_down", "choose_columns", ("greater_than_sign", "ctrl+down"), listed=False),
    Action("scroll_up", "help", ("up",), listed=False),
    Action("scroll_down", "help", ("down",), listed=False),
    Action("scroll_top", "help", ("home",), listed=False),
    Action("scroll_bottom", "help", ("end",), listed=False),
    Action("scroll_page_up", "help", ("pageup",), listed=False),
    Action("scroll_page_down", "help", ("pagedown",), listed=False),
)
_BOARDS = tuple(Action(f"board_{board.name}", "app", (board.key,), run=f"board('{board.name}')") for board in BOARDS)
ACTIONS: tuple[Action, ...] = (*_BOARDS, *_APP, *_TIME, *_GRID, *_CELLS, *_TILES, *_WATCHLIST, *_PRESENT, *_SCREENS)


def of(*places: str) -> tuple[Action, ...]:
    """The actions of these places, in the order of the registry within the order of the places."""
    return tuple(action for place in places for action in ACTIONS if action.place == place)


def footer(choice: Iterable[Action], *, past: bool = False) -> tuple[Action, ...]:
    """Those of some actions that stand in the footer, in its order, now or in the past."""

    def place(action: Action) -> int:
        return (past and action.past_foot) or action.foot

    return tuple(sorted((action for action in choice if place(action)), key=place))


def bindings(*places: str) -> list[BindingType]:
    """The bindings of these places."""
    return [
        Binding(keys, run, "", show=False, priority=action.always and not types(keys))
        for action in of(*places)
        for keys, run in _runs(action)
    ]


def _runs(action: Action) -> list[tuple[str, str]]:
    """Keys and what they run."""
    if "{key}" in action.action:
        return [(key, action.action.format(key=key)) for key in action.keys]
    if action.always:
        return [(key, action.action) for key in action.keys]
    return [(",".join(action.keys), action.action)]


def types(key: str) -> bool:
    """Whether a key writes something where one types: an input method may swallow it, and no overlay gives it up."""
    name = key_name(key)
    return key == "space" or (len(name) == 1 and name.isascii())


def key_name(key: str) -> str:
    """A key as it is written on the screen: ``f1`` is F1, ``question_mark`` is ?."""
    if key in KEY_NAMES:
        return KEY_NAMES[key]
    if key.startswith("ctrl+"):
        name = key_name(key.removeprefix("ctrl+"))
        return f"Ctrl+{name.upper() if len(name) == 1 else name}"
    return key.upper() if key[0] == "f" and key[1:].isdigit() else key
