"""Computations that several boards share: shares, ranks within a level, the order of changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import repeat
from typing import Any, ClassVar, Protocol, TypeVar


class RankedRow(Protocol):
    """A row of a board that can be ranked. It is a frozen dataclass with a field ``rank``."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def level(self) -> str:
        """The level of the row's unit; "" if the row is not a unit."""


R = TypeVar("R", bound=RankedRow)


def share(part: int | None, whole: int | None) -> float | None:
    """``part / whole``, a fraction of 1; None if one of them is not known, or if ``whole`` is 0."""
    return part / whole if part is not None and whole else None


def ranked(rows: Iterable[R], figure: Callable[[R], float | None]) -> list[R]:
    """Give each row its rank by ``figure`` among the rows of its level (see ``ranks_of``). The order stays the same."""
    rows = list(rows)
    ranks = ranks_of([figure(row) for row in rows], [row.level for row in rows])
    return [replace(row, rank=rank) for row, rank in zip(rows, ranks, strict=True)]


def ranks_of(figures: Sequence[float | None], levels: Sequence[str] = ()) -> list[int | None]:
    """The rank of each figure within its level. The greatest figure has rank 1.

    ``levels`` has the level of each figure; if it is empty, all figures are of one level. Equal figures share a rank.
    An unknown figure (None) has no rank (None).
    """
    of_levels = list(zip(levels or repeat("", len(figures)), figures, strict=True))
    known = sorted(((level, figure) for level, figure in of_levels if figure is not None), key=lambda each: -each[1])
    places: dict[tuple[str, float], int] = {}
    before: Counter[str] = Counter()
    for level, figure in known:
        before[level] += 1
        places.setdefault((level, figure), before[level])
    return [None if figure is None else places[level, figure] for level, figure in of_levels]


def by_change(change: float, *, increases_first: bool = True) -> tuple[int, float]:
    """The sort key of a change. Increases come first, then decreases, the largest of each first. No change comes last.

    Without ``increases_first``, decreases come before increases.
    """
    return 2 if not change else int((change > 0) != increases_first), -abs(change)
