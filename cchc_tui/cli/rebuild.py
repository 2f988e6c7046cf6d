"""``cchc-tui rebuild``: the database, made again from the archive."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cchc_tui.cli.folders import data_folder, data_option
from cchc_tui.texts import cli as texts


@click.command(help=texts.CLI.rebuild)
@data_option
def command(data: Path | None) -> None:
    """Exit 0; 1 when it failed and the old database stays; 3 when a collector is at work."""
    from cchc_tui.collector.archive_replay import run_rebuild  # it brings the whole collector

    sys.exit(run_rebuild(data_folder(data)))
