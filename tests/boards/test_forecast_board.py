"""The forecast for the month's end: its model in figures one can follow, and its past error."""

from __future__ import annotations

import pytest

from cchc_tui.boards.forecast import BOARD, ForecastBoard, Outlook, days_left, month_end
from cchc_tui.domain.dossiers import DossierRow
from cchc_tui.domain.moments import DAY as A_DAY
from cchc_tui.domain.moments import to_date
from cchc_tui.report.tables import as_text
from tests.kits.store_kit import DAY, HOUR, MORNING, REGISTRY, WARD_2, WARD_6, Office, at, dossier


def _outlook(board: ForecastBoard, unit: str = WARD_6) -> Outlook:
    row = board.row(unit)
    assert row is not None
    return row.figures


def _closed(code: str, day: str, late: bool = False) -> DossierRow:
    end = at(f"{day} 10:00")
    due = end - DAY if late else end + DAY
    return dossier(code, received=end - 9 * DAY, due=due, status=10, finished=end, returned=end)


def _workdays(first: str, last: str) -> list[str]:
    days = REGISTRY.calendar.workdays_between(to_date(at(f"{first} 00:00")), to_date(at(f"{last} 00:00")))
    return [day.strftime("%m-%d") for day in days]


def test_the_working_days_that_are_left_count_today_until_noon() -> None:
    calendar = REGISTRY.calendar
    assert month_end(MORNING) == at("11-30 23:59:59")
    # Wednesday 10 November to Tuesday 30 November.
    assert [days_left(at(text), calendar) for text in ("11-10 08:30", "11-10 12:00", "11-13 09:00")] == [15, 14, 12]
    assert [days_left(at(text), calendar) for text in ("11-30 09:00", "11-30 13:00", "12-31 09:00")] == [1, 0, 1]


def test_late_grows_as_it_did_in_the_last_twenty_working_days(office: Office) -> None:
    # One late and one on time on each of the twenty working days before 10 November.
    days = _workdays("10-13", "11-09")
    assert len(days) == 20
    office.list(
        row for n, day in enumerate(days) for row in (_closed(f"A-{n}", day, late=True), _closed(f"B-{n}", day))
    )
    outlook = _outlook(office.source().forecast())
    assert (outlook.late, outlook.overdue, outlook.falling_due) == (20, 0, 0)
    assert outlook.pace == 2.0
    # The first of them had passed its due time on 12 October.
    assert outlook.late_growth == 19 / 20
    assert outlook.expected == 20 + round(15 * 19 / 20)
    assert _outlook(office.source().forecast(), WARD_2) == Outlook(pace=0, late_growth=0, expected=0)


def test_what_falls_due_beyond_the_pace_will_be_late(office: Office) -> None:
    days = _workdays("10-13", "11-09")
    closed = [_closed(f"B-{n}", day) for n, day in enumerate(days)]
    falling = [dossier(f"A-{n}", due=at("11-26 16:00")) for n in range(40)]
    waiting = [dossier(f"W-{n}", due=at("11-26 16:00"), status=5) for n in range(9)]
    office.list([*closed, *falling, *waiting, dossier("D-1", due=at("12-01 16:00"))])
    outlook = _outlook(office.source().forecast())
    assert (outlook.late, outlook.falling_due, outlook.pace) == (0, 40, 1.0)
    assert outlook.expected == 40 - 15


def test_the_error_is_that_of_the_same_forecast_made_in_earlier_months(office: Office) -> None:
    # In September and October one late each working day, then none.
    days = _workdays("09-01", "10-29")
    office.list([_closed(f"A-{n}", day, late=True) for n, day in enumerate(days)], at("10-29 20:00"))
    board = office.source(at("11-10 08:30")).forecast()
    outlook = _outlook(board)
    source = office.source()
    errors = []
    for then in ("09-10 00:00", "10-10 00:00"):
        said = _outlook(source.forecast(at(then))).expected
        was = source.late(month_end(at(then))).row(WARD_6)
        assert said is not None
        assert was is not None
        errors.append(abs(said - was.counts.late))
    assert outlook.past_count == 2
    assert outlook.past_error == pytest.approx(sum(errors) / 2, abs=0.5)  # what is said is rounded
    assert board.past_by_dates == 2
    assert board.levels["commune"].past_error == outlook.past_error


def test_without_a_past_there_is_no_error_and_without_lists_no_forecast(office: Office) -> None:
    nothing = office.source().forecast()
    assert _outlook(nothing) == Outlook(has_list=False)
    office.list([dossier("A-1", received=at("11-09 08:00"), due=at("11-20 16:00"))])
    outlook = _outlook(office.source().forecast())
    assert (outlook.past_error, outlook.past_count) == (None, 0)
    assert outlook.expected == 1  # nothing was ever closed here, so what falls due will be late


def test_a_new_year_starts_afresh(office: Office) -> None:
    days = _workdays("12-01", "12-30")
    office.list([_closed(f"A-{n}", day, late=True) for n, day in enumerate(days)], at("12-31 08:00"))
    new_year = at("12-31 23:59:59") + 1
    assert _outlook(office.source().forecast(new_year + 9 * HOUR)).expected is None
    office.list([_closed("Z-1", "12-29")], new_year + 5 * A_DAY)
    outlook = _outlook(office.source().forecast(new_year + 5 * A_DAY + HOUR))
    assert (outlook.late, outlook.late_growth) == (0, 0)


def test_a_past_moment_knows_only_what_was_known_then(office: Office) -> None:
    office.list([dossier("A-1", due=at("11-26 16:00"))], at("11-02 08:00"))
    before = _outlook(office.source().forecast(at("11-05 08:30")))
    office.list([dossier(f"A-{n}", due=at("11-26 16:00")) for n in range(5)], at("11-09 08:00"))
    source = office.source()
    assert _outlook(source.forecast(at("11-05 08:30"))) == before
    assert _outlook(source.forecast()).falling_due == 6 - 1


def test_cached_answers_equal_new_ones(office: Office) -> None:
    office.list([_closed(f"A-{n}", day, late=n % 3 == 0) for n, day in enumerate(_workdays("08-02", "11-09"))])
    source = office.source()
    first = source.forecast()
    assert source.forecast() == first
    office.list([_closed("L-1", "09-20", late=True)], at("09-25 08:00"))  # a list that comes late changes the past
    again = source.forecast()
    assert again == office.source().forecast()
    assert again != first


def test_the_command_says_each_forecast_with_its_error_and_why_there_is_none(office: Office) -> None:
    def said(moment: int) -> tuple[str, dict[str, object]]:
        source = office.source(moment)
        board = source.forecast()
        return as_text(BOARD.table(board)), BOARD.json(board)

    text, data = said(MORNING)
    assert "(–: chưa có danh sách)" in text
    assert data["levels"]["commune"]["reason"] == "no_list"
    days = _workdays("09-01", "10-29")
    office.list([_closed(f"A-{n}", day, late=True) for n, day in enumerate(days)], at("10-29 20:00"))
    text, data = said(MORNING)
    found = next(row for row in data["rows"] if row["unit"] == WARD_6)
    error = round(found["past_error"])
    assert f" {found['expected']} ± {error} " in next(line for line in text.split("\n") if "Phường 6" in line)
    assert "30/11/2021" in text
    assert found["reason"] == ""
    text, data = said(at("12-31 23:59:59") + 9 * HOUR)
    assert "(–: chưa đủ số liệu năm nay)" in text
    assert data["rows"][0]["reason"] == "too_few_days"
    assert data["rows"][0]["expected"] is None
