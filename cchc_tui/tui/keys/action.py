"""What an action is, and how keys are written on the screen."""

from __future__ import annotations

from typing import Literal, NamedTuple

from cchc_tui.texts.language import tr

_KEY_NAMES = {
    "question_mark": "?",
    "slash": "/",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "at": "@",
    "plus": "+",
    "minus": "-",
    "space": "Space",
    "enter": "Enter",
    "escape": "Esc",
    "backspace": "⌫",
    "tab": "Tab",
    "insert": "Ins",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "delete": "Del",
    "full_stop": ".",
}


class Action(NamedTuple):
    """One action: where it works, its keys (the first is the one shown), its words, and what it runs.

    Title and description are written in Vietnamese; those of a board stand in the board's own file.
    """

    name: str
    place: str
    keys: tuple[str, ...] = ()  # none: it is in the palette only
    title: str = ""
    description: str = ""
    footer: int = 0  # 0: not in the footer; else the lower the earlier
    footer_past: int = 0  # the same while the past is shown, where that is another
    brief: str | None = None  # its word in a narrow footer, where a meeting needs the key; "": the key alone
    listed: bool = True  # whether the palette offers it
    run: str = ""  # the Textual action, where it is not the name; with {key} it is told which one was pressed
    always: bool = False  # works over help and palette too, but for keys that one types with
    early: bool = False  # works before the data are read
    on_wall: bool = False  # works in the presentation too
    only: Literal["", "live", "past"] = ""  # whether it makes sense in the past, or only there

    @property
    def words(self) -> tuple[str, str]:
        """Title and description as they are written. A board's file is imported when they are asked for."""
        if self.title:
            return self.title, self.description
        from cchc_tui.boards.listed import board_of

        board = board_of(self.name.removeprefix("board_"))
        return board.heading, board.about or board.heading

    @property
    def title_text(self) -> str:
        """What it is called, in the language in use."""
        return tr(self.words[0])

    @property
    def description_text(self) -> str:
        """What it does, in the language in use."""
        return tr(self.words[1])

    @property
    def brief_text(self) -> str:
        """Its word in a narrow footer; "" where the key needs none."""
        return tr(self.brief) if self.brief else ""

    @property
    def action(self) -> str:
        """The Textual action string."""
        return self.run or self.name

    @property
    def function(self) -> str:
        """The name of what it runs, without arguments and without whose it is."""
        return self.action.partition("(")[0].rpartition(".")[2]

    @property
    def shown_key(self) -> str:
        """The key to press, as it is written on the screen; "" where it has none."""
        return key_name(self.keys[0]) if self.keys else ""

    @property
    def shown_keys(self) -> str:
        """All its keys, as they are written on the screen."""
        return " ".join(map(key_name, self.keys))


def is_typed(key: str) -> bool:
    """Whether a key writes something where one types: an input method may swallow it, and no overlay gives it up."""
    name = key_name(key)
    return key == "space" or (len(name) == 1 and name.isascii())


def key_name(key: str) -> str:
    """A key as it is written on the screen: ``f1`` is F1, ``question_mark`` is ?."""
    if key in _KEY_NAMES:
        return _KEY_NAMES[key]
    if key.startswith("ctrl+"):
        name = key_name(key.removeprefix("ctrl+"))
        return f"Ctrl+{name.upper() if len(name) == 1 else name}"
    return key.upper() if key[0] == "f" and key[1:].isdigit() else key
