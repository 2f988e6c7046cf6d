"""The app as its widgets and screens use it: its session and poller, its appearance, and keys before actions run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import App
from textual.screen import Screen
from textual.theme import Theme
from typing_extensions import override

from cchc_tui.texts.tui import TEXT
from cchc_tui.texts.tui_time import TIME
from cchc_tui.tui.keys.actions import ACTIONS
from cchc_tui.tui.keys.input_methods import composed, pressed
from cchc_tui.tui.session.preferences import Preferences, Prefs
from cchc_tui.tui.session.session import Session
from cchc_tui.tui.style.appearance import CliOptions, palettes_for, theme_at_start, theme_chosen
from cchc_tui.tui.style.ascii_fallback import use_ascii
from cchc_tui.tui.style.themes import Background, Palette, TextRole, setting_of, theme_of
from cchc_tui.tui.terminal.stylesheet import CachedStylesheet
from cchc_tui.tui.terminal.terminal_app import TerminalApp

if TYPE_CHECKING:
    from pathlib import Path

    from textual.actions import ActionParseResult
    from textual.dom import DOMNode

    from cchc_tui.boards.source import Source
    from cchc_tui.domain.moments import Stamp
    from cchc_tui.tui.session.poller import Poller
    from cchc_tui.tui.session.queries import Query


#: The actions that work before the data are read.
_EARLY = frozenset(action.function for action in ACTIONS if action.early)


class BoardApp(TerminalApp):
    """The part of the app that widgets and screens use; ``CchcApp`` is the full class."""

    def __init__(self, source: Source, poller: Poller, options: CliOptions, preferences: Path | None):
        """``preferences`` is the file of the user's choices; None: none are stored."""
        super().__init__()
        self.source = source
        self.poller = poller
        self.session = Session(source, poller, Preferences(preferences))
        self.session.preferences.on_trouble = self._tell_not_stored
        self._options = options
        self._palettes: Mapping[str, Palette] = palettes_for(self, options)
        self.mouse = self.prefs.mouse if options.mouse is None else options.mouse
        use_ascii(options.ascii_letters())
        for palette in self._palettes.values():
            self.register_theme(_textual_theme(palette))
        self._begin_in(theme_at_start(options, self.prefs.theme, source.data))

    def _begin_in(self, theme: str) -> None:
        """Set the colours of the first frame. Setting ``theme`` would compute all styles twice, which takes 30 ms."""
        self.set_reactive(App.theme, theme)
        dark = self.current_theme.dark
        self.set_class(dark, "-dark-mode", update=False)
        self.set_class(not dark, "-light-mode", update=False)
        self.stylesheet = CachedStylesheet(variables=self.get_css_variables())

    # ── defined by ``CchcApp`` ───────────────────────────────────────────────────────────────────────────────────────
    @property
    def main_screen(self) -> Screen[Any] | None:
        """The screen of the current board, or the presentation, even if help or palette cover it."""
        raise NotImplementedError

    @property
    def board_screen(self) -> Screen[Any] | None:
        """The screen of the current board; None while presenting."""
        raise NotImplementedError

    @property
    def presenting(self) -> bool:
        """Whether the presentation is the main screen."""
        return self.main_screen is not None and self.board_screen is None

    def hidden_actions(self) -> frozenset[str]:
        """The actions that make no sense at the moment on screen."""
        raise NotImplementedError

    def tell(self, words: str, role: TextRole = TextRole.TEXT) -> None:
        """Show a sentence for some seconds."""
        raise NotImplementedError

    def go_to(self, at: Stamp | None) -> None:
        """Go to a moment that the user has typed; do nothing for None."""
        raise NotImplementedError

    def close_overlays(self) -> None:
        """Close all overlays over the board."""
        raise NotImplementedError

    def action_board(self, name: str) -> None:
        """Go to a board; if it is the current one already, back to its top."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Redraw every screen, because language, colours or pinned units have changed."""
        raise NotImplementedError

    # ── the session ──────────────────────────────────────────────────────────────────────────────────────────────────
    def subscribe(self, queries: tuple[Query, ...], coming: tuple[Query, ...] = ()) -> None:
        """Ask the main screen's queries, and later those that it will need soon (``coming``)."""
        self.session.subscribe(queries, coming, presenting=self.presenting)

    @property
    def prefs(self) -> Prefs:
        """The user's choices."""
        return self.session.preferences.values

    def prefer(self, **choices: Any) -> None:
        """Apply choices of the user and store them."""
        self.session.preferences.change(**choices)

    def _tell_not_stored(self, reason: str) -> None:
        self.tell(TEXT.not_kept.format(path=self.session.preferences.path, reason=reason), TextRole.WARN)

    # ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────────────
    async def on_event(self, event: events.Event) -> None:
        """Treat a letter from an input method as its base key, except while typing; report one without an action."""
        if isinstance(event, events.Key) and composed(event) and not getattr(self.screen, "TYPES", False):
            letter, event = event.character, pressed(event)
            if event.key not in self.active_bindings:
                self.tell(TEXT.no_such_key.format(letter=letter), TextRole.WARN)
        await super().on_event(event)

    @override
    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        name = action.partition("(")[0].rpartition(".")[2] if isinstance(action, str) else action[1]
        known = self.session.status.known or name in _EARLY
        if self.screen is self.board_screen and not known:
            self.tell(TIME.not_yet_known)
            return True
        return await super().run_action(action, default_namespace, namespaces)

    # ── look ─────────────────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def palette(self) -> Palette:
        """The colours of the current theme, as many as the terminal has."""
        return self._palettes[self.theme]

    def use_office_theme(self, office: str) -> None:
        """Apply the theme of the office's settings, unless command line or user has chosen one."""
        if not theme_chosen(self._options, self.prefs.theme):
            self._use_theme(theme_of(office))

    def _use_theme(self, theme: str) -> None:
        """Apply a theme and redraw every screen. Textual skips the redraw when two themes share a background colour."""
        if theme != self.theme:
            self.theme = theme
            self.redraw()

    def action_theme(self) -> None:
        """Apply the next theme, say its name, and store the choice."""
        from cchc_tui.texts.tui_terminals import APPEARANCE, THEMES  # when it is asked for

        names = list(self._palettes)
        self._use_theme(names[(names.index(self.theme) + 1) % len(names)])
        name = setting_of(self.theme)
        self.prefer(theme=name)
        self.tell(APPEARANCE.theme_is.format(name=THEMES[name]))

    def action_mouse(self) -> None:
        """Turn the mouse on or off. Without it, the terminal's own selection of text works."""
        from cchc_tui.texts.tui_terminals import APPEARANCE  # when it is asked for

        if not self.report_mouse(not self.mouse):
            self.tell(APPEARANCE.no_mouse_here)
            return
        self.mouse = not self.mouse
        self.prefer(mouse=self.mouse)
        self.tell(APPEARANCE.mouse_on if self.mouse else APPEARANCE.mouse_off)


def _textual_theme(palette: Palette) -> Theme:
    roles, backgrounds = palette.roles, palette.backgrounds
    return Theme(
        name=palette.name,
        dark=palette.dark,
        primary=roles[TextRole.ACCENT],
        secondary=roles[TextRole.DIM],
        warning=roles[TextRole.WARN],
        error=roles[TextRole.BAD],
        success=roles[TextRole.GOOD],
        accent=roles[TextRole.ACCENT],
        foreground=roles[TextRole.TEXT],
        background=backgrounds[Background.PLAIN],
        surface=backgrounds[Background.PLAIN],
        panel=backgrounds[Background.PANEL],
    )
