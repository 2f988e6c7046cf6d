"""A data folder for each test."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "store"))

from store_kit import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office with an empty store."""
    made = Office(tmp_path)
    yield made
    made.writer.close()
