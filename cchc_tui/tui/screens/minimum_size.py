"""What every screen over a board has: in a window too small for it, it says what is needed and what there is; while
personal data are shown, it says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.screen import ModalScreen, Screen, ScreenResultType
from textual.widget import Widget

from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.style.render import Line, Span, wrap
from cchc_tui.tui.style.themes import Background, TextRole
from cchc_tui.tui.terminal.row_compositor import use_row_compositor
from cchc_tui.tui.terminal.window_size import LEAST
from cchc_tui.tui.widgets.input_net import InputNet
from cchc_tui.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from cchc_tui.tui.widgets.board_app import BoardApp


def too_small(size: Size) -> bool:
    """Whether a window has no room for a screen."""
    return size.width < LEAST.width or size.height < LEAST.height


def too_small_lines(size: Size, cells: int) -> list[Line]:
    """The sentence about it, in so many cells."""
    need, have = (f"{each.width}x{each.height}" for each in (LEAST, size))
    needed, cure = (
        wrap(words, max(cells, 1)) for words in (TEXT.too_small.format(need=need, have=have), TEXT.too_small_cure)
    )
    return [*((Span(line, TextRole.STRONG),) for line in needed), *((Span(line),) for line in cure)]


class MinimumSizeScreen(InputNet, Screen[ScreenResultType]):
    """A screen that shows the paper ``too-small``, and that alone, while there is no room for it."""

    DEFAULT_CSS = """
    MinimumSizeScreen > .too-small { display: none; height: 1fr; }
    MinimumSizeScreen.-small > * { display: none !important; }
    MinimumSizeScreen.-small > .too-small { display: block !important; }
    """
    _focused_before: Widget | None = None
    _was_in_sight = False

    def __init__(self) -> None:
        super().__init__()
        use_row_compositor(self)

    async def on_event(self, event: events.Event) -> None:
        """Work out no styles when it comes back into sight: those of a theme chosen meanwhile are already set."""
        if isinstance(event, events.ScreenResume):
            event.refresh_styles = not self._was_in_sight
            self._was_in_sight = True
        await super().on_event(event)

    def on_resize(self) -> None:
        """Shows the sentence or the screen."""
        self.veil("-small", too_small(self.app.size))

    def forget_persons(self) -> None:
        """Remove what was shown: another access level to personal data applies."""

    def show_persons(self) -> None:
        """Show or hide the line that says that personal data are shown."""

    def veil(self, name: str, hides: bool) -> None:
        """A class that takes widgets out of sight, or back into it: what had the focus has it again then."""
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


class Overlay(MinimumSizeScreen[ScreenResultType], ModalScreen[ScreenResultType]):
    """A screen over a board: help, palette, a question. It says as the board does that personal data are shown."""

    DEFAULT_CSS = """
    Overlay > .persons { display: none; height: auto; }
    Overlay > .persons.-on { display: block; }
    """
    #: The presentation hides personal data at once, whatever is open.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f5", "app.present", show=False)]

    def on_mount(self) -> None:
        """The sentence waits below what the screen has, the line about persons above."""
        paper = Lines(classes="too-small")
        paper.set_source(lambda cells: too_small_lines(self.app.size, cells))
        self.mount(paper)
        self._persons = Lines(background=Background.ALARM, classes="persons")
        self._persons.set_source(self._board_app.session.access.banner)
        self.mount(self._persons, before=0)
        self.show_persons()

    @property
    def _board_app(self) -> BoardApp:
        return cast("BoardApp", self.app)

    def show_persons(self) -> None:
        """Whether personal data are shown stands above all."""
        self._persons.set_class(self._board_app.session.access_level.personal, "-on")
        self._persons.rewrite()
