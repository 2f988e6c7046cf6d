"""The trend: each point is what the board of that moment says, however often it was asked before."""

from __future__ import annotations

from datetime import date

import pytest
from store_kit import DAY, MORNING, REGISTRY, WARD_2, WARD_6, Office, at, dossier

from cchc_tui.boards.source import FolderSource
from cchc_tui.boards.trend import Trend, day_ends
from cchc_tui.domain.lateness import Compare
from cchc_tui.domain.moments import parse_iso


def _points_are_the_boards(source: FolderSource, trend: Trend) -> None:
    for place, moment in enumerate(trend.moments):
        board = source.late(moment)
        for row in trend.rows:
            there = board.row(row.key)
            assert row.late[place] == (there.counts.late if there else 0), (row.name, moment)
        assert {level: row.late[place] for level, row in trend.levels.items()} == {
            level: counts.late for level, counts in board.levels.items()
        }


def _busy(office: Office) -> None:
    """Three lists in eight days; due times pass between them, and some is finished late, undone, or new."""
    due = [at(f"11-{day:02} 16:00") for day in range(1, 13)]
    first = [dossier(f"A-{n}", due=each) for n, each in enumerate(due)]
    office.list([*first, dossier("B-1", agency="P2", due=at("10-20 16:00"))], at("11-02 08:00"))
    second = [each._replace(status=10, finished=at("11-05 10:00")) for each in first[:4]]
    office.list([dossier(**_fields(each)) for each in second], at("11-05 17:00"))
    third = dossier("A-0", due=due[0], status=10, finished=due[0])  # set back to on time
    office.list([third, dossier("B-2", agency="P2", received=at("11-09 08:00"))], at("11-09 17:00"))


def _fields(row: object) -> dict[str, object]:
    return {name: getattr(row, name) for name in ("code", "due", "status", "finished")}


@pytest.mark.parametrize("compare", ["time", "date"])
def test_each_point_is_the_board_of_that_day(tmp_path_factory: pytest.TempPathFactory, compare: Compare) -> None:
    office = Office(tmp_path_factory.mktemp("trend"), compare)
    _busy(office)
    source = office.source()
    trend = source.trend()
    assert trend.moments[-1] == MORNING
    assert trend.moments[-2] == at("11-09 23:59:59")
    assert len(trend.moments) == 30
    _points_are_the_boards(source, trend)
    for moment in (at("11-05 12:00"), at("11-07 08:00"), at("10-30 08:00"), at("12-20 08:00")):
        _points_are_the_boards(source, source.trend(moment))
    office.writer.close()


def test_what_a_day_brought_is_told_by_the_dates_that_are_known_now(office: Office) -> None:
    _busy(office)
    trend = office.source().trend(days=6)
    row = trend.row(WARD_6)
    assert row is not None
    assert row.resolved == (3, 0, 0, 0, 0, 0)  # 5 November; the fourth was set back to its due time, 1 November
    ward_2 = trend.row(WARD_2)
    assert ward_2 is not None
    assert ward_2.received == (0, 0, 0, 0, 1, 0)
    assert trend.levels["commune"].resolved == row.resolved
    earlier = office.source().trend(at("11-05 12:00"), days=2).row(WARD_6)
    assert earlier is not None
    assert earlier.resolved == (0, 0)


def test_points_before_the_first_list_are_marked_as_told_by_its_dates(office: Office) -> None:
    assert office.source().trend().moments == ()
    _busy(office)
    trend = office.source().trend(days=12)
    assert [moment < at("11-02 08:00") for moment in trend.moments] == [True] * trend.by_dates + [False] * 9
    assert trend.by_dates == 3
    assert office.source().trend(days=5).by_dates == 0


def test_one_unit_alone_and_levels_of_all(office: Office) -> None:
    _busy(office)
    source = office.source()
    trend = source.trend(unit="29878")
    assert [row.key for row in trend.rows] == [WARD_6]
    assert trend.levels == source.trend().levels
    assert source.trend(unit="no-such").rows == ()


def test_a_list_that_comes_late_changes_the_days_from_its_own_on(office: Office) -> None:
    _busy(office)
    source = office.source()
    before = source.trend(days=10)
    office.list([dossier("A-9", received=at("11-01 08:00"), due=at("11-03 16:00"))], at("11-07 08:00"))
    after = source.trend(days=10)
    _points_are_the_boards(source, after)
    assert (before.levels["commune"].received[0], after.levels["commune"].received[0]) == (0, 1)
    old, new = before.levels["commune"].late, after.levels["commune"].late
    assert old[:6] == new[:6]
    assert old[6] + 1 == new[6]


def test_a_list_before_the_first_changes_all_days_before_it_too(office: Office) -> None:
    _busy(office)
    source = office.source()
    source.trend(days=20)
    office.list([dossier("C-1", due=at("10-18 16:00"))], at("10-30 08:00"))
    after = source.trend(days=20)
    _points_are_the_boards(source, after)
    assert after.levels["commune"].late[0] == 0 + 1


def test_a_new_list_changes_no_earlier_day_but_what_they_brought(office: Office) -> None:
    _busy(office)
    source = office.source()
    before = source.trend(days=5)
    office.list([dossier("A-8", due=at("11-09 16:00"), status=10, finished=at("11-08 10:00"))], at("11-10 08:00"))
    after = source.trend(days=5)
    assert before.levels["commune"].late[:-1] == after.levels["commune"].late[:-1]
    assert before.levels["commune"].late[-1] - 1 == after.levels["commune"].late[-1]
    assert after.levels["commune"].resolved == (0, 0, 1, 0, 0)
    _points_are_the_boards(source, after)


def test_units_that_ended_within_the_days_keep_their_rows() -> None:
    ends = day_ends(parse_iso("2025-01-02T08:00"), 3)
    assert ends == [parse_iso("2024-12-31T23:59:59"), parse_iso("2025-01-01T23:59:59"), parse_iso("2025-01-02T08:00")]


def test_units_of_both_sides_of_a_merger(office: Office) -> None:
    last, first = parse_iso("2024-12-20T08:00"), parse_iso("2025-01-01T00:00")
    rows = [
        dossier("A-1", agency="Phường 2", received=last, due=last + DAY),
        dossier("A-2", agency="Phường 1", received=last, due=last + DAY),
        dossier("A-3", agency="Phường 1", received=first + 8 * 3600, due=first + DAY),
    ]
    office.list(rows, first + 9 * 3600)
    source = office.source(first + 5 * DAY)
    trend = source.trend(days=10)
    _points_are_the_boards(source, trend)
    names = {row.key: row.name for row in trend.rows if row.late[-1]}
    assert len(names) == 3
    assert sorted(names.values()) == ["Phường 1", "Phường 1", "Phường 2"]
    assert all(unit.key in {row.key for row in trend.rows} for unit in REGISTRY.units.valid(date(2024, 12, 31)))
