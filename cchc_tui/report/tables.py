"""Tables as text or CSV. A spreadsheet program does not read any text from data as a formula."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator

from cchc_tui.boards.table import Column, Table, Value, ValueType
from cchc_tui.domain.moments import to_datetime
from cchc_tui.texts import boards as texts
from cchc_tui.texts.language import language
from cchc_tui.texts.numbers import LOCALES, PERCENT, number

#: Characters with which a spreadsheet program may begin a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NOTHING = "–"
_GAP = "  "
#: The types of figures for which tables say that a figure is unknown.
_UNKNOWN = frozenset({ValueType.DAYS, ValueType.SHARE, ValueType.NUMBER})
#: The types of columns that are aligned to the right.
RIGHT = frozenset(
    {ValueType.COUNT, ValueType.CHANGE, ValueType.SHARE, ValueType.POINTS, ValueType.DAYS, ValueType.NUMBER}
)


def shown(value: Value, sort: ValueType) -> str:
    """Format a value in the current language. In Vietnamese: ``1.416``, ``12,3 %``, ``10/11/2021 08:30``.

    ``sort`` is the type of the column. None becomes "–" in a column of days, shares or numbers, and "" in any other.
    """
    if value is None:
        return _NOTHING if sort in _UNKNOWN else ""
    if isinstance(value, str):
        return value
    if sort is ValueType.MOMENT:
        return f"{to_datetime(int(value)):%d/%m/%Y %H:%M}"
    if sort is ValueType.DAY:
        return f"{to_datetime(int(value)):%d/%m/%Y}"
    if isinstance(value, int) and sort is ValueType.COUNT:  # the commonest case, ten times as fast without Babel
        return number(value)
    from babel.numbers import format_decimal  # takes 34 ms, not needed for csv and json

    locale = LOCALES[language()]
    if sort is ValueType.SHARE:
        return str(format_decimal(value * 100, format="#,##0.0", locale=locale)) + PERCENT[language()]
    if sort in {ValueType.DAYS, ValueType.NUMBER}:
        return str(format_decimal(value, format="#,##0.0", locale=locale))
    form = {ValueType.CHANGE: "+#,##0;-#,##0", ValueType.POINTS: "+#,##0.0;-#,##0.0"}.get(sort, "#,##0")
    return str(format_decimal(value, format=form if value else "0", locale=locale))


def caption(table: Table) -> str:
    """A line with the table's title and moment. If the table is made from exports, the moment of the data follows."""
    as_of = shown(table.as_of, ValueType.MOMENT)
    if not table.of_exports:
        return texts.BOARD.caption_plain.format(title=table.title, as_of=as_of)
    if table.data_as_of is None:
        return texts.BOARD.caption_without.format(title=table.title, as_of=as_of)
    return texts.BOARD.caption.format(title=table.title, as_of=as_of, moment=shown(table.data_as_of, ValueType.MOMENT))


def moment_line(table: Table) -> str:
    """A line with the table's moment. If the table is made from exports, the moment of the data follows."""
    as_of = shown(table.as_of, ValueType.MOMENT)
    if not table.of_exports:
        return texts.BOARD.moment_plain.format(as_of=as_of)
    if table.data_as_of is None:
        return texts.BOARD.moment_without.format(as_of=as_of)
    return texts.BOARD.moment.format(as_of=as_of, moment=shown(table.data_as_of, ValueType.MOMENT))


def as_text(table: Table) -> str:
    """The table for a terminal: columns of figures are aligned to the right, and a line is drawn above the sums."""
    lines = [[column.title for column in table.columns]]
    lines += [
        [table.forecast(n, row) or shown(row[n], column.format) for n, column in enumerate(table.columns)]
        for row in all_rows(table)
    ]
    widths = [max(map(cells_of, column)) for column in zip(*lines, strict=True)]
    made = [_line(line, widths, table.columns) for line in lines]
    rule = "─" * (sum(widths) + len(_GAP) * (len(widths) - 1))
    body = len(table.rows) + 1
    parts = [caption(table), "", made[0], rule, *made[1:body], *([rule, *made[body:]] if table.totals else ())]
    return "\n".join(part.rstrip() for part in parts) + "\n"


def all_rows(table: Table) -> Iterable[tuple[Value, ...]]:
    """Yield the rows of a table, then its sums."""
    yield from table.rows
    yield from table.totals


def _line(line: list[str], widths: list[int], columns: tuple[Column, ...]) -> str:
    cells = []
    for text, width, column in zip(line, widths, columns, strict=True):
        room = " " * (width - cells_of(text))
        cells.append(room + text if column.type in RIGHT else text + room)
    return _GAP.join(cells)


def cells_of(text: str) -> int:
    """The number of terminal cells that a text fills."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(map(bool, map(unicodedata.combining, text)))


def harmless(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet program might read as a formula.

    Return other texts unchanged.
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_csv(table: Table) -> bytes:
    """The table as CSV in UTF-8, with a byte order mark by which spreadsheet programs detect the encoding."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(plain_rows(table))
    return out.getvalue().encode("utf-8-sig")


def plain_rows(table: Table) -> Iterator[list[str | int | float]]:
    """Yield the headings, rows and sums of a table as plain values for a text file.

    Values are not formatted. Texts are changed so that no spreadsheet program takes them for formulas.
    """
    yield [harmless(column.title) for column in table.columns]
    for row in all_rows(table):
        yield [_plain(value, column.type) for value, column in zip(row, table.columns, strict=True)]


def _plain(value: Value, sort: ValueType) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    if sort is ValueType.MOMENT:
        return to_datetime(int(value)).isoformat(" ")
    if sort is ValueType.DAY:
        return to_datetime(int(value)).date().isoformat()
    return round(value, 6)
