"""Stores an original of the archive compressed, and restores its bytes.

A compressed original is an ordinary gzip file (``zcat`` reads it), with ``.gz`` after the original's name. A field of
the gzip header has the size and the SHA-256 of the original. A file that had the ending ``.gz`` when it arrived lacks
this field.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import struct
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cchc_tui.whole_files import PRIVATE, sync

ENDING = ".gz"
#: gzip, deflate, with an extra field; no time, default level, Unix.
_FIXED = b"\x1f\x8b\x08\x04\0\0\0\0\0\x03"
#: Length of all extra fields, and our only one: its name, its length, the size and the SHA-256 of the original.
_EXTRA = struct.Struct("<H2sHQ32s")
_NAME = b"cA"
#: The level. Measured on 15 MB of a list as CSV: level 1 leaves 20 % in 0,08 s, 6 15 % in 0,29 s, xz 15 % in 0,53 s.
_LEVEL = 6
_CHUNK = 1 << 18
#: Smaller files take up one block of the disk in any case.
_SMALLEST = 4096
#: A file is stored as it is if the first chunk shrinks less than to this share. Workbooks are compressed already.
_WORTH = 0.95


class DamagedOriginalError(Exception):
    """The content of a compressed original does not have the size or SHA-256 in its header."""


@dataclass(frozen=True, slots=True)
class Promise:
    """The size in bytes and the SHA-256 (hexadecimal) of an original, as stated in its compressed file's header."""

    size: int
    sha: str


def promise_of(path: Path) -> Promise | None:
    """The size and SHA-256 in the header of a compressed original; None for any other file, or if it cannot be read."""
    try:
        with path.open("rb") as file:
            head = file.read(len(_FIXED) + _EXTRA.size)
    except OSError:
        return None
    if len(head) < len(_FIXED) + _EXTRA.size or head[:4] != _FIXED[:4]:
        return None
    length, name, own_length, size, sha = _EXTRA.unpack_from(head, len(_FIXED))
    if (length, name, own_length) != (_EXTRA.size - 2, _NAME, _EXTRA.size - 6):
        return None
    return Promise(size, sha.hex())


def is_worth_it(path: Path) -> bool:
    """Whether compression would save enough space for this file. Raises OSError."""
    if path.stat().st_size < _SMALLEST:
        return False
    with path.open("rb") as file:
        first = file.read(_CHUNK)
    return len(zlib.compress(first, 1)) < _WORTH * len(first)


def compress(path: Path, aside: Path, check: Callable[[], None] = lambda: None) -> Path:
    """Write the compressed form of a file to ``aside``, sync it to disk, and check it by reading it back.

    Return the path to which the caller must rename ``aside``. ``check`` is called between chunks, and may raise an
    exception to stop. Raises OSError and DamagedOriginalError. After any exception, ``aside`` is deleted.
    """
    status = path.stat()
    try:
        descriptor = os.open(aside, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, PRIVATE)
        with os.fdopen(descriptor, "w+b") as target, path.open("rb") as source:
            os.fchmod(descriptor, PRIVATE)
            _write(source, target, status.st_size, check)
        os.utime(aside, ns=(status.st_mtime_ns, status.st_mtime_ns))
        sync(aside)
        unpack(aside, None, check)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    return path.with_name(path.name + ENDING)


def _write(source: BinaryIO, target: BinaryIO, size: int, check: Callable[[], None]) -> None:
    place = len(_FIXED)
    target.write(_FIXED + bytes(_EXTRA.size))
    digest, checksum = hashlib.sha256(), 0
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    while chunk := source.read(_CHUNK):
        check()
        digest.update(chunk)
        checksum = zlib.crc32(chunk, checksum)
        target.write(deflate.compress(chunk))
    target.write(deflate.flush())
    target.write(struct.pack("<II", checksum, size & 0xFFFF_FFFF))
    target.seek(place)
    target.write(_EXTRA.pack(_EXTRA.size - 2, _NAME, _EXTRA.size - 6, size, digest.digest()))


def unpack(path: Path, target: Path | None, check: Callable[[], None] = lambda: None) -> None:
    """Write the original in a compressed file to ``target``, with the original's mtime.

    If ``target`` is None, the bytes are only checked. ``check`` is called between chunks, and may raise an exception to
    stop. Raises DamagedOriginalError, and OSError if a file cannot be read or written.
    """
    promise = promise_of(path)
    if promise is None:
        raise DamagedOriginalError(path.name)
    digest, size = hashlib.sha256(), 0
    with gzip.open(path, "rb") as source, _opened(target) as copy:
        while chunk := _chunk(source, path):
            check()
            digest.update(chunk)
            size += len(chunk)
            copy.write(chunk)
    if (size, digest.hexdigest()) != (promise.size, promise.sha):
        raise DamagedOriginalError(path.name)
    if target is not None:
        mtime = path.stat().st_mtime_ns
        os.utime(target, ns=(mtime, mtime))


@contextmanager
def as_it_arrived(path: Path) -> Iterator[Path]:
    """Yield a path to a file with the bytes that arrived.

    For a compressed original, this is a temporary copy with the restored bytes. For any other file, it is the file
    itself. It is the file itself also if a compressed original is damaged: the reader will then refuse it.
    """
    if promise_of(path) is None:
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name.removesuffix(ENDING)
        try:
            unpack(path, copy)
        except DamagedOriginalError:
            copy = path
        yield copy


def _opened(target: Path | None) -> BinaryIO:
    if target is None:
        return Path(os.devnull).open("wb")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    return os.fdopen(os.open(target, flags, PRIVATE), "wb")


def _chunk(source: gzip.GzipFile, path: Path) -> bytes:
    try:
        return source.read(_CHUNK)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DamagedOriginalError(path.name) from error
