"""How rows change places in sight: in a few steps, each of them an order of all rows. Pure."""

from __future__ import annotations

from collections.abc import Sequence

#: At most so many steps, each after so many seconds: few bytes, and still a move that the eye can follow.
STEPS = 3
STEP_SECONDS = 0.3


def steps(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, ...]]:
    """The orders between the old one and the new one, and the new one at the end; none where nothing moves.

    Keys that come from outside the old ones come up from below; those that are in no new place are gone at once.
    """
    before = {key: place for place, key in enumerate(old)}
    begin = sorted(new, key=lambda key: before.get(key, len(old)))
    starts = {key: place for place, key in enumerate(begin)}
    ends = {key: place for place, key in enumerate(new)}
    farthest = max((abs(starts[key] - ends[key]) for key in new), default=0)
    many = min(STEPS, farthest)
    orders: list[tuple[str, ...]] = []
    for step in range(1, many + 1):
        share = step / many
        at = {key: (starts[key] + (ends[key] - starts[key]) * share, ends[key]) for key in new}
        orders.append(tuple(sorted(new, key=at.__getitem__)))
    return orders


def movers(old: Sequence[str], new: Sequence[str]) -> frozenset[str]:
    """Those that moved past others: the fewest whose move explains the new order; of two that changed places, the one
    that rose. What only made room is not among them.
    """
    before = {key: place for place, key in enumerate(old)}
    known = [key for key in new if key in before]
    stayed: list[tuple[float, tuple[str, ...]]] = []  # for each: the longest chain in the old order that ends there
    for place, key in enumerate(known):
        chains = [stayed[i] for i in range(place) if before[known[i]] < before[key]]
        length, chain = max(chains, key=lambda pair: pair[0], default=(0.0, ()))
        rose = new.index(key) < before[key]
        stayed.append((length + (0.99 if rose else 1.0), (*chain, key)))
    kept = max(stayed, key=lambda pair: pair[0], default=(0.0, ()))[1]
    return frozenset(key for key in new if key not in kept) if known else frozenset()
