"""Each page at each size: nothing cut, nothing personal, larger where there is more room."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest

from cchc_tui.domain.findings import FindingKind
from cchc_tui.texts.language import use
from cchc_tui.tui.style import ascii_fallback
from cchc_tui.tui.style.appearance import NO_TERMINAL
from cchc_tui.tui.widgets.big_number import big
from tests.kits.presentation_kit import WALL, Show
from tests.kits.steps import step
from tests.kits.tui_fakes import FakeSource, make_app
from tests.kits.tui_made_up import FILES, REGISTRY

SIZES = [(60, 20), (80, 24), (100, 30), (120, 34), (140, 40), (200, 55), (250, 70)]
BLOCKS = re.compile("[▀▄█]")


def made(source: FakeSource | None = None, **more):
    app = make_app(source or FakeSource(), **more)
    app.prefer(chosen=("29878", "ldtbxh"))
    return app


async def each_page(pilot, until, text) -> dict[str, str]:
    """What each page shows, by its name."""
    await until(pilot, "sắp đến hạn" if pilot.app.size.width >= 72 else "1.416")
    show = await Show(pilot).begin()
    shown = {}
    for _ in range(len(show.screen._pages)):
        await show.settled(until)
        await pilot.pause()
        shown[show.page] = text(pilot)
        await pilot.press("right")
    return shown


async def test_no_page_is_cut_at_any_size_and_more_room_makes_larger_figures(until, text):
    """One presentation after another at each size."""
    at: dict[tuple[int, int], dict[str, str]] = {}
    async with made(demo=True).run_test(size=SIZES[0]) as pilot:
        for size in SIZES:
            with step(size):
                await pilot.resize_terminal(*size)
                at[size] = await each_page(pilot, until, text)
                await pilot.app.pop_screen()
                nothing_is_cut(at[size], size)
                rows = sum(bool(BLOCKS.search(line)) for line in at[size]["overview"].split("\n"))
                assert rows >= size[1] // 2  # the two figures fill the screen
                no_officer_no_code_and_no_file_is_named(at[size])
    for page in ("overview", "late", "rollout", "exports", "unit 29878"):
        with step(page):
            shown = [at[size][page] for size in ((80, 24), (140, 40), (250, 70))]
            heights = [sum("███" in line for line in each.split("\n")) for each in shown]
            assert heights == sorted(set(heights))
    assert at[60, 20]["trend"].count("30 ngày: trễ") == 2  # a chart of each level
    rows_have_large_figures_too(at[250, 70]["late"])
    models_that_are_claimed_and_not_shown_are_said_with_their_units(at[80, 24]["rollout"])


def nothing_is_cut(pages: dict[str, str], size: tuple[int, int]) -> None:
    assert len(pages) == len(WALL) + 2
    for name, shown in pages.items():
        with step(name):
            lines = shown.split("\n")
            assert len(lines) == size[1]
            assert "…" not in shown
            assert "không vẽ được" not in shown
            assert "số liệu giả định" in lines[0]
            assert re.search(rf"\d/{len(WALL) + 2} ", lines[-1])
            assert "10/11" in lines[-1]
            assert "MINH HỌA" in lines[-1]
            assert lines[-2].strip().endswith((".", "!"))  # what to notice
    units = {unit.name for unit in REGISTRY.units.units}
    for name in ("late", "due", "forecast"):
        rows = re.findall(
            r"^ +\d+ (?:[▲▼=]\d* +)?((?:Phường|Xã|Phòng|Thanh tra|Văn phòng)\D*?(?:\d+)?)  ", pages[name], re.M
        )
        assert len(rows) == 10 or (size[1] >= 55 and len(rows) >= 8), (name, pages[name])  # fewer where they are large
        assert set(rows) <= units, name


async def test_counts_of_thousands_leave_both_levels_to_be_read_in_the_least_window(until, text):
    class Busy(FakeSource):
        def changes(self, at=None, since=None):
            board = super().changes(at, since)
            levels = {name: replace(level, resolved=1211, new=1122) for name, level in board.levels.items()}
            return replace(board, levels=levels)

    async with made(Busy()).run_test(size=(60, 20)) as pilot:
        shown = (await each_page(pilot, until, text))["changes"]
    assert shown.count("cấp thành phố 1.211") == shown.count("cấp thành phố 1.122") == 1
    assert shown.count("cấp xã 1.211") == shown.count("cấp xã 1.122") == 1


def no_officer_no_code_and_no_file_is_named(pages: dict[str, str]) -> None:
    for name, shown in pages.items():
        for words in ("Cán bộ", "000.00", "H20", *(file.name for file in FILES), ".xls"):
            assert words not in shown, (name, words)


def rows_have_large_figures_too(shown: str) -> None:
    """Where there is a wall of room."""
    lines = shown.split("\n")
    rows = [place for place, line in enumerate(lines) if re.match(r"^ +\d ", line)]
    assert len(rows) == 9
    assert {after - before for before, after in itertools.pairwise(rows)} == {6}  # five rows and one between
    figures = lines[rows[0] - 2 : rows[0] + 3]
    assert all(part in line for part, line in zip(big("482"), figures, strict=True))


def models_that_are_claimed_and_not_shown_are_said_with_their_units(shown: str) -> None:
    assert "Chủ Nhật   báo cáo 8/15 " in shown
    large = [line for line in shown.split("\n") if BLOCKS.search(line)]
    assert len(large) == 2 * 5  # of each model or of none
    assert all(BLOCKS.search(line[:40]) and BLOCKS.search(line[40:]) for line in large)
    assert "Phường 11, Phường Mỹ Phú, Xã Hòa An" in shown
    assert "có 3 đơn vị báo cáo mà thực tế chưa có" in shown


async def test_in_ascii_large_figures_are_still_read(until, text):
    app = made(options=NO_TERMINAL._replace(ascii=True))
    try:
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, "sap den han")
            await Show(pilot).begin()
            shown = await until(pilot, "HO SO TRE HAN")
    finally:
        ascii_fallback.use_ascii(False)
    assert shown.isascii()
    large = [line[:46] for line in shown.split("\n") if "###" in line]
    assert len(large) >= 10
    assert set("".join(large)) == {"#", " "}  # each cell whole or empty: halves would be other letters


@pytest.mark.parametrize("size", SIZES[:2], ids=str)
async def test_in_english_too_no_page_is_cut(until, text, size):
    app = made()
    try:
        async with app.run_test(size=size) as pilot:
            await until(pilot, "sắp đến hạn" if size[0] >= 72 else "1.416")
            app.action_language()
            await until(pilot, "due soon" if size[0] >= 72 else "1,416")
            show = await Show(pilot).begin()
            for _ in range(len(show.screen._pages)):
                await show.settled(until)
                await pilot.pause()
                shown = text(pilot)
                assert "…" not in shown, shown
                assert not re.search("hồ sơ|đơn vị|tăng|trễ|số liệu", shown), shown
                await pilot.press("right")
    finally:
        use("vi")


async def test_the_map_has_the_wards_and_communes_and_speaks_of_them_alone(until, text):
    source = FakeSource()
    async with made(source).run_test(size=(80, 24)) as pilot:
        await until(pilot, "sắp đến hạn")
        source.load(tnmt=900, u29863=301)
        shown = (await each_page(pilot, until, text))["map"]
    assert "Hồ sơ trễ hạn · Cấp xã" in shown
    assert "Phường 11 tăng 9" in shown
    assert "Phòng" not in shown
    for words in ("Thuận Tây", "Tịnh Thới", "301", "412"):
        assert words in shown


async def test_findings_are_counted_on_the_page_of_data_sources(until, text):
    class Finding(FakeSource):
        def overview(self, at=None):
            return replace(super().overview(at), findings={FindingKind.BACKDATED: 6, FindingKind.VANISHED: 2})

    async with made(Finding()).run_test(size=(80, 24)) as pilot:
        shown = (await each_page(pilot, until, text))["exports"]
    assert "6 hồ sơ bị ghi lùi ngày kết thúc" in shown
    assert "2 hồ sơ không còn trong danh sách" in shown
    assert "từ chối" in shown


async def test_units_without_late_dossiers_are_no_rows(until, text):
    source = FakeSource()
    source.late_by_unit = dict.fromkeys(source.late_by_unit, 0) | {"29878": 3}
    async with make_app(source).run_test(size=(80, 24)) as pilot:
        await until(pilot, "sắp đến hạn")
        await Show(pilot).begin()
        await pilot.press("3")
        shown = await until(pilot, "Phường 6")
        assert "Phòng" not in shown
        assert "Xã" not in shown


async def test_a_hostile_name_is_only_text(until):
    source = FakeSource()
    source.names = {"29878": "Phường 6[/x]\x1b[31m[@click=app.quit]", "29884": "Xã Mỹ Tân\u202e\x9b"}
    app = make_app(source)
    app.prefer(chosen=("29878",))
    async with app.run_test(size=(140, 40)) as pilot:
        await until(pilot, "Phường 6[/x]")
        await Show(pilot).begin()
        await pilot.press("3")
        shown = await until(pilot, "Phường 6[/x][31m[@click=app.quit]")
        assert all(char.isprintable() for line in shown.split("\n") for char in line)


@pytest.mark.parametrize("size", [(59, 24), (80, 19)])
async def test_too_small_a_window_says_what_it_needs(until, size):
    async with made().run_test(size=(80, 24)) as pilot:
        await until(pilot, "sắp đến hạn")
        await Show(pilot).begin()
        await pilot.resize_terminal(*size)
        await until(pilot, "Cửa sổ cần ít nhất 60x20")
        await pilot.resize_terminal(140, 40)
        await until(pilot, f"1/{len(WALL) + 2}", "HỒ SƠ TRỄ HẠN", gone="Cửa sổ cần")
