"""The board of directives (*chỉ đạo*): who must do what by when, and whether the data show it done.

With another grouping, the board shows the reviews by the advisory team, or counts of directives by unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cchc_tui.boards.advisory import ReviewRow, day_json, review_json, review_states, reviews, unit_name
from cchc_tui.boards.board import BoardQuery, By, KeyedRows, Line, ListBoard
from cchc_tui.boards.by_unit import UnitRanking, by_unit
from cchc_tui.boards.known_directives import known_directives, unit_keys
from cchc_tui.boards.measure import Measure, figure_text, measured_type, read
from cchc_tui.boards.met_since import Asked, MeasureVerdict, values_given, verdicts
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.table import Better, Column, ValueType
from cchc_tui.domain.directives import UNMET, Directive, DirectiveState, Progress
from cchc_tui.domain.moments import Stamp, iso, to_date
from cchc_tui.domain.roles import Right
from cchc_tui.domain.units import Level
from cchc_tui.registry import Registry
from cchc_tui.texts.boards import HEADINGS, LEVELS
from cchc_tui.texts.language import N_, Words, language, tr

STATES = Words(
    {
        DirectiveState.CANCELLED: N_("Đã hủy"),
        DirectiveState.DONE: N_("Hoàn thành"),
        DirectiveState.DONE_LATE: N_("Hoàn thành trễ hạn"),
        DirectiveState.OVERDUE: N_("Quá hạn"),
        DirectiveState.DUE_SOON: N_("Sắp đến hạn"),
        DirectiveState.OPEN: N_("Đang thực hiện"),
    }
)
_LEVELS = frozenset(level.value for level in Level)
#: Moments for which rows are kept.
_KEPT = 20
#: The groupings. The first one is the default.
GROUPINGS: tuple[By, ...] = ("directive", "advisory", "unit")


@dataclass(frozen=True, slots=True)
class DirectiveRow:
    """A directive at a moment.

    ``units`` are keys of units, or levels; ``names`` are the names of these units and levels. ``number`` is the
    directive's number in the order in which all directives were given, from 1. ``meeting`` is the start of the meeting
    in which the directive was given (None: in none). ``due`` is the first second of the due day (None: no due day).
    ``former`` are the due days that extensions replaced.

    ``value`` is the measure's figure at the moment (None: not known). ``value_given`` is the measure's figure at the
    moment when the directive was given (None: not known). ``met_at`` is the moment since which the directive is met
    (None: not met).

    ``unknown_since`` is the moment since which ``value`` is unknown. It is None if ``value`` is known, or was never
    known. While ``value`` is unknown, ``state`` follows from the last known figure. ``fault`` is the name of the error
    if the measure's board failed, else "".
    """

    key: str
    number: int
    text: str
    units: tuple[str, ...]
    names: tuple[str, ...]
    given: Stamp
    meeting: Stamp | None
    due: Stamp | None
    measure: Measure | None
    value: float | None
    value_given: float | None
    state: DirectiveState
    met_at: Stamp | None
    former: tuple[Stamp | None, ...]
    progress: str
    result: str
    unknown_since: Stamp | None = None
    fault: str = ""
    measure_words: str = ""

    @property
    def extensions(self) -> int:
        """How many times the due day was extended."""
        return len(self.former)

    @property
    def is_open(self) -> bool:
        """Whether the directive still has to be met: open, due soon or overdue."""
        return self.state in UNMET

    def of(self, unit: str, level: str) -> bool:
        """Whether the directive is for the unit with this key, or for the unit's level."""
        return unit in self.units or level in self.units


@dataclass(frozen=True, slots=True)
class DirectiveCounts:
    """Numbers of directives that are not cancelled.

    ``open`` excludes overdue directives. ``done`` includes directives that were done late.
    """

    open: int = 0
    overdue: int = 0
    done: int = 0


