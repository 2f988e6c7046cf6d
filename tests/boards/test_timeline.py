"""What is stepped through, and what changes are counted from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from cchc_tui.boards.reference import Reference, Since, references
from cchc_tui.boards.timeline import Timeline
from cchc_tui.domain.moments import iso
from cchc_tui.ingest.marks import meeting_text, read_mark
from cchc_tui.store.read.database import Writer
from cchc_tui.store.write.meetings import Meeting
from tests.kits.store_kit import DAY, HOUR, MORNING, Office, at, claim, dossier


def marks(office: Office, *said: tuple[str, str]) -> None:
    """Loads marks: a moment of 2021 and "start" or "end"."""
    path = office.folder / "mark.txt"
    for moment, edge in said:
        path.write_text(meeting_text(at(moment), edge == "start"), encoding="utf-8")
        with path.open("rb") as file:
            office.load(read_mark(file))


def meetings(office: Office) -> list[tuple[str, str | None]]:
    source = office.source()
    found = source.timeline().meetings
    source.close()
    return [(iso(one.start)[5:16], None if one.end is None else iso(one.end)[5:16]) for one in found]


LISTS = Timeline((at("11-08 10:00"), at("11-10 08:00"), at("11-10 09:00")), ())
END_8, END_9 = at("11-09 00:00") - 1, at("11-10 00:00") - 1


def test_steps_are_the_lists_and_the_ends_of_days_that_are_over() -> None:
    assert LISTS.steps(MORNING) == (at("11-08 10:00"), END_8, END_9, at("11-10 08:00"))
    assert LISTS.steps(END_9) == (at("11-08 10:00"), END_8)
    assert Timeline((), ()).steps(MORNING) == ()


def test_a_list_of_the_last_second_of_a_day_is_one_step() -> None:
    assert Timeline((END_8, END_9), ()).steps(MORNING) == (END_8, END_9)


def test_stepping_back_comes_to_the_beginning_and_forward_to_live() -> None:
    back, forth = [], []
    here: int | None = MORNING
    while (here := LISTS.earlier(here, MORNING)) is not None:
        back.append(here)
    here = back[-1]
    while (here := LISTS.later(here, MORNING)) is not None:
        forth.append(here)
    assert tuple(reversed(back)) == LISTS.steps(MORNING)
    assert tuple(forth) == LISTS.steps(MORNING)[1:]


def test_stepping_through_meetings_takes_their_starts_and_ends() -> None:
    timeline = Timeline((), (Meeting(100, 200), Meeting(300, None), Meeting(400, 500)))
    assert [timeline.earlier_meeting(moment) for moment in (100, 150, 300, 999)] == [None, 100, 200, 500]
    assert [timeline.later_meeting(moment, 450) for moment in (0, 100, 200, 300, 400)] == [100, 200, 300, 400, None]


def test_the_store_tells_of_lists_and_rollout_sheets_and_of_nothing_refused(office: Office) -> None:
    source = office.source()
    assert source.timeline() == Timeline((), ())
    office.list([dossier("A-1")], at("11-09 08:00"))
    office.list([dossier("A-2")], at("11-09 08:00"))
    office.rollout([claim("Phường 6", "sunday")], at("11-10 07:00"))
    office.summary([], at("11-10 07:30"))
    assert source.timeline().lists == (at("11-09 08:00"), at("11-10 07:00"))
    source.close()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ((("11-01 08:00", "start"), ("11-01 10:00", "end")), [("11-01T08:00", "11-01T10:00")]),
        # A second start does not split the meeting, and an end without one ends nothing.
        (
            (("11-01 07:00", "end"), ("11-01 08:00", "start"), ("11-01 09:00", "start"), ("11-01 10:00", "end")),
            [("11-01T08:00", "11-01T10:00")],
        ),
        ((("11-01 08:00", "start"), ("11-01 10:00", "end"), ("11-01 11:00", "end")), [("11-01T08:00", "11-01T10:00")]),
        # One that nobody ended is over after twelve hours: an end the next day is not its own.
        ((("11-01 08:00", "start"), ("11-02 10:00", "end")), [("11-01T08:00", None)]),
        (
            (("11-01 08:00", "start"), ("11-01 20:00", "start"), ("11-01 21:00", "end")),
            [("11-01T08:00", None), ("11-01T20:00", "11-01T21:00")],
        ),
        # In whatever order they arrive.
        (
            (("11-02 10:00", "end"), ("11-01 10:00", "end"), ("11-02 08:00", "start"), ("11-01 08:00", "start")),
            [("11-01T08:00", "11-01T10:00"), ("11-02T08:00", "11-02T10:00")],
        ),
        ((("11-01 08:00", "end"), ("11-01 08:00", "start")), [("11-01T08:00", "11-01T08:00")]),
    ],
)
def test_which_meetings_the_marks_make(
    office: Office, said: Iterable[tuple[str, str]], expected: list[tuple[str, str | None]]
) -> None:
    marks(office, *said)
    assert meetings(office) == expected


TWO = Timeline(
    (at("11-08 10:00"), at("11-10 08:00"), at("11-10 09:00")),
    (Meeting(at("11-03 08:00"), at("11-03 11:00")), Meeting(at("11-10 08:00"), None)),
)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("11-03 07:59", []),
        ("11-03 08:00", [(Since.MEETING, "11-03 08:00")]),
        ("11-03 11:00", [(Since.LAST_MEETING, "11-03 08:00")]),
        (
            "11-10 08:30",
            [(Since.MEETING, "11-10 08:00"), (Since.LAST_MEETING, "11-03 08:00"), (Since.EXPORT, "11-08 10:00")],
        ),
        # Nobody marked its end: over after twelve hours.
        (
            "11-10 19:59",
            [(Since.MEETING, "11-10 08:00"), (Since.LAST_MEETING, "11-03 08:00"), (Since.EXPORT, "11-10 08:00")],
        ),
        ("11-10 20:00", [(Since.LAST_MEETING, "11-10 08:00"), (Since.EXPORT, "11-10 08:00")]),
    ],
)
def test_what_changes_are_counted_from(now: str, expected: list[tuple[Since, str]]) -> None:
    found = references(TWO, at(now))
    assert found == tuple(Reference(since, at(moment)) for since, moment in expected)


def test_the_start_of_the_app_and_a_date_count_only_in_the_past() -> None:
    empty = Timeline((), ())
    assert references(empty, 100) == ()
    assert references(empty, 100, opened=100, chosen=50) == (Reference(Since.OPENED, 100), Reference(Since.DATE, 50))
    assert references(empty, 100, opened=101, chosen=101) == ()


def test_a_mark_is_a_file_in_the_inbox_that_every_viewer_has_after_the_collector(office: Office) -> None:
    source = office.source(MORNING)
    with pytest.raises(OSError, match="inbox"):
        source.mark_meeting(True)
    inbox = office.folder / "inbox"
    inbox.mkdir()
    source.mark_meeting(True)
    source.mark_meeting(True)  # two viewers in one second
    names = sorted(path.name for path in inbox.iterdir())
    assert len(names) == 2
    assert all(name.startswith("cuoc-hop-20211110T083000-bat-dau-") for name in names)
    assert (inbox / names[0]).read_text(encoding="utf-8") == meeting_text(MORNING, True)
    source.close()


def test_a_reference_holds_across_restarts(office: Office) -> None:
    office.list([dossier("A-1")], MORNING - DAY)
    marks(office, ("11-10 08:00", "start"))
    first = office.source(MORNING + HOUR)
    before = references(first.timeline(), first.clock.now())
    first.close()
    office.writer.close()
    office.writer = Writer(Path(office.folder) / "cchc.db")
    again = office.source(MORNING + 2 * HOUR)
    assert references(again.timeline(), again.clock.now()) == before == (Reference(Since.MEETING, at("11-10 08:00")),)
    again.close()


def test_marks_change_nothing_that_boards_say_of_lists(office: Office) -> None:
    office.list([dossier("A-1"), dossier("A-2", due=MORNING + DAY)], MORNING - HOUR)
    source = office.source(MORNING + HOUR)

    def said() -> object:
        return source.late(), source.late(MORNING - DAY), source.overview(), source.data_as_of(), source.rollout()

    before = said()
    marks(office, ("11-09 08:00", "start"), ("11-10 09:00", "start"))
    assert said() == before
    assert len(source.timeline().meetings) == 2
    source.close()
