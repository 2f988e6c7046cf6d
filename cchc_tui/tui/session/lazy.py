"""A source that the poller's thread creates, so that the first frame does not wait for registry and database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from cchc_tui.domain.roles import LOCAL, Viewer

if TYPE_CHECKING:
    from cchc_tui.boards.source import Source
    from cchc_tui.domain.audit import AuditedAct
    from cchc_tui.domain.clock import Clock

T = TypeVar("T")


class _Later:
    """A proxy for the source. ``open`` creates the source; other attributes are those of the source."""

    def __init__(self, data: Path, clock: Clock, make: Callable[[], Source], viewer: Viewer):
        self.data = data
        self.clock = clock
        self.viewer = viewer
        self._make = make
        self._source: Source | None = None

    def open(self) -> None:
        """Create the source, unless it exists, and open it."""
        source = self._source or self._make()
        source.open()
        self._source = source

    def close(self) -> None:
        """Close the source, if it was created."""
        if self._source is not None:
            self._source.close()

    def audit(self, act: AuditedAct, what: str) -> None:
        """Log what this viewer does (see ``Source.audit``), also before the source exists."""
        (self._source or self._make()).audit(act, what)

    def __getattr__(self, name: str) -> Any:
        if self._source is None and name in {"registry", "settings"}:  # for a key pressed before the source exists
            from cchc_tui.registry import load  # imported only after the first frame
            from cchc_tui.settings import Settings

            return load(None) if name == "registry" else Settings()
        return getattr(self._source, name)


class _WhenAsked(Generic[T]):
    def __init__(self, make: Callable[[], T]):
        self._make = make
        self._made: T | None = None

    def __getattr__(self, name: str) -> Any:
        if self._made is None:
            self._made = self._make()
        return getattr(self._made, name)


def when_asked(make: Callable[[], T]) -> T:
    """A proxy for an object. ``make`` creates the object when one of its attributes is first read."""
    return cast("T", _WhenAsked(make))


def later(data: Path, clock: Clock, make: Callable[[], Source], viewer: Viewer = LOCAL) -> Source:
    """A proxy for the source of a data folder. ``make`` creates the source when the poller opens the proxy."""
    return cast("Source", _Later(data, clock, make, viewer))
