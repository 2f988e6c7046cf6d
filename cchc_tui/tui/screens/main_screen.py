"""The base of board screens and of the presentation: queries, a banner, a footer, messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.timer import Timer
from typing_extensions import override

from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.keys.action import Action
from cchc_tui.tui.screens.minimum_size import MinimumSizeScreen
from cchc_tui.tui.session.queries import ForecastQuery, ProblemsQuery, Query, TrendQuery
from cchc_tui.tui.session.status import AppStatus
from cchc_tui.tui.style.render import Line, Span, paragraph
from cchc_tui.tui.style.themes import Background, TextRole
from cchc_tui.tui.terminal.crash import log_error
from cchc_tui.tui.widgets.cursor import restart
from cchc_tui.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from cchc_tui.domain.moments import Stamp
    from cchc_tui.registry import Registry
    from cchc_tui.tui.widgets.explanation import Explanation

#: Queries that no screen needs: if one fails, the rest of the screen is still shown.
_OPTIONAL = (TrendQuery, ProblemsQuery, ForecastQuery)


class MainScreen(MinimumSizeScreen[None]):
    """A screen with a banner, a footer, and a line for a message that disappears after some seconds."""

    DEFAULT_CSS = "MainScreen { layout: vertical; }"
    BLANK = True  # needed, because Textual draws no background below the widgets
    #: The group (``Action.place``) of the screen's own actions.
    PLACE: ClassVar[str] = ""
    #: The key of the screen's texts in the help; "": as ``PLACE``.
    topic = ""

    def __init__(self) -> None:
        super().__init__()
        self.topic = self.topic or self.PLACE
        self.banner = Lines(
            lambda cells: paragraph(self.banner_words, cells - 2), background=Background.ALARM, classes="banner"
        )
        self.footer = Lines(self.footer_lines, background=Background.PANEL)
        self.thin_lines: tuple[Lines, ...] = (self.footer,)  # coloured at a past moment
        self._note: tuple[Line, tuple[Line, ...]] = ((), ())
        self._note_timer: Timer | None = None
        self._answers_at: Stamp | None = None  # the moment of the answers on screen; None: now
        self.travelled = False  # whether the previous answers were of another moment

    @property
    def registry(self) -> Registry:
        """The registry of the source."""
        return self.board_app.source.registry

    @property
    def status(self) -> AppStatus:
        """The status of the app: data, loading, errors."""
        return self.session.status

    # ── for subclasses ───────────────────────────────────────────────────────────────────────────────────────────────
    def queries(self) -> tuple[Query, ...]:
        """The queries to answer while the screen is shown."""
        return ()

    def rests_on(self) -> tuple[Query, ...]:
        """The queries that must not fail: without their answers, the screen cannot be shown."""
        return tuple(query for query in self.queries() if not isinstance(query, _OPTIONAL))

    def coming(self) -> tuple[Query, ...]:
        """The queries that the screen will probably need next."""
        return ()

    def crumbs(self) -> tuple[str, ...]:
        """The breadcrumbs from the board to this screen."""
        raise NotImplementedError

    def actions_here(self) -> tuple[Action, ...]:
        """The actions that can be used at present, for footer, help and palette: first the screen's, last the app's."""
        raise NotImplementedError

    def apply_answers(self) -> None:
        """Show the newest answers."""
        raise NotImplementedError

    @property
    def banner_words(self) -> str:
        """The error message for the banner; "" while there is no error."""
        return self.status.banner

    def footer_lines(self, cells: int) -> list[Line]:
        """The lines of the footer."""
        raise NotImplementedError

    def reference_changed(self) -> None:
        """Draw the changes since the new reference."""
        self.invalidate()

    # ── help and export ──────────────────────────────────────────────────────────────────────────────────────────────
    def help_columns(self) -> tuple[tuple[str, str], ...]:
        """Title and explanation of the columns that only this screen explains."""
        return ()

    def column_meaning(self, key: str) -> str:
        """What a column counts, if only this screen explains that column; else ""."""
        return ""

    def help_signs(self) -> tuple[tuple[str, str], ...]:
        """The signs that only this screen uses, each with its meaning."""
        return ()

    def help_words(self) -> str:
        """A paragraph on what this screen shows; "" if there is none."""
        from cchc_tui.texts.tui_topics import TOPICS  # imported at first use

        return TOPICS.get(self.topic, "")

    def help_chosen(self) -> Explanation | None:
        """The explanation of the row or cell under the cursor, with its figures; None if there is no explanation."""
        return None

    def file_name_parts(self) -> tuple[str, ...]:
        """The parts that make up the name of an exported file."""
        return self.crumbs()

    # ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def wants_changed(self) -> None:
        """If this is the app's main screen, subscribe to the current ``queries`` and show the answers at hand."""
        if main_screen_of(self.app) is not self:
            return
        self.subscribe()
        self.arrived()

    def subscribe(self) -> None:
        """Ask the current ``queries``, then those that will be needed soon (``coming``)."""
        self.session.subscribe(self.queries(), self.coming(), presenting=self.PLACE == "present")

    def arrived(self) -> None:
        """Show the answers at the session's moment, which may have changed."""
        self.apply_answers()
        self.invalidate(rows=False)

    def forget_persons(self) -> None:
        """Remove the message and redraw, because the access level to personal data has changed."""
        self.unsay()
        self.invalidate()

    @override
    def show_error(self, error: Exception) -> None:
        log_error(error)
        words = (Span(TEXT.not_drawn.format(reason=type(error).__name__), TextRole.WARN),)
        if words != self._note[0]:  # drawing the message may fail too; that error is shown only once
            self.say(words)

    # ── the frame ────────────────────────────────────────────────────────────────────────────────────────────────────
    def on_screen_resume(self) -> None:
        """Subscribe again, and show what changed while the screen was hidden."""
        self.wants_changed()

    def on_paste(self) -> None:
        """Refuse pasted text: it is no key, and this screen has no line for typing."""
        self.say((Span(TEXT.paste_here, TextRole.WARN),))

    @override
    def draw_frame(self) -> None:
        """Show or hide the banners. At a past moment, colour header, footer and edges (``lines.framed``)."""
        super().draw_frame()
        self.banner.set_class(bool(self.banner_words), "-on")
        background = Background.PANEL if self.session.shown_at is None else Background.PAST
        if self.footer.background is not background:
            for line in self.thin_lines:
                line.background = background
            for widget in self.query("Lines, Grid"):
                widget.refresh()

    def empty_lines(self, cells: int) -> tuple[Line, ...]:
        """The lines to show without data: what to do or, during the first load, that the boards will soon appear."""
        texts = (TEXT.first_load,) if self.status.first_load else TEXT.empty
        inbox = self.board_app.source.data / "inbox"
        lines: list[Line] = [()]
        for text, role in zip(texts, (TextRole.STRONG, TextRole.TEXT, TextRole.ACCENT, TextRole.DIM), strict=False):
            lines += paragraph(text.format(inbox=inbox), cells - 4, role, "  ")
        return tuple(lines)

    def say(self, head: Line, pieces: Sequence[Line] = ()) -> None:
        """Show a message for some seconds: ``head``, then as many of the pieces as there is room for."""
        self._note = (head, tuple(pieces))
        self._note_timer = restart(self._note_timer, self, self.unsay)
        self.invalidate(rows=False)

    def unsay(self) -> None:
        """Remove the message."""
        self._note = ((), ())
        self.invalidate(rows=False)


def main_screen_of(app: App[Any]) -> MainScreen | None:
    """The topmost screen under all overlays, which is a board, a screen opened from a board, or the presentation.

    None if the app has no such screen.
    """
    return next((screen for screen in reversed(app.screen_stack) if isinstance(screen, MainScreen)), None)
