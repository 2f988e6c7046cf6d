"""What an office writes is laid over the package's registry; what it can't be is told by file, key and line."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from cchc_tui.registry import Registry, RegistryError, default_folder, load
from cchc_tui.settings import load as load_settings


def laid(folder: Path, name: str, text: str) -> Registry:
    (folder / name).write_text(text, encoding="utf-8")
    return load(folder)


def test_a_heading_is_added_before_the_packages_and_taken_from_another_field(tmp_path: Path) -> None:
    found = laid(tmp_path, "headings.toml", '[dossiers]\nofficer = ["Nội dung", "Người phụ trách"]\n').headings
    shipped = load().headings
    officers = found["dossiers"]["officer"]
    assert officers[:2] == ("Nội dung", "Người phụ trách")
    assert set(shipped["dossiers"]["officer"]) < set(officers)
    assert "Nội dung" not in found["dossiers"]["procedure"]
    assert found["summary"] == shipped["summary"]


def test_a_heading_is_taken_away(tmp_path: Path) -> None:
    found = laid(tmp_path, "headings.toml", '[dossiers]\nprocedure = ["!nội  dung"]\n').headings["dossiers"]
    assert "Nội dung" not in found["procedure"]
    assert "Trích yếu" in found["procedure"]


def test_an_old_copy_says_nothing_of_its_own_and_gets_what_is_new(tmp_path: Path) -> None:
    for path in (default_folder() / "formerly").glob("*.toml"):
        shutil.copy2(path, tmp_path)
    assert load(tmp_path).stored == load().stored
    path = tmp_path / "headings.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"Số hồ sơ",', '"Số hồ sơ", "Số của ta",', 1), "utf-8")
    found = load(tmp_path).headings["dossiers"]["code"]
    assert found == ("Số của ta", *load().headings["dossiers"]["code"])


def test_a_full_copy_is_the_package(tmp_path: Path) -> None:
    for path in default_folder().glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(text + "\n# ours\n", encoding="utf-8")
    assert load(tmp_path).stored == load().stored


def test_a_status_word_is_added_by_its_code(tmp_path: Path) -> None:
    found = laid(tmp_path, "statuses.toml", '[[status]]\ncode = 4\nalso = ["Đang chạy"]\n')
    assert (found.status_of("Đang chạy"), found.status_of("Đang thụ lý"), found.status_of("Kết thúc")) == (4, 4, 10)
    found = laid(tmp_path, "statuses.toml", '[[status]]\ncode = 9\nalso = ["Đang thụ lý"]\n')
    assert found.status_of("Đang thụ lý") == 9


def test_a_unit_is_changed_added_and_taken_away(tmp_path: Path) -> None:
    text = '[[unit]]\ncode = "29878"\naliases = ["Khu phố Sáu"]\n'
    text += '[[unit]]\ncode = "thanh-tra"\nremove = true\n'
    text += '[[unit]]\ncode = "29869"\nname = "Phường 1"\nvalid_from = 2025-01-01\nvalid_to = 2025-05-31\n'
    text += '[[unit]]\ncode = "moi"\nname = "Phòng Mới"\nkind = "phòng"\nlevel = "city"\n'
    units = laid(tmp_path, "units.toml", text).units
    on = date(2021, 11, 10)
    found = units.find("Khu phố Sáu", on).unit
    assert found is not None
    assert (found.name, found.valid_to) == ("Phường 6", date(2025, 6, 30))
    assert "thanh-tra" not in units.by_key
    assert units.by_key["29869@2025-01-01"].valid_to == date(2025, 5, 31)
    assert units.by_key["moi"].name == "Phòng Mới"
    assert len(units.units) == len(load().units.units)


def test_another_first_day_takes_the_place_of_the_units_of_that_time(tmp_path: Path) -> None:
    text = '[[unit]]\ncode = "29869"\nname = "Phường Cao Lãnh"\nkind = "phường"\nlevel = "commune"\n'
    units = laid(tmp_path, "units.toml", text + "valid_from = 2025-07-02\n").units
    assert [unit.key for unit in units.units if unit.code == "29869"] == [
        "29869",
        "29869@2025-01-01",
        "29869@2025-07-02",
    ]


def test_another_city_has_its_own_units_alone(tmp_path: Path) -> None:
    text = '[city]\nname = "Thành phố Sa Đéc"\nnames = ["TP Sa Đéc"]\n'
    text += '[[unit]]\ncode = "29905"\nname = "Phường 3"\nkind = "phường"\nlevel = "commune"\n'
    found = laid(tmp_path, "units.toml", text)
    assert (found.city, [unit.name for unit in found.units.units]) == ("Thành phố Sa Đéc", ["Phường 3"])


def test_practices_and_days_go_by_their_key(tmp_path: Path) -> None:
    text = '[[practice]]\nkey = "sunday"\naliases = ["Chủ nhật vì dân"]\nshown = { enough = 5 }\n'
    found = laid(tmp_path, "practices.toml", text + '[[practice]]\nkey = "members-assist"\nremove = true\n')
    assert [practice.key for practice in found.practices] == ["sunday", "wednesday-online", "no-appointment"]
    assert found.practice_names.get("Chủ nhật vì dân") == found.practice_names.get("Chủ nhật thân thiện") == "sunday"
    assert (found.practices[0].threshold.enough, found.practices[0].threshold.weekday) == (5, 6)
    days = laid(tmp_path, "calendar.toml", "[[day]]\ndate = 2026-01-02\nworked = true\n").calendar
    assert days.is_workday(date(2026, 1, 2))
    assert days.is_workday(date(2026, 1, 10))  # a Saturday that the package has


WRONG = [
    ("headings.toml", '[dossiers]\nstatus = ["Mức"]\nofficer = ["MỨC"]\n', 3, "dossiers.officer", "status"),
    ("headings.toml", '[dossiers]\nprocedur = ["Mức"]\n', 2, "dossiers.procedur", "procedure"),
    ("headings.toml", '[dossiers]\ncode = ["…"]\n', 2, "dossiers.code", "letters"),
    ("headings.toml", '[dossiers]\ncode = "Mức"\n', 2, "dossiers.code", "list"),
    ("statuses.toml", "\n[[status]]\ncode = 12\n", 3, "status[1].code", "10"),
    ("statuses.toml", '[[status]]\ncode = 4\nalso = ["A"]\n[[status]]\ncode = 4\n', 5, "status[2].code", "twice"),
    (
        "statuses.toml",
        '[[status]]\ncode = 4\nalso = ["A"]\n[[status]]\ncode = 5\nalso = ["a"]\n',
        5,
        "status[2].code",
        "4",
    ),
    ("calendar.toml", "[[hours]]\nstart = 11:00:00\nend = 08:00:00\n", 3, "hours[1].end", "after 11:00"),
    ("calendar.toml", "hours = []\n", 1, "hours", "at least one"),
    (
        "calendar.toml",
        "[[day]]\ndate = 2026-01-03\nworked = true\n[[day]]\ndate = 2026-01-03\nworked = false\n",
        5,
        "day[2].date",
        "twice",
    ),
    ("targets.toml", "age_bands = [0, 6, 3]\n", 1, "age_bands", "rise"),
    ("targets.toml", "age_bands = [3, 6]\n", 1, "age_bands", "begin with 0"),
    ("targets.toml", "late_rate = 5\n", 1, "late_rate", "1"),
    ("units.toml", '[[unit]]\ncode = "29878"\n\n[[unit]]\ncode = "moi"\n', 4, "unit[2]", "name"),
    ("units.toml", '[[unit]]\ncode = "29878"\naliases = ["Phường 4"]\n', 3, "unit[1].aliases", "Phường 4"),
    ("units.toml", '[[unit]]\ncode = "29 878"\n', 2, "unit[1].code", "match"),
    ("units.toml", '[[unit]]\ncode = "29878"\ntile = [3, 99]\n', 3, "unit[1].tile[2]", "11"),
    ("practices.toml", '[[practice]]\nkey = "sunday"\nshown = { share = 5 }\n', 3, "practice[1].shown.share", "1"),
]


@pytest.mark.parametrize(("name", "text", "line", "key", "right"), WRONG)
def test_what_can_not_be_is_told_with_what_would_be_right(
    tmp_path: Path, name: str, text: str, line: int, key: str, right: str
) -> None:
    with pytest.raises(RegistryError) as caught:
        laid(tmp_path, name, text)
    error = caught.value
    assert (error.path, error.line, error.key) == (tmp_path / name, line, key), error
    assert right in error.message


def test_no_field_that_a_list_is_known_by_is_left_without_a_heading(tmp_path: Path) -> None:
    texts = ", ".join(f'"!{text}"' for text in load().headings["dossiers"]["received"])
    with pytest.raises(RegistryError) as caught:
        laid(tmp_path, "headings.toml", f"[dossiers]\nreceived = [{texts}]\n")
    assert (caught.value.line, caught.value.key) == (2, "dossiers.received")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("stale_minutes = 0\n", "stale_minutes"),
        ("[limits]\nrows = 0\n", "limits.rows"),
        ("[collector]\nsweep_seconds = 0\n", "collector.sweep_seconds"),
        ("[collector]\nsettle_ms = -1\n", "collector.settle_ms"),
    ],
)
def test_a_setting_that_can_not_be_is_told(tmp_path: Path, text: str, key: str) -> None:
    (tmp_path / "cchc.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RegistryError) as caught:
        load_settings(tmp_path)
    assert (caught.value.line, caught.value.key) == (text.count("\n"), key)
