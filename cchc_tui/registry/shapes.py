"""The types to which the contents of registry files are converted."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Literal, TypeAlias

import msgspec

from cchc_tui.domain.evidence import EvidenceKind
from cchc_tui.domain.practices import RolloutState
from cchc_tui.domain.units import Level

Text = Annotated[str, msgspec.Meta(pattern=r"\S")]


class City(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The city: its name, the spellings of this name, names of the province, and names of desks, which are no units."""

    name: Text
    names: tuple[str, ...]
    province: tuple[str, ...] = ()
    desks: tuple[str, ...] = ()


TilePlace = Annotated[int, msgspec.Meta(ge=0, le=11)]


class UnitEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The entry of one unit in ``units.toml``."""

    code: Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]*$")]
    name: Text
    short: Text | None = None  # for display where the name does not fit
    kind: Text
    level: Level
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    tile: tuple[TilePlace, TilePlace] | None = None
    population: Annotated[int, msgspec.Meta(ge=0)] = 0


class UnitsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The content of ``units.toml``."""

    city: City
    unit: tuple[UnitEntry, ...]


Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class ThresholdEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The evidence that a practice requires. ``domain.evidence.THRESHOLDS`` has the defaults for omitted values."""

    by: EvidenceKind | None = None
    weekday: Weekday | None = None
    enough: Annotated[int, msgspec.Meta(ge=1)] | None = None
    share: Annotated[float, msgspec.Meta(gt=0, le=1)] | None = None
    times: Annotated[float, msgspec.Meta(ge=0)] | None = None


class PracticeEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The entry of one model practice in ``practices.toml``."""

    key: str
    name: Text
    short: Text
    pioneer: str
    aliases: tuple[str, ...] = ()
    shown: ThresholdEntry | None = None


class StateEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The entry of one state in ``practices.toml``. A unit claims a state for a practice."""

    key: RolloutState
    name: Text
    short: Text
    aliases: tuple[str, ...] = ()


class PracticesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The content of ``practices.toml``."""

    practice: tuple[PracticeEntry, ...]
    state: tuple[StateEntry, ...]
    unclaimed_days: Annotated[int, msgspec.Meta(ge=1, le=3660)] = 60


class StatusEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The entry of one national status code in ``statuses.toml``. ``also`` are other names of the status."""

    code: Annotated[int, msgspec.Meta(ge=1, le=10)]
    name: Text
    also: tuple[str, ...] = ()


class StatusesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The content of ``statuses.toml``."""

    status: tuple[StatusEntry, ...]
    open_question: tuple[str, ...] = ()  # statuses for which the office must say whether the clock runs


class HoursEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One span of office hours on every working day."""

    start: time
    end: time


class Day(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A day on which the office's calendar differs from the public calendar."""

    date: date
    worked: bool
    note: str = ""


class CalendarFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The content of ``calendar.toml``."""

    hours: tuple[HoursEntry, ...]
    day: tuple[Day, ...] = ()


class Targets(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The city's targets, as fractions of 1. ``age_bands`` has the least number of working days late in each band."""

    late_rate: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.05
    online_share: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.5
    pass_share: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.9
    review_share: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.5
    proposal_share: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.2
    key_fields: tuple[Text, ...] = ()  # the fields whose procedures must have proposals, in any spelling
    age_bands: tuple[int, ...] = (0, 3, 6, 11, 31)


#: Section → field or value → its spellings. The shipped file has these sections and explains them. In addition, each
#: kind of sheet has one with its name and one per field with choices (``sheets``).
HeadingsFile: TypeAlias = dict[str, dict[str, tuple[str, ...]]]
