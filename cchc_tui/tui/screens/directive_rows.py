"""The views of board 8: for each view, its records, its columns, and the lines about a record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from cchc_tui.boards.advisory import ReviewRow
from cchc_tui.boards.by_unit import UnitRow
from cchc_tui.boards.directives import DirectiveCounts, DirectiveRow, DirectivesBoard
from cchc_tui.boards.last_meeting import need
from cchc_tui.boards.measure import MeasureError, figure_text, lower, measured, measured_type
from cchc_tui.domain.directives import DirectiveState
from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.workcalendar import WorkCalendar
from cchc_tui.texts.tui_directives import COLUMNS, PAGE, REVIEW_WORDS, STATE_WORDS
from cchc_tui.texts.tui_directives import VIEWS as VIEW_TEXTS
from cchc_tui.tui.screens.list_columns import Context, ListColumn, column, text
from cchc_tui.tui.screens.views import View
from cchc_tui.tui.session.queries import DirectivesQuery
from cchc_tui.tui.style.formats import day, day_time, number
from cchc_tui.tui.style.render import Line, Span, paragraph, width
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.style.time_text import near_day
from cchc_tui.tui.widgets.columns import Cell

T = TypeVar("T")
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


def state_text(row: DirectiveRow, as_of: Stamp, calendar: WorkCalendar) -> str:
    """The state in words: "QUÁ HẠN 3 ngày", "✓ đạt 28/10". A "?" marks a state that is only the last known one."""
    late = calendar.days_late(row.due, as_of) if row.due is not None else 0
    met = "" if row.met_at is None else near_day(row.met_at, as_of)
    words = STATE_WORDS[row.state.value].format(n=number(max(1, late)), day=met)
    return f"{words} ?" if row.unknown_since is not None or row.fault else words


def figures_text(row: DirectiveRow) -> str:
    """The measure's figure when the directive was given (if known and different), and the present one: "164 → 98"."""
    if row.measure is None:
        return "–"
    figures, sort = (row.value_given, row.value), measured_type(row.measure)
    then, now = ("–" if each is None else figure_text(each, sort) for each in figures)
    return now if then == now or row.value_given is None else PAGE.from_to.format(before=then, after=now)


def measure_text(row: DirectiveRow) -> str:
    """The measure without unit and board, which are shown beside it: "chưa kết thúc = 0"; "–" without a measure."""
    if row.measure is None:
        return "–"
    try:
        _, column = measured(row.measure.board, row.measure.column)
    except MeasureError:  # its board is gone
        return row.measure_words
    wanted = figure_text(row.measure.number, column.type)
    return f"{lower(column.shown.title)} {row.measure.sign} {wanted}"


def doubt_lines(row: DirectiveRow, cells: int) -> list[Line]:
    """The lines that say why the state is only the last known one; none if the state is certain."""
    if row.fault:
        words = PAGE.fault.format(reason=row.fault)
    elif row.unknown_since is not None:
        words = PAGE.unknown.format(when=day_time(row.unknown_since))
    else:
        return []
    return paragraph(words, cells - 4, TextRole.WARN, " ! ")


# ── cells ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def _units_cell(row: DirectiveRow, context: Context) -> Cell:
    units = context.registry.units.by_key
    brief = (units[key].brief if key in units else name for key, name in zip(row.units, row.names, strict=True))
    names, briefs = "; ".join(row.names), "; ".join(brief)
    return Cell(names if width(names) <= _LONGEST_NAMES else briefs, whole=names, short=briefs)


def _measure_cell(row: DirectiveRow, context: Context) -> Cell:
    """The cell of the measure. Its short form has only sign and number; the lines below the rows show the rest."""
    words = measure_text(row)
    short = "" if row.measure is None else f"{row.measure.sign}{words.rpartition(row.measure.sign)[2]}"
    return Cell(words, TextRole.DIM, whole=words, short=short)


def _now_cell(row: DirectiveRow, context: Context) -> Cell:
    role = TextRole.GOOD if row.measure is not None and row.measure.holds(row.value) else TextRole.STRONG
    return Cell(figures_text(row), role, value=row.value, short=figures_text(replace(row, value_given=None)))


def _state_cell(row: DirectiveRow, context: Context) -> Cell:
    role = TextRole.WARN if row.fault or row.unknown_since is not None else STATE_ROLES[row.state]
    return Cell(state_text(row, context.moment, context.registry.calendar), role)


def _reviewed_unit(row: ReviewRow, context: Context) -> Cell:
    unit = context.registry.units.by_key.get(row.unit)
    return Cell(row.name if unit is None or width(row.name) <= _LONGEST_NAMES else unit.brief, whole=row.name)


