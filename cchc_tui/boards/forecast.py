"""The forecast for the month's end (*dự báo cuối tháng*), and the error of earlier forecasts.

The model: each remaining working day adds as many late dossiers as an average day of the last twenty working days did.
If more open dossiers fall due by the month's end than the unit can close at its pace, at least the surplus will be
late.

    expected = late now + max(late_growth × working days left, falling due - pace × working days left, 0)

``late_growth`` is the daily growth of a unit's late dossiers, and ``pace`` the number of dossiers that the unit
resolves per day. Both are measured over the last 20 working days before the newest list. Days of an earlier year are
not measured, because late dossiers start again at zero each year. ``late_growth`` includes dossiers not received yet.
Closing an overdue dossier leaves it late, so the model uses all of ``pace`` for other dossiers.

In the sample year, on four days in each of nine months, the mean error per unit was 3.4 dossiers. Three other models
had larger errors: 11.1 if open dossiers are closed by due time at the unit's pace, 9.2 if overdue dossiers are closed
first, and 12.3 if nothing changes. Every forecast has the mean error of forecasts on the same day of earlier months.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from cchc_tui.boards.by_unit import UnitRanking, UnitRow
from cchc_tui.boards.counts import Counts
from cchc_tui.boards.late import late_board
from cchc_tui.boards.leaderboard import LEVEL, NAME, RANK, Leaderboard
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.table import Column, ValueType
from cchc_tui.domain.lateness import still_in_time
from cchc_tui.domain.moments import DAY, Stamp, day_end, day_start, iso, to_date
from cchc_tui.domain.names import by_name
from cchc_tui.domain.roles import Right
from cchc_tui.domain.units import Level
from cchc_tui.domain.workcalendar import WorkCalendar
from cchc_tui.store.count.daily_figures import late_at_each, resolved_in_each
from cchc_tui.store.count.due_between import count_open_due
from cchc_tui.store.read.memo import Key
from cchc_tui.store.read.settled_state import year_start
from cchc_tui.texts.boards import HEADINGS, forecast_title
from cchc_tui.texts.forecast import REASONS
from cchc_tui.texts.language import N_

#: The number of working days over which ``late_growth`` and ``pace`` are measured.
_LOOK_BACK = 20
#: The number of earlier months whose forecasts are compared with the actual numbers.
_MONTHS = 6
#: The time of day (seconds) from which a working day no longer counts as remaining.
_NOON = 12 * 3600


@dataclass(frozen=True, slots=True)
class Outlook:
    """The forecast of a unit or level for the month's end. ``late`` and ``overdue`` are the present counts.

    ``falling_due`` dossiers are open, in time, and due by the month's end. ``pace`` is the number of dossiers resolved
    per working day, ``late_growth`` the growth of late dossiers per working day. ``expected`` is the number of late
    dossiers at the month's end. ``pace``, ``late_growth`` and ``expected`` are None until the data include a whole
    working day of the year. ``past_error`` is the mean absolute error of ``past_count`` earlier forecasts; None if
    there are none.
    """

    late: int = 0
    overdue: int = 0
    falling_due: int = 0
    pace: float | None = None
    late_growth: float | None = None
    expected: int | None = None
    past_error: float | None = None
    past_count: int = 0
    has_list: bool = True

    @property
    def reason(self) -> str:
        """Why the forecast or its error is missing, as a key of ``texts.forecast.REASONS``; "" if both are known."""
        if not self.has_list:
            return "no_list"
        if self.expected is None:
            return "too_few_days"
        return "no_error" if self.past_error is None else ""


@dataclass(frozen=True, slots=True)
class ForecastBoard(UnitRanking[Outlook]):
    """The forecast made at a moment for the end of its month. ``rows`` are sorted by ``expected``, most first.

    ``days_left`` is the number of working days left in the month, with today if the moment is before noon. Some earlier
    forecasts are for moments before the first list; ``past_by_dates`` counts them. They use the dates in that list.
    """

    month_end: Stamp
    days_left: int
    past_by_dates: int

    @property
    def reason(self) -> str:
        """Why the forecast or its error is missing for a level, as in ``Outlook.reason``; "" if nothing is missing."""
        return next((why for of in self.levels.values() if (why := of.reason)), "")


@dataclass(frozen=True, slots=True)
class _UnitForecast:
    """The unrounded forecast of a unit. ``increase`` says by how many the late dossiers grow until month's end."""

    falling_due: int = 0
    pace: float = 0.0
    late_growth: float = 0.0
    increase: float = 0.0


