"""The units of a city, and the look-up of their names as exports write them.

Units change and codes are reused. So a unit's identity is its code together with the first day on which the
unit was valid, and a name is always looked up **on a day**. If a name means no unit or several units, the look-up says
so: nothing is guessed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from cchc_tui.domain.moments import Stamp, day_start
from cchc_tui.domain.names import fold, is_plain_ascii, part_digits, unaccent


class Level(StrEnum):
    """The two levels of a provincial city: city level (*cấp thành phố*) and commune level (*cấp xã*)."""

    CITY = "city"
    COMMUNE = "commune"


@dataclass(frozen=True, slots=True)
class Unit:
    """A department, ward (*phường*) or commune (*xã*), valid from a day until a day (both included; None: unbounded).

    ``code`` is the GSO code of a commune-level unit, or the registry's own code of a department. ``tile`` is the
    (column, row) on the map; None: not on the map. ``short`` is the office's abbreviation of the name ("TN&MT"); "" if
    there is none.
    """

    code: str
    name: str
    kind: str
    level: Level
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    order: int = 0
    tile: tuple[int, int] | None = None
    short: str = ""

    @property
    def brief(self) -> str:
        """The short name, or else the name."""
        return self.short or self.name

    @property
    def key(self) -> str:
        """The unit's identity: code and first day ("29869@2025-07-01"), or the code alone if ``valid_from`` is None.

        A code alone does not tell Phường 2 of 2021 from Phường Cao Lãnh of 2025: both have 29869.
        """
        return self.code if self.valid_from is None else f"{self.code}@{self.valid_from.isoformat()}"

    def valid(self, on: date) -> bool:
        """Whether the unit existed on that day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)

    def ended(self, on: date) -> bool:
        """Whether the unit ceased to exist before that day."""
        return self.valid_to is not None and self.valid_to < on


def told_apart(units: Iterable[Unit]) -> str:
    """The names of units, separated by commas. If units share a name, their years are added: "Phường 1 (–2024)"."""
    units = tuple(units)
    names = Counter(unit.name for unit in units)
    return ", ".join(f"{unit.name} ({_years(unit)})" if names[unit.name] > 1 else unit.name for unit in units)


def _years(unit: Unit) -> str:
    first = "" if unit.valid_from is None else str(unit.valid_from.year)
    last = "" if unit.valid_to is None else str(unit.valid_to.year)
    return f"{first}–{last}"


@dataclass(frozen=True, slots=True)
class Match:
    """The result of looking up a name. ``why`` is "" if ``unit`` is set; otherwise it tells why ``unit`` is None.

    ``none``: no name, or only a desk such as "Bộ phận TN&TKQ". ``city``: the name of the city itself. ``unknown``: no
    unit has this name. ``ambiguous``: several units may be meant (``candidates``).
    """

    unit: Unit | None = None
    why: str = ""
    candidates: tuple[Unit, ...] = ()


_AUTHORITY_PREFIXES = ("ubnd", "ủy ban nhân dân", "ủy ban", "hđnd ubnd")
#: Words in the names of authorities. An unknown name with such a word is another office, not a desk of this one.
_AUTHORITY_WORDS = (
    "ubnd",
    "ủy ban",
    "huyện",
    "thị xã",
    "tỉnh",
    "sở",
    "thành phố",
    "tp",
    "phường",
    "xã",
    "thị trấn",
    "chi cục",
)
#: "H20.52.3 - UBND phường 6": a system's own code of the agency.
_CODE_BEFORE = re.compile(r"^\s*(?:[A-Z]\d{2}|\d{3})(?:\.[A-Z\d]+)+\s*[-–:]\s*")
_SHORT_KINDS = {"phường": ("p", "f"), "xã": ("x",), "phòng": ("p",), "thị trấn": ("tt",)}


