"""Checks whether the app can run on this terminal. The app checks before it starts; ``doctor`` checks too."""

from __future__ import annotations

import os

from cchc_tui.texts import collector as texts


def check_terminal() -> str | None:
    """The error message if the app cannot run on this terminal; None if it can.

    Standard input, output and error must all be terminals, because the app reads keys from standard input and writes to
    the other two. Otherwise the app would read in an endless loop, or write to a file.
    """
    if not all(_is_terminal(descriptor) for descriptor in (0, 1, 2)):
        return texts.SAID.no_terminal
    if os.environ.get("TERM", "") in {"", "dumb"}:
        return texts.SAID.dumb_terminal
    return None


def _is_terminal(descriptor: int) -> bool:
    try:
        return os.isatty(descriptor)
    except OSError:
        return False
