"""The reviews of procedures at a moment: rows of the review sheets, each with its procedure in the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cchc_tui.boards.moment import Moment
from cchc_tui.boards.procedure_catalogue import CatalogueProcedure, catalogue, folded_code, folded_name
from cchc_tui.boards.sheets import HeldRow, held
from cchc_tui.domain.moments import DAY, day_start, to_date
from cchc_tui.domain.names import fold
from cchc_tui.domain.units import Level, Unit
from cchc_tui.sheets.catalogue import SHEET as CATALOGUE
from cchc_tui.sheets.review import SHEET
from cchc_tui.store.read.memo import ALL

#: The states in their order: a procedure in a later one counts in the earlier ones. "refused" counts as proposed.
STATES = ("reviewed", "proposed", "approved", "done")
RANKS = {state: rank for rank, state in enumerate(STATES, 1)} | {"refused": 2}


@dataclass(frozen=True, slots=True)
class Review:
    """A unit's review of a procedure, from a row of the sheet of reviews.

    ``rank`` is the rank of the review's state in ``RANKS`` (0: only planned).

    ``known`` is the procedure in the catalogue; None if the catalogue lacks it. ``key`` is the key of ``known``, or
    else the folded code or name. ``field`` is the procedure's field: as the catalogue states it, or else as the sheet
    states it. ``field_key`` is equal for all spellings of a field.
    """

    unit: Unit | None
    key: str
    known: CatalogueProcedure | None
    row: HeldRow
    state: str
    rank: int
    field: str
    field_key: str


class Reviews:
    """The reviews at a moment. ``all`` has those of the moment's year.

    The scope of a unit or level is the set of procedures that it handles.
    """

    def __init__(self, moment: Moment) -> None:
        self.moment = moment
        self.data_as_of = moment.newest_of(SHEET.name)
        self.catalogue = catalogue(moment)
        self.any_sheet = self.data_as_of is not None
        # Between two sheets only the day of the moment makes a difference.
        sheets = self.data_as_of, moment.newest_of(CATALOGUE.name)
        said = moment.memo.get_or_make(moment, (ALL, "reviews", sheets), self._said, most=8)
        self._scopes = moment.memo.get_or_make(moment, (ALL, "scopes", sheets), self._scopes_of_units, most=8)
        self.all = tuple(self._of_year(said))

    def _said(self) -> tuple[Review, ...]:
        """The reviews of all years, in all sheets up to the moment. Those of the latest sheet come last."""
        found = []
        for row in sorted(held(self.moment, SHEET.name), key=lambda row: (row.since, row.row)):
            said = row.values
            unit = self.moment.registry.units.by_key.get(said["unit"])
            known = self.catalogue.find(said["code"], said["procedure"], unit.level.value if unit else "")
            key = known.key if known else folded_code(said["code"]) or folded_name(said["procedure"])
            state = said["state"] or ("reviewed" if said["result"] else "")
            field = known.field if known is not None and known.field else said["field"]
            found.append(Review(unit, key, known, row, state, RANKS.get(state, 0), field, fold(field)))
        return tuple(found)

    def _of_year(self, said: Iterable[Review]) -> Iterable[Review]:
        """The reviews of the moment's year: of each procedure and unit, only the last one.

        Reviews dated after the moment's day are left out. A review without a day is of the year of its sheet.
        """
        today = to_date(self.moment.at)
        first, end = day_start(today.replace(month=1, day=1)), day_start(today) + DAY
        after = day_start(today.replace(year=today.year + 1, month=1, day=1))
        last: dict[tuple[str, str], Review] = {}
        for one in said:
            day = one.row.values["day"]
            if first <= day < end if day is not None else first <= one.row.since < after:
                last[one.row.values["unit"], one.key] = one
        return last.values()

    def _scopes_of_units(self) -> dict[str, frozenset[str] | None]:
        # If the catalogue names no department, the procedures of departments are unknown.
        names_departments = any("city" in one.agencies for one in self.catalogue.procedures)
        scopes: dict[str, frozenset[str] | None] = {}
        for unit in self.moment.registry.units.units:
            level = unit.level.value
            found = self.catalogue.of_unit(unit)
            if unit.level is Level.CITY:
                found = tuple(one for one in found if unit.key in one.agencies.get(level, ()))
            known = bool(self.catalogue) and (unit.level is not Level.CITY or names_departments)
            scopes[unit.key] = frozenset(one.key for one in found) if known else None
        return scopes

    def scope_of(self, unit: Unit) -> frozenset[str] | None:
        """The keys of the procedures that a unit handles; None if they are not known.

        A department handles only procedures for which the catalogue names the department.
        """
        return self._scopes.get(unit.key)

    def scope_at(self, level: str) -> tuple[CatalogueProcedure, ...]:
        """The procedures that units of a level handle. The level "" stands for both levels."""
        return tuple(one for one in self.catalogue.procedures if (level in one.levels if level else one.levels))

    def of_level(self, level: str) -> tuple[Review, ...]:
        """The reviews by units of a level. The level "" stands for all units, also unknown ones."""
        return tuple(one for one in self.all if not level or (one.unit is not None and one.unit.level.value == level))
