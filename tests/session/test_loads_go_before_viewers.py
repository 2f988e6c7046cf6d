"""An officer's viewer lets the collector have the processor first, but not before its own first boards are there."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from cchc_tui.collector.status import CollectorStatus, LoadProgress
from cchc_tui.domain.roles import LOCAL, Role, Viewer
from cchc_tui.tui.session import poller
from cchc_tui.tui.session.status_tracker import StatusTracker
from tests.kits.session_kit import Viewer as SessionViewer

SCRIPT = """
import os, threading
from cchc_tui.tui.session import process
done = threading.Event()
for name in ("poller", "slow queries", "other"):
    threading.Thread(target=done.wait, name=name).start()
process.let_others_first({"poller", "slow queries"})
for thread in threading.enumerate():
    print(thread.name, os.getpriority(os.PRIO_PROCESS, thread.native_id), sep=":")
done.set()
"""


def test_only_the_threads_that_ask_boards_wait_for_others() -> None:
    shown = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True).stdout
    before = os.getpriority(os.PRIO_PROCESS, 0)
    expected = {"poller": 15, "slow queries": 15, "other": before, "MainThread": before}
    assert {name: int(nice) for name, nice in (line.split(":") for line in shown.splitlines())} == expected


@pytest.mark.parametrize(
    ("viewer", "expected"),
    [(LOCAL, 0), (Viewer("a", Role.REVIEWER), 1), (Viewer("b", Role.WALL), 0), (Viewer("c", Role.SECRETARY), 0)],
)
def test_the_owners_viewer_and_those_of_a_meeting_keep_their_priority(
    viewer: Viewer, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lowered: list[bool] = []  # whether the first boards were there
    session = SessionViewer()
    monkeypatch.setattr(poller.process, "let_others_first", lambda _: lowered.append(bool(session.session.answers)))
    session.source.viewer = viewer
    for _ in range(4):
        session.poller._drawing_until = 0.0  # the app has drawn it
        session.round()
    assert lowered == [True] * expected


@pytest.mark.parametrize(
    ("viewer", "shown"),
    [(LOCAL, [True, True]), (Viewer("b", Role.WALL), [True, True]), (Viewer("a", Role.REVIEWER), [False, True])],
)
def test_a_load_of_less_than_a_second_is_drawn_by_none_of_many_viewers(viewer: Viewer, shown: list[bool]) -> None:
    load, seen = LoadProgress("a.xlsx", 100), []
    for beat in (100, 101):
        tracker = StatusTracker(collector=lambda beat=beat: CollectorStatus(alive=True, loading=load, beat=beat))  # type: ignore[misc]
        source = SessionViewer().source
        source.viewer = viewer
        tracker.source = source  # type: ignore[arg-type]
        seen.append(tracker.tick(source.time).loading is load)
    assert seen == shown
