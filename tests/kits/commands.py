"""Runs commands in this process or in another one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

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
    """Make a PYTHONPATH with which the demo makes a fiftieth of its dossiers: it changes each Python at its start."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_SMALL_YEAR)
    return str(folder)


def run(*arguments: str) -> str:
    """Run a command in this process, and return what it prints."""
    done = CliRunner().invoke(group, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def run_as_typed(*arguments: str) -> str:
    """Run a command in another process, and return what it prints."""
    done = subprocess.run([sys.executable, "-m", "cchc_tui", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
