"""Runs a collector and a viewer for hours with a list every two seconds, and measures what grows, by least squares.

``python bench/soak.py SECONDS`` prints interim figures each minute. SIGTERM or Ctrl+C ends the run early, with results.
"""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import inputs
from folders import APP, data_folder, view_command
from measuring import Outcome, dotted
from terminal import Terminal, shows

from cchc_tui.collector.status import read_status
from cchc_tui.demo.city import START
from cchc_tui.domain.moments import DAY, Stamp, to_datetime
from cchc_tui.settings import DataFolder

SECONDS, _QUICK_SECONDS = 120, 20
#: Seconds from one list to the next, and between two samples; rows of a list, and how many of them change.
_EVERY, _SAMPLE = 2.0, 2.0
_ROWS, _CHANGES = 2_000, 30
#: Of a run, this part comes before what is counted: caches fill and modules are imported then; at most so many seconds.
_WARM, _MOST_WARM = 0.25, 600.0
_REPORT = 60.0
_HOUR = 3600.0
_PATIENCE = 300.0
#: What is watched → the most that it may grow in the whole run, as its slope says; in MB, or descriptors.
LIMITS = {
    "collector MB": 4.0,
    "collector descriptors": 2.0,
    "viewer MB": 4.0,
    "viewer descriptors": 2.0,
    "WAL MB": 4.0,
}


def soak(pairs: int, quick: bool) -> list[Outcome]:
    """A run of two minutes, for ``make bench``. The long run is for a quiet machine."""
    return run(_QUICK_SECONDS if quick else SECONDS, threading.Event())


@dataclass(slots=True)
class _Series:
    """Samples: the seconds since the start, and the values measured then, by name."""

    at: list[float] = field(default_factory=list)
    values: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in LIMITS})

    def add(self, at: float, figures: dict[str, float]) -> None:
        self.at.append(at)
        for name, value in figures.items():
            self.values[name].append(value)

    def slope(self, name: str) -> float:
        """The growth of a value per hour, by the samples after the warm-up."""
        first = self._first()
        return _slope(self.at[first:], self.values[name][first:]) * _HOUR

    def growth(self, name: str) -> float:
        """The growth of a value from the end of the warm-up to the last sample, by its slope."""
        first = self._first()
        return self.slope(name) * (self.at[-1] - self.at[first]) / _HOUR if self.at[first:] else 0.0

    def _first(self) -> int:
        warm = min(self.at[-1] * _WARM, _MOST_WARM) if self.at else 0.0
        return next((number for number, at in enumerate(self.at) if at >= warm), 0)


def _slope(x: Sequence[float], y: Sequence[float]) -> float:
    """The slope of a line through the points, by least squares; 0 for fewer than two points."""
    if len(x) < 2:
        return 0.0
    middle, level = sum(x) / len(x), sum(y) / len(y)
    spread = sum((a - middle) ** 2 for a in x)
    return sum((a - middle) * (b - level) for a, b in zip(x, y, strict=True)) / spread if spread else 0.0


def run(seconds: float, ended: threading.Event, talk: bool = False) -> list[Outcome]:
    """Load a list every two seconds for ``seconds``, or until ``ended`` is set.

    With ``talk``, print interim figures.
    """
    with data_folder() as folder:
        collector = subprocess.Popen([*APP, "--data", str(folder.path), "collect"])
        try:
            _wait_for(collector, folder)
            with Terminal(view_command(folder, START + DAY), 120, 34) as terminal:
                soaking = _Soak(folder, collector, terminal, talk)
                return soaking.run(seconds, ended)
        finally:
            collector.terminate()
            collector.wait()


def _wait_for(collector: subprocess.Popen[bytes], folder: DataFolder) -> None:
    """Wait until the collector is running: a viewer that finds none would start one of its own."""
    end = time.monotonic() + _PATIENCE
    while read_status(folder.path).pid != collector.pid:
        if time.monotonic() > end or collector.poll() is not None:
            raise TimeoutError("the collector's start")
        time.sleep(0.05)


