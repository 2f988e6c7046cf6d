"""A cache of results that were computed from the store."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, TypeVar

from cchc_tui.domain.moments import Stamp
from cchc_tui.store.read.database import Reader
from cchc_tui.store.read.schema import LISTS
from cchc_tui.store.read.store_moment import StoreMoment

#: (moment, kind, identity within the kind). Lists after the moment do not affect the entry; ``ALL``: all files do.
Key: TypeAlias = tuple[Stamp, str, Any]
T = TypeVar("T")

ALL: Final[Stamp] = 1 << 60
#: Most entries. A replay of a year needs no more.
_MOST = 800


@dataclass(frozen=True)
class ReaderMoment(StoreMoment):
    """A moment of the store, with the reader of the store and the cache of computed results."""

    reader: Reader
    memo: Memo

    @property
    def settled_by(self) -> tuple[object, ...]:
        """Further values on which all results at this moment depend, such as the registry in use.

        If they change, all entries of the memo are dropped.
        """
        return ()


class Memo:
    """A cache of computed results, shared by all threads of a viewer. Each thread has its own snapshot of the database.

    The key of an entry begins with a moment. If a list arrives, the entries for its moment and for later moments are
    dropped. Entries for moments before the first list are also dropped if the arriving list is the new first one, or
    has the same moment as the first one. All entries are dropped if the database is replaced, or if the registry or
    settings change. A thread whose snapshot is older than the entries neither uses them nor adds any.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._basis: object = None
        self._newest = 0
        self._entries: dict[Key, Any] = {}

    def clear(self) -> None:
        """Drop all entries. Call this after the database was opened again.

        The memo itself may not notice that the file was replaced, because the new file may have the inode of the old
        one.
        """
        with self._lock:
            self._basis = None
            self._entries.clear()

    def get(self, moment: ReaderMoment, keys: Iterable[Key]) -> dict[Key, Any]:
        """The entries that exist for these keys; {} if this thread's snapshot is older than the entries."""
        with self._lock:
            usable = self._refresh(moment)
            found = {key: self._entries.pop(key) for key in keys if usable and key in self._entries}
            self._entries |= found  # those used last are dropped last
            return found

    def put(self, moment: ReaderMoment, found: Mapping[Key, Any], most: int = _MOST) -> None:
        """Add the entries ``found``, and drop the least recently used entries if a limit is exceeded.

        There are two limits: ``_MOST`` for all entries together, and ``most`` for the entries of the kinds that occur
        in ``found``.
        """
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
        """The entry of a key. If it is missing, compute it with ``make`` and add it.

        ``most`` is the limit for entries of the same kind (see ``put``).
        """
        found: dict[Key, T] = self.get(moment, [key])
        if not found:
            found = {key: make()}
            self.put(moment, found, most)
        return found[key]

    def of_kind(self, moment: ReaderMoment, kind: str) -> dict[Key, Any]:
        """All entries of this kind; {} if this thread's snapshot is older than the entries."""
        with self._lock:
            return (
                {key: found for key, found in self._entries.items() if key[1] == kind} if self._refresh(moment) else {}
            )

    def _refresh(self, moment: ReaderMoment) -> bool:
        """Drop outdated entries. Return whether this thread may use and add entries."""
        newest, *registry = moment.reader.stands()
        basis = (moment.reader.identity, *registry, *moment.settled_by)
        if basis == self._basis and newest <= self._newest:
            return newest == self._newest
        if basis != self._basis:
            self._entries.clear()
        else:
            lately = f"SELECT min(moment) FROM export NOT INDEXED WHERE id > ? AND {LISTS}"
            came = moment.connection.execute(lately, (self._newest,)).fetchone()[0]
            first = moment.lists[0] if moment.lists else 0  # moments before the first list show its states
            kept = [key for key in self._entries if max(key[0], first) < (came or ALL)]
            self._entries = {key: self._entries[key] for key in kept}
        self._basis, self._newest = basis, newest
        return moment.reader.identity is not None
