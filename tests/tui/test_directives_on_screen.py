"""Board 8: who, what, by when, and what the data say; a directive's page; the log of a meeting."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cchc_tui.domain.directives import Act
from cchc_tui.domain.moments import parse_iso
from cchc_tui.store.write.meetings import Meeting
from tests.kits import tui_directives
from tests.kits.presentation_kit import Show
from tests.kits.tui_directives import ROWS, directive
from tests.kits.tui_fakes import FakeSource, make_app
from tests.kits.tui_made_up import MOMENT, OPENED, file

LIVE = Meeting(OPENED - 600, None)


@pytest.fixture
def source() -> FakeSource:
    source = FakeSource()
    source.directives = ROWS
    return source


def rows_of(shown: str) -> list[str]:
    """The numbers of the directives in their rows."""
    return [line.split()[0] for line in shown.replace("▶", " ").split("\n") if line[2:5].strip().isdigit()]


@pytest.mark.parametrize("size", [(80, 24), (120, 34)])
async def test_the_board_its_views_and_a_directives_page(app, source, until, size):
    """One start: overdue ones first, each with its state in a word; g turns; Enter opens history and figures."""
    async with app.run_test(size=size) as pilot:
        await until(pilot, "482")
        await pilot.press("8")
        shown = await until(
            pilot, "QUÁ HẠN 3 ngày", "✓ đạt 28/10", "✓ đạt muộn 07/11", "sắp đến hạn", "đang làm ?", "hủy"
        )
        assert rows_of(shown) == ["2", "3", "5", "4", "1", "6"]
        assert "[chỉ đạo 6]" in shown
        assert "05/11" in shown
        assert "164 → 98" in shown
        assert next(line for line in shown.split("\n") if line.startswith("▶")).count("= 0") == 1  # what it asks for
        assert "Kết thúc hồ sơ trên phần mềm" in shown  # below, in full
        await pilot.press("g")
        shown = await until(pilot, "[Tổ Tư vấn rà soát 2]", "QUÁ HẠN 3 ngày", "đang khắc phục", "Tồn tại: Ghi thiếu")
        assert shown.index("Sổ theo dõi") < shown.index("Bộ phận một cửa")
        await pilot.press("g")
        shown = await until(pilot, "[theo đơn vị 1]", "Phường 6")
        assert "Phường 11" not in shown
        await pilot.press("g", "enter")
        shown = await until(
            pilot,
            "Chỉ đạo số 2",
            "QUÁ HẠN 3 ngày   hạn 05/11/2021 (trước là 26/10)",
            "Giao 12/10 08:02 · “Giao ban CCHC” 08:00 · chủ trì: Phó Chủ tịch",
            "chưa kết thúc = 0   164 → 98",
            "k kết quả  h gia hạn  s sửa  x hủy chỉ đạo",
            "26/10/2021 → 05/11/2021",
            "đang thực hiện · đã kết thúc 66 hồ sơ",
        )
        assert "█" in shown
        assert shown.count("đang thực hiện · đã kết thúc 66 hồ sơ") == 1  # not again below, for its row is not cut
        await pilot.press("down", "down")
        said = "Kết thúc hồ sơ → Kết thúc hồ sơ trên phần mềm · hạn 05/11/2021 → hạn 26/10/2021"
        await until(pilot, *([f" {said[:-11]}\n 26/10/2021"] if size[0] < 100 else [said]))
        assert shown.index("báo cáo") < shown.index("gia hạn    ") < shown.index("giao việc    ")


async def test_a_board_without_rows_says_in_full_how_to_fill_it(until):
    app = make_app(FakeSource())
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, "482")
        await pilot.press("8", "g")
        await until(pilot, "điền mẫu trong thư mục templates", "rồi thả vào inbox.")


async def test_an_extension_offers_no_day_before_the_present_one(app, source, until):
    source.directives = tuple(replace(row, due=parse_iso("2021-11-30T23:59:59")) for row in ROWS)
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, "482")
        await pilot.press("8", "enter", "h")
        await until(pilot, "Hạn cũ 30/11/2021", "hết tháng 12", gone="thứ sáu   ")


async def test_what_becomes_of_a_directive_is_entered_on_its_page(app, source, until):
    """One start: result, extension, correction and cancelling each ask once and write an entry; Esc writes none."""
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "482")
        await pilot.press("8", "enter")
        await until(pilot, "Chỉ đạo số 2", "h gia hạn")
        await pilot.press("k")
        await until(pilot, "Tình hình ›", "số liệu quyết định")
        await pilot.press(*"xong", "enter")
        await until(pilot, "Chọn một dòng bên dưới")
        await pilot.press("ctrl+u", "enter")
        await until(pilot, "Kết quả ›")
        await pilot.press(*"đã kết thúc hết", "enter")
        await until(pilot, "Đã ghi kết quả.")
        await pilot.press("h")
        await until(pilot, "Gia hạn đến ›", "Hạn cũ 05/11/2021 vẫn còn trong diễn biến.")
        await pilot.press(*"1/11", "enter")
        await until(pilot, "01/11/2021 đã qua")
        await pilot.press("ctrl+u", *"hết tháng", "enter")
        await until(pilot, "Đã ghi gia hạn đến 30/11/2021.")
        await pilot.press("s")
        await until(pilot, "Sửa chỉ đạo số 2", "Phường 6 phải đưa chưa kết thúc về = 0 trước [05/11/2021")
        await pilot.press(*"30/11", "enter")
        await until(pilot, "Đã ghi sửa chỉ đạo")
        await pilot.press("x", "escape", "x")
        await until(pilot, "Lý do hủy ›", "Enter: hủy chỉ đạo số 2")
        await pilot.press("enter")
        await until(pilot, "Đã ghi hủy chỉ đạo.")
        key, day = ROWS[1].key, parse_iso("2021-11-10")
        assert [(entry.directive, entry.act, entry.at) for entry in source.entries] == [
            (key, act, OPENED) for act in (Act.REPORTED, Act.EXTENDED, Act.CORRECTED, Act.CANCELLED)
        ]
        reported, extended, corrected, cancelled = source.entries
        assert (reported.progress, reported.done, reported.result) == ("done", day, "đã kết thúc hết")
        assert extended.due == corrected.due == parse_iso("2021-11-30")
        assert (corrected.units, corrected.measure) == (("29878",), "late.unclosed[29878] = 0")
        assert corrected.text == "Kết thúc hồ sơ trên phần mềm"
        assert cancelled.result == ""
        await pilot.press("escape", "end", "ctrl+end", "enter")  # a cancelled one can only be corrected
        await until(pilot, "Chỉ đạo số 6")
        await pilot.press("h")
        await until(pilot, "Chỉ đạo này đã hủy.")
        assert len(source.entries) == 4


async def test_a_units_page_has_its_open_directives_and_the_log_of_a_meeting_opens_them(app, source, until):
    source.meetings = [LIVE]
    async with app.run_test(size=(120, 34)) as pilot:
        await until(pilot, "482")
        await pilot.press("2", "down", "enter")
        await until(pilot, "2 chỉ đạo phải làm  2. chưa kết thúc = 0 (164 → 98) QUÁ HẠN 3 ngày  ·  5. ")
        await pilot.press("escape", "H")
        shown = await until(
            pilot,
            "Diễn biến cuộc họp",
            "10/11/2021 08:23, đang họp",
            "Bảng đã xem: chưa rõ",
            "Số 2, Phường 6: Kết thúc hồ sơ trên phần mềm, hạn 05/11/2021",
            "Cấp xã: trễ hạn 3.250 → 3.253",
            "Phường 6: trễ hạn 415 → 412",
        )
        assert "danh sách" in shown or "hồ sơ, " in shown
        await pilot.press("down", "enter")
        await until(pilot, "Chỉ đạo số 2")
        source.meetings = [Meeting(OPENED - 600, OPENED - 60, "Giao ban", "Chủ tịch")]
        source.load()
        await pilot.press("escape")
        await until(pilot, "08:23 – 08:32 · Chủ tịch", "Bảng đã xem: Tổng quan, Hồ sơ trễ hạn, gone-since.")


async def test_the_last_meetings_directives_are_the_first_page_of_the_presentation(source, until, text):
    source.directed = True
    source.directives = (*ROWS, *(directive(n) for n in range(7, 15)))
    for size, more in (((80, 24), "Còn 4 chỉ đạo nữa."), ((200, 55), "Còn 4 chỉ đạo nữa.")):
        app = make_app(source)
        async with app.run_test(size=size) as pilot:
            await until(pilot, "482")
            show = await Show(pilot).begin()
            shown = await until(pilot, "Chỉ đạo của “Giao ban CCHC” 12/10 08:00", "QUÁ HẠN 3 ngày", more)
            assert show.page == "directives"
            assert "2 đạt, 1 quá hạn" in shown
            assert "…" not in shown
            await pilot.press("right")
            await until(pilot, "2/")
            assert show.page == "overview"


async def test_few_directives_leave_their_room_on_the_wall_to_larger_figures(source, until, text):
    source.directed, source.directives = True, ROWS[:4]
    app = make_app(source)
    async with app.run_test(size=(200, 55)) as pilot:
        await until(pilot, "482")
        await Show(pilot).begin()
        lines = (await until(pilot, "Chỉ đạo của “Giao ban CCHC” 12/10 08:00", "QUÁ HẠN")).split("\n")
        gaps = "".join(" " if line.strip() else "." for line in lines).split(" ")
        assert max(map(len, gaps)) <= 55 // 4


async def test_the_log_of_a_long_meeting_counts_its_files_after_the_figures(app, source, until, monkeypatch):
    came = [file(n, f"{n}.xlsx", "accepted") for n in range(300)]
    log = tui_directives.meeting_log(MOMENT, LIVE, ROWS)
    log = replace(log, files=(file(900, "ke-hoach.xlsx", "refused", kind="", moment=None), *came))
    monkeypatch.setattr(source, "meeting_log", lambda at=None: log)
    source.meetings = [LIVE]
    async with app.run_test(size=(120, 34)) as pilot:
        await until(pilot, "482")
        await pilot.press("H")
        shown = await until(pilot, "301 tệp: 300 đã nạp, 1 từ chối", "ke-hoach.xlsx, ✗ từ chối", "… và 295 tệp khác")
    assert shown.index("Số 2, Phường 6") < shown.index("Cấp xã: trễ hạn") < shown.index("301 tệp")
    assert shown.count("✓ đã nhận") == 5
