"""The sheet of scores: criteria by name or key, points within what a criterion gives, for units of its level."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc_tui.ingest.records import SheetRow
from cchc_tui.registry import load
from tests.kits.ingest_kit import Desk

HEADS = ["STT", "Đơn vị", "Tiêu chí", "Điểm tự đánh giá", "Điểm thẩm định", "Ghi chú"]


def test_a_criterion_is_known_by_name_or_key_and_no_points_are_no_zero(desk: Desk) -> None:
    rows = [
        HEADS,
        [1, "Phường 6", "Nhân rộng mô hình", "4,5", 4, "xem lại"],
        [2, "", "TUYÊN TRUYỀN cải cách hành chính", 0, "", ""],
        [3, "Phòng Tư pháp", "qd766-openness", "", "", ""],
    ]
    result = desk.read(desk.xlsx(rows))
    assert result.head is not None
    assert result.head.kind == "scores"
    assert result.problems == []
    found = [row.values for row in result.rows if isinstance(row, SheetRow)]
    names = ("unit", "criterion", "self_assessed", "appraised")
    assert [tuple(one[name] for name in names) for one in found] == [
        ("Phường 6", "models", 4.5, 4),
        ("Phường 6", "publicity", 0, None),
        ("Phòng Tư pháp", "qd766-openness", None, None),
    ]


@pytest.mark.parametrize(
    ("cells", "code", "column", "value", "expected"),
    [
        (["Phường 6", "models", 5.5, ""], "out_of_range", "Điểm tự đánh giá", "5,5", "0 - 5 (models)"),
        (["Phường 6", "models", 4, 6], "out_of_range", "Điểm thẩm định", "6", "0 - 5 (models)"),
        (["Phường 6", "models", -1, ""], "bad_decimal", "Điểm tự đánh giá", "-1", ""),
        (["Phường 6", "models", "tốt", ""], "bad_decimal", "Điểm tự đánh giá", "tốt", ""),
    ],
)
def test_points_that_a_criterion_does_not_give_are_refused(
    desk: Desk, cells: list[object], code: str, column: str, value: str, expected: str
) -> None:
    result = desk.read(desk.xlsx([HEADS, [1, *cells, ""], [2, "Phường 1", "models", 5, 0, ""]]))
    (problem,) = result.problems
    assert (problem.row, problem.column, problem.code, problem.value) == (2, column, code, value)
    assert problem.expected == expected
    assert len(result.rows) == 1


def test_a_criterion_of_another_level_or_of_no_set_is_refused_with_those_that_fit(desk: Desk) -> None:
    rows = [HEADS, [1, "Phòng Tư pháp", "models", 3, "", ""], [2, "Phường 6", "Sạch đẹp", 3, "", ""]]
    city, none = desk.read(desk.xlsx(rows)).problems
    assert (city.row, city.column, city.code, city.value) == (2, "Tiêu chí", "not_in_set", "models")
    assert "Thực hiện chỉ đạo" in city.expected
    assert "Nhân rộng mô hình" not in city.expected
    assert (none.row, none.column, none.code, none.value) == (3, "Tiêu chí", "unknown_choice", "Sạch đẹp")
    assert "Nhân rộng mô hình" in none.expected


def test_the_greatest_points_are_those_of_the_units_level(desk: Desk, tmp_path: Path) -> None:
    own = tmp_path / "registry"
    own.mkdir()
    rows = [HEADS, [1, "Phường 6", "directives", 7, "", ""], [2, "Phòng Tư pháp", "directives", 7, "", ""]]
    (own / "index.toml").write_text('use = "qd766"\n', encoding="utf-8")  # the choice changes nothing of what is read
    desk.registry = load(own)
    result = desk.read(desk.xlsx(rows))
    assert [(one.row, one.expected) for one in result.problems] == [(2, "0 - 5 (directives)")]
    assert len(result.rows) == 1
