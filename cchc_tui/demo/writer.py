"""Writes lists in the formats of three families of one-stop software, unit summaries and input sheets.

Files are returned as bytes. The same input gives the same bytes, because a workbook contains no time other than the
given moment.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from cchc_tui.demo.city import CITY_NAME
from cchc_tui.demo.dossiers import ONLINE, Dossier
from cchc_tui.domain.moments import DAY, Stamp, to_date, to_datetime
from cchc_tui.sheets.sheet import Field, Sheet

Row = Sequence[str | int]

_STATUS = {
    1: "Mới đăng ký",
    2: "Được tiếp nhận",
    3: "Không được tiếp nhận",
    4: "Đang xử lý",
    5: "Yêu cầu bổ sung giấy tờ",
    6: "Yêu cầu thực hiện nghĩa vụ tài chính",
    7: "Công dân yêu cầu rút hồ sơ",
    8: "Dừng xử lý",
    9: "Đã xử lý xong",
    10: "Đã trả kết quả",
}
_STATUS_OPENCPS = _STATUS | {
    2: "Mới tiếp nhận",
    3: "Từ chối tiếp nhận",
    4: "Đang thụ lý",
    5: "Chờ bổ sung",
    6: "Chờ thanh toán",
    7: "Rút hồ sơ",
    8: "Từ chối giải quyết",
    9: "Chờ trả kết quả",
    10: "Hoàn thành",
}
_ADDRESS = "TP Cao Lãnh, Đồng Tháp"
_IGATE = (
    *("STT", "Số hồ sơ", "Tên thủ tục hành chính", "Tên lĩnh vực", "Phòng ban", "Ngày tiếp nhận", "Ngày hẹn trả"),
    *("Ngày kết thúc xử lý", "Ngày trả kết quả", "Cơ quan/đơn vị", "Chủ hồ sơ", "Số điện thoại"),
    *("Cán bộ xử lý hiện tại", "Trạng thái hồ sơ", "Hình thức nhận"),
)
_HELPER = "Đoàn viên, hội viên hỗ trợ"
_WIDE = ("Mã thủ tục", "Người nộp hồ sơ", "Địa chỉ", _HELPER, "Ghi chú")
_OPENCPS = (
    *("Mã hồ sơ", "Mã thủ tục", "Nội dung", "Cơ quan thụ lý", "Sổ theo dõi", "Chủ hồ sơ", "Địa chỉ", "Số điện thoại"),
    *("Người nộp hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày hoàn thành", "Ngày trả", "Trạng thái", "Trực tuyến"),
    "Hạn xử lý",
)
_TANDAN = (
    *("STT", "Đơn vị tiếp nhận", "Người tiếp nhận", "Tên thủ tục hành chính", "Mã hồ sơ", "Trạng thái", "Địa chỉ"),
    *("Người nộp", "Chủ hồ sơ", "Ngày nộp hồ sơ", "Ngày nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Ngày trả"),
)


@lru_cache(maxsize=4096)
def _day(number: int) -> str:
    return f"{to_date(number * DAY):%d/%m/%Y} "


@lru_cache(maxsize=1)
def _clocks() -> list[str]:
    """Each second of a day as text, "00:00:00" to "23:59:59", so that a moment is formatted by two look-ups."""
    return [
        f"{hour:02d}:{minute:02d}:{second:02d}" for hour in range(24) for minute in range(60) for second in range(60)
    ]


def moment_text(moment: Stamp) -> str:
    """A moment as text in the form "10/11/2021 08:30:00" of exports."""
    return _day(moment // DAY) + _clocks()[moment % DAY]


def _igate_row(dossier: Dossier) -> tuple[str, ...]:
    office, procedure, clocks = dossier.office, dossier.procedure, _clocks()
    received, due, finished, returned = dossier.received, dossier.due, dossier.finished, dossier.returned
    return (
        dossier.code,
        procedure.name,
        procedure.field,
        office.department,
        _day(received // DAY) + clocks[received % DAY],
        _day(due // DAY) + clocks[due % DAY],
        _day(finished // DAY) + clocks[finished % DAY] if finished else "",
        _day(returned // DAY) + clocks[returned % DAY] if returned else "",
        office.agency,
        dossier.applicant,
        dossier.phone,
        dossier.officer,
        _STATUS[dossier.status],
        dossier.channel,
    )


def _wide_row(dossier: Dossier) -> tuple[str, ...]:
    return (*_igate_row(dossier), dossier.procedure.code, dossier.applicant, _ADDRESS, dossier.helper, "")


def _helped_row(dossier: Dossier) -> tuple[str, ...]:
    return (*_igate_row(dossier), dossier.helper)


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns of an iGate list. ``row`` returns the cells of a dossier, except the row number."""

    headings: tuple[str, ...]
    row: Callable[[Dossier], tuple[str, ...]]


