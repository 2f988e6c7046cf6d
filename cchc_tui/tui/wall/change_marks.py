"""Marks of what has changed on a page since the page was last on screen. They stay until the caller removes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class ChangeMarks:
    """The marks of the page on screen: ``fresh`` has the keys of changed figures, ``moved`` the keys of moved rows."""

    def __init__(self) -> None:
        self._seen: dict[str, Mapping[str, float]] = {}  # page → its figures when it was last on screen
        self.fresh: frozenset[str] = frozenset()
        self.moved: frozenset[str] = frozenset()

    def update(self, page: str, figures: Mapping[str, float], *, ranked: bool, quiet: bool) -> bool:
        """Store a page's figures, and mark their changes. Return whether any mark was added.

        With ``ranked``, mark rows that have moved too. With ``quiet``, mark nothing, because ``figures`` are of another
        moment than before.
        """
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
        return bool(fresh or moved)

    def fade(self) -> None:
        """Remove all marks."""
        self.fresh = self.moved = frozenset()


def movers(old: Sequence[str], new: Sequence[str]) -> frozenset[str]:
    """The keys of the fewest rows whose moves explain the new order. Of two swapped rows, it is the one that rose."""
    before = {key: place for place, key in enumerate(old)}
    known = [key for key in new if key in before]
    stayed: list[tuple[float, tuple[str, ...]]] = []  # per row: the longest chain in old order ending with it
    for place, key in enumerate(known):
        chains = [stayed[i] for i in range(place) if before[known[i]] < before[key]]
        length, chain = max(chains, key=lambda pair: pair[0], default=(0.0, ()))
        rose = new.index(key) < before[key]
        stayed.append((length + (0.99 if rose else 1.0), (*chain, key)))
    kept = max(stayed, key=lambda pair: pair[0], default=(0.0, ()))[1]
    return frozenset(key for key in new if key not in kept) if known else frozenset()
