"""``cchc-tui dossiers``: prints or saves the dossiers behind a figure, those with most days late first."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from cchc_tui.boards.dossier_filter import DossierFilter, Only
from cchc_tui.cli.board import unit_key
from cchc_tui.cli.folders import data_option, parse_moment
from cchc_tui.cli.output import check_terminal, content_of, give, note_taken, output_options
from cchc_tui.cli.reading import reading
from cchc_tui.domain.privacy import Access
from cchc_tui.texts import cli as texts


@click.command(help=texts.CLI.dossiers)
@click.option("--unit", help=texts.CLI.option_unit)
@click.option("--only", type=click.Choice(get_args(Only)), default="late", help=texts.CLI.option_only)
@click.option("--top", type=click.IntRange(min=1), metavar="N", help=texts.CLI.option_top)
@click.option("--as-of", "as_of", metavar="T", help=texts.CLI.option_as_of)
@output_options
@data_option
def command(
    unit: str | None, only: Only, top: int | None, as_of: str | None, form: str, out: Path | None, data: Path | None
) -> None:
    """Print or save the dossiers.

    Exit with 2 for wrong options, with 1 if the store cannot be read or logging fails.
    """
    from cchc_tui.boards.dossiers_table import DossierTable  # not needed for --help

    at = parse_moment(as_of, "--as-of")
    check_terminal(form, out)
    with reading(data) as source, source.moment(at, Access(officers=source.settings.privacy.officers)) as moment:
        table = DossierTable(moment, DossierFilter(unit=unit_key(moment, unit), only=only), top)
        content = content_of(table, form)
        if out is not None:
            note_taken(source, "dossiers", out)
    give(content, out)
