"""Opens a data folder for commands that read from it."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from cchc_tui.boards.source import Source
from cchc_tui.cli.folders import data_folder
from cchc_tui.cli.viewing import viewer
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.roles import NotAllowedError
from cchc_tui.texts import cli as texts
from cchc_tui.texts.roles import refusal
from cchc_tui.texts.store import why_unreadable


@contextmanager
def reading(data: Path | None) -> Iterator[Source]:
    """Open the source of a data folder for the block. If the store cannot be read, print the reason and exit with 1.

    Raises UsageError if the block asks for something that the viewer may not see.
    """
    folder, clock = data_folder(data), Clock()
    source = Source(folder, clock, viewer(folder, clock))
    try:
        source.open()
        with source.moment() as now:
            if now.data_as_of is None:
                click.echo(texts.CLI.no_list, err=True)
        yield source
    except NotAllowedError as error:
        raise click.UsageError(refusal(error)) from error
    except sqlite3.Error as error:
        click.echo(texts.store_unreadable(why_unreadable(error)), err=True)
        sys.exit(1)
    finally:
        source.close()
