"""The commands. Each stands in a module of its own and is imported when it is called: starting costs what it uses."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cchc_tui import __version__
from cchc_tui.texts import cli as texts

if TYPE_CHECKING:
    from cchc_tui.registry import RegistryError

#: Command → (module, the sentence of the overview).
COMMANDS = {
    "demo": ("cchc_tui.cli.demo", texts.DEMO),
    "collect": ("cchc_tui.cli.collect", texts.COLLECT),
    "check": ("cchc_tui.cli.check", texts.CHECK),
    "board": ("cchc_tui.cli.board", texts.BOARD),
    "rebuild": ("cchc_tui.cli.rebuild", texts.REBUILD),
    "doctor": ("cchc_tui.cli.doctor", texts.DOCTOR),
    "init": ("cchc_tui.cli.init", texts.INIT),
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one only to run it or to show its own help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Names and sentences from the table, so that ``--help`` imports nothing."""
        with formatter.section(texts.COMMANDS):
            formatter.write_dl([(name, sentence) for name, (_, sentence) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    help=texts.MAIN,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), envvar="CCHC_DATA", help=texts.OPTION_DATA)
@click.option("--clock", metavar="T", help=texts.OPTION_CLOCK)
@click.version_option(__version__, prog_name="cchc-tui")
@click.pass_context
def group(ctx: click.Context, data: Path | None, clock: str | None) -> None:
    """The app, or one of its commands."""
    ctx.obj = data
    if ctx.invoked_subcommand is None:
        from cchc_tui.cli.app import start  # noqa: PLC0415  the commands don't need the screen

        ctx.exit(start(data, clock))


def main() -> None:
    """The entry point; a fault of a registry or settings file is a sentence, not a traceback."""
    try:
        group(standalone_mode=True)
    except SystemExit:
        raise
    except _registry_fault() as error:
        click.echo(texts.registry_error(error.path, error.line, error.key, error.message), err=True)
        sys.exit(2)


def _registry_fault() -> type[RegistryError]:
    """What is caught: imported when something went wrong, since it costs a tenth of the app's first frame."""
    from cchc_tui.registry.toml import RegistryError  # noqa: PLC0415

    return RegistryError
