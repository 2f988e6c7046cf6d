"""Steps of a walk through one app: a failure tells in which of them it was, and each may begin at home."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from textual.pilot import Pilot

from cchc_tui.tui.app import CchcApp


@contextmanager
def step(name: object) -> Iterator[None]:
    """A failure within the block names the step."""
    try:
        yield
    except BaseException as error:
        error.add_note(f"in the step {name!r}")
        raise


async def home(pilot: Pilot[int]) -> None:
    """To the overview of now, with nothing open on any board that was left."""
    app = cast("CchcApp", pilot.app)
    app.close_overlays()
    app.up_to_top()
    app.action_travel("to_live")
    app.action_board("overview")
    await pilot.pause()
