"""Findings: errors in the records of a dossier, and changes made after the fact.

A *state finding* is an error in one state of a dossier and lasts as long as the state. It is stored with the state, as
one of the bits ``DEFECTS``. A *change finding* is a contradiction between two exports. A finding states only what the
exports prove: if a list or a date has no time of day, whole days are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from enum import IntEnum, StrEnum

from cchc_tui.domain.dossiers import (
    DUE_DATE_ONLY,
    FINISHED_DATE_ONLY,
    RECEIVED_DATE_ONLY,
    RETURNED_DATE_ONLY,
)
from cchc_tui.domain.moments import DAY, Stamp, day_start, to_datetime


class FindingKind(StrEnum):
    """The kinds of findings, in the order in which the board of findings lists them. JSON outputs have these values."""

    BACKDATED = "backdated"
    CLOSED_IN_PAST = "closed_in_past"
    DUE_MOVED = "due_moved"
    FINISHED_IS_DUE = "finished_is_due"
    VANISHED = "vanished"
    RECONCILIATION = "reconciliation"
    IMPOSSIBLE = "impossible"
    CODE_DATE = "code_date"
    NO_DUE = "no_due"
    UNKNOWN_UNIT = "unknown_unit"
    DUPLICATE = "duplicate"


class ChangeKind(IntEnum):
    """The kinds of change findings. The database stores these numbers."""

    BACKDATED = 1
    CLOSED_IN_PAST = 2
    DUE_MOVED = 3
    VANISHED = 4
    DUPLICATE = 5

    @property
    def kind(self) -> FindingKind:
        """The kind under which the board of findings shows the change: the ``FindingKind`` of the same name."""
        return FindingKind[self.name]


#: Change findings that follow from a dossier's states alone.
OF_STATES = (ChangeKind.BACKDATED, ChangeKind.CLOSED_IN_PAST, ChangeKind.DUE_MOVED)

# The bits of ``defects``, as stored in the database.
NO_DUE = 1
UNKNOWN_UNIT = 2
CODE_DATE = 4
IMPOSSIBLE = 8
FINISHED_IS_DUE = 16
DEFECTS = {
    FindingKind.NO_DUE: NO_DUE,
    FindingKind.UNKNOWN_UNIT: UNKNOWN_UNIT,
    FindingKind.CODE_DATE: CODE_DATE,
    FindingKind.IMPOSSIBLE: IMPOSSIBLE,
    FindingKind.FINISHED_IS_DUE: FINISHED_IS_DUE,
}

_DATE_IN_CODE = re.compile(r"-(\d{6})-\d+$")
_WHOLE_DAY = DUE_DATE_ONLY | FINISHED_DATE_ONLY
#: The clocks of exports and of the software may differ by less than this.
_AHEAD = DAY


class _CodeDays(dict[int, str]):
    """A cache of the part of a code that states a day, such as ``-200703-``, by day number (``stamp // 86400``)."""

    def __missing__(self, day: int) -> str:
        text = self[day] = f"-{to_datetime(day * DAY):%y%m%d}-"
        return text


CODE_DAYS = _CodeDays()


def day_in_code(code: str) -> Stamp | None:
    """The first second of the day that a code states (yymmdd before the serial); None if there is none."""
    found = _DATE_IN_CODE.search(code)
    if found is None:
        return None
    text = found[1]
    with suppress(ValueError):
        return day_start(date(2000 + int(text[:2]), int(text[2:4]), int(text[4:])))
    return None


def code_dates_agree(codes: Sequence[str], received: Sequence[Stamp]) -> list[bool]:
    """For each code, whether the day that it states is the day received. True if the code states no day."""
    agree = [CODE_DAYS[moment // DAY] in code for code, moment in zip(codes, received, strict=True)]
    if False in agree:
        for place, same in enumerate(agree):
            if not same:
                day = day_in_code(codes[place])
                agree[place] = day is None or day // DAY == received[place] // DAY
    return agree


def contradictions(
    received: Stamp, due: Stamp | None, finished: Stamp | None, returned: Stamp | None, date_only: int, moment: Stamp
) -> Iterator[tuple[str, Stamp, str, Stamp]]:
    """Yield pairs of dates that contradict each other, as (name, date, name, date). ``moment`` is the export's moment.

    No other date may be before the received date. A finished or returned date must not be more than a day after
    ``moment``. The returned date may be before the finished date, because officials often enter the finished date late.
    """
    dates = (("due", due, DUE_DATE_ONLY), ("finished", finished, FINISHED_DATE_ONLY))
    for name, value, bit in (*dates, ("returned", returned, RETURNED_DATE_ONLY)):
        if value is None:
            continue
        if value < received:
            by_day = date_only & (bit | RECEIVED_DATE_ONLY)
            if not by_day or value // DAY < received // DAY:
                yield "received", received, name, value
        if name != "due" and value - moment > _AHEAD:
            yield name, value, "moment", moment


def defects(
    unit: int,
    agrees: bool,
    received: Stamp,
    due: Stamp | None,
    finished: Stamp | None,
    returned: Stamp | None,
    date_only: int,
    moment: Stamp,
) -> int:
    """The state findings of a dossier in an export made at ``moment``, as bits (``DEFECTS``).

    ``unit`` is the number of the dossier's unit; 0 if the unit is unknown. ``agrees`` is the result of
    ``code_dates_agree`` for the dossier's code.
    """
    bits = 0 if agrees else CODE_DATE
    if not unit:
        bits |= UNKNOWN_UNIT
    if due is None:
        bits |= NO_DUE
    elif finished == due and not date_only & _WHOLE_DAY:
        bits |= FINISHED_IS_DUE
    if next(contradictions(received, due, finished, returned, date_only, moment), None):
        bits |= IMPOSSIBLE
    return bits


def columns_of_defects(
    units: Sequence[int],
    codes: Sequence[str],
    received: Sequence[Stamp],
    due: Sequence[Stamp | None],
    finished: Sequence[Stamp | None],
    returned: Sequence[Stamp | None],
    date_only: Sequence[int],
    moment: Stamp,
) -> list[int]:
    """The results of ``defects()`` for many states. Each argument but ``moment`` is a column with one value per state.

    A quick check selects the few states that may have state findings. ``defects()`` is called only for these.
    """
    latest = moment + _AHEAD
    agree = code_dates_agree(codes, received)
    dates = zip(units, agree, received, due, finished, returned, strict=True)
    asked = [
        place
        for place, (unit, same, begun, until, done, back) in enumerate(dates)
        if until is None
        or until < begun
        or until == done
        or not same
        or not unit
        or (done is not None and not begun <= done <= latest)
        or (back is not None and not begun <= back <= latest)
    ]
    bits = [0] * len(codes)
    for n in asked:
        dates_of = received[n], due[n], finished[n], returned[n]
        bits[n] = defects(units[n], agree[n], *dates_of, date_only[n], moment)
    return bits
