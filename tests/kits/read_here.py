"""Files read in this process, for tests that load many and in which it matters not how one is read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from cchc_tui.collector.measure_check import checked
from cchc_tui.collector.reading_context import ReadingContext
from cchc_tui.ingest.reading import read_pieces
from cchc_tui.ingest.records import Piece
from cchc_tui.ingest.seen_rows import SeenRows


def _pieces(context: ReadingContext, path: Path, name: str, database: Path) -> Iterator[Piece]:
    known = partial(SeenRows.from_database, database)
    return checked(read_pieces(path, context.registry, context.settings.limits, known, name), context.registry)


@contextmanager
def read_in_this_process() -> Iterator[None]:
    """In the block, collectors of this process read files themselves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ReadingContext, "pieces", _pieces)
        yield
