"""A widget that draws lines of text: header, footer, banners, large figures, details, help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Any, cast

from rich.segment import Segment
from textual.containers import Horizontal
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget
from typing_extensions import override

from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.style.render import Line, Span
from cchc_tui.tui.style.strips import strip
from cchc_tui.tui.style.themes import Background, Palette, TextRole
from cchc_tui.tui.terminal.crash import log_error
from cchc_tui.tui.terminal.frame_screen import Unscrolled
from cchc_tui.tui.terminal.sure_timers import SureTimers
from cchc_tui.tui.widgets.board_app import BoardApp


def palette_of(widget: Widget) -> Palette:
    """The palette of the current theme, in as many colours as the terminal has."""
    return cast("BoardApp", widget.app).palette


def framed(line: Strip, widget: Widget) -> Strip:
    """Return a widget's line. While a past moment is shown, the cells at the screen's edges are coloured as a frame."""
    if cast("BoardApp", widget.app).session.shown_at is None:
        return line
    cells, region = line.cell_length, widget.region
    left, right = region.x == 0, region.right == widget.app.size.width
    if cells < 2 or not (left or right):
        return line
    style = palette_of(widget).style(TextRole.STRONG, Background.PAST)
    parts = [line.crop(0, 1), line.crop(1, cells - 1), line.crop(cells - 1)]
    for part, at_edge in ((0, left), (2, right)):
        if at_edge:
            parts[part] = Strip([Segment(parts[part].text, style)])
    return Strip.join(parts)


def drawn(widget: Widget, draw: Callable[[], Strip]) -> Strip:
    """Return the line that ``draw`` makes, or an error line if ``draw`` raises, so that other lines are still drawn."""
    try:
        return framed(draw(), widget)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one line, the meeting goes on
        return framed(strip(_error_line(error), widget.size.width, palette_of(widget)), widget)


def _error_line(error: Exception) -> Line:
    log_error(error)
    return (Span(f" {TEXT.not_drawn.format(reason=type(error).__name__)}", TextRole.WARN),)


class Beside(Unscrolled, Horizontal):
    """Widgets side by side."""


class LineWidget(Unscrolled, SureTimers, Widget):
    """A widget that repaints only the lines with changed content: 6 of 50 when a tile map's cursor moves."""

    ALLOW_SELECT = False
    _painted: Sequence[object] = ()
    _drawn_size = Size(0, 0)  # the size for which the lines were last computed

    def contents(self) -> Sequence[object]:
        """The content of each line on screen, in any form. A line is repainted if its content has changed."""
        raise NotImplementedError

    def draw(self) -> None:
        """Compute the content of all lines, and repaint the lines that differ."""
        self._drawn_size = self.size
        self.repaint_lines()

    def follow_size(self) -> None:
        """Draw again, if the widget has another size than when it was last drawn."""
        if self.size != self._drawn_size:
            self.draw()

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.follow_size()

    def repaint_lines(self) -> None:
        """Repaint the lines whose content differs from the content last painted."""
        before, self._painted = self._painted, self.contents()
        pairs = zip_longest(before, self._painted)
        differ = [Region(0, y, self.size.width, 1) for y, (was, now) in enumerate(pairs) if was != now]
        if differ:
            self.refresh(*differ)


class Lines(LineWidget):
    """A widget that draws the lines which ``source`` returns for the widget's width."""

    DEFAULT_CSS = "Lines { height: 1; width: 1fr; }"

    def __init__(
        self, source: Callable[[int], Sequence[Line]], *, background: Background = Background.PLAIN, **widget: Any
    ):
        super().__init__(**widget)
        self.background = background
        self._source = source
        self.lines: tuple[Line, ...] = ()  # as they were last drawn
        self._top = 0
        self._measured = 0  # the number of lines for which there was or will be a layout

    def lines_for(self, cells: int) -> tuple[Line, ...]:
        """The lines that ``source`` returns for a width; an error line if ``source`` raises."""
        try:
            return tuple(self._source(cells))
        except Exception as error:  # noqa: BLE001 - as above
            return (_error_line(error),)

    @override
    def contents(self) -> Sequence[object]:
        return self.lines[self._top :]

    @override
    def draw(self) -> None:
        self._drawn_size = self.size
        if not self.size.width:  # it is hidden, and is drawn when it is shown again
            return
        self.lines = self.lines_for(self.size.width)
        self.scroll_lines(0)
        if self.styles.is_auto_height and len(self.lines) != self._measured:
            self._measured = len(self.lines)
            self.refresh(layout=True)

    def scroll_lines(self, by: int) -> None:
        """Scroll down by a number of lines (up if negative), as far as there are lines."""
        self._top = max(0, min(self._top + by, len(self.lines) - self.size.height))
        self.repaint_lines()

    @override
    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        self._measured = len(self.lines_for(width)) if width else 0
        return self._measured

    @override
    def render_line(self, y: int) -> Strip:
        index = y + self._top
        line = self.lines[index] if index < len(self.lines) else ()
        return drawn(self, lambda: strip(line, self.size.width, palette_of(self), self.background))
