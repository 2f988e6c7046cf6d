"""A chart of how one figure changed: upright bars, and a line at the value that a directive demands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cchc_tui.domain.moments import Stamp
from cchc_tui.tui.style.render import Line, Span, line_width
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.style.time_text import near_day
from cchc_tui.tui.widgets.bars import column

_EDGE = 2
_UNKNOWN = "·"
_WANTED = "─"


def figure_chart(
    series: Sequence[tuple[Stamp, float | None]],
    wanted: float,
    holds: Callable[[float], bool | None],
    words: Callable[[float], str],
    cells: int,
    rows: int,
) -> list[Line]:
    """Draw a figure's series in ``rows`` lines, and one more line with the days of the first and last moment drawn.

    A line is drawn at ``wanted`` (0: no line), between the bars that are higher. Bars of figures for which ``holds`` is
    True have another colour. Unknown figures are points. ``words`` formats a figure. If there is no room for all
    moments, the first ones are left out.
    """
    known = [value for _, value in series if value is not None]
    top = max((*known, wanted, 0.0)) or 1.0
    figures = max(len(words(top)), len(words(0.0)), len(words(wanted)))
    left = _EDGE + figures + 1
    wide = max(1, min(8, (cells - left - 1) // max(1, len(series))))
    series = series[-max(1, (cells - left - 1) // wide) :]
    bars = [None if value is None else column(value, top, rows) for _, value in series]
    at_row = min(rows - 1, rows - 1 - int(wanted / top * rows)) if wanted < top else 0
    labels = {0: words(top), rows - 1: words(0.0)} | ({at_row: words(wanted)} if wanted else {})
    lines: list[Line] = []
    for y in range(rows):
        line = [Span(" " * _EDGE + labels.get(y, "").rjust(figures), TextRole.DIM), Span("│", TextRole.DIM)]
        for bar, (_, value) in zip(bars, series, strict=True):
            char = bar[y] if bar is not None else _UNKNOWN if y == rows - 1 else " "
            role = TextRole.GOOD if value is not None and holds(value) else TextRole.BAR
            if char == " " and wanted and y == at_row:
                char, role = _WANTED, TextRole.DIM
            gap = _WANTED if wanted and y == at_row else " "
            line.append(Span(char * max(1, wide - 1) + gap * (wide > 1), role))
        lines.append(tuple(line))
    first, last = (near_day(at, series[-1][0]) for at in (series[0][0], series[-1][0]))
    below = f"{' ' * left}{first}"
    room = left + wide * len(series) - line_width((Span(below),)) - len(last)
    return [*lines, (Span(below + (" " * room + last if room > 1 and first != last else ""), TextRole.DIM),)]
