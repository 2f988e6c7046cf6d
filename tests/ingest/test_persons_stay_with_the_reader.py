"""What stands in a personal column leaves the reader as that column of its row, and in no problem."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

from cchc_tui.domain.faults import fault_name
from cchc_tui.ingest import problems
from cchc_tui.ingest.marks import MEETING_LINE
from tests.kits.ingest_kit import IGATE, Desk, Result, line, package

#: Made up.
NAME, PHONE, ADDRESS, NUMBER = "Quách Thị Gieo Trồng", "0907654321", "45 hẻm Giả Định", "087123456789"
PERSONS = (NAME, PHONE, ADDRESS, NUMBER)
HEADINGS = (*IGATE, "Người nộp", "Địa chỉ", "Người hỗ trợ", "Chủ hồ sơ", "Cán bộ xử lý hiện tại")
Write = Callable[[Desk, Sequence[Sequence[object]]], Path]


def _reported(result: Result) -> str:
    """All texts of the problems of a file."""
    found = [*result.problems, *([result.refused] if result.refused is not None else [])]
    return repr(found)


def _row(number: int, spoil: Callable[[str], str], **changed: object) -> list[object]:
    """A row that has persons in all personal columns, two columns of applicants and of officers that differ."""
    persons = {"applicant": spoil(NAME), "phone": spoil(PHONE), "officer": spoil(NAME)}
    beside = [spoil(NUMBER), spoil(ADDRESS), spoil(NAME), spoil(ADDRESS), spoil(NUMBER)]
    return [*line(number, **(persons | changed)), *beside]


SPOILT: dict[str, Callable[[str], str]] = {
    "as they are": lambda text: text,
    "far too long": lambda text: f"{text} " * 400,
    "with what prints nowhere": lambda text: f"\x1b[31m{text}\x07\x00" if text else text,
    "as a formula's text": lambda text: f'="{text}"',
}
FORMATS: dict[str, Write] = {
    "csv": lambda desk, rows: desk.csv(rows),
    "html": lambda desk, rows: desk.html(rows),
    "xlsx": lambda desk, rows: desk.xlsx(rows),
    "ods": lambda desk, rows: desk.ods(
        [[str(cell).replace("\x1b", "").replace("\x07", "").replace("\x00", "") for cell in row] for row in rows]
    ),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
@pytest.mark.parametrize("write", FORMATS.values(), ids=FORMATS)
def test_no_problem_quotes_a_personal_column(desk: Desk, write: Write, spoil: Callable[[str], str]) -> None:
    rows = [
        _row(1, spoil),
        _row(2, spoil, code=""),
        _row(3, spoil, received="31/02/2021"),
        _row(4, spoil, due="hôm qua"),
        _row(5, spoil, received="01/01/2021"),
        _row(6, spoil, status="Lạ"),
        [*_row(7, spoil), NAME, PHONE],
        _row(8, spoil)[:-7],
    ]
    result = desk.read(write(desk, [HEADINGS, *rows]))
    assert result.problems
    assert [person for person in PERSONS if person in _reported(result)] == []


def test_no_error_cell_quotes_a_person(desk: Desk) -> None:
    def cell(place: int, text: object, kind: str = "inlineStr") -> str:
        column = chr(ord("A") + place)
        inside = f"<is><t>{text}</t></is>" if kind == "inlineStr" else f"<v>{text}</v>"
        return f'<c r="{column}{{row}}" t="{kind}">{inside}</c>'

    def row(number: int, cells: Iterable[str]) -> str:
        return f'<row r="{number}">{"".join(cells).replace("{row}", str(number))}</row>'

    rows = [row(1, (cell(place, text) for place, text in enumerate(IGATE)))]
    for number, kind in enumerate(("e", "n", "b", "d", "s", "error"), 2):
        values = enumerate(line(number))
        personal = (IGATE.index("Chủ hồ sơ"), IGATE.index("Cán bộ xử lý hiện tại"), IGATE.index("Số điện thoại"))
        rows.append(row(number, (cell(at, NAME, kind) if at in personal else cell(at, text) for at, text in values)))
    for text in (rows, *([rows[0], each] for each in rows[1:])):
        result = desk.read(package(desk.folder / "ds.xlsx", "".join(text)))
        assert NAME not in _reported(result)


@pytest.mark.parametrize(
    "rows",
    [
        [[NAME, PHONE, ADDRESS], [1, 2, 3]],
        [[f"Danh sách của {NAME}"], [NAME, NUMBER]],
        [["Số hồ sơ", "Chủ hồ sơ", "Địa chỉ"], ["A-1", NAME, ADDRESS]],
        [[f"Danh sách của {NAME}"], IGATE, ["", "", NAME, ADDRESS], [NAME], ["Người lập biểu", NAME]],
    ],
)
def test_no_refusal_quotes_a_person(desk: Desk, rows: list[list[object]]) -> None:
    for path in (desk.csv(rows), desk.html(rows), desk.xlsx(rows), desk.ods(rows)):
        assert [person for person in PERSONS if person in _reported(desk.read(path))] == []


def test_a_line_without_end_is_not_quoted(desk: Desk) -> None:
    result = desk.read(desk.bytes((f"{','.join(IGATE)}\n1,A-1,{NAME}," + "x" * (9 << 20)).encode(), "ds.csv"))
    assert result.refused is not None
    assert NAME not in _reported(result)


def test_a_mark_by_another_hand_is_not_quoted(desk: Desk) -> None:
    result = desk.read(desk.bytes(f"{MEETING_LINE}{NAME}\n".encode(), "dau.txt"))
    assert result.refused is not None
    assert (result.refused.code, result.refused.value) == (problems.BAD_MARK, "")


def test_a_code_is_reported_without_its_serial_where_it_stands_twice_among_known_rows(desk: Desk) -> None:
    from cchc_tui.ingest.seen_rows import SeenRows

    path = desk.csv([IGATE, line(1), line(1)])
    digest = desk.read(path).dossiers[0].digest
    (again,) = [each for each in desk.read(path, SeenRows([(1, digest)])).problems if each.code == "repeated_code"]
    assert again.value == "000.00.30.H20-210616-…"


def test_an_unexpected_fault_is_reported_by_its_place() -> None:
    with pytest.raises(ValueError, match=NAME) as fault:
        int(NAME)
    assert fault_name(fault.value).startswith("ValueError, test_persons_stay_with_the_reader.py:")
    assert fault_name(KeyError(NAME)) == "KeyError"
