"""A source that is made when the poller opens it: the first frame waits for no registry, no settings, no database.

Importing the boards and reading a registry takes as long as half of what a person sees as "at once".
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

if TYPE_CHECKING:
    from cchc_tui.boards.source import Source
    from cchc_tui.domain.clock import Clock

T = TypeVar("T")


class _Later:
    """Stands for the source; whatever is asked of it is asked of the real one, which ``open`` makes."""

    def __init__(self, data: Path, clock: Clock, make: Callable[[], Source]):
        self.data = data
        self.clock = clock
        self._make = make
        self._source: Source | None = None

    def open(self) -> None:
        """Makes the source where there is none yet, and opens it."""
        source = self._source or self._make()
        source.open()
        self._source = source

    def close(self) -> None:
        """Closes the source, if there is one."""
        if self._source is not None:
            self._source.close()

    def __getattr__(self, name: str) -> Any:
        if self._source is None and name in {"registry", "settings"}:
            return self._shipped(name)
        return getattr(self._source, name)

    def _shipped(self, name: str) -> Any:
        """What a key that is pressed before the source is there has to do with: the package's own."""
        from cchc_tui.registry import load  # after the first frame
        from cchc_tui.settings import Settings

        return load(None) if name == "registry" else Settings()


class _WhenAsked(Generic[T]):
    """Stands for a thing that is made when something is first asked of it."""

    def __init__(self, make: Callable[[], T]):
        self._make = make
        self._made: T | None = None

    def __getattr__(self, name: str) -> Any:
        if self._made is None:
            self._made = self._make()
        return getattr(self._made, name)


def when_asked(make: Callable[[], T]) -> T:
    """What ``make`` makes, but only once something is asked of it: by the poller, after the first frame."""
    return cast("T", _WhenAsked(make))


def later(data: Path, clock: Clock, make: Callable[[], Source]) -> Source:
    """A source of that folder and clock, which ``make`` makes once the first frame is drawn."""
    return cast("Source", _Later(data, clock, make))
