"""Shared by all rooms: where the sample exports stand."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def exports() -> Path:
    """The folder of made-up exports, each with the truth that it must give."""
    return Path(__file__).parent / "data" / "exports"
