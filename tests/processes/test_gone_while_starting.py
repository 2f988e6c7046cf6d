"""What a viewer or a collector has started goes with it at any moment, also while it is still starting."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

COLLECTOR, READER = "--child", "cchc_tui.ingest.reader_process"
#: Stands before the module of that name: one kind of process imports it for ever, the others get the real one.
ENDLESS = """
import importlib, pathlib, sys, time
if {who!r} in sys.orig_argv:
    pathlib.Path({mark!r}).touch()
    time.sleep(600)
sys.path.remove({folder!r})
del sys.modules[__name__]
importlib.import_module(__name__)
"""
#: A viewer without a screen, and a collector that is no viewer's child.
VIEWER = """
import sys, time
from pathlib import Path
from cchc_tui.collector.supervisor import CollectorSupervisor
supervisor = CollectorSupervisor(Path(sys.argv[1]))
supervisor.tick()
time.sleep(600)
"""
SERVICE = "import sys; from cchc_tui.cli import main; main()"


@pytest.fixture
def stuck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Callable[[], bool]]:
    """Makes processes start for ever; whether all of them are there."""

    def make(**modules: str) -> Callable[[], bool]:
        marks = []
        for module, who in modules.items():
            folder, mark = tmp_path / f"before {module}", tmp_path / f"importing {module}"
            folder.mkdir()
            (folder / f"{module}.py").write_text(ENDLESS.format(who=who, mark=str(mark), folder=str(folder)))
            monkeypatch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)
            marks.append(mark)
        return lambda: all(mark.exists() for mark in marks)

    return make


@pytest.fixture
def ended_afterwards(office: Path, running_on: Any) -> Any:
    """Nothing is left by a test that fails."""
    yield
    for pid in running_on(office):
        os.kill(pid, signal.SIGKILL)


STAGES = [
    {"click": COLLECTOR},
    {"msgspec": COLLECTOR},
    {"python_calamine": READER},
    {"watchfiles": COLLECTOR, "python_calamine": READER},
]


@pytest.mark.usefixtures("ended_afterwards")
@pytest.mark.parametrize("stage", STAGES, ids="+".join)
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_what_is_starting_goes_with_its_viewer(
    stage: dict[str, str], number: signal.Signals, stuck: Any, office: Path, running_on: Any, wait: Any
) -> None:
    are_stuck = stuck(**stage)
    viewer = subprocess.Popen([sys.executable, "-c", VIEWER, office])
    wait(are_stuck, "what starts for ever")
    viewer.send_signal(number)
    viewer.wait()
    wait(lambda: running_on(office) == [], "nothing left running")


@pytest.mark.usefixtures("ended_afterwards")
@pytest.mark.parametrize("stage", STAGES, ids="+".join)
def test_what_is_starting_goes_with_a_closed_window(
    stage: dict[str, str], stuck: Any, terminal: Any, office: Path, running_on: Any, wait: Any
) -> None:
    are_stuck = stuck(**stage)
    app = terminal(sys.executable, "-m", "cchc_tui", "--data", str(office))
    wait(are_stuck, "what starts for ever")
    app.hang_up()
    wait(lambda: running_on(office) == [], "nothing left running")


@pytest.mark.usefixtures("ended_afterwards")
def test_a_reader_that_is_starting_goes_with_a_killed_collector(
    stuck: Any, office: Path, running_on: Any, wait: Any
) -> None:
    are_stuck = stuck(python_calamine=READER)
    collector = subprocess.Popen([sys.executable, "-c", SERVICE, "collect", "--data", office])
    wait(are_stuck, "a reader that starts for ever")
    collector.kill()
    collector.wait()
    wait(lambda: running_on(office) == [], "nothing left running")
