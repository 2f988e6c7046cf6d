"""What an action is, and how keys are written on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from cchc_tui.domain.roles import Right
from cchc_tui.texts.language import tr

_KEY_NAMES = {
    "up": "↑", "down": "↓", "left": "←", "right": "→", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home",
    "end": "End", "space": "Space", "enter": "Enter", "escape": "Esc", "tab": "Tab", "shift+tab": "Shift+Tab",
    "backspace": "⌫", "insert": "Ins", "delete": "Del",
}  # fmt: skip


class Action(NamedTuple):
    """One action: where it works, its keys, its texts, and the Textual action that it runs.

    The footer shows the first key. ``right`` is the right that a viewer needs for the action, wherever the action is
    run from. Title and description are in Vietnamese. An action without a title takes both from its board's file.
    """

    name: str
    right: Right
    keys: tuple[str, ...] = ()  # characters, or Textual's names; none: it is in the palette only
    title: str = ""
    description: str = ""
    footer: int = 0  # lower numbers come first in the footer; 0: not in the footer
    footer_past: int = 0  # the same while a past moment is shown; 0: as ``footer``
    brief: str | None = None  # its word in a narrow footer ("": only the key); None: not in a narrow footer
    listed: bool = True  # whether the palette offers it
    run: str = ""  # the Textual action; {key} becomes the pressed key
    always: bool = False  # works everywhere: ``early``, ``on_wall``, and over overlays, except by keys that type
    early: bool = False  # works before the data are read
    on_wall: bool = False  # works in the presentation too
    place: str = ""  # where it works
    only: Literal["", "live", "past"] = ""  # useful only at present, or only at a past moment

    @property
    def words(self) -> tuple[str, str]:
        """Title and description, untranslated. If the action has none, both come from the board that it opens."""
        if self.title:
            return self.title, self.description
        from cchc_tui.boards.listed import board_of

        board = board_of(self.name.removeprefix("board_"))
        return board.heading, board.about or board.heading

    @property
    def title_text(self) -> str:
        """The title in the current language."""
        return tr(self.words[0])

    @property
    def description_text(self) -> str:
        """The description in the current language."""
        return tr(self.words[1])

    @property
    def function(self) -> str:
        """The name of the Textual action, without arguments and namespace."""
        return self.run.partition("(")[0].rpartition(".")[2]

    @property
    def shown_key(self) -> str:
        """The first key, as it is written on the screen; "" if there is none."""
        return key_name(self.keys[0]) if self.keys else ""

    @property
    def shown_keys(self) -> str:
        """All keys of the action, as they are written on the screen, with spaces between them."""
        return " ".join(map(key_name, self.keys))


def in_places(actions: Mapping[str, tuple[Action, ...]], *, listed: bool = True) -> tuple[Action, ...]:
    """All ``actions`` in one tuple, each with its ``place`` set.

    ``actions`` maps each place to its actions. If ``listed`` is False, the palette offers none of them. An action
    without ``run`` runs the Textual action of the same name. ``early`` and ``on_wall`` are also set for an action with
    ``always``.
    """
    return tuple(
        action._replace(
            place=place,
            run=action.run or action.name,
            listed=action.listed and listed,
            early=action.early or action.always,
            on_wall=action.on_wall or action.always,
        )
        for place, there in actions.items()
        for action in there
    )


def is_typed(key: str) -> bool:
    """Whether a key types a character. Overlays need such keys for typing, and input methods may swallow them."""
    name = key_name(key)
    return key == "space" or (len(name) == 1 and name.isascii())


def key_name(key: str) -> str:
    """A key as it is written on the screen: ``f1`` is F1, ``escape`` is Esc."""
    if key in _KEY_NAMES:
        return _KEY_NAMES[key]
    if key.startswith("ctrl+"):
        name = key_name(key.removeprefix("ctrl+"))
        return f"Ctrl+{name.upper() if len(name) == 1 else name}"
    return key.upper() if key[0] == "f" and key[1:].isdigit() else key
