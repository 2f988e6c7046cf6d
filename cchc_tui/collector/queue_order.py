"""The order in which waiting files are loaded: by their moments, so that a dossier's states come in sequence."""

from __future__ import annotations

from cchc_tui.collector.watch import InboxEntry, Signature
from cchc_tui.domain.moments import Stamp, from_epoch
from cchc_tui.ingest.reader_client import ReaderClient, ReaderKilled
from cchc_tui.ingest.records import Head, Item, Refused
from cchc_tui.store.write.loading import moment_of

#: With more waiting files than this, only their mtimes are compared, because each head needs a reader process.
MOST_READ = 50


class QueueOrder:
    """Sorts waiting files by their moments.

    The moment of a file is determined once and kept while the file is unchanged. The moment is read from the file. If
    more than ``MOST_READ`` files wait, a file's mtime is used as its moment.
    """

    def __init__(self) -> None:
        self._moments: dict[Signature, Stamp] = {}

    def ordered(self, entries: list[InboxEntry], reader: ReaderClient) -> list[InboxEntry]:
        """The files in the order in which they should be loaded. The moment of a single file is not read."""
        if len(entries) == 1:
            return entries
        ask = len(entries) <= MOST_READ
        self._moments = {entry.signature: self._moment(entry, reader if ask else None) for entry in entries}
        return sorted(entries, key=lambda entry: (self._moments[entry.signature], _written(entry), str(entry.path)))

    def _moment(self, entry: InboxEntry, reader: ReaderClient | None) -> Stamp:
        known = self._moments.get(entry.signature)
        if known is not None:
            return known
        head = _head(entry, reader) if reader else None
        moment = moment_of(head, _mtime(entry)) if isinstance(head, Head) else _mtime(entry)
        return min(moment, from_epoch(entry.changed))  # a file cannot be newer than its arrival


def _head(entry: InboxEntry, reader: ReaderClient) -> Item | None:
    """The head of a file; None if the file cannot be read. A later load of the file will report the reason."""
    try:
        return next(reader.read(entry.path, entry.path.name), None)  # the process ends with the iterator
    except (Refused, ReaderKilled):
        return None


def _written(entry: InboxEntry) -> float:
    return min(entry.signature.mtime_ns / 1e9, entry.changed)


def _mtime(entry: InboxEntry) -> Stamp:
    return from_epoch(entry.signature.mtime_ns / 1e9)
