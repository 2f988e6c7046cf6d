"""Data folders as ``cchc-tui init`` makes them, copied from one that was made once in this process."""

from __future__ import annotations

import atexit
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from cchc_tui.cli.init import make


@cache
def _made() -> Path:
    folder = Path(mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    make(folder / "data")
    return folder / "data"


def made_folder(path: Path) -> Path:
    """A new data folder at ``path``. Made by ``init``, of which most is writing the templates, it takes far longer."""
    return Path(shutil.copytree(_made(), path, dirs_exist_ok=True))
