"""Where files that are taken along stand: their folder and their names; none is ever overwritten."""

from __future__ import annotations

import os
import re
import secrets
import unicodedata
from contextlib import suppress
from itertools import count
from pathlib import Path

from cchc_tui.domain.moments import Stamp, to_datetime

FOLDER = "cchc-tui"
_MODE, _FOLDER_MODE = 0o600, 0o700
_NAME = 80


def folder_for(setting: str) -> Path:
    """The folder of the setting ``take.folder``; without one a folder in the user's documents, or in the home.

    A folder that is given without a beginning is in the home.
    """
    if setting:
        return Path.home() / Path(setting).expanduser()
    from platformdirs import user_documents_path  # where no folder is set

    documents = user_documents_path()
    return (documents if documents.is_dir() else Path.home()) / FOLDER


def file_stem(taken_as: tuple[str, ...], as_of: Stamp) -> str:
    """A file's name without its ending: letters without marks, figures and hyphens only, and the moment."""
    words = "-".join(part for text in taken_as if (part := _slug(text)))
    return f"{words[:_NAME].strip('-') or 'cchc'}_{to_datetime(as_of):%Y-%m-%dT%H%M}"


def _slug(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", "".join(char for char in letters if not unicodedata.combining(char))).strip("-")


def save_new(content: bytes, folder: Path, stem: str, ending: str) -> Path:
    """Writes a file that only its owner can read, whole or not at all, beside what is there already; its path.

    Raises OSError. A folder that is not there is made, its owner's alone.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=_FOLDER_MODE)
    half = folder / f".{stem}.{secrets.token_hex(4)}.part"
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, _MODE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return _named(half, folder, stem, ending)
    finally:
        with suppress(FileNotFoundError):
            half.unlink()


def _named(half: Path, folder: Path, stem: str, ending: str) -> Path:
    """Gives the written file the first name that is free. A link never replaces a file, as a renaming would."""
    for number in count(1):
        path = folder / (f"{stem}.{ending}" if number == 1 else f"{stem}-{number}.{ending}")
        try:
            path.hardlink_to(half)
        except FileExistsError:
            continue
        except OSError:  # a file system without links: FAT, some network shares
            if path.exists() or path.is_symlink():
                continue
            half.rename(path)
        return path
    raise AssertionError  # there is always another number
