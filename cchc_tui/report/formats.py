"""The formats in which commands print or save a table: text, CSV and workbook."""

from __future__ import annotations

from collections.abc import Callable

from cchc_tui.boards.table import Table
from cchc_tui.report.tables import as_csv, as_text, moment_line


def _as_xlsx(table: Table) -> bytes:
    from cchc_tui.report.workbook import as_workbook  # a slow import, only for workbooks

    return as_workbook([(table.name, (table.title, moment_line(table)), table)])


#: Format → the function that encodes a table.
FORMATS: dict[str, Callable[[Table], bytes]] = {
    "table": lambda table: as_text(table).encode(),
    "csv": as_csv,
    "xlsx": _as_xlsx,
}
