"""Which pages are presented is an office's own: what is wrong with its file is told by file, line and key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cchc_tui.registry import RegistryError, default_folder, load, loading
from cchc_tui.registry.presentation import PAGES, UNIT, Presentation, Stay, right_for


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(default_folder(), tmp_path / "registry"))


def written(folder: Path, text: str) -> Presentation:
    (folder / "presentation.toml").write_text(text, encoding="utf-8")
    return load(folder).presentation


def refused(folder: Path, text: str) -> tuple[str, str, str]:
    """The line, the key and what is wrong."""
    assert written(folder, text) == load().presentation  # it costs itself alone
    error = load(folder).presentation_fault
    assert isinstance(error, RegistryError)
    assert error.path == folder / "presentation.toml"
    return text.splitlines()[error.line - 1], error.key, error.message


def test_a_page_stays_twenty_seconds_and_all_pages_but_that_of_data_sources_are_shown():
    shown = load().presentation
    assert shown.seconds == 20
    assert set(shown.pages) == set(PAGES) - {"exports"}
    assert "exports" not in shown.order(PAGES)
    assert shown.rows == 10


def test_each_page_can_stay_for_a_time_of_its_own():
    assert set(Stay.__struct_fields__) == {*PAGES, UNIT}


def test_a_folder_from_before_the_presentation_has_the_shipped_one(folder):
    (folder / "presentation.toml").unlink()
    assert load(folder).presentation == load().presentation


def test_the_pages_come_in_the_order_of_the_file_and_other_boards_after_them(folder):
    shown = written(folder, 'pages = ["late", "overview"]\n')
    assert shown.order(["overview", "late", "due", "of-our-own"]) == ("late", "overview", "due", "of-our-own")


def test_a_board_can_be_left_out(folder):
    shown = written(folder, 'pages = ["late"]\nwithout = ["exports"]\n')
    assert shown.order(["overview", "late", "exports"]) == ("late", "overview")


def test_single_pages_stay_for_a_time_of_their_own(folder):
    shown = written(folder, "seconds = 30\n[stay]\nlate = 60\nunit = 10\n")
    assert [shown.stays(page) for page in ("overview", "late", "unit")] == [30, 60, 10]


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ('seconds = 20\npages = ["overview", "lat"]\n', 'pages = ["overview", "lat"]', "pages[2]"),
        ('pages = ["late", "late"]\n', 'pages = ["late", "late"]', "pages[2]"),
        ('pages = ["late"]\nwithout = ["late"]\n', 'without = ["late"]', "without[1]"),
        ("rows = 11\n", "rows = 11", "rows"),
        ("seconds = 0\n", "seconds = 0", "seconds"),
        ('pages = ["late"]\nsecnods = 20\n', "secnods = 20", "secnods"),
        ("[stay]\nlate = 1\n", "late = 1", "stay.late"),
        ("[stay]\nlaet = 10\n", "laet = 10", "stay.laet"),
    ],
)
def test_a_fault_is_told_by_line_and_key(folder, text, line, key):
    told_line, told_key, message = refused(folder, text)
    assert (told_line, told_key) == (line, key)
    assert message
    assert right_for(told_key)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("seconds", "từ 3 đến 3600"),
        ("stay.late", "từ 3 đến 3600"),
        ("stay.laet", "late, unclosed, due"),
        ("rows", "từ 3 đến 10"),
        ("pages[2]", "overview, changes, late"),
        ("secnods", "seconds, rows, pages"),
        ("", "TOML"),
    ],
)
def test_what_is_right_there_is_told(key, words):
    assert words in right_for(key)


def test_a_file_without_a_fault_has_none_to_tell(folder):
    assert load(folder).presentation_fault is None


def test_a_shipped_file_with_a_fault_costs_itself_alone_too(folder, monkeypatch):
    monkeypatch.setattr(loading, "default_folder", lambda: folder)
    assert written(folder, "seconds = 1") == Presentation()
