"""``collect --once``: each thing in the inbox gets its due, and none of them stops the others."""

import os
import pwd
import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.collector import intake, lock, readiness
from cchc_tui.collector.once import LONGEST, run_once
from cchc_tui.ingest.completeness import Completeness
from cchc_tui.ingest.reader_client import ReaderClient
from cchc_tui.store.read import database
from tests.kits.short_exports import ROWS

Once = Callable[[], list[dict[str, Any]]]


def test_a_list_is_loaded_archived_unchanged_and_removed_from_the_inbox(office: Any, once: Once, exports: Path) -> None:
    source = exports / "igate_xlsx" / "DanhSachHoSo.xlsx"
    office.drop(source)
    (file,) = once()
    assert file == {
        "file": "DanhSachHoSo.xlsx",
        "kind": "dossiers",
        "format": "xlsx",
        "rows": ROWS,
        "accepted": ROWS,
        "rejected": [],
        "verdict": "accepted",
        "reason": "",
        "notes": [],
        "loaded": ROWS,
        "changed": 0,
    }
    (kept,) = office.kept()
    assert kept.read_bytes() == source.read_bytes()
    assert kept.stat().st_mtime_ns == source.stat().st_mtime_ns
    assert office.rows("SELECT archive FROM export") == [(kept.relative_to(office.archive).as_posix(),)]
    assert list(office.inbox.iterdir()) == []


def test_an_empty_inbox_is_no_fault(once: Once) -> None:
    assert once() == []


def test_waiting_lists_are_loaded_in_the_order_of_their_moments(office: Any, once: Once, exports: Path) -> None:
    folder = exports / "igate_xlsx"
    later = office.drop(folder / "later" / "DanhSachHoSo.xlsx", "a.xlsx")
    office.drop(folder / "DanhSachHoSo.xlsx", "b.xlsx")
    os.utime(later, (0, 0))
    assert [file["file"] for file in once()] == ["b.xlsx", "a.xlsx"]
    assert office.rows("SELECT count(*) FROM version")[0][0] > 0


def test_the_same_bytes_again_are_listed_and_change_nothing(office: Any, once: Once, exports: Path) -> None:
    source = exports / "igate_xlsx" / "DanhSachHoSo.xlsx"
    office.drop(source)
    once()
    office.drop(source, "again.xlsx")
    (file,) = once()
    assert (file["verdict"], file["loaded"], file["changed"]) == ("repeated", 0, 0)
    assert office.verdicts() == [("DanhSachHoSo.xlsx", "accepted"), ("again.xlsx", "repeated")]
    assert list(office.inbox.iterdir()) == []


def test_a_file_whose_name_is_no_utf_8_is_loaded_and_shown_with_a_printable_name(
    office: Any, once: Once, exports: Path
) -> None:
    source = exports / "igate_xlsx" / "DanhSachHoSo.xlsx"
    shutil.copyfile(os.fsencode(source), os.fsencode(office.inbox) + b"/danh s\xe1ch\x1b]52;c;eA==\x07.xlsx")
    (file,) = once()
    assert file["verdict"] == "accepted"
    assert file["file"] == r"danh s\xe1ch\x1b]52;c;eA==\x07.xlsx"
    assert [path.read_bytes() for path in office.kept()] == [source.read_bytes()]
    assert list(office.inbox.iterdir()) == []


def test_what_is_no_file_is_refused_once_never_opened_and_left_alone(office: Any, once: Once, exports: Path) -> None:
    outside = office.path / "outside.xlsx"
    shutil.copyfile(exports / "igate_xlsx" / "DanhSachHoSo.xlsx", outside)
    (office.inbox / "link.xlsx").symlink_to(outside)
    os.mkfifo(office.inbox / "pipe.xlsx")
    (office.inbox / "folder.xlsx").mkdir()
    office.drop(exports / "igate_xls" / "DS_HoSo.xls")
    began = time.monotonic()
    report = {file["file"]: file for file in once()}
    assert time.monotonic() - began < LONGEST
    assert {name: file["verdict"] for name, file in report.items()} == {
        "link.xlsx": "refused",
        "pipe.xlsx": "refused",
        "folder.xlsx": "refused",
        "DS_HoSo.xls": "accepted",
    }
    assert "link.xlsx" in report["link.xlsx"]["reason"]
    assert once() == []
    assert sorted(path.name for path in office.inbox.iterdir()) == ["folder.xlsx", "link.xlsx", "pipe.xlsx"]
    assert outside.exists()


def test_files_that_others_are_still_writing_are_passed_over(office: Any, once: Once) -> None:
    for name in ("~$x.xlsx", ".~lock.x.ods#", "x.xlsx.tmp", "x.csv.part", "x.xls.crdownload", ".hidden.csv"):
        (office.inbox / name).write_bytes(b"PK")
    assert once() == []
    assert len(list(office.inbox.iterdir())) == 6


