"""The wait of the poller's thread, ended by the kernel's report that the collector has written its status."""

from __future__ import annotations

import select
import threading
import time
from pathlib import Path

import pytest

from cchc_tui.tui.session import poller_wait
from cchc_tui.tui.session.poller_wait import PollerWait
from cchc_tui.whole_files import replace_file

#: A wait that nothing ends would outlast a test's patience.
LONG = 60.0


def woken_by(waiting: PollerWait, act: object) -> tuple[bool, bool]:
    """Whether an act in another thread ends a long wait, and what the wait returns."""
    begun = time.monotonic()
    thread = threading.Thread(target=act)  # type: ignore[arg-type]
    thread.start()
    asked = waiting.wait(LONG)
    thread.join()
    return time.monotonic() - begun < LONG, asked


def is_news(waiting: PollerWait) -> bool:
    """Whether a wait would end at once, because of what was written."""
    folder = waiting._folder
    assert folder is not None
    return bool(select.select([folder.descriptor], [], [], 0)[0])


def test_a_status_that_the_collector_writes_ends_the_wait(tmp_path: Path) -> None:
    waiting = PollerWait()
    waiting.watch(tmp_path)
    assert waiting.watches
    (tmp_path / ".collector.json.part").write_bytes(b"{}")
    assert not is_news(waiting)  # it is not there yet
    for _ in range(3):
        assert woken_by(waiting, lambda: replace_file(tmp_path / "collector.json", b"{}")) == (True, False)
        assert not is_news(waiting)


def test_a_folder_that_was_replaced_is_watched_like_the_first(tmp_path: Path) -> None:
    state, waiting = tmp_path / "state", PollerWait()
    waiting.watch(state)
    assert not waiting.watches  # there is no folder yet
    state.mkdir()
    waiting.watch(state)
    state.rename(tmp_path / "moved")
    state.mkdir()
    waiting.watch(state)
    assert woken_by(waiting, lambda: replace_file(state / "collector.json", b"{}")) == (True, False)
    replace_file(tmp_path / "moved" / "collector.json", b"{}")
    assert not is_news(waiting)


def test_a_person_who_waits_is_told_from_an_answer_that_is_ready() -> None:
    waiting = PollerWait()
    assert woken_by(waiting, waiting.end_wait) == (True, False)
    waiting.clear()
    assert woken_by(waiting, waiting.set) == (True, True)
    assert waiting.is_set()
    waiting.clear()
    assert not waiting.is_set()
    assert not waiting.wait(0.0)


def test_too_many_watches_of_one_user_are_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Refused:
        def __init__(self) -> None:
            raise OSError(24, "Too many open files")

    monkeypatch.setattr(poller_wait, "_WatchedFolder", Refused)
    waiting = PollerWait()
    waiting.watch(tmp_path)
    assert not waiting.watches
    assert woken_by(waiting, waiting.set) == (True, True)


def test_a_wait_that_is_let_go_leaves_no_descriptor(tmp_path: Path) -> None:
    before = len([*Path("/proc/self/fd").iterdir()])
    for _ in range(3):
        waiting = PollerWait()
        waiting.watch(tmp_path)
        del waiting
    assert len([*Path("/proc/self/fd").iterdir()]) == before
