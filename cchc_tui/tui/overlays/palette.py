"""The palette: finds boards, units, moments and actions by name, with or without diacritics, in either language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from operator import itemgetter
from typing import ClassVar, NamedTuple

from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.domain.moments import Stamp, day_end, to_date
from cchc_tui.domain.names import unaccent
from cchc_tui.domain.typed_moments import NoMomentError, parse_moment
from cchc_tui.texts.language import in_all, tr
from cchc_tui.texts.tui import BOARD_NAMES, TEXT
from cchc_tui.texts.tui_find import FIND, GROUPED, MOMENTS
from cchc_tui.texts.tui_time import TIME
from cchc_tui.tui.keys.action import Action
from cchc_tui.tui.overlays.chooser import PromptScreen
from cchc_tui.tui.screens.board_screen import BoardScreen
from cchc_tui.tui.style.formats import moment
from cchc_tui.tui.style.render import Line, Span, width
from cchc_tui.tui.style.themes import Background, TextRole
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow, row_line
from cchc_tui.tui.widgets.grid import Grid

_RECENT = 5
_NAMES = 24  # cells for the actions' names
#: Descriptions are searched too if the text has this many characters.
_SAID = 3
_MOST_LISTS = 400
#: The prefix of an ``Entry.action`` that opens a unit, and is no Textual action.
_UNIT = "unit:"


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
        """A sort key that tells how well the entry matches the typed ``words``. Smaller is better; None: no match.

        Names that begin with the typed text are best. Names in which each typed word begins a word are next. Last are
        entries whose name and description together contain each typed word. These count only if at least ``_SAID``
        characters are typed.
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


def _entries(board: BoardScreen) -> Iterator[Entry]:
    for action in board.actions_here():
        if action.listed:
            yield _of_action(action, board)
    for by in board.groupings:
        own = board.group_names.get(by)
        name = f"{TEXT.grouped_by} {tr(own).lower()}" if own else tr(GROUPED[by])
        yield Entry(name, "", "", f"screen.group('{by}')", (name, *in_all(own or GROUPED[by])))
    if board.status.known:
        for unit in board.board_app.source.registry.units.valid(to_date(board.session.moment)):
            yield Entry(unit.name, TEXT.palette_unit, "", _UNIT + unit.key, (unit.name, *unit.aliases))
        yield from _moments(board)


def _typed_entries(board: BoardScreen, text: str) -> Iterator[Entry]:
    """Yield entries for what the whole text names: a unit in any spelling ("p11"), or a moment ("08:30")."""
    if not board.status.known or not text.strip():
        return
    app = board.board_app
    unit = app.source.registry.units.find(text, to_date(app.session.moment)).unit
    if unit is not None:
        yield Entry(unit.name, TEXT.palette_unit, "", _UNIT + unit.key, (unit.name,))
    now = app.source.clock.now()
    try:
        at = parse_moment(text, now, app.session.moment)
    except NoMomentError:
        return
    yield _moment("typed", at)


def _of_action(action: Action, board: BoardScreen) -> Entry:
    title, description = action.words
    target = _target(action.run, board)
    name = tr(title)[:1].upper() + tr(title)[1:]
    return Entry(name, tr(description), action.shown_key, target, in_all(title), in_all(description))


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


class _EntryGrid(Grid):
    """The rows of the palette. If a name is too long for its column, the description beside it gets less room."""

    def _body_line(self, index: int) -> tuple[Line, Background]:
        line, background = super()._body_line(index)
        row, (name, *rest) = self._row(index), self.placed
        over = width(row.cells[name.number].text) - name.width if row is not None else 0
        if row is None or over <= 0 or len(rest) < 2 or rest[0].width <= over:
            return line, background
        said = rest[0]
        spots = (
            name._replace(width=name.width + over),
            said._replace(x=said.x + over, width=said.width - over),
            *rest[1:],
        )
        return row_line(row, spots, line[0].text), background


class PaletteScreen(PromptScreen[None]):
    """A line for typing, and the entries that match. An empty line shows all entries, the last five chosen on top."""

    WHOLE = True
    PLACES: ClassVar[tuple[str, ...]] = ("palette", *PromptScreen.PLACES)

    def __init__(self, board: BoardScreen):
        super().__init__(
            GridColumn("name", "", _NAMES, cut=True),
            GridColumn("help", "", 20, cut=True, grow=160, drop=1),
            GridColumn("key", "", 6, right=True),
            grid=_EntryGrid,
        )
        self._board = board
        self._by_action: dict[str, Entry] = {}
        self.grid.empty = ((), (Span(f"  {TEXT.palette_none}", TextRole.DIM),))

    def head_lines(self, cells: int) -> list[Line]:
        """The line with the typed text."""
        return [self.prompt_line(FIND.palette_hint, cells), ()]

    def text_changed(self) -> None:
        """Show the entries that match the typed text."""
        self.show_rows()
        self.grid.action_move("first")

    def rows(self) -> Iterator[GridRow]:
        """Yield a row for each matching entry; the entries are made each time, because the data may have changed."""
        matches = self._matching()
        self._by_action = {entry.action: entry for entry in reversed(matches)}
        for action in dict.fromkeys(entry.action for entry in matches):
            entry = self._by_action[action]
            said, key = Cell(entry.help, TextRole.DIM), Cell(entry.key, TextRole.KEY)
            yield GridRow(action, (Cell(entry.name, TextRole.STRONG), said, key))

    def _matching(self) -> list[Entry]:
        """The entries that match the typed text, best first. Without a text, all entries match.

        If entries match equally well, the one that the user chose most recently is first. If the text as a whole names
        a unit or a moment, the entries for this unit or moment come before all others.
        """
        latest = {action: place for place, action in enumerate(self._board.session.recent)}
        entries = sorted(_entries(self._board), key=lambda entry: latest.get(entry.action, len(latest)))
        if not self.text.strip():
            return entries
        words = unaccent(self.text).split()
        near = [(distance, entry) for entry in entries if words and (distance := entry.distance(words))]
        near.sort(key=itemgetter(0))
        return [*_typed_entries(self._board, self.text), *(entry for _, entry in near)]

    def choose(self, key: str) -> None:
        """Remember the chosen entry, close the palette and run the entry."""
        entry = self._by_action.get(key)
        if entry is not None:
            session = self._board.session
            others = [action for action in session.recent if action != entry.action]
            session.recent = (entry.action, *others[: _RECENT - 1])
            self.dismiss()
            self._board.call_later(_run, self._board, entry)


async def _run(board: BoardScreen, entry: Entry) -> None:
    """Run an entry's action on the board, after the palette has closed."""
    if entry.action.startswith(_UNIT):
        from cchc_tui.tui.screens.unit import UnitScreen  # imported at first use

        which = DossierFilter(unit=entry.action.removeprefix(_UNIT))
        await board.app.push_screen(UnitScreen(which, entry.name, BOARD_NAMES["late"]))
    else:
        await board.run_action(entry.action)
