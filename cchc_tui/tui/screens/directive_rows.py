"""The views of board 8: the records that each lists, its columns, and the lines about a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, NamedTuple, TypeVar

from cchc_tui.boards.advisory import ReviewRow
from cchc_tui.boards.board import KeyedRow
from cchc_tui.boards.by_unit import UnitRow
from cchc_tui.boards.directives import DirectiveCounts, DirectiveRow, DirectivesBoard
from cchc_tui.boards.last_meeting import need
from cchc_tui.boards.measure import MeasureError, figure_text, lower, measured, measured_type
from cchc_tui.domain.directives import DirectiveState
from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.workcalendar import WorkCalendar
from cchc_tui.texts.tui_directives import COLUMNS, PAGE, REVIEW_WORDS, STATE_WORDS
from cchc_tui.tui.screens.list_columns import ListColumn, Units
from cchc_tui.tui.style.formats import day, day_time, number
from cchc_tui.tui.style.render import Line, Span, width, wrap
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.style.time_text import near_day
from cchc_tui.tui.widgets.columns import Cell, GridColumn
from cchc_tui.tui.widgets.ordering import Order

T = TypeVar("T", bound=KeyedRow)
STATE_ROLES = {
    DirectiveState.OVERDUE: TextRole.BAD,
    DirectiveState.DUE_SOON: TextRole.WARN,
    DirectiveState.OPEN: TextRole.TEXT,
    DirectiveState.DONE: TextRole.GOOD,
    DirectiveState.DONE_LATE: TextRole.GOOD,
    DirectiveState.CANCELLED: TextRole.DIM,
}
#: Names of units that are longer are shown in their short forms.
_LONGEST_NAMES = 24
_REVIEW_ROLES = {"done": TextRole.GOOD, "doing": TextRole.TEXT}


class Seen(NamedTuple, Generic[T]):
    """A record, the moment of its board, and the calendar by which days after a due day are counted."""

    row: T
    as_of: Stamp
    calendar: WorkCalendar
    place: int = 0  # of the record in its board's order


@dataclass(frozen=True)
class DirectiveView(Generic[T]):
    """A view of board 8. ``listed`` returns the records of a board, the most urgent first."""

    key: str
    columns: tuple[ListColumn[Seen[T]], ...]
    listed: Callable[[DirectivesBoard], Sequence[T]]
    lines: Callable[[Seen[T], int], list[Line]]
    default_order: Order

    def records(self, board: DirectivesBoard | None, calendar: WorkCalendar) -> list[Seen[T]]:
        """The records; none until the answer has arrived."""
        if board is None:
            return []
        return [Seen(row, board.as_of, calendar, place) for place, row in enumerate(self.listed(board))]


def _column(key: str, width: int, cell: Callable[[Seen[Any]], Cell], **more: Any) -> ListColumn[Any]:
    return ListColumn(GridColumn(key, COLUMNS.source[key][0], width, **more), lambda seen, units: cell(seen))


def state_text(row: DirectiveRow, as_of: Stamp, calendar: WorkCalendar) -> str:
    """The state in words: "QUÁ HẠN 3 ngày", "✓ đạt 28/10"."""
    late = calendar.days_late(row.due, as_of) if row.due is not None else 0
    met = "" if row.met_at is None else near_day(row.met_at, as_of)
    words = STATE_WORDS[row.state.value].format(n=number(max(1, late)), day=met)
    return f"{words} ?" if row.unknown_since is not None or row.fault else words


def figures_text(row: DirectiveRow) -> str:
    """The measure's figure when it was given and now: "164 → 98"; one figure if both are the same; "–" if unknown."""
    if row.measure is None:
        return "–"
    then, now = ("–" if each is None else figure_text(each, measured_type(row.measure)) for each in figures_of(row))
    return now if then == now or row.value_given is None else PAGE.from_to.format(before=then, after=now)


