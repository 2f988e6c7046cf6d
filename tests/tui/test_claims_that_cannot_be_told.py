"""A claim that the dossiers can't tell of is neither good nor bad: the figure says how many there are."""

from __future__ import annotations

import pytest

from cchc_tui.boards.rollout import PracticeColumn
from cchc_tui.tui.screens.matrix_cells import shown_texts, total_cell
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.wall.board_pages import figure_role, model_heads
from tests.kits.line_text import text_of


def column(shown: int = 8, unseen: int = 0, unknown: int = 2) -> PracticeColumn:
    return PracticeColumn("sunday", "Ngày Chủ Nhật", "Chủ Nhật", "29869", 10, {}, shown, unseen, unknown)


@pytest.mark.parametrize(
    ("cells", "says"),
    [(24, "  10       8 · 2 chưa rõ"), (12, "  10  8 · 2?"), (9, "  10 8·2?"), (8, "  10   8")],
)
def test_the_total_of_a_model_says_how_many_are_not_clear(cells, says):
    assert total_cell(column(), cells).text.split() == says.split()


def test_where_all_is_clear_nothing_is_added():
    assert shown_texts(column(unknown=0)) == ("8",)
    assert total_cell(column(unknown=0), 20).text.split() == ["10", "8"]


def test_the_wall_says_how_many_beside_the_figure():
    heads = model_heads(column(unseen=3), 1, fresh=False)
    assert [(head.text, text_of(head.label)) for head in heads] == [
        ("3", "thực tế chưa có  ▲ 2"),
        ("2", "chưa rõ"),
        ("8", "thực tế"),
    ]


@pytest.mark.parametrize(
    ("unseen", "unknown", "role"),
    [(0, 0, TextRole.GOOD), (0, 1, TextRole.TEXT), (3, 0, TextRole.BAD), (3, 2, TextRole.BAD)],
)
def test_the_wall_s_figure_is_good_only_where_every_claim_is_seen(unseen, unknown, role):
    assert figure_role(column(unseen=unseen, unknown=unknown)) is role
