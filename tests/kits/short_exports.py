"""The made-up exports with short lists, for tests in which it matters not how long a list is.

A list keeps its titles, its headings, every row that the later list changes or adds, every dossier that was
finished late or came in the last weeks, one of each status of each agency, and some of the others.
"""

from __future__ import annotations

import csv
import io
import os
import re
from datetime import datetime
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

#: The folder of the long ones.
EXPORTS = Path(__file__).parents[1] / "data" / "exports"
_ONE_OF, _LAST_WEEKS = 24, datetime(2021, 10, 1)
#: Rows of the short lists of iGate, and of the later one.
ROWS, LATER_ROWS = 304, 310
_TITLES, _CODE, _RECEIVED, _DUE, _FINISHED, _AGENCY, _STATUS = 6, 1, 5, 6, 7, 9, 13
_HTML_ROW = re.compile(r"<tr><td[^>]*>(000\.[^<]+)</td>.*?</tr>")

Line = list[object]


def make_short(folder: Path, exports: Path = EXPORTS) -> Path:
    """Make the folder. Other files are those of ``exports``; what is true of long lists is left."""
    for path in exports.rglob("*"):
        place = folder / path.relative_to(exports)
        if path.is_dir():
            place.mkdir(parents=True)
        elif path.name != "truth.json":
            place.symlink_to(path)
    early, late = (exports / "igate_xlsx" / part / "DanhSachHoSo.xlsx" for part in ("", "later"))
    before, after = _lines(early), _lines(late)
    codes = _kept(before, after)
    for path, lines in ((early, before), (late, after)):
        _write(folder / path.relative_to(exports), _short(lines, codes), path)
    for path in (exports / "opencps_html").rglob("*.xls"):
        text = _HTML_ROW.sub(lambda row: row[0] if row[1] in codes else "", path.read_text(encoding="utf-8"))
        total = f"<td>{len(_HTML_ROW.findall(text))}</td>"
        _replace(folder / path.relative_to(exports), re.sub(r"<td>12\d\d</td>", total, text).encode(), path)
    path = exports / "igate_csv" / "danhsach.csv"
    heading, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([heading, *(row for row in rows if row[_CODE] in codes)])
    _replace(folder / "igate_csv" / "danhsach.csv", text.getvalue().encode("utf-8-sig"), path)
    return folder


def _lines(path: Path) -> list[Line]:
    return [list(line) for line in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()]


def _kept(before: list[Line], after: list[Line]) -> set[object]:
    """Codes of the rows that a short list keeps."""
    known = {line[_CODE]: line[2:] for line in before[_TITLES:-1]}
    changed = {line[_CODE] for line in after[_TITLES:-1] if known.get(line[_CODE]) != line[2:]}
    rows = before[_TITLES:-1]
    late = {line[_CODE] for line in rows if _moment(line[_FINISHED]) > _moment(line[_DUE])}
    kinds = {(line[_AGENCY], line[_STATUS]): line[_CODE] for line in rows}
    recent = {line[_CODE] for line in rows if _moment(line[_RECEIVED]) >= _LAST_WEEKS}
    return {*recent, *changed, *late, *kinds.values(), *(line[_CODE] for line in rows[::_ONE_OF])}


def _moment(cell: object) -> datetime:
    return datetime.strptime(str(cell), "%d/%m/%Y %H:%M:%S") if cell else datetime.min


def _short(lines: list[Line], codes: set[object]) -> list[Line]:
    rows = [line for line in lines[_TITLES:-1] if line[_CODE] in codes]
    label, total, *rest = lines[-1][1:]
    assert total == len(lines) - _TITLES - 1
    return [*lines[:_TITLES], *rows, ["", label, len(rows), *rest]]


def _write(place: Path, lines: list[Line], original: Path) -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(lines):
            for column, value in enumerate(line):
                if value != "":
                    sheet.write(number, column, value)
    _replace(place, content.getvalue(), original)


def _replace(place: Path, content: bytes, original: Path) -> None:
    """A file of the same time as the original."""
    place.unlink()
    place.write_bytes(content)
    facts = original.stat()
    os.utime(place, ns=(facts.st_atime_ns, facts.st_mtime_ns))
