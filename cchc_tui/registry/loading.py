"""Reads a registry folder into typed and validated data. Errors name the file, line and key."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar, get_args

import msgspec

from cchc_tui.domain.evidence import MEASURES, THRESHOLDS, UNSEEN, Threshold
from cchc_tui.domain.practices import Practice, Vocabulary
from cchc_tui.domain.units import Level, Unit, UnitIndex
from cchc_tui.domain.workcalendar import WorkCalendar
from cchc_tui.registry import checks
from cchc_tui.registry.index import INDEX, Index, IndexFile, index_of
from cchc_tui.registry.merging import CALENDAR, HEADINGS, PRACTICES, STATUSES, UNITS, Laid, Rules, Said
from cchc_tui.registry.presentation import Presentation, read_presentation
from cchc_tui.registry.shapes import (
    CalendarFile,
    HeadingsFile,
    PracticeEntry,
    PracticesFile,
    StatusesFile,
    Targets,
    ThresholdEntry,
    UnitsFile,
    Weekday,
)
from cchc_tui.registry.toml import RegistryError
from cchc_tui.sheets.kinds import sections
from cchc_tui.sheets.sheet import Field, Sheet

T = TypeVar("T")
#: The number or date in "9. Đã xử lý xong", "Đã xử lý xong [9]", "Đã xử lý xong (05/11/2021 08:30)".
_NUMBER_BESIDE = re.compile(
    r"^\W*\d{1,2}\W+(?=[^\W\d])|\W*[(\[](?:\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}[\d:. ]*)[)\]]\W*$"
)


@dataclass(frozen=True)
class Registry:
    """A city's registry: the checked content of all its files."""

    folder: Path
    city: str
    units: UnitIndex
    practices: tuple[Practice, ...]
    unclaimed_days: int  # if a unit does not claim a practice, its dossiers of this many days are examined
    practice_names: Vocabulary
    state_names: Vocabulary
    state_labels: dict[str, str]  # RolloutState value → the word a column shows
    status_names: Vocabulary
    open_statuses: Vocabulary  # statuses about which the office has not said whether the clock runs
    calendar: WorkCalendar
    targets: Targets
    headings: dict[str, dict[str, tuple[str, ...]]]  # kind → field → headings
    index: Index
    presentation: Presentation
    presentation_fault: RegistryError | None = None  # an error in the office's file; the shipped file is then used
    said: dict[str, Any] = field(default_factory=dict)  # file → its content, from which ``stored`` is computed

    @cached_property
    def stored(self) -> str:
        """A digest of the content that affects stored data. If the digest changes, the database must be rebuilt."""
        said = [_without(msgspec.to_builtins(part), _ONLY_SHOWN.get(name, ())) for name, part in self.said.items()]
        return blake2b(msgspec.json.encode(said), digest_size=16).hexdigest()

    def status_of(self, text: str) -> int:
        """The national status code that a text names; 0 if the text names none.

        A number or date beside the name is ignored.
        """
        names = self.status_names
        return int(names.get(text) or names.get(_NUMBER_BESIDE.sub("", text)) or 0)

    @property
    def cell_words(self) -> Iterator[str]:
        """The texts by which the reader recognises cells of a list: folded names of statuses, and names of units."""
        yield from (*self.status_names.entries, *self.open_statuses.entries)
        for unit in self.units.units:
            yield from (unit.name, f"UBND {unit.name}", *unit.aliases)

    def spellings(self, sheet: Sheet, field: Field) -> Mapping[str, Sequence[str]]:
        """The allowed values of a sheet's field. Each key has the spellings of its value, the full name first."""
        if not isinstance(field.choices, str):
            return self.headings[sheet.section(field)]
        units = {unit.key: (unit.name,) for unit in self.units.units if unit.valid_from is None}
        lists: dict[str, Mapping[str, Sequence[str]]] = {
            "practices": self.practice_names.spellings,
            "states": self.state_names.spellings,
            "criteria": self.index.spellings,
            "units": units,
            "communes": {key: names for key, names in units.items() if self.units.by_key[key].level == "commune"},
        }
        return lists[field.choices or "units"]

    def most(self, name: str, key: str, unit: str) -> tuple[float | None, list[str]]:
        """The maximum that the list ``name`` ("criteria") allows a unit in the entry ``key``, and an empty list.

        ``unit`` is any name of the unit. If the name is unknown, or may mean units of both levels, the greater maximum
        of the two levels is returned. If the list has no entry ``key``, the result is None and the names of all
        entries.
        """
        match = self.units.find(unit, date.max)
        levels = {one.level.value for one in (match.unit, *match.candidates) if one is not None}
        return {"criteria": self.index.most}[name](key, levels or {level.value for level in Level})

    def is_open_question(self, text: str) -> bool:
        """Whether a text is a status for which the registry does not say whether the clock runs.

        Only the office can decide this.
        """
        return bool(self.open_statuses.get(text) or self.open_statuses.get(_NUMBER_BESIDE.sub("", text)))


