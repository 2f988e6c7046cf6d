"""Many collectors that start at once, and one that stands still: a list is loaded once, by one of them."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.collector import status as status_file
from cchc_tui.collector.doctor import run_checks
from cchc_tui.collector.service import BUSY
from cchc_tui.collector.status import read_status
from cchc_tui.texts.collector import SAID
from tests.kits import forked_commands
from tests.kits.long_list import LONG
from tests.kits.short_exports import ROWS

STARTS = 50
LIST = "DanhSachHoSo.xlsx"
COUNTS = "SELECT count(*), sum(loaded), sum(verdict = 'accepted') FROM export"
NOTHING = [(0, None, None)]


def start(office: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "cchc_tui", "--data", str(office), "collect"]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def test_of_fifty_that_start_at_once_one_stays_and_loads(
    office: Path, tmp_path: Path, wait: Any, asked: Any, dropped: Any, exports: Path, running_on: Any
) -> None:
    dropped(exports / "igate_xlsx" / LIST, office / "inbox")
    errors = [tmp_path / f"errors {number}" for number in range(STARTS)]
    started = [forked_commands.start(path, "--data", str(office), "collect") for path in errors]
    try:
        wait(lambda: sum(not each.is_alive() for each in started) == STARTS - 1, "one that is left")
        (left,) = [each for each in started if each.is_alive()]
        gone = [each for each in started if each is not left]
        assert {each.exitcode for each in gone} == {BUSY}
        told = {path.read_text() for path, each in zip(errors, started, strict=True) if each is not left}
        assert told == {f"{SAID.busy}\n"}
        wait(lambda: asked(office, COUNTS) == [(1, ROWS, 1)], "the list")
        wait(lambda: not list((office / "inbox").iterdir()), "an empty inbox")
        assert read_status(office).pid == left.pid
        left.terminate()
        wait(lambda: running_on(office) == [], "no process left")
    finally:
        for each in started:
            each.kill()
            each.join()


@pytest.mark.parametrize("when", ["at rest", "in the middle of a load"])
def test_one_that_stands_still_is_not_replaced_and_what_it_began_is_loaded_once(
    office: Path, collect: Any, wait: Any, asked: Any, dropped: Any, long_list: Path, monkeypatch: Any, when: str
) -> None:
    monkeypatch.setattr(status_file, "STALLED", 1)
    leader = collect()
    wait(lambda: asked(office, COUNTS) == NOTHING, "a database")
    if when == "in the middle of a load":
        dropped(long_list, office / "inbox")
        wait(lambda: (read_status(office).loading or leader) is not leader, "a load")
    os.kill(leader.process.pid, signal.SIGSTOP)
    if when == "at rest":
        dropped(long_list, office / "inbox")
    second = start(office)
    assert (second.wait(30), second.communicate()[1]) == (BUSY, f"{SAID.busy}\n")
    wait(lambda: read_status(office).stalled, "that it stands still")
    assert any(str(leader.process.pid) in each.text for each in run_checks(office))
    assert asked(office, COUNTS) == NOTHING
    assert [path.name for path in (office / "inbox").iterdir()] == [long_list.name]
    os.kill(leader.process.pid, signal.SIGCONT)
    wait(lambda: asked(office, COUNTS) == [(1, LONG, 1)], "the list")
    wait(lambda: not list((office / "inbox").iterdir()), "an empty inbox")
    assert not read_status(office).stalled
    assert asked(office, COUNTS) == [(1, LONG, 1)]
