"""What was computed from the store, kept for the next query: one memo for each source, with one rule for all of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, TypeVar

from cchc_tui.domain.moments import Stamp
from cchc_tui.store.read.database import Reader
from cchc_tui.store.read.schema import LISTS
from cchc_tui.store.read.store_moment import StoreMoment

#: The moment up to which lists matter for an entry (``ALL``: all files do), its kind, and which one of its kind it is.
Key: TypeAlias = tuple[Stamp, str, Any]
T = TypeVar("T")

ALL: Final[Stamp] = 1 << 60
#: Most entries. A replay of a year needs no more.
_MOST = 800


@dataclass(frozen=True)
class ReaderMoment(StoreMoment):
    """A moment with its reader, and with what was computed at other moments."""

    reader: Reader
    memo: Memo

    @property
    def settled_by(self) -> tuple[object, ...]:
        """What else the answers of this moment depend on."""
        return ()


class Memo:
    """Shared by all threads of a viewer, each of which reads in a snapshot of its own.

    The rule: an entry is dropped when a list of its moment or an earlier one arrives (``ALL``: when any file does), and
    one of a moment before the first list when another is the first or has the same moment. All are dropped when the
    database, the registry that built it, or the registry or settings in use are others. A thread whose snapshot is
    older than the entries neither uses them nor adds to them.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._basis: object = None
        self._newest = 0
        self._entries: dict[Key, Any] = {}

    def clear(self) -> None:
        """Drop everything: the database was opened again, and its file may have the number of an earlier one."""
        with self._lock:
            self._basis = None
            self._entries.clear()

    def get(self, moment: ReaderMoment, keys: Iterable[Key]) -> dict[Key, Any]:
        """The entries there are among those asked for."""
        with self._lock:
            usable = self._refresh(moment)
            found = {key: self._entries.pop(key) for key in keys if usable and key in self._entries}
            self._entries |= found  # those used last are dropped last
            return found

    def put(self, moment: ReaderMoment, found: Mapping[Key, Any], most: int = _MOST) -> None:
        """Add entries, of which at most so many of a kind are kept."""
        with self._lock:
            if self._refresh(moment):
                self._entries |= found
                kinds = {key[1] for key in found}
                for keys, limit in (
                    ([key for key in self._entries if key[1] in kinds], most),
                    ([*self._entries], _MOST),
                ):
                    for key in keys[: max(0, len(keys) - limit)]:
                        self._entries.pop(key, None)

    def get_or_make(self, moment: ReaderMoment, key: Key, make: Callable[[], T], most: int = _MOST) -> T:
        """The entry, or a new one, which is then kept; at most so many of its kind are."""
        found: dict[Key, T] = self.get(moment, [key])
        if not found:
            found = {key: make()}
            self.put(moment, found, most)
        return found[key]

    def of_kind(self, moment: ReaderMoment, kind: str) -> dict[Key, Any]:
        """All entries of a kind."""
        with self._lock:
            return (
                {key: found for key, found in self._entries.items() if key[1] == kind} if self._refresh(moment) else {}
            )

    def _refresh(self, moment: ReaderMoment) -> bool:
        """Drop what the rule drops. False for a thread whose snapshot is older than the entries."""
        newest, *registry = moment.reader.stands()
        basis = (moment.reader.identity, *registry, *moment.settled_by)
        if basis == self._basis and newest <= self._newest:
            return newest == self._newest
        if basis != self._basis:
            self._entries.clear()
        else:
            lately = f"SELECT min(moment) FROM export NOT INDEXED WHERE id > ? AND {LISTS}"
            came = moment.connection.execute(lately, (self._newest,)).fetchone()[0]
            first = moment.lists[0] if moment.lists else 0  # earlier moments show what it says
            kept = [key for key in self._entries if max(key[0], first) < (came or ALL)]
            self._entries = {key: self._entries[key] for key in kept}
        self._basis, self._newest = basis, newest
        return moment.reader.identity is not None
