"""Many viewers on one collector, and a load each second: faults, loads, memory, processor time; and the first paint."""

from __future__ import annotations

import math
import os
import pwd
import select
import shutil
import signal
import socket
import sqlite3
import statistics
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from shlex import join

import inputs
from folders import APP, data_folder, drop, view_command
from measuring import MissingToolError, Outcome, in_turn, seconds
from terminal import Terminal, paints, shows

from cchc_tui.demo.city import START
from cchc_tui.domain.moments import to_datetime
from cchc_tui.settings import DataFolder
from cchc_tui.tui.session.turn import LONGEST_WAIT

#: Viewers beside one another, and loads of each round.
SIZES, LOADS = (1, 60, 100), 20
_QUICK_SIZES, _QUICK_LOADS = (1, 4), 4
#: The viewers' clock stands after all lists.
_NOON = START + 3 * 3600 + 1800
#: Seconds in which one viewer has to be there, and in which all of them have to show the last load when asked.
_START_SECONDS, _FAULTS_SECONDS = 30, 60
_TICKS = os.sysconf("SC_CLK_TCK")
_FAULT = "Không đọc được"


def viewers(pairs: int, quick: bool) -> list[Outcome]:
    """For each number of viewers, loads without and with them; then the first paint of the app over SSH."""
    sizes, loads = (_QUICK_SIZES, _QUICK_LOADS) if quick else (SIZES, LOADS)
    rows = 2_000 if quick else 4_000
    files = [inputs.changing_xlsx(rows, version)[0] for version in range(2 * loads + 1)]
    found: list[Outcome] = []
    for number in sizes:
        with data_folder() as folder, _collector(folder):
            _load(folder, files[0], 0)
            alone = _loads(folder, files, loads, 1)
            found += _beside(folder, files, loads, number, alone)
    return [*found, *_over_ssh(pairs, rows)]


@contextmanager
def _collector(folder: DataFolder) -> Iterator[None]:
    """Run a collector in a session of its own, like a service: the kernel shares the processor between sessions."""
    command = [*APP, "--data", str(folder.path), "collect"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _load(folder: DataFolder, path: Path, number: int) -> float:
    """Drop a list. Return the seconds until its load is committed."""
    target = folder.inbox / f"list-{number}.xlsx"
    aside = folder.path / ".aside.part"
    shutil.copyfile(path, aside)
    begun = time.monotonic()
    aside.rename(target)
    while not _is_loaded(folder, target.name):
        if time.monotonic() - begun > 60:
            raise TimeoutError(f"{target.name} is not loaded")
        time.sleep(0.01)
    return time.monotonic() - begun


def _is_loaded(folder: DataFolder, name: str) -> bool:
    with (
        suppress(sqlite3.OperationalError),
        closing(sqlite3.connect(f"{folder.database.as_uri()}?mode=ro", uri=True)) as connection,
    ):
        return connection.execute("SELECT 1 FROM export WHERE name = ?", (name,)).fetchone() is not None
    return False


def _loads(folder: DataFolder, files: list[Path], loads: int, first: int) -> list[float]:
    """Load a list each second, from ``files[first]`` on. Return the seconds that each load took."""
    took = []
    for number in range(first, first + loads):
        begun = time.monotonic()
        took.append(_load(folder, files[number], number))
        time.sleep(max(0.0, 1.0 - (time.monotonic() - begun)))
    return took


class _Viewers:
    """Viewers on their own terminals. A thread reads their output all the time."""

    def __init__(self, folder: DataFolder, number: int, stack: ExitStack) -> None:
        self.terminals: list[Terminal] = []
        self.sent: Counter[int] = Counter()  # bytes to each terminal, by its descriptor
        self._poll = select.poll()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._drain, daemon=True)
        self._thread.start()
        stack.callback(self._end)
        for _ in range(number):  # one after the other: here their start is not what is measured
            terminal = stack.enter_context(Terminal([*view_command(folder, _NOON), "--role", "reviewer"], 80, 24))
            terminal.wait_for(shows("Phường 6"), _START_SECONDS)
            self.terminals.append(terminal)
            self._poll.register(terminal.fileno(), select.POLLIN)
        stack.callback(self._end)

    def _drain(self) -> None:
        while not self._ended.is_set():
            for descriptor, _ in self._poll.poll(100):
                try:
                    self.sent[descriptor] += len(os.read(descriptor, 1 << 16))
                except OSError:  # it has ended: ``faults`` finds it
                    self._poll.unregister(descriptor)

    def wait_until_quiet(self) -> None:
        """Wait until no viewer draws for three seconds: the last answers after a start come after the first paint."""
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            if not self.idle_bytes(3):
                return

    def idle_bytes(self, length: float) -> int:
        """Bytes that come in ``length`` seconds to those terminals whose clock shows no new minute in that time."""
        now = time.monotonic()
        still = [each.fileno() for each in self.terminals if 4 < (now - each.started) % 60 < 60 - length]
        before = self.sent.copy()
        time.sleep(length)
        return sum(self.sent[descriptor] - before[descriptor] for descriptor in still)

    def stop_draining(self) -> None:
        self._ended.set()
        self._thread.join()

    def _end(self) -> None:
        """Ask all viewers to end at the same time, so that their ends are not awaited one after another."""
        self.stop_draining()
        for terminal in self.terminals:
            with suppress(ProcessLookupError):
                terminal.process.send_signal(signal.SIGTERM)

    def processor_seconds(self) -> float:
        return sum(_processor_seconds(terminal.process.pid) for terminal in self.terminals)

    def memory(self) -> list[float]:
        """The memory of each running viewer in MB, of shared pages only its part; infinity if none is running."""
        alive = [terminal.process.pid for terminal in self.terminals if terminal.process.poll() is None]
        return [_pss(pid) for pid in alive] or [math.inf]

    def faults(self, shown: str) -> int:
        """The number of viewers that have ended, report that something is unreadable, or do not show ``shown``."""
        deadline = time.monotonic() + _FAULTS_SECONDS
        return sum(self._is_faulty(terminal, shown, deadline) for terminal in self.terminals)

    def _is_faulty(self, terminal: Terminal, shown: str, deadline: float) -> bool:
        if terminal.process.poll() is not None:
            return True
        terminal.screen.reset()
        try:
            terminal.send(b"\x0c")
            terminal.wait_for(shows(shown), max(0.5, deadline - time.monotonic()))
        except (TimeoutError, OSError):
            return True
        return any(_FAULT in line for line in terminal.screen.display)


