"""Whether the app can run on this terminal: asked by the app before it starts, and by the doctor."""

from __future__ import annotations

import os

from cchc_tui.texts import collector as texts


def check_terminal() -> str | None:
    """Why the app cannot run here, as a sentence; None when it can.

    It reads keys from standard input and paints on standard output and error; without a terminal behind each of them it
    would spin, or paint into a file.
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
