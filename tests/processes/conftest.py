"""Real processes on real pseudo-terminals, read as a terminal reads them."""

import fcntl
import os
import pwd
import re
import select
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pyte
import pytest

from cchc_tui.collector.status import read_status
from tests.kits.long_list import write_long_list
from tests.kits.made_folder import made_folder

#: pyte prints what it does not know of the keyboard protocol and of mode queries.
UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=][0-9;]*u|\x1b\[\?[0-9;]*\$p")

#: Seconds until a test gives up. How quick something is, the bench says.
PATIENCE = 150.0


def slowness() -> float:
    """How many times longer things take while the processors are shared with other work."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def looks() -> Iterator[float]:
    """The seconds that passed, once for each look at what is waited for: the longer it takes, the rarer the looks."""
    start = time.monotonic()
    while (passed := time.monotonic() - start) < PATIENCE:
        yield passed
        time.sleep(min(0.01 + passed / 20, 0.1))


def until(condition: Callable[[], object], what: str = "") -> None:
    """Wait for something to be so."""
    if not any(condition() for _ in looks()):
        pytest.fail(f"not within {PATIENCE} s: {what or condition}")


def is_running(pid: int) -> bool:
    """Whether a process is there and not merely waiting to be reaped."""
    try:
        return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0] not in {b"Z", b"X"}
    except OSError:
        return False


def processes_of(data: Path) -> list[int]:
    """The numbers of all processes that have a data folder, or a part of it, on their command line."""
    found = []
    within = re.compile(re.escape(os.fsencode(data)) + rb"[/\0]")
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdecimal() and within.search((folder / "cmdline").read_bytes()):
                found.append(int(folder.name))
        except OSError:
            continue
    return [pid for pid in found if is_running(pid)]


class Terminal:
    """A program on a pseudo-terminal that is its controlling one, and the screen that it paints."""

    def __init__(
        self, command: list[str], *, columns: int = 80, rows: int = 24, env: dict[str, str] | None = None
    ) -> None:
        self._master, slave = os.openpty()
        self._slave = slave  # kept open, so that its settings can be read after the program
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.before = termios.tcgetattr(slave)
        self.raw = bytearray()
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._lock = threading.Lock()
        self._text: str | None = None  # of the screen as it is now; made when it is asked for
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})}
        # A terminal's programs hear that it hangs up, whatever those do that started the tests (``nohup`` does not).
        ctty = ["env", "--default-signal=HUP", "setsid", "--ctty"]
        self.process = subprocess.Popen([*ctty, *command], stdin=slave, stdout=slave, stderr=slave, env=environment)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        while not self._ended.is_set():
            try:
                if not select.select([self._master], [], [], 0.05)[0]:
                    continue
                data = os.read(self._master, 65_536)
            except OSError:
                return
            with self._lock:
                self.raw += data
                self._stream.feed(UNKNOWN_TO_PYTE.sub(b"", data))
                self._text = None

    @property
    def text(self) -> str:
        """What stands on the screen."""
        with self._lock:
            if self._text is None:
                self._text = "\n".join(self._screen.display)
            return self._text

    def settings(self) -> list[object]:
        """The line settings of the terminal as they are now."""
        return termios.tcgetattr(self._slave)

    def send(self, keys: bytes) -> None:
        """Type."""
        os.write(self._master, keys)

    def wait_for(self, text: str) -> None:
        """Wait until something stands on the screen."""
        if not any(text in self.text for _ in looks()):
            pytest.fail(f"“{text}” not on screen within {PATIENCE} s:\n{self.text}")

    def resize(self, columns: int, rows: int) -> None:
        """Change the window's size."""
        with self._lock:
            self._screen.resize(rows, columns)
            self._text = None
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def settle(self) -> None:
        """Wait until the program has painted all that a key brought about."""
        quiet = 0.12 * slowness()
        before, since, end = len(self.raw), time.monotonic(), time.monotonic() + 2.0 * slowness()
        while time.monotonic() - since < quiet and time.monotonic() < end:
            time.sleep(0.02)
            if len(self.raw) != before:
                before, since = len(self.raw), time.monotonic()

    def wait_for_end(self) -> None:
        """Wait until the program has ended."""
        until(lambda: self.process.poll() is not None, "end of the program")

    def hang_up(self) -> None:
        """The terminal goes away, as when a window is closed."""
        self._ended.set()
        self._thread.join()
        os.close(self._slave)
        os.close(self._master)
        self._master = self._slave = -1

    def close(self) -> None:
        """End whatever is left."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self._master >= 0:
            self.hang_up()


def _on_terminals() -> Iterator[Callable[..., Terminal]]:
    """Starts programs on terminals; they are ended afterwards."""
    started: list[Terminal] = []

    def start(*command: str, **options: object) -> Terminal:
        started.append(Terminal(list(command), **options))  # type: ignore[arg-type]  # passed on as given
        return started[-1]

    yield start
    for each in started:
        each.close()


#: For the programs of one test, and for those that several tests share.
terminal = pytest.fixture(_on_terminals, name="terminal")
terminals = pytest.fixture(_on_terminals, name="terminals", scope="module")


@pytest.fixture(scope="session")
def exports(short_exports: Path) -> Path:
    """How long a list is matters nowhere here."""
    return short_exports


@pytest.fixture(scope="session")
def long_list(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """See ``write_long_list``."""
    return write_long_list(tmp_path_factory.mktemp("long") / "long.csv")


@pytest.fixture
def python() -> str:
    """The interpreter that the tests run in."""
    return sys.executable


class Server:
    """An OpenSSH server on loopback, as the current user, that knows one key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        sshd = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        if sshd is None or shutil.which("ssh") is None:
            pytest.fail("these tests need sshd and ssh: apt-get install openssh-server openssh-client")
        for key in ("host", "client"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / key], check=True)
        (folder / "authorized").write_bytes((folder / "client.pub").read_bytes())
        if os.getuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)  # sshd asks for it when it could change the user
        self.port = _free_port()
        (folder / "config").write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile none\nStrictModes no\n"
            f"AuthorizedKeysFile {folder}/authorized\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n"
            "UsePAM no\nPermitRootLogin prohibit-password\nPrintMotd no\nPrintLastLog no\nX11Forwarding no\n"
        )
        self._log = (folder / "log").open("wb")
        self.process = subprocess.Popen([sshd, "-D", "-e", "-f", folder / "config"], stderr=self._log)
        until(self._listens, "sshd on its port")

    def _listens(self) -> bool:
        if self.process.poll() is not None:
            pytest.fail(f"sshd ended: {(self.folder / 'log').read_text()}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def client(self, command: str, *options: str) -> list[str]:
        """The command line of a client that runs a command there."""
        return [
            *("ssh", "-F", "none", "-p", str(self.port), "-i", str(self.folder / "client"), *options),
            *("-o", "IdentitiesOnly=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"),
            *("-o", "LogLevel=ERROR", f"{pwd.getpwuid(os.getuid()).pw_name}@127.0.0.1", command),
        ]

    def close(self) -> None:
        """End the server."""
        self.process.terminate()
        self.process.wait(5)
        self._log.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests."""
    server = Server(tmp_path_factory.mktemp("sshd"))
    yield server
    server.close()


class Collector:
    """``cchc-tui collect`` as a process of its own, on a data folder."""

    def __init__(self, data: Path, before: str = "") -> None:
        """``before``: what is carried out first, as to shorten a pause."""
        self.data = data
        code = f"import sys\n{before}\nfrom cchc_tui.cli import main\nsys.exit(main())"
        self.process = subprocess.Popen([sys.executable, "-c", code, "collect", "--data", data], stderr=subprocess.PIPE)
        until(lambda: read_status(data).pid == self.process.pid, "the collector's status")

    def kill(self) -> None:
        """kill -9, now."""
        self.process.kill()
        self.process.wait()


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A data folder as ``init`` makes it."""
    made_folder(tmp_path / "office")
    return tmp_path / "office"


@pytest.fixture
def collect(office: Path) -> Iterator[Callable[..., Collector]]:
    """Starts collectors on the office; they are killed after the test."""
    started: list[Collector] = []

    def start(before: str = "") -> Collector:
        started.append(Collector(office, before))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.kill()


@pytest.fixture(scope="module")
def services() -> Iterator[Callable[..., Collector]]:
    """Starts collectors that several tests share."""
    started: list[Collector] = []

    def start(data: Path, before: str = "") -> Collector:
        started.append(Collector(data, before))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.kill()


def ask(data: Path, query: str) -> list[tuple[Any, ...]]:
    """What a query finds in a data folder's database; nothing while there is none."""
    try:
        with closing(sqlite3.connect(f"{(data / 'cchc.db').as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
            return connection.execute(query).fetchall()
    except sqlite3.OperationalError:
        return []


@pytest.fixture(scope="session")
def asked() -> Callable[[Path, str], list[tuple[Any, ...]]]:
    """See ``ask``."""
    return ask


@pytest.fixture(scope="session")
def wait() -> Callable[..., None]:
    """See ``until``."""
    return until


def _kill_in_mid_load(office: Path) -> bool:
    status = read_status(office)
    if not status.alive or status.loading is None or not status.loading.done:
        return False
    with suppress(ProcessLookupError):  # its own status, from before it was killed
        os.kill(status.pid, signal.SIGKILL)
        return True
    return False


@pytest.fixture
def kill_in_mid_load(wait: Callable[..., None]) -> Callable[[Path], None]:
    """Kills the collector of a folder while it loads a file."""
    return lambda office: wait(lambda: _kill_in_mid_load(office), "a load")


@pytest.fixture
def running_on() -> Callable[[Path], list[int]]:
    """See ``processes_of``."""
    return processes_of


def drop(source: Path, inbox: Path, name: str = "") -> Path:
    """Put a copy of a file into an inbox in one step, as a careful program does."""
    part = inbox.parent / f".{source.name}.part"
    shutil.copyfile(source, part)
    return part.rename(inbox / (name or source.name))


@pytest.fixture(scope="session")
def dropped() -> Callable[..., Path]:
    """See ``drop``."""
    return drop


@pytest.fixture(autouse=True)
def _own_choices(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is chosen on the screen in one test is not found by the next."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("choices")))
