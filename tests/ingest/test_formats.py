"""The same list in every format gives the same dossiers; the samples give all of their rows."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from cchc_tui.ingest.records import Kind, SheetRow, SummaryRow
from tests.kits.ingest_kit import IGATE, Desk, Result, at, line

ROWS = [("DANH SÁCH HỒ SƠ",), ("Thời điểm kết xuất: 10/11/2021 08:30",), (), IGATE, line(1), line(2, finished="")]


def check(result: Result, first_row: int = 5) -> None:
    assert result.refused is None
    assert result.head is not None
    assert result.head.kind is Kind.DOSSIERS
    assert result.head.moment == at("2021-11-10T08:30")
    assert result.tail is not None
    assert (result.tail.rows, result.tail.accepted, result.tail.rejected) == (2, 2, 0)
    one, two = result.dossiers
    assert one.row == first_row
    assert one.code == "000.00.30.H20-210616-0001"
    assert (one.received, one.due) == (at("2021-06-16T09:53:46"), at("2021-06-21T11:00"))
    assert (one.finished, two.finished) == (at("2021-06-18T10:00"), None)
    assert (one.agency, one.department) == ("UBND Phường 11", "Bộ phận TN&TKQ")
    assert (one.status, one.status_text, one.channel) == (4, "Đang xử lý", "online")
    assert (one.phone, one.officer) == ("0951166076", "Võ Quốc Đạt")


@pytest.mark.parametrize("memory", [True, False])
def test_a_workbook_with_shared_or_inline_strings(desk: Desk, memory: bool) -> None:
    result = desk.read(desk.xlsx(ROWS, constant_memory=memory))
    check(result)
    assert result.head is not None
    assert (result.head.format, result.head.sheet) == ("xlsx", "Danh sách")


def test_an_opendocument_sheet(desk: Desk) -> None:
    check(desk.read(desk.ods(ROWS)))


def test_a_page_named_xls(desk: Desk) -> None:
    check(desk.read(desk.html(ROWS)))


def test_a_page_in_a_mail_message(desk: Desk) -> None:
    page = desk.html(ROWS).read_bytes()
    message = b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    check(desk.read(desk.bytes(message + page)))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_text_with_any_delimiter(desk: Desk, delimiter: str) -> None:
    check(desk.read(desk.csv(ROWS, delimiter=delimiter)))


def test_text_that_names_its_delimiter(desk: Desk) -> None:
    text = desk.csv(ROWS, delimiter=";").read_bytes()
    check(desk.read(desk.bytes(b"sep=;\r\n" + text)), first_row=6)


def test_text_named_xls_is_known_by_its_bytes(desk: Desk) -> None:
    check(desk.read(desk.csv(ROWS, delimiter="\t", name="ds.xls")))


def test_text_with_old_line_ends(desk: Desk) -> None:
    check(desk.read(desk.bytes(desk.csv(ROWS).read_bytes().replace(b"\r\n", b"\r"))))


def test_typed_cells(desk: Desk) -> None:
    typed = line(
        1, received=datetime(2021, 6, 16, 9, 53, 46), due=datetime(2021, 6, 21), finished=44365.5, phone=951166076.0
    )
    for path in (desk.xlsx([IGATE, typed]), desk.ods([IGATE, typed])):
        (row,) = desk.read(path).dossiers
        assert row.received == at("2021-06-16T09:53:46")
        assert row.due == at("2021-06-21T23:59:59")
        assert row.finished == at("2021-06-18T12:00")
        assert row.phone == "0951166076"


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("igate_xlsx/DanhSachHoSo.xlsx", 1200),
        ("igate_xlsx/later/DanhSachHoSo.xlsx", 1206),
        ("igate_xls/DS_HoSo.xls", 1200),
        ("igate_csv/danhsach.csv", 1200),
        ("opencps_html/1636507800000.xls", 1200),
        ("opencps_html/later/1636507800000.xls", 1206),
        ("td_html/DanhSachHoSo-UBND.xls", 1200),
    ],
)
def test_the_samples_give_all_their_rows(desk: Desk, exports: Path, name: str, rows: int) -> None:
    result = desk.read(exports / name)
    assert result.tail is not None
    assert (result.tail.rows, result.tail.accepted, len(result.rows)) == (rows, rows, rows)
    assert not result.problems


def test_the_rollout_sample(desk: Desk, exports: Path) -> None:
    result = desk.read(exports / "city_year" / "nhan-rong-mo-hinh.xlsx")
    assert result.head is not None
    assert result.head.kind == "rollout"
    assert len(result.rows) == 60
    first = result.rows[0]
    assert isinstance(first, SheetRow)
    said = [first.values[name] for name in ("unit", "practice", "state", "since", "turns")]
    assert said == ["UBND Phường 11", "sunday", "done", at("2021-10-21"), 72]
    assert not result.problems


def test_the_summary_sample(desk: Desk, exports: Path) -> None:
    result = desk.read(exports / "summary" / "baocaothongke.xls")
    assert result.head is not None
    assert result.head.kind is Kind.SUMMARY
    assert len(result.rows) == 24
    row = SummaryRow(4, "Ủy ban nhân dân phường 11", 41, 0, 41, 38, 0, 37, 1, 2, 0, 2, 3, 1, named_by="unit_or_field")
    assert result.rows[0] == row
    assert not result.problems
