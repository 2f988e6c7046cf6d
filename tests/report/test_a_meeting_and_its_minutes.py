"""A meeting with a fixed clock, three exports and three directives; then its minutes, at once and a month later."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.domain.moments import Stamp, parse_iso
from cchc_tui.ingest.directive_marks import new_directive, write_directive
from cchc_tui.ingest.marks import write_meeting
from cchc_tui.ingest.problems import EMPTY, refuse
from cchc_tui.ingest.reading import read
from cchc_tui.ingest.records import Item
from cchc_tui.report.papers.listed import paper_of
from cchc_tui.report.papers.paper import PaperError
from cchc_tui.settings import Limits
from tests.kits.papers_kit import board, figures, lines_of, tables_of, word
from tests.kits.store_kit import DAY, HOUR, MORNING, WARD_2, WARD_6, Office, at, claim, dossier

START, END = MORNING, MORNING + 90 * 60
LAST = START - 7 * DAY
DUE = parse_iso("2021-11-30T00:00")
MONTH_LATER = parse_iso("2021-12-10T08:30")
HANDED_OUT = {"returned": at("11-01 10:00")}
CLOSED = {"status": 10, "finished": at("11-10 08:50"), "returned": at("11-01 10:00")}


def marks(office: Office, *written: Path) -> None:
    for path in written:
        assert office.load(read(path, office.registry, Limits()), name=path.name).verdict == "accepted"


def meeting(office: Office, start: Stamp, end: Stamp | None, title: str = "", chair: str = "") -> None:
    marks(office, write_meeting(office.folder, start, True, title, chair))
    if end is not None:
        marks(office, write_meeting(office.folder, end, False))


def rows(closed: int, of_ward_2: int = 0) -> list[Any]:
    """Six of Phường 6, handed out, and two of Phường 2, of which so many are closed; one of no known unit."""
    late = CLOSED | {"finished": at("11-20 08:00")}
    ward_6 = [dossier(f"A-{n}", **(CLOSED if n < closed else HANDED_OUT)) for n in range(6)]
    ward_2 = [dossier(f"B-{n}", agency="UBND Phường 2", **(late if n < of_ward_2 else {})) for n in range(2)]
    return [*ward_6, *ward_2, dossier("C-1", agency="UBND xã Xa")]


@pytest.fixture
def played(office: Office) -> Office:
    """The last meeting with a directive; then this one."""
    office.list(rows(0)[:4], LAST - HOUR)
    office.rollout([claim(WARD_6, "sunday", "done")], LAST - HOUR)
    meeting(office, LAST, LAST + HOUR, "Họp giao ban")
    earlier = new_directive(LAST + 600, "Rà soát hồ sơ quá hạn", (WARD_2,), at("11-08 00:00"), meeting=LAST)
    marks(office, write_directive(office.folder, earlier))
    office.list(rows(0), START - HOUR)
    meeting(office, START, None, "Họp chấn chỉnh", "Chủ tịch UBND thành phố")
    office.list(rows(1), START + 1800, name="lan-1.xlsx")
    office.list(rows(2), START + 3600, name="lan-2.xlsx")
    given = (
        ("Kết thúc hết hồ sơ đã trả", (WARD_6,), DUE, f"unclosed.unclosed[{WARD_6}] = 0"),
        ("Giảm trễ hạn", (WARD_2,), DUE, f"late.overdue[{WARD_2}] <= 1"),
        ("Bố trí lại cán bộ", (WARD_6, WARD_2), None, ""),
    )
    for n, (text, units, due, measure) in enumerate(given):
        marks(office, write_directive(office.folder, new_directive(START + 60 * n, text, units, due, measure, START)))
    marks(office, write_meeting(office.folder, END, False))
    return office


def of_unit(said: dict[str, Any], unit: str) -> dict[str, Any]:
    return next(row for row in said["rows"] if row["unit"] == unit)


def test_each_figure_of_the_minutes_is_a_figure_of_a_board(played: Office) -> None:
    said = figures(played, "minutes", END + HOUR).json()
    assert said["meeting"] == {
        "number": 2,
        "start": "2021-11-10T08:30:00",
        "end": "2021-11-10T10:00:00",
        "under_way": False,
        "title": "Họp chấn chỉnh",
        "chair": "Chủ tịch UBND thành phố",
    }
    late, before, last = (board(played, "late", moment) for moment in (END, START, LAST))
    open_now, open_before = (board(played, "unclosed", moment) for moment in (END, START))
    for level in ("city", "commune"):
        assert said["levels"][level] == {
            edge: {key: of["levels"][level][key] for key in said["levels"][level][edge]}
            for edge, of in (("start", before), ("end", late))
        }
        assert said["unclosed"]["levels"][level] == {
            "start": {key: open_before["levels"][level][key] for key in said["unclosed"]["levels"][level]["start"]},
            "end": {key: open_now["levels"][level][key] for key in said["unclosed"]["levels"][level]["end"]},
        }
    for row in said["worst"]:
        now = of_unit(late, row["unit"])["late"]
        assert row["late"] == now
        assert row["change"] == now - of_unit(before, row["unit"])["late"]
        assert row["change_since_last_meeting"] == now - of_unit(last, row["unit"])["late"]
    for row in said["unclosed"]["rows"]:
        assert row == {key: of_unit(open_now, row["unit"])[key] for key in row}
    assert [row["unit"] for row in said["unclosed"]["rows"]] == [WARD_6]
    practices = board(played, "rollout", END)["practices"]
    assert [(each["practice"], each["claimed"], each["claimed_not_shown"]) for each in said["practices"]] == [
        (each["practice"], each["claimed"], each["claimed_not_shown"]) for each in practices
    ]
    directives = board(played, "directives", END, by="directive")["rows"]
    assert said["earlier"] == directives[:1]
    assert said["directives"] == directives[1:]
    files = {row["file"]: row for row in board(played, "exports", END)["rows"]}
    for row in said["sources"]:
        assert row == {key: files[row["file"]][key] for key in row}
    assert {"lan-1.xlsx", "lan-2.xlsx"} < {row["file"] for row in said["sources"]}
    assert (said["unplaced"], said["defects"]["unplaced"]) == (late["unplaced"]["total"], 1)


def test_the_document_says_every_figure(played: Office) -> None:
    document = word(paper_of("minutes").render(figures(played, "minutes", END + HOUR), False))
    tables, lines = tables_of(document), lines_of(document)
    assert ["Trễ hạn trong năm", "0", "0", "0", "8", "8", "0"] in tables[1]
    assert ["1", "Phường 6", "6", "6", "0", "+2", "100,0%"] in tables[2]
    assert ["1", "Phường 6", "4", "4", "66,7%", "7"] in tables[3]
    assert "Cấp xã: 6 hồ sơ lúc đầu họp, 4 hồ sơ lúc cuối họp; 4 hồ sơ trong số này đang quá hạn." in lines
    given = next(table for table in tables if table[0][-1] == "Chỉ tiêu")
    assert [row[1:4] for row in given[1:]] == [
        ["Kết thúc hết hồ sơ đã trả", "Phường 6", "30/11/2021"],
        ["Giảm trễ hạn", "Phường 2", "30/11/2021"],
        ["Bố trí lại cán bộ", "Phường 6, Phường 2", "không ghi"],
    ]
    assert [row[4] for row in given[1:]] == ["Phường 6: chưa kết thúc = 0", "Phường 2: quá hạn ≤ 1", "–"]
    earlier = next(table for table in tables if table[0][-1] == "Tình trạng")
    assert earlier[1] == ["1", "Rà soát hồ sơ quá hạn", "Phường 2", "08/11/2021", "Quá hạn"]
    texts = " ".join(lines)
    for words in (
        "BIÊN BẢN",
        "Họp chấn chỉnh",
        "Thời gian bắt đầu: 08 giờ 30, ngày 10 tháng 11 năm 2021.",
        "Chủ trì (chủ tọa): Chủ tịch UBND thành phố",
        "Cuộc họp kết thúc vào 10 giờ 00, ngày 10 tháng 11 năm 2021./.",
        "THƯ KÝ",
        "CHỦ TỌA",
        "Nơi nhận:",
    ):
        assert words in texts


def test_a_month_later_the_data_speak_and_the_minutes_stay(played: Office) -> None:
    then = figures(played, "minutes", END + HOUR).json()
    played.list(rows(6, of_ward_2=1), parse_iso("2021-11-25T08:00"))
    later = figures(played, "unit", MONTH_LATER, unit=WARD_6).json()
    assert [row["text"] for row in later["directives"]] == ["Bố trí lại cán bộ"]
    page = tables_of(word(paper_of("unit").render(figures(played, "unit", END + DAY, unit=WARD_6), False)))
    assert [row[1:] for row in page[-2][1:]] == [
        ["30/11/2021", "Đang thực hiện; nay: 4 (cần = 0)"],
        ["không ghi", "Đang thực hiện"],
    ]
    known = board(played, "directives", MONTH_LATER, by="directive")["rows"]
    assert {row["text"]: row["state"] for row in known} == {
        "Rà soát hồ sơ quá hạn": "overdue",
        "Kết thúc hết hồ sơ đã trả": "done",
        "Giảm trễ hạn": "done",
        "Bố trí lại cán bộ": "open",
    }
    again = figures(played, "minutes", MONTH_LATER).json()
    assert (again["directives"], again["earlier"], again["levels"]) == (
        then["directives"],
        then["earlier"],
        then["levels"],
    )


def test_a_meeting_under_way_and_meetings_by_number(played: Office) -> None:
    now = figures(played, "minutes", START + HOUR)
    assert (now.under_way, now.meeting.end, now.as_of) == (True, None, START + HOUR)
    assert any("kết thúc vào ......" in line for line in lines_of(word(paper_of("minutes").render(now, False))))
    first = figures(played, "minutes", END + DAY, meeting=1)
    assert (first.meeting.title, first.number, first.as_of) == ("Họp giao ban", 1, LAST + HOUR)
    assert [each.text for each in first.directives] == ["Rà soát hồ sơ quá hạn"]
    for query, moment in (({"meeting": 3}, END), ({}, LAST - DAY)):
        with pytest.raises(PaperError):
            figures(played, "minutes", moment, **query)


def test_the_brief_before_a_meeting_has_the_figures_of_the_boards(played: Office) -> None:
    moment = END + DAY
    said = figures(played, "brief", moment).json()
    assert said["since"] == "2021-11-10T08:30:00"
    changes = board(played, "changes", moment, since=START)
    for row in (*said["worse"], *said["better"]):
        assert row == {key: of_unit(changes, row["unit"])[key] for key in row}
    late, unclosed = board(played, "late", moment), board(played, "unclosed", moment)
    for level in ("city", "commune"):
        of = said["levels"][level]
        assert of["now"] == {key: late["levels"][level][key] for key in of["now"]}
        assert of["unclosed"] == {key: unclosed["levels"][level][key] for key in of["unclosed"]}
    due = board(played, "due", moment)
    assert said["due_today"] == sum(of["due_today"] for of in (*due["levels"].values(), due["unplaced"]))
    directives = [row for row in board(played, "directives", moment, by="directive")["rows"] if row["state"] != "done"]
    assert sorted(said["directives"], key=lambda row: row["number"]) == directives
    assert [each["about"] for each in said["sentences"]][:2] == ["overdue_directive", "unclosed"]
    by_about = {each["about"]: each["figure"] for each in said["sentences"]}
    assert (by_about["overdue_directive"], by_about["unclosed"]) == (1, 4)
    assert len(said["sentences"]) == 3


def test_a_brief_without_a_meeting_before_compares_with_nothing(office: Office) -> None:
    office.list(rows(0), START - HOUR)
    office.list(rows(1), START)
    said = figures(office, "brief", START + HOUR)
    assert (said.since, said.worse, said.better) == (None, (), ())
    assert {of["before"] for of in said.json()["levels"].values()} == {None}
    assert "–" in tables_of(word(paper_of("brief").render(said, False)))[1][2]


def test_of_hundreds_of_files_the_minutes_list_a_few_and_count_all(office: Office) -> None:
    def broken() -> Iterator[Item]:
        raise refuse(EMPTY)
        yield

    office.list(rows(0), START - HOUR, arrived=START - HOUR)
    meeting(office, START, None)
    for n in range(1, 31):
        office.list(rows(n % 6), START + n * 60, name=f"lan-{n}.xlsx")
    for n in range(60):
        office.load(broken(), name=f"hong-{n % 2}.xlsx")
    found = figures(office, "minutes", END)
    document = word(paper_of("minutes").render(found, False))
    assert len(found.json()["sources"]) == 90
    table = next(table for table in tables_of(document) if table[0][0] == "Tệp")
    listed = [row[:2] for row in table[1:]]
    assert [name for name, kind in listed if kind != "không nhận"] == [f"lan-{n}.xlsx" for n in range(26, 31)]
    assert [name for name, kind in listed if kind == "không nhận"] == ["hong-0.xlsx", "hong-1.xlsx"]
    lines = lines_of(document)
    assert "Trong cuộc họp nhận 90 tệp: 30 tệp đã nạp, 60 tệp không nhận." in lines
    assert "… và 83 tệp khác nhận trong cuộc họp." in lines
