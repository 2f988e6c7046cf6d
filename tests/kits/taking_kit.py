"""Taking along what is on the screen: the keys that a user presses, and the file that comes of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

CHOICE = {"xlsx": "1", "csv": "2", "json": "3", "svg": "4", "copy": "5"}


async def export(pilot: Any, until: Callable[..., Any], kind: str, says: str = "✓") -> str:
    """Takes along; what the screen then says."""
    await pilot.press("e")
    await until(pilot, "Bảng tính Excel")
    await pilot.press(CHOICE[kind])
    return await until(pilot, says)


def only_file(folder: Path) -> Path:
    """The one file there."""
    (path,) = folder.iterdir()
    return path


async def go(pilot: Any, until: Callable[..., Any], way: str) -> None:
    """From wherever one is to a screen, by way of the overview."""
    keys = way.split()
    await pilot.press(*keys[:1], *keys[:1], "1")  # what was opened from that board is closed
    await until(pilot, "sắp đến hạn")
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
