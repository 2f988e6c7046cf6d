"""The base of screens over a board: head lines, a body, keys, and a banner while personal data are shown."""

from __future__ import annotations

from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen, ScreenResultType
from textual.widget import Widget
from typing_extensions import override

from cchc_tui.tui.keys.actions import BY_NAME, app_bindings
from cchc_tui.tui.screens.minimum_size import MinimumSizeScreen
from cchc_tui.tui.screens.screens_app import ScreensApp
from cchc_tui.tui.style.render import Line
from cchc_tui.tui.style.themes import Background
from cchc_tui.tui.widgets.lines import Lines


class Overlay(MinimumSizeScreen[ScreenResultType], ModalScreen[ScreenResultType]):
    """A screen over a board: help, palette, prompt. A subclass draws ``head_lines``."""

    DEFAULT_CSS = """
    Overlay { layout: vertical; background: $background; }
    Overlay > .head { height: auto; }
    Overlay > .persons { display: none; height: auto; }
    Overlay > .persons.-on { display: block; }
    """
    #: The presentation's key works in every overlay, because the presentation hides personal data at once.
    BINDINGS: ClassVar[list[BindingType]] = app_bindings((BY_NAME["present"],))
    #: The groups of actions (``Action.place``) that work here, the nearest first.
    PLACES: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *body: Widget) -> None:
        super().__init__()
        self.head = Lines(self.head_lines, classes="head", background=Background.PANEL)
        self._body = body

    @property
    def board_app(self) -> ScreensApp:
        """The app as a ``ScreensApp``, for type checkers."""
        return cast("ScreensApp", self.app)

    def head_lines(self, cells: int) -> list[Line]:
        """The lines above the body."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The widgets from the top. The last one is the message for a window that is too small."""
        self._persons = Lines(self.board_app.session.access.banner, classes="persons", background=Background.ALARM)
        yield self._persons
        yield self.head
        yield from self._body
        yield self.small

    @override
    def draw_frame(self) -> None:
        self._persons.set_class(self.board_app.session.access.level.personal, "-on")

    def action_close(self) -> None:
        """Close the overlay without a result."""
        self.dismiss(None)
