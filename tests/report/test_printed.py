"""Workbooks on paper: LibreOffice prints them as an office would, and each page has its headings and its number."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
from python_calamine import CalamineWorkbook

from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.table import Column, Table, ValueType
from cchc_tui.ingest.directive_marks import new_directive, write_directive
from cchc_tui.ingest.marks import write_meeting
from cchc_tui.ingest.reading import read
from cchc_tui.report.formats import FORMATS
from cchc_tui.report.papers.listed import NAMES, paper_of
from cchc_tui.report.screen_export import Note, ScreenExport, as_xlsx
from cchc_tui.settings import Limits
from tests.kits.made_folder import made_folder
from tests.kits.papers_kit import figures
from tests.kits.store_kit import DAY, HOUR, MORNING, WARD_2, WARD_6, Office, at, dossier

LONG = "Cấp Giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất lần đầu"
MANY = 210


class Paper(NamedTuple):
    """A printed file: its pages as text, their width and height in points, and what the workbook's sheet holds."""

    pages: list[str]
    size: tuple[float, float]


def _dossiers(office: Office) -> None:
    office.list(
        [
            dossier(f"000.00.34.H20-211001-{n:04}", due=at("10-01 16:00") + n % 20 * DAY, procedure=LONG)
            for n in range(MANY)
        ]
    )


def _wide() -> Table:
    columns = (
        Column("name", "Đơn vị", ValueType.TEXT),
        *(Column(f"n{n}", f"Chỉ tiêu {n}", ValueType.COUNT) for n in range(24)),
    )
    rows = tuple((f"Đơn vị số {n}", *range(24)) for n in range(90))
    return Table("wide", "Bảng rộng", MORNING, None, columns, rows, (("Cộng", *range(24)),))


def _workbooks(office: Office, folder: Path) -> dict[str, bytes]:
    _dossiers(office)
    source = office.source()
    lists = {
        "long": source.listed(DossierFilter()).table(),
        "ten": source.listed(DossierFilter(unit="29878"), 10).table(),
    }
    tables = {name: source.board(name).table() for name in ("late", "rollout")}
    boards = {name: FORMATS["xlsx"](table) for name, table in tables.items()}
    source.close()
    note = Note("moment", "Thời điểm", "lúc 10/11/2021 08:30")
    taken = ScreenExport("Hồ sơ trễ hạn › Phường 6", ("Hồ sơ",), MORNING, None, (note,), (), (lists["long"], _wide()))
    made_folder(folder / "data")
    template = folder / "data" / "templates" / "nhan-rong-mo-hinh.xlsx"
    made = {name: FORMATS["xlsx"](table) for name, table in lists.items()}
    return {**made, **boards, "wide": FORMATS["xlsx"](_wide()), "taken": as_xlsx(taken), "sheet": template.read_bytes()}


def _documents(office: Office, folder: Path) -> dict[str, bytes]:
    """The papers of a meeting. Word files are among them where this LibreOffice has its Writer, which reads them."""
    given = [new_directive(MORNING - n, f"{n}. {LONG}", (WARD_6, WARD_2), None, "", MORNING - HOUR) for n in range(9)]
    marks = [write_meeting(folder, MORNING - HOUR, True), *(write_directive(folder, each) for each in given)]
    for mark in marks:
        office.load(read(mark, office.registry, Limits()), name=mark.name)
    writer = any(Path("/").glob("usr/lib*/libreoffice/program/libswlo.so"))
    found = [name for name in NAMES if paper_of(name).ending == "xlsx" or (writer and paper_of(name).ending == "docx")]
    return {
        f"{name}.{paper_of(name).ending}": paper_of(name).render(figures(office, name, unit=WARD_6), False)
        for name in found
    }


def _papers(office: Office, tmp_path: Path) -> dict[str, Paper]:
    """Everything printed by one start of LibreOffice."""
    folder = tmp_path / "papers"
    folder.mkdir()
    names = []
    workbooks = {f"{name}.xlsx": content for name, content in _workbooks(office, tmp_path).items()}
    for name, content in (workbooks | _documents(office, tmp_path)).items():
        (folder / name).write_bytes(content)
        names.append(name)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         *names],
        cwd=folder, check=True, capture_output=True, timeout=110,
    )  # fmt: skip
    return {name: _printed(folder / f"{name}.pdf") for name in (Path(name).stem for name in names)}


