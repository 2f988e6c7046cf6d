"""A claim that the dossiers can't tell of is neither good nor bad: the figure says how many there are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cchc_tui.boards.rollout import PracticeColumn
from cchc_tui.tui.screens.matrix_cells import shown_texts, total_cell
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.wall.board_pages import figure_role, model_heads
from cchc_tui.tui.widgets.explanation import of_practice_totals
from tests.kits.line_text import text_of


def column(shown: int = 8, unseen: int = 0, unknown: int = 2, also: int = 0) -> PracticeColumn:
    """A practice that 10 units claim; ``also`` units do not, though their dossiers show it too."""
    said = ("sunday", "Ngày Chủ Nhật", "Chủ Nhật", "29869", 10, {})
    return PracticeColumn(*said, shown + also, unseen, unknown, shown)


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (36, "  10   5 có · 3 chưa có · 2 chưa rõ"),
        (24, "  10    5 · 3✗ · 2?"),
        (14, "  10   5·3✗·2?"),
        (8, " 5·3✗·2?"),
    ],
)
def test_the_total_of_a_model_says_how_many_claims_show_and_do_not_show_and_are_not_clear(cells, says):
    assert total_cell(column(5, 3, 2), cells).text.split() == says.split()


def test_a_unit_that_claims_nothing_is_none_of_those_whose_claims_show():
    assert shown_texts(column(5, 3, 2, also=4)) == shown_texts(column(5, 3, 2))


def test_only_what_there_is_is_said():
    assert shown_texts(column(10, 0, 0))[0] == "10 có"
    assert shown_texts(column(0, 10, 0))[0] == "10 chưa có"
    assert shown_texts(column(0, 1, 9)) == ("1 chưa có · 9 chưa rõ", "1✗ · 9?", "1✗·9?")
    assert shown_texts(column(0, 0, 0)) == ("0",)


def test_without_a_report_only_what_dossiers_show_is_said():
    assert shown_texts(replace(column(), claimed=None, confirmed=None, unseen=None, unknown=None, shown=3)) == ("3",)


def test_help_on_a_model_counts_those_that_claim_nothing_apart():
    said = of_practice_totals(column(5, 3, 2, also=4)).sentences
    assert "10 đơn vị báo đang hoặc đã triển khai: thực tế 5 có, 3 chưa có, 2 chưa rõ" in said[0]
    assert said[1] == "Thêm 4 đơn vị thực tế có mà chưa báo cáo triển khai."


def test_the_wall_says_how_many_beside_the_figure():
    heads = model_heads(column(unseen=3, also=2), 1, fresh=False)
    assert [(head.text, text_of(head.label)) for head in heads] == [
        ("3", "thực tế chưa có  ▲ 2"),
        ("2", "chưa rõ"),
        ("8", "thực tế có"),
    ]


@pytest.mark.parametrize(
    ("unseen", "unknown", "role"),
    [(0, 0, TextRole.GOOD), (0, 1, TextRole.TEXT), (3, 0, TextRole.BAD), (3, 2, TextRole.BAD)],
)
def test_the_wall_s_figure_is_good_only_where_every_claim_is_seen(unseen, unknown, role):
    assert figure_role(column(unseen=unseen, unknown=unknown)) is role
