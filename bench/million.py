"""A million dossiers: the collector's memory for a CSV of 1.000.000 rows, boards over it, and keys while it loads."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path

import inputs
from folders import collect, collect_command, data_folder, drop, view_command
from history_size import change, load_list, moment_of, rows_of
from measuring import Outcome, dotted, seconds
from terminal import Terminal, go_to_late_board

from cchc_tui.boards.board import GROUPINGS, BoardQuery
from cchc_tui.boards.late import late_board
from cchc_tui.boards.source import Source
from cchc_tui.demo.city import START
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.dossiers import DossierRow
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.settings import DataFolder
from cchc_tui.store.read.database import open_writer

#: The boards that are asked for.
_ASKED = {
    **{f"by {by}": BoardQuery(by=by) for by in GROUPINGS},
    "by procedure, communes": BoardQuery(by="procedure", level="commune"),
    "by unit, first seen": BoardQuery(first_seen=True),
    "by officer, first seen": BoardQuery(by="officer", first_seen=True),
}
#: Lists after the first one.
DAYS = 10
_LIVE, _PAST = 16, 50


def million(pairs: int, quick: bool) -> list[Outcome]:
    """Memory of each process of ``collect --once``; then boards of late dossiers over that list and ten more."""
    rows = 100_000 if quick else 1_000_000
    path = inputs.plain_csv(rows)
    with data_folder() as folder:
        drop(folder, path)
        peaks, took = peaks_of(collect_command(folder))
        runs = 10 if quick else 20
        boards = [_boards(folder, "live, after the first list", None, START + 3600, _LIVE, runs)]
        load_days(folder, path, rows)
        now = moment_of(DAYS) + 3600
        boards.append(_boards(folder, f"live, after {DAYS} lists more", None, now, _LIVE, runs))
        for ago, lists in ((1, "one list"), (5, "five lists"), (10, "ten lists")):
            boards.append(_boards(folder, f"{lists} ago", moment_of(DAYS - ago) + 3600, now, _PAST, runs))
    for board in boards:
        board.title = f"Late boards at {dotted(rows)} dossiers, {board.title}"
    worst = max(peaks.values())
    memory = Outcome(
        f"Memory of the collector, CSV of {dotted(rows)} rows",
        f"{worst:.0f} MB at most in one process",
        "≤ 100 MB",
        worst <= 100,
        [f"{', '.join(f'{name} {peak:.0f} MB' for name, peak in peaks.items())}; loaded in {took:.0f} s"],
    )
    return [memory, *boards]


def load_days(folder: DataFolder, path: Path, rows: int) -> None:
    """Load a list for each of ``DAYS`` days, in which 0.8 % of the dossiers have changed."""
    made = {place: row for place, row in enumerate(rows_of(path)) if place % 25 == 0}
    officers: defaultdict[str, list[str]] = defaultdict(list)
    for row in made.values():
        if row.officer not in officers[row.agency]:
            officers[row.agency].append(row.officer)
    places = list(made)
    with open_writer(folder.path) as opened:
        for number in range(1, DAYS + 1):
            changed = places[number % 5 :: 5]
            for nth, place in enumerate(changed):
                row, colleagues = made[place], officers[made[place].agency]
                other = colleagues[(colleagues.index(row.officer) + 1) % len(colleagues)]
                made[place] = _change(row, number, nth, other)
            load_list(opened, rows, {place: made[place] for place in changed}, number)


def _change(row: DossierRow, number: int, nth: int, officer: str) -> DossierRow:
    """The row changed as in ``history_size``, by another officer. Some open dossiers past due get a later due time."""
    changed = change(row, number, nth)._replace(officer=officer)
    if row.finished is None and row.due is not None and row.due < moment_of(number - 1) and nth % 3 == 2:
        changed = changed._replace(due=row.due + 30 * DAY)
    return changed


def peaks_of(command: list[str]) -> tuple[dict[str, float], float]:
    """Run a command. Return the peak memory of it and of each process below it in MB, and the seconds it took."""
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    peaks: Counter[int] = Counter()
    while process.poll() is None:
        for pid in _family(process.pid):
            peaks[pid] = max(peaks[pid], _high_water(pid))
        time.sleep(0.02)
    assert process.returncode == 0, f"collect ended with {process.returncode}"
    below = sorted((pid for pid in peaks if pid != process.pid), key=lambda pid: -peaks[pid])
    names = {process.pid: "collector"} | {pid: f"reader {number}" for number, pid in enumerate(below, 1)}
    return {names[pid]: peaks[pid] / 1000 for pid in (process.pid, *below)}, time.monotonic() - begun


def _family(root: int) -> list[int]:
    found = [root]
    for pid in found:
        try:
            tasks = Path(f"/proc/{pid}/task").iterdir()
            for task in tasks:
                found += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return found


def _high_water(pid: int) -> int:
    """The peak memory of a process in kilobytes of 1000 bytes; 0 if the process has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 // 1000 for line in lines if line.startswith("VmHWM")), 0)


