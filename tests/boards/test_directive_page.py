"""A directive's page and the last meeting's directives, from a store: history, figures since, who held the meeting."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.boards.directive_page import DirectivePage, directive_page
from cchc_tui.boards.last_meeting import last_meeting
from cchc_tui.boards.meeting_log import meeting_log
from cchc_tui.domain.directives import Act, DirectiveEntry, DirectiveState
from cchc_tui.ingest.directive_marks import directive_text, new_directive
from cchc_tui.ingest.marks import meeting_text, read_mark
from tests.kits.store_kit import DAY, WARD_6, Office, at, dossier

START, END, NEXT = at("11-10 08:30"), at("11-10 10:00"), at("11-17 08:30")
DUE = at("11-12 00:00")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Three dossiers that are late, of which two are finished two days after the meeting."""
    office = Office(tmp_path)
    late = [dossier(f"A{n}") for n in range(3)]
    office.list(late, at("11-10 08:00"))
    done = [row._replace(finished=at("11-12 09:00"), status=5, digest=n + 1) for n, row in enumerate(late[:2])]
    office.list([*done, late[2]], at("11-12 10:00"))
    return office


def mark(office: Office, text: str) -> None:
    path = office.folder / "mark.txt"
    path.write_text(text, encoding="utf-8")
    with path.open("rb") as file:
        office.load(read_mark(file))


def ask(office: Office, what: Any, moment: int, *terms: object) -> Any:
    with closing(office.source()) as source, source.moment(moment) as opened:
        return what(opened, *terms)


def test_a_page_has_history_meeting_and_figures_as_of_any_moment(office: Office) -> None:
    mark(office, meeting_text(START, True, "Giao ban", "Phó Chủ tịch"))
    mark(office, meeting_text(END, False))
    measure = f"late.overdue[{WARD_6}] = 0"
    one = new_directive(START + 60, "Hết quá hạn", (WARD_6,), DUE, measure, START)
    extended = DirectiveEntry(one.directive, Act.EXTENDED, DUE + DAY, due=DUE + 3 * DAY)
    for entry in (one, extended):
        mark(office, directive_text(entry))
    page: DirectivePage = ask(office, directive_page, NEXT, one.directive)
    assert [entry.act for entry in page.history] == [Act.GIVEN, Act.EXTENDED]
    assert (page.meeting.title, page.meeting.chair) == ("Giao ban", "Phó Chủ tịch")
    assert (page.row.value_given, page.row.value, page.row.state) == (3, 1, DirectiveState.OVERDUE)
    assert page.row.former == (DUE,)
    assert page.series[0] == (START + 60, 3)
    assert page.series[-1] == (NEXT, 1)
    assert dict(page.series)[at("11-11 23:59:59")] == 3
    assert dict(page.series)[at("11-12 23:59:59")] == 1
    before: DirectivePage = ask(office, directive_page, START + 120, one.directive)
    assert ([entry.act for entry in before.history], before.row.due) == ([Act.GIVEN], DUE)
    assert before.meeting.end is None  # not known then
    assert before.series == ((START + 60, 3), (START + 120, 3))
    assert ask(office, directive_page, START, one.directive) is None


def test_the_last_meeting_is_the_one_before_the_meeting_under_way(office: Office) -> None:
    given = [
        new_directive(START + 60, "việc làm", (WARD_6,), DUE + 90 * DAY, "", START),
        new_directive(START + 120, "đã quá hạn", (WARD_6,), DUE, f"late.overdue[{WARD_6}] = 0", START),
        new_directive(NEXT + 60, "hôm nay", (WARD_6,), DUE + 90 * DAY, "", NEXT),
        new_directive(END + 60, "ngoài cuộc họp", (WARD_6,), DUE + 90 * DAY),
    ]
    assert ask(office, last_meeting, NEXT).meeting is None
    mark(office, meeting_text(START, True))
    mark(office, meeting_text(END, False))
    mark(office, meeting_text(NEXT, True))
    for entry in given:
        mark(office, directive_text(entry))
    found = ask(office, last_meeting, NEXT + 120)
    assert found.meeting.start == START
    assert [row.text for row in found.rows] == ["đã quá hạn", "việc làm"]  # overdue ones first
    assert (found.rows[0].value_given, found.rows[0].value) == (3, 1)
    assert [row.text for row in ask(office, meeting_log, NEXT + 120).directives] == ["hôm nay"]
    assert [row.text for row in ask(office, meeting_log, NEXT + 120, 1).directives] == ["việc làm", "đã quá hạn"]
    assert ask(office, last_meeting, END - 60).meeting is None
    after = at("11-20 08:00")  # a later meeting gives none: what is overdue since the first is not forgotten
    mark(office, meeting_text(NEXT + 3600, False))
    mark(office, meeting_text(after, True))
    mark(office, meeting_text(after + 60, False))
    assert [row.text for row in ask(office, last_meeting, after + 120).rows] == ["đã quá hạn"]
