"""What a screen shows, as a workbook, CSV, JSON, or text for the clipboard.

An export has the rows, order, columns and moment of the screen, and lines that describe them. Making an export runs no
query. Spreadsheet programs do not evaluate the export's text as formulas.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from cchc_tui.boards.table import Column, Table, Value, ValueType
from cchc_tui.domain.moments import Stamp, iso, to_datetime
from cchc_tui.report.tables import harmless, plain_rows
from cchc_tui.report.workbook import as_workbook

#: The most characters of a sheet's name, and the characters that Excel forbids in it.
_SHEET, _NOT_IN_A_SHEET = 31, re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, slots=True)
class Note:
    """A remark about an exported screen, such as its reference. The text of the remark is ``label`` and ``words``.

    The JSON has the entry ``key``. Its value is ``value``, or ``words`` if ``value`` is None.
    """

    key: str
    label: str
    words: str
    value: str | bool | None = None

    @property
    def line(self) -> str:
        """The remark as a line of text, with its label if it has one."""
        return f"{self.label}: {self.words}" if self.label else self.words


@dataclass(frozen=True, slots=True)
class ScreenExport:
    """What one screen shows at one moment: tables, notes about them, and other texts (``lines``).

    ``file_name_parts`` are the words from which the file's name is made.
    """

    title: str
    file_name_parts: tuple[str, ...]
    as_of: Stamp
    data_as_of: Stamp | None
    notes: tuple[Note, ...]
    lines: tuple[str, ...]
    tables: tuple[Table, ...]

    @property
    def head(self) -> tuple[str, ...]:
        """The lines above the tables: the title, the notes, and the other texts of the screen."""
        return (self.title, *(note.line for note in self.notes), *self.lines)

    @property
    def rows(self) -> int:
        """The number of rows in all tables together. Rows of sums are not counted."""
        return sum(len(table.rows) for table in self.tables)


def as_xlsx(taken: ScreenExport) -> bytes:
    """The export as a workbook, with one sheet for each table. Numbers and dates are stored as such, not as text."""
    names = _sheet_names(taken.tables)
    several = len(taken.tables) > 1
    return as_workbook(
        (name, (table.title, *taken.head) if several else taken.head, table)
        for name, table in zip(names, taken.tables, strict=True)
    )


def as_csv(taken: ScreenExport) -> bytes:
    """The export as CSV in UTF-8 with a byte order mark: the lines of ``head``, then each table after an empty line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([harmless(line)] for line in taken.head)
    for table in taken.tables:
        writer.writerow([])
        if len(taken.tables) > 1:
            writer.writerow([harmless(table.title)])
        writer.writerows(plain_rows(table))
    return out.getvalue().encode("utf-8-sig")


def as_json(taken: ScreenExport) -> bytes:
    """The export as JSON, for programs. Keys are the same in every language, and values are not formatted.

    Moments are in ISO local time.
    """
    said: dict[str, Any] = {
        "title": taken.title,
        "as_of": iso(taken.as_of),
        "data_as_of": None if taken.data_as_of is None else iso(taken.data_as_of),
        **{note.key: note.words if note.value is None else note.value for note in taken.notes},
        "lines": list(taken.lines),
        "tables": [_table_json(table) for table in taken.tables],
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def as_tsv(taken: ScreenExport) -> str:
    """The tables with tabs between values, to be pasted into a spreadsheet.

    An empty line separates two tables.
    """
    blocks = []
    for table in taken.tables:
        out = io.StringIO()
        csv.writer(out, delimiter="\t", lineterminator="\r\n").writerows(plain_rows(table))
        blocks.append(out.getvalue())
    return "\n".join(blocks)


#: File extension → the function that encodes an export.
FORMATS: dict[str, Callable[[ScreenExport], bytes]] = {"xlsx": as_xlsx, "csv": as_csv, "json": as_json}


def _table_json(table: Table) -> dict[str, Any]:
    def values(row: tuple[Value, ...]) -> dict[str, Any]:
        return {column.key: _plain(value, column) for column, value in zip(table.columns, row, strict=True)}

    return {
        "name": table.name,
        "title": table.title,
        "columns": [{"key": one.key, "title": one.title, "kind": one.type.value} for one in table.columns],
        "rows": [values(row) for row in table.rows],
        "totals": [values(row) for row in table.totals],
    }


def _plain(value: Value, column: Column) -> Value:
    if value is None or isinstance(value, str):
        return value
    if column.type is ValueType.MOMENT:
        return iso(int(value))
    return to_datetime(int(value)).date().isoformat() if column.type is ValueType.DAY else value


def _sheet_names(tables: tuple[Table, ...]) -> Iterator[str]:
    used: set[str] = set()
    for table in tables:
        plain = _NOT_IN_A_SHEET.sub(" ", table.title).strip()[:_SHEET].strip() or table.name[:_SHEET]
        name = plain
        for number in count(2):
            if name.lower() not in used:
                break
            name = f"{plain[: _SHEET - 4].strip()} {number}"
        used.add(name.lower())
        yield name