def _printed(path: Path) -> Paper:
    def run(*command: str) -> str:
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=30).stdout

    size = re.search(r"Page size:\s+([\d.]+) x ([\d.]+) pts", run("pdfinfo", str(path)))
    assert size is not None
    return Paper(run("pdftotext", "-layout", str(path), "-").split("\f")[:-1], (float(size[1]), float(size[2])))


@pytest.mark.timeout(240)
def test_every_page_has_its_headings_its_number_and_its_moment(office: Office, tmp_path: Path) -> None:
    papers = _papers(office, tmp_path)
    _no_row_is_lost_and_nothing_personal_is_there(papers)
    headings = {
        "long": ("STT", "Mã hồ sơ", "Thủ tục", "Đơn vị", "Ngày hẹn trả"),
        "ten": ("STT", "Mã hồ sơ", "Thủ tục"),
        "late": ("STT", "Đơn vị", "Trễ hạn", "Quá hạn"),
        "rollout": ("STT", "Đơn vị", "Mô hình"),
        "wide": ("STT", "Đơn vị", "Chỉ tiêu"),
        "sheet": ("STT", "Đơn vị", "Mô hình", "Ngày bắt đầu", "Ghi chú"),
    }
    for name, expected in headings.items():
        pages = papers[name].pages
        for number, page in enumerate(pages, 1):
            assert f"Trang {number} / {len(pages)}" in page, (name, number)
            assert not [words for words in expected if words not in page], (name, number)
            assert name == "sheet" or "Lúc 10/11/2021 08:30" in page, (name, number)
    # One page wide: as many pages as the rows need, none of them only the right half of another.
    assert 8 <= len(papers["long"].pages) <= 16
    assert len(papers["ten"].pages) == len(papers["late"].pages) == 1
    assert len(papers["wide"].pages) <= 3
    assert len(papers["taken"].pages) == len(papers["long"].pages) + len(papers["wide"].pages)
    for paper in papers.values():  # A4, on its side where it is wide
        assert [round(side) for side in sorted(paper.size)] == [595, 842]
    assert papers["wide"].size[0] > papers["wide"].size[1]
    _papers_of_a_meeting(papers)


def _papers_of_a_meeting(papers: dict[str, Paper]) -> None:
    (form,) = papers["form06a"].pages
    assert papers["form06a"].size[0] > papers["form06a"].size[1]
    assert all(words in form for words in ("II.06a", "Cấp xã", "Tổng cộng", "THỦ TRƯỞNG ĐƠN VỊ"))
    for name in {"brief", "unit"} & papers.keys():
        assert len(papers[name].pages) == 1, name
    if "minutes" in papers:
        first, *others = papers["minutes"].pages
        assert [page.split()[0] for page in others] == [str(number) for number in range(2, len(others) + 2)]
        assert first.split()[0] == "ỦY"
        assert "BIÊN BẢN" in first
        assert "CHỦ TỌA" in others[-1]


def _no_row_is_lost_and_nothing_personal_is_there(papers: dict[str, Paper]) -> None:
    text = "\n".join(papers["long"].pages)
    assert [int(number) for number in re.findall(r"^\s*(\d+)\s+000\.00\.34", text, re.MULTILINE)] == [*range(1, 211)]
    for page in (*papers["long"].pages, *papers["ten"].pages):
        assert not re.search(r"Lê Văn|0901234567|Nguyễn Huệ|Nguyễn Thị Một|211001-\d", page)
    ten = papers["ten"].pages[0]
    assert "Danh sách hồ sơ trễ hạn của Phường 6" in ten
    assert len(re.findall(r"000\.00\.34", ten)) == 10


def test_the_ten_oldest_come_first(office: Office, tmp_path: Path) -> None:
    _dossiers(office)
    source = office.source()
    table = source.listed(DossierFilter(unit="29878", only="overdue"), 10)
    source.close()
    days = [row[-3] for row in table.table().rows]
    assert days == sorted(days, key=lambda n: -int(n or 0))
    said = table.json()
    assert said["count"] == MANY
    path = tmp_path / "ten.xlsx"
    path.write_bytes(FORMATS["xlsx"](table.table()))
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert rows[3][:3] == ["STT", "Mã hồ sơ", "Thủ tục"]
    assert [row[0] for row in rows[4:]] == [*range(1, 11)]
