"""Converts the rows of a list into rows of the store's tables.

Texts, and places (an agency with a department), are replaced by numbers. The unit, the settled state and the defects
are added.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import repeat
from operator import itemgetter
from typing import Any, TypeAlias

from cchc_tui.domain.codes import hide_serials
from cchc_tui.domain.dossiers import PERSONAL, DossierRow
from cchc_tui.domain.findings import CODE_DATE, columns_of_defects, defects
from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.problems import Problem
from cchc_tui.ingest.problems import unplaced
from cchc_tui.registry import Registry
from cchc_tui.store.read.columns import CONTENT, COUNT_COLUMNS, TERMS
from cchc_tui.store.read.settled_state import settled_state
from cchc_tui.store.write.term_table import PlaceTable, TermTable, UnitTable, place_of

_PORTION = 500
#: The columns of a stored row, in its order. ``code`` is without its serial, ``person`` numbers the personal data of
#: the dossier (``persons``).
STORED_COLUMNS = ("row", "unit", "settled", "defects", *CONTENT, "digest", "code", "person")
StoredRow: TypeAlias = tuple[Any, ...]
#: The whole code and the ``PERSONAL`` texts of a row.
PersonalRow: TypeAlias = tuple[str, ...]

_FIRST = STORED_COLUMNS.index(CONTENT[0])
_LAST = STORED_COLUMNS.index("digest")
ROW, DIGEST, UNIT, SETTLED_STATE, DEFECTS, CODE = (
    STORED_COLUMNS.index(name) for name in ("row", "digest", "unit", "settled", "defects", "code")
)
#: The part of a stored row that comes from the export. Rows with equal content are the same state.
CONTENT_PART = slice(_FIRST, _LAST)
PERSON = CODE + 1
#: The ``COUNT_COLUMNS`` columns of a stored row.
count_columns_of = itemgetter(*(STORED_COLUMNS.index(name) for name in COUNT_COLUMNS))
_DEFECTIVE_BY = ("unit", "code", "received", "due", "finished", "returned", "date_only")
#: The part of the content that determines the settled state.
STATE_FIELDS = itemgetter(*(CONTENT.index(name) for name in ("status", "received", "due", "finished", "returned")))


_DATE_ONLY = CONTENT.index("date_only")


def restated_at(stored: StoredRow, moment: Stamp) -> StoredRow:
    """The row with its settled state and defects recomputed, as if its export had been made at ``moment``."""
    content = stored[CONTENT_PART]
    status, *dates = STATE_FIELDS(content)
    received, due, finished, returned = dates
    stands = settled_state(status, received, due, finished, returned, moment)
    agrees = not stored[DEFECTS] & CODE_DATE
    bits = defects(stored[UNIT], agrees, received, due, finished, returned, content[_DATE_ONLY], moment)
    return *stored[:SETTLED_STATE], stands, bits, *stored[DEFECTS + 1 :]


class RowEncoder:
    """Converts the dossiers of one export into stored rows. ``moment`` is the moment of the export."""

    def __init__(self, connection: sqlite3.Connection, registry: Registry, moment: Stamp) -> None:
        self._connection = connection
        self._moment = moment
        self._units = registry.units
        self._eras = registry.units.eras
        self._unplaced: dict[tuple[str, str, int], int] = {}
        self._terms = TermTable(connection)
        self._places = PlaceTable(connection, registry.units, UnitTable(connection))

    def portions(self, given: Sequence[Sequence[Any]]) -> Iterator[tuple[list[StoredRow], list[PersonalRow]]]:
        """Yield portions of (stored rows, their personal data). A portion fits the processor's caches.

        ``given`` has the columns of ``DossierRow``. In the stored rows, the column ``person`` is 0.
        """
        count = len(given[0]) if given else 0
        for start in range(0, count, _PORTION):
            yield self._encode(given, start, start + _PORTION)

    def _encode(
        self, given: Sequence[Sequence[Any]], start: int, stop: int
    ) -> tuple[list[StoredRow], list[PersonalRow]]:
        """Convert the rows from index ``start`` up to ``stop``. ``given`` has the columns of ``DossierRow``.

        Working column by column takes half the time of working row by row.
        """
        columns: dict[str, Any] = {
            name: column[start:stop] for name, column in zip(DossierRow._fields, given, strict=True)
        }
        received = columns["received"]
        eras = map(bisect_right, repeat(self._eras), received)
        places = map(self._places.__getitem__, zip(columns["agency"], columns["department"], eras, strict=True))
        columns["place"], columns["unit"] = zip(*places, strict=True)
        by = (columns[name] for name in ("status", "received", "due", "finished", "returned"))
        if 0 in columns["unit"]:
            self._note_unplaced(columns)
        columns["settled"] = map(settled_state, *by, repeat(self._moment))
        defective_by: list[Any] = [*(columns[name] for name in _DEFECTIVE_BY), self._moment]
        columns["defects"] = columns_of_defects(*defective_by)
        for name in TERMS:
            columns[name] = map(self._terms.__getitem__, columns[name])
        personal = list(zip(*(columns[name] for name in ("code", *PERSONAL)), strict=True))
        columns["code"] = hide_serials(columns["code"])
        columns["helper"] = [1 if name else 0 for name in columns["helper"]]
        columns["person"] = [0] * len(personal)
        return list(zip(*(columns[name] for name in STORED_COLUMNS), strict=True)), personal

    def _note_unplaced(self, columns: dict[str, Any]) -> None:
        names = ("unit", "agency", "department", "received", "row")
        for unit, agency, department, received, row in zip(*(columns[name] for name in names), strict=True):
            if not unit:
                self._unplaced.setdefault((agency, department, bisect_right(self._eras, received)), row)

    def unplaced(self) -> list[Problem]:
        """One problem for each agency and department that name no known unit, with the first row that has them."""
        found = []
        for (agency, department, era), row in self._unplaced.items():
            match = place_of(self._units, agency, department, era)
            found.append(unplaced(match, (agency, department), row))
        return found

    def write(self) -> None:
        """Write the new texts and places to the database. Call this after all rows."""
        self._terms.write(self._connection)
        self._places.write(self._connection)
