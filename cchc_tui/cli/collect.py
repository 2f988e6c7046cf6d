"""``cchc-tui collect``: runs the collector, as a service, only once, or as the child process of a viewer."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cchc_tui.cli.folders import data_option, own_data_folder
from cchc_tui.domain.clock import Clock
from cchc_tui.parent_watch import CHILD
from cchc_tui.texts import cli as texts


@click.command(help=texts.CLI.collect)
@data_option
@click.option("--once", is_flag=True, help=texts.CLI.option_once)
@click.option("--json", "as_json", is_flag=True, help=texts.CLI.option_json)
@click.option(CHILD, "child", is_flag=True, hidden=True)
@click.option("--story", type=(int, float, float), hidden=True)
def command(data: Path | None, once: bool, as_json: bool, child: bool, story: tuple[int, float, float] | None) -> None:
    """Run the collector. Exit with 1 if it failed, with 3 if another collector is running."""
    folder = own_data_folder(data)
    if once:
        from cchc_tui.collector.once import run_once  # not needed by a viewer's child process

        sys.exit(run_once(folder, as_json=as_json))
    from cchc_tui.collector.service import run_service

    sys.exit(run_service(folder, child=child, clock=Clock(*story) if story else Clock()))
