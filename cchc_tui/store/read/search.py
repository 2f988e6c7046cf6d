"""Finds dossiers by the words of their code, procedure, field, unit, officer and applicant, with FTS5 indexes.

There are two indexes. The index of the store has neither applicants nor the serials of codes. The index of the personal
data has all words; it is used for viewers who may read personal data.

A load does not update the indexes. The collector updates them afterwards, one portion per transaction, so that a kill
loses at most the work on one portion. Dossiers that an index lacks (``is_behind``) are searched directly.

Entries are never removed, because the index does not store the texts. If a dossier's words change, the dossier gets
another entry. So the caller must check whether a found dossier has the words at the requested moment. Entries are
numbered in the order of time, so that the newest come first without sorting. The time is the one at which the dossier
was received, or for a change the moment of the list. Words of officers and applicants and serials of codes have
prefixes (``o_``, ``a_``, ``s_``), so that only a search for officers, applicants or serials finds them.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.names import unaccent
from cchc_tui.domain.privacy import Access
from cchc_tui.domain.search_terms import SearchTerms, code_words, head_words, split_words
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
SELECT id, code, procedure, field, officer, unit, person, received, export
FROM {} id > ? AND export > ? ORDER BY id LIMIT ?
"""
_PERSONS = """
SELECT first.dossier, first.code, last.applicant FROM json_each(?) AS asked
JOIN person AS first ON first.dossier = asked.value ->> 0 AND first.n = 0
JOIN person AS last ON last.dossier = asked.value ->> 0 AND last.n = asked.value ->> 1
"""
_COUNT = "INSERT INTO search_word (word, n) VALUES (?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n"


class _Mark(NamedTuple):
    """How far an index has come.

    The index has all exports up to the number ``done``. The exports after ``done`` up to ``target`` are being added:
    the index has their dossiers up to the number ``last``. ``top`` is the highest dossier number with an entry.
    ``entries`` is the number of entries.
    """

    done: int = 0
    target: int = 0
    last: int = 0
    top: int = 0
    entries: int = 0


def _read(connection: sqlite3.Connection, name: str = "main") -> _Mark:
    found = connection.execute(f"SELECT value FROM {name}.meta WHERE key = 'search'").fetchone()
    return _Mark(*map(int, found[0].split())) if found else _Mark()


def _write(connection: sqlite3.Connection, mark: _Mark) -> None:
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('search', ?)", (" ".join(map(str, mark)),))


