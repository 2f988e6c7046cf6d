"""The only folder in which a viewer over SSH writes.

The folder has the exported files. The user's saved choices and the error log are in a hidden folder inside it. Without
the option ``--take``, each of these files is written where the user's account usually keeps it.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

OPTION = "--take"
#: The folder in it for choices and the error log. A line of ``ls`` or ``get *`` over sftp leaves it out.
HIDDEN = ".cchc"
#: The time of this file below it is that of the viewer's last start.
SEEN = "seen"
#: The name of the account that fetches the files is the viewer's with this ending.
FETCHING = "-lay"


class _Own:
    """Holds the folder that ``use_option`` found."""

    folder: Path | None = None


def use_option(arguments: Sequence[str]) -> None:
    """Choose the folder for exports, saved choices and the error log: the one that ``--take`` names in ``arguments``.

    Without the option, each file is written to the account's usual place. A second ``--take`` is ignored.
    """
    _Own.folder = None
    for place, argument in enumerate(arguments):
        if argument == OPTION and place + 1 < len(arguments):
            _Own.folder = Path(arguments[place + 1])
            return
        if argument.startswith(f"{OPTION}="):
            _Own.folder = Path(argument.removeprefix(f"{OPTION}="))
            return


def own_folder() -> Path | None:
    """The folder that ``use_option`` found; None if the account's usual places are used."""
    return _Own.folder


def hidden_file(name: str) -> Path | None:
    """The path of a file in the hidden folder, for choices or errors; None if the account's usual places are used."""
    return None if _Own.folder is None else _Own.folder / HIDDEN / name


def note_start() -> None:
    """Record the viewer's start: set the mtime of the hidden file ``SEEN`` to now.

    Without the folder, or if writing fails, nothing happens.
    """
    path = hidden_file(SEEN)
    if path is not None:
        with suppress(OSError):
            path.parent.mkdir(mode=0o700, exist_ok=True)
            path.touch(mode=0o600)
