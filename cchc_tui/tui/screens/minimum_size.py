"""A screen that, in a window too small for it, says what is needed and what there is."""

from __future__ import annotations

from textual import events
from textual.geometry import Size
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget

from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.style.render import Line, Span, wrap
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.terminal.input_net import InputNet
from cchc_tui.tui.terminal.row_compositor import use_row_compositor
from cchc_tui.tui.terminal.window_size import LEAST


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