def figures_of(row: DirectiveRow) -> tuple[float | None, float | None]:
    """The figure when it was given, and now."""
    return row.value_given, row.value


def measure_text(row: DirectiveRow) -> str:
    """The measure without its unit and board, which stand beside it: "chưa kết thúc = 0"; "–" without one."""
    if row.measure is None:
        return "–"
    try:
        _, column = measured(row.measure.board, row.measure.column)
    except MeasureError:  # its board is gone
        return row.measure_words
    wanted = figure_text(row.measure.number, column.type)
    return f"{lower(column.shown.title)} {row.measure.sign} {wanted}"


def _measure_cell(seen: Seen[DirectiveRow]) -> Cell:
    """The measure; in short its sign and number, whose column the text says or the lines below the rows."""
    words, measure = measure_text(seen.row), seen.row.measure
    short = "" if measure is None else f"{measure.sign}{words.rpartition(measure.sign)[2]}"
    return Cell(words, TextRole.DIM, whole=words, short=short)


def _state_cell(seen: Seen[DirectiveRow]) -> Cell:
    row = seen.row
    role = TextRole.WARN if row.fault or row.unknown_since is not None else STATE_ROLES[row.state]
    return Cell(state_text(row, seen.as_of, seen.calendar), role, value=seen.place)


def _due_cell(at: Stamp | None, seen: Seen[Any], role: TextRole = TextRole.TEXT) -> Cell:
    return Cell("–" if at is None else near_day(at, seen.as_of), role, value=at)


def _now_cell(seen: Seen[DirectiveRow]) -> Cell:
    row = seen.row
    holds = row.measure.holds(row.value) if row.measure is not None else None
    role = TextRole.GOOD if holds else TextRole.STRONG
    return Cell(figures_text(row), role, value=row.value, short=figures_text(replace(row, value_given=None)))


def _units_cell(seen: Seen[DirectiveRow], units: Units) -> Cell:
    brief = (
        units[key].brief if key in units else name for key, name in zip(seen.row.units, seen.row.names, strict=True)
    )
    names, briefs = "; ".join(seen.row.names), "; ".join(brief)
    return Cell(names if width(names) <= _LONGEST_NAMES else briefs, whole=names, short=briefs)


def _reviewed_unit(seen: Seen[ReviewRow], units: Units) -> Cell:
    name, unit = seen.row.name, units.get(seen.row.unit)
    return Cell(name if unit is None or width(name) <= _LONGEST_NAMES else unit.brief, whole=name)


def _review_state(seen: Seen[ReviewRow]) -> Cell:
    row = seen.row
    role = TextRole.BAD if row.overdue else _REVIEW_ROLES.get(row.state, TextRole.WARN)
    late = seen.calendar.days_late(row.due, seen.as_of) if row.overdue and row.due is not None else 0
    words = STATE_WORDS["overdue"].format(n=number(max(1, late))) if row.overdue else REVIEW_WORDS[row.state]
    return Cell(words, role, value=f"{not row.overdue}{row.state}")


def _count(key: str, role: TextRole) -> ListColumn[Any]:
    def cell(seen: Seen[UnitRow[DirectiveCounts]]) -> Cell:
        count = getattr(seen.row.figures, key)
        return Cell(number(count), role if count else TextRole.DIM, value=count)

    return _column(key, 12, cell, right=True, kind="count")


def directive_lines(seen: Seen[DirectiveRow], cells: int) -> list[Line]:
    """The whole text of a directive, then its measure and its result."""
    row = seen.row
    lines: list[Line] = [(Span(f" {part}", TextRole.STRONG),) for part in wrap(row.text, cells - 2)]
    said = [f"{'; '.join(row.names)}", PAGE.given.format(when=day_time(row.given))]
    said += [PAGE.result.format(text=row.result)] if row.result else []
    asked = [PAGE.measure.format(measure=row.measure_words), figures_text(row)] if row.measure is not None else []
    for words in (said, asked):
        lines += [(Span(f" {part}", TextRole.DIM),) for part in wrap(" · ".join(words), cells - 2) if words]
    return [*lines, *doubt_lines(row, cells)]


