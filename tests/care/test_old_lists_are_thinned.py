"""Of old lists one a week stays; the boards at the moments that stay are as before, and what is dropped is said."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.collector import archive_replay, lock, thinning
from cchc_tui.collector.once import run_once
from cchc_tui.collector.thinning import limit_of, run_thin
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.moments import iso, parse_iso
from cchc_tui.ingest import marks
from cchc_tui.store.write import archive
from cchc_tui.store.write.archive import stored_at
from tests.kits.asked_source import AskedSource
from tests.kits.made_folder import made_folder
from tests.kits.read_here import read_in_this_process

ROOT = Path(__file__).parents[2]
FIRST = datetime(2021, 9, 1, 17, 0)
NOW = parse_iso("2021-11-10T09:00:00")
HEADINGS = "Mã hồ sơ,Tên thủ tục,Đơn vị,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc,Ngày trả kết quả,Trạng thái\n"


def text_of(moment: datetime, dossiers: int, rng: random.Random, first: int = 0) -> str:
    """A list in which some of the dossiers received so far are settled."""
    lines = [f"Thời điểm kết xuất: {moment:%d/%m/%Y %H:%M}\n", HEADINGS]
    for number in range(first, dossiers):
        received = FIRST + timedelta(days=number)
        done = f"{moment:%d/%m/%Y %H:%M}" if rng.random() < 0.5 else ""
        state = "Đã trả kết quả" if done else "Đang xử lý"
        dates = f"{received:%d/%m/%Y %H:%M},{received + timedelta(days=5):%d/%m/%Y %H:%M},{done},{done}"
        lines.append(f"000.00.14.H20-{received:%y%m%d}-{number:04d},Khai sinh,UBND Phường 6,{dates},{state}\n")
    return "".join(lines)


class Office:
    def __init__(self, path: Path) -> None:
        self.path = path

    def bring(self, moment: datetime, text: str, name: str) -> None:
        path = self.path / "inbox" / name
        path.write_text(text, encoding="utf-8")
        seconds = moment.timestamp()
        os.utime(path, (seconds, seconds))

    def moments(self) -> list[str]:
        with closing(sqlite3.connect(self.path / "cchc.db")) as connection:
            query = "SELECT moment FROM export WHERE kind = 'dossiers' ORDER BY moment"
            return [iso(moment) for (moment,) in connection.execute(query)]

    def places(self) -> list[str]:
        return [kept.name for kept in archive.archived_files(self.path / "archive")]

    def boards(self, moments: list[str]) -> list[Any]:
        source = AskedSource(self.path, Clock(NOW, 0))
        source.open()
        try:
            names = ("late", "unclosed", "due", "online")
            return [source.board(name, parse_iso(moment)).json() for moment in moments for name in names]
        finally:
            source.close()


@pytest.fixture(scope="module", autouse=True)
def _read_here() -> Iterator[None]:
    with read_in_this_process():
        yield


@pytest.fixture(scope="module")
def _loaded(tmp_path_factory: pytest.TempPathFactory, readers_at_hand: None) -> Path:
    """A list each third day from September on, and a meeting in September."""
    with pytest.MonkeyPatch.context() as clock:
        clock.setattr(thinning.time, "time", lambda: datetime(2021, 11, 10, 1, 0).timestamp())
        return _filled(Office(tmp_path_factory.mktemp("thin") / "office"), random.Random(7))


def _filled(made: Office, rng: random.Random) -> Path:
    made_folder(made.path)
    (made.path / "cchc.toml").write_text('[keep]\nlists_months = 1\nthen_one_a = "week"\n')
    for day in range(0, 45, 3):
        moment = FIRST + timedelta(days=day)
        made.bring(moment, text_of(moment, day + 1, rng), f"ds-{moment:%m%d}.csv")
    mark = made.path / "inbox" / "hop.txt"
    mark.write_text(marks.meeting_text(parse_iso("2021-09-15T08:00:00"), True, "", "", None), encoding="utf-8")
    assert run_once(made.path, as_json=True) == 0
    return made.path


@pytest.fixture
def office(tmp_path: Path, _loaded: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Office:
    monkeypatch.setattr(thinning.time, "time", lambda: datetime(2021, 11, 10, 2, 0).timestamp())
    capfd.readouterr()
    return Office(Path(shutil.copytree(_loaded, tmp_path / "office")))


def test_one_a_week_stays_and_its_boards_are_as_before(office: Office, capfd: pytest.CaptureFixture[str]) -> None:
    before = office.moments()
    assert run_thin(office.path, apply=False) == 0  # said before
    said = capfd.readouterr().out
    assert "--yes" in said
    assert office.moments() == before
    days = ("09-04", "09-10", "09-13", "09-19", "09-25")  # the last of each week, and what stood at the meeting
    kept = [*(f"2021-{day}T17:00:00" for day in days), *(moment for moment in before if moment >= "2021-10-01")]
    boards = office.boards([*kept, "2021-09-15T08:00:00"])
    assert run_thin(office.path, apply=True) == 0
    capfd.readouterr()
    assert office.moments() == kept
    assert len(office.places()) == len(kept) + 1
    assert office.boards([*kept, "2021-09-15T08:00:00"]) == boards
    assert archive_replay.run_rebuild(office.path) == 0
    assert office.moments() == kept
    assert office.boards([*kept, "2021-09-15T08:00:00"]) == boards
    assert not list((office.path / "private").glob("*.db.*"))
    log = [json.loads(line) for line in (office.path / "state" / "collector.log").read_text().splitlines()]
    assert len([line for line in log if line["event"] == "dropped"]) == len(before) - len(kept)
    assert run_thin(office.path, apply=True) == 0
    assert office.moments() == kept  # nothing more


def test_a_list_with_dossiers_of_its_own_stays(office: Office, capfd: pytest.CaptureFixture[str]) -> None:
    """Lists that each show a part of the dossiers: none stands in for another."""
    moment = datetime(2021, 9, 21, 12, 0)
    office.bring(moment, text_of(moment, 900, random.Random(1), 890), "rieng.csv")
    assert run_once(office.path, as_json=True) == 0
    assert run_thin(office.path, apply=True) == 0
    assert "rieng.csv" in office.places()
    assert "danh sách cũ vì có hồ sơ" in capfd.readouterr().out


def test_a_repeat_goes_with_its_list(office: Office) -> None:
    moment = FIRST + timedelta(days=6)
    again = next((office.path / "archive").rglob("*ds-0907.csv")).read_text(encoding="utf-8")
    office.bring(moment, again, "lai.csv")
    assert run_once(office.path, as_json=True) == 0
    assert run_thin(office.path, apply=True) == 0
    assert "lai.csv" not in office.places()
    assert "ds-0907.csv" not in office.places()


def test_all_is_kept_by_default_and_beside_a_collector(office: Office, capfd: pytest.CaptureFixture[str]) -> None:
    before = office.places()
    held = lock.acquire(office.path / "state" / "collector.lock")
    assert held is not None
    assert run_thin(office.path, apply=True) == 3
    held.release()
    (office.path / "cchc.toml").write_text("")
    assert run_thin(office.path, apply=True) == 0
    assert office.places() == before


def test_on_a_fault_nothing_is_dropped(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, os.strerror(28))

    before = office.places()
    monkeypatch.setattr(thinning, "replay", full)
    assert run_thin(office.path, apply=True) == 1
    assert office.places() == before


KILLED = """
import os, signal, sys
from pathlib import Path
from datetime import datetime
from cchc_tui.collector import thinning
from tests.kits.forked_readers import forked_readers

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

