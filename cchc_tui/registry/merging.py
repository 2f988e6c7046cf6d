"""Merges an office's registry files over the package's files, key by key.

Each entry of a table has a key: for a unit, its code and first day; for a status, its code. The office's values replace
the package's values under the same key. Lists of spellings are combined: the office's spellings come first, and "!"
before a spelling removes it. If the office gives a spelling to one field or entry, all other fields or entries of the
package lose it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Generic, TypeGuard, TypeVar

from cchc_tui.domain.names import fold
from cchc_tui.registry.toml import RegistryError, convert, dotted, line_of, parse, read_text

T = TypeVar("T")
Said = dict[str, Any]
Steps = Sequence[str | int]
#: The prefix before a spelling to remove, and the key that removes an entry (``remove = true``).
NOT, REMOVE = "!", "remove"


def _nothing(_: Said) -> bool:
    """The default of ``Rules.whole``: treat no office's file as complete."""
    return False


def _in_nobodys_place(_: Said, __: Collection[Said]) -> bool:
    """The default of ``Rules.displaced``: no entry of the package is dropped."""
    return False


@dataclass(frozen=True, slots=True)
class Rules:
    """How an office's file is merged over the package's file.

    ``tables`` maps the name of a table to the fields that form an entry's key. ``added`` has the names of the lists
    that are combined (None: all lists). ``whole`` tells whether the office's file is complete. If it is, entries that
    only the package has are dropped. ``displaced`` tells whether to drop an entry of the package. It is dropped if the
    office has an entry for the same thing under another key.
    """

    tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    added: Collection[str] | None = ()
    whole: Callable[[Said], bool] = _nothing
    displaced: Callable[[Said, Collection[Said]], bool] = _in_nobodys_place


def _says_units(own: Said) -> bool:
    """Whether an office's file is complete: it names the city and every unit.

    Files for another city are complete, and so are full copies of the package's file.
    """
    return "name" in own.get("city", {}) and all("name" in unit for unit in own.get("unit", [{}]))


def _says_practices(own: Said) -> bool:
    """Whether an office's file is complete: it has all states, and every practice in full."""
    practices = own.get("practice", [])
    states = {state.get("key") for state in own.get("state", [])}
    full = all({"name", "short", "pioneer"} <= practice.keys() for practice in practices)
    return bool(practices) and full and states == {"none", "planned", "running", "done"}


def _shortened(own: Said, shipped: Said) -> Said:
    """The office's content, in which a unit without a short name gets one from the package.

    It is the short name of the package's unit with the same name. Departments have the same names in every city.
    """
    units = own["unit"]
    if not _are_tables(units):
        return own
    given = [unit.get("short") for unit in units]
    short = {one["name"]: one["short"] for one in shipped["unit"] if one.get("short") and one["short"] not in given}
    names = [str(unit["name"]) for unit in units]
    more = [{"short": short[name]} if name in short else {} for name in names]
    return own | {"unit": [added | unit for added, unit in zip(more, units, strict=True)]}


def _unit_gives_way(unit: Said, own: Collection[Said]) -> bool:
    """Whether to drop the package's ``unit``: a unit of the office has the same code in an overlapping time."""
    return any(unit.get("code") == other.get("code") and _meet(unit, other) for other in own)


def _meet(one: Said, other: Said) -> bool:
    last = min(one.get("valid_to") or date.max, other.get("valid_to") or date.max)
    return bool(max(one.get("valid_from") or date.min, other.get("valid_from") or date.min) <= last)


def _name_is_taken(entry: Said, own: Collection[Said]) -> bool:
    """Whether to drop the package's ``entry``: an entry of the office has the same name under another key."""
    return any(fold(entry["name"]) == fold(str(other.get("name", ""))) for other in own)


UNITS = Rules({"unit": ("code", "valid_from")}, ("aliases", "names", "province", "desks"), _says_units, _unit_gives_way)
PRACTICES = Rules({"practice": ("key",), "state": ("key",)}, ("aliases",), _says_practices, _name_is_taken)
STATUSES = Rules({"status": ("code",)}, ("also", "open_question"))
CALENDAR = Rules({"day": ("date",)})
HEADINGS = Rules(added=None)


