"""The app as its widgets and screens use it: the data, what is shown of them, the user's choices, and how it looks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.screen import Screen

from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.session.preferences import Prefs, load, save
from cchc_tui.tui.style.appearance import CliOptions, palettes_for, theme_at_start, theme_chosen
from cchc_tui.tui.style.ascii_fallback import use_ascii
from cchc_tui.tui.style.themes import Palette, TextRole, setting_of, theme_of
from cchc_tui.tui.terminal.stylesheet import Sheet
from cchc_tui.tui.terminal.terminal_app import TerminalApp

if TYPE_CHECKING:
    from pathlib import Path

    from cchc_tui.boards.reference import Reference
    from cchc_tui.boards.source import Source
    from cchc_tui.domain.moments import Stamp
    from cchc_tui.domain.privacy import Access
    from cchc_tui.tui.session.poller import Poller
    from cchc_tui.tui.session.queries import Answers, Query
    from cchc_tui.tui.session.status import Status
    from cchc_tui.tui.session.time_travel import TimeTravel
    from cchc_tui.tui.style.render import Line
    from cchc_tui.tui.style.time_text import Past


class BoardApp(TerminalApp):
    """What widgets and screens know of the app; ``CchcApp`` is the whole of it."""

    poller: Poller
    status: Status
    travel: TimeTravel  # where one wants to be
    at: Stamp | None  # the moment that is shown; None: now
    left: Stamp | None  # the moment that was shown before it; None: now
    stepped: bool  # whether one got there by a step, and not by a jump
    latest: Answers
    failing: Mapping[Query, str]  # of what is in sight, what can't be answered, and by which fault
    recent: tuple[str, ...]  # what was chosen in the palette, the last first

    def __init__(self, source: Source, options: CliOptions, kept: Path | None):
        """``kept`` is the file of the user's choices; None: none are kept."""
        super().__init__()
        self.source = source
        self._kept = kept
        self.prefs, self._prefs_trouble = load(kept) if kept is not None else (Prefs(), "")
        self._options = options
        self._palettes: Mapping[str, Palette] = palettes_for(self, options)
        self.mouse = self.prefs.mouse if options.mouse is None else options.mouse
        use_ascii(options.ascii_letters())
        for palette in self._palettes.values():
            self.register_theme(palette.theme())
        self._begin_in(theme_at_start(options, self.prefs.theme, source.data))

    def _begin_in(self, theme: str) -> None:
        """The colours of the first frame. Setting ``theme`` would compute all styles twice, 30 ms."""
        self.set_reactive(App.theme, theme)
        dark = self.current_theme.dark
        self.set_class(dark, "-dark-mode", update=False)
        self.set_class(not dark, "-light-mode", update=False)
        self.stylesheet = Sheet(variables=self.get_css_variables())

    # ── what the whole app gives ─────────────────────────────────────────────────────────────────────────────────────
    @property
    def main_screen(self) -> Screen[Any] | None:
        """The board's screen or the presentation in sight, below help or palette if these are open."""
        raise NotImplementedError

    @property
    def moment(self) -> Stamp:
        """The moment that is shown."""
        raise NotImplementedError

    @property
    def reference(self) -> Reference | None:
        """What the changes on screen are counted from."""
        raise NotImplementedError

    @property
    def past(self) -> Past | None:
        """The past that is shown; None: it is now."""
        raise NotImplementedError

    def baseline(self, query: Query) -> Any:
        """The answer to that question at the reference's moment; None while there is none."""
        raise NotImplementedError

    def since_words(self) -> str:
        """What changes are counted from, in words; "" while there is nothing."""
        raise NotImplementedError

    @property
    def access(self) -> Access:
        """What of persons may be shown now; on a wall nothing."""
        raise NotImplementedError

    def access_banner(self, cells: int) -> list[Line]:
        """What stands above a board while personal data are shown."""
        raise NotImplementedError

    def hidden_actions(self) -> frozenset[str]:
        """Actions that make no sense just now."""
        raise NotImplementedError

    def subscribe(self, queries: tuple[Query, ...], coming: tuple[Query, ...] = ()) -> None:
        """Ask for what is in sight and what will be soon."""
        raise NotImplementedError

    def tell(self, words: str, role: TextRole = TextRole.TEXT) -> None:
        """Say a sentence for some seconds."""
        raise NotImplementedError

    def go_there(self, at: Stamp | None) -> None:
        """Go to a moment that was asked for; None: nowhere."""
        raise NotImplementedError

    def close_overlays(self) -> None:
        """Close what stands over the board."""
        raise NotImplementedError

    def action_board(self, name: str) -> None:
        """Go to a board; pressed on that board, back to its top."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw and paint every screen again: other words, colours or units of choice hold for all of them."""
        raise NotImplementedError

    # ── the user's choices ───────────────────────────────────────────────────────────────────────────────────────────
    def prefer(self, **chosen: Any) -> None:
        """Apply a choice of the user's and store it."""
        self.prefs = self.prefs._replace(**chosen)
        if self._kept is None:
            return
        trouble = save(self._kept, self.prefs)
        if trouble and trouble != self._prefs_trouble:
            self.tell(TEXT.not_kept.format(path=self._kept, reason=trouble), TextRole.WARN)
        self._prefs_trouble = trouble

    # ── looks ────────────────────────────────────────────────────────────────────────────────────────────────────────
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
