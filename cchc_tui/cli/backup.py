"""``cchc-tui backup DIR``: copies the data folder and checks the copy, while collector and viewers run."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path

import click

from cchc_tui.cli.folders import data_folder, data_option
from cchc_tui.texts import cli as texts

#: Exit codes: made; failed, or made without what is lost or damaged; another backup is running.
_MADE, _FAILED, _BUSY = 0, 1, 3


@click.command(help=texts.CLI.backup)
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--keep", type=click.IntRange(min=1), help=texts.CLI.option_keep)
@data_option
def command(folder: Path, keep: int | None, data: Path | None) -> None:
    """Make a backup. Exit with 1 if it failed or is not complete, with 3 if another backup is running."""
    sys.exit(run(data_folder(data), folder, keep))


def run(data: Path, target: Path, keep: int | None) -> int:
    """Make a backup of ``data`` in the folder ``target``, print what was done, and return the exit code.

    ``keep`` is the number of backups to keep (None: as the settings say).
    """
    from cchc_tui.care.backup import BackupError, make_backup
    from cchc_tui.care.backup_record import BackupRecord, write_record
    from cchc_tui.domain.moments import parse_iso
    from cchc_tui.settings import DataFolder, load
    from cchc_tui.texts import care

    os.umask(0o077)
    folder = DataFolder(data)
    try:
        done = make_backup(folder, target.absolute(), keep or load(data).keep.backups)
    except BackupError as error:
        click.echo(care.not_backed_up(error.code, error.detail), err=True)
        return _BUSY if error.code == "busy" else _FAILED
    except (OSError, sqlite3.Error) as error:
        click.echo(care.backup_failed(str(error)), err=True)
        return _FAILED
    click.echo(care.backed_up(done.path, done.files, done.size, done.new))
    if done.removed:
        click.echo(care.removed(done.removed))
    if done.lacking:
        click.echo(care.lacking(done.lacking), err=True)
    at = parse_iso(done.path.name.partition("-")[2])
    try:
        write_record(folder, BackupRecord(at, str(target.absolute()), done.files, done.size, tuple(done.lacking)))
    except OSError:
        click.echo(care.CARE.not_recorded, err=True)
    return _FAILED if done.lacking else _MADE