def test_broken_files_are_refused_with_a_reason_and_the_others_load(office: Any, once: Once, exports: Path) -> None:
    whole = exports / "igate_xlsx" / "DanhSachHoSo.xlsx"
    office.drop(whole)
    (office.inbox / "cut.xlsx").write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    (office.inbox / "empty.csv").touch()
    (office.inbox / "photo.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(1000))
    report = {file["file"]: file for file in once()}
    assert {name: file["verdict"] for name, file in report.items()} == {
        "DanhSachHoSo.xlsx": "accepted",
        "cut.xlsx": "refused",
        "empty.csv": "refused",
        "photo.xlsx": "refused",
    }
    for name in ("cut.xlsx", "empty.csv", "photo.xlsx"):
        assert name in report[name]["reason"]
    assert list(office.inbox.iterdir()) == []
    refused = [path.relative_to(office.archive).parts[0] for path in office.kept()]
    assert refused.count("refused") == 3


def test_a_refused_file_that_is_put_back_is_read_again(office: Any, once: Once) -> None:
    (office.inbox / "x.csv").write_text("this is no list\n")
    once()
    office.kept()[0].rename(office.inbox / "x.csv")
    (file,) = once()
    assert file["verdict"] == "refused"
    assert [verdict for _, verdict in office.verdicts()] == ["refused", "refused"]


def test_a_file_beyond_the_limit_is_refused_unread_and_archived(office: Any, once: Once) -> None:
    (office.path / "cchc.toml").write_text("[limits]\nfile_mb = 1\n")
    (office.inbox / "large.csv").write_bytes(bytes(2 << 20))
    (file,) = once()
    assert file["verdict"] == "refused"
    assert list(office.inbox.iterdir()) == []
    assert [path.stat().st_size for path in office.kept()] == [2 << 20]


def test_a_file_that_may_not_be_read_is_reported_and_left(
    office: Any, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], exports: Path
) -> None:
    office.drop(exports / "igate_xls" / "DS_HoSo.xls")
    closed = office.drop(exports / "igate_xlsx" / "DanhSachHoSo.xlsx", "closed.xlsx")
    real = readiness.open_regular

    def open_regular(path: Path) -> int:
        if path == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(readiness, "open_regular", open_regular)
    monkeypatch.setattr(ReaderClient, "completeness", lambda self, path: Completeness.UNKNOWN)  # nor may the reader
    assert run_once(office.path) == 1
    said = capfd.readouterr()
    assert f"setfacl -m u:{pwd.getpwuid(os.getuid()).pw_name}:r {closed}" in said.err
    assert "DS_HoSo.xls" in said.out
    assert [path.name for path in office.inbox.iterdir()] == ["closed.xlsx"]


def test_it_says_so_when_another_collector_is_at_work(office: Any, capfd: pytest.CaptureFixture[str]) -> None:
    held = lock.acquire(office.path / "state" / "collector.lock")
    assert held is not None
    assert run_once(office.path) == 3
    assert "khác" in capfd.readouterr().err
    held.release()


def test_a_deleted_database_is_rebuilt_from_the_archive(office: Any, once: Once, exports: Path) -> None:
    office.drop(exports / "igate_xlsx" / "DanhSachHoSo.xlsx")
    once()
    office.drop(exports / "igate_xlsx" / "later" / "DanhSachHoSo.xlsx")
    once()
    before = office.rows("SELECT * FROM dossier"), office.rows("SELECT * FROM version")
    office.database.unlink()
    assert once() == []
    assert (office.rows("SELECT * FROM dossier"), office.rows("SELECT * FROM version")) == before


def test_a_file_that_is_not_a_database_is_put_aside_and_rebuilt(office: Any, once: Once, exports: Path) -> None:
    office.drop(exports / "igate_xlsx" / "DanhSachHoSo.xlsx")
    once()
    office.database.write_bytes(b"no database at all" * 1000)
    once()
    assert office.rows("SELECT count(*) FROM dossier") == [(ROWS,)]
    assert [path.name for path in (office.path / "private").glob("cchc.db.broken-*")] != []


def test_a_file_that_brings_out_a_fault_of_ours_is_refused_the_next_time(
    office: Any, once: Once, exports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.drop(exports / "igate_xls" / "DS_HoSo.xls", "a.xls")
    office.drop(exports / "igate_xlsx" / "DanhSachHoSo.xlsx", "b.xlsx")
    os.utime(office.inbox / "a.xls", (0, 0))
    real = intake.load

    def load(writer: Any, file: Any, items: Any, *rest: Any) -> Any:
        if file.name == "a.xls" and not file.archive.startswith("refused"):
            raise ZeroDivisionError("a fault of ours")
        return real(writer, file, items, *rest)

    monkeypatch.setattr(intake, "load", load)
    with pytest.raises(ZeroDivisionError):
        run_once(office.path)
    report = {file["file"]: file for file in once()}
    assert {name: file["verdict"] for name, file in report.items()} == {"a.xls": "refused", "b.xlsx": "accepted"}
    assert "ZeroDivisionError, test_collect_once.py:" in report["a.xls"]["reason"]
    assert not (office.path / "state" / "quarantine.json").exists()


def test_a_database_that_cannot_be_written_is_reported_and_not_an_empty_inbox(
    office: Any, exports: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    office.drop(exports / "igate_xlsx" / "DanhSachHoSo.xlsx")

    def of_another_account(*_: Any, **__: Any) -> None:
        raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(database.Writer, "__init__", of_another_account)
    assert run_once(office.path) == 1
    said = capfd.readouterr()
    assert "readonly database" in said.err
    assert said.out == ""


def test_a_full_disk_is_reported_and_the_file_is_loaded_when_there_is_room(
    office: Any, once: Once, exports: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    office.drop(exports / "igate_xlsx" / "DanhSachHoSo.xlsx")
    real = database.Writer.__init__

    def small(self: Any, *arguments: Any, **more: Any) -> None:
        real(self, *arguments, **more)
        self.connection.execute("PRAGMA max_page_count = 60").fetchall()

    with monkeypatch.context() as full:
        full.setattr(database.Writer, "__init__", small)
        assert run_once(office.path) == 1
        assert "Đĩa đã đầy" in capfd.readouterr().err
    assert [path.name for path in office.inbox.iterdir()] == ["DanhSachHoSo.xlsx"]
    assert [file["verdict"] for file in once()] == ["accepted"]
    assert office.verdicts() == [("DanhSachHoSo.xlsx", "accepted")]
