"""Finds the data folder of a command, and reads options that several commands share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import click

from cchc_tui.cli.speaking import by_settings
from cchc_tui.domain.moments import FIRST_YEAR, LAST_YEAR, Stamp, parse_iso, to_date
from cchc_tui.province.address import ServerAddress, is_server
from cchc_tui.texts import cli as texts

F = TypeVar("F", bound=Callable[..., Any])


class DataPlace(click.Path):
    """The type of the option ``--data``: a folder, or the address of a province's server.

    Few commands can read a server.
    """

    def __init__(self) -> None:
        super().__init__(file_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The value as the path of a folder, or as a ServerAddress."""
        return ServerAddress(value) if is_server(value) else super().convert(value, param, ctx)


def data_option(function: F) -> F:
    """Add the option ``--data DIR`` to a command. It may also be given before the name of the command."""
    return click.option("--data", type=DataPlace(), help=texts.CLI.option_data)(function)


def server_address(chosen: Path | ServerAddress | None) -> ServerAddress | None:
    """The address of the province's server, if ``--data`` names one; else None.

    ``chosen`` is the value of ``--data`` after the command's name. The value before the name counts if ``chosen`` is
    None.
    """
    context = click.get_current_context(silent=True)
    named = chosen or (context.find_root().obj if context else None)
    return named if isinstance(named, ServerAddress) else None


def data_folder(chosen: Path | ServerAddress | None, *, must_exist: bool = True, speak: bool = True) -> Path:
    """The data folder of a command. Raises UsageError if it must exist and does not, or if ``--data`` names a server.

    ``chosen`` is the value of ``--data`` after the command's name. If ``chosen`` is None, the first of these counts:
    the value of ``--data`` before the command's name, the environment variable ``CCHC_DATA``, ``./data`` if it exists,
    and the data folder of the user's account. With ``speak``, messages are in the language that the folder's settings
    name, unless the user has chosen a language.
    """
    if server_address(chosen) is not None:
        from cchc_tui.texts.province import PROVINCE  # only needed for the refusal

        raise click.UsageError(PROVINCE.only_boards)
    context = click.get_current_context(silent=True)
    inherited: Path | None = context.find_root().obj if context else None
    folder = Path(chosen) if chosen else inherited
    if folder is None:
        folder = Path("data")
        if not folder.is_dir():
            from platformdirs import user_data_path  # only needed without ./data

            folder = user_data_path("cchc-tui", appauthor=False)
    folder = folder.absolute()
    if must_exist and not folder.is_dir():
        raise click.UsageError(texts.no_data_folder(folder))
    if speak:
        by_settings(folder)
    return folder


def own_data_folder(chosen: Path | None) -> Path:
    """The data folder for a command that writes into it.

    Raises UsageError if root runs the command on a folder of another account. Root would make a database to which the
    collector of that account could not write.
    """
    folder = data_folder(chosen)
    owner = folder.stat().st_uid
    if owner and os.geteuid() == 0:
        import shlex  # what a refusal needs, no viewer imports

        from cchc_tui.accounts import account

        raise click.UsageError(texts.not_as_root(folder, account(owner), shlex.join(sys.argv)))
    return folder


def parse_moment(text: str | None, option: str) -> Stamp | None:
    """Read a moment from the ISO local time ``text`` of the option ``option``; None if ``text`` is None.

    Raises BadParameter with a message that says what form is expected.
    """
    if text is None:
        return None
    with suppress(ValueError):
        moment = parse_iso(text)
        if FIRST_YEAR <= to_date(moment).year <= LAST_YEAR:
            return moment
    raise click.BadParameter(texts.bad_moment(text), param_hint=option)
