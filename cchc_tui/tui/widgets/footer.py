"""The footer: the keys that matter on the screen, and the position of the cursor among the rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from cchc_tui.texts.language import tr
from cchc_tui.tui.keys.action import Action
from cchc_tui.tui.style.render import Line, Span, line_width, spread
from cchc_tui.tui.style.themes import TextRole

#: Actions that stay if there is no room even for the keys of a meeting; the first ones stay longest. The presentation
#: stays on a board only, not on a screen that was opened from one.
_STAYS = ("help", "leave", "present")
_NEAREST = 2
_BACK = "back"
#: Actions with well-known keys: their words are left out before the position is.
_KNOWN = ("open", "search")
#: The action whose word is left out next. Its key then stands beside that of the help.
_UNNAMED = ("leave",)
#: Actions that are left out one by one where the keys of a meeting need the room, on a board (False) and on a screen
#: opened from one (True).
_LESSER = {False: ("export",), True: ("export", "leave")}


def footer_line(
    actions: Sequence[Action], names: Mapping[str, str], position: str, boards: tuple[Line, Line], cells: int
) -> Line:
    """Draw as many keys as fit: first those that a meeting needs, then the first of ``actions``.

    ``names`` maps an action whose title varies to its present title. ``boards`` are the boards' keys, in full and in
    brief.
    """
    for left, right in _forms(actions, names, position, boards):
        if line_width((*left, *right)) <= cells:
            break
    return spread(left, right, cells)


def _form(
    actions: Sequence[Action], words: Mapping[str, str], gap: int, boards: Line, position: str
) -> tuple[Line, Line]:
    """One way to write the footer. Left part: each key with its word, and ``gap`` blanks. Right part: the position."""
    spans: list[Span] = [Span(" ")]
    for action in actions:
        word = words[action.name]
        spans += [Span(action.shown_key, TextRole.KEY), Span(f" {word}" if word else ""), Span(" " * gap)]
    left = (*spans, *boards) if boards else tuple(spans[:-1])
    return left, (Span(f" {position} ", TextRole.DIM),) if position else ()


def _forms(
    actions: Sequence[Action], names: Mapping[str, str], position: str, boards: tuple[Line, Line]
) -> Iterator[tuple[Line, Line]]:
    """Yield the ways to write the footer (left part, right part), from the widest to the narrowest."""
    drilled = any(action.name == _BACK for action in actions)
    full = {action.name: names.get(action.name, action.title_text) for action in actions}
    least_words = {action.name: tr(action.brief) for action in actions if action.brief is not None}
    brief = full | least_words | dict(names)
    yield _form(actions, full, 3, boards[0], position)
    yield _form(actions, full, 2, boards[0], position)
    near = () if drilled else boards[1]
    kept = list(actions)
    for action in (None, *reversed([action for action in actions if action.brief is None])):
        if action is not None:
            kept.remove(action)
        yield _form(kept, brief, 2, near, position)
    yield _form(kept, brief, 1, near, position)
    known = brief | least_words | dict.fromkeys(_KNOWN, "")
    if _BACK in names:  # the key then does something else than its brief word says
        known[_BACK] = names[_BACK]
    unnamed = dict.fromkeys(_UNNAMED, "")
    gone = [_LESSER[drilled][:n] for n in range(len(_LESSER[drilled]) + 1)]
    fewer = [[action for action in kept if action.name not in names] for names in gone]
    short = position.partition(" ")[2].replace(" / ", "/")  # without the word for a row
    for positions in ((position, short), ("",)):
        for shown, said in product(fewer, positions):
            for words in (brief, known, brief | unnamed, known | unnamed):
                yield _form(shown, words, 1, near, said)
    kept, known = fewer[1], known | unnamed
    while len(kept) > 1:
        yield _form(kept, known, 1, near, position)
        kept.remove(_first_to_go(kept, drilled))
    yield _form(kept, brief, 1, (), "")


def _first_to_go(kept: Sequence[Action], drilled: bool) -> Action:
    stays = _STAYS[:2] if drilled else _STAYS
    others = [action for action in kept if action.name not in stays]
    staying = sorted((action for action in kept if action.name in stays), key=lambda one: stays.index(one.name))
    if len(others) > _NEAREST or len(staying) <= 1:
        return others[-1]
    return staying[-1]
