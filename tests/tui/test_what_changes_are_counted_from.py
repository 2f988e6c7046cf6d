"""The reference: said in words, cycled by c, chosen by date, the same after a restart; and marks of meetings."""

from __future__ import annotations

import pytest

from cchc_tui.domain.moments import parse_iso
from cchc_tui.store.write.meetings import Meeting
from tests.kits.tui_fakes import MOMENT, FakeSource, make_app
from tests.kits.tui_made_up import LATE, OPENED

SIZE = (100, 40)


@pytest.fixture
def source() -> FakeSource:
    """Eight mornings' lists before the one of 08:30, two meetings."""
    return FakeSource().live_through()


def line_of(shown: str, name: str) -> str:
    return next(line for line in shown.split("\n") if f" {name} " in line)


async def test_c_cycles_the_references_in_words_and_the_figures_with_them(app, source, until):
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        for words, key in (
            ("so với đầu cuộc họp 08:10", parse_iso("2021-11-10T08:10")),
            ("so với cuộc họp trước 03/11", parse_iso("2021-11-03T08:30")),
            ("so với kết xuất trước 08:00", parse_iso("2021-11-10T08:00")),
            ("so với lúc mở 08:33", OPENED),
            ("so với đầu cuộc họp 08:10", parse_iso("2021-11-10T08:10")),
        ):
            moved = LATE["tnmt"] - source._late_at(key)["tnmt"]
            shown = await until(pilot, words)
            assert (f"▲ {moved}" if moved else "=") in line_of(shown, "Phòng Tài nguyên và Môi trường")
            assert app.session.reference.at == key
            await pilot.press("f9" if "mở" in words else "c")


async def test_every_figure_of_the_overview_carries_its_change(app, until):
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await until(pilot, "so với đầu cuộc họp 08:10", "Cấp thành phố  ▲ 16", "sắp đến hạn 114 ▲ 1")
        for figure in ("chưa kết thúc 350 ▲ 4", "chưa kết thúc 808 =", "quá hạn 969 =", "Chủ Nhật    8    =    5"):
            assert figure in shown
        assert "▲ 5" in line_of(shown, "Phòng Tài nguyên và Môi trường")


async def test_ranks_change_with_the_reference_on_board_and_overview(app, source, until):
    source.before = [(MOMENT - 3600, {**source.late_by_unit, "29878": 300, "tnmt": 390})]
    source.meetings = []
    async with app.run_test(size=(140, 40)) as pilot:
        shown = await until(pilot, "so với kết xuất trước 07:30", "▲ 112", "▲2", "▼1")
        assert "▲2" in line_of(shown, "Phường 6")
        assert "▼1" in line_of(shown, "Xã Mỹ Tân")
        await pilot.press("2", "l", "l")  # of the communes alone
        shown = await until(pilot, "so với kết xuất trước 07:30", "Cấp xã")
        assert "▲1" in line_of(shown, "Phường 6")
        assert "▼1" in line_of(shown, "Xã Mỹ Tân")


async def test_a_unit_counts_all_its_figures_from_there_too(app, until):
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("2")
        await until(pilot, "▲ 5")
        await pilot.press("enter")
        await until(pilot, "trễ 482 ▲ 5   quá hạn 144 ▲ 1", "chưa kết thúc 120 ▲ 1", "so với đầu cuộc họp 08:10")


async def test_a_date_can_be_chosen(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "so với đầu cuộc họp 08:10")
        await pilot.press("f12", *"so_voi_ngay".replace("_", " "))
        await pilot.press("enter")
        await until(pilot, "So với ›")
        await pilot.press(*"7/11", "enter")
        shown = await until(pilot, "so với 07/11 00:00", "▲ 42", "▲ 44")
        assert "▲ 2" in line_of(shown, "Phòng Nội vụ")


async def test_the_reference_follows_into_the_past(app, until):
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "so với đầu cuộc họp 08:10")
        await pilot.press("left_square_bracket", "left_square_bracket")
        await until(pilot, "QUÁ KHỨ · 10/11/2021 08:00", "so với cuộc họp trước 03/11")  # the meeting had not begun
        await pilot.press("c")
        await until(pilot, "so với kết xuất trước 09/11 08:00")
        await pilot.press("left_square_bracket", "left_square_bracket")
        await until(pilot, "QUÁ KHỨ · 09/11/2021 08:00", "so với kết xuất trước 08/11 08:00")


