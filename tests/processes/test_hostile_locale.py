"""Whatever the environment says about languages: commands and app come up in the office's language, and write UTF-8."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

#: Python then reads names of files as ASCII, as it does in an installed locale that is not UTF-8.
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
LOCALES = [
    {"LC_ALL": "POSIX", "LANGUAGE": "tr:de"},
    {"LANG": "tr_TR.UTF-8", "LC_ALL": "xx_YY.unheard-of"},
    {"LANG": "../../../etc/passwd", "LANGUAGE": "../../etc", "LC_MESSAGES": "%s%n{}"},
    {"LC_ALL": "a\nb", "LANGUAGE": "\udcff\udcfe"},
    {"LANG": "x" * 100_000, "LANGUAGE": ":" * 10_000},
    ASCII,
    {"PYTHONIOENCODING": "latin-1"},
]


@pytest.mark.parametrize("locale", LOCALES, ids=range(len(LOCALES)))
def test_a_command_speaks_as_always(tmp_path: Path, locale: dict[str, str]) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), **locale}
    command = [sys.executable, "-m", "cchc_tui", "--help"]
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert "Bảng theo dõi trực tiếp hồ sơ trễ hạn" in done.stdout.decode()


def test_names_of_files_are_stored_as_they_are(office: Path, exports: Path, dropped: Any, asked: Any) -> None:
    dropped(exports / "igate_csv" / "danhsach.csv", office / "inbox", "Hồ sơ trễ hẹn.csv")
    command = [sys.executable, "-m", "cchc_tui", "--data", office, "collect", "--once"]
    done = subprocess.run(command, env=os.environ | ASCII, capture_output=True, check=True)
    assert "Hồ sơ trễ hẹn.csv" in done.stdout.decode()
    assert asked(office, "SELECT name FROM export") == [("Hồ sơ trễ hẹn.csv",)]


def test_the_app_draws_its_letters(office: Path, terminal: Any, python: str, tmp_path: Path) -> None:
    command = (python, "-m", "cchc_tui", "--data", str(office))
    app = terminal(*command, env={"HOME": str(tmp_path), "LANG": "xx_YY.unheard-of", **ASCII})
    app.wait_for("Tổng quan")
