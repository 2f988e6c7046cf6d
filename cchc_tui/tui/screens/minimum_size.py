"""The base of every screen: drawing when the event loop is idle, and a message in a window that is too small."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.screen import ScreenResultType
from textual.widget import Widget
from typing_extensions import override

from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.session.queries import Query
from cchc_tui.tui.style.render import Line, paragraph
from cchc_tui.tui.style.themes import Background, TextRole
from cchc_tui.tui.terminal.crash import log_error
from cchc_tui.tui.terminal.frame_screen import FrameScreen
from cchc_tui.tui.terminal.input_net import InputNet
from cchc_tui.tui.terminal.window_size import LEAST
from cchc_tui.tui.widgets.cursor import Cursor
from cchc_tui.tui.widgets.lines import Lines, LineWidget

if TYPE_CHECKING:
    from cchc_tui.tui.session.session import Session
    from cchc_tui.tui.widgets.board_app import BoardApp


def too_small(size: Size) -> bool:
    """Whether a window is too small for any screen."""
    return size.width < LEAST.width or size.height < LEAST.height


class MinimumSizeScreen(InputNet, FrameScreen[ScreenResultType]):
    """A screen with a banner while personal data are shown, and a message in a window that is too small."""

    DEFAULT_CSS = """
    MinimumSizeScreen { overflow: hidden; }
    MinimumSizeScreen > .banner { display: none; height: auto; }
    MinimumSizeScreen > .banner.-on { display: block; }
    MinimumSizeScreen > .too-small { display: none; height: 1fr; }
    MinimumSizeScreen.-small > * { display: none !important; }
    MinimumSizeScreen.-small > .too-small { display: block !important; }
    """
    _focused_before: Widget | None = None
    _invalid = False
    _rows_invalid = False
    _fits = Size(0, 0)  # the size of the window that the screen was last adapted to

    def __init__(self) -> None:
        super().__init__()
        self.persons = Lines(self.session.access.banner, background=Background.ALARM, classes="banner")
        self.small = Lines(self._small_lines, classes="too-small")

    @property
    def board_app(self) -> BoardApp:
        """The app, typed as the class that screens use."""
        return cast("BoardApp", self.app)

    @property
    def session(self) -> Session:
        """The app's session: the shown moment, the answers, and the viewer's choices."""
        return self.board_app.session

    def on_mount(self) -> None:
        """Adapt the screen to the window and draw it."""
        self.fit()

    # ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def invalidate(self, *, rows: bool = True) -> None:
        """Draw the screen at the next idle. Repeated calls until then draw it only once.

        With ``rows=False`` only lines of text are drawn. That is enough after a cursor move: the grid draws its cursor.
        """
        self._invalid = True
        self._rows_invalid |= rows
        self.check_idle()

    def on_idle(self) -> None:
        """Draw what was invalidated, before Textual paints. ``cell_diff.py`` then sends only changed cells."""
        if not self._invalid or not self.is_attached or not self.outer_size:  # nothing is seen before the first layout
            return
        rows, self._invalid, self._rows_invalid = self._rows_invalid, False, False
        self.draw(rows=rows)

    def draw(self, *, rows: bool) -> None:
        """Draw rows (if ``rows`` is set), then the frame and all lines of text."""
        if rows:
            with self.net():
                self.draw_rows()
        try:
            self.draw_frame()
        except Exception as error:  # noqa: BLE001 - as in ``net``
            self.show_frame_error(error)
        for lines in self.query(Lines):
            lines.draw()

    def draw_rows(self) -> None:
        """Set the rows of grids and maps."""

    def draw_frame(self) -> None:
        """Show or hide the widgets around the board."""
        self.persons.set_class(self.session.access.level.personal, "-on")

    @contextmanager
    def net(self) -> Iterator[None]:
        """Log an error raised in the block and show it on this screen; the app goes on."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - an error in one screen must not end a meeting
            self.show_error(error)

    def show_error(self, error: Exception) -> None:
        """Log an error and show its message."""
        log_error(error)
        self.board_app.action_failed(error)

    def show_frame_error(self, error: Exception) -> None:
        """Log an error that ``draw_frame`` raised, and show the error where ``draw_frame`` is not needed."""
        self.show_error(error)

    def on_cursor_moved(self, event: Cursor.Moved) -> None:
        """Draw the lines about the row or cell under the cursor. The cursor itself has been painted before."""
        if not event.by_rows:
            self.call_after_refresh(self.invalidate, rows=False)

    # ── the window ───────────────────────────────────────────────────────────────────────────────────────────────────
    def fit(self) -> None:
        """Adapt the screen to another size of the window. In a window that is too small, show only the sizes."""
        self._fits = self.app.size
        self.veil("-small", too_small(self._fits))
        self.invalidate()

    def _small_lines(self, cells: int) -> list[Line]:
        need, have = (f"{each.width}x{each.height}" for each in (LEAST, self.app.size))
        words = TEXT.too_small.format(need=need, have=have)
        return [*paragraph(words, cells, TextRole.STRONG, ""), *paragraph(TEXT.too_small_cure, cells, indent="")]

    @override
    def laid_out(self) -> None:
        self.on_idle()
        for widget in self.query().results(LineWidget):
            widget.follow_size()

    @override
    def takes(self, message: Message) -> bool:
        """Whether to handle a message. After Enter has opened another screen, a second Enter opens nothing here."""
        return not isinstance(message, Cursor.Opened) or self.app.screen is self

    async def on_event(self, event: events.Event) -> None:
        """Adapt the screen to the size of the window.

        Textual reports each size several times, so a size to which the screen is adapted already is ignored. When the
        screen is shown, its styles are not applied again. They are current: the widgets are new, or a theme chosen
        meanwhile was applied to them.
        """
        if isinstance(event, events.ScreenResume):
            event.refresh_styles = False
        elif isinstance(event, events.Resize):
            if event.size == self.outer_size == self._fits:
                return
        else:
            await super().on_event(event)
            return
        if self._fits != self.app.size:
            self.fit()
        await super().on_event(event)

    def on_screen_resume(self) -> None:
        """Redraw the cursors, which are hidden while an overlay is open over this screen."""
        for cursor in self.query().results(Cursor):
            cursor.repaint_lines()

    def on_fetched(self, query: Query, answer: Any) -> None:
        """Called with the answer to a query that was asked by ``Session.fetch_once``."""

    def forget_persons(self) -> None:
        """Remove what was drawn, because another access level to personal data applies."""

    def veil(self, name: str, hides: bool) -> None:
        """Set or remove a class that hides widgets. On removal, the focus returns to the widget that had it."""
        if hides == self.has_class(name):
            return
        if not hides:
            self.call_after_refresh(self._focus_again)
        elif self.focused is not None:
            self._focused_before = self.focused
        self.set_class(hides, name)

    def _focus_again(self) -> None:
        if self.focused is None:
            self.set_focus(self._focused_before)
