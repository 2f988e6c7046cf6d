"""Runs the demo: the app with a made-up data folder, a real collector, a feeder process, and a clock of its own."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import partial
from pathlib import Path

from cchc_tui.collector.status import read_status
from cchc_tui.collector.supervisor import CollectorSupervisor
from cchc_tui.demo.city import START
from cchc_tui.demo.feeding import READY
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.moments import iso
from cchc_tui.ingest.reader_client import HASH_SEED
from cchc_tui.settings import DataFolder
from cchc_tui.texts import demo as texts
from cchc_tui.tui.style.appearance import CliOptions

#: Seconds to wait for the made-up year to be loaded, before an error is reported.
PATIENCE = 60.0


def run(
    seed: int = 2021,
    speed: float = 1.0,
    data: Path | None = None,
    options: CliOptions = CliOptions(),  # noqa: B008 - a value
) -> int:
    """Run the demo until the user leaves the app. Return the exit code.

    Without ``data``, the demo uses a temporary folder and removes it at the end. The folder ``data`` must be empty or
    not exist.
    """
    folder, problem = _folder(data)
    if folder is None:
        print(problem, file=sys.stderr)
        return 1
    print(texts.DEMO.preparing, flush=True)
    supervisor: CollectorSupervisor | None = None
    feeder = _start_feeder(folder, seed, speed, remove=data is None)
    clock = None
    try:
        from cchc_tui.boards.source import Source  # imported while the year is made
        from cchc_tui.tui.run import run as run_app

        if not _ready(feeder):
            print(texts.DEMO.not_loaded, file=sys.stderr)
            return 1
        clock = Clock(START, speed)
        supervisor = CollectorSupervisor(folder.path, clock)
        supervisor.tick()
        source = Source(folder.path, clock)
        source.open()
        _say(feeder, f"{clock.origin!r}\n")
        try:
            return run_app(
                source, supervisor=supervisor, collector=partial(read_status, folder.path), demo=True, options=options
            )
        finally:
            source.close()
    finally:
        if supervisor is not None:
            supervisor.close()
        _end(feeder)
        if data is not None and clock is not None:
            print(texts.kept(data, iso(clock.now())))


def _folder(data: Path | None) -> tuple[DataFolder | None, str]:
    """Create the data folder and its parts. If that fails or the folder is not empty, return None and a message."""
    path = Path(tempfile.mkdtemp(prefix="cchc-demo-")) if data is None else data.absolute()
    folder = DataFolder(path)
    try:
        if path.is_dir() and any(path.iterdir()):
            return None, texts.not_empty(path)
        folder.make_folders()
    except OSError as error:
        return None, texts.not_made(path, error.strerror or str(error))
    return folder, ""


def _start_feeder(folder: DataFolder, seed: int, speed: float, *, remove: bool) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "cchc_tui.demo.feeder", str(folder.path), f"--seed={seed}", f"--speed={speed}"]
    return subprocess.Popen(
        [*command, *(["--remove"] if remove else [])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONHASHSEED": HASH_SEED},  # readers then recognise rows read by the feeder
        start_new_session=True,  # the feeder must outlive the terminal to clean up
    )


def _ready(feeder: subprocess.Popen[str]) -> bool:
    """Wait until the feeder has loaded the year.

    Return False if the feeder fails, or takes longer than ``PATIENCE``.
    """
    assert feeder.stdout is not None
    readable, _, _ = select.select([feeder.stdout], [], [], PATIENCE)
    return bool(readable) and feeder.stdout.readline().strip() == READY


def _say(feeder: subprocess.Popen[str], line: str) -> None:
    with suppress(BrokenPipeError):
        assert feeder.stdin is not None
        feeder.stdin.write(line)
        feeder.stdin.flush()


def _end(feeder: subprocess.Popen[str]) -> None:
    """Close the feeder's input, so that the feeder ends, and wait at most 0.8 s for its end.

    A feeder that takes longer still removes a temporary folder.
    """
    with suppress(BrokenPipeError):
        assert feeder.stdin is not None
        feeder.stdin.close()
    with suppress(subprocess.TimeoutExpired):
        feeder.wait(0.8)
