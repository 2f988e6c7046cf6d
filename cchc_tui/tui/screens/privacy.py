"""What of persons is shown just now: nothing at first; for some minutes after a reason was given and logged.

Every question that may be answered with personal values carries what it may be answered with (``Query.showing``). What
was answered otherwise is let go of at once when that changes: here, in the screens, in the live thread, in what the
terminal is known to show, and in the caches of texts.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.timer import Timer

from cchc_tui.domain.privacy import HIDDEN, Access, AccessRecord
from cchc_tui.texts.tui_privacy import PRIVACY
from cchc_tui.tui.session.poller import Update
from cchc_tui.tui.session.queries import Answers, BeginAccess, Begun, EndAccess, Query
from cchc_tui.tui.style.render import Line, Span, line_width
from cchc_tui.tui.style.themes import TextRole

if TYPE_CHECKING:
    from cchc_tui.tui.screens.keys_app import KeysApp

_TICK_SECONDS = 1.0


def _seconds() -> float:
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Privacy:
    """The app's switch. ``clock`` gives seconds that go on while the machine sleeps."""

    def __init__(self, app: KeysApp, clock: Callable[[], float] = _seconds):
        self._app = app
        self.clock = clock
        self._access: AccessRecord | None = None
        self._until = 0.0
        self._told = 0  # minutes that the banner says
        self._timer: Timer | None = None
        self._officers: bool | None = None  # None: as the office has it
        self._answered: dict[Query, Access] = {}  # of what is kept of answers that tell of persons

    # ── what may be shown ────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def shows(self) -> Access:
        """What of persons may be shown now; on a wall nothing."""
        if self._app.presenting:
            return HIDDEN
        known = self._app.status.known
        officers = self._app.source.settings.privacy.officers if self._officers is None and known else self._officers
        return Access(self._access is not None and self.remaining > 0, bool(officers))

    @property
    def remaining(self) -> float:
        """Seconds until personal data are hidden by themselves; 0 where they are."""
        return max(0.0, self._until - self.clock()) if self._access is not None else 0.0

    def banner(self, cells: int) -> list[Line]:
        """What stands above a board while personal data are shown."""
        self._told = -int(-self.remaining // 60)
        words = PRIVACY.shown.format(minutes=self._told)
        if line_width((Span(words),)) >= cells:
            words = PRIVACY.shown_short.format(minutes=self._told)
        return [(Span(f" {words}"),)]

    # ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def fits(self, query: Query) -> bool:
        """Whether a question was asked as it may be answered now."""
        return query.shows == query.with_access(self.shows).shows

    def accept(self, news: Update) -> Update:
        """The news without what may not be shown; answers by the question as a screen asks it."""
        answers: Answers = {}
        for query, answer in news.answers.items():
            if self.fits(query):
                answers[query.without_access] = answer
                self._answered[query.without_access] = query.shows
        return news._replace(answers=answers, fetched=tuple(pair for pair in news.fetched if self.fits(pair[0])))

    def at_hand(self, answers: Answers) -> Answers:
        """Answers that were asked before, by the question as a screen asks it, where they may be shown."""
        return self.accept(Update(answers, (), self._app.status, None, None)).answers

    def still(self, latest: Answers) -> Answers:
        """Of answers, those that may be shown now."""
        shows = self.shows
        kept = {
            query: answer
            for query, answer in latest.items()
            if self._answered.get(query, HIDDEN) == query.with_access(shows).shows
        }
        self._answered = {query: told for query, told in self._answered.items() if query in kept}
        return kept

    # ── showing ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def toggle(self) -> None:
        """Asks for a reason, or hides."""
        app = self._app
        if self._access is not None:
            self.hide(PRIVACY.hidden)
        elif app.main_screen is None or not app.status.known:
            app.tell(PRIVACY.not_yet)
        elif app.presenting:
            app.tell(PRIVACY.refused_presenting, TextRole.WARN)
        elif not app.source.settings.privacy.may_show:
            app.tell(PRIVACY.refused_by_office, TextRole.WARN)
        else:
            app.ask_reason()

    def show(self, reason: str) -> None:
        """Has the reason logged; personal data are shown once that is done."""
        self._app.poller.fetch_once(BeginAccess(reason))

    def begun(self, answer: Begun) -> None:
        """It is logged, or could not be."""
        app = self._app
        if answer.access is None:
            app.tell(PRIVACY.refused_not_logged.format(reason=answer.trouble), TextRole.WARN)
        elif self._access is not None or app.board_screen is None:
            app.poller.fetch_once(EndAccess(answer.access))
        else:
            self._access = answer.access
            self._until = self.clock() + answer.access.until - answer.access.at
            self._timer = app.set_interval(_TICK_SECONDS, self._tick)
            self._changed()

    def hide(self, words: str = "") -> None:
        """Personal data are shown no more, at once."""
        access, self._access = self._access, None
        if access is None:
            return
        if self._timer is not None:
            self._timer.stop()
        self._app.poller.fetch_once(EndAccess(access))
        self._changed()
        if words:
            self._app.tell(words)

    def close(self) -> None:
        """The app ends: that is logged by whoever is left to do it."""
        access, self._access = self._access, None
        if access is not None:
            with suppress(OSError):
                self._app.source.end_access(access)

    def toggle_officers(self) -> None:
        """Officers by their names, or by numbers."""
        self._officers = not self.shows.officers
        self._changed()
        self._app.tell(PRIVACY.officers_on if self._officers else PRIVACY.officers_off)

    def _tick(self) -> None:
        if self.remaining <= 0:
            self.hide(PRIVACY.hidden_by_time)
        elif -int(-self.remaining // 60) != self._told:
            self._app.redraw()

    # ── letting go ───────────────────────────────────────────────────────────────────────────────────────────────────
    def _changed(self) -> None:
        """Something else may be shown: what is there goes, and what is in sight is asked for again."""
        app = self._app
        app.latest = self.still(app.latest)
        app.poller.forget(self.fits)
        for screen in list(app.all_screens()):
            forget = getattr(screen, "forget_persons", None)
            if forget is not None:
                forget()
        app.redraw()
        _forget_texts()
        if app.main_screen is not None:
            app.main_screen.wants_changed()
        app.forget_drawn()


def _forget_texts() -> None:
    """Empty the caches of what was drawn, searched or sorted."""
    from cchc_tui.domain.names import by_name, fold, unaccent
    from cchc_tui.tui.style.render import clean

    for cached in (clean, by_name, fold, unaccent):
        cached.cache_clear()
