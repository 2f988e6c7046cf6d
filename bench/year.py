"""A year: a collector loads a list and a unit summary each day. What does a load or an answer cost after that?"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from random import Random

import inputs
from folders import APP, data_folder, drop
from measuring import Outcome, dotted

from cchc_tui.boards.exports import exports_board
from cchc_tui.boards.late import late_board
from cchc_tui.boards.search import search
from cchc_tui.boards.source import Source
from cchc_tui.boards.timeline import timeline
from cchc_tui.demo import writer
from cchc_tui.demo.city import CITY_NAME, OFFICES, START
from cchc_tui.demo.dossiers import Dossier
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.settings import DataFolder

#: The share of dossiers that change from one day to the next.
_DAILY = 0.008
#: Loads before a mark over which the load's figure is taken.
_WINDOW = 5
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Mark:
    """What was measured after ``day`` days. Times are seconds of processor time."""

    day: int
    load: float
    memory: float  # of the collector, MB
    size: float  # of the database, MB
    took: dict[str, float] = field(default_factory=dict)


def year(pairs: int, quick: bool) -> list[Outcome]:
    """Measure 250 days of 60.000 dossiers, with marks after 5, 50 and 250 days."""
    return run(2_000, 12, (2, 6, 12), pairs) if quick else run(60_000, 250, (5, 50, 250), pairs)


def run(rows: int, days: int, marks: tuple[int, ...], pairs: int) -> list[Outcome]:
    """Load a list each day, and measure at the marks. From the last mark but one to the last, no figure may double."""
    found: list[Mark] = []
    with data_folder() as folder:
        made, random = inputs.dossiers(rows), Random(5)
        collector = subprocess.Popen(
            [*APP, "--data", str(folder.path), "collect"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            loads: list[float] = []
            for number in range(1, days + 1):
                _next_day(made, number, random)
                loads.append(_load_day(folder, collector, made, START + number * DAY))
                if number in marks:
                    found.append(_mark(folder, collector, number, loads[-_WINDOW:], pairs))
                    print(f"     {_said(found[-1])}", file=sys.stderr, flush=True)
        finally:
            collector.terminate()
            collector.wait()
    middle, last = found[-2], found[-1]
    growth = {"load": last.load / middle.load} | {name: last.took[name] / middle.took[name] for name in last.took}
    worst = max(growth, key=growth.__getitem__)
    return [
        Outcome(
            f"A year of {days} lists of {dotted(rows)} dossiers and {days} unit summaries",
            f"{growth[worst]:.2f} × at list {last.day} of what list {middle.day} cost, at most ({worst})",
            "≤ 2 ×",
            growth[worst] <= 2,
            [_said(mark) for mark in found],
        )
    ]


def _said(mark: Mark) -> str:
    took = ", ".join(f"{name} {seconds * 1000:.1f}" for name, seconds in mark.took.items())
    return (
        f"after {mark.day}: load {mark.load:.2f} s of processor time, collector {mark.memory:.0f} MB, "
        f"database {mark.size:.0f} MB; in ms: {took}"
    )


def _next_day(made: list[Dossier], number: int, random: Random) -> None:
    """Change some dossiers, as a day does: some are finished, some handed out, and the rest get another officer."""
    moment = START + number * DAY
    for place in random.sample(range(len(made)), max(1, int(len(made) * _DAILY))):
        dossier = made[place]
        if not dossier.finished:
            dossier.finished, dossier.status = moment - 3600, 10
        elif not dossier.returned:
            dossier.returned = moment - 1800
        else:
            dossier.officer = f"Cán bộ {random.randrange(120)}"


def _load_day(folder: DataFolder, collector: subprocess.Popen[bytes], made: list[Dossier], moment: Stamp) -> float:
    """Load the day's list and summary. Return the seconds of processor time of the collector and its readers."""
    path = folder.path / "day.part"
    begun = _spent(collector.pid)
    for name, content in (
        (f"DanhSach-{moment}.csv", writer.csv_list(made, writer.titles(moment), writer.WIDE)),
        (f"TongHop-{moment}.xls", writer.summary(_summary(made, moment), moment)),
    ):
        path.write_bytes(content)
        drop(folder, path, name)
        _until(lambda: not any(folder.inbox.iterdir()), collector)
    return _spent(collector.pid) - begun


def _summary(made: list[Dossier], moment: Stamp) -> list[writer.SummaryLine]:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for each in made:
        late = (each.finished or moment) > each.due
        state = ("resolved_late" if late else "on_time") if each.finished else ("overdue" if late else "in_time")
        counts[each.office.key][state] += 1
    return [
        writer.SummaryLine(
            office.agency if office.agency != CITY_NAME else office.department,
            **dict(counts[office.key]),
        )
        for office in OFFICES
    ]


def _until(met: Callable[[], bool], collector: subprocess.Popen[bytes], seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while not met():
        if collector.poll() is not None or time.monotonic() > end:
            raise TimeoutError("the collector did not take the file")
        time.sleep(0.02)


def _spent(pid: int) -> float:
    """Seconds of processor time of a process and of its ended children."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:  # noqa: PTH123  a kernel's page, not a file of ours
        fields = file.read().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICKS


def _memory(pid: int) -> float:
    with open(f"/proc/{pid}/status", encoding="ascii") as file:  # noqa: PTH123  a kernel's page, not a file of ours
        return next(int(line.split()[1]) / 1000 for line in file if line.startswith("VmRSS"))


def _mark(folder: DataFolder, collector: subprocess.Popen[bytes], number: int, loads: list[float], pairs: int) -> Mark:
    size = sum(path.stat().st_size for path in folder.path.glob("cchc.db*")) / 1e6
    mark = Mark(number, sorted(loads)[len(loads) // 2], _memory(collector.pid), size)
    now = START + number * DAY + 3600
    for name, measure in _measures(now, number).items():
        times = []
        for _ in range(max(3, pairs)):
            with closing(Source(folder.path, Clock(now))) as source:
                source.open()
                begun = time.process_time()
                measure(source)
                times.append(time.process_time() - begun)
        mark.took[name] = min(times)
    return mark


def _measures(now: Stamp, number: int) -> dict[str, Callable[[Source], object]]:
    """The queries of a viewer that was just opened and has cached nothing, by name."""

    def late(at: Stamp | None) -> Callable[[Source], object]:
        def ask(source: Source) -> object:
            with source.moment(at) as moment:
                return late_board(moment)

        return ask

    def at(use: Callable[..., object], *more: str) -> Callable[[Source], object]:
        def ask(source: Source) -> object:
            with source.moment() as moment:
                return use(moment, *more)

        return ask

    return {
        "board live": late(None),
        "board past": late(START + max(1, number // 2) * DAY + 3600),
        "exports": at(exports_board),
        "timeline": at(timeline),
        "search": at(search, "chung thuc"),
    }


if __name__ == "__main__":
    rows, days = int(sys.argv[1]), int(sys.argv[2])
    for outcome in run(rows, days, tuple(map(int, sys.argv[3:])) or (1, days // 5, days), 5):
        print(outcome.title, outcome.measured, *outcome.notes, sep="\n")
