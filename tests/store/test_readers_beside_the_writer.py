"""Viewers read while the writer writes, cannot write, and see when the file is no longer the one they opened."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cchc_tui.domain.clock import Clock
from cchc_tui.ingest.records import Item
from cchc_tui.settings import DataFolder
from cchc_tui.store.read import database
from cchc_tui.store.read.database import Reader, open_writer
from cchc_tui.store.read.database_file import NOTHING_WRITTEN, StoreError
from tests.kits.asked_source import AskedSource
from tests.kits.store_kit import HOUR, MORNING, Office, dossier, items_of, numbered


def test_a_viewer_reads_the_old_state_while_a_load_is_under_way(office: Office) -> None:
    office.list([dossier("A-1")])
    viewer = office.source(MORNING + HOUR)
    seen: list[int] = []
    assert viewer.changed()
    assert not viewer.changed()

    def items() -> Iterator[Item]:
        for item in items_of(numbered(dossier(f"B-{n}") for n in range(3000)), MORNING + HOUR, {}, batch=500):
            seen.append(viewer.late().levels["commune"].total)
            assert not viewer.changed()
            yield item

    office.load(items())
    assert set(seen) == {1}
    assert viewer.changed()
    assert viewer.late().levels["commune"].total == 3001
    viewer.close()


def test_a_reader_cannot_write(office: Office) -> None:
    with (
        Reader(DataFolder(office.folder).database) as reader,
        pytest.raises(sqlite3.OperationalError, match="readonly"),
    ):
        reader.connection.execute("DELETE FROM meta")


def test_nothing_is_left_open_between_two_boards(office: Office) -> None:
    office.list([dossier("A-1")])
    viewer = office.source()
    viewer.overview()
    viewer.exports()
    assert not viewer._reader().connection.in_transaction
    # So the writer can empty its log, which no reader holds.
    assert office.writer.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    viewer.close()


def _files(office: Office) -> list[str]:
    return sorted(path.name for path in office.folder.rglob("*") if path.is_file())


def test_without_a_writer_the_store_is_one_file_that_anyone_may_read(office: Office) -> None:
    office.list([dossier("A-1")])
    office.writer.close()
    assert _files(office) == ["cchc.db", "personal.db"]
    office.folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with Reader(DataFolder(office.folder).database) as reader:
            assert reader.connection.execute("SELECT count(*) FROM dossier").fetchone() == (1,)
            assert reader.connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    finally:
        office.folder.chmod(stat.S_IRWXU)
    assert _files(office) == ["cchc.db", "personal.db"]


def test_a_viewer_stays_through_the_writers_going_and_coming(office: Office) -> None:
    office.list([dossier("A-1")])
    viewer = office.source(MORNING + HOUR)
    assert viewer.late().levels["commune"].total == 1
    office.writer.close()
    assert viewer.late().levels["commune"].total == 1
    office.writer = open_writer(office.folder)
    viewer.changed()
    office.list([dossier("A-2")], MORNING + HOUR)
    assert viewer.changed()
    assert viewer.late().levels["commune"].total == 2
    viewer.close()
    office.writer.close()
    assert _files(office) == ["cchc.db", "personal.db"]


def test_a_transaction_has_the_write_lock_from_its_first_moment(office: Office) -> None:
    with sqlite3.connect(office.folder / "cchc.db", timeout=0, isolation_level=None) as other:
        with office.writer.transaction(), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    other.close()


def test_a_deleted_database_is_noticed_before_anything_is_written_into_nothing(office: Office) -> None:
    office.list([dossier("A-1")])
    (office.folder / "cchc.db").unlink()
    with pytest.raises(StoreError, match="gone") as found:
        office.list([dossier("A-2")], MORNING + HOUR)
    assert found.value.code == "gone"


def test_before_anything_came_the_boards_are_empty_and_then_they_fill(tmp_path: Path) -> None:
    with Reader(tmp_path / "cchc.db") as nothing:
        assert nothing.empty
        assert not nothing.replaced()
    viewer = AskedSource(tmp_path, Clock(MORNING, 0))
    viewer.open()
    assert viewer.late().levels["commune"].total == 0
    office = Office(tmp_path)
    office.list([dossier("A-1")])
    assert viewer.late().levels["commune"].total == 1
    viewer.close()
    office.writer.close()


@pytest.mark.parametrize(
    ("content", "code"), [(b"no database at all, but long enough to be one" * 20, "broken"), (None, "schema")]
)
def test_a_file_that_is_not_our_store_is_reported(tmp_path: Path, content: bytes | None, code: str) -> None:
    path = tmp_path / "cchc.db"
    if content is None:
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE theirs (x)")
        other.close()
    else:
        path.write_bytes(content)
    for opened in (open_writer, lambda folder: Reader(DataFolder(folder).database)):
        with pytest.raises(StoreError) as found:
            opened(tmp_path)
        assert found.value.code == code


_OPENED_LATER = """
import sqlite3, sys
writer = sqlite3.connect(sys.argv[1])
writer.execute("SELECT count(*) FROM meta").fetchone()
print(flush=True)
sys.stdin.read()
"""


def test_who_may_write_nothing_waits_for_the_log_that_the_writer_is_making(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_LOG_PATIENCE", 30.0)  # the writer is a process that starts
    office.list([dossier("A-1")])
    office.writer.close()
    path = DataFolder(office.folder).database
    with closing(sqlite3.connect(path)) as made:
        made.execute("PRAGMA journal_mode = WAL").fetchall()  # as a writer begins: the log is not there yet
    assert [path.name for path in office.folder.glob("cchc.db*")] == ["cchc.db"]
    command = [sys.executable, "-c", _OPENED_LATER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        with Reader(path, NOTHING_WRITTEN) as reader, reader.snapshot() as connection:
            assert connection.execute("SELECT count(*) FROM dossier").fetchone() == (1,)
        assert writer.stdin is not None
        writer.stdin.close()
