"""Determines when the presentation turns its pages: by a clock, without drift."""

from __future__ import annotations

from collections.abc import Callable, Sequence

PAUSED = "paused"  # a reason to hold a page: the user has paused


class PageTimer:
    """The timer of the pages: which page is on screen, and until when. ``clock`` returns seconds that never decrease.

    A page's time starts when the time of the page before it ended, not when ``tick`` was called, so late ticks cause no
    drift. While there is a reason to hold the page (paused, blank, covered by help), the countdown stops.
    """

    def __init__(self, clock: Callable[[], float], stays: Sequence[int]):
        """``stays``: for each page, the seconds that it stays on screen. There must be at least one page."""
        self._clock = clock
        self.stays = tuple(stays)
        self.held: set[str] = set()  # the reasons to hold the page
        self._held_at = 0.0  # when the countdown stopped
        self.page = 0
        self.turned = 0  # number of pages turned so far
        self._ends = clock() + self.stays[0]

    @property
    def _now(self) -> float:
        return self._held_at if self.held else self._clock()

    @property
    def left(self) -> float:
        """Seconds until the page turns."""
        return max(0.0, self._ends - self._now)

    @property
    def share(self) -> float:
        """The share of the page's time that is left: 1 when the page appears, 0 when it turns."""
        return min(1.0, self.left / self.stays[self.page])

    def tick(self) -> bool:
        """Turn all pages whose time has run out. Return whether the page on screen has changed."""
        before, now = self.page, self._clock()
        while not self.held and now >= self._ends:
            self.page = (self.page + 1) % len(self.stays)
            self.turned += 1
            self._ends += self.stays[self.page]
        return self.page != before

    def go(self, page: int) -> None:
        """Show the page with this number for its full time. Numbers begin at 0 and wrap around: -1 is the last page."""
        self.page = page % len(self.stays)
        self._ends = self._now + self.stays[self.page]

    def hold(self, why: str) -> None:
        """Stop the countdown. ``why`` names the reason, which ``release`` takes back."""
        self._held_at = self._now
        self.held.add(why)

    def release(self, why: str) -> None:
        """Take back the reason ``why`` of a ``hold``. If no other reason is left, the countdown goes on."""
        if self.held == {why}:
            self._ends += self._clock() - self._held_at
        self.held.discard(why)

    def replan(self, stays: Sequence[int], page: int) -> None:
        """Use other pages. The page on screen becomes number ``page``, its remaining time limited to its new stay."""
        left = self.left
        self.stays = tuple(stays)
        self.page = page % len(self.stays)
        self._ends = self._now + min(left, self.stays[self.page])
