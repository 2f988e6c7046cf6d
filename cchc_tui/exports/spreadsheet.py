"""Workbooks through python-calamine: .xls, .xlsb, .ods, and each .xlsx that the fast way does not know.

calamine leaves out empty rows and columns at the start, so its rows are numbered from where it says they begin. It
aborts by a PanicException, which is no Exception, on some damaged files.
"""

from __future__ import annotations

import zipfile
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeVar

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from cchc_tui.exports import compound, packages, problems
from cchc_tui.exports.grids import Chunk, ListSheet, Sheet
from cchc_tui.settings import Limits

T = TypeVar("T")


def open_workbook(file: BinaryIO, file_format: str, limits: Limits) -> Iterator[Sheet]:
    """The sheets that people see, in order, or all when none is visible; raises Refused when it can't be read."""
    if file_format == "xlsx":
        packages.refuse_wide(file)
    epoch_1904 = (file_format == "xlsx" and _counts_from_1904(file)) or (
        file_format == "xls" and compound.counts_from_1904(file)
    )
    workbook = _guarded(lambda: CalamineWorkbook.from_object(f"/dev/fd/{file.fileno()}"))
    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    if not sheets:
        raise problems.refuse(problems.BROKEN, value="0 sheets")
    shown = [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
    for name in shown or [sheet.name for sheet in sheets]:
        yield _sheet(workbook, name, limits, epoch_1904)


def resume(file: BinaryIO, limits: Limits, name: str, last: int) -> Iterator[Chunk]:
    """The rows of an .xlsx's sheet after the number of one that was already given."""
    for sheet in open_workbook(file, "xlsx", limits):
        if sheet.name != name:
            continue
        for chunk in sheet.chunks():
            start = bisect_right(chunk.numbers, last)
            if start < len(chunk):
                yield chunk.after(start)


def _sheet(workbook: CalamineWorkbook, name: str, limits: Limits, epoch_1904: bool) -> Sheet:
    sheet = _guarded(lambda: workbook.get_sheet_by_name(name))
    if sheet.start is None:
        return ListSheet(name, ())
    if sheet.height > limits.rows:
        raise problems.refuse(problems.TOO_MANY_ROWS, name, sheet.height, str(limits.rows))
    if sheet.width > limits.columns:
        raise problems.refuse(problems.TOO_WIDE, name, sheet.width, str(limits.columns))
    first = sheet.start[0] + 1
    return ListSheet(name, sheet.iter_rows(), first, sheet.height, epoch_1904)


def _counts_from_1904(file: BinaryIO) -> bool:
    """Whether serials in cells without a date format count from 1904; calamine minds the formatted ones itself."""
    try:
        with zipfile.ZipFile(file) as archive:
            text = archive.read("xl/workbook.xml")
    except packages.ZIP_ERRORS as error:
        raise problems.refuse(problems.TRUNCATED, value=error) from error
    finally:
        file.seek(0)
    return b'date1904="1"' in text or b'date1904="true"' in text


def _guarded(step: Callable[[], T]) -> T:
    """Runs a step of calamine; whatever it ends with is a refusal."""
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
