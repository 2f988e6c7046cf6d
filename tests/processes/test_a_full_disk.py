"""A disk that is really full, of the data or of temporary files. Needs root, to make one."""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.collector.status import StatusWriter, read_status
from cchc_tui.collector.supervisor import CollectorSupervisor
from cchc_tui.settings import DataFolder
from cchc_tui.store.read.database import Writer
from tests.kits.long_list import LONG
from tests.kits.made_folder import made_folder
from tests.kits.mounts import fill, tmpfs
from tests.kits.short_exports import ROWS

pytestmark = pytest.mark.root
LIST = "DanhSachHoSo.xlsx"
COUNTS = "SELECT (SELECT count(*) FROM dossier), (SELECT count(*) FROM export WHERE verdict = 'accepted')"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with tmpfs(tmp_path / "disk", 64) as place:
        yield place


@pytest.fixture
def office(disk: Path) -> Path:
    """On a disk of its own."""
    made_folder(disk / "office")
    return disk / "office"


@pytest.fixture
def app(office: Path, collect: Any, terminal: Any, dropped: Any, exports: Path) -> Any:
    """The app with a list of 1.200 dossiers, beside a collector."""
    collect("from cchc_tui.collector import inbox_loop, retries\ninbox_loop.RETRY = retries.RETRY = 0.5")
    running = terminal(sys.executable, "-m", "cchc_tui", "--data", str(office), columns=200)
    dropped(exports / "igate_xlsx" / LIST, office / "inbox")
    running.wait_for("10/11/2021 08:30")
    running.send(b"2")
    running.wait_for("Phường 6")
    return running


def is_loading(office: Path) -> bool:
    loading = read_status(office).loading
    return loading is not None and loading.done > 0


def test_in_the_middle_of_a_load_it_is_said_and_the_load_goes_through_when_there_is_room(
    app: Any, office: Path, long_list: Path, dropped: Any, wait: Any, asked: Any
) -> None:
    dropped(long_list, office / "inbox")
    wait(lambda: is_loading(office), "a load")
    filled = fill(office.parent)
    app.wait_for("Đĩa đã đầy")
    fill(office.parent)  # what the load gave back
    assert "Phường 6" in app.text
    assert asked(office, COUNTS) == [(ROWS, 1)]
    filled.unlink()
    wait(lambda: asked(office, COUNTS) == [(LONG + ROWS, 2)], "both lists")
    wait(lambda: not list((office / "inbox").iterdir()), "an empty inbox")
    wait(lambda: "Đĩa đã đầy" not in app.text, "the end of the trouble")
    assert len([path for path in (office / "archive").rglob("*") if path.is_file()]) == 2
    assert asked(office, "PRAGMA integrity_check") == [("ok",)]
    events = [json.loads(line)["event"] for line in (office / "state" / "collector.log").read_text().splitlines()]
    assert [event for event in events if event.startswith("fault")] == ["fault", "fault_over"]


def test_what_is_wrong_is_also_said_where_nothing_can_be_written(office: Path) -> None:
    with StatusWriter(DataFolder(office), "test") as status:
        filled = fill(office.parent)
        names = tuple(f"{number} {'x' * 240}.csv" for number in range(20))
        status.set_waiting(names, 20)
        status.set_error("Đĩa đã đầy")
        assert read_status(office).last_error == "Đĩa đã đầy"
        before = read_status(office).beat
        end = time.monotonic() + 20
        while read_status(office).beat == before:
            assert time.monotonic() < end
        filled.unlink()
        status.set_error("")
        assert (read_status(office).last_error, read_status(office).waiting) == ("", names)


def test_a_database_that_has_no_room_for_all_of_its_log_is_still_the_same(disk: Path) -> None:
    """It was taken for another's, put aside and made again, for which there was no room: no board was left."""
    (disk / "office").mkdir()
    with Writer(disk / "office" / "cchc.db") as writer:
        rows = ((f"key {number}", "x" * 4_000) for number in range(2_000))
        with writer.transaction() as connection:
            connection.executemany("INSERT INTO meta (key, value) VALUES (?, ?)", rows)
        filled = fill(disk)
        os.truncate(filled, filled.stat().st_size - (1 << 20))
        with pytest.raises(sqlite3.OperationalError, match="full"):
            writer.tidy()
        writer.check()
        filled.unlink()
        writer.tidy()
        writer.check()
        assert writer.connection.execute("SELECT count(*) FROM meta WHERE key LIKE 'key %'").fetchone() == (2_000,)


def test_a_full_folder_of_temporary_files_keeps_no_list_from_being_loaded(
    disk: Path, tmp_path: Path, exports: Path, python: str
) -> None:
    fill(disk)
    made_folder(tmp_path / "office")
    (tmp_path / "office" / "inbox" / "year.xlsx").write_bytes((exports / "city_year" / LIST).read_bytes())
    command = [python, "-m", "cchc_tui", "--data", tmp_path / "office", "collect", "--once"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env={**os.environ, "TMPDIR": str(disk)})
    assert (done.returncode, done.stderr) == (0, "")
    assert "62.000 mới" in done.stdout


def test_why_a_collector_does_not_start_is_said_though_the_folder_of_temporary_files_is_full(
    disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_folder(tmp_path / "office")
    fill(disk)
    monkeypatch.setattr(tempfile, "tempdir", str(disk))
    (tmp_path / "office" / "cchc.toml").write_text("nonsense = 1\n")
    supervisor = CollectorSupervisor(tmp_path / "office")
    end = time.monotonic() + 60
    while not supervisor.trouble:
        assert time.monotonic() < end
        supervisor.tick()
        time.sleep(0.05)
    supervisor.close()
    assert "cchc.toml" in supervisor.trouble