class Laid(Generic[T]):
    """A registry file. ``data`` is its content: the office's file merged over the package's file.

    Errors name the office's file if there is one.
    """

    def __init__(
        self,
        own: Path | None,
        shipped: Path,
        shape: type[T],
        rules: Rules,
        formerly: Path | None = None,
        declared: Said | None = None,
    ):
        """Read the files, merge them, and convert the result to the type ``shape``. Raises RegistryError.

        ``own`` is the office's file, or None. ``formerly`` is a file that earlier releases copied to offices. A value
        that is the same in ``own`` and in ``formerly`` does not count as the office's own value. ``declared`` is
        content of the package that is not in the file ``shipped``.
        """
        declared = declared or {}
        self._path = own or shipped
        self._text = read_text(self._path)
        said = parse(self._path, self._text)
        self._places: dict[str, list[int | None]] = {}
        #: The contents of the package's and the office's file before the merge; empty if none took place.
        self.shipped: Said = {}
        self.own: Said = {}
        if own is not None and (text := read_text(shipped)) != self._text:
            if formerly is not None and formerly.is_file():
                package = parse(shipped, text) | declared
                said = _less(_less(said, package, copied=True), parse(formerly, read_text(formerly)))
            if rules is UNITS and rules.whole(said):
                said = _shortened(said, parse(shipped, text))
            else:
                self.shipped, self.own = parse(shipped, text) | declared, said
                said = self._merged(self.shipped, said, rules)
        else:
            said = said | declared
        self.data: T = convert(said, shape, self.fault)

    def fault(self, steps: Steps, message: str) -> RegistryError:
        """The error for a wrong value. ``steps`` is the path of the value in ``data``."""
        places = self._places.get(str(steps[0])) if len(steps) > 1 else None
        if places is not None and isinstance(steps[1], int):
            there = places[steps[1]]
            steps = [steps[0], len(places) if there is None else there, *steps[2:]]
        return RegistryError(self._path, line_of(self._text, list(steps)), dotted(list(steps)), message)

    def is_own(self, table: str, place: int) -> bool:
        """Whether an entry of a table is in the office's file. ``place`` is the entry's index in ``data``.

        True for all entries of a table that was not merged.
        """
        return table not in self._places or self._places[table][place] is not None

    def _merged(self, shipped: Said, own: Said, rules: Rules) -> Said:
        whole = rules.whole(own)
        found = dict(shipped)
        for name, value in own.items():
            before = shipped.get(name)
            if name in rules.tables and _are_tables(value) and _are_tables(before):
                self._check_twice(name, value, rules.tables[name])
                found[name], self._places[name] = _tables(before, value, rules.tables[name], rules, whole)
            else:
                self._check_lists(name, before, value)
                found[name] = _value(name, before, value, rules)
        return found

    def _check_lists(self, name: str, before: Any, value: Any) -> None:
        if isinstance(before, dict) and isinstance(value, dict):
            for key, texts in value.items():
                if _are_texts(before.get(key)) and not _are_texts(texts):
                    raise self.fault([name, key], 'must be a list of texts: ["…", "…"]')

    def _check_twice(self, name: str, entries: list[Said], fields: tuple[str, ...]) -> None:
        seen = set()
        for place, entry in enumerate(entries):
            key = _key(entry, fields)
            if repr(key) in seen:
                shown = "@".join(str(part) for part in key if part is not None)
                raise self.fault([name, place, fields[0]], f"{shown} is there twice")
            seen.add(repr(key))


