"""Back in time and to the present again: every board shows its past, and the whole frame says so."""

from __future__ import annotations

import pytest

from cchc_tui.domain.moments import DAY, parse_iso
from cchc_tui.tui.style.themes import PALETTES, Background
from tests.kits.tui_fakes import MOMENT, FakeSource, make_app

SIZE = (100, 40)
LIVE = "tập huấn 08:33"


@pytest.fixture
def source() -> FakeSource:
    """Eight mornings' lists before the one of 08:30, two meetings."""
    return FakeSource().live_through()


def line_of(shown: str, name: str) -> str:
    return next(line for line in shown.split("\n") if f" {name} " in line)


def frame(app) -> list[str]:
    """The backgrounds of the outermost cells, from the top left once round."""
    strips = [list(strip) for strip in app.screen._compositor.render_strips()]
    rows = [[segment.style.bgcolor.triplet.hex for segment in line for _ in segment.text] for line in strips]
    return [*rows[0], *(row[-1] for row in rows), *rows[-1], *(row[0] for row in rows)]


async def test_brackets_step_through_the_exports_and_the_days_and_on_to_the_present(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, LIVE, "482")
        for moment, figure in (
            ("10/11/2021 08:30", "482"),
            ("10/11/2021 08:00", "477"),
            ("09/11/2021 23:59", "477"),
            ("09/11/2021 08:00", "477"),
        ):
            await pilot.press("left_square_bracket")
            shown = await until(pilot, f"QUÁ KHỨ · {moment}", gone=LIVE)
            assert figure in line_of(shown, "Phòng Tài nguyên và Môi trường")
        await pilot.press("ctrl+right", "ctrl+right", "right_square_bracket")
        await until(pilot, "QUÁ KHỨ · 10/11/2021 08:30")
        await pilot.press("right_square_bracket")
        await until(pilot, LIVE, gone="QUÁ KHỨ")
        await pilot.press("right_square_bracket")
        await until(pilot, "Đang xem hiện tại.")


async def test_the_first_step_is_the_end_of_the_way_back(app, source, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "482")
        await pilot.press(*["left_square_bracket"] * 30)
        await until(pilot, "QUÁ KHỨ · 03/11/2021 08:00", "Đây là thời điểm đầu tiên có số liệu.")
        assert app.session.shown_at == source.before[0][0]


async def test_end_leads_back_from_anywhere_and_grids_end_with_ctrl_end(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "482")
        await pilot.press("ctrl+end")
        await until(pilot, "dòng 27 / 27")
        await pilot.press("left_square_bracket", "left_square_bracket")
        await until(pilot, "QUÁ KHỨ", "dòng 27 / 27")
        await pilot.press("end")
        await until(pilot, LIVE, "482", "dòng 27 / 27", gone="QUÁ KHỨ")


async def test_curly_brackets_step_through_the_meetings(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "482")
        for moment in ("10/11/2021 08:10", "03/11/2021 10:00", "03/11/2021 08:30"):
            await pilot.press("left_curly_bracket")
            await until(pilot, f"QUÁ KHỨ · {moment}")
        await pilot.press("left_curly_bracket")
        await until(pilot, "Không có cuộc họp nào trước thời điểm này.")
        await pilot.press(*["right_curly_bracket"] * 3)
        await until(pilot, LIVE, gone="QUÁ KHỨ")


@pytest.mark.parametrize(("size", "light"), [((80, 24), False), ((140, 40), True), ((60, 20), False)])
async def test_the_whole_frame_shows_that_it_is_the_past_without_taking_a_row(source, until, size, light):
    app = make_app(source, light=light)
    async with app.run_test(size=size) as pilot:
        past = PALETTES[app.theme].backgrounds[Background.PAST]
        await until(pilot, "TRỄ NHIỀU NHẤT")
        for keys, words in (
            ((), "TRỄ NHIỀU NHẤT"),
            (("2",), "Nhóm theo"),
            (("enter",), "2110"),
            (("enter",), "HẸN TRẢ"),
            (("4",), "★"),
            (("0",), "Thư mục"),
        ):
            await pilot.press(*keys)
            await until(pilot, words)
            await pilot.pause(0.05)
            assert past not in frame(app)
            places = [widget.region for widget in app.screen.query("Lines, Grid")]
            await pilot.press("left_square_bracket")
            await until(pilot, "QUÁ KHỨ")
            await pilot.pause(0.05)
            assert set(frame(app)) == {past}
            assert [widget.region for widget in app.screen.query("Lines, Grid")] == places
            await pilot.press("end")
            await until(pilot, gone="QUÁ KHỨ")


