"""Chosen units and the alert of their changes.

The alert rests on an answer that the live thread asks besides those in sight, and only while it is on.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from cchc_tui.texts.tui_watchlist import ALERTS, WATCHLIST
from cchc_tui.tui.session.queries import LateQuery, Query
from cchc_tui.tui.style.formats import change, number
from cchc_tui.tui.style.render import Line, Span
from cchc_tui.tui.style.themes import Background, TextRole

if TYPE_CHECKING:
    from cchc_tui.boards.late import LateBoard
    from cchc_tui.tui.screens.keys_app import KeysApp

#: The terminal's bell rings at most once in so many seconds: a load changes several units, and loads come in rows.
BELL_SECONDS = 10.0
_UNITS = LateQuery("unit")


class Watchlist:
    """Owned by the app, which tells it of news and of keys."""

    def __init__(self, app: KeysApp, monotonic: Callable[[], float] = time.monotonic):
        self._app = app
        self._monotonic = monotonic
        self._board: LateBoard | None = None  # the newest of now
        self._rang = float("-inf")

    # ── what it needs ────────────────────────────────────────────────────────────────────────────────────────────────
    def queries(self) -> tuple[Query, ...]:
        """What is to be asked besides what is in sight."""
        prefs = self._app.prefs
        return (_UNITS,) if prefs.alert and prefs.chosen else ()

    def _want(self) -> None:
        if self._app.main_screen is not None:
            self._app.main_screen.wants_changed()

    def news(self) -> None:
        """Answers have come: what they change here is said."""
        board = self._app.latest.get(_UNITS)
        if board is not None and board is not self._board:
            before, self._board = self._board, board
            if before is not None and before.data_as_of is not None:
                self._watch(before, board)

    # ── chosen units ─────────────────────────────────────────────────────────────────────────────────────────────────
    def choose(self) -> None:
        """Chooses the unit that is stood on, or no longer."""
        app, screen = self._app, self._app.board_screen
        key = screen.current_unit() if screen is not None else ""
        if not key:
            app.tell(WATCHLIST.no_unit)
            return
        chosen = tuple(one for one in app.prefs.chosen if one != key)
        new = len(chosen) == len(app.prefs.chosen)
        chosen = (*chosen, key) if new else chosen
        app.prefer(chosen=chosen)
        app.redraw()
        unit = app.source.registry.units.by_key.get(key)
        words = WATCHLIST.chosen if new else WATCHLIST.unchosen
        app.tell(words.format(unit=unit.name if unit is not None else key, n=len(chosen)))
        self._want()

    def next_alert(self) -> None:
        """What a change of a chosen unit does: nothing, a line that stands out, a bell too."""
        app, modes = self._app, list(ALERTS)
        mode = modes[(modes.index(app.prefs.alert) + 1) % len(modes)] if app.prefs.alert in modes else ""
        app.prefer(alert=mode)
        words = ALERTS[mode]
        app.tell(WATCHLIST.alert_none_chosen.format(mode=words) if mode and not app.prefs.chosen else words)
        self._want()

    def _watch(self, before: LateBoard, now: LateBoard) -> None:
        """Says which of the chosen units have another figure than before."""
        app, pieces = self._app, list[Line]()
        for key in app.prefs.chosen if app.prefs.alert else ():
            old, new = before.row(key), now.row(key)
            if old is not None and new is not None and old.counts.late != new.counts.late:
                late, was = new.counts.late, old.counts.late
                words = WATCHLIST.moved.format(unit=new.name, now=number(late), change=change(late, was))
                pieces.append((Span(f" {words} ", TextRole.STRONG, False, Background.ALARM),))
        if not pieces or app.main_screen is None:
            return
        app.main_screen.say((Span(f" {WATCHLIST.changed}: ", TextRole.STRONG, False, Background.ALARM),), pieces)
        if app.prefs.alert == "bell" and self._monotonic() - self._rang >= BELL_SECONDS:
            self._rang = self._monotonic()
            app.bell()
