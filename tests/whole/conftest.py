"""What tests of the whole share, loaded once and only looked at: a folder full of persons."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.kits.forked_readers import forked_readers
from tests.kits.planted_persons import make_office


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
