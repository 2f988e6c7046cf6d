"""Pictures of the screen that need nothing from outside: an office without internet sees them as they are."""

from __future__ import annotations

import re

_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}\s*")
_OUTSIDE = "Fira Code"
#: Monospaced fonts that have the marks of Vietnamese and the blocks of bars, as they come with common systems.
FONTS = "'DejaVu Sans Mono', 'Cascadia Mono', Consolas, Menlo, 'Liberation Mono'"


def without_outside_fonts(svg: str) -> str:
    """The picture with the fonts of whoever looks at it, where rich would have had them fetched from a server."""
    return _FONT_FACE.sub("", svg).replace(f'"{_OUTSIDE}"', FONTS).replace(_OUTSIDE, FONTS)
