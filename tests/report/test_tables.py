"""Tables to read, CSV and workbooks to work with: numbers as Vietnamese readers write them, and no formulas."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from babel.numbers import format_decimal
from python_calamine import CalamineWorkbook

from cchc_tui.boards.listed import board_names
from cchc_tui.boards.table import Column, Table, Value, ValueType
from cchc_tui.domain.privacy import HIDDEN, Access
from cchc_tui.report.formats import FORMATS
from cchc_tui.report.tables import as_csv, as_text, shown
from cchc_tui.texts.language import SOURCE, use
from cchc_tui.texts.numbers import LOCALES
from tests.kits.store_kit import MORNING, Office, at, claim, dossier

EVIL = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "http://example.org", "１=2"]


def _table(values: list[str]) -> Table:
    columns = (
        Column("name", "Tên", ValueType.TEXT),
        Column("n", "Số", ValueType.COUNT),
        Column("rate", "Tỷ lệ", ValueType.SHARE),
    )
    rows = tuple((value, 1416 + place, 0.123) for place, value in enumerate(values))
    return Table("late", "Hồ sơ trễ hạn", MORNING, MORNING, columns, rows, (("Cộng", 10_000, 0.5),))


@pytest.mark.parametrize(
    ("value", "sort", "text"),
    [
        (1416, ValueType.COUNT, "1.416"),
        (0.123, ValueType.SHARE, "12,3 %"),
        (0, ValueType.SHARE, "0,0 %"),
        (12.345, ValueType.SHARE, "1.234,5 %"),
        (3.5, ValueType.DAYS, "3,5"),
        (8.0, ValueType.DAYS, "8,0"),
        (8, ValueType.NUMBER, "8,0"),
        (1206.25, ValueType.NUMBER, "1.206,2"),
        (None, ValueType.DAYS, "–"),
        (None, ValueType.COUNT, ""),
        (MORNING, ValueType.MOMENT, "10/11/2021 08:30"),
        (MORNING, ValueType.DAY, "10/11/2021"),
        ("Hòa Thuận", ValueType.TEXT, "Hòa Thuận"),
    ],
)
def test_values_are_shown_as_vietnamese_readers_write_them(
    value: str | int | float | None, sort: ValueType, text: str
) -> None:
    assert shown(value, sort) == text


@pytest.mark.parametrize("count", [0, 7, 999, 1000, 1416, 62_000, 1_000_000, -4, -3253])
@pytest.mark.parametrize("chosen", ["vi", "en"])
def test_counts_are_written_as_babel_writes_them(count: int, chosen: str) -> None:
    use(chosen)
    try:
        assert shown(count, ValueType.COUNT) == format_decimal(count, format="#,##0.#", locale=LOCALES[chosen])
    finally:
        use(SOURCE)


def test_a_table_says_what_it_is_and_aligns_numbers_to_the_right() -> None:
    lines = as_text(_table(["Phường 6", "Xã Mỹ Tân"])).splitlines()
    assert lines[0] == "Hồ sơ trễ hạn, lúc 10/11/2021 08:30 (số liệu đến 10/11/2021 08:30)"
    assert lines[2] == "Tên            Số   Tỷ lệ"
    assert lines[4] == "Phường 6    1.416  12,3 %"
    assert lines[-1] == "Cộng       10.000  50,0 %"
    assert lines[3] == lines[-2] == "─" * 25


def test_no_cell_of_a_csv_can_be_a_formula() -> None:
    content = as_csv(_table(EVIL))
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[1] == ['\'=HYPERLINK("http://x")', "1416", "0.123"]
    for cells in rows:
        assert not cells[0].startswith(("=", "+", "-", "@", "\t"))


def test_text_cells_of_a_workbook_are_text(tmp_path: Path) -> None:
    path = tmp_path / "board.xlsx"
    path.write_bytes(FORMATS["xlsx"](_table(EVIL)))
    book = CalamineWorkbook.from_path(str(path))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[:2]] == ["Hồ sơ trễ hạn", "Lúc 10/11/2021 08:30, số liệu đến 10/11/2021 08:30"]
    assert rows[3] == ["STT", "Tên", "Số", "Tỷ lệ"]
    assert [row[1] for row in rows[4:-1]] == EVIL
    assert rows[4][0] == 1
    assert rows[4][2:] == [1416.0, 0.123]
    with zipfile.ZipFile(path) as content:
        assert b"<f>" not in content.read("xl/worksheets/sheet1.xml")
        assert not any("hyperlink" in name.lower() for name in content.namelist())


@pytest.mark.parametrize("form", list(FORMATS))
@pytest.mark.parametrize("name", board_names())
def test_every_board_comes_in_every_format(office: Office, name: str, form: str) -> None:
    office.list([dossier("A-1", due=None), dossier("A-2", due=at("12-01 16:00"))])
    office.rollout([claim("Phường 6", "sunday")])
    source = office.source()
    content = FORMATS[form](source.board(name).table())
    source.close()
    assert len(content) > 100
    if form != "xlsx":
        assert ("Phường 6" if name != "exports" else "1.xlsx") in content.decode()


@pytest.mark.parametrize("form", ["table", "csv"])
def test_a_code_has_no_serial_unless_personal_data_are_asked_for(office: Office, form: str) -> None:
    office.list([dossier("000.00.34.H20-211015-0007", due=None)])
    source = office.source()
    hidden, shown = (
        FORMATS[form](source.board("findings", shows=shows).table()).decode()
        for shows in (HIDDEN, Access(personal=True))
    )
    source.close()
    assert "H20-211015-…" in hidden
    assert "0007" not in hidden
    assert "H20-211015-0007" in shown


def test_forecasts_and_their_errors_stay_in_line() -> None:
    columns = (Column("late", "Dự báo", ValueType.COUNT, error="error"), Column("error", "Sai số", ValueType.DAYS))
    rows: tuple[tuple[Value, ...], ...] = ((704, 10.3), (653, 9.3), (0, None))
    table = Table("forecast", "", MORNING, MORNING, columns, rows, ((1589, 19.3),))
    written = [table.forecast(0, row) for row in (*rows, *table.totals)]
    assert written == ["704 ± 10", "653 ±  9", "0 ±  –", "1.589 ± 19"]
    assert table.forecast(1, rows[0]) is None
