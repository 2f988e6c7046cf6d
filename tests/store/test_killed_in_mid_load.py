"""A loader that is killed in the middle of an export leaves nothing of it, and the next one loads it whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cchc_tui.store.read.schema import DOSSIER_INDEXES
from tests.kits.store_kit import HOUR, MORNING, Office, dossier

#: Loads a list of 30.000 dossiers, says when it is in the middle of it, and waits there.
_LOADER = """
import sys, time
from pathlib import Path
from tests.kits.store_kit import MORNING, Office, dossier, items_of, numbered
office = Office(Path(sys.argv[1]))
rows = numbered(dossier(f"B-{n}", officer="Hai") for n in range(30_000))
known = dict(office.writer.connection.execute("SELECT digest, id FROM dossier").fetchall())
def items():
    for place, item in enumerate(items_of(rows, MORNING + 3600, known, batch=1000)):
        if place == 20:
            print("in the middle", flush=True)
            time.sleep(60)
        yield item
office.load(items())
"""


def _load_and_kill(folder: Path) -> None:
    here = Path(__file__).resolve().parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", _LOADER, str(folder)], cwd=here, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "in the middle"
        os.kill(process.pid, signal.SIGKILL)


@pytest.mark.parametrize("before", [0, 5])
def test_nothing_of_it_is_there_and_then_all_of_it(tmp_path: Path, before: int) -> None:
    office = Office(tmp_path)
    if before:
        office.list([dossier(f"A-{n}") for n in range(before)])
    viewer = office.source(MORNING + 2 * HOUR)
    office.writer.close()
    _load_and_kill(tmp_path)

    # A viewer that looks in between, with no writer there, sees the last good state.
    assert viewer.late().levels["commune"].total == before
    office = Office(tmp_path)
    connection = office.writer.connection
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert [office.count(table) for table in ("export", "dossier", "version")] == [bool(before), before, 0]
    indexes = connection.execute("SELECT name FROM sqlite_master WHERE name LIKE 'dossier_%'").fetchall()
    assert {name for (name,) in indexes} == set(DOSSIER_INDEXES)

    result = office.list([dossier(f"B-{n}", officer="Hai") for n in range(30_000)], MORNING + HOUR)
    assert (result.loaded, result.changed) == (30_000, 0)
    assert viewer.late().levels["commune"].total == 30_000 + before
    viewer.close()
    office.writer.close()
