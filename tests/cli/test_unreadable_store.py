"""A command on a database that can't be read says why in words, and exits with 1; on an empty one it says that too."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from cchc_tui.cli.group import group
from tests.kits.made_folder import made_folder


@pytest.fixture(scope="module")
def _collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("collected") / "office"
    made_folder(path)
    result = CliRunner().invoke(group, ["--data", str(path), "collect", "--once"])
    assert result.exit_code == 0
    return path


@pytest.fixture
def office(_collected: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(_collected, tmp_path / "office"))


def another_version(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA user_version = 1")


def garbage(database: Path) -> None:
    database.write_bytes(b"something else altogether" * 1_000)


def torn(database: Path) -> None:
    os.truncate(database, 9_000)


def folder(database: Path) -> None:
    database.unlink()
    database.mkdir()


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (another_version, "cơ sở dữ liệu của phiên bản phần mềm khác"),
        (garbage, "cơ sở dữ liệu bị hỏng"),
        (torn, "cơ sở dữ liệu bị hỏng"),
        (folder, "Không đọc được cơ sở dữ liệu"),
    ],
)
@pytest.mark.parametrize("command", [["board", "late"], ["board", "exports"], ["board", "findings"], ["dossiers"]])
def test_it_says_why(office: Path, command: list[str], damage: Callable[[Path], None], why: str) -> None:
    damage(office / "cchc.db")
    result = CliRunner().invoke(group, ["--data", str(office), *command])
    assert result.exit_code == 1, result.exception
    assert why in result.stderr
    assert "doctor" in result.stderr


def test_without_any_list_it_says_so(office: Path) -> None:
    result = CliRunner().invoke(group, ["--data", str(office), "board", "late"])
    assert result.exit_code == 0
    assert "Chưa nhận danh sách hồ sơ nào" in result.stderr


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59", "0001-01-01", "2101-01-01"])
@pytest.mark.parametrize("command", ["board late --as-of", "dossiers --as-of", "report brief --at"])
def test_a_moment_of_no_year_that_a_list_may_have_is_refused_with_a_sentence(
    office: Path, command: str, moment: str
) -> None:
    done = CliRunner().invoke(group, ["--data", str(office), *command.split(), moment])
    assert done.exit_code == 2
    assert f"“{moment}” không phải thời điểm" in done.output
