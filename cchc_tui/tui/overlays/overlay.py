"""The base of screens over a board: head lines, a body, keys, and the banner while personal data are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen, ScreenResultType
from textual.widget import Widget
from typing_extensions import override

from cchc_tui.tui.keys.actions import BY_NAME, app_bindings
from cchc_tui.tui.screens.minimum_size import MinimumSizeScreen, too_small_lines
from cchc_tui.tui.style.render import Line
from cchc_tui.tui.style.themes import Background
from cchc_tui.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from cchc_tui.tui.screens.screens_app import ScreensApp


class Overlay(MinimumSizeScreen[ScreenResultType], ModalScreen[ScreenResultType]):
    """A screen over a board: help, palette, a question. A subclass draws ``head_lines``."""

    DEFAULT_CSS = """
    Overlay { layout: vertical; background: $background; }
    Overlay > .head { height: auto; }
    Overlay > .persons { display: none; height: auto; }
    Overlay > .persons.-on { display: block; }
    """
    #: The presentation's key works in every overlay: the presentation hides personal data at once.
    BINDINGS: ClassVar[list[BindingType]] = app_bindings((BY_NAME["present"],))
    #: The groups of actions (``Action.place``) that work here, the nearest first.
    PLACES: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *body: Widget) -> None:
        super().__init__()
        self.head = Lines(classes="head", background=Background.PANEL)
        self._body = body

    @property
    def board_app(self) -> ScreensApp:
        """The app with its own type."""
        return cast("ScreensApp", self.app)

    def head_lines(self, cells: int) -> list[Line]:
        """The lines above the body."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The widgets, from the top."""
        self.head.set_source(self.head_lines)
        yield self.head
        yield from self._body

    def on_mount(self) -> None:
        """Add the lines for a window too small below the body and the banner on personal data above everything."""
        self.mount(_lines("too-small", lambda cells: too_small_lines(self.app.size, cells)))
        self._persons = _lines("persons", self.board_app.session.access.banner, Background.ALARM)
        self.mount(self._persons, before=0)
        self.invalidate()

    @override
    def draw_frame(self) -> None:
        self._persons.set_class(self.board_app.session.access_level.personal, "-on")

    def action_close(self) -> None:
        """Close the overlay without a result."""
        self.dismiss(None)


def _lines(name: str, source: Callable[[int], list[Line]], background: Background = Background.PLAIN) -> Lines:
    lines = Lines(background=background, classes=name)
    lines.set_source(source)
    return lines
