"""A dossier's code is shown without what finds a person: its serial, and whatever else a cell for codes may hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_tui.domain.codes import hide_serial


@given(st.text(max_size=60))
def test_any_text_can_be_hidden(text: str) -> None:
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
