"""What tests of the whole share, loaded once and only looked at: a year of the city, and a folder full of persons."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.kits.commands import CityYear, run_as_typed
from tests.kits.forked_readers import forked_readers
from tests.kits.planted_persons import make_office


@pytest.fixture(scope="session")
def city_year(exports: Path, tmp_path_factory: pytest.TempPathFactory) -> CityYear:
    """A list of 62.000 dossiers and the sheet of models, through the commands as they are typed."""
    folder = tmp_path_factory.mktemp("city") / "office"
    run_as_typed("init", str(folder))
    for name in ("DanhSachHoSo.xlsx", "nhan-rong-mo-hinh.xlsx"):
        shutil.copyfile(exports / "city_year" / name, folder / "inbox" / name)
    return CityYear(folder, json.loads(run_as_typed("--data", str(folder), "collect", "--once", "--json")))


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """See ``planted_persons``."""
    data = tmp_path_factory.mktemp("planted") / "office"
    with forked_readers():
        make_office(data)
    return data


@pytest.fixture
def own_folder(folder: Path, tmp_path: Path) -> Path:
    """A copy, for a test that changes it."""
    return Path(shutil.copytree(folder, tmp_path / "office"))