PLAIN = Shape(_IGATE, _igate_row)
HELPED = Shape((*_IGATE, _HELPER), _helped_row)
#: Twenty columns, for the bench.
WIDE = Shape((*_IGATE, *_WIDE), _wide_row)


def titles(moment: Stamp, heading: str = "DANH SÁCH HỒ SƠ TIẾP NHẬN VÀ GIẢI QUYẾT", scope: str = "") -> list[str]:
    """The rows above an iGate list. ``scope`` states the list's period as text ("": not stated)."""
    return ["ỦY BAN NHÂN DÂN THÀNH PHỐ CAO LÃNH", heading, *([scope] if scope else []), exported_at(moment), ""]


def exported_at(moment: Stamp) -> str:
    """The line of a file that states when the file was exported."""
    return f"Thời điểm kết xuất: {moment_text(moment)}"


def year_to(moment: Stamp) -> str:
    """The words that state a list's period: from 1 January 2021 to the day of ``moment``."""
    return f"Từ ngày 01/01/2021 đến ngày {to_date(moment):%d/%m/%Y}"


def csv_list(dossiers: Iterable[Dossier], above: Sequence[str], shape: Shape = PLAIN) -> bytes:
    """An iGate list as .csv, in UTF-8 with a byte order mark."""
    return b"\xef\xbb\xbf" + "".join(csv_lines(dossiers, above, shape)).encode()


def csv_lines(dossiers: Iterable[Dossier], above: Sequence[str], shape: Shape = PLAIN) -> Iterator[str]:
    """Yield the lines of an iGate list as .csv. Use it for lists that are too long for the memory."""
    yield from (f"{line}\r\n" for line in above)
    yield ",".join([f'"{heading}"' if "," in heading else heading for heading in shape.headings]) + "\r\n"
    row, commas = shape.row, len(shape.headings) - 1
    for number, dossier in enumerate(dossiers, 1):
        cells = row(dossier)
        line = f"{number},{','.join(cells)}\r\n"
        if line.count(",") != commas:
            # No cell holds a quote or a line break; few hold a comma.
            quoted = [f'"{cell}"' if "," in cell else cell for cell in cells]
            line = f"{number},{','.join(quoted)}\r\n"
        yield line


def xlsx_list(dossiers: Sequence[Dossier], moment: Stamp, above: Sequence[str], shape: Shape = PLAIN) -> bytes:
    """An iGate list as a workbook. Its last row has the total."""
    rows: list[Row] = [[line] if line else [] for line in above]
    rows.append(shape.headings)
    rows += [(number, *shape.row(dossier)) for number, dossier in enumerate(dossiers, 1)]
    rows.append(("", "Tổng cộng", len(dossiers)))
    return workbook("Danh sách", rows, moment)


def workbook(sheet_name: str, rows: Iterable[Row], moment: Stamp) -> bytes:
    """A workbook with one sheet. ``moment`` is stored as the moment at which it was created."""
    import xlsxwriter  # imported here, because the app process writes no workbook with this function

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": to_datetime(moment)})
        sheet = book.add_worksheet(sheet_name)
        for number, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                elif cell:
                    sheet.write_string(number, column, cell)
    return out.getvalue()


