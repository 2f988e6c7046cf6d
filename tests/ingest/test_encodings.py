"""Text in every encoding that Vietnamese offices have used gives the same dossiers."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_tui.domain.problems import Severity
from cchc_tui.ingest import legacy
from cchc_tui.ingest.problems import BAD_BYTES, CONVERTED
from tests.kits.ingest_kit import IGATE, Desk, Result, line

ROWS = [
    ["DANH SÁCH HỒ SƠ"],
    IGATE,
    line(1),
    line(2, agency="UBND phường Hòa Thuận", status="Đã trả kết quả", channel="Trực tiếp"),
    line(3, agency="UBND xã Mỹ Ngãi", status="Yêu cầu bổ sung giấy tờ", officer="Nguyễn Thị Yến"),
]


def check(result: Result) -> None:
    assert result.refused is None
    one, two, three = result.dossiers
    assert (one.agency, two.agency, three.agency) == ("UBND Phường 11", "UBND phường Hòa Thuận", "UBND xã Mỹ Ngãi")
    assert (one.status, two.status, three.status) == (4, 10, 5)
    assert (one.channel, two.channel) == ("online", "direct")
    assert (one.applicant, three.officer) == ("Huỳnh Ngọc Xuân", "Nguyễn Thị Yến")


def cp1258(text: str) -> bytes:
    """As Windows wrote it: letters with their mark, tones as marks of their own."""
    out = []
    for char in text:
        try:
            out.append(char.encode("cp1258"))
        except UnicodeEncodeError:
            base, *tones = unicodedata.normalize("NFD", char)
            kept = unicodedata.normalize("NFC", base + "".join(mark for mark in tones if mark in "\u0302\u0306\u031b"))
            marks = "".join(mark for mark in tones if mark not in "\u0302\u0306\u031b")
            out.append((kept + marks).encode("cp1258"))
    return b"".join(out)


def tcvn3(text: str) -> str:
    """TCVN3 letters; capitals it has none of are written small, as its capital fonts have it."""
    back = {unicode: letter for letter, unicode in legacy._TCVN3.items()}
    return "".join(back.get(char, back.get(char.lower(), char)) for char in text)


def vni(text: str) -> str:
    """VNI letters."""
    marks = {mark: letter for letter, mark in legacy._VNI_MARKS.items()}
    singles = {unicode: letter for letter, unicode in legacy._VNI_LETTERS.items()}
    out = ""
    for char in text:
        small = char.lower()
        if small in singles:
            made = singles[small]
        else:
            base, *rest = unicodedata.normalize("NFD", small)
            if "\u031b" in rest:
                base = {"o": "ô", "u": "ö"}[base]
                rest.remove("\u031b")
            rest.sort(key=lambda mark: mark not in "\u0302\u0306")
            made = base + (marks["".join(rest)] if rest else "")
        out += made.upper() if char != small else made
    return out


def text_of(rows: list[list[object]], delimiter: str = ",") -> str:
    return "".join(
        delimiter.join(f'"{cell}"' if "," in str(cell) else str(cell) for cell in row) + "\r\n" for row in rows
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_unicode_text(desk: Desk, encoding: str, delimiter: str) -> None:
    check(desk.read(desk.csv(ROWS, encoding, delimiter)))


def test_big_endian_with_a_mark(desk: Desk) -> None:
    check(desk.read(desk.bytes(b"\xfe\xff" + text_of(ROWS).encode("utf-16-be"))))


def test_decomposed_unicode(desk: Desk) -> None:
    check(desk.read(desk.bytes(unicodedata.normalize("NFD", text_of(ROWS)).encode())))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_windows_code_page_with_tones_as_marks(desk: Desk, delimiter: str) -> None:
    result = desk.read(desk.bytes(cp1258(text_of(ROWS, delimiter))))
    check(result)
    assert not result.problems


def test_pages_in_the_windows_code_page(desk: Desk) -> None:
    page = desk.html(ROWS).read_text()
    for meta in ("", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1258">'):
        check(desk.read(desk.bytes(cp1258(page.replace("<head>", f"<head>{meta}")))))


def test_pages_in_utf16(desk: Desk) -> None:
    page = desk.html(ROWS).read_text()
    check(desk.read(desk.bytes(page.encode("utf-16"))))


def test_a_page_that_declares_another_encoding_than_it_has(desk: Desk) -> None:
    check(desk.read(desk.html(ROWS, head='<meta charset="windows-1252">')))


@pytest.mark.parametrize("write", [tcvn3, vni])
@pytest.mark.parametrize("kind", ["csv", "xlsx", "html"])
def test_the_font_encodings_are_converted_and_said(desk: Desk, write: object, kind: str) -> None:
    assert callable(write)
    rows = [[write(cell) if isinstance(cell, str) else cell for cell in row] for row in ROWS]
    if kind == "csv":
        path = desk.bytes(text_of(rows).encode("latin-1"))
    elif kind == "xlsx":
        path = desk.xlsx(rows)
    else:
        path = desk.html(rows)
    result = desk.read(path)
    one, two, three = result.dossiers
    assert (one.agency.lower(), two.agency, three.agency) == (
        "ubnd phường 11",
        "UBND phường Hòa Thuận",
        "UBND xã Mỹ Ngãi",
    )
    assert (one.status, two.status, three.status) == (4, 10, 5)
    assert three.officer == "Nguyễn Thị Yến"
    said = [problem.value for problem in result.problems if problem.code == CONVERTED]
    assert said == ["TCVN3" if write is tcvn3 else "VNI"]


@pytest.mark.parametrize("write", [tcvn3, vni])
def test_a_hand_kept_cell_in_a_font_encoding_among_unicode(desk: Desk, write: object) -> None:
    assert callable(write)
    result = desk.read(desk.xlsx([IGATE, line(1, agency=write("Phường Hòa Thuận"), applicant=write("Lê Thị Bưởi"))]))
    (row,) = result.dossiers
    assert (row.agency, row.applicant) == ("Phường Hòa Thuận", "Lê Thị Bưởi")
    assert result.codes(Severity.NOTED) == [CONVERTED]


@pytest.mark.parametrize("text", ["Ph­êng Hßa ThuËn", "Phöôøng Hoøa Thuaän"])
def test_the_examples_of_the_domain(text: str) -> None:
    name = legacy.recognise(text)
    assert legacy.CONVERTERS[name](text) == "Phường Hòa Thuận"


@pytest.mark.parametrize(
    "text",
    [
        "Hòa",
        "UBND Xã Mỹ Trà",
        "Xã Hòa An",
        "Phòng Tài chính",
        "Müller",
        "Café",
        "©",
        "© 2021 UBND",
        "5 m²",
        "§ 51",
        "Đà Nẵng",
        "ABC",
    ],
)
def test_unicode_is_never_taken_for_a_font_encoding(text: str) -> None:
    assert legacy.recognise(text) == ""


# fmt: off
SYLLABLES = [
    "phường", "xã", "thành", "phố", "ủy", "ban", "nhân", "dân", "hòa", "thuận", "mỹ", "trà", "tịnh", "thới", "ngãi",
    "nghiệp", "quyết", "giải", "trễ", "hạn", "được", "khuyến", "khích", "nguyễn", "trần", "huỳnh", "đặng", "võ", "bùi",
    "khoảng", "xoắn", "quyển", "ngoằn", "nghèo", "giữa", "yếu", "cưới", "muỗi", "loài", "uyên", "dương", "lý",
]
# fmt: on


@given(st.lists(st.sampled_from(SYLLABLES), min_size=3, max_size=8))
def test_what_is_converted_comes_back_as_it_was(words: list[str]) -> None:
    text = " ".join(words)
    assert legacy.from_tcvn3(tcvn3(text)) == text
    assert legacy.from_vni(vni(text)) == text
    assert legacy.recognise(text) == ""


def test_a_damaged_cell_leaves_the_text_utf8_and_is_said(desk: Desk) -> None:
    data = text_of(ROWS).encode().replace("Nguyễn Thị Yến".encode(), b"Nguy\xffn")
    result = desk.read(desk.bytes(data))
    assert result.dossiers[2].officer == "Nguy\ufffdn"
    assert result.dossiers[0].agency == "UBND Phường 11"
    assert BAD_BYTES in result.codes(Severity.NOTED)


def test_text_without_marks_at_all(desk: Desk) -> None:
    plain = unicodedata.normalize("NFD", text_of(ROWS).replace("đ", "d").replace("Đ", "D"))
    result = desk.read(desk.bytes(plain.encode("ascii", "ignore")))
    assert [row.status for row in result.dossiers] == [4, 10, 5]
    assert result.dossiers[0].channel == "online"