class _Measured(NamedTuple):
    """The periods over which pace and growth are measured.

    The pace is measured over the whole days after ``after`` up to ``end``, of which ``worked`` are working days. The
    growth of late dossiers is measured from ``begun`` to ``data``, with ``passed`` working days in between.
    """

    after: Stamp
    end: Stamp
    worked: int
    begun: Stamp
    data: Stamp
    passed: int


_NOTHING = _UnitForecast()
#: An earlier forecast: unit number → the forecast and the actual number.
_PastForecast = Mapping[int, tuple[float, int]]


def forecast(moment: Moment) -> ForecastBoard:
    """The forecast at a moment, live or past, with the mean error of earlier forecasts."""
    at, lists, reader = moment.at, moment.lists, moment.reader
    late = late_board(moment)
    checked = _past_forecasts(moment) if lists is not None else {}
    made = _forecasts(moment, [at]).get(at) if lists is not None else None
    numbers = {number for each in (made or {}, *checked.values()) for number in each}
    keys = {reader.unit_key(number): number for number in sorted(numbers)}
    past = list(checked.values())

    def outlook(counts: Counts, units: Sequence[str]) -> Outlook:
        found = [keys[unit] for unit in units if unit in keys]
        return _outlook(Outlook(counts.late, counts.overdue, has_list=lists is not None), found, made, past)

    rows = [UnitRow(row.key, row.code, row.name, row.level, outlook(row.counts, [row.key])) for row in late.rows]
    rows.sort(key=lambda row: (-(row.figures.expected or 0), -row.figures.late, by_name(row.name), row.key))
    units = moment.registry.units.units
    levels = {
        level.value: outlook(late.levels[level.value], [unit.key for unit in units if unit.level == level])
        for level in Level
    }
    by_dates = sum(then < lists[0] for then in checked) if lists is not None else 0
    left = days_left(at, moment.calendar)
    return ForecastBoard(at, late.data_as_of, tuple(rows), levels, month_end(at), left, by_dates)


def month_end(at: Stamp) -> Stamp:
    """The last second of the month of ``at``."""
    day = to_date(at)
    return day_end((day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1))


