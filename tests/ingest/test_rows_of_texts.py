"""Rows of text tables that are cut, quoted whole, too wide, or were not written yet."""

from __future__ import annotations

import csv
import io

import pytest

from cchc_tui.ingest import problems
from tests.kits.ingest_kit import IGATE, Desk, Result, line


def text(rows: list[list[object]], quoting: int = csv.QUOTE_MINIMAL, delimiter: str = ",", end: str = "\r\n") -> str:
    out = io.StringIO()
    csv.writer(out, quoting=quoting, delimiter=delimiter, lineterminator=end).writerows([list(IGATE), *rows])  # type: ignore[call-overload]
    return out.getvalue()


def numbers(result: Result) -> list[int]:
    return [int(found.code[-4:]) for found in result.dossiers]


ROWS = [line(number) for number in range(1, 31)]


@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_a_last_row_cut_anywhere_is_rejected_and_said(desk: Desk, quoting: int, end: str) -> None:
    whole = text(ROWS, quoting, end=end)
    start = whole.rfind(end, 0, -2) + len(end)
    for length in range(1, len(whole) - start - len(end) - 1, 5):
        result = desk.read(desk.bytes(whole[: start + length].encode()))
        assert numbers(result) == list(range(1, 30)), whole[start : start + length]
        assert result.codes()[0] in (problems.CUT_ROW, problems.TORN_ROW)
        assert result.tail is not None
        assert result.tail.rejected == 1


def test_a_last_row_cut_inside_a_date(desk: Desk) -> None:
    lines = ["Số hồ sơ,Đơn vị,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý"]
    lines += [f"A-{n},UBND Phường 11,0{n}/06/2021 08:00,1{n}/06/2021 17:00,0{n}/07/2021 09:00" for n in range(1, 9)]
    for cut in (1, 3, 6, 8, 15):
        result = desk.read(desk.bytes("\n".join(lines)[:-cut].encode()))
        assert [found.code for found in result.dossiers] == [f"A-{n}" for n in range(1, 8)]
        assert [(found.code, found.row) for found in result.problems if found.row] == [(problems.CUT_ROW, 9)]
    whole = desk.read(desk.bytes("\n".join(lines).encode()))
    assert len(whole.dossiers) == 8


@pytest.mark.parametrize("last", ["", "Tổng cộng: 30 hồ sơ", "Tổng cộng,,,30", "Người lập biểu,,Chủ tịch", "\x1a"])
def test_a_last_line_without_an_end_that_is_no_row_of_data(desk: Desk, last: str) -> None:
    result = desk.read(desk.bytes((text(ROWS) + last).encode()))
    assert len(result.dossiers) == 30
    assert not result.problems


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_line_that_stands_whole_in_quotes(desk: Desk, delimiter: str) -> None:
    lines = text(ROWS, delimiter=delimiter).splitlines()
    for place in (1, 15, 30):
        quoted = [*lines]
        quoted[place] = '"' + quoted[place].replace('"', '""') + '"'
        result = desk.read(desk.bytes("\r\n".join(quoted).encode()))
        assert numbers(result) == list(range(1, 31))
        assert [(found.code, found.row) for found in result.problems] == [(problems.QUOTED_LINE, place + 1)]


def test_a_quoted_line_with_quotes_and_empty_cells_after_it(desk: Desk) -> None:
    lines = text([line(1), line(2, officer="Võ, Đạt"), line(3)]).splitlines()
    lines[2] = '"' + lines[2].replace('"', '""') + '",,,'
    result = desk.read(desk.bytes("\r\n".join(lines).encode()))
    assert [found.officer for found in result.dossiers] == ["Võ Quốc Đạt", "Võ, Đạt", "Võ Quốc Đạt"]


def test_all_lines_in_quotes(desk: Desk) -> None:
    lines = ['"' + found.replace('"', '""') + '"' for found in text(ROWS).splitlines()]
    assert numbers(desk.read(desk.bytes("\n".join(lines).encode()))) == list(range(1, 31))


