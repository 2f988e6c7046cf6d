"""``cchc-tui status``: prints the state of the data folder, for monitoring. Exit codes: 0 ok, 1 warning, 2 critical."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cchc_tui.cli.folders import data_folder, data_option
from cchc_tui.texts import cli as texts


@click.command(help=texts.CLI.status)
@click.option("--json", "as_json", is_flag=True, help=texts.CLI.option_json)
@data_option
def command(as_json: bool, data: Path | None) -> None:
    """Print the state of the data folder, and exit with the code for it."""
    from cchc_tui.collector.monitor import run_status

    sys.exit(run_status(data_folder(data, must_exist=False), as_json_text=as_json, write=click.echo))
