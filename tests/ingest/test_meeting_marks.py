"""Marks of meetings: known by their bytes, strict, and written so that nobody sees half of one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cchc_tui.ingest.check import check_file, check_text
from cchc_tui.ingest.completeness import Completeness, completeness_of
from cchc_tui.ingest.marks import MEETING_LINE, meeting_text, write_meeting
from cchc_tui.ingest.reader_client import ReaderClient
from cchc_tui.ingest.records import Kind, MeetingRow
from cchc_tui.settings import Limits
from tests.kits.ingest_kit import Desk, at

pytestmark = pytest.mark.usefixtures("readers_at_hand")
MORNING = at("2021-11-10T08:30:05")


@pytest.mark.parametrize("start", [True, False])
def test_a_mark_reads_as_it_was_written_whatever_its_name(desk: Desk, start: bool) -> None:
    path = write_meeting(desk.folder, MORNING, start).rename(desk.folder / "DanhSachHoSo.xlsx")
    result = desk.read(path)
    assert result.head is not None
    assert (result.head.kind, result.head.moment, result.head.moment_is_date) == (Kind.MEETING, MORNING, False)
    assert result.rows == [MeetingRow(2, MORNING, start)]
    assert result.tail is not None
    assert (result.tail.rows, result.tail.accepted, result.tail.rejected) == (1, 1, 0)


@pytest.mark.parametrize(
    ("row", "lines"),
    [
        (MeetingRow(3, MORNING, True, "Họp giao ban"), ["tên: Họp giao ban"]),
        (MeetingRow(3, MORNING, True, "", "Phó Chủ tịch: bà A"), ["chủ trì: Phó Chủ tịch: bà A"]),
        (MeetingRow(4, MORNING, True, "Họp", "Chủ tịch"), ["tên: Họp", "chủ trì: Chủ tịch"]),
        (MeetingRow(3, MORNING, False, boards=("overview", "late")), ["bảng đã xem: overview, late"]),
        (MeetingRow(3, MORNING, False, boards=()), ["bảng đã xem: "]),
    ],
)
def test_titles_and_boards_are_lines_before_the_moment(desk: Desk, row: MeetingRow, lines: list[str]) -> None:
    path = write_meeting(desk.folder, *row[1:])
    text = path.read_text(encoding="utf-8")
    assert text.splitlines()[1:-1] == lines
    assert desk.read(path).rows == [row]
    for n in range(len(MEETING_LINE), len(text)):  # cut anywhere, it is neither whole nor another mark
        cut = desk.bytes(text[:n].encode(), "cut.txt")
        assert completeness_of(cut) is not Completeness.YES
        assert desk.read(cut).rows == []


def test_a_title_is_cleaned_and_cut_before_it_is_written(desk: Desk) -> None:
    path = write_meeting(desk.folder, MORNING, True, "  Họp\n giao \x1b[31mban ", "x" * 500)
    (row,) = desk.read(path).rows
    assert row == MeetingRow(4, MORNING, True, "Họp giao ban", "x" * 120)


def test_it_comes_the_same_through_a_process_of_its_own(desk: Desk) -> None:
    path = write_meeting(desk.folder, MORNING, False)
    reader = ReaderClient(None, Limits())
    try:
        assert [type(item).__name__ for item in reader.read(path)] == ["Head", "Batch", "Tail"]
        (row,) = next(item.rows for item in reader.read(path) if hasattr(item, "problems"))
    finally:
        reader.close()
    assert row == MeetingRow(2, MORNING, False)


@pytest.mark.parametrize(
    "content",
    [
        MEETING_LINE,
        MEETING_LINE + "bắt đầu: 2021-11-10T08:30",
        MEETING_LINE + "bắt đầu: 2021-11-10T08:30:00",  # cut before its end
        MEETING_LINE + "bắt đầu: 2021-11-10T08:30:00\nkết thúc: 2021-11-10T09:30:00\n",
        MEETING_LINE + "bat dau: 2021-11-10T08:30:00\n",
        MEETING_LINE + "bắt đầu: 2021-13-10T08:30:00\n",
        MEETING_LINE + "bắt đầu: 10/11/2021 08:30:00\n",
        meeting_text(MORNING, True).replace("\n", "\r\n"),
        MEETING_LINE + "chủ trì: A\ntên: B\nbắt đầu: 2021-11-10T08:30:00\n",
        MEETING_LINE + "tên: \nbắt đầu: 2021-11-10T08:30:00\n",
        MEETING_LINE + "tên: B\nkết thúc: 2021-11-10T08:30:00\n",
        MEETING_LINE + "bảng đã xem: late\nbắt đầu: 2021-11-10T08:30:00\n",
        MEETING_LINE + "bảng đã xem: late,x\nkết thúc: 2021-11-10T08:30:00\n",
        MEETING_LINE + f"tên: {'x' * 121}\nbắt đầu: 2021-11-10T08:30:00\n",
        "\ufeff" + meeting_text(MORNING, True),
        meeting_text(MORNING, True) + "x" * 400,
        "cchc-tui: something else\n",
        MEETING_LINE + "bắt đầu: \udcff\n",
    ],
)
def test_what_is_nearly_a_mark_is_refused_with_a_sentence(desk: Desk, content: str) -> None:
    path = desk.bytes(content.encode("utf-8", "surrogateescape"), "cuoc-hop.txt")
    result = desk.read(path)
    assert result.rows == []
    assert result.refused is not None
    assert result.refused.code == "bad_mark"
    report = check_file(path, desk.folder)
    assert (report["verdict"], report["kind"]) == ("refused", "")
    assert "dấu cuộc họp" in report["reason"]
    assert "Nhấn m" in report["reason"]


def test_check_tells_of_a_mark(desk: Desk) -> None:
    report = check_file(write_meeting(desk.folder, MORNING, True), desk.folder)
    assert (report["verdict"], report["kind"], report["format"], report["rows"]) == ("accepted", "meeting", "text", 1)
    assert report["notes"] == []
    assert check_text(report).endswith("nhận – dấu cuộc họp, text: 1 dòng, nhận 1, loại 0")


def test_a_mark_tells_by_itself_that_it_is_whole(desk: Desk) -> None:
    whole = meeting_text(MORNING, True).encode()
    assert completeness_of(desk.bytes(whole)) is Completeness.YES
    assert completeness_of(desk.bytes(whole[:-5])) is Completeness.UNKNOWN


def test_the_collector_may_read_it_whatever_the_viewers_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        path = write_meeting(tmp_path, MORNING, True)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o640


def test_nothing_is_left_where_it_could_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_meeting(tmp_path, MORNING, True)
    assert list(tmp_path.iterdir()) == []