@pytest.mark.parametrize("between", [", ", ",  ", "; "])
def test_spaces_after_the_delimiter(desk: Desk, between: str) -> None:
    rows = [line(number, procedure="Thủ tục A; B, C") for number in range(1, 31)]
    quoted = [between.join(f'"{cell}"' for cell in cells) for cells in (list(IGATE), *rows)]
    result = desk.read(desk.bytes("\r\n".join(quoted).encode()))
    assert numbers(result) == list(range(1, 31))
    assert {found.procedure for found in result.dossiers} == {"Thủ tục A; B, C"}
    assert not result.problems


def test_a_comma_that_nobody_quoted_shifts_no_value(desk: Desk) -> None:
    lines = text(ROWS).splitlines()
    lines[7] = lines[7].replace("Huỳnh Ngọc", "Huỳnh, Ngọc")
    result = desk.read(desk.bytes("\r\n".join(lines).encode()))
    assert numbers(result) == [number for number in range(1, 31) if number != 7]
    assert [(found.code, found.row, found.value) for found in result.problems] == [(problems.SHIFTED_ROW, 8, "16")]


def test_a_last_column_without_a_heading_shifts_nothing(desk: Desk) -> None:
    lines = text(ROWS).splitlines()
    more = [lines[0], *(f"{found},thêm" for found in lines[1:])]
    assert numbers(desk.read(desk.bytes("\r\n".join(more).encode()))) == list(range(1, 31))
    more = [lines[0], *(f"{found},,," for found in lines[1:])]
    assert numbers(desk.read(desk.bytes("\r\n".join(more).encode()))) == list(range(1, 31))


@pytest.mark.parametrize("size", [30, 3000])
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_a_text_whose_last_part_is_zeros_is_refused(desk: Desk, size: int, share: float) -> None:
    data = text([line(number) for number in range(1, size + 1)]).encode()
    cut = int(len(data) * share)
    for encoded in (data[:cut] + bytes(len(data) - cut), data[:cut] + bytes(512) + data[cut + 512 :]):
        result = desk.read(desk.bytes(encoded))
        assert result.refused is not None
        assert result.refused.code == problems.TRUNCATED


def test_rows_with_one_cell_over_lines_in_a_file_of_old_macs(desk: Desk) -> None:
    lines = text(ROWS, end="\r").split("\r")
    lines[5] = lines[5].replace("Huỳnh", '"Huỳnh', 1)
    result = desk.read(desk.bytes("\r".join(lines).encode()))
    assert len(result.dossiers) >= 29
    assert problems.OPEN_QUOTE in {found.code for found in result.problems} or result.codes()


@pytest.mark.parametrize("between", ['" , "', '" ,"', '"\t;\t"', '";  "', '" | "', '"  \t"', '" ~ "'])
def test_spaces_around_quoted_cells(desk: Desk, between: str) -> None:
    rows = [line(number, procedure="Thủ tục A; B, C") for number in range(1, 31)]
    quoted = ['"' + between.join(map(str, cells)) + '" ' for cells in (list(IGATE), *rows)]
    result = desk.read(desk.bytes("\r\n".join(quoted).encode()))
    assert numbers(result) == list(range(1, 31))
    assert {found.procedure for found in result.dossiers} == {"Thủ tục A; B, C"}
    assert not result.problems


@pytest.mark.parametrize("delimiter", ["~", "^", "¦", "\t", "|"])
@pytest.mark.parametrize("said", ["", "sep={}\r\n", '"sep={}"\r\n', "\r\n"])
def test_rarer_delimiters(desk: Desk, delimiter: str, said: str) -> None:
    result = desk.read(desk.bytes((said.format(delimiter) + text(ROWS).replace(",", delimiter)).encode()))
    assert numbers(result) == list(range(1, 31))


@pytest.mark.parametrize("delimiter", ["#", "@", "§"])
def test_a_delimiter_that_the_text_says_itself(desk: Desk, delimiter: str) -> None:
    whole = f"sep={delimiter}\r\n" + text(ROWS).replace(",", delimiter)
    assert numbers(desk.read(desk.bytes(whole.encode()))) == list(range(1, 31))


