"""The options for the app's appearance, which the commands ``cchc-tui`` and ``cchc-tui demo`` have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cchc_tui.texts import cli as texts
from cchc_tui.texts.tui_terminals import THEMES

if TYPE_CHECKING:
    from cchc_tui.tui.style.appearance import CliOptions

F = TypeVar("F", bound=Callable[..., Any])

_NAMES = ("theme", "letters", "mouse")


def appearance_options(function: F) -> F:
    """Add the options ``--theme``, ``--ascii`` and ``--no-mouse`` to a command.

    If an option is not given, the choice that the user has saved in the app counts.
    """
    for option in (
        click.option("--mouse/--no-mouse", default=None, help=texts.CLI.option_mouse),
        click.option("--ascii/--no-ascii", "letters", default=None, help=texts.CLI.option_ascii),
        click.option("--theme", type=click.Choice(list(THEMES)), help=texts.CLI.option_theme),
    ):
        function = option(function)
    return function


def given_options() -> CliOptions:
    """The appearance options in the command line.

    An option may stand before and after the name of the command; the one after the name counts.
    """
    from cchc_tui.tui.style.appearance import CliOptions  # imports the screens, which --help does not need

    context = click.get_current_context()
    here, before = context.params, context.find_root().params
    theme, letters, mouse = (before.get(name) if here.get(name) is None else here[name] for name in _NAMES)
    return CliOptions(theme, letters, mouse)
