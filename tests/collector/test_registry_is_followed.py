"""Whatever changes in registry or settings: once the collector has followed, all is stored as after a rebuild, and a
viewer that was there before shows what a new one shows.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.listed import board_names, board_of
from cchc_tui.collector.archive_replay import run_rebuild
from cchc_tui.collector.once import run_once
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.moments import Stamp, parse_iso
from cchc_tui.domain.privacy import Access
from cchc_tui.ingest import reader_client
from cchc_tui.settings import DataFolder
from tests.kits.asked_source import AskedSource
from tests.kits.read_here import read_in_this_process

ROOT = Path(__file__).parents[2]
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
    "a code reused": (
        "units.toml",
        '[[unit]]\ncode = "29878"\nvalid_to = 2021-10-31\n'
        '[[unit]]\ncode = "29878"\nname = "Phường Sáu Mới"\nshort = "P.6M"\nkind = "phường"\nlevel = "commune"\n'
        'aliases = ["Phường 6", "Phường Sáu"]\nvalid_from = 2021-11-01\n',
    ),
    "two units of one name": (
        "units.toml",
        '[[unit]]\ncode = "29878"\nvalid_to = 2021-10-20\n'
        '[[unit]]\ncode = "29999"\nname = "Phường 6"\nkind = "phường"\nlevel = "commune"\nvalid_from = 2021-10-21\n',
    ),
    "a code of another unit": (
        "units.toml",
        '[[unit]]\ncode = "29878"\nname = "Phường Tám"\nkind = "phường"\nlevel = "commune"\nvalid_from = 2020-01-01\n'
        "valid_to = 2024-12-31\n",
    ),
    "no unit": ("units.toml", '[[unit]]\ncode = "29878"\nremove = true\n'),
    "another level": ("units.toml", '[[unit]]\ncode = "29878"\nlevel = "city"\n'),
    "a name of the city": ("units.toml", '[city]\nnames = ["phố Cao Lãnh", "!TP Cao Lãnh"]\n'),
    "a desk": ("units.toml", '[city]\ndesks = ["Phường 6", "Phòng Nội vụ"]\n'),
    "a short name": ("units.toml", '[[unit]]\ncode = "29878"\nshort = "P.Sáu"\n'),
    "a place on the map": ("units.toml", '[[unit]]\ncode = "29878"\ntile = [11, 11]\npopulation = 5\n'),
    "a name of a status": ("statuses.toml", '[[status]]\ncode = 4\nname = "Đang làm"\n'),
    "an open question": ("statuses.toml", 'open_question = ["Đang thụ lý", "Đang xử lý"]\n'),
    "no such practice": ("practices.toml", '[[practice]]\nkey = "sunday"\nremove = true\n'),
    "another practice": (
        "practices.toml",
        '[[practice]]\nkey = "saturday"\nname = "Ngày thứ Bảy"\nshort = "Thứ Bảy"\npioneer = "29869"\n',
    ),
    "another pioneer": ("practices.toml", '[[practice]]\nkey = "sunday"\npioneer = "29878"\n'),
    "a bar": ("practices.toml", '[[practice]]\nkey = "sunday"\nshown = { share = 0.9 }\n'),
    "a heading of models": ("headings.toml", '[rollout]\nnote = ["Số lượt"]\n'),
    "a heading of summaries": ("headings.toml", '[summary]\nunit = ["!Đơn vị"]\n'),
    "a word for no date": ("headings.toml", '[dates]\nnone = ["10/11/2021 08:00"]\n'),
    "a day worked": ("calendar.toml", "[[day]]\ndate = 2021-11-06\nworked = true\n"),
    "what may be seen": ("../cchc.toml", "stale_minutes = 5\n[privacy]\nofficers = true\n"),
    "what the collector does": ("../cchc.toml", "[collector]\nsettle_ms = 200\n"),
    "the due day": ("../cchc.toml", 'compare = "date"\n'),
    "a limit": ("../cchc.toml", "[limits]\nrows = 100\n"),
}
#: Those that what is stored has no part in.
ONLY_SHOWN = {
    *("what shows it", "hours", "targets", "pages", "a short name", "a place on the map", "another pioneer", "a bar"),
    *("what may be seen", "what the collector does"),
}


def opened(path: Path) -> AskedSource:
    source = AskedSource(path, Clock(MOMENTS[-1], 0))
    source.open()
    return source


def asked(source: AskedSource, moments: Sequence[Stamp]) -> dict[str, Any]:
    """Everything that can be asked at each moment; what is found by words, of the last."""
    shown: dict[str, Any] = {"timeline": source.timeline()}
    for moment in moments:
        for board in map(board_of, board_names()):
            for by in board.groupings or ("unit",):
                shown[f"{board.name} {by} {moment}"] = json.dumps(source.board(board.name, moment, by=by).json())
        shown[f"overview {moment}"] = source.overview(moment)
        for text in ("phường sáu", "phường 6", "chứng thực", "nội vụ", "211") if moment == moments[-1] else ():
            shown[f"search {text} {moment}"] = source.search(text, moment, shows=Access(officers=True))
        for which in (DossierFilter(), DossierFilter(only="unclosed"), DossierFilter("29878", "all")):
            found = source.dossiers(which, moment)
            shown[f"{which} {moment}"] = source.lines(found, 0, 300)
        for dossier in (1, 106, 246):
            shown[f"dossier {dossier} {moment}"] = source.dossier(dossier, moment)
    return shown


def boards(path: Path, moments: Sequence[Stamp] = MOMENTS[1:2]) -> dict[str, Any]:
    source = opened(path)
    shown = asked(source, moments)
    source.close()
    return shown


def stored(path: Path) -> dict[str, list[str]]:
    """Every row of both databases, but for the mark by which the two know one another."""
    rows: dict[str, list[str]] = {}
    for database in DataFolder(path).databases:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
            for (table,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
                found = connection.execute(f'SELECT * FROM "{table}"').fetchall()
                rows[f"{database.name} {table}"] = sorted(repr(row) for row in found if row[0] != "personal")
    return rows


@pytest.fixture(scope="module")
def loaded(new_office: Any, short_exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office in which lists, a summary and a rollout sheet came."""
    office = new_office(tmp_path_factory.mktemp("loaded") / "office")
    shutil.rmtree(office.path / "registry")
    (office.path / "registry").mkdir()
    (office.path / "cchc.toml").unlink()
    lists = short_exports / "igate_xlsx"
    office.drop(lists / "DanhSachHoSo.xlsx", "a.xlsx")
    office.drop(short_exports / "summary" / "baocaothongke.xls")
    office.drop(short_exports / "city_year" / "nhan-rong-mo-hinh.xlsx")
    assert run_once(office.path) == 0
    office.drop(lists / "later" / "DanhSachHoSo.xlsx", "b.xlsx")
    assert run_once(office.path) == 0
    return Path(office.path)


