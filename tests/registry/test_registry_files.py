"""A registry is data that an office writes: what is wrong with it is told by file, line and key."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.domain.evidence import THRESHOLDS, UNSEEN, EvidenceKind, Threshold
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


def test_two_units_of_one_time_on_one_tile_are_refused(folder: Path) -> None:
    error = broken(folder, "units.toml", "tile = [3, 2]", "tile = [3, 1]")
    assert line(error) == "tile = [3, 1]"
    assert error.key.endswith(".tile")
    assert "Phường 1" in error.message


def test_a_tile_far_off_the_map_is_refused(folder: Path) -> None:
    error = broken(folder, "units.toml", "tile = [3, 2]", "tile = [3, 200]")
    assert line(error) == "tile = [3, 200]"


@pytest.mark.parametrize("on", [date(2021, 11, 10), date(2025, 3, 1), date(2025, 8, 1)])
def test_every_ward_and_commune_has_a_tile_of_its_own_at_any_time(on: date) -> None:
    tiles = [unit.tile for unit in load().units.valid(on) if unit.level == "commune"]
    assert None not in tiles
    assert len(set(tiles)) == len(tiles)
    assert all(column < 5 and row < 4 for column, row in tiles)  # what 60x20 has room for


def test_a_file_that_is_not_utf8_is_told(folder: Path) -> None:
    (folder / "targets.toml").write_bytes(b"late_rate = 0.05\n# \xff\n")
    with pytest.raises(RegistryError) as caught:
        load(folder)
    assert caught.value.line == 2


def test_a_folder_that_is_closed_to_this_user_is_told_and_not_taken_for_an_empty_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.stat

    def stat(path: Path, **how: Any) -> Any:
        if path.parent == folder:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, **how)

    monkeypatch.setattr(Path, "stat", stat)
    with pytest.raises(RegistryError) as told:
        load(folder)
    assert (told.value.path, told.value.message) == (folder / "units.toml", "Permission denied")


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


def practice(folder: Path, key: str) -> Threshold:
    return next(practice.threshold for practice in load(folder).practices if practice.key == key)


def test_more_months_than_there_are_years_are_refused(tmp_path: Path) -> None:
    (tmp_path / "cchc.toml").write_text("[keep]\nlists_months = 30000\n")
    with pytest.raises(RegistryError, match="1200"):
        load_settings(tmp_path)


def test_what_dossiers_must_show_of_a_model_is_the_citys_own(folder: Path) -> None:
    assert practice(folder, "sunday") == THRESHOLDS[EvidenceKind.OPEN_DAY]
    path = folder / "practices.toml"
    text = path.read_text(encoding="utf-8").replace("unclaimed_days = 60", "unclaimed_days = 30")
    text = text.replace('by = "same-day", enough = 20', 'by = "same-day", weekday = "friday", enough = 5', 1)
    path.write_text(text, encoding="utf-8")
    assert load(folder).unclaimed_days == 30
    assert practice(folder, "no-appointment") == Threshold(
        EvidenceKind.SAME_DAY, weekday=4, enough=5, share=0.4, times=1.5
    )


def test_a_registry_from_before_the_thresholds_still_loads(folder: Path) -> None:
    path = folder / "practices.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(("shown", "unclaimed_days"))]
    assert len(kept) == len(lines) - 5
    path.write_text("\n".join(kept), encoding="utf-8")
    found = load(folder)
    assert [each.threshold for each in found.practices] == list(THRESHOLDS.values())
    assert found.unclaimed_days == 60


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("share = 0.5", "share = 50", "practice[1].shown.share"),
        ("enough = 2", "enough = 0", "practice[1].shown.enough"),
        ('weekday = "sunday"', 'weekday = "Chủ Nhật"', "practice[1].shown.weekday"),
        ('by = "online"', 'by = "e-mail"', "practice[2].shown.by"),
        ("times = 2.0", "tmies = 2.0", "practice[1].shown.tmies"),
        ("unclaimed_days = 60", 'unclaimed_days = "sixty"', "unclaimed_days"),
    ],
)
def test_a_bad_threshold_is_told_by_line_and_key(folder: Path, old: str, new: str, key: str) -> None:
    error = broken(folder, "practices.toml", old, new)
    assert new in line(error)
    assert error.key == key


def test_a_model_of_ones_own_says_how_dossiers_show_it_or_they_never_do(folder: Path) -> None:
    path = folder / "practices.toml"
    text = path.read_text(encoding="utf-8").replace('key = "sunday"', 'key = "saturday"')
    path.write_text(text, encoding="utf-8")
    assert practice(folder, "saturday").measure is EvidenceKind.OPEN_DAY
    path.write_text(text.replace('shown = { by = "open-day"', "# {"), encoding="utf-8")
    assert practice(folder, "saturday") == UNSEEN
    path.write_text(text, encoding="utf-8")
    error = broken(folder, "practices.toml", 'by = "open-day", ', "")
    assert error.key == "practice[1].shown"
    assert line(error).startswith("shown = ")
    assert "open-day" in error.message
