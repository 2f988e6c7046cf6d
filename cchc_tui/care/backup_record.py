"""The record of the last backup.

The record is kept in the data folder, so that ``status`` and ``doctor`` know the backup's age.
"""

from __future__ import annotations

from contextlib import suppress

import msgspec

from cchc_tui.domain.moments import Stamp
from cchc_tui.settings import DataFolder
from cchc_tui.whole_files import READABLE, replace_file


class BackupRecord(msgspec.Struct, frozen=True):
    """What is known of the last backup: its moment and folder, the number and bytes of its files, and what it lacks."""

    at: Stamp
    folder: str
    files: int
    size: int
    lacking: tuple[str, ...] = ()


def write_record(folder: DataFolder, record: BackupRecord) -> None:
    """Write the record of the last backup in place of the earlier record. Raises OSError."""
    replace_file(folder.backup_record, msgspec.json.encode(record), READABLE)


def read_record(folder: DataFolder) -> BackupRecord | None:
    """The record of the last backup; None if there was no backup, or if the record cannot be read."""
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode(folder.backup_record.read_bytes(), type=BackupRecord)
    return None