def _review_state(row: ReviewRow, context: Context) -> Cell:
    if not row.overdue:
        return Cell(REVIEW_WORDS[row.state], _REVIEW_ROLES.get(row.state, TextRole.WARN))
    late = context.registry.calendar.days_late(row.due, context.moment) if row.due is not None else 0
    return Cell(STATE_WORDS["overdue"].format(n=number(max(1, late))), TextRole.BAD)


_text, _column = partial(text, titles=COLUMNS.source), partial(column, titles=COLUMNS.source)


def _day(key: str, at: Callable[[T], Stamp | None]) -> ListColumn[T]:
    """A column of days. The year is shown only if it is not the year of the moment on screen."""

    def cell(row: T, context: Context) -> Cell:
        found = at(row)
        return Cell("–" if found is None else near_day(found, context.moment), value=found)

    return _column(key, 6, cell, kind="day")


def _count(key: str, role: TextRole) -> ListColumn[UnitRow[DirectiveCounts]]:
    def cell(row: UnitRow[DirectiveCounts], context: Context) -> Cell:
        count = getattr(row.figures, key)
        return Cell(number(count), role if count else TextRole.DIM, value=count)

    return _column(key, 12, cell, right=True, kind="count")


# ── lines about a row ────────────────────────────────────────────────────────────────────────────────────────────────
def _directive_lines(row: DirectiveRow, context: Context, cells: int) -> list[Line]:
    said = ["; ".join(row.names), PAGE.given.format(when=day_time(row.given))]
    said += [PAGE.result.format(text=row.result)] if row.result else []
    asked = [PAGE.measure.format(measure=row.measure_words), figures_text(row)] if row.measure is not None else []
    lines = paragraph(row.text, cells - 2, TextRole.STRONG)
    for words in filter(None, (said, asked)):
        lines += paragraph(" · ".join(words), cells - 2, TextRole.DIM)
    return [*lines, *doubt_lines(row, cells)]


def _review_lines(row: ReviewRow, context: Context, cells: int) -> list[Line]:
    lines: list[Line] = [(Span(f" {row.name} · {day(row.day)}", TextRole.STRONG),)]
    for key in ("subject", "found", "advice"):
        if said := getattr(row, key):
            lines += paragraph(f"{COLUMNS[key][0]}: {said}", cells - 2)
    return lines


# ── records ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def _reviews(board: DirectivesBoard) -> list[ReviewRow]:
    """The reviews: overdue ones first, done ones last. In each group the newest come first, as in the answer."""
    return sorted(board.reviews, key=lambda row: (not row.overdue, row.state == "done"))


def _counted(board: DirectivesBoard) -> list[UnitRow[DirectiveCounts]]:
    """The units that have directives. The unit with most overdue directives comes first."""
    rows = [row for row in board.counts.rows if row.figures != DirectiveCounts()]
    return sorted(rows, key=lambda row: (-row.figures.overdue, -row.figures.open))


def _texts(key: str) -> dict[str, Any]:
    title, brief, nothing = VIEW_TEXTS.source[key]
    return {"key": key, "titles": (title, brief), "nothing": nothing, "query": DirectivesQuery}


_DIRECTIVES = View[DirectiveRow](
    **_texts("directives"),
    listed=lambda board: sorted(board.rows, key=need),
    columns=(
        _column("number", 3, lambda row, _: Cell(str(row.number), TextRole.DIM, value=row.number), right=True),
        _text("text", 16, lambda row: row.text, grow=60, cut=True, stays=True),
        _column("units", 9, _units_cell, measured=True, cut=True, grow=24),
        _day("due", lambda row: row.due),
        _column("measure", 14, _measure_cell, drop=5, measured=True, short=6),
        _column("now", 5, _now_cell, right=True, measured=True, watch=True),
        _column("state", 12, _state_cell, measured=True, watch=True),
    ),
    lines=_directive_lines,
)
_ADVISORY = View[ReviewRow](
    **_texts("advisory"),
    listed=_reviews,
    columns=(
        _column("units", 12, _reviewed_unit, measured=True, stays=True),
        _day("day", lambda row: row.day),
        _text("subject", 16, lambda row: row.subject, grow=50, cut=True),
        _text("found", 24, lambda row: row.found, grow=50, cut=True, drop=6),
        _day("due", lambda row: row.due),
        _column("state", 14, _review_state, measured=True),
    ),
    lines=_review_lines,
)
_UNITS = View[UnitRow[DirectiveCounts]](
    **_texts("units"),
    listed=_counted,
    columns=(
        _text("unit", 20, lambda row: row.name, measured=True, stays=True, grow=50),
        _count("overdue", TextRole.BAD),
        _count("open", TextRole.STRONG),
        _count("done", TextRole.GOOD),
    ),
)
VIEWS: tuple[View[Any], ...] = (_DIRECTIVES, _ADVISORY, _UNITS)
