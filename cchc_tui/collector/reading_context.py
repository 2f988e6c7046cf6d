"""The registry, settings and reader with which exports are loaded.

The caller loads them again when their files change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cchc_tui import registry as registries
from cchc_tui import settings as all_settings
from cchc_tui.collector.measure_check import checked
from cchc_tui.ingest.reader_client import ReaderClient
from cchc_tui.ingest.records import Piece
from cchc_tui.registry import Registry
from cchc_tui.settings import DataFolder, Settings


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """The registry, settings and reader with which exports are loaded.

    ``reader`` reads each file in a separate process. ``files_state`` is the result of the function ``files_state()``
    just before the registry and settings were read. If the function later returns a different result, a file of the
    registry or settings has changed.
    """

    registry: Registry
    settings: Settings
    reader: ReaderClient
    files_state: tuple[tuple[str, int, int], ...]

    def pieces(self, path: Path, name: str, database: Path) -> Iterator[Piece]:
        """The pieces of a file from the reader, with checked measures. Raises Refused and ReaderKilled."""
        return checked(self.reader.pieces(path, name, database), self.registry)

    def close(self) -> None:
        """End the reader's processes."""
        self.reader.close()


def load(folder: DataFolder) -> ReadingContext:
    """Read the registry and settings, and start a spare reader process. Raises RegistryError."""
    state_before = files_state(folder)
    settings = all_settings.load(folder.path)
    reader = ReaderClient(folder.registry if folder.registry.is_dir() else None, settings.limits)
    reader.start()  # the process starts while the registry is read
    try:
        return ReadingContext(registries.load(folder.registry), settings, reader, state_before)
    except BaseException:
        reader.close()
        raise


def files_state(folder: DataFolder) -> tuple[tuple[str, int, int], ...]:
    """Name, size in bytes and mtime in nanoseconds of the settings file and of each registry file."""
    found = []
    for path in (folder.settings, *sorted(folder.registry.glob("*.toml"))):
        facts = _facts(path)
        if facts:
            found.append((path.name, *facts))
    return tuple(found)


def _facts(path: Path) -> tuple[int, int] | None:
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_size, facts.st_mtime_ns
