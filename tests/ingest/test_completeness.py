"""Whether a file has come to its end, by its own bytes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cchc_tui.ingest.completeness import Completeness, completeness_of
from tests.kits.ingest_kit import IGATE, Desk, line

ROWS = [IGATE, *(line(number) for number in range(1, 100))]


def test_whole_files(desk: Desk, exports: Path) -> None:
    for path in (desk.xlsx(ROWS), desk.ods(ROWS), desk.html(ROWS), exports / "igate_xls" / "DS_HoSo.xls"):
        assert completeness_of(path) is Completeness.YES
    for name in ("td_html/DanhSachHoSo-UBND.xls", "opencps_html/1636507800000.xls", "summary/baocaothongke.xls"):
        assert completeness_of(exports / name) is Completeness.YES


@pytest.mark.parametrize("share", [0.01, 0.5, 0.98])
def test_files_that_are_still_being_written(desk: Desk, exports: Path, share: float) -> None:
    for path in (desk.xlsx(ROWS), desk.ods(ROWS), desk.html(ROWS), exports / "igate_xls" / "DS_HoSo.xls"):
        data = path.read_bytes()
        assert completeness_of(desk.bytes(data[: int(len(data) * share)], "half")) is Completeness.NO


def test_a_page_in_utf16(desk: Desk) -> None:
    page = desk.html(ROWS).read_text()
    assert completeness_of(desk.bytes(page.encode("utf-16"))) is Completeness.YES
    assert completeness_of(desk.bytes(page[:-20].encode("utf-16"))) is Completeness.NO


def test_text_does_not_tell(desk: Desk) -> None:
    assert completeness_of(desk.csv(ROWS)) is Completeness.UNKNOWN


def test_what_is_no_file_is_for_the_reader_to_refuse(desk: Desk) -> None:
    fifo = desk.folder / "fifo"
    os.mkfifo(fifo)
    for path in (fifo, desk.folder, desk.folder / "none", desk.bytes(b"")):
        assert completeness_of(path) is Completeness.UNKNOWN


@pytest.mark.parametrize("kind", ["csv", "html", "xlsx", "xls"])
def test_a_file_of_full_size_whose_last_part_is_zeros(desk: Desk, exports: Path, kind: str) -> None:
    rows = [IGATE, *(line(number) for number in range(1, 400))]
    made = {"csv": lambda: desk.csv(rows), "html": lambda: desk.html(rows), "xlsx": lambda: desk.xlsx(rows)}
    data = (made[kind]() if kind in made else exports / "igate_xls" / "DS_HoSo.xls").read_bytes()
    for share in (0.5, 0.7):
        cut = int(len(data) * share)
        assert completeness_of(desk.bytes(data[:cut] + bytes(len(data) - cut), "half")) is Completeness.NO


def test_a_text_that_ends_in_mid_row(desk: Desk) -> None:
    data = desk.csv(ROWS).read_bytes()
    assert completeness_of(desk.bytes(data[:-60])) is Completeness.NO
    assert completeness_of(desk.bytes(data.rstrip())) is Completeness.UNKNOWN
    assert completeness_of(desk.bytes(data + "Tổng cộng: 99".encode())) is Completeness.NO


def test_a_page_without_its_last_tag_is_waited_for(desk: Desk) -> None:
    data = desk.html(ROWS).read_bytes()
    assert completeness_of(desk.bytes(data.removesuffix(b"</html>"))) is Completeness.NO
    assert completeness_of(desk.bytes(b"DANH S\n" + data)) is Completeness.YES
