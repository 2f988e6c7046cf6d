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
    """A fresh data folder that goes again."""
    with tempfile.TemporaryDirectory(prefix="cchc-bench-", ignore_cleanup_errors=True) as path:
        folder = DataFolder(Path(path))
        for part in (folder.inbox, folder.archive, folder.state):
            part.mkdir()
        yield folder


def drop(folder: DataFolder, source: Path, name: str = "") -> None:
    """Puts a copy of a file into the inbox in one rename."""
    aside = folder.path / ".aside.part"
    shutil.copy2(source, aside)  # with its time, which is its moment where it states none
    aside.rename(folder.inbox / (name or source.name))


def collect(folder: DataFolder) -> None:
    """Loads what is in the inbox."""
    subprocess.run([*APP, "--data", str(folder.path), "collect", "--once"], check=True, capture_output=True)


def collect_command(folder: DataFolder) -> list[str]:
    """The command that loads what is in the inbox."""
    return [*APP, "--data", str(folder.path), "collect", "--once"]


def board_command(folder: DataFolder) -> list[str]:
    """The command that prints who is late."""
    return [*APP, "--data", str(folder.path), "board", "late", "--as-of", AS_OF, "--format", "json"]


def view_command(folder: DataFolder, clock: Stamp) -> list[str]:
    """The app on a folder, its clock set."""
    return [*APP, "--data", str(folder.path), "--clock", iso(clock)]
