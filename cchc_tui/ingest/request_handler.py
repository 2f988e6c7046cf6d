"""Runs the reader process: waits for a request to read an export, answers it, and exits.

The process reads the declared sheets and a Request from standard input, and writes frames to standard output
(``protocol``). Before the request to read an export, the collector may ask whether files are complete. The process
limits its own memory and processor time before it opens a file. So a file can at worst end this process. The collector
notices and reports this (``reader_client``).
"""

from __future__ import annotations

import gc
import os
import resource
import select
import sys
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

import msgspec

from cchc_tui.domain.faults import fault_name
from cchc_tui.ingest import problems
from cchc_tui.ingest.completeness import completeness_of
from cchc_tui.ingest.dates import Dates
from cchc_tui.ingest.headings import HeadingFinder
from cchc_tui.ingest.protocol import LENGTH, Encoder, Request
from cchc_tui.ingest.reading import read_pieces
from cchc_tui.ingest.records import Refused, Tail
from cchc_tui.ingest.seen_rows import SeenRows
from cchc_tui.registry import Registry, RegistryError, load
from cchc_tui.sheets.kinds import SHEETS, decode

_MIB = 1 << 20
#: Limit of the address space in bytes while only the end of a file is checked.
_LOOK_MEMORY = 1024 * _MIB
#: Seconds of processor time between the soft limit and the system's kill.
_GRACE_SECONDS = 5


def serve(folder: str) -> None:
    """Answer requests until one file was read, then exit.

    ``folder`` is the registry's folder. If it is "", the registry in the package is used.
    """
    # Frames get their own descriptor, so that anything printed does not get between them.
    out = os.fdopen(os.dup(1), "wb", buffering=_MIB)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sheets = _first_frame()
    if sheets is None:
        os._exit(0)
    SHEETS.clear()
    SHEETS.update((sheet.name, sheet) for sheet in decode(sheets))
    gc.disable()  # nothing here creates reference cycles, and garbage collection would take a fifth of the time
    loaded = _Registry(folder)
    _load_formats()
    encoder = Encoder(out)
    sys.excepthook = lambda kind, error, trace: _report_fault(encoder, error)
    while (request := _receive(sys.stdin.buffer)) is not None:
        _limit(request)
        if not request.look:
            _answer(request, loaded, encoder)
            break
        encoder.say(completeness_of(Path(os.fsdecode(request.path))).name)
    os._exit(0)  # also at the end of input: the collector is gone or has no request


def _load_formats() -> None:
    """Import the modules that read formats, one by one, until a request arrives.

    So a request waits for at most one import.
    """
    for name in ("spreadsheet", "html", "opendocument", "spreadsheetml"):
        if select.select([sys.stdin], [], [], 0)[0]:
            return
        import_module(f"cchc_tui.ingest.{name}")


def _first_frame() -> bytes | None:
    """The first frame, which has the encoded declared sheets; None at the end of input.

    The frame is read without a buffer. So ``select`` can see a request that follows it.
    """
    head = _exactly(LENGTH.size)
    return _exactly(LENGTH.unpack(head)[0]) if head is not None else None


def _exactly(size: int) -> bytes | None:
    read = bytearray()
    while len(read) < size:
        more = os.read(0, size - len(read))
        if not more:
            return None
        read += more
    return bytes(read)


def _receive(stream: BinaryIO) -> Request | None:
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    return msgspec.msgpack.decode(stream.read(LENGTH.unpack(head)[0]), type=Request)


def _limit(request: Request) -> None:
    limits = request.limits
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + limits.cpu_seconds
    memory = limits.memory_mb * _MIB
    now = min(memory, _LOOK_MEMORY) if request.look else memory
    for kind, soft, hard in (
        (resource.RLIMIT_CPU, seconds, seconds + _GRACE_SECONDS),
        (resource.RLIMIT_AS, now, memory),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        # A lower limit set by the system is kept.
        most = resource.getrlimit(kind)[1]
        allowed = hard if most == resource.RLIM_INFINITY else min(hard, most)
        resource.setrlimit(kind, (min(soft, allowed), allowed))


def _answer(request: Request, loaded: _Registry, encoder: Encoder) -> None:
    path = Path(os.fsdecode(request.path))
    try:
        registry = loaded.get(request.registry)
        load_known = partial(SeenRows.from_database, Path(request.database)) if request.database else SeenRows
        for piece in read_pieces(path, registry, request.limits, load_known, os.fsdecode(request.name)):
            encoder.write(piece)
            if isinstance(piece, Tail):
                os._exit(0)  # skips freeing each object, which takes a second after a large sheet
    except Refused as refused:
        encoder.refuse(refused.problem)
    except MemoryError:
        encoder.refuse(problems.refuse(problems.OUT_OF_MEMORY, expected=f"{request.limits.memory_mb} MiB").problem)


class _Registry:
    """Loads the registry before a request arrives, and reloads it for the request if its files have changed."""

    def __init__(self, folder: str):
        self._folder = folder
        self._signature = _signature(folder)
        self._registry: Registry | None
        try:
            self._registry = load(Path(folder) if folder else None)
        except RegistryError:
            self._registry = None  # if the error persists, ``get`` reports it
        else:
            # Python caches compiled regular expressions, so they are compiled now and not while a file waits.
            HeadingFinder(self._registry.headings, self._registry.cell_words)
            Dates(self._registry.headings.get("dates", {}))

    def get(self, folder: str) -> Registry:
        """The current registry. Raises Refused if the registry is invalid."""
        if self._registry is not None and folder == self._folder and _signature(folder) == self._signature:
            return self._registry
        try:
            return load(Path(folder) if folder else None)
        except RegistryError as error:
            raise problems.refuse(problems.BAD_REGISTRY, value=error) from error


def _signature(folder: str) -> tuple[tuple[str, int], ...]:
    """The names and mtimes of the registry's files; () for the registry in the package."""
    if not folder or not Path(folder).is_dir():
        return ()
    return tuple(sorted((path.name, path.stat().st_mtime_ns) for path in Path(folder).glob("*.toml")))


def _report_fault(encoder: Encoder, error: BaseException) -> None:
    """Report an unexpected exception to the collector, by its kind and source line, and end the process."""
    with suppress(OSError):  # the collector may be gone
        encoder.refuse(problems.refuse(problems.READER_DIED, value=fault_name(error)).problem)
    os._exit(1)