@dataclass(frozen=True, slots=True)
class DirectivesBoard(KeyedRows[DirectiveRow]):
    """The directives at a moment, the reviews by the advisory team, and counts of directives by unit and level.

    ``by`` says whether ``rows``, ``reviews`` or ``counts`` are shown. If the query names a unit or level, ``rows`` and
    ``reviews`` have only those of the unit or level. ``counts`` always counts all directives.
    """

    as_of: Stamp
    data_as_of: Stamp | None
    by: By
    rows: tuple[DirectiveRow, ...]
    counts: UnitRanking[DirectiveCounts]
    reviews: tuple[ReviewRow, ...]


def directives_board(moment: Moment, query: BoardQuery | None = None) -> DirectivesBoard:
    """The board of directives at a moment. Without a ``query``, each row is a directive."""
    query = query or BoardQuery("directive")
    rows = directive_rows(moment, then=True)
    checked = tuple(reviews(moment))
    unit = None if query.unit is None else moment.unit_named(query.unit)
    shown, shown_reviews = rows, checked
    if query.unit is not None:
        shown = tuple(row for row in rows if unit is not None and row.of(unit.key, unit.level.value))
        shown_reviews = tuple(row for row in checked if unit is not None and row.unit == unit.key)
    if query.level:
        shown = tuple(row for row in shown if query.level in _levels(moment.registry, row))
        shown_reviews = tuple(row for row in shown_reviews if row.level == query.level)
    counts = _counts(moment, rows)
    return DirectivesBoard(moment.at, moment.data_as_of, query.by, shown, counts, shown_reviews)


def directive_rows(moment: Moment, *, then: bool = False) -> tuple[DirectiveRow, ...]:
    """All directives given up to a moment, the earliest first. ``value_given`` is computed only if ``then`` is true."""
    key = (moment.at, "directive rows", (then, moment.reader.stands()[0], language()))
    return moment.memo.get_or_make(moment, key, lambda: _directive_rows(moment, then), most=_KEPT)


def _directive_rows(moment: Moment, then: bool) -> tuple[DirectiveRow, ...]:
    known = known_directives(moment)
    keys = {one.id: unit_keys(moment, one) for one in known}
    asked = {one.id: found for one in known if (found := asked_of(moment, one)) is not None}
    now = verdicts(moment, asked.values())
    before = values_given(moment, asked.values()) if then else {}
    return tuple(
        _row(moment, one, number, keys[one.id], asked.get(one.id), (now, before)) for number, one in enumerate(known, 1)
    )


def asked_of(moment: Moment, one: Directive) -> Asked | None:
    """A directive's measure with the key of the measure's unit or level.

    None if the directive has no measure, or one that cannot be read.
    """
    measure = read(one.measure) if one.measure else None
    if measure is None:
        return None
    key = measure.unit_key(moment.registry.units, to_date(one.given))
    return Asked(measure, key or measure.unit, one.given)


def open_directives(moment: Moment, unit: str) -> tuple[DirectiveRow, ...]:
    """The directives that a unit (key or code) still has to meet, by due day. Those without a due day come last."""
    chosen = moment.unit_named(unit)
    rows = [row for row in directive_rows(moment) if chosen and row.is_open and row.of(chosen.key, chosen.level.value)]
    return tuple(sorted(rows, key=lambda row: (row.due is None, row.due, row.number)))


def directives_of_meeting(moment: Moment, start: Stamp) -> tuple[DirectiveRow, ...]:
    """The directives given in the meeting that began at ``start``."""
    return tuple(row for row in directive_rows(moment) if row.meeting == start)


def _row(
    moment: Moment,
    one: Directive,
    number: int,
    keys: tuple[str, ...],
    asked: Asked | None,
    said: tuple[Mapping[Asked, MeasureVerdict], Mapping[Asked, float | None]],
) -> DirectiveRow:
    """Make the row of a directive. ``asked`` is its measure (None: it has none).

    The first mapping in ``said`` has the verdict on each measure. The second has the figure of each measure at the
    moment when the measure's directive was given.
    """
    given: float | None = None
    if asked is not None:
        verdict = said[0][asked]
        met, given = verdict.met_at, said[1].get(asked)
    else:
        verdict = MeasureVerdict()
        met = one.done if one.progress == Progress.DONE else None
        met = None if met is None else min(met, moment.at)  # before the first sheet, its report may have a later date
    registry, day = moment.registry, to_date(one.given)
    return DirectiveRow(
        key=one.id,
        number=number,
        text=one.text,
        units=keys,
        names=tuple(unit_name(registry, key) for key in keys),
        given=one.given,
        meeting=one.meeting,
        due=one.due,
        measure=asked.measure if asked else None,
        value=verdict.value,
        value_given=given,
        state=one.state(met, moment.at, moment.calendar),
        met_at=met,
        former=one.former,
        progress=one.progress,
        result=one.result,
        unknown_since=verdict.unknown_since,
        fault=verdict.fault,
        measure_words=asked.measure.words(registry, day) if asked else "",
    )


