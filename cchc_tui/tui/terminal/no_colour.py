"""No colour at all, as ``NO_COLOR`` asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.filter import Monochrome, NoColor

if TYPE_CHECKING:
    from textual.app import App


def send_no_colour(app: App[Any]) -> None:
    """Send no colours. Textual's own filter would send greys."""
    app._filters = [NoColor() if isinstance(one, Monochrome) else one for one in app._filters]
