"""A collector that is killed, wherever it was, has lost no file and loaded none twice."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.collector.archive_replay import run_rebuild
from cchc_tui.collector.once import run_once
from cchc_tui.domain.clock import Clock

KILLED = """
import os, resource, signal, sys
from pathlib import Path
from cchc_tui.collector import intake, once, staged_file, status

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

real_signature_at = staged_file.signature_at
def die_when_leaving(path):
    if path.parent.name == "leaving":
        die()
    return real_signature_at(path)

real_move = staged_file.StagedFile.move_to_archive
def die_when_moved(self, target):
    signal.signal(signal.SIGXFSZ, die)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))  # who writes a file there dies in the middle of it
    real_move(self, target)
    die()

{patch}
once.run_once(Path(sys.argv[1]))
"""
POINTS = {
    "while the file is copied": "staged_file.signature_at = die",
    "in the middle of the load": "status.StatusWriter.show_progress = die",
    "at the end of the load": "intake.signature_at = die",
    "after the commit": "staged_file.StagedFile.move_to_archive = die",
    "while it is moved to the archive": "staged_file.StagedFile.move_to_archive = die_when_moved",
    "when it stands in the archive": "staged_file.sync = lambda path: die() if path.is_dir() else None",
    "before it leaves the inbox": "intake.remove = die",
    "while it leaves the inbox": "staged_file.signature_at = die_when_leaving",
}


SECOND = 1_636_508_000
#: Every file arrives in one second.
STANDING_CLOCK = f"intake.Clock.now = lambda self: {SECOND}"


def kill(office: Path, *patches: str) -> None:
    code = KILLED.format(patch="\n".join(patches))
    done = subprocess.run([sys.executable, "-c", code, office], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL


def content(office: Any) -> list[list[tuple[Any, ...]]]:
    return [
        office.rows("SELECT name, sha, verdict, moment, rows, loaded, changed, unchanged FROM export ORDER BY id"),
        *(sorted(office.rows(f"SELECT * FROM {table}"), key=repr) for table in ("dossier", "version", "state_count")),
        office.rows('SELECT export, at, unit, kind, "count" FROM event ORDER BY id'),
    ]


@pytest.fixture(scope="module")
def lists(exports: Path) -> tuple[Path, Path]:
    return exports / "igate_xlsx" / "DanhSachHoSo.xlsx", exports / "igate_xlsx" / "later" / "DanhSachHoSo.xlsx"


@pytest.fixture(scope="module")
def loaded(lists: tuple[Path, Path], new_office: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    """An office with the first list, and one with both, that no collector was killed in."""
    offices = []
    for count in (1, 2):
        office = new_office(tmp_path_factory.mktemp("untouched"))
        for source in lists[:count]:
            office.drop(source)
            assert run_once(office.path) == 0
        offices.append(office)
    return offices[0], offices[1]


@pytest.mark.parametrize("point", POINTS)
def test_no_file_is_lost_or_loaded_twice(
    point: str, once: Callable[[], Any], office: Any, lists: tuple[Path, Path], loaded: tuple[Any, Any]
) -> None:
    first, later = lists
    shutil.copytree(loaded[0].path, office.path, dirs_exist_ok=True)
    office.drop(later)
    kill(office.path, POINTS[point])
    report = once()

    assert [file["verdict"] for file in report] in (["accepted"], ["repeated"])
    assert list(office.inbox.iterdir()) == []
    assert list(office.leaving.iterdir()) == []
    assert [path.read_bytes() for path in office.kept()] == [first.read_bytes(), later.read_bytes()]
    assert content(office) == content(loaded[1])


def test_a_refused_file_is_archived(office: Any, once: Callable[[], Any]) -> None:
    (office.inbox / "x.csv").write_text("this is no list\n")
    kill(office.path, POINTS["after the commit"])
    once()
    assert set(office.verdicts()) == {("x.csv", "refused")}
    assert [path.read_text() for path in office.kept()] == ["this is no list\n"]
    assert list(office.inbox.iterdir()) == []


def test_a_repeated_file_is_listed_once(office: Any, once: Callable[[], Any], exports: Path) -> None:
    source = exports / "igate_xlsx" / "DanhSachHoSo.xlsx"
    office.drop(source)
    once()
    office.drop(source, "another name.xlsx")
    kill(office.path, POINTS["before it leaves the inbox"])
    once()
    assert [verdict for _, verdict in office.verdicts()] == ["accepted", "repeated"]
    assert list(office.inbox.iterdir()) == []


def test_files_of_one_second_are_rebuilt_in_the_order_in_which_they_were_loaded(
    office: Any, once: Callable[[], Any], exports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Clock, "now", lambda self: SECOND)
    for number, name in enumerate(("d.xlsx", "c.xlsx", "b.xlsx", "a.xlsx")):
        office.drop(exports / "igate_xlsx" / ("later" if number % 2 else "") / "DanhSachHoSo.xlsx", name)
        with (office.inbox / name).open("ab") as file:
            file.write(bytes(number))  # after the end of a zip file nothing is read
        kill(office.path, STANDING_CLOCK, POINTS["after the commit"])
        if number == 2:
            once()
    once()
    before = content(office)
    assert len(office.kept()) == len({path.name[:19] for path in office.kept()}) == 4
    assert run_rebuild(office.path) == 0
    assert content(office) == before
