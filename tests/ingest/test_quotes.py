"""Quotes in text tables: cells over several lines are kept whole, and a quote that nobody closes swallows no row."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_tui.domain.problems import Severity
from cchc_tui.ingest.problems import OPEN_QUOTE, TORN_ROW
from tests.kits.ingest_kit import IGATE, Desk, line


def quoted(cells: list[object]) -> str:
    return ",".join(f'"{cell}"' for cell in cells)


def plain(cells: list[object]) -> str:
    return ",".join(str(cell) for cell in cells)


def text(lines: list[str]) -> bytes:
    return ("\r\n".join([plain(list(IGATE)), *lines]) + "\r\n").encode()


@pytest.mark.parametrize("write", [plain, quoted])
@pytest.mark.parametrize("rows", [10, 4000])
def test_one_open_quote_costs_one_row_at_most(desk: Desk, write: object, rows: int) -> None:
    assert callable(write)
    lines = [write(line(number)) for number in range(1, rows + 1)]
    lines[rows // 2] = plain(line(rows // 2 + 1, procedure='"Thủ tục'))
    result = desk.read(desk.bytes(text(lines)))
    assert len(result.dossiers) == rows
    assert [row.row for row in result.dossiers] == list(range(2, rows + 2))
    assert result.dossiers[rows // 2].procedure == "Thủ tục"
    assert [(problem.code, problem.row) for problem in result.problems] == [(OPEN_QUOTE, rows // 2 + 2)]


def test_an_open_quote_in_a_row_that_cannot_be_parted_is_a_rejection(desk: Desk) -> None:
    lines = [plain(line(number)) for number in range(1, 50)]
    lines[20] = plain(line(21, procedure='"Chuyển nhượng, tặng cho'))
    result = desk.read(desk.bytes(text(lines)))
    assert len(result.dossiers) == 48
    (problem,) = result.problems
    assert (problem.severity, problem.code, problem.row) == (Severity.REJECTED, TORN_ROW, 22)
    assert result.tail is not None
    assert (result.tail.rows, result.tail.rejected) == (49, 1)


def test_an_open_quote_in_the_last_row(desk: Desk) -> None:
    lines = [plain(line(number)) for number in range(1, 50)]
    lines[-1] = plain(line(49, procedure='"Thủ tục'))
    result = desk.read(desk.bytes(text(lines)))
    assert len(result.dossiers) == 49
    assert result.codes(Severity.NOTED) == [OPEN_QUOTE]


def test_many_open_quotes(desk: Desk) -> None:
    lines = [plain(line(number, procedure='"Thủ tục' if number % 3 == 0 else "Thủ tục")) for number in range(1, 1000)]
    result = desk.read(desk.bytes(text(lines)))
    assert [row.row for row in result.dossiers] == list(range(2, 1001))


def test_an_open_quote_that_a_stray_one_closes_some_rows_later(desk: Desk) -> None:
    lines = [plain(line(number)) for number in range(1, 50)]
    lines[20] = plain(line(21, procedure='"Thủ tục'))
    lines[24] = plain(line(25, applicant='Lê A"'))
    result = desk.read(desk.bytes(text(lines)))
    assert [row.row for row in result.dossiers] == list(range(2, 51))
    assert [(problem.code, problem.row) for problem in result.problems] == [(OPEN_QUOTE, 22)]


def test_cells_over_several_lines(desk: Desk) -> None:
    cell = '"Khóm 1\nPhường 11\nTP ""Cao Lãnh"""'
    lines = [plain(line(number, applicant=cell)) for number in range(1, 3000)]
    result = desk.read(desk.bytes(text(lines)))
    assert [row.row for row in result.dossiers] == list(range(2, 3001))
    assert {row.applicant for row in result.dossiers} == {'Khóm 1 Phường 11 TP "Cao Lãnh"'}
    assert not result.problems


def test_quotes_inside_a_cell_that_nobody_doubled(desk: Desk) -> None:
    lines = [plain(line(number)) for number in range(1, 30)]
    lines[10] = plain(line(11, applicant='Lê "Tèo" A'))
    lines[11] = plain(line(12, applicant='"Lê "Tèo" A"'))
    result = desk.read(desk.bytes(text(lines)))
    assert [row.row for row in result.dossiers] == list(range(2, 31))
    assert result.dossiers[10].applicant == 'Lê "Tèo" A'


def test_a_line_without_end(desk: Desk) -> None:
    refused = desk.read(desk.bytes(plain(list(IGATE)).encode() + b"\n" + b"x" * (9 << 20))).refused
    assert refused is not None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from([*'"",\n;x', "A-1", "16/06/2021", "Phường 11", '""', '","', '"\n"', "\r"]), max_size=30
    ).map("".join)
)
def test_whatever_stands_between_two_good_rows_leaves_them_be(desk: Desk, noise: str) -> None:
    lines = [plain(line(1)), noise.replace("\n", "\r\n"), *(plain(line(number)) for number in range(2, 60))]
    result = desk.read(desk.bytes(text(lines)))
    codes = [row.code for row in result.dossiers]
    assert codes[0] == "000.00.30.H20-210616-0001"
    assert codes[-40:] == [f"000.00.30.H20-210616-{number:04d}" for number in range(20, 60)]
