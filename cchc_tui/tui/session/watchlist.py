"""Pinned units, and the alert when the number of late dossiers of one of them changes.

The alert compares each answer to the query ``UNITS`` with the previous answer. While the alert is on, the poller asks
``UNITS`` in addition to the screen's queries.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from cchc_tui.texts.tui_watchlist import ALERTS, WATCHLIST
from cchc_tui.tui.session.preferences import Preferences
from cchc_tui.tui.session.queries import LateQuery, Query
from cchc_tui.tui.style.formats import change, number
from cchc_tui.tui.style.render import Line, Span
from cchc_tui.tui.style.themes import Background, TextRole

if TYPE_CHECKING:
    from cchc_tui.boards.late import LateBoard

#: Least seconds between two rings of the bell, because a load may change several units, and loads may follow quickly.
BELL_SECONDS = 10.0
UNITS = LateQuery("unit")


class Watchlist:
    """The pinned units, stored in the user's preferences, and the alert about them."""

    def __init__(self, preferences: Preferences):
        self._preferences = preferences
        self.monotonic = time.monotonic
        self._board: LateBoard | None = None  # the newest answer about the present
        self._rang_at = float("-inf")

    @property
    def pins(self) -> tuple[str, ...]:
        """The keys of the pinned units."""
        return self._preferences.values.chosen

    @property
    def alert(self) -> str:
        """The alert when a pinned unit changes: "" none, "flash", "bell"."""
        return self._preferences.values.alert

    def queries(self) -> tuple[Query, ...]:
        """The queries that the alert needs; none if the alert is off or no unit is pinned."""
        return (UNITS,) if self.alert and self.pins else ()

    def toggle(self, key: str, name: str) -> str:
        """Pin or unpin a unit. Return a sentence about it."""
        pins = tuple(pin for pin in self.pins if pin != key)
        pinned = len(pins) == len(self.pins)
        pins = (*pins, key) if pinned else pins
        self._preferences.change(chosen=pins)
        return (WATCHLIST.chosen if pinned else WATCHLIST.unchosen).format(unit=name, n=len(pins))

    def next_alert(self) -> str:
        """Choose the next kind of alert. Return a sentence about it."""
        kinds = ["", *ALERTS]
        alert = kinds[(kinds.index(self.alert) + 1) % len(kinds)] if self.alert in kinds else ""
        self._preferences.change(alert=alert)
        if not alert:
            return WATCHLIST.alert_off
        return (WATCHLIST.alert_on if self.pins else WATCHLIST.alert_none_chosen).format(how=ALERTS[alert])

    def changes(self, board: LateBoard | None) -> list[Line]:
        """A sentence for each pinned unit with more or fewer late dossiers than on the previous board.

        There are no sentences if the alert is off, or if there is no previous board.
        """
        if board is None or board is self._board:
            return []
        before, self._board = self._board, board
        if before is None or before.data_as_of is None or not self.alert:
            return []
        return [line for key in self.pins if (line := _change(before, board, key))]

    def may_ring(self) -> bool:
        """Whether the bell is on and has not rung for ``BELL_SECONDS``. Returning True counts as a ring."""
        now = self.monotonic()
        if self.alert != "bell" or now - self._rang_at < BELL_SECONDS:
            return False
        self._rang_at = now
        return True


def alert_head() -> Line:
    """The words that precede the sentences of an alert."""
    return (Span(f" {WATCHLIST.changed}: ", TextRole.STRONG, background=Background.ALARM),)


def _change(before: LateBoard, board: LateBoard, key: str) -> Line:
    old, new = before.row(key), board.row(key)
    if old is None or new is None or old.counts.late == new.counts.late:
        return ()
    late = new.counts.late
    words = WATCHLIST.moved.format(unit=new.name, now=number(late), change=change(late, old.counts.late))
    return (Span(f" {words} ", TextRole.STRONG, background=Background.ALARM),)
