"""Whatever changes in registry or settings: once the collector has followed, every board is as after a rebuild."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.boards.contract import BOARDS, Question
from cchc_tui.boards.late import GROUPINGS
from cchc_tui.boards.source import FolderSource
from cchc_tui.collector.once import run_once
from cchc_tui.collector.rebuilding import run_rebuild
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.moments import parse_iso

MOMENTS = [parse_iso(f"2021-{text}") for text in ("11-01T08:00", "11-10T08:30", "11-10T09:30", "12-20T08:00")]

#: What an office writes into a file of its registry (or its settings) on top of what is there.
CHANGES = {
    "an alias": ("units.toml", '[[unit]]\ncode = "29878"\naliases = ["huyện Cao Lãnh"]\n'),
    "another name": ("units.toml", '[[unit]]\ncode = "29878"\nname = "Phường Sáu"\n'),
    "an end": ("units.toml", '[[unit]]\ncode = "29878"\nvalid_to = 2020-12-31\n'),
    "a status word": ("statuses.toml", '[[status]]\ncode = 9\nalso = ["Đang thụ lý"]\n'),
    "a practice": ("practices.toml", '[[practice]]\nkey = "sunday"\naliases = ["Chủ nhật vì dân"]\n'),
    "what shows it": ("practices.toml", "unclaimed_days = 5\n"),
    "a state": ("practices.toml", '[[state]]\nkey = "planned"\naliases = ["Đang chuẩn bị"]\n'),
    "a heading": ("headings.toml", '[dossiers]\nofficer = ["Số điện thoại"]\n'),
    "a day off": ("calendar.toml", "[[day]]\ndate = 2021-11-03\nworked = false\n"),
    "hours": ("calendar.toml", "[[hours]]\nstart = 08:00:00\nend = 12:00:00\n"),
    "targets": ("targets.toml", "age_bands = [0, 2, 40]\n"),
    "pages": ("presentation.toml", "seconds = 40\n"),
    "the due day": ("../cchc.toml", 'compare = "date"\n'),
    "a limit": ("../cchc.toml", "[limits]\nrows = 100\n"),
}
#: Those that what is stored has no part in.
ONLY_SHOWN = {"what shows it", "hours", "targets", "pages"}


def boards(path: Path) -> dict[str, Any]:
    """Everything that can be asked at each moment."""
    shown: dict[str, Any] = {}
    for moment in MOMENTS:
        source = FolderSource(path, Clock(moment, 0))
        source.open()
        for board in BOARDS.values():
            for by in GROUPINGS if board.groupings else ("unit",):
                shown[f"{board.name} {by} {moment}"] = json.dumps(board.answer(source, Question(moment, by)).json())
        shown[f"timeline {moment}"] = source.timeline()
        source.close()
    return shown


@pytest.fixture(scope="module")
def loaded(new_office: Any, exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office in which lists, a summary and a rollout sheet came."""
    office = new_office(tmp_path_factory.mktemp("loaded") / "office")
    shutil.rmtree(office.path / "registry")
    (office.path / "registry").mkdir()
    (office.path / "cchc.toml").unlink()
    lists = exports / "igate_xlsx"
    office.drop(lists / "DanhSachHoSo.xlsx", "a.xlsx")
    office.drop(exports / "summary" / "baocaothongke.xls")
    office.drop(exports / "city_year" / "nhan-rong-mo-hinh.xlsx")
    assert run_once(office.path) == 0
    office.drop(lists / "later" / "DanhSachHoSo.xlsx", "b.xlsx")
    assert run_once(office.path) == 0
    return Path(office.path)


@pytest.fixture
def here(loaded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(loaded, tmp_path / "here"))


def edit(folder: Path, change: str) -> None:
    name, text = CHANGES[change]
    (folder / "registry" / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("change", CHANGES)
def test_every_board_is_as_after_a_rebuild(change: str, here: Path, tmp_path: Path) -> None:
    edit(here, change)
    inode = (here / "cchc.db").stat().st_ino
    assert run_once(here) == 0
    assert ((here / "cchc.db").stat().st_ino == inode) == (change in ONLY_SHOWN)
    there = tmp_path / "there"
    for part in ("archive", "registry"):
        shutil.copytree(here / part, there / part)
    if (here / "cchc.toml").exists():
        shutil.copy2(here / "cchc.toml", there)
    assert run_rebuild(there) == 0
    assert boards(here) == boards(there)


def test_a_change_that_is_taken_back_leaves_everything_as_it_was(here: Path) -> None:
    before = boards(here)
    for change in ("a limit", "the due day"):
        edit(here, change)
        assert run_once(here) == 0
        assert boards(here) != before
        (here / "registry" / CHANGES[change][0]).unlink()
        assert run_once(here) == 0
        assert boards(here) == before


def test_what_the_archive_no_longer_has_is_kept_beside(here: Path) -> None:
    next(here.rglob("*-a.xlsx")).unlink()
    edit(here, "a limit")
    assert run_once(here) == 0
    assert len(list(here.glob("cchc.db.before-*"))) == 1


KILLED = """
import os, signal, sys
from pathlib import Path
from cchc_tui.collector import once
from cchc_tui.store import rebuild

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def load_one(*terms, real=rebuild.load, loaded=[]):
    if loaded:
        die()
    loaded.append(1)
    return real(*terms)

def die_when_swapped(path, real=rebuild._sync):
    if path.is_dir():
        die()
    real(path)

{patch}
once.run_once(Path(sys.argv[1]))
"""
POINTS = {
    "in the middle": "rebuild.load = load_one",
    "before the log is moved": "rebuild._settle = die",
    "before the swap": "rebuild._sync = die",
    "after the swap": "rebuild._sync = die_when_swapped",
}


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_any_point_the_old_or_the_new_database_is_whole(point: str, here: Path) -> None:
    old = boards(here)
    edit(here, "the due day")
    code = KILLED.format(patch=POINTS[point])
    done = subprocess.run([sys.executable, "-c", code, here], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    (here / "cchc.toml").rename(here / "aside.toml")
    if point != "after the swap":
        assert boards(here) == old
    (here / "aside.toml").rename(here / "cchc.toml")
    assert run_once(here) == 0
    new = boards(here)
    assert new != old
    assert run_rebuild(here) == 0
    assert boards(here) == new
    assert sorted(path.name for path in here.glob("*cchc.db*")) == ["cchc.db"]
