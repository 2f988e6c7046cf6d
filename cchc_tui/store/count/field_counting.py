"""State counts by field, in the units that a unit summary by field covers.

The program compares unit summaries by field with these counts, and makes such summaries from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from cchc_tui.domain.names import fold, listed_name
from cchc_tui.domain.units import Level
from cchc_tui.registry import Registry
from cchc_tui.store.count.counting import CountQuery, count_states
from cchc_tui.store.count.counts_table import Dimension
from cchc_tui.store.count.state_counts import StateCounts
from cchc_tui.texts.papers.form06a import NO_FIELD

C = TypeVar("C")
#: The units that a form without such a statement may cover: all, or those of one level.
SCOPES: tuple[str, ...] = ("", Level.CITY, Level.COMMUNE)
#: The scope of dossiers without a known unit, which no form names.
UNPLACED = "unplaced"


class FieldCounts:
    """The state counts by unit and field at a query's moment. Unit names are looked up on the day ``on``."""

    def __init__(self, count_query: CountQuery, registry: Registry, on: date):
        connection = count_query.moment.connection
        self._all = count_states(count_query, Dimension.FIELD)
        self._registry = registry
        self._on = on
        self._before = tuple(f"{fold(heading)} " for heading in registry.headings["dossiers"].get("field", ()))
        self._units: dict[int, str] = dict(connection.execute("SELECT id, key FROM unit").fetchall())
        used = ", ".join({str(key) for _, key in self._all if key})
        query = f"SELECT id, text FROM term WHERE id IN ({used})"
        texts = dict(connection.execute(query).fetchall()) | ({0: NO_FIELD} if any(not n for _, n in self._all) else {})
        self._fields = {number: self.key(text) for number, text in texts.items()}
        self._known = set(self._fields.values())
        #: The name of each field by its key: the spelling that was stored first.
        self.names = {self._fields[number]: texts[number] for number in sorted(texts, reverse=True)}

    def key(self, text: str) -> str:
        """The key by which names of fields are compared, without a leading number or a word such as "Lĩnh vực"."""
        key = fold(listed_name(text))
        return key.removeprefix(next(filter(key.startswith, self._before), ""))

    def is_field(self, text: str) -> bool:
        """Whether any dossier at the query's moment is in a field of this name."""
        return self.key(text) in self._known

    def counts(self, text: str, scope: str) -> StateCounts:
        """The counts of the field named ``text`` in the units of a scope (see ``scope()``).

        ``text`` "" counts all fields.
        """
        key, units = self.key(text), self._numbers(scope)
        chosen = (
            counts
            for (unit, field), counts in self._all.items()
            if (units is None or unit in units) and (not text or self._fields.get(field) == key)
        )
        return sum(chosen, StateCounts())

    @property
    def all(self) -> Mapping[tuple[int, int], StateCounts]:
        """The counts of all fields, by (unit number, field number)."""
        return self._all

    def by_field(self, found: Mapping[tuple[int, int], C], scope: str) -> dict[str, list[C]]:
        """The values of ``found`` by field key, for the units of a scope (see ``scope()``).

        The keys of ``found`` are (unit number, field number).
        """
        units, parts = self._numbers(scope), dict[str, list[C]]()
        for (unit, field), each in found.items():
            if field in self._fields and (units is None or unit in units):
                parts.setdefault(self._fields[field], []).append(each)
        return parts

    def scope(self, within: str) -> str:
        """The scope that a form describes with the words ``within``: a unit's key, a level, or "" for all units."""
        unit = self._registry.units.find(within, self._on, False).unit if within else None
        if unit is not None:
            return unit.key
        levels = self._registry.headings.get("levels", {})
        named = [level for level, words in levels.items() if any(f" {fold(w)} " in f" {fold(within)} " for w in words)]
        return named[0] if len(named) == 1 else ""

    def _numbers(self, scope: str) -> set[int] | None:
        """The numbers of the units in a scope; None for all units.

        The scope ``UNPLACED`` has the units that the registry does not know.
        """
        if not scope:
            return None
        known = self._registry.units.by_key
        if scope == UNPLACED:
            return {number for number, key in self._units.items() if key not in known}
        if scope not in (Level.CITY, Level.COMMUNE):
            return {number for number, key in self._units.items() if key == scope}
        return {number for number, key in self._units.items() if key in known and known[key].level == scope}
