"""Workbooks through python-calamine: .xlsx, .xls and .xlsb.

Its rows begin with the sheet's first, its columns with the first that is filled. It aborts by a PanicException, which
is no Exception, on some damaged files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import BinaryIO, TypeVar, cast

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from cchc_tui.exports import biff, compound, problems, sheetscan
from cchc_tui.exports.grids import Cell, ListSheet, Sheet, Unknown
from cchc_tui.exports.packages import ZIP_ERRORS
from cchc_tui.exports.records import Refused
from cchc_tui.exports.spans import Span, spread
from cchc_tui.settings import Limits

T = TypeVar("T")


def open_workbook(file: BinaryIO, file_format: str, limits: Limits) -> Iterator[Sheet]:
    """Its sheets, those that people see first; raises Refused when it can't be read."""
    epoch_1904, unknowns = _looked_into(file, file_format)
    workbook = _guarded(lambda: CalamineWorkbook.from_object(f"/dev/fd/{file.fileno()}"))
    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    if not sheets:
        raise problems.refuse(problems.BROKEN, value="0 sheets")
    shown = [sheet for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
    for sheet in [*shown, *(sheet for sheet in sheets if sheet not in shown)]:
        try:
            unknown = unknowns(sheet.name)  # before calamine holds the cells: it refuses what is too sparse
            made = _sheet(workbook, sheet.name, limits, epoch_1904, sheet not in shown, unknown)
        except Refused:
            if sheet in shown or not shown:
                raise
            continue  # a hidden sheet spoils no file
        yield made


def _looked_into(file: BinaryIO, file_format: str) -> tuple[bool, Callable[[str], sheetscan.Unknowns]]:
    """Whether serials in cells without a date format count from 1904; and what finds the cells that can't be known."""
    if file_format == "xlsx":
        try:
            package = sheetscan.Package(file)
        except ZIP_ERRORS as error:
            raise problems.refuse(problems.TRUNCATED, value=error) from error
        return package.epoch_1904, package.unknowns
    if file_format == "xls":
        errors = biff.errors(file)
        return compound.counts_from_1904(file), lambda name: errors.get(name, {})
    return False, lambda name: {}


def _sheet(
    workbook: CalamineWorkbook, name: str, limits: Limits, epoch_1904: bool, hidden: bool, unknown: sheetscan.Unknowns
) -> Sheet:
    sheet = _guarded(lambda: workbook.get_sheet_by_name(name))
    height = max([sheet.end[0] + 1 if sheet.end is not None else 0, *(row + 1 for row in unknown)])
    width = max([sheet.width, *(place + 1 for row in unknown.values() for place, _ in row)])
    if height > limits.rows:
        raise problems.refuse(problems.TOO_MANY_ROWS, name, height, str(limits.rows))
    if width > limits.columns:
        raise problems.refuse(problems.TOO_WIDE, name, width, str(limits.columns))
    return ListSheet(name, _rows(sheet, unknown, height), height, epoch_1904, hidden)


def _rows(sheet: CalamineSheet, unknown: sheetscan.Unknowns, height: int) -> Iterator[Sequence[Cell]]:
    """All rows of a sheet, with what can't be known in its place and the values of merged cells in all of theirs."""
    left = sheet.start[1] if sheet.start is not None else 0
    rows = cast(Iterator[list[Cell]], sheet.iter_rows() if sheet.start is not None else iter(()))
    if unknown:
        before = left - min(left, *(place for row in unknown.values() for place, _ in row))
        left -= before
        rows = _with_unknown(rows, unknown, height, left, before)
    starts: dict[int, list[Span]] = {}
    for (top, first), (bottom, last) in sheet.merged_cell_ranges or ():
        if first >= left and first <= last and top <= bottom:
            right = min(last - left, first - left + sheet.width)
            starts.setdefault(top, []).append(Span(first - left, right, bottom - top + 1))
    return spread((row, starts.get(number, ())) for number, row in enumerate(rows)) if starts else rows


def _with_unknown(
    rows: Iterator[list[Cell]],
    unknown: Mapping[int, Sequence[tuple[int, Unknown]]],
    height: int,
    left: int,
    before: int,
) -> Iterator[list[Cell]]:
    for number in range(height):
        row: list[Cell] = [""] * before + next(rows, [])
        for place, cell in unknown.get(number, ()):
            row.extend([""] * (place - left + 1 - len(row)))
            row[place - left] = cell
        yield row


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
