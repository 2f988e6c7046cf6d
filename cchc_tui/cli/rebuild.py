"""``cchc-tui rebuild``: makes the database again from the archive."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cchc_tui.cli.folders import data_option, own_data_folder
from cchc_tui.texts import cli as texts


@click.command(help=texts.CLI.rebuild)
@data_option
def command(data: Path | None) -> None:
    """Rebuild the database. Exit with 1 if that failed (the old database stays), with 3 if a collector is running."""
    from cchc_tui.collector.archive_replay import run_rebuild  # imports the whole collector

    sys.exit(run_rebuild(own_data_folder(data)))
