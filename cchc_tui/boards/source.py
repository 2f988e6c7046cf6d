"""Access to the boards of a data folder, from any thread."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol, TypeVar

from cchc_tui.audit.entries import AuditEntry, AuditRequest
from cchc_tui.audit.recorder import record
from cchc_tui.boards.moment import Moment
from cchc_tui.domain.audit import AuditedAct, NotLoggedError
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.directives import DirectiveEntry
from cchc_tui.domain.moments import Stamp, iso
from cchc_tui.domain.privacy import HIDDEN, Access, AccessRecord
from cchc_tui.domain.roles import LOCAL, NotAllowedError, Right, Viewer
from cchc_tui.ingest.directive_marks import write_directive
from cchc_tui.ingest.marks import new_access, write_meeting
from cchc_tui.registry import Registry, RegistryError
from cchc_tui.registry import load as load_registry
from cchc_tui.settings import DataFolder, Settings
from cchc_tui.settings import load as load_settings
from cchc_tui.store.read.database import Reader
from cchc_tui.store.read.database_file import NOTHING_WRITTEN, READ_ONLY, StoreError
from cchc_tui.store.read.memo import Memo
from cchc_tui.store.write import built_with

#: The least number of seconds between two checks whether files of registry and settings changed.
_LOOK_SECONDS = 0.25
#: The number of seconds that ``close`` waits for a running query in another thread.
_CLOSE_SECONDS = 0.5


#: The right that an act needs which is logged.
NEEDED = {AuditedAct.SHOWN: Right.PERSONAL, AuditedAct.TAKEN: Right.TAKE, AuditedAct.ENTERED: Right.ENTER}

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")


class MomentQuery(Protocol[T_co]):
    """A query that is answered at one moment."""

    @property
    def at(self) -> Stamp | None:
        """The moment of the answer (None: now)."""

    @property
    def shows(self) -> Access:
        """The access level to personal data that the answer needs."""

    @property
    def needs(self) -> Right:
        """The right that the viewer must have to get the answer."""

    def ask(self, moment: Moment) -> T_co:
        """Compute the answer."""


class Source:
    """An opened data folder, from which any thread gets moments and answers. Each thread has its own connection.

    ``registry`` and ``settings`` exist after ``open``. Methods that read may raise sqlite3.Error (such as StoreError)
    and OSError.
    """

    def __init__(self, data: Path, clock: Clock | None = None, viewer: Viewer = LOCAL) -> None:
        self.data = data
        self.viewer = viewer
        self.clock = clock or Clock()
        self._folder = DataFolder(data)
        self._local = threading.local()
        self._lock = threading.Lock()
        self._readers: list[Reader] = []
        self._closed = False
        self._memo = Memo()
        self._had_data = False
        self._checked_at = 0.0  # when the files of registry and settings were last checked
        self._pending: tuple[Registry, Settings] | None = None  # to be used after a rebuild
        #: Why personal data could not be opened for the last answer that should show some; "" if they could.
        self.personal_fault = ""
        self._read = 0  # how many times registry and settings were replaced

    def open(self) -> None:
        """Read the registry and the settings, and connect to the database. Raises RegistryError."""
        self._read_registry()
        self._memo.clear()
        self._closed = False
        self._reader()

    def close(self) -> None:
        """Close the connections of all threads. A running query fails with sqlite3.Error."""
        with self._lock:
            self._closed = True
            readers, self._readers = self._readers, []
        for reader in readers:
            reader.close_from_outside(_CLOSE_SECONDS)

    @contextmanager
    def _reading(self) -> Iterator[Reader]:
        """Lock this thread's reader during the block, so that no other thread closes it."""
        reader = self._reader()
        with reader.lock:
            yield reader

    def _reader(self) -> Reader:
        """The reader of the calling thread. A new reader replaces it after the database was created or rebuilt.

        Raises sqlite3.ProgrammingError once the source is closed. Raises StoreError ("gone") if there was a database
        and now there is none.
        """
        if self._closed:
            raise sqlite3.ProgrammingError("the source is closed")
        reader: Reader | None = getattr(self._local, "reader", None)
        if reader is not None and not reader.replaced():
            return reader
        fresh = Reader(self._folder.database, READ_ONLY if self.viewer.role is None else NOTHING_WRITTEN)
        if fresh.empty and self._had_data:
            fresh.close()
            raise StoreError("gone", self._folder.database)
        self._had_data = not fresh.empty
        if reader is not None:
            self._memo.clear()
        with self._lock:
            if reader in self._readers:
                self._readers.remove(reader)
                reader.close()
            if self._closed:
                fresh.close()
                raise sqlite3.ProgrammingError("the source is closed")
            self._readers.append(fresh)
        self._local.reader = fresh
        return fresh

    def changed(self) -> bool:
        """Whether the data, the registry or the settings changed since the last call by this thread.

        The first call returns True. A call takes microseconds.
        """
        with self._reading() as reader:
            self._follow_registry(reader)
            now = (id(reader), reader.data_version(), self._read)
            if now == getattr(self._local, "seen", None):
                return False
            stands = (id(reader), *reader.stands(), self._read)
            self._local.seen = now  # set only after all reads, so that a failed read loses no change
            if stands == getattr(self._local, "stands", None):
                return False  # only the search index was updated
            self._local.stands = stands
            return True

    def release_memory(self) -> None:
        """Free the memory in which this thread's connection caches database pages.

        After a load, these pages are outdated.
        """
        with suppress(sqlite3.Error, OSError), self._reading() as reader:
            reader.connection.execute("PRAGMA shrink_memory")

    def _written(self) -> list[tuple[str, int, int]]:
        """The name, modification time and size of each registry and settings file.

        The result differs from an earlier one if a file has changed.
        """
        files = [self._folder.settings, *sorted(self._folder.registry.glob("*.toml"))]
        return [(path.name, *_signature(path)) for path in files]

    def _read_registry(self) -> None:
        self._read_as = self._written()
        self.registry, self.settings = load_registry(self._folder.registry), load_settings(self.data)

    def _follow_registry(self, reader: Reader) -> None:
        """Use the registry and settings as they are in the files now, if the files changed.

        Files with errors are ignored, and the earlier registry and settings stay in use. A change that affects the
        store is used only after the store was rebuilt with it.
        """
        with self._lock:
            if time.monotonic() - self._checked_at >= _LOOK_SECONDS:
                self._checked_at = time.monotonic()
                written = self._written()
                if written != self._read_as:
                    self._read_as, self._pending = written, None
                    with suppress(RegistryError):
                        self._pending = load_registry(self._folder.registry), load_settings(self.data)
            if self._pending is None:
                return
            coming = built_with.fingerprint(*self._pending)
            if coming == built_with.fingerprint(self.registry, self.settings) or coming == (
                reader.stands()[1] or coming
            ):
                self.registry, self.settings = self._pending
                self._pending, self._read = None, self._read + 1

    def _at(self, at: Stamp | None) -> Stamp:
        return self.clock.now() if at is None else at

    @contextmanager
    def moment(self, at: Stamp | None = None, access: Access = HIDDEN) -> Iterator[Moment]:
        """Open a moment within a snapshot of the database. ``at`` None means now (live).

        The moment gives only the dossiers and personal data that the viewer's role allows. Personal data are opened
        only if ``access`` shows any of them, and are closed at the end. If they cannot be opened, the moment shows
        none, and ``personal_fault`` says why.
        """
        who = self.viewer
        rights = (Right.PERSONAL, Right.OFFICERS, Right.DOSSIERS)
        level = access.limited_to(Access(*map(who.may, rights)))
        with self._reading() as reader, self._snapshot(reader, level) as allowed:
            yield Moment(
                reader.connection, self._at(at), reader, self._memo, self.registry, self.settings, allowed, who
            )

    @contextmanager
    def _snapshot(self, reader: Reader, access: Access) -> Iterator[Access]:
        """Begin a snapshot, with personal data if ``access`` shows any of them.

        Yields ``access``. If the personal data cannot be read, it yields ``access`` without personal data instead.
        """
        if not (access.personal or access.serials):
            with reader.snapshot():
                yield access
            return
        with reader.personal() as unreadable, reader.snapshot():
            fault = unreadable or reader.personal_fault()
            if not reader.empty:
                self.personal_fault = fault
            yield access._replace(personal=False, serials=False) if fault else access

    def why_closed(self) -> str:
        """Why this user cannot read personal data: "denied", "gone", "broken" or "other"; "" if the user can."""
        with self.moment(access=Access(personal=True)):
            return self.personal_fault

    def answer(self, query: MomentQuery[T]) -> T:
        """The answer to a query. Raises NotAllowedError if the viewer lacks the right that the query needs.

        If the database of personal data turns out to be damaged, the answer is computed without personal data.
        """
        self.viewer.require(query.needs)
        shows = query.shows
        try:
            with self.moment(query.at, shows) as moment:
                return query.ask(moment)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) or not (shows.personal or shows.serials):
                raise
        with self.moment(query.at, shows._replace(personal=False, serials=False)) as moment:
            answer = query.ask(moment)  # raises again if the store is torn
        self.personal_fault = "broken"
        return answer

    def mark_meeting(
        self,
        start: bool,
        when: Stamp | None = None,
        title: str = "",
        chair: str = "",
        boards: tuple[str, ...] | None = None,
    ) -> None:
        """Record that a meeting starts (``start``) or ends, by writing a mark into the inbox. All viewers will see it.

        The meeting is on the timeline after the collector has loaded the mark. ``when`` None means now. The other
        arguments are as in ``MeetingRow``. Raises OSError and the errors of ``audit``.
        """
        at = self._at(when)
        self.audit(AuditedAct.ENTERED, f"meeting {'start' if start else 'end'} {iso(at)} {title}".rstrip())
        write_meeting(self._folder.inbox, at, start, title, chair, boards)

    def enter_directive(self, entry: DirectiveEntry) -> None:
        """Record an entry about a directive, by writing a mark into the inbox. All viewers will see it.

        The entry counts after the collector has loaded the mark (``ingest.directive_marks``). Raises OSError, the
        errors of ``audit``, and ValueError if the entry is not complete.
        """
        self.audit(AuditedAct.ENTERED, f"directive {entry.act.value} {entry.directive} {entry.text}".rstrip())
        write_directive(self._folder.inbox, entry)

    def begin_access(self, reason: str) -> AccessRecord:
        """Log that this user sees personal data from now on, for as many minutes as the settings allow.

        Raises NotAllowedError or NotLoggedError; personal data must not be shown then.
        """
        now = self.clock.now()
        access = new_access(now, now + self.settings.privacy.minutes * 60, self.data.absolute(), reason)
        self.audit(AuditedAct.SHOWN, access.reason, access)
        return access

    def end_access(self, access: AccessRecord) -> None:
        """Log that the user stops seeing personal data. Raises NotLoggedError."""
        until = min(max(self.clock.now(), access.at), access.until)
        self.audit(AuditedAct.HIDDEN, access.reason, access._replace(until=until, over=True))

    def require(self, right: Right) -> None:
        """Raise NotAllowedError, and log the refusal, if the viewer's role lacks a right."""
        if not self.viewer.may(right):
            with suppress(NotLoggedError):  # it is refused in any case
                self._record(AuditedAct.REFUSED, right.value)
            raise NotAllowedError(self.viewer, right)

    def audit(self, act: AuditedAct, what: str, access: AccessRecord | None = None) -> None:
        """Log what this viewer is about to do: enter something, export, or show personal data.

        Raises NotAllowedError if the role does not allow the act, and NotLoggedError if the act cannot be logged. After
        either error, the act must not be done.
        """
        needed = NEEDED.get(act)
        if needed is not None:
            self.require(needed)
        self._record(act, what, access)

    def _record(self, act: AuditedAct, what: str, access: AccessRecord | None = None) -> None:
        who = self.viewer
        entry = AuditEntry(act=act, what=what, name=who.name, role=who.role.value if who.role else "", unit=who.unit)
        record(self._folder, AuditRequest(entry=entry, access=access))


def most_access(viewer: Viewer) -> Access:
    """The highest access level to personal data that the viewer's role allows."""
    personal = viewer.may(Right.PERSONAL)
    return Access(personal=personal, officers=viewer.may(Right.OFFICERS), serials=personal)


def _signature(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size
