"""The files for measurements: made-up lists in the iGate format with twenty columns, kept under build/bench."""

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
    """Make exactly ``rows`` dossiers, ordered by receipt."""
    gc.disable()
    try:
        made = build(Random(seed), load().calendar, scale=(rows + 200) / _YEAR)
    finally:
        gc.enable()
    return made[:rows]


def plain_csv(rows: int) -> Path:
    """A list as .csv with its headings in the first row, so that the sqlite3 shell can import it."""
    path = _path(f"list-{rows}.csv")
    if not path.exists():
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(writer.csv_lines(dossiers(rows), [], writer.WIDE))
        date(path)
    return path


def write_part(path: Path, rows: int, part: int) -> None:
    """Write the list of ``plain_csv`` line by line, with ``part`` appended to each code.

    Several parts make up ten million dossiers, which do not fit into memory.
    """
    with plain_csv(rows).open(encoding="utf-8", newline="") as lines, path.open("w", encoding="utf-8") as file:
        file.write(next(lines))
        for line in lines:
            number, code, rest = line.split(",", 2)
            file.write(f"{number},{code}{part:02d},{rest}")


def write_day(path: Path, rows: int, part: int, changed: int) -> None:
    """Write a list of about ``changed`` dossiers of a part, each with another officer than in any earlier list."""
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
    """A workbook with the dossiers of ``plain_csv``: shared strings, all dates as text, headings in the first row."""
    path = _path(f"list-{rows}.xlsx")
    if not path.exists():
        path.write_bytes(writer.xlsx_list(dossiers(rows), START, [], writer.WIDE))
        date(path)
    return path


def changing_xlsx(rows: int, version: int, changes: int = 300) -> tuple[Path, int]:
    """Version 0, 1, 2 … of a workbook with rows above its headings, and its number of late dossiers of communes.

    Each version has ``changes`` rows that differ from the version before. The number is that which a board shows at
    noon.
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
    """Change dossiers for a version: ten of communes become late ones, the others get another officer."""
    done = [each for each in made if each.office.commune and each.finished and each.finished <= each.due]
    late = done[number * 10 : number * 10 + 10]
    for dossier in late:
        dossier.finished = dossier.returned = dossier.due + 3600
    others = [each for each in made[number :: len(made) // (changes + 50)] if each not in late]
    for dossier in others[: changes - len(late)]:
        dossier.officer = f"Cán bộ {number}"


def date(path: Path, moment: Stamp = START) -> None:
    """Set a file's mtime to a moment. A list that states no moment takes it from its mtime."""
    seconds = to_datetime(moment).replace(tzinfo=LOCAL).timestamp()
    os.utime(path, (seconds, seconds))


def late_communes(made: list[Dossier], at: Stamp) -> int:
    """The number of late dossiers of communes at a moment. The rule is written out here once more, as a check."""
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
    """Yield workbooks without end with their moments, each a second newer and with ``changes`` dossiers changed."""
    made, random = dossiers(rows, seed), Random(seed)
    for number in count(1):
        for dossier in random.sample(made, changes):
            dossier.officer = f"Cán bộ {number}"
        moment = START + number
        yield moment, writer.xlsx_list(made, moment, writer.titles(moment), writer.WIDE)
