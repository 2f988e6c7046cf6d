"""``doctor`` names what is wrong and what to do about it, and fails only then."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cchc_tui.collector import doctor, filesystems, lock
from cchc_tui.collector.check_result import CheckLevel, CheckResult
from cchc_tui.collector.doctor import run_checks
from cchc_tui.collector.status import StatusWriter
from cchc_tui.settings import DataFolder


@pytest.fixture
def sound(office: Any) -> Any:
    for part in (office.path, office.path / "state", office.archive):
        part.chmod(0o2750)
    return office


def run(office: Any) -> list[CheckResult]:
    return [result for result in run_checks(office.path) if result.level is CheckLevel.WRONG]


def wrong(office: Any) -> list[str]:
    return [f"{result.text} {result.cure}" for result in run(office)]


def test_a_sound_folder_is_fine(sound: Any, capfd: pytest.CaptureFixture[str]) -> None:
    assert doctor.doctor(sound.path) == 0
    said = capfd.readouterr().out
    assert "✗" not in said
    assert "2750" in said


def test_a_missing_folder_is_named_with_its_cure(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert doctor.doctor(tmp_path / "none") == 1
    assert "cchc-tui init" in capfd.readouterr().out


def test_a_folder_in_which_others_can_write_is_wrong(sound: Any) -> None:
    sound.path.chmod(0o2770)
    (result,) = wrong(sound)
    assert "2770" in result
    assert f"chmod 2750 {sound.path}" in result


def test_a_lock_that_others_can_take_is_wrong(sound: Any) -> None:
    (sound.path / "state" / "collector.lock").touch(0o644)
    (result,) = wrong(sound)
    assert "chmod 0600" in result


def test_a_bad_line_of_the_registry_is_named(sound: Any) -> None:
    units = sound.path / "registry" / "units.toml"
    units.write_text(units.read_text(encoding="utf-8") + "\nnonsense = 1\n", encoding="utf-8")
    (result,) = wrong(sound)
    assert "units.toml" in result
    assert "nonsense" in result


def test_a_bad_line_of_the_presentation_is_named_and_what_is_right_there(sound: Any) -> None:
    path = sound.path / "registry" / "presentation.toml"
    path.write_text("rows = 5\nseconds = 1\n", encoding="utf-8")
    (result,) = wrong(sound)
    assert "presentation.toml, dòng 2, mục seconds: phải là số giây, số nguyên từ 3 đến 3600." in result


def test_a_year_without_holidays_is_wrong(sound: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cchc_tui.domain.workcalendar.WorkCalendar.is_workday", lambda *_: True)
    (result,) = wrong(sound)
    assert "calendar.toml" in result


def test_a_data_folder_on_the_network_is_wrong(sound: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filesystems, "filesystem_of", lambda _: "nfs4")
    assert any("nfs4" in result for result in wrong(sound))


def test_a_full_disk_is_wrong(sound: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LEAST_FREE", 1 << 60)
    (result,) = wrong(sound)
    assert "MiB" in result


def test_a_lock_that_is_held_in_silence_is_wrong(sound: Any) -> None:
    held = lock.acquire(sound.path / "state" / "collector.lock")
    assert held is not None
    (result,) = wrong(sound)
    assert "fuser" in result
    held.release()


def test_a_collector_that_stands_still_is_wrong(sound: Any) -> None:
    status = DataFolder(sound.path).status
    with StatusWriter(DataFolder(sound.path), "service"):
        content = msgspec.json.decode(status.read_bytes())
    content.update(left=False, beat=content["beat"] - 60)
    status.write_bytes(msgspec.json.encode(content))
    (result,) = wrong(sound)
    assert f"kill -CONT {os.getpid()}" in result


def test_what_is_no_export_in_the_inbox_is_named(sound: Any) -> None:
    (sound.inbox / "x\x1b[2J.xlsx").symlink_to("/etc/passwd")
    (result,) = wrong(sound)
    assert r"x\x1b[2J.xlsx" in result


def test_a_file_that_nobody_takes_is_named(sound: Any) -> None:
    (sound.inbox / "x.csv").write_text("x")
    os.utime(sound.inbox / "x.csv", (time.time() - 3600,) * 2)
    assert wrong(sound) == []
    with StatusWriter(DataFolder(sound.path), "service"):
        assert any("x.csv" in result for result in wrong(sound))


def test_a_database_that_is_none_is_wrong(sound: Any, once: Callable[[], Any]) -> None:
    sound.database.write_bytes(b"no database" * 100)
    assert any("cchc-tui rebuild" in result for result in wrong(sound))


def test_advice_alone_is_not_called_fine_nor_wrong(sound: Any, capfd: pytest.CaptureFixture[str]) -> None:
    sound.path.chmod(0o2755)
    assert doctor.doctor(sound.path) == 0
    assert capfd.readouterr().out.strip().splitlines()[-1].startswith("Dùng được; có ")


@pytest.mark.root
@pytest.mark.parametrize("part", ["archive", "state", "cchc.db", "state/collector.lock"])
def test_what_root_made_in_the_folder_of_another_is_named_with_the_command_that_gives_it_back(
    part: str, sound: Any
) -> None:
    path = sound.path / part
    if not path.exists():
        path.touch(0o600)
    for each in (sound.path, *sound.path.rglob("*")):
        os.chown(each, 42_001, -1)
    assert wrong(sound) == []
    os.chown(path, 0, -1)
    (result,) = run(sound)
    assert str(path) in result.text
    assert os.system(result.cure) == 0
    assert wrong(sound) == []


def test_a_part_that_is_closed_to_this_user_is_named_and_the_other_checks_go_on(
    sound: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(folder: Path) -> Any:
        raise PermissionError(13, "Permission denied", str(folder / "units.toml"))

    monkeypatch.setattr(doctor, "load_registry", closed)
    (result,) = run(sound)
    assert str(sound.path / "registry" / "units.toml") in result.text
    assert f"chown -R --reference={sound.path} {sound.path}/registry" in result.cure
