"""The reform index (*chỉ số cải cách hành chính*): its sets of criteria and their points, from ``index.toml``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from math import fsum
from typing import Annotated

import msgspec

from cchc_tui.domain.names import fold
from cchc_tui.domain.units import Level
from cchc_tui.registry.merging import Laid, Rules, Steps
from cchc_tui.registry.shapes import Text
from cchc_tui.registry.toml import RegistryError
from cchc_tui.texts import index_file as texts

Key = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]*$")]
Points = Annotated[float, msgspec.Meta(gt=0)]
#: Sums of points are equal if they differ by less.
_EQUAL = 1e-6


class SetEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A set of criteria in ``index.toml``. ``points`` is the required sum of the points of its criteria."""

    key: Key
    name: Text
    points: Points
    level: Level | None = None  # None: for both levels
    source: str = ""
    note: str = ""


class CriterionEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A criterion in ``index.toml``. ``set`` is the key of the criterion's set.

    ``measure`` names a column of a board, as ``BOARD.COLUMN``. In this column, the value ``zero`` earns no points and
    the value ``full`` earns all points. If the column has shares, ``share`` may be given instead of ``zero`` and
    ``full``: the share that earns all points (true: 1). ``name``, ``key`` and ``aliases`` are the spellings of the
    criterion in the sheet of scores.
    """

    set: Key
    key: Key
    name: Text
    points: Points
    short: str = ""
    group: str = ""
    measure: Annotated[str, msgspec.Meta(pattern=r"^([\w-]+\.[\w-]+)?$")] = ""
    zero: float | None = None
    full: float | None = None
    share: bool | Annotated[float, msgspec.Meta(gt=0, le=1)] | None = None
    source: str = ""
    aliases: tuple[str, ...] = ()


class IndexFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The content of ``index.toml``. ``use`` has the keys of the sets that are in use."""

    use: str | tuple[str, ...] = ()
    set: tuple[SetEntry, ...] = ()
    criterion: tuple[CriterionEntry, ...] = ()