def _levels(registry: Registry, row: DirectiveRow) -> set[str]:
    found = {key for key in row.units if key in _LEVELS}
    return found | {unit.level.value for key in row.units if (unit := registry.units.by_key.get(key))}


def _counts(moment: Moment, rows: Iterable[DirectiveRow]) -> UnitRanking[DirectiveCounts]:
    """Count the directives of each unit and each level by state.

    A directive for a unit counts once for the unit and once for its level. A directive for a level counts once for the
    level, and once for each of its units that exist at the moment.
    """
    by_key: dict[str, Counter[str]] = {}
    levels: dict[str, Counter[str]] = {level.value: Counter() for level in Level}
    valid = [(unit.key, unit.level.value) for unit in moment.registry.units.valid(to_date(moment.at))]
    of_level = {level.value: {key for key, of in valid if of == level.value} for level in Level}
    for row in rows:
        counted = _counted(row.state)
        for level in _levels(moment.registry, row) if counted else ():
            levels[level][counted] += 1
        for key in set().union(*(of_level.get(key, {key}) for key in row.units)) if counted else ():
            by_key.setdefault(key, Counter())[counted] += 1
    figures = {key: DirectiveCounts(**count) for key, count in by_key.items()}
    ranking = by_unit(moment, moment.data_as_of, figures, lambda parts: DirectiveCounts())
    return replace(ranking, levels={level: DirectiveCounts(**count) for level, count in levels.items()})


def _counted(state: DirectiveState) -> str:
    """The field of ``DirectiveCounts`` that counts a state; "" for cancelled directives."""
    if state is DirectiveState.CANCELLED:
        return ""
    if state is DirectiveState.OVERDUE:
        return "overdue"
    return "open" if state in UNMET else "done"


def _moment(at: Stamp | None) -> str | None:
    return None if at is None else iso(at)


def _json_content(board: DirectivesBoard, registry: Registry) -> dict[str, Any]:
    """The JSON of the rows that the board shows. The row of a directive has ``units``: codes of units, or levels."""
    levels = {level: _counts_json(of) for level, of in board.counts.levels.items()}
    return {"by": board.by, "levels": levels, "rows": list(_json_rows(board, registry))}


def _counts_json(counts: DirectiveCounts) -> dict[str, int]:
    return {"open": counts.open, "overdue": counts.overdue, "done": counts.done}


def _json_rows(board: DirectivesBoard, registry: Registry) -> Iterator[dict[str, Any]]:
    if board.by == "unit":
        for of in board.counts.rows:
            yield {"unit": of.code, "name": of.name, "level": of.level, **_counts_json(of.figures)}
    elif board.by == "advisory":
        for review in board.reviews:
            yield review_json(review)
    else:
        yield from (_directive_json(row, registry) for row in board.rows)


def _directive_json(row: DirectiveRow, registry: Registry) -> dict[str, Any]:
    return {
        "number": row.number,
        "text": row.text,
        "units": [registry.units.code_of(key) for key in row.units],
        "given": iso(row.given),
        "meeting": _moment(row.meeting),
        "due": day_json(row.due),
        "measure": None if row.measure is None else str(row.measure),
        "value": row.value,
        "state": row.state.value,
        "met_at": _moment(row.met_at),
        "extensions": row.extensions,
        "result": row.result,
    }


