"""What another program does to the database is noticed, also in the very moment in which the writer writes to it."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cchc_tui.store.read.database import Writer
from cchc_tui.store.read.database_file import StoreError, WrittenFile
from tests.kits.store_kit import MORNING, Office, dossier


class Struck:
    """A connection beside which something happens as soon as a statement was carried out."""

    def __init__(self, real: sqlite3.Connection, statement: str, strike: Callable[[], object]) -> None:
        self._real, self._statement, self._strike = real, statement, strike

    def execute(self, text: str, *values: Any) -> Any:
        done = self._real.execute(text, *values)
        if not text.startswith(self._statement):
            return done
        rows = done.fetchall()
        self._statement = "none"
        self._strike()
        return SimpleNamespace(fetchall=lambda: rows, fetchone=lambda: rows[0])

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


def beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


STRIKES: dict[str, Callable[[Path, Path], object]] = {
    "an older one moved over it": lambda path, older: older.rename(path),
    "an older one copied into it": lambda path, older: shutil.copyfile(older, path),
    "an older one copied with its time": lambda path, older: shutil.copy2(older, path),
    "deleted": lambda path, older: path.unlink(),
    "emptied": lambda path, older: os.truncate(path, 0),
    "no longer a database": lambda path, older: path.write_bytes(b"something else" * 40_000),
    "a folder": lambda path, older: (path.unlink(), path.mkdir()),
    "no log": lambda path, older: beside(path, "-wal").unlink(),
    "another log": lambda path, older: shutil.copy(older, path.with_name("log")).rename(beside(path, "-wal")),
    "no index of the log": lambda path, older: beside(path, "-shm").unlink(),
    "a shorter log": lambda path, older: os.truncate(beside(path, "-wal"), 10),
}


@pytest.fixture
def copies(office: Office, tmp_path: Path) -> dict[str, Path]:
    """Copies of both databases after the first of two lists, of the same size."""
    office.list([dossier("a")], MORNING)
    office.writer.tidy()
    made = {}
    for name in ("connection", "private"):
        made[name] = tmp_path / f"older {name}"
        with closing(sqlite3.connect(made[name])) as connection:
            getattr(office.writer, name).backup(connection)
    office.list([dossier("a"), dossier("b")], MORNING + 60)
    return made


@pytest.fixture
def older(copies: dict[str, Path]) -> Path:
    return copies["connection"]


@pytest.mark.parametrize("strike", STRIKES)
@pytest.mark.parametrize(
    ("name", "statement"),
    [
        *(("connection", statement) for statement in ("BEGIN", "COMMIT", "PRAGMA wal_checkpoint", "ROLLBACK")),
        ("private", "COMMIT"),
    ],
)
def test_it_is_noticed_in_the_moment_of_writing(
    office: Office, copies: dict[str, Path], name: str, statement: str, strike: str
) -> None:
    writer = office.writer
    file = writer._store if name == "connection" else writer._personal
    real = file.connection
    struck: Any = Struck(real, statement, lambda: STRIKES[strike](file.path, copies[name]))
    file.connection = struck
    with suppress(StoreError, ZeroDivisionError):
        with writer.transaction() as connection:
            if statement != "BEGIN" or strike != "a shorter log":  # what is written then makes it as long again
                connection.execute("INSERT INTO term (text) VALUES ('one more')")
            if statement == "ROLLBACK":
                raise ZeroDivisionError
        writer.tidy()
    file.connection = real
    with pytest.raises(StoreError):
        writer.check()
    with suppress(sqlite3.Error):
        writer.close()


def test_what_the_writer_itself_does_is_no_fault(office: Office, older: Path) -> None:
    for number in range(5):
        office.list([dossier("a"), dossier(f"c{number}")], MORNING + 120 + number)
        office.writer.check()
        office.writer.tidy()
        office.writer.tidy()
        office.writer.check()


def test_a_long_log_is_moved_into_the_database_though_nobody_is_idle(office: Office, older: Path) -> None:
    writer = office.writer
    with writer.transaction() as connection:
        connection.executemany("INSERT INTO term (text) VALUES (?)", ((f"{n}" + "x" * 9_000,) for n in range(8_000)))
    assert writer.path.stat().st_size > 64 << 20
    writer.check()


def test_another_that_opens_and_closes_it_leaves_the_log_in_being(office: Office, older: Path) -> None:
    """The locks of a process go when any descriptor of the file is closed; without them the other would clear up."""
    office.writer.check()
    look = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT count(*) FROM term'); c.close()"
    subprocess.run([sys.executable, "-c", look, office.writer.path], check=True)
    assert beside(office.writer.path, "-wal").exists()
    office.writer.check()


def test_what_is_put_in_its_place_while_it_is_opened_is_noticed(
    office: Office, older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.writer.close()
    really = WrittenFile._prepare

    def prepare(self: WrittenFile) -> None:
        really(self)
        if older.exists():
            older.rename(self.path)

    monkeypatch.setattr(WrittenFile, "_prepare", prepare)
    with pytest.raises(StoreError), closing(Writer(office.writer.path)) as writer:
        writer.check()
