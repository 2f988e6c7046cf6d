"""Commands in processes that are forked from a prepared one, where many are started at once.

The prepared process has everything imported: fifty normal starts take longer than most tests.
"""

from __future__ import annotations

import os
import sys
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload(["cchc_tui.cli", "cchc_tui.cli.collect", "cchc_tui.collector.service"])


def start(errors: Path, *arguments: str) -> ForkServerProcess:
    """Start a command. What it writes to its standard error stands in the file ``errors``."""
    process = _FORKS.Process(target=_run, args=(errors, arguments))
    process.start()
    return process


def _run(errors: Path, arguments: tuple[str, ...]) -> None:
    from cchc_tui.cli import main

    os.dup2(os.open(errors, os.O_WRONLY | os.O_CREAT), 2)
    sys.argv = ["cchc-tui", *arguments]
    main()