def days_left(at: Stamp, calendar: WorkCalendar) -> int:
    """The number of working days left in the month of ``at``. Before noon the day of ``at`` is included."""
    return calendar.ordinal(month_end(at) // DAY) - _worked(at, calendar)


def _worked(at: Stamp, calendar: WorkCalendar) -> int:
    """The number of working days from a fixed origin to ``at``. The day of ``at`` counts only from noon on."""
    return calendar.ordinal(at // DAY - (at % DAY < _NOON))


def _outlook(
    known: Outlook, units: Sequence[int], made: Mapping[int, _UnitForecast] | None, past: Iterable[_PastForecast]
) -> Outlook:
    """Return ``known`` with the forecast and the error of earlier forecasts, both summed over ``units``.

    ``made`` has the present forecast of each unit (None: there is none), ``past`` the earlier forecasts.
    """
    errors = []
    for checked in past:
        compared = [checked[unit] for unit in units if unit in checked]
        if compared:
            errors.append(abs(sum(said for said, _ in compared) - sum(was for _, was in compared)))
    if errors:
        known = replace(known, past_error=sum(errors) / len(errors), past_count=len(errors))
    if made is None:
        return known
    found = [made[unit] for unit in units if unit in made]
    return replace(
        known,
        falling_due=sum(each.falling_due for each in found),
        pace=sum(each.pace for each in found),
        late_growth=sum(each.late_growth for each in found),
        expected=known.late + round(sum(each.increase for each in found)),
    )


def _forecasts(moment: Moment, moments: Iterable[Stamp]) -> dict[Stamp, dict[int, _UnitForecast]]:
    """The forecasts made at each of ``moments``, by unit number.

    A moment is left out if no whole working day could be measured for it. Forecasts for moments before the first list
    use the dates in that list.
    """
    measured = {at: found for at in moments if (found := _measured(moment.when(at))) is not None}
    wanted = {moment for each in measured.values() for moment in (each.begun, each.data)}
    late = late_at_each(moment, wanted, moment.calendar, moment.compare)
    early = [at for at in measured if moment.when(at).before_lists]
    made = {}
    for group in filter(None, (early, *([at] for at in measured if at not in early))):
        known = moment.when(group[0])
        resolved = resolved_in_each(known, [(measured[at].after, measured[at].end) for at in group])
        windows = [(at, still_in_time(at, moment.compare), month_end(at)) for at in group]
        key = (known.at, "falling due", tuple(windows))
        due = moment.memo.get_or_make(known, key, partial(count_open_due, known, windows), most=16)
        for at, closed, falling in zip(group, resolved, due, strict=True):
            left, of = days_left(at, moment.calendar), measured[at]
            made[at] = _model(of, left, late[of.begun], late[of.data], closed, falling)
    return made


def _model(
    measured: _Measured,
    left: int,
    then: Mapping[int, int],
    now: Mapping[int, int],
    resolved: Counter[int],
    falling: Counter[int],
) -> dict[int, _UnitForecast]:
    """Compute each unit's forecast by the model in the module's docstring.

    ``left`` is the number of working days left in the month. The mappings have numbers of dossiers by unit number: late
    at the start of the measured period (``then``), late at its end (``now``), resolved in the period, and open and due
    by the month's end (``falling``).
    """
    found = {}
    for unit in then.keys() | now.keys() | resolved.keys() | falling.keys():
        late_growth = max(0, now.get(unit, 0) - then.get(unit, 0)) / measured.passed
        pace = resolved[unit] / measured.worked
        increase = max(late_growth * left, falling[unit] - pace * left, 0.0)
        found[unit] = _UnitForecast(falling[unit], pace, late_growth, increase)
    return found


def _measured(moment: Moment) -> _Measured | None:
    """The periods to measure for a forecast made at ``moment``. Both end with the newest list.

    None if the periods would have no whole working day of the moment's year.
    """
    at, calendar = moment.at, moment.calendar
    data = min(at, moment.data_as_of or at)
    after, end, worked = _window(data, calendar)
    begun = max(min(after, moment.when(after).data_as_of or after), year_start(at))
    passed = _worked(data, calendar) - _worked(begun, calendar)
    if not worked or passed < 1 or data < year_start(at):
        return None
    return _Measured(after, end, worked, begun, data, passed)


def _window(data: Stamp, calendar: WorkCalendar) -> tuple[Stamp, Stamp, int]:
    """The whole days before ``data`` that are measured: at most ``_LOOK_BACK`` working days in the year of ``data``.

    Returns the last second before these days, the last second of these days, and the number of working days.
    """
    after = (data + 1) // DAY
    first, begin = after, year_start(data) // DAY
    until = calendar.ordinal(after - 1)
    while first > begin and until - calendar.ordinal(first - 1) < _LOOK_BACK:
        first -= 1
    return first * DAY - 1, after * DAY - 1, until - calendar.ordinal(first - 1)


def _past_forecasts(moment: Moment) -> dict[Stamp, _PastForecast]:
    """Forecasts that would have been made on the same day of earlier months, each with the actual numbers.

    The keys are the moments of ``_earlier``. Months for which no forecast was possible are left out.
    """
    keys: dict[Stamp, Key] = {
        then: (month_end(then), "forecast", (then, moment.compare)) for then in _earlier(moment.at)
    }
    found = moment.memo.get(moment, keys.values())
    missing = [then for then, key in keys.items() if key not in found]
    wanted = {each for then in missing for each in (then, month_end(then))}
    # One pass counts the moments that all forecasts need, also those for ``moment`` itself.
    wanted |= {of.begun for at in (moment.at, *missing) if (of := _measured(moment.when(at))) is not None}
    late = late_at_each(moment, wanted, moment.calendar, moment.compare)
    made = _forecasts(moment, missing)
    fresh = {keys[then]: _compared(made.get(then), late[then], late[month_end(then)]) for then in missing}
    moment.memo.put(moment, fresh)
    return {then: past for then, key in keys.items() if (past := (found | fresh)[key])}


def _compared(
    made: Mapping[int, _UnitForecast] | None, then: Mapping[int, int], later: Mapping[int, int]
) -> _PastForecast:
    """Give each unit the number that was forecast for it, and the actual number. {} without a forecast.

    ``then`` and ``later`` have the numbers of late dossiers at the moment of the forecast and at the month's end. A
    unit is left out if it had no pace, no late dossiers, and no dossiers that fell due.
    """
    if made is None:
        return {}
    return {
        unit: (then.get(unit, 0) + each.increase, later.get(unit, 0))
        for unit in made.keys() | then.keys() | later.keys()
        if (each := made.get(unit, _NOTHING)).pace or each.falling_due or then.get(unit, 0)
    }


def _earlier(at: Stamp) -> list[Stamp]:
    """The starts of the same day, or of a shorter month's last day, in ``_MONTHS`` earlier months, latest first."""
    day = to_date(at)
    found = []
    month = day.replace(day=1)
    for _ in range(_MONTHS):
        last = month - timedelta(days=1)
        month = last.replace(day=1)
        same = last.replace(day=min(day.day, last.day))
        found.append(day_start(same))
    return found


def _titled(board: ForecastBoard) -> str:
    why = board.reason
    return forecast_title(to_date(board.month_end), board.past_by_dates > 0, REASONS[why] if why else "")


BOARD = Leaderboard(
    "forecast",
    N_("Dự báo cuối tháng"),
    needs=Right.PRESENT,
    columns=(
        *(RANK, NAME, LEVEL),
        Column(
            "expected",
            N_("Dự báo trễ"),
            ValueType.COUNT,
            error="past_error",
            rule=N_("trễ + số lớn hơn của (thêm trễ mỗi ngày × ngày còn lại) và (đến hạn − giải quyết × ngày còn lại)"),
        ),
        Column("late", HEADINGS.source["late"], ValueType.COUNT),
        Column("overdue", HEADINGS.source["overdue"], ValueType.COUNT),
        Column(
            "falling_due",
            N_("Đến hạn trong tháng"),
            ValueType.COUNT,
            rule=N_("đang mở, chưa quá hạn, hạn trả trong tháng"),
        ),
        Column(
            "pace",
            N_("Giải quyết mỗi ngày"),
            ValueType.DAYS,
            rule=N_("số giải quyết mỗi ngày làm việc, của 20 ngày làm việc gần nhất"),
        ),
        Column(
            "late_growth",
            N_("Thêm trễ mỗi ngày"),
            ValueType.DAYS,
            rule=N_("số trễ tăng mỗi ngày làm việc, của 20 ngày làm việc gần nhất"),
        ),
        Column(
            "past_error",
            N_("Sai số trước đây"),
            ValueType.DAYS,
            rule=N_(
                "trung bình chênh lệch giữa dự báo và thực tế, cùng ngày của đến sáu tháng trước; "
                "–: chưa có tháng nào để thử"
            ),
        ),
        Column(
            "past_count",
            N_("Số lần đã dự báo"),
            ValueType.COUNT,
            rule=N_("số tháng trước có đủ số liệu để thử lại cách tính"),
            lesser=1,
        ),
        Column("reason", "", ValueType.TEXT, in_table=False),
    ),
    ask=lambda moment, query: forecast(moment),
    only="due_soon",
    figures=attrgetter("figures"),
    head=lambda board: {
        "month_end": iso(board.month_end),
        "days_left": board.days_left,
        "past_by_dates": board.past_by_dates,
    },
    titled=_titled,
    slow=True,
    about=N_("cuối tháng sẽ có bao nhiêu hồ sơ trễ, và sai số trước đây"),
    topic=N_(
        "Số trễ hiện nay, cộng với mức thêm mỗi ngày làm việc của 20 ngày làm việc gần nhất nhân số ngày còn lại; "
        "hoặc cộng với số đến hạn trong tháng mà đơn vị không kịp giải quyết theo nhịp của mình, nếu số này lớn "
        "hơn. Sai số là trung bình của chính cách tính ấy ở cùng ngày các tháng trước."
    ),
)
