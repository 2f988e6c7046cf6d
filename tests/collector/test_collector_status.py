"""What viewers are told of the collector."""

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from cchc_tui.collector.status import NOBODY, StatusWriter, read_status
from cchc_tui.settings import DataFolder
from cchc_tui.texts.collector import collector_failed


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path)
    folder.state.mkdir()
    return folder


def test_nobody_where_there_never_was_one(tmp_path: Path) -> None:
    assert read_status(tmp_path) is NOBODY
    assert not NOBODY.alive


def test_a_living_collector_shows_its_work(folder: DataFolder) -> None:
    with StatusWriter(folder, "service") as writer:
        writer.set_waiting(("b.csv",), 1)
        writer.begin_load("a.xlsx")
        time.sleep(0.25)
        writer.show_progress(2_000, 20_000)
        status = read_status(folder.path)
        assert (status.alive, status.stalled, status.pid, status.role) == (True, False, os.getpid(), "service")
        assert (status.waiting, status.waiting_count) == (("b.csv",), 1)
        assert status.loading is not None
        assert (status.loading.name, status.loading.done, status.loading.total) == ("a.xlsx", 2_000, 20_000)
        writer.end_load()
        assert read_status(folder.path).loading is None


def test_an_error_is_shown_until_it_is_over(folder: DataFolder) -> None:
    with StatusWriter(folder, "service") as writer:
        writer.set_error("Đĩa đã đầy")
        assert read_status(folder.path).last_error == "Đĩa đã đầy"
        writer.set_error("")
        assert read_status(folder.path).last_error == ""


def test_one_that_left_in_order_is_gone(folder: DataFolder) -> None:
    with StatusWriter(folder, "once"):
        pass
    assert not read_status(folder.path).alive


def test_one_that_was_killed_is_gone_at_once(folder: DataFolder) -> None:
    script = "import sys; from pathlib import Path; from cchc_tui.settings import DataFolder\n"
    script += "from cchc_tui.collector.status import StatusWriter\n"
    script += "with StatusWriter(DataFolder(Path(sys.argv[1])), 'service') as writer:\n"
    script += "    writer.begin_load('a.xlsx'); print(flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", script, folder.path], stdin=-1, stdout=-1) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert read_status(folder.path).alive
        process.kill()
        process.wait()
        status = read_status(folder.path)
        assert not status.alive
        assert status.loading is None


def test_a_later_process_with_the_same_number_is_not_mistaken_for_it(folder: DataFolder) -> None:
    with StatusWriter(folder, "service"):
        status = msgspec.json.decode(folder.status.read_bytes())
    status.update(left=False, start_ticks=status["start_ticks"] - 1)
    folder.status.write_bytes(msgspec.json.encode(status))
    assert not read_status(folder.path).alive


def test_a_stopped_collector_is_stalled(folder: DataFolder) -> None:
    with StatusWriter(folder, "service"):
        status = msgspec.json.decode(folder.status.read_bytes())
    status.update(left=False, beat=status["beat"] - 16)
    folder.status.write_bytes(msgspec.json.encode(status))
    status = read_status(folder.path)
    assert status.alive
    assert status.stalled
    assert status.age >= 16


def test_half_a_status_is_nobody(folder: DataFolder) -> None:
    folder.status.write_text('{"pid": 1, ')
    assert read_status(folder.path) is NOBODY


def test_its_group_can_read_it(folder: DataFolder) -> None:
    previous = os.umask(0o077)
    try:
        with StatusWriter(folder, "service"):
            assert stat.S_IMODE(folder.status.stat().st_mode) == 0o640
    finally:
        os.umask(previous)


def test_the_status_thread_survives_a_full_disk(folder: DataFolder) -> None:
    with StatusWriter(folder, "service") as writer:
        folder.status.unlink()
        folder.status.mkdir()
        writer.set_error("x")
        folder.status.rmdir()
        writer.set_error("y")
        assert read_status(folder.path).last_error == "y"


@pytest.mark.parametrize("reason", ["Sửa dòng này rồi chạy lại.", "Sửa dòng này rồi chạy lại"])
def test_what_ended_the_collector_is_said_with_one_full_stop(reason: str) -> None:
    assert collector_failed(reason).endswith("Sửa dòng này rồi chạy lại. Sẽ thử lại.")
