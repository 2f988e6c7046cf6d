"""The footer: the keys that matter on the screen, and the position of the cursor among the rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cchc_tui.texts.language import tr
from cchc_tui.tui.keys.action import Action
from cchc_tui.tui.style.render import Line, Span, line_width, spread
from cchc_tui.tui.style.themes import TextRole

#: Actions that stay if there is no room even for the keys of a meeting; the first ones stay longest. The presentation
#: stays on a board only, not on a screen that was opened from one.
_STAYS = ("help", "leave", "present")
_NEAREST = 2
#: Actions with well-known keys: their words are left out before the position is.
_KNOWN = ("open", "search")
#: Actions whose words are left out where there is no room for them, but not yet for fewer actions.
_LESSER = ("direct",)


def footer_line(
    actions: Sequence[Action], names: Mapping[str, str], position: str, boards: tuple[Line, Line], cells: int
) -> Line:
    """Draw as many keys as fit: first those that a meeting needs, then the first of ``actions``.

    ``names``: name of an action → its present title, for actions whose titles vary. ``boards`` are the boards' keys, in
    full and in brief.
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
    drilled = any(action.name == "back" for action in actions)
    full = {action.name: names.get(action.name, action.title_text) for action in actions}
    brief = full | {action.name: tr(action.brief) for action in actions if action.brief is not None} | dict(names)
    yield _form(actions, full, 3, boards[0], position)
    yield _form(actions, full, 2, boards[0], position)
    bare = dict.fromkeys(_LESSER, "")
    near = () if drilled else boards[1]
    kept = list(actions)
    for action in (None, *reversed([action for action in actions if action.brief is None])):
        if action is not None:
            kept.remove(action)
        yield _form(kept, brief, 2, near, position)
        if any(one.brief is None for one in kept):
            yield _form(kept, brief | bare, 2, near, position)
    short = position.partition(" ")[2].replace(" / ", "/")  # without the word for a row
    known = brief | dict.fromkeys(_KNOWN, "")
    # in a list, where the cursor stands matters more than the lesser words
    ways = [(brief, position), *[(brief | bare, position)] * drilled, (brief, short), (known, short)]
    brief, known = brief | bare, known | bare
    for words, said in (*ways, (brief, short), (known, short), (brief, ""), (known, "")):
        yield _form(kept, words, 1, near, said)
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
