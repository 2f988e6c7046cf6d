"""The palette's entries: actions, boards, groupings, units and moments, each with its names in every language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from cchc_tui.domain.moments import Stamp, day_end, to_date
from cchc_tui.domain.names import unaccent
from cchc_tui.domain.typed_moments import NoMomentError, parse_moment
from cchc_tui.texts.language import in_all, tr
from cchc_tui.texts.tui import TEXT
from cchc_tui.texts.tui_find import FIND, GROUPED, MOMENTS
from cchc_tui.texts.tui_time import TIME
from cchc_tui.tui.keys.action import Action
from cchc_tui.tui.screens.board_screen import BoardScreen
from cchc_tui.tui.style.formats import moment

#: Descriptions are searched too if the text has this many characters.
_SAID = 3
_MOST_LISTS = 400
#: The prefix of an ``Entry.action`` that opens a unit, and is no Textual action.
UNIT = "unit:"


class Entry(NamedTuple):
    """One entry: its name and description, its key, and the action that it runs.

    The palette searches ``names`` (in every language, and aliases) and ``said`` (the descriptions).
    """

    name: str
    help: str
    key: str
    action: str  # "unit:KEY", or a Textual action of the screen below
    names: tuple[str, ...]
    said: tuple[str, ...] = ()

    def distance(self, words: list[str]) -> tuple[int, int] | None:
        """How well the entry matches the typed ``words``: a sort key, smaller if better; None if it does not match.

        Best is a name that begins with the typed text, then a name in which each word begins a word. Last is an entry
        whose name and description contain each word, which counts only from ``_SAID`` typed characters on.
        """
        near = (_distance(unaccent(name), words) for name in self.names)
        nearest = min((distance for distance in near if distance is not None), default=None)
        if nearest is not None or len(" ".join(words)) < _SAID:
            return nearest
        whole = (unaccent(f"{name} {said}") for name, said in zip(self.names, self.said, strict=False))
        return (2, 0) if any(all(word in text for word in words) for text in whole) else None


def _distance(name: str, words: list[str]) -> tuple[int, int] | None:
    if name.startswith(" ".join(words)):
        return 0, 0
    if all(any(part.startswith(word) for part in name.split()) for word in words):
        return 1, name.find(words[0])
    return None


def entries(board: BoardScreen) -> Iterator[Entry]:
    """Yield all entries for a board, in a fixed order."""
    for action in board.actions_here():
        if action.listed:
            yield _of_action(action, board)
    for by in board.groupings:
        own = board.group_names.get(by)
        name = f"{TEXT.grouped_by} {tr(own).lower()}" if own else tr(GROUPED[by])
        yield Entry(name, "", "", f"screen.group('{by}')", (name, *in_all(own or GROUPED[by])))
    if board.status.known:
        for unit in board.board_app.source.registry.units.valid(to_date(board.session.moment)):
            yield Entry(unit.name, TEXT.palette_unit, "", UNIT + unit.key, (unit.name, *unit.aliases))
        yield from _moments(board)


def typed_entries(board: BoardScreen, text: str) -> Iterator[Entry]:
    """Yield entries for what the whole text names: a unit in any spelling ("p11"), or a moment ("08:30")."""
    if not board.status.known or not text.strip():
        return
    app = board.board_app
    unit = app.source.registry.units.find(text, to_date(app.session.moment)).unit
    if unit is not None:
        yield Entry(unit.name, TEXT.palette_unit, "", UNIT + unit.key, (unit.name,))
    now = app.source.clock.now()
    try:
        at = parse_moment(text, now, app.session.moment)
    except NoMomentError:
        return
    yield _moment("typed", at)


def _of_action(action: Action, board: BoardScreen) -> Entry:
    title, description = action.words
    target = _target(action.run, board)
    return Entry(_capital(tr(title)), tr(description), action.shown_key, target, in_all(title), in_all(description))


def _target(action: str, board: BoardScreen) -> str:
    """The action with Textual's namespace: ``app`` if only the app defines the action, else ``screen``."""
    if action.startswith("app."):
        return action
    name = action.split("(", maxsplit=1)[0]
    of_app = hasattr(board.app, f"action_{name}") and not hasattr(board, f"action_{name}")
    return f"app.{action}" if of_app else f"screen.{action}"


def _moments(board: BoardScreen) -> Iterator[Entry]:
    """Yield entries for yesterday and a week ago, then for meetings (newest first), then for lists (newest first)."""
    timeline, now = board.session.timeline, board.session.now
    if timeline is None or not timeline.lists:
        return
    today = to_date(now)
    for name, back in (("yesterday", 1), ("week", 7)):
        at = day_end(today - timedelta(days=back))
        yield _moment(name, at)
    for meeting in reversed(timeline.meetings):
        for name, edge in (("meeting_start", meeting.start), ("meeting_end", meeting.end)):
            if edge is not None and edge <= now:
                yield _moment(name, edge, meeting.title)
    for at in reversed([at for at in timeline.lists if at <= now][-_MOST_LISTS:]):
        yield _moment("list", at)


def _moment(name: str, at: Stamp, title: str = "") -> Entry:
    when = moment(at)
    names = tuple(text.format(when=when) for text in in_all(MOMENTS[name]))
    shown = tr(MOMENTS[name]).format(when=when)
    if title:
        shown, names = TIME.titled.format(words=shown, title=title), (*names, title)
    return Entry(shown, FIND.go_to, "", f"app.go_to({at})", names)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
