"""State counts of a field, in the units that a summary by field covers, to compare with that summary."""

from __future__ import annotations

from datetime import date

from cchc_tui.domain.names import fold
from cchc_tui.domain.units import Level
from cchc_tui.registry import Registry
from cchc_tui.store.count.counting import CountQuery, StateCounts, count_states
from cchc_tui.store.count.counts_table import Dimension

#: The units that a form without such a statement may cover: all, or those of one level.
SCOPES: tuple[str, ...] = ("", Level.CITY, Level.COMMUNE)


class FieldCounts:
    """The counts of a moment by unit and field."""

    def __init__(self, count_query: CountQuery, registry: Registry, on: date):
        connection = count_query.moment.connection
        self._all = count_states(count_query, Dimension.FIELD)
        self._registry = registry
        self._on = on
        self._before = tuple(f"{fold(heading)} " for heading in registry.headings["dossiers"].get("field", ()))
        self._units: dict[int, str] = dict(connection.execute("SELECT id, key FROM unit").fetchall())
        used = ", ".join({str(key) for _, key in self._all if key})
        query = f"SELECT id, text FROM term WHERE id IN ({used})"
        self._fields = {number: self.key(text) for number, text in connection.execute(query).fetchall()}
        self._known = set(self._fields.values())

    def key(self, text: str) -> str:
        """A field's name for comparison, without a leading word such as "Lĩnh vực"."""
        key = fold(text)
        return key.removeprefix(next(filter(key.startswith, self._before), ""))

    def is_field(self, text: str) -> bool:
        """Whether the list has dossiers in a field of this name."""
        return self.key(text) in self._known

    def counts(self, text: str, scope: str) -> StateCounts:
        """The counts of a field ("" for all fields) in the units of a scope."""
        key, units = self.key(text), self._numbers(scope)
        chosen = (
            counts
            for (unit, field), counts in self._all.items()
            if (units is None or unit in units) and (not text or self._fields.get(field) == key)
        )
        return sum(chosen, StateCounts())

    def scope(self, within: str) -> str:
        """The scope that the words of a form name: the key of a unit, a level, or "" for all units."""
        unit = self._registry.units.find(within, self._on, False).unit if within else None
        if unit is not None:
            return unit.key
        levels = self._registry.headings.get("levels", {})
        named = [level for level, words in levels.items() if any(f" {fold(w)} " in f" {fold(within)} " for w in words)]
        return named[0] if len(named) == 1 else ""

    def _numbers(self, scope: str) -> set[int] | None:
        """The numbers of the units of a scope; None for all."""
        if not scope:
            return None
        if scope not in (Level.CITY, Level.COMMUNE):
            return {number for number, key in self._units.items() if key == scope}
        known = self._registry.units.by_key
        return {number for number, key in self._units.items() if key in known and known[key].level == scope}
