"""``cchc-tui board NAME --data postgresql://…``: prints a board as the cities of a province have published it."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from cchc_tui.boards.board import BoardResult
from cchc_tui.domain.moments import Stamp
from cchc_tui.province.address import ServerAddress
from cchc_tui.province.city_board import PUBLISHED, all_cities, one_city
from cchc_tui.province.published import cities, read
from cchc_tui.province.server import ProvinceError, Server
from cchc_tui.texts.province import PROVINCE


def board_of_province(
    address: ServerAddress, name: str, asked: Sequence[str], at: Stamp | None, refused: Sequence[str]
) -> BoardResult:
    """Read the published board named ``name``, of one city or of several cities together.

    ``asked`` has the keys of the cities; if it is empty, all cities are asked for. ``refused`` are options on the
    command line that only work with a data folder. Raises UsageError for such an option, for a board that is not
    published, and for an unknown city. Exits with 1 if the server cannot be used, or if nothing was published up to
    ``at``.
    """
    if name not in PUBLISHED:
        raise click.UsageError(PROVINCE.not_published.format(board=name, boards=", ".join(PUBLISHED)))
    if refused:
        raise click.UsageError(PROVINCE.only_by_unit.format(option=refused[0]))
    try:
        server = Server(address, say=lambda sentence: click.echo(sentence, err=True))
        found = read(server, name, asked, at)
        missing = next((city for city in asked if city not in {of.city for of in found}), None)
        if missing is not None:
            known = ", ".join(cities(server)) or "–"
            raise click.BadParameter(PROVINCE.unknown_city.format(city=missing, cities=known), param_hint="--city")
    except ProvinceError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    if not found:
        click.echo(PROVINCE.nothing_until, err=True)
        sys.exit(1)
    return one_city(found[0]) if len(asked) == 1 else all_cities(found)
