"""Bars in cells, to an eighth of a cell."""

from __future__ import annotations

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_RISING = " ▁▂▃▄▅▆▇█"


def bar(fraction: float, cells: int) -> str:
    """A bar of that fraction of so many cells, padded with spaces; anything above nothing shows at least a sliver."""
    eighths = round(max(0.0, min(fraction, 1.0)) * cells * 8)
    if fraction > 0:
        eighths = max(eighths, 1)
    whole, rest = divmod(eighths, 8)
    text = "█" * whole + (_EIGHTHS[rest] if rest else "")
    return text + " " * (cells - len(text))


def progress(fraction: float, cells: int) -> str:
    """A bar that shows what is still to come as well."""
    whole = round(max(0.0, min(fraction, 1.0)) * cells)
    return "█" * whole + "░" * (cells - whole)


def spark(values: list[float]) -> str:
    """One column a value, scaled to the largest."""
    top = max(values, default=0.0)
    return "".join(_RISING[round(value / top * 8) if top else 0] for value in values)
