"""Finds dossiers by the words of their code, procedure, field, unit, officer and applicant, with an FTS5 index.

A load does not update the index. The collector updates it afterwards, one portion per transaction, so that a kill loses
at most a portion of work. Dossiers that the index lacks (``is_behind``) are searched directly.

Entries are never removed, because the index stores no texts. If a dossier's words change, it gets another entry, and
the caller checks whether each dossier has the words at the requested moment. An entry's number is derived from the time
received, or for a change from the moment of its list, so that the newest come first without sorting. Words of persons
have prefixes (``o_``, ``a_``), so that only a search that includes persons finds them. Serials of codes have one too
(``s_``), because they only match as a whole.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.names import unaccent
from cchc_tui.domain.privacy import Access
from cchc_tui.domain.search_terms import SearchTerms, code_words, split_words
from cchc_tui.domain.units import Unit, UnitIndex

#: Rows per portion, which takes about a tenth of a second.
PORTION = 4_000
#: Most words with the typed prefix that are searched; if there are more, the result says so.
_MOST_EXPANSIONS = 128
#: A word in a larger share of all entries is left out of a search with several words: it is slow and excludes little.
_COMMON = 0.9
_ROOM = 1 << 22  # entries per second
_NEVER = (1 << 63) - 1
_OFFICER, _APPLICANT, _SERIAL = "o_", "a_", "s_"

TABLES = (
    "CREATE VIRTUAL TABLE search USING fts5 (words, content = '', detail = none, tokenize = \"ascii tokenchars '_'\")",
    "CREATE TABLE search_entry (n INTEGER PRIMARY KEY, dossier INTEGER NOT NULL)",
    "CREATE TABLE search_word (word TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID",
)
_BEHIND = """
SELECT id, code, procedure, field, officer, unit, applicant, received, export
FROM {} id > ? AND export > ? ORDER BY id LIMIT ?
"""
_COUNT = "INSERT INTO search_word (word, n) VALUES (?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n"


class _Mark(NamedTuple):
    """The progress of the index.

    It has all exports up to ``done``; of those up to ``target``, it has the dossiers up to ``last``. ``top`` is the
    highest dossier number with an entry, ``entries`` the number of entries.
    """

    done: int = 0
    target: int = 0
    last: int = 0
    top: int = 0
    entries: int = 0


def _read(connection: sqlite3.Connection) -> _Mark:
    found = connection.execute("SELECT value FROM meta WHERE key = 'search'").fetchone()
    return _Mark(*map(int, found[0].split())) if found else _Mark()


def _write(connection: sqlite3.Connection, mark: _Mark) -> None:
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('search', ?)", (" ".join(map(str, mark)),))


def newest_export(connection: sqlite3.Connection) -> int:
    """The number of the last export; 0 if there is none."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM export").fetchone()[0])


def is_behind(connection: sqlite3.Connection) -> bool:
    """Whether the index lacks exports. Costs microseconds."""
    return _read(connection).done < newest_export(connection)


def catch_up(connection: sqlite3.Connection, units: UnitIndex, portion: int = PORTION) -> None:
    """Index one portion, in the caller's transaction."""
    mark = _read(connection)
    if not mark.last:
        mark = mark._replace(target=newest_export(connection))
    query = _BEHIND.format(_lately(connection, mark))
    rows = connection.execute(query, (mark.last, mark.done, portion)).fetchall()
    _enter(connection, rows, units, mark)
    mark = mark._replace(entries=mark.entries + len(rows))
    if len(rows) == portion:
        mark = mark._replace(last=rows[-1][0], top=max(mark.top, rows[-1][0]))
    else:
        top = max(mark.top, rows[-1][0]) if rows else mark.top
        mark = mark._replace(done=mark.target, last=0, top=top)
    _write(connection, mark)


def _lately(connection: sqlite3.Connection, mark: _Mark) -> str:
    """The table and the start of an SQL condition that select the dossiers of exports that the index lacks.

    If these exports changed little, their dossiers are found by the start of their states, which is not before the
    oldest of these exports. Scanning a million dossiers would take a good part of a second.
    """
    oldest = "SELECT min(moment) FROM export WHERE id > ? AND kind = 'dossiers'"
    begun = connection.execute(oldest, (mark.done,)).fetchone()[0]
    if begun is None:
        return "dossier WHERE 0 AND"
    few = f"dossier INDEXED BY dossier_since WHERE since >= {int(begun)}"
    (many,) = connection.execute(f"SELECT count(*) FROM (SELECT 1 FROM {few} LIMIT {PORTION})").fetchone()
    return f"{few} AND" if many < PORTION else "dossier WHERE"


