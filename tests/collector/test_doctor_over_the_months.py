"""``doctor`` names what goes wrong over months, each with its cure."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cchc_tui.care.backup_record import BackupRecord, write_record
from cchc_tui.collector import doctor_care, monitor
from cchc_tui.collector.check_result import CheckLevel, CheckResult
from cchc_tui.collector.doctor_care import care_checks as run
from cchc_tui.collector.thinning import ThinningRecord, limit_of
from cchc_tui.domain.moments import from_epoch
from cchc_tui.settings import DataFolder
from cchc_tui.whole_files import replace_file

MIB = 1 << 20


@pytest.fixture
def sound(office: Any, once: Callable[[], Any], exports: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("TZ", "Asia/Ho_Chi_Minh")
    time.tzset()
    office.drop(exports / "igate_xlsx" / "DanhSachHoSo.xlsx")
    once()
    office.archive.chmod(0o700)
    write_record(DataFolder(office.path), BackupRecord(from_epoch(time.time()), "/gone", 1, 1))
    (office.path / "cchc.toml").write_text("[limits]\nmemory_mb = 1\n")
    yield office
    monkeypatch.undo()
    time.tzset()


def said(office: Any) -> list[CheckResult]:
    return [result for result in run(DataFolder(office.path)) if result.level is not CheckLevel.FINE]


def one(office: Any) -> str:
    (result,) = said(office)
    return f"{result.level} {result.text} → {result.cure}"


def test_a_sound_office_has_none(sound: Any) -> None:
    assert said(sound) == []


def test_backups(sound: Any) -> None:
    folder = DataFolder(sound.path)
    write_record(folder, BackupRecord(from_epoch(time.time()) - 100 * 3600, "/gone", 1, 1))
    assert "4 ngày" in one(sound)
    write_record(folder, BackupRecord(from_epoch(time.time()), "/gone", 1, 1, ("archive/a.csv",)))
    assert "thiếu 1 tệp" in one(sound)
    write_record(folder, BackupRecord(from_epoch(time.time()), str(sound.path.parent), 1, 1))
    assert "cùng đĩa" in one(sound)
    folder.backup_record.unlink()
    assert "cchc-tui backup" in one(sound)


def test_a_clock_that_is_behind(sound: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    past = time.time() - 86_400
    clock = SimpleNamespace(time=lambda: past, localtime=time.localtime, strftime=time.strftime)
    monkeypatch.setattr(doctor_care, "time", clock)
    assert "set-ntp" in one(sound)
    assert one(sound).startswith("wrong")


def test_another_time_zone(sound: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    assert "Asia/Ho_Chi_Minh" in one(sound)


def test_no_room_for_files(sound: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = os.statvfs(sound.path)
    few = SimpleNamespace(f_files=facts.f_files or 1, f_favail=100)
    with monkeypatch.context() as patched:
        patched.setattr(doctor_care, "os", SimpleNamespace(statvfs=lambda _: few))
        assert "df -i" in one(sound)
    usage = doctor_care.shutil.disk_usage(sound.path)
    assert usage.free > monitor._NO_SPACE
    full = SimpleNamespace(disk_usage=lambda path: usage._replace(free=3 * MIB))
    with monkeypatch.context() as patched:
        patched.setattr(doctor_care, "shutil", full)
        assert "TMPDIR" in one(sound)

    def none() -> str:
        raise FileNotFoundError

    monkeypatch.setattr(doctor_care, "tempfile", SimpleNamespace(gettempdir=none))
    assert "TMPDIR" in one(sound)


def test_less_memory_than_the_limit(sound: Any) -> None:
    (sound.path / "cchc.toml").write_text("[limits]\nmemory_mb = 99999999\n")
    assert "memory_mb = " in one(sound)


def test_originals_that_others_can_open(sound: Any) -> None:
    sound.archive.chmod(0o2750)
    assert f"chmod 2700 {sound.archive}" in one(sound)


def test_databases_that_were_put_aside(sound: Any) -> None:
    (sound.path / "private").mkdir(exist_ok=True)
    (sound.path / "private" / "cchc.db.broken-20211110T090000").write_bytes(bytes(3 * MIB))
    assert "3 MiB: cchc.db.broken-20211110T090000" in one(sound)


def test_lists_that_may_be_thinned(sound: Any) -> None:
    (sound.path / "cchc.toml").write_text("[limits]\nmemory_mb = 1\n[keep]\nlists_months = 3\n")
    assert "cchc-tui thin" in one(sound)
    now = from_epoch(time.time())
    record = doctor_care.thinning.msgspec.json.encode(ThinningRecord(now, 7, limit_of(now, 3)))
    replace_file(DataFolder(sound.path).thinning_record, record)
    assert said(sound) == []
    assert any("bỏ 7 tệp" in result.text for result in run(DataFolder(sound.path)))
