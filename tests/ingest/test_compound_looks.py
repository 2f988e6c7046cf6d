"""What the collector looks at itself is bounded by the file's size, whatever the file says."""

from __future__ import annotations

import resource
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from cchc_tui.ingest import compound, problems
from cchc_tui.ingest.biff import BinaryBook
from cchc_tui.ingest.completeness import Completeness, completeness_of
from tests.kits.ingest_kit import Desk

LOOK = (
    "import sys; from pathlib import Path; from cchc_tui.ingest.completeness import completeness_of;"
    " print(completeness_of(Path(sys.argv[1])).name)"
)


def header(tables: int, first_table: int, difat: int, difats: int, directory: int = 0) -> bytearray:
    made = bytearray(512)
    made[:8] = compound.MAGIC
    struct.pack_into("<HHHHH", made, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<II", made, 44, tables, directory)
    struct.pack_into("<IIIII", made, 56, 4096, 0xFFFFFFFE, 0, difat, difats)
    struct.pack_into("<109I", made, 76, first_table, *[0xFFFFFFFF] * 108)
    return made


@pytest.mark.parametrize(
    "data",
    [
        # A chain of table numbers that points to itself, to one before it, and beyond the file.
        bytes(header(0xFFFFFFF0, 0, 0, 0xFFFFFFF0)) + struct.pack("<128I", *[0xFFFFFFFF] * 127, 0),
        bytes(header(0xFFFFFFF0, 0, 0, 9)) + struct.pack("<128I", *[1] * 127, 1) + struct.pack("<128I", *[1] * 127, 0),
        bytes(header(0xFFFFFFF0, 0, 0, 9)) + struct.pack("<128I", *range(127), 1 << 30),
        # The same table a hundred thousand times.
        bytes(header(100_000, 0, 0, 1)) + struct.pack("<128I", *[0] * 127, 0xFFFFFFFE),
        # A directory that points to itself.
        bytes(header(1, 0, 0xFFFFFFFE, 0, 0)) + struct.pack("<128I", *[0] * 128),
    ],
)
def test_chains_that_do_not_end(desk: Desk, data: bytes) -> None:
    path = desk.bytes(data)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
        resource.setrlimit(resource.RLIMIT_CPU, (10, 10))

    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(path)],
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout.strip() in ("NO", "YES"), done.stderr[-500:]
    refused = desk.read(path).refused
    assert refused is not None
    assert refused.code in (problems.BROKEN, problems.TRUNCATED, problems.NOT_A_TABLE)


def small(name: str) -> bytes:
    """A compound file whose stream stands in the container of the small ones, in two pieces out of order."""
    made = header(1, 0, 0xFFFFFFFE, 0, 1)
    struct.pack_into("<II", made, 60, 3, 1)
    table = struct.pack("<128I", 0xFFFFFFFD, *[0xFFFFFFFE] * 3, *[0xFFFFFFFF] * 124)
    directory = bytearray(512)
    for index, (title, first, size) in enumerate((("Root Entry", 2, 512), (name, 1, 100))):
        encoded = title.encode("utf-16-le")
        directory[index * 128 : index * 128 + len(encoded)] = encoded
        struct.pack_into("<HB", directory, index * 128 + 64, len(encoded) + 2, 5 if index == 0 else 2)
        struct.pack_into("<II", directory, index * 128 + 116, first, size)
    stream = struct.pack("<HH", 0x22, 80) + b"\x00" * 80 + struct.pack("<HHH", 0x22, 2, 1) + b"\x0a\x00\x00\x00"
    pieces = stream[64:].ljust(64, b"\x00") + stream[:64]
    mini = struct.pack("<128I", 0xFFFFFFFE, 0, *[0xFFFFFFFF] * 126)
    return bytes(made) + table + bytes(directory) + pieces.ljust(512, b"\x00") + mini


@pytest.mark.parametrize("name", ["Workbook", "WORKBOOK", "workbook", "BOOK"])
def test_small_streams_and_names_in_capitals(desk: Desk, name: str) -> None:
    path = desk.bytes(small(name))
    assert completeness_of(path) is Completeness.YES
    with path.open("rb") as file:
        compound.check(file)
        assert BinaryBook(file).epoch_1904


def test_a_zip_is_whole_by_its_end(desk: Desk) -> None:
    path = desk.xlsx([["x"]])
    data = path.read_bytes()
    assert completeness_of(path) is Completeness.YES
    for cut in (data[:-1], data[:-22], data[: len(data) // 2], data[100:]):
        assert completeness_of(desk.bytes(cut if cut.startswith(b"PK") else b"PK\x03\x04" + cut)) is Completeness.NO


@pytest.mark.parametrize(
    "start",
    [
        b"\x09\x08\x08\x00\x00\x00\x10\x00\x00\x00\x00\x00",  # as a PHP class writes it
        b"\x09\x00\x04\x00\x02\x00\x10\x00",
        b"\x09\x02\x06\x00\x00\x03\x10\x00\x00\x00",
        b"\x09\x04\x06\x00\x00\x04\x10\x00\x00\x00",
        b"\x09\x08\x10\x00\x00\x06\x05\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
    ],
)
def test_records_without_a_container(desk: Desk, start: bytes) -> None:
    refused = desk.read(desk.bytes(start + b"\x04\x02\x0b\x00\x00\x00\x00\x00\x00\x00\x03\x00STT" * 40)).refused
    assert refused is not None
    assert refused.code == problems.OLD_FORMAT


def test_the_sample_is_whole(exports: Path) -> None:
    assert completeness_of(exports / "igate_xls" / "DS_HoSo.xls") is Completeness.YES
