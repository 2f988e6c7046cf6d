"""The catalogue of procedures at a moment: which units handle each procedure, and whether it is offered online."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cchc_tui.boards.moment import Moment
from cchc_tui.boards.sheets import HeldRow, held
from cchc_tui.domain.moments import to_date
from cchc_tui.domain.names import brief_procedure, fold
from cchc_tui.domain.units import Level, Unit
from cchc_tui.sheets.catalogue import SHEET
from cchc_tui.store.count.counts_table import ARRIVALS, counts_at
from cchc_tui.store.read.memo import ALL

#: The service levels at which a procedure is offered online.
ONLINE_LEVELS = (3, 4)
#: A code of the national database, perhaps with the ending that a province adds ("1.000894.000.00.00.H20").
_NATIONAL = re.compile(r"(\d\.\d{4,6})(?:\.\d{3}(?:\.\d{2}){0,2}(?:\.h\d+)?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CatalogueProcedure:
    """A procedure that the catalogue has and that is not abolished. ``code`` is "" if the catalogue states none.

    ``services`` has the service level, 1 to 4 (None: not stated), at each level of units that handles the procedure:
    "city", "commune" or "other". ``agencies`` has the keys of the units that the catalogue names, by level. A level
    without named units has no entry.
    """

    code: str
    name: str
    field: str
    services: Mapping[str, int | None]
    agencies: Mapping[str, frozenset[str]]

    @property
    def key(self) -> str:
        """A key that no other procedure has: the code, or the name if there is no code."""
        return self.code or self.name

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels of units that handle the procedure: "city", "commune" or both.

        () if only units of the level "other" handle the procedure.
        """
        return tuple(level.value for level in Level if level.value in self.services)

    def service(self, level: str = "") -> int | None:
        """The service level (1 to 4) at a level of units; None if it is not known.

        For a level that ``services`` lacks, such as "", the result is the service level that all levels share, or None
        if they differ.
        """
        if level in self.services:
            return self.services[level]
        stated = set(self.services.values())
        return next(iter(stated)) if len(stated) == 1 else None

    def is_of(self, unit: Unit) -> bool:
        """Whether a unit handles the procedure.

        The unit's level must handle the procedure. If the catalogue names units of this level, the unit must be one of
        them.
        """
        level = unit.level.value
        return level in self.services and unit.key in self.agencies.get(level, (unit.key,))


