"""Text is cleaned once, at the door: what comes through can be written to any terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cchc_tui.ingest.cleaning import LONGEST, clean, is_clean, was_cut
from cchc_tui.ingest.problems import Notes
from cchc_tui.ingest.text_columns import CellTexts, codes, phones

HOSTILE = st.text(
    st.one_of(
        st.sampled_from("\x1b\x07\x9b\x9d\x9c[]52;cmA \u202e\u200b\u0300\u0301ơ\u0309_x0\t\n\r\x00\ufeff\u2066|"),
        st.characters(),
    )
)


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("a\x1b]52;c;aGVsbG8=\x07b", "ab"),
        ("a\x1b]0;title\x1b\\b", "ab"),
        ("a\x9d52;c;x\x9cb", "ab"),
        ("\x1b[31mđỏ\x1b[0m", "đỏ"),
        ("\x9b31mđỏ", "đỏ"),
        ("\x1bPq#0\x1b\\a", "a"),
        ("a\x1b(Bb\x1bcd", "abd"),
        ("a\u202eb\u202cc\u2066d\u2069", "abcd"),
        ("Phường\u200b 1\ufeff\u00ad1", "Phường 11"),
        ("  UBND \n\t Phường\u00a011 ", "UBND Phường 11"),
        ("Hòa", "Hòa"),
        ("a_x000D_\nb", "a b"),
        ("[/x] [@click=app.quit]x[/]", "[/x] [@click=app.quit]x[/]"),
        ("\ud800a", "a"),
        ("👍🏽 được", "👍🏽 được"),
        ("", ""),
    ],
)
def test_cleaned(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@given(HOSTILE)
def test_nothing_unprintable_comes_through(raw: str) -> None:
    cleaned = clean(raw)
    assert cleaned.isprintable()
    assert "  " not in cleaned
    assert cleaned == cleaned.strip()
    assert unicodedata.is_normalized("NFC", cleaned)
    assert len(cleaned) <= LONGEST
    assert "_x" in cleaned or clean(cleaned) == cleaned


@given(st.lists(HOSTILE, max_size=5))
def test_a_column_said_to_be_clean_has_only_clean_cells(cells: list[str]) -> None:
    if is_clean("|".join(cells)):
        assert [clean(cell) for cell in cells] == cells


@example(["Ā", "ÔÀ"])
@example(["Trần Thị Bình", "Phöôøng Hoøa Thuaän", "Ph­êng Hßa ThuËn", "Lê Hà", "-"])
@given(st.lists(HOSTILE, max_size=5))
def test_a_column_is_cleaned_as_its_cells_are(cells: list[str]) -> None:
    assert list(CellTexts(Notes()).column(cells, "")) == [CellTexts(Notes()).clean(cell) for cell in cells]


@pytest.mark.parametrize("faulty", ["Ho\u0300a", "a\x1bb", "a  b", " a", "a ", "a\u200b", "_x0041_", "a\nb"])
def test_one_cell_that_is_not_clean_is_noticed_among_others(faulty: str) -> None:
    assert is_clean("|".join(["Hòa", "An"]))
    for place in range(3):
        cells = ["Hòa", "An"]
        cells.insert(place, faulty)
        assert not is_clean("|".join(cells))


def test_what_is_cut_is_known() -> None:
    assert was_cut(clean("x" * (LONGEST + 1)))
    assert not was_cut(clean("x" * LONGEST))
    assert clean("ab " * LONGEST).endswith("…")


def test_codes_and_phones_without_what_kept_them_text() -> None:
    assert list(codes(["'A-1", '"A-2"', "A-3"])) == ["A-1", "A-2", "A-3"]
    assert clean('="A-2"') == "A-2"
    assert phones(["0951166076", "951166076", ""]) == ["0951166076", "0951166076", ""]
