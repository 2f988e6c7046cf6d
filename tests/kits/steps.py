"""Steps of a walk through one app: a failure tells in which of them it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(name: object) -> Iterator[None]:
    """A failure within the block names the step."""
    try:
        yield
    except BaseException as error:
        error.add_note(f"in the step {name!r}")
        raise
