"""Reads a registry folder: typed, validated, and each fault told by file, line and key."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, time
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import msgspec

from cchc_tui.domain.evidence import BARS, MEASURES, UNSEEN, Bar, Measure
from cchc_tui.domain.hiding import Plain
from cchc_tui.domain.practices import Practice, RolloutState, Vocabulary
from cchc_tui.domain.units import Level, Unit, UnitIndex
from cchc_tui.domain.workcalendar import WorkCalendar
from cchc_tui.registry.presentation import Presentation, read_presentation
from cchc_tui.registry.toml import RegistryError, line_of, read_toml


class _City(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    name: str
    names: tuple[str, ...]
    province: tuple[str, ...] = ()
    desks: tuple[str, ...] = ()


_TilePlace = Annotated[int, msgspec.Meta(ge=0, le=11)]


class _Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    code: str
    name: str
    kind: str
    level: Level
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    tile: tuple[_TilePlace, _TilePlace] | None = None
    population: int = 0


class _Units(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    city: _City
    unit: tuple[_Unit, ...]


_Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class _Shown(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What dossiers must show of a practice; what is left out is as ``domain.evidence.BARS`` has it."""

    by: Measure | None = None
    weekday: _Weekday | None = None
    enough: Annotated[int, msgspec.Meta(ge=1)] | None = None
    share: Annotated[float, msgspec.Meta(gt=0, le=1)] | None = None
    times: Annotated[float, msgspec.Meta(ge=0)] | None = None


