"""Reads files for the collector, in reader processes.

A spare process waits with all modules imported, so that the next file is read without delay. Each process reads one
file and exits, which frees its memory.
"""

from __future__ import annotations

import os
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from pathlib import Path

import msgspec

from cchc_tui.ingest import problems
from cchc_tui.ingest.completeness import Completeness
from cchc_tui.ingest.protocol import LENGTH, Decoder, Request
from cchc_tui.ingest.records import Columns, Item, Piece, Refused, Tail
from cchc_tui.settings import Limits
from cchc_tui.sheets.kinds import encode

_PIPE_BYTES = 1 << 20
#: All reader processes have the same hash seed, because digests of rows are Python's hashes (``seen_rows``).
HASH_SEED = "0"
#: glibc settings that keep the memory of one batch for the next. Otherwise glibc returns it to the system and requests
#: it again page by page, which takes a tenth of the reading time.
_MEMORY = {"MALLOC_MMAP_THRESHOLD_": str(64 << 20), "MALLOC_TRIM_THRESHOLD_": str(256 << 20)}
_PACKAGE_PARENT = str(Path(__file__).resolve().parents[2])
#: Signal that ended the process → problem.
_DEATHS = {
    signal.SIGXCPU: problems.OUT_OF_CPU,
    signal.SIGABRT: problems.OUT_OF_MEMORY,  # Rust aborts when it gets no memory
}
#: Signals that no file causes: someone else killed the process, usually the system when memory is short.
_FROM_OUTSIDE = {signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT}
#: Time limit in seconds for the check of a file's end; a check usually takes a thousandth of that.
_LOOK_SECONDS = 20


class ReaderKilled(OSError):  # noqa: N818  nothing went wrong
    """The reader process was killed by another process or the system. The file is not the cause."""


class ReaderDied(Refused):
    """The reader process crashed while it read the file, or exceeded its limits."""


