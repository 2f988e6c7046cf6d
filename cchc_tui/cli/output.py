"""How the commands that answer a question give what they found: as text, JSON, CSV or a workbook, printed or saved."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar

import click

from cchc_tui.boards.table import Table
from cchc_tui.texts import cli as texts

F = TypeVar("F", bound=Callable[..., Any])
_FORMS = ("table", "json", "csv", "xlsx")


class Answer(Protocol):
    """What a command found."""

    def json(self) -> dict[str, Any]:
        """As it is for programs."""

    def table(self) -> Table:
        """As it is for people."""


def output_options(function: F) -> F:
    """``--format`` and ``--out``."""
    out = click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=texts.CLI.option_out)
    form = click.option("--format", "form", type=click.Choice(_FORMS), default="table", help=texts.CLI.option_format)
    return form(out(function))


def check_terminal(form: str, out: Path | None) -> None:
    """A workbook is not for the eyes: it goes into a file or a pipe."""
    if form == "xlsx" and out is None and sys.stdout.isatty():
        raise click.UsageError(texts.CLI.binary_to_terminal)


def content_of(answer: Answer, form: str) -> bytes:
    """What is printed or saved."""
    if form == "json":
        return (json.dumps(answer.json(), ensure_ascii=False, indent=1) + "\n").encode()
    from cchc_tui.report.formats import FORMATS  # scripts that ask for JSON don't need it

    return FORMATS[form](answer.table())


def give(content: bytes, out: Path | None) -> None:
    """Prints what was asked for, or writes it to a file."""
    if out is None:
        sys.stdout.buffer.write(content)
        return
    from cchc_tui.whole_files import replace_file

    try:
        replace_file(out, content)
    except OSError as error:
        raise click.FileError(str(out), error.strerror or str(error)) from error
    click.echo(texts.saved(out), err=True)
