"""Files that can't be taken are refused with their reason; nothing else ever comes of them."""

from __future__ import annotations

import os
import socket
import struct
import zipfile
from pathlib import Path

import pytest

from cchc_tui.domain.problems import Severity
from cchc_tui.ingest import problems
from cchc_tui.settings import Limits
from cchc_tui.texts.problems import codes, sentence
from tests.kits.ingest_kit import IGATE, Desk, line, package

ROWS = [IGATE, *(line(number) for number in range(1, 300))]


def refused(desk: Desk, path: Path, limits: Limits | None = None) -> str:
    result = desk.read(path, limits=limits)
    assert result.refused is not None
    assert result.tail is None
    said = sentence(result.refused, path.name.encode(errors="replace").decode())
    assert said.startswith("Tệp “")
    assert said.endswith(".")
    return result.refused.code


@pytest.mark.parametrize("data", [b"", b"\n\n  \n", b"\xef\xbb\xbf", b"\x00" * 100])
def test_empty(desk: Desk, data: bytes) -> None:
    assert refused(desk, desk.bytes(data)) == problems.EMPTY


def test_workbooks_and_pages_without_a_cell(desk: Desk) -> None:
    assert refused(desk, desk.xlsx([])) == problems.EMPTY
    assert refused(desk, desk.ods([])) == problems.EMPTY
    assert refused(desk, desk.bytes(b"<html><body><p>x</p></body></html>")) == problems.EMPTY


@pytest.mark.parametrize("share", [0.05, 0.3, 0.7, 0.99])
def test_half_written(desk: Desk, exports: Path, share: float) -> None:
    for path in (desk.xlsx(ROWS), exports / "igate_xls" / "DS_HoSo.xls", desk.html(ROWS), desk.ods(ROWS, "x.ods")):
        data = path.read_bytes()
        assert refused(desk, desk.bytes(data[: int(len(data) * share)], "cut")) == problems.TRUNCATED


def test_a_workbook_that_was_damaged_inside(desk: Desk) -> None:
    path = desk.xlsx(ROWS)
    data = bytearray(path.read_bytes())
    start = data.index(b"xl/worksheets/sheet1.xml") + 200
    data[start : start + 40] = os.urandom(40)
    assert refused(desk, desk.bytes(bytes(data))) in {problems.TRUNCATED, problems.BROKEN}


@pytest.mark.parametrize(
    ("start", "value"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"GIF89a", "GIF"),
        (b"{\\rtf1", "RTF"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"\x1f\x8b\x08", "GZIP"),
        (b"SQLite format 3\x00", "SQLite"),
        (b"", "binary"),
    ],
)
def test_not_a_table(desk: Desk, start: bytes, value: str) -> None:
    result = desk.read(desk.bytes(start + bytes(range(256)) * 40))
    assert result.refused is not None
    assert (result.refused.code, result.refused.value) == (problems.NOT_A_TABLE, value)
    assert "binary" not in sentence(result.refused, "")  # no word of an office


@pytest.mark.parametrize(
    ("member", "value"), [("word/document.xml", "Word"), ("ppt/slide.xml", "PowerPoint"), ("a.txt", "ZIP")]
)
def test_other_zips(desk: Desk, member: str, value: str) -> None:
    path = desk.folder / "x.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "x")
    result = desk.read(path)
    assert result.refused is not None
    assert (result.refused.code, result.refused.value) == (problems.NOT_A_TABLE, value)


