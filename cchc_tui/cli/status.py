"""``cchc-tui status``: how the data folder is doing, for a monitor. Exit with 0 (ok), 1 (warning) or 2 (critical)."""

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
    """Print the state of the folder."""
    from cchc_tui.collector.monitor import run_status

    sys.exit(run_status(data_folder(data, must_exist=False), as_json_text=as_json, write=click.echo))
