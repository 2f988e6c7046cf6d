"""The small luxuries: chosen units and the alert of their changes, the ticker, following the worst unit.

All of it rests on answers that the live thread asks besides those in sight, and only while one of them is on.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from cchc_tui.texts.tui import TEXT
from cchc_tui.texts.tui_luxuries import ALERTS, FOLLOWED, LUX, SWITCHED, TICKER_STATES
from cchc_tui.tui.formats import change, number
from cchc_tui.tui.paint import Line, Span, enough
from cchc_tui.tui.queries import LateQuery, OverviewQuery, Query
from cchc_tui.tui.themes import Ground, Tone

if TYPE_CHECKING:
    from cchc_tui.boards.late import LateBoard, LateRow
    from cchc_tui.tui.app import CchcApp
    from cchc_tui.tui.screens.follow import FollowScreen

#: The terminal's bell rings at most once in so many seconds: a load changes several units, and loads come in rows.
BELL_SECONDS = 10.0
_UNITS = LateQuery("unit")


class Luxuries:
    """Owned by the app, which tells it of news and of keys."""

    def __init__(self, app: CchcApp, monotonic: Callable[[], float] = time.monotonic):
        self._app = app
        self._monotonic = monotonic
        self._board: LateBoard | None = None  # the newest of now
        self._rang = float("-inf")
        self._level = ""
        self._follow: FollowScreen | None = None
        self._begun = False  # following is wanted, the board is still to come

    # ── what it needs ────────────────────────────────────────────────────────────────────────────────────────────────
    def queries(self) -> tuple[Query, ...]:
        """What is to be asked besides what is in sight; the ticker tells of the moment that is looked at."""
        prefs = self._app.prefs
        watched = (prefs.alert and prefs.chosen) or self.following
        ticker = (OverviewQuery().of(self._app.travel.at),) if prefs.ticker else ()
        return (*((_UNITS,) if watched else ()), *ticker)

    def _want(self) -> None:
        if self._app.board_screen is not None:
            self._app.board_screen.wants_changed()

    def news(self) -> None:
        """Answers have come: what they change here is said."""
        board = self._app.latest.get(_UNITS)
        if board is not None and board is not self._board:
            before, self._board = self._board, board
            if before is not None and before.data_as_of is not None:
                self._watch(before, board)
            self._go_on(board)
        if self._app.prefs.ticker and self._app.board_screen is not None:
            self._app.board_screen.ticker.rewrite()

    # ── chosen units ─────────────────────────────────────────────────────────────────────────────────────────────────
    def choose(self) -> None:
        """Chooses the unit that is stood on, or no longer."""
        app, screen = self._app, self._app.board_screen
        key = screen.unit_here() if screen is not None else ""
        if not key:
            app.tell(LUX.no_unit)
            return
        chosen = tuple(one for one in app.prefs.chosen if one != key)
        new = len(chosen) == len(app.prefs.chosen)
        chosen = (*chosen, key) if new else chosen
        app.prefer(chosen=chosen)
        for each in app.screen_stack:
            if hasattr(each, "rechosen"):
                each.rechosen()
        unit = app.source.registry.units.by_key.get(key)
        words = LUX.chosen if new else LUX.unchosen
        app.tell(words.format(unit=unit.name if unit is not None else key, n=len(chosen)))
        self._want()

    def next_alert(self) -> None:
        """What a change of a chosen unit does: nothing, a line that stands out, a bell too."""
        app, modes = self._app, list(ALERTS)
        mode = modes[(modes.index(app.prefs.alert) + 1) % len(modes)] if app.prefs.alert in modes else ""
        app.prefer(alert=mode)
        words = ALERTS[mode]
        app.tell(LUX.alert_none_chosen.format(mode=words) if mode and not app.prefs.chosen else words)
        self._want()

    def _watch(self, before: LateBoard, now: LateBoard) -> None:
        """Says which of the chosen units have another figure than before."""
        app, pieces = self._app, list[Line]()
        for key in app.prefs.chosen if app.prefs.alert else ():
            old, new = before.row(key), now.row(key)
            if old is not None and new is not None and old.counts.late != new.counts.late:
                late, was = new.counts.late, old.counts.late
                words = LUX.moved.format(unit=new.name, now=number(late), change=change(late, was))
                pieces.append((Span(f" {words} ", Tone.STRONG, False, Ground.ALARM),))
        if not pieces or app.board_screen is None:
            return
        app.board_screen.say((Span(f" {LUX.changed}: ", Tone.STRONG, False, Ground.ALARM),), pieces)
        if app.prefs.alert == "bell" and self._monotonic() - self._rang >= BELL_SECONDS:
            self._rang = self._monotonic()
            app.bell()

    # ── the ticker ───────────────────────────────────────────────────────────────────────────────────────────────────
    def toggle_ticker(self) -> None:
        """Shows or hides the line of what just changed."""
        app = self._app
        app.prefer(ticker=not app.prefs.ticker)
        for screen in app.screen_stack:
            if hasattr(screen, "show_ticker"):
                screen.show_ticker()
        app.tell(TICKER_STATES[app.prefs.ticker])
        self._want()

    def ticker_lines(self, cells: int) -> list[Line]:
        """What loads changed, newest first, as much as one line holds: it is another only when something changed."""
        from cchc_tui.tui.screens.overview_lines import event_words  # where there is a ticker
        from cchc_tui.tui.timewords import near

        board = self._app.latest.get(OverviewQuery().of(self._app.at))
        head = (Span(f" {LUX.ticker}  ", Tone.STRONG),)
        if board is None:
            return [head]
        names = {practice.key: practice.short for practice in board.practices}
        pieces: list[Line] = [
            (Span(f"{near(event.at, board.as_of)} ", Tone.DIM), Span(event_words(event, names)))
            for event in board.events
        ]
        return [enough(head, pieces or [(Span(LUX.ticker_none, Tone.DIM),)], " · ", cells)]

    # ── following ────────────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def following(self) -> bool:
        """Whether the worst unit is kept open."""
        return self._begun or self._follow is not None

    def toggle_follow(self) -> None:
        """Opens the worst unit of the level of the one that is stood on (else of the communes), or ends that."""
        app, screen = self._app, self._app.board_screen
        if self.following:
            self.unfollow()
        elif app.at is not None or app.travel.at is not None:
            app.tell(LUX.not_in_past)
        else:
            known = app.status.known and screen is not None
            unit = app.source.registry.units.by_key.get(screen.unit_here()) if known and screen is not None else None
            self._level = unit.level.value if unit is not None else "commune"
            self._begun = True
            self._want()
            self._board = app.latest.get(_UNITS, self._board)
            if self._board is not None:
                self._go_on(self._board)

    def unfollow(self) -> None:
        """The unit that is open stays open, and nothing else."""
        if not self.following:
            return
        screen, self._follow, self._begun = self._follow, None, False
        if screen is not None and screen.is_mounted:
            screen.ended()
        self._app.tell(LUX.unfollowed)

    def _worst(self, board: LateBoard) -> LateRow | None:
        """The unit with the most late dossiers; the one that is open stays while no other has more."""
        rows = [row for row in board.rows if row.level == self._level and row.counts.late]
        worst = max(rows, key=lambda row: row.counts.late, default=None)
        open_now = board.row(self._follow.key) if self._follow is not None else None
        if worst is not None and open_now is not None and open_now.counts.late == worst.counts.late:
            return open_now
        return worst

    def _go_on(self, board: LateBoard) -> None:
        """Opens the worst unit, or another that is the worst now, unless something else is in sight meanwhile."""
        from cchc_tui.tui.screens.follow import FollowScreen  # when it is asked for

        app, open_now = self._app, self._follow
        if not self.following:
            return
        if open_now is not None and open_now not in app.screen_stack:
            self._follow = None  # it was left some other way
            return
        worst = self._worst(board)
        if worst is None:
            self._begun = False
            app.tell(LUX.nobody_late)
        elif open_now is None:
            self._begun = False
            self._follow = FollowScreen(worst)
            app.push_screen(self._follow)
            self._follow.told = FOLLOWED[self._level]
        elif worst.key != open_now.key and app.screen is open_now:
            old = board.row(open_now.key)
            self._follow = FollowScreen(worst)
            self._follow.told = SWITCHED[self._level].format(before=old.name if old else TEXT.nothing)
            app.switch_screen(self._follow)
