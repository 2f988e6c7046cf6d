"""Millions of dossiers in one folder: the cost of loading, the databases' size, and the time of boards and search.

    python bench/millions.py 3000000 10000000

Lists of a million dossiers are loaded one after another, because no file may have more than ``Limits.rows``.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial

import inputs
from folders import collect_command, data_folder
from measuring import Outcome, dotted
from million import peaks_of
from search import TYPED, index_words

from cchc_tui.boards.late import late_board
from cchc_tui.boards.search import search
from cchc_tui.boards.source import Source
from cchc_tui.demo.city import START
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.moments import Stamp
from cchc_tui.settings import DataFolder

#: Rows of one list, and dossiers that change afterwards.
PART, CHANGED = 1_000_000, 8_000
HOUR = 3600
_RUNS = 7
#: What a board of the most dossiers may take, over one of the fewest. Units, procedures and days bound the counts.
_GROWTH = 3


@dataclass(slots=True)
class Size:
    """What was measured with this number of dossiers. Times are seconds of processor time."""

    dossiers: int
    loads: list[tuple[float, float]] = field(default_factory=list)  # of lists of ``PART``, with seconds on the clock
    day: tuple[float, float] = (0, 0)  # of a list of ``CHANGED``
    collector: float = 0  # MB
    reader: float = 0
    database: float = 0
    personal: float = 0
    index: float = 0
    took: dict[str, float] = field(default_factory=dict)

    def said(self) -> list[str]:
        """The figures as lines of the report."""
        spent, took = zip(*self.loads, strict=True)
        asked = ", ".join(f"{name} {each * 1000:.1f} ms" for name, each in self.took.items())
        return [
            f"{dotted(self.dossiers)}: processor time of a list of {dotted(self.dossiers // len(took))} "
            f"{min(spent):.1f}-{max(spent):.1f} s ({min(took):.0f}-{max(took):.0f} s on the clock), "
            f"of {dotted(CHANGED)} changed dossiers {self.day[0]:.1f} s; collector {self.collector:.0f} MB, "
            f"its reader {self.reader:.0f} MB; database {self.database:.0f} MB, personal data {self.personal:.0f} MB",
            f"     words indexed in {self.index:.1f} s; {asked}",
        ]


def millions(pairs: int, quick: bool) -> Outcome:
    """Measure one and three million dossiers. Other sizes can be given as arguments of this module."""
    return run((20_000, 60_000), 20_000) if quick else run((PART, 3 * PART), PART)


def run(sizes: tuple[int, ...], part: int) -> Outcome:
    """Measure one folder that grows to each of ``sizes``, by lists of ``part`` dossiers."""
    found: list[Size] = []
    loads: list[tuple[float, float]] = []
    with data_folder() as folder:
        for dossiers in sorted(sizes):
            size = Size(dossiers, loads)
            while len(loads) < dossiers // part:
                loads.append(_load(folder, size, START + len(loads) * HOUR, partial(inputs.write_part, rows=part)))
            newest = START + len(loads) * HOUR - HOUR // 2
            size.day = _load(folder, size, newest, partial(inputs.write_day, rows=part, changed=min(part, CHANGED)))
            _measure(folder, size, newest)
            found.append(replace(size, loads=loads[:]))
            print(*size.said(), sep="\n", file=sys.stderr, flush=True)
    few, many = found[0], found[-1]
    growth = {name: many.took[name] / few.took[name] for name in few.took if name.startswith("board")}
    worst = max(growth, key=growth.__getitem__)
    return Outcome(
        f"{' and '.join(dotted(each.dossiers) for each in found)} dossiers in one folder",
        f"{growth[worst]:.1f} × at {dotted(many.dossiers)} of what {dotted(few.dossiers)} cost, at most ({worst})",
        f"≤ {_GROWTH} ×",
        growth[worst] <= _GROWTH,
        [line for size in found for line in size.said()],
    )


def _load(folder: DataFolder, size: Size, moment: Stamp, write: Callable[..., None]) -> tuple[float, float]:
    """Load a list of a moment. Return the collector's processor time and the elapsed time, both in seconds."""
    path = folder.path / "list.part"
    write(path, part=(moment - START) // HOUR)
    inputs.date(path, moment)
    path.rename(folder.inbox / f"{moment}.csv")
    before = os.times()
    peaks, took = peaks_of(collect_command(folder))
    after = os.times()
    size.collector = max(size.collector, peaks.pop("collector"))
    size.reader = max(size.reader, *peaks.values())
    return after.children_user + after.children_system - before.children_user - before.children_system, took


def _measure(folder: DataFolder, size: Size, newest: Stamp) -> None:
    begun = time.process_time()
    index_words(folder)
    size.index = time.process_time() - begun
    size.database, size.personal = (path.stat().st_size / 1e6 for path in folder.databases)
    for name, ask in _asked(newest - HOUR // 4).items():
        times = []
        for _ in range(_RUNS):
            with closing(Source(folder.path, Clock(newest + HOUR // 4))) as source:
                source.open()
                gc.collect()
                begun = time.process_time()
                ask(source)
                times.append(time.process_time() - begun)
        size.took[name] = sorted(times)[_RUNS // 2]


def _asked(past: Stamp) -> dict[str, Callable[[Source], object]]:
    """The queries of a viewer that was just opened, by name. ``past`` is a moment before the newest list."""

    def late(at: Stamp | None) -> Callable[[Source], object]:
        def ask(source: Source) -> object:
            with source.moment(at) as moment:
                return late_board(moment)

        return ask

    def searched(text: str) -> Callable[[Source], object]:
        def ask(source: Source) -> object:
            with source.moment() as moment:
                return search(moment, text)

        return ask

    return {
        "board live": late(None),
        "board past": late(past),
        **{f"search “{text}”": searched(text) for text in TYPED[:4]},
    }


if __name__ == "__main__":
    done = run(tuple(map(int, sys.argv[1:])) or (PART,), PART)
    print(done.title, done.measured, *done.notes, sep="\n")
