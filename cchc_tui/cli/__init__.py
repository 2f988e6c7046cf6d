"""The command line: which language it speaks is settled before its commands are made."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from cchc_tui.parent_watch import CHILD, PARENT_WATCH

if TYPE_CHECKING:
    from cchc_tui.registry import RegistryError


def main() -> None:
    """The entry point; a fault of a registry or settings file is a sentence, not a traceback."""
    if CHILD in sys.argv[1:]:
        PARENT_WATCH.watch()
    from cchc_tui.cli.speaking import begin  # first of all

    begin(sys.argv[1:], os.environ)
    from cchc_tui.cli.group import group  # its help is in that language

    try:
        group(standalone_mode=True)
    except SystemExit:
        raise
    except _registry_fault() as error:
        import click

        from cchc_tui.texts import cli as texts

        click.echo(texts.registry_error(error.path, error.line, error.key, error.message), err=True)
        sys.exit(2)


def _registry_fault() -> type[RegistryError]:
    """What is caught: imported when something went wrong, since it costs a tenth of the app's first frame."""
    from cchc_tui.registry.toml import RegistryError

    return RegistryError
