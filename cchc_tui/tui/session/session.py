"""The state of one viewer: moments, reference, board, answers, access to personal data, pins. It needs no screen.

The poller supplies the answers; the app draws them and calls a method for each key. A step through time takes two
calls: ``go`` asks for the boards of the other moment, and ``arrive`` switches to that moment once all of them have
come, so that no figure is shown under another moment's heading.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any

from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.privacy import HIDDEN, Access
from cchc_tui.texts.tui_privacy import PRIVACY
from cchc_tui.texts.tui_time import TIME
from cchc_tui.tui.session.broker import Broker
from cchc_tui.tui.session.personal_access import PersonalAccess
from cchc_tui.tui.session.preferences import Preferences
from cchc_tui.tui.session.queries import Answers, Query
from cchc_tui.tui.session.reference_choice import ReferenceChoice
from cchc_tui.tui.session.update import Changes, Update
from cchc_tui.tui.session.watchlist import UNITS, Watchlist
from cchc_tui.tui.session.write_queries import BeginAccess, Begun, EndAccess, Marked, MarkMeeting
from cchc_tui.tui.style.formats import clock_time
from cchc_tui.tui.style.render import Span
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.style.time_text import Past, edge_at, since_words, speed_words

if TYPE_CHECKING:
    from cchc_tui.boards.reference import Reference
    from cchc_tui.boards.source import Source
    from cchc_tui.boards.timeline import Timeline
    from cchc_tui.tui.session.leaderboard_choices import LeaderboardChoices

#: A meeting is ended only if its end is asked for twice within this many seconds.
CONFIRM_SECONDS = 8.0
#: The speeds of a replay in steps per second.
SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)


class Session:
    """The state of one viewer."""

    def __init__(self, source: Source, broker: Broker, preferences: Preferences):
        self._source = source
        self._broker = broker
        self.preferences = preferences
        self.shown_at: Stamp | None = None  # the moment that is shown; None: now
        self.requested_at: Stamp | None = None  # the moment that the poller is asked for; None: now
        self.previous_at: Stamp | None = None  # the moment that was shown before ``shown_at``; None: now
        self.stepped = False  # whether the moment was reached by a step, and not by a jump
        self.board = ""  # the name of the current board
        self.leaderboards: dict[str, LeaderboardChoices] = {}  # by the board's name
        self.presenting = False
        self.choice = ReferenceChoice()
        self.access = PersonalAccess()
        self.watchlist = Watchlist(preferences)
        self.recent: tuple[str, ...] = ()  # entries chosen in the palette, the last one first
        self.status = broker.drain().status
        self.failing: Mapping[Query, str] = {}  # failing queries of the screen, and the names of their exceptions
        self.answers: Answers = {}
        self.replaying = False
        self._speed = 2.0
        self._queries: tuple[Query, ...] = ()
        self._coming: tuple[Query, ...] = ()
        self._wanted: frozenset[Query] = frozenset()
        self.reference: Reference | None = None  # what the changes on screen are counted from; None: no changes
        self._requested_reference: Reference | None = None
        self._stepping = False
        self._newest_list_before: Stamp | None = None  # the newest list when a past moment was entered
        self._end_asked_at = -CONFIRM_SECONDS  # when the end of the meeting was last asked for

    # ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def now(self) -> Stamp:
        """The time of the source's clock."""
        return self._source.clock.now()

    @property
    def moment(self) -> Stamp:
        """The moment on screen; the clock's time if that is now."""
        return self.now if self.shown_at is None else self.shown_at

    @property
    def _requested(self) -> Stamp:
        """The moment that the poller is asked for; the clock's time if that is now."""
        return self.now if self.requested_at is None else self.requested_at

    @property
    def _next_reference(self) -> Reference | None:
        """The reference that changes at the requested moment are counted from."""
        return self.choice.reference(self._requested)

    @property
    def timeline(self) -> Timeline | None:
        """All lists and meetings; None until the data were read."""
        return self.choice.timeline

    def answer(self, query: Query, missing: Any = None) -> Any:
        """The answer to a query at the moment on screen; ``missing`` while there is none."""
        return self.answers.get(self._key(query, self.shown_at), missing)

    def baseline(self, query: Query) -> Any:
        """The answer to a query at the reference's moment; None while there is none."""
        return None if self.reference is None else self.answers.get(self._key(query, self.reference.at))

    def since_words(self) -> str:
        """The reference of changes in words; "" without one."""
        return since_words(self.reference, self.moment, self.timeline)

    @property
    def past(self) -> Past | None:
        """The past moment on screen and what header and footer say about it; None while now is shown."""
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
            self._speed if self.replaying else None,
            edge_at(self.timeline, self.shown_at),
        )

    # ── what is asked for ────────────────────────────────────────────────────────────────────────────────────────────
    def _key(self, query: Query, at: Stamp | None) -> Query:
        """The query at a moment, under the present access level."""
        return query.at_moment(at).with_access(self.access_level)

    def subscribe(
        self, queries: tuple[Query, ...], coming: tuple[Query, ...] = (), *, presenting: bool = False
    ) -> None:
        """Ask the screen's queries, then those ``coming`` on the next screen. A presentation gets no personal data."""
        self._queries, self._coming, self.presenting = queries, coming, presenting
        self._resubscribe()

    def _resubscribe(self) -> None:
        self._requested_reference = reference = self._next_reference
        wanted = [self._key(query, self.requested_at) for query in self._queries]
        wanted += [self._key(query, None) for query in self.watchlist.queries()]
        wanted += self._at_reference(self._queries, reference)
        coming = [self._key(query, self.requested_at) for query in self._coming]
        coming += self._at_reference(self._coming, reference)
        shown = [self._key(query, self.shown_at) for query in self._queries]
        self._wanted = frozenset((*wanted, *shown, *self._at_reference(self._queries, self.reference)))
        at_hand = self._broker.subscribe(wanted, coming)
        self.answers = at_hand | {query: answer for query, answer in self.answers.items() if query in self._wanted}

    def _at_reference(self, queries: Iterable[Query], reference: Reference | None) -> list[Query]:
        """The queries whose answers show what has changed since a reference."""
        if reference is None:
            return []
        return [self._key(query, reference.at) for query in queries if query.compared]

    def fetch_once(self, query: Query) -> Query:
        """Ask a query once, at the moment on screen; return it as ``Update.fetched`` will contain it."""
        query = self._key(query, self.shown_at)
        self._broker.fetch_once(query)
        return query

    def apply(self, update: Update) -> Changes:
        """Apply an update of the poller; return what changed."""
        status, failing, access = self.status, self.failing, self.access.record
        self.status, self.failing = update.status, update.failing
        self.choice.timeline, self.choice.opened = update.timeline, update.status.opened
        fetched = tuple((query, answer) for query, answer in update.fetched if self.allows(query))
        said = [sentence for _, answer in fetched if (sentence := self._apply_written(answer)) is not None]
        if not all(map(self.allows, self._wanted)):  # the office's settings have become known, or have changed
            self._change_access()
        new = {query: answer for query, answer in update.answers.items() if query in self._wanted}
        self.answers.update({query: answer for query, answer in new.items() if self.allows(query)})
        self._follow_reference()
        return Changes(
            fetched,
            status=status != self.status or failing != self.failing,
            empty=(status.empty, status.first_load) != (self.status.empty, self.status.first_load),
            first_look=self.status.known and not status.known,
            reference=not new.keys().isdisjoint(self._at_reference(self._queries, self.reference)),
            access=access is not self.access.record,
            alerts=tuple(self.watchlist.changes(self.answers.get(self._key(UNITS, None)))),
            said=tuple(said),
        )

    def _apply_written(self, answer: object) -> Span | None:
        if isinstance(answer, Begun):
            return self._begin_access(answer)
        return self._apply_mark(answer) if isinstance(answer, Marked) else None

    # ── moments ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def go(self, at: Stamp | None, *, stepping: bool = False) -> None:
        """Ask for the boards of a moment. None, or a moment in the future, means now."""
        at = None if at is None or at >= self.now else at
        if at == self.requested_at:
            return
        self._stepping = stepping
        self.requested_at = at
        self._resubscribe()

    def arrive(self) -> bool:
        """Switch to the requested moment and reference once the queries on screen are answered; return whether it did.

        Slow queries are awaited only if the screen has no others. Of the reference, failing queries are not awaited.
        """
        at, reference = self.requested_at, self._requested_reference
        since = [query for query in self._at_reference(self._queries, reference) if not query.slow]
        if any(query not in self.answers and query.without_access not in self.failing for query in since):
            return False
        if at == self.shown_at:
            changed, self.reference = reference != self.reference, reference
            return changed
        dated = [query for query in self._queries if query.dated]
        awaited = [query for query in dated if not query.slow] or dated
        if any(self._key(query, at) not in self.answers for query in awaited):
            return False
        if self.shown_at is None:
            self._newest_list_before = self.status.data_as_of
        self.previous_at, self.shown_at, self.stepped = self.shown_at, at, self._stepping
        self.reference = reference
        return True

    def go_earlier(self, *, meeting: bool = False) -> Span | None:
        """Go one step back, or to the previous start or end of a meeting; return a sentence if there is none."""
        self.replaying = False
        timeline, at = self.timeline, self._requested
        if timeline is None:
            return Span(TIME.not_yet_known)
        earlier = timeline.earlier_meeting(at) if meeting else timeline.earlier(at, self.now)
        if earlier is None:
            return Span(TIME.no_earlier_meeting if meeting else TIME.beginning)
        self.go(earlier, stepping=not meeting)
        return None

    def _later(self, *, meeting: bool = False) -> Stamp | None:
        """The next step, or the next start or end of a meeting; None if that is now."""
        if self.timeline is None:
            return None
        step = self.timeline.later_meeting if meeting else self.timeline.later
        return step(self._requested, self.now)

    def go_later(self, *, meeting: bool = False) -> Span | None:
        """Go one step forward, or to the next start or end of a meeting; return a sentence if the screen is at now."""
        return self._go_on(self._later(meeting=meeting), stepping=not meeting)

    def go_live(self) -> Span | None:
        """Go back to now; return a sentence if the screen is at now already."""
        return self._go_on(None, stepping=False)

    def _go_on(self, at: Stamp | None, *, stepping: bool) -> Span | None:
        self.replaying = False
        if self.requested_at is None:
            return Span(TIME.at_present)
        self.go(at, stepping=stepping)
        return None

    # ── replay ───────────────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def replay_pause(self) -> float:
        """Seconds between two steps of a replay."""
        return 1 / self._speed

    def toggle_replay(self) -> Span | None:
        """Stop a replay, or start one from the requested moment; return a sentence if none can start.

        If that moment is now, the replay starts from the reference.
        """
        if not self.replaying and self.requested_at is None:
            begin = self._next_reference
            if begin is None or begin.at >= self.now:
                return Span(TIME.no_reference)
            self.go(begin.at)
        self.replaying = not self.replaying
        return None

    def replay_step(self) -> Span | None:
        """Go to the next step, unless the previous one is still awaited; return a sentence at the end."""
        if self.requested_at != self.shown_at:
            return None
        at = self._later()
        self.go(at, stepping=True)
        if at is not None:
            return None
        self.replaying = False
        return Span(TIME.returned)

    def change_speed(self, *, up: bool) -> Span | None:
        """Replay faster or slower; return a sentence about the speed unless a running replay shows it."""
        place = SPEEDS.index(self._speed) + (1 if up else -1)
        self._speed = SPEEDS[min(max(place, 0), len(SPEEDS) - 1)]
        return None if self.replaying else Span(TIME.speed_is.format(speed=speed_words(self._speed)))

    # ── the reference, meetings ──────────────────────────────────────────────────────────────────────────────────────
    def _follow_reference(self) -> None:
        """Subscribe again if the reference has changed."""
        if self._requested_reference != self._next_reference:
            self._resubscribe()

    def compare_next(self) -> Span:
        """Count changes from the next reference; return a sentence about it, since not every board names it."""
        self.choice.compare_next(self._requested)
        self._follow_reference()
        since = since_words(self._requested_reference, self._requested, self.timeline)
        return Span(f"{since[:1].upper()}{since[1:]}." if since else TIME.no_reference)

    def compare_with(self, at: Stamp) -> None:
        """Count changes from a moment."""
        self.choice.compare_with(at)
        self._follow_reference()

    def mark_meeting(self) -> Span | None:
        """Mark the start of a meeting, or the end of the one under way. The end must be asked for twice, because
        everybody's changes are counted from another moment afterwards.
        """
        if self.shown_at is not None or self.requested_at is not None:
            return Span(TIME.mark_in_past)
        start = not self.choice.meeting_under_way(self.now)
        if not start and monotonic() - self._end_asked_at > CONFIRM_SECONDS:
            self._end_asked_at = monotonic()
            return Span(TIME.sure_to_end, TextRole.WARN)
        self._end_asked_at = -CONFIRM_SECONDS
        self.choice.marked = self.now, start
        self._broker.fetch_once(MarkMeeting(start, self.now))
        return None

    def _apply_mark(self, mark: Marked) -> Span:
        if mark.trouble:
            self.choice.marked = None
            return Span(TIME.not_marked.format(reason=mark.trouble), TextRole.WARN)
        return Span((TIME.marked_start if mark.start else TIME.marked_end).format(when=clock_time(mark.at)))

    # ── access to personal data ──────────────────────────────────────────────────────────────────────────────────────
    @property
    def access_level(self) -> Access:
        """The access level to personal data now; none for a presentation."""
        if self.presenting:
            return HIDDEN
        officers = self.status.known and self._source.settings.privacy.officers
        return self.access.level(officers=officers)

    def allows(self, query: Query) -> bool:
        """Whether a query has the access level under which it would be asked now."""
        return query.shows == query.with_access(self.access_level).shows

    def access_refusal(self) -> Span | None:
        """Why personal data may not be shown; None if they may be once a reason is given."""
        if not self.status.known:
            return Span(PRIVACY.not_yet)
        if self.presenting:
            return Span(PRIVACY.refused_presenting, TextRole.WARN)
        if not self._source.settings.privacy.may_show:
            return Span(PRIVACY.refused_by_office, TextRole.WARN)
        return None

    def ask_access(self, reason: str) -> None:
        """Have the reason logged. Personal data are shown once it is in the log."""
        self._broker.fetch_once(BeginAccess(reason))

    def _begin_access(self, answer: Begun) -> Span | None:
        if answer.access is None:
            return Span(PRIVACY.refused_not_logged.format(reason=answer.trouble), TextRole.WARN)
        if self.access.record is not None or self.presenting:
            self._broker.fetch_once(EndAccess(answer.access))
        else:
            self.access.begin(answer.access)
            self._change_access()
        return None

    def end_access(self) -> bool:
        """Hide personal data and log the end of the access; return whether there was an access."""
        record = self.access.end()
        if record is None:
            return False
        self._broker.fetch_once(EndAccess(record))
        self._change_access()
        return True

    def toggle_officers(self) -> Span:
        """Switch between officers' names and numbers; return the sentence about it."""
        self.access.officers = not self.access_level.officers
        self._change_access()
        return Span(PRIVACY.officers_on if self.access.officers else PRIVACY.officers_off)

    def _change_access(self) -> None:
        """Discard requests and answers made under an access level that no longer applies, and ask again."""
        self.answers = {query: answer for query, answer in self.answers.items() if self.allows(query)}
        self._broker.discard_unless(self.allows)
        self._resubscribe()

    def close(self) -> None:
        """Log the end of the access, if there is one, when the app ends."""
        record = self.access.end()
        if record is not None:
            with suppress(OSError):
                self._source.end_access(record)
