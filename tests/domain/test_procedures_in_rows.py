"""A procedure's name as a row shows it."""

from __future__ import annotations

import unicodedata

import pytest

from cchc_tui.boards.table import ValueType
from cchc_tui.domain.names import brief_procedure
from cchc_tui.tui.screens.export_snapshot import value_of
from cchc_tui.tui.widgets.cells import procedure_cell
from cchc_tui.tui.widgets.columns import GridRow
from cchc_tui.tui.widgets.ordering import RowFilter


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Thủ tục đăng ký khai sinh", "Đăng ký khai sinh"),
        ("THỦ TỤC CẤP GIẤY PHÉP", "CẤP GIẤY PHÉP"),
        (" thủ  tục cấp lại bản chính", "Cấp lại bản chính"),
        (unicodedata.normalize("NFD", "Thủ tục đăng ký kết hôn"), "Đăng ký kết hôn"),
        ("Thủ tục: xóa đăng ký thường trú", "Xóa đăng ký thường trú"),
        ("Thủ tục - 1.001193", "1.001193"),
        ("Thủ tục hành chính liên thông", "Thủ tục hành chính liên thông"),
        ("Đăng ký lại thủ tục khai sinh", "Đăng ký lại thủ tục khai sinh"),
        ("Thủ tục", "Thủ tục"),
        ("Thủ tục ", "Thủ tục "),
        ("", ""),
    ],
)
def test_what_every_row_would_say_is_left_out(name, shown):
    assert brief_procedure(name) == shown


def test_files_and_filters_have_the_whole_name():
    cell = procedure_cell("Thủ tục đăng ký khai sinh")
    assert cell.text == "Đăng ký khai sinh"
    assert value_of(cell, ValueType.TEXT) == "Thủ tục đăng ký khai sinh"
    assert RowFilter("thủ tục").keeps(GridRow("1", (cell,)))
    assert value_of(procedure_cell("Đăng ký khai sinh"), ValueType.TEXT) == "Đăng ký khai sinh"