@pytest.fixture(scope="module")
def old(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What is shown while nothing has changed."""
    return boards(Path(shutil.copytree(loaded, tmp_path_factory.mktemp("old") / "here")))


@pytest.fixture(scope="module")
def rebuilt(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What is stored after a rebuild while nothing has changed; the boards are as before it."""
    here = Path(shutil.copytree(loaded, tmp_path_factory.mktemp("rebuilt") / "here"))
    before = boards(here, MOMENTS)
    with read_in_this_process():
        assert run_rebuild(here) == 0
    assert boards(here, MOMENTS) == before
    return stored(here)


@pytest.fixture
def here(loaded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(loaded, tmp_path / "here"))


def edit(folder: Path, change: str) -> None:
    name, text = CHANGES[change]
    (folder / "registry" / name).write_text(text, encoding="utf-8")


def take_back(folder: Path, change: str) -> None:
    (folder / "registry" / CHANGES[change][0]).unlink()


class Walk:
    """An office in which one change takes the place of another, and a viewer that is there all along."""

    def __init__(self, here: Path) -> None:
        self.here, self.viewer = here, opened(here)
        self.change = ""
        self.moments: set[Stamp] = set()  # those that the viewer was asked about
        self.whole = True  # no test failed on it

    def ask(self, moments: Sequence[Stamp]) -> dict[str, Any]:
        self.viewer.changed()
        self.moments |= {*moments}
        return asked(self.viewer, moments)

    def follow(self, change: str) -> bool:
        """Makes the change, which the collector follows. Whether the database is another one."""
        if self.change:
            take_back(self.here, self.change)
        edit(self.here, change)
        self.change = change
        inode = (self.here / "cchc.db").stat().st_ino
        assert run_once(self.here) == 0
        return (self.here / "cchc.db").stat().st_ino != inode


@pytest.fixture(scope="module")
def walks(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[bool], Walk]]:
    """Gives the walk through changes of one kind; a new one where a test of it failed."""
    made: dict[bool, Walk] = {}

    def give(only_shown: bool) -> Walk:
        if only_shown not in made or not made[only_shown].whole:
            made[only_shown] = Walk(Path(shutil.copytree(loaded, tmp_path_factory.mktemp("walk") / "here")))
        made[only_shown].whole = False
        return made[only_shown]

    yield give
    for walk in made.values():
        walk.viewer.close()


