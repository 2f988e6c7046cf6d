"""A list of 100.000 dossiers arrives again with 500 changes: the time the store needs after the list was read."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from pathlib import Path

import inputs
import sqlite_utils
from folders import data_folder
from measuring import Outcome, dotted

from cchc_tui import registry, settings
from cchc_tui.demo import writer
from cchc_tui.demo.city import START
from cchc_tui.demo.dossiers import Dossier
from cchc_tui.ingest.reading import read
from cchc_tui.ingest.records import Item
from cchc_tui.ingest.seen_rows import SeenRows
from cchc_tui.settings import DataFolder, Limits
from cchc_tui.store.read.database import open_writer
from cchc_tui.store.write.loading import ExportFile, load

_CHANGES = 500


def reload(pairs: int, quick: bool) -> Outcome:
    """The load's transaction, against sqlite-utils' ``upsert_all`` of all rows. Reading is not counted in either."""
    rows = 20_000 if quick else 100_000
    made = inputs.dossiers(rows)
    ours: list[float] = []
    theirs: list[float] = []
    with data_folder() as folder:
        versions = _versions(folder.path, made, pairs)
        _, first = next(versions)
        _load(folder, first, 0)
        database = sqlite_utils.Database(folder.path / "peer.db")
        _upsert(database, made)
        for number, (_, path) in enumerate(versions, 1):
            ours.append(_load(folder, path, number))
            theirs.append(_upsert(database, made))
    speeds = [b / a for a, b in zip(ours, theirs, strict=True)]
    middle = sorted(speeds)[len(speeds) // 2]
    return Outcome(
        f"Reload with {_CHANGES} of {dotted(rows)} changed, after reading",
        f"{middle:.0f} × faster ({min(speeds):.0f}-{max(speeds):.0f}, {len(speeds)} pairs)",
        "≥ 20 × faster",
        middle >= 20,
        [f"ours {min(ours) * 1000:.0f}-{max(ours) * 1000:.0f} ms, upsert_all {min(theirs):.2f}-{max(theirs):.2f} s"],
    )


def _versions(folder: Path, made: list[Dossier], pairs: int) -> Iterator[tuple[int, Path]]:
    """Write the list, then ``pairs`` more versions of it. Each gives 500 dossiers another officer."""
    path = folder / "list.csv"
    step = len(made) // _CHANGES
    for number in range(pairs + 1):
        for dossier in made[number::step][:_CHANGES] if number else ():
            dossier.officer = f"Cán bộ {number}"
        moment = START + 60 * number
        path.write_bytes(writer.csv_list(made, writer.titles(moment), writer.WIDE))
        yield number, path


def _load(folder: DataFolder, path: Path, number: int) -> float:
    known = SeenRows.from_database(folder.database) if number else SeenRows()
    city = registry.load()
    items: list[Item] = list(read(path, city, Limits(), known, path.name))
    file = ExportFile(path.name, str(number), path.stat().st_size, START, START)
    with open_writer(folder.path) as opened:
        begun = time.perf_counter()
        result = load(opened, file, items, city, settings.load(folder.path))
        took = time.perf_counter() - begun
    assert number == 0 or result.changed == _CHANGES, result
    return took


def _upsert(database: sqlite_utils.Database, made: list[Dossier]) -> float:
    headings = writer.WIDE.headings[1:]
    records = [dict(zip(headings, writer.WIDE.row(dossier), strict=True)) for dossier in made]
    gc.collect()
    begun = time.perf_counter()
    database["list"].upsert_all(records, pk="Số hồ sơ")
    return time.perf_counter() - begun