async def test_another_board_of_the_past_is_framed_too_and_back_again(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "482")
        await pilot.press("2")
        await until(pilot, "Nhóm theo")
        await pilot.press("1", "left_square_bracket")
        await until(pilot, "QUÁ KHỨ", "TRỄ NHIỀU NHẤT")
        past = PALETTES[app.theme].backgrounds[Background.PAST]
        for key, words in (("2", "Nhóm theo"), ("4", "★"), ("0", "Thư mục nhận tệp")):
            await pilot.press(key)
            await until(pilot, "QUÁ KHỨ", words)
            await pilot.pause(0.1)
            assert set(frame(app)) == {past}
        await pilot.press("end", "2")
        await until(pilot, LIVE, "Nhóm theo", gone="QUÁ KHỨ")
        await pilot.pause(0.1)
        assert past not in frame(app)


async def test_every_question_of_the_past_names_its_moment(source, app, until, monkeypatch):
    asked: list[tuple[str, object]] = []
    for name in ("late", "overview", "rollout", "exports", "dossiers", "dossier"):
        real = getattr(source, name)

        def spy(*words, name=name, real=real, **more):
            asked.append((name, words[1] if name in {"dossiers", "dossier"} else words[0] if words else None))
            return real(*words, **more)

        monkeypatch.setattr(source, name, spy)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "482")
        asked.clear()
        await pilot.press("left_square_bracket", "left_square_bracket")
        await until(pilot, "QUÁ KHỨ · 10/11/2021 08:00")
        for keys, words in (
            ("2", "Nhóm theo"),
            ("enter", "2110"),
            ("enter", "CÁC LẦN KẾT XUẤT"),
            ("4", "★"),
            ("0", "Thư mục nhận tệp"),
        ):
            await pilot.press(keys)
            await until(pilot, "QUÁ KHỨ", words)
    past = {name for name, at in asked if at == MOMENT - 1800}
    assert past == {"overview", "late", "rollout", "exports", "dossiers", "dossier"}
    meeting = parse_iso("2021-11-03T08:30")  # the last meeting before: what changes are counted from
    of = [at for _, at in asked]
    assert set(of[of.index(MOMENT - 1800) :]) == {MOMENT - 1800, meeting}


async def test_news_do_not_move_the_past_but_are_told(app, source, until, text):
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "482")
        await pilot.press("left_square_bracket", "left_square_bracket")
        before = await until(pilot, "QUÁ KHỨ · 10/11/2021 08:00", gone="số liệu mới")
        source.load(tnmt=900)
        shown = await until(pilot, "có số liệu mới 08:34")
        assert shown.split("\n")[1:30] == before.split("\n")[1:30]
        await pilot.press("end")
        await until(pilot, "900", gone="QUÁ KHỨ")


async def test_a_list_that_came_late_changes_the_past_that_is_looked_at(app, source, until):
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "482")
        await pilot.press("left_square_bracket", "left_square_bracket")
        await until(pilot, "QUÁ KHỨ · 10/11/2021 08:00")
        source.load_old(MOMENT - 1900, tnmt=470)
        source.before[-1] = (source.before[-1][0], source.before[-2][1])
        await until(pilot, "470", "QUÁ KHỨ · 10/11/2021 08:00")


async def test_what_a_step_changed_is_marked_and_told_and_a_jump_is_not(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "482")
        await pilot.press("left_square_bracket")
        await until(pilot, "QUÁ KHỨ · 10/11/2021 08:30")
        await pilot.press("left_square_bracket")
        shown = await until(pilot, "Từ 08:00 đến 08:30:  ", "◆")
        assert shown.count("◆") == 5
        await pilot.press("left_curly_bracket")
        await until(pilot, "Từ 03/11 10:00 đến 10/11 08:00:  Phòng Quản lý đô thị ▲ 9", gone="◆")


async def test_the_cursor_stays_on_its_unit_through_time(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "482")
        await pilot.press("down", "down", "down")
        await until(pilot, "dòng 4 / 27")
        await pilot.press(*["left_square_bracket"] * 6)
        shown = await until(pilot, "QUÁ KHỨ · 08/11/2021 08:00")
        assert "▶" in line_of(shown, "Phòng Quản lý đô thị")


