"""A look into an OLE compound file (.xls of Excel 97-2003): is it whole, is it a workbook, is it encrypted.

Only the header, the sector table and the directory are read [MS-CFB]; the workbook itself is left to calamine.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from cchc_tui.exports import problems
from cchc_tui.exports.opening import size_of

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE = 0xFFFFFFFF
_END_OF_CHAIN = 0xFFFFFFFE
_ENTRY = 128
_MOST_DIRECTORY_SECTORS = 4096
_MOST_GLOBAL_SECTORS = 4096
_DATE_MODE = 0x22
_END_OF_GLOBALS = 0x0A
_FILE_PASS = 0x2F
_BOOKS = ("Workbook", "Book")


class _Compound:
    """The parts of the header that matter here; raises ValueError when it makes no sense."""

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
        table_sectors, self.directory = struct.unpack_from("<II", header, 44)
        further, further_sectors = struct.unpack_from("<II", header, 68)
        listed = list(struct.unpack_from("<109I", header, 76))
        # Past 109 tables (over 7 MB) their numbers go on in a chain of sectors, the last number of each being the next.
        while further < _END_OF_CHAIN and further_sectors > 0 and len(listed) < table_sectors:
            *more, further = struct.unpack(f"<{self.sector // 4}I", self.read(further))
            listed += more
            further_sectors -= 1
        self.tables = [number for number in listed[:table_sectors] if number < _END_OF_CHAIN]

    def read(self, number: int) -> bytes:
        """One sector; short when the file ends before it."""
        self._file.seek((number + 1) * self.sector)
        return self._file.read(self.sector)

    def next_of(self, number: int) -> int:
        """The sector after this one in its chain."""
        per_table = self.sector // 4
        if number // per_table >= len(self.tables):
            raise ValueError("beyond the listed tables")
        after: int = struct.unpack_from("<I", self.read(self.tables[number // per_table]), number % per_table * 4)[0]
        return after

    def needed(self) -> int:
        """The bytes that the file must have for the sectors that its tables say are used."""
        last = -1
        for place, number in enumerate(self.tables):
            table = self.read(number)
            entries = struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])
            used = [index for index, entry in enumerate(entries) if entry != _FREE]
            last = max(last, number, place * (self.sector // 4) + used[-1] if used else -1)
        return (last + 1) * self.sector + 1  # the last sector may be cut short by a sloppy writer, but it must begin

    def streams(self) -> dict[str, int]:
        """The names in the directory, with the first sector of each."""
        names: dict[str, int] = {}
        number, seen = self.directory, 0
        while number < _END_OF_CHAIN and seen < _MOST_DIRECTORY_SECTORS:
            data = self.read(number)
            for start in range(0, len(data) - _ENTRY + 1, _ENTRY):
                length = struct.unpack_from("<H", data, start + 64)[0]
                if 2 < length <= 64:
                    name = data[start : start + length - 2].decode("utf-16-le", "replace")
                    names[name] = struct.unpack_from("<I", data, start + 116)[0]
            number, seen = self.next_of(number), seen + 1
        return names


def counts_from_1904(file: BinaryIO) -> bool:
    """Whether a workbook's serial dates count from 1904: its DATEMODE record says so [MS-XLS 2.4.77]."""
    try:
        compound = _Compound(file)
        streams = compound.streams()
        first = next((streams[name] for name in _BOOKS if name in streams), None)
        if first is None:
            return False
        return any(kind == _DATE_MODE and content == b"\x01\x00" for kind, content in _globals(compound, first))
    except (ValueError, struct.error):
        return False  # what it is too broken to say, calamine will refuse
    finally:
        file.seek(0)


def _globals(compound: _Compound, number: int) -> Iterator[tuple[int, bytes]]:
    """The records of a workbook from its first sector on, up to the end of its globals."""
    data = b""
    for _ in range(_MOST_GLOBAL_SECTORS):
        if number >= _END_OF_CHAIN:
            return
        data += compound.read(number)
        number = compound.next_of(number)
        while len(data) >= 4:
            kind, length = struct.unpack_from("<HH", data)
            if len(data) < 4 + length or kind == _END_OF_GLOBALS:
                break
            yield kind, data[4 : 4 + length]
            data = data[4 + length :]
        if data[:2] == _END_OF_GLOBALS.to_bytes(2, "little"):
            return


def is_whole(file: BinaryIO) -> bool:
    """Whether the file is as long as its own tables say."""
    try:
        return size_of(file) >= _Compound(file).needed()
    except (ValueError, struct.error):
        return False


def check(file: BinaryIO) -> None:
    """Raises Refused unless this is a whole compound file that holds a workbook which is not encrypted."""
    if not is_whole(file):
        raise problems.refuse(problems.TRUNCATED)
    try:
        compound = _Compound(file)
        streams = compound.streams()
        book = next((streams[name] for name in _BOOKS if name in streams), None)
        encrypted = "EncryptedPackage" in streams or (book is not None and _has_password(compound, book))
    except (ValueError, struct.error) as error:
        raise problems.refuse(problems.BROKEN, value=error) from error
    if encrypted:
        raise problems.refuse(problems.ENCRYPTED)
    if book is None:
        raise problems.refuse(problems.NOT_A_TABLE, value="Word" if "WordDocument" in streams else "OLE")


def _has_password(compound: _Compound, book: int) -> bool:
    """Whether a record of the workbook says that what follows it is encrypted [MS-XLS, FilePass]."""
    return any(kind == _FILE_PASS for kind, _ in _globals(compound, book))