LAST = {
    "status": ["Công dân yêu cầu rút hồ sơ", "Đang xử lý", "Yêu cầu bổ sung giấy tờ", "Đã trả kết quả"],
    "agency": ["UBND Phường Hòa Thuận", "UBND xã Mỹ Tân", "UBND Phường 11", "Phòng Tư pháp"],
    "finished": ["18/06/2021 10:00:00", "", "19/06/2021 10:00:00", "19/06/2021 10:00:00"],
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(("name", "place"), [("status", 13), ("agency", 9), ("finished", 7)])
def test_a_last_cell_cut_anywhere_is_not_taken_for_a_whole_one(
    desk: Desk, name: str, place: int, encoding: str
) -> None:
    """Each other row has another word there; and a dossier whose finished date was cut off is not open."""
    order = [*(index for index in range(len(IGATE)) if index != place), place]
    last, *others = LAST[name]
    lines = [list(IGATE), *(line(number, **{name: word}) for number, word in enumerate((*others, last), 1))]
    whole = "\r\n".join(",".join(str(cells[index]) for index in order) for cells in lines)
    for length in range(len(last)):
        cut = whole[: len(whole) - len(last) + length]
        result = desk.read(desk.bytes(cut.encode(encoding)))
        assert numbers(result) == [1, 2, 3], cut[-30:]
        assert result.codes() == [problems.CUT_ROW]
    assert numbers(desk.read(desk.bytes(whole.encode(encoding)))) == [1, 2, 3, 4]


def test_a_last_cell_cut_inside_a_letter(desk: Desk) -> None:
    data = text([line(1), line(2, channel="Bưu chính"), line(3, channel="Qua người lạ")]).encode()
    cut = data[: data.rfind("ạ".encode()) + 1]
    assert desk.read(desk.bytes(cut)).codes() == [problems.CUT_ROW]


@pytest.mark.parametrize("place", [1, 4, 9, 13])
def test_a_cell_that_is_missing_shifts_no_value(desk: Desk, place: int) -> None:
    rows = [line(number, finished="" if number % 2 else "18/06/2021 10:00:00") for number in range(1, 31)]
    del rows[6][place]
    result = desk.read(desk.bytes(text(rows).encode()))
    assert numbers(result) == [number for number in range(1, 31) if number != 7]
    assert [(found.code, found.row, found.value, found.expected) for found in result.problems] == [
        (problems.SHIFTED_ROW, 8, "14", "15")
    ]


@pytest.mark.parametrize("left", [14, 13, 10])
def test_rows_without_their_last_empty_cells_are_whole(desk: Desk, left: int) -> None:
    rows = [line(number, channel="", status="", officer="", phone="", applicant="") for number in range(1, 31)]
    full = [line(number) for number in range(31, 61)]
    result = desk.read(desk.bytes(text([*full, *(row[:left] for row in rows)]).encode()))
    assert sorted(numbers(result)) == list(range(1, 61))
    assert not result.codes()


@pytest.mark.parametrize(
    "error", ["#REF!", "#GIÁTRỊ!", "#THAM!", "#ERROR!", "#N/A", "Err:502", "Lỗi:508", "#######", "0"]
)
def test_an_error_that_was_saved_as_text_is_no_code(desk: Desk, error: str) -> None:
    result = desk.read(desk.bytes(text([line(1), line(2, code=error), line(3, code=error)]).encode()))
    assert numbers(result) == [1]
    assert [(found.code, found.row) for found in result.problems] == [(problems.NO_CODE, 3), (problems.NO_CODE, 4)]


@pytest.mark.parametrize("kind", ["csv", "html"])
@pytest.mark.parametrize("place", [1, 5, 8, 9, 12])
def test_a_cell_that_is_missing_in_all_rows_shifts_no_value(desk: Desk, place: int, kind: str) -> None:
    """No name of a person is taken for a unit, nor told."""
    rows = [line(number, channel="") for number in range(1, 31)]
    for row in rows:
        del row[place]
    result = desk.read((desk.csv if kind == "csv" else desk.html)([list(IGATE), *rows]))
    assert not result.dossiers
    assert {found.code for found in result.problems} == {problems.SHIFTED_ROW}
    assert not any("Huỳnh" in found.value for found in result.problems)


@pytest.mark.parametrize("kind", ["csv", "html"])
def test_rows_of_which_none_has_a_last_cell_are_whole(desk: Desk, kind: str) -> None:
    rows = [line(number)[:-1] for number in range(1, 31)]
    result = desk.read((desk.csv if kind == "csv" else desk.html)([list(IGATE), *rows]))
    assert numbers(result) == list(range(1, 31))
    assert not result.problems
