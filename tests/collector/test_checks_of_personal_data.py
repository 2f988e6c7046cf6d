"""What ``doctor`` and ``status`` say of personal data: missing, torn, not those of the database, open to too many."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cchc_tui import settings
from cchc_tui.cli.group import group
from cchc_tui.collector import personal_checks
from cchc_tui.collector.check_result import CheckLevel
from cchc_tui.collector.doctor import run_checks
from cchc_tui.settings import DataFolder, make_private


@pytest.fixture
def folder(office: Any, once: Callable[[], Any], exports: Path) -> DataFolder:
    office.drop(exports / "igate_xlsx" / "DanhSachHoSo.xlsx")
    once()
    return DataFolder(office.path)


def status(folder: DataFolder) -> tuple[set[str], dict[str, Any]]:
    """The codes about personal data, and what is said of them."""
    said = json.loads(CliRunner().invoke(group, ["--data", str(folder.path), "status", "--json"]).stdout)
    return {fault["code"] for fault in said["faults"] if fault["code"].startswith("personal")}, said["personal"]


def cures(folder: DataFolder) -> list[str]:
    """What ``doctor`` advises about the folder of personal data."""
    results = [result for result in run_checks(folder.path) if "private" in result.text]
    return [result.cure for result in results if result.level is not CheckLevel.FINE]


def test_sound_ones_are_said_to_be_so(folder: DataFolder) -> None:
    codes, said = status(folder)
    assert (codes, said["error"]) == (set(), "")
    assert said["bytes"] == folder.personal.stat().st_size
    assert cures(folder) == []
    assert any("Dữ liệu cá nhân: đọc được" in result.text for result in run_checks(folder.path))


@pytest.mark.parametrize("fault", ["gone", "no folder", "broken", "other"])
def test_those_that_cannot_be_read_are_named_with_the_cure(folder: DataFolder, tmp_path: Path, fault: str) -> None:
    if fault == "broken":
        folder.personal.write_bytes(b"something else" * 4_000)
    elif fault == "other":
        from cchc_tui.store.read.personal import create

        create(folder.personal)
    else:
        folder.personal.unlink()
        if fault == "no folder":
            folder.private.rename(tmp_path / "gone")
    codes, said = status(folder)
    assert (codes, said["error"]) == ({"personal"}, "gone" if fault == "no folder" else fault)
    assert any("systemctl start cchc" in cure for cure in cures(folder))


def test_a_torn_page_is_found(folder: DataFolder) -> None:
    with closing(sqlite3.connect(folder.personal)) as database:
        (page,) = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'person'").fetchone()
    with folder.personal.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(os.urandom(4096))
    assert status(folder)[0] == set()  # nothing of it was read yet
    assert ["cchc-tui rebuild" in cure for cure in cures(folder)] == [True]


@pytest.mark.parametrize("part", ["", "personal.db"])
@pytest.mark.parametrize("bits", [0o004, 0o020])
def test_a_mode_that_gives_too_much_is_named_with_the_cure_which_mends_it(
    folder: DataFolder, part: str, bits: int
) -> None:
    path = folder.private / part
    mode = stat.S_IMODE(path.stat().st_mode)
    path.chmod(mode | bits)
    assert status(folder)[0] == {"personal_open"}
    (cure,) = cures(folder)
    subprocess.run(cure, shell=True, check=True)
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert (status(folder)[0], cures(folder)) == (set(), [])


# ── a machine on which an office is installed: it has a group of those who may open them ─────────────────────────────
@pytest.fixture
def group_of_the_office(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> int:
    """The number of that group. This user is a member of it, if a root or none."""
    number = folder.path.stat().st_gid
    for module in (settings, personal_checks):
        monkeypatch.setattr(module, "personal_group", lambda: number)
    return number


def test_a_folder_of_that_group_is_right_and_a_closed_one_is_named(
    folder: DataFolder, group_of_the_office: int
) -> None:
    assert (status(folder)[0], cures(folder)) == (set(), [])
    folder.private.chmod(0o700)
    assert status(folder)[0] == {"personal_closed"}
    assert f"chgrp -R cchc-rieng {folder.private}" in cures(folder)[0]


def test_a_folder_that_all_viewers_may_open_is_named(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(personal_checks, "personal_group", lambda: folder.path.stat().st_gid + 1)
    assert status(folder)[0] == {"personal_open"}
    assert f"chgrp -R cchc-rieng {folder.private}" in cures(folder)[0]


@pytest.mark.parametrize("may_give", [True, False])
def test_a_folder_that_is_made_again_is_that_groups_or_closed(
    folder: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, group_of_the_office: int, may_give: bool
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    if not may_give:
        monkeypatch.setattr(settings.os, "chown", refuse)
    folder.private.rename(tmp_path / "gone")
    assert make_private(folder.private)
    facts = folder.private.stat()
    assert stat.S_IMODE(facts.st_mode) & 0o777 == (0o750 if may_give else 0o700)
    assert facts.st_gid == group_of_the_office
    assert not make_private(folder.private)
