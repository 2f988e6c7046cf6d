"""``cchc-tui access``: gives officers access over SSH, takes it away, and lists who has it."""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from cchc_tui.accounts import own_account
from cchc_tui.cli.folders import data_folder, data_option
from cchc_tui.cli.viewing import unit_named
from cchc_tui.domain.moments import from_epoch, iso, parse_iso, to_date
from cchc_tui.domain.roles import Role
from cchc_tui.ssh_access.faults import AccessError
from cchc_tui.ssh_access.places import Places
from cchc_tui.texts import cli as texts
from cchc_tui.texts.access import ACCESS, HEADINGS
from cchc_tui.texts.language import tr
from cchc_tui.texts.roles import ROLE_NAMES, ROLES

#: Where the installer puts the data folder; taken where no other is named.
_USUAL_DATA = Path("/srv/cchc")


def _folders(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options for folders to a command, and call the command with the data folder and the ``Places``.

    If the command raises AccessError, the error is printed, and the exit code is 1.
    """

    @wraps(function)
    def with_places(data: Path | None, keys: Path | None, jails: Path | None, **options: Any) -> None:
        context = click.get_current_context()
        named = data or context.find_root().obj or (_USUAL_DATA if _USUAL_DATA.is_dir() else None)
        folder = data_folder(named)
        usual = Places(jails=folder.with_name(f"{folder.name}-lay"))
        places = Places((keys or usual.keys).absolute(), (jails or usual.jails).absolute())
        try:
            function(folder=folder, places=places, **options)
        except AccessError as error:
            click.echo(str(error), err=True)
            sys.exit(1)

    path = click.Path(file_okay=False, path_type=Path)
    keys_option = click.option("--keys", type=path, help=ACCESS.keys_folder)
    jails_option = click.option("--jails", type=path, help=ACCESS.jails_folder)
    return data_option(jails_option(keys_option(with_places)))


@click.group(help=texts.CLI.access)
def command() -> None:
    """The group of the commands about officers' access over SSH."""


@command.command("add", help=ACCESS.add)
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True, help=ACCESS.role)
@click.option("--unit", help=ACCESS.unit)
@_folders
def add_officer(name: str, role: str, unit: str | None, folder: Path, places: Places) -> None:
    """Read the officer's public keys from standard input, and give access to whoever has one of these keys."""
    from cchc_tui.ssh_access import officers
    from cchc_tui.ssh_access.key_lines import OfficerRecord
    from cchc_tui.ssh_access.keys import LONGEST, read_keys
    from cchc_tui.ssh_access.system_accounts import require_root

    require_root()
    record = OfficerRecord(
        role=role,
        unit=_unit_key(role, unit, folder),
        since=iso(_now()),
        by=os.environ.get("SUDO_USER", "") or own_account(),
        data=str(folder),
    )
    keys = read_keys(b"" if sys.stdin.isatty() else sys.stdin.buffer.read(LONGEST + 1))
    before = officers.add(name, record, keys, places)
    host, word = socket.gethostname(), tr(ROLE_NAMES[Role(role)]) + (f" {record.unit}" if record.unit else "")
    click.echo((ACCESS.changed if before else ACCESS.added).format(name=name, role=word, host=host))
    for key in keys:
        click.echo(ACCESS.key.format(type=key.type, fingerprint=key.fingerprint, comment=key.comment).rstrip())
    click.echo(ACCESS.fetch.format(name=name, host=host))


@command.command("revoke", help=ACCESS.revoke)
@click.argument("name")
@_folders
def revoke_officer(name: str, folder: Path, places: Places) -> None:
    """Take an officer's access away."""
    from cchc_tui.ssh_access import officers

    officers.revoke(name, places)
    click.echo(ACCESS.revoked.format(name=name, folder=places.files(name)))


@command.command("list", help=ACCESS.list)
@click.option("--json", "as_json", is_flag=True, help=texts.CLI.option_json)
@_folders
def list_officers(as_json: bool, folder: Path, places: Places) -> None:
    """Print all officers: those with access, and those whose access was revoked."""
    from cchc_tui.boards.table import Column, Table, ValueType
    from cchc_tui.report.formats import FORMATS
    from cchc_tui.ssh_access import officers

    found = list(officers.officers(places))
    if as_json:
        rows = [
            {
                "name": each.name,
                "role": each.record and each.record.role,
                "unit": (each.record and each.record.unit) or None,
                "since": each.record and each.record.since,
                "by": each.record and each.record.by,
                "data": each.record and each.record.data,
                "keys": [{"type": k.type, "fingerprint": k.fingerprint, "comment": k.comment} for k in each.keys],
                "seen": None if each.seen is None else iso(from_epoch(each.seen)),
                "revoked": each.record is None,
            }
            for each in found
        ]
        click.echo(json.dumps({"rows": rows}, ensure_ascii=False, indent=1))
        return
    types = {"since": ValueType.MOMENT, "seen": ValueType.MOMENT}
    columns = tuple(Column(key, tr(title), types.get(key, ValueType.TEXT)) for key, title in HEADINGS.items())
    lines = tuple(
        (
            each.name,
            ACCESS.revoked_state if each.record is None else tr(ROLE_NAMES[Role(each.record.role)]),
            each.record.unit if each.record else "",
            " ".join(key.fingerprint for key in each.keys),
            parse_iso(each.record.since) if each.record else None,
            None if each.seen is None else from_epoch(each.seen),
        )
        for each in found
    )
    click.echo(
        FORMATS["table"](Table("access", ACCESS.title, _now(), None, columns, lines, of_exports=False)).decode(),
        nl=False,
    )


@command.command("setup", help=ACCESS.setup)
@click.option("--sshd", type=click.Path(dir_okay=False, path_type=Path), hidden=True)
@_folders
def set_up_server(sshd: Path | None, folder: Path, places: Places) -> None:
    """Write the file with the part of sshd's configuration that officers' access needs."""
    from cchc_tui.ssh_access import server

    path = sshd or server.CONFIGURATION
    server.set_up(places, path)
    click.echo(ACCESS.set_up.format(path=path))


def _unit_key(role: str, unit: str | None, folder: Path) -> str:
    """The key of the officer's unit. For a role other than "unit" it is "".

    Raises AccessError if the role "unit" has no known unit, or if another role has one.
    """
    if role != Role.UNIT:
        if unit is not None:
            raise AccessError(ROLES.unit_unneeded)
        return ""
    if unit is None:
        raise AccessError(ROLES.unit_missing)
    from cchc_tui.registry import load
    from cchc_tui.settings import DataFolder

    return unit_named(load(DataFolder(folder).registry).units, unit, to_date(_now()), AccessError)


def _now() -> int:
    return from_epoch(time.time())
