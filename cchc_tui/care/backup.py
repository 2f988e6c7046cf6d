"""Backs up a data folder: copies it into a new folder beside earlier backups, while collector and viewers run.

The copy is made under a hidden name, read back, and renamed when it is complete. So a copy that was interrupted by a
kill or a full disk never has the name of a backup. A file that has not changed since the newest earlier backup becomes
a hard link to the file there, if the file system has links. Databases are copied as snapshots. Every original that the
snapshot of the main database lists is copied too, so that a collector can continue from the copies.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from cchc_tui import __version__
from cchc_tui.care import manifest
from cchc_tui.care.manifest import Facts, FileEntry, FolderEntry, Manifest
from cchc_tui.domain.moments import from_epoch, iso, to_datetime
from cchc_tui.settings import DataFolder
from cchc_tui.store.read.database_file import read_only
from cchc_tui.store.write import archive, originals

PREFIX = "cchc-"
_HIDDEN, _UNFINISHED = ".", ".part"
_LOCK = ".lock"
#: Seconds to wait for an original that the snapshot lists and that is on its way to the archive.
_PATIENCE = 5.0
#: Seconds that a snapshot waits for a lock.
_LOCK_SECONDS = 30.0
_STEP = 0.1
_FOLDER_MODE, _FILE_MODE = 0o700, 0o600


class BackupError(Exception):
    """No backup was made. ``code`` is the key of the message that says why.

    "busy": another backup is running. "inside": the target is in the data folder. "damaged": the copy of the file
    ``detail`` is damaged.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".rstrip())
        self.code, self.detail = code, detail


@dataclass(slots=True)
class Backup:
    """A finished backup: its folder, the number and bytes of its files, and the older backups that were removed.

    ``new`` is the number of bytes that were copied; all other files are links. ``lacking`` names what is missing or
    damaged in the backup: databases and archived originals.
    """

    path: Path
    files: int = 0
    size: int = 0
    new: int = 0
    removed: list[Path] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)


def make_backup(folder: DataFolder, target: Path, keep: int) -> Backup:
    """Back up the data folder into a new folder in ``target``, and remove all but the newest ``keep`` backups there.

    Raises BackupError, OSError and sqlite3.Error. After an error, all earlier backups are unchanged, unless the error
    occurred during the removal of old backups.
    """
    if target.resolve().is_relative_to(folder.path.resolve()):
        raise BackupError("inside")
    target.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    with _alone(target):
        for left in target.glob(f"{_HIDDEN}{PREFIX}*{_UNFINISHED}"):  # of a killed backup
            shutil.rmtree(left)
        made = from_epoch(time.time())
        name = f"{PREFIX}{to_datetime(made):%Y%m%dT%H%M%S}"
        unfinished = target / f"{_HIDDEN}{name}{_UNFINISHED}"
        unfinished.mkdir(mode=_FOLDER_MODE)
        try:
            copy = _Copy(folder, unfinished, _newest(target))
            copy.run()
            manifest.write(unfinished, copy.manifest(iso(made)))
            os.sync()
            bad = next(manifest.damaged(unfinished, copy.manifest("")), None)
            if bad is not None:
                raise BackupError("damaged", bad.path)
            if (owner := _other_owner(target)) is not None:
                _give(unfinished, owner)
            unfinished.rename(target / name)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        done = copy.result
        done.path = target / name
        done.removed = list(_rotate(target, keep, done.path))
        os.sync()
    return done


