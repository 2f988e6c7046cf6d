"""Checks a zip file: which format of workbook is in it, and to which size it would unpack.

calamine has no limits, so these checks come first. The limits of the reader process stop whatever the checks miss.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import BinaryIO

from cchc_tui.ingest import problems
from cchc_tui.ingest.safe_open import size_of, tail_of
from cchc_tui.settings import Limits

_MIB = 1 << 20
#: The end record of a zip, its greatest size with a comment, and the value that points to a zip64 record.
_END = b"PK\x05\x06"
_LONGEST_END = 22 + (1 << 16)
_IN_ZIP64 = 0xFFFFFFFF
_MOST_MEMBERS = 10_000
#: Highest compression ratio of a real sheet. A large member with a higher one is a zip bomb.
_HIGHEST_RATIO = 250
_RATIO_COUNTS_FROM = 32 * _MIB
#: The exceptions that reading a damaged zip may raise.
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, KeyError, UnicodeDecodeError)


def workbook_format(file: BinaryIO, limits: Limits) -> str:
    """The format of the workbook in a zip: "xlsx", "xlsb" or "ods".

    Raises Refused if the zip is damaged or encrypted, has no such workbook, or would unpack to more than the limits
    allow.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            found = _format_of(archive, frozenset(part_name(member.filename) for member in members))
            _refuse_bombs(members, limits)
            return found
    except ZIP_ERRORS as error:
        raise problems.refuse(problems.TRUNCATED, value=error) from error
    finally:
        file.seek(0)


def is_whole(file: BinaryIO) -> bool:
    """Whether a zip has its directory, which is written last. Only the end of the file is read."""
    tail = tail_of(file, _LONGEST_END)
    start = tail.rfind(_END)
    if start < 0 or len(tail) < start + 22:
        return False
    members, size, place, comment = struct.unpack_from("<HIIH", tail, start + 10)
    before = size_of(file) - len(tail) + start
    return bool(members) and len(tail) >= start + 22 + comment and (place == _IN_ZIP64 or place + size <= before)


def part_name(name: str) -> str:
    """The name of a part in the form in which names are compared.

    Some programs write backslashes, or change the case.
    """
    return name.replace("\\", "/").lstrip("/").lower()


def column_number(letters: str) -> int:
    """The number of a column with these letters: 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _format_of(archive: zipfile.ZipFile, names: frozenset[str]) -> str:
    if "encryptedpackage" in names or any(member.flag_bits & 1 for member in archive.infolist()):
        raise problems.refuse(problems.ENCRYPTED)
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        kind = archive.read("mimetype").strip()
        if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            return _ods(archive, names)
    raise problems.refuse(problems.NOT_A_TABLE, value=_other_kind(names))


def _ods(archive: zipfile.ZipFile, names: frozenset[str]) -> str:
    manifest = "META-INF/manifest.xml"
    small = manifest in names and archive.getinfo(manifest).file_size < _MIB
    if small and b"encryption-data" in archive.read(manifest):
        raise problems.refuse(problems.ENCRYPTED)
    return "ods"


def _other_kind(names: frozenset[str]) -> str:
    if any(name.startswith("word/") for name in names):
        return "Word"
    if any(name.startswith("ppt/") for name in names):
        return "PowerPoint"
    return "ZIP"


def _refuse_bombs(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    total = sum(member.file_size for member in members)
    if total > limits.unpacked_mb * _MIB:
        raise problems.refuse(problems.BOMB, value=f"{total // _MIB} MiB", expected=f"{limits.unpacked_mb} MiB")
    if len(members) > _MOST_MEMBERS:
        raise problems.refuse(problems.BOMB, value=f"{len(members)} parts", expected=str(_MOST_MEMBERS))
    for member in members:
        if member.file_size > _RATIO_COUNTS_FROM and member.file_size > _HIGHEST_RATIO * max(1, member.compress_size):
            ratio = f"{member.filename}: 1:{member.file_size // max(1, member.compress_size)}"
            raise problems.refuse(problems.BOMB, value=ratio, expected=f"1:{_HIGHEST_RATIO}")
