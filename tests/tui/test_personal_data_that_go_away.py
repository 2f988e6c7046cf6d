"""Personal data that become unreadable while they are shown: a sentence says why, and all else goes on."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cchc_tui.boards.source import Source
from cchc_tui.domain.clock import Clock
from cchc_tui.settings import DataFolder
from cchc_tui.texts.tui_privacy import CLOSED
from cchc_tui.tui.app import CchcApp
from tests.kits.persons import SHOWN
from tests.kits.store_kit import MORNING, Office, dossier
from tests.kits.tui_made_up import HERE

NAME = "Lê Thị Riêng Tư"
PAGE = 4096


@pytest.fixture
def folder(office: Office) -> DataFolder:
    office.list([dossier(f"H20.06-211015-000{n}", applicant=NAME) for n in range(3)], MORNING - 60)
    office.writer.tidy()
    office.writer.close()
    (office.folder / "inbox").mkdir()
    return DataFolder(office.folder)


@pytest.fixture
def app(folder: DataFolder) -> Iterator[CchcApp]:
    source = Source(folder.path, Clock(MORNING, 0))
    yield CchcApp(source, collector=lambda: HERE)
    source.close()


def spoil(path: Path, fault: str) -> None:
    if fault == "gone":
        path.unlink()
    elif fault == "emptied":
        os.truncate(path, 0)
    else:
        with closing(sqlite3.connect(path)) as database:
            (page,) = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'person'").fetchone()
        with path.open("r+b") as file:
            file.seek((page - 1) * PAGE)
            file.write(b"\xff" * PAGE)


@pytest.mark.parametrize(("fault", "why"), [("gone", "gone"), ("emptied", "broken"), ("torn", "broken")])
async def test_a_sentence_says_why_they_are_hidden_and_they_come_again(until, app, folder, fault, why):
    whole = folder.personal.read_bytes()
    async with app.run_test(size=(140, 34)) as pilot:
        await until(pilot, "sắp đến hạn")
        await pilot.press("2", "enter")
        await until(pilot, "Lọc [")
        await pilot.press("U", "enter")
        await until(pilot, SHOWN, NAME)
        spoil(folder.personal, fault)
        await pilot.press("enter")
        shown = await until(pilot, str(CLOSED[why])[:40], "CÁC LẦN KẾT XUẤT", gone=SHOWN)
        assert NAME not in shown
        await pilot.press("U", "enter")
        await until(pilot, str(CLOSED[why])[:40], gone=SHOWN)
        folder.personal.write_bytes(whole)
        folder.personal.chmod(0o640)
        await pilot.press("U", "enter")
        await until(pilot, SHOWN, NAME)
    assert app.crash_error is None
