"""Figures for the back row: at least five rows tall, as large as there is room for, never cut, readable in ASCII."""

from __future__ import annotations

import pytest

from cchc_tui.tui.style.ascii_fallback import in_ascii
from cchc_tui.tui.widgets.big_number import LEAST, STROKES, big, big_width, bitmap, fitted, rows_of, stroke_for

FIGURES = ("1.416", "3.253", "0", "987.654", "–", "−12,3 %", "▲ 5", "▼ 12", "=", "+3", "9/15", "08:30")
SIGNS = "0123456789.,−+%▲▼=/:"


@pytest.mark.parametrize("stroke", STROKES)
@pytest.mark.parametrize("whole", [False, True])
def test_large_figures_are_at_least_five_rows_and_all_of_one_width(stroke, whole):
    for text in FIGURES:
        lines = bitmap(text, stroke, whole)
        assert len(lines) == rows_of(stroke) >= 5, text
        assert {len(line) for line in lines} == {big_width(text, stroke)}, text


@pytest.mark.parametrize("stroke", STROKES)
def test_a_larger_size_is_larger_both_ways(stroke):
    assert rows_of(stroke + 1) > rows_of(stroke)
    assert big_width("1.416", stroke + 1) > big_width("1.416", stroke)


@pytest.mark.parametrize("stroke", STROKES)
@pytest.mark.parametrize("whole", [False, True])
def test_no_sign_looks_like_another(stroke, whole):
    drawn = ["\n".join(bitmap(sign, stroke, whole)) for sign in SIGNS]
    assert len(set(drawn)) == len(drawn)


@pytest.mark.parametrize("stroke", STROKES)
def test_strokes_are_as_wide_wherever_they_stand(stroke):
    bottom = big("0", stroke)[rows_of(stroke) // 2]  # both sides of a nought
    left, right = bottom[:stroke], bottom[-stroke:]
    assert left == right == "█" * stroke
    assert "█" * (3 * stroke) in big("1", stroke)[-1]


def test_a_figure_is_heavier_than_a_thin_one():
    """Textual's own digits are one cell wide in their strokes; these are two at the least, and more where larger."""
    for stroke in STROKES:
        assert "█" * max(2, stroke) in big("8", stroke)[rows_of(stroke) - 2]


@pytest.mark.parametrize("rows", [1, 4, 5, 8, 10, 20, 40])
@pytest.mark.parametrize("text", ["1.416", "12.345.678", "▲ 5"])
def test_a_figure_is_as_large_as_the_room_and_never_cut(text, rows):
    for cells in range(1, 260, 7):
        lines = fitted(text, cells, rows)
        if len(lines) == 1:
            assert lines == (text,), cells
            assert rows < rows_of(LEAST) or big_width(text) > cells, cells
            continue
        assert len(lines) <= rows, cells
        assert len(lines[0]) <= cells, cells
        larger = next((stroke for stroke in STROKES if rows_of(stroke) > len(lines)), None)
        assert larger is None or rows_of(larger) > rows or big_width(text, larger) > cells, cells


def test_figures_beside_one_another_are_of_one_size_and_fit_together():
    for cells in range(60, 250, 5):
        stroke = stroke_for(["1.416", "3.253"], cells, 20, between=6)
        assert not stroke or big_width("1.416", stroke) + 6 + big_width("3.253", stroke) <= cells
        assert bool(stroke) == (cells >= 2 * big_width("1.416") + 6)


@pytest.mark.parametrize("stroke", STROKES[:4])
def test_in_ascii_each_cell_is_whole_and_digits_stay_different(stroke):
    drawn = []
    for sign in SIGNS:
        lines = [in_ascii(line) for line in bitmap(sign, stroke, whole=True)]
        assert set("".join(lines)) <= {"#", " "}
        drawn.append("\n".join(lines))
    assert len(set(drawn)) == len(drawn)
