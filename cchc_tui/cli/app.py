"""``cchc-tui`` without a command: runs the app on a data folder. The app starts a collector if none is running."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cchc_tui.cli.appearance import given_options
from cchc_tui.cli.folders import data_folder, parse_moment
from cchc_tui.cli.viewing import viewer
from cchc_tui.collector.terminal import check_terminal
from cchc_tui.collector.world_writable import world_writable
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.roles import Right, Viewer
from cchc_tui.own_folder import note_start
from cchc_tui.texts import collector as texts

if TYPE_CHECKING:
    from cchc_tui.boards.source import Source
    from cchc_tui.collector.supervisor import CollectorSupervisor


def start(data: Path | None, clock: str | None) -> int:
    """Run the app and return the exit code.

    The exit code is 2 if the terminal is unsuitable, or if every user of the machine may write to the data folder.
    """
    refusal = check_terminal()
    if refusal is not None:
        click.echo(refusal, err=True)
        return 2
    note_start()
    folder = data_folder(data, speak=False)  # the app reads the settings after its first frame
    unsafe = world_writable(folder)
    if unsafe is not None:
        click.echo(texts.world_writable(*unsafe), err=True)
        return 2
    started = parse_moment(clock, "--clock")
    gc.disable()  # would take a tenth of the time to the first frame; objects made before it stay

    with without_module("ssl"):  # asyncio would import it: 2 MB of memory and 8 ms, but a viewer opens no connections
        from cchc_tui.tui.run import run  # after the checks that may end the command
    from cchc_tui.tui.session.lazy import later, when_asked
    from cchc_tui.tui.session.preferences import prefs_path

    shown_time = Clock(started)
    who = viewer(folder, shown_time)
    source = later(folder, shown_time, lambda: _source(folder, started, who), who)
    supervisor = when_asked(lambda: _supervisor(folder)) if who.may(Right.OPERATE) else None
    try:
        return run(source, supervisor=supervisor, options=given_options(), kept=prefs_path())
    finally:
        if supervisor is not None:
            supervisor.close()
        source.close()


@contextmanager
def without_module(name: str) -> Iterator[None]:
    """Within the block, make the import of the module ``name`` fail, unless it is already imported."""
    left_out = name not in sys.modules
    if left_out:
        sys.modules[name] = None  # type: ignore[assignment] # the import system's sign for a missing module
    try:
        yield
    finally:
        if left_out:
            del sys.modules[name]


def _supervisor(folder: Path) -> CollectorSupervisor:
    from cchc_tui.collector.supervisor import CollectorSupervisor  # after the first frame

    return CollectorSupervisor(folder)


def _source(folder: Path, started: Stamp | None, who: Viewer) -> Source:
    """Import and create the source of the boards' data. This is done only after the first frame."""
    with without_module("_hashlib"):  # Python has the digests that are used here; OpenSSL takes 0.7 MB
        import hmac  # noqa: F401 - and with it hashlib; both look for OpenSSL when they are imported
    from cchc_tui.boards.source import Source

    return Source(folder, Clock(started), who)
