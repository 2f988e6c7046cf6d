"""A point in time with all data that boards need to compute their figures for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cchc_tui.domain.lateness import Compare
from cchc_tui.domain.moments import to_date
from cchc_tui.domain.privacy import HIDDEN, Access
from cchc_tui.domain.roles import LOCAL, NotAllowedError, Right, Viewer
from cchc_tui.domain.units import Unit
from cchc_tui.domain.workcalendar import WorkCalendar
from cchc_tui.registry import Registry
from cchc_tui.settings import Settings
from cchc_tui.store.count.counting import CountQuery
from cchc_tui.store.read.memo import ReaderMoment
from cchc_tui.store.read.personal import ALIAS
from cchc_tui.texts.boards import BOARD

_CURRENT = "SELECT {columns} FROM dossier AS s WHERE s.since <= :cutoff AND ({where})"
_PAST = "SELECT {columns} FROM version AS s{own} WHERE s.until > :cutoff AND s.since <= :cutoff AND ({where})"
_WHOLE_CODE = f"(SELECT p.code FROM {ALIAS}.person AS p WHERE p.dossier = {{id}} AND p.n = 0)"
_APPLICANT = f"(SELECT p.applicant FROM {ALIAS}.person AS p WHERE p.dossier = {{id}} AND p.n = {{d}}.person)"
_OWN = " JOIN dossier AS d ON d.id = s.dossier"


@dataclass(frozen=True)
class Moment(ReaderMoment):
    """A point in time (``at``) with the store, registry and settings, as ``viewer`` may see them.

    ``access`` is the access level to personal data. A moment is valid only within one database snapshot of the reader,
    so that all results belong to one state of the store.
    """

    registry: Registry
    settings: Settings
    access: Access = HIDDEN
    viewer: Viewer = LOCAL

    @property
    def settled_by(self) -> tuple[object, ...]:
        """The registry and the settings. A cached result must not be used with another registry or other settings."""
        return self.registry, self.settings

    @cached_property
    def shared(self) -> dict[str, Any]:
        """Results that several boards need at this moment, by name. They are dropped together with this object."""
        return {}

    @property
    def calendar(self) -> WorkCalendar:
        """The calendar of working days and working hours from the registry."""
        return self.registry.calendar

    @property
    def compare(self) -> Compare:
        """How due times are compared: "time" (to the second) or "date" (by calendar days)."""
        return self.settings.compare

    def count_query(self, unit: int | None = None) -> CountQuery:
        """The query that counts states at this moment. ``unit`` is one unit's number in the store (None: all units)."""
        return CountQuery(self, self.calendar, self.compare, unit)

    def held(self, columns: str, where: str, values: Mapping[str, Any] | None = None) -> Iterator[tuple[Any, ...]]:
        """Yield the chosen columns of all states that hold at the moment, current states before past ones.

        States of dossiers that the viewer may not see are left out.

        ``columns`` and ``where`` are SQL. In them, ``s.status`` is a column of the state, ``{d}.code`` is a column that
        only the dossier has, and ``{id}`` is the dossier's number. ``:cutoff`` and the keys of ``values`` are
        parameters.
        """
        terms = {"cutoff": self.cutoff, **(values or {})}
        if self.own_number is not None:
            where, terms["own_unit"] = f"({where}) AND s.unit = :own_unit", self.own_number
        own = _OWN if "{d}" in columns + where else ""
        for query, names in ((_CURRENT, {"id": "s.id", "d": "s"}), (_PAST, {"id": "s.dossier", "d": "d"})):
            parts = {"columns": columns.format(**names), "where": where.format(**names), "own": own}
            yield from self.connection.execute(query.format(**parts), terms).fetchall()

    def text(self, number: int) -> str:
        """The text that has the number ``number`` in the store."""
        return self.reader.text(number)

    def unit(self, number: int) -> Unit | None:
        """The unit that has the number ``number`` in the store; None if the registry does not have the unit."""
        return self.registry.units.by_key.get(self.reader.unit_key(number))

    def unit_named(self, name: str) -> Unit | None:
        """The unit with this key, or with this code at the moment; None if there is none."""
        return self.registry.units.of(name, to_date(self.at))

    def unit_number(self, name: str) -> int:
        """The store's number of the unit with this key or code; -1 if the store does not have the unit."""
        unit = self.unit_named(name)
        return self._number_of(unit.key if unit else name)

    def _number_of(self, key: str) -> int:
        found = self.connection.execute("SELECT id FROM unit WHERE key = ?", (key,)).fetchone()
        return -1 if found is None else int(found[0])

    @property
    def own(self) -> str | None:
        """The key of the unit whose dossiers the viewer may see, if the viewer may see only one unit's dossiers.

        None: the viewer may see the dossiers of all units. "": the viewer may see no dossiers.
        """
        return self.viewer.own_unit

    @cached_property
    def own_number(self) -> int | None:
        """The number in the store of the unit whose dossiers the viewer may see, if there is only one such unit.

        None: the viewer may see the dossiers of all units. -1: the viewer may see no dossiers, or only those of a unit
        that the store does not have.
        """
        if self.own is None:
            return None
        return self._number_of(self.own) if self.own else -1

    def sees(self, unit: str | None) -> bool:
        """Whether the viewer may see a unit's dossiers. ``unit`` is a key or code (None: the dossiers of all units)."""
        if self.own is None:
            return True
        found = self.unit_named(unit) if unit else None
        return found is not None and found.key == self.own

    def require_own(self, unit: str | None) -> None:
        """Raise NotAllowedError if the viewer may not see a unit's dossiers.

        ``unit`` is a key or code (None: all units).
        """
        if not self.sees(unit):
            raise NotAllowedError(self.viewer, Right.ALL_UNITS, own_only=self.viewer.may(Right.DOSSIERS))

    def officer(self, number: int) -> str:
        """The name of the officer with this number, or a text with the number if names are hidden.

        The number 0 gives the words for "not stated".
        """
        if not number:
            return BOARD.not_said
        return self.text(number) if self.access.officers else BOARD.officer_numbered.format(number=number)

    @property
    def code_column(self) -> str:
        """The SQL expression for the code of a dossier.

        If serials are hidden, the serial in the code is masked.
        """
        return _WHOLE_CODE if self.access.personal or self.access.serials else "{d}.code"

    @property
    def applicant_column(self) -> str:
        """The SQL expression for the current applicant of a dossier.

        If personal data are hidden, it stands for an empty text.
        """
        return _APPLICANT if self.access.personal else "''"

    def note(self, number: int) -> str:
        """The free text with this number in the personal data. "" for the number 0, and if personal data are hidden."""
        if not number or not self.access.personal:
            return ""
        found = self.connection.execute(f"SELECT text FROM {ALIAS}.note WHERE id = ?", (number,)).fetchone()
        return str(found[0])
