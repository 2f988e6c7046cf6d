"""Kills of collector, reader process and viewer in turn, without warning, each at a random moment of a load.

Every second kill is aimed, because a random moment hardly ever meets these milliseconds: the collector is killed right
after its commit, when the file is not yet in the archive and still in the inbox, and the reader while it reads.

``python bench/kills.py KILLS SEED`` makes another number of kills. Its exit code is 1 if anything is torn, lost or
double.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from random import Random

import inputs
from folders import APP, data_folder, view_command
from measuring import Outcome
from terminal import Terminal, shows

from cchc_tui.collector.status import CollectorStatus, read_status
from cchc_tui.demo.city import START
from cchc_tui.domain.moments import DAY, to_datetime
from cchc_tui.settings import DataFolder
from cchc_tui.store.write import archive

KILLS, _QUICK_KILLS = 300, 12
_ROWS, _CHANGES = 300, 20
#: A kill comes within so many seconds after a list was dropped.
_LATEST = 0.6
_PATIENCE, _LOAD_PATIENCE = 300.0, 5.0
VICTIMS = ("collector", "reader", "viewer")
_READER = b"cchc_tui.ingest.reader_process"
_STATE = (
    "SELECT * FROM dossier ORDER BY id",
    "SELECT * FROM version ORDER BY dossier, since, until",
    "SELECT * FROM state_count ORDER BY 1, 2, 3, 4",
    "SELECT name, sha, verdict, moment, rows, loaded, changed FROM export ORDER BY id",
)


def kills(pairs: int, quick: bool) -> list[Outcome]:
    """Make 300 kills, then check the data folder."""
    return run(_QUICK_KILLS if quick else KILLS, 2021)


def run(number: int, seed: int) -> list[Outcome]:
    with data_folder() as folder, _Office(folder, Random(seed)) as office:
        lists = inputs.stream(_ROWS, _CHANGES, seed)
        for kill in range(number):
            moment, content = next(lists)
            office.drop(kill, content)
            office.kill(VICTIMS[kill % len(VICTIMS)])
        newest = f"{to_datetime(moment):%d/%m/%Y %H:%M}"
        until(lambda: not any(folder.inbox.iterdir()), "an empty inbox")
        for viewer in office.viewers:
            viewer.wait_for(shows(newest), _PATIENCE)
        office.end()
        return _what_is_left(folder, office)


class _Office:
    """Two viewers, one of which has started the collector. A killed viewer is started again."""

    def __init__(self, folder: DataFolder, random: Random) -> None:
        self._folder, self._random = folder, random
        self.viewers: list[Terminal] = []
        self.dropped: dict[str, str] = {}  # name → SHA-256
        self.killed: Counter[str] = Counter()

    def __enter__(self) -> _Office:
        self.viewers = [self._viewer(), self._viewer()]
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """End both viewers, and with them the collector."""
        while self.viewers:
            self.viewers.pop().__exit__()
        until(lambda: not read_status(self._folder.path).alive, "the collector's end")

    def drop(self, number: int, content: bytes) -> None:
        name = f"{number:04}.xlsx"
        self.dropped[name] = hashlib.sha256(content).hexdigest()
        aside = self._folder.path / ".aside.part"
        aside.write_bytes(content)
        aside.rename(self._folder.inbox / name)

    def kill(self, victim: str) -> None:
        """Kill a collector, all readers or a viewer at a random moment, or as soon as there is one to kill."""
        moment, aimed = self._random.uniform(0.0, _LATEST), victim != "viewer" and self.killed[victim] % 2 == 1
        self._draw(0.0 if aimed else moment)
        if victim == "viewer":
            chosen = self._random.randrange(len(self.viewers))
            self.viewers[chosen].process.kill()
            self.viewers[chosen].__exit__()
            self.viewers[chosen] = self._viewer()
        else:
            until(lambda: self._has_killed(victim, aimed) or self._draw(0.005), f"a {victim}")
        self.killed[victim] += 1

    def _has_killed(self, victim: str, aimed: bool) -> bool:
        status, end = read_status(self._folder.path), time.monotonic() + _LOAD_PATIENCE
        while aimed and status.alive and not self._is_moment(victim, status) and time.monotonic() < end:
            status = read_status(self._folder.path)
        if not status.alive:
            return False
        killed = False
        for pid in [status.pid] if victim == "collector" else _readers(status.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                killed = True
        return killed

    def _is_moment(self, victim: str, status: CollectorStatus) -> bool:
        """Whether a list is being loaded, or for the collector, whether the last one is committed."""
        if victim == "reader":
            return status.loading is not None
        with suppress(sqlite3.OperationalError):
            return bool(_rows(self._folder.database, f"SELECT 1 FROM export WHERE name = '{[*self.dropped][-1]}'"))
        return False

    def _draw(self, seconds: float) -> None:
        """Read the output of both viewers for some seconds, so that they can draw."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            for viewer in self.viewers:
                viewer.collect(min(left, 0.005))

    def _viewer(self) -> Terminal:
        return Terminal(view_command(self._folder, START + DAY), 80, 24)


def _readers(parent: int) -> list[int]:
    """The process numbers of a collector's readers, busy or waiting."""
    found = []
    for path in Path("/proc").iterdir():
        with suppress(OSError, IndexError):
            if path.name.isdecimal() and _READER in (path / "cmdline").read_bytes():
                facts = (path / "stat").read_bytes().rpartition(b")")[2].split()
                found += [int(path.name)] if int(facts[1]) == parent else []
    return found


def _what_is_left(folder: DataFolder, office: _Office) -> list[Outcome]:
    names = Counter(name for (name,) in _rows(folder.database, "SELECT name FROM export"))
    taken = set(_rows(folder.database, "SELECT name, sha FROM export WHERE verdict = 'accepted'"))
    held = {kept.path: kept for kept in archive.archived_files(folder.archive)}
    torn = [path.name for path in folder.databases if _rows(path, "PRAGMA integrity_check") != [("ok",)]]
    for place in held:
        with archive.opened(folder.archive, place) as path:
            if hashlib.sha256(path.read_bytes()).hexdigest() not in office.dropped.values():
                torn.append(place)
    before = [_rows(folder.database, query) for query in _STATE]
    subprocess.run([*APP, "--data", str(folder.path), "rebuild"], check=True, capture_output=True)
    for query, rows in zip(_STATE, before, strict=True):
        if rows != (rebuilt := _rows(folder.database, query)):
            gone, new = {*rows} - {*rebuilt}, {*rebuilt} - {*rows}
            torn.append(f"states that a rebuild does not give: {[*gone][:2]} → {[*new][:2]} ({query})")
    lost = [name for name, sha in office.dropped.items() if (name, sha) not in taken]
    double = [name for name, times in names.items() if times > 1]
    if len(held) != len(office.dropped):
        (lost if len(held) < len(office.dropped) else double).append(f"{len(held)} files in the archive")
    notes = [", ".join(f"{times} × {victim}" for victim, times in office.killed.items())]
    title = f"{office.killed.total()} kills, {len(office.dropped)} lists"
    return [
        Outcome(f"{title}: {what}", f"{len(found)}", "0", not found, [*notes, *found[:5]])
        for what, found in (("torn", torn), ("lost", lost), ("double", double))
    ]


def _rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


def until(condition: Callable[[], object], what: str) -> None:
    end = time.monotonic() + _PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(0.01)


if __name__ == "__main__":
    found = run(int(sys.argv[1]), int(sys.argv[2]))
    for outcome in found:
        print(outcome.title, outcome.measured, *outcome.notes, sep="\n")
    sys.exit(0 if all(outcome.met for outcome in found) else 1)
