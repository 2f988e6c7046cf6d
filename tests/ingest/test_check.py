"""``check``: the contract's record of a file, and what people read."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc_tui.ingest.check import check_file, check_text
from tests.kits.ingest_kit import IGATE, Desk, line

pytestmark = pytest.mark.usefixtures("readers_at_hand")
KEYS = {"file", "kind", "format", "rows", "accepted", "rejected", "verdict", "reason"}


def test_a_file_that_is_accepted(desk: Desk, exports: Path) -> None:
    path = exports / "td_html" / "DanhSachHoSo-UBND.xls"
    report = check_file(path, desk.folder)
    assert set(report) >= KEYS
    assert (report["file"], report["kind"], report["format"]) == (str(path), "dossiers", "html")
    assert (report["rows"], report["accepted"]) == (1200, 1200)
    assert (report["verdict"], report["reason"]) == ("accepted", "")
    assert report["rejected"] == []
    assert report["notes"] == []


def test_a_file_that_is_partly_accepted(desk: Desk) -> None:
    rows = [
        IGATE,
        line(1),
        line(2, received="31/02/2021"),
        line(1),
        line(3, agency="Phường Không Có"),
        line(4, code=""),
    ]
    report = check_file(desk.xlsx(rows), desk.folder)
    assert (report["verdict"], report["rows"], report["accepted"]) == ("partial", 5, 3)
    assert [item["row"] for item in report["rejected"]] == [3, 6]
    assert report["rejected"][0]["reason"] == (
        f"Tệp “{desk.folder}/ds.xlsx”, trang “Danh sách”, dòng 3, cột “Ngày tiếp nhận”: “31/02/2021” không phải là ngày"
        " đọc được. Cần một ngày có thật như 10/11/2021 hoặc 10/11/2021 08:30 (ngày/tháng/năm); sửa trong phần mềm một"
        " cửa rồi kết xuất lại."
    )
    assert [item["row"] for item in report["notes"]] == [4, 5]
    assert "đã có ở dòng 2" in report["notes"][0]["reason"]
    assert "Phường Không Có" in report["notes"][1]["reason"]
    said = check_text(report).splitlines()
    assert said[0].endswith("nhận một phần – danh sách hồ sơ, xlsx: 5 dòng, nhận 3, loại 2")
    assert len(said) == 5


def test_a_file_that_is_refused(desk: Desk) -> None:
    report = check_file(desk.bytes(b"%PDF-1.4", "báo cáo.xlsx"), desk.folder)
    assert (report["verdict"], report["kind"], report["rows"], report["rejected"]) == ("refused", "", 0, [])
    assert "PDF" in report["reason"]
    assert check_text(report) == report["reason"]


def test_the_registry_of_the_data_folder_is_used(desk: Desk) -> None:
    folder = desk.folder / "registry"
    folder.mkdir()
    text = (desk.registry.folder / "headings.toml").read_text().replace('\ncode = ["', '\ncode = ["Mã của hồ sơ", "', 1)
    (folder / "headings.toml").write_text(text)
    path = desk.csv([["Mã của hồ sơ", "Đơn vị", "Ngày nhận"], ["A-1", "P11", "16/06/2021"]])
    assert check_file(path, desk.folder)["verdict"] == "accepted"
    assert check_file(path, desk.folder / "none")["verdict"] == "refused"
