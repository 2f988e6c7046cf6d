"""A database that is damaged in any way is noticed by itself, put aside, made from the archive, and told of."""

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.collector.status import read_status
from cchc_tui.ingest.marks import write_meeting
from cchc_tui.store.count import evidence
from cchc_tui.store.read import search
from tests.kits.made_folder import made_folder

HEADING = "Mã hồ sơ,Đơn vị,Thủ tục,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc\n"
ROW = "H26.{n:03d}-211001-{n:04d},Phường 6,Cấp giấy,01/10/2021 08:00,05/10/2021 17:00,\n"
FIRST = 701
MARK = 69_000_000_000


class Seat:
    """A data folder with a collector at work on it, lists that hold ever more dossiers, and an older copy."""

    def __init__(self, path: Path, service: Any, asked: Any, wait: Any) -> None:
        self.path, self.service, self._asked, self._wait = path, service, asked, wait
        self.database, self.older = path / "cchc.db", path.parent / "older.db"
        self.app: Any = None
        self.lists = self.mended = 0
        self.whole = True  # no test failed on it
        self.drop()
        self.loaded()
        with closing(sqlite3.connect(self.database)) as now, closing(sqlite3.connect(self.older)) as then:
            now.backup(then)
        write_meeting(path / "inbox", MARK, True)
        self.drop()
        self.loaded()
        wait(lambda: self.ask("SELECT at FROM meeting") == [(MARK,)], "the mark of a meeting")

    @property
    def late(self) -> int:
        return FIRST + self.lists

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        try:
            return self._asked(self.path, query)
        except sqlite3.Error:
            return []

    def _at_rest(self) -> bool:
        """Whether sums and search index are up to date, so that nothing is written while the database is damaged."""
        try:
            with closing(sqlite3.connect(f"{self.database.as_uri()}?mode=ro", uri=True)) as connection:
                return not (evidence.lacks_sums(connection) or search.is_behind(connection))
        except sqlite3.Error:
            return False

    def drop(self) -> None:
        """One more list, with one more dossier."""
        self.lists += 1
        part = self.path / ".part"
        part.write_text(HEADING + "".join(ROW.format(n=n) for n in range(self.late)), encoding="utf-8")
        part.rename(self.path / "inbox" / f"{self.lists}.csv")

    def loaded(self) -> None:
        """All that was dropped is there, and nothing twice."""
        self._wait(lambda: self.ask("SELECT count(*) FROM dossier") == [(self.late,)], "all dossiers")
        self._wait(lambda: not list((self.path / "inbox").iterdir()), "an empty inbox")
        self._wait(self._at_rest, "a collector that has nothing left to do")
        names = [name for (name,) in self.ask("SELECT name FROM export WHERE kind = 'dossiers' ORDER BY id")]
        assert names == [f"{n}.csv" for n in range(1, self.lists + 1)]


def emptied(seat: Seat) -> None:
    os.truncate(seat.database, 0)