#: File → keys that only boards use, without effect on stored data.
_ONLY_SHOWN = {
    "units": ("tile", "population", "short"),
    "practices": ("pioneer", "shown", "unclaimed_days"),
    "calendar": ("hours", "note"),
    "index": ("use", "short", "group", "measure", "zero", "full", "share", "source", "note"),
}


def _without(said: Any, keys: Collection[str]) -> Any:
    """A copy of ``said`` from which all entries with one of ``keys`` are removed, also in nested tables."""
    if isinstance(said, dict):
        return {key: _without(value, keys) for key, value in said.items() if key not in keys}
    return [_without(value, keys) for value in said] if isinstance(said, list | tuple) else said


def default_folder() -> Path:
    """The folder of the registry that is shipped with the program.

    It is in the package if the program is installed, and in ``data/`` in a checkout.
    """
    package = Path(__file__).resolve().parent.parent
    shipped = package / "_registry"
    return shipped if shipped.is_dir() else package.parent / "data" / "registry"


def _is_there(path: Path) -> bool:
    """Whether a file exists in the office's folder. Raises RegistryError if this user may not look into the folder."""
    try:
        return path.is_file()
    except OSError as error:
        raise RegistryError(path, 0, "", error.strerror or str(error)) from None


def load(folder: Path | None = None) -> Registry:
    """Load the registry in a folder: its files are merged over the shipped files (``merging``). Raises RegistryError.

    An error in ``presentation.toml`` raises nothing, because it affects no data. The error is then in
    ``presentation_fault`` of the result.
    """
    shipped = default_folder()
    own = folder if folder is not None and folder.is_dir() else shipped

    def laid(
        name: str, shape: type[T], check: Callable[[Laid[T]], None], rules: Rules, declared: Said | None = None
    ) -> Laid[T]:
        path = own / name
        said = path if own != shipped and _is_there(path) else None
        found = Laid(said, shipped / name, shape, rules, shipped / "formerly" / name, declared)
        check(found)
        return found

    all_units = laid("units.toml", UnitsFile, checks.units, UNITS).data
    units = _index(all_units)
    practices = laid("practices.toml", PracticesFile, checks.practices, PRACTICES).data
    all_statuses = laid("statuses.toml", StatusesFile, checks.statuses, STATUSES).data
    statuses = all_statuses.status
    calendar = laid("calendar.toml", CalendarFile, checks.calendar, CALENDAR).data
    headings = laid("headings.toml", HeadingsFile, checks.headings, HEADINGS, sections()).data
    index = laid("index.toml", IndexFile, checks.index, INDEX)
    presentation, presentation_fault = _presentation(own / "presentation.toml")
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
        status_names=Vocabulary({str(s.code): (s.name, *s.also) for s in statuses}),
        open_statuses=Vocabulary({"open": all_statuses.open_question}),
        calendar=WorkCalendar({d.date: d.worked for d in calendar.day}, [(s.start, s.end) for s in calendar.hours]),
        targets=laid("targets.toml", Targets, checks.targets, Rules()).data,
        headings=headings,
        index=index_of(index),
        presentation=presentation,
        presentation_fault=presentation_fault,
        said={
            "units": all_units,
            "practices": practices,
            "statuses": all_statuses,
            "calendar": calendar,
            "headings": headings,
            "index": index.data,
        },
    )


def _presentation(path: Path) -> tuple[Presentation, RegistryError | None]:
    """The presentation of a file, merged over the shipped one, and None.

    If the file has an error, the result is the shipped presentation and the error.
    """
    shipped = default_folder() / path.name
    try:
        return read_presentation(path if _is_there(path) else shipped, shipped), None
    except RegistryError as error:
        return read_presentation(shipped, shipped) if shipped != path else Presentation(), error


def _index(said: UnitsFile) -> UnitIndex:
    units = [
        Unit(
            *(one.code, one.name, one.kind, one.level, one.aliases, one.valid_from, one.valid_to, order, one.tile),
            short=one.short or "",
        )
        for order, one in enumerate(said.unit)
    ]
    return UnitIndex(units, said.city.names, said.city.desks, said.city.province)


def _pioneer(practice: PracticeEntry, units: UnitIndex) -> str:
    """The key of the unit in which a practice began.

    If the file gives only a code, the unit is the first one that had the code.
    """
    unit = units.of(practice.pioneer, date.min)
    return unit.key if unit else practice.pioneer


def _bar(practice: PracticeEntry) -> Threshold:
    """The threshold of a practice; ``UNSEEN`` if neither the registry nor the defaults name a measure."""
    shown = practice.shown or ThresholdEntry()
    measure = shown.by or MEASURES.get(practice.key)
    if measure is None:
        return UNSEEN
    bar = THRESHOLDS[measure]
    return replace(
        bar,
        weekday=bar.weekday if shown.weekday is None else get_args(Weekday).index(shown.weekday),
        enough=bar.enough if shown.enough is None else shown.enough,
        share=bar.share if shown.share is None else shown.share,
        times=bar.times if shown.times is None else shown.times,
    )