def doubt_lines(row: DirectiveRow, cells: int) -> list[Line]:
    """Why the state is only the last one known; no line if it is known."""
    if row.fault:
        words = PAGE.fault.format(reason=row.fault)
    elif row.unknown_since is not None:
        words = PAGE.unknown.format(when=day_time(row.unknown_since))
    else:
        return []
    return [(Span(f" ! {part}", TextRole.WARN),) for part in wrap(words, cells - 4)]


def _review_lines(seen: Seen[ReviewRow], cells: int) -> list[Line]:
    row = seen.row
    lines: list[Line] = [(Span(f" {row.name} · {day(row.day)}", TextRole.STRONG),)]
    for key in ("subject", "found", "advice"):
        text = getattr(row, key)
        lines += [(Span(f" {part}"),) for part in wrap(f"{COLUMNS[key][0]}: {text}", cells - 2)] if text else []
    return lines


def _needed(board: DirectivesBoard) -> list[DirectiveRow]:
    return sorted(board.rows, key=need)


def _reviews(board: DirectivesBoard) -> list[ReviewRow]:
    """Overdue reviews first, done ones last; within each part the newest first, as on the board."""
    return sorted(board.reviews, key=lambda row: (not row.overdue, row.state == "done"))


def _counted(board: DirectivesBoard) -> list[UnitRow[DirectiveCounts]]:
    """The units with directives, those with most overdue ones first."""
    rows = [row for row in board.counts.rows if row.figures != DirectiveCounts()]
    return sorted(rows, key=lambda row: (-row.figures.overdue, -row.figures.open))


DIRECTIVES = DirectiveView[DirectiveRow](
    "directives",
    (
        _column("number", 3, lambda seen: Cell(str(seen.row.number), TextRole.DIM, value=seen.row.number), right=True),
        _column("text", 16, lambda seen: Cell(seen.row.text), grow=60, cut=True, stays=True),
        ListColumn(GridColumn("units", COLUMNS.source["units"][0], 9, measured=True, cut=True, grow=24), _units_cell),
        _column("due", 6, lambda seen: _due_cell(seen.row.due, seen), kind="day"),
        _column("measure", 14, _measure_cell, drop=5, measured=True, short=6),
        _column("now", 5, _now_cell, right=True, measured=True, watch=True),
        _column("state", 12, _state_cell, measured=True, watch=True),
    ),
    _needed,
    directive_lines,
    Order(),
)
ADVISORY = DirectiveView[ReviewRow](
    "advisory",
    (
        ListColumn(GridColumn("units", COLUMNS.source["units"][0], 12, measured=True, stays=True), _reviewed_unit),
        _column("day", 6, lambda seen: _due_cell(seen.row.day, seen), kind="day"),
        _column("subject", 16, lambda seen: Cell(seen.row.subject), grow=50, cut=True),
        _column("found", 24, lambda seen: Cell(seen.row.found), grow=50, cut=True, drop=6),
        _column("due", 6, lambda seen: _due_cell(seen.row.due, seen), kind="day"),
        _column("state", 14, _review_state, measured=True),
    ),
    _reviews,
    _review_lines,
    Order(),
)
UNITS = DirectiveView[UnitRow[DirectiveCounts]](
    "units",
    (
        _column("unit", 20, lambda seen: Cell(seen.row.name), measured=True, stays=True, grow=50),
        _count("overdue", TextRole.BAD),
        _count("open", TextRole.STRONG),
        _count("done", TextRole.GOOD),
    ),
    _counted,
    lambda seen, cells: [],
    Order(),
)
ALL_VIEWS: tuple[DirectiveView[Any], ...] = (DIRECTIVES, ADVISORY, UNITS)
