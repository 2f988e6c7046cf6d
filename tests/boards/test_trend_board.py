"""The trend: each day by what the newest list says of it, however often it was asked before."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cchc_tui.boards.trend import BOARD, Trend, day_ends
from cchc_tui.domain.dossiers import DossierRow
from cchc_tui.domain.lateness import Compare
from cchc_tui.domain.moments import Stamp, parse_iso
from tests.kits.asked_source import AskedSource
from tests.kits.store_kit import DAY, MORNING, REGISTRY, WARD_2, WARD_6, Office, at, by_rule, dossier

FIRST, SECOND, THIRD = at("11-02 08:00"), at("11-05 17:00"), at("11-09 17:00")


def _late(trend: Trend, unit: str = WARD_6) -> tuple[int, ...]:
    row = trend.row(unit)
    assert row is not None
    return row.late


def _days(office: Office, now: Stamp, first: str) -> dict[str, int]:
    """Late in ward 6 at the end of each day from one on, as it is seen at a moment."""
    trend = office.source(now).trend(days=now // DAY - at(f"{first} 00:00") // DAY + 1)
    days = [f"{day:%m-%d}" for day in (date.fromordinal(719_163 + moment // DAY) for moment in trend.moments)]
    return dict(zip(days, _late(trend), strict=True))


def _as_the_rule_says(trend: Trend, known: list[DossierRow], compare: Compare = "time") -> None:
    """Each point is the rule for late dossiers, applied to one dossier after the other at that moment."""
    for place, moment in enumerate(trend.moments):
        board = by_rule(known, moment, compare)
        assert {row.key: row.late[place] for row in trend.rows if row.late[place]} == {
            unit: counts["late"] for unit, counts in board.items() if unit and counts["late"]
        }
        sums = [sum(row.late[place] for row in trend.rows if row.level == level) for level in trend.levels]
        assert sums == [row.late[place] for row in trend.levels.values()]


def _lists() -> list[tuple[Stamp, list[DossierRow]]]:
    """Three lists in eight days; due times pass between them, and some is finished late, undone, or new."""
    due = [at(f"11-{day:02} 16:00") for day in range(1, 13)]
    open_ones = [dossier(f"A-{n}", due=each) for n, each in enumerate(due)]
    first = [*open_ones, dossier("B-1", agency="P2", due=at("10-20 16:00"))]
    second = [
        dossier(row.code, due=row.due, status=10, finished=at("11-05 10:00")) for row in open_ones[:4]
    ]  # three of them late
    back = dossier("A-0", due=due[0], status=10, finished=due[0])  # set back to on time
    return [
        (FIRST, first),
        (SECOND, second),
        (THIRD, [back, dossier("B-2", agency="P2", received=at("11-09 08:00"))]),
    ]


def _load(office: Office) -> None:
    for moment, rows in _lists():
        office.list(rows, moment)


def _known(now: Stamp) -> list[DossierRow]:
    """What the lists up to a moment say; before the first, what that one says."""
    known: dict[str, DossierRow] = {}
    for moment, rows in _lists():
        if moment <= max(now, FIRST):
            known |= {row.code: row for row in rows}
    return list(known.values())


def test_a_day_is_what_the_newest_list_says_of_it_and_not_what_was_said_then(office: Office) -> None:
    office.list([dossier("A-1", due=at("11-03 16:00"))], FIRST)
    # Seen before any other list comes, it looks overdue from the evening of the 3rd on.
    before = _days(office, at("11-08 08:30"), "11-01")
    assert before == {f"11-{day:02}": int(day >= 3) for day in range(1, 9)}
    # It had been finished in time all along; the list that tells so comes on the 9th.
    office.list([dossier("A-1", due=at("11-03 16:00"), status=10, finished=at("11-03 10:00"))], THIRD)
    assert set(_days(office, MORNING, "11-01").values()) == {0}
    # What was said then stays there, for who goes back to it.
    assert _days(office, at("11-08 08:30"), "11-01") == before
    assert office.late(at("11-08 08:30")).overdue == 1


def test_a_dossier_that_was_late_all_along_counts_on_each_of_the_days(office: Office) -> None:
    office.list([dossier("A-1", due=at("11-20 16:00"))], FIRST)
    late = dossier("A-2", received=at("10-20 09:00"), due=at("10-31 16:00"))  # no earlier list had it
    closed = dossier("A-3", due=at("11-04 16:00"), status=10, finished=at("11-06 09:00"))
    office.list([late, closed], THIRD)
    assert list(_days(office, MORNING, "10-29").values()) == [0, 0, *[1] * 4, *[2] * 7]


def test_one_that_was_withdrawn_or_waits_is_late_on_no_day(office: Office) -> None:
    office.list([dossier("A-1", due=at("11-03 16:00")), dossier("A-2", due=at("11-03 16:00"))], FIRST)
    office.list([dossier("A-1", due=at("11-03 16:00"), status=7), dossier("A-2", status=5)], THIRD)
    assert set(_days(office, MORNING, "11-01").values()) == {0}


@pytest.mark.parametrize("compare", ["time", "date"])
def test_each_point_is_the_rule_by_the_states_of_the_newest_list(
    tmp_path_factory: pytest.TempPathFactory, compare: Compare
) -> None:
    office = Office(tmp_path_factory.mktemp("trend"), compare)
    _load(office)
    source = office.source()
    trend = source.trend()
    assert trend.moments[-1] == MORNING
    assert trend.moments[-2] == at("11-09 23:59:59")
    assert len(trend.moments) == 30
    _as_the_rule_says(trend, _known(MORNING), compare)
    for moment in (at("11-05 12:00"), at("11-07 08:00"), at("10-30 08:00"), at("12-20 08:00"), at("11-05 12:00")):
        _as_the_rule_says(source.trend(moment), _known(moment), compare)
    office.writer.close()


def test_the_last_point_is_the_board_of_the_moment_itself(office: Office) -> None:
    _load(office)
    source = office.source()
    for moment in (None, at("11-05 12:00"), at("11-07 08:00"), at("10-30 08:00"), at("12-20 08:00")):
        trend, board = source.trend(moment), source.late(moment)
        assert {row.key: row.late[-1] for row in trend.rows} == {
            row.key: getattr(board.row(row.key), "counts", row).late if board.row(row.key) else 0 for row in trend.rows
        }


def test_the_dossiers_of_a_day_are_counted_by_the_dates_known_now(office: Office) -> None:
    _load(office)
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


@pytest.mark.parametrize(
    ("now", "stale"),
    [
        ("11-09 18:00", 0),
        ("11-11 23:00", 0),  # two days after the list of the 9th
        ("11-12 00:00", 1),
        ("11-14 09:00", 3),
        ("11-07 12:00", 0),
        ("11-04 23:00", 0),
        ("10-01 08:00", 0),  # before the first list all is told by it
        ("12-30 08:00", 30),
    ],
)
def test_days_that_lie_more_than_two_days_after_the_newest_list_are_stale(office: Office, now: str, stale: int) -> None:
    assert office.source().trend().moments == ()
    _load(office)
    for trend in (office.source(at(now)).trend(), office.source().trend(at(now))):
        assert trend.stale == stale


def _ward(agency: str, **fields: Any) -> list[DossierRow]:
    return [dossier(f"{agency}-{n}", agency=agency, **fields) for n in range(3)]


_ON_TIME = {"status": 10, "due": at("11-20 16:00"), "finished": at("10-20 10:00")}


@pytest.mark.parametrize("fields", [{}, _ON_TIME, {"status": 5}, {"status": 7}], ids=["late", "done", "waits", "gone"])
def test_days_of_a_unit_whose_own_list_is_old_are_stale_though_another_has_a_new_one(
    office: Office, fields: dict[str, Any]
) -> None:
    six, two, law = (_ward(name, **fields) for name in ("UBND Phường 6", "UBND Phường 2", "Phòng Tư pháp"))
    office.list(six + two + law, at("11-01 08:00"))
    office.list(two, at("11-08 08:00"))
    office.list(six, at("11-04 08:00"))  # it came late
    source = office.source(at("11-10 09:00"))

    def stale(trend: Trend) -> tuple[int, ...]:
        keys = ("29869", "29878", "tu-phap", "29866")  # the last one has no dossiers: as the newest list of all
        rows = {row.key.split("@")[0]: row for row in (*trend.rows, *trend.levels.values())}
        return trend.stale, *(rows[key].stale for key in (*keys, "commune", "city"))

    assert stale(source.trend()) == (0, 0, 4, 7, 0, 0, 7)
    assert stale(source.trend(at("11-09 09:00"))) == (0, 0, 3, 6, 0, 0, 6)
    assert stale(source.trend(at("11-08 07:59"))) == (2, 2, 2, 2, 2, 2, 2)  # who was shown then is not known now
    office.list(law, at("11-10 08:30"))
    assert stale(source.trend()) == (0, 0, 4, 0, 0, 0, 0)
    said = {row["unit"]: row["stale"] for row in BOARD.json(source.trend(days=4), source.registry)["rows"]}
    assert (said["29869"], said["29878"], said["tu-phap"]) == (0, 4, 0)
    table = BOARD.table(source.trend(unit="29878", days=5), source.registry)
    column = next(n for n, each in enumerate(table.columns) if each.key == "stale")
    assert [row[column] for row in table.rows] == ["", "có", "có", "có", "có"]


def test_the_command_says_which_days_are_stale(office: Office) -> None:
    _load(office)
    source = office.source(at("11-13 09:00"))
    trend = source.trend(days=4)
    assert BOARD.json(trend, source.registry)["stale"] == 2
    table = BOARD.table(trend, source.registry)
    column = next(n for n, each in enumerate(table.columns) if each.key == "stale")
    assert [row[column] for row in table.rows[:4]] == ["", "", "có", "có"]


def test_one_unit_alone_and_levels_of_all(office: Office) -> None:
    _load(office)
    source = office.source()
    trend = source.trend(unit="29878")
    assert [row.key for row in trend.rows] == [WARD_6]
    assert trend.levels == source.trend().levels
    assert source.trend(unit="no-such").rows == ()


def test_a_list_that_comes_late_is_known_from_its_own_moment_on(office: Office) -> None:
    _load(office)
    source = office.source()
    moments = (MORNING, at("11-08 08:30"), at("11-06 08:30"))
    before = [_late(source.trend(moment, days=10)) for moment in moments]
    office.list([dossier("A-9", received=at("11-01 08:00"), due=at("11-03 16:00"))], at("11-07 08:00"))
    after = [_late(source.trend(moment, days=10)) for moment in moments]
    gained = [[new - old for old, new in zip(*pair, strict=True)] for pair in zip(before, after, strict=True)]
    assert gained == [[0, 0, *[1] * 8], [0] * 4 + [1] * 6, [0] * 10]


def test_a_list_before_the_first_changes_all_days_before_it_too(office: Office) -> None:
    _load(office)
    source = office.source()
    source.trend(days=20)
    office.list([dossier("C-1", due=at("10-18 16:00"))], at("10-30 08:00"))
    after = source.trend(days=20)
    _as_the_rule_says(after, [*_known(MORNING), dossier("C-1", due=at("10-18 16:00"))])
    assert _late(after)[0] == 1
    _as_the_rule_says(source.trend(at("10-29 08:00")), [dossier("C-1", due=at("10-18 16:00"))])


def test_what_was_asked_before_a_load_is_not_shown_after_it(office: Office) -> None:
    _load(office)
    source = office.source()
    before = _late(source.trend(days=5))
    office.list([dossier("A-8", due=at("11-09 16:00"), status=10, finished=at("11-08 10:00"))], at("11-10 08:00"))
    assert _late(source.trend(days=5)) == (*before[:3], before[3] - 1, before[4] - 1)


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
    source: AskedSource = office.source(first + 5 * DAY)
    trend = source.trend(days=10)
    _as_the_rule_says(trend, rows)
    names = {row.key: row.name for row in trend.rows if row.late[-1]}
    assert len(names) == 3
    assert sorted(names.values()) == ["Phường 1", "Phường 1", "Phường 2"]
    assert all(unit.key in {row.key for row in trend.rows} for unit in REGISTRY.units.valid(date(2024, 12, 31)))