def moments_of(change: str) -> list[Stamp]:
    """A viewer keeps nothing of a replaced database. While it stays, more is kept of the present than of the past."""
    place = [each for each in CHANGES if (each in ONLY_SHOWN) == (change in ONLY_SHOWN)].index(change)
    return [MOMENTS[place // 4], MOMENTS[-1]] if change in ONLY_SHOWN else [MOMENTS[place // 7]]


@pytest.mark.parametrize("change", CHANGES)
def test_all_is_stored_and_shown_as_after_a_rebuild(
    change: str,
    walks: Callable[[bool], Walk],
    rebuilt: dict[str, list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cchc_tui.boards.source._LOOK_SECONDS", 0.0)
    walk, moments = walks(change in ONLY_SHOWN), moments_of(change)
    walk.ask([moment for moment in moments if moment not in walk.moments])
    with read_in_this_process():
        assert walk.follow(change) == (change not in ONLY_SHOWN)
    there = tmp_path / "there"
    for part in ("archive", "registry"):
        shutil.copytree(walk.here / part, there / part)
    if (walk.here / "cchc.toml").exists():
        shutil.copy2(walk.here / "cchc.toml", there)
    with read_in_this_process():
        assert run_rebuild(there) == 0
    assert stored(there) == (rebuilt if change in ONLY_SHOWN else stored(walk.here))
    assert walk.ask(moments) == boards(there, moments)
    walk.whole = True


def test_a_reverted_change_leaves_everything_as_it_was(here: Path, old: dict[str, Any]) -> None:
    for change in ("a limit", "the due day"):
        edit(here, change)
        assert run_once(here) == 0
        assert boards(here) != old
        take_back(here, change)
        assert run_once(here) == 0
        assert boards(here) == old


def test_what_the_archive_no_longer_has_is_kept_beside(here: Path) -> None:
    next(here.rglob("*-a.xlsx")).unlink()
    edit(here, "a limit")
    assert run_once(here) == 0
    assert len(list((here / "private").glob("cchc.db.before-*"))) == 1


#: Files are read in this process: how they are read matters not.
KILLED = """
import os, signal, sys
from functools import partial
from pathlib import Path
from cchc_tui.collector import once
from cchc_tui.collector.reading_context import ReadingContext
from cchc_tui.ingest.reader_client import ReaderClient
from cchc_tui.ingest.reading import read_pieces
from cchc_tui.ingest.seen_rows import SeenRows
from cchc_tui.store.write import rebuild

def read_here(context, path, name, database):
    known = partial(SeenRows.from_database, database)
    return read_pieces(path, context.registry, context.settings.limits, known, name)

ReadingContext.pieces = read_here
ReaderClient.start = lambda client: None

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def load_one(*terms, real=rebuild.load, loaded=[]):
    if loaded:
        die()
    loaded.append(1)
    return real(*terms)

def die_when_swapped(path, real=rebuild.sync):
    if path.is_dir():
        die()
    real(path)

{patch}
once.run_once(Path(sys.argv[1]))
"""
POINTS = {
    "in the middle": "rebuild.load = load_one",
    "before the log is moved": "rebuild._settle = die",
    "before the swap": "rebuild.sync = die",
    "after the swap": "rebuild.sync = die_when_swapped",
}


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_any_point_the_old_or_the_new_database_is_whole(point: str, here: Path, old: dict[str, Any]) -> None:
    edit(here, "the due day")
    before = stored(here)
    code = KILLED.format(patch=POINTS[point])
    env = {**os.environ, "PYTHONHASHSEED": reader_client.HASH_SEED}
    done = subprocess.run([sys.executable, "-c", code, here], cwd=ROOT, env=env, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    (here / "cchc.toml").rename(here / "aside.toml")
    if point != "after the swap":
        assert stored(here) == before
        assert boards(here) == old
    (here / "aside.toml").rename(here / "cchc.toml")
    assert run_once(here) == 0
    new = stored(here)
    assert boards(here) != old
    assert run_rebuild(here) == 0
    assert stored(here) == new
    assert sorted(path.name for path in here.glob("*cchc.db*")) == ["cchc.db"]
