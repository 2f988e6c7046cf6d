"""Which language the commands speak: the option, else the environment, else the user's choice, else the settings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from cchc_tui.cli.group import group
from cchc_tui.cli.speaking import begin, by_settings
from cchc_tui.settings import DataFolder
from cchc_tui.texts.language import SOURCE, language, use
from cchc_tui.tui.session.preferences import Prefs, prefs_path, save
from tests.kits.made_folder import made_folder


def said(*arguments: str, **environment: str) -> str:
    """What a command says, started as a user starts it."""
    command = [sys.executable, "-m", "cchc_tui", *arguments]
    told = subprocess.run(command, capture_output=True, text=True, env=os.environ | environment, check=False)
    return told.stdout + told.stderr


@pytest.fixture
def choice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's own file of choices."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return prefs_path()


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A data folder whose settings say English."""
    made_folder(tmp_path / "office")
    settings = DataFolder(tmp_path / "office").settings
    settings.write_text('language = "en"\n' + settings.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path / "office"


@pytest.mark.parametrize(
    ("arguments", "environment", "chosen", "spoken"),
    [
        ((), {}, "", "vi"),
        ((), {}, "en", "en"),
        ((), {"CCHC_LANG": "vi"}, "en", "vi"),
        (("--lang", "en"), {"CCHC_LANG": "vi"}, "", "en"),
        (("--lang=vi", "doctor"), {"CCHC_LANG": "en"}, "en", "vi"),
        ((), {"CCHC_LANG": "fr"}, "", "vi"),
        (("--lang",), {}, "", "vi"),
    ],
)
def test_the_nearest_choice_is_taken(choice, arguments, environment, chosen, spoken):
    save(choice, Prefs(language=chosen))
    begin(arguments, environment)
    assert language() == spoken


def test_the_office_speaks_where_nobody_has_chosen(office):
    by_settings(office)
    assert language() == "en"
    use(SOURCE)
    by_settings(office)
    assert language() == SOURCE


def test_help_is_english_where_it_is_asked_for():
    assert "Thư mục dữ liệu" in said("--help")
    english = said("--help", CCHC_LANG="en")
    assert "Data folder" in english
    assert "Builds the database again" in english
    assert "As of the moment T" in said("--lang", "en", "board", "--help")


def test_a_language_that_there_is_not_is_refused():
    told = CliRunner().invoke(group, ["--lang", "fr", "doctor"])
    assert told.exit_code == 2
    assert "'vi', 'en'" in told.output


def test_doctor_check_and_board_speak_it(office, exports):
    doctor = CliRunner().invoke(group, ["doctor", "--data", str(office)]).output
    assert "The calendar of" in doctor
    file = str(exports / "igate_csv" / "danhsach.csv")
    checked = CliRunner().invoke(group, ["check", file, "--data", str(office)]).output
    assert "list of dossiers" in checked
    board = CliRunner().invoke(group, ["board", "late", "--data", str(office), "--as-of", "2021-11-10"]).output
    assert "Late dossiers, at 10/11/2021 00:00 (no data yet)" in board
    assert "Resolved late" in board
    assert not set("ạảấầẩậắằặệềểễộồổớờởợụủứừửữựỳỵ") & set(board.replace("Phường", "").split("\n")[0])


def test_json_is_the_same_in_both_languages(office):
    asked = ["board", "late", "--data", str(office), "--as-of", "2021-11-10", "--format", "json"]
    english = CliRunner().invoke(group, asked).stdout
    assert CliRunner().invoke(group, ["--lang", "vi", *asked]).stdout == english


def test_settings_are_written_in_the_language(tmp_path):
    assert CliRunner().invoke(group, ["--lang", "en", "init", str(tmp_path / "new")]).exit_code == 0
    assert "# Settings of this data folder" in DataFolder(tmp_path / "new").settings.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "vi", "en"),
    [
        (("board", "late", "--by", "x"), "Lỗi: Giá trị không đúng ở '--by'", "Error: Invalid value for '--by'"),
        (("board", "--nothing"), "Không có tùy chọn '--nothing'", "No such option '--nothing'"),
        (("nothing",), "Lỗi: Không có lệnh 'nothing'", "Error: No such command 'nothing'"),
        (("--help",), "Cách dùng:", "Usage:"),
    ],
)
def test_messages_about_the_command_line_follow_the_language(arguments, vi, en):
    assert vi in said(*arguments)
    assert en in said(*arguments, CCHC_LANG="en")
