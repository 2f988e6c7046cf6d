"""Measures our times and a peer's in turn, and reports the median of the ratios and their range."""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version

PYTHON = sys.executable
PACKAGES = ("textual", "python-calamine", "sqlite-utils", "watchfiles", "msgspec", "polars", "fastexcel")


class MissingToolError(Exception):
    """Something optional that a measurement needs is not installed; the text says what to do."""


@dataclass(slots=True)
class Outcome:
    """One line of the report, with notes below it."""

    title: str
    measured: str
    limit: str
    met: bool
    notes: list[str] = field(default_factory=list)


def ratio_outcome(title: str, ours: Sequence[float], theirs: Sequence[float], limit: float, peer: str) -> Outcome:
    """The ratios of ``ours`` to ``theirs`` (seconds), pair by pair. Met if their median is within ``limit``."""
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
    middle = statistics.median(ratios)
    return Outcome(
        title,
        f"{middle:.2f} × ({min(ratios):.2f}-{max(ratios):.2f}, {len(ratios)} pairs)",
        f"≤ {limit:g} ×",
        middle <= limit,
        [f"ours {seconds(statistics.median(ours))}, {peer} {seconds(statistics.median(theirs))} (medians)"],
    )


def value_outcome(title: str, values: Sequence[float], limit: float, unit: str, shown: str = ".1f") -> Outcome:
    """Values that have no peer. Met if their median is within ``limit``."""
    middle = statistics.median(values)
    text = f"{middle:{shown}} {unit}"
    if len(values) > 1:
        text += f" ({min(values):{shown}}-{max(values):{shown}}, {len(values)} runs)"
    return Outcome(title, text, f"≤ {limit:g} {unit}", middle <= limit)


def seconds(value: float) -> str:
    """A time as text: "2.10 s", "14 ms" or "1.25 ms"."""
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.0f} ms" if value >= 0.01 else f"{value * 1000:.2f} ms"


def dotted(value: int) -> str:
    """A number as text, with dots between the thousands: "1.416"."""
    return f"{value:,}".replace(",", ".")


def in_turn(pairs: int, ours: Callable[[], float], theirs: Callable[[], float]) -> tuple[list[float], list[float]]:
    """Call both functions in turn, ``pairs`` times, and return their results. The first of the two alternates.

    A call of each before that warms the caches. Its result is dropped.
    """
    ours()
    theirs()
    a: list[float] = []
    b: list[float] = []
    for number in range(pairs):
        for call, found in ((ours, a), (theirs, b)) if number % 2 else ((theirs, b), (ours, a)):
            found.append(call())
    return a, b


def timed(command: Sequence[str], stdin: str | None = None) -> float:
    """Seconds that a command takes from start to end. Raises CalledProcessError with its output if it fails."""
    begun = time.perf_counter()
    done = subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)
    took = time.perf_counter() - begun
    if done.returncode != 0:
        raise subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr[-2000:])
    return took


def machine() -> str:
    """A line on this machine: processor, memory, system, and versions."""
    cpu = next(
        (line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor() or "unknown CPU",
    )
    memory = next((int(line.split()[1]) // 1024 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    packages = ", ".join(f"{name} {_version(name)}" for name in PACKAGES)
    return (
        f"{cpu}, {os.cpu_count()} CPUs, {memory} MiB; {platform.system()} {platform.release()}; "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version} (module); {packages}"
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "–"


def _lines(path: str) -> list[str]:
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123  a kernel's page, not a file of ours
            return file.readlines()
    except OSError:
        return []
