"""Checks of a registry's values beyond their types.

An error names the wrong key, if possible in the office's own file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from cchc_tui.domain.evidence import MEASURES, EvidenceKind
from cchc_tui.domain.names import fold
from cchc_tui.registry.index import CriterionEntry, IndexFile, SetEntry, of_sets
from cchc_tui.registry.merging import Laid
from cchc_tui.registry.shapes import (
    CalendarFile,
    HeadingsFile,
    PracticesFile,
    StatusesFile,
    Targets,
    UnitEntry,
    UnitsFile,
)
from cchc_tui.sheets.kinds import SHEETS, sections
from cchc_tui.texts import index_file

#: Section → fields that must have a heading, because no dossier list or unit summary is recognised without them.
REQUIRED = {"dossiers": ("code", "received"), "summary": ("unit",)}


def units(laid: Laid[UnitsFile]) -> None:
    """Raise RegistryError if there is no unit, a key is repeated, or a unit ends before it starts.

    Also raise RegistryError if two units that exist at the same time have the same name or the same tile of the map.
    """
    entries = laid.data.unit
    if not entries:
        raise laid.fault(["unit"], "a city has at least one unit")
    having: dict[object, list[int]] = {}  # mark → places of the units before that have it
    for place, unit in enumerate(entries):
        if unit.valid_from and unit.valid_to and unit.valid_to < unit.valid_from:
            raise laid.fault(["unit", place, "valid_to"], "before valid_from: must be that day or a later one")
        marks = _marks(unit)
        for earlier in sorted({earlier for mark in marks for earlier in having.get(mark, ())}):
            wrong = _between(unit, entries[earlier])
            if wrong:
                there = place if laid.is_own("unit", place) else earlier
                raise laid.fault(["unit", there, wrong[0]], wrong[1])
        for mark in marks:
            having.setdefault(mark, []).append(place)


def _marks(unit: UnitEntry) -> set[object]:
    """The values of a unit that no other unit of the same time may have: its code, tile, and names."""
    names = (unit.name, *unit.aliases, *filter(None, (unit.short,)))
    places = (("tile", unit.tile),) if unit.tile else ()
    return {("code", unit.code), *places, *map(fold, names)}


def _between(unit: UnitEntry, other: UnitEntry) -> tuple[str, str] | None:
    """The key and error message of a value that two units wrongly have in common; None if there is no such value."""
    if (unit.code, unit.valid_from) == (other.code, other.valid_from):
        return "code", f"{unit.code} is there twice: give the later unit its valid_from"
    if max(unit.valid_from or date.min, other.valid_from or date.min) > min(
        unit.valid_to or date.max, other.valid_to or date.max
    ):
        return None
    if unit.code == other.code:
        return "code", f"{unit.code} is there twice at one time: {other.name} must end before"
    if unit.tile and unit.tile == other.tile:
        return "tile", f"{other.name} has it already: give it another place"
    if fold(unit.name) == fold(other.name):
        return "name", f"“{unit.name}” is another unit's too, of the same time: name each in its own way"
    shown = [{fold(name) for name in (one.name, one.short) if name} for one in (unit, other)]
    if both := [name for name in (unit.short, other.short) if name and all(fold(name) in names for names in shown)]:
        return "short", f"“{both[0]}” stands for both {other.name} and {unit.name}: shorten each in its own way"
    names = {fold(name) for name in (other.name, *other.aliases)}
    same = next((name for name in unit.aliases if fold(name) in names), None)
    return ("aliases", f"“{same}” names {other.name} too: leave it to one of them") if same else None


def practices(laid: Laid[PracticesFile]) -> None:
    """Raise RegistryError for a threshold without ``by``, a repeated key, or a spelling with two meanings."""
    for place, practice in enumerate(laid.data.practice):
        if practice.shown is not None and practice.shown.by is None and practice.key not in MEASURES:
            raise laid.fault(["practice", place, "shown"], f"by is missing: one of {', '.join(EvidenceKind)}")
    own = [(one.key, (one.name, one.short, *one.aliases)) for one in laid.data.practice]
    _keys_and_spellings(laid, "practice", "key", own)
    states = [(one.key.value, (one.name, one.short, *one.aliases)) for one in laid.data.state]
    _keys_and_spellings(laid, "state", "key", states)


def statuses(laid: Laid[StatusesFile]) -> None:
    """Raise RegistryError for a repeated code, or a spelling with two meanings."""
    said = [(str(one.code), (one.name, *one.also)) for one in laid.data.status]
    _keys_and_spellings(laid, "status", "code", said)


def _keys_and_spellings(laid: Laid[Any], table: str, key: str, said: Sequence[tuple[str, Iterable[str]]]) -> None:
    meanings: dict[str, int] = {}
    for place, (name, spellings) in enumerate(said):
        if name in [other for other, _ in said[:place]]:
            raise laid.fault([table, place, key], f"{name} is there twice: say it once")
        for text in spellings:
            first = meanings.setdefault(fold(text), place)
            if first != place:
                there = place if laid.is_own(table, place) else first
                other = said[first if there == place else place][0]
                raise laid.fault([table, there, key], f"“{text}” means {other} too: leave it to one of them")


def calendar(laid: Laid[CalendarFile]) -> None:
    """Raise RegistryError if there are no office hours, or if a day is repeated.

    Also raise RegistryError if a span of hours does not end after its start, or starts before the previous span ends.
    """
    spans = laid.data.hours
    if not spans:
        raise laid.fault(["hours"], "an office has hours: start and end of at least one span")
    for place, span in enumerate(spans):
        if span.end <= span.start:
            raise laid.fault(["hours", place, "end"], f"must be after {span.start}")
        if place and span.start < spans[place - 1].end:
            raise laid.fault(
                ["hours", place, "start"], f"must not be before {spans[place - 1].end}, where the last ends"
            )
    days = [day.date for day in laid.data.day]
    for place, day in enumerate(days):
        if day in days[:place]:
            raise laid.fault(["day", place, "date"], f"{day} is there twice: say it once")


def targets(laid: Laid[Targets]) -> None:
    """Raise RegistryError unless the age bands start with 0 and are in ascending order."""
    bands = laid.data.age_bands
    if bands[:1] != (0,) or any(after <= before for before, after in pairwise(bands)):
        raise laid.fault(["age_bands"], "must begin with 0 and rise, as in [0, 3, 6, 11, 31]")


def headings(laid: Laid[HeadingsFile]) -> None:
    """Raise RegistryError for an unknown section or field, or a required field without a heading.

    Also raise RegistryError for a heading without letters and digits, and for a heading that the office gives to two
    fields.
    """
    required = REQUIRED | {sheet.name: sheet.required_headings for sheet in SHEETS.values()}
    declared = sections()
    known_sections = laid.shipped or laid.data
    for kind, said in laid.data.items():
        if kind not in known_sections:
            raise laid.fault([kind], f"there is no such section: one of {', '.join(known_sections)}")
        known = laid.shipped.get(kind, said)
        for name, texts in said.items():
            if name not in known:
                raise laid.fault([kind, name], f"there is no such field: one of {', '.join(known)}")
            if not all(map(fold, texts)):
                raise laid.fault([kind, name], "a heading must have letters or digits")
        for name in required.get(kind, ()):
            if not said.get(name):
                raise laid.fault([kind, name], "must have at least one heading")
        if kind == "dossiers" or kind in declared:
            _one_meaning(laid, kind)


def _one_meaning(laid: Laid[HeadingsFile], kind: str) -> None:
    fields: dict[str, str] = {}
    for name, texts in laid.own.get(kind, {}).items():
        for text in texts:
            first = fields.setdefault(fold(text), name)
            if first != name:
                raise laid.fault([kind, name], f"“{text}” is a heading of {first} too: leave it to one of them")


def index(laid: Laid[IndexFile]) -> None:
    """Raise RegistryError for an unknown or repeated key, a spelling with two meanings, or a measure without a scale.

    Sums of points are not checked here, because ``index_of`` checks them: it refuses only the set whose criteria do not
    add up to the set's points.
    """
    said = laid.data
    sets = {one.key: one for one in said.set}
    for key in (said.use,) if isinstance(said.use, str) else said.use:
        if key not in sets:
            raise laid.fault(["use"], index_file.no_set(key, sets))
    _keys_and_spellings(laid, "set", "key", [(one.key, ()) for one in said.set])
    for place, one in enumerate(said.criterion):
        if one.set not in sets and laid.is_own("criterion", place):
            raise laid.fault(["criterion", place, "set"], index_file.no_set(one.set, sets))
        wrong = _scale(one)
        if wrong:
            raise laid.fault(["criterion", place, wrong[0]], wrong[1])
    criteria = of_sets(said.criterion, said.set)
    meanings: dict[str, str] = {}
    for n, (place, one) in enumerate(criteria):
        for before, other in criteria[:n]:
            both = laid.is_own("criterion", place) == laid.is_own("criterion", before)
            wrong = _between_criteria(one, other, sets) if both else None
            if wrong:
                there = place if laid.is_own("criterion", place) else before
                raise laid.fault(["criterion", there, wrong[0]], wrong[1])
        for text in (one.name, one.key, *one.aliases) if laid.is_own("criterion", place) else ():
            if meanings.setdefault(fold(text), one.key) != one.key:
                raise laid.fault(["criterion", place, "key"], index_file.two_meanings(text, meanings[fold(text)]))


def _scale(one: CriterionEntry) -> tuple[str, str] | None:
    """The key and error message of an error in a criterion's measure or scale; None if there is none."""
    scales = (one.zero is not None) + (one.full is not None)
    if not one.measure:
        return ("measure", index_file.SCALE.no_measure) if scales or one.share is not None else None
    if one.share is False:
        return "share", index_file.SCALE.no_share
    if (scales, one.share is None) not in {(2, True), (0, False)}:
        return "measure", index_file.SCALE.no_scale
    return ("full", index_file.SCALE.same_ends) if scales and one.zero == one.full else None


def _between_criteria(
    one: CriterionEntry, other: CriterionEntry, sets: Mapping[str, SetEntry]
) -> tuple[str, str] | None:
    """The key and error message of a value in which two criteria contradict each other; None if there is none.

    The sheet of scores names only a unit and a criterion, not a set. So all sets for one level must give a criterion
    the same points.
    """
    if one.key != other.key:
        return None
    if one.set == other.set:
        return "key", index_file.twice(one.key, one.set)
    levels = {sets[each.set].level for each in (one, other)}
    if one.points != other.points and (None in levels or len(levels) == 1):
        return "points", index_file.other_points(one.key, other.set, other.points)
    return None
