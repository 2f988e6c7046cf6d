"""Which data folder a command works on, and the options that commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from cchc_tui.cli.speaking import by_settings
from cchc_tui.domain.moments import Stamp, parse_iso
from cchc_tui.texts import cli as texts

F = TypeVar("F", bound=Callable[..., Any])


def data_option(function: F) -> F:
    """``--data DIR``, which every command takes after its name as well as before it."""
    return click.option("--data", type=click.Path(file_okay=False, path_type=Path), help=texts.CLI.option_data)(
        function
    )


def data_folder(chosen: Path | None, *, must_exist: bool = True, speak: bool = True) -> Path:
    """The folder to work on: the one asked for, else ``./data`` where there is one, else the user's own.

    With ``speak`` the language is the one of its settings from then on, where nobody has chosen another. Raises
    UsageError when the folder does not exist and has to.
    """
    context = click.get_current_context(silent=True)
    inherited = context.find_root().obj if context else None
    folder = chosen or inherited
    if folder is None:
        folder = Path("data")
        if not folder.is_dir():
            from platformdirs import user_data_path  # only where there is no ./data

            folder = user_data_path("cchc-tui", appauthor=False)
    folder = folder.absolute()
    if must_exist and not folder.is_dir():
        raise click.UsageError(texts.no_data_folder(folder))
    if speak:
        by_settings(folder)
    return folder


def parse_moment(text: str | None, option: str) -> Stamp | None:
    """The stamp of an ISO local time given to an option; raises BadParameter with what would be right."""
    if text is None:
        return None
    try:
        return parse_iso(text)
    except ValueError:
        raise click.BadParameter(texts.bad_moment(text), param_hint=option) from None
