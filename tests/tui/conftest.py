"""The screens over a fake source: what a user presses and sees, without a disk, a database or a clock that moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from cchc_tui.tui.app import CchcApp
from cchc_tui.tui.terminal import crash, input_net
from tests.kits.tui_fakes import FakeSource, make_app
from tests.kits.tui_rest import use_rest


@pytest.fixture(autouse=True)
def _rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pilots wait until the app has come to rest."""
    use_rest(monkeypatch)


@pytest.fixture(autouse=True)
def nothing_fails_by_hand(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A key that fails costs the app a sentence; here it fails its test, but where that is looked at (``log``)."""
    failed: list[BaseException] = []
    if "log" not in request.fixturenames:
        monkeypatch.setattr(input_net, "log_error", failed.append)
    yield
    for error in failed:
        raise error


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where errors are logged. A test or module that asks for it expects some."""
    path = tmp_path / "faults.log"
    monkeypatch.setattr(crash, "log_path", lambda: path)
    crash._logged.clear()
    return path


@pytest.fixture
def source() -> FakeSource:
    """Made-up figures of the meeting: 1.416 and 3.253."""
    return FakeSource()


@pytest.fixture
def app(source: FakeSource) -> CchcApp:
    """The app over them."""
    return make_app(source)


@pytest.fixture
def text() -> Callable[[Pilot[int]], str]:
    """All that stands on the screen."""

    def read(pilot: Pilot[int]) -> str:
        strips = pilot.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    return read


@pytest.fixture
def until(text: Callable[[Pilot[int]], str]) -> Callable[..., object]:
    """Waits until the screen says something (or no longer says it); the screen then."""

    async def wait(pilot: Pilot[int], *words: str, gone: str = "", seconds: float = 20.0) -> str:
        for _ in range(int(seconds / 0.03)):
            shown = text(pilot)
            if all(word in shown for word in words) and (not gone or gone not in shown):
                return shown
            await pilot.pause(0.03)
        pytest.fail(f"the screen never said {words} (without {gone!r}):\n{text(pilot)}")

    return wait
