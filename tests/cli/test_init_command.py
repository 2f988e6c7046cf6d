"""``cchc-tui init`` makes a folder that works, and never overwrites what an office has written."""

import re
from pathlib import Path

from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from cchc_tui.cli.group import group
from cchc_tui.registry import load
from cchc_tui.settings import Keep, MonitorSettings, PrivacySettings, Settings, Take
from cchc_tui.settings import load as load_settings


def test_a_new_folder_has_a_registry_settings_and_sheets(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    result = CliRunner().invoke(group, ["init", str(folder)])
    assert result.exit_code == 0, result.output
    assert (folder / "inbox").is_dir()
    assert load(folder / "registry").folder == folder / "registry"
    assert load_settings(folder).compare == "time"
    rows = CalamineWorkbook.from_path(folder / "templates" / "nhan-rong-mo-hinh.xlsx").get_sheet_by_index(0).to_python()
    assert sum(row[1] == "Phường 11" for row in rows) == 4


def test_the_new_settings_name_all_that_the_pages_speak_of(tmp_path: Path) -> None:
    CliRunner().invoke(group, ["init", str(tmp_path)])
    written = (tmp_path / "cchc.toml").read_text(encoding="utf-8")
    for section in (PrivacySettings, Take, Keep, MonitorSettings):
        for name in section.__struct_fields__:
            assert f"# {name} = " in written
    (tmp_path / "cchc.toml").write_text(re.sub(r"(?m)^# (?=\w+ = |\[)", "", written), encoding="utf-8")
    assert load_settings(tmp_path) == Settings()  # what is written there is what holds without it


def test_a_second_init_changes_nothing(tmp_path: Path) -> None:
    runner = CliRunner()
    runner.invoke(group, ["init", str(tmp_path)])
    units = tmp_path / "registry" / "units.toml"
    units.write_text(units.read_text(encoding="utf-8") + "# ours\n", encoding="utf-8")
    result = runner.invoke(group, ["init", str(tmp_path)])
    assert "không thay đổi gì" in result.output
    assert units.read_text(encoding="utf-8").endswith("# ours\n")


def test_a_new_folder_is_closed_to_others(tmp_path: Path):
    CliRunner().invoke(group, ["init", str(tmp_path / "office")])
    assert {path.stat().st_mode & 0o7777 for path in (tmp_path / "office", tmp_path / "office" / "inbox")} == {0o2750}
