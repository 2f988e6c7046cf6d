"""``cchc-tui doctor``: reports what is wrong with this machine and the data folder, and what to do about it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cchc_tui.cli.folders import data_folder, data_option
from cchc_tui.texts import cli as texts


@click.command(help=texts.CLI.doctor)
@data_option
def command(data: Path | None) -> None:
    """Print what is wrong with the machine and the data folder. Exit with 1 if something is wrong."""
    from cchc_tui.collector.doctor import doctor  # imports most of the program

    sys.exit(doctor(data_folder(data, must_exist=False)))
