"""Board 4: what is claimed beside what is shown, the cell under the cursor in sentences, the dossiers behind it."""

from __future__ import annotations

import pytest

from cchc_tui.boards.rollout import RolloutCell
from cchc_tui.domain.evidence import Evidence, EvidenceKind, Threshold, Verdict
from cchc_tui.domain.moments import DAY
from cchc_tui.texts.tui_models import MODELS
from cchc_tui.tui.screens.matrix_cells import Chosen, cell_width, detail_lines, heading, matrix_cell, sentences
from cchc_tui.tui.style.render import width
from cchc_tui.tui.style.themes import DARK, Background, TextRole
from cchc_tui.tui.widgets.cell_grid import CellGrid
from tests.kits.line_text import text_of
from tests.kits.steps import step
from tests.kits.tui_fakes import MOMENT, FakeSource, make_app

SIZE = (80, 24)


def row(shown: str, name: str) -> str:
    return next(line for line in shown.split("\n") if name in line)


async def test_claimed_stands_beside_shown_for_every_unit_at_80x24(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("4")
        shown = await until(pilot, "Xã Tịnh Thới", "Số đơn vị")
        assert row(shown, "Phường 11 ").split() == ["▶", "Phường", "11", "✗", "đang", "0/3", "★", "chưa", "–", "★",
                                                    "kế", "hoạch", "–", "✗", "đã", "8", "%"]  # fmt: skip
        assert row(shown, "Phường 1 ").split()[2:] == ["đã", "10/12", "đang", "60", "%", "+", "chưa", "60", "%", "+",
                                                      "kế", "hoạch", "60%"]  # fmt: skip
        assert "chưa rõ" in row(shown, "Phường 4 ") + row(shown, "Phường 2 ")
        assert "…" not in "\n".join(shown.split("\n")[1:20])
        assert len([line for line in shown.split("\n") if "Phường " in line or "Xã " in line]) == 15 + 1


async def test_what_is_claimed_and_not_shown_stands_on_another_ground(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("4")
        await until(pilot, "Xã Tịnh Thới")
        await pilot.press("right")
        await pilot.pause()
        grid = app.screen.query_one(CellGrid)
        backgrounds = {background: DARK.backgrounds[background] for background in (Background.ALARM, Background.CURSOR)}
        first = grid.render_line(2)
        found = {
            name: " ".join(part.text for part in first if part.style and part.style.bgcolor.name == colour)
            for name, colour in backgrounds.items()
        }
        assert found[Background.ALARM].split() == ["✗", "đang", "0/3", "✗", "đã", "8", "%"]
        assert found[Background.CURSOR].split() == ["★", "chưa", "–"]


async def test_the_cell_under_the_cursor_is_told_in_a_word_and_sentences(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("4")
        shown = await until(pilot, "Phường 11 · Ngày Chủ Nhật thân thiện", "THỰC TẾ CHƯA CÓ")
        assert "Báo cáo: đang triển khai từ 11/10/2021. Hồ sơ từ đó: 0 trong 3 Chủ Nhật có" in shown
        await pilot.press("down", "right")
        told = await until(pilot, "Phường 1 · Ngày thứ Tư trực tuyến", "THỰC TẾ CÓ")
        assert "60,4 % nộp trực tuyến (61/101), ngày khác 12,0 % (60/500)." in " ".join(told.split())
        await pilot.press("right", "right", "right", "down")
        told = await until(pilot, "Phường 2 · Đoàn viên", "CHƯA ĐỦ SỐ LIỆU")
        assert "40,0 % có ghi người hỗ trợ (2/5)." in " ".join(told.split())
        await pilot.press("left", "left", "left", "left")
        await until(pilot, "Phường 2 · Ngày Chủ Nhật thân thiện", "nơi khởi xướng")


async def test_thresholds_are_told_where_there_is_room(app, until):
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("4")
        shown = await until(pilot, "Thực tế có: từ 50 %", "Ngày thứ Tư trực tuyến", "kế hoạch")
        assert "Thực tế có: từ 50 %; cần ít nhất 2 Chủ Nhật." in " ".join(shown.split())
        await pilot.press("down", "right")
        shown = await until(pilot, "Thực tế có: từ 25 %", "61/101   60 %")
        assert "từ 25 % và gấp 1,5 lần ngày khác; cần ít nhất 10 hồ sơ." in " ".join(shown.split())


async def test_nothing_is_cut_at_any_width(until):
    app = make_app(FakeSource())
    async with app.run_test(size=(62, 24)) as pilot:
        await pilot.press("4")
        for cells in (60, 66, 72, 79, 80, 90, 100, 120, 160):
            with step(cells):
                await pilot.resize_terminal(cells, 24)
                assert app.size.width == cells
                shown = await until(pilot, "Xã Tân Thuận Đông", "Số đơn vị")
                assert "…" not in "\n".join(shown.split("\n")[1:20])
                assert "0/3" in row(shown, "Phường 11 ")
                assert all(width(line) <= cells for line in shown.split("\n"))


async def test_enter_opens_the_dossiers_that_are_the_evidence(source, app, until):
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("4")
        await until(pilot, "Phường 11")
        await pilot.press("down", "right", "enter")
        shown = await until(pilot, "Mô hình › Phường 1 · Thứ Tư", "2110", "THỰC TẾ CÓ", "Trả kết quả")
        asked = source.filters[-1]
        assert (asked.unit, asked.only, asked.evidence) == ("29866", "all", "wednesday-online")
        assert "Lọc" not in shown
        await pilot.press("g")
        await pilot.pause()
        assert source.filters[-1].only == "all"
        await pilot.press("enter")
        await until(pilot, "CÁC LẦN KẾT XUẤT")
        await pilot.press("escape", "escape")
        await until(pilot, "› Mô hình", "Số đơn vị")
        assert app.screen.query_one(CellGrid).column_key == "wednesday-online"


async def test_a_claim_that_changed_since_the_reference_is_marked(source, app, until):
    source.states_before = {key: list(states) for key, states in source.states.items()}
    source.states_before["29863"][0] = "planned"
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.press("4")
        shown = await until(pilot, "→đang", ": đã có kế hoạch → đang")
        assert shown.count("→đang") == 1


async def test_c_says_what_changes_are_counted_from_where_no_line_does(source, app, until):
    source.live_through()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("4")
        await until(pilot, "(báo cáo thực tế)", "c so với")
        await pilot.press("c")
        await until(pilot, "So với cuộc họp trước 03/11")
        await pilot.press("c")
        await until(pilot, "So với kết xuất trước 08:00")


async def test_a_click_selects_a_cell_and_a_second_one_opens_it(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("4")
        await until(pilot, "Phường 11")
        grid = app.screen.query_one(CellGrid)
        spot = grid.placed[3]
        await pilot.click(CellGrid, offset=(spot.x + 1, 4))
        await until(pilot, "Phường 2 · Ngày không hẹn")
        await pilot.click(CellGrid, offset=(spot.x + 1, 4))
        await until(pilot, "Mô hình › Phường 2 · Không hẹn")


async def test_help_tells_the_signs(app, until):
    async with app.run_test(size=(120, 60)) as pilot:
        await pilot.press("4")
        await until(pilot, "Phường 11")
        await pilot.press("f1")
        await until(pilot, "báo đang hoặc đã triển khai, mà thực tế chưa có", "sang mô hình bên phải")


def _cell(
    state: str, verdict: Verdict, part: int, whole: int, measure: EvidenceKind = EvidenceKind.OPEN_DAY
) -> RolloutCell:
    evidence = Evidence(measure, MOMENT - 9 * DAY, MOMENT, part, whole, dossiers=part, verdict=verdict)
    return RolloutCell("29863", "sunday", state, evidence=evidence)


@pytest.mark.parametrize("cells", [8, 9, 13, 14, 18, 22, 34])
def test_a_cell_is_as_wide_as_its_column_whatever_it_holds(cells):
    for state in ("none", "planned", "running", "done", ""):
        for verdict in Verdict:
            for part, whole, measure in (
                (0, 1, EvidenceKind.OPEN_DAY),
                (36, 36, EvidenceKind.OPEN_DAY),
                (9, 9, EvidenceKind.ONLINE),
            ):
                drawn = matrix_cell(_cell(state, verdict, part, whole, measure), _cell("x", verdict, 0, 1), cells)
                assert width(drawn.text) == cells, drawn
    assert all(width(line) in (0, cells) for line in heading("Ngày rất dài " * 4, "Chủ Nhật", cells).split("\n")[1:])


def test_tones_and_signs_tell_the_same():
    claimed = {verdict: matrix_cell(_cell("done", verdict, 1, 3), None, 14) for verdict in Verdict}
    assert {verdict: cell.role for verdict, cell in claimed.items()} == {
        Verdict.SHOWN: TextRole.GOOD,
        Verdict.NOT_SHOWN: TextRole.BAD,
        Verdict.TOO_FEW: TextRole.TEXT,
    }
    assert claimed[Verdict.NOT_SHOWN].text.startswith("✗")
    assert MODELS.unknown in claimed[Verdict.TOO_FEW].text
    unclaimed = {verdict: matrix_cell(_cell("none", verdict, 1, 3), None, 14).text.split() for verdict in Verdict}
    assert unclaimed == {
        Verdict.SHOWN: ["+", "chưa", "1/3"],
        Verdict.NOT_SHOWN: ["chưa", "–"],
        Verdict.TOO_FEW: ["chưa", "–"],
    }
    assert cell_width(80, 17, 4) == 14


def test_where_not_all_sentences_on_a_cell_have_room_whole_ones_stay():
    sunday = Threshold(EvidenceKind.OPEN_DAY, weekday=6, enough=2, share=0.5)
    evidence = Evidence(EvidenceKind.OPEN_DAY, MOMENT - 20 * DAY, MOMENT, 1, 3, 19, 3, 13, Verdict.NOT_SHOWN)
    cell = RolloutCell("29863", "sunday", "done", since=MOMENT - 20 * DAY, turns=72, evidence=evidence)
    chosen = Chosen("Phường 11", cell, "Ngày Chủ Nhật thân thiện", "Chủ Nhật", sunday, None, "")
    assert "Ngày nghỉ khác" in " ".join(sentences(chosen))
    told = " ".join(text_of(line).strip() for line in detail_lines(chosen, 80, 3)[1:])
    assert told.endswith("trả hồ sơ, 13 hồ sơ.")
