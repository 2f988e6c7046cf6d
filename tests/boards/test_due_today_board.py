"""What becomes overdue today: the board, and the dossiers behind each figure."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.due import DueCounts
from cchc_tui.domain.dossiers import ENDED_UNCOUNTED, WAITING
from cchc_tui.domain.lateness import Compare
from cchc_tui.domain.moments import Stamp
from cchc_tui.store.count.due_between import open_due
from tests.kits.arriving_lists import HOURS, OneList, arriving_lists, known_at, office_with
from tests.kits.store_kit import DAY, HOUR, MORNING, WARD_2, WARD_6, Office, at, dossier


def _today(office: Office) -> None:
    rows = [
        dossier("A-1", due=at("11-10 08:00")),
        dossier("A-2", due=at("11-10 08:30")),  # the moment itself is still in time
        dossier("A-3", due=at("11-10 16:00"), returned=at("11-09 10:00")),
        dossier("A-4", due=at("11-11 00:00")),
        dossier("A-5", due=at("11-10 17:00"), status=5),  # its clock stands still
        dossier("A-6", due=at("11-10 17:00"), status=10, finished=at("11-10 08:00")),
        dossier("B-1", agency="P2", due=at("11-10 23:59:59")),
        dossier("C-1", agency="Sở Tư pháp", due=at("11-10 09:00")),
    ]
    office.list(rows)


def test_what_is_due_until_midnight_can_still_be_prevented(office: Office) -> None:
    _today(office)
    board = office.source().due_today()
    assert board.until == at("11-10 23:59:59")
    assert [(row.name, row.figures.due_today) for row in board.rows[:3]] == [
        ("Phường 6", 2),
        ("Phường 2", 1),
        ("Phòng Giáo dục và Đào tạo", 0),
    ]
    (ward_6, ward_2) = (board.row(key) for key in (WARD_6, WARD_2))
    assert ward_6 is not None
    assert ward_2 is not None
    assert ward_6.figures == DueCounts(
        due_today=2, unclosed=1, next_due=at("11-10 08:30"), overdue_today=1, due_soon=3, overdue=1
    )
    assert board.levels["commune"].due_today == 3
    assert (board.unplaced.due_today, board.unplaced.next_due) == (1, at("11-10 09:00"))


def test_as_the_day_goes_on_they_become_overdue(office: Office) -> None:
    _today(office)
    seen = []
    for time in ("08:31", "16:01", "23:59:59"):
        row = office.source().due_today(at(f"11-10 {time}")).row(WARD_6)
        assert row is not None
        seen.append((row.figures.due_today, row.figures.overdue_today, row.figures.next_due))
    assert seen == [(1, 2, at("11-10 16:00")), (0, 3, None), (0, 3, None)]


def test_comparing_days_nothing_due_today_is_overdue_before_tomorrow(tmp_path_factory: pytest.TempPathFactory) -> None:
    office = Office(tmp_path_factory.mktemp("days"), compare="date")
    _today(office)
    row = office.source().due_today(at("11-10 18:00")).row(WARD_6)
    assert row is not None
    assert (row.figures.due_today, row.figures.overdue_today, row.figures.overdue) == (3, 0, 0)
    office.writer.close()


@pytest.mark.parametrize("compare", ["time", "date"])
@pytest.mark.parametrize("time", ["11-10 08:30", "11-10 12:00", "11-09 12:00", "11-10 09:45"])
def test_the_dossiers_behind_the_figure_are_as_many(
    tmp_path_factory: pytest.TempPathFactory, compare: Compare, time: str
) -> None:
    office = Office(tmp_path_factory.mktemp("behind"), compare=compare)
    _today(office)
    office.list([dossier("A-3", due=at("11-10 16:00"), status=10, finished=at("11-10 09:00"))], MORNING + HOUR)
    source = office.source(MORNING + 2 * HOUR)
    board = source.due_today(at(time))
    for row in board.rows:
        behind = source.dossiers(DossierFilter(unit=row.key, only="due_today"), at(time))
        assert len(behind) == row.figures.due_today, row.name
    assert len(source.dossiers(DossierFilter(only="due_today"), at(time))) == sum(
        counts.due_today for counts in (*board.levels.values(), board.unplaced)
    )
    office.writer.close()


def test_before_the_first_list_what_it_shows_as_finished_was_still_open(office: Office) -> None:
    office.list([dossier("A-1", due=at("11-03 16:00"), status=10, finished=at("11-03 12:00"))])
    source = office.source()
    seen = [source.due_today(at(f"11-03 {time}")).levels["commune"].due_today for time in ("08:00", "11:59", "12:00")]
    assert seen == [1, 1, 0]
    assert len(source.dossiers(DossierFilter(only="due_today"), at("11-03 08:00"))) == 1


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lists=arriving_lists(), now=HOURS, before=st.integers(0, 40), behind=st.integers(0, 40))
def test_what_is_open_and_due_in_a_period_follows_the_rule(
    lists: list[OneList], now: Stamp, before: int, behind: int
) -> None:
    low, high = now - before * DAY, now + behind * DAY
    folder, office = office_with(lists)
    try:
        plain = Counter(
            row.due
            for row in known_at(lists, now)
            if row.due is not None
            and low <= row.due <= high
            and row.received <= now
            and row.status not in ENDED_UNCOUNTED | WAITING
            and (row.finished is None or row.finished > now)
        )
        assert Counter(due.due for due in open_due(office.moment(now), low, high)) == plain
    finally:
        office.writer.close()
        folder.cleanup()
