"""The typed settings of a data folder. Keys that ``cchc.toml`` leaves out have their defaults.

The string under a field describes the setting.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from cchc_tui.accounts import personal_group
from cchc_tui.registry.toml import read_toml

#: Mode of the folder of personal data.
PRIVATE_MODE = 0o2750
_Positive = Annotated[int, msgspec.Meta(ge=1)]
_Natural = Annotated[int, msgspec.Meta(ge=0)]


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Limits for reading one export. A file that exceeds any of these limits is refused."""

    memory_mb: _Positive = 4096
    """Address space of the reading process, in MiB."""
    cpu_seconds: _Positive = 180
    """Processor time of the reading process."""
    wall_seconds: _Positive = 600
    """Time on the clock for one file."""
    file_mb: _Positive = 512
    """Largest file that is opened, in MiB."""
    unpacked_mb: _Positive = 2048
    """Largest content of a zipped workbook once unpacked, in MiB."""
    rows: _Positive = 2_000_000
    """Most rows of one sheet."""
    columns: _Positive = 512
    """Most columns of one sheet."""


class CollectorSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Intervals for watching the inbox."""

    sweep_seconds: Annotated[float, msgspec.Meta(gt=0, le=3600)] = 1.0
    """The inbox is looked through so often, whether or not the system reported a change."""
    settle_ms: Annotated[int, msgspec.Meta(ge=0, le=60_000)] = 300
    """A file whose end cannot be told is whole when it looks the same this long apart."""
    step_ms: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 5
    """How long reports of changes are gathered before they are acted on."""


class PrivacySettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Rules for officers' names and personal data on screens."""

    officers: bool = False
    """Whether officers' names are shown from the start (O changes it); else they are numbered."""
    may_show: bool = True
    """Whether a viewer may show personal data on purpose (U); each time it is logged, with a reason."""
    minutes: Annotated[int, msgspec.Meta(ge=1, le=60)] = 5
    """Minutes after which they are hidden again by themselves."""