def newest_export(connection: sqlite3.Connection) -> int:
    """The number of the export that arrived last; 0 if there is none."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM export").fetchone()[0])


def is_behind(connection: sqlite3.Connection, private: sqlite3.Connection | None = None) -> bool:
    """Whether a search index lacks exports that have arrived: the index in ``private`` if given, else the store's.

    Takes microseconds.
    """
    return _read(private or connection).done < newest_export(connection)


def catch_up(
    connection: sqlite3.Connection,
    units: UnitIndex,
    portion: int = PORTION,
    private: sqlite3.Connection | None = None,
) -> None:
    """Add one portion of dossiers to an index: the personal data's if ``private`` is given, else the store's.

    ``private`` is the connection to the personal data. The caller begins and ends the transaction.
    """
    target = private or connection
    mark = _read(target)
    if not mark.last:
        mark = mark._replace(target=newest_export(connection))
    query = _BEHIND.format(_lately(connection, mark))
    rows = connection.execute(query, (mark.last, mark.done, portion)).fetchall()
    if rows:
        found = dict(_words_of(connection, rows, units, private))
        _enter(target, _numbered(connection, rows, mark), found)
    mark = mark._replace(entries=mark.entries + len(rows))
    if len(rows) == portion:
        mark = mark._replace(last=rows[-1][0], top=max(mark.top, rows[-1][0]))
    else:
        top = max(mark.top, rows[-1][0]) if rows else mark.top
        mark = mark._replace(done=mark.target, last=0, top=top)
    _write(target, mark)


def _lately(connection: sqlite3.Connection, mark: _Mark) -> str:
    """The beginning of an SQL query for the dossiers of exports that the search index lacks: a table and ``WHERE``.

    The caller appends the condition on ``export``. If few states began since the oldest of these exports, the query
    reads only the dossiers with these states. Otherwise it reads the whole table, which takes a good part of a second
    for a million dossiers.
    """
    oldest = "SELECT min(moment) FROM export WHERE id > ? AND kind = 'dossiers'"
    begun = connection.execute(oldest, (mark.done,)).fetchone()[0]
    if begun is None:
        return "dossier WHERE 0 AND"
    few = f"dossier INDEXED BY dossier_since WHERE since >= {int(begun)}"
    (many,) = connection.execute(f"SELECT count(*) FROM (SELECT 1 FROM {few} LIMIT {PORTION})").fetchone()
    return f"{few} AND" if many < PORTION else "dossier WHERE"


def _words_of(
    connection: sqlite3.Connection,
    rows: Sequence[tuple[Any, ...]],
    units: UnitIndex,
    private: sqlite3.Connection | None,
) -> Iterator[tuple[int, frozenset[str]]]:
    """Yield pairs (dossier's number, words under which the index lists the dossier).

    If ``private`` is given, the words include those of the personal data.
    """
    texts = _Texts(connection, units)
    persons: dict[int, tuple[str, str]] = {}
    if private is not None:
        asked = json.dumps([(row[0], row[6]) for row in rows])
        persons = {dossier: (code, name) for dossier, code, name in private.execute(_PERSONS, (asked,))}
    for dossier, code, procedure, field, officer, unit, *_ in rows:
        found = set(texts.words(procedure, field, unit))
        found |= {_OFFICER + word for word in texts.term(officer)}
        if private is None:
            found.update(head_words(code))
        else:
            whole, applicant = persons[dossier]
            before, serial = code_words(whole)
            found |= {*before, *(_SERIAL + word for word in serial)}
            found |= {_APPLICANT + word for word in split_words(applicant)}
        yield dossier, frozenset(found)


def _numbered(connection: sqlite3.Connection, rows: Sequence[tuple[Any, ...]], mark: _Mark) -> dict[int, int]:
    """Number the new index entries of dossiers. The result maps the number of each entry to its dossier.

    An entry's number begins with the time at which the dossier was received. If the dossier already has an entry, the
    new entry's number begins with the moment of the new export.
    """
    moments = dict(connection.execute("SELECT id, coalesce(moment, arrived) FROM export WHERE id > ?", (mark.done,)))
    entries: dict[int, int] = {}
    for dossier, *_, received, export in rows:
        when = moments[export] if dossier <= mark.top else received
        n = when * _ROOM + dossier % _ROOM
        while n in entries:
            n += 1
        entries[n] = dossier
    return entries


def _enter(connection: sqlite3.Connection, entries: dict[int, int], words: Mapping[int, frozenset[str]]) -> None:
    """Add entries to the index in ascending order of their numbers. FTS5 writes them fastest in this order."""
    _give_way(connection, entries)
    ordered = sorted(entries.items())
    counts: Counter[str] = Counter()
    for found in words.values():
        counts.update(found)
    texts = ((n, " ".join(sorted(words[dossier]))) for n, dossier in ordered)
    connection.executemany("INSERT INTO search (rowid, words) VALUES (?, ?)", texts)
    connection.executemany("INSERT INTO search_entry (n, dossier) VALUES (?, ?)", ordered)
    connection.executemany(_COUNT, sorted(counts.items()))


def _give_way(connection: sqlite3.Connection, entries: dict[int, int]) -> None:
    """Give the next free numbers to the entries whose numbers the index already has.

    A number is made from a moment in seconds. Two lists of the same moment that show the same dossier would give two
    entries the same number. The new number belongs to the same second.
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
    """A cache of the words of terms and units, by their numbers."""

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
    """The words of a unit's names. A unit with a number also has its short forms ("p11", "p 11")."""
    words = {word for name in (unit.name, *unit.aliases) for word in split_words(name)}
    kind = unaccent(unit.kind)
    if kind:
        letter = kind[0]
        words |= {letter, *(letter + word for word in words if word.isdecimal())}
    return frozenset(words)


class Candidates(NamedTuple):
    """Dossiers that may have the words of a search, newest first.

    ``known`` is the number of dossiers that the index found; 0 if the query left out common words. ``more`` is true if
    there may be further dossiers.
    """

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
    """Up to ``most`` dossiers that may have all words, newest first. The caller must check each of them.

    At most ``counted`` index entries are read; ``counted`` must not be less than ``most``. If ``at`` is given, entries
    for a dossier received after ``at``, or changed after ``at``, are ignored. If ``unit`` (a unit's number) is given,
    dossiers that never belonged to the unit are left out.
    """
    name = "personal" if access.personal else "main"
    asked = _query(connection, words, access, name)
    entries: list[tuple[int]] = []
    if asked.text:
        ordered = f"SELECT rowid FROM {name}.search WHERE search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?"
        end = _NEVER if at is None else (at + 1) * _ROOM
        entries = connection.execute(ordered, (asked.text, end, counted + 1)).fetchall()
    listed = ", ".join(str(n) for (n,) in entries[:counted])
    named = f"SELECT dossier FROM {name}.search_entry WHERE n IN ({listed}) ORDER BY n DESC"
    late, late_more = _not_entered(connection, most, name)
    # A dossier that changed has several entries.
    ids = tuple(dict.fromkeys((*late, *(dossier for (dossier,) in connection.execute(named)))))
    if unit is not None:
        ids = tuple(_ever_of(connection, ids, unit))
        late = tuple(one for one in late if one in ids)
    more = asked.more or late_more or len(entries) > counted or len(ids) > most
    return Candidates(ids[:most], len(ids) - len(late) if asked.complete else 0, more)


def _ever_of(connection: sqlite3.Connection, dossiers: tuple[int, ...], unit: int) -> Iterator[int]:
    """Yield those of the given dossiers that belong or once belonged to a unit, in the given order."""
    query = """
        SELECT value FROM json_each(:ids) WHERE EXISTS (SELECT 1 FROM dossier WHERE id = value AND unit = :unit)
        OR EXISTS (SELECT 1 FROM version WHERE dossier = value AND unit = :unit) ORDER BY key
    """
    for (dossier,) in connection.execute(query, {"ids": json.dumps(dossiers), "unit": unit}):
        yield dossier


def _not_entered(connection: sqlite3.Connection, most: int, name: str) -> tuple[tuple[int, ...], bool]:
    """Dossiers of exports that the index lacks, and whether there are more than ``most``.

    At most ``most`` dossiers are returned, those with the highest numbers first.
    """
    mark = _read(connection, name)
    if mark.done >= newest_export(connection):
        return (), False
    query = f"SELECT id FROM {_lately(connection, mark)} export > ? ORDER BY id DESC LIMIT ?"
    ids = [dossier for (dossier,) in connection.execute(query, (mark.done, most + 1))]
    return tuple(ids[:most]), len(ids) > most


class _Asked(NamedTuple):
    """An FTS5 query. ``text`` is "" if no entry can match.

    ``complete`` is false if the query only has the rare words. ``more`` is true if more words begin with the prefix
    than the query has.
    """

    text: str
    complete: bool = True
    more: bool = False


def _query(connection: sqlite3.Connection, words: SearchTerms, access: Access, name: str) -> _Asked:
    """The FTS5 query for these words. ``name`` is the database with the index.

    Words are quoted, so that they are not taken for operators. The rarest word comes first, for speed.
    """
    persons = (_APPLICANT, _SERIAL) if access.personal else ()
    spaces = ("", *((_OFFICER,) if access.officers else ()), *persons)
    exact = f"SELECT word, n FROM {name}.search_word WHERE word = ?"
    parts = [[pair for space in spaces for pair in connection.execute(exact, (space + word,))] for word in words.whole]
    more = False
    if words.prefix:
        begun = [_begun(connection, space + words.prefix, name) for space in spaces]
        more = any(len(found) > _MOST_EXPANSIONS for found in begun)
        parts.append([pair for found in begun for pair in found[:_MOST_EXPANSIONS]])
    if not all(parts):
        return _Asked("")
    weighed = sorted((sum(n for _, n in part), part) for part in parts)
    common = _COMMON * _read(connection, name).entries
    telling = [part for place, (n, part) in enumerate(weighed) if n < common or place == 0]
    text = " AND ".join("(" + " OR ".join(_quoted(word) for word, _ in part) + ")" for part in telling)
    return _Asked(text, len(telling) == len(parts), more)


def _begun(connection: sqlite3.Connection, begin: str, name: str) -> list[tuple[str, int]]:
    """The indexed words that begin with ``begin``, each with the number of its entries.

    At most ``_MOST_EXPANSIONS`` + 1 words are returned, so that the caller can see whether there are too many.
    """
    query = f"SELECT word, n FROM {name}.search_word WHERE word >= ? AND word < ? ORDER BY word LIMIT ?"
    return connection.execute(query, (begin, begin + "\U0010ffff", _MOST_EXPANSIONS + 1)).fetchall()


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""').replace("\x00", "") + '"'
