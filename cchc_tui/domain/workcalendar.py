"""Working days and hours: the Vietnamese calendar with substituted days, and an office's own exceptions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta

from cchc_tui.domain.days_off import days_off
from cchc_tui.domain.moments import DAY, Stamp, day_start, to_date

OFFICE_HOURS = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 30)))
_EPOCH = date(1970, 1, 1)
_BASE_YEAR = 2020


class WorkCalendar:
    """Tells which days are working days, and counts working days in constant time.

    ``overrides`` maps a day to True if it is worked, to False if it is off. Overrides take precedence over public
    holidays, because the table of public holidays lacks some substituted days, and offices have their own days off.
    ``hours`` are the office hours of a working day, as pairs of start and end.
    """

    def __init__(self, overrides: Mapping[date, bool] | None = None, hours: Sequence[tuple[time, time]] = OFFICE_HOURS):
        self._overrides = dict(overrides or {})
        self._spans = [(_seconds(start), _seconds(end)) for start, end in hours]
        self._years: dict[int, list[int]] = {}
        self._before: dict[int, int] = {_BASE_YEAR: 0}
        self._ordinals: dict[int, int] = {}

    def is_workday(self, day: date) -> bool:
        """Whether the day is a working day: by its override, or else by the public calendar."""
        table = self._year(day.year)
        index = day.timetuple().tm_yday
        return table[index] > table[index - 1]

    def ordinal(self, day_number: int) -> int:
        """The number of working days from the start of 2020 up to and including a day (``stamp // 86400``)."""
        found = self._ordinals.get(day_number)
        if found is None:
            day = _EPOCH + timedelta(days=day_number)
            found = self._ordinals[day_number] = self._until(day.year) + self._year(day.year)[day.timetuple().tm_yday]
        return found

    def days_late(self, due: Stamp, end: Stamp) -> int:
        """The number of working days after the due day, up to and including the day of ``end``.

        0 if ``end`` is on the due day or before it.
        """
        return max(0, self.ordinal(end // DAY) - self.ordinal(due // DAY))

    def add_hours(self, at: Stamp, hours: int) -> Stamp:
        """The moment that is ``hours`` working hours after ``at``. Only the office hours of working days count."""
        left = hours * 3600
        day = to_date(at)
        clock = at - day_start(day)
        while True:
            if self.is_workday(day):
                for start, end in self._spans:
                    begin = max(start, clock)
                    if begin < end:
                        if left <= end - begin:
                            return day_start(day) + begin + left
                        left -= end - begin
            day, clock = day + timedelta(days=1), 0

    def workdays_between(self, first: date, last: date) -> list[date]:
        """The working days from ``first`` to ``last``, both included, in order. [] if ``last`` is before ``first``."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return [day for day in days if self.is_workday(day)]

    def _until(self, year: int) -> int:
        """The number of working days from the start of ``_BASE_YEAR`` to the start of ``year``.

        It is negative for a year before ``_BASE_YEAR``.
        """
        before = self._before
        while year not in before:
            if year > _BASE_YEAR:
                near = max(before)
                before[near + 1] = before[near] + self._year(near)[-1]
            else:
                near = min(before)
                before[near - 1] = before[near] - self._year(near - 1)[-1]
        return before[year]

    def _year(self, year: int) -> list[int]:
        """The cumulative number of working days: entry n counts from the start of the year up to its n-th day.

        Entry 0 is 0.
        """
        if year not in self._years:
            public = days_off(year)
            day, total, table = date(year, 1, 1), 0, [0]
            while day.year == year:
                worked = self._overrides.get(day)
                if worked is None:
                    worked = day in public.worked or (day.weekday() < 5 and day not in public.off)
                total += worked
                table.append(total)
                day += timedelta(days=1)
            self._years[year] = table
        return self._years[year]


def _seconds(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second


def age_band(days: int, bounds: Sequence[int]) -> int:
    """The index of the band that contains a number of working days late. -1 if ``days`` is below the first band.

    ``bounds`` has the first number of days of each band, in ascending order.
    """
    return bisect_right(bounds, days) - 1
