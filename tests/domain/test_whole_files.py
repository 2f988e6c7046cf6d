"""Files appear at once and whole, with the mode that is asked for, or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from cchc_tui.collector.file_names import is_unfinished
from cchc_tui.whole_files import READABLE, create_file, replace_file, written_aside


def test_a_replaced_file_is_its_owners_alone_and_whole(tmp_path: Path) -> None:
    path = tmp_path / "bảng.csv"
    path.write_bytes(b"old")
    path.chmod(0o644)
    old = os.umask(0)
    try:
        replace_file(path, b"new")
    finally:
        os.umask(old)
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["bảng.csv"]
    with pytest.raises(FileNotFoundError):
        replace_file(tmp_path / "nowhere" / "x.csv", b"new")


def test_a_link_in_its_place_is_replaced_and_not_followed(tmp_path: Path) -> None:
    victim, path = tmp_path / "victim", tmp_path / "bang.csv"
    path.symlink_to(victim)
    replace_file(path, b"new")
    assert not path.is_symlink()
    assert not victim.exists()


def test_a_created_file_takes_no_other_files_place(tmp_path: Path) -> None:
    assert create_file(tmp_path, ["a", "b"], b"one").name == "a"
    assert create_file(tmp_path, ["a", "b"], b"two").name == "b"
    with pytest.raises(FileExistsError):
        create_file(tmp_path, ["a", "b"], b"three")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"one", "b": b"two"}


def test_what_is_shared_can_be_read_whatever_the_umask(tmp_path: Path) -> None:
    old = os.umask(0o077)
    try:
        replace_file(tmp_path / "status.json", b"{}", READABLE, synced=False)
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "status.json").stat().st_mode) == 0o640


@pytest.mark.parametrize("name", ["a.csv", "ă" * 127])
def test_what_is_not_yet_whole_is_hidden_from_the_collector(tmp_path: Path, name: str) -> None:
    with written_aside(tmp_path / name, b"x") as aside:
        assert is_unfinished(os.fsencode(aside.name))
        assert aside.parent == tmp_path
        aside.rename(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace_file(tmp_path / "a", b"x")
    assert list(tmp_path.iterdir()) == []
