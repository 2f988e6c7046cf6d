"""Stands in for Textual's command palette, which this app never opens.

Textual imports its palette with every app, and a dozen widgets for it. That takes 28 ms before the first frame, and
0.9 MB of memory in every viewer.
"""

from __future__ import annotations

import sys
from typing import Any

_MODULE = "textual.command"


class Provider:
    """What Textual's provider of themes is derived from."""


class CommandPalette:
    """A palette that is never open."""

    @staticmethod
    def is_open(_app: Any) -> bool:
        """False."""
        return False


CommandListItem = DiscoveryHit = Hit = Hits = SimpleProvider = Any


def stand_in() -> None:
    """Take the place of Textual's module, unless it is imported already. Call it before Textual is imported."""
    sys.modules.setdefault(_MODULE, sys.modules[__name__])
