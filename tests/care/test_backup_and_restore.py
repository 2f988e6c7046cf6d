"""A backup is whole or not there, and what is restored from it works as it stands."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.care import backup as backing_up
from cchc_tui.care import manifest
from cchc_tui.care.backup import BackupError, backups, make_backup
from cchc_tui.care.restore import RestoreError, restore
from cchc_tui.cli.backup import run
from cchc_tui.collector.once import run_once
from cchc_tui.settings import DataFolder
from cchc_tui.store.read.database import Writer


def content(folder: Path) -> list[Any]:
    with closing(sqlite3.connect(f"{(folder / 'cchc.db').as_uri()}?mode=ro", uri=True)) as connection:
        tables = ("export", "dossier", "version", "state_count", "problem", "term")
        return [sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in tables]


def originals(folder: Path) -> dict[str, tuple[bytes, int]]:
    root = folder / "archive"
    files = [path for path in root.rglob("*") if path.is_file()]
    return {path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def clock(monkeypatch: pytest.MonkeyPatch, second: int) -> None:
    """The seconds of backups differ, without waiting for them."""
    monkeypatch.setattr(backing_up.time, "time", lambda: 1_636_500_000.0 + second)


def collect(folder: Path, capfd: pytest.CaptureFixture[str]) -> list[str]:
    """Run the collector once; what it says on standard error."""
    capfd.readouterr()
    assert run_once(folder, as_json=True) == 0
    return capfd.readouterr().err.splitlines()


def test_what_is_restored_is_taken_by_the_collector_as_it_is(
    office: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (office / "audit").mkdir(mode=0o700)
    (office / "audit" / "2021-11.jsonl").write_text('{"what": "made up"}\n')
    (office / "registry" / "statuses.toml").write_text('[[status]]\ncode = 4\nalso = ["Đang thẩm định"]\n')
    collect(office, capfd)  # rebuilds for the new word
    with Writer(office / "cchc.db"):  # as beside a running collector: part of the data are in the log
        done = make_backup(DataFolder(office), tmp_path / "backups", 3)
    assert done.lacking == []
    target = tmp_path / "elsewhere"
    restore(done.path, target)
    before = content(target)
    assert collect(target, capfd) == []
    assert not list(target.glob("*cchc.db?*"))  # neither put aside nor made again
    assert content(target) == before == content(office)
    assert originals(target) == originals(office)
    for name in ("cchc.toml", "registry/units.toml", "registry/statuses.toml", "audit/2021-11.jsonl"):
        assert (target / name).read_bytes() == (office / name).read_bytes()
    assert (target / "audit").stat().st_mode & 0o777 == 0o700


def test_nobody_else_reads_a_backup_or_more_than_before_of_what_is_restored(office: Path, tmp_path: Path) -> None:
    (office / "cchc.toml").chmod(0o666)
    done = make_backup(DataFolder(office), tmp_path / "backups", 3)
    for path in (tmp_path / "backups").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
    restore(done.path, tmp_path / "new")
    for path in (tmp_path / "new").rglob("*"):
        assert path.stat().st_mode & 0o027 == 0 or path.is_dir(), path
        assert path.stat().st_mode & 0o007 == 0, path
    assert (tmp_path / "new" / "cchc.db").stat().st_mode == (office / "cchc.db").stat().st_mode & ~0o007


@pytest.mark.root
def test_what_root_backs_up_is_the_accounts_that_backs_up_each_night(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "backups"
    target.mkdir()
    os.chown(target, 42_001, -1)
    for second in range(2):  # the second has links to the first one's files
        clock(monkeypatch, second)
        make_backup(DataFolder(office), target, 3)
    assert {path.stat().st_uid for path in target.rglob("*")} == {42_001}


def test_personal_files_of_an_unknown_group_are_the_owners_alone(office: Path, tmp_path: Path) -> None:
    private = office / "archive"
    os.chown(private, -1, 54321)
    private.chmod(0o2750)
    done = make_backup(DataFolder(office), tmp_path / "backups", 3)
    restore(done.path, tmp_path / "new")
    assert (tmp_path / "new" / "archive").stat().st_mode & 0o077 == 0
    assert (tmp_path / "new" / "registry").stat().st_mode & 0o050 == 0o050


def test_only_new_files_take_space(
    office: Path, tmp_path: Path, more: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "backups"
    clock(monkeypatch, 0)
    first = make_backup(DataFolder(office), target, 3)
    with monkeypatch.context() as real:
        real.undo()
        more()
    clock(monkeypatch, 1)
    second = make_backup(DataFolder(office), target, 3)
    links = {path.name: path.stat().st_nlink for path in (second.path / "archive").rglob("*") if path.is_file()}
    assert sorted(links.values()) == [1, 2, 2, 2]
    assert second.files == first.files + 1
    assert second.new < second.size


def test_a_link_whose_file_has_rotted_is_copied_again(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "backups"
    clock(monkeypatch, 0)
    first = make_backup(DataFolder(office), target, 3)
    rotten = next((first.path / "archive").rglob("*danhsach.csv.gz"))
    status = rotten.stat()
    rotten.write_bytes(rotten.read_bytes()[:-1] + b"x")
    os.utime(rotten, ns=(status.st_mtime_ns, status.st_mtime_ns))
    clock(monkeypatch, 1)
    second = make_backup(DataFolder(office), target, 3)
    restore(second.path, tmp_path / "new")
    with pytest.raises(RestoreError) as error:
        restore(first.path, tmp_path / "other")
    assert "danhsach.csv.gz" in error.value.details[0]
    assert not (tmp_path / "other").exists()
    done = restore(first.path, tmp_path / "other", sound_only=True)
    assert done.left_out == error.value.details


def test_the_newest_are_kept(office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "backups"
    for second in range(5):
        clock(monkeypatch, second)
        done = make_backup(DataFolder(office), target, 2)
    assert [path.name for path in backups(target)] == ["cchc-20211110T062003", "cchc-20211110T062004"]
    assert [path.name for path in done.removed] == ["cchc-20211110T062002"]
    assert sorted(path.name for path in target.iterdir()) == [".lock", *(path.name for path in backups(target))]


KILLED = """
import os, signal, sys
from pathlib import Path
from cchc_tui.care import backup, manifest, restore
from cchc_tui.settings import DataFolder

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

