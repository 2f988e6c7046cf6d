"""Ctrl-C ends a command or a viewer that is still starting: quietly, and with the exit code 130."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

#: Stands before the module of that name, and is imported for ever.
ENDLESS = "import pathlib, time\npathlib.Path({mark!r}).touch()\ntime.sleep(600)\n"
#: The module that is being imported → the command: before click, by click's group, by the command, within it.
STAGES = {"resource": ["--help"], "click": ["--help"], "msgspec": ["status"], "sqlite_utils": ["rebuild"]}
MODULE = [sys.executable, "-m", "cchc_tui"]
SCRIPT = [str(Path(sys.executable).with_name("cchc-tui"))]


@pytest.fixture
def importing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Callable[[], bool]]:
    """Lets the import of a module last for ever; whether a process is in it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # programs of a run in the background would ignore Ctrl-C

    def make(module: str) -> Callable[[], bool]:
        folder, mark = tmp_path / "before", tmp_path / "importing"
        folder.mkdir()
        (folder / f"{module}.py").write_text(ENDLESS.format(mark=str(mark)))
        monkeypatch.setenv("PYTHONPATH", str(folder), prepend=":")
        return mark.exists

    return make


@pytest.mark.parametrize("module", STAGES)
@pytest.mark.parametrize("program", [MODULE, SCRIPT], ids=["module", "script"])
def test_a_command_that_imports_ends_without_a_word(
    program: list[str], module: str, importing: Any, office: Path, wait: Any
) -> None:
    is_importing = importing(module)
    command = [*program, "--data", str(office), *STAGES[module]]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    wait(is_importing, "the import")
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=10)
    assert (process.returncode, *said) == (130, b"", b"")


def test_a_viewer_that_imports_ends_without_a_word(importing: Any, office: Path, terminal: Any, wait: Any) -> None:
    is_importing = importing("textual")
    app = terminal(*MODULE, "--data", str(office))
    wait(is_importing, "the import")
    app.send(b"\x03")
    app.wait_for_end()
    app.settle()
    assert app.process.returncode == 130
    assert app.text.strip() == "^C"
