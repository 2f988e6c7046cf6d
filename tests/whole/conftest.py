"""What tests of the whole share: a year of the city, loaded once. It is only looked at."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.kits.commands import CityYear, run_as_typed


@pytest.fixture(scope="session")
def city_year(exports: Path, tmp_path_factory: pytest.TempPathFactory) -> CityYear:
    """A list of 62.000 dossiers and the sheet of models, through the commands as they are typed."""
    folder = tmp_path_factory.mktemp("city") / "office"
    run_as_typed("init", str(folder))
    for name in ("DanhSachHoSo.xlsx", "nhan-rong-mo-hinh.xlsx"):
        shutil.copyfile(exports / "city_year" / name, folder / "inbox" / name)
    return CityYear(folder, json.loads(run_as_typed("--data", str(folder), "collect", "--once", "--json")))