class UnitIndex:
    """All units of a city. Finds the unit that has a name on a day.

    Look-ups are cached, because an export repeats the same few names.
    """

    def __init__(
        self,
        units: Iterable[Unit],
        city_names: Iterable[str] = (),
        desks: Iterable[str] = (),
        province: Iterable[str] = (),
    ):
        self.units = tuple(sorted(units, key=lambda unit: (unit.level != Level.CITY, unit.order)))
        self.by_key = {unit.key: unit for unit in self.units}
        bounds = {unit.valid_from for unit in self.units if unit.valid_from}
        bounds |= {unit.valid_to + timedelta(days=1) for unit in self.units if unit.valid_to}
        #: The stamps at which the set of valid units changes: between two of them a name always means the same.
        self.eras: list[Stamp] = sorted(day_start(day) for day in bounds)
        names = tuple(city_names), tuple(desks), tuple(province)
        self._finders = (_Finder(self.units, *names, fold), _Finder(self.units, *names, unaccent))
        self.find = lru_cache(maxsize=16_384)(self._find)
        self.place = lru_cache(maxsize=65_536)(self._place)

    def era(self, at: Stamp) -> int:
        """The number of the era that contains a moment. An era is the time between two successive changes of units.

        Within an era every name means the same unit. Caches of look-ups use the number as a part of their keys.
        """
        return bisect_right(self.eras, at)

    def of(self, key: str, on: date) -> Unit | None:
        """The unit with this key; None if there is no such unit.

        ``key`` may also be a code: the unit is then the one that ``coded`` returns.
        """
        return self.by_key.get(key) or self.coded(key, on)

    def code_of(self, key: str) -> str | None:
        """The code of the unit with this key. If there is no such unit, ``key`` itself; None if ``key`` is ""."""
        unit = self.by_key.get(key)
        return unit.code if unit else key or None

    def coded(self, code: str, on: date) -> Unit | None:
        """The unit that has a code on a day; None if no unit ever had the code.

        If no unit has the code on that day, the result is the last unit that had the code before. If no unit had it
        before, the result is the first unit that has the code later.
        """
        units = [unit for unit in self.units if unit.code == code]
        now = [unit for unit in units if unit.valid(on)]
        before = sorted((unit for unit in units if unit.ended(on)), key=lambda unit: unit.valid_to or on)
        later = sorted(units, key=lambda unit: unit.valid_from or on)
        return next(iter([*now, *before[-1:], *later]), None)

    def asked(self, text: str, on: date) -> Unit | None:
        """The unit that a text names on a day. The text is a code, a key ("29869@2025-07-01") or a name.

        None if there is no such unit, or if the name is ambiguous.
        """
        return self.coded(text, on) or self.by_key.get(text) or self.find(text, on).unit

    def valid(self, on: date) -> tuple[Unit, ...]:
        """The units that exist on a day: city level first, and within a level in the registry's order."""
        return tuple(unit for unit in self.units if unit.valid(on))

    def _find(self, text: str, on: date, weak: bool = True) -> Match:
        """The unit that a name means on a day.

        With ``weak``, the name may lack the kind of the unit ("Mỹ Phú", "Tư pháp"). If no unit of that day has the
        name, the name may mean a unit that ended before, because old dossiers keep old names.
        """
        text = text.strip()
        if not text:
            return Match(why="none")
        return self._finders[is_plain_ascii(text)].find(text, on, weak)

    def _place(self, agency: str, department: str, on: date) -> Match:
        """The unit of a dossier, from the agency and department in its row.

        ``agency`` is the text of the column *Cơ quan/đơn vị*, ``department`` that of *Phòng ban*. City-level exports
        have one of two forms: the city and a department, or a department and a desk. If the two columns name different
        units, the unit is ambiguous.
        """
        first = self.find(agency, on)
        if first.why == "ambiguous" or (first.why == "unknown" and _names_an_authority(agency)):
            return first
        second = self.find(department, on, weak=first.why in {"none", "city"})
        if first.unit is None:
            if second.unit is not None or second.why == "ambiguous":
                return second
            return first if first.why != "none" else second
        if second.unit is not None and second.unit.key != first.unit.key:
            return Match(why="ambiguous", candidates=(first.unit, second.unit))
        return first


