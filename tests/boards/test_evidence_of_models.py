"""What a ward's dossiers show of the models it claims: verdicts, the figures behind them, and in the past too."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.domain.dossiers import RECEIVED_DATE_ONLY, DossierRow
from cchc_tui.domain.evidence import Evidence, EvidenceKind, Threshold, Verdict, verdict
from cchc_tui.domain.moments import Stamp, day_start, parse_iso
from tests.kits.asked_source import AskedSource
from tests.kits.store_kit import DAY, MORNING, WARD_2, WARD_6, Office, at, claim, dossier

PRACTICES = ["sunday", "wednesday-online", "no-appointment", "members-assist"]
SUNDAYS = [date(2021, 10, 3) + timedelta(weeks=week) for week in range(6)]  # until 7 November
WEDNESDAYS = [date(2021, 10, 6) + timedelta(weeks=week) for week in range(5)]  # until 3 November
TUESDAYS = [day - timedelta(days=1) for day in WEDNESDAYS]


def seen(source: AskedSource, practice: str, unit: str = WARD_6, moment: Stamp | None = None) -> Evidence:
    """What the board says of one cell, held against the dossiers that it gives as evidence."""
    board = source.rollout(moment)
    cell = next(row for row in board.rows if row.key == unit).cells[PRACTICES.index(practice)]
    assert cell.evidence is not None
    listed = source.dossiers(DossierFilter(unit=unit, only="all", evidence=practice), moment)
    assert len(listed) == cell.evidence.dossiers
    return cell.evidence


def figures(found: Evidence) -> tuple[Any, ...]:
    return found.part, found.whole, found.other_part, found.other_whole, found.dossiers, found.verdict.value


def each(days: Iterable[date], how_many: int, stem: str, hour: int = 9, **fields: Any) -> list[DossierRow]:
    """So many dossiers received on each of some days."""
    return [
        dossier(f"{stem}-{day:%m%d}-{number}", received=day_start(day) + hour * 3600 + number, **fields)
        for day in days
        for number in range(how_many)
    ]


def test_sundays_with_dossiers_are_counted_of_all_sundays_since_the_claimed_start(office: Office) -> None:
    rows = each(SUNDAYS[:2], 3, "S") + each([date(2021, 9, 26)], 4, "before") + each([date(2021, 10, 5)], 9, "weekday")
    rows += [dossier("R", received=at("09-01 08:00"), returned=at("10-17 09:00"))]
    rows += [dossier("D", received=at("10-24 00:00"), date_only=RECEIVED_DATE_ONLY)]
    rows += [dossier("night", received=at("10-31 20:00"), channel="online")]
    office.list(rows)
    office.rollout([claim("Phường 6", "sunday", "done")])  # since 1 October
    found = seen(office.source(), "sunday")
    assert figures(found) == (5, 6, 0, 6, 9, "shown")
    assert (found.start, found.end) == (at("10-01 00:00"), at("11-10 00:00"))


def test_a_sunday_on_which_only_the_software_dates_results_is_not_held(office: Office) -> None:
    saturdays = [day - timedelta(days=1) for day in SUNDAYS]
    rows = [
        dossier(f"{day:%m%d}-{n}", received=at("09-01 08:00"), returned=day_start(day) + 3600 * n)
        for day in (*SUNDAYS, *saturdays)
        for n in range(5)
    ]
    office.list(rows)
    office.rollout([claim("Phường 6", "sunday")])
    assert figures(seen(office.source(), "sunday")) == (0, 6, 30, 6, 0, "not_shown")


def test_a_sunday_that_is_not_over_counts_only_once_something_was_received(office: Office) -> None:
    office.list(each(SUNDAYS[:1], 1, "S"), at("10-10 07:00"))
    office.rollout([claim("Phường 6", "sunday")], at("10-10 07:00"))
    assert figures(seen(office.source(at("10-10 08:00")), "sunday"))[:2] == (1, 1)
    # A day later no newer list has come: nothing is known of the rest of that Sunday.
    assert figures(seen(office.source(at("10-11 08:00")), "sunday"))[:2] == (1, 1)
    office.list(each(SUNDAYS[:1], 1, "S"), at("10-11 07:00"))
    assert figures(seen(office.source(at("10-11 08:00")), "sunday"))[:2] == (1, 2)


def test_wednesdays_are_compared_with_other_working_days(office: Office) -> None:
    rows = each(WEDNESDAYS, 2, "W", channel="online") + each(WEDNESDAYS, 3, "w", 10)
    rows += each(TUESDAYS, 1, "T", channel="online") + each(TUESDAYS, 9, "t", 10)
    rows += each(SUNDAYS, 9, "S", channel="online")  # nobody works: no day to compare with
    rows += [dossier("gone", received=at("10-06 09:00"), status=7, channel="online")]
    office.list(rows)
    office.rollout([claim("Phường 6", "wednesday-online")])
    assert figures(seen(office.source(), "wednesday-online")) == (11, 26, 5, 50, 11, "shown")


def test_a_wednesday_that_is_a_public_holiday_is_no_wednesday(office: Office) -> None:
    kings = [date(2021, 4, 21)]  # Giỗ Tổ Hùng Vương
    wednesdays = [date(2021, 4, 14), date(2021, 4, 28)]
    office.list(each(kings, 50, "K", channel="online") + each(wednesdays, 5, "W"), at("05-03 08:00"))
    office.rollout([claim("Phường 6", "wednesday-online", since=at("04-01 00:00"))], at("05-03 08:00"))
    assert figures(seen(office.source(at("05-03 08:00")), "wednesday-online")) == (0, 10, 0, 0, 0, "not_shown")


def test_without_a_column_that_says_how_they_came_nothing_is_said(office: Office) -> None:
    office.list(each(WEDNESDAYS, 9, "W", channel="") + each(TUESDAYS, 9, "T", channel=""))
    office.rollout([claim("Phường 6", "wednesday-online")])
    found = seen(office.source(), "wednesday-online")
    assert (found.whole, found.shown) == (45, None)
    office.list([dossier("T-1005-0", received=at("10-05 09:00"), channel="direct")], MORNING + DAY)
    assert seen(office.source(MORNING + DAY), "wednesday-online").shown is False


def _finished_at_once(stem: str, days: Iterable[date], at_once: int, later: int) -> list[DossierRow]:
    made = [row._replace(finished=row.received + 3600, status=10) for row in each(days, at_once, stem)]
    return made + [row._replace(finished=row.received + DAY, status=10) for row in each(days, later, stem.lower(), 10)]


def test_dossiers_finished_on_the_day_they_were_received(office: Office) -> None:
    rows = _finished_at_once("A", TUESDAYS, 3, 2) + each(TUESDAYS, 1, "o", 11)
    refused = [row._replace(finished=row.received + 60, status=8) for row in each(TUESDAYS, 9, "R", 12)]
    office.list(rows + refused)
    office.rollout([claim("Phường 6", "no-appointment")])
    assert figures(seen(office.source(), "no-appointment")) == (15, 30, 0, 0, 15, "shown")


def test_a_no_appointment_day_is_compared_with_other_days_where_the_registry_names_it(office: Office) -> None:
    office.list(_finished_at_once("W", WEDNESDAYS, 4, 2) + _finished_at_once("T", TUESDAYS, 4, 3))
    office.rollout([claim("Phường 6", "no-appointment")])
    source = office.source()
    practices = [
        replace(each, threshold=replace(each.threshold, weekday=2)) if each.key == "no-appointment" else each
        for each in source.registry.practices
    ]
    assert seen(source, "no-appointment").shown is True
    source.registry = replace(source.registry, practices=tuple(practices))
    assert figures(seen(source, "no-appointment")) == (20, 30, 20, 35, 20, "not_shown")


def test_nobody_is_blamed_for_helpers_where_the_export_has_no_such_column(office: Office) -> None:
    many = [date(2021, 10, day) for day in range(4, 9)]
    second = {"agency": "UBND Phường 2"}
    office.list(each(many, 9, "A") + each(many, 9, "B", **second))
    office.rollout([claim("Phường 6", "members-assist"), claim("P2", "members-assist")])
    source = office.source(MORNING + DAY)
    assert [seen(source, "members-assist", unit).shown for unit in (WARD_6, WARD_2)] == [None, None]
    # One ward's own list names helpers: that says nothing of another's.
    office.list(each(many, 3, "A", helper="Đoàn viên Một"), MORNING + 60)
    assert [seen(source, "members-assist", unit).shown for unit in (WARD_6, WARD_2)] == [True, None]
    assert figures(seen(source, "members-assist")) == (15, 45, 0, 0, 15, "shown")
    # Both stand in a list that names them for one.
    office.list(
        each([date(2021, 10, 11)], 1, "A", helper="Hai") + each([date(2021, 10, 11)], 1, "B", **second), MORNING + 120
    )
    assert [seen(source, "members-assist", unit).shown for unit in (WARD_6, WARD_2)] == [True, False]
    assert seen(source, "members-assist", WARD_6, MORNING).shown is None


def test_a_model_that_nobody_claims_is_seen_in_the_last_sixty_days(office: Office) -> None:
    old = [date(2021, 7, 4) + timedelta(weeks=week) for week in range(9)]
    office.list(each(SUNDAYS, 1, "S") + each(old, 1, "O"))
    office.rollout([claim("Phường 6", "sunday", "planned")])
    found = seen(office.source(), "sunday")
    assert figures(found)[:2] == (6, 9)
    assert (found.start, found.shown) == (at("09-12 00:00"), True)
    (column, *_) = office.source().rollout().practices
    assert (column.claimed, column.shown, column.confirmed, column.unseen) == (0, 1, 0, 0)


def test_a_claim_without_a_day_counts_from_the_sheet_that_first_made_it(office: Office) -> None:
    office.list(each(SUNDAYS, 1, "S"))
    for moment, state in (("09-05", "done"), ("09-10", "none"), ("10-05", "running"), ("10-20", "done")):
        office.rollout([claim("Phường 6", "sunday", state, since=None)], at(f"{moment} 10:00"))
    source = office.source()
    assert seen(source, "sunday").start == at("10-05 00:00")
    assert seen(source, "sunday", moment=at("10-06 08:00")).start == at("10-05 00:00")
    assert seen(source, "sunday", moment=at("09-07 08:00")).start == at("09-05 00:00")


def test_a_unit_without_dossiers_is_not_blamed(office: Office) -> None:
    office.list(each(TUESDAYS, 9, "T"))
    office.rollout([claim("P2", practice) for practice in PRACTICES])
    source = office.source()
    assert [seen(source, practice, WARD_2).verdict for practice in PRACTICES] == [Verdict.TOO_FEW] * 4


def test_evidence_reaches_over_the_turn_of_the_year(office: Office) -> None:
    sundays = [date(2021, 12, 5) + timedelta(weeks=week) for week in range(6)]
    now = parse_iso("2022-01-12T08:00")
    rows = [row._replace(finished=row.received + 60, status=10) for row in each(sundays, 2, "S", due=None)]
    office.list(rows, now)
    office.rollout([claim("Phường 6", "sunday", since=at("12-01 00:00"))], now)
    source = office.source(now)
    assert figures(seen(source, "sunday"))[:2] == (6, 6)
    listed = source.dossiers(DossierFilter(unit=WARD_6, only="all", evidence="sunday"))
    lines = source.lines(listed, 0, 20)
    assert {line.state.value for line in lines} == {"resolved_on_time"}
    assert [line.received for line in lines] == sorted((row.received for row in rows), reverse=True)


def test_what_has_not_come_yet_shows_nothing(office: Office) -> None:
    office.list(each(SUNDAYS, 2, "S"), MORNING)
    office.rollout([claim("Phường 6", "sunday")])
    source = office.source()
    assert figures(seen(source, "sunday", moment=at("10-04 08:00")))[:2] == (1, 1)  # before the first list
    ahead = each([date(2021, 11, 14)], 3, "later", returned=None)
    office.list(each(SUNDAYS, 2, "S") + ahead, MORNING + 60)
    assert figures(seen(office.source(MORNING + 3600), "sunday"))[:5:4] == (6, 12)
    assert figures(seen(office.source(MORNING + 5 * DAY), "sunday"))[:5:4] == (7, 15)


def _random_row(rng: random.Random, code: int) -> DossierRow:
    received = at("09-01 08:00") + rng.randrange(60) * DAY + rng.randrange(8) * 3600
    finished = received + rng.choice((0, 0, 1, 5)) * DAY + 600 if rng.random() < 0.6 else None
    return dossier(
        f"C-{code}",
        received=received,
        finished=finished,
        returned=finished + rng.randrange(4) * DAY if finished and rng.random() < 0.8 else None,
        status=rng.choice((4, 4, 10, 7)),
        channel=rng.choice(("online", "direct", "")),
        helper=rng.choice(("", "", "", "Đoàn viên")),
        agency=rng.choice(("UBND Phường 6", "UBND Phường 2", "Sở Tư pháp")),
    )


@pytest.mark.parametrize("seed", range(4))
def test_cached_sums_equal_a_recount(office: Office, seed: int) -> None:
    """Lists in and out of order: one source that lives through them all says what one that has just come says."""
    rng = random.Random(seed)
    source = office.source(at("12-01 08:00"))
    office.rollout([claim("Phường 6", "sunday", since=at("09-05 00:00")), claim("P2", "no-appointment")])
    told: dict[Stamp, object] = {}
    moment = at("10-01 08:00")
    for step in range(12):
        late = step > 3 and rng.random() < 0.2
        shown = moment - rng.randrange(1, 9) * DAY if late else moment
        office.list([_random_row(rng, code) for code in rng.sample(range(120), rng.randrange(5, 90))], shown)
        if late:
            told.clear()  # the past is as the older list showed it
        fresh = office.source(at("12-01 08:00"))
        for asked in (None, moment, moment - 3 * DAY, at("09-20 12:00")):
            assert source.rollout(asked).rows == fresh.rollout(asked).rows
        told[moment] = fresh.rollout(moment).rows
        for before, rows in told.items():
            assert source.rollout(before).rows == rows
        fresh.close()
        moment += rng.choice((0, 3600, DAY, 4 * DAY))
    source.close()


@pytest.mark.parametrize(
    ("part", "whole", "others", "expected"),
    [
        (2, 9, None, Verdict.TOO_FEW),
        (3, 10, 0.1, Verdict.SHOWN),
        (2, 10, 0.1, Verdict.NOT_SHOWN),
        (3, 10, 0.25, Verdict.NOT_SHOWN),  # hardly more than on other days
        (90, 100, 0.8, Verdict.SHOWN),  # nearly all come online anyway
        (89, 100, 0.8, Verdict.NOT_SHOWN),
    ],
)
def test_the_bar(part: int, whole: int, others: float | None, expected: Verdict) -> None:
    assert verdict(Threshold(EvidenceKind.ONLINE, 2, enough=10, share=0.25, times=1.5), part, whole, others) is expected
