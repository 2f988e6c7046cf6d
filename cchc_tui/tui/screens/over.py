"""What every screen over a board has: in a window too small for it, it says what is needed and what there is."""

from __future__ import annotations

from textual.geometry import Size
from textual.screen import ModalScreen, ScreenResultType

from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.paint import Line, Span, wrap
from cchc_tui.tui.themes import Tone
from cchc_tui.tui.widgets.paper import Paper

LEAST = Size(60, 20)


def too_small(size: Size) -> bool:
    """Whether a window has no room for a screen."""
    return size.width < LEAST.width or size.height < LEAST.height


def too_small_lines(size: Size, cells: int) -> list[Line]:
    """The sentence about it, in so many cells."""
    need, have = (f"{each.width}x{each.height}" for each in (LEAST, size))
    needed, cure = (
        wrap(words, max(cells, 1)) for words in (TEXT.too_small.format(need=need, have=have), TEXT.too_small_cure)
    )
    return [*((Span(line, Tone.STRONG),) for line in needed), *((Span(line),) for line in cure)]


class Over(ModalScreen[ScreenResultType]):
    """A screen over a board: help, palette, a question."""

    DEFAULT_CSS = """
    Over > .too-small { display: none; height: 1fr; }
    Over.-small > * { display: none; }
    Over.-small > .too-small { display: block; }
    """

    def on_mount(self) -> None:
        """The sentence waits below what the screen has."""
        paper = Paper(classes="too-small")
        paper.write_by(lambda cells: too_small_lines(self.app.size, cells))
        self.mount(paper)

    def on_resize(self) -> None:
        """Shows the sentence or the screen."""
        self.set_class(too_small(self.app.size), "-small")
