"""The state of one viewer: the moments shown and requested, and the viewer's choices. It needs no screen.

The poller supplies the answers. The app draws them and calls a method for each key. A step through time takes two
calls: ``travel`` requests the boards of the other moment, and ``arrive`` switches to that moment once all of them are
there. So no figure is shown under another moment's heading.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from cchc_tui.boards.listed import LISTED
from cchc_tui.domain.moments import Stamp, to_datetime
from cchc_tui.texts.tui_time import TIME
from cchc_tui.tui.session.broker import Broker, Update
from cchc_tui.tui.session.personal_access import PersonalAccess
from cchc_tui.tui.session.preferences import Preferences
from cchc_tui.tui.session.queries import Answers, Query
from cchc_tui.tui.session.time_travel import ReferenceChoice, TimeTravel
from cchc_tui.tui.session.watchlist import UNITS, Watchlist
from cchc_tui.tui.session.write_queries import BeginAccess, EnterDirective, MarkMeeting
from cchc_tui.tui.style.render import Line, Span
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.style.time_text import Past, meeting_at, since_words

if TYPE_CHECKING:
    from cchc_tui.boards.reference import Reference
    from cchc_tui.boards.source import Source
    from cchc_tui.boards.timeline import Timeline
    from cchc_tui.domain.directives import DirectiveEntry
    from cchc_tui.settings import PrivacySettings
    from cchc_tui.tui.session.directive_draft import DirectiveContent
    from cchc_tui.tui.session.leaderboard_choices import LeaderboardChoices


_BOARD_NAMES = frozenset(board.name for board in LISTED)
#: How many times the viewer may turn to another board until the first ones are forgotten.
_MOST_SHOWN = 2_000


class Changes(NamedTuple):
    """What an update of the poller changed in the session."""

    fetched: tuple[tuple[Query, object], ...] = ()
    status: bool = False  # the status, or the failing queries
    empty: bool = False  # whether there are data, or a first load is under way
    first_look: bool = False  # whether the data are read for the first time
    reference: bool = False  # answers at the reference's moment
    access: bool = False  # the access level to personal data
    alerts: tuple[Line, ...] = ()  # a sentence for each pinned unit that changed
    said: tuple[Span, ...] = ()  # sentences about what was written


class Session:
    """The state of one viewer."""

    def __init__(self, source: Source, broker: Broker, preferences: Preferences):
        self._source = source
        self.viewer = source.viewer
        self._broker = broker
        self.preferences = preferences
        self.shown_at: Stamp | None = None  # the moment on screen; None: now
        self.previous_at: Stamp | None = None  # on screen before ``shown_at``; None: now
        self.stepped = False  # whether the moment was reached by a step, and not by a jump
        self.reference: Reference | None = None  # since when changes on screen count; None: none shown
        self.choice = ReferenceChoice()
        self.travel = TimeTravel(lambda: self.now, self.choice, self._resubscribe)
        self.access = PersonalAccess(self._office, broker.fetch_once, self._change_access)
        self.watchlist = Watchlist(preferences)
        self.unwritten_directive: DirectiveContent | None = None  # it could not be written; kept for another try
        self._board = ""
        self._shown: deque[tuple[Stamp, str]] = deque(maxlen=_MOST_SHOWN)  # boards, and since when each was shown
        self.leaderboards: dict[str, LeaderboardChoices] = {}  # by the board's name
        self.recent: tuple[str, ...] = ()  # entries chosen in the palette, the last one first
        self.status = broker.drain().status
        self.failing: Mapping[Query, str] = {}  # failing queries of the screen → names of their exceptions
        self.answers: Answers = {}
        self.queries: tuple[Query, ...] = ()  # of the visible screen: answers to other queries are not kept
        self._coming: tuple[Query, ...] = ()
        self._wanted: frozenset[Query] = frozenset()
        self._requested_reference: Reference | None = None
        self._newest_list_before: Stamp | None = None  # the newest list when a past moment was entered
        broker.wanted_after = self._wanted_after

    # ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def now(self) -> Stamp:
        """The time of the source's clock."""
        return self._source.clock.now()

    @property
    def moment(self) -> Stamp:
        """The moment on screen. If that is now, the time of the source's clock."""
        return self.now if self.shown_at is None else self.shown_at

    @property
    def timeline(self) -> Timeline | None:
        """All lists and meetings; None until they were read."""
        return self.choice.timeline

    def answer(self, query: Query, missing: Any = None) -> Any:
        """The answer to a query at the moment on screen; ``missing`` if there is none yet."""
        return self.answers.get(self._key(query, self.shown_at), missing)

    def baseline(self, query: Query) -> Any:
        """The answer to a query at the reference's moment; None without a reference, or if there is no answer yet."""
        return None if self.reference is None else self.answers.get(self._key(query, self.reference.at))

    def since_words(self) -> str:
        """The moment since which changes are counted, in words; "" if there is no reference."""
        return since_words(self.reference, self.moment, self.timeline)

    @property
    def past(self) -> Past | None:
        """The past moment on screen, with all that header and footer show about it; None if the screen is live."""
        if self.shown_at is None:
            return None
        moments = (
            getattr(each, "data_as_of", None) for query, each in self.answers.items() if query.at == self.shown_at
        )
        newest = self.status.data_as_of
        return Past(
            self.shown_at,
            next((moment for moment in moments if moment is not None), None),
            newest if newest != self._newest_list_before else None,
            self.travel.speed if self.travel.replaying else None,
            meeting_at(self.timeline, self.shown_at),
        )

    # ── what is asked for ────────────────────────────────────────────────────────────────────────────────────────────
    def _key(self, query: Query, at: Stamp | None) -> Query:
        """The query at a moment, under the present access level."""
        return query.at_moment(at).with_access(self.access.level)

    def subscribe(
        self, queries: tuple[Query, ...], coming: tuple[Query, ...] = (), *, presenting: bool = False
    ) -> None:
        """Ask the screen's queries, then the next screen's (``coming``). A presentation gets no personal data."""
        self.queries, self._coming, self.access.presenting = queries, coming, presenting
        self._resubscribe()

    def _resubscribe(self) -> None:
        self._requested_reference = self.travel.reference
        wanted = self._wanted_since(self._requested_reference)
        coming = self._keys(self._coming, self.travel.at, self._requested_reference)
        self._wanted = frozenset((*wanted, *self._keys(self.queries, self.shown_at, self.reference)))
        at_hand = self._broker.subscribe(wanted, coming)
        self.answers = at_hand | {query: answer for query, answer in self.answers.items() if query in self._wanted}

    def _wanted_since(self, reference: Reference | None) -> list[Query]:
        watched = (self._key(query, None) for query in self.watchlist.queries())
        return [*self._keys(self.queries, self.travel.at, reference), *watched]

    def _wanted_after(self, timeline: Timeline) -> list[Query]:
        """The queries to ask after a load. ``timeline`` is the timeline after this load; it may change the reference.

        The poller's thread calls this method, so that the load and its changes are asked, published and drawn at once.
        """
        return self._wanted_since(self.choice.reference(self.travel.moment, timeline))

    def _keys(self, queries: Iterable[Query], at: Stamp | None, reference: Reference | None) -> list[Query]:
        """The queries for a moment, then those for the reference's moment, from which changes are computed."""
        return [*(self._key(query, at) for query in queries), *self._at_reference(queries, reference)]

    def _at_reference(self, queries: Iterable[Query], reference: Reference | None) -> list[Query]:
        """The queries at the reference's moment, for answers that are shown with changes; [] without a reference."""
        if reference is None:
            return []
        return [self._key(query, reference.at) for query in queries if query.compared]

    def fetch_once(self, query: Query) -> Query:
        """Ask a query once, at the moment on screen. Return the query as ``Update.fetched`` will contain it."""
        query = self._key(query, self.shown_at)
        self._broker.fetch_once(query)
        return query

    def apply(self, update: Update) -> Changes:
        """Apply an update of the poller. Return what it changed."""
        status, failing, access = self.status, self.failing, self.access.record
        self.status, self.failing = update.status, update.failing
        self.choice.timeline, self.choice.opened = update.timeline, update.status.opened
        fetched = tuple((query, answer) for query, answer in update.fetched if self.access.allows(query))
        said = [sentence for pair in fetched if (sentence := self._apply_written(*pair)) is not None]
        if not all(map(self.access.allows, self._wanted)):  # the office's settings became known or changed
            self._change_access()
        new = {query: answer for query, answer in update.answers.items() if query in self._wanted}
        self.answers.update({query: answer for query, answer in new.items() if self.access.allows(query)})
        self._follow_reference()
        return Changes(
            fetched,
            status=status != self.status or failing != self.failing,
            empty=(status.empty, status.first_load) != (self.status.empty, self.status.first_load),
            first_look=self.status.known and not status.known,
            reference=not new.keys().isdisjoint(self._at_reference(self.queries, self.reference)),
            access=access is not self.access.record,
            alerts=tuple(self.watchlist.changes(self.answers.get(self._key(UNITS, None)))),
            said=tuple(said),
        )

    def _apply_written(self, query: Query, answer: Any) -> Span | None:
        if isinstance(query, BeginAccess):
            return self.access.begin(answer)
        if isinstance(query, EnterDirective):
            return self._apply_entry(query, answer)
        return self.choice.apply_mark(query, answer) if isinstance(query, MarkMeeting) else None

    # ── moment and reference ─────────────────────────────────────────────────────────────────────────────────────────
    def arrive(self) -> bool:
        """Switch to the requested moment and reference, once the screen's queries are answered.

        Return whether moment or reference changed. A slow query is awaited only if all ``dated`` queries of the screen
        are slow. A query that fails at the reference's moment is not awaited.
        """
        at, reference = self.travel.at, self._requested_reference
        since = [query for query in self._at_reference(self.queries, reference) if not query.slow]
        if any(query not in self.answers and query.without_access not in self.failing for query in since):
            return False
        if at == self.shown_at:
            changed, self.reference = reference != self.reference, reference
            return changed
        dated = [query for query in self.queries if query.dated]
        awaited = [query for query in dated if not query.slow] or dated
        if any(self._key(query, at) not in self.answers for query in awaited):
            return False
        if self.shown_at is None:
            self._newest_list_before = self.status.data_as_of
        self.previous_at, self.shown_at, self.stepped = self.shown_at, at, self.travel.stepping
        self.reference = reference
        return True

    def _follow_reference(self) -> None:
        """Subscribe again if the requested moment now has another reference."""
        if self._requested_reference != self.travel.reference:
            self._resubscribe()

    def compare_next(self) -> Span:
        """Count changes since the next reference. Return a sentence with its name, which some boards do not show."""
        self.choice.compare_next(self.travel.moment)
        self._follow_reference()
        since = since_words(self._requested_reference, self.travel.moment, self.timeline, titled=True)
        return Span(f"{since[:1].upper()}{since[1:]}." if since else TIME.no_reference)

    def compare_with(self, at: Stamp) -> None:
        """Count changes since a moment."""
        self.choice.compare_with(at)
        self._follow_reference()

    @property
    def may_start_meeting(self) -> bool:
        """Whether a meeting can be started: the present is shown, and no meeting is under way."""
        return self.shown_at is None and self.travel.at is None and self.choice.meeting_since(self.now) is None

    def start_meeting(self, title: str = "", chair: str = "") -> None:
        """Mark the start of a meeting."""
        self._broker.fetch_once(self.choice.start_meeting(self.now, title, chair))

    def mark_meeting(self) -> Span | None:
        """Mark the start of a meeting or, during a meeting, its end.

        The end is marked only at the second of two calls within ``CONFIRM_SECONDS``. If nothing was marked, return a
        sentence for the user: the reason, or the request to repeat the key.
        """
        if self.shown_at is not None or self.travel.at is not None:
            return Span(TIME.mark_in_past)
        since = self.choice.meeting_since(self.now)
        if since is None:
            self.start_meeting()
            return None
        mark = self.choice.end_meeting(self.now, self._boards_since(since))
        if mark is None:
            return Span(TIME.sure_to_end, TextRole.WARN)
        self._broker.fetch_once(mark)
        return None

    # ── directives ───────────────────────────────────────────────────────────────────────────────────────────────────
    def give_directive(self, told: DirectiveContent) -> None:
        """Enter a new directive, in the meeting under way if there is one."""
        self.unwritten_directive = None
        entry = told.given(self.now, self.choice.meeting_since(self.now))
        self._broker.fetch_once(EnterDirective(entry, told))

    def enter_directive(self, entry: DirectiveEntry) -> None:
        """Write an entry about an existing directive."""
        self._broker.fetch_once(EnterDirective(entry))

    def _apply_entry(self, query: EnterDirective, trouble: str | None) -> Span:
        """Return a sentence that says whether an entry was written. ``trouble`` is the reason why not, or None."""
        from cchc_tui.texts.tui_directives import DIRECTIVE, ENTERED  # imported only after an entry

        entry = query.entry
        if trouble is not None:
            self.unwritten_directive = query.told
            return Span(DIRECTIVE.not_entered.format(reason=trouble), TextRole.WARN)
        due = "" if entry.due is None else f"{to_datetime(entry.due):%d/%m/%Y}"
        return Span(ENTERED[entry.act].format(text=entry.text, due=due), TextRole.GOOD)

    # ── boards ───────────────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def board(self) -> str:
        """The name of the current board; "" before the first one."""
        return self._board

    @board.setter
    def board(self, name: str) -> None:
        self._board = name
        self.note_board(name)

    def note_board(self, name: str) -> None:
        """Note that a board is shown now, for the log of a meeting. A name that is not a board's is ignored."""
        if name in _BOARD_NAMES and not (self._shown and self._shown[-1][1] == name):
            self._shown.append((self.now, name))

    def _boards_since(self, start: Stamp) -> tuple[str, ...]:
        """The boards that this viewer has shown since a moment, in order. The first was on screen at that moment."""
        before = [name for at, name in self._shown if at <= start][-1:]
        return tuple(dict.fromkeys((*before, *(name for at, name in self._shown if at > start))))

    # ── access to personal data ──────────────────────────────────────────────────────────────────────────────────────
    def _office(self) -> PrivacySettings | None:
        return self._source.settings.privacy if self.status.known else None

    def _change_access(self) -> None:
        """Discard requests and answers made under an access level that no longer applies, and ask again."""
        self.answers = {query: answer for query, answer in self.answers.items() if self.access.allows(query)}
        self._broker.discard_unless(self.access.allows)
        self._resubscribe()

    def close(self) -> None:
        """When the app ends, log the end of an access that is still open."""
        record, self.access.record = self.access.record, None
        if record is not None:
            with suppress(OSError):
                self._source.end_access(record)