class _Practice(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    key: str
    name: str
    short: str
    pioneer: str
    aliases: tuple[str, ...] = ()
    shown: _Shown | None = None


class _State(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    key: RolloutState
    name: str
    short: str
    aliases: tuple[str, ...] = ()


class _Practices(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    practice: tuple[_Practice, ...]
    state: tuple[_State, ...]
    unclaimed_days: Annotated[int, msgspec.Meta(ge=1, le=3660)] = 60


class _Status(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    code: int
    name: str
    also: tuple[str, ...] = ()


class _Statuses(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    status: tuple[_Status, ...]
    open_question: tuple[str, ...] = ()  # the office must say whether the clock runs


class _Span(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    start: time
    end: time


class _Day(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    date: date
    worked: bool
    note: str = ""


class _Calendar(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    hours: tuple[_Span, ...]
    day: tuple[_Day, ...] = ()


class Targets(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the city wants to reach; shares are fractions of 1."""

    late_rate: float = 0.05
    age_bands: tuple[int, ...] = (0, 3, 6, 11, 31)


class _Headings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Kind of export → field → the headings that name it."""

    dossiers: dict[str, tuple[str, ...]]
    rollout: dict[str, tuple[str, ...]]
    summary: dict[str, tuple[str, ...]]
    summary_words: dict[str, tuple[str, ...]] = {}  # meaning → the words that say it
    rows: dict[str, tuple[str, ...]] = {}  # totals and signatures: what such rows begin with
    alone: dict[str, tuple[str, ...]] = {}  # of dossiers, where a list has no other heading for the field
    channels: dict[str, tuple[str, ...]] = {}  # what the cells of a channel column say
    dates: dict[str, tuple[str, ...]] = {}  # words in dates, and what stands for none (``exports.dateforms``)


@dataclass(frozen=True)
class Registry:
    """Everything that is data about a city; made once and shared."""

    folder: Path
    city: str
    units: UnitIndex
    practices: tuple[Practice, ...]
    unclaimed_days: int  # of a unit that does not claim a practice, the dossiers of so many days are looked at
    practice_names: Vocabulary
    state_names: Vocabulary
    state_labels: dict[str, str]  # RolloutState value → the word a column shows
    state_names_shown: tuple[str, ...]  # the states in full, in order, for a sheet to choose from
    status_labels: dict[int, str]  # national code → its name
    status_names: Vocabulary
    open_statuses: Vocabulary  # the office has not yet said whether the clock runs
    calendar: WorkCalendar
    targets: Targets
    headings: dict[str, dict[str, tuple[str, ...]]]  # kind → field → headings
    presentation: Presentation
    presentation_fault: RegistryError | None = None  # the office's own file can't be taken: this is the shipped one
    said: dict[str, Any] = field(default_factory=dict)  # file → what it says that has a part in what is stored

    @cached_property
    def stored(self) -> str:
        """A digest of what is stored: another one where some file would be stored otherwise."""
        said = [_without(msgspec.to_builtins(part), _ONLY_SHOWN.get(name, ())) for name, part in self.said.items()]
        return blake2b(msgspec.json.encode(said), digest_size=16).hexdigest()

    def status_of(self, text: str) -> int:
        """The national status code that a text names; 0 when it names none."""
        return int(self.status_names.get(text) or 0)

    def is_open_question(self, text: str) -> bool:
        """Whether a status is one of which only the office can say whether the clock runs."""
        return bool(self.open_statuses.get(text))

    @cached_property
    def plain(self) -> Plain:
        """What may be shown of a text that may hold anything."""
        # Words in dates are no words of an office: "Nam" and "Sáu" are names too.
        fields = (fields for kind, fields in self.headings.items() if kind != "dates")
        headings = (text for field in fields for texts in field.values() for text in texts)
        units = (text for unit in self.units.units for text in (unit.name, unit.kind, *unit.aliases))
        practices = (text for one in self.practices for text in (one.name, one.short, *one.aliases))
        lists = (text for names in (self.state_names, self.status_names, self.open_statuses) for text in names.entries)
        return Plain((self.city, *headings, *units, *practices, *lists, *self.status_labels.values()))


#: Keys of a file that are asked for while a board is read, and never when an export is stored.
_ONLY_SHOWN = {
    "units": ("tile", "population"),
    "practices": ("pioneer", "shown", "unclaimed_days"),
    "calendar": ("hours", "note"),
}


def _without(said: Any, keys: Collection[str]) -> Any:
    """What a file says without these keys, at any depth."""
    if isinstance(said, dict):
        return {key: _without(value, keys) for key, value in said.items() if key not in keys}
    return [_without(value, keys) for value in said] if isinstance(said, list | tuple) else said


def default_folder() -> Path:
    """The registry that ships with the package: inside it when installed, in ``data/`` in a checkout."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "_registry"
    return shipped if shipped.is_dir() else package.parent / "data" / "registry"


def load(folder: Path | None = None) -> Registry:
    """The registry in a folder; a file it lacks is taken from the shipped one. Raises RegistryError.

    A fault in ``presentation.toml`` costs no figure, so it is kept and not raised.
    """
    own = folder if folder is not None and folder.is_dir() else default_folder()

    def find(name: str) -> Path:
        path = own / name
        return path if path.is_file() else default_folder() / name

    all_units, units = _units(find("units.toml"))
    practices = _read_practices(find("practices.toml"))
    all_statuses = read_toml(find("statuses.toml"), _Statuses)
    statuses = all_statuses.status
    calendar = read_toml(find("calendar.toml"), _Calendar)
    headings = read_toml(find("headings.toml"), _Headings)
    presentation, presentation_fault = _presentation(find("presentation.toml"))
    return Registry(
        folder=own,
        city=all_units.city.name,
        units=units,
        practices=tuple(
            Practice(p.key, p.name, p.short, _pioneer(p, units), p.aliases, _bar(p)) for p in practices.practice
        ),
        unclaimed_days=practices.unclaimed_days,
        practice_names=Vocabulary({p.key: (p.name, p.short, *p.aliases) for p in practices.practice}),
        state_names=Vocabulary({s.key.value: (s.name, s.short, *s.aliases) for s in practices.state}),
        state_labels={s.key.value: s.short for s in practices.state},
        state_names_shown=tuple(s.name for s in practices.state),
        status_labels={s.code: s.name for s in statuses},
        status_names=Vocabulary({str(s.code): (s.name, *s.also) for s in statuses}),
        open_statuses=Vocabulary({"open": all_statuses.open_question}),
        calendar=WorkCalendar({d.date: d.worked for d in calendar.day}, [(s.start, s.end) for s in calendar.hours]),
        targets=read_toml(find("targets.toml"), Targets),
        headings={kind: getattr(headings, kind) for kind in headings.__struct_fields__},
        presentation=presentation,
        presentation_fault=presentation_fault,
        said={
            "units": all_units,
            "practices": practices,
            "statuses": all_statuses,
            "calendar": calendar,
            "headings": headings,
        },
    )


def _presentation(path: Path) -> tuple[Presentation, RegistryError | None]:
    """What a file says; where it has a fault, the shipped one and the fault."""
    try:
        return read_presentation(path), None
    except RegistryError as error:
        shipped = default_folder() / path.name
        return read_presentation(shipped) if shipped != path else Presentation(), error


def _units(path: Path) -> tuple[_Units, UnitIndex]:
    """The city and its units; a key twice, a tile twice at one time, an end before its beginning: faults of a line."""
    data = read_toml(path, _Units)
    text = path.read_text(encoding="utf-8-sig")
    units: list[Unit] = []
    seen: set[str] = set()
    for order, item in enumerate(data.unit):
        unit = Unit(
            item.code, item.name, item.kind, item.level, item.aliases, item.valid_from, item.valid_to, order, item.tile
        )
        fault = ("code", f"{unit.key} is there twice") if unit.key in seen else None
        if item.valid_from and item.valid_to and item.valid_to < item.valid_from:
            fault = ("valid_to", "before valid_from")
        there = next((other for other in units if unit.tile and unit.tile == other.tile and _meet(unit, other)), None)
        if there is not None:
            fault = fault or ("tile", f"{there.name} has it already")
        if fault:
            raise RegistryError(
                path, line_of(text, ["unit", order, fault[0]]), f"unit[{order + 1}].{fault[0]}", fault[1]
            )
        seen.add(unit.key)
        units.append(unit)
    return data, UnitIndex(units, data.city.names, data.city.desks, data.city.province)


def _meet(one: Unit, other: Unit) -> bool:
    """Whether there is a day on which both are valid."""
    last = (one.valid_to or date.max, other.valid_to or date.max)
    return max(one.valid_from or date.min, other.valid_from or date.min) <= min(last)


def _read_practices(path: Path) -> _Practices:
    """The practices; a key twice, or thresholds without what they are thresholds of, is a fault of its line."""
    data = read_toml(path, _Practices)
    keys = [practice.key for practice in data.practice]
    for number, practice in enumerate(data.practice):
        fault = ("key", f"{practice.key} is there twice") if practice.key in keys[:number] else None
        if practice.shown is not None and practice.shown.by is None and practice.key not in MEASURES:
            fault = ("shown", f"by is missing: one of {', '.join(Measure)}")
        if fault:
            line = line_of(path.read_text(encoding="utf-8-sig"), ["practice", number, fault[0]])
            raise RegistryError(path, line, f"practice[{number + 1}].{fault[0]}", fault[1])
    return data


def _pioneer(practice: _Practice, units: UnitIndex) -> str:
    """The key of the unit that a practice began in; of a bare code the first unit that had it."""
    unit = units.of(practice.pioneer, date.min)
    return unit.key if unit else practice.pioneer


def _bar(practice: _Practice) -> Bar:
    """What dossiers must show of a practice; nothing can be seen of one that the registry does not say it of."""
    shown = practice.shown or _Shown()
    measure = shown.by or MEASURES.get(practice.key)
    if measure is None:
        return UNSEEN
    bar = BARS[measure]
    return replace(
        bar,
        weekday=bar.weekday if shown.weekday is None else get_args(_Weekday).index(shown.weekday),
        enough=bar.enough if shown.enough is None else shown.enough,
        share=bar.share if shown.share is None else shown.share,
        times=bar.times if shown.times is None else shown.times,
    )
