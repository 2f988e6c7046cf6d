"""A year of history, with 62.000 dossiers and 250 lists of 500 changes: its size, and how fast past boards are."""

from __future__ import annotations

import statistics
import time
from array import array
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import inputs
from folders import data_folder
from measuring import Outcome, dotted, ratio_outcome, seconds

from cchc_tui import registry
from cchc_tui.boards.late import late_board
from cchc_tui.boards.source import Source
from cchc_tui.demo import writer
from cchc_tui.demo.city import START
from cchc_tui.domain.dossiers import DossierRow
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.ingest.reading import read
from cchc_tui.ingest.records import Batch, Columns, Head, Item, Kind, Tail
from cchc_tui.ingest.seen_rows import SeenRows
from cchc_tui.settings import DataFolder, Limits, Settings
from cchc_tui.store.read.database import Writer, open_writer
from cchc_tui.store.write.loading import ExportFile, load

_CHANGES = 500
_MOMENTS = 9
_CITY = registry.load()


def past(pairs: int, quick: bool) -> list[Outcome]:
    """The database's size after all lists against that after one, and boards of past moments against the live one."""
    rows, lists = (10_000, 40) if quick else (62_000, 250)
    with data_folder() as folder:
        made = _rows(folder.path / "list.csv", rows)
        with open_writer(folder.path) as opened:
            load_list(opened, len(made), dict(enumerate(made)), 0)
        first = _size(folder)
        with open_writer(folder.path) as opened:
            for number in range(1, lists + 1):
                changed = [(number * 97 + place * (len(made) // _CHANGES)) % len(made) for place in range(_CHANGES)]
                for nth, place in enumerate(changed):
                    made[place] = change(made[place], number, nth)
                load_list(opened, len(made), {place: made[place] for place in changed}, number)
        size = _size(folder)
        ratios = _ratios(folder, lists, pairs)
    worst = max(ratios, key=lambda each: statistics.median(each.ours))
    growth = size / first
    return [
        Outcome(
            f"History of {lists} lists with {_CHANGES} changes each, {dotted(rows)} dossiers",
            f"{growth:.2f} × the size with one",
            "≤ 2,5 ×",
            growth <= 2.5,
            [f"{first / 2**20:.1f} MiB, then {size / 2**20:.1f} MiB"],
        ),
        ratio_outcome("The slowest past moment's board", worst.ours, worst.live, 3, "live"),
    ]


@dataclass(slots=True)
class _Pair:
    """The seconds of the board at a past moment and of the live board, measured in turn."""

    at: Stamp
    ours: list[float]
    live: list[float]


def _ratios(folder: DataFolder, lists: int, pairs: int) -> list[_Pair]:
    """Measure the board at moments from the first list to the last but one, each against the live board."""
    found = []
    newest = moment_of(lists)
    with closing(Source(folder.path)) as source:
        source.open()

        def board(at: Stamp) -> float:
            begun = time.perf_counter()
            with source.moment(at) as moment:
                late_board(moment)
            return time.perf_counter() - begun

        for place in range(_MOMENTS):
            at = moment_of(place * (lists - 1) // (_MOMENTS - 1)) + 60
            board(at), board(newest)
            pair = _Pair(at, [], [])
            for _ in range(max(pairs, 5)):
                pair.ours.append(board(at))
                pair.live.append(board(newest))
            found.append(pair)
    return found


def moment_of(number: int) -> Stamp:
    """The moment of a list: list 0 is made at ``START``, and one more each day."""
    return START + number * DAY


def _rows(path: Path, count: int) -> list[DossierRow]:
    """Write a list of ``count`` dossiers to ``path``, and return its rows as the reader yields them."""
    path.write_bytes(writer.csv_list(inputs.dossiers(count), writer.titles(START), writer.WIDE))
    return list(rows_of(path))


def rows_of(path: Path) -> Iterator[DossierRow]:
    """Yield the rows of a list file as the reader yields them."""
    for item in read(path, _CITY, Limits(), SeenRows(), path.name):
        if isinstance(item, Columns):
            yield from item.batch().rows  # type: ignore[misc]
        elif isinstance(item, Batch):
            yield from item.rows  # type: ignore[misc]


def change(row: DossierRow, number: int, nth: int) -> DossierRow:
    """The row in list ``number``: with another officer, and for some dossiers now with a finished or returned date."""
    changed = row._replace(digest=row.digest ^ (number << 20 | nth), officer=f"Cán bộ {(number + nth) % 120}")
    if nth % 3 == 0 and row.finished is None:
        changed = changed._replace(finished=moment_of(number) - 3600, status=10, status_text="Đã trả kết quả")
    elif nth % 3 == 1 and row.finished is not None:
        changed = changed._replace(returned=row.finished + 60 * number)
    return changed


def load_list(opened: Writer, count: int, changed: dict[int, DossierRow], number: int) -> None:
    """Load list ``number``, which has ``count`` dossiers.

    ``changed`` has the new and changed rows by place in the list.
    """
    unchanged = array("I", bytes(4 * (count + 1)))
    if number:
        unchanged = array("I", range(7, count + 8))
        unchanged[0] = 0
        for place in changed:
            unchanged[place + 1] = 0

    def items() -> Iterator[Item]:
        yield Head(Kind.DOSSIERS, "csv", "", moment_of(number), False)
        yield Batch(tuple(changed.values()))
        yield Tail(count, count, 0, unchanged)

    file = ExportFile(f"{number}.csv", str(number), 1000, START, START + number)
    result = load(opened, file, items(), _CITY, Settings())
    assert result.loaded + result.changed == len(changed), result


def _size(folder: DataFolder) -> int:
    """The bytes of the database file, after its write-ahead log was written back."""
    with open_writer(folder.path):
        pass
    return folder.database.stat().st_size


if __name__ == "__main__":
    begun = time.monotonic()
    for outcome in past(5, False):
        print(outcome, seconds(time.monotonic() - begun))
