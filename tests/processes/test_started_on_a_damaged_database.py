"""An app that starts on a database that it can't open has its collector make it from the archive, and shows it."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.kits.made_folder import made_folder

LIST = (
    "Mã hồ sơ,Đơn vị,Thủ tục,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc\n"
    "H26.001-211001-0001,Phường 6,Cấp giấy,01/10/2021 08:00,05/10/2021 17:00,\n"
)


def another_version(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA user_version = 1")


def garbage(database: Path) -> None:
    database.write_bytes(b"something else altogether" * 1_000)


def folder(database: Path) -> None:
    database.unlink()
    database.mkdir()


def deleted(database: Path) -> None:
    database.unlink()


@pytest.fixture(scope="module")
def office(tmp_path_factory: Any) -> Path:
    path: Path = tmp_path_factory.mktemp("started") / "office"
    made_folder(path)
    (path / "inbox" / "list.csv").write_text(LIST, encoding="utf-8")
    command = [sys.executable, "-m", "cchc_tui", "collect", "--once", "--data", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return path


@pytest.mark.parametrize("damage", [another_version, garbage, folder, deleted])
def test_it_is_made_and_shown(office: Path, tmp_path: Path, terminals: Any, damage: Callable[[Path], None]) -> None:
    path = tmp_path / "office"
    shutil.copytree(office, path)
    damage(path / "cchc.db")
    app = terminals(sys.executable, "-m", "cchc_tui", "--data", str(path), columns=120, rows=30)
    app.wait_for("Phường 6")
