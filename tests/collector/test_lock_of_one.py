"""One collector a data folder, whatever happens to it."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

from cchc_tui.collector import lock

HOLDER = """
import sys, time
from pathlib import Path
from cchc_tui.collector.lock import acquire
held = acquire(Path(sys.argv[1]))
print("held" if held else "busy", flush=True)
{then}
"""


def hold(path: Path, then: str = "time.sleep(60)") -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-c", HOLDER.format(then=then), path], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    return process


def test_a_second_collector_does_not_get_the_lock(tmp_path: Path) -> None:
    first = lock.acquire(tmp_path / "lock")
    assert first is not None
    assert lock.acquire(tmp_path / "lock") is None
    first.release()
    again = lock.acquire(tmp_path / "lock")
    assert again is not None
    again.release()


def test_the_lock_file_is_closed_to_others_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    previous = os.umask(0)
    try:
        held = lock.acquire(path)
        assert held is not None
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        held.release()
    finally:
        os.umask(previous)
    assert path.exists()


def test_kill_9_frees_the_lock_at_once(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with hold(path) as holder:
        assert lock.is_free(path) is False
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        assert lock.is_free(path) is True


def test_a_child_of_the_holder_does_not_keep_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    then = "import subprocess; c = subprocess.Popen(['sleep', '30'], close_fds=False)\n"
    then += "print(c.pid, flush=True); time.sleep(60)"
    with hold(path, then) as holder:
        assert holder.stdout is not None
        child = int(holder.stdout.readline())
        try:
            holder.send_signal(signal.SIGKILL)
            holder.wait()
            assert lock.is_free(path) is True
        finally:
            os.kill(child, signal.SIGKILL)


def test_a_viewer_that_looks_does_not_turn_a_starting_collector_away(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    looking = lock.acquire(path)
    assert looking is not None
    script = "import sys, time; from pathlib import Path; from cchc_tui.collector.lock import acquire\n"
    script += "print('ready', flush=True); print(bool(acquire(Path(sys.argv[1]), 5.0)), flush=True)"
    with subprocess.Popen([sys.executable, "-c", script, path], stdout=subprocess.PIPE) as starting:
        assert starting.stdout is not None
        starting.stdout.readline()
        looking.release()
        assert starting.stdout.readline() == b"True\n"


def test_a_lock_file_that_was_deleted_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    held = lock.acquire(path)
    assert held is not None
    assert held.held()
    path.unlink()
    assert not held.held()
    path.touch()
    assert not held.held()
    held.release()


def test_a_link_in_place_of_the_lock_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").touch()
    (tmp_path / "lock").symlink_to(tmp_path / "elsewhere")
    assert lock.is_free(tmp_path / "lock") is None
