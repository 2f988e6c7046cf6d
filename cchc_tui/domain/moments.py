"""Moments as whole seconds of local wall time.

The one-stop software writes local times without a time zone, and Vietnam has the same offset all year. So a *stamp* is
the number of seconds from 1970-01-01 00:00:00 **on the local clock** (Asia/Ho_Chi_Minh). Stamps are integers, both in
Python and in SQLite.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TypeAlias

Stamp: TypeAlias = int

DAY: Stamp = 86_400
#: The years that a date of a list or a moment asked for may have. A calendar is computed for each.
FIRST_YEAR, LAST_YEAR = 1990, 2100
LOCAL_MINUTES = 7 * 60  # east of Greenwich
LOCAL = timezone(timedelta(minutes=LOCAL_MINUTES), "Asia/Ho_Chi_Minh")
_EPOCH = datetime(1970, 1, 1)


def stamp(moment: datetime) -> Stamp:
    """The stamp of a datetime. A datetime with a time zone is first converted to local time."""
    if moment.tzinfo is not None:
        moment = moment.astimezone(LOCAL).replace(tzinfo=None)
    delta = moment - _EPOCH
    return delta.days * DAY + delta.seconds


def to_datetime(value: Stamp) -> datetime:
    """The naive local datetime of a stamp."""
    return _EPOCH + timedelta(seconds=value)


def to_date(value: Stamp) -> date:
    """The local calendar day of a stamp."""
    return to_datetime(value).date()


def day_start(day: date) -> Stamp:
    """The first second of a local day."""
    return stamp(datetime(day.year, day.month, day.day))


def day_end(day: date) -> Stamp:
    """The last second of a local day."""
    return day_start(day) + DAY - 1


def from_epoch(seconds: float) -> Stamp:
    """The stamp of a POSIX time, such as a file's mtime or ``time.time()``."""
    return stamp(datetime.fromtimestamp(seconds, UTC))


def parse_iso(text: str) -> Stamp:
    """The stamp of an ISO local time ``2021-11-10T08:30``. A date alone means its first second.

    Raises ValueError for any other text.
    """
    return stamp(datetime.fromisoformat(text.strip()))


def iso(value: Stamp) -> str:
    """The moment as ISO local time to the second, in the form in which commands print it in JSON."""
    return to_datetime(value).isoformat()
