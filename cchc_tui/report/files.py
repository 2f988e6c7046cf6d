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
    """The folder for exported files.

    ``setting`` is the setting ``take.folder``; a relative path starts in the user's home. If ``setting`` is "", the
    folder is ``cchc-tui`` in the user's documents folder, or in the home if there is no documents folder. A viewer over
    SSH may write into a single folder; for such a viewer, that folder is returned, whatever the setting is.
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

    The texts in ``taken_as`` are joined. Only letters, digits and hyphens remain of them.
    """
    words = "-".join(part for text in taken_as if (part := _slug(text)))
    return f"{words[:_NAME].strip('-') or 'cchc'}_{to_datetime(as_of):%Y-%m-%dT%H%M}"


def _slug(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", "".join(char for char in letters if not unicodedata.combining(char))).strip("-")


def save_new(content: bytes, folder: Path, stem: str, ending: str) -> Path:
    """Write a new file atomically and return its path. Raises OSError.

    If the name exists, "-2", "-3" … is added to ``stem``. A missing folder is created, and only its owner can open it.
    Only the owner can read the file. For a viewer over SSH, the folder's group can read it too, so that the account
    which fetches the files can.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=_FOLDER_MODE)
    further = (f"{stem}-{number}.{ending}" for number in count(2))
    mode = PRIVATE if own_folder() is None else _FETCHED
    return create_file(folder, chain([f"{stem}.{ending}"], further), content, mode)
