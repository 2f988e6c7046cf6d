"""Every screen there is and the keys that lead to it from the start: for the contact sheet, and for tests of all sizes.

Boards come from the registry, so a new one is on the sheet by itself; the rest is found below the boards it is found
below on the screen.
"""

from __future__ import annotations

from typing import NamedTuple

from cchc_tui.tui.keys.boards import BOARDS


class Shown(NamedTuple):
    """A screen by its name, and the keys that are pressed for it, as Textual names them."""

    name: str
    keys: tuple[str, ...]


#: Board → what is opened from there: a name, and the keys.
_BELOW: dict[str, tuple[Shown, ...]] = {
    "late": (
        Shown("late-map", ("v",)),
        Shown("late-columns", ("w",)),
        Shown("unit", ("enter",)),
        Shown("unit-chart", ("enter", "t")),
        Shown("dossier", ("enter", "enter")),
    ),
    "due": (Shown("due-map", ("v",)),),
    "rollout": (Shown("rollout-map", ("v",)), Shown("evidence", ("down", "enter"))),
    "exports": (Shown("found", ("g",)),),
}
#: What opens over any board.
_OVER = (
    Shown("help", ("f1",)),
    Shown("palette", ("f12",)),
    Shown("search", ("slash", "p", "6")),
    Shown("export", ("e",)),
    Shown("reason", ("U",)),
    Shown("ask", ("at",)),
    Shown("past", ("left_square_bracket", "left_square_bracket")),
    Shown("presentation", ("f5", "space")),
    Shown("presentation-2", ("f5", "space", "right")),
)


def shown() -> tuple[Shown, ...]:
    """All of them, boards first met first."""
    found: list[Shown] = []
    for board in BOARDS:
        found.append(Shown(board.name, (board.key,)))
        found += [Shown(name, (board.key, *keys)) for name, keys in _BELOW.get(board.name, ())]
    return (*found, *_OVER)
