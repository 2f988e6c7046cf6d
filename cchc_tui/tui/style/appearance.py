"""The app's appearance on this terminal: theme, number of colours, ASCII or all letters, mouse.

The command line overrides the user's choice, and the user's choice overrides the office's settings. All three are known
before the first frame.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from cchc_tui.tui.style.themes import PALETTES, Palette
from cchc_tui.tui.terminal.terminal_app import TerminalApp

FIRST = "dark"
#: The encodings of locales other than UTF-8.
_OLDER = re.compile(r"(iso|cp|koi8|tcvn|viscii|windows|latin|euc|gb|big5|sjis|shift|tis|ansi|us-?ascii)[\w-]*\Z", re.I)


class CliOptions(NamedTuple):
    """The options of the command line. An option not given is None: user, office or terminal decide."""

    theme: str | None = None  # the theme's name in the settings
    ascii: bool | None = None
    mouse: bool | None = None
    #: Whether the terminal's limits count. If not, all colours and letters are used, so pictures are alike everywhere.
    terminal: bool = True

    def ascii_letters(self) -> bool:
        """Whether only ASCII is drawn."""
        return self.terminal and ascii_terminal(os.environ) if self.ascii is None else self.ascii


#: The options for pictures and tests, which look the same on every machine.
NO_TERMINAL = CliOptions(terminal=False)


def theme_chosen(options: CliOptions, preferred: str) -> str:
    """The theme of the command line, else the user's choice ``preferred``; "" if there is neither."""
    return options.theme or _known(preferred)


def theme_at_start(options: CliOptions, preferred: str, folder: Path) -> str:
    """The theme of the first frame: from the command line, else the user's, else the office's, else dark."""
    return theme_chosen(options, preferred) or _office_theme(folder) or FIRST


def palettes_for(app: TerminalApp, options: CliOptions) -> Mapping[str, Palette]:
    """Theme → its palette for this terminal: without colours (``NO_COLOR``), in 16 colours, or in full colours."""
    if options.terminal and os.environ.get("NO_COLOR"):
        from cchc_tui.tui.style.themes_16 import MONOCHROME  # imported only for the few terminals that need it

        app.send_no_colour()
        return MONOCHROME
    if options.terminal and app.console.color_system == "standard":  # Rich detected only 16 colours
        from cchc_tui.tui.style.themes_16 import PALETTES_16  # imported only for the few terminals that need it

        return PALETTES_16
    return PALETTES


def ascii_terminal(environ: Mapping[str, str]) -> bool:
    """Whether a terminal has no Vietnamese letters: its locale names an older encoding, or it is the Linux console.

    The console's font of 256 or 512 glyphs lacks most letters with two marks, and partial blocks. A locale that names
    no encoding, or an unknown one, says nothing about the terminal. Such locales (``C``, or none at all) are common
    over SSH.
    """
    if environ.get("TERM") == "linux":
        return True
    locale = next((environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(name)), "")
    encoding = locale.partition("@")[0].partition(".")[2]
    return _OLDER.match(encoding) is not None


def _known(theme: str) -> str:
    """The stored name of a theme; "" if the name is empty or the theme no longer exists."""
    return theme if theme in PALETTES else ""


def _office_theme(folder: Path) -> str:
    """The theme in the office's settings; "" without one. The poller later reports what is wrong with the settings."""
    try:
        said = (folder / "cchc.toml").read_bytes()
    except OSError:
        return ""
    if b"theme" not in said:
        return ""
    import tomllib  # only for settings that may contain a theme

    try:
        theme = tomllib.loads(said.decode()).get("theme", "")
    except ValueError:
        return ""
    return _known(theme) if isinstance(theme, str) else ""