class _Soak:
    def __init__(self, folder: DataFolder, collector: subprocess.Popen[bytes], terminal: Terminal, talk: bool) -> None:
        self._folder, self._collector, self._terminal, self._talk = folder, collector, terminal, talk
        self._series = _Series()
        self._lists = inputs.stream(_ROWS, _CHANGES)
        self._number, self._newest = 0, 0
        self._errors: list[str] = []

    def run(self, seconds: float, ended: threading.Event) -> list[Outcome]:
        self._drop()
        self._terminal.wait_for(shows("Phường 6"), _PATIENCE)
        begun = time.monotonic()
        due, sample, report = begun, begun, begun + _REPORT
        while (now := time.monotonic()) - begun < seconds and not ended.is_set():
            if now >= due:
                due = max(due + _EVERY, now - _EVERY)  # lists that a busy machine is behind with are not made up for
                self._drop()
            if now >= sample:
                sample += _SAMPLE
                self._series.add(now - begun, self._figures())
                self._note_errors()
            if now >= report:
                report += _REPORT
                self._say(now - begun)
            self._read(min(due, sample, report) - time.monotonic())
        return self._result(time.monotonic() - begun)

    def _drop(self) -> None:
        moment, content = next(self._lists)
        self._newest: Stamp = moment
        self._number += 1
        aside = self._folder.path / ".aside.part"
        aside.write_bytes(content)
        aside.rename(self._folder.inbox / f"list-{self._number}.xlsx")

    def _read(self, seconds: float) -> None:
        """Read the viewer's output for some seconds, so that the viewer never waits for its terminal."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if self._terminal.read(left) is None and self._terminal.process.poll() is not None:
                time.sleep(left)

    def _figures(self) -> dict[str, float]:
        logs = [path.with_name(path.name + "-wal") for path in self._folder.databases]
        return {
            "collector MB": _memory(self._collector.pid),
            "collector descriptors": _descriptors(self._collector.pid),
            "viewer MB": _memory(self._terminal.process.pid),
            "viewer descriptors": _descriptors(self._terminal.process.pid),
            "WAL MB": sum(path.stat().st_size for path in logs if path.exists()) / 1e6,
        }

    def _note_errors(self) -> None:
        """Note each error of the collector once. Raises ChildProcessError if the collector or the viewer has ended."""
        if self._collector.poll() is not None:
            raise ChildProcessError(f"the collector has ended: {self._collector.returncode}")
        if self._terminal.process.poll() is not None:
            raise ChildProcessError(f"the viewer has ended: {self._terminal.process.returncode}")
        error = read_status(self._folder.path).last_error
        if error and error not in self._errors:
            self._errors.append(error)

    def _say(self, passed: float) -> None:
        if self._talk:
            figures = [
                f"{name} {values[-1]:.1f} ({self._series.slope(name):+.2f}/h)"
                for name, values in self._series.values.items()
            ]
            print(f"{passed / 60:.0f} min, {dotted(self._number)} lists: {', '.join(figures)}", flush=True)

    def _result(self, passed: float) -> list[Outcome]:
        end = time.monotonic() + _PATIENCE
        while any(self._folder.inbox.iterdir()) and time.monotonic() < end:
            self._read(0.1)
        self._terminal.screen.reset()
        self._terminal.send(b"\x0c")
        try:
            self._terminal.wait_for(shows(f"{to_datetime(self._newest):%d/%m/%Y %H:%M}"), _PATIENCE)
        except TimeoutError as screen:
            self._errors.append(f"the viewer does not show the last list:\n{screen}")
        with closing(sqlite3.connect(f"{self._folder.database.as_uri()}?mode=ro", uri=True)) as connection:
            query = "SELECT count(*), count(DISTINCT name) FROM export WHERE verdict = 'accepted'"
            if connection.execute(query).fetchone() != (self._number, self._number):
                self._errors.append("lists are missing or double")
        title = f"soak of {passed / 60:.0f} min, {dotted(self._number)} lists"
        found = [Outcome(f"{title}: faults", f"{len(self._errors)}", "0", not self._errors, self._errors)]
        for name, most in LIMITS.items():
            values, grown = self._series.values[name], self._series.growth(name)
            measured = f"{self._series.slope(name):+.2f} an hour, {grown:+.2f} in this run"
            outcome = Outcome(f"{title}: {name}", measured, f"≤ {most:g} in a run", grown <= most)
            if values:
                outcome.notes.append(f"first {values[0]:.1f}, last {values[-1]:.1f}, most {max(values):.1f}")
            found.append(outcome)
        return found


def _memory(pid: int) -> float:
    """The memory of a process in MiB, of shared pages only its part; 0 if the process has ended."""
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return 0.0


def _descriptors(pid: int) -> float:
    with suppress(OSError):
        return float(len(list(Path(f"/proc/{pid}/fd").iterdir())))
    return 0.0


if __name__ == "__main__":
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    outcomes = run(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS, stop, talk=True)
    for outcome in outcomes:
        print(
            f"{'✓' if outcome.met else '✗'}  {outcome.title}: {outcome.measured}   [{outcome.limit}]",
            *outcome.notes,
            sep="\n     ",
        )
    sys.exit(0 if all(outcome.met for outcome in outcomes) else 1)
