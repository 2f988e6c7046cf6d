"""A value that can't be known is never the same as an empty one."""

from collections.abc import Sequence
from typing import cast

import pytest

from cchc_tui.domain.problems import Problem, Severity
from cchc_tui.ingest.dossier_list import DossierListReader
from cchc_tui.ingest.headings import HeadingFinder
from cchc_tui.ingest.problems import Notes
from cchc_tui.ingest.raw_sheets import Cell, Chunk, RawSheet, Unknown
from cchc_tui.ingest.records import Columns, SheetRow
from cchc_tui.ingest.row_reader import FileContext, OpenedFile
from cchc_tui.ingest.scanned_sheet import ScannedSheet
from cchc_tui.ingest.seen_rows import SeenRows
from cchc_tui.ingest.sheet_rows import SheetRows
from tests.kits.ingest_kit import IGATE, Desk, line

REF = Unknown("#REF!")


def _context(desk: Desk) -> FileContext:
    finder = HeadingFinder(desk.registry.headings)
    return FileContext(OpenedFile("xlsx", []), desk.registry, finder, SeenRows(), 0, Notes("S"))


def _scan() -> ScannedSheet:
    return ScannedSheet(RawSheet("S"), [], iter(()), None)


def _read(desk: Desk, *rows: Sequence[object]) -> tuple[Columns, Sequence[Problem]]:
    context = _context(desk)
    layout = context.finder.find(cast(list[list[Cell]], [list(IGATE), line()]))
    assert layout is not None
    context.is_unit = lambda text: text == "UBND Phường 11"
    reader = DossierListReader(context, _scan(), layout, {})
    cells = cast(list[list[Cell]], [list(row) for row in rows])
    piece = reader.read(Chunk(range(2, 2 + len(rows)), cells))
    return piece, [*piece.problems, *reader.notes.drain()]


@pytest.mark.parametrize(
    ("field", "column"),
    [
        ("code", "Số hồ sơ"),
        ("received", "Ngày tiếp nhận"),
        ("due", "Ngày hẹn trả"),
        ("finished", "Ngày kết thúc xử lý"),
        ("returned", "Ngày trả kết quả"),
    ],
)
@pytest.mark.parametrize("shown", ["#REF!", "#N/A", "="])
def test_a_code_or_date_that_cannot_be_known_keeps_its_row_out(desk: Desk, field: str, column: str, shown: str) -> None:
    piece, told = _read(desk, line(1), line(2, **{field: Unknown(shown)}), line(3))
    assert list(piece.columns[0]) == [2, 4]
    rejected = [problem for problem in told if problem.severity is Severity.REJECTED]
    assert [(each.code, each.row, each.column, each.value) for each in rejected] == [("unknown_cell", 3, column, shown)]


@pytest.mark.parametrize(
    ("field", "column"),
    [
        ("agency", "Cơ quan/đơn vị"),
        ("department", "Phòng ban"),
        ("status", "Trạng thái hồ sơ"),
        ("procedure", "Tên thủ tục hành chính"),
        ("field", "Tên lĩnh vực"),
        ("officer", "Cán bộ xử lý hiện tại"),
        ("channel", "Hình thức nhận"),
    ],
)
def test_a_text_that_counts_and_cannot_be_known_is_said_and_the_row_is_loaded(
    desk: Desk, field: str, column: str
) -> None:
    piece, told = _read(desk, line(1), line(2, **{field: REF}), line(3))
    assert list(piece.columns[0]) == [2, 3, 4]
    (noted,) = [problem for problem in told if problem.code == "unknown_cell"]
    assert (noted.severity, noted.row, noted.column, noted.value) == (Severity.NOTED, 3, column, "#REF!")


def test_a_row_of_nothing_but_unknown_cells_is_no_blank_row(desk: Desk) -> None:
    piece, told = _read(desk, line(1), [REF] * len(IGATE), ["", REF], line(3))
    assert list(piece.columns[0]) == [2, 5]
    assert [(each.code, each.row) for each in told if each.severity is Severity.REJECTED] == [
        ("unknown_cell", 3),
        ("unknown_cell", 4),
    ]


def test_a_total_that_cannot_be_known_is_still_no_dossier(desk: Desk) -> None:
    piece, told = _read(desk, line(1), ["Tổng cộng", REF, "", "", "", REF])
    assert list(piece.columns[0]) == [2]
    assert [each for each in told if each.severity is Severity.REJECTED] == []


def test_personal_columns_that_cannot_be_known_are_empty_and_say_nothing(desk: Desk) -> None:
    piece, told = _read(desk, line(1, applicant=REF, phone=REF))
    assert list(piece.columns[0]) == [2]
    assert "#REF!" not in [text for column in piece.columns for text in column]
    assert [each for each in told if each.code == "unknown_cell"] == []


def test_a_claim_whose_unit_cannot_be_known_is_not_a_claim_of_the_unit_above(desk: Desk) -> None:
    context = _context(desk)
    layout = context.finder.find([[desk.registry.headings["rollout"]["unit"][0], "Mô hình", "Tình trạng"]])
    assert layout is not None
    reader = SheetRows(context, _scan(), layout)
    rows: list[list[Cell]] = [
        ["Phường 2", "Ngày không hẹn", "Đang triển khai"],
        [REF, "Ngày không hẹn", "Đã triển khai"],
        ["Phường 4", REF, "Đã triển khai"],
        ["Phường 6", "Ngày không hẹn", REF],
    ]
    batch = reader.read(Chunk(range(2, 6), rows))
    assert [(row.row, row.values["state"]) for row in batch.rows if isinstance(row, SheetRow)] == [
        (2, "running"),
        (5, ""),
    ]
    assert [(each.code, each.severity, each.row) for each in batch.problems] == [
        ("unknown_cell", Severity.REJECTED, 3),
        ("unknown_cell", Severity.REJECTED, 4),
        ("unknown_cell", Severity.NOTED, 5),
    ]