thinning.time.time = lambda: datetime(2021, 11, 10, 2, 0).timestamp()
{patch}
with forked_readers():
    thinning.run_thin(Path(sys.argv[1]), apply=True)
"""


@pytest.mark.parametrize("patch", ["thinning.replay = die", "thinning.archive.stored_at = die"])
def test_after_a_kill_all_that_is_there_is_loaded(
    office: Office, patch: str, once_more: Callable[[Path], None]
) -> None:
    before, moments = office.places(), office.moments()
    command = [sys.executable, "-c", KILLED.format(patch=patch), office.path]
    done = subprocess.run(command, cwd=ROOT, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert office.places() == before
    once_more(office.path)
    assert office.moments() == moments


@pytest.fixture
def once_more(capfd: pytest.CaptureFixture[str]) -> Callable[[Path], None]:
    def run(path: Path) -> None:
        assert run_once(path, as_json=True) == 0
        capfd.readouterr()

    return run


def test_a_file_that_cannot_be_deleted_is_said_and_loaded_again(
    office: Office, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    places = office.places()

    def replay_then_lock(*terms: Any, without: frozenset[str], real: Any = thinning.replay) -> None:
        real(*terms, without=without)
        stubborn = office.path / "archive" / sorted(without)[2]
        monkeypatch.setattr(thinning.archive, "stored_at", lambda folder, place: _stubborn(folder / place, stubborn))

    monkeypatch.setattr(thinning, "replay", replay_then_lock)
    assert run_thin(office.path, apply=True) == 1
    said = capfd.readouterr().err
    assert "Mới bỏ được 2 trên" in said
    assert "Chưa bỏ gì" not in said
    monkeypatch.undo()
    assert len(office.places()) == len(places) - 2
    assert run_once(office.path) == 0
    with closing(sqlite3.connect(office.path / "cchc.db")) as connection:
        loaded = {place for (place,) in connection.execute("SELECT archive FROM export")}
    assert loaded == {kept.path for kept in archive.archived_files(office.path / "archive")}


def _stubborn(path: Path, stubborn: Path) -> Path | None:
    if path == stubborn:
        raise PermissionError(13, "Permission denied", str(path))
    return stored_at(path.parent, path.name)


def test_the_limit_is_the_start_of_a_month() -> None:
    assert iso(limit_of(NOW, 1)) == "2021-10-01T00:00:00"
    assert iso(limit_of(NOW, 11)) == "2020-12-01T00:00:00"
