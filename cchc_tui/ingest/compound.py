"""Checks whether an OLE compound file (.xls of Excel 97-2003) is complete, contains a workbook, and is not encrypted.

This module reads the header, the sector tables, the directory and the workbook's global records [MS-CFB]. calamine
reads the cells. A damaged chain of sectors may be endless, so a chain is only followed for as long as the file's size
allows.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from cchc_tui.ingest import problems
from cchc_tui.ingest.safe_open import size_of

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE = 0xFFFFFFFF
_END_OF_CHAIN = 0xFFFFFFFE
_ENTRY = 128
_MINI_SECTOR = 64
_END_OF_GLOBALS = 0x0A
_FILE_PASS = 0x2F
#: Names are compared without case [MS-CFB 2.6.4].
_BOOKS = ("WORKBOOK", "BOOK")


class _Entry(NamedTuple):
    """The directory entry of a stream: the stream's first sector and its size in bytes."""

    first: int
    size: int


class _Compound:
    """The header and sector tables of a compound file. Raises ValueError or struct.error if they are invalid."""

    def __init__(self, file: BinaryIO):
        file.seek(0)
        header = file.read(512)
        if len(header) < 512:
            raise ValueError("header")
        shift = struct.unpack_from("<H", header, 30)[0]
        if shift not in (9, 12):
            raise ValueError("sector size")
        self.sector: int = 1 << shift
        self._file = file
        self._sectors = size_of(file) // self.sector + 1
        table_sectors, self._directory = struct.unpack_from("<II", header, 44)
        self._cutoff, self._mini_table = struct.unpack_from("<II", header, 56)
        further = struct.unpack_from("<I", header, 68)[0]
        listed = list(struct.unpack_from("<109I", header, 76))
        # Beyond 109 tables (7 MB) their numbers continue in a chain of sectors, each ending in the number of the next.
        seen: set[int] = set()
        while further < _END_OF_CHAIN and len(listed) < table_sectors:
            if further in seen or further > self._sectors:
                raise ValueError("a chain that points to itself")
            seen.add(further)
            *more, further = struct.unpack(f"<{self.sector // 4}I", self.read(further))
            listed += more
        self.tables = [number for number in listed[:table_sectors] if number < _END_OF_CHAIN]
        if len(set(self.tables)) < len(self.tables):
            raise ValueError("a table that is listed twice")

    def read(self, number: int) -> bytes:
        """The content of a sector. If the file ends within the sector, the content is shorter."""
        self._file.seek((number + 1) * self.sector)
        return self._file.read(self.sector)

    def needed(self) -> int:
        """The least size in bytes that the file must have to contain all sectors in use."""
        last = -1
        for place, number in enumerate(self.tables):
            table = self.read(number)
            entries = struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])
            used = [index for index, entry in enumerate(entries) if entry != _FREE]
            last = max(last, number, place * (self.sector // 4) + used[-1] if used else -1)
        return (last + 1) * self.sector + 1  # some writers cut the last sector short, but at least one byte must exist

    def streams(self) -> dict[str, _Entry]:
        """The streams by their names in upper case. The name "" is the root.

        The root's stream has the content of all small streams.
        """
        entries: dict[str, _Entry] = {}
        for data in self._chain(self._directory):
            for start in range(0, len(data) - _ENTRY + 1, _ENTRY):
                length = struct.unpack_from("<H", data, start + 64)[0]
                if 2 < length <= 64:
                    name = data[start : start + length - 2].decode("utf-16-le", "replace").upper()
                    # The root comes first.
                    entries[name if entries else ""] = _Entry(*struct.unpack_from("<II", data, start + 116))
        return entries

    def content(self, entry: _Entry, root: _Entry | None) -> Iterator[bytes]:
        """Yield the content of the stream ``entry`` in pieces.

        A small stream is read from the stream of the file's root entry ``root``, in pieces of 64 bytes.
        """
        if entry.size >= self._cutoff or root is None:
            yield from self._chain(entry.first)
            return
        container = b"".join(self._chain(root.first))
        table = b"".join(self._chain(self._mini_table))
        number = entry.first
        for _ in range(len(container) // _MINI_SECTOR):
            if number >= _END_OF_CHAIN:
                return
            yield container[number * _MINI_SECTOR : (number + 1) * _MINI_SECTOR]
            number = struct.unpack_from("<I", table, number * 4)[0]

    def _chain(self, number: int) -> Iterator[bytes]:
        """Yield the contents of the sectors in a chain. ``number`` is the first sector of the chain."""
        per_table = self.sector // 4
        place, table = -1, b""
        for _ in range(self._sectors):
            if number >= _END_OF_CHAIN:
                return
            yield self.read(number)
            if number // per_table >= len(self.tables):
                raise ValueError("beyond the listed tables")
            if number // per_table != place:
                place = number // per_table
                table = self.read(self.tables[place])
            number = struct.unpack_from("<I", table, number % per_table * 4)[0]


def workbook(file: BinaryIO) -> Iterator[bytes]:
    """Yield the content of the workbook's stream in pieces; nothing if there is no such stream.

    Raises ValueError or struct.error if the file is invalid.
    """
    compound = _Compound(file)
    streams = compound.streams()
    for name in _BOOKS:
        if name in streams:
            yield from compound.content(streams[name], streams.get(""))
            return


def _globals(stream: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield (kind, content) of each global record at the start of a workbook's stream."""
    data = b""
    for piece in stream:
        data += piece
        start = 0
        while len(data) >= start + 4:
            kind, length = struct.unpack_from("<HH", data, start)
            if kind == _END_OF_GLOBALS:
                return
            if len(data) < start + 4 + length:
                break
            yield kind, data[start + 4 : start + 4 + length]
            start += 4 + length
        data = data[start:]


def is_whole(file: BinaryIO) -> bool:
    """Whether the file is as long as its sector tables require. False if the sector tables are invalid."""
    try:
        return size_of(file) >= _Compound(file).needed()
    except (ValueError, struct.error):
        return False


def check(file: BinaryIO) -> None:
    """Raise Refused unless the file is a complete compound file with an unencrypted workbook."""
    try:
        if size_of(file) < _Compound(file).needed():
            raise problems.refuse(problems.TRUNCATED)
        streams = _Compound(file).streams()
        if "ENCRYPTEDPACKAGE" in streams or any(kind == _FILE_PASS for kind, _ in _globals(workbook(file))):
            raise problems.refuse(problems.ENCRYPTED)
    except (ValueError, struct.error) as error:
        raise problems.refuse(problems.BROKEN, value=error) from error
    finally:
        file.seek(0)
    if not any(name in streams for name in _BOOKS):
        raise problems.refuse(problems.NOT_A_TABLE, value="Word" if "WORDDOCUMENT" in streams else "OLE")
