"""Data folders for one measurement, and the commands that are run on them."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from measuring import PYTHON

from cchc_tui.domain.moments import Stamp, iso
from cchc_tui.settings import DataFolder

AS_OF = "2021-11-10T08:30"
APP = [PYTHON, "-m", "cchc_tui"]


@contextmanager
def data_folder() -> Iterator[DataFolder]:
    """Yield a new data folder, which is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="cchc-bench-", ignore_cleanup_errors=True) as path:
        folder = DataFolder(Path(path))
        for part in (folder.inbox, folder.archive, folder.state):
            part.mkdir()
        yield folder


def drop(folder: DataFolder, source: Path, name: str = "") -> None:
    """Copy a file with its mtime, and rename the copy into the inbox. ``name`` "": the file's own name."""
    aside = folder.path / ".aside.part"
    shutil.copy2(source, aside)  # with its time, which is its moment where it states none
    aside.rename(folder.inbox / (name or source.name))


def collect(folder: DataFolder) -> None:
    """Load the files in the inbox, in another process."""
    subprocess.run([*APP, "--data", str(folder.path), "collect", "--once"], check=True, capture_output=True)


def collect_command(folder: DataFolder) -> list[str]:
    """The command that loads the files in the inbox."""
    return [*APP, "--data", str(folder.path), "collect", "--once"]


def board_command(folder: DataFolder) -> list[str]:
    """The command that prints the board of late dossiers at ``AS_OF`` as JSON."""
    return [*APP, "--data", str(folder.path), "board", "late", "--as-of", AS_OF, "--format", "json"]


def view_command(folder: DataFolder, clock: Stamp) -> list[str]:
    """The command that runs the app on a folder, with its clock set to a moment."""
    return [*APP, "--data", str(folder.path), "--clock", iso(clock)]