def compound(*names: str) -> bytes:
    """A compound file whose directory has these streams."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<II", header, 44, 1, 1)
    struct.pack_into("<II", header, 68, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    directory = bytearray(512)
    for index, name in enumerate(("Root Entry", *names)):
        encoded = name.encode("utf-16-le")
        directory[index * 128 : index * 128 + len(encoded)] = encoded
        struct.pack_into("<H", directory, index * 128 + 64, len(encoded) + 2)
    return bytes(header) + table + bytes(directory)


@pytest.mark.parametrize(
    ("streams", "code"),
    [
        (("EncryptionInfo", "EncryptedPackage"), problems.ENCRYPTED),
        (("WordDocument",), problems.NOT_A_TABLE),
        (("Book",), problems.BROKEN),
        (("Workbook",), problems.BROKEN),
    ],
)
def test_compound_files(desk: Desk, streams: tuple[str, ...], code: str) -> None:
    assert refused(desk, desk.bytes(compound(*streams))) == code


def test_an_old_workbook_with_a_password(desk: Desk, exports: Path) -> None:
    data = bytearray((exports / "igate_xls" / "DS_HoSo.xls").read_bytes())
    place = data.index(b"\x09\x08\x10\x00\x00\x06") + 20
    struct.pack_into("<H", data, place, 0x2F)  # the record after the first becomes FilePass
    assert refused(desk, desk.bytes(bytes(data))) == problems.ENCRYPTED


def test_an_encrypted_zip(desk: Desk) -> None:
    path = desk.xlsx(ROWS)
    data = bytearray(path.read_bytes())
    place = data.index(b"PK\x01\x02")
    data[place + 8] |= 1
    assert refused(desk, desk.bytes(bytes(data))) == problems.ENCRYPTED


def test_formats_that_are_too_old(desk: Desk) -> None:
    assert refused(desk, desk.bytes(b"\x09\x08\x08\x00\x00\x05\x05\x00" + bytes(100))) == problems.OLD_FORMAT


def test_xml_workbooks_without_a_sheet(desk: Desk) -> None:
    page = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
    assert refused(desk, desk.bytes(page)) == problems.EMPTY


def test_other_markup(desk: Desk) -> None:
    assert refused(desk, desk.bytes(b'<?xml version="1.0"?><svg></svg>')) == problems.NOT_A_TABLE


FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def test_a_cell_at_the_far_end(desk: Desk) -> None:
    assert refused(desk, package(desk.folder / "a.xlsx", FAR)) == problems.NO_HEADING  # read without it
    rows = FAR.replace("<row r", "\n<!-- x --><row r")
    assert refused(desk, package(desk.folder / "a.xlsx", rows)) == problems.NO_HEADING
    two = FAR.replace('<c r="A1">', '<c r="A1"><v>1</v></c><c r="XFD1">')
    assert refused(desk, package(desk.folder / "a.xlsx", two)) == problems.TOO_WIDE


def test_cells_all_over_a_sheet(desk: Desk) -> None:
    rows = "".join(f'<row r="{y}"><c r="RR{y}"><v>1</v></c></row>' for y in range(1, 1_048_576, 50_000))
    assert refused(desk, package(desk.folder / "a.xlsx", rows)) == problems.BOMB


def test_what_would_unpack_to_too_much(desk: Desk) -> None:
    path = package(desk.folder / "bomb.xlsx", "<row>" + " " * (80 << 20) + "</row>")
    assert path.stat().st_size < 1 << 20
    assert refused(desk, path) == problems.BOMB
    assert refused(desk, path, Limits(unpacked_mb=64)) == problems.BOMB


def test_limits_of_size_rows_and_columns(desk: Desk) -> None:
    path = desk.csv(ROWS * 100)
    assert refused(desk, path, Limits(file_mb=1)) == problems.TOO_LARGE
    assert refused(desk, desk.xlsx(ROWS), Limits(rows=100)) == problems.TOO_MANY_ROWS
    assert refused(desk, desk.ods(ROWS), Limits(rows=100)) == problems.TOO_MANY_ROWS
    assert refused(desk, desk.html(ROWS), Limits(rows=100)) == problems.TOO_MANY_ROWS
    assert refused(desk, desk.csv(ROWS), Limits(rows=100)) == problems.TOO_MANY_ROWS
    assert refused(desk, desk.xlsx(ROWS), Limits(columns=10)) == problems.TOO_WIDE
    assert refused(desk, desk.ods(ROWS), Limits(columns=10)) == problems.TOO_WIDE


def test_a_link_is_not_followed(desk: Desk) -> None:
    real = desk.xlsx(ROWS)
    link = desk.folder / "link.xlsx"
    link.symlink_to(real)
    assert refused(desk, link) == problems.LINK


def test_what_is_no_file(desk: Desk) -> None:
    fifo = desk.folder / "fifo.xlsx"
    os.mkfifo(fifo)
    folder = desk.folder / "folder.xlsx"
    folder.mkdir()
    listening = desk.folder / "socket.xlsx"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(listening))
        for path in (fifo, folder, listening, Path("/dev/zero")):
            assert refused(desk, path) == problems.NOT_A_FILE


def test_a_file_that_is_gone(desk: Desk) -> None:
    assert refused(desk, desk.folder / "gone.xlsx") == problems.VANISHED


def test_a_file_that_may_not_be_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = desk.xlsx(ROWS)

    def denied(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", denied)  # root, who may run the tests, can read any file
    assert refused(desk, path) == problems.NO_PERMISSION


def test_a_name_that_is_no_utf8_is_said_and_the_file_is_read(desk: Desk) -> None:
    path = Path(os.fsdecode(os.fsencode(desk.folder) + b"/danh s\xe1ch.xlsx"))
    path.write_bytes(desk.xlsx(ROWS).read_bytes())
    result = desk.read(path)
    assert len(result.dossiers) == 299
    (problem,) = [problem for problem in result.problems if problem.severity is Severity.NOTED]
    assert (problem.code, problem.value) == (problems.FILE_NAME, "danh s\ufffdch.xlsx")


def test_every_code_has_its_sentence() -> None:
    known = {value for name, value in vars(problems).items() if name.isupper() and isinstance(value, str)}
    assert known == codes()
    for code in known:
        said = sentence(problems.make(Severity.NOTED, code, "S", 7, "C", "giá trị", "mong đợi"), "a.xlsx")
        assert said.startswith("Tệp “a.xlsx”, trang “S”, dòng 7, cột “C”: ")
        assert "{" not in said
