"""The command line. It chooses the language before it imports any command, because commands read texts at import."""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # not from typing: what is imported here is imported before Ctrl-C is heard
if TYPE_CHECKING:
    from cchc_tui.registry import RegistryError


def main() -> None:
    """The entry point of the program.

    An error in a registry or settings file is printed as a sentence, without a traceback, and the exit code is 2.
    """
    from cchc_tui.cli.interrupt import leave_at_once

    leave_at_once()  # before anything else is imported
    import os
    import resource

    from cchc_tui import own_folder
    from cchc_tui.cli.encoding import use_utf8
    from cchc_tui.parent_watch import CHILD, PARENT_WATCH

    use_utf8()
    os.umask(os.umask(0o077) | 0o027)  # no file is ever open to all users of the machine, nor writable for a group
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a memory dump would hold personal data
    if CHILD in sys.argv[1:]:
        PARENT_WATCH.watch()
    from cchc_tui.cli.speaking import begin  # before the texts are imported

    own_folder.use_option(sys.argv[1:])  # before the user's choices are read
    begin(sys.argv[1:], os.environ)
    from cchc_tui.cli.group import group  # the help texts are read at import

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
    """Import RegistryError only after an error, because the import takes a tenth of the time to the first frame."""
    from cchc_tui.registry.toml import RegistryError

    return RegistryError
