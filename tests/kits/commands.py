"""Commands as they are typed, in this process or in one of their own; and what a year of the city gave."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from click.testing import CliRunner

from cchc_tui.cli.group import group

Run = Callable[..., str]

_SMALL_YEAR = """
import sys
if "cchc_tui.demo.feeder" in sys.orig_argv:
    from cchc_tui.demo.story import Story
    Story.__init__.__defaults__ = (0.02,)
"""


def small_year(folder: Path) -> str:
    """A PYTHONPATH by which a demo makes a fiftieth of its year: each Python reads what stands there first."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_SMALL_YEAR)
    return str(folder)


class CityYear(NamedTuple):
    """A data folder with a year of the city, and what ``collect --once --json`` said of it."""

    folder: Path
    report: dict[str, Any]


def run(*arguments: str) -> str:
    """What a command prints that runs in this process."""
    done = CliRunner().invoke(group, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def run_as_typed(*arguments: str) -> str:
    """What a command prints that runs in a process of its own."""
    done = subprocess.run([sys.executable, "-m", "cchc_tui", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