async def test_a_list_that_comes_late_changes_what_was_before(app, source, until):
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        shown = await until(pilot, "so với đầu cuộc họp 08:10", "▲ 5")
        assert "=" in line_of(shown, "Phường 6")
        source.load_old(parse_iso("2021-11-10T08:05"), u29878=400)
        shown = await until(pilot, "▲ 12")
        assert "▲ 12" in line_of(shown, "Phường 6")


async def test_the_answers_of_the_reference_are_asked_once_until_a_load(app, source, until, monkeypatch):
    asked: list[object] = []
    late = source.late
    monkeypatch.setattr(source, "late", lambda *words, **more: (asked.append(words[0]), late(*words, **more))[1])
    monkeypatch.setattr("cchc_tui.tui.session.queries.LateQuery.every", 0.1)
    begin = parse_iso("2021-11-10T08:10")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("2")
        await until(pilot, "so với đầu cuộc họp 08:10")
        await pilot.pause(0.5)
        assert asked.count(begin) == 1
        assert asked.count(None) > 2
        source.load()
        await until(pilot, "08:34")
        await pilot.pause(0.1)
        assert asked.count(begin) == 2


async def test_m_marks_the_start_and_then_the_end_of_a_meeting(app, source, until):
    source.meetings = []
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "482")
        await pilot.press("m", "enter", "enter")
        await until(pilot, "Đã ghi đầu cuộc họp 08:33.")
        assert source.marked_texts == ("", "", None)
        await pilot.press("2")
        await pilot.press("m")  # at once, before the mark has come back through the collector
        await until(pilot, "Nhấn m lần nữa")
        assert source.marks == [(OPENED, True)]
        await pilot.press("m")
        await until(pilot, "Đã ghi cuối cuộc họp 08:33.")
        assert source.marks == [(OPENED, True), (OPENED, False)]
        assert source.marked_texts == ("", "", ("late",))
        source.meetings = [Meeting(OPENED, OPENED, "Họp đột xuất", "Chủ tịch")]
        source.load()
        await until(pilot, "so với cuộc họp trước 08:33")
        await pilot.press("m", "escape")
        assert len(source.marks) == 2
        await pilot.press("m")
        await until(pilot, "Tên cuộc họp ›", "Esc: thôi", "Họp đột xuất")
        await pilot.press(*"Giao ban  quý", "enter")
        await until(pilot, "Người chủ trì ›")
        await pilot.press("down", "enter")
        await until(pilot, "Đã ghi đầu cuộc họp 08:34.")
        assert source.marked_texts == ("Giao ban quý", "Chủ tịch", None)
        source.meetings.append(Meeting(OPENED + 60, None, "Giao ban quý", "Chủ tịch"))
        source.load()
        await until(pilot, "so với đầu cuộc họp 08:34")
        await pilot.press("c", *("c" for _ in app.session.choice.references(app.session.now)[1:]))
        await until(pilot, "So với đầu cuộc họp 08:34 “Giao ban quý”.")
        await pilot.press("left_curly_bracket")
        await until(pilot, "QUÁ KHỨ", "đầu “Giao ban quý”")
        await pilot.press("end", "1", "f5")
        await pilot.press("escape")
        source.set_clock(OPENED + 3600)
        await pilot.press("m", "m")
        await until(pilot, "Đã ghi cuối cuộc họp 09:33.")
        assert source.marked_texts == ("", "", ("late", "overview"))
    assert source.threads - {"slow queries"} == {"poller"}


async def test_a_mark_that_cannot_be_written_is_said_and_harms_nothing(app, source, until):
    source.meetings = []
    source.marking = PermissionError(13, "Permission denied")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "482")
        await pilot.press("m", "enter", "enter")
        await until(pilot, "Không ghi được mốc cuộc họp (Permission denied).", gone="⚠")
        source.marking = None
        await pilot.press("m", "enter", "enter")
        await until(pilot, "Đã ghi đầu cuộc họp 08:33.")


async def test_in_the_past_no_meeting_can_be_marked(app, source, until):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "482")
        await pilot.press("left_square_bracket")
        await until(pilot, "QUÁ KHỨ")
        await pilot.press("m")
        await until(pilot, "Đang xem quá khứ: nhấn End về hiện tại rồi ghi mốc cuộc họp.")
    assert not source.marks


async def test_without_any_moment_before_nothing_is_counted(until):
    source = FakeSource(empty=True)
    app = make_app(source)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "Chưa có dữ liệu.")
        await pilot.press("c")
        await until(pilot, "Chưa có mốc nào trước đó để so sánh.")
