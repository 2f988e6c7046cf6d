"""Of the hundreds of files of a meeting its log and its minutes list a few: the newest, and those refused."""

from __future__ import annotations

from cchc_tui.boards.exports import ExportRow
from cchc_tui.boards.meeting_files import NEWEST, REFUSED, meeting_files
from tests.kits.tui_made_up import NO_HEADING, file


def refused(number: int, name: str) -> ExportRow:
    return file(number, name, "refused", kind="", moment=None, reason=NO_HEADING)


def test_few_files_are_all_listed_in_the_order_of_arrival() -> None:
    rows = (file(1, "a.xlsx", "accepted"), refused(2, "b.xlsx"), file(3, "a.xlsx", "repeated"))
    found = meeting_files(rows)
    assert (found.listed, found.others) == (rows, 0)
    assert dict(found.counts) == {"accepted": 1, "repeated": 1, "refused": 1}


def test_of_hundreds_the_newest_are_listed_and_all_are_counted() -> None:
    rows = [file(n, f"{n}.xlsx", "partial" if n % 2 else "accepted") for n in range(300)]
    rows += [file(n, "0.xlsx", "repeated") for n in range(300, 400)]
    found = meeting_files(rows)
    assert [row.id for row in found.listed] == [295, 296, 297, 298, 299]  # a repeated file says nothing new
    assert (found.others, len(found.listed)) == (395, NEWEST)
    assert dict(found.counts) == {"accepted": 150, "partial": 150, "repeated": 100}


def test_a_refused_file_stands_though_many_came_after_it_and_once_though_it_came_often() -> None:
    rows = [refused(1, "lỗi.xlsx"), *(file(n, f"{n}.xlsx", "accepted") for n in range(2, 200))]
    rows += [refused(n, "lặp.xlsx") for n in range(200, 240)]
    found = meeting_files(rows)
    assert [row.id for row in found.listed if row.verdict == "refused"] == [1, 239]
    assert found.counts["refused"] == 41


def test_refused_files_have_a_bound() -> None:
    found = meeting_files([refused(n, f"{n}.xlsx") for n in range(100)])
    assert [row.id for row in found.listed] == [*range(100 - REFUSED, 100)]
    assert found.others == 100 - REFUSED
