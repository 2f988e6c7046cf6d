"""The sizes that a window can have, in cells."""

from __future__ import annotations

from textual.geometry import Size

#: A smaller window has no room for a screen.
LEAST = Size(60, 20)
#: No window is larger: what reports more is no terminal, and drawing it would take minutes.
MOST = Size(1000, 500)


def possible(size: Size) -> Size:
    """A window's size, as far as there can be one."""
    return Size(min(max(size.width, 1), MOST.width), min(max(size.height, 1), MOST.height))