{patch}
if sys.argv[3:]:
    restore.restore(Path(sys.argv[1]), Path(sys.argv[2]))
else:
    backup.make_backup(DataFolder(Path(sys.argv[1])), Path(sys.argv[2]), 1)
"""
AT_BACKUP = {
    "after the snapshot": "backup._Copy._archive = die",
    "while files are linked": "manifest.is_sound = die",
    "before the list": "manifest.write = die",
    "before it is checked": "manifest.damaged = die",
    "before it gets its name": "Path.rename = die",
    "while an old one goes": "backup.shutil.rmtree = die",
}


def killed(patch: str, *arguments: object) -> None:
    command = [sys.executable, "-c", KILLED.format(patch=patch), *map(str, arguments)]
    assert subprocess.run(command, check=False, timeout=30).returncode == -signal.SIGKILL


def test_a_kill_leaves_whole_backups_only(office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "backups"
    clock(monkeypatch, 0)
    make_backup(DataFolder(office), target, 1)
    for point, patch in AT_BACKUP.items():
        killed(patch, office, target)
        for number, path in enumerate(backups(target)):
            restore(path, tmp_path / f"{point} {number}")  # whole, each of them
    clock(monkeypatch, 10**9)
    done = make_backup(DataFolder(office), target, 1)
    assert sorted(path.name for path in target.iterdir()) == [".lock", done.path.name]


AT_RESTORE = {
    "while files are copied": "restore._Ownership.apply = die",
    "before the first is in place": "restore.os.sync = die",
    "between two of them": "real = Path.rename; Path.rename = lambda self, to: (real(self, to), die())",
    "at the end": "restore.sync = die",
}


def test_an_interrupted_restore_is_begun_again(office: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    done, target = make_backup(DataFolder(office), tmp_path / "backups", 1), tmp_path / "new"
    for patch in AT_RESTORE.values():
        killed(patch, done.path, target, "restore")
    restore(done.path, target)
    assert not (target / ".restoring").exists()
    assert content(target) == content(office)
    assert originals(target) == originals(office)


def test_a_folder_that_is_not_empty_is_left_alone(office: Path, tmp_path: Path) -> None:
    done = make_backup(DataFolder(office), tmp_path / "backups", 1)
    before = content(office)
    with pytest.raises(RestoreError, match="not_empty"):
        restore(done.path, office)
    assert content(office) == before
    with pytest.raises(RestoreError, match="no_backup"):
        restore(tmp_path, tmp_path / "new")
    with pytest.raises(RestoreError, match=f"backups_inside {done.path}"):
        restore(done.path.parent, tmp_path / "new")


@pytest.mark.parametrize("part", ["files", "folders"])
@pytest.mark.parametrize("place", ["../../outside", "{}/outside", "."])
def test_a_backup_names_no_place_outside(part: str, place: str, office: Path, tmp_path: Path) -> None:
    done = make_backup(DataFolder(office), tmp_path / "backups", 1)
    listed = json.loads((done.path / manifest.NAME).read_text())
    listed[part][0]["path"] = place.format(tmp_path)
    (done.path / manifest.NAME).write_text(json.dumps(listed))
    with pytest.raises(RestoreError, match="no_backup"):
        restore(done.path, tmp_path / "new")
    assert {path.name for path in tmp_path.iterdir()} == {"office", "backups"}


def test_on_a_full_disk_earlier_backups_stay(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "backups"
    clock(monkeypatch, 0)
    done = make_backup(DataFolder(office), target, 1)

    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    clock(monkeypatch, 1)
    monkeypatch.setattr(manifest, "write", full)
    assert run(office, target, 1) == 1
    assert "No space left" in capsys.readouterr().err
    assert sorted(path.name for path in target.iterdir()) == [".lock", done.path.name]


def test_two_at_once_and_a_folder_inside_are_refused(office: Path, tmp_path: Path) -> None:
    target = tmp_path / "backups"
    make_backup(DataFolder(office), target, 1)
    with (target / ".lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert run(office, target, 1) == 3
    with pytest.raises(BackupError, match="inside"):
        make_backup(DataFolder(office), office / "backups", 1)


def test_what_is_lost_or_damaged_is_said_and_the_rest_is_kept(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(backing_up, "_PATIENCE", 0.0)
    next((office / "archive").rglob("*DanhSachHoSo.xlsx")).unlink()
    assert run(office, tmp_path / "one", 1) == 1
    assert "DanhSachHoSo.xlsx" in capfd.readouterr().err
    with (office / "cchc.db").open("r+b") as file:
        file.seek(8192)
        file.write(os.urandom(8192))
    assert run(office, tmp_path / "two", 1) == 1
    assert "cchc.db" in capfd.readouterr().err
    (made,) = backups(tmp_path / "two")
    restore(made, tmp_path / "new")
    assert originals(tmp_path / "new") == originals(office)
    collect(tmp_path / "new", capfd)
    assert len(content(tmp_path / "new")[0]) == 2  # made again from the archive


def test_a_damaged_original_is_copied_and_said(office: Path, tmp_path: Path) -> None:
    path = next((office / "archive").rglob("*danhsach.csv.gz"))
    path.write_bytes(path.read_bytes()[:-10])
    done = make_backup(DataFolder(office), tmp_path / "backups", 1)
    assert done.lacking == [path.relative_to(office).as_posix()]
    assert (done.path / done.lacking[0]).exists()


def test_an_original_on_its_way_to_the_archive_is_waited_for(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = next((office / "archive").rglob("*DanhSachHoSo.xlsx"))
    shutil.move(path, tmp_path / "staged")
    monkeypatch.setattr(backing_up.time, "sleep", lambda _: shutil.move(tmp_path / "staged", path))
    assert make_backup(DataFolder(office), tmp_path / "backups", 1).lacking == []


def test_the_record_tells_of_the_last_one(office: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(office, tmp_path / "backups", None) == 0
    record = json.loads((office / "state" / "backup.json").read_text())
    assert record["folder"] == str(tmp_path / "backups")
    assert record["lacking"] == []
