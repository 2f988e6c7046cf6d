"""``status`` says with figures, codes and its exit code how a data folder is doing; ``collector.log`` what happened."""

from __future__ import annotations

import json
import logging
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from cchc_tui.care.backup_record import BackupRecord, write_record
from cchc_tui.cli.status import command
from cchc_tui.collector import event_log, monitor
from cchc_tui.collector.audit_service import AuditService
from cchc_tui.collector.event_log import EventLog
from cchc_tui.collector.status import StatusWriter
from cchc_tui.domain.moments import from_epoch
from cchc_tui.settings import DataFolder
from cchc_tui.texts import monitor as texts
from tests.kits.short_exports import ROWS

KEYS = {
    "state": str,
    "at": str,
    "program": str,
    "faults": ["level", "code", "text"],
    "data": ["as_of", "age_seconds", "last_file_at", "exports"],
    "inbox": ["waiting", "waiting_since", "waiting_seconds"],
    "load": ["at", "lag_seconds"],
    "collector": ["alive", "stalled", "role", "pid", "since", "beat_age_seconds", "error", "note"],
    "database": ["bytes", "wal_bytes", "error"],
    "free_bytes": int,
    "backup": ["at", "age_seconds", "folder", "lacking"],
    "personal": ["bytes", "wal_bytes", "error"],
}


def ask(office: Any) -> tuple[int, dict[str, Any]]:
    done = CliRunner().invoke(command, ["--json", "--data", str(office.path)])
    said: dict[str, Any] = json.loads(done.output)
    return done.exit_code, said


def codes(office: Any) -> list[tuple[str, str]]:
    return [(fault["level"], fault["code"]) for fault in ask(office)[1]["faults"]]


def backed_up(office: Any, hours: int = 0, lacking: tuple[str, ...] = ()) -> None:
    at = from_epoch(time.time()) - hours * 3600
    write_record(DataFolder(office.path), BackupRecord(at, "/backups", 3, 100, lacking))


@pytest.fixture
def running(office: Any, once: Callable[[], Any], exports: Path) -> Any:
    """An office with a list, a backup, and a collector that has loaded."""
    office.drop(exports / "igate_xlsx" / "DanhSachHoSo.xlsx")
    once()
    backed_up(office)
    with StatusWriter(DataFolder(office.path), "service") as status, closing(AuditService(DataFolder(office.path))):
        office.status = status
        yield office


def test_all_is_well(running: Any) -> None:
    running.status.loaded(time.time() - 0.5, {"name": "a.csv"})
    code, said = ask(running)
    assert (code, said["state"], said["faults"]) == (0, "ok", [])
    assert said["data"]["as_of"] == "2021-11-10T08:30:00"
    assert said["data"]["exports"] == 1
    assert 0.5 <= said["load"]["lag_seconds"] < 5
    assert said["inbox"] == {"waiting": 0, "waiting_since": None, "waiting_seconds": None}
    assert said["collector"]["role"] == "service"
    assert said["database"]["bytes"] == running.database.stat().st_size


