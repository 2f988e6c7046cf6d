"""The board of reviewed and simplified procedures (*rà soát, đơn giản hóa TTHC*), by unit or by field.

Procedures are those of the catalogue. A procedure that is reviewed and not in the scope of its unit counts in the
numbers of procedures, but in no share: a share is a part of the scope.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any

from cchc_tui.boards.board import BoardQuery, By, KeyedRows
from cchc_tui.boards.by_unit import UnitRow, by_unit
from cchc_tui.boards.catalogue import Catalogue, CatalogueProcedure, catalogue, folded_code, folded_name
from cchc_tui.boards.details import DetailList, DetailRow, Details, OpenedRow
from cchc_tui.boards.leaderboard import LEVEL, NAME, RANK, Leaderboard
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.sheets import HeldRow, held
from cchc_tui.boards.table import Better, Column, Value, ValueType
from cchc_tui.domain.moments import Stamp, to_date
from cchc_tui.domain.names import by_name, fold
from cchc_tui.domain.units import Level, Unit
from cchc_tui.sheets.review import SHEET
from cchc_tui.texts.boards import BOARD as WORDS
from cchc_tui.texts.language import N_, tr

#: The states in their order: a procedure in a later one counts in the earlier ones. "refused" counts as proposed.
_STATES = ("reviewed", "proposed", "approved", "done")
_RANKS = {state: rank for rank, state in enumerate(_STATES, 1)} | {"refused": 2}
_LACKING = N_("✗ chưa có kiến nghị")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Numbers of procedures. Without a catalogue, ``in_scope`` is None; without a sheet, the others are.

    ``reviewed_within`` and ``proposed_within`` are the parts in scope. ``outside`` counts the reviewed ones that are
    not. ``key_field`` is None if the figures are not of a field.
    """

    in_scope: int | None = None
    reviewed: int | None = None
    proposed: int | None = None
    approved: int | None = None
    done: int | None = None
    reviewed_within: int | None = None
    proposed_within: int | None = None
    outside: int | None = None
    key_field: bool | None = None

    @property
    def reviewed_share(self) -> float | None:
        """The reviewed part of the procedures in scope."""
        return _share(self.reviewed_within, self.in_scope)

    @property
    def proposed_share(self) -> float | None:
        """The part of the procedures in scope for which a proposal was made."""
        return _share(self.proposed_within, self.in_scope)

    @property
    def lacks_proposal(self) -> bool:
        """Whether this is a key field without a proposal."""
        return bool(self.key_field) and self.proposed == 0

    @property
    def priority(self) -> float | None:
        """The order of fields: key fields without a proposal first, then by ``reviewed_share``."""
        return 2.0 if self.lacks_proposal else self.reviewed_share


@dataclass(frozen=True, slots=True)
class ReviewBoard(KeyedRows[UnitRow[Reviewed]]):
    """The figures of units or fields, and of the levels. Fields are counted once, whichever units reviewed them."""

    as_of: Stamp
    data_as_of: Stamp | None
    by: By
    rows: tuple[UnitRow[Reviewed], ...]
    levels: Mapping[str, Reviewed]


@dataclass(frozen=True, slots=True)
class _Review:
    """The last statement of a unit about a procedure. ``known`` is None if the catalogue does not have it."""

    unit: Unit | None
    key: str
    known: CatalogueProcedure | None
    row: HeldRow

    @property
    def state(self) -> str:
        said = self.row.values
        return said["state"] or ("reviewed" if said["result"] else "")

    @property
    def rank(self) -> int:
        return _RANKS.get(self.state, 0)

    @property
    def field(self) -> str:
        return self.known.field if self.known is not None and self.known.field else str(self.row.values["field"])


@dataclass(frozen=True, slots=True)
class _Counter:
    """Counts procedures. ``scope`` has the keys of those in scope; None without a catalogue."""

    scope: frozenset[str] | None
    any_sheet: bool
    ranks: dict[str, int] = field(default_factory=dict)  # key of a procedure → its furthest state

    def add(self, reviews: Iterable[_Review]) -> _Counter:
        for one in reviews:
            if one.rank:
                self.ranks[one.key] = max(one.rank, self.ranks.get(one.key, 0))
        return self

    def figures(self, key_field: bool | None = None) -> Reviewed:
        scope = self.scope
        in_scope = None if scope is None else len(scope)
        if not self.any_sheet:
            return Reviewed(in_scope, key_field=key_field)
        ranks = self.ranks.values()
        counts = {state: sum(rank >= _RANKS[state] for rank in ranks) for state in _STATES}
        found = Reviewed(**counts, key_field=key_field)
        if scope is None:
            return found
        reviewed, proposed = (
            sum(rank >= _RANKS[state] for key, rank in self.ranks.items() if key in scope) for state in _STATES[:2]
        )
        outside = len(self.ranks.keys() - scope)
        return replace(found, in_scope=in_scope, reviewed_within=reviewed, proposed_within=proposed, outside=outside)