async def test_at_asks_for_a_moment(app, source, until):
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "482")
        await pilot.press("at")
        await until(pilot, "Xem lúc ›", "10/11/2021 08:10   đầu cuộc họp", "03/11/2021 10:00   cuối cuộc họp")
        await pilot.press(*"8,11", "enter")
        await until(pilot, "Không hiểu “8,11”. Ví dụ: 10/11 08:30")
        await pilot.press("backspace", "backspace", "backspace", *"/12", "enter")
        await until(pilot, "QUÁ KHỨ · 08/12/2020 23:59", "Phường 6")
        await pilot.press("at", *"10/11", "space", *"9:00", "enter")
        await until(pilot, "10/11/2021 09:00 chưa đến; bây giờ là 10/11/2021 08:33.")
        await pilot.press("ctrl+u", *"08:10", "enter")  # the day is that of the moment that is looked at
        await until(pilot, "QUÁ KHỨ · 08/12/2020 08:10")
        await pilot.press("at", "down", "down", "enter")
        await until(pilot, "QUÁ KHỨ · 03/11/2021 08:30")
        await pilot.press("at", "escape")
        await until(pilot, "QUÁ KHỨ · 03/11/2021 08:30", "Nhóm theo")
        await pilot.press("at", *"hôm", "space", *"nay", "enter")
        await until(pilot, LIVE, gone="QUÁ KHỨ")


async def test_replay_plays_the_steps_and_stops_at_the_present(app, source, until, text, monkeypatch):
    monkeypatch.setattr("cchc_tui.tui.session.time_travel.SPEEDS", (8.0, 16.0, 32.0))
    app.session.travel.speed = 16.0
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        live = await until(pilot, "482", LIVE, "so với đầu cuộc họp 08:10")
        await pilot.press(*["left_curly_bracket"] * 3)
        await until(pilot, "QUÁ KHỨ · 03/11/2021 08:30")
        await pilot.press("space")
        await until(pilot, "QUÁ KHỨ", "phát lại 16×")
        await pilot.press("plus")
        await until(pilot, LIVE, "Đã về hiện tại.", gone="QUÁ KHỨ")
        now = text(pilot)
        assert [line[1:] for line in now.split("\n")[1:35]] == [line[1:] for line in live.split("\n")[1:35]] or (
            now.replace("◆", " ").split("\n")[1:35] == live.split("\n")[1:35]
        )


async def test_replay_from_the_present_begins_at_the_reference_and_space_halts_it(app, until, monkeypatch):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "482", "so với đầu cuộc họp 08:10")
        await pilot.press("c")
        await until(pilot, "so với cuộc họp trước 03/11")
        await pilot.press("minus", "minus")
        await until(pilot, "Tốc độ phát lại: 0,5 bước mỗi giây.")
        await pilot.press("space")
        await until(pilot, "QUÁ KHỨ · 03/11/2021 08:30", "phát lại 0,5×")
        await pilot.press("space")
        await until(pilot, "QUÁ KHỨ", gone="phát lại 0,5×")
        await pilot.press("plus", "plus", "plus", "plus", "plus", "space")
        await until(pilot, LIVE, gone="QUÁ KHỨ")


async def test_a_step_by_hand_halts_the_replay(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "482")
        await pilot.press("space")
        await until(pilot, "QUÁ KHỨ", "phát lại")
        await pilot.press("left_square_bracket")
        await until(pilot, "QUÁ KHỨ", gone="phát lại")


async def test_the_help_offers_what_makes_sense_now_and_in_the_past(app, until):
    async with app.run_test(size=(120, 90)) as pilot:
        await until(pilot, "482")
        await pilot.press("f1")
        await until(pilot, "ghi mốc cuộc họp", gone="rời quá khứ")
        await pilot.press("escape", "left_square_bracket")
        shown = await until(pilot, "QUÁ KHỨ")
        assert "[ lùi  ] tới" in shown.split("\n")[-1]
        await pilot.press("f1")
        await until(pilot, "rời quá khứ", gone="ghi mốc cuộc họp")


async def test_before_anything_was_loaded_there_is_no_past(until):
    app = make_app(FakeSource(empty=True))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "Chưa có dữ liệu.")
        await pilot.press("left_square_bracket")
        await until(pilot, "Đây là thời điểm đầu tiên có số liệu.")
        await pilot.press("space")
        await until(pilot, "Chưa có mốc nào trước đó để so sánh.")
        assert app.session.shown_at is None


async def test_while_the_data_cannot_be_read_the_moment_does_not_change_without_its_figures(source, app, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "482")
        source.failing = OSError("mất")
        await until(pilot, "⚠ Không đọc được dữ liệu")
        await pilot.press("left_square_bracket")
        await pilot.pause(0.3)
        await until(pilot, "482", gone="QUÁ KHỨ")
        source.failing = None
        await until(pilot, "QUÁ KHỨ · 10/11/2021 08:30", "482")


def test_a_day_without_lists_has_a_step_of_its_own():
    source = FakeSource()
    source.before = [(MOMENT - 3 * DAY, dict(source.late_by_unit))]
    steps = source.timeline().steps(source.clock.now())
    assert len(steps) == 2 + 3
