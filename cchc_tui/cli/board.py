"""``cchc-tui board NAME``: prints or saves a board for any moment, as text, JSON, CSV or a workbook."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import click

from cchc_tui.boards.board import EVERY_GROUPING, BoardQuery, By
from cchc_tui.boards.listed import board_names, board_of
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.source import Source
from cchc_tui.cli.folders import data_option, parse_moment, server_address
from cchc_tui.cli.output import check_terminal, content_of, give, note_taken, output_options
from cchc_tui.cli.reading import reading
from cchc_tui.cli.viewing import unit_named
from cchc_tui.domain.moments import to_date
from cchc_tui.domain.privacy import LEAST_LETTERS, Access
from cchc_tui.domain.units import Level
from cchc_tui.texts import cli as texts
from cchc_tui.texts.province import PROVINCE
from cchc_tui.texts.tui_privacy import CLOSED, PRIVACY


@click.command(help=texts.CLI.board)
@click.argument("name", type=click.Choice(board_names()))
@click.option("--by", type=click.Choice(EVERY_GROUPING), help=texts.CLI.option_by)
@click.option("--unit", help=texts.CLI.option_unit)
@click.option("--level", type=click.Choice([level.value for level in Level]), help=texts.CLI.option_level)
@click.option("--as-first-seen", "first_seen", is_flag=True, help=texts.CLI.option_first_seen)
@click.option("--as-of", "--at", "as_of", metavar="T", help=texts.CLI.option_as_of)
@click.option("--since", metavar="T", help=texts.CLI.option_since)
@click.option("--city", "cities", multiple=True, help=PROVINCE.option_city)
@output_options
@click.option("--personal", metavar="REASON", help=PRIVACY.option)
@data_option
def command(
    name: str,
    by: str | None,
    unit: str | None,
    level: str | None,
    first_seen: bool,
    as_of: str | None,
    since: str | None,
    cities: tuple[str, ...],
    form: str,
    out: Path | None,
    personal: str | None,
    data: Path | None,
) -> None:
    """Print or save a board.

    Exit with 2 for wrong options. Exit with 1 if the store or the province's server cannot be read, or if logging
    fails.
    """
    at, start = parse_moment(as_of, "--as-of"), parse_moment(since, "--since")
    board = board_of(name)
    if start is not None and not board.since:
        raise click.UsageError(texts.no_since(name))
    check_terminal(form, out)
    address = server_address(data)
    if address is not None:
        from cchc_tui.cli.board_of_province import board_of_province

        options = {"--by": by not in {None, "unit"}, "--unit": unit, "--level": level, "--as-first-seen": first_seen}
        given = [option for option, value in {**options, "--since": since, "--personal": personal}.items() if value]
        give(content_of(board_of_province(address, name, cities, at, given), form), out)
        return
    if cities:
        raise click.UsageError(PROVINCE.city_needs_server)
    if first_seen and not board.first_seen:
        raise click.UsageError(texts.no_first_seen(name))
    if (by and by not in board.groupings) or (unit and not board.groupings):
        raise click.UsageError(texts.no_grouping(name))
    if level and not board.by_level:
        raise click.UsageError(texts.no_level(name))
    with reading(data) as source, _looking(source, personal):
        shows = Access(
            personal=personal is not None,
            officers=source.settings.privacy.officers,
            serials=board.serials and form != "table",
        )
        default: By = board.groupings[0] if board.groupings else "unit"
        grouping = next((grouping for grouping in EVERY_GROUPING if grouping == by), default)
        with source.moment(at, shows) as moment:
            query = BoardQuery(grouping, unit_key(moment, unit), level or "", first_seen, start)
            result = board.answer(moment, query)
        if (shows.personal or shows.serials) and source.personal_fault:
            click.echo(CLOSED[source.personal_fault], err=True)
        content = content_of(result, form)
        if out is not None or (shows.serials and not source.personal_fault):  # whole codes are logged also if printed
            note_taken(source, f"board {name}", out)
    give(content, out)


@contextmanager
def _looking(source: Source, reason: str | None) -> Iterator[None]:
    """Log the beginning and the end of an access to personal data around the block. Without a ``reason``, do nothing.

    Raises UsageError if the office shows no personal data, or if the reason is too short. Exits with 1 if the beginning
    cannot be logged. If personal data cannot be read, the block runs without them, and nothing is logged.
    """
    if reason is None:
        yield
        return
    if not source.settings.privacy.may_show:
        raise click.UsageError(PRIVACY.refused_by_office)
    if sum(map(str.isalpha, reason)) < LEAST_LETTERS:
        raise click.UsageError(PRIVACY.too_short.format(n=LEAST_LETTERS))
    fault = source.why_closed()
    if fault:
        yield  # the board says so below, and shows what it may
        return
    try:
        access = source.begin_access(reason)
    except OSError as error:
        click.echo(PRIVACY.refused_not_logged.format(reason=error.strerror or str(error)), err=True)
        sys.exit(1)
    try:
        yield
    finally:
        with suppress(OSError):
            source.end_access(access)


def unit_key(moment: Moment, text: str | None) -> str | None:
    """The key of the unit that ``text`` names by code, key or any of its names on the moment's day.

    If ``text`` is None, so is the result. Raises BadParameter if there is no such unit.
    """
    if text is None:
        return None
    fault = partial(click.BadParameter, param_hint="--unit")
    return unit_named(moment.registry.units, text, to_date(moment.at), fault)