class Take(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The folder for files exported from screens."""

    folder: str = ""
    """The folder of the files; ~ is the user's home. Else cchc-tui in the user's documents, or in the home."""
    host: str = ""
    """How officers over SSH call the server, for the command that fetches a file. Else the server's own name."""


class Keep(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How many backups and old lists are kept, which would otherwise grow without end."""

    backups: _Positive = 14
    """The number of backups that are kept in the folder of backups; older ones are removed."""
    lists_months: Annotated[int, msgspec.Meta(ge=0, le=1200)] = 0
    """``cchc-tui thin`` keeps all lists of dossiers of this month and of this many before. 0: it keeps all."""
    then_one_a: Literal["day", "week", "month"] = "week"
    """Of older lists it keeps the last one of each day, week or month."""


class MonitorSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The values from which ``status`` and ``doctor`` warn. 0 turns a warning off."""

    backup_hours: _Natural = 48
    """Hours after which the last backup is old."""
    inbox_minutes: _Natural = 15
    """Minutes that a file may wait in the inbox."""
    data_hours: _Natural = 0
    """Hours after which the newest list is old."""
    free_mb: _Natural = 1024
    """MiB that should be free on the disk."""
    wal_mb: _Natural = 512
    """MiB that the database's write-ahead log may have."""


class PublishSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The PostgreSQL server of the province, to which ``cchc-tui publish`` writes the boards by unit."""

    server: str = ""
    """Its address, such as postgresql://user@host/database, without a password."""
    city: str = ""
    """The key of this city there, which must stay the same; else the city's name."""
    password_file: str = ""
    """A file of passwords as libpq reads it (PGPASSFILE), in this folder or absolute; only its owner may read it."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All settings of a data folder."""

    compare: Literal["time", "date"] = "time"
    """Whether late means past the due time (time) or past the due day (date)."""
    stale_minutes: _Positive = 60
    """Minutes after their moment when the data are called old."""
    theme: Literal["dark", "light", "contrast", "deuteranopia"] = "dark"
    """Colours of the app when it starts: for a dim room, for a bright one, of high contrast, without green and red."""
    language: Literal["vi", "en"] = "vi"
    """Language of screens and commands, where a user has not chosen another."""
    limits: Limits = Limits()
    collector: CollectorSettings = CollectorSettings()
    privacy: PrivacySettings = PrivacySettings()
    take: Take = Take()
    publish: PublishSettings = PublishSettings()
    keep: Keep = Keep()
    monitor: MonitorSettings = MonitorSettings()


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The paths in the data folder of one office."""

    path: Path

    @property
    def inbox(self) -> Path:
        """The folder for incoming files, the only input."""
        return self.path / "inbox"

    @property
    def archive(self) -> Path:
        """The folder of accepted files, unchanged."""
        return self.path / "archive"

    @property
    def registry(self) -> Path:
        """The folder of the city's own registry files."""
        return self.path / "registry"

    @property
    def state(self) -> Path:
        """The folder for the collector's lock and status."""
        return self.path / "state"

    @property
    def lock(self) -> Path:
        """The lock file of the collector, the only writer."""
        return self.state / "collector.lock"

    @property
    def status(self) -> Path:
        """The status file of the collector."""
        return self.state / "collector.json"

    @property
    def audit(self) -> Path:
        """The folder of the audit log, which only the collector's user may read and write."""
        return self.path / "audit"

    @property
    def audit_socket(self) -> Path:
        """The socket on which the collector takes audit entries of viewers."""
        return self.state / "audit.sock"

    @property
    def database(self) -> Path:
        """The database, which can be rebuilt from the archive."""
        return self.path / "cchc.db"

    @property
    def databases(self) -> tuple[Path, ...]:
        """All databases, in the order in which a backup copies them: the copy of personal data must not be older."""
        return (self.database, self.personal)

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders in the data folder whose permissions a backup remembers."""
        return (self.inbox, self.archive, self.registry, self.state, self.audit, self.private)

    @property
    def log(self) -> Path:
        """The collector's log."""
        return self.state / "collector.log"

    @property
    def thinning_record(self) -> Path:
        """The record of the last thinning of old lists."""
        return self.state / "thinning.json"

    @property
    def backup_record(self) -> Path:
        """The record of the last backup."""
        return self.state / "backup.json"

    @property
    def private(self) -> Path:
        """The folder of personal data, which only some viewers may open."""
        return self.path / "private"

    @property
    def personal(self) -> Path:
        """The database of personal data, for the dossiers in ``database``."""
        return self.private / "personal.db"

    def make_folders(self) -> list[Path]:
        """Create the missing folders of the collector and return them. Raises OSError.

        If the group may read the data folder, it may also read the new folders. Only the owner may read ``archive``,
        which has all originals. This right is also corrected if ``archive`` exists already.
        """
        made = []
        for part, mode in (
            (self.inbox, 0o2750),
            (self.archive, 0o2700),
            (self.state, 0o2750),
        ):
            if not part.is_dir():
                part.mkdir(mode=0o700, parents=True)
                with suppress(OSError):  # some file systems have no modes
                    part.chmod(mode if self.path.stat().st_mode & 0o040 else 0o700)
                made.append(part)
        if make_private(self.private):
            made.append(self.private)
        with suppress(OSError):
            mode = self.archive.stat().st_mode
            if mode & 0o077:
                self.archive.chmod(mode & 0o7700)
        return made

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.path / "cchc.toml"


def make_private(folder: Path) -> bool:
    """Create the folder of personal data if it is missing, and return whether it was missing. Raises OSError.

    If the group of the data folder may read that folder, one group may also read the new folder. This group is
    ``PERSONAL_GROUP``, or the data folder's own group if the machine has no ``PERSONAL_GROUP``. If this process cannot
    set the group, only the owner may read the folder.
    """
    if folder.is_dir():
        return False
    folder.mkdir(mode=0o700, parents=True)
    group = personal_group()
    with suppress(OSError):  # not a member of the group, or a file system without modes
        if folder.parent.stat().st_mode & 0o040:
            if group is not None:
                os.chown(folder, -1, group)
            folder.chmod(PRIVATE_MODE)
    return True


def load(folder: Path) -> Settings:
    """The settings of a data folder; the defaults if it has no ``cchc.toml``.

    Raises RegistryError with file, line and key if a key is unknown or a value invalid.
    """
    path = DataFolder(folder).settings
    return read_toml(path, Settings) if path.is_file() else Settings()
