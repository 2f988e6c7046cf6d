"""What the tests of the exports room share: the registry, and a reader of files written on the spot."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.ingest import reading
from cchc_tui.ingest.headings import HeadingFinder
from cchc_tui.registry import Registry, load
from tests.kits.ingest_kit import Desk


@pytest.fixture(scope="session")
def registry() -> Registry:
    """The shipped registry."""
    return load()


@pytest.fixture(scope="session", autouse=True)
def _one_finder(registry: Registry) -> Iterator[None]:
    """Files are read with one finder of headings, which takes longer to make than most of them to read.

    Reader processes and other registries have finders of their own.
    """
    finder = HeadingFinder(registry.headings, registry.cell_words)

    def find_with(headings: Any, words: Iterable[str]) -> HeadingFinder:
        return finder if headings is registry.headings else HeadingFinder(headings, words)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "HeadingFinder", find_with)
        yield


@pytest.fixture
def desk(tmp_path: Path, registry: Registry) -> Desk:
    """Writes files and reads them."""
    return Desk(tmp_path, registry)
