"""Marks of meetings on the way of every export: collected, listed, archived, and there again after a rebuild."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.boards.reference import Reference, Since, references
from cchc_tui.collector.archive_replay import run_rebuild
from cchc_tui.collector.once import run_once
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.moments import parse_iso
from cchc_tui.ingest.marks import MEETING_LINE, new_access, write_access, write_meeting
from cchc_tui.ingest.problems import BAD_MARK
from cchc_tui.store.write.meetings import Meeting
from tests.kits.asked_source import AskedSource

Once = Callable[[], list[dict[str, Any]]]
EIGHT, NINE, TEN = (parse_iso(f"2021-11-10T{hour}:00") for hour in ("08", "09", "10"))


def source_at(office: Any, moment: int) -> AskedSource:
    source = AskedSource(office.path, Clock(moment, 0))
    source.open()
    return source


def test_a_viewers_mark_is_loaded_listed_archived_and_rebuilt(
    office: Any, once: Once, exports: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    office.drop(exports / "igate_xlsx" / "DanhSachHoSo.xlsx")
    once()
    viewer, other = source_at(office, EIGHT), source_at(office, NINE)
    before = other.late()
    viewer.mark_meeting(True)
    (file,) = once()
    assert (file["kind"], file["verdict"], file["loaded"], file["reason"]) == ("meeting", "accepted", 1, "")
    assert list(office.inbox.iterdir()) == []
    assert any(path.name.endswith(".txt") for path in office.kept())

    assert other.timeline().meetings == (Meeting(EIGHT, None),)
    found = references(other.timeline(), other.clock.now())
    assert found[0] == Reference(Since.MEETING, EIGHT)
    row = other.exports().rows[0]
    assert (row.kind, row.verdict, row.moment) == ("meeting", "accepted", EIGHT)
    assert other.late() == before
    viewer.close()
    other.close()

    assert run_rebuild(office.path) == 0
    again = source_at(office, NINE)
    assert references(again.timeline(), again.clock.now()) == found
    assert again.exports().rows[0].kind == "meeting"
    assert again.late() == before
    again.close()


def test_the_same_mark_twice_changes_nothing(office: Any, once: Once) -> None:
    viewer = source_at(office, EIGHT)
    viewer.mark_meeting(True)
    viewer.mark_meeting(True)
    assert len({path.name for path in office.inbox.iterdir()}) == 2
    assert sorted(file["verdict"] for file in once()) == ["accepted", "repeated"]
    assert office.rows("SELECT at, start FROM meeting") == [(EIGHT, 1)]
    viewer.close()


def test_marks_that_begin_or_end_nothing_are_stored_and_noted(office: Any, once: Once) -> None:
    for moment, start in ((EIGHT, False), (EIGHT + 60, True), (NINE, True), (TEN, False)):
        write_meeting(office.inbox, moment, start)
    files = once()
    assert [file["verdict"] for file in files] == ["accepted"] * 4
    noted = [note["reason"] for file in files for note in file["notes"]]
    assert ["không có cuộc họp nào" in noted[0], "đang diễn ra từ 08:01 10/11/2021" in noted[1]] == [True, True]
    assert len(noted) == 2
    source = source_at(office, TEN)
    assert source.timeline().meetings == (Meeting(EIGHT + 60, TEN),)
    assert {finding.code for finding in source.exports().findings} == {"second_start", "end_without_start"}
    source.close()


def test_a_meeting_has_its_titles_and_boards_also_after_a_rebuild(office: Any, once: Once) -> None:
    write_meeting(office.inbox, EIGHT, True, "Họp giao ban", "Phó Chủ tịch")
    write_meeting(office.inbox, EIGHT, True, "Họp khác")  # of another viewer in the same second: kept, and noted
    write_meeting(office.inbox, NINE, False, boards=("overview", "late"))
    write_meeting(office.inbox, NINE, False, boards=("late", "rollout"))
    write_meeting(office.inbox, TEN, True)
    assert [file["verdict"] for file in once()] == ["accepted"] * 5
    texts = office.rows("SELECT title FROM meeting WHERE at = ? ORDER BY title", EIGHT)
    assert texts == [("Họp giao ban",), ("Họp khác",)]
    source = source_at(office, TEN)
    first, second = source.timeline().meetings
    assert first.title in {"Họp giao ban", "Họp khác"}
    assert (first.chair, first.end) == ("Phó Chủ tịch", NINE)
    assert {*first.boards} == {"overview", "late", "rollout"}
    assert second == Meeting(TEN, None)
    source.close()
    lost = [path for path in office.kept() if path.name.endswith(".txt")]
    before = {path: path.read_bytes() for path in lost}
    for path in lost:
        path.unlink()
    assert run_rebuild(office.path) == 0
    assert {path: path.read_bytes() for path in lost} == before
    source = source_at(office, TEN)
    assert source.timeline().meetings == (first, second)
    source.close()


def test_a_mark_that_cannot_be_read_is_refused_with_its_reason(office: Any, once: Once) -> None:
    (office.inbox / "cuoc-hop.txt").write_text(MEETING_LINE + "khoảng 8 giờ\n", encoding="utf-8")
    (file,) = once()
    assert (file["verdict"], file["kind"]) == ("refused", "")
    assert "Nhấn m" in file["reason"]
    assert office.rows("SELECT code FROM problem") == [(BAD_MARK,)]
    source = source_at(office, NINE)
    assert source.timeline().meetings == ()
    source.close()


def test_lines_of_collect_and_rebuild_name_a_mark_by_what_it_is(
    office: Any, exports: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write_meeting(office.inbox, EIGHT + 32 * 60, True)
    write_meeting(office.inbox, TEN, False)
    access = new_access(NINE, NINE + 300, office.path, "công dân hỏi")
    write_access(office.inbox, access)
    list_of_it = (exports / "igate_csv" / "danhsach.csv").read_bytes()
    (office.inbox / "cuoc-hop-20211110T083200-bat-dau-1.csv").write_bytes(list_of_it)  # a list, whatever its name
    (office.inbox / "cuoc-hop-20211110T083200-bat-dau-2.txt").write_text(f"{MEETING_LINE}bắt đầu: hôm nay\n", "utf-8")
    assert run_once(office.path) == 0
    said = capfd.readouterr().out
    assert "✓ Đã ghi: Đầu cuộc họp 10/11 08:32." in said
    assert "✓ Đã ghi: Cuối cuộc họp 10/11 10:00." in said
    assert "✓ Đã ghi: Lượt xem dữ liệu cá nhân 10/11 09:00." in said
    assert "✓ cuoc-hop-20211110T083200-bat-dau-1.csv: " in said
    assert "✗ Tệp “cuoc-hop-20211110T083200-bat-dau-2.txt”" in said
    write_meeting(office.inbox, EIGHT + 32 * 60, True)
    assert run_once(office.path) == 0
    assert capfd.readouterr().out.startswith("= Đầu cuộc họp 10/11 08:32: ")
    assert run_rebuild(office.path) == 0
    said = capfd.readouterr().out
    assert said.count("] Đầu cuộc họp 10/11 08:32") == 2
    assert "] Cuối cuộc họp 10/11 10:00" in said
    assert "] cuoc-hop-20211110T083200-bat-dau-1.csv" in said
