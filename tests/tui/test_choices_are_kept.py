"""What a user chose on the screen is there at the next start; a file that is broken costs the choices, not the app."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc_tui.tui.session.preferences import Prefs, load, save
from tests.kits.tui_fakes import FakeSource, make_app

CHOSEN = Prefs(
    theme="light",
    language="en",
    mouse=False,
    chosen=("29878",),
    columns={"late": ("name", "late")},
    sorts={"late": "-overdue"},
)


def test_what_was_chosen_comes_back(tmp_path: Path):
    file = tmp_path / "none" / "yet" / "screen.json"
    assert load(file) == (Prefs(), "")
    assert save(file, CHOSEN) == ""
    assert load(file) == (CHOSEN, "")
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["screen.json"]


@pytest.mark.parametrize(
    "said",
    ["", "[]", "{", '{"theme": 5}', '{"chosen": "29878"}', '{"columns": {"late": 5}}', '{"sorts": {"a": 1}}', "\xff"],
)
def test_a_broken_file_is_set_aside_and_said(tmp_path: Path, said: str):
    file = tmp_path / "screen.json"
    file.write_text(said, encoding="latin-1")
    prefs, trouble = load(file)
    assert prefs == Prefs()
    assert trouble
    assert not file.exists()
    assert file.with_suffix(".bad").read_text(encoding="latin-1") == said


async def test_that_a_broken_file_was_set_aside_is_said_on_the_screen(tmp_path: Path, until):
    file = tmp_path / "screen.json"
    for _ in range(3):
        file.write_text("{", encoding="utf-8")
        async with make_app(FakeSource(), kept=file).run_test(size=(80, 24)) as pilot:
            await until(pilot, "Lựa chọn đã lưu không đọc được", "dùng mặc định")
        assert file.with_suffix(".bad").exists()


def test_choices_of_a_later_version_are_left_alone(tmp_path: Path):
    file = tmp_path / "screen.json"
    file.write_text('{"theme": "dark", "of tomorrow": 1}')
    assert load(file) == (Prefs(theme="dark"), "")


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path):
    (tmp_path / "file").write_text("")
    assert save(tmp_path / "file" / "screen.json", CHOSEN)


def test_a_text_that_is_none_is_neither_taken_nor_kept(tmp_path: Path):
    file = tmp_path / "screen.json"
    file.write_text('{"theme": "\\ud800"}')
    assert load(file)[0] == Prefs()
    assert save(file, Prefs(theme="\ud800"))
    assert not file.exists()
