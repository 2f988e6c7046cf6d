"""``cchc-tui demo``: runs the app in a made-up meeting."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cchc_tui.cli.appearance import appearance_options, given_options
from cchc_tui.collector.terminal import check_terminal
from cchc_tui.texts import cli as texts


@click.command(help=texts.CLI.demo)
@click.option("--seed", type=int, default=2021, show_default=True, help=texts.CLI.option_seed)
@click.option(
    "--speed", type=click.FloatRange(min=0.1, max=3600), default=1.0, show_default=True, help=texts.CLI.option_speed
)
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help=texts.CLI.option_demo_data)
@appearance_options
def command(seed: int, speed: float, data: Path | None, **_: object) -> None:
    """Run the demo. Exit with 2 if the terminal is unsuitable, else with the exit code of the app."""
    refusal = check_terminal()
    if refusal is not None:
        click.echo(refusal, err=True)
        sys.exit(2)
    from cchc_tui.demo.run import run  # imports the app and the collector

    sys.exit(run(seed=seed, speed=speed, data=data, options=given_options()))
