"""The forms of unit summaries that offices use, filled with known figures and written in any format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

import xlsxwriter


class Group(NamedTuple):
    """A heading with other headings below it."""

    title: str
    below: tuple[Group | tuple[str, str], ...]


#: A heading and the figure that stands under it; "" where none of ours does.
Column = tuple[str, str]
Form = Sequence[Group | Column]

STT: Column = ("STT", "stt")
UNIT: Column = ("Đơn vị", "unit")
#: A unit's figures, such as may stand in any form: each sum is that of its parts.
SAID = {
    "intake": 130,
    "opening": 30,
    "received": 100,
    "resolved": 92,
    "early": 50,
    "on_time": 35,
    "resolved_late": 7,
    "open": 31,
    "in_time": 26,
    "overdue": 5,
    "late": 12,
    "withdrawn": 3,
    "timely": 85,
    "waiting": 4,
    "refused": 1,
    "pulled": 2,
    "late with a letter": 4,
    "late without a letter": 3,
    "overdue with a letter": 2,
    "overdue without a letter": 3,
    "": 17,
}

II_06A: Form = (
    ("TT", "stt"),
    ("Lĩnh vực, công việc giải quyết theo cấp", "unit"),
    Group(
        "Tiếp nhận",
        (
            ("Tổng số", "intake"),
            Group("Trong đó", (("Trực tuyến", ""), ("Trực tiếp, dịch vụ bưu chính", ""))),
            ("Từ kỳ trước", "opening"),
        ),
    ),
    Group(
        "Số lượng hồ sơ đã giải quyết",
        (("Tổng số", "resolved"), ("Trước hạn", "early"), ("Đúng hạn", "on_time"), ("Quá hạn", "resolved_late")),
    ),
    Group("Số lượng hồ sơ đang giải quyết", (("Tổng số", "open"), ("Trong hạn", "in_time"), ("Quá hạn", "overdue"))),
)
OPENCPS: Form = (
    STT,
    UNIT,
    Group(
        "Nhận giải quyết",
        (
            ("Tổng số", "intake"),
            ("Tồn trước", "opening"),
            Group("Nhận trong kỳ", (("Tổng số", "received"), ("Một cửa", ""), ("Trực tuyến", ""))),
        ),
    ),
    Group(
        "Kết quả giải quyết",
        (
            ("Tổng số", "resolved"),
            Group(
                "Tình hình thực hiện", (("Trước hạn", "early"), ("Đúng hạn", "on_time"), ("Quá hạn", "resolved_late"))
            ),
            ("Từ chối giải quyết", "refused"),
            Group("Trả kết quả", (("Đã trả", ""), ("Chưa trả", ""))),
        ),
    ),
    Group("Đang giải quyết", (("Tổng số", "open"), ("Còn hạn", "in_time"), ("Quá hạn", "overdue"))),
    ("Tạm dừng bổ sung điều kiện", "waiting"),
    ("Rút không giải quyết", "pulled"),
    ("Tỉ lệ sớm và đúng hạn", ""),
)
TANDAN: Form = (
    UNIT,
    Group(
        "Tiếp nhận", (("Tổng số", "intake"), ("Kỳ trước chuyển sang", "opening"), ("Tiếp nhận trong kỳ", "received"))
    ),
    Group("Đã xử lý", (("Trước hạn", "early"), ("Đúng hạn", "on_time"), ("Quá hạn", "resolved_late"))),
    Group("Đang xử lý", (("Trong hạn", "in_time"), ("Quá hạn", "overdue"))),
    ("Bổ sung", "waiting"),
    ("Trả lại/Rút HS", "withdrawn"),
)
WEEKLY: Form = (
    STT,
    UNIT,
    Group(
        "Số lượng hồ sơ tiếp nhận",
        (
            ("Tổng số", "intake"),
            ("Trực tuyến toàn trình", ""),
            ("Trực tuyến một phần", ""),
            ("Qua dịch vụ bưu chính", ""),
            ("Trực tiếp", ""),
            ("Từ kỳ trước", "opening"),
        ),
    ),
    Group(
        "Số lượng hồ sơ đã giải quyết",
        (("Tổng số", "resolved"), ("Trước hạn", "early"), ("Đúng hạn", "on_time"), ("Quá hạn", "resolved_late")),
    ),
    Group("Số lượng hồ sơ đang giải quyết", (("Tổng số", "open"), ("Trong hạn", "in_time"), ("Quá hạn", "overdue"))),
)
COMBINED: Form = (
    STT,
    ("Cơ quan", "unit"),
    Group(
        "Số hồ sơ phải giải quyết",
        (("Kỳ trước chuyển sang", "opening"), ("Tiếp nhận trong kỳ", "received"), ("Cộng", "intake")),
    ),
    Group("Đã giải quyết", (("Cộng", "resolved"), ("Trước và trong hạn", "timely"), ("Đã quá hạn", "resolved_late"))),
    Group("Tồn cuối", (("Tổng số", "open"), ("Chưa đến hạn", "in_time"), ("Đã quá hạn", "overdue"))),
)
LETTERS: Form = (
    ("TT", "stt"),
    ("Tên", "unit"),
    ("Tổng số hồ sơ tiếp nhận", "intake"),
    Group(
        "Đã giải quyết",
        (
            ("Đúng và trước hạn", "timely"),
            ("Quá hạn (đã có thư xin lỗi)", "late with a letter"),
            ("Quá hạn (chưa có thư xin lỗi)", "late without a letter"),
        ),
    ),
    Group(
        "Đang giải quyết",
        (
            ("Trong hạn", "in_time"),
            Group(
                "Quá hạn",
                (("Đã có thư xin lỗi", "overdue with a letter"), ("Chưa có thư xin lỗi", "overdue without a letter")),
            ),
        ),
    ),
)
SHORT: Form = (
    ("Đơn vị thực hiện", "unit"),
    Group("Hồ sơ tiếp nhận", (("Tồn kỳ trước", "opening"), ("Mới", "received"))),
    Group("Đã giải quyết xong", (("Sớm", "early"), ("Đúng", "on_time"), ("Trễ", "resolved_late"))),
    Group("Chưa giải quyết", (("Còn hạn", "in_time"), ("Trễ hạn", "overdue"))),
)
FLAT: Form = (
    STT,
    ("Đơn vị giải quyết TTHC", "unit"),
    ("Tổng số hồ sơ tiếp nhận", "intake"),
    ("Đã giải quyết", "resolved"),
    ("Đang giải quyết", "open"),
    ("Trong hạn", "in_time"),
    ("Quá hạn", "overdue"),
)
#: Four rows of headings: everything under one more group.
DEEP: Form = (
    STT,
    UNIT,
    Group("Trong đó", (OPENCPS[2], OPENCPS[3], OPENCPS[4])),
)
#: The form of a circular of 2017: those resolved and those open stand under one group of results.
RESULTS: Form = (
    STT,
    UNIT,
    Group(
        "Số hồ sơ nhận giải quyết",
        (
            ("Tổng số", "intake"),
            Group(
                "Trong đó",
                (
                    ("Số kỳ trước chuyển qua", "opening"),
                    Group("Số mới tiếp nhận", (("Trực tuyến", ""), ("Trực tiếp", ""))),
                ),
            ),
        ),
    ),
    Group(
        "Kết quả giải quyết",
        (
            Group(
                "Số hồ sơ đã giải quyết",
                (
                    ("Tổng số", "resolved"),
                    ("Trả trước thời hạn", "early"),
                    ("Trả đúng thời hạn", "on_time"),
                    ("Trả quá hạn", "resolved_late"),
                ),
            ),
            Group(
                "Số hồ sơ đang giải quyết", (("Tổng số", "open"), ("Chưa đến hạn", "in_time"), ("Quá hạn", "overdue"))
            ),
            ("Tạm dừng", "waiting"),
        ),
    ),
    ("Dừng xử lý", "refused"),
    ("Rút hồ sơ", "pulled"),
)
#: What stands in every form, as figures of a row: the sum of two columns where the form has two.
READ = {
    "II.06a": (II_06A, "intake opening resolved early on_time resolved_late open in_time overdue"),
    "OpenCPS": (
        OPENCPS,
        "intake opening received resolved early on_time resolved_late open in_time overdue waiting withdrawn refused",
    ),
    "TanDan": (TANDAN, "intake opening received early on_time resolved_late in_time overdue waiting withdrawn"),
    "weekly": (WEEKLY, "intake opening resolved early on_time resolved_late open in_time overdue"),
    "combined": (COMBINED, "opening received intake resolved timely resolved_late open in_time overdue"),
    "letters": (LETTERS, "intake timely resolved_late in_time overdue"),
    "short": (SHORT, "opening received early on_time resolved_late in_time overdue"),
    "results": (RESULTS, "intake opening resolved early on_time resolved_late open in_time overdue waiting withdrawn"),
    "flat": (FLAT, "intake resolved open in_time overdue"),
    "deep": (DEEP, "intake opening received resolved early on_time resolved_late open in_time overdue refused"),
}


def leaves(form: Form) -> Iterator[Column]:
    """Yield the columns of a form from left to right."""
    for part in form:
        if isinstance(part, Group):
            yield from leaves(part.below)
        else:
            yield part


def depth(form: Form) -> int:
    """The number of heading rows."""
    return max(1 + depth(part.below) if isinstance(part, Group) else 1 for part in form)


class Cell(NamedTuple):
    """A heading: its first row and column, and the rows and columns that it spans."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


