"""A registry is data that an office writes: what is wrong with it is told by file, line and key."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from cchc_tui.registry import RegistryError, default_folder, load
from cchc_tui.settings import load as load_settings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(default_folder(), tmp_path / "registry"))


def broken(folder: Path, name: str, old: str, new: str) -> RegistryError:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RegistryError) as caught:
        load(folder)
    assert caught.value.path == path
    return caught.value


def line(error: RegistryError) -> str:
    return error.path.read_text(encoding="utf-8").splitlines()[error.line - 1]


def test_the_shipped_registry_has_the_city_of_2021() -> None:
    units = load().units.valid(date(2021, 11, 10))
    assert sum(unit.level == "commune" for unit in units) == 15
    assert sum(unit.level == "city" for unit in units) == 12


def test_a_wrong_type_is_told_by_line_and_key(folder: Path) -> None:
    error = broken(folder, "units.toml", 'code = "29872"', "code = 29872")
    assert line(error) == "code = 29872"
    assert error.key.endswith(".code")


def test_an_unknown_key_is_refused(folder: Path) -> None:
    error = broken(folder, "units.toml", 'name = "Phường 4"', 'name = "Phường 4"\nnmae = "x"')
    assert line(error) == 'nmae = "x"'


def test_a_wrong_level_is_refused(folder: Path) -> None:
    error = broken(folder, "units.toml", 'kind = "xã"\nlevel = "commune"', 'kind = "xã"\nlevel = "village"')
    assert line(error) == 'level = "village"'


def test_a_broken_line_is_told(folder: Path) -> None:
    error = broken(folder, "calendar.toml", "worked = false", "worked = nein")
    assert line(error) == "worked = nein"


def test_the_same_unit_twice_is_refused(folder: Path) -> None:
    error = broken(folder, "units.toml", 'code = "29872"', 'code = "29863"')
    assert "29863" in error.message
    assert line(error) == 'code = "29863"'


def test_a_unit_that_ends_before_it_begins_is_refused(folder: Path) -> None:
    error = broken(folder, "units.toml", "valid_to = 2024-12-31", "valid_from = 2025-01-01\nvalid_to = 2024-12-31")
    assert line(error) == "valid_to = 2024-12-31"


def test_a_file_that_is_not_utf8_is_told(folder: Path) -> None:
    (folder / "targets.toml").write_bytes(b"late_rate = 0.05\n# \xff\n")
    with pytest.raises(RegistryError) as caught:
        load(folder)
    assert caught.value.line == 2


def test_a_file_that_the_folder_lacks_is_the_shipped_one(folder: Path) -> None:
    (folder / "statuses.toml").unlink()
    assert load(folder).status_of("Đang xử lý") == 4


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Đang thụ lý", 4),
        ("ĐANG  XỬ LÝ", 4),
        ("Từ chối giải quyết", 8),
        ("dang xu ly", 4),
        ("Hoàn thành", 10),
        ("Bay", 0),
        ("", 0),
    ],
)
def test_status_texts(text: str, code: int) -> None:
    assert load().status_of(text) == code


def test_settings_are_typed(tmp_path: Path) -> None:
    assert load_settings(tmp_path).compare == "time"
    (tmp_path / "cchc.toml").write_text('stale_minutes = 5\n\n[limits]\nrows = "many"\n', encoding="utf-8")
    with pytest.raises(RegistryError) as caught:
        load_settings(tmp_path)
    assert (caught.value.line, caught.value.key) == (4, "limits.rows")
