"""When a presentation turns its pages: by a clock, without drift, however late or seldom it is looked at. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence


class PageTimer:
    """Which page is in sight and until when. ``clock`` tells seconds that never run backwards.

    Each page's time begins where the one before ended and not when somebody looked, so that after any time exactly so
    many pages were turned as their seconds say. While it is held (paused, blank, covered by the help) time stands.
    """

    def __init__(self, clock: Callable[[], float], stays: Sequence[int]):
        """``stays`` are the seconds of each page; there is one at least."""
        self._clock = clock
        self._stays = tuple(stays)
        self._held: set[str] = set()
        self.page = 0
        self.turned = 0  # pages that were turned by time
        self._ends = clock() + self._stays[0]
        self._left = 0.0  # seconds that were left when it was held

    @property
    def pages(self) -> int:
        """How many there are."""
        return len(self._stays)

    @property
    def held(self) -> bool:
        """Whether time stands."""
        return bool(self._held)

    def is_held(self, why: str) -> bool:
        """Whether time stands for that reason, perhaps among others."""
        return why in self._held

    @property
    def left(self) -> float:
        """Seconds until the page turns."""
        return self._left if self._held else max(0.0, self._ends - self._clock())

    @property
    def share(self) -> float:
        """What is left of the page's time, 1 at its beginning."""
        return min(1.0, self.left / self._stays[self.page])

    def tick(self) -> bool:
        """Turns as many pages as time has run out for; whether another page is in sight."""
        before = self.page
        now = self._clock()
        while not self._held and now >= self._ends:
            self.page = (self.page + 1) % len(self._stays)
            self.turned += 1
            self._ends += self._stays[self.page]
        return self.page != before

    def go(self, page: int) -> None:
        """To that page, which stays for its whole time; beyond the last comes the first."""
        self.page = page % len(self._stays)
        self._left = float(self._stays[self.page])
        self._ends = self._clock() + self._left

    def hold(self, why: str) -> None:
        """Time stands from now on."""
        if not self._held:
            self._left = max(0.0, self._ends - self._clock())
        self._held.add(why)

    def free(self, why: str) -> None:
        """Time goes on, unless it stands for another reason too."""
        if why in self._held:
            self._held.remove(why)
            if not self._held:
                self._ends = self._clock() + self._left

    def replan(self, stays: Sequence[int], page: int) -> None:
        """There are other pages now; the one in sight has another number, and what is left of its time."""
        left = self.left
        self._stays = tuple(stays)
        self.page = page % len(self._stays)
        self._left = min(left, float(self._stays[self.page]))
        self._ends = self._clock() + self._left
