"""What the tests of the exports room share: the registry, and a reader of files written on the spot."""

from pathlib import Path

import pytest

from cchc_tui.registry import Registry, load
from tests.kits.ingest_kit import Desk


@pytest.fixture(scope="session")
def registry() -> Registry:
    """The shipped registry."""
    return load()


@pytest.fixture
def desk(tmp_path: Path, registry: Registry) -> Desk:
    """Writes files and reads them."""
    return Desk(tmp_path, registry)
