"""Errors of which each has a name of its own, so that what is said and logged is of the last one."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

_numbers = count(100)


def fault() -> tuple[str, Callable[..., Any]]:
    """The name of a new kind of error, and a function that fails with it."""
    kind = type(f"Fault{next(_numbers)}", (Exception,), {})

    def fail(*_: Any, **__: Any) -> Any:
        raise kind

    return kind.__name__, fail


async def logged(pilot: Pilot[int], log: Path, name: str) -> None:
    """Wait until an error of this name is in the log."""
    for _ in range(300):
        if log.exists() and name in log.read_text():
            return
        await pilot.pause(0.03)
    pytest.fail(f"{name} was not logged")
