"""``cchc-tui publish``: writes the figures of the boards by unit to the province's server."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cchc_tui.boards.source import Source
from cchc_tui.cli.folders import data_folder, data_option, parse_moment
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.moments import Stamp, to_datetime
from cchc_tui.province.address import ServerAddress, is_server
from cchc_tui.province.city_board import published_boards
from cchc_tui.province.publishing import create_tables, publish
from cchc_tui.province.server import ProvinceError, Server
from cchc_tui.settings import PublishSettings
from cchc_tui.settings import load as load_settings
from cchc_tui.texts import cli as texts
from cchc_tui.texts.province import PROVINCE


@click.command(help=texts.CLI.publish)
@click.option("--to", metavar="URL", help=PROVINCE.option_to)
@click.option("--as-of", "as_of", metavar="T", help=PROVINCE.option_as_of)
@click.option("--create", is_flag=True, help=PROVINCE.option_create)
@data_option
def command(to: str | None, as_of: str | None, create: bool, data: Path | None) -> None:
    """Publish the boards, or with ``--create`` only create the tables for them.

    Exit with 2 for wrong options or settings. Exit with 1 if the server or the store cannot be used, or if no list was
    loaded yet.
    """
    at = parse_moment(as_of, "--as-of")
    try:
        if create and to is not None:
            create_tables(_server(to, PublishSettings(), Path()))
        else:
            folder = data_folder(data)
            settings = load_settings(folder).publish
            server = _server(to or settings.server, settings, folder)
            if not create:
                _publish(folder, server, settings.city, at)
                return
            create_tables(server)
        click.echo(PROVINCE.created)
    except ProvinceError as error:
        click.echo(str(error), err=True)
        sys.exit(1)


def _server(address: str, settings: PublishSettings, folder: Path) -> Server:
    if not address:
        raise click.UsageError(PROVINCE.no_server)
    if not is_server(address):
        raise click.UsageError(PROVINCE.not_a_server.format(to=address))
    passfile = folder / settings.password_file if settings.password_file else None
    return Server(ServerAddress(address), passfile, lambda sentence: click.echo(sentence, err=True))


def _publish(folder: Path, server: Server, city: str, at: Stamp | None) -> None:
    from cchc_tui.cli.reading import reading

    with reading(folder) as source:
        name = source.registry.city
        moment_at, now = _moment(source, at), Clock().now()
        with source.moment(moment_at) as moment:
            if moment.data_as_of is None:
                click.echo(PROVINCE.no_list, err=True)
                sys.exit(1)
            found = tuple(published_boards(moment))
    rows = publish(server, city or name, name, moment_at, now, found)
    click.echo(PROVINCE.done.format(rows=rows, city=name, at=f"{to_datetime(moment_at):%d/%m/%Y %H:%M}"))


def _moment(source: Source, at: Stamp | None) -> Stamp:
    """The moment for which boards are published: ``at``, or else the start of the present minute.

    If a timer publishes twice in one minute, the second publication then replaces the first.
    """
    if at is not None:
        return at
    now = source.clock.now()
    return now - now % 60
