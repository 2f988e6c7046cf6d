"""An exported file holds of persons what the screen shows just then, and nothing once that is hidden."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.settings import Settings, Take
from cchc_tui.tui.app import CchcApp
from tests.kits.persons import NAME, SERIAL, Hours, Persons, show, to_list
from tests.kits.tui_fakes import make_app


@pytest.fixture
def source(tmp_path: Path) -> Persons:
    source = Persons()
    source.settings = Settings(take=Take(folder=str(tmp_path / "mang-ve")))
    return source


@pytest.fixture
def app(source: Persons) -> CchcApp:
    return make_app(source)


async def export(pilot: Any, until: Any, key: str, says: str = "✓ Đã ghi") -> None:
    await pilot.press("e")
    await until(pilot, "Bảng tính Excel")
    await pilot.press(key)
    await until(pilot, says)


async def test_while_hidden_nothing_personal_is_in_any_file(until, app, source, tmp_path):
    source.dossier_count = 3_000
    async with app.run_test(size=(140, 40)) as pilot:
        await to_list(pilot, until)
        for key in "234":
            await export(pilot, until, key)
            await pilot.press("escape")
    files = list((tmp_path / "mang-ve").iterdir())
    assert len(files) == 3
    for path in files:
        content = path.read_text()
        assert NAME not in content
        assert SERIAL not in content


async def test_while_shown_the_file_has_what_the_screen_has_and_says_so(until, app, source, tmp_path):
    source.dossier_count = 3_000
    async with app.run_test(size=(140, 40)) as pilot:
        await to_list(pilot, until)
        await show(pilot, until, NAME, SERIAL)
        await export(pilot, until, "3")
    (path,) = (tmp_path / "mang-ve").iterdir()
    said = json.loads(path.read_text())
    assert said["personal"] is True
    rows = said["tables"][0]["rows"]
    assert len(rows) == 3_000
    assert all(row["applicant"] == NAME for row in rows)


async def test_hiding_while_it_is_fetched_leaves_no_file(until, app, source, tmp_path):
    gate, plain = threading.Event(), source.lines
    app.session.access.clock = hours = Hours()

    def slow(which: Any, offset: int, limit: int, *more: Any) -> Any:
        if limit > 900:
            gate.wait(5)
        return plain(which, offset, limit, *more)

    async with app.run_test(size=(140, 40)) as pilot:
        await to_list(pilot, until)
        await show(pilot, until, NAME, SERIAL)
        source.lines = slow
        await export(pilot, until, "1", "Đang lấy 0 / 12.000")
        hours.now += 10_000
        await until(pilot, "dòng", gone="Bảng tính Excel")
        gate.set()
        await pilot.pause(0.5)
    assert not (tmp_path / "mang-ve").exists()