#: How an office's file is merged over the package's.
INDEX = Rules({"set": ("key",), "criterion": ("set", "key")}, ("aliases",))


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of the reform index. ``place`` is the criterion's index in the file, for error messages.

    ``board`` and ``column`` name the value that decides the points. Both are "" if only people can score the criterion.
    ``short`` is the criterion's name above a column.
    """

    key: str
    name: str
    short: str
    group: str
    points: float
    source: str
    place: int
    board: str = ""
    column: str = ""
    zero: float = 0.0
    full: float = 1.0

    @property
    def measure(self) -> str:
        """The board and column as ``BOARD.COLUMN``; "" if only people can score the criterion."""
        return f"{self.board}.{self.column}" if self.board else ""

    def earned(self, figure: float) -> float:
        """The points that the value ``figure`` earns: 0 at ``zero``, all at ``full``, in proportion between."""
        return self.points * min(1.0, max(0.0, (figure - self.zero) / (self.full - self.zero)))


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """A set of criteria.

    If the points of the criteria do not add up to ``points``, ``is_refused`` is true and the set gives no points.
    ``is_own`` is true for a set of the office, false for a set of the package.
    """

    key: str
    name: str
    points: float
    level: Level | None
    source: str
    note: str
    criteria: tuple[Criterion, ...]
    is_refused: bool = False
    is_own: bool = True

    def fits(self, level: str) -> bool:
        """Whether the set is for units of this level."""
        return self.level is None or self.level == level

    def criterion(self, key: str) -> Criterion | None:
        """The criterion with this key; None if the set has none."""
        return next((one for one in self.criteria if one.key == key), None)


@dataclass(frozen=True)
class Index:
    """The reform index. ``sets`` has the sets in use first, then the office's other sets, then the package's.

    ``faults`` has an error for each refused set. ``fault(path, message)`` makes the error for a wrong value of the
    file; ``path`` is the path of the value.
    """

    sets: tuple[CriteriaSet, ...]
    spellings: Mapping[str, tuple[str, ...]]  # criterion key → its names
    faults: tuple[RegistryError, ...] = field(compare=False)
    fault: Callable[[Steps, str], RegistryError] = field(compare=False)

    def set_of(self, level: str) -> CriteriaSet | None:
        """The set for units of a level: the first one that fits the level.

        None if no set fits, or if the first one is refused.
        """
        found = next((one for one in self.sets if one.fits(level)), None)
        return None if found is None or found.is_refused else found

    def most(self, key: str, levels: Collection[str]) -> tuple[float | None, list[str]]:
        """The most points that a criterion can give in a set for one of these levels, and an empty list.

        If the office's own sets have the criterion, the package's sets do not count. If no set has the criterion, the
        result is None and the names of all criteria in the sets for these levels.
        """
        fitting = [one for one in self.sets if any(map(one.fits, levels))]
        having = [one for one in fitting if one.criterion(key) is not None]
        first = [one for one in having if one.is_own] or having
        found = [criterion.points for one in first if (criterion := one.criterion(key)) is not None]
        names = (criterion.name for one in fitting for criterion in one.criteria)
        return (max(found), []) if found else (None, list(dict.fromkeys(names)))


def names_of(criteria: Iterable[tuple[bool, CriterionEntry]]) -> dict[str, tuple[str, ...]]:
    """All spellings of each criterion, from all sets that have the criterion, by criterion key.

    ``criteria`` are pairs. The first value tells whether the office gave the criterion, the second is the criterion. A
    spelling that the office gives to one criterion is removed from all other criteria.
    """
    found: dict[str, tuple[str, ...]] = {}
    taken: dict[str, str] = {}
    for _, one in sorted(criteria, key=lambda each: not each[0]):
        texts = [text for text in (one.name, one.key, *one.aliases) if taken.setdefault(fold(text), one.key) == one.key]
        found[one.key] = tuple(dict.fromkeys((*found.get(one.key, ()), *texts)))
    return found


def of_sets(entries: Iterable[CriterionEntry], sets: Iterable[SetEntry]) -> list[tuple[int, CriterionEntry]]:
    """The criteria that belong to one of ``sets``, each with its index in the file.

    Criteria of other sets are left out, because an office may remove sets of the package but not their criteria.
    """
    keys = {one.key for one in sets}
    return [(place, one) for place, one in enumerate(entries) if one.set in keys]


def index_of(laid: Laid[IndexFile]) -> Index:
    """The index in a checked ``index.toml``.

    If the points of a set's criteria do not add up to the set's points, the set is refused, and ``Index.faults`` has an
    error for it.
    """
    said = laid.data
    criteria = of_sets(said.criterion, said.set)
    used = (said.use,) if isinstance(said.use, str) else said.use
    shipped = {one.get("key") for one in laid.shipped.get("set", ())}
    faults = []
    sets = []
    for place, one in enumerate(said.set):
        own = tuple(_criterion(entry, n, one.source) for n, entry in criteria if entry.set == one.key)
        total = fsum(criterion.points for criterion in own)
        is_refused = abs(total - one.points) > _EQUAL
        if is_refused:
            faults.append(laid.fault(["set", place, "points"], texts.sums(one.name, total, one.points)))
        is_own = one.key not in shipped
        said_of = (one.key, one.name, one.points, one.level, one.source, one.note)
        sets.append(CriteriaSet(*said_of, criteria=own, is_refused=is_refused, is_own=is_own))
    sets.sort(key=lambda one: (used.index(one.key) if one.key in used else len(used), not one.is_own))
    spellings = names_of((laid.is_own("criterion", place), entry) for place, entry in criteria)
    return Index(tuple(sets), {one.key: spellings[one.key] for _, one in criteria}, tuple(faults), laid.fault)


def _criterion(entry: CriterionEntry, place: int, source: str) -> Criterion:
    board, _, column = entry.measure.partition(".")
    zero, full = (entry.zero or 0.0, entry.full or 0.0) if entry.share is None else (0.0, float(entry.share))
    return Criterion(
        *(entry.key, entry.name, entry.short or entry.name, entry.group, entry.points, entry.source or source, place),
        *((board, column, zero, full) if board else ()),
    )
