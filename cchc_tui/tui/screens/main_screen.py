"""What the boards' screens and the presentation have in common: they ask queries, and overlays open over them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.timer import Timer
from typing_extensions import override

from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.keys.action import Action
from cchc_tui.tui.screens.minimum_size import MinimumSizeScreen, too_small_lines
from cchc_tui.tui.session.queries import ForecastQuery, ProblemsQuery, Query, TrendQuery
from cchc_tui.tui.session.status import AppStatus
from cchc_tui.tui.style.render import Line, Span, wrap
from cchc_tui.tui.style.themes import Background, TextRole
from cchc_tui.tui.terminal.crash import log_error
from cchc_tui.tui.widgets.grid import FRESH_SECONDS
from cchc_tui.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from cchc_tui.domain.moments import Stamp
    from cchc_tui.tui.session.session import Session
    from cchc_tui.tui.widgets.board_app import BoardApp
    from cchc_tui.tui.widgets.explanation import Explanation

#: Queries that a screen can do without: while one of them fails, the rest of the screen is shown.
_OPTIONAL = (TrendQuery, ProblemsQuery, ForecastQuery)


class MainScreen(MinimumSizeScreen[None]):
    """A screen with a banner, a footer, and room for a sentence that goes after some seconds."""

    DEFAULT_CSS = """
    MainScreen { layout: vertical; overflow: hidden; }
    MainScreen > .banner { display: none; height: auto; }
    MainScreen > .banner.-on { display: block; }
    """
    BLANK = True  # nothing is drawn below the widgets
    #: The place of the screen's own actions, and the key of its paragraph in the help.
    PLACE: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        self.banner = Lines(background=Background.ALARM, classes="banner")
        self.footer = Lines(background=Background.PANEL)
        self.small = Lines(classes="too-small")
        self.thin_lines: tuple[Lines, ...] = (self.footer,)  # they have another background in the past
        self._note: tuple[Line, tuple[Line, ...]] = ((), ())
        self._note_timer: Timer | None = None
        self._answers_at: Stamp | None = None  # the moment of the answers that are shown; None: now
        self.travelled = False  # whether those answers are of another moment than the ones before

    @property
    def board_app(self) -> BoardApp:
        """The app, by its type."""
        return cast("BoardApp", self.app)

    @property
    def session(self) -> Session:
        """What is shown and asked for."""
        return self.board_app.session

    @property
    def status(self) -> AppStatus:
        """What the app as a whole knows."""
        return self.session.status

    # ── what a subclass gives ────────────────────────────────────────────────────────────────────────────────────────
    def queries(self) -> tuple[Query, ...]:
        """What the screen asks while it is in sight."""
        return ()

    def rests_on(self) -> tuple[Query, ...]:
        """The queries without which there is nothing to show."""
        return tuple(query for query in self.queries() if not isinstance(query, _OPTIONAL))

    def coming(self) -> tuple[Query, ...]:
        """What the screen will ask soon."""
        return ()

    def crumbs(self) -> tuple[str, ...]:
        """Where this is, from the board down."""
        raise NotImplementedError

    def actions_here(self) -> tuple[Action, ...]:
        """The actions that work here now, the nearest first: for footer, help and palette alike."""
        raise NotImplementedError

    def apply_answers(self) -> None:
        """Show the newest answers."""
        raise NotImplementedError

    @property
    def banner_words(self) -> str:
        """What is broken, in a sentence; "" while nothing is."""
        return self.status.banner

    def banner_lines(self, cells: int) -> list[Line]:
        """What the banner says."""
        return [(Span(f" {line}"),) for line in wrap(self.banner_words, max(1, cells - 2))]

    def footer_lines(self, cells: int) -> list[Line]:
        """The line at the foot."""
        raise NotImplementedError

    def reference_changed(self) -> None:
        """Draw changes again: they are counted from another moment now."""
        self.invalidate()

    def on_fetched(self, query: Query, answer: Any) -> None:
        """Receive the answer to a query that was asked once."""

    # ── help and export ──────────────────────────────────────────────────────────────────────────────────────────────
    def help_columns(self) -> tuple[tuple[str, str], ...]:
        """The columns of this screen and what each counts."""
        return ()

    def help_signs(self) -> tuple[tuple[str, str], ...]:
        """Signs of this screen alone, and what each means."""
        return ()

    def help_topic(self) -> str:
        """The key of this screen in the help's texts."""
        return self.PLACE

    def help_words(self) -> str:
        """What this screen shows, in a paragraph."""
        from cchc_tui.texts.tui_topics import TOPICS  # when it is asked for

        return TOPICS.get(self.help_topic(), "")

    def help_chosen(self) -> Explanation | None:
        """What the help explains first: the thing under the cursor, with its own figures."""
        return None

    def file_name_parts(self) -> tuple[str, ...]:
        """The words that name a file of what is in sight."""
        return self.crumbs()

    # ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def wants_changed(self) -> None:
        """Ask other queries now. A screen below another waits until it is in sight again."""
        if self.board_app.main_screen is not self:
            return
        self.board_app.subscribe(self.queries(), self.coming())
        self.apply_answers()
        self.invalidate(rows=False)

    def arrived(self) -> None:
        """Show another moment, all of whose answers have come."""
        self.apply_answers()
        self.invalidate(rows=False)

    def forget_persons(self) -> None:
        """Remove what was shown: what may be shown about persons has changed."""
        self.unsay()
        self.invalidate()

    @override
    def show_error(self, error: Exception) -> None:
        log_error(error)
        words = (Span(TEXT.not_drawn.format(reason=type(error).__name__), TextRole.WARN),)
        if words != self._note[0]:  # to say it is to draw it: an error in that is said once
            self.say(words)

    # ── the frame ────────────────────────────────────────────────────────────────────────────────────────────────────
    def on_mount(self) -> None:
        """Give the lines their sources."""
        self.banner.set_source(self.banner_lines)
        self.footer.set_source(self.footer_lines)
        self.small.set_source(lambda cells: too_small_lines(self.app.size, cells))
        self.invalidate()

    def on_screen_resume(self) -> None:
        """Show what changed while the screen was out of sight."""
        self.wants_changed()

    def on_paste(self) -> None:
        """Pasted text is no keys, and this screen has no line to type it on."""
        self.say((Span(TEXT.paste_here, TextRole.WARN),))

    @override
    def draw_frame(self) -> None:
        """Colour the thin lines and the edges beside them (``lines.framed``) while the past is shown."""
        self.banner.set_class(bool(self.banner_words), "-on")
        background = Background.PANEL if self.session.shown_at is None else Background.PAST
        if self.footer.background is not background:
            for line in self.thin_lines:
                line.background = background
            for widget in self.query("Lines, Grid"):
                widget.refresh()

    def empty_lines(self, cells: int) -> list[Line]:
        """What to do in an empty folder; while its first files are being loaded, that the boards are on their way."""
        texts: tuple[str, ...] = TEXT.empty
        if self.status.first_load:
            texts = (TEXT.first_load,)
        inbox = self.board_app.source.data / "inbox"
        lines: list[Line] = [()]
        for text, role in zip(texts, (TextRole.STRONG, TextRole.TEXT, TextRole.ACCENT, TextRole.DIM), strict=False):
            lines += [(Span("  "), Span(part, role)) for part in wrap(text.format(inbox=inbox), max(cells - 4, 1))]
        return lines

    def say(self, head: Line, pieces: Sequence[Line] = ()) -> None:
        """Say something for some seconds; after ``head`` come as many pieces as there is room for."""
        self._note = (head, tuple(pieces))
        if self._note_timer is not None:
            self._note_timer.stop()
        self._note_timer = self.set_timer(FRESH_SECONDS, self.unsay)
        self.invalidate(rows=False)

    def unsay(self) -> None:
        """Say it no longer."""
        self._note = ((), ())
        self.invalidate(rows=False)
