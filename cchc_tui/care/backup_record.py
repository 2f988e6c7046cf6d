"""The record of the last backup. It lies in the data folder, and tells ``status`` and ``doctor`` the backup's age."""

from __future__ import annotations

from contextlib import suppress

import msgspec

from cchc_tui.domain.moments import Stamp
from cchc_tui.settings import DataFolder
from cchc_tui.whole_files import READABLE, replace_file


class BackupRecord(msgspec.Struct, frozen=True):
    """The last backup: when and in which folder it was made, the number and bytes of its files, and what it lacks."""

    at: Stamp
    folder: str
    files: int
    size: int
    lacking: tuple[str, ...] = ()


def write_record(folder: DataFolder, record: BackupRecord) -> None:
    """Replace the record. Raises OSError."""
    replace_file(folder.backup_record, msgspec.json.encode(record), READABLE)


def read_record(folder: DataFolder) -> BackupRecord | None:
    """The record; None if no backup was made, or if the record cannot be read."""
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode(folder.backup_record.read_bytes(), type=BackupRecord)
    return None
