"""What is taken along from a screen stands in the audit log first; without the log nothing is taken."""

from pathlib import Path

import pytest

from cchc_tui.domain.audit import NotLoggedError
from cchc_tui.settings import Settings, Take


@pytest.fixture
def folder(source, tmp_path: Path) -> Path:
    taken = tmp_path / "mang-theo"
    source.settings = Settings(take=Take(folder=str(taken)))
    return taken


async def test_files_tables_and_pictures_are_logged_or_not_taken(app, source, until, folder, monkeypatch):
    copied: list[str] = []
    monkeypatch.setattr(app, "copy_to_clipboard", copied.append)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "sắp đến hạn")
        for taken in range(1, 4):
            source.logging = None
            await pilot.press("e")
            await until(pilot, "Bảng tính Excel")
            await pilot.press("1")
            await until(pilot, "✓")
            assert len(list(folder.iterdir())) == len(source.audited) == taken
            source.logging = NotLoggedError(28, "hết chỗ")
            await pilot.press("2")
            await until(pilot, "Không ghi được vào sổ", "(hết chỗ)")
            await pilot.press("escape")
        assert len(list(folder.iterdir())) == 3
        assert {act for act, _ in source.audited} == {"taken"}
        assert str(folder) in source.audited[0][1]
        source.logging = NotLoggedError(13, "không có quyền")
        await pilot.press("f5")
        await until(pilot, "1/")
        await pilot.press("e")
        await until(pilot, "Không ghi được vào sổ")
        source.logging = None
        await pilot.press("e")
        await until(pilot, "Đã chụp màn hình")
        assert len(list(folder.iterdir())) == 4
        assert source.audited[-1][1].endswith(".svg")