def _are_tables(value: Any) -> TypeGuard[list[Said]]:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _are_texts(value: Any) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _key(entry: Said, fields: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(entry.get(name) for name in fields)


def _value(name: str, before: Any, value: Any, rules: Rules) -> Any:
    """The office's ``value``, merged over the package's value ``before``."""
    if isinstance(value, dict) and isinstance(before, dict):
        if rules.added is None:
            before = _given_up(before, value)
        return before | {key: _value(key, before.get(key), own, rules) for key, own in value.items()}
    if (rules.added is None or name in rules.added) and _are_texts(value):
        return _added(value, before if _are_texts(before) else [])
    return value


def _added(own: list[str], before: list[str]) -> list[str]:
    """The office's spellings, then the package's spellings that the office neither repeats nor removes."""
    known = {fold(text.removeprefix(NOT)) for text in own}
    return [*(text for text in own if not text.startswith(NOT)), *(text for text in before if fold(text) not in known)]


def _given_up(before: Said, own: Said) -> Said:
    """The package's lists of spellings, by field, without spellings that the office gives to another field."""
    taken = {fold(text): name for name, texts in own.items() if _are_texts(texts) for text in texts if text[:1] != NOT}
    return {
        name: [text for text in texts if taken.get(fold(text), name) == name] if _are_texts(texts) else texts
        for name, texts in before.items()
    }


def _tables(
    before: list[Said], own: list[Said], fields: tuple[str, ...], rules: Rules, whole: bool
) -> tuple[list[Said], list[int | None]]:
    """The merged entries of a table, and the index of each in the office's file (None: only the package has it)."""
    names = {repr(_key(entry, fields)): (place, entry) for place, entry in enumerate(own)}
    found: dict[str, tuple[Said, int | None]] = {}
    for entry in before:
        place, said = names.get(repr(_key(entry, fields)), (None, {}))
        if place is None and (whole or rules.displaced(entry, own)):
            continue
        kept = entry | {key: value for key, value in _free(entry, own, said, rules).items() if key not in said}
        merged = {key: _value(key, kept.get(key), value, rules) for key, value in said.items()}
        found[repr(_key(entry, fields))] = kept | merged, place
    ordered = list(found.values())
    for key, (place, entry) in names.items():
        if key not in found:
            texts = {
                k: _added(v, []) if rules.added and k in rules.added and _are_texts(v) else v for k, v in entry.items()
            }
            ordered.append((texts, place))
    if whole:  # the office's order is kept
        ordered.sort(key=lambda one: -1 if one[1] is None else one[1])
    staying = [
        ({k: v for k, v in entry.items() if k != REMOVE}, n) for entry, n in ordered if entry.get(REMOVE) is not True
    ]
    return [entry for entry, _ in staying], [place for _, place in staying]


def _free(entry: Said, own: list[Said], said: Said, rules: Rules) -> Said:
    """The lists of spellings in a package's entry, without spellings that the office gives to another entry.

    ``said`` is the office's entry with the same key as the package's entry.
    """
    taken = {fold(text) for other in own if other is not said for text in _spellings(other, rules)}
    lists = {key: value for key, value in entry.items() if rules.added and key in rules.added and _are_texts(value)}
    return {key: [text for text in texts if fold(text) not in taken] for key, texts in lists.items()}


def _spellings(entry: Said, rules: Rules) -> Iterator[str]:
    for key, value in entry.items():
        if key == "name" and isinstance(value, str):
            yield value
        elif rules.added and key in rules.added and _are_texts(value):
            yield from (text for text in value if not text.startswith(NOT))


def _less(own: Said, formerly: Said, copied: bool = False) -> Said:
    """The values of the office's file ``own`` that differ from the file ``formerly``, of which ``own`` may be a copy.

    In a list of texts, only the texts that ``formerly`` lacks are kept; a list without such texts is left out. With
    ``copied``, a list that lacks a text of ``formerly`` is kept whole, because it cannot be a copy.
    """
    left: Said = {}
    for name, value in own.items():
        before = formerly.get(name)
        if isinstance(value, dict) and isinstance(before, dict):
            left[name] = _less(value, before, copied)
        elif _are_texts(value) and _are_texts(before):
            a_copy = not copied or set(before) <= set(value)
            texts = [text for text in value if text not in before] if a_copy else value
            left |= {name: texts} if texts else {}
        elif _are_tables(value) and _are_tables(before):
            known = {entry.get("code"): entry for entry in before}
            left[name] = [
                {"code": entry.get("code")} | _less(entry, known.get(entry.get("code"), {}), copied) for entry in value
            ]
        elif value != before:
            left[name] = value
    return left