def input_sheet(sheet: Sheet, rows: Iterable[Mapping[str, str | int]], moment: Stamp) -> bytes:
    """An input sheet as a workbook, filled in.

    Each row gives values by field name; a choice may be given by its key.
    """
    table: list[Row] = [
        [sheet.heading],
        [exported_at(moment)],
        ["STT", *(field.headings[0] for field in sheet.fields)],
    ]
    table += [
        (number, *(_sheet_cell(field, row.get(field.name, "")) for field in sheet.fields))
        for number, row in enumerate(rows, 1)
    ]
    return workbook(sheet.brief[:1].upper() + sheet.brief[1:], table, moment)


def _sheet_cell(field: Field, value: str | int) -> str | int:
    if isinstance(field.choices, dict) and value in field.choices:
        return field.choices[str(value)][0]
    return value


def _html_row(cells: Iterable[str], attributes: str = "") -> str:
    return "<tr>" + "".join([f"<td{attributes}>{cell}</td>" for cell in cells]) + "</tr>"


def opencps_list(dossiers: Sequence[Dossier], moment: Stamp) -> bytes:
    """An OpenCPS list for a file named .xls: several HTML tables, some of them empty.

    The list states its day, but no time.
    """
    parts = [
        "<html xmlns:x='urn:schemas-microsoft-com:office:excel'><head><meta http-equiv='Content-Type' "
        "content='text/html; charset=UTF-8'></head><body><table><tr><td colspan='8'>ỦY BAN NHÂN DÂN<br/>THÀNH PHỐ CAO "
        "LÃNH</td><td colspan='8'>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br/>Độc lập - Tự do - Hạnh phúc</td></tr></table>"
        f"<table></table><p>CHI TIẾT TIẾP NHẬN</p><p>{year_to(moment)}</p><table border='1'><thead><tr>",
        *(f"<th>{heading}</th>" for heading in _OPENCPS),
        "</tr></thead><tbody>",
    ]
    parts += [_html_row(_opencps_row(dossier, moment)) for dossier in dossiers]
    parts.append(
        f"</tbody></table><table><tr><td>Tổng số</td><td>{len(dossiers)}</td></tr></table><table><tr>"
        "<td>Nơi nhận:<br/>- Lưu VT</td><td>THỦ TRƯỞNG ĐƠN VỊ<br/>(Ký và ghi rõ họ tên)</td></tr></table></body></html>"
    )
    return "".join(parts).encode()


def _opencps_row(dossier: Dossier, moment: Stamp) -> tuple[str, ...]:
    left = ""
    if not dossier.finished and dossier.status in (2, 4):
        days = (dossier.due - moment) / DAY
        left = f"Còn {days:.2f} ngày" if days >= 0 else f"Quá hạn {-days:.2f} ngày"
    return (
        dossier.code,
        dossier.procedure.code,
        escape(dossier.procedure.name),
        escape(dossier.office.agency),
        escape(dossier.procedure.field),
        dossier.applicant,
        _ADDRESS,
        dossier.phone,
        dossier.applicant,
        moment_text(dossier.received),
        moment_text(dossier.due),
        moment_text(dossier.finished) if dossier.finished else "",
        moment_text(dossier.returned) if dossier.returned else "",
        _STATUS_OPENCPS[dossier.status],
        "x" if dossier.channel == ONLINE else "",
        left,
    )


