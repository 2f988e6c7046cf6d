"""Dossiers that were returned and not closed: who has them, for how long, and exactly which they are."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_tui.boards.board import BoardQuery, By
from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.listed import board_of
from cchc_tui.boards.unclosed import UnclosedCounts
from cchc_tui.domain.dossiers import ENDED_UNCOUNTED, WAITING, DossierRow
from cchc_tui.domain.lateness import Compare, late
from cchc_tui.domain.moments import Stamp, day_end, day_start, to_date
from cchc_tui.domain.workcalendar import age_band
from cchc_tui.settings import Settings
from tests.kits.arriving_lists import WHEN, OneList, arriving_lists, known_at, office_with
from tests.kits.asked_source import AskedSource
from tests.kits.store_kit import DAY, HOUR, MORNING, REGISTRY, WARD_2, WARD_6, Office, at, dossier

KEYS = ["unclosed", "late_unclosed", "share_of_late", "oldest_days", "median_days", "due_today"]
#: By the clock of Wednesday 10 November, 8:30. Of Phường 6 three are unclosed, of Phường 2 one.
ROWS = [
    dossier("A-1", returned=at("11-01 09:00"), due=at("10-29 16:00")),  # 7 working days ago, overdue
    dossier("A-2", returned=at("11-09 16:00"), due=at("11-10 17:00"), officer="Hai", field="Hộ tịch"),  # due today
    dossier("A-3", returned=at("10-29 09:00"), due=None, procedure="Khai sinh"),  # 8 working days ago, never late
    dossier("A-4", due=at("10-08 16:00")),  # overdue and not returned
    dossier("A-5", returned=at("11-01 09:00"), status=10, finished=at("11-02 09:00")),  # closed, late
    dossier("A-6", returned=at("11-01 09:00"), status=5),  # waiting
    dossier("A-7", returned=at("11-01 09:00"), status=7),  # withdrawn
    dossier("A-8", returned=at("11-01 09:00"), status=8),  # refused
    dossier("A-9", returned=at("11-10 09:00")),  # not yet
    dossier("B-1", agency="P.2", returned=at("11-08 09:00"), due=at("11-09 16:00")),  # 2 working days ago, overdue
    dossier("C-1", agency="Sở Nội vụ", returned=at("11-05 09:00"), due=at("12-09 16:00")),  # of no unit
]


def shown(office: Office, moment: Stamp = MORNING, **query: Any) -> dict[str, Any]:
    source = office.source(moment)
    told: dict[str, Any] = source.board("unclosed", **query).json()
    source.close()
    return told


def figures(row: dict[str, Any]) -> list[Any]:
    return [row[key] for key in KEYS]


def by_name(told: dict[str, Any]) -> dict[str, list[Any]]:
    return {row["name"]: figures(row) for row in told["rows"] if row["unclosed"]}


def test_without_a_list_no_figure_is_known(office: Office) -> None:
    told = shown(office)
    assert told["data_as_of"] is None
    assert figures(told["rows"][0]) == figures(told["levels"]["commune"]) == figures(told["unplaced"]) == [None] * 6


def test_each_unit_has_its_figures_and_those_that_do_not_count_are_left_out(office: Office) -> None:
    office.list(ROWS)
    told = shown(office)
    assert list(told) == ["as_of", "data_as_of", "by", "levels", "unplaced", "rows"]
    assert list(told["rows"][0]) == ["unit", "name", "level", *KEYS]
    assert [(row["unit"], row["level"], figures(row)) for row in told["rows"][:2]] == [
        # Late are: 1 of 4. Ages are 8, 7 and 1.
        (WARD_6, "commune", [3, 1, 0.25, 8, 7.0, 1]),
        (WARD_2, "commune", [1, 1, 1.0, 2, 2.0, 0]),
    ]
    assert figures(told["levels"]["commune"]) == [4, 2, 0.4, 8, 4.5, 1]
    assert figures(told["unplaced"]) == [1, 0, None, 3, 3.0, 0]


def test_where_nothing_is_late_or_unclosed_shares_and_ages_are_unknown(office: Office) -> None:
    office.list([dossier("A-1", due=at("12-01 16:00"), returned=at("11-09 09:00")), dossier("B-1", agency="P.2")])
    told = shown(office)
    units = {row["unit"]: figures(row) for row in told["rows"]}
    assert units[WARD_6] == [1, 0, None, 1, 1.0, 0]
    assert units[WARD_2] == [0, 0, 0.0, None, None, 0]
    assert units["noi-vu"] == [0, 0, None, None, None, 0]
    assert figures(told["levels"]["city"]) == [0, 0, None, None, None, 0]


def test_the_other_groupings(office: Office) -> None:
    office.list(ROWS)
    assert by_name(shown(office, by="field")) == {
        "Chứng thực": [4, 2, 0.4, 8, 5.0, 0],  # B-1, C-1 of the late, B-1
        "Hộ tịch": [1, 0, None, 1, 1.0, 1],
    }
    assert by_name(shown(office, by="procedure")) == {
        "Chứng thực bản sao": [4, 2, 0.4, 7, 2.5, 1],
        "Khai sinh": [1, 0, None, 8, 8.0, 0],
    }
    officers = shown(office, by="officer")["rows"]
    assert [(row["unit"], figures(row)) for row in officers if row["unclosed"]] == [
        (WARD_6, [2, 1, 0.25, 8, 7.5, 0]),
        (None, [1, 0, None, 3, 3.0, 0]),  # equal rows go by name: of officer 5, as above, then officer 8
        (WARD_2, [1, 1, 1.0, 2, 2.0, 0]),
        (WARD_6, [1, 0, None, 1, 1.0, 1]),
    ]
    ages = shown(office, by="age")
    assert [(row["age"], row["name"], figures(row)) for row in ages["rows"]] == [
        ("0", "dưới 3 ngày", [2, 1, 0.2, 2, 1.5, 1]),  # shares of all five late dossiers
        ("3", "3–5 ngày", [1, 0, 0.0, 3, 3.0, 0]),
        ("6", "6–10 ngày", [2, 1, 0.2, 8, 7.5, 0]),
        ("11", "11–30 ngày", [0, 0, 0.0, None, None, 0]),
        ("31", "từ 31 ngày", [0, 0, 0.0, None, None, 0]),
    ]
    assert ages["levels"] == shown(office)["levels"]


def test_one_unit_and_one_level(office: Office) -> None:
    office.list([*ROWS, dossier("D-1", agency="Phòng Tư pháp", returned=at("11-09 09:00"))])
    assert figures(shown(office, unit=WARD_2)["levels"]["commune"]) == [1, 1, 1.0, 2, 2.0, 0]
    city = shown(office, level="city")
    assert {row["level"] for row in city["rows"]} == {"city"}
    assert by_name(shown(office, by="field", level="city")) == {"Chứng thực": [1, 1, 1.0, 1, 1.0, 0]}
    assert [row["unclosed"] for row in shown(office, by="age", level="city")["rows"]] == [1, 0, 0, 0, 0]


def test_a_past_moment_and_a_finished_date_that_comes_later(office: Office) -> None:
    first = dossier("A-1", returned=at("11-09 09:00"), due=at("11-09 16:00"))
    office.list([first, dossier("A-2", due=at("11-08 16:00"))])
    closed = dossier("A-1", returned=at("11-09 09:00"), due=at("11-09 16:00"), status=10, finished=at("11-11 10:00"))
    office.list([closed, dossier("A-2", due=at("11-08 16:00"), returned=at("11-12 10:00"))], at("11-12 08:30"))
    told = {
        moment: figures(shown(office, at(moment))["levels"]["commune"])
        for moment in ("11-09 08:59", "11-09 15:00", "11-11 09:00", "11-12 08:30", "11-12 10:00")
    }
    assert told == {
        "11-09 08:59": [0, 0, 0.0, None, None, 0],  # before the first list, by its dates
        "11-09 15:00": [1, 0, 0.0, 0, 0.0, 1],
        "11-11 09:00": [1, 1, 0.5, 2, 2.0, 0],  # by the list of the day before
        "11-12 08:30": [0, 0, 0.0, None, None, 0],  # closed; the other one is returned later that day
        "11-12 10:00": [1, 1, 0.5, 0, 0.0, 0],
    }
    ahead = dossier("B-1", agency="P.2", returned=at("11-12 08:00"), due=at("11-30 16:00"), finished=at("11-13 09:00"))
    office.list([closed, ahead], at("11-12 11:00"))
    assert shown(office, at("11-13 08:59"), unit=WARD_2)["levels"]["commune"]["unclosed"] == 1
    assert shown(office, at("11-13 09:00"), unit=WARD_2)["levels"]["commune"]["unclosed"] == 0


@pytest.mark.parametrize(("compare", "expected"), [("time", [1, 0]), ("date", [0, 1])])
def test_due_today_is_in_time_until_it_is_overdue(tmp_path: Any, compare: Compare, expected: list[int]) -> None:
    office = Office(tmp_path, compare)
    office.list([dossier("A-1", returned=at("11-09 09:00"), due=MORNING - HOUR)])
    level = shown(office)["levels"]["commune"]
    assert [level["late_unclosed"], level["due_today"]] == expected


def test_a_row_opens_exactly_its_dossiers_the_longest_returned_first(office: Office) -> None:
    office.list(ROWS)
    source = office.source()
    lines = source.lines(source.dossiers(DossierFilter(WARD_6, "returned_open")), 0, 9)
    returns = [at("10-29 09:00"), at("11-01 09:00"), at("11-09 16:00")]
    assert [(line.returned, line.days_returned) for line in lines] == list(zip(returns, (8, 7, 1), strict=True))
    assert all(line.unclosed for line in lines)
    for sort in ("-returned", "days_returned"):
        newest = source.dossiers(DossierFilter(WARD_6, "returned_open", sort=sort))
        assert [line.returned for line in source.lines(newest, 0, 9)] == returns[::-1]


def test_the_list_of_the_command_says_when_they_were_returned(office: Office) -> None:
    office.list(ROWS)
    table = office.source().listed(DossierFilter(WARD_6, "returned_open"), 1).table()
    assert dict(zip([column.key for column in table.columns], table.rows[0], strict=True))["returned"] == at(
        "10-29 09:00"
    )


def opened(source: AskedSource, moment: Stamp, by: By, level: str = "") -> dict[str, tuple[int, int]]:
    """Row → (figure, length of the list that it opens), of all rows with any of both."""
    with source.moment(moment) as view:
        board = board_of("unclosed")
        table = board.table(board.ask(view, BoardQuery(by, level=level)), view.registry, screen=True)
    place = next(n for n, column in enumerate(table.columns) if column.key == "unclosed")
    found = {}
    for key, row in zip(table.row_keys, table.rows, strict=True):
        which = table.opened(key, level)
        assert which is not None
        found[key] = (int(row[place] or 0), len(source.dossiers(which, moment)))
    return found


def plain(rows: list[DossierRow], moment: Stamp, compare: Compare, by: By) -> dict[str, UnclosedCounts]:
    """The board dossier by dossier, as the contract reads: by unit key, name of field or procedure, or band."""
    calendar, bounds = REGISTRY.calendar, REGISTRY.targets.age_bands
    year = day_start(to_date(moment).replace(month=1, day=1))
    groups: defaultdict[str, list[tuple[int, bool, bool]]] = defaultdict(list)
    late_of: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        if row.received > moment or row.status in ENDED_UNCOUNTED:
            continue
        match = REGISTRY.units.place(row.agency, row.department, to_date(row.received))
        key = {"unit": match.unit.key if match.unit else "", "field": row.field, "procedure": row.procedure}.get(by, "")
        if row.finished is not None and row.finished <= moment:
            late_of[key] += row.finished >= year and late(row.due, row.finished, compare)
            continue
        if row.status in WAITING:
            continue
        overdue = late(row.due, moment, compare)
        late_of[key] += overdue
        if row.returned is None or row.returned > moment:
            continue
        days = calendar.days_late(row.returned, moment)
        today = not overdue and row.due is not None and row.due <= day_end(to_date(moment))
        groups[str(bounds[age_band(days, bounds)]) if by == "age" else key].append((days, overdue, today))
    return {
        key: UnclosedCounts(
            unclosed=len(found),
            late_unclosed=sum(overdue for _, overdue, _ in found),
            late=late_of["" if by == "age" else key],
            oldest_days=max(days for days, _, _ in found),
            median_days=median(days for days, _, _ in found),
            due_today=sum(today for _, _, today in found),
        )
        for key, found in groups.items()
    }


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    lists=arriving_lists(), moments=st.lists(WHEN, min_size=1, max_size=2), compare=st.sampled_from(get_args(Compare))
)
def test_any_moment_is_the_rule_dossier_by_dossier_and_each_list_as_long_as_its_row(
    lists: list[OneList], moments: list[Stamp], compare: Compare
) -> None:
    folder, office = office_with(lists)
    office.settings = Settings(compare=compare)
    source = office.source()
    try:
        for moment in (*moments, lists[-1].moment, lists[0].moment - DAY):
            known = known_at(lists, moment)
            for by in ("unit", "field", "procedure", "age", "officer"):
                with source.moment(moment) as view:
                    board = board_of("unclosed").ask(view, BoardQuery(by))
                if by != "officer":
                    expected = plain(known, moment, compare, by)
                    if by == "unit":
                        assert board.unplaced.unclosed == expected.pop("", UnclosedCounts()).unclosed
                    assert {row.key: row.counts for row in board.rows if row.counts.unclosed} == expected
                for level in ("", "commune"):
                    lengths = opened(source, moment, by, level)
                    assert all(count == length for count, length in lengths.values()), (by, lengths)
    finally:
        source.close()
        office.writer.close()
        folder.cleanup()
