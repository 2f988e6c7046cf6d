"""The list of all commands. For a fast start, the module of a command is imported only when the command is run.

Click copies help texts when a command is defined. So this module must be imported after the language is known.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from cchc_tui import __version__, own_folder
from cchc_tui.cli.appearance import appearance_options
from cchc_tui.cli.folders import DataPlace
from cchc_tui.cli.interrupt import tidy_up_first
from cchc_tui.cli.viewing import keep_viewer, require, viewer_options
from cchc_tui.domain.roles import Right
from cchc_tui.texts import cli as texts
from cchc_tui.texts.language import LANGUAGES, use

#: The commands, and the right that each needs. Each is a module of this package, with its sentence in ``texts.CLI``.
COMMANDS = {
    "demo": Right.OPERATE,
    "collect": Right.OPERATE,
    "check": Right.OPERATE,
    "board": Right.BOARDS,
    "dossiers": Right.DOSSIERS,
    "report": Right.TAKE,
    "publish": Right.OPERATE,
    "rebuild": Right.OPERATE,
    "doctor": Right.OPERATE,
    "audit": Right.OPERATE,
    "serve": Right.OPERATE,
    "access": Right.OPERATE,
    "init": Right.OPERATE,
    "backup": Right.OPERATE,
    "restore": Right.OPERATE,
    "status": Right.OPERATE,
    "thin": Right.OPERATE,
}


class LazyGroup(click.Group):
    """The group of all commands. It imports a command only to run the command or to show the command's own help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands in the order of ``COMMANDS``, which is the order in the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command with this name. None if there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"cchc_tui.cli.{cmd_name}").command
        tidy_up_first()
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands for ``--help``. It needs only their names and texts, so no command is imported."""
        with formatter.section(texts.CLI.commands):
            formatter.write_dl([(name, getattr(texts.CLI, name)) for name in COMMANDS])


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    help=texts.CLI.main,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--data", type=DataPlace(), envvar="CCHC_DATA", help=texts.CLI.option_data)
@click.option("--clock", metavar="T", help=texts.CLI.option_clock)
@click.option("--lang", type=click.Choice(list(LANGUAGES)), envvar="CCHC_LANG", help=texts.CLI.option_lang)
@click.option(own_folder.OPTION, type=click.Path(path_type=Path), help=texts.CLI.option_take)
@appearance_options
@viewer_options
@click.version_option(__version__, prog_name="cchc-tui")
@click.pass_context
def group(
    ctx: click.Context,
    /,
    data: Path | None,
    clock: str | None,
    lang: str | None,
    role: str | None,
    unit: str,
    name: str,
    **_: object,
) -> None:
    """Run the app if the command line has no command. Refuse a command for which the viewer's role lacks the right."""
    ctx.obj = data
    if lang is not None:
        use(lang)
    keep_viewer(ctx, role, unit, name)
    if ctx.invoked_subcommand in COMMANDS:
        require(ctx, COMMANDS[ctx.invoked_subcommand])
    if ctx.invoked_subcommand is None:
        from cchc_tui.cli.app import start  # the commands do not need the screens

        ctx.exit(start(data, clock))
