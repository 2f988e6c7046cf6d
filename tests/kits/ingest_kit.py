"""Writes exports in every format, and reads them in this process."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from html import escape
from pathlib import Path

import xlsxwriter

from cchc_tui.domain.dossiers import DossierRow
from cchc_tui.domain.moments import stamp
from cchc_tui.domain.problems import Problem, Severity
from cchc_tui.ingest.reading import read
from cchc_tui.ingest.records import Batch, Head, Refused, Row, Tail
from cchc_tui.ingest.seen_rows import SeenRows
from cchc_tui.registry import Registry
from cchc_tui.settings import Limits

IGATE = (
    "STT",
    "Số hồ sơ",
    "Tên thủ tục hành chính",
    "Tên lĩnh vực",
    "Phòng ban",
    "Ngày tiếp nhận",
    "Ngày hẹn trả",
    "Ngày kết thúc xử lý",
    "Ngày trả kết quả",
    "Cơ quan/đơn vị",
    "Chủ hồ sơ",
    "Số điện thoại",
    "Cán bộ xử lý hiện tại",
    "Trạng thái hồ sơ",
    "Hình thức nhận",
)


def line(number: int = 1, **changed: object) -> list[object]:
    """A row under the headings ``IGATE``. ``changed`` has other values by field name."""
    values: dict[str, object] = {
        "number": number,
        "code": f"000.00.30.H20-210616-{number:04d}",
        "procedure": "Thủ tục đăng ký khai sinh",
        "field": "Hộ tịch",
        "department": "Bộ phận TN&TKQ",
        "received": "16/06/2021 09:53:46",
        "due": "21/06/2021 11:00:00",
        "finished": "18/06/2021 10:00:00",
        "returned": "",
        "agency": "UBND Phường 11",
        "applicant": "Huỳnh Ngọc Xuân",
        "phone": "0951166076",
        "officer": "Võ Quốc Đạt",
        "status": "Đang xử lý",
        "channel": "Trực tuyến",
    }
    return list((values | changed).values())


def at(text: str) -> int:
    """The stamp of a moment in ISO form, such as "2021-06-16T09:53"."""
    return stamp(datetime.fromisoformat(text))


@dataclass
class Result:
    """The items, or the refusal, that reading a file gave."""

    head: Head | None = None
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    tail: Tail | None = None
    refused: Problem | None = None

    @property
    def dossiers(self) -> list[DossierRow]:
        return [row for row in self.rows if isinstance(row, DossierRow)]

    def codes(self, severity: Severity = Severity.REJECTED) -> list[str]:
        return [problem.code for problem in self.problems if problem.severity is severity]


@dataclass
class Desk:
    """A folder to write exports into, and the registry with which they are read."""

    folder: Path
    registry: Registry

    def read(self, path: Path, known: SeenRows | None = None, limits: Limits | None = None) -> Result:
        result = Result()
        try:
            for item in read(path, self.registry, limits or Limits(), known):
                if isinstance(item, Head):
                    result.head = item
                elif isinstance(item, Batch):
                    result.rows += item.rows
                    result.problems += item.problems
                else:
                    result.tail = item
                    result.problems += item.repeated
        except Refused as refused:
            result.refused = refused.problem
        return result

    def bytes(self, data: bytes, name: str = "danh sách.xls") -> Path:
        path = self.folder / name
        path.write_bytes(data)
        return path

    def xlsx(
        self, rows: Sequence[Sequence[object]], name: str = "ds.xlsx", sheet: str = "Danh sách", **options: object
    ) -> Path:
        """Write a workbook of one sheet."""
        return self.workbook({sheet: rows}, name, **options)

    def workbook(self, sheets: dict[str, Sequence[Sequence[object]]], name: str = "ds.xlsx", **options: object) -> Path:
        """Write a workbook of several sheets. Dates and numbers become typed cells."""
        path = self.folder / name
        book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy hh:mm:ss", **options})
        for title, rows in sheets.items():
            page = book.add_worksheet(title)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        page.write_string(number, column, value)
                    elif isinstance(value, (date, datetime)):
                        page.write_datetime(number, column, value)
                    elif value is not None:
                        page.write(number, column, value)
        book.close()
        return path

    def csv(
        self, rows: Iterable[Sequence[object]], encoding: str = "utf-8", delimiter: str = ",", name: str = "ds.csv"
    ) -> Path:
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter).writerows(rows)
        return self.bytes(out.getvalue().encode(encoding), name)

    def html(self, rows: Iterable[Sequence[object]], before: str = "", after: str = "", head: str = "") -> Path:
        """Write one HTML table with escaped cells, as a file named .xls."""
        lines = "".join(f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows)
        page = f"<html><head>{head}</head><body>{before}<table>{lines}</table>{after}</body></html>"
        return self.bytes(page.encode())

    def ods(self, rows: Iterable[Sequence[object]], name: str = "ds.ods") -> Path:
        """Write a minimal OpenDocument sheet."""
        cells = "".join(
            f"<table:table-row>{''.join(_ods_cell(cell) for cell in row)}</table:table-row>" for row in rows
        )
        content = (
            '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
            ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
            ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
            ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
            f'<table:table table:name="Danh sách">{cells}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>"
        )
        path = self.folder / name
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("content.xml", content)
            archive.writestr(
                "META-INF/manifest.xml",
                '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
            )
        return path


def _ods_cell(cell: object) -> str:
    if isinstance(cell, datetime):
        return f'<table:table-cell office:value-type="date" office:date-value="{cell.isoformat()}"/>'
    if isinstance(cell, (int, float)):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(cell))}</text:p></table:table-cell>'


_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def package(path: Path, rows: str, strings: str = "") -> Path:
    """Write a minimal .xlsx with one sheet, whose rows are given as XML."""
    relate = f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_RELATION}/'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'{relate}officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_RELATION}"><sheets><sheet name="S" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{relate}worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {_MAIN}><sheetData>{rows}</sheetData></worksheet>",
    }
    if strings:
        parts["xl/sharedStrings.xml"] = strings
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def changed(path: Path, change: Callable[[bytes], bytes], part: str = "xl/worksheets/sheet1.xml") -> Path:
    """Change one part of an .xlsx file in place, and return its path."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path
