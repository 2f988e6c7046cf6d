"""``cchc-tui doctor``: what is wrong with this machine and this data folder, and what to do."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cchc_tui.cli.folders import data_folder, data_option
from cchc_tui.texts import cli as texts


@click.command(help=texts.CLI.doctor)
@data_option
def command(data: Path | None) -> None:
    """Exit 1 when something is wrong."""
    from cchc_tui.collector.doctor import doctor  # it looks at everything

    sys.exit(doctor(data_folder(data, must_exist=False)))
