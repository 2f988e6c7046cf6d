"""Bars in eighths of a cell, and small lines of bars."""

from __future__ import annotations

from collections.abc import Sequence

from cchc_tui.tui.style.render import Line, Span
from cchc_tui.tui.style.themes import TextRole

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_RISING = " ▁▂▃▄▅▆▇█"


def bar(fraction: float, cells: int, mark: float | None = None) -> str:
    """Draw a bar that fills a fraction of ``cells``, padded with spaces.

    A fraction above 0 fills at least an eighth of a cell. ``mark`` is the fraction of ``cells`` at which a line crosses
    the bar.
    """
    text = "".join(_filled(fraction, cells, _EIGHTHS))
    return text if mark is None else marked(text, mark)


def marked(text: str, mark: float) -> str:
    """Draw a line across the drawn bar ``text``, at the fraction ``mark`` of the bar's width."""
    place = min(len(text) - 1, int(mark * len(text)))
    return f"{text[:place]}│{text[place + 1 :]}" if place >= 0 else text


def progress(fraction: float, cells: int) -> str:
    """Draw a bar in whole cells, with its empty part shaded."""
    whole = round(max(0.0, min(fraction, 1.0)) * cells)
    return "█" * whole + "░" * (cells - whole)


def spark_line(values: Sequence[int], cells: int, stale: int = 0) -> Line:
    """Draw one bar for each value, scaled between the least and the greatest; flat if all are equal.

    If there is no room for all values, only every second, third … is drawn, and always the last one. The last ``stale``
    values are grey.
    """
    if not values or cells <= 0:
        return (Span(" " * max(0, cells), TextRole.BAR),)
    step = (len(values) + cells - 1) // cells
    shown = values[::-step][::-1]
    low, high = min(values), max(values)
    text = "".join(_RISING[1 + round((value - low) / (high - low) * 7) if high > low else 1] for value in shown)
    drawn = text.rjust(cells)
    fresh = cells - -(-stale // step)
    return (Span(drawn[:fresh], TextRole.BAR), *((Span(drawn[fresh:], TextRole.DIM),) if stale else ()))


def column(value: float, most: float, rows: int) -> list[str]:
    """Draw an upright bar, one cell wide, top row first. ``most`` is the value of a full bar.

    Any value above 0 shows at least an eighth of a cell.
    """
    return _filled(value / most if most > 0 else 0, rows, _RISING)[::-1]


def _filled(share: float, cells: int, signs: str) -> list[str]:
    """The characters of a bar, one for each cell, filled cells first.

    ``signs`` has the characters for cells of which 0 to 8 eighths are filled.
    """
    eighths = max(round(max(0.0, min(share, 1.0)) * cells * 8), 1 if share > 0 else 0)
    return [signs[max(0, min(8, eighths - 8 * cell))] for cell in range(cells)]
