"""``cchc-tui restore BACKUP DIR``: copies a backup into an empty folder, which becomes the data folder."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cchc_tui.texts import cli as texts


@click.command(help=texts.CLI.restore)
@click.argument("backup", metavar="BACKUP", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--sound-only", is_flag=True, help=texts.CLI.option_sound_only)
def command(backup: Path, folder: Path, sound_only: bool) -> None:
    """Restore the backup ``backup`` into ``folder``. Exit with 1 if nothing was restored."""
    from cchc_tui.care.restore import RestoreError, restore
    from cchc_tui.texts import care

    target = folder.absolute()
    try:
        done = restore(backup.absolute(), target, sound_only=sound_only)
    except RestoreError as error:
        click.echo(care.not_restored(error.code, backup, target, error.details), err=True)
        sys.exit(1)
    except OSError as error:
        click.echo(care.restore_failed(str(error)), err=True)
        sys.exit(1)
    click.echo(care.restored(target, done.files, done.made))
    if done.left_out:
        click.echo(care.left_out(done.left_out), err=True)