def _enter(connection: sqlite3.Connection, rows: Sequence[tuple[Any, ...]], units: UnitIndex, mark: _Mark) -> None:
    """Add entries for these rows in ascending order of the entries' numbers, which FTS5 writes fastest."""
    if not rows:
        return
    texts = _Texts(connection, units)
    moments = dict(connection.execute("SELECT id, coalesce(moment, arrived) FROM export WHERE id > ?", (mark.done,)))
    entries: dict[int, tuple[int, str]] = {}
    words: Counter[str] = Counter()
    for dossier, code, procedure, field, officer, unit, applicant, received, export in rows:
        before, serial = code_words(code)
        found = {*before, *(_SERIAL + word for word in serial), *texts.words(procedure, field, unit)}
        found |= {_OFFICER + word for word in texts.term(officer)}
        found |= {_APPLICANT + word for word in split_words(applicant)}
        when = moments[export] if dossier <= mark.top else received
        n = when * _ROOM + dossier % _ROOM
        while n in entries:
            n += 1
        entries[n] = dossier, " ".join(sorted(found))
        words.update(found)
    _give_way(connection, entries)
    ordered = sorted(entries.items())
    connection.executemany("INSERT INTO search (rowid, words) VALUES (?, ?)", ((n, text) for n, (_, text) in ordered))
    connection.executemany(
        "INSERT INTO search_entry (n, dossier) VALUES (?, ?)", ((n, dossier) for n, (dossier, _) in ordered)
    )
    connection.executemany(_COUNT, sorted(words.items()))