def tandan_list(dossiers: Sequence[Dossier], moment: Stamp) -> bytes:
    """A TanDan list: HTML without a charset. A row with a unit's name stands above the unit's dossiers.

    The list states its day, but no time.
    """
    heading = _html_row(_TANDAN)
    parts = [
        "<html><body><table border=1><tr><td colspan=9>DANH SÁCH HỒ SƠ</td></tr>"
        f"<tr><td colspan=8>Đến ngày {to_date(moment):%d/%m/%Y}</td></tr>{heading}"
    ]
    office = None
    for number, dossier in enumerate(dossiers, 1):
        if dossier.office is not office:
            office = dossier.office
            parts.append(f"<tr><td colspan='14'><b>{escape(office.agency)}</b></td></tr>")
        received = moment_text(dossier.received)[:-3]
        parts.append(
            _html_row(
                (
                    str(number),
                    escape(dossier.office.agency),
                    dossier.officer,
                    escape(dossier.procedure.name),
                    dossier.code,
                    _STATUS[dossier.status],
                    "TP Cao Lãnh",
                    dossier.applicant,
                    dossier.applicant,
                    received,
                    received,
                    moment_text(dossier.due)[:-3],
                    moment_text(dossier.finished) if dossier.finished else "",
                    moment_text(dossier.returned) if dossier.returned else "",
                )
            )
        )
    parts.append("</table></body></html>")
    return "".join(parts).encode()


_SUMMARY_HEAD = (
    "<tr><th rowspan=3>STT</th><th rowspan=3>Lĩnh vực/Đơn vị</th><th colspan=3>Số hồ sơ tiếp nhận</th>"
    "<th colspan=4>Đã giải quyết xong</th><th colspan=3>Đang giải quyết</th><th rowspan=3>Tổng số trễ hạn</th>"
    "<th rowspan=3>Hồ sơ trả lại, rút</th></tr>"
    "<tr><th>Tổng số</th><th>Kỳ trước chuyển qua</th><th>Tiếp nhận trong kỳ</th><th>Tổng số</th><th>Sớm hạn</th>"
    "<th>Đúng hạn</th><th>Trễ hạn</th><th>Tổng số</th><th>Chưa đến hạn</th><th>Quá hạn</th></tr>"
    "<tr><th>(3 = 4 + 5)</th><th>(4)</th><th>(5)</th><th>(6 = 7 + 8 + 9)</th><th>(7)</th><th>(8)</th><th>(9)</th>"
    "<th>(10 = 11 + 12)</th><th>(11)</th><th>(12)</th></tr>"
)


@dataclass(slots=True)
class SummaryLine:
    """The line of one unit in a unit summary."""

    name: str
    on_time: int = 0
    resolved_late: int = 0
    in_time: int = 0  # includes waiting ones, whose term does not run
    overdue: int = 0
    withdrawn: int = 0

    def cells(self) -> list[int]:
        """The values of the columns 3 to 14 of the form.

        No dossier counts as early, or as left over from an earlier period.
        """
        resolved, still = self.on_time + self.resolved_late, self.in_time + self.overdue
        intake = resolved + still + self.withdrawn
        late = self.resolved_late + self.overdue
        return [
            *(intake, 0, intake, resolved, 0, self.on_time, self.resolved_late),
            *(still, self.in_time, self.overdue, late, self.withdrawn),
        ]


def summary(figures: Sequence[SummaryLine], moment: Stamp) -> bytes:
    """A unit summary as HTML, for a file named .xls."""
    rows = [figure.cells() for figure in figures]
    lines = [
        _html_row((str(number), escape(figure.name), *map(_thousands, cells)))
        for number, (figure, cells) in enumerate(zip(figures, rows, strict=True), 1)
    ]
    total = _html_row(("", "Tổng số", *(_thousands(sum(column)) for column in zip(*rows, strict=True))))
    return (
        f"<html><head><meta charset='utf-8'></head><body><p>TÌNH HÌNH GIẢI QUYẾT TTHC</p><p>{CITY_NAME}</p>"
        f"<p>{year_to(moment)}</p><p>{exported_at(moment)}</p>"
        f"<table border=1>{_SUMMARY_HEAD}{''.join(lines)}{total}</table></body></html>"
    ).encode()


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")
