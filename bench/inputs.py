"""The files that are measured on: made-up lists in the iGate shape, twenty columns wide, kept under build/bench."""

from __future__ import annotations

import csv
import gc
import os
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from random import Random

from cchc_tui.demo import writer
from cchc_tui.demo.city import OFFICES, START
from cchc_tui.demo.dossiers import Dossier, build
from cchc_tui.domain.dossiers import Status
from cchc_tui.domain.moments import LOCAL, Stamp, to_datetime
from cchc_tui.registry import load

CACHE = Path(__file__).resolve().parent.parent / "build" / "bench"
#: Changes with the generator, so that an old file is not measured on.
VERSION = 2
_YEAR = sum(office.counts.total for office in OFFICES)


def dossiers(rows: int, seed: int = 1) -> list[Dossier]:
    """Exactly so many dossiers."""
    gc.disable()
    try:
        made = build(Random(seed), load().calendar, scale=(rows + 200) / _YEAR)
    finally:
        gc.enable()
    return made[:rows]


def plain_csv(rows: int) -> Path:
    """A list as .csv, headings in the first row: what the sqlite3 shell can take as it is."""
    path = _path(f"list-{rows}.csv")
    if not path.exists():
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(writer.csv_lines(dossiers(rows), [], writer.WIDE))
        date(path)
    return path


def write_part(path: Path, rows: int, part: int) -> None:
    """The list of ``plain_csv`` with codes of its own for each part. Ten million dossiers do not fit into memory."""
    with plain_csv(rows).open(encoding="utf-8", newline="") as lines, path.open("w", encoding="utf-8") as file:
        file.write(next(lines))
        for line in lines:
            number, code, rest = line.split(",", 2)
            file.write(f"{number},{code}{part:02d},{rest}")


def write_day(path: Path, rows: int, part: int, changed: int) -> None:
    """Some dossiers of a part, each with another officer than in any list before."""
    with plain_csv(rows).open(encoding="utf-8", newline="") as lines, path.open("w", encoding="utf-8") as file:
        told, day = csv.reader(lines), csv.writer(file)
        headings = next(told)
        day.writerow(headings)
        code, officer = (headings.index(name) for name in ("Số hồ sơ", "Cán bộ xử lý hiện tại"))
        for place, cells in enumerate(islice(told, 0, None, rows // changed)):
            cells[code] += f"{part:02d}"
            cells[officer] = f"Cán bộ {part} {place % 120}"
            day.writerow(cells)


def plain_xlsx(rows: int) -> Path:
    """The same list as a workbook (shared strings, all dates text), headings in the first row."""
    path = _path(f"list-{rows}.xlsx")
    if not path.exists():
        path.write_bytes(writer.xlsx_list(dossiers(rows), START, [], writer.WIDE))
        date(path)
    return path


def changing_xlsx(rows: int, version: int, changes: int = 300) -> tuple[Path, int]:
    """Version 0, 1, 2 … of a titled workbook, each with so many changed rows against the one before.

    Also returns how many dossiers of the commune level are late in it at noon: the figure that a board then shows.
    """
    path, note = _path(f"changing-{rows}-{version}.xlsx"), _path(f"changing-{rows}-{version}.txt")
    if not (path.exists() and note.exists()):
        made = dossiers(rows)
        for number in range(1, version + 1):
            _change(made, number, changes)
        moment = START + 60 * version
        path.write_bytes(writer.xlsx_list(made, moment, writer.titles(moment), writer.WIDE))
        note.write_text(str(late_communes(made, START + 3 * 3600 + 1800)))
    return path, int(note.read_text())


def _change(made: list[Dossier], number: int, changes: int) -> None:
    """Ten of the communes that were on time turn out to have been late; the others get another officer."""
    done = [each for each in made if each.office.commune and each.finished and each.finished <= each.due]
    late = done[number * 10 : number * 10 + 10]
    for dossier in late:
        dossier.finished = dossier.returned = dossier.due + 3600
    others = [each for each in made[number :: len(made) // (changes + 50)] if each not in late]
    for dossier in others[: changes - len(late)]:
        dossier.officer = f"Cán bộ {number}"


def date(path: Path, moment: Stamp = START) -> None:
    """A list without a moment of its own is of its file's time."""
    seconds = to_datetime(moment).replace(tzinfo=LOCAL).timestamp()
    os.utime(path, (seconds, seconds))


def late_communes(made: list[Dossier], at: Stamp) -> int:
    """By the rule of DOMAIN §4, written out."""
    running = {Status.REGISTERED, Status.ACCEPTED, Status.IN_PROCESS, Status.FINISHED, Status.RETURNED}
    return sum(
        each.finished > each.due if each.finished else each.status in running and each.due < at
        for each in made
        if each.office.commune
    )


def _path(name: str) -> Path:
    folder = CACHE / f"v{VERSION}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name


def stream(rows: int, changes: int, seed: int = 1) -> Iterator[tuple[Stamp, bytes]]:
    """Workbooks without end, each a second newer than the one before, with another officer for so many dossiers."""
    made, random = dossiers(rows, seed), Random(seed)
    for number in count(1):
        for dossier in random.sample(made, changes):
            dossier.officer = f"Cán bộ {number}"
        moment = START + number
        yield moment, writer.xlsx_list(made, moment, writer.titles(moment), writer.WIDE)
