"""The registry and settings with which a store was built.

The content of the store depends on them. If they change, the store must be rebuilt.
"""

from __future__ import annotations

import sqlite3
from hashlib import blake2b
from pathlib import Path

import msgspec

from cchc_tui import __version__
from cchc_tui.domain.public_holidays import LINES
from cchc_tui.registry import Registry
from cchc_tui.settings import Settings
from cchc_tui.store.write import archive as archives

_KNOWN = "SELECT value FROM meta WHERE key = 'registry'"


def fingerprint(registry: Registry, settings: Settings) -> str:
    """A digest of everything that determines how the content of a file is stored.

    It covers the registry, the settings, the program's release and the public holidays. Values that only boards use are
    left out.
    """
    said = (registry.stored, settings.compare, msgspec.to_builtins(settings.limits), __version__, LINES)
    return blake2b(msgspec.json.encode(said), digest_size=16).hexdigest()


def record(connection: sqlite3.Connection, registry: Registry, settings: Settings) -> None:
    """Store the fingerprint of the registry and settings, unless the store already has one."""
    connection.execute(
        "INSERT OR IGNORE INTO meta (key, value) VALUES ('registry', ?)", (fingerprint(registry, settings),)
    )


def is_current(connection: sqlite3.Connection, registry: Registry, settings: Settings) -> bool:
    """Whether a rebuild with this registry and these settings would give the same store.

    True for a store without a fingerprint, because it is empty.
    """
    found = connection.execute(_KNOWN).fetchone()
    return found is None or found[0] == fingerprint(registry, settings)


def archive_has_more(connection: sqlite3.Connection, archive: Path) -> bool:
    """Whether the archive has a file that the store does not list. This means that the store is an older copy."""
    listed = {path for (path,) in connection.execute("SELECT archive FROM export")}
    return any(kept.path not in listed for kept in archives.archived_files(archive))


def count_missing_files(connection: sqlite3.Connection, archive: Path) -> int:
    """The number of files that the store lists but the archive lacks. A rebuild would lose the data in these files."""
    listed = connection.execute("SELECT archive FROM export WHERE archive != ''").fetchall()
    return sum(archives.stored_at(archive, path) is None for (path,) in listed)
