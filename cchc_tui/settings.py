"""Settings of a data folder, typed; ``cchc.toml`` may leave out whatever it does not change.

The docstring under a field is its manual: ``docs/settings.md`` and error messages use it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from cchc_tui.registry.toml import read_toml

_Positive = Annotated[int, msgspec.Meta(ge=1)]


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What reading one export may cost before it is given up."""

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
    """How the inbox is watched."""

    sweep_seconds: Annotated[float, msgspec.Meta(gt=0, le=3600)] = 1.0
    """The inbox is looked through so often, whether or not the system reported a change."""
    settle_ms: Annotated[int, msgspec.Meta(ge=0, le=60_000)] = 300
    """A file whose end cannot be told is whole when it looks the same this long apart."""
    step_ms: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 5
    """How long reports of changes are gathered before they are acted on."""


class PrivacySettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What may stand on a projected screen."""

    officers: bool = False
    """Whether officers' names are shown from the start (O changes it); else they are numbered."""
    may_show: bool = True
    """Whether a viewer may show personal data on purpose (U); each time it is logged, with a reason."""
    minutes: Annotated[int, msgspec.Meta(ge=1, le=60)] = 5
    """After so many minutes they are hidden again by themselves."""


class Take(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where what is taken along from the screen is written."""

    folder: str = ""
    """The folder of the files; ~ is the user's home. Else cchc-tui in the user's documents, or in the home."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All settings of a data folder."""

    compare: Literal["time", "date"] = "time"
    """Whether late means past the due time (time) or past the due day (date)."""
    stale_minutes: _Positive = 60
    """The data are called old when their moment is so many minutes ago."""
    theme: Literal["dark", "light", "contrast", "deuteranopia"] = "dark"
    """Colours of the app when it starts: for a dim room, for a bright one, of high contrast, without green and red."""
    language: Literal["vi", "en"] = "vi"
    """Language of screens and commands, where a user has not chosen another."""
    limits: Limits = Limits()
    collector: CollectorSettings = CollectorSettings()
    privacy: PrivacySettings = PrivacySettings()
    take: Take = Take()


@dataclass(frozen=True, slots=True)
class DataFolder:
    """Where everything of one office stands."""

    path: Path

    @property
    def inbox(self) -> Path:
        """Exports are dropped here; nothing else is ever an input."""
        return self.path / "inbox"

    @property
    def archive(self) -> Path:
        """Each export as it came."""
        return self.path / "archive"

    @property
    def registry(self) -> Path:
        """The city's own registry."""
        return self.path / "registry"

    @property
    def state(self) -> Path:
        """Of the running collector: lock and status."""
        return self.path / "state"

    @property
    def lock(self) -> Path:
        """The lock of the one writer."""
        return self.state / "collector.lock"

    @property
    def status(self) -> Path:
        """What the collector is doing."""
        return self.state / "collector.json"

    @property
    def database(self) -> Path:
        """The store; it can be rebuilt from the archive."""
        return self.path / "cchc.db"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.path / "cchc.toml"


def load(folder: Path) -> Settings:
    """The settings of a data folder; the defaults where it has no ``cchc.toml``.

    Raises RegistryError with file, line and key when a key is unknown or a value is none.
    """
    path = DataFolder(folder).settings
    return read_toml(path, Settings) if path.is_file() else Settings()
