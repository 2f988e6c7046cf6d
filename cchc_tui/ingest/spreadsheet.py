"""Reads workbooks with python-calamine: .xlsx, .xls and .xlsb.

calamine omits empty columns at the left, so this module adds them. On some damaged files calamine raises a
PanicException, which is not a subclass of Exception.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import BinaryIO, NamedTuple, TypeVar, cast

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from cchc_tui.ingest import problems
from cchc_tui.ingest.biff import BinaryBook
from cchc_tui.ingest.merged_cells import MergedCell, spread
from cchc_tui.ingest.packages import ZIP_ERRORS
from cchc_tui.ingest.raw_sheets import Cell, LeftOut, ListSheet, RawSheet, RowFault
from cchc_tui.ingest.records import Refused
from cchc_tui.ingest.workbook_package import Package
from cchc_tui.ingest.xlsb import BinaryPackage, MergedRange
from cchc_tui.settings import Limits

T = TypeVar("T")


class _Inspection(NamedTuple):
    """The properties of a workbook that calamine does not return.

    The functions get the number (from 0) of a sheet, and some of them also its name.
    """

    epoch_1904: bool = False  # whether serials without a date format count from 1904
    is_dense: Callable[[int], bool] = lambda number: True  # whether calamine can hold the cells of a sheet
    left_out: Callable[[int, str], LeftOut] = lambda number, name: {}
    left_out_of_trimmed: Callable[[int, str], LeftOut] = lambda number, name: {}  # for sheets that are not dense
    merged: Callable[[int], Sequence[MergedRange]] | None = None  # None: calamine returns merged cells itself
    mended: Callable[[], BinaryIO] | None = None  # a copy that calamine can read
    far_cells: Callable[[], list[RowFault] | None] = lambda: None  # those cells of the last sheet that the copy lacks


def open_workbook(file: BinaryIO, file_format: str, limits: Limits) -> Iterator[RawSheet]:
    """The sheets of a workbook, visible ones first. Raises Refused if the workbook cannot be read.

    calamine reads in a thread, without the GIL. When this function returns, the thread may still be reading the first
    sheet. So the caller can do other work meanwhile.
    """
    thread = ThreadPoolExecutor(1)
    opening = thread.submit(_guarded, lambda: CalamineWorkbook.from_object(f"/dev/fd/{file.fileno()}"))
    look = _inspect(file, file_format, limits)
    with suppress(Refused):
        look.is_dense(0)  # prepare the first sheet, which nearly always has the list
    workbook = opening.result()
    numbered = enumerate(workbook.sheets_metadata)
    sheets = [(number, sheet) for number, sheet in numbered if sheet.typ == SheetTypeEnum.WorkSheet]
    if not sheets or len({sheet.name for _, sheet in sheets}) < len(
        sheets
    ):  # of several sheets with one name, calamine only finds the first
        raise problems.refuse(problems.BROKEN, value=f"{len(sheets)} sheets: {', '.join(s.name for _, s in sheets)}")
    sheets.sort(key=lambda one: one[1].visible != SheetVisibleEnum.Visible)
    reading = _Reading(workbook, look, thread)
    reading.begin(sheets[0][0])
    return _sheets(sheets, reading, look, limits)


def _sheets(
    sheets: Sequence[tuple[int, SheetMetadata]], reading: _Reading, look: _Inspection, limits: Limits
) -> Iterator[RawSheet]:
    all_hidden = sheets[0][1].visible != SheetVisibleEnum.Visible
    for number, sheet in sheets:
        hidden = sheet.visible != SheetVisibleEnum.Visible
        try:
            left_out, cells = reading.read(number, sheet.name)
            merged = cells.merged_cell_ranges if look.merged is None else look.merged(number)
            made = _sheet(cells, limits, left_out, merged or ())
        except Refused:
            if not hidden or all_hidden:
                raise
            continue  # an unreadable hidden sheet does not matter
        opened = ListSheet(sheet.name, *made, look.epoch_1904, hidden)
        opened.faults = look.far_cells() or []
        yield opened


class _Reading:
    """Reads sheets with calamine in a thread, and at the same time the cells that calamine leaves out."""

    def __init__(self, workbook: CalamineWorkbook, look: _Inspection, thread: ThreadPoolExecutor):
        self._workbook, self._look, self._thread = workbook, look, thread
        self._begun: dict[int, Future[CalamineSheet]] = {}

    def begin(self, number: int) -> None:
        """Let calamine's thread begin to read a sheet, unless stray cells must be removed first (``far_cells``)."""
        if number not in self._begun and self._look.is_dense(number):
            self._begun[number] = self._thread.submit(self._cells, number)

    def read(self, number: int, name: str) -> tuple[LeftOut, CalamineSheet]:
        """The cells that calamine leaves out of a sheet, and the sheet as calamine reads it. Raises Refused."""
        self.begin(number)
        if number not in self._begun:
            return self._look.left_out_of_trimmed(number, name), self._cells(number)
        return self._look.left_out(number, name), self._begun.pop(number).result()

    def _cells(self, number: int) -> CalamineSheet:
        mended = self._look.mended
        if mended is None or self._look.far_cells() is None:
            try:
                return _guarded(lambda: self._workbook.get_sheet_by_index(number))
            except Refused:
                if mended is None:
                    raise
        return _guarded(lambda: CalamineWorkbook.from_object(mended()).get_sheet_by_index(number))


