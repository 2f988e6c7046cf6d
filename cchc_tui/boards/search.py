"""Searches units, procedures, fields, officers and dossiers for words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from cchc_tui.boards.dossiers import DossierLine, lines_of
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.text_matcher import TextMatcher
from cchc_tui.domain.moments import Stamp, to_date
from cchc_tui.domain.search_terms import SearchTerms, split_words
from cchc_tui.domain.units import Unit
from cchc_tui.store.count.counts_table import Dimension, counts_at
from cchc_tui.store.read import search as index
from cchc_tui.store.read.memo import ALL

HitKind: TypeAlias = Literal["unit", "procedure", "field", "officer", "dossier"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result.

    ``key`` is the key of a unit, the text of a procedure or field, the key of an officer's row on the board of late
    dossiers, or the number of a dossier. ``title`` is the name, or the code of a dossier, with a masked serial if
    serials are hidden. ``detail`` is a dossier's unit and procedure, an officer's unit, or "". ``count`` is the number
    of dossiers of the unit, procedure, field or officer in all years; it is None for a dossier, and at a past moment.
    ``line`` is set only for a dossier.
    """

    kind: HitKind
    key: str
    title: str
    detail: str
    count: int | None
    line: DossierLine | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found at a moment. The hits are units, procedures, fields, officers, and then dossiers.

    ``hits`` has only the newest of the matching dossiers, the newest first. ``dossiers`` is the number of matching
    dossiers found, and ``more`` tells whether there may be further ones. An empty text, and a text that begins with
    "!", have no hits. A single letter finds units only.
    """

    as_of: Stamp
    data_as_of: Stamp | None
    text: str
    hits: tuple[Hit, ...]
    dossiers: int
    more: bool


#: Most dossiers that are counted; with more, the answer says that there are more.
_MOST_COUNTED = 1_000
#: The same limit for a viewer who sees the dossiers of one unit, which are found among those of all units.
_MOST_COUNTED_OF_ALL = 20_000
#: How many candidates are checked for matching texts at the moment: at first, and if too few of those match.
_CANDIDATES = (200, _MOST_COUNTED)
_MOST_OF_A_KIND = 8
_LETTERS = 2  # the least number of letters to search dossiers


def search(moment: Moment, text: str, limit: int = 50, live: bool = True) -> SearchResult:
    """Search the units, groups and dossiers at a moment. The result has at most ``limit`` dossiers.

    Without ``live``, numbers of dossiers are not computed: ``count`` is None in all hits.
    """
    words = SearchTerms(text)
    at, data = moment.at, moment.data_as_of
    if not words or words.excludes or data is None:
        return SearchResult(at, data, text, (), 0, False)
    hits = list(_units(moment, words, live))
    longest = max(map(len, (*words.whole, words.prefix)))
    if longest < _LETTERS:
        return SearchResult(at, data, text, tuple(hits), 0, False)
    hits += _terms(moment, words, live)
    dossiers, many, more = _dossiers(moment, words, limit)
    return SearchResult(at, data, text, (*hits, *dossiers), many, more)


class _Group(NamedTuple):
    """A unit, procedure, field or officer, with the number of its dossiers in the counts of the store.

    ``dimension`` says which of these it is. ``unit`` is 0 for a procedure or field, ``key`` is 0 for a unit.
    """

    dimension: int
    unit: int
    key: int
    dossiers: int


def _groups(moment: Moment) -> tuple[_Group, ...]:
    """The units, procedures, fields and officers that have dossiers. They are cached until the next load."""
    return moment.memo.get_or_make(moment, (ALL, "groups", ""), lambda: _read_groups(moment))


def _own_groups(moment: Moment) -> Iterator[_Group]:
    """Yield the units, procedures, fields and officers with dossiers that the viewer may see.

    Only the dossiers that the viewer may see are counted.
    """
    own = moment.own_number
    if own is None:
        yield from _groups(moment)
    else:
        yield from moment.memo.get_or_make(moment, (ALL, "groups", str(own)), lambda: _read_groups(moment, own))


def _read_groups(moment: Moment, own: int | None = None) -> tuple[_Group, ...]:
    last_list = moment.lists[1] if moment.lists else moment.at
    sums: Counter[tuple[int, int, int]] = Counter()
    for dimension in Dimension:
        whole = dimension in {Dimension.PROCEDURE, Dimension.FIELD}
        for (_, unit, key, *_), _, numbers in counts_at(moment.connection, dimension, last_list):
            if own in (None, unit):
                sums[dimension, 0 if whole else unit, key] += sum(numbers)
    return tuple(_Group(*numbers, n) for numbers, n in sums.items() if n)


def _units(moment: Moment, words: SearchTerms, live: bool) -> Iterator[Hit]:
    """Yield the matching units that exist at the moment or have dossiers. Exact matches come first."""
    units = moment.registry.units
    counts = {
        moment.reader.unit_key(group.unit): group.dossiers
        for group in _groups(moment)
        if group.dimension == Dimension.UNIT
    }
    valid = {unit.key for unit in units.valid(to_date(moment.at))}
    found = []
    for place, unit in enumerate(units.units):
        tokens = index.unit_words(unit)
        if (unit.key in valid or counts.get(unit.key)) and words.match(tokens):
            found.append((not words.exactly(tokens), unit.key not in valid, place, unit))
    for *_, unit in sorted(found, key=lambda one: one[:3])[:_MOST_OF_A_KIND]:
        yield Hit("unit", unit.key, unit.name, "", counts.get(unit.key, 0) if live else None)


_KINDS: dict[int, HitKind] = {Dimension.PROCEDURE: "procedure", Dimension.FIELD: "field", Dimension.OFFICER: "officer"}


def _terms(moment: Moment, words: SearchTerms, live: bool) -> Iterator[Hit]:
    """Yield the matching procedures, then fields, then officers, with the exact matches of each kind first.

    Officers are left out if their names are hidden.
    """
    found: list[tuple[bool, int, _Group]] = []
    for group in _own_groups(moment):
        if group.dimension == Dimension.UNIT or not group.key:
            continue
        if group.dimension == Dimension.OFFICER and not moment.access.officers:
            continue
        tokens = frozenset(split_words(moment.text(group.key)))
        if words.match(tokens):
            found.append((not words.exactly(tokens), -group.dossiers, group))
    found.sort()
    for dimension, kind in _KINDS.items():
        for *_, group in [one for one in found if one[2].dimension == dimension][:_MOST_OF_A_KIND]:
            yield _term_hit(moment, group, kind, live)


def _term_hit(moment: Moment, group: _Group, kind: HitKind, live: bool) -> Hit:
    count = group.dossiers if live else None
    name = moment.text(group.key)
    if kind != "officer":
        return Hit(kind, name, name, "", count)
    unit, key = moment.unit(group.unit), moment.reader.unit_key(group.unit)
    return Hit(kind, f"{key}/{group.key}", name, unit.name if unit else "", count)


def _dossiers(moment: Moment, words: SearchTerms, limit: int) -> tuple[list[Hit], int, bool]:
    """Find matching dossiers. Return up to ``limit`` of the newest, the number found, and whether there may be more."""
    matcher = TextMatcher(moment)
    own = moment.own_number
    counted = _MOST_COUNTED if own is None else _MOST_COUNTED_OF_ALL
    for most in _CANDIDATES:
        candidates = index.find(moment.connection, words, moment.access, most, counted, moment.at, own)
        fitting = list(matcher.matching(candidates.dossiers, words))
        if len(fitting) >= limit or len(candidates.dossiers) < most:
            break
    shown = fitting[:limit]
    by_id = {line.id: line for line in lines_of(moment, shown, ever=True)}
    lines = sorted((by_id[one] for one in shown if one in by_id), key=lambda line: -line.received)
    units = moment.registry.units.by_key
    hits = [Hit("dossier", str(line.id), line.code, _beside(line, units), None, line) for line in lines]
    many = max(len(fitting), candidates.known) if candidates.more and fitting else len(fitting)
    return hits, many, candidates.more


def _beside(line: DossierLine, units: Mapping[str, Unit]) -> str:
    return " · ".join(filter(None, (units[line.unit].name if line.unit in units else "", line.procedure)))
