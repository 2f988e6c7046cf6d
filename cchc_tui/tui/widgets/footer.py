"""The thin line at the foot: the keys that matter here, and where the rows stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cchc_tui.tui.actions import Action
from cchc_tui.tui.paint import Line, Span, line_width, spread
from cchc_tui.tui.themes import Tone


def footer_line(actions: Sequence[Action], names: Mapping[str, str], right: str, boards: Line, cells: int) -> Line:
    """As many keys as there is room for, the first ones and help first to be kept.

    ``names`` says otherwise what an action is called just now; ``boards`` is the span of the boards' keys.
    """
    tail = (Span(f"  {right} ", Tone.DIM),) if right else ()
    room = cells - line_width(tail) - 1
    kept = list(actions)
    while True:
        line = _keys(kept, names, boards)
        if line_width(line) <= room or len(kept) <= 1:
            return spread((Span(" "), *line), tail, cells)
        kept.remove([action for action in kept if action.name != "help"][-1])


def _keys(actions: Sequence[Action], names: Mapping[str, str], boards: Line) -> Line:
    spans: list[Span] = []
    for action in actions:
        spans += [Span(action.shown_key, Tone.KEY), Span(" " + names.get(action.name, action.text.name) + "   ")]
    return (*spans, *boards)
