"""The collector compresses originals when it has nothing else to do; they are read as before."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cchc_tui.cli.check import command as check
from cchc_tui.collector import lock, reading_context
from cchc_tui.collector.archive_compressor import ArchiveCompressor
from cchc_tui.collector.archive_replay import run_rebuild
from cchc_tui.collector.inbox_loop import InboxLoop
from cchc_tui.collector.status import StatusWriter
from cchc_tui.settings import DataFolder
from cchc_tui.store.write import archive, originals


@pytest.fixture
def loaded(office: Any, once: Callable[[], Any], exports: Path) -> Any:
    """An office whose archive is as earlier releases left it."""
    office.drop(exports / "igate_csv" / "danhsach.csv")
    office.drop(exports / "igate_xlsx" / "DanhSachHoSo.xlsx")
    office.drop(exports / "summary" / "baocaothongke.xls")
    (office.inbox / "x.csv").write_text("this is no list\n" * 1000)
    once()
    return office


def compress_all(office: Any) -> None:
    compressor = ArchiveCompressor(office.archive)
    compressor.go_on()
    assert compressor._thread is not None
    compressor._thread.join()
    compressor.close()


def content(office: Any) -> list[Any]:
    tables = ("dossier", "version", "summary", "problem")
    listed = office.rows(
        "SELECT name, sha, size, mtime, arrived, archive, verdict, moment, rows FROM export ORDER BY id"
    )
    return [listed, *(sorted(office.rows(f"SELECT * FROM {table}"), key=repr) for table in tables)]


def test_a_rebuild_from_a_compressed_archive_is_the_same(loaded: Any) -> None:
    before, sizes = content(loaded), sum(path.stat().st_size for path in loaded.kept())
    compress_all(loaded)
    assert sorted(path.suffix for path in loaded.kept()) == [".gz", ".gz", ".gz", ".xlsx"]
    assert sum(path.stat().st_size for path in loaded.kept()) < sizes * 0.7
    assert run_rebuild(loaded.path) == 0
    assert content(loaded) == before
    assert not list((loaded.path / "private").glob("*.db.*"))  # nothing is missed


def test_the_same_file_again_is_a_repeat(loaded: Any, once: Callable[[], Any], exports: Path) -> None:
    compress_all(loaded)
    loaded.drop(exports / "igate_csv" / "danhsach.csv", "again.csv")
    once()
    assert loaded.verdicts()[-1] == ("again.csv", "repeated")
    assert not list((loaded.path / "private").glob("*.db.*"))


def test_check_reads_a_file_of_the_archive(loaded: Any) -> None:
    compress_all(loaded)
    path = next(path for path in loaded.kept() if path.name.endswith("danhsach.csv.gz"))
    done = CliRunner().invoke(check, [str(path), "--data", str(loaded.path), "--json"])
    (report,) = json.loads(done.output)
    assert report["verdict"] == "accepted"


def test_a_damaged_original_is_said_and_the_old_database_is_kept(loaded: Any) -> None:
    compress_all(loaded)
    path = next(path for path in loaded.kept() if path.name.endswith("danhsach.csv.gz"))
    whole = path.read_bytes()
    path.write_bytes(whole[:-100])
    assert run_rebuild(loaded.path) == 0
    assert ("danhsach.csv", "refused") in loaded.verdicts()
    assert loaded.rows("SELECT code FROM problem WHERE code = 'archive_damaged'")
    assert len(list((loaded.path / "private").glob("cchc.db.before-*"))) == 1
    path.write_bytes(whole)
    assert run_rebuild(loaded.path) == 0
    assert ("danhsach.csv", "accepted") in loaded.verdicts()


KILLED = """
import os, signal, sys, threading
from pathlib import Path
from cchc_tui.collector import archive_compressor
from cchc_tui.collector import lock, reading_context
from cchc_tui.collector.archive_compressor import ArchiveCompressor
from cchc_tui.store.write import originals

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

real_sync = originals.sync
{patch}
compressor = ArchiveCompressor(Path(sys.argv[1]))
compressor.go_on()
compressor._thread.join()
"""
POINTS = {
    "while it is written": "originals.zlib.crc32 = die",
    "before it is checked": "originals.unpack = die",
    "before it is renamed": "Path.rename = die",
    "before the original goes": "archive_compressor.sync = die",
    "after the original went": "real = Path.unlink; Path.unlink = lambda self, **k: (real(self, **k), die())",
}


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_loses_no_original(point: str, tmp_path: Path, exports: Path) -> None:
    source = exports / "igate_csv" / "danhsach.csv"
    place = archive.place_for(tmp_path, "a.csv", 0)
    (tmp_path / place).parent.mkdir(parents=True)
    shutil.copy2(source, tmp_path / place)
    command = [sys.executable, "-c", KILLED.format(patch=POINTS[point]), tmp_path]
    assert subprocess.run(command, check=False, timeout=30).returncode == -signal.SIGKILL
    assert [kept.path for kept in archive.archived_files(tmp_path)] == [place]
    with archive.opened(tmp_path, place) as path:
        assert path.read_bytes() == source.read_bytes()
    archive.clear(tmp_path)
    compressor = ArchiveCompressor(tmp_path)
    compressor.go_on()
    assert compressor._thread is not None
    compressor._thread.join()
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [Path(place).name + ".gz"]


def test_on_a_full_disk_the_original_stays(tmp_path: Path, exports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    place = archive.place_for(tmp_path, "a.csv", 0)
    (tmp_path / place).parent.mkdir(parents=True)
    shutil.copy2(exports / "igate_csv" / "danhsach.csv", tmp_path / place)
    monkeypatch.setattr(originals, "sync", full)
    compressor = ArchiveCompressor(tmp_path)
    compressor.go_on()
    assert compressor._thread is not None
    compressor._thread.join()
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [Path(place).name]


def test_nothing_is_exchanged_while_it_is_paused(
    tmp_path: Path, exports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is paused in the middle of a file: the exchange waits until it may go on."""
    place = archive.place_for(tmp_path, "a.csv", 0)
    (tmp_path / place).parent.mkdir(parents=True)
    shutil.copy2(exports / "igate_csv" / "danhsach.csv", tmp_path / place)
    compressor = ArchiveCompressor(tmp_path)
    real = originals.compress

    def paused_meanwhile(*args: Any) -> Path:
        target = real(*args)
        compressor.pause()
        return target

    monkeypatch.setattr(originals, "compress", paused_meanwhile)
    compressor.go_on()
    assert compressor._thread is not None
    compressor._thread.join(0.2)
    assert compressor._thread.is_alive()
    assert (tmp_path / place).exists()
    compressor.go_on()
    compressor._thread.join(10)
    assert not (tmp_path / place).exists()


def test_a_running_collector_compresses_what_it_has_loaded(office: Any, exports: Path) -> None:
    folder = DataFolder(office.path)
    office.drop(exports / "igate_csv" / "danhsach.csv")
    with lock.acquire(folder.lock) or pytest.fail("locked"), StatusWriter(folder, "service") as status:
        inbox_loop = InboxLoop(folder, reading_context.load(folder), status, lambda: False, 0.1)
        try:
            deadline = time.monotonic() + 60
            while [path.suffix for path in office.kept()] != [".gz"] and time.monotonic() < deadline:
                time.sleep(min(inbox_loop.run_once(), 0.05))
        finally:
            inbox_loop.close()
    assert [path.suffix for path in office.kept()] == [".gz"]
    assert office.verdicts() == [("danhsach.csv", "accepted")]