def test_keys_are_the_same_whatever_is_there(running: Any, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for folder in (running.path, tmp_path / "empty"):
        said = json.loads(monitor.as_json(monitor.report(folder)))
        assert list(said) == list(KEYS)
        for key, inner in KEYS.items():
            if isinstance(inner, list):
                value = said[key]
                for one in value if isinstance(value, list) else [value]:
                    assert list(one) == inner
            else:
                assert isinstance(said[key], inner)


def test_text_names_each_fault(running: Any) -> None:
    backed_up(running, hours=100)
    done = CliRunner().invoke(command, ["--data", str(running.path)])
    assert done.exit_code == 1
    assert "✗ Bản sao lưu cuối từ 4 ngày trước" in done.output


def test_each_fault_has_its_code(running: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    running.status.set_error("Đĩa đã đầy.")
    assert codes(running) == [("warning", "collector_error")]
    running.status.set_error("")
    backed_up(running, lacking=("archive/a.csv",))
    assert codes(running) == [("warning", "backup_lacking")]
    (running.path / "state" / "backup.json").unlink()
    assert codes(running) == [("warning", "no_backup")]
    backed_up(running)
    usage = monitor.shutil.disk_usage(running.path)
    for free, code in ((500 << 20, ("warning", "disk_space")), (1 << 20, ("critical", "disk_full"))):
        monkeypatch.setattr(monitor.shutil, "disk_usage", lambda _, free=free: usage._replace(free=free))
        assert codes(running) == [code]
    monkeypatch.undo()
    path = running.inbox / "a.csv"
    path.write_text("x")
    monkeypatch.setattr(monitor, "time", SimpleNamespace(time=lambda: path.stat().st_ctime + 1000))
    assert codes(running) == [("warning", "inbox_waiting")]
    assert ask(running)[1]["inbox"]["waiting_seconds"] == 1000
    monkeypatch.undo()
    path.unlink()
    (running.path / "cchc.toml").write_text("[monitor]\ndata_hours = 1\n")
    assert codes(running) == [("warning", "data_old")]
    (running.path / "cchc.toml").write_text("[monitor]\nwal_mb = 1\n")
    log = running.path / "cchc.db-wal"
    log.write_bytes(bytes(2 << 20))
    assert codes(running) == [("warning", "wal")]
    log.unlink()
    (running.path / "cchc.toml").write_text("nonsense = 1\n")
    assert codes(running) == [("warning", "settings")]


def test_a_dead_collector_and_a_damaged_database_are_critical(office: Any, once: Callable[[], Any]) -> None:
    once()
    backed_up(office)
    code, said = ask(office)
    assert (code, said["state"]) == (2, "critical")
    assert codes(office) == [("critical", "no_collector")]
    office.database.write_bytes(b"nothing " * 1000)
    assert ("critical", "database") in codes(office)


def test_a_folder_that_is_not_there_is_critical(tmp_path: Path) -> None:
    done = CliRunner().invoke(command, ["--json", "--data", str(tmp_path / "none")])
    assert done.exit_code == 2


def test_every_code_has_its_sentence() -> None:
    source = Path(monitor.__file__).read_text(encoding="utf-8")
    assert all(f'"{code}"' in source for code in texts.FAULTS)


def lines(office: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (office.path / "state" / "collector.log").read_text().splitlines()]


def test_the_log_has_starts_loads_refusals_and_no_contents(office: Any, once: Callable[[], Any], exports: Path) -> None:
    office.drop(exports / "igate_xlsx" / "DanhSachHoSo.xlsx")
    (office.inbox / "x.csv").write_text("Nguyen Van Bi Mat\n" * 3)
    once()
    said = {line["event"]: line for line in lines(office)}
    assert [line["event"] for line in lines(office)] == ["started", "loaded", "loaded", "stopped"]
    loaded, refused = (line for line in lines(office) if line["event"] == "loaded")
    assert (loaded["verdict"], loaded["rows"], loaded["loaded"]) == ("accepted", ROWS, ROWS)
    assert loaded["lag"] >= 0
    assert (refused["verdict"], refused["reasons"]) == ("refused", ["no_heading"])
    assert said["started"]["role"] == "once"
    text = (office.path / "state" / "collector.log").read_text()
    with closing(sqlite3.connect(office.path / "private" / "personal.db")) as personal:
        people = personal.execute("SELECT applicant FROM person WHERE applicant != ''").fetchall()
    assert people
    assert not any(name in text for (name,) in people)
    assert "Bi Mat" not in text
    assert (office.path / "state" / "collector.log").stat().st_mode & 0o777 == 0o640


def test_a_killed_collector_is_in_the_next_ones_log(office: Any) -> None:
    killed = StatusWriter(DataFolder(office.path), "service")
    killed._change()  # as far as a killed one comes
    with StatusWriter(DataFolder(office.path), "service") as status:
        status.set_error("Đĩa đã đầy.")
        status.set_error("")
        status.set_note("Đã dựng lại.")
    events = [line["event"] for line in lines(office)]
    assert events == ["started", "killed_before", "fault", "fault_over", "repaired", "stopped"]


def test_the_log_stays_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_log, "LONGEST", 1000)
    log = EventLog(tmp_path / "collector.log")
    for number in range(200):
        log.write("loaded", name=f"{number}.csv")
    log.close()
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["collector.log", *(f"collector.log.{n}" for n in range(1, 6))]
    assert all(path.stat().st_size <= 1000 for path in tmp_path.iterdir())
    assert all(path.stat().st_mode & 0o777 == 0o640 for path in tmp_path.iterdir())
    assert json.loads((tmp_path / "collector.log").read_text().splitlines()[-1])["name"] == "199.csv"


def test_a_log_that_cannot_be_written_is_said_and_stops_nothing(running: Any) -> None:
    path = running.path / "state" / "collector.log"
    running.status.log.close()
    path.unlink()
    path.mkdir()
    running.status.set_error("Đĩa đã đầy.")
    running.status.set_error("")
    assert codes(running) == [("warning", "log")]
    path.rmdir()
    running.status.set_note("Đã dựng lại.")
    assert codes(running) == []
    assert logging.getLogger("cchc-tui.collector").handlers == []  # no handler of the whole process


@pytest.mark.parametrize(
    ("role", "words"), [("service", "dịch vụ"), ("viewer", "do một màn hình mở"), ("once", "một lần")]
)
def test_the_text_says_how_the_collector_runs(office: Any, role: str, words: str) -> None:
    with StatusWriter(DataFolder(office.path), role):
        done = CliRunner().invoke(command, ["--data", str(office.path)])
        assert ask(office)[1]["collector"]["role"] == role
    assert f"{words} ({os.getpid()})" in done.output
