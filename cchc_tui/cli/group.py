"""The group of commands. The module of a command is imported when the command is run, for a fast start.

Click copies help texts when a command is defined, so import this module after the language is known.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from cchc_tui import __version__
from cchc_tui.cli.appearance import appearance_options
from cchc_tui.texts import cli as texts
from cchc_tui.texts.language import LANGUAGES, use

#: Command → (module, its sentence in the list of commands).
COMMANDS = {
    "demo": ("cchc_tui.cli.demo", texts.CLI.demo),
    "collect": ("cchc_tui.cli.collect", texts.CLI.collect),
    "check": ("cchc_tui.cli.check", texts.CLI.check),
    "board": ("cchc_tui.cli.board", texts.CLI.board),
    "dossiers": ("cchc_tui.cli.dossiers", texts.CLI.dossiers),
    "rebuild": ("cchc_tui.cli.rebuild", texts.CLI.rebuild),
    "doctor": ("cchc_tui.cli.doctor", texts.CLI.doctor),
    "init": ("cchc_tui.cli.init", texts.CLI.init),
}


class LazyGroup(click.Group):
    """A group of commands by name. A command is imported only to run it or to show its own help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command with this name, imported; None if unknown."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write names and sentences from the table, so that ``--help`` imports no command."""
        with formatter.section(texts.CLI.commands):
            formatter.write_dl([(name, sentence) for name, (_, sentence) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    help=texts.CLI.main,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--data", type=click.Path(file_okay=False, path_type=Path), envvar="CCHC_DATA", help=texts.CLI.option_data
)
@click.option("--clock", metavar="T", help=texts.CLI.option_clock)
@click.option("--lang", type=click.Choice(list(LANGUAGES)), envvar="CCHC_LANG", help=texts.CLI.option_lang)
@appearance_options
@click.version_option(__version__, prog_name="cchc-tui")
@click.pass_context
def group(ctx: click.Context, /, data: Path | None, clock: str | None, lang: str | None, **_: object) -> None:
    """Run the app if there is no command."""
    ctx.obj = data
    if lang is not None:
        use(lang)
    if ctx.invoked_subcommand is None:
        from cchc_tui.cli.app import start  # the commands do not need the screens

        ctx.exit(start(data, clock))
