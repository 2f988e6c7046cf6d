"""Of free text only the words of an office are shown: whoever a name, a phone or an ID is of, it is not there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_tui.registry import load
from cchc_tui.store.read.codes import hide_serial

PLAIN = load().plain


@pytest.mark.parametrize(
    "text",
    [
        "DanhSachHoSo-UBND-cac-phuong-xa-den-ngay-10-11-2021.xls",
        "DSHS_20211110_0830.xlsx",
        "baocaothongke.xls",
        "Danh sách hồ sơ trễ hạn quý 4 năm 2021 (bản sao).csv",
        "UBND Phường 12",
        "Phòng Văn hóa và Thông tin",
        "PHONG TAI NGUYEN VA MOI TRUONG",
        "31/02/2021",
        "99/99/2021",
        "DSHS-phuong-11_20211110-0830.xlsx",
        "DanhSachHoSo_20211110T083112.csv",
        "10/11/2021 08:30:00",
        "hôm qua",
        "cuoc-hop-20211110T083000-bat-dau-123456.txt",
        "",
    ],
)
def test_what_names_a_list_a_unit_or_a_date_is_shown_as_it_is(text: str) -> None:
    assert PLAIN(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("hồ sơ ông Nguyễn Văn An.xlsx", "hồ sơ ….xlsx"),
        ("Nguyen Van An.xlsx", "….xlsx"),
        ("NguyenVanAn.xls", "….xls"),
        ("nguyenvanan", "…"),
        ("TRẦN THỊ HÒA", "…"),
        ("Hồ Văn Bé", "…"),
        ("0901234567", "…"),
        ("090 123 45 67", "…"),
        ("087123456789 (CCCD)", "… (…)"),
        ("gieo.trong@vidu.vn", "…"),
        ("12 Nguyễn Huệ, phường 1", "12 …, phường 1"),
    ],
)
def test_names_numbers_and_addresses_are_not(text: str, shown: str) -> None:
    assert PLAIN(text) == shown


@given(
    st.sampled_from(["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Ngô", "Dương"]),
    st.sampled_from(["Văn", "Thị"]),
    st.sampled_from(["An", "Hòa", "Mỹ", "Tân", "Thanh", "Quý", "Tú", "Chi", "Phụng", "Khải", "Ngọc Lan"]),
    st.sampled_from(["{}", "ho so {}.xlsx", "Danh sách của {} tháng 10", "{} xin rút", "UBND phường 1 - {}"]),
)
def test_no_usual_name_is_shown_in_any_sentence(family: str, middle: str, given_name: str, around: str) -> None:
    name = f"{family} {middle} {given_name}"
    shown = PLAIN(around.format(name))
    assert name not in shown
    assert f"{middle} {given_name}" not in shown
    assert family not in shown


@given(st.integers(10**8, 10**12 - 1))
def test_no_phone_or_id_is_shown(number: int) -> None:
    assert f"0{number}" not in PLAIN(f"đt 0{number}")


@given(st.text(max_size=60))
def test_any_text_can_be_hidden_and_hiding_again_changes_nothing_more(text: str) -> None:
    shown = PLAIN(text)
    assert PLAIN(shown) == PLAIN(PLAIN(shown))
    assert hide_serial(text).endswith("…")


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("000.00.14.H20-200703-0002", "000.00.14.H20-200703-…"),
        ("H15.50-251203-2035", "H15.50-251203-…"),
        ("0901234567", "090…"),
        ("Nguyễn Văn An", "…"),
        ("nguyen-van-an", "…"),
    ],
)
def test_a_code_in_no_known_form_keeps_nothing_of_a_person(code: str, shown: str) -> None:
    assert hide_serial(code) == shown