class _Reviews:
    """What the sheets say at a moment, and the catalogue that says which procedures there are."""

    def __init__(self, moment: Moment) -> None:
        self.moment = moment
        self.data_as_of = moment.newest_of(SHEET.name)
        self.catalogue: Catalogue = catalogue(moment)
        self.any_sheet = self.data_as_of is not None
        self.all = tuple(self._reviews())
        # Without any department in the catalogue, nobody knows which procedures are a department's.
        self._names_departments = any("city" in one.agencies for one in self.catalogue.procedures)

    def _reviews(self) -> Iterator[_Review]:
        last: dict[tuple[str, str], _Review] = {}
        today = to_date(self.moment.at)
        for row in sorted(held(self.moment, SHEET.name), key=lambda row: (row.since, row.row)):
            said = row.values
            day = to_date(row.since if said["day"] is None else said["day"])
            if day.year != today.year or (said["day"] is not None and day > today):
                continue
            unit = self.moment.registry.units.by_key.get(said["unit"])
            known = self.catalogue.find(said["code"], said["procedure"], unit.level.value if unit else "")
            key = known.key if known else folded_code(said["code"]) or folded_name(said["procedure"])
            last[said["unit"], key] = _Review(unit, key, known, row)
        return iter(last.values())

    def scope_of(self, unit: Unit) -> frozenset[str] | None:
        """The keys of the procedures of a unit: of its level, and for a department those that name it."""
        if not self.catalogue or (unit.level is Level.CITY and not self._names_departments):
            return None
        found = self.catalogue.of_unit(unit)
        if unit.level is Level.CITY:
            found = tuple(one for one in found if unit.key in one.agencies.get(unit.level.value, ()))
        return frozenset(one.key for one in found)

    def scope_at(self, level: str) -> tuple[CatalogueProcedure, ...]:
        """The procedures of a level, or of both ("")."""
        return tuple(one for one in self.catalogue.procedures if (level in one.levels if level else one.levels))

    def of_level(self, level: str) -> tuple[_Review, ...]:
        """The reviews of the units of a level, or of all."""
        return tuple(one for one in self.all if not level or (one.unit is not None and one.unit.level.value == level))


def review(moment: Moment, query: BoardQuery) -> ReviewBoard:
    """The figures by unit or by field. ``query.level`` limits the fields' procedures and reviews to a level."""
    reviews = _Reviews(moment)
    if query.by == "field":
        return _fields(reviews, query.level)
    by_key: defaultdict[str, list[_Review]] = defaultdict(list)
    for one in reviews.all:
        by_key[one.row.values["unit"]].append(one)
    on = to_date(moment.at)
    units = [unit for unit in moment.registry.units.units if unit.valid(on) or unit.key in by_key]
    figures = {
        unit.key: _Counter(reviews.scope_of(unit), reviews.any_sheet).add(by_key[unit.key]).figures() for unit in units
    }
    found = by_unit(moment, reviews.data_as_of, figures, total)
    return ReviewBoard(moment.at, reviews.data_as_of, "unit", found.rows, found.levels)


def total(parts: Iterable[Reviewed]) -> Reviewed:
    """The sums of the figures that are known; None if none is."""
    parts = tuple(parts)
    sums: dict[str, Any] = {}
    for name in ("in_scope", *_STATES, "reviewed_within", "proposed_within", "outside"):
        known = [figure for part in parts if (figure := getattr(part, name)) is not None]
        sums[name] = sum(known) if known else None
    return Reviewed(**sums)


