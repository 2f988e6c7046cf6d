"""How the app looks on this terminal: the theme, how many colours there are for it, which letters, the mouse.

What is asked for on the command line goes before the user's own choice, that before the office's settings, and all of
them are known to the first frame.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cchc_tui.tui.style.themes import PALETTES, Palette, theme_of

if TYPE_CHECKING:
    from rich.console import Console

    from cchc_tui.tui.terminal.terminal_app import TerminalApp

FIRST = "dark"


class CliOptions(NamedTuple):
    """What the command line asks for; None leaves it to the user's choice, then to the terminal."""

    theme: str | None = None  # as settings name it
    ascii: bool | None = None
    mouse: bool | None = None
    #: Whether there is a terminal to go by: else colours and letters are whole, and pictures alike everywhere.
    terminal: bool = True

    def ascii_letters(self) -> bool:
        """Whether only ASCII is drawn."""
        return self.terminal and ascii_terminal(os.environ) if self.ascii is None else self.ascii


#: For pictures and tests, which show the same wherever they are made.
NO_TERMINAL = CliOptions(terminal=False)


def theme_chosen(options: CliOptions, preferred: str) -> str:
    """The theme that the command line or else the user has chosen; "": neither has."""
    return theme_of(options.theme) if options.theme else _known(preferred)


def theme_at_start(options: CliOptions, preferred: str, folder: Path) -> str:
    """The theme of the first frame."""
    return theme_chosen(options, preferred) or _office_theme(folder) or theme_of(FIRST)


def palettes_for(app: TerminalApp, options: CliOptions) -> Mapping[str, Palette]:
    """The themes, in as many colours as the terminal has."""
    return _terminal_palettes(app) if options.terminal else PALETTES


def _terminal_palettes(app: TerminalApp) -> Mapping[str, Palette]:
    """The themes in as many colours as the terminal has."""
    if os.environ.get("NO_COLOR"):
        from cchc_tui.tui.style.themes_16 import without_colour  # few terminals need it

        app.send_no_colour()
        return {name: without_colour(palette) for name, palette in PALETTES.items()}
    if has_16_colours(app.console):
        from cchc_tui.tui.style.themes_16 import PALETTES_16  # few terminals need it

        return PALETTES_16
    return PALETTES


def has_16_colours(console: Console) -> bool:
    """Whether the terminal has the 16 colours and no more, as far as its name tells."""
    return console.color_system == "standard"


def ascii_terminal(environ: Mapping[str, str]) -> bool:
    """Whether a terminal has no Vietnamese letters: its locale names another encoding, or it is the Linux console.

    The console has one font of 256 or 512 signs, in which most letters with two marks are missing, and the parts of
    blocks. A locale that names no encoding (``C``, none at all) says nothing of the terminal: over SSH that is common.
    """
    if environ.get("TERM") == "linux":
        return True
    locale = next((environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(name)), "")
    encoding = locale.partition("@")[0].partition(".")[2]
    return bool(encoding) and encoding.lower().replace("-", "") != "utf8"


def _known(theme: str) -> str:
    """A theme that was once chosen, if there is one of that name still."""
    with suppress(KeyError):
        return theme and theme_of(theme)
    return ""


def _office_theme(folder: Path) -> str:
    """The theme in the office's settings; "" where there is none, or where they can't be read: that is said later.

    The settings are read by the poller; only where they speak of a theme has the first frame to look by itself.
    """
    try:
        said = (folder / "cchc.toml").read_bytes()
    except OSError:
        return ""
    if b"theme" not in said:
        return ""
    import tomllib  # only where there is one

    try:
        theme = tomllib.loads(said.decode()).get("theme", "")
    except ValueError:
        return ""
    return _known(theme) if isinstance(theme, str) else ""