def _boards(folder: DataFolder, title: str, at: Stamp | None, now: Stamp, limit: int, runs: int) -> Outcome:
    """The least processor time of each board at a moment (None: live), in ``runs`` runs. ``limit`` is in ms."""
    took: dict[str, float] = {}
    with closing(Source(folder.path, Clock(now))) as source:
        source.open()
        for name, query in _ASKED.items():
            times = []
            for _ in range(runs):
                begun = time.process_time()
                with source.moment(at) as moment:
                    late_board(moment, query)
                times.append((time.process_time() - begun) * 1000)
            took[name] = min(times)
    slowest = max(took, key=took.__getitem__)
    shown = ", ".join(f"{name} {one:.1f} ms" for name, one in took.items())
    worst = took[slowest]
    return Outcome(title, f"{worst:.1f} ms ({slowest})", f"≤ {limit} ms", worst <= limit, [shown])


def keys(pairs: int, quick: bool) -> Outcome:
    """How much longer a key takes to move the cursor while a million rows load, compared with an idle collector.

    Quantiles are compared: idle or loading, a key waits if it comes while the app queries the boards.
    """
    rows = 100_000 if quick else 1_000_000
    with data_folder() as folder:
        drop(folder, inputs.plain_csv(5_000 if quick else 20_000))
        collect(folder)
        with Terminal(view_command(folder, START)) as terminal:
            go_to_late_board(terminal)
            terminal.drain(2.0)
            for number in range(10):
                _press(terminal, number)
            idle = [_press(terminal, number) for number in range(40 if quick else 300)]
            drop(folder, inputs.plain_csv(rows), "million.csv")
            busy: list[float] = []
            echoes: list[float] = []
            with Terminal(["sh", "-c", "stty raw -echo; exec cat"]) as other:
                other.collect(0.5)
                while any(folder.inbox.iterdir()) or len(busy) < 10:
                    busy.append(_press(terminal, len(busy)))
                    echoes.append(_echo(other))
    later = {share: _quantile(busy, share) - _quantile(idle, share) for share in (50, 90, 95, 99, 100)}
    worst = max(later.values())
    slow = statistics.median(idle) + 0.016
    return Outcome(
        f"Keys while {dotted(rows)} rows load",
        f"{worst * 1000:.1f} ms later than idle at most, quantile by quantile",
        "≤ 16 ms",
        worst <= 0.016,
        [
            f"idle {_spread(idle)}; loading {_spread(busy)}",
            f"an echo through cat meanwhile, which is this machine's own unrest: {_spread(echoes)}",
            f"16 ms over the idle median: {sum(took > slow for took in idle)} of {len(idle)} keys idle, "
            f"{sum(took > slow for took in busy)} of {len(busy)} loading",
        ],
    )


def _quantile(values: list[float], share: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


def _press(terminal: Terminal, number: int) -> float:
    """Move the cursor down or up. Return the seconds until the screen shows it."""
    time.sleep(0.05 + 0.013 * (number % 7))
    terminal.drain(0.0)
    before = terminal.cursor_line()
    pressed = terminal.send(b"\x1b[B" if number % 2 == 0 else b"\x1b[A")
    return terminal.wait_for(lambda _: terminal.cursor_line() != before, 5) - pressed


def _echo(other: Terminal) -> float:
    """Seconds that a byte takes to ``cat`` and back."""
    pressed = other.send(b"x")
    chunk = other.read(5)
    return chunk.at - pressed if chunk is not None else 5.0


def _spread(values: list[float]) -> str:
    middle, high, most = (seconds(_quantile(values, share)) for share in (50, 95, 100))
    return f"{middle} (95 %: {high}, most {most})"
