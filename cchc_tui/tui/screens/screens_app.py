"""The part of the app that handles screens and keys. Each board has its own stack of screens."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack

from textual import events
from textual.actions import ActionParseResult
from textual.dom import DOMNode
from typing_extensions import override

from cchc_tui.domain.roles import NotAllowedError, Right
from cchc_tui.texts.language import LANGUAGES, chosen, following, language, use
from cchc_tui.texts.tui import TEXT
from cchc_tui.texts.tui_crash import CRASH
from cchc_tui.texts.tui_time import TIME
from cchc_tui.tui.keys.actions import ACTIONS, right_of
from cchc_tui.tui.keys.boards import BOARDS
from cchc_tui.tui.keys.input_methods import composed, pressed
from cchc_tui.tui.screens.board_screen import BoardScreen
from cchc_tui.tui.screens.main_screen import MainScreen, main_screen_of
from cchc_tui.tui.screens.minimum_size import MinimumSizeScreen
from cchc_tui.tui.style.appearance import theme_chosen
from cchc_tui.tui.style.render import Span
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.terminal.input_net import InputNet
from cchc_tui.tui.widgets.board_app import BoardApp

#: The actions that work before the data are read.
_EARLY = frozenset(action.function for action in ACTIONS if action.early)


class ScreensApp(InputNet, BoardApp):
    """The app's base class for screens and keys. It finds the main screen, shows messages and switches boards."""

    @property
    def main_screen(self) -> MainScreen | None:
        """The topmost screen under all overlays (``main_screen_of``)."""
        return main_screen_of(self)

    @property
    def board_screen(self) -> BoardScreen | None:
        """The main screen, if it is a board or a screen opened from one; None during a presentation."""
        screen = self.main_screen
        return screen if isinstance(screen, BoardScreen) else None

    @property
    def presenting(self) -> bool:
        """Whether the presentation is the main screen."""
        return self.main_screen is not None and self.board_screen is None

    def action_board(self, name: str, row: str = "") -> None:
        """Switch to a board, and move its cursor to the row with the key ``row``, if given.

        The screens over the board are closed if the board is the current or the first one, or if ``row`` is given.
        """
        self.close_overlays()
        self.session.board = name
        if self.current_mode != name:
            self.switch_mode(name)
            if name == BOARDS[0].name:
                self.call_later(self.up_to_top)
        else:
            self.up_to_top()
        if row:
            self.call_later(self._show_row, row)

    def _show_row(self, row: str) -> None:
        self.up_to_top()
        if self.board_screen is not None:
            self.board_screen.show_row(row)

    def delay_update(self, delay: float = 0.05) -> None:
        """Delay drawing until the new screen has its answers, for at most ``delay`` seconds.

        Textual's own method always delays drawing for all of ``delay`` when modes are switched.
        """
        held = ExitStack()
        held.enter_context(self.batch_update())

        def draw() -> None:
            latest.stop()
            held.close()
            self.screen.refresh()

        self.call_later(lambda: self.screen.call_later(draw))
        latest = self.set_timer(delay, draw)

    def up_to_top(self) -> None:
        """Close all screens that are open over the board."""
        for _ in range(len(self.screen_stack) - 1):
            self.pop_screen()

    def close_overlays(self) -> None:
        """Close the overlays that are open over the main screen."""
        while not isinstance(self.screen, MainScreen):
            self.pop_screen()

    def action_next_board(self) -> None:
        """Switch to the next board."""
        names = [board.name for board in BOARDS]
        self.action_board(names[(names.index(self.current_mode) + 1) % len(names)])

    def redraw(self) -> None:
        """Redraw the screens of all boards after a change that affects them, such as another language."""
        for screen in self.all_screens():
            if isinstance(screen, MinimumSizeScreen):
                screen.invalidate()
            for widget in screen.walk_children(with_self=True):
                widget.refresh()

    @override
    def action_failed(self, error: Exception) -> None:
        self.close_overlays()  # an overlay may be half changed, and would hide the message
        self.tell(CRASH.hand.format(reason=type(error).__name__), TextRole.WARN)

    def action_leave(self) -> None:
        """End the app."""
        self.exit(0)

    def action_help_quit(self) -> None:
        """Show how to leave the app. People press Ctrl+C by habit, which must not close a meeting's screen."""
        self.tell(TEXT.how_to_leave)

    def tell(self, words: str, role: TextRole = TextRole.TEXT) -> None:
        """Show words for some seconds on the main screen."""
        self.say(Span(words, role))

    def say(self, sentence: Span | None) -> None:
        """Show a sentence for some seconds on the main screen; None: nothing."""
        if sentence is not None and self.main_screen is not None:
            self.main_screen.say((sentence,))

    # ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────────────
    async def on_event(self, event: events.Event) -> None:
        """Handle a letter from an input method, such as "ơ", as its base key, except where the user enters text."""
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
        right = right_of(name, getattr(self.screen, "PLACES", ()))
        if not self.source.viewer.may(right):
            self._tell_refused(right)
            return True
        known = self.session.status.known or name in _EARLY
        if self.screen is self.board_screen and not known:
            self.tell(TIME.not_yet_known)
            return True
        return await super().run_action(action, default_namespace, namespaces)

    def _tell_refused(self, right: Right) -> None:
        from cchc_tui.texts.roles import ROLES, refusal  # imported only for a refusal

        # the presentation has room for some words only
        words = ROLES.only_presenting if right is Right.BOARDS else refusal(NotAllowedError(self.source.viewer, right))
        self.tell(words, TextRole.WARN)

    # ── look ─────────────────────────────────────────────────────────────────────────────────────────────────────────
    def use_office_theme(self, office: str) -> None:
        """Apply the theme of the office's settings, unless command line or user has chosen one."""
        if not theme_chosen(self.options, self.prefs.theme):
            self._use_theme(office)

    def _use_theme(self, theme: str) -> None:
        """Apply a theme and redraw every screen. Textual skips the redraw if two themes share a background colour."""
        if theme != self.theme:
            self.theme = theme
            self.redraw()

    def action_theme(self) -> None:
        """Apply the next theme, show its name, and store the choice."""
        from cchc_tui.texts.tui_terminals import APPEARANCE, THEMES  # imported at first use

        names = list(self.palettes)
        self._use_theme(names[(names.index(self.theme) + 1) % len(names)])
        self.prefer(theme=self.theme)
        self.tell(APPEARANCE.theme_is.format(name=THEMES[self.theme]))

    def use_office_language(self) -> None:
        """Use the user's stored language, or else the office's. A language already chosen in this run stays."""
        wanted = self.prefs.language or self.source.settings.language
        if not chosen() and wanted != language() and wanted in LANGUAGES:
            use(wanted, by_choice=bool(self.prefs.language))
            self._language_changed()

    def action_language(self) -> None:
        """Switch to the next language, show its name, and store the choice."""
        use(following())
        self.prefer(language=language())
        self._language_changed()
        self.tell(LANGUAGES[language()])

    def _language_changed(self) -> None:
        """Redraw every screen. Ask all queries again, because answers contain text. Until then the old answers stay."""
        self.poller.broker.follow_language()
        self.redraw()

    def action_mouse(self) -> None:
        """Turn the mouse on or off. When it is off, the terminal's own selection of text works."""
        from cchc_tui.texts.tui_terminals import APPEARANCE  # imported at first use

        if not self.report_mouse(not self.mouse):
            self.tell(APPEARANCE.no_mouse_here)
            return
        self.mouse = not self.mouse
        self.prefer(mouse=self.mouse)
        self.tell(APPEARANCE.mouse_on if self.mouse else APPEARANCE.mouse_off)
