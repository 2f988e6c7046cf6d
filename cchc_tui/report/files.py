"""Where files that are taken along stand: their folder and their names; none is ever overwritten."""

from __future__ import annotations

import re
import unicodedata
from itertools import chain, count
from pathlib import Path

from cchc_tui.domain.moments import Stamp, to_datetime
from cchc_tui.whole_files import create_file

FOLDER = "cchc-tui"
_FOLDER_MODE = 0o700
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
    further = (f"{stem}-{number}.{ending}" for number in count(2))
    return create_file(folder, chain([f"{stem}.{ending}"], further), content)
