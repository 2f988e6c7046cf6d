"""A board's answer as the table of its screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cchc_tui.boards.table import Table
    from cchc_tui.registry import Registry


def table_of(name: str, answer: Any, registry: Registry) -> Table:
    """A board's answer as the table that screens show."""
    from cchc_tui.boards.listed import board_of

    return board_of(name).table(answer, registry, screen=True)
