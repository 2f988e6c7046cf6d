"""Chooses folder and name of exported files, and writes them. No file is ever overwritten."""

from __future__ import annotations

import re
import unicodedata
from itertools import chain, count
from pathlib import Path

from cchc_tui.domain.moments import Stamp, to_datetime
from cchc_tui.own_folder import own_folder
from cchc_tui.whole_files import PRIVATE, create_file

FOLDER = "cchc-tui"
_FOLDER_MODE = 0o700
_FETCHED = 0o640
_NAME = 80


def folder_for(setting: str) -> Path:
    """The folder for exported files. ``setting`` is the value of the setting ``take.folder``.

    A viewer over SSH may write into only one folder. For such a viewer, that folder is returned, and ``setting`` is
    ignored. For any other viewer, ``setting`` is the path. A relative path starts in the user's home. If ``setting``
    is "", the folder is ``cchc-tui`` in the user's documents folder, or in the home if there is no documents folder.
    """
    if (own := own_folder()) is not None:
        return own
    if setting:
        return Path.home() / Path(setting).expanduser()
    from platformdirs import user_documents_path  # only needed without a setting

    documents = user_documents_path()
    return (documents if documents.is_dir() else Path.home()) / FOLDER


def file_stem(taken_as: tuple[str, ...], as_of: Stamp) -> str:
    """A file name without extension: ``taken_as`` in ASCII, then ``as_of`` as ``_2021-11-10T0830``.

    The texts in ``taken_as`` are joined by hyphens. Of their characters, only letters, digits and hyphens remain.
    """
    words = "-".join(part for text in taken_as if (part := _slug(text)))
    return f"{words[:_NAME].strip('-') or 'cchc'}_{to_datetime(as_of):%Y-%m-%dT%H%M}"


def _slug(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", "".join(char for char in letters if not unicodedata.combining(char))).strip("-")


def save_new(content: bytes, folder: Path, stem: str, ending: str) -> Path:
    """Write a new file atomically and return its path. Raises OSError.

    If the name exists, "-2", "-3" … is added to ``stem``. A missing folder is created, and only its owner can open it.
    Only the owner can read the file. There is one exception: if a viewer over SSH writes the file, the folder's group
    can read it too, because the account that fetches files is in this group.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=_FOLDER_MODE)
    further = (f"{stem}-{number}.{ending}" for number in count(2))
    mode = PRIVATE if own_folder() is None else _FETCHED
    return create_file(folder, chain([f"{stem}.{ending}"], further), content, mode)
