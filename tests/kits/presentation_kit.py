"""A presentation with a clock that a test advances."""

from __future__ import annotations

from collections.abc import Callable

from textual.pilot import Pilot

from cchc_tui.registry.presentation import PAGES
from cchc_tui.tui.app import CchcApp
from cchc_tui.tui.wall.presentation import PresentationScreen

#: The pages of an office whose last meeting gave no directives.
WALL = tuple(page for page in PAGES if page != "directives")


class Seconds:
    """A clock that stands still until a test advances it."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Show:
    """The presentation screen of an app, and its clock."""

    def __init__(self, pilot: Pilot[int]):
        self.pilot = pilot
        self.seconds = Seconds()
        self.screen = PresentationScreen(self.seconds)

    async def begin(self) -> Show:
        app = self.pilot.app
        assert isinstance(app, CchcApp)
        await app.push_screen(self.screen)
        await self.pilot.pause()
        return self

    @property
    def page(self) -> str:
        return self.screen.page.key

    async def wait(self, seconds: float) -> None:
        """Let ``seconds`` pass with a tick each second, and wait until the screen is at rest."""
        end = self.seconds.now + seconds
        while self.seconds.now < end:
            self.seconds.now = min(end, self.seconds.now + 1)
            self.screen.tick()
        await self.pilot.pause()

    async def settled(self, until: Callable[..., object]) -> None:
        """Wait until the shown page has its answers."""
        await until(self.pilot, f"{self.screen.page_timer.page + 1}/{len(self.screen._pages)}", gone="đang lấy số liệu")
