"""The choice of a command's data folder, and options that commands share."""

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
    """The type of ``--data``: a folder, or the address of a province's server, which only some commands can read."""

    def __init__(self) -> None:
        super().__init__(file_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path of a folder, or a ServerAddress."""
        return ServerAddress(value) if is_server(value) else super().convert(value, param, ctx)


def data_option(function: F) -> F:
    """Add ``--data DIR`` to a command. The group of commands also takes ``--data``, before the command's name."""
    return click.option("--data", type=DataPlace(), help=texts.CLI.option_data)(function)


def server_address(chosen: Path | ServerAddress | None) -> ServerAddress | None:
    """The address in ``chosen``, else in ``--data`` before the command's name; None if neither has an address."""
    context = click.get_current_context(silent=True)
    named = chosen or (context.find_root().obj if context else None)
    return named if isinstance(named, ServerAddress) else None


def data_folder(chosen: Path | ServerAddress | None, *, must_exist: bool = True, speak: bool = True) -> Path:
    """The data folder: ``chosen``, else ``--data`` before the command's name or ``CCHC_DATA``, else a default.

    The default is ``./data`` if it exists, else the folder of the user's account. With ``speak`` the folder's settings
    determine the language from now on, unless a user has chosen one. Raises UsageError if the folder must exist and
    does not, and if a server is named in place of a folder.
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
    """The data folder of a command that writes into it.

    Raises UsageError if root runs the command on another account's folder: that account's collector could not write to
    the database that root would make.
    """
    folder = data_folder(chosen)
    owner = folder.stat().st_uid
    if owner and os.geteuid() == 0:
        import shlex  # what a refusal needs, no viewer imports

        from cchc_tui.accounts import account

        raise click.UsageError(texts.not_as_root(folder, account(owner), shlex.join(sys.argv)))
    return folder


def parse_moment(text: str | None, option: str) -> Stamp | None:
    """The stamp of an option's ISO local time; None for None. Raises BadParameter with the expected form."""
    if text is None:
        return None
    with suppress(ValueError):
        moment = parse_iso(text)
        if FIRST_YEAR <= to_date(moment).year <= LAST_YEAR:
            return moment
    raise click.BadParameter(texts.bad_moment(text), param_hint=option)
