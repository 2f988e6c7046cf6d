"""A database that was damaged while the collector works is noticed by itself, kept aside, and made from the archive."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.collector import tools as all_tools
from cchc_tui.collector.rounds import Rounds
from cchc_tui.collector.status import Heart
from cchc_tui.settings import DataFolder

CONTENT = """Mã hồ sơ,Đơn vị,Thủ tục,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc
H26.001-211001-0001,Phòng Tài nguyên và Môi trường,Cấp giấy,01/10/2021 08:00,05/11/2021 17:00,
"""


def emptied(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(0)


def no_database(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"something else altogether")


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "x").touch()


def deleted(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("damage", [emptied, no_database, folder, deleted])
def test_it_is_noticed_without_another_export(office: Any, damage: Callable[[Path], None]) -> None:
    data = DataFolder(office.path)
    with Heart(data, "test") as heart:
        rounds = Rounds(data, all_tools.load(data), heart, lambda: False, 0.5, indexing=False)
        (office.inbox / "a.csv").write_text(CONTENT)
        _run(rounds, lambda: bool(rounds.outcomes))
        damage(office.database)
        _run(rounds, lambda: _loaded(office))
        rounds.close()
    assert office.rows("SELECT count(*) FROM dossier") == [(1,)]


def _loaded(office: Any) -> bool:
    if not office.database.is_file() or not office.database.stat().st_size:
        return False
    with office.database.open("rb") as file:
        return file.read(6) == b"SQLite"


def _run(rounds: Rounds, until: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and not until():
        time.sleep(min(max(rounds.round(), 0.02), 0.1))
    assert until()
