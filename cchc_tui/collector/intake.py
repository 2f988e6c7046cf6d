"""Moves one file from the inbox into the store and the archive. A kill at any point loses nothing.

1. The file is copied into the archive folder (``stage``).
2. A child process reads the copy. One transaction loads the rows and records the copy's path in the archive.
3. The copy is moved to this path and synced to disk.
4. The file leaves the inbox.

A kill before the end of step 2 changes nothing. After a later kill, the next collector finds a file in the inbox whose
bytes, name and time are in the database. The next collector then repeats steps 3 and 4 and loads no rows. Only a
refused file is read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from cchc_tui.collector import filesystems
from cchc_tui.collector.reading_context import ReadingContext
from cchc_tui.collector.staged_file import FileChanged, StagedFile, put_back, remove, stage
from cchc_tui.collector.status import StatusWriter
from cchc_tui.collector.watch import EntryType, InboxEntry, Signature, signature_at
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.moments import Stamp, from_epoch
from cchc_tui.ingest import problems
from cchc_tui.ingest.reader_client import ReaderDied, ReaderKilled
from cchc_tui.ingest.records import Piece, Refused
from cchc_tui.settings import DataFolder
from cchc_tui.store.read.database import Writer
from cchc_tui.store.write import archive
from cchc_tui.store.write.loading import ExportFile, LoadResult, RowProgress, list_repeated, load, raising, repeated


class StopRequested(Exception):  # noqa: N818  nothing went wrong
    """The collector was asked to end while a file was being loaded."""


class Intake:
    """Loads files one by one.

    ``stop_requested`` is called between pieces of work. ``on_reading`` is called before a file is read. ``on_archived``
    is called after a file was moved to the archive, with the file's path there.
    """

    def __init__(
        self,
        folder: DataFolder,
        status: StatusWriter,
        stop_requested: Callable[[], bool],
        clock: Clock,
        on_reading: Callable[[InboxEntry], None] = lambda _: None,
        on_archived: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._folder, self._status, self._stop_requested, self._clock = folder, status, stop_requested, clock
        self._on_reading, self._on_archived = on_reading, on_archived
        self._places = archive.ArchivePlaces(folder.archive)
        self._leaving = folder.state / "leaving"
        self._listed_types: set[tuple[int, int]] = set()
        self._died: set[Signature] = set()
        self._listed: dict[Signature, str] = {}  # → place in the archive, until the copy is there
        self._immovable: set[Signature] = set()
        self._local = not filesystems.is_network(filesystems.filesystem_of(folder.inbox))

    def recover(self) -> None:
        """Put back the files that a killed collector was removing from the inbox.

        ``load`` will recognise them as loaded.
        """
        self._leaving.mkdir(exist_ok=True)
        for path in self._leaving.iterdir():
            put_back(path, self._folder.inbox / path.name)

    def load(self, entry: InboxEntry, writer: Writer, context: ReadingContext, fault: str = "") -> LoadResult:
        """Load one file and archive it. The file stays in the inbox until ``release``.

        A file over the size limit is not read. It is refused, and moved to the archive if possible. If the file crashed
        an earlier collector, ``fault`` describes the crash. Such a file is not read either, and is refused with
        ``fault`` as the reason. Raises FileChanged, StopRequested, ReaderKilled, OSError and sqlite3.Error.
        """
        try:
            if entry.signature.size > context.settings.limits.file_mb << 20:
                return self._refuse_unread(entry, writer, context)
            staged = stage(entry, self._folder.archive, self.check_stop)
            try:
                return self._load_staged(staged, writer, context, fault)
            finally:
                staged.discard()
        finally:
            self._status.end_load()

    def is_immovable(self, signature: Signature) -> bool:
        """Whether the file is over the size limit and could not be moved to the archive.

        Such a file stays in the inbox.
        """
        return signature in self._immovable

    def forget_listed(self) -> None:
        """Forget the immovable files, and the inbox entries that are not files.

        Call this after the database was replaced. The old database listed them as refused, but the new database does
        not.
        """
        self._immovable.clear()
        self._listed_types.clear()

    def release(self, entry: InboxEntry) -> bool:
        """Remove a loaded file from the inbox. Return False if the file is immovable and stays there."""
        if self.is_immovable(entry.signature):
            return False
        remove(entry, self._leaving / entry.path.name)
        return True

    def refuse(self, entry: InboxEntry, writer: Writer, context: ReadingContext) -> LoadResult | None:
        """List an inbox entry that is not a file as refused, without opening or moving the entry.

        Return None if the entry is listed already.
        """
        signature = entry.signature
        if (signature.device, signature.inode) in self._listed_types:
            return None
        self._listed_types.add((signature.device, signature.inode))
        query = "SELECT 1 FROM export WHERE name = ? AND archive = '' AND verdict = 'refused' LIMIT 1"
        if writer.connection.execute(query, (entry.name,)).fetchone():
            return None
        code = problems.LINK if entry.type is EntryType.LINK else problems.NOT_A_FILE
        refusal = problems.refuse(code, value=entry.type.value)
        file = ExportFile(entry.name, "", 0, _mtime(entry), self._clock.now())
        return load(writer, file, raising(refusal), context.registry, context.settings)

    def _load_staged(self, staged: StagedFile, writer: Writer, context: ReadingContext, fault: str) -> LoadResult:
        entry = staged.entry
        listed = self._listed.get(entry.signature) or self._listed_already(staged, writer)
        if listed is not None:
            if archive.stored_at(self._folder.archive, listed) is None:
                staged.move_to_archive(self._folder.archive / listed)
            self._listed.pop(entry.signature, None)
            return LoadResult(entry.name, "repeated")
        first = repeated(writer, staged.sha)
        if first is not None:
            file = self._file(entry, staged.sha, writer)
            result = list_repeated(writer, file, first)
        elif fault:
            file = self._file(entry, staged.sha, writer, refused=True)
            refusal = problems.refuse(problems.READER_DIED, value=fault)
            result = load(writer, file, raising(refusal), context.registry, context.settings)
        else:
            self._status.begin_load(entry.name)
            self._on_reading(entry)
            file, pieces = self._start_reading(staged, writer, context)
            result = load(
                writer, file, self._checked_pieces(pieces, entry), context.registry, context.settings, self.progress
            )
        self._status.end_load()  # viewers wait for this write, to show what is committed
        self._listed[entry.signature] = file.archive
        staged.move_to_archive(self._folder.archive / file.archive)
        del self._listed[entry.signature]
        self._on_archived(file.archive)
        return result

    def _start_reading(
        self, staged: StagedFile, writer: Writer, context: ReadingContext
    ) -> tuple[ExportFile, Iterator[Piece]]:
        """Start the reader, and return the file's record with the file's pieces.

        A file that is refused at its first piece gets an archive path among the refused files.
        """
        pieces = context.pieces(staged.path, staged.entry.path.name, self._folder.database)
        try:
            first = next(pieces)
        except (Refused, ReaderKilled) as error:
            refusal = self._refusal_of(staged.entry, error)
            return self._file(staged.entry, staged.sha, writer, refused=True), raising(refusal)
        return self._file(staged.entry, staged.sha, writer), chain((first,), pieces)

    def _refusal_of(self, entry: InboxEntry, error: Refused | ReaderKilled) -> Refused:
        """The refusal of a file, after the reader refused the file or ended unexpectedly.

        Raises ReaderKilled if the file should be tried again. This is so if the reader was killed, or if the reader
        died for the first time on this file. A reader that ran out of memory counts as dead, because the file may not
        be the cause of the shortage. Raises StopRequested if the collector is to end.
        """
        self.check_stop()  # the reader may have ended only because this process is ending
        if isinstance(error, ReaderKilled):
            raise error
        died = isinstance(error, ReaderDied) or error.problem.code == problems.OUT_OF_MEMORY
        if died and entry.signature not in self._died:
            self._died.add(entry.signature)
            raise ReaderKilled(error.problem.code) from error
        return error

    def _arrived(self, entry: InboxEntry, writer: Writer) -> Stamp:
        """The time of arrival: the ctime, but not before the arrival of the last listed file, nor after now.

        There are two exceptions in which the result is the present time. A demo has its own clock. On network file
        systems, ctimes are unreliable.
        """
        now = self._clock.now()
        if self._clock.set or not self._local:
            return now
        last = writer.connection.execute("SELECT arrived FROM export ORDER BY id DESC LIMIT 1").fetchone()
        return min(now, max(from_epoch(entry.changed), int(last[0]) if last else 0))

    def _file(self, entry: InboxEntry, sha: str, writer: Writer, refused: bool = False) -> ExportFile:
        """The database record of a file.

        The record has the file's name in the archive, so that a rebuild makes the same record.
        """
        arrived = self._arrived(entry, writer)
        query = "SELECT archive FROM export WHERE arrived = ? AND archive != '' ORDER BY id DESC LIMIT 1"
        listed = writer.connection.execute(query, (arrived,)).fetchone()
        place = self._places.next(entry.name, arrived, refused, "" if listed is None else str(listed[0]))
        return ExportFile(_kept_name(place), sha, entry.signature.size, _mtime(entry), arrived, place, bounded=True)

    def _checked_pieces(self, pieces: Iterator[Piece], entry: InboxEntry) -> Iterator[Piece]:
        """Yield the pieces of a file. Raises StopRequested.

        Raises FileChanged after the last piece if the file has changed. The exception prevents the commit of what was
        read.
        """
        try:
            for piece in pieces:
                self.check_stop()
                yield piece
        except (Refused, ReaderKilled) as error:
            raise self._refusal_of(entry, error) from error
        if signature_at(entry.path) != entry.signature:
            raise FileChanged(entry.name)

    def _listed_already(self, staged: StagedFile, writer: Writer) -> str | None:
        """The archive path of a file, if the database lists it as not refused; else None.

        Such a file is still in the inbox because a collector was killed.
        """
        # A file that was refused before is read again, because the reason may no longer apply.
        query = "SELECT archive FROM export WHERE sha = ? AND name = ? AND mtime = ? AND verdict != 'refused' LIMIT 1"
        file = self._file(staged.entry, staged.sha, writer)
        listed = writer.connection.execute(query, (file.sha, file.name, file.mtime)).fetchone()
        return None if listed is None else str(listed[0])

    def _refuse_unread(self, entry: InboxEntry, writer: Writer, context: ReadingContext) -> LoadResult:
        """Refuse a file over the size limit and archive it. If it cannot be moved, it stays in the inbox."""
        file = self._file(entry, "", writer, refused=True)
        query = "SELECT archive FROM export WHERE sha = '' AND name = ? AND mtime = ? AND size = ? LIMIT 1"
        listed = writer.connection.execute(query, (file.name, file.mtime, file.size)).fetchone()
        limit = f"{context.settings.limits.file_mb} MiB"
        refusal = problems.refuse(problems.TOO_LARGE, value=f"{file.size >> 20} MiB", expected=limit)
        if listed is None:
            outcome = load(writer, file, raising(refusal), context.registry, context.settings)
            listed = (file.archive,)
        else:
            outcome = LoadResult(entry.name, "refused", problems=(refusal.problem,))
        if not listed[0] or not self._moved(entry, self._folder.archive / str(listed[0])):
            self._immovable.add(entry.signature)
            with writer.transaction() as connection:
                connection.execute("UPDATE export SET archive = '' WHERE sha = '' AND archive = ?", listed)
        return outcome

    def _moved(self, entry: InboxEntry, target: Path) -> bool:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            entry.path.rename(target)
        except OSError:  # another file system, or no permission
            return False
        return True

    def progress(self, progress: RowProgress) -> None:
        """Show the progress of a load in the status. Raises StopRequested if the collector is to end."""
        self.check_stop()
        self._status.show_progress(progress.done, progress.total)

    def check_stop(self) -> None:
        """Raise StopRequested if the collector is to end."""
        if self._stop_requested():
            raise StopRequested


def _mtime(entry: InboxEntry) -> Stamp:
    return from_epoch(entry.signature.mtime_ns / 1e9)


def _kept_name(place: str) -> str:
    return place.rpartition("/")[2].split("-", 2)[2]
