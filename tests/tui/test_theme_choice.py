"""Which theme the first frame is in, and what F8 and M do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cchc_tui.settings import Settings
from cchc_tui.texts.tui_terminals import APPEARANCE, THEMES
from cchc_tui.tui.style.appearance import NO_TERMINAL, ascii_terminal
from cchc_tui.tui.style.ascii_fallback import use_ascii
from cchc_tui.tui.style.themes import PALETTES, Background
from tests.kits.tui_fakes import FakeSource, make_app


def backgrounds(pilot) -> set[str]:
    """All backgrounds that are on the screen."""
    return {
        segment.style.bgcolor.get_truecolor().hex
        for strip in pilot.app.screen._compositor.render_strips()
        for segment in strip
        if segment.style and segment.style.bgcolor
    }


def plain(theme: str) -> str:
    return PALETTES[theme].backgrounds[Background.PLAIN]


def office(folder: Path, theme: str) -> FakeSource:
    """A source whose office has set a theme."""
    (folder / "cchc.toml").write_text(f'# made up\ntheme = "{theme}"\n', encoding="utf-8")
    source = FakeSource(data=folder)
    source.settings = Settings(theme=theme)  # type: ignore[arg-type]
    return source


async def test_f8_goes_through_the_four_themes_and_says_which(app, until):
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "482")
        for theme in [*list(PALETTES)[1:], next(iter(PALETTES))]:
            await pilot.press("f8")
            await until(pilot, THEMES[theme])
            assert app.theme == theme
            assert plain(theme) in backgrounds(pilot)


async def test_a_board_that_was_out_of_sight_is_in_the_new_theme_too(app, until):
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "482")
        await pilot.press("2")
        await until(pilot, "Nhóm theo")
        await pilot.press("1")
        await pilot.press("f8")
        await until(pilot, THEMES["light"])
        await pilot.press("2")
        await until(pilot, "Nhóm theo")
        dark = PALETTES["dark"]
        assert not backgrounds(pilot) & set(dark.backgrounds.values()) - set(PALETTES["light"].backgrounds.values())


async def test_the_theme_is_kept_for_the_next_start(until, tmp_path):
    app = make_app(FakeSource(), kept=tmp_path / "screen.json")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "482")
        await pilot.press("f8", "f8")
        await until(pilot, THEMES["contrast"])
    assert json.loads((tmp_path / "screen.json").read_text())["theme"] == "contrast"
    assert make_app(FakeSource(), kept=tmp_path / "screen.json").theme == "contrast"


def test_the_command_line_goes_before_the_user_and_the_user_before_the_office(tmp_path):
    source, kept = office(tmp_path, "light"), tmp_path / "screen.json"
    assert make_app(source).theme == "light"
    kept.write_text(json.dumps({"theme": "deuteranopia"}))
    assert make_app(source, kept=kept).theme == "deuteranopia"
    asked = NO_TERMINAL._replace(theme="contrast")
    assert make_app(source, kept=kept, options=asked).theme == "contrast"


async def test_what_the_user_chose_stays_when_the_settings_of_the_office_come(tmp_path, until):
    kept = tmp_path / "screen.json"
    kept.write_text(json.dumps({"theme": "contrast"}))
    app = make_app(office(tmp_path, "light"), kept=kept)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "482")
        assert app.theme == "contrast"


@pytest.mark.parametrize(
    "said",
    ['theme = "no such"', "theme = 3", 'theme = "light', "\xff\xfe theme", "[privacy]\nofficers = true # theme"],
)
def test_settings_that_name_no_theme_leave_the_first_frame_dark(tmp_path, said):
    (tmp_path / "cchc.toml").write_bytes(said.encode("latin-1"))
    assert make_app(FakeSource(data=tmp_path)).theme == "dark"


def test_a_theme_that_no_longer_exists_is_nobodys_choice(tmp_path):
    (tmp_path / "screen.json").write_text(json.dumps({"theme": "solarized"}))
    assert make_app(FakeSource(), kept=tmp_path / "screen.json").theme == "dark"


def test_every_theme_has_a_name_and_a_setting():
    assert list(THEMES) == list(PALETTES)
    for name in THEMES:
        assert Settings(theme=name).theme == name  # type: ignore[arg-type]


async def test_m_turns_the_mouse_off_and_on_and_says_what_works_then(until, tmp_path, monkeypatch):
    app = make_app(FakeSource(), kept=tmp_path / "screen.json")
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "482")
        await pilot.press("M")
        await until(pilot, APPEARANCE.no_mouse_here)
        driver, sent = app._driver, []
        assert driver is not None
        with monkeypatch.context() as patched:  # as a terminal's driver, which sends nothing where it has no mouse
            for name, word in (("_enable_mouse_support", "on"), ("_disable_mouse_support", "off")):
                patched.setattr(driver, name, lambda w=word: sent.append(w) if driver._mouse else None, raising=False)
            await pilot.press("M")
            await until(pilot, APPEARANCE.mouse_off)
            assert json.loads((tmp_path / "screen.json").read_text())["mouse"] is False
            await pilot.press("M")
            await until(pilot, APPEARANCE.mouse_on)
        assert sent == ["off", "on"]
    assert make_app(FakeSource(), options=NO_TERMINAL._replace(mouse=False)).mouse is False


async def test_the_option_writes_without_marks_on_all_boards(until):
    try:
        async with make_app(FakeSource(), options=NO_TERMINAL._replace(ascii=True)).run_test(size=(100, 30)) as pilot:
            await until(pilot, "482")
            await pilot.press("2")
            assert (await until(pilot, "Phuong 6", gone="Phường")).isascii()
            await pilot.press("1")
            assert (await until(pilot, "Phuong 6", gone="Phường")).isascii()
    finally:
        use_ascii(False)


@pytest.mark.parametrize(
    ("environ", "ascii_only"),
    [
        ({}, False),
        ({"LANG": "C"}, False),
        ({"LANG": "vi_VN.UTF-8", "TERM": "xterm"}, False),
        ({"LANG": "vi_VN.utf8@euro"}, False),
        ({"LANG": "en_US.ISO-8859-1"}, True),
        ({"LANG": "vi_VN.UTF-8", "LC_CTYPE": "vi_VN.TCVN"}, True),
        ({"LANG": "en_US.ISO-8859-1", "LC_ALL": "C.UTF-8"}, False),
        ({"LANG": "C.UTF-8", "TERM": "linux"}, True),
    ],
)
def test_terminals_without_vietnamese_letters_are_known_by_their_locale(environ, ascii_only):
    assert ascii_terminal(environ) is ascii_only


async def test_f8_changes_the_ground_and_everything_is_drawn_in_it(app, until):
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "482")
        await pilot.press("f8")
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
        backgrounds = {
            segment.style.bgcolor.triplet.hex for strip in strips for segment in strip if segment.style.bgcolor
        }
        assert backgrounds <= {"#ffffff", "#e4e4e4", "#00005f"}
