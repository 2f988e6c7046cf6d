"""The sizes that a window can have, in cells."""

from __future__ import annotations

from textual.geometry import Size

#: The smallest window that has room for a screen.
LEAST = Size(60, 20)
#: The largest window. A larger size is reported by mistake, and drawing it would take minutes.
MOST = Size(1000, 500)


def possible(size: Size) -> Size:
    """Limit a reported size to the sizes that a window can have."""
    return Size(min(max(size.width, 1), MOST.width), min(max(size.height, 1), MOST.height))
