"""In what order rows stand: names as people count and spell, figures by size, nothing always last."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_tui.domain.names import by_name
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow
from cchc_tui.tui.widgets.ordering import Order, RowFilter, in_order, order_of

NAME, FIGURE = GridColumn("name", "Tên", 10), GridColumn("late", "Trễ", 6, kind="count")


def row(key: str, name: str, late: int | None = None) -> GridRow:
    return GridRow(key, (Cell(name), Cell("–" if late is None else f"{late}", value=late)))


def names(rows: list[GridRow]) -> list[str]:
    return [each.cells[0].text for each in rows]


def test_wards_stand_in_the_order_of_their_numbers():
    given_order = [row(str(n), f"Phường {n}") for n in (11, 2, 1, 4, 10, 3)]
    sorted_by_name = in_order(given_order, (NAME, FIGURE), Order("name", False))
    assert names(sorted_by_name) == [f"Phường {n}" for n in (1, 2, 3, 4, 10, 11)]


def test_marks_case_and_normal_form_make_no_difference_to_the_order():
    assert by_name("Phường Hòa Thuận")[0] == by_name("PHUONG HOÀ THUẬN")[0]
    assert by_name(unicodedata.normalize("NFD", "Xã Mỹ Tân 2"))[0] == by_name("Xã Mỹ Tân 02")[0]


def test_equal_rows_stay_as_the_board_has_them_in_both_directions():
    rows = [row("a", "x", 5), row("b", "x", 7), row("c", "x", 5), row("d", "x", 7)]
    columns = (NAME, FIGURE)
    assert [each.key for each in in_order(rows, columns, Order("late", True))] == ["b", "d", "a", "c"]
    assert [each.key for each in in_order(rows, columns, Order("late", False))] == ["a", "c", "b", "d"]


@pytest.mark.parametrize("descending", [True, False])
def test_rows_without_a_figure_come_last_in_both_directions(descending):
    rows = [row("none", "x"), row("few", "y", 0), row("many", "z", 9)]
    assert in_order(rows, (NAME, FIGURE), Order("late", descending))[-1].key == "none"


@pytest.mark.parametrize(
    ("descending", "shown"), [(True, [3, 1, -9, -2, 0, 0, None]), (False, [-9, -2, 3, 1, 0, 0, None])]
)
def test_of_changes_the_largest_stand_first_and_what_did_not_change_last(descending, shown):
    column = FIGURE._replace(kind="change")
    rows = [row(f"{n}", "x", value) for n, value in enumerate((0, -2, 1, None, -9, 3, 0))]
    assert [each.cells[1].value for each in in_order(rows, (NAME, column), Order("late", descending))] == shown


def test_an_unknown_column_leaves_the_order_as_it_is():
    rows = [row("b", "b", 1), row("a", "a", 2)]
    assert in_order(rows, (NAME, FIGURE), Order("gone", False)) == rows


@given(st.text(), st.text(), st.text())
def test_the_order_of_any_texts_is_one_order(a: str, b: str, c: str):
    keys = sorted([by_name(a), by_name(b), by_name(c)])
    assert keys[0] <= keys[1] <= keys[2]


@given(st.text("Pphường áđ ", max_size=8), st.integers(0, 10**40), st.integers(0, 10**40))
def test_numbers_in_names_stand_by_their_size(word: str, a: int, b: int):
    first, second = by_name(f"{word} {a}"), by_name(f"{word} {b}")
    assert (first < second) == (a < b)


def test_a_number_of_ten_thousand_digits_is_sorted_too():
    assert by_name("9" * 10_000) < by_name("1" + "0" * 10_000)


@pytest.mark.parametrize("order", [Order(), Order("late", True), Order("late", False)])
def test_an_order_comes_back_from_the_text_that_is_kept(order):
    assert order_of(str(order)) == order


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("hoa thuan", {"Phường Hòa Thuận"}),
        ("HÒA", {"Phường Hòa Thuận", "Xã Hòa An"}),
        ("hoà", {"Phường Hòa Thuận", "Xã Hòa An"}),
        ("p11", {"Phường 11"}),
        ("phuong 1", {"Phường 1"}),  # and not Phường 11
        ("phuong 06", {"Phường 6"}),
        ("an", {"Xã Hòa An"}),  # short words begin a word
        ("huan", {"Phường Hòa Thuận"}),  # longer ones stand anywhere
        ("412", set()),  # figures are no words
        ("!phuong", {"Xã Hòa An"}),
        ("! hoa", {"Phường 1", "Phường 11", "Phường 6"}),
        ("", {"Phường 1", "Phường 11", "Phường 6", "Phường Hòa Thuận", "Xã Hòa An"}),
        ("!", {"Phường 1", "Phường 11", "Phường 6", "Phường Hòa Thuận", "Xã Hòa An"}),
        ("…", {"Phường 1", "Phường 11", "Phường 6", "Phường Hòa Thuận", "Xã Hòa An"}),
    ],
)
def test_a_filter_keeps_the_rows_that_hold_its_words(typed, kept):
    units = ["Phường 1", "Phường 11", "Phường 6", "Phường Hòa Thuận", "Xã Hòa An"]
    rows = [row(name, name, 412) for name in units]
    chosen = RowFilter(typed)
    assert {each.key for each in rows if chosen.keeps(each)} == kept


@given(st.text(), st.text())
def test_a_filter_and_its_opposite_part_all_rows(typed: str, name: str):
    kept, left = RowFilter(typed), RowFilter(f"!{typed}")
    if kept and not kept.excludes:
        assert kept.keeps(row("a", name)) != left.keeps(row("a", name))


@given(st.text())
def test_any_text_finds_itself(text: str):
    assert RowFilter(text.lstrip("! ")).keeps(row("a", text))
