"""Personal data that are deleted, emptied or torn are made again from the archive by a real collector, while it runs
and while it was down; it says so, and a viewer that may not see them notices nothing.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.boards.board import BoardQuery
from cchc_tui.boards.listed import board_of
from cchc_tui.boards.source import Source
from cchc_tui.collector.status import read_status
from cchc_tui.domain.privacy import Access
from cchc_tui.domain.roles import Role, Viewer
from cchc_tui.settings import DataFolder

PAGE = 4096
SAID = "Cơ sở dữ liệu cá nhân bị mất, hỏng hoặc không khớp; đã dựng lại từ kho lưu."


class Seat:
    """A data folder with one list, whose personal data are spoiled, and a viewer who may not see them."""

    def __init__(self, office: Path, collect: Callable[..., Any], wait: Any) -> None:
        self.folder, self._collect, self._wait = DataFolder(office), collect, wait
        self.collector = collect()
        self.wall, self.chair = (Source(office, viewer=Viewer("", role)) for role in (Role.WALL, Role.CHAIR))
        self.wall.open()
        self.chair.open()
        self.before: Any = None

    def boards(self) -> Any:
        with self.wall.moment() as moment:
            return board_of("late").answer(moment, BoardQuery()).json()["rows"]

    def persons(self) -> list[tuple[Any, ...]]:
        """What somebody with the right reads of them; nothing while they are not those of the database."""
        try:
            with self.chair.moment(access=Access(personal=True)) as moment:
                if not moment.access.personal:
                    return []
                return moment.connection.execute("SELECT code, applicant FROM personal.person ORDER BY code").fetchall()
        except sqlite3.DatabaseError:  # the torn page
            return []

    def stop(self) -> None:
        self.collector.process.terminate()
        self.collector.process.wait(20)

    def start(self) -> None:
        self.collector = self._collect()

    def spoil(self, fault: str) -> None:
        path = self.folder.personal
        if fault == "deleted":
            path.unlink()
        elif fault == "emptied":
            os.truncate(path, 0)
        else:
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
                (page,) = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'person'").fetchone()
            with path.open("r+b") as file:
                file.seek((page - 1) * PAGE)
                file.write(os.urandom(PAGE))

    def mended(self, persons: list[tuple[Any, ...]], times: int) -> None:
        """Wait until they are as before and log and status say so once more; meanwhile boards stay as they are."""

        def done() -> bool:
            assert self.boards() == self.before
            said = read_status(self.folder.path).note.startswith(SAID)
            return self.persons() == persons and self.repairs() == times and said

        self._wait(done, "the personal data as before")

    def repairs(self) -> int:
        lines = [json.loads(line) for line in self.folder.log.read_text(encoding="utf-8").splitlines()]
        return sum(line["event"] == "repaired" and line["text"].startswith(SAID) for line in lines)


@pytest.fixture
def seat(office: Path, collect: Any, dropped: Any, exports: Path, wait: Any) -> Iterator[Seat]:
    made = Seat(office, collect, wait)
    dropped(exports / "igate_xlsx" / "DanhSachHoSo.xlsx", office / "inbox")
    wait(lambda: len(made.persons()) > 30 and not list((office / "inbox").iterdir()), "the list")
    made.before = made.boards()
    yield made
    made.wall.close()
    made.chair.close()


@pytest.mark.timeout(240)
@pytest.mark.parametrize("running", [True, False], ids=["while it runs", "while it was down"])
def test_they_are_made_again_and_boards_go_on(seat: Seat, running: bool) -> None:
    persons = seat.persons()
    for times, fault in enumerate(("deleted", "emptied", "torn"), 1):
        if not running:
            seat.stop()
        seat.spoil(fault)
        if not running:
            seat.start()
        seat.mended(persons, times)
    assert len(list(seat.folder.private.glob("personal.db.*"))) >= 2  # put aside, but for the deleted one
    assert list(seat.folder.path.glob("cchc.db.*")) == []
