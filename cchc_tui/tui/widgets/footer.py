"""The line at the foot: the keys that work here, and the position of the cursor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cchc_tui.tui.keys.actions import Action
from cchc_tui.tui.style.render import Line, Span, line_width, spread
from cchc_tui.tui.style.themes import TextRole

#: Actions that stay beside the nearest ones, the first of them longest. The presentation stays on a board's own screen.
_STAYS = ("help", "leave", "present")
_NEAREST = 2


def footer_line(actions: Sequence[Action], names: Mapping[str, str], right: str, boards: Line, cells: int) -> Line:
    """Draw as many keys as fit. The first ones, help, the way out and the presentation are kept longest.

    ``names`` are other names that actions have just now; ``boards`` is the text for the boards' keys.
    """
    tail = (Span(f"  {right} ", TextRole.DIM),) if right else ()
    room = cells - line_width(tail) - 1
    kept = list(actions)
    while line_width(_keys(kept, names, boards, 2)) > room and len(kept) > 1:
        kept.remove(_first_to_go(kept))
    wide = _keys(kept, names, boards, 3)
    line = wide if line_width(wide) <= room else _keys(kept, names, boards, 2)
    return spread((Span(" "), *line), tail, cells)


def _first_to_go(kept: Sequence[Action]) -> Action:
    stays = _STAYS[:2] if any(action.name == "back" for action in kept) else _STAYS
    others = [action for action in kept if action.name not in stays]
    staying = sorted((action for action in kept if action.name in stays), key=lambda one: stays.index(one.name))
    if len(others) > _NEAREST or len(staying) <= 1:
        return others[-1]
    return staying[-1]


def _keys(actions: Sequence[Action], names: Mapping[str, str], boards: Line, gap: int) -> Line:
    spans: list[Span] = []
    for action in actions:
        name = names.get(action.name, action.text.name)
        spans += [Span(action.shown_key, TextRole.KEY), Span(f" {name}{' ' * gap}")]
    return (*spans, *boards)