def cells(form: Form, rows: int | None = None, row: int = 0, column: int = 0) -> Iterator[Cell]:
    """Yield the headings with their spans. A column's heading reaches down to the last heading row."""
    rows = depth(form) if rows is None else rows
    for part in form:
        if isinstance(part, Group):
            width = len(list(leaves(part.below)))
            yield Cell(row, column, 1, width, part.title)
            yield from cells(part.below, rows - 1, row + 1, column)
            column += width
        else:
            yield Cell(row, column, rows, 1, part[0])
            column += 1


def line(form: Form, name: str, figures: Mapping[str, object], number: int = 1) -> list[object]:
    """A row of the form for the unit ``name``, with its figures in the form's columns."""
    values = {"stt": number, "unit": name, **figures}
    return [values[key] for _, key in leaves(form)]


def numbering(form: Form) -> list[object]:
    """The row with the numbers of the columns."""
    return [f"({number})" for number in range(1, len(list(leaves(form))) + 1)]


def grid(form: Form, filled: bool = False) -> list[list[object]]:
    """The heading rows of a file without spans. With ``filled``, a heading is repeated in all cells that it spans."""
    made: list[list[object]] = [[""] * len(list(leaves(form))) for _ in range(depth(form))]
    for cell in cells(form):
        for row in range(cell.row, cell.row + (cell.rows if filled else 1)):
            for column in range(cell.column, cell.column + (cell.columns if filled else 1)):
                made[row][column] = cell.text
    return made


