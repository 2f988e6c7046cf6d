"""A data folder with lists of two kinds, loaded, and its archive compressed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cchc_tui.collector.archive_compressor import ArchiveCompressor
from cchc_tui.collector.once import run_once
from tests.kits.made_folder import made_folder


@pytest.fixture(scope="session")
def exports(short_exports: Path) -> Path:
    """How long a list is matters nowhere here."""
    return short_exports


@pytest.fixture(scope="module")
def _loaded(tmp_path_factory: pytest.TempPathFactory, readers_at_hand: None, exports: Path) -> Path:
    folder = tmp_path_factory.mktemp("care") / "office"
    made_folder(folder)
    shutil.copy2(exports / "igate_csv" / "danhsach.csv", folder / "inbox")
    shutil.copy2(exports / "igate_xlsx" / "DanhSachHoSo.xlsx", folder / "inbox")
    (folder / "inbox" / "x.csv").write_text("this is no list\n")
    assert run_once(folder, as_json=True) == 0
    compressor = ArchiveCompressor(folder / "archive")
    compressor.go_on()
    assert compressor._thread is not None
    compressor._thread.join()
    return folder


@pytest.fixture
def office(_loaded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(_loaded, tmp_path / "office"))


@pytest.fixture
def more(office: Path, exports: Path, capfd: pytest.CaptureFixture[str]) -> Callable[[], None]:
    """Loads one more list."""

    def load() -> None:
        shutil.copy2(exports / "igate_xlsx" / "later" / "DanhSachHoSo.xlsx", office / "inbox")
        assert run_once(office, as_json=True) == 0
        capfd.readouterr()

    return load