class ReaderClient:
    """Reads exports one after another, each in a process of its own. Not thread-safe."""

    def __init__(self, registry: Path | None, limits: Limits):
        """``registry`` is the folder of the city's registry; None for the registry in the package."""
        self._registry = str(registry) if registry is not None else ""
        self._limits = limits
        self._spare: subprocess.Popen[bytes] | None = None
        #: The last process that has answered. It exits by itself, but freeing its memory takes milliseconds.
        self._done: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the spare process, unless one is running. The next file is then read without delay."""
        if self._spare is None or self._spare.poll() is not None:
            self._spare = _spawn(self._registry)
            _send(self._spare, encode())  # the process must use the same declared sheets

    def close(self) -> None:
        """End all reader processes of this client."""
        for process in (self._spare, self._done):
            if process is not None:
                _end(process)
        self._spare = self._done = None

    def read(self, path: Path, name: str = "", database: Path | None = None) -> Iterator[Item]:
        """Like ``pieces``, but dossiers are yielded as rows (Batch in place of Columns)."""
        with closing(self.pieces(path, name, database)) as pieces:
            for piece in pieces:
                yield piece.batch() if isinstance(piece, Columns) else piece

    def pieces(self, path: Path, name: str = "", database: Path | None = None) -> Generator[Piece, None, None]:
        """Read a file: yield a Head, then Columns or Batches, then a Tail.

        ``name`` is the file's own name, if the file is stored at ``path`` under another name. Rows that are in the
        ``database`` already are not sent; the Tail has their row numbers. Raises Refused, and ReaderKilled. If the
        process crashes on the file, the exception is ReaderDied, a subclass of Refused.
        """
        self.start()
        process, self._spare = self._spare, None
        assert process is not None
        request = Request(os.fsencode(path), os.fsencode(name), self._registry, str(database or ""), self._limits)
        answer = _Answer(process, self._limits)
        try:
            answer.ask(request)
            yield from answer.pieces()
            process, self._done = self._done, process
        finally:
            if process is not None:
                _end(process)

    def completeness(self, path: Path) -> Completeness:
        """Let the spare process check whether a file is complete. Raises ReaderKilled.

        The result is UNKNOWN if the process crashes. A later attempt to read the file will report the reason.
        """
        self.start()
        process, self._spare = self._spare, None
        assert process is not None
        limits = msgspec.structs.replace(self._limits, wall_seconds=_LOOK_SECONDS)
        answer = _Answer(process, limits)
        try:
            answer.ask(Request(os.fsencode(path), b"", self._registry, "", limits, look=True))
            told = Completeness[msgspec.msgpack.decode(next(answer.frames()), type=str)]
        except (Refused, msgspec.DecodeError):
            return Completeness.UNKNOWN
        else:
            self._spare, process = process, None
            return told
        finally:
            if process is not None:
                _end(process)


class _Answer:
    """Sends a request to one process, and receives the answer as frames or pieces."""

    def __init__(self, process: subprocess.Popen[bytes], limits: Limits):
        assert process.stdout is not None
        self._process = process
        self._stdout = process.stdout.fileno()
        self._limits = limits
        self._waited = 0.0
        self._poll = select.poll()
        self._poll.register(self._stdout, select.POLLIN | select.POLLHUP)

    def ask(self, request: Request) -> None:
        _send(self._process, msgspec.msgpack.encode(request))

    def pieces(self) -> Iterator[Piece]:
        """Yield the pieces of the answer up to the Tail."""
        decoder = Decoder()
        for frame in self.frames():
            try:
                piece = decoder.piece(frame)
            except msgspec.DecodeError as error:
                raise problems.refuse(problems.READER_DIED, value=error) from error
            yield piece
            if isinstance(piece, Tail):
                return

    def frames(self) -> Iterator[bytes]:
        """Yield the frames that the process sends. When the process ends, ReaderKilled or ReaderDied is raised."""
        received = bytearray()
        while True:
            while (frame := _frame_of(received)) is not None:
                yield frame
            data = self._receive()
            if not data:
                raise self._death()
            received += data

    def _receive(self) -> bytes:
        """Wait for data from the process, and return the data; b"" if the process has ended.

        The time limit applies to the sum of all waits. When it is exceeded, ReaderDied is raised.
        """
        left = self._limits.wall_seconds - self._waited
        began = time.monotonic()
        ready = self._poll.poll(max(0.0, left) * 1000)
        self._waited += time.monotonic() - began
        if not ready:
            refusal = problems.refuse(problems.OUT_OF_TIME, expected=f"{self._limits.wall_seconds} s")
            raise ReaderDied(refusal.problem)
        return os.read(self._stdout, _PIPE_BYTES)

    def _death(self) -> ReaderKilled | ReaderDied:
        code = self._process.wait()
        died_of = signal.Signals(-code) if code < 0 else None
        if died_of in _FROM_OUTSIDE:
            return ReaderKilled(died_of.name)
        kind = _DEATHS.get(died_of, problems.READER_DIED) if died_of is not None else problems.READER_DIED
        limit = f"{self._limits.cpu_seconds} s" if kind == problems.OUT_OF_CPU else f"{self._limits.memory_mb} MiB"
        return ReaderDied(problems.refuse(kind, value=died_of.name if died_of else code, expected=limit).problem)


def _frame_of(received: bytearray) -> bytes | None:
    """Remove the first frame from the buffer ``received`` and return it; None if the frame is incomplete."""
    if len(received) < LENGTH.size:
        return None
    (length,) = struct.Struct.unpack_from(LENGTH, received)
    if len(received) < LENGTH.size + length:
        return None
    frame = bytes(received[LENGTH.size : LENGTH.size + length])
    del received[: LENGTH.size + length]
    return frame


def _spawn(registry: str) -> subprocess.Popen[bytes]:
    paths = [_PACKAGE_PARENT, *filter(None, [os.environ.get("PYTHONPATH")])]
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "cchc_tui.ingest.reader_process", registry],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # where Rust writes when it aborts; this must not reach a terminal
        env=os.environ | _MEMORY | {"PYTHONHASHSEED": HASH_SEED, "PYTHONPATH": os.pathsep.join(paths)},
        process_group=0,  # signals of the terminal are not meant for it
    )
    _widen(process)
    return process


def _send(process: subprocess.Popen[bytes], payload: bytes) -> None:
    """Send a frame to a process. If the process has ended, do nothing: ``frames`` will notice."""
    assert process.stdin is not None
    with suppress(BrokenPipeError):
        process.stdin.write(LENGTH.pack(len(payload)) + payload)
        process.stdin.flush()


def _widen(process: subprocess.Popen[bytes]) -> None:
    """Enlarge the pipe for a process's output, so that the process can be thousands of rows ahead of the collector."""
    try:
        from fcntl import F_SETPIPE_SZ, fcntl  # Linux only
    except ImportError:
        return
    assert process.stdout is not None
    with suppress(OSError):
        fcntl(process.stdout.fileno(), F_SETPIPE_SZ, _PIPE_BYTES)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process, if it is running, and reap it."""
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()
    if process.poll() is None:
        process.kill()
    process.wait()
