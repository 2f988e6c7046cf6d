"""``cchc-tui thin``: drops dossier lists that are older than a limit. One per day, week or month is kept."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cchc_tui.cli.folders import data_option, own_data_folder
from cchc_tui.texts import cli as texts


@click.command(help=texts.CLI.thin)
@click.option("--yes", is_flag=True, help=texts.CLI.option_yes)
@data_option
def command(yes: bool, data: Path | None) -> None:
    """Print which lists would be dropped; with ``--yes``, drop them.

    Exit with 1 on failure, with 3 if a collector is running.
    """
    from cchc_tui.collector.thinning import run_thin

    sys.exit(run_thin(own_data_folder(data), apply=yes))
