"""Reader processes for tests, forked from a prepared process.

The prepared process has everything imported, and registries that were asked for before: the normal start of a reader
takes longer than reading most files. Each reader is still a process of its own, with its own limits.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import ClassVar

import pytest

from cchc_tui import registry as registries
from cchc_tui.ingest import reader_client, request_handler
from cchc_tui.ingest import reader_process as child
from cchc_tui.ingest.dates import Dates
from cchc_tui.ingest.headings import HeadingFinder
from cchc_tui.registry import Registry, RegistryError
from cchc_tui.sheets.kinds import encode

_PR_SET_CHILD_SUBREAPER = 36


class Forked(subprocess.Popen[bytes]):
    """A forked process, as if this process had started it."""

    def __init__(self, pid: int, stdin: int, stdout: int) -> None:
        self.args, self.pid, self.returncode, self.stderr = [], pid, None, None
        self.stdin, self.stdout = os.fdopen(stdin, "wb"), os.fdopen(stdout, "rb", buffering=0)
        self._child_created, self._waitpid_lock, self._sigint_wait_secs = True, threading.Lock(), 0.25
        self._communication_started, self._input = False, None


def is_child(pid: int) -> bool:
    """Whether a process is a child of this one. True also if the process has ended."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[1]) == os.getpid()
    except FileNotFoundError:
        return True


class Server:
    """The process that forks readers.

    It is started once for this process, because its start takes as long as a reader's.
    """

    _running: ClassVar[Server | None] = None

    def __init__(self) -> None:
        self.requests, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-P", __file__, str(theirs.fileno()), str(os.getpid())]
        env = os.environ | reader_client._MEMORY | {"PYTHONHASHSEED": reader_client.HASH_SEED}
        with theirs:
            self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], env=env, stderr=subprocess.DEVNULL)
        atexit.register(self.close)

    @classmethod
    def running(cls) -> Server:
        if cls._running is None or cls._running._process.poll() is not None:
            cls._running = cls()
        return cls._running

    def close(self) -> None:
        self.requests.close()
        self._process.wait()


@contextmanager
def forked_readers() -> Iterator[None]:
    """In the block, the readers that this process starts are forked."""
    server = Server.running()

    def spawn(registry: str) -> subprocess.Popen[bytes]:
        (hears, says), (tells, told) = os.pipe(), os.pipe()
        socket.send_fds(server.requests, [os.fsencode(registry) or b" "], [hears, told])
        os.close(hears)
        os.close(told)
        process = Forked(int(server.requests.recv(64)), says, tells)
        while not is_child(process.pid):  # before that, waiting for it would seem to find it ended
            os.sched_yield()
        reader_client._widen(process)
        return process

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader_client, "_spawn", spawn)
        # What is forked twice becomes the child of the nearest process that asked for such.
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        yield
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


class _Registries:
    """Registries by what stands in their files, and by the declared sheets, which they have headings of."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Registry] = {}

    def load(self, folder: Path | None) -> Registry:
        files = sorted(folder.glob("*.toml")) if folder is not None else []
        said = (encode(), *((path.name, path.read_bytes()) for path in files))
        if said not in self._known:
            registry = self._known[said] = registries.load(folder)
            HeadingFinder(registry.headings, registry.cell_words)
            Dates(registry.headings.get("dates", {}))
        return self._known[said]


def serve(requests: socket.socket, parent: int) -> None:
    """Fork a reader for each request. Return when the other end of the socket is closed."""
    for name in ("spreadsheet", "html", "opendocument", "spreadsheetml"):
        import_module(f"cchc_tui.ingest.{name}")
    known = _Registries()
    known.load(None)
    request_handler.load = known.load
    gc.freeze()
    while True:
        registry, descriptors, *_ = socket.recv_fds(requests, 4_096, 2)
        if not registry:
            return
        folder = os.fsdecode(registry).strip()
        with suppress(RegistryError):
            known.load(Path(folder) if folder else None)
        between = os.fork()
        if not between:
            reader = os.fork()
            if reader:
                requests.send(str(reader).encode())
                os._exit(0)
            while os.getppid() != parent:
                os.sched_yield()
            os.setpgid(0, 0)
            for number, descriptor in enumerate(descriptors):
                os.dup2(descriptor, number)
            os.closerange(3, max(descriptors) + 1)
            sys.argv = ["child", folder]
            child.main()
        os.waitpid(between, 0)
        for descriptor in descriptors:
            os.close(descriptor)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2]))
