"""``cchc-tui report NAME``: makes a paper for a moment as a file, or prints its figures as JSON."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from cchc_tui.cli.board import unit_key
from cchc_tui.cli.folders import parse_moment
from cchc_tui.cli.output import give, note_taken
from cchc_tui.cli.reading import reading
from cchc_tui.domain.units import Level
from cchc_tui.report.papers.listed import NAMES, paper_of
from cchc_tui.report.papers.paper import PaperError, PaperQuery, PaperType, paper_figures
from cchc_tui.texts import cli as texts
from cchc_tui.texts.tui_papers import PAPER_TEXT


def _meeting(text: str) -> int:
    """Read the number of a meeting. "last" gives 0. Raises BadParameter."""
    if text == "last":
        return 0
    if not text.isdecimal() or not int(text):
        raise click.BadParameter(PAPER_TEXT.bad_meeting.format(text=text))
    return int(text)


class _Papers(click.Group):
    """The group of the commands that make papers. Each command is made from the declaration of its paper."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return _command(paper_of(cmd_name)) if cmd_name in NAMES else None


@click.group(cls=_Papers, help=texts.CLI.report)
def command() -> None:
    """The group of the commands that make papers, one for each paper.

    All these commands exit with 2 for wrong options, and with 1 if the store cannot be read or logging fails.
    """


def _command(paper: PaperType[Any]) -> click.Command:
    def make(at: str | None, form: str, out: Path | None, data: Path | None, **options: Any) -> None:
        moment_asked = parse_moment(at, "--at")
        if form != "json" and paper.ending != "txt" and out is None and sys.stdout.isatty():
            raise click.UsageError(PAPER_TEXT.to_terminal.format(title=paper.title, ending=paper.ending))
        with reading(data) as source:
            with source.moment(moment_asked) as moment:
                query = PaperQuery(
                    meeting=options.get("meeting") or None,
                    unit=unit_key(moment, options.get("unit")),
                    level=options.get("level") or "",
                    first=options.get("first"),
                    last=options.get("last"),
                )
                try:
                    figures = paper_figures(moment, paper, query)
                except PaperError as error:
                    raise click.UsageError(str(error)) from error
            if form == "json":
                content = (json.dumps(figures.json(), ensure_ascii=False, indent=1) + "\n").encode()
            else:
                content = paper.render(figures, False)
            note_taken(source, f"report {paper.name}", out)
        give(content, out)

    return click.Command(
        paper.name, callback=make, params=_params(paper), help=f"{paper.title}: {paper.about}.", short_help=paper.title
    )


def _params(paper: PaperType[Any]) -> list[click.Parameter]:
    params: list[click.Parameter] = []
    if "meeting" in paper.options:
        params.append(click.Option(["--meeting"], type=_meeting, metavar="N|last", help=texts.CLI.option_meeting))
    if "unit" in paper.options:
        params.append(
            click.Argument(["unit"]) if paper.needs_unit else click.Option(["--unit"], help=texts.CLI.option_unit)
        )
    if "period" in paper.options:
        params.append(click.Option(["--from", "first"], type=_day, metavar="D", help=texts.CLI.option_from))
        params.append(click.Option(["--to", "last"], type=_day, metavar="D", help=texts.CLI.option_to))
    if "level" in paper.options:
        levels = click.Choice([level.value for level in Level])
        params.append(click.Option(["--level"], type=levels, help=texts.CLI.option_level))
    forms = click.Choice([paper.ending, "json"])
    return [
        *params,
        click.Option(["--at", "--as-of", "at"], metavar="T", help=texts.CLI.option_as_of),
        click.Option(["--format", "form"], type=forms, default=paper.ending, help=texts.CLI.option_format),
        click.Option(["--out"], type=click.Path(dir_okay=False, path_type=Path), help=texts.CLI.option_out),
        click.Option(["--data"], type=click.Path(file_okay=False, path_type=Path), help=texts.CLI.option_data),
    ]


def _day(text: str) -> date:
    """Read a day in ISO form or as dd/mm/yyyy. Raises BadParameter."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        with suppress(ValueError):
            return datetime.strptime(text, form).date()
    raise click.BadParameter(PAPER_TEXT.bad_day.format(text=text))
