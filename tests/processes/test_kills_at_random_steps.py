"""Collector, reader and viewer killed in turn while lists come: six of the bench's 300 kills, of each kind one."""

import subprocess
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench" / "kills.py"


@pytest.mark.timeout(900)
def test_nothing_is_torn_lost_or_double(python: str) -> None:
    done = subprocess.run([python, BENCH, "6", "2021"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "6 kills, 6 lists" in done.stdout
