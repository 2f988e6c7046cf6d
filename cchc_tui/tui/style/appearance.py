"""How the app looks on this terminal: the theme, how many colours there are for it, which letters, the mouse.

What is asked for on the command line goes before the user's own choice, that before the office's settings, and all of
them are known to the first frame.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.app import App

from cchc_tui.tui.style.ascii_fallback import use_ascii
from cchc_tui.tui.style.themes import PALETTES, Palette, setting_of, theme_of
from cchc_tui.tui.terminal.stylesheet import Sheet

if TYPE_CHECKING:
    from rich.console import Console

    from cchc_tui.tui.app import CchcApp

FIRST = "dark"


class CliOptions(NamedTuple):
    """What the command line asks for; None leaves it to the user's choice, then to the terminal."""

    theme: str | None = None  # as settings name it
    ascii: bool | None = None
    mouse: bool | None = None
    #: Whether there is a terminal to go by: else colours and letters are whole, and pictures alike everywhere.
    terminal: bool = True


#: For pictures and tests, which show the same wherever they are made.
NO_TERMINAL = CliOptions(terminal=False)


class Appearance:
    """The looks of one app."""

    def __init__(self, app: CchcApp, asked: CliOptions):
        self._app = app
        self._asked = asked
        self.skins: Mapping[str, Palette] = _skins(app) if asked.terminal else PALETTES
        self.mouse = app.prefs.mouse if asked.mouse is None else asked.mouse
        use_ascii(asked.terminal and ascii_terminal(os.environ) if asked.ascii is None else asked.ascii)
        for skin in self.skins.values():
            app.register_theme(skin.theme())
        self._begin_in(theme_of(asked.theme or _known(app.prefs.theme) or _office_theme(app.source.data) or FIRST))

    def _begin_in(self, theme: str) -> None:
        """The colours of the first frame. Setting ``theme`` would have all styles worked out twice, 30 ms."""
        app = self._app
        app.set_reactive(App.theme, theme)
        dark = app.current_theme.dark
        app.set_class(dark, "-dark-mode", update=False)
        app.set_class(not dark, "-light-mode", update=False)
        app.stylesheet = Sheet(variables=app.get_css_variables())

    @property
    def skin(self) -> Palette:
        """The skin of the theme that the app has on."""
        return self.skins[self._app.theme]

    def settled(self, office: str) -> None:
        """The office's settings are read: where nobody else has chosen, they have."""
        if self._asked.theme is None and not _known(self._app.prefs.theme):
            self._wear(theme_of(office))

    def _wear(self, theme: str) -> None:
        """Has all drawn in a theme: of two that have the same ground Textual finds nothing to be drawn again."""
        if theme != self._app.theme:
            self._app.theme = theme
            self.redraw()

    def next_theme(self) -> None:
        """The theme after this one, said for some seconds, and kept."""
        from cchc_tui.texts.tui_terminals import LOOKS, THEMES  # when it is asked for

        names = list(self.skins)
        self._wear(names[(names.index(self._app.theme) + 1) % len(names)])
        name = setting_of(self._app.theme)
        self._app.prefer(theme=name)
        self._app.tell(LOOKS.theme_is.format(name=THEMES[name]))

    def toggle_mouse(self) -> None:
        """With the mouse or without it; without, the terminal's own selection of text works."""
        from cchc_tui.texts.tui_terminals import LOOKS  # when it is asked for

        if not hear_mouse(self.driver(), not self.mouse):
            self._app.tell(LOOKS.no_mouse_here)
            return
        self.mouse = not self.mouse
        self._app.prefer(mouse=self.mouse)
        self._app.tell(LOOKS.mouse_on if self.mouse else LOOKS.mouse_off)

    def driver(self) -> Any:
        """What speaks to the terminal."""
        return self._app._driver

    def redraw(self) -> None:
        """Has every line of every screen drawn again: those out of sight when they come into it."""
        from cchc_tui.tui.widgets.lines import Lines  # when it is asked for
        from cchc_tui.tui.widgets.tile_board import TileMap

        for stack in self._app._screen_stacks.values():
            for screen in stack:
                for widget in screen.walk_children(with_self=True):
                    if isinstance(widget, Lines):
                        widget.rewrite()
                    elif isinstance(widget, TileMap):
                        widget.redraw()
                    widget.refresh()


def _skins(app: App[Any]) -> Mapping[str, Palette]:
    """The themes in as many colours as the terminal has."""
    if os.environ.get("NO_COLOR"):
        from textual.filter import Monochrome, NoColor  # only here

        from cchc_tui.tui.style.themes_16 import without_colour  # few terminals need it

        # Textual would send greys; what is to be sent is no colour.
        app._filters = [NoColor() if isinstance(one, Monochrome) else one for one in app._filters]
        return {name: without_colour(skin) for name, skin in PALETTES.items()}
    if sixteen(app.console):
        from cchc_tui.tui.style.themes_16 import SIXTEEN  # few terminals need it

        return SIXTEEN
    return PALETTES


def sixteen(console: Console) -> bool:
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


def hear_mouse(driver: Any, on: bool) -> bool:
    """Has the terminal report the mouse, or not; False where the driver can't.

    The driver asks for it only where it was started with a mouse, and takes it back only then.
    """
    if not hasattr(driver, "_enable_mouse_support"):
        return False
    driver._mouse = True
    if on:
        driver._enable_mouse_support()
    else:
        driver._disable_mouse_support()
        driver.flush()
        driver._mouse = False
    return True


def _known(theme: str) -> str:
    """A theme that was once chosen, if there is one of that name still."""
    with suppress(KeyError):
        return theme and theme_of(theme)
    return ""


def _office_theme(folder: Path) -> str:
    """The theme in the office's settings; "" where there is none, or where they can't be read: that is said later.

    The settings are read by the live thread; only where they speak of a theme has the first frame to look by itself.
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