def _give_way(connection: sqlite3.Connection, entries: dict[int, tuple[int, str]]) -> None:
    """Move entries whose row number is already used to the end of that second.

    This happens when two lists of the same moment show the same dossier.
    """
    listed = ", ".join(map(str, entries))
    taken = connection.execute(f"SELECT n FROM search_entry WHERE n IN ({listed}) ORDER BY n").fetchall()
    last = "SELECT max(n) FROM search_entry WHERE n < ?"
    free = 0
    for (n,) in taken:
        entry = entries.pop(n)
        free = max(free, n, connection.execute(last, ((n // _ROOM + 1) * _ROOM,)).fetchone()[0]) + 1
        while free in entries or connection.execute("SELECT 1 FROM search_entry WHERE n = ?", (free,)).fetchone():
            free += 1
        entries[free] = entry


class _Texts:
    """Caches the words of terms and units by number."""

    def __init__(self, connection: sqlite3.Connection, units: UnitIndex):
        self._connection = connection
        keys = connection.execute("SELECT id, key FROM unit").fetchall()
        self._units = {number: unit_words(units.by_key[key]) for number, key in keys if key in units.by_key}
        self._terms: dict[int, frozenset[str]] = {0: frozenset()}

    def words(self, procedure: int, field: int, unit: int) -> frozenset[str]:
        return self.term(procedure) | self.term(field) | self._units.get(unit, frozenset())

    def term(self, number: int) -> frozenset[str]:
        if number not in self._terms:
            found = self._connection.execute("SELECT text FROM term WHERE id = ?", (number,)).fetchone()
            self._terms[number] = frozenset(split_words(found[0])) if found else frozenset()
        return self._terms[number]


def unit_words(unit: Unit) -> frozenset[str]:
    """The words of a unit: of its names, and for a numbered unit its short forms ("p11", "p 11")."""
    words = {word for name in (unit.name, *unit.aliases) for word in split_words(name)}
    kind = unaccent(unit.kind)
    if kind:
        letter = kind[0]
        words |= {letter, *(letter + word for word in words if word.isdecimal())}
    return frozenset(words)


class Candidates(NamedTuple):
    """Dossiers that may have the words, newest first; how many the index found; and whether there may be more."""

    dossiers: tuple[int, ...]
    known: int
    more: bool


def find(
    connection: sqlite3.Connection,
    words: SearchTerms,
    access: Access,
    most: int,
    counted: int,
    at: Stamp | None = None,
    unit: int | None = None,
) -> Candidates:
    """Up to ``most`` dossiers that may have all words, newest first. The caller checks each of them.

    At most ``counted`` index entries are read, and not fewer than ``most``. ``at`` excludes entries made for a receipt
    or change after that moment, ``unit`` dossiers that never were of this unit (its number).
    """
    asked = _query(connection, words, access)
    entries: list[tuple[int]] = []
    if asked.text:
        ordered = "SELECT rowid FROM search WHERE search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?"
        end = _NEVER if at is None else (at + 1) * _ROOM
        entries = connection.execute(ordered, (asked.text, end, counted + 1)).fetchall()
    listed = ", ".join(str(n) for (n,) in entries[:counted])
    named = f"SELECT dossier FROM search_entry WHERE n IN ({listed}) ORDER BY n DESC"
    late, late_more = _not_entered(connection, most)
    # A dossier that changed has several entries.
    ids = tuple(dict.fromkeys((*late, *(dossier for (dossier,) in connection.execute(named)))))
    if unit is not None:
        ids = tuple(_ever_of(connection, ids, unit))
        late = tuple(one for one in late if one in ids)
    more = asked.more or late_more or len(entries) > counted or len(ids) > most
    return Candidates(ids[:most], len(ids) - len(late) if asked.complete else 0, more)


def _ever_of(connection: sqlite3.Connection, dossiers: tuple[int, ...], unit: int) -> Iterator[int]:
    """Yield those of these dossiers that are or were of a unit, in their order."""
    query = """
        SELECT value FROM json_each(:ids) WHERE EXISTS (SELECT 1 FROM dossier WHERE id = value AND unit = :unit)
        OR EXISTS (SELECT 1 FROM version WHERE dossier = value AND unit = :unit) ORDER BY key
    """
    for (dossier,) in connection.execute(query, {"ids": json.dumps(dossiers), "unit": unit}):
        yield dossier


def _not_entered(connection: sqlite3.Connection, most: int) -> tuple[tuple[int, ...], bool]:
    """The last ``most`` dossiers of exports that the index lacks, and whether there are more."""
    mark = _read(connection)
    if mark.done >= newest_export(connection):
        return (), False
    query = f"SELECT id FROM {_lately(connection, mark)} export > ? ORDER BY id DESC LIMIT ?"
    ids = [dossier for (dossier,) in connection.execute(query, (mark.done, most + 1))]
    return tuple(ids[:most]), len(ids) > most


class _Asked(NamedTuple):
    """An FTS5 query ("": no entry can match), whether it has all words or only the rare ones, and whether more words
    begin with the typed prefix than are searched."""

    text: str
    complete: bool = True
    more: bool = False


def _query(connection: sqlite3.Connection, words: SearchTerms, access: Access) -> _Asked:
    """The FTS5 query for these words. Quotes keep them from being operators; the rarest comes first, for speed."""
    spaces = ("", *((_OFFICER,) if access.officers else ()), *((_APPLICANT,) if access.personal else ()))
    exact = "SELECT word, n FROM search_word WHERE word = ?"
    whole = (*spaces, _SERIAL)
    parts = [[pair for space in whole for pair in connection.execute(exact, (space + word,))] for word in words.whole]
    more = False
    if words.prefix:
        begun = [_begun(connection, space + words.prefix) for space in (whole if access.personal else spaces)]
        begun.append(connection.execute(exact, (_SERIAL + words.prefix,)).fetchall())
        more = any(len(found) > _MOST_EXPANSIONS for found in begun)
        parts.append([pair for found in begun for pair in found[:_MOST_EXPANSIONS]])
    if not all(parts):
        return _Asked("")
    weighed = sorted((sum(n for _, n in part), part) for part in parts)
    common = _COMMON * _read(connection).entries
    telling = [part for place, (n, part) in enumerate(weighed) if n < common or place == 0]
    text = " AND ".join("(" + " OR ".join(_quoted(word) for word, _ in part) + ")" for part in telling)
    return _Asked(text, len(telling) == len(parts), more)


def _begun(connection: sqlite3.Connection, begin: str) -> list[tuple[str, int]]:
    """(word, n) of indexed words with a prefix. One more than ``_MOST_EXPANSIONS`` means that there are too many."""
    query = "SELECT word, n FROM search_word WHERE word >= ? AND word < ? ORDER BY word LIMIT ?"
    return connection.execute(query, (begin, begin + "\U0010ffff", _MOST_EXPANSIONS + 1)).fetchall()


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""').replace("\x00", "") + '"'
