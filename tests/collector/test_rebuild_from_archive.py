"""The database made from the archive again: the same boards, and never at the cost of the old one."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.collector import lock
from cchc_tui.collector.archive_replay import run_rebuild
from tests.kits.commands import run
from tests.kits.short_exports import ROWS

BOARDS = [
    ("late", "--by", "unit", "--as-of", "2021-11-10T09:30"),
    ("late", "--by", "unit", "--as-of", "2021-11-10T08:30"),
    ("rollout", "--as-of", "2021-11-10T09:30"),
    ("exports",),
]


def boards(office: Any) -> list[Any]:
    shown = []
    for name, *options in BOARDS:
        board = json.loads(run("board", name, *options, "--format", "json", "--data", str(office.path)))
        board.pop("as_of")
        shown.append(board)
    return shown


def test_all_boards_are_the_same_after_a_rebuild(
    office: Any, once: Callable[[], Any], exports: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    lists = exports / "igate_xlsx"
    for source in (lists / "DanhSachHoSo.xlsx", exports / "summary" / "baocaothongke.xls"):
        office.drop(source)
    (office.inbox / "x.csv").write_text("this is no list\n")
    once()
    office.drop(lists / "later" / "DanhSachHoSo.xlsx")
    office.drop(lists / "DanhSachHoSo.xlsx", "again.xlsx")
    office.drop(exports / "city_year" / "nhan-rong-mo-hinh.xlsx")
    once()
    before = boards(office)
    assert run_rebuild(office.path) == 0
    assert "6" in capfd.readouterr().out
    assert boards(office) == before


def test_it_waits_for_no_collector(office: Any, capfd: pytest.CaptureFixture[str]) -> None:
    held = lock.acquire(office.path / "state" / "collector.lock")
    assert held is not None
    assert run_rebuild(office.path) == 3
    assert capfd.readouterr().err
    held.release()


def test_when_it_fails_the_old_database_stays(
    office: Any, once: Callable[[], Any], exports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.drop(exports / "igate_xlsx" / "DanhSachHoSo.xlsx")
    once()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("cchc_tui.store.write.rebuild.load", full)
        assert run_rebuild(office.path) == 1
    assert office.rows("SELECT count(*) FROM dossier") == [(ROWS,)]
    assert sorted(path.name for path in office.path.glob("*cchc.db*")) == ["cchc.db"]
