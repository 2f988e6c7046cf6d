"""What the tests of the exports room share: the registry, and a reader of files written on the spot."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "ingest"))

from ingest_kit import Desk

from cchc_tui.registry import Registry, load


@pytest.fixture(scope="session")
def registry() -> Registry:
    """The shipped registry."""
    return load()


@pytest.fixture
def desk(tmp_path: Path, registry: Registry) -> Desk:
    """Writes files and reads them."""
    return Desk(tmp_path, registry)
