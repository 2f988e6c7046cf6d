"""The app's part that knows about time: the past and the way back, replay, what changes are counted from, meetings.

A step is taken in two: first the boards of the new moment are asked for, and when all that is in sight has come, the
frame and the figures change together, so that no figure ever stands under another moment's words.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual.timer import Timer

from cchc_tui.domain.moments import Stamp
from cchc_tui.texts.tui_time import TIME
from cchc_tui.tui.keys.actions import ACTIONS
from cchc_tui.tui.screens.keys_app import KeysApp
from cchc_tui.tui.session.poller import Update
from cchc_tui.tui.session.queries import Begun, Marked, MarkMeeting, Query
from cchc_tui.tui.session.reference_cache import ReferenceAnswers
from cchc_tui.tui.session.time_travel import FIRST_SPEED, TimeTravel, faster, slower
from cchc_tui.tui.style.formats import clock_time
from cchc_tui.tui.style.render import Span
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.style.time_text import Past, edge_at, since_words, speed_words

if TYPE_CHECKING:
    from pathlib import Path

    from cchc_tui.boards.reference import Reference
    from cchc_tui.boards.source import Source
    from cchc_tui.tui.screens.privacy import Privacy
    from cchc_tui.tui.style.appearance import CliOptions

#: Within so many seconds the end of a meeting has to be asked for again.
_SURE_SECONDS = 8.0


class TimeApp(KeysApp):
    """Moments and references; ``CchcApp`` has the rest."""

    privacy: Privacy

    def __init__(self, source: Source, options: CliOptions, kept: Path | None):
        super().__init__(source, options, kept)
        self.at: Stamp | None = None  # the moment that is shown; None: now
        self.stepped = False  # whether one got there by a step, and not by a jump
        self.left: Stamp | None = None  # the moment that was shown before it; None: now
        self.travel = TimeTravel()  # where one wants to be
        self.bases = ReferenceAnswers(None, {})
        self._stepping = False
        self._asked: Reference | None = None
        self._behind: Stamp | None = None  # the newest list when one left for the past
        self._replay: Timer | None = None
        self._speed = FIRST_SPEED
        self._ending = -_SURE_SECONDS  # when it was last asked to end the meeting

    # ── what is known ────────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def moment(self) -> Stamp:
        """The moment that is shown."""
        return self.source.clock.now() if self.at is None else self.at

    @property
    def reference(self) -> Reference | None:
        """What the changes on screen are counted from."""
        return self.bases.reference

    def baseline(self, query: Query) -> Any:
        """The answer to that question at the reference's moment; None while there is none."""
        return self.bases.answers.get(query.at_moment(None))

    def since_words(self) -> str:
        """What changes are counted from, in words; "" while there is nothing."""
        return since_words(self.reference, self.moment, self.travel.timeline)

    @property
    def past(self) -> Past | None:
        """The past that is shown; None: it is now."""
        if self.at is None:
            return None
        known = (getattr(answer, "data_as_of", None) for query, answer in self.latest.items() if query.at == self.at)
        newest = self.status.data_as_of
        return Past(
            self.at,
            next((moment for moment in known if moment is not None), None),
            newest if newest != self._behind else None,
            self._speed if self._replay is not None else None,
            edge_at(self.travel.timeline, self.at),
        )

    def hidden_actions(self) -> frozenset[str]:
        """Actions of time that make no sense just now."""
        other = "past" if self.at is None else "live"
        return frozenset(action.name for action in ACTIONS if action.only == other)

    def watched(self) -> tuple[Query, ...]:
        """What is asked besides what is in sight."""
        return ()

    # ── news ─────────────────────────────────────────────────────────────────────────────────────────────────────────
    def apply_time(self, news: Update) -> None:
        """What the news say of time."""
        self.travel.timeline = news.timeline
        self.travel.opened = news.status.opened
        if news.bases is not None:
            self.bases = news.bases
        for query, answer in news.fetched:
            if isinstance(query, MarkMeeting) and isinstance(answer, Marked):
                self._tell_marked(answer)
            elif isinstance(answer, Begun):
                self.privacy.begun(answer)

    def subscribe(self, queries: tuple[Query, ...], coming: tuple[Query, ...] = ()) -> None:
        """These are in sight, others will be soon: they are asked of the moment where one wants to be."""
        wanted = [query.at_moment(self.travel.at) for query in queries]
        wanted += self.watched()
        kept = {*wanted, *(query.at_moment(self.at) for query in queries)}
        self.latest = self.privacy.still({query: answer for query, answer in self.latest.items() if query in kept})
        shows = self.privacy.shows
        wanted = [query.with_access(shows) for query in wanted]
        soon = [query.at_moment(self.travel.at).with_access(shows) for query in coming]
        self._asked = self.travel.reference(self.source.clock.now())
        at_hand = self.privacy.at_hand(self.poller.subscribe(wanted, self._asked, soon))
        self.latest = {**at_hand, **self.latest}

    def count_anew(self) -> None:
        """Asks for the changes where another reference is the one to count from."""
        screen = self.main_screen
        if screen is not None and self._asked != self.travel.reference(self.source.clock.now()):
            self.subscribe(screen.queries(), screen.coming())

    def arrive(self) -> None:
        """Shows the moment where one wants to be, once all of it that is in sight has come."""
        screen, at = self.main_screen, self.travel.at
        if screen is None or at == self.at:
            return
        dated = [query for query in screen.queries() if query.dated]
        awaited = [query for query in dated if not query.slow] or dated
        if any(query.at_moment(at) not in self.latest for query in awaited):
            return
        if self.at is None:
            self._behind = self.status.data_as_of
        self.left, self.at, self.stepped = self.at, at, self._stepping
        with screen.net():
            screen.arrived()

    # ── stepping ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def go(self, at: Stamp | None, *, stepping: bool = False) -> None:
        """Goes to a moment; None, or one that has not come yet: now."""
        at = None if at is None or at >= self.source.clock.now() else at
        screen = self.main_screen
        if at == self.travel.at or screen is None:
            return
        self._stepping = stepping
        self.travel.at = at
        self.subscribe(screen.queries(), screen.coming())
        self.arrive()

    def action_earlier(self) -> None:
        """The step before."""
        self._step(self.travel.earlier(self.source.clock.now()), TIME.beginning)

    def action_later(self) -> None:
        """The step after, or now."""
        self._forward(self.travel.later)

    def action_earlier_meeting(self) -> None:
        """The start or end of a meeting before."""
        self._step(self.travel.earlier_meeting(self.source.clock.now()), TIME.no_earlier_meeting, stepping=False)

    def action_later_meeting(self) -> None:
        """The start or end of a meeting after, or now."""
        self._forward(self.travel.later_meeting, stepping=False)

    def action_to_live(self) -> None:
        """Now."""
        self._stop_replay()
        if self.travel.at is None:
            self.tell(TIME.at_present)
        self.go(None)

    def _step(self, at: Stamp | None, nowhere: str, *, stepping: bool = True) -> None:
        self._stop_replay()
        if at is None:
            self.tell(TIME.not_yet_known if self.travel.timeline is None else nowhere)
        else:
            self.go(at, stepping=stepping)

    def _forward(self, step: Callable[[Stamp], Stamp | None], *, stepping: bool = True) -> None:
        self._stop_replay()
        if self.travel.at is None:
            self.tell(TIME.at_present)
        else:
            self.go(step(self.source.clock.now()), stepping=stepping)

    def tell(self, words: str, role: TextRole = TextRole.TEXT) -> None:
        """Says a sentence for some seconds."""
        if self.main_screen is not None:
            self.main_screen.say((Span(words, role),))

    # ── replay ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def action_replay(self) -> None:
        """Plays the steps until now, or stops; begun from now, it plays what there is since the reference."""
        if self._replay is not None:
            self._stop_replay()
            return
        now = self.source.clock.now()
        if self.travel.at is None:
            begin = self.travel.reference(now)
            if begin is None or begin.at >= now:
                self.tell(TIME.no_reference)
                return
            self.go(begin.at)
        self._replay = self.set_interval(1 / self._speed, self._play)
        self._show_replay()

    def _play(self) -> None:
        """The next step, unless the one before is still on its way."""
        if self.travel.at != self.at:
            return
        following = self.travel.later(self.source.clock.now())
        if following is None:
            self._stop_replay()
            self.tell(TIME.returned)
        self.go(following, stepping=True)

    def _stop_replay(self) -> None:
        if self._replay is not None:
            self._replay.stop()
            self._replay = None
            self._show_replay()

    def action_faster(self) -> None:
        """More steps a second."""
        self._set_speed(faster(self._speed))

    def action_slower(self) -> None:
        """Fewer steps a second."""
        self._set_speed(slower(self._speed))

    def _set_speed(self, speed: float) -> None:
        self._speed = speed
        if self._replay is None:
            self.tell(TIME.speed_is.format(speed=speed_words(speed)))
        else:
            self._replay.stop()
            self._replay = self.set_interval(1 / speed, self._play)
            self._show_replay()

    def _show_replay(self) -> None:
        if self.main_screen is not None:
            self.main_screen.invalidate(rows=False)

    # ── what changes are counted from, meetings ──────────────────────────────────────────────────────────────────────
    def action_compare(self) -> None:
        """The next reference."""
        now = self.source.clock.now()
        self.travel.compare_next(now)
        if self.travel.reference(now) is None:
            self.tell(TIME.no_reference)
        self.count_anew()

    def action_ask_moment(self) -> None:
        """Asks for a moment and goes there."""
        self._ask(TIME.ask_moment, self.go_there, begin=False)

    def action_compare_date(self) -> None:
        """Asks for a moment and counts from there."""
        self._ask(TIME.ask_reference, self._compare_with, begin=True)

    def go_there(self, at: Stamp | None) -> None:
        """Goes to a moment that was asked for; None: nowhere."""
        if at is not None:
            self._stop_replay()
            self.go(at)

    def _compare_with(self, at: Stamp | None) -> None:
        if at is not None:
            self.travel.compare_with(at)
            self.count_anew()

    def _ask(self, title: str, then: Callable[[Stamp | None], None], *, begin: bool) -> None:
        raise NotImplementedError

    def action_mark_meeting(self) -> None:
        """Marks the start of a meeting, or the end of the one under way."""
        if self.at is not None or self.travel.at is not None:
            self.tell(TIME.mark_in_past)
            return
        now = self.source.clock.now()
        start = not self.travel.meeting_under_way(now)
        if not start and monotonic() - self._ending > _SURE_SECONDS:
            self._ending = monotonic()  # everybody's figures are counted from another moment then
            self.tell(TIME.sure_to_end, TextRole.WARN)
            return
        self._ending = -_SURE_SECONDS
        self.travel.marked(now, start)
        self.poller.fetch_once(MarkMeeting(start, now))

    def _tell_marked(self, mark: Marked) -> None:
        if mark.trouble:
            self.travel.not_marked()
            self.tell(TIME.not_marked.format(reason=mark.trouble), TextRole.WARN)
        else:
            words = TIME.marked_start if mark.start else TIME.marked_end
            self.tell(words.format(when=clock_time(mark.at)))
