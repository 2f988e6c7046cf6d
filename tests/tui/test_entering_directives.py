"""A directive is entered with one key at any board: its sentence is filled from the cursor, Enter records it."""

from __future__ import annotations

from cchc_tui.domain.directives import Act
from cchc_tui.domain.moments import parse_iso
from cchc_tui.store.write.meetings import Meeting
from cchc_tui.tui.overlays.chooser import CARET
from cchc_tui.tui.overlays.directive import _wrapped
from cchc_tui.tui.screens.board_screen import BoardScreen
from cchc_tui.tui.style.render import Span
from tests.kits.line_text import text_of
from tests.kits.tui_directives import ROWS
from tests.kits.tui_fakes import FakeSource, make_app
from tests.kits.tui_made_up import OPENED

SIZE = (80, 24)


async def test_a_directive_is_entered_from_the_row_and_column_under_the_cursor(app, source, until):
    """One start: three keys enter one; parts are refused where they are typed; Esc leaves nothing; a fault keeps it."""
    source.meetings = [Meeting(OPENED - 60, None)]
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "482")
        await pilot.press("2", "down", "n")
        # late dossiers of a year never become fewer, so what is asked for is that none is overdue
        await until(pilot, "Phường 6 phải đưa quá hạn về = 0 trước [30/11/2021", "Nội dung: Đưa hồ sơ quá hạn về 0")
        await pilot.press(*"thứ sáu", "enter")
        await until(pilot, "Đã ghi chỉ đạo: Đưa hồ sơ quá hạn về 0, hạn 12/11/2021.")
        (entry,) = source.entries
        assert (entry.act, entry.at, entry.units, entry.measure) == (
            Act.GIVEN,
            OPENED,
            ("29878",),
            "late.overdue[29878] = 0",
        )
        assert (entry.due, entry.meeting) == (parse_iso("2021-11-12"), OPENED - 60)

        await pilot.press("s", "5", "escape", "n")  # by another column; what is typed wrong is said where it is
        await until(pilot, "Phường 6 phải đưa chưa kết thúc về = 0 trước")
        await pilot.press(*"9/11", "tab")
        await until(pilot, "09/11/2021 đã qua; hôm nay là 10/11/2021.", "[9/11")
        await pilot.press("ctrl+u", *"+3", "tab", "tab")  # past the text to the unit
        await until(pilot, "[Phường 6▏]", "trước +3 (13/11/2021)")
        await pilot.press(*"xa ho", "down", "tab")
        await until(pilot, "Xã Hòa An phải đưa [chưa kết thúc▏]")
        await pilot.press(*"vui", "enter")
        await until(pilot, "Không có cột “vui”", "[vui▏]")
        await pilot.press("ctrl+u", "enter")  # without a measure a text is needed
        await until(pilot, "Xã Hòa An phải làm việc dưới đây", "Gõ nội dung", "Nội dung: [")
        await pilot.press("escape")
        assert len(source.entries) == 1

        source.marking = PermissionError(13, "Permission denied")
        await pilot.press("n", "tab", "ctrl+u", *"Họp dân", "enter")
        await until(pilot, "Không ghi được (Permission denied). Nhấn n: điều đã gõ vẫn còn.")
        source.marking = None
        await pilot.press("f11")
        await until(pilot, "Nội dung: Họp dân", "Phường 6 phải đưa chưa kết thúc về = 0 trước")
        await pilot.press("enter")
        await until(pilot, "Đã ghi chỉ đạo: Họp dân, hạn 30/11/2021.")
        assert source.entries[-1].measure == "late.unclosed[29878] = 0"
        await pilot.press("1", "n")  # unit and figure of the overview's list, of a unit's page, of the models
        await until(pilot, "Phòng Tài nguyên và Môi trường phải đưa quá hạn về = 0 trước")
        await pilot.press("escape", "4", "n")
        await until(pilot, "phải làm việc dưới đây (không theo dõi bằng số)")
        await pilot.press("escape", "2", "enter", "n")
        await until(pilot, "Phường 6 phải đưa quá hạn về = 0 trước")


async def test_a_viewer_that_may_only_read_is_told_before_anything_is_typed(until, tmp_path, monkeypatch):
    (tmp_path / "inbox").mkdir()
    source = FakeSource(data=tmp_path)
    source.directives = ROWS
    monkeypatch.setattr("cchc_tui.tui.session.status_tracker.os.access", lambda *_: False)
    app = make_app(source)
    async with app.run_test(size=(120, 34)) as pilot:
        await until(pilot, "482")
        while not app.main_screen.status.read_only:  # it looks at the folder with the next status
            await pilot.pause(0.02)
        for keys in (["m"], ["n"], ["8", "enter", "k"]):
            await pilot.press(*keys)
            await until(pilot, "Chỉ xem: tài khoản này không ghi được vào thư mục inbox")
            app.main_screen.unsay()
            assert isinstance(app.screen, BoardScreen)
    assert not source.entries
    assert not source.marks


def test_a_sentence_is_broken_between_words_and_never_between_what_is_typed_and_its_caret():
    spans = [
        Span("Phòng Tài nguyên"),
        Span(" phải đưa "),
        Span("["),
        Span("30/11/2021"),
        Span(f"{CARET}]"),
        Span(" (x)"),
    ]
    whole = "".join(span.text for span in spans)
    for cells in range(18, 60):
        lines = [text_of(line) for line in _wrapped(spans, cells)]
        assert " ".join(line.removeprefix("  ") for line in lines) == whole
        assert all(len(line) < cells for line in lines), lines
        assert any(f"[30/11/2021{CARET}]" in line for line in lines), lines
