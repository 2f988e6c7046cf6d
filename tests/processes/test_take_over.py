"""Viewers keep a collector among them: one at a time, another when it goes, none when they are gone.

A small program stands in for a viewer: it does what the app's thread does, a look each so often.
"""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.collector.status import read_status
from cchc_tui.collector.supervisor import CollectorSupervisor
from tests.kits.long_list import LONG
from tests.kits.short_exports import ROWS

VIEWER = """
import sys, time
from pathlib import Path
from cchc_tui.collector.supervisor import CollectorSupervisor
supervisor = CollectorSupervisor(Path(sys.argv[-1]))
while True:
    supervisor.tick()
    time.sleep(0.5)
"""
COUNTS = "SELECT (SELECT count(*) FROM dossier), (SELECT count(*) FROM export WHERE verdict = 'accepted')"


@pytest.fixture
def viewer(office: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen([sys.executable, "-c", VIEWER, office]))
        return started[-1]

    yield start
    for each in started:
        each.kill()
        each.wait()


def collector(office: Path) -> int:
    status = read_status(office)
    return status.pid if status.alive else 0


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def test_two_viewers_have_one_collector_and_leave_none(office: Path, viewer: Any, wait: Any, running_on: Any) -> None:
    first, second = viewer(), viewer()
    wait(lambda: collector(office), "a collector")
    time.sleep(1.5)
    both = {first.pid, second.pid}
    ours = set(running_on(office)) - both
    assert len({pid for pid in ours if parent(pid) in both}) == 1
    for each in (first, second):
        each.terminate()
        each.wait()
    wait(lambda: running_on(office) == [], "no process left")


def test_when_a_viewer_is_killed_its_collector_goes_and_the_others_takes_over(
    office: Path, viewer: Any, wait: Any
) -> None:
    viewers = {each.pid: each for each in (viewer(), viewer())}
    wait(lambda: collector(office), "a collector")
    time.sleep(0.5)
    before = collector(office)
    viewers[parent(before)].kill()
    wait(lambda: collector(office) not in (0, before), "another collector")
    assert parent(collector(office)) in viewers


def test_a_collector_killed_in_mid_load_is_followed_by_one_that_loads_all_of_it(
    office: Path, viewer: Any, wait: Any, dropped: Any, asked: Any, long_list: Path, kill_in_mid_load: Any
) -> None:
    viewer()
    viewer()
    wait(lambda: collector(office), "a collector")
    dropped(long_list, office / "inbox")
    for _ in range(2):
        kill_in_mid_load(office)
    wait(lambda: asked(office, COUNTS) == [(LONG, 1)], "the whole list, once")
    wait(lambda: not any((office / "inbox").iterdir()), "an empty inbox")
    assert asked(office, "PRAGMA integrity_check") == [("ok",)]
    assert asked(office, "SELECT count(*) FROM version") == [(0,)]
    assert len([path for path in (office / "archive").rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize("who", ["viewer", "collector"])
def test_a_kill_in_mid_load_leaves_no_process(
    office: Path,
    viewer: Any,
    wait: Any,
    dropped: Any,
    long_list: Path,
    running_on: Any,
    kill_in_mid_load: Any,
    who: str,
) -> None:
    only = viewer()
    wait(lambda: collector(office), "a collector")
    dropped(long_list, office / "inbox")
    if who == "collector":
        kill_in_mid_load(office)
    else:
        wait(lambda: read_status(office).loading, "a load")
        time.sleep(0.2)
    only.kill()
    wait(lambda: set(running_on(office)) <= {only.pid}, "no process left")


def test_a_stopped_viewer_keeps_its_collector_at_work(
    office: Path, viewer: Any, wait: Any, dropped: Any, asked: Any, exports: Path
) -> None:
    only = viewer()
    wait(lambda: collector(office), "a collector")
    only.send_signal(signal.SIGSTOP)
    dropped(exports / "igate_xlsx" / "DanhSachHoSo.xlsx", office / "inbox")
    wait(lambda: asked(office, COUNTS) == [(ROWS, 1)], "the list")
    only.send_signal(signal.SIGCONT)


def test_a_viewer_leaves_a_service_alone(office: Path, collect: Any, viewer: Any, running_on: Any) -> None:
    service = collect()
    watching = viewer()
    time.sleep(1.2)
    assert collector(office) == service.process.pid
    assert all(parent(pid) != watching.pid for pid in running_on(office))


def test_a_viewer_that_may_not_lock_starts_nothing(office: Path, viewer: Any, running_on: Any) -> None:
    (office / "state" / "collector.lock").symlink_to("/nowhere/lock")
    watching = viewer()
    time.sleep(1.2)
    assert running_on(office) == [watching.pid]


def test_a_collector_that_cannot_start_is_not_started_over_and_over(office: Path) -> None:
    (office / "cchc.toml").write_text("nonsense = 1\n")
    supervisor = CollectorSupervisor(office)
    started = set()
    end = time.monotonic() + 3.0
    while time.monotonic() < end:
        supervisor.tick()
        started.add(supervisor.pid)
        time.sleep(0.05)
    assert len(started - {0}) <= 3
    assert "cchc.toml" in supervisor.trouble
    supervisor.close()