def backups(target: Path) -> list[Path]:
    """All complete backups in a folder, the oldest first."""
    return [path for path in sorted(target.glob(f"{PREFIX}*")) if (path / manifest.NAME).is_file()]


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    descriptor = os.open(target / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, _FILE_MODE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if (owner := _other_owner(target)) is not None:
            os.chown(descriptor, owner, -1)
        yield
    except BlockingIOError:
        raise BackupError("busy") from None
    finally:
        os.close(descriptor)


def _other_owner(target: Path) -> int | None:
    """The account that owns ``target``, if root makes the backup for another account; else None."""
    owner = target.stat().st_uid
    return owner if owner and os.geteuid() == 0 else None


def _give(backup: Path, owner: int) -> None:
    """Make ``owner`` the owner of a backup. This account can then make further backups, and remove old ones.

    The folder of the backup itself comes last. Until then, the account can't replace anything in it by a link.
    """
    for folder, _, files in os.walk(backup, topdown=False):
        for name in files:
            os.chown(Path(folder, name), owner, -1, follow_symlinks=False)
        os.chown(folder, owner, -1, follow_symlinks=False)


def _newest(target: Path) -> Path | None:
    found = backups(target)
    return found[-1] if found else None


def _rotate(target: Path, keep: int, newest: Path) -> Iterator[Path]:
    """Remove all but the newest ``keep`` backups, and yield those that were removed. ``newest`` is always kept.

    A backup is renamed before it is removed, so that no kill leaves a part of a backup with a backup's name.
    """
    for old in [path for path in backups(target) if path != newest][: -(keep - 1) or None]:
        gone = old.with_name(f"{_HIDDEN}{old.name}{_UNFINISHED}")
        old.rename(gone)
        shutil.rmtree(gone)
        yield old


class _Copy:
    """A backup while it is made. Files that have not changed since the backup ``earlier`` are links to its files.

    If there is no earlier backup, all files are copied.
    """

    def __init__(self, folder: DataFolder, target: Path, earlier: Path | None) -> None:
        self._folder, self._target, self._earlier = folder, target, earlier
        known = manifest.read(earlier) if earlier is not None else None
        self._known = {entry.path: entry for entry in known.files} if known is not None else {}
        self._viewers = folder.path.stat().st_gid
        self._files: list[FileEntry] = []
        self._folders: list[FolderEntry] = []
        self.result = Backup(target)

    def manifest(self, made: str) -> Manifest:
        lacking = tuple(self.result.lacking)
        return Manifest(made, socket.gethostname(), __version__, tuple(self._files), tuple(self._folders), lacking)

    def run(self) -> None:
        before = {kept.path for kept in archive.archived_files(self._folder.archive)}
        for part in self._folder.folders:
            self._note_folder(part)
        for database in self._folder.databases:
            self._snapshot(database)
        self._archive(before | self._listed())
        for part in (self._folder.settings, self._folder.registry, self._folder.audit):
            for path in [part] if part.is_file() else sorted(part.rglob("*")):
                if path.is_file() and not path.is_symlink():
                    self._take(path)

    def _note_folder(self, path: Path) -> None:
        if path.is_dir():
            facts = Facts.of(path, self._viewers)
            self._folders.append(FolderEntry(self._relative(path), facts.mode, facts.group))

    def _relative(self, path: Path) -> str:
        return path.relative_to(self._folder.path).as_posix()

    def _snapshot(self, path: Path) -> None:
        """Copy a database as it is at one moment, and check the copy.

        A damaged database is not kept, but noted as lacking.
        """
        if not path.is_file():
            return
        copy = self._place(path)
        try:
            with closing(read_only(path, timeout=_LOCK_SECONDS)) as connection:
                connection.execute("VACUUM INTO ?", (str(copy),))
            copy.chmod(_FILE_MODE)
            with closing(read_only(copy)) as connection:
                sound = connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
        except sqlite3.OperationalError:  # busy, a full disk
            raise
        except sqlite3.DatabaseError:
            sound = False
        if not sound:
            copy.unlink(missing_ok=True)
            self.result.lacking.append(self._relative(path))
            return
        with copy.open("rb") as file:
            sha = hashlib.file_digest(file, "sha256").hexdigest()
        self._add(path, copy, sha, new=True)

    def _listed(self) -> set[str]:
        """The paths of the originals that the copied database lists; no paths if the database was not copied."""
        copy = self._target / self._relative(self._folder.database)
        if not copy.is_file():
            return set()
        with closing(read_only(copy)) as connection:
            return {place for (place,) in connection.execute("SELECT archive FROM export WHERE archive != ''")}

    def _archive(self, places: set[str]) -> None:
        end = time.monotonic() + _PATIENCE
        for place in sorted(places):
            while not self._take_original(place):
                if time.monotonic() > end:
                    self.result.lacking.append(f"{self._folder.archive.name}/{place}")
                    break
                time.sleep(_STEP)

    def _take_original(self, place: str) -> bool:
        stored = archive.stored_at(self._folder.archive, place)
        if stored is None:
            return False
        with suppress(FileNotFoundError):  # compressed meanwhile
            if self._take(stored) and originals.promise_of(stored) is not None:
                self._check_original(stored)
            return True
        return False

    def _check_original(self, stored: Path) -> None:
        """If a compressed original is damaged, note it as lacking, although a damaged original is copied too."""
        try:
            originals.unpack(stored, None)
        except originals.DamagedOriginalError:
            self.result.lacking.append(self._relative(stored))

    def _take(self, path: Path) -> bool:
        """Copy a file into the backup. If the earlier backup has the same file undamaged, make a link to it instead.

        Return whether the file was copied.
        """
        target = self._place(path)
        status, known = path.stat(), self._known.get(self._relative(path))
        if known is not None and (known.size, known.mtime_ns) == (status.st_size, status.st_mtime_ns):
            with suppress(OSError):  # no links on this file system; or the earlier file is gone or cannot be read
                assert self._earlier is not None
                target.hardlink_to(self._earlier / known.path)
                if manifest.is_sound(target, known):
                    self._add(path, target, known.sha, new=False)
                    return False
            target.unlink(missing_ok=True)
        _, sha = manifest.copy(path, target)
        self._add(path, target, sha, new=True)
        return True

    def _place(self, path: Path) -> Path:
        target = self._target / self._relative(path)
        for parent in reversed(target.parents):  # each with its own mode
            if parent.is_relative_to(self._target):
                parent.mkdir(mode=_FOLDER_MODE, exist_ok=True)
        return target

    def _add(self, path: Path, copy: Path, sha: str, *, new: bool) -> None:
        status, facts = copy.stat(), Facts.of(path, self._viewers)
        entry = (self._relative(path), status.st_size, sha, status.st_mtime_ns, facts.mode, facts.group)
        self._files.append(FileEntry(*entry))
        self.result.files += 1
        self.result.size += status.st_size
        self.result.new += status.st_size if new else 0
