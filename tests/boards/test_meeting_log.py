"""The log of a meeting: what moved in it, what came, which boards were shown; as of a past moment too."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from cchc_tui.boards.meeting_log import MeetingLog, meeting_log
from cchc_tui.boards.table import Better
from cchc_tui.ingest.marks import meeting_text, read_mark
from tests.kits.store_kit import Office, at, claim, dossier

BEFORE, START, DURING, END, AFTER = (at(f"11-10 {hour}") for hour in ("08:00", "08:30", "09:00", "10:00", "11:00"))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A list before a meeting, one in it, one after it; a sheet in it; and a second meeting that is under way."""
    office = Office(tmp_path)
    late = [dossier(f"A{n}") for n in range(3)]
    office.list(late, BEFORE, arrived=BEFORE)
    closed = late[0]._replace(finished=at("11-10 08:50"), returned=at("11-10 08:50"), status=5, digest=1)
    office.list([closed, *late[1:], dossier("B1", agency="UBND Phường 2")], DURING, arrived=DURING + 60)
    office.rollout([claim("29878", "sunday")], at("11-10 08:40"))
    office.list([dossier(f"C{n}") for n in range(5)], AFTER, arrived=AFTER)
    mark(office, START, True, "Họp giao ban", "Phó Chủ tịch")
    mark(office, END, False, boards=("overview", "late"))
    mark(office, AFTER + 60, True)
    return office


def mark(office: Office, *said: object, **more: object) -> None:
    path = office.folder / "mark.txt"
    path.write_text(meeting_text(*said, **more), encoding="utf-8")
    with path.open("rb") as file:
        office.load(read_mark(file))


def log(office: Office, moment: int, number: int | None = None) -> MeetingLog | None:
    with closing(office.source()) as source, source.moment(moment) as opened:
        return meeting_log(opened, number)


def moves(found: MeetingLog) -> dict[str, tuple[float, float]]:
    return {f"{move.board}.{move.column}[{move.key}]": (move.before, move.after) for move in found.moved}


def test_the_log_has_what_moved_what_came_and_what_was_shown(office: Office) -> None:
    found = log(office, AFTER + 3600, 1)
    assert (found.number, found.meeting.title, found.meeting.chair) == (1, "Họp giao ban", "Phó Chủ tịch")
    assert (found.until, found.under_way, found.boards) == (END, False, ("overview", "late"))
    assert [row.kind for row in found.files] == ["rollout", "dossiers"]
    moved = moves(found)
    assert moved["late.resolved_late[commune]"] == (0, 1)
    assert moved["late.late[29869]"] == (0, 1)
    assert moved["late.late[commune]"] == (3, 4)
    assert "late.late[29878]" not in moved  # one of three is resolved late now: as many are late
    assert all(move.before != move.after for move in found.moved)
    better = {move.column: move.better for move in found.moved if move.board == "late"}
    assert better["resolved_late"] is Better.LESS
    assert better["total"] is Better.NEITHER


def test_a_share_that_reads_as_before_has_not_moved(tmp_path: Path) -> None:
    office = Office(tmp_path)
    on_time = {"finished": at("11-01 09:00"), "returned": at("11-01 09:00"), "status": 5, "due": at("11-02 17:00")}
    many = [dossier("A0"), *(dossier(f"T{n}", **on_time) for n in range(1_000))]
    office.list(many, BEFORE, arrived=BEFORE)
    mark(office, START, True)
    office.list([dossier("T1000", **on_time)], DURING, arrived=DURING)
    found = log(office, DURING + 60)
    moved = {move.column: move.better for move in found.moved if move.board == "late" and move.key == "commune"}
    assert moved == {
        "resolved_on_time": Better.MORE,
        "total": Better.NEITHER,
    }  # the late rate is 0,1 % before and after
    assert [move.level for move in found.levels_moved] == ["commune"] * len(found.levels_moved)


def test_the_log_of_the_last_meeting_until_now_or_then(office: Office) -> None:
    last = log(office, AFTER + 120)
    assert (last.number, last.under_way, last.until, last.boards, last.files) == (2, True, AFTER + 120, None, ())
    then = log(office, DURING)  # as the log stood at that moment: the end was not known yet
    assert (then.number, then.under_way, then.until, then.meeting.end, then.boards) == (1, True, DURING, None, None)
    assert moves(then)["late.late[commune]"] == (3, 4)
    assert log(office, BEFORE) is None
    assert log(office, AFTER + 120, 3) is log(office, AFTER, 0) is None
