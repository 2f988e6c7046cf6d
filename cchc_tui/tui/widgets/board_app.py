"""The part of the app that widgets and screens use: session, poller and appearance."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.theme import Theme
from typing_extensions import override

from cchc_tui.tui.session.preferences import Preferences, Prefs
from cchc_tui.tui.session.session import Session
from cchc_tui.tui.style.appearance import CliOptions, palettes_for, theme_at_start
from cchc_tui.tui.style.ascii_fallback import use_ascii
from cchc_tui.tui.style.themes import Background, Palette, TextRole
from cchc_tui.tui.terminal.stylesheet import CachedStylesheet
from cchc_tui.tui.terminal.terminal_app import TerminalApp

if TYPE_CHECKING:
    from cchc_tui.boards.source import Source
    from cchc_tui.tui.session.poller import Poller

#: The colours of a theme → the variables of its styles, most of which Textual derives from the colours.
_CSS_VARIABLES: dict[str, dict[str, str]] = {}


class BoardApp(TerminalApp):
    """The part of the app that widgets and screens use; ``CchcApp`` is the full class."""

    def __init__(self, source: Source, poller: Poller, options: CliOptions, preferences: Path | None):
        """``preferences`` is the file with the user's choices; None: choices are not stored."""
        super().__init__()
        self.source = source
        self.poller = poller
        self.session = Session(source, poller.broker, Preferences(preferences))
        self.options = options
        self.palettes: Mapping[str, Palette] = palettes_for(self, options)
        self.mouse = self.prefs.mouse if options.mouse is None else options.mouse
        use_ascii(options.ascii_letters())
        for palette in self.palettes.values():
            self.register_theme(_textual_theme(palette))
        self._begin_in(theme_at_start(options, self.prefs.theme, source.data))

    def _begin_in(self, theme: str) -> None:
        """Set the theme of the first frame. Assigning ``theme`` would compute all styles twice, which takes 30 ms."""
        self.set_reactive(App.theme, theme)
        dark = self.current_theme.dark
        self.set_class(dark, "-dark-mode", update=False)
        self.set_class(not dark, "-light-mode", update=False)
        self.stylesheet = CachedStylesheet(variables=self.get_css_variables())

    @override
    def get_css_variables(self) -> dict[str, str]:
        theme = repr(self.current_theme)
        if theme not in _CSS_VARIABLES:
            _CSS_VARIABLES[theme] = super().get_css_variables()
        return _CSS_VARIABLES[theme]

    @property
    def prefs(self) -> Prefs:
        """The user's choices."""
        return self.session.preferences.values

    def prefer(self, **choices: Any) -> None:
        """Apply new choices of the user and store them."""
        self.session.preferences.change(**choices)

    @property
    def palette(self) -> Palette:
        """The palette of the current theme, in as many colours as the terminal has."""
        return self.palettes[self.theme]


def _textual_theme(palette: Palette) -> Theme:
    """The palette as a Textual theme. No widget here shows the other colours that Textual derives from a theme."""
    return Theme(
        name=palette.name,
        dark=palette.dark,
        primary=palette.roles[TextRole.ACCENT],
        foreground=palette.roles[TextRole.TEXT],
        background=palette.backgrounds[Background.PLAIN],
        panel=palette.backgrounds[Background.PANEL],
    )
