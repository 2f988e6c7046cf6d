"""A replacement for Textual's command palette, which this app never opens.

Textual imports the command palette and a dozen widgets for it in every app. That takes 28 ms before the first frame,
and 0.9 MB of memory in every viewer.
"""

from __future__ import annotations

import sys
from typing import Any

_MODULE = "textual.command"


class Provider:
    """The base class of Textual's provider of themes."""


class CommandPalette:
    """A palette that is never open."""

    @staticmethod
    def is_open(_app: Any) -> bool:
        """Always False."""
        return False


CommandListItem = DiscoveryHit = Hit = Hits = SimpleProvider = Any


def stand_in() -> None:
    """Make ``import textual.command`` import this module. Call this function before Textual is imported."""
    sys.modules.setdefault(_MODULE, sys.modules[__name__])
