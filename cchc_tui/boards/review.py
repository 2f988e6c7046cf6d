"""The board of reviewed and simplified procedures (*rà soát, đơn giản hóa TTHC*), by unit or by field.

The scope of a unit is the procedures of the catalogue that the unit handles; the scope of a field is the procedures of
the field. A procedure outside the scope may be reviewed too. It is counted as reviewed, but no share includes it,
because a share is a part of the scope.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from cchc_tui.boards.board import BoardQuery, By, KeyedRows
from cchc_tui.boards.by_unit import UnitRow, by_unit
from cchc_tui.boards.details import DetailList, DetailRow, Details, OpenedRow
from cchc_tui.boards.figures import share
from cchc_tui.boards.leaderboard import LEVEL, NAME, RANK, Leaderboard
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.procedure_catalogue import CatalogueProcedure
from cchc_tui.boards.reviews import RANKS, STATES, Review, Reviews
from cchc_tui.boards.table import Better, ByClock, Column, Value, ValueType
from cchc_tui.domain.moments import Stamp, to_date
from cchc_tui.domain.names import by_name, fold
from cchc_tui.domain.roles import Right
from cchc_tui.domain.units import Level
from cchc_tui.sheets.review import SHEET
from cchc_tui.texts.boards import BOARD as WORDS
from cchc_tui.texts.language import N_, tr

_LACKING = N_("✗ chưa có kiến nghị")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Numbers of procedures. Without a sheet of reviews, all but ``in_scope`` and ``key_field`` are None.

    ``reviewed_within`` and ``proposed_within`` count only procedures in scope; ``outside`` counts reviewed procedures
    that are out of scope. ``in_scope``, ``reviewed_within``, ``proposed_within`` and ``outside`` are None if the scope
    is not known. ``key_field`` tells whether the field is a key field. It is None if the figures are those of a unit or
    level.
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
        """The share of procedures in scope that were reviewed; None if it is not known."""
        return share(self.reviewed_within, self.in_scope)

    @property
    def proposed_share(self) -> float | None:
        """The share of procedures in scope for which a proposal was made; None if it is not known."""
        return share(self.proposed_within, self.in_scope)

    @property
    def lacks_proposal(self) -> bool:
        """Whether the figures are of a key field for which nobody made a proposal."""
        return bool(self.key_field) and self.proposed == 0

    @property
    def priority(self) -> float | None:
        """The number by which fields are sorted, descending: the reviewed share.

        It is 2 for a key field without a proposal, so that such a field comes first.
        """
        return 2.0 if self.lacks_proposal else self.reviewed_share


@dataclass(frozen=True, slots=True)
class ReviewBoard(KeyedRows[UnitRow[Reviewed]]):
    """The figures of units or fields, and of the levels.

    By field, a procedure counts once even if several units reviewed it. By unit, the figures of a level are sums over
    its units.
    """

    as_of: Stamp
    data_as_of: Stamp | None
    by: By
    rows: tuple[UnitRow[Reviewed], ...]
    levels: Mapping[str, Reviewed]
    lacking: str = ""  # the kind of the sheet that is missing, besides that of reviews


def _count(scope: frozenset[str] | None, reviews: Iterable[Review], said: bool, key_field: bool | None) -> Reviewed:
    """Count the procedures in some reviews by state. Each procedure counts once, in its furthest state.

    ``scope`` is None if it is not known. ``said`` tells whether there is a sheet of reviews.
    """
    in_scope = None if scope is None else len(scope)
    if not said:
        return Reviewed(in_scope, key_field=key_field)
    furthest: dict[str, int] = {}
    for one in reviews:
        if one.rank > furthest.get(one.key, 0):
            furthest[one.key] = one.rank
    ranks = Counter(furthest.values())
    counts = {state: sum(n for rank, n in ranks.items() if rank >= RANKS[state]) for state in STATES}
    found = Reviewed(**counts, key_field=key_field)
    if scope is None:
        return found
    within = [rank for key, rank in furthest.items() if key in scope]
    proposed = sum(rank >= RANKS["proposed"] for rank in within)
    outside = len(furthest) - len(within)
    return replace(found, in_scope=in_scope, reviewed_within=len(within), proposed_within=proposed, outside=outside)


def review(moment: Moment, query: BoardQuery) -> ReviewBoard:
    """The board at a moment, by unit or by field.

    By field, ``query.level`` limits procedures and reviews to a level.
    """
    reviews = Reviews(moment)
    if query.by == "field":
        return _fields(reviews, query.level)
    by_key: defaultdict[str, list[Review]] = defaultdict(list)
    for one in reviews.all:
        by_key[one.row.values["unit"]].append(one)
    on = to_date(moment.at)
    units = [unit for unit in moment.registry.units.units if unit.valid(on) or unit.key in by_key]
    figures = {unit.key: _count(reviews.scope_of(unit), by_key[unit.key], reviews.any_sheet, None) for unit in units}
    found = by_unit(moment, reviews.data_as_of, figures, total)
    return ReviewBoard(moment.at, reviews.data_as_of, "unit", found.rows, found.levels, _lacking(reviews))


def total(parts: Iterable[Reviewed]) -> Reviewed:
    """Add up the known values of each figure. A figure without any known value stays None."""
    parts = tuple(parts)
    sums: dict[str, Any] = {}
    for name in ("in_scope", *STATES, "reviewed_within", "proposed_within", "outside"):
        known = [figure for part in parts if (figure := getattr(part, name)) is not None]
        sums[name] = sum(known) if known else None
    return Reviewed(**sums)


def _fields(reviews: Reviews, level: str) -> ReviewBoard:
    moment, known = reviews.moment, bool(reviews.catalogue)
    names: dict[str, str] = {}
    scopes: defaultdict[str, set[str]] = defaultdict(set)
    for one in reviews.scope_at(level):
        scopes[fold(one.field)].add(one.key)
        names.setdefault(fold(one.field), one.field)
    by_key: defaultdict[str, list[Review]] = defaultdict(list)
    for said in reviews.of_level(level):
        by_key[said.field_key].append(said)
        names.setdefault(said.field_key, said.field)
    wanted = frozenset(map(fold, moment.registry.targets.key_fields))
    rows = []
    for key, name in names.items():
        scope = frozenset(scopes[key]) if known else None
        figures = _count(scope, by_key[key], reviews.any_sheet, key in wanted)
        rows.append(UnitRow(name, "", name or WORDS.not_said, "", figures))
    rows.sort(key=lambda row: (not row.figures.lacks_proposal, -(row.figures.priority or 0), by_name(row.name)))
    levels = {}
    for each in Level:
        scope = frozenset(one.key for one in reviews.scope_at(each.value)) if known else None
        levels[each.value] = _count(scope, reviews.of_level(each.value), reviews.any_sheet, None)
    return ReviewBoard(moment.at, reviews.data_as_of, "field", tuple(rows), levels, _lacking(reviews))


def _lacking(reviews: Reviews) -> str:
    return "" if reviews.catalogue else "catalogue"


# ── the procedures behind a row ──────────────────────────────────────────────────────────────────────────────────────
def _opened(moment: Moment, opened: OpenedRow) -> DetailList:
    """The procedures of a unit or field, sorted by the state of their reviews.

    Procedures without a review come first.
    """
    reviews = Reviews(moment)
    if opened.by == "field":
        key = fold(opened.key)
        scope = {one.key: one for one in reviews.scope_at(opened.level) if fold(one.field) == key}
        said = [one for one in reviews.of_level(opened.level) if one.field_key == key]
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
    scope: Mapping[str, CatalogueProcedure], said: Iterable[Review], is_known: bool
) -> Iterator[tuple[int, Any, DetailRow]]:
    """Yield (rank of the state, sort key of the name, row) for each procedure.

    ``is_known`` tells whether the scope is known.
    """
    of: defaultdict[str, list[Review]] = defaultdict(list)
    for one in said:
        of[one.key].append(one)
    for key, procedure in scope.items():
        yield _procedure(key, procedure.name, procedure.code, procedure.field, of.pop(key, []), "")
    for key, reviews in of.items():
        row, where = reviews[0].row.values, "outside" if is_known else ""
        yield _procedure(key, row["procedure"], row["code"], reviews[0].field, reviews, where)


def _procedure(
    key: str, name: str, code: str, of: str, reviews: list[Review], where: str
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


def _figure(key: str, title: str, rule: str, better: Better = Better.MORE, **more: Any) -> Column:
    return Column(key, title, ValueType.COUNT, better=better, rule=rule, by_clock=ByClock.DAILY, **more)


def _portion(key: str, title: str, rule: str, target: str, **more: Any) -> Column:
    more |= {"target": target, "source": _SOURCE, "by_clock": ByClock.DAILY}
    return Column(key, title, ValueType.SHARE, better=Better.MORE, rule=rule, **more)


def _value(of: Reviewed, key: str) -> Value:
    if key == "lacking":
        return tr(_LACKING) if of.lacks_proposal else ""
    value: Value = getattr(of, key)
    return value


_TITLE = N_("Rà soát, đơn giản hóa thủ tục")


def _titled(board: ReviewBoard) -> str:
    """The board's title, with a note on the figures of a level.

    By unit, the note says that they are sums over the units. By field, it says that each procedure counts once.
    """
    if board.data_as_of is None:
        return tr(_TITLE)
    note = N_("số của cấp: cộng các đơn vị") if board.by == "unit" else N_("mỗi thủ tục tính một lần")
    return f"{tr(_TITLE)} ({tr(note)})"


BOARD = Leaderboard(
    "review",
    _TITLE,
    needs=Right.PRESENT,
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
        _figure(
            "in_scope",
            N_("Phạm vi"),
            N_("thủ tục trong danh mục thuộc đơn vị hoặc lĩnh vực này"),
            better=Better.NEITHER,
        ),
        _figure("reviewed", N_("Đã rà soát"), N_("thủ tục đã rà soát, gồm cả đã kiến nghị, phê duyệt, thực thi")),
        _figure("proposed", N_("Đã kiến nghị"), N_("thủ tục có kiến nghị, gồm cả không được chấp nhận")),
        _figure("approved", N_("Đã phê duyệt"), N_("kiến nghị được phê duyệt, gồm cả đã thực thi")),
        _figure("done", N_("Đã thực thi"), N_("kiến nghị đã thực thi")),
        _figure(
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
    sheet=SHEET.name,
    lacks=attrgetter("lacking"),
    ask=review,
    figures=attrgetter("figures"),
    value=_value,
    titled=_titled,
    by=attrgetter("by"),
    by_level=True,
    json_order=("in_scope", *STATES, "reviewed_share", "proposed_share", "key_field"),
    order={"": "-reviewed_share", "field": "-priority"},
    opens=_OPENS,
    about=N_("thủ tục đã rà soát, kiến nghị, thực thi, theo đơn vị và lĩnh vực"),
    topic=N_(
        "Mỗi dòng một đơn vị hoặc lĩnh vực: bao nhiêu thủ tục của danh mục đã được rà soát, kiến nghị đơn giản hóa, "
        "phê duyệt, thực thi. Theo đơn vị, số của cấp cộng các đơn vị: thủ tục chung tính ở từng đơn vị. Theo lĩnh "
        "vực, mỗi thủ tục tính một lần, một đơn vị rà soát là đủ, nên tỷ lệ của cấp là số khác. Lĩnh vực trọng tâm "
        "chưa có kiến nghị đứng trước, có dấu ✗. Thủ tục được rà soát mà ngoài phạm vi vẫn được đếm và liệt kê, nhưng"
        " không tính vào tỷ lệ. Enter mở các thủ tục."
    ),
)
