"""Adds personal data of dossiers, and notes, to the database of personal data.

Rows are added but never changed (``store.read.personal``).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from cchc_tui.domain.dossiers import PERSONAL
from cchc_tui.store.read import personal
from cchc_tui.store.write.encoding import PersonalRow

_TEXTS = ", ".join(PERSONAL)
_ADD = (
    f"INSERT INTO person (dossier, n, export, code, {_TEXTS}) VALUES (?, ?, ?, {', '.join('?' * (1 + len(PERSONAL)))})"
)
_OF = f"SELECT dossier, n, {_TEXTS} FROM person WHERE dossier IN (SELECT value FROM json_each(?)) ORDER BY dossier, n"


def _note_written(connection: sqlite3.Connection, export: int) -> None:
    connection.execute(personal.WRITTEN, (str(export),))


class Persons:
    """Reads and adds the personal data of dossiers for one export.

    ``connection`` is the connection to the personal data.
    """

    def __init__(self, connection: sqlite3.Connection, export: int) -> None:
        self._connection, self._export = connection, export
        self._written = False

    def dossiers(self, codes: Sequence[str]) -> dict[str, int]:
        """The number of the dossier with each of these codes. Unknown codes are left out.

        Give at most some hundreds of codes.
        """
        query = f"SELECT code, dossier FROM person WHERE {personal.OF_CODE} AND code IN ({', '.join('?' * len(codes))})"
        return dict(self._connection.execute(query, codes).fetchall())

    def code(self, dossier: int) -> str:
        """The complete code of a dossier, with its serial."""
        query = f"SELECT code FROM person WHERE dossier = ? AND {personal.OF_CODE}"
        return str(self._connection.execute(query, (dossier,)).fetchone()[0])

    def add_dossiers(self, dossiers: Iterable[int], rows: Iterable[PersonalRow]) -> None:
        """Add the codes and the first personal data of new dossiers."""
        self._note_written()
        self._connection.executemany(
            _ADD, [(dossier, 0, self._export, *row) for dossier, row in zip(dossiers, rows, strict=True)]
        )

    def numbers(self, rows: Sequence[tuple[int, PersonalRow]]) -> list[int]:
        """The numbers under which these personal data are stored. ``rows`` are pairs (dossier, personal data).

        The data of each dossier are numbered from 0. Data that are not stored yet are added with the dossier's next
        number.
        """
        known: dict[int, dict[PersonalRow, int]] = {dossier: {} for dossier, _ in rows}
        for dossier, n, *texts in self._connection.execute(_OF, (json.dumps(list(known)),)).fetchall():
            known[dossier][tuple(texts)] = n
        fresh = []
        numbers = []
        for dossier, (_, *texts) in rows:
            before, said = known[dossier], tuple(texts)
            if said not in before:
                before[said] = len(before)
                fresh.append((dossier, before[said], self._export, None, *said))
            numbers.append(before[said])
        if fresh:
            self._note_written()
            self._connection.executemany(_ADD, fresh)
        return numbers

    def _note_written(self) -> None:
        if not self._written:
            self._written = True
            _note_written(self._connection, self._export)


class FirstPersons(Persons):
    """Adds the personal data of the first list. Codes may repeat until ``index_codes`` removes the earlier dossiers."""

    def __init__(self, connection: sqlite3.Connection, export: int) -> None:
        super().__init__(connection, export)
        connection.execute("DROP INDEX person_code")

    def index_codes(self) -> list[tuple[int, int]]:
        """Create the index of codes. If several dossiers have the same code, only the last of them stays.

        Return sorted pairs (removed dossier, dossier with the same code that stays).
        """
        removed: list[tuple[int, int]] = []
        try:
            self._connection.execute(personal.CODE_INDEX)
        except sqlite3.IntegrityError:
            removed = self._remove_repeated()
            self._connection.execute(personal.CODE_INDEX)
        return removed

    def _remove_repeated(self) -> list[tuple[int, int]]:
        last: dict[str, int] = {}
        earlier: list[tuple[int, str]] = []
        for dossier, code in self._connection.execute("SELECT dossier, code FROM person ORDER BY dossier").fetchall():
            if code in last:
                earlier.append((last[code], code))
            last[code] = dossier
        removed = sorted((dossier, last[code]) for dossier, code in earlier)
        self._connection.executemany("DELETE FROM person WHERE dossier = ?", [(dossier,) for dossier, _ in removed])
        return removed


def note_number(connection: sqlite3.Connection, export: int, text: str) -> int:
    """The number of the note with this text; 0 for the empty text. If there is no such note, it is added."""
    if not text:
        return 0
    found = connection.execute("SELECT id FROM note WHERE text = ?", (text,)).fetchone()
    if found is not None:
        return int(found[0])
    _note_written(connection, export)
    cursor = connection.execute("INSERT INTO note (export, text) VALUES (?, ?)", (export, text))
    return int(cursor.lastrowid or 0)