def _inspect(file: BinaryIO, file_format: str, limits: Limits) -> _Inspection:
    if file_format == "xls":
        book = BinaryBook(file)
        return _Inspection(book.epoch_1904, left_out=book.left_out)
    try:
        if file_format == "xlsb":
            binary = BinaryPackage(file)
            return _Inspection(binary.epoch_1904, left_out=binary.left_out, merged=binary.merged)
        package = Package(file, limits.columns)
    except ZIP_ERRORS as error:
        raise problems.refuse(problems.TRUNCATED, value=error) from error
    return _Inspection(
        package.epoch_1904,
        package.is_dense,
        package.left_out,
        package.left_out_of_trimmed,
        mended=package.without_far_cells,
        far_cells=lambda: package.far_cells,
    )


def _sheet(
    sheet: CalamineSheet, limits: Limits, left_out: LeftOut, merged: Sequence[MergedRange]
) -> tuple[Iterator[Sequence[Cell]], int]:
    """The rows of a sheet, with left-out and merged cells filled in, and the number of rows.

    Raises Refused if the sheet is too large.
    """
    first, last = sheet.start, sheet.end
    height = max([0 if last is None else last[0] + 1, *(row + 1 for row in left_out)])
    width = max([0 if last is None else last[1] + 1, *(place + 1 for row in left_out.values() for place, _ in row)])
    if height > limits.rows:
        raise problems.refuse(problems.TOO_MANY_ROWS, sheet.name, height, str(limits.rows))
    if width > limits.columns:
        raise problems.refuse(problems.TOO_WIDE, sheet.name, width, str(limits.columns))
    rows = cast(Iterator[list[Cell]], sheet.iter_rows() if first is not None else iter(()))
    if first is not None and first[1]:
        rows = ([""] * first[1] + row for row in rows)
    if left_out:
        rows = _with_left_out(rows, left_out, height)
    spans: dict[int, list[MergedCell]] = {}
    for (top, left), (bottom, right) in merged:
        if left < width and top <= bottom:
            spans.setdefault(top, []).append(MergedCell(left, min(right, width - 1), bottom - top + 1))
    return spread((row, spans.get(number, ())) for number, row in enumerate(rows)) if spans else rows, height


def _with_left_out(rows: Iterator[list[Cell]], left_out: LeftOut, height: int) -> Iterator[list[Cell]]:
    for number in range(height):
        row = list(next(rows, []))
        for place, cell in left_out.get(number, ()):
            row.extend([""] * (place + 1 - len(row)))
            row[place] = cell
        yield row


def _guarded(step: Callable[[], T]) -> T:
    """Call a function of calamine. Raise Refused if it fails in any way."""
    try:
        return step()
    except PasswordError as error:
        raise problems.refuse(problems.ENCRYPTED) from error
    except CalamineError as error:
        raise problems.refuse(problems.BROKEN, value=error) from error
    except OSError as error:
        raise problems.refuse(problems.BROKEN, value=error) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise problems.refuse(problems.BROKEN, value=error) from error