def write_xlsx(path: Path, form: Form, rows: Sequence[Sequence[object]], above: Sequence[str] = ()) -> Path:
    """Write a workbook with merged headings, and the lines ``above`` them."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Biểu")
    for number, text in enumerate(above):
        sheet.write_string(number, 0, text)
    top = len(above)
    for cell in cells(form):
        first, last = (top + cell.row, cell.column), (top + cell.row + cell.rows - 1, cell.column + cell.columns - 1)
        if first == last:
            sheet.write_string(*first, cell.text)
        else:
            sheet.merge_range(*first, *last, cell.text)
    for number, row in enumerate(rows, top + depth(form)):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    book.close()
    return path


def html(form: Form, rows: Sequence[Sequence[object]], above: Sequence[str] = ()) -> bytes:
    """An HTML page with headings that span cells."""
    lines = ["".join(f"<p>{escape(text)}</p>" for text in above), "<table border=1>"]
    for number in range(depth(form)):
        found = (cell for cell in cells(form) if cell.row == number)
        heads = (f"<th rowspan={c.rows} colspan={c.columns}>{escape(c.text)}</th>" for c in found)
        lines.append(f"<tr>{''.join(heads)}</tr>")
    lines += [f"<tr>{''.join(f'<td>{escape(str(value))}</td>' for value in row)}</tr>" for row in rows]
    return f"<html><body>{''.join(lines)}</table></body></html>".encode()
