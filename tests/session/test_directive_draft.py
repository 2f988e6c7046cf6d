"""The sentence of a directive: filled from the cursor, typed as people say it, refused with what is right."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_tui.tui.session.directive_draft import DirectiveContent, DirectiveDraft, DraftError, Part, Target
from tests.kits.store_kit import REGISTRY, WARD_6

TODAY = date(2021, 11, 10)
UNCLOSED = Target(WARD_6, "late", "unclosed")


def draft(target: Target = UNCLOSED, today: date = TODAY, **typed: str) -> DirectiveDraft:
    made = DirectiveDraft(REGISTRY, today, target)
    for part, text in typed.items():
        made.set(Part(part), text)
    return made


def said(told: DirectiveContent) -> tuple[str, tuple[str, ...], str, str]:
    return told.text, told.units, str(told.due), str(told.measure or "")


@pytest.mark.parametrize(
    ("made", "means"),
    [
        (draft(), ("Đưa chưa kết thúc về 0", (WARD_6,), "2021-11-30", f"late.unclosed[{WARD_6}] = 0")),
        (
            draft(unit="p11", number="50", due="thứ sáu"),
            ("Đưa chưa kết thúc về không quá 50", ("29863",), "2021-11-12", "late.unclosed[29863] <= 50"),
        ),
        (
            draft(figure="tỷ lệ", number="5,5"),
            ("Đưa tỷ lệ trễ về không quá 5,5 %", (WARD_6,), "2021-11-30", f"late.late_rate[{WARD_6}] <= 0.055"),
        ),
        (
            draft(Target("tnmt", "late", "late_rate"), number="≤ 5 %"),
            ("Đưa tỷ lệ trễ về không quá 5 %", ("tnmt",), "2021-11-30", "late.late_rate[tnmt] <= 0.05"),
        ),
        (
            draft(figure="trễ hạn", text="Bớt trễ", number="= 3"),
            ("Bớt trễ", (WARD_6,), "2021-11-30", f"late.late[{WARD_6}] = 3"),
        ),
        (
            draft(unit="cấp xã", number="≤ 900"),
            ("Đưa chưa kết thúc về không quá 900", ("commune",), "2021-11-30", "late.unclosed[commune] <= 900"),
        ),
        (
            draft(unit="Phường 6; xã Hòa An", figure="", text="  Báo  cáo ", due="+3"),
            ("Báo cáo", (WARD_6, "29893"), "2021-11-13", ""),
        ),
        (draft(Target(), unit="noi vu", text="Báo cáo"), ("Báo cáo", ("noi-vu",), "2021-11-30", "")),
        (draft(Target(WARD_6, "late", "late")).parts[Part.FIGURE], "quá hạn"),  # "late" never becomes less
        (draft(Target(WARD_6, "changes", "overdue_change")).parts[Part.FIGURE], "quá hạn"),
        (draft(Target(WARD_6, "forecast", "expected")).parts[Part.FIGURE], ""),
        (draft(today=date(2021, 11, 28)).parts[Part.DUE], "31/12/2021"),
    ],
)
def test_what_a_sentence_means(made: DirectiveDraft | str, means: object) -> None:
    assert (made if isinstance(made, str) else said(made.told())) == means


@pytest.mark.parametrize(
    ("typed", "part", "names"),
    [
        ({"unit": ""}, Part.UNIT, "tên"),
        ({"unit": "p99"}, Part.UNIT, "“p99”"),
        ({"unit": "p6, p11"}, Part.UNIT, "xóa chỉ tiêu"),
        ({"figure": "vui"}, Part.FIGURE, "quá hạn"),
        ({"number": ""}, Part.NUMBER, "≤ 50"),
        ({"number": "< 5"}, Part.NUMBER, "≤ 50"),
        ({"number": "1,5"}, Part.NUMBER, "1,5"),
        ({"figure": "tỷ lệ trễ", "number": "500 %"}, Part.NUMBER, "500"),
        ({"due": ""}, Part.DUE, "30/11"),
        ({"due": "sớm"}, Part.DUE, "“sớm”"),
        ({"due": "9/11"}, Part.DUE, "09/11/2021 đã qua; hôm nay là 10/11/2021"),
        ({"text": " "}, Part.TEXT, "nội dung"),
        ({"figure": ""}, Part.TEXT, "nội dung"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_part(typed: dict[str, str], part: Part, names: str) -> None:
    made = draft(**typed)
    with pytest.raises(DraftError) as refused:
        made.told()
    assert refused.value.part is part
    assert names in str(refused.value)
    if made.parts[part].strip() and "xóa chỉ tiêu" not in names:
        with pytest.raises(DraftError):
            made.check(part)  # where it is typed


def test_choices_match_what_is_typed_and_can_be_taken() -> None:
    made = draft()
    for part in (Part.UNIT, Part.FIGURE, Part.DUE):
        for choice in made.choices(part):
            made.set(part, choice.text)
            assert made.called(part) == ("" if part is not Part.DUE else choice.note)
            made.check(part)
    assert [choice.text for choice in made.choices(Part.UNIT, "phuong 1")] == ["Phường 11", "Phường 1"]
    assert [choice.text for choice in made.choices(Part.UNIT, "p6; my p")] == ["p6; Phường Mỹ Phú"]
    assert made.choices(Part.TEXT) == made.choices(Part.DUE, "30") == []
    assert draft(unit="p6").called(Part.UNIT) == "Phường 6"


def test_a_directive_to_be_corrected_reads_as_it_was_entered() -> None:
    for made in (draft(), draft(unit="cấp xã", text="Bớt"), draft(unit="p6, p11", figure="", text="Báo cáo")):
        told = made.told()
        assert DirectiveDraft.of(REGISTRY, TODAY, told).told() == told


@settings(max_examples=60, deadline=None)
@given(typed=st.dictionaries(st.sampled_from(Part), st.text(max_size=12) | st.sampled_from(["p6", "5", "quá", "+1"])))
def test_whatever_is_typed_is_a_directive_or_is_said_to_be_none(typed: dict[Part, str]) -> None:
    made = draft()
    for part, text in typed.items():
        made.set(part, text)
    try:
        told = made.told()
    except DraftError:
        return
    assert told.due >= TODAY
    assert told.text
    assert told.units