def _fields(reviews: _Reviews, level: str) -> ReviewBoard:
    moment, known = reviews.moment, bool(reviews.catalogue)
    names: dict[str, str] = {}
    scopes: defaultdict[str, set[str]] = defaultdict(set)
    for one in reviews.scope_at(level):
        scopes[fold(one.field)].add(one.key)
        names.setdefault(fold(one.field), one.field)
    counters = {key: _Counter(frozenset(scopes[key]) if known else None, reviews.any_sheet) for key in scopes}
    for said in reviews.of_level(level):
        key = fold(said.field)
        names.setdefault(key, said.field)
        counters.setdefault(key, _Counter(frozenset() if known else None, reviews.any_sheet)).add((said,))
    wanted = frozenset(map(fold, moment.registry.targets.key_fields))
    rows = [
        UnitRow(names[key], "", names[key] or WORDS.not_said, "", counter.figures(key in wanted))
        for key, counter in counters.items()
    ]
    rows.sort(key=lambda row: (not row.figures.lacks_proposal, -(row.figures.priority or 0), by_name(row.name)))
    levels = {}
    for one_level in ("city", "commune"):
        scope = frozenset(one.key for one in reviews.scope_at(one_level)) if known else None
        levels[one_level] = _Counter(scope, reviews.any_sheet).add(reviews.of_level(one_level)).figures()
    return ReviewBoard(moment.at, reviews.data_as_of, "field", tuple(rows), levels)


def _share(part: int | None, whole: int | None) -> float | None:
    return part / whole if part is not None and whole else None


# ── the procedures behind a row ──────────────────────────────────────────────────────────────────────────────────────
def _opened(moment: Moment, opened: OpenedRow) -> DetailList:
    """The procedures of a unit or of a field: those not reviewed first, then by their state."""
    reviews = _Reviews(moment)
    if opened.by == "field":
        key = fold(opened.key)
        scope = {one.key: one for one in reviews.scope_at(opened.level) if fold(one.field) == key}
        said = [one for one in reviews.of_level(opened.level) if fold(one.field) == key]
        is_known = bool(reviews.catalogue)
    else:
        unit = moment.registry.units.by_key.get(opened.key)
        keys = reviews.scope_of(unit) if unit is not None else frozenset()
        scope = {one.key: one for one in reviews.catalogue.procedures if keys and one.key in keys}
        said = [one for one in reviews.all if one.row.values["unit"] == opened.key]
        is_known = keys is not None
    rows = sorted(_procedures(scope, said, is_known), key=lambda row: row[:2])
    return DetailList(moment.at, reviews.data_as_of, tuple(shown for *_, shown in rows))


def _procedures(
    scope: Mapping[str, CatalogueProcedure], said: Iterable[_Review], is_known: bool
) -> Iterator[tuple[int, Any, DetailRow]]:
    """Yield one row per procedure, after the rank of its state and the order of its name."""
    of: defaultdict[str, list[_Review]] = defaultdict(list)
    for one in said:
        of[one.key].append(one)
    for key, procedure in scope.items():
        yield _procedure(key, procedure.name, procedure.code, procedure.field, of.pop(key, []), "")
    for key, reviews in of.items():
        row, where = reviews[0].row.values, "outside" if is_known else ""
        yield _procedure(key, row["procedure"], row["code"], reviews[0].field, reviews, where)


def _procedure(
    key: str, name: str, code: str, of: str, reviews: list[_Review], where: str
) -> tuple[int, Any, DetailRow]:
    last = max(reviews, key=lambda one: (one.rank, one.row.since), default=None)
    said: Mapping[str, Any] = last.row.values if last is not None else {"result": "", "day": None}
    units = sum(one.rank > 0 for one in reviews)
    state = last.state if last is not None else ""
    values: tuple[Value, ...] = (name, state, said["result"], said["day"], units, of, code, where)
    return last.rank if last is not None else 0, by_name(name), DetailRow(key, values)


_STATE_WORDS: dict[Value, str] = {
    "": N_("chưa rà soát"),
    "reviewed": N_("đã rà soát"),
    "proposed": N_("đã kiến nghị"),
    "approved": N_("đã phê duyệt"),
    "done": N_("đã thực thi"),
    "refused": N_("không được chấp nhận"),
}
_OPENS = Details(
    columns=(
        Column("procedure", N_("Thủ tục"), ValueType.TEXT),
        Column("state", N_("Trạng thái"), ValueType.TEXT),
        Column("result", N_("Kết quả"), ValueType.TEXT),
        Column("day", N_("Ngày"), ValueType.DAY),
        Column("units", N_("Số đơn vị"), ValueType.COUNT, rule=N_("số đơn vị đã rà soát thủ tục này")),
        Column("field", N_("Lĩnh vực"), ValueType.TEXT, lesser=1),
        Column("code", N_("Mã thủ tục"), ValueType.TEXT, lesser=2),
        Column("where", N_("Phạm vi"), ValueType.TEXT, lesser=1, rule=N_("thủ tục có thuộc phạm vi rà soát không")),
    ),
    ask=_opened,
    words={
        "state": _STATE_WORDS,
        "result": {"keep": N_("giữ nguyên"), "simplify": N_("đơn giản hóa"), "abolish": N_("bãi bỏ")},
        "where": {"outside": N_("✗ ngoài phạm vi")},
    },
    nothing=N_("Chưa có thủ tục nào: cần danh mục thủ tục hoặc bảng rà soát."),
)