def _beside(folder: DataFolder, files: list[Path], loads: int, number: int, alone: list[float]) -> list[Outcome]:
    with ExitStack() as stack:
        apps = _Viewers(folder, number, stack)
        apps.wait_until_quiet()
        idle, still = apps.processor_seconds(), time.monotonic()
        quiet = apps.idle_bytes(5)
        idle = (apps.processor_seconds() - idle) / (time.monotonic() - still) / number
        spent = apps.processor_seconds()
        took = _loads(folder, files, loads, loads + 1)
        time.sleep(LONGEST_WAIT / 2)  # all of them have had a turn
        spent = (apps.processor_seconds() - spent) / loads / number
        memory = apps.memory()
        apps.stop_draining()
        newest = to_datetime(START + 60 * 2 * loads)
        faults = apps.faults(f"{newest:%d/%m/%Y %H:%M}")
    title = f"{number} viewers" if number > 1 else "1 viewer"
    ratio = _p95(took) / _p95(alone)
    slower = Outcome(f"{title}: a load each second", f"{ratio:.2f} ×", "≤ 2 ×", ratio <= 2)
    slower.notes.append(f"95 % of loads within {seconds(_p95(took))}, without viewers {seconds(_p95(alone))}")
    slower.notes.append(f"a viewer: {spent * 1000:.0f} ms of processor time a load, {idle * 1000:.1f} ms a second idle")
    least, most = min(memory), max(memory)
    return [
        Outcome(f"{title}: faults", f"{faults}", "0", faults == 0),
        slower,
        Outcome(
            f"{title}: memory of one",
            f"{statistics.median(memory):.1f} MB ({least:.1f}-{most:.1f})",
            "≤ 45 MB",
            most <= 45,
        ),
        Outcome(f"{title}: bytes in five idle seconds within a minute", f"{quiet}", "0", quiet == 0),
    ]


def _p95(values: list[float]) -> float:
    return sorted(values)[math.ceil(len(values) * 0.95) - 1]


def _pss(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024 / 1_000_000


def _processor_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS


# ── by ssh ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def _over_ssh(pairs: int, rows: int) -> list[Outcome]:
    with data_folder() as folder, tempfile.TemporaryDirectory() as path, _collector(folder):
        drop(folder, inputs.plain_csv(rows))
        with _sshd(Path(path)) as client:
            home = str(Path(__file__).resolve().parent.parent)
            remote = f"cd {home} && exec {join(view_command(folder, _NOON))}"
            ours, ssh = in_turn(
                pairs, lambda: _painted([*client, "-tt", remote]), lambda: _painted([*client, "-tt", "printf x"])
            )
    middle = statistics.median(ours)
    found = Outcome("From ssh to the first paint", f"{seconds(middle)}", "≤ 700 ms", middle <= 0.7)
    letter = seconds(statistics.median(ssh))
    found.notes.append(f"({seconds(min(ours))}-{seconds(max(ours))}); a command that prints one letter: {letter}")
    return [found]


def _painted(command: list[str]) -> float:
    with Terminal(command) as terminal:
        while (chunk := terminal.read(20)) is not None:
            if paints(chunk.data):
                return chunk.at - terminal.started
    raise TimeoutError(f"nothing painted by {command}")


@contextmanager
def _sshd(folder: Path) -> Iterator[list[str]]:
    """Run an OpenSSH server on loopback as the current user, and yield the client's command line."""
    sshd = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if sshd is None or shutil.which("ssh") is None:
        raise MissingToolError("needs sshd and ssh: apt-get install openssh-server openssh-client")
    for key in ("host", "client"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / key], check=True)
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile none\nStrictModes no\nUsePAM no\n"
        f"AuthorizedKeysFile {folder}/client.pub\nPasswordAuthentication no\nPermitRootLogin prohibit-password\n"
        "PrintMotd no\nPrintLastLog no\n"
    )
    server = subprocess.Popen([sshd, "-D", "-e", "-f", folder / "config"], stderr=subprocess.DEVNULL)
    try:
        while socket.socket().connect_ex(("127.0.0.1", port)) != 0:
            time.sleep(0.05)
        yield [
            *("ssh", "-F", "none", "-p", str(port), "-i", str(folder / "client"), "-o", "IdentitiesOnly=yes"),
            *("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR"),
            f"{pwd.getpwuid(os.getuid()).pw_name}@127.0.0.1",
        ]
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()