@dataclass(frozen=True)
class Catalogue:
    """The procedures of the catalogue, in the order of its sheet. Without a catalogue there are none."""

    procedures: tuple[CatalogueProcedure, ...] = ()
    #: Folded code → procedure, and each folded name → its procedures.
    _by_code: Mapping[str, CatalogueProcedure] = field(default_factory=dict)
    _by_name: Mapping[str, tuple[CatalogueProcedure, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.procedures)

    def find(self, code: str, name: str, level: str = "") -> CatalogueProcedure | None:
        """Find a procedure by its code, or else by its name. None if no procedure is found, or if several are.

        If several procedures have the name, only those count that units of ``level`` handle.
        """
        found = self._by_code.get(folded_code(code)) if code else None
        if found is not None or not name:
            return found
        named = self._by_name.get(folded_name(name), ())
        if len(named) > 1:
            named = tuple(one for one in named if level in one.services)
        return named[0] if len(named) == 1 else None

    @cached_property
    def online(self) -> tuple[CatalogueProcedure, ...]:
        """The procedures that are offered online (service level 3 or 4) at any level of units."""
        return tuple(one for one in self.procedures if not set(ONLINE_LEVELS).isdisjoint(one.services.values()))

    def of_unit(self, unit: Unit) -> tuple[CatalogueProcedure, ...]:
        """The procedures that a unit handles."""
        return tuple(one for one in self.procedures if one.is_of(unit))


def catalogue(moment: Moment) -> Catalogue:
    """The catalogue known at a moment, or the first catalogue if the moment is earlier.

    The result is empty if there is no catalogue at all.
    """
    newest = moment.newest_of(SHEET.name)
    if newest is None:
        return Catalogue()
    key = (ALL, "catalogue", newest)
    return moment.memo.get_or_make(moment, key, lambda: _catalogue(moment, held(moment, SHEET.name)), most=8)


def procedures_not_in_catalogue(moment: Moment) -> list[tuple[str, int]]:
    """The procedures of dossiers that the catalogue lacks, each with its number of dossiers, most dossiers first.

    A procedure is given as dossiers name it, with its code in parentheses. [] without a catalogue.
    """
    known = catalogue(moment)
    found: Counter[str] = Counter()
    for (number, unit, procedure, *_), _, counts in (
        counts_at(moment.connection, ARRIVALS, moment.cutoff) if known else ()
    ):
        code, name, place = moment.text(number), moment.text(procedure), moment.unit(unit)
        if (code or name) and known.find(code, name, place.level.value if place else "") is None:
            found[f"{name} ({code})" if code and name else code or name] += sum(counts)
    return [(procedure, n) for procedure, n in found.most_common() if n > 0]


def folded_code(code: str) -> str:
    """A procedure's code in the form in which codes are compared.

    The ending that a province adds is removed, and zeros that a spreadsheet dropped are restored.
    """
    key = "".join(code.split()).casefold()
    national = _NATIONAL.fullmatch(key)
    return national[1].ljust(8, "0") if national else key


def folded_name(name: str) -> str:
    """A procedure's name in the form in which names are compared: folded, without a leading "Thủ tục"."""
    return fold(brief_procedure(name))


class _Entry:
    """Collects all rows of the catalogue about one procedure."""

    def __init__(self) -> None:
        self._row: Mapping[str, Any] = {}
        self.names: set[str] = set()
        self._services: dict[str, int | None] = {}
        self._agencies: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, values: Mapping[str, Any], agencies: Iterable[Unit]) -> None:
        """Add a row about the procedure.

        The row's name, code and field replace those of earlier rows. ``agencies`` are added to the agencies of earlier
        rows. The row's service level replaces earlier ones at the row's levels. A row that abolishes the procedure
        removes the row's levels, and changes nothing else.
        """
        if values["state"] == "abolished":
            for level in values["level"]:
                self._services.pop(level, None)
            return
        self._row = values
        self.names.add(folded_name(values["name"]))
        service = int(values["service"]) if values["service"] else None
        self._services |= dict.fromkeys(values["level"], service)
        for unit in agencies:
            self._agencies[unit.level.value].add(unit.key)

    def procedure(self) -> CatalogueProcedure | None:
        """The procedure that all rows together describe; None if it is abolished."""
        row, agencies = self._row, {level: frozenset(keys) for level, keys in self._agencies.items()}
        return (
            CatalogueProcedure(row["code"], row["name"], row["field"], self._services, agencies)
            if self._services
            else None
        )


def _catalogue(moment: Moment, rows: Iterable[HeldRow]) -> Catalogue:
    stated = [row.values for row in sorted(rows, key=lambda row: row.row)]
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for values in stated:
        if values["code"]:
            codes[folded_name(values["name"])].add(folded_code(values["code"]))
    entries: defaultdict[str, _Entry] = defaultdict(_Entry)
    day = to_date(moment.newest_of(SHEET.name) or moment.at)
    for values in stated:
        name = folded_name(values["name"])
        of_name = codes.get(name, ())  # a row without a code means the procedure with its name, if there is one
        key = folded_code(values["code"]) or (next(iter(of_name)) if len(of_name) == 1 else f" {name}")
        found = (moment.registry.units.find(agency, day).unit for agency in values["agency"].split(";"))
        entries[key].add(values, filter(None, found))
    by_code: dict[str, CatalogueProcedure] = {}
    by_name: defaultdict[str, list[CatalogueProcedure]] = defaultdict(list)
    for key, entry in entries.items():
        procedure = entry.procedure()
        if procedure is not None:
            by_code[key] = procedure
            for name in entry.names:
                by_name[name].append(procedure)
    return Catalogue(tuple(by_code.values()), by_code, {name: tuple(found) for name, found in by_name.items()})
