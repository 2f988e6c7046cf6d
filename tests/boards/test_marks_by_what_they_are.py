"""A mark that a viewer made is told by what it marks, a file by its name."""

from __future__ import annotations

import pytest

from cchc_tui.boards.exports import BOARD, ExportRow, ExportsBoard
from cchc_tui.boards.timeline import Timeline
from cchc_tui.domain.moments import parse_iso
from cchc_tui.registry import load
from cchc_tui.store.write.meetings import Meeting
from cchc_tui.tui.screens.list_columns import Context, grid_rows
from cchc_tui.tui.screens.sources import SourcesScreen
from cchc_tui.tui.session.status_tracker import _file_notice
from cchc_tui.tui.style.time_text import Past, meeting_at, past_pieces

AT = parse_iso("2021-11-10T08:32")
NAME = "cuoc-hop-20211110T083200-bat-dau-123456.txt"


def row(kind: str = "meeting", starts: bool | None = True, verdict: str = "accepted", name: str = NAME) -> ExportRow:
    return ExportRow(1, name, kind, "text", verdict, AT, AT, *(0,) * 9, starts=starts)


@pytest.mark.parametrize(
    ("mark", "label"),
    [
        (row(), "Đầu cuộc họp 10/11 08:32"),
        (row(starts=False), "Cuối cuộc họp 10/11 08:32"),
        (row(starts=None), "Mốc cuộc họp 10/11 08:32"),
        (row("access", None), "Lượt xem dữ liệu cá nhân 10/11 08:32"),
        (row(verdict="repeated"), "Đầu cuộc họp 10/11 08:32"),
        (row(verdict="refused"), NAME),  # it marks nothing
        (row("dossiers", None, name="DS hồ sơ  QUÝ 3.XLSX"), "DS hồ sơ  QUÝ 3.XLSX"),
    ],
)
def test_board_0_its_table_and_the_line_at_the_foot_say_it_alike(mark, label):
    assert mark.label == label
    board = ExportsBoard(AT, AT, (mark,), (), (), ())
    assert label in [
        cell.text
        for cell in grid_rows(
            SourcesScreen.views[0].columns, SourcesScreen.views[0].listed(board), Context(load(None), AT)
        )[0].cells
    ]
    assert label in BOARD.table(board, load(None)).rows[0]
    if mark.kind == "meeting" and mark.verdict == "accepted":
        assert _file_notice(mark, "08:33") == f"08:33 Đã ghi: {label}"


def test_the_header_of_the_past_says_which_edge_of_a_meeting_it_is():
    meeting = Meeting(AT, parse_iso("2021-11-10T10:00"))
    timeline = Timeline((AT,), (meeting,))
    assert [meeting_at(timeline, at) for at in (AT, meeting.end, AT + 1)] == [meeting, meeting, None]
    for at, when, words in ((AT, "08:32", "đầu cuộc họp"), (meeting.end, "10:00", "cuối cuộc họp")):
        full, brief = ([span.text for span in past_pieces(Past(at, meeting=meeting), brevity)] for brevity in (0, 3))
        assert full[:2] == [f"QUÁ KHỨ · 10/11/2021 {when}", words]
        assert words not in brief