# ── the board ────────────────────────────────────────────────────────────────────────────────────────────────────────
_SOURCE = N_("mục tiêu trong targets.toml, hiện là ví dụ của chương trình")


def _count(key: str, title: str, rule: str, better: Better = Better.MORE, **more: Any) -> Column:
    return Column(key, title, ValueType.COUNT, better=better, rule=rule, **more)


def _portion(key: str, title: str, rule: str, target: str, **more: Any) -> Column:
    return Column(key, title, ValueType.SHARE, better=Better.MORE, rule=rule, target=target, source=_SOURCE, **more)


def _value(of: Reviewed, key: str) -> Value:
    if key == "lacking":
        return tr(_LACKING) if of.lacks_proposal else ""
    value: Value = getattr(of, key)
    return value


BOARD = Leaderboard(
    "review",
    N_("Rà soát, đơn giản hóa thủ tục"),
    columns=(
        *(RANK, NAME, replace(LEVEL, on_screen=False)),
        Column(
            "lacking",
            N_("Lĩnh vực trọng tâm"),
            ValueType.TEXT,
            short=N_("Trọng tâm"),
            rule=N_("lĩnh vực trọng tâm (key_fields trong targets.toml) chưa có kiến nghị nào"),
            in_json=False,
            groupings=("field",),
        ),
        _portion(
            "reviewed_share",
            N_("Tỷ lệ rà soát"),
            N_("đã rà soát / phạm vi rà soát; thủ tục ngoài phạm vi không tính"),
            "review_share",
            part="reviewed_within",
            whole="in_scope",
            main=True,
        ),
        _portion(
            "proposed_share",
            N_("Tỷ lệ kiến nghị"),
            N_("đã kiến nghị / phạm vi rà soát; thủ tục ngoài phạm vi không tính"),
            "proposal_share",
            part="proposed_within",
            whole="in_scope",
        ),
        _count(
            "in_scope",
            N_("Phạm vi"),
            N_("thủ tục trong danh mục thuộc đơn vị hoặc lĩnh vực này"),
            better=Better.NEITHER,
        ),
        _count("reviewed", N_("Đã rà soát"), N_("thủ tục đã rà soát, gồm cả đã kiến nghị, phê duyệt, thực thi")),
        _count("proposed", N_("Đã kiến nghị"), N_("thủ tục có kiến nghị, gồm cả không được chấp nhận")),
        _count("approved", N_("Đã phê duyệt"), N_("kiến nghị được phê duyệt, gồm cả đã thực thi")),
        _count("done", N_("Đã thực thi"), N_("kiến nghị đã thực thi")),
        _count(
            "outside",
            N_("Ngoài phạm vi"),
            N_("đã rà soát mà không có trong danh mục hoặc không thuộc đơn vị"),
            better=Better.NEITHER,
            in_json=False,
            lesser=1,
        ),
        Column("key_field", N_("Lĩnh vực trọng tâm"), ValueType.TEXT, in_table=False, groupings=("field",)),
    ),
    groupings=("unit", "field"),
    ask=review,
    figures=attrgetter("figures"),
    value=_value,
    by=attrgetter("by"),
    by_level=True,
    json_order=("in_scope", *_STATES, "reviewed_share", "proposed_share", "key_field"),
    order={"": "-reviewed_share", "field": "-priority"},
    opens=_OPENS,
    about=N_("thủ tục đã rà soát, kiến nghị, thực thi, theo đơn vị và lĩnh vực"),
    topic=N_(
        "Mỗi dòng một đơn vị hoặc lĩnh vực: bao nhiêu thủ tục của danh mục đã được rà soát, kiến nghị đơn giản hóa, "
        "phê duyệt, thực thi. Theo lĩnh vực, lĩnh vực trọng tâm chưa có kiến nghị đứng trước, có dấu ✗. Thủ tục được "
        "rà soát mà ngoài phạm vi vẫn được đếm và liệt kê, nhưng không tính vào tỷ lệ. Enter mở các thủ tục."
    ),
)
