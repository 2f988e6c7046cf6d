"""Every screen, with the keys that lead there from the start: for contact sheets, and for tests at all sizes.

The boards come from the list of boards, so a new board is included automatically. A screen that is opened from a board
is listed under this board.
"""

from __future__ import annotations

from typing import NamedTuple

from cchc_tui.tui.keys.boards import BOARDS


class Shown(NamedTuple):
    """A screen's name, and the keys that lead to the screen from the start, as Textual names them."""

    name: str
    keys: tuple[str, ...]


#: Board → the screens that are opened from it, with the keys to press there.
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
    "online": (Shown("online-received", ("enter",)),),
    "review": (
        Shown("review-fields", ("g",)),
        Shown("review-procedures", ("enter",)),
    ),
    "testing": (Shown("testing-map", ("v",)), Shown("testing-plans", ("enter",))),
    "directives": (Shown("directive", ("enter",)), Shown("directive-extended", ("enter", "h"))),
    "index": (Shown("index-map", ("v",)), Shown("index-criteria", ("enter",))),
    "exports": (Shown("found", ("g",)),),
}
#: The screens that open over any board.
_OVER = (
    Shown("help", ("f1",)),
    Shown("palette", ("f12",)),
    Shown("search", ("slash", "p", "6")),
    Shown("export", ("e",)),
    Shown("reason", ("U",)),
    Shown("ask", ("at",)),
    Shown("meeting", ("m",)),
    Shown("directive-entry", ("n",)),
    Shown("meeting-log", ("H",)),
    Shown("past", ("left_square_bracket", "left_square_bracket")),
    Shown("presentation", ("f5", "space")),
    Shown("presentation-2", ("f5", "space", "right")),
)


def shown() -> tuple[Shown, ...]:
    """All screens: each board followed by the screens opened from it, then the screens that open over any board."""
    found: list[Shown] = []
    for board in BOARDS:
        found.append(Shown(board.name, (board.key,)))
        found += [Shown(name, (board.key, *keys)) for name, keys in _BELOW.get(board.name, ())]
    return (*found, *_OVER)
