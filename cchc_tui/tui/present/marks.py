"""What the newest answer of a page has changed since that page was last seen, and rows on their way. No timers."""

from __future__ import annotations

from collections.abc import Mapping

from cchc_tui.tui.present.moving import movers, steps


class Marks:
    """Keys whose figure changed, keys that changed places, and the orders that rows still go through."""

    def __init__(self) -> None:
        self._seen: dict[str, Mapping[str, float]] = {}  # page → its figures when they were last shown
        self._orders: list[tuple[str, ...]] = []
        self.fresh: frozenset[str] = frozenset()
        self.moved: frozenset[str] = frozenset()

    @property
    def order(self) -> tuple[str, ...]:
        """The order of the rows just now; () once they are where they belong."""
        return self._orders[0] if self._orders else ()

    @property
    def moving(self) -> bool:
        """Whether rows are on their way."""
        return bool(self._orders)

    def take(self, page: str, figures: Mapping[str, float], *, ranked: bool, quiet: bool) -> bool:
        """Notes a page's figures; whether there is something to mark. ``quiet``: they are of another moment."""
        old = self._seen.get(page, {})
        if not figures:
            return False
        self._seen[page] = figures
        if not old or quiet:
            return False
        fresh = frozenset(key for key, value in figures.items() if key in old and old[key] != value)
        moved = movers(list(old), list(figures)) if ranked else frozenset()
        self.fresh |= fresh
        self.moved |= moved
        if moved:
            places = {key: place for place, key in enumerate(old)}
            begin = tuple(sorted(figures, key=lambda key: places.get(key, len(places))))
            self._orders = [begin, *steps(list(old), list(figures))]
        return bool(fresh or moved)

    def step(self) -> None:
        """One step of the rows."""
        self._orders = self._orders[1:]

    def fade(self) -> None:
        """What changed is no longer new."""
        self.fresh = self.moved = frozenset()

    def stop(self) -> None:
        """Another page is in sight: nothing is marked and nothing moves."""
        self._orders = []
        self.fade()