def _lines(board: DirectivesBoard, registry: Registry) -> Iterator[Line]:
    if board.by == "unit":
        for of in board.counts.rows:
            figures = of.figures
            yield of.key, (of.name, LEVELS[of.level], figures.open, figures.overdue, figures.done)
    elif board.by == "advisory":
        words = {key: tr(said[0]) for key, said in review_states().items()} | {"": ""}
        for one in board.reviews:
            yield one.key, (one.name, one.day, one.subject, one.found, one.advice, one.due, words[one.state])
    else:
        for row in board.rows:
            sort = measured_type(row.measure)
            then, now = ("" if each is None else figure_text(each, sort) for each in (row.value_given, row.value))
            said = (row.number, row.text, "; ".join(row.names), row.given, row.due, row.measure_words, then, now)
            yield row.key, (*said, STATES[row.state], row.met_at, row.extensions, row.result)


_DIRECTIVE, _ADVISORY, _UNIT = ((by,) for by in GROUPINGS)
_BOTH = (*_DIRECTIVE, *_ADVISORY)


def _text(key: str, title: str, groupings: tuple[By, ...]) -> Column:
    return Column(key, title, ValueType.TEXT, groupings=groupings)


def _count(key: str, title: str, better: Better, rule: str) -> Column:
    return Column(key, title, ValueType.COUNT, better=better, rule=rule, groupings=_UNIT)


BOARD = ListBoard(
    "directives",
    N_("Chỉ đạo"),
    needs=Right.PRESENT,
    columns=(
        Column("number", N_("Số"), ValueType.COUNT, better=Better.NEITHER, groupings=_DIRECTIVE),
        _text("text", N_("Nội dung"), _DIRECTIVE),
        _text("units", HEADINGS.source["unit"], _DIRECTIVE),
        _text("name", HEADINGS.source["unit"], (*_ADVISORY, *_UNIT)),
        _text("level", HEADINGS.source["level"], _UNIT),
        Column("day", HEADINGS.source["day"], ValueType.DAY, groupings=_ADVISORY),
        Column("given", N_("Giao lúc"), ValueType.MOMENT, groupings=_DIRECTIVE),
        _text("subject", N_("Nội dung kiểm tra"), _ADVISORY),
        _text("found", N_("Tồn tại"), _ADVISORY),
        _text("advice", N_("Kiến nghị"), _ADVISORY),
        Column("due", N_("Thời hạn"), ValueType.DAY, groupings=_BOTH),
        _text("measure", N_("Chỉ tiêu"), _DIRECTIVE),
        _text("value_given", N_("Lúc giao"), _DIRECTIVE),
        _text("value", N_("Hiện nay"), _DIRECTIVE),
        _text("state", HEADINGS.source["state"], _BOTH),
        Column("met_at", N_("Đạt từ"), ValueType.MOMENT, groupings=_DIRECTIVE),
        Column("extensions", N_("Gia hạn"), ValueType.COUNT, groupings=_DIRECTIVE),
        _text("result", N_("Kết quả"), _DIRECTIVE),
        _count("open", N_("Còn phải làm"), Better.NEITHER, N_("chưa hoàn thành, chưa qua thời hạn")),
        _count("overdue", HEADINGS.source["overdue"], Better.LESS, N_("chưa hoàn thành, đã qua thời hạn")),
        _count("done", N_("Hoàn thành"), Better.MORE, N_("hoàn thành, kể cả trễ hạn")),
    ),
    ask=directives_board,
    json_content=_json_content,
    lines=_lines,
    groupings=GROUPINGS,
    by=lambda board: board.by,
    by_level=True,
    slow=True,
    topic=N_(
        "Mỗi chỉ đạo một dòng: đơn vị nào, việc gì, hạn nào. Có chỉ tiêu thì số liệu cho biết đã đạt chưa: đạt từ lúc "
        "nào không gián đoạn đến nay; tụt lại thì là chưa đạt. Không có chỉ tiêu thì theo báo cáo của đơn vị. Quá hạn "
        "đứng trước. Phím n ghi chỉ đạo mới, Enter mở diễn biến, g chuyển sang rà soát của Tổ Tư vấn và số theo đơn vị."
    ),
    about=N_("ý kiến chỉ đạo: đơn vị nào, việc gì, hạn nào, số liệu cho thấy gì"),
)
