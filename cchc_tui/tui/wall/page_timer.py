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
        self._stays = tuple(stays)
        self._held: set[str] = set()
        self.page = 0
        self.turned = 0  # number of pages turned so far
        self._ends = clock() + self._stays[0]
        self._left = 0.0  # seconds left when the page was held

    @property
    def pages(self) -> int:
        """The number of pages."""
        return len(self._stays)

    def is_held(self, why: str) -> bool:
        """Whether the page is held for this reason."""
        return why in self._held

    @property
    def left(self) -> float:
        """Seconds until the page turns."""
        return self._left if self._held else max(0.0, self._ends - self._clock())

    @property
    def share(self) -> float:
        """The share of the page's time that is left: 1 when the page appears, 0 when it turns."""
        return min(1.0, self.left / self._stays[self.page])

    def tick(self) -> bool:
        """Turn all pages whose time has run out. Return whether the page on screen has changed."""
        before = self.page
        now = self._clock()
        while not self._held and now >= self._ends:
            self.page = (self.page + 1) % len(self._stays)
            self.turned += 1
            self._ends += self._stays[self.page]
        return self.page != before

    def go(self, page: int) -> None:
        """Show the page with this number for its full time. Numbers begin at 0 and wrap around: -1 is the last page."""
        self.page = page % len(self._stays)
        self._left = float(self._stays[self.page])
        self._ends = self._clock() + self._left

    def hold(self, why: str) -> None:
        """Stop the countdown for a reason."""
        if not self._held:
            self._left = max(0.0, self._ends - self._clock())
        self._held.add(why)

    def release(self, why: str) -> None:
        """Remove a reason to hold the page. If no other reason is left, the countdown goes on."""
        if why in self._held:
            self._held.remove(why)
            if not self._held:
                self._ends = self._clock() + self._left

    def replan(self, stays: Sequence[int], page: int) -> None:
        """Use another list of pages, in which the page on screen is number ``page``.

        The page keeps its remaining time, but at most the seconds that ``stays`` has for it.
        """
        left = self.left
        self._stays = tuple(stays)
        self.page = page % len(self._stays)
        self._left = min(left, float(self._stays[self.page]))
        self._ends = self._clock() + self._left
