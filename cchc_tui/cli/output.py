"""Prints the result of a command, or saves it to a file: as text, JSON, CSV or a workbook."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

from cchc_tui.boards.table import Table
from cchc_tui.texts import cli as texts

if TYPE_CHECKING:
    from cchc_tui.boards.source import Source

F = TypeVar("F", bound=Callable[..., Any])
_FORMS = ("table", "json", "csv", "xlsx")


class Answer(Protocol):
    """The result of a command, in the two forms from which all output is made."""

    def json(self) -> dict[str, Any]:
        """The result as JSON, for programs."""

    def table(self) -> Table:
        """The result as a table. Text, CSV and workbooks are made from it."""


def output_options(function: F) -> F:
    """Add the options ``--format`` and ``--out`` to a command."""
    out = click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=texts.CLI.option_out)
    form = click.option("--format", "form", type=click.Choice(_FORMS), default="table", help=texts.CLI.option_format)
    return form(out(function))


def check_terminal(form: str, out: Path | None) -> None:
    """Raise UsageError if a workbook would be printed to a terminal.

    ``form`` is the output format, ``out`` the file.
    """
    if form == "xlsx" and out is None and sys.stdout.isatty():
        raise click.UsageError(texts.CLI.binary_to_terminal)


def content_of(answer: Answer, form: str) -> bytes:
    """The result of a command as bytes, in the output format ``form``."""
    if form == "json":
        return (json.dumps(answer.json(), ensure_ascii=False, indent=1) + "\n").encode()
    from cchc_tui.report.formats import FORMATS  # not needed for JSON

    return FORMATS[form](answer.table())


def note_taken(source: Source, what: str, out: Path | None) -> None:
    """Log that the output of a command is exported. Call this before ``give``. Exits with 1 if logging fails.

    ``what`` names the command. ``out`` is the file (None: standard output).
    """
    from cchc_tui.domain.audit import AuditedAct, NotLoggedError
    from cchc_tui.texts.audit import AUDIT  # only for what is taken along

    try:
        source.audit(AuditedAct.TAKEN, f"{what}: {'-' if out is None else out.absolute()}")
    except NotLoggedError as error:
        click.echo(AUDIT.not_logged.format(reason=error.strerror or str(error)), err=True)
        sys.exit(1)


def give(content: bytes, out: Path | None) -> None:
    """Print the output of a command, or write it to the file ``out``. Raises FileError."""
    if out is None:
        sys.stdout.buffer.write(content)
        return
    from cchc_tui.whole_files import replace_file

    try:
        replace_file(out, content)
    except OSError as error:
        raise click.FileError(str(out), error.strerror or str(error)) from error
    click.echo(texts.saved(out), err=True)
