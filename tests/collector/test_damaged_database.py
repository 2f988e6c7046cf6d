"""A database that was damaged while no collector worked is put aside and made again, with the marks it alone knows."""

import os
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.collector import reading_context
from cchc_tui.collector.inbox_loop import InboxLoop
from cchc_tui.collector.status import StatusWriter, read_status
from cchc_tui.domain.privacy import AccessRecord
from cchc_tui.ingest import reader_client
from cchc_tui.ingest.marks import write_access, write_meeting
from cchc_tui.settings import DataFolder
from cchc_tui.store.write import rebuild

Once = Callable[[], list[dict[str, Any]]]
CONTENT = """Mã hồ sơ,Đơn vị,Thủ tục,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc
H26.001-211001-0001,Phòng Tài nguyên và Môi trường,Cấp giấy,01/10/2021 08:00,05/11/2021 17:00,
"""
LATER = CONTENT + "H26.001-211001-0002,Phòng Tài nguyên và Môi trường,Cấp giấy,01/10/2021 08:00,05/11/2021 17:00,\n"


@pytest.fixture
def working(office: Any) -> Iterator[Callable[[Callable[[], object]], None]]:
    """A collector that works until something is so."""
    data = DataFolder(office.path)
    with StatusWriter(data, "test") as status:
        inbox_loop = InboxLoop(data, reading_context.load(data), status, lambda: False, 0.5)

        def work(until: Callable[[], object]) -> None:
            end = time.monotonic() + 60
            while time.monotonic() < end and not until():
                time.sleep(min(max(inbox_loop.run_once(), 0.02), 0.1))
            assert until()

        yield work
        inbox_loop.close()


def twice(office: Any, once: Once) -> Path:
    """Two lists are loaded; gives a copy of the database after the first."""
    (office.inbox / "a.csv").write_text(CONTENT)
    once()
    older = Path(shutil.copy2(office.database, office.path / "older"))
    (office.inbox / "b.csv").write_text(LATER)
    once()
    return older


def older(office: Any, copy: Path) -> None:
    copy.rename(office.database)


def older_beside_a_log(office: Any, copy: Path) -> None:
    copy.rename(office.database)
    office.database.with_name("cchc.db-wal").write_bytes(os.urandom(8240))


def of_another_version(office: Any, copy: Path) -> None:
    with closing(sqlite3.connect(office.database)) as connection:
        connection.execute("PRAGMA user_version = 1")


def without_a_table(office: Any, copy: Path) -> None:
    with closing(sqlite3.connect(office.database)) as connection:
        connection.execute("DROP TABLE version")


def the_log_a_folder(office: Any, copy: Path) -> None:
    office.database.with_name("cchc.db-wal").mkdir()


def changed_by(statement: str) -> Callable[[Any, Path], None]:
    """What another program does to it."""

    def change(office: Any, _: Path) -> None:
        with closing(sqlite3.connect(office.database)) as connection, connection:
            connection.execute(statement)

    return change


def a_pipe(office: Any, _: Path) -> None:
    office.database.unlink()
    os.mkfifo(office.database)


def the_journal_a_folder(office: Any, _: Path) -> None:
    office.database.with_name("cchc.db-journal").mkdir()


ALTERED = {
    "no index of days": "DROP INDEX dossier_day",
    "no index of lists": "DROP INDEX export_taken",
    "no index of words": "DROP TABLE search",
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON export BEGIN DELETE FROM event; END",
    "a column more": "ALTER TABLE dossier ADD COLUMN seen INTEGER",
    "a column less": "ALTER TABLE rollout DROP COLUMN note",
    "a table renamed": "ALTER TABLE event RENAME TO events",
    "a view": "CREATE VIEW late AS SELECT 1",
    "an index more": "CREATE INDEX mine ON dossier (received)",
}


@pytest.mark.parametrize(
    "damage",
    [
        older,
        older_beside_a_log,
        of_another_version,
        without_a_table,
        the_log_a_folder,
        the_journal_a_folder,
        a_pipe,
        *(pytest.param(changed_by(how), id=what) for what, how in ALTERED.items()),
    ],
)
def test_it_is_noticed_at_the_start(office: Any, once: Once, damage: Callable[[Any, Path], None]) -> None:
    copy = twice(office, once)
    damage(office, copy)
    assert once() == []
    assert office.rows("SELECT name FROM export ORDER BY id") == [("a.csv",), ("b.csv",)]
    assert office.rows("SELECT count(*) FROM dossier") == [(2,)]
    note = read_status(office.path).note
    assert note
    assert (office.path / note.rpartition(" ")[2].rstrip(".")).exists()


def test_pages_that_nothing_reads_are_found_when_there_is_nothing_else_to_do(
    office: Any, once: Once, working: Any
) -> None:
    twice(office, once)
    with closing(sqlite3.connect(office.database)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'rollout'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with office.database.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(os.urandom(size))
    working(lambda: read_status(office.path).note)
    assert office.rows("PRAGMA integrity_check") == [("ok",)]
    assert office.rows("SELECT count(*) FROM dossier") == [(2,)]


def test_a_sound_one_is_left_as_it_is(office: Any, once: Once, working: Any) -> None:
    twice(office, once)
    (office.inbox / "c.csv").write_text(CONTENT.replace("0001", "0003"))
    inode = office.database.stat().st_ino
    working(lambda: office.rows("SELECT count(*) FROM dossier") == [(3,)])
    looks = iter(range(20))
    working(lambda: next(looks, None) is None)
    assert office.database.stat().st_ino == inode
    assert read_status(office.path).note == ""


def test_marks_that_the_archive_has_lost_are_kept(office: Any, once: Once) -> None:
    twice(office, once)
    write_meeting(office.inbox, 69_000_000_000, True)
    looks = [
        AccessRecord(68_000_000_000, 68_000_000_300, over, "vanthu", "may-chu", "/srv/cchc", "hỏi") for over in (0, 1)
    ]
    for look in looks:
        write_access(office.inbox, look._replace(over=bool(look.over)))
    once()
    queries = ("SELECT at, start FROM meeting", "SELECT at, until, over, user, reason FROM access ORDER BY over")
    before = [office.rows(query) for query in queries]
    for path in office.kept():
        if path.suffix != ".csv":
            path.unlink()
    with closing(sqlite3.connect(office.database)) as connection:
        connection.execute("PRAGMA user_version = 1")
    once()
    assert [office.rows(query) for query in queries] == before
    assert [len(found) for found in before] == [1, 2]


@pytest.mark.parametrize("ended_by", [signal.SIGKILL, signal.SIGSEGV])
def test_a_reader_that_is_ended_in_a_rebuild_costs_no_file(
    office: Any, once: Once, monkeypatch: pytest.MonkeyPatch, ended_by: signal.Signals
) -> None:
    monkeypatch.setattr(rebuild, "_PAUSES", (0.1, 0.1))
    twice(office, once)
    asked: list[str] = []
    really = reader_client._Answer.ask

    def ask(self: Any, request: Any) -> None:
        asked.append(request.name)
        if len(asked) == 1:
            self._process.send_signal(ended_by)
            self._process.wait()
        really(self, request)

    monkeypatch.setattr(reader_client._Answer, "ask", ask)
    office.database.unlink()
    once()
    assert office.verdicts() == [("a.csv", "accepted"), ("b.csv", "accepted")]
    assert len(asked) == 3