def _names_an_authority(text: str) -> bool:
    make = unaccent if is_plain_ascii(text) else fold
    words = f" {make(text)} "
    return any(f" {make(word)} " in words for word in _AUTHORITY_WORDS)


class _Finder:
    """Finds units by name. ``make_key`` turns a name into the key by which names are compared."""

    def __init__(
        self,
        units: tuple[Unit, ...],
        city: tuple[str, ...],
        desks: tuple[str, ...],
        province: tuple[str, ...],
        make_key: Callable[[str], str],
    ):
        self._make_key = make_key
        self._city = sorted({self._key(name) for name in city} - {""}, key=len, reverse=True)
        self._tails = sorted({self._key(name) for name in (*city, *province)} - {""}, key=len, reverse=True)
        self._heads = sorted({self._key(name) for name in (*_AUTHORITY_PREFIXES, *desks)} - {""}, key=len, reverse=True)
        self._strong: dict[str, list[Unit]] = {}
        self._weak: dict[str, list[Unit]] = {}
        for unit in units:
            for name in (unit.name, *unit.aliases):
                self._add(unit, name)

    def _key(self, text: str) -> str:
        return part_digits(self._make_key(text))

    def _add(self, unit: Unit, name: str) -> None:
        name_key, kind = self._key(name), self._key(unit.kind)
        put(self._strong, name_key, unit)
        core = name_key.removeprefix(kind + " ")
        if core == name_key:
            return
        for short in _SHORT_KINDS.get(unit.kind, ()):
            put(self._strong, f"{short} {core}", unit)
        # A bare number, or a bare name that is also the city's, names no unit.
        if not core.isdecimal() and not any(name.endswith(" " + core) for name in self._city):
            put(self._weak, core, unit)

    def find(self, text: str, on: date, weak: bool) -> Match:
        key = self._key(_CODE_BEFORE.sub("", text))
        core, named_city = self._strip(key)
        if not core:
            return Match(why="city" if named_city else "none")
        for table in (self._strong, self._weak) if weak else (self._strong,):
            # The whole key is tried first: "Văn phòng HĐND và UBND thành phố" ends like a mention of the city.
            for name in (key, core):
                if name in table:
                    return self._choose(table[name], on)
        return Match(why="unknown")

    def _strip(self, key: str) -> tuple[str, bool]:
        """Remove the words for an authority, desk or city from a name's key.

        Return the rest, and whether the city's name was removed.
        """
        named_city = False
        changed = True
        while changed and key:
            changed = False
            for head in self._heads:
                if key == head or key.startswith(head + " "):
                    key, changed = key[len(head) :].strip(), True
            for name in self._tails:
                if key == name or key.endswith(" " + name):
                    rest = key[: -len(name)].strip()
                    if rest and rest in self._strong_kinds():
                        continue  # "phường Cao Lãnh": the rest is only a kind, so the name is the unit's own
                    key, changed, named_city = rest, True, named_city or name in self._city
            for name in self._city:
                if key.startswith(name + " "):
                    key, changed, named_city = key[len(name) :].strip(), True, True
        return key, named_city

    def _strong_kinds(self) -> set[str]:
        shorts = {short for kinds in _SHORT_KINDS.values() for short in kinds}
        return shorts | {self._key(kind) for kind in _SHORT_KINDS}

    @staticmethod
    def _choose(units: list[Unit], on: date) -> Match:
        now = [unit for unit in units if unit.valid(on)]
        if not now:
            now = [unit for unit in units if unit.ended(on)]
        if len(now) == 1:
            return Match(unit=now[0])
        return Match(why="ambiguous" if now else "unknown", candidates=tuple(now))


def put(table: dict[str, list[Unit]], key: str, unit: Unit) -> None:
    """Add a unit to the list ``table[key]``, unless the list has the unit already."""
    units = table.setdefault(key, [])
    if unit not in units:
        units.append(unit)