def cut(seat: Seat) -> None:
    os.truncate(seat.database, seat.database.stat().st_size // 2)


def overwritten_header(seat: Seat) -> None:
    with seat.database.open("r+b") as file:
        file.write(b"something else altogether")


def folder(seat: Seat) -> None:
    seat.database.unlink()
    seat.database.mkdir()
    (seat.database / "x").touch()


def deleted(seat: Seat) -> None:
    seat.database.unlink()


def foreign(seat: Seat, tables: str) -> Path:
    path = seat.path / "foreign"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(tables)
    return path


def another_moved_over_it(seat: Seat) -> None:
    foreign(seat, "CREATE TABLE somebody (name TEXT)").rename(seat.database)


def another_of_our_version(seat: Seat) -> None:
    version = seat.ask("PRAGMA user_version")[0][0]
    foreign(seat, f"CREATE TABLE somebody (name TEXT); PRAGMA user_version = {version}").rename(seat.database)


def an_empty_one(seat: Seat) -> None:
    foreign(seat, "VACUUM").rename(seat.database)


def older_moved_over_it(seat: Seat) -> None:
    Path(shutil.copy2(seat.older, seat.path / "older")).rename(seat.database)


def older_copied_into_it(seat: Seat) -> None:
    shutil.copyfile(seat.older, seat.database)


def older_copied_with_its_time(seat: Seat) -> None:
    shutil.copy2(seat.older, seat.database)


def pages_in_the_middle(seat: Seat) -> None:
    size = seat.database.stat().st_size
    with seat.database.open("r+b") as file:
        for place in range(5, 95, 10):
            file.seek(size * place // 100)
            file.write(os.urandom(600))


def written_to_by_another(seat: Seat) -> None:
    with closing(sqlite3.connect(seat.database)) as connection, connection:
        connection.execute("DELETE FROM dossier WHERE id % 2")


def garbage_in_the_log(seat: Seat) -> None:
    log = seat.database.with_name("cchc.db-wal")
    log.write_bytes(os.urandom(max(4096, log.stat().st_size)))


def cut_log(seat: Seat) -> None:
    os.truncate(seat.database.with_name("cchc.db-wal"), 10)


def no_log(seat: Seat) -> None:
    seat.database.with_name("cchc.db-wal").unlink()


def no_index(seat: Seat) -> None:
    seat.database.with_name("cchc.db-shm").unlink()


def personal(seat: Seat) -> Path:
    return seat.path / "private" / "personal.db"


def personal_deleted(seat: Seat) -> None:
    personal(seat).unlink()


def personal_emptied(seat: Seat) -> None:
    os.truncate(personal(seat), 0)


def personal_cut(seat: Seat) -> None:
    os.truncate(personal(seat), personal(seat).stat().st_size // 2)


def personal_replaced(seat: Seat) -> None:
    foreign(seat, "CREATE TABLE somebody (name TEXT)").rename(personal(seat))


DAMAGES = [
    *(emptied, overwritten_header, folder, deleted, another_moved_over_it),
    *(another_of_our_version, an_empty_one, older_moved_over_it, older_copied_into_it, older_copied_with_its_time),
    *(cut, pages_in_the_middle, written_to_by_another),
    *(garbage_in_the_log, cut_log, no_log, no_index),
    *(personal_deleted, personal_emptied, personal_cut, personal_replaced),
]
#: With these another list comes at the same moment.
WITH_A_LIST = (emptied, older_moved_over_it, older_copied_into_it, pages_in_the_middle, no_log)
#: What has just changed stands where the trouble is told, for so many seconds.
APP = """
import sys
from cchc_tui.tui.widgets import cursor
cursor.FRESH_SECONDS = 0.5
from cchc_tui.cli import main
sys.exit(main())
"""
#: Each repair reads all lists again, each in a process of its own, which is forked: how one starts by itself is seen in
#: ``tests/ingest`` and ``test_collector_service.py``.
READERS = """
from tests.kits.forked_readers import forked_readers
readers = forked_readers()
readers.__enter__()
"""
#: A collector that has to mend without end stops watching, so another is at work after so many.
MOST = 8


@pytest.fixture(scope="module")
def seats(tmp_path_factory: Any, services: Any, terminals: Any, asked: Any, wait: Any) -> Iterator[Callable[[], Seat]]:
    """The seat at work, used by one test after the other; another where that is used up, or a test of it failed."""
    at_work: list[Seat] = []

    def leave() -> None:
        for seat in at_work:
            seat.app.close()
            seat.service.kill()
        at_work.clear()

    def give() -> Seat:
        if not at_work or not at_work[0].whole or at_work[0].mended > MOST:
            leave()
            path = tmp_path_factory.mktemp("seat") / "office"
            made_folder(path)
            (path / "cchc.toml").write_text("[collector]\nsweep_seconds = 0.5\n")
            seat = Seat(path, services(path, READERS), asked, wait)
            seat.app = terminals(sys.executable, "-c", APP, "--data", str(path), columns=200, rows=30)
            at_work.append(seat)
            seat.app.wait_for("Phường 6")
            seat.app.send(b"2")
        at_work[0].whole = False
        return at_work[0]

    yield give
    leave()


@pytest.fixture
def seat(seats: Callable[[], Seat]) -> Seat:
    return seats()


@pytest.mark.parametrize("damage", DAMAGES)
def test_it_is_noticed_repaired_and_reported(seat: Seat, damage: Callable[[Seat], None], wait: Any) -> None:
    for another in (False, True)[: 1 + (damage in WITH_A_LIST)]:
        before = reported(seat)
        damage(seat)
        if another:
            seat.drop()
        wait(lambda before=before: reported(seat) != before, "what was mended")
        seat.mended += 1
        seat.loaded()
        assert seat.ask("SELECT at FROM meeting") == [(MARK,)]
        assert seat.ask("PRAGMA integrity_check") == [("ok",)]
        aside = reported(seat)[0].rpartition(" ")[2].rstrip(".")
        gone = damage in (deleted, personal_deleted)
        assert gone or (seat.path / aside).exists()
        seat.app.wait_for("kho lưu" if gone else aside)
        seat.app.wait_for(f" {seat.late} ")
    assert seat.service.process.poll() is None
    wait(lambda: read_status(seat.path).last_error == "", "the end of the trouble")
    seat.whole = True


def reported(seat: Seat) -> tuple[str, int]:
    status = read_status(seat.path)
    return status.note, status.note_at


def test_an_index_of_the_log_that_holds_anything_else_is_repaired_by_the_next_list(seat: Seat, wait: Any) -> None:
    with seat.database.with_name("cchc.db-shm").open("r+b") as file:
        file.write(os.urandom(4096))
    seat.drop()
    seat.loaded()
    seat.app.wait_for(f" {seat.late} ")
    seat.whole = True
