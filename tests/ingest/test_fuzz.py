"""Damaged and random files are refused or read, and nothing else ever happens to them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from cchc_tui.ingest.completeness import completeness_of
from tests.kits.ingest_kit import IGATE, Desk, line

ROWS = [("Thời điểm kết xuất: 10/11/2021 08:30",), IGATE, *(line(number) for number in range(1, 30))]
PIECES = (
    b"\x00",
    b"\xff\xfe",
    b'"',
    b"<",
    b">",
    b"&#x1;",
    b"\x1b]52;c;x\x07",
    b"</table>",
    b"<table>",
    b"PK\x01\x02",
    b"\r",
    b"'",
    b",,,,",
    b"]]>",
)


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The bytes with some of them changed, cut, doubled, or another thing put between."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20))):
        place = chance.randrange(max(1, len(made)))
        length = chance.choice((1, 4, 100, 5000))
        way = chance.randrange(5)
        if way == 0:
            made[place : place + length] = chance.randbytes(min(length, 100))
        elif way == 1:
            del made[place : place + length]
        elif way == 2:
            made[place:place] = made[place : place + length]
        elif way == 3:
            made[place:place] = chance.choice(PIECES) * chance.choice((1, 50))
        else:
            del made[place:]
    return bytes(made)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("kind", ["xlsx", "inline", "ods", "html", "csv", "utf16", "xls", "summary"])
def test_a_damaged_file(desk: Desk, exports: Path, kind: str, seed: int) -> None:
    source = {
        "xlsx": lambda: desk.xlsx(ROWS),
        "inline": lambda: desk.xlsx(ROWS, constant_memory=True),
        "ods": lambda: desk.ods(ROWS),
        "html": lambda: desk.html(ROWS),
        "csv": lambda: desk.csv(ROWS),
        "utf16": lambda: desk.csv(ROWS, "utf-16"),
        "xls": lambda: exports / "igate_xls" / "DS_HoSo.xls",
        "summary": lambda: exports / "summary" / "baocaothongke.xls",
    }[kind]().read_bytes()
    chance = random.Random(f"{kind} {seed}")
    for _ in range(4):
        path = desk.bytes(damaged(source, chance), "damaged")
        completeness_of(path)
        result = desk.read(path)
        assert (result.refused is None) == (result.tail is not None)
        if result.tail is not None:
            assert result.tail.rows == result.tail.accepted + result.tail.rejected
            assert len(result.rows) == result.tail.accepted


@pytest.mark.parametrize("seed", range(40))
def test_random_bytes_after_any_beginning(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    starts = (
        b"",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"<html><table>",
        b"MIME-Version: 1.0\n",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\x09\x08\x10\x00",
    )
    result = desk.read(desk.bytes(chance.choice(starts) + chance.randbytes(chance.randrange(1, 3000))))
    assert result.refused is not None
