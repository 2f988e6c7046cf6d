"""Form II.06a: the dossiers of a period by field, as a workbook. The inbox accepts it like any such form.

The columns of the form are numbered. Three are sums: (3) = (4) + (5) + (6), (7) = (8) + (9) + (10), (11) = (12) + (13).
The form has no column for withdrawn and refused dossiers, so (3) = (7) + (11) + ``withdrawn``. A note below the table
says so.
"""

from __future__ import annotations

import io
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from cchc_tui.boards.moment import Moment
from cchc_tui.domain.moments import Stamp, day_end, day_start, iso, to_date
from cchc_tui.domain.names import by_name
from cchc_tui.domain.units import Level
from cchc_tui.report.papers.paper import PaperError, PaperQuery, PaperType
from cchc_tui.store.count.counting import CountQuery
from cchc_tui.store.count.field_counting import UNPLACED, FieldCounts
from cchc_tui.store.count.period_counts import PeriodCounts, period_counts
from cchc_tui.store.count.state_counts import StateCounts
from cchc_tui.texts.papers import form06a as texts
from cchc_tui.texts.papers.words import LEVELS, MADE_UP, count, short_moment
from cchc_tui.texts.tui_papers import ERRORS


@dataclass(frozen=True, slots=True)
class FormCounts:
    """Numbers of dossiers in one row of the form. Most fields are the columns of the form.

    ``early`` dossiers were resolved before their due day. ``in_time`` also counts the ``waiting`` dossiers.
    ``resolved`` and ``open`` do not count the ``withdrawn`` dossiers, but ``intake`` does. ``untold`` dossiers have no
    channel in the lists; ``direct`` counts them too. If the lists state no channel at all, ``online`` and ``direct``
    are None.
    """

    intake: int = 0
    online: int | None = 0
    direct: int | None = 0
    opening: int = 0
    resolved: int = 0
    early: int = 0
    on_time: int = 0
    resolved_late: int = 0
    open: int = 0
    in_time: int = 0
    overdue: int = 0
    waiting: int = 0
    withdrawn: int = 0
    untold: int = 0

    def __add__(self, other: FormCounts) -> FormCounts:
        sums: dict[str, Any] = {}
        for each in fields(FormCounts):
            one, two = getattr(self, each.name), getattr(other, each.name)
            sums[each.name] = None if one is None or two is None else one + two
        return FormCounts(**sums)

    @property
    def cells(self) -> tuple[int | None, ...]:
        """The values of the form's columns (3) to (13)."""
        return tuple(getattr(self, name) for name in _CELLS)


_CELLS = (
    *("intake", "online", "direct", "opening", "resolved", "early", "on_time", "resolved_late"),
    *("open", "in_time", "overdue"),
)


@dataclass(frozen=True, slots=True)
class Section:
    """The part of the form for one level: a row for each field, as the field's name with its figures, and the sum."""

    level: str
    rows: tuple[tuple[str, FormCounts], ...]
    total: FormCounts


@dataclass(frozen=True, slots=True)
class Form06a:
    """The form for the days from ``first`` to ``last``, as known at ``as_of``.

    Dossiers are counted in the state that they had at ``counted_at``: the end of the period, or ``as_of`` if that is
    earlier. ``unplaced`` is the number of dossiers without a known unit, which no section has; it is 0 if the query
    names a level. Without a list there is no section, and ``total`` is None.
    """

    as_of: Stamp
    data_as_of: Stamp | None
    counted_at: Stamp
    first: date
    last: date
    city: str
    sections: tuple[Section, ...]
    total: FormCounts | None
    unplaced: int

    @property
    def file_name_parts(self) -> tuple[str, ...]:
        """The first and the last day of the period, as ISO dates."""
        return self.first.isoformat(), self.last.isoformat()

    def json(self) -> dict[str, Any]:
        """The form as JSON, for programs. It has one row for each field of each level."""

        def figures(of: FormCounts) -> dict[str, Any]:
            return {each.name: getattr(of, each.name) for each in fields(FormCounts)}

        return {
            "as_of": iso(self.as_of),
            "data_as_of": None if self.data_as_of is None else iso(self.data_as_of),
            "counted_at": iso(self.counted_at),
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "levels": {section.level: figures(section.total) for section in self.sections},
            "total": None if self.total is None else figures(self.total),
            "unplaced": self.unplaced,
            "rows": [
                {"level": section.level, "field": field, **figures(of)}
                for section in self.sections
                for field, of in section.rows
            ],
        }


def form06a(moment: Moment, query: PaperQuery) -> Form06a:
    """The form for the period of the query. Without a period, it is the year so far.

    Raises PaperError if the period ends before it begins, or begins after the moment's day.
    """
    today = to_date(moment.at)
    last = query.last or today
    first = query.first or last.replace(month=1, day=1)
    if first > last or first > today:
        raise PaperError(ERRORS.bad_period.format(first=f"{first:%d/%m/%Y}", last=f"{last:%d/%m/%Y}"))
    then = moment.when(min(day_end(last), moment.at))
    counting = CountQuery(then, moment.calendar, moment.compare, start=day_start(first), carried=True)
    counts, periods = FieldCounts(counting, moment.registry, to_date(then.at)), period_counts(counting)
    levels = [query.level] if query.level else [level.value for level in Level]
    told = any(part.told for level in levels for parts in counts.by_field(periods, level).values() for part in parts)
    known = then.data_as_of is not None
    sections = tuple(_section(counts, periods, level, told) for level in levels) if known else ()
    unplaced = 0 if query.level else sum(row.intake for row in _rows(counts, periods, UNPLACED, told).values())
    return Form06a(
        as_of=moment.at,
        data_as_of=then.data_as_of,
        counted_at=then.at,
        first=first,
        last=last,
        city=moment.registry.city,
        sections=sections,
        total=sum((section.total for section in sections), FormCounts()) if known else None,
        unplaced=unplaced,
    )


def _section(counts: FieldCounts, periods: Mapping[tuple[int, int], PeriodCounts], level: str, told: bool) -> Section:
    rows = _rows(counts, periods, level, told)
    # A field named like a unit or level comes last: a reader of the form may take the rows below it for that unit's.
    named = [(counts.names[key], of) for key, of in rows.items()]
    named.sort(key=lambda row: (counts.scope(row[0]) != "", by_name(row[0])))
    empty = FormCounts() if told else FormCounts(online=None, direct=None)
    return Section(level, tuple(named), sum(rows.values(), empty))


def _rows(
    counts: FieldCounts, periods: Mapping[tuple[int, int], PeriodCounts], scope: str, told: bool
) -> dict[str, FormCounts]:
    states, parts = counts.by_field(counts.all, scope), counts.by_field(periods, scope)
    return {key: _row(sum(found, StateCounts()), parts.get(key, []), told) for key, found in states.items()}


def _row(states: StateCounts, parts: Sequence[PeriodCounts], told: bool) -> FormCounts:
    early, told_n, online = (sum(column) for column in zip(PeriodCounts(), *parts, strict=True))
    late, overdue = states.resolved_late.total(), states.overdue.total()
    in_time = states.in_time + states.waiting
    resolved = states.on_time + late
    intake = resolved + in_time + overdue + states.withdrawn
    received = intake - states.carried
    return FormCounts(
        intake=intake,
        online=online if told else None,
        direct=received - online if told else None,
        opening=states.carried,
        resolved=resolved,
        early=early,
        on_time=states.on_time - early,
        resolved_late=late,
        open=in_time + overdue,
        in_time=in_time,
        overdue=overdue,
        waiting=states.waiting,
        withdrawn=states.withdrawn,
        untold=received - told_n,
    )


# ── the workbook ─────────────────────────────────────────────────────────────────────────────────────────────────────
def as_workbook(form: Form06a, made_up: bool = False) -> bytes:
    """The form as a workbook: A4 in landscape, one page wide, with the headings on every page.

    With ``made_up``, the form says that the data are made up.
    """
    from xlsxwriter import Workbook  # a slow import, only for workbooks

    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        _FormSheet(book, form, made_up).write()
    return out.getvalue()


_FONT = {"font_name": "Times New Roman", "font_size": 12}
_WIDTHS = (6, 34, *(11,) * 11)
_HEADING_ROWS, _LINE = 4, 16.5


class _FormSheet:
    def __init__(self, book: Any, form: Form06a, made_up: bool):
        self._book, self._form, self._made_up = book, form, made_up
        self._page = book.add_worksheet(texts.SHEET)
        self._row = 0

    def _format(self, **more: Any) -> Any:
        return self._book.add_format({"valign": "vcenter", "text_wrap": True, **_FONT, **more})

    def write(self) -> None:
        """Write the whole form from top to bottom, and set up printing."""
        page = self._page
        for place, width in enumerate(_WIDTHS):
            page.set_column(place, place, width)
        self._head()
        headings = self._row
        self._headings()
        for letter, section in zip(texts.LETTERS, self._form.sections, strict=False):
            self._section(letter, section)
        if self._form.total is not None:
            self._line("", texts.TOTAL, self._form.total, bold=True)
        self._notes()
        self._signatures()
        page.set_paper(9)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.center_horizontally()
        page.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
        page.repeat_rows(headings, headings + _HEADING_ROWS - 1)
        page.set_footer("&R&P / &N")
        page.freeze_panes(headings + _HEADING_ROWS, 2)

    def _head(self) -> None:
        form = self._form
        made, middle, left = texts.MADE.format(made=short_moment(form.as_of)), {"align": "center"}, {"align": "left"}
        period = texts.PERIOD.format(period=_period(form.first, form.last), first=form.first, last=form.last)
        lines = (
            (texts.FORM, {"bold": True, **left}),
            (texts.TITLE, {"bold": True, "font_size": 14, **middle}),
            *(((MADE_UP, {"italic": True, **middle}),) if self._made_up else ()),
            (period, {"italic": True, **middle}),
            (texts.REPORTS.format(city=form.city), left),
            (made, left),
            (texts.MEASURE, {"italic": True, "align": "right"}),
        )
        for text, how in lines:
            self._page.merge_range(self._row, 0, self._row, len(_WIDTHS) - 1, text, self._format(**how))
            self._page.set_row(self._row, _LINE * (1.3 if text == texts.TITLE else 1))
            self._row += 1

    def _headings(self) -> None:
        page, top = self._page, self._row
        shade = self._format(border=1, bold=True, align="center", bg_color="#E7E6E6")

        def put(rows: tuple[int, int], columns: tuple[int, int], text: str) -> None:
            if rows[0] == rows[1] and columns[0] == columns[1]:
                page.write_string(top + rows[0], columns[0], text, shade)
            else:
                page.merge_range(top + rows[0], columns[0], top + rows[1], columns[1], text, shade)

        put((0, 2), (0, 0), texts.NUMBER)
        put((0, 2), (1, 1), texts.FIELD)
        intake, total, within, online, direct, opening = texts.INTAKE
        put((0, 0), (2, 5), intake)
        put((1, 2), (2, 2), total)
        put((1, 1), (3, 4), within)
        put((2, 2), (3, 3), online)
        put((2, 2), (4, 4), direct)
        put((1, 2), (5, 5), opening)
        for first, (group, *below) in ((6, texts.RESOLVED), (10, texts.OPEN)):
            put((0, 0), (first, first + len(below) - 1), group)
            for place, text in enumerate(below, first):
                put((1, 2), (place, place), text)
        small = self._format(border=1, italic=True, align="center", font_size=10)
        for place, text in enumerate(texts.NUMBERING):
            page.write_string(top + 3, place, text, small)
        page.set_row(top + 2, _LINE * 3)
        page.set_row(top + 3, _LINE * 2)
        self._row += _HEADING_ROWS

    def _section(self, letter: str, section: Section) -> None:
        self._line(letter, LEVELS[section.level], section.total, bold=True)
        for number, (field, of) in enumerate(section.rows, 1):
            self._line(str(number), field, of)

    def _line(self, number: str, name: str, of: FormCounts, bold: bool = False) -> None:
        page, row = self._page, self._row
        page.write_string(row, 0, number, self._format(border=1, align="center", bold=bold))
        page.write_string(row, 1, name, self._format(border=1, align="left", indent=1, bold=bold))
        figure = self._format(border=1, align="right", indent=1, num_format="#,##0", bold=bold)
        for place, value in enumerate(of.cells, 2):
            if value is None:
                page.write_blank(row, place, None, figure)
            else:
                page.write_number(row, place, value, figure)
        page.set_row(row, _LINE * (1 + len(name) // _WIDTHS[1]))
        self._row += 1

    def _notes(self) -> None:
        self._row += 1
        for text, how in ((texts.NOTES, {"bold": True}), *((note, {}) for note in _notes(self._form))):
            page, last = self._page, len(_WIDTHS) - 1
            page.merge_range(self._row, 0, self._row, last, text, self._format(align="left", **how))
            self._row += 1

    def _signatures(self) -> None:
        """Write the titles of the two signers side by side, each over half of the width."""
        last, middle = len(_WIDTHS) - 1, 5
        for columns, text in zip(((0, middle), (middle + 1, last)), texts.SIGNERS, strict=True):
            signer = self._format(align="center", bold=True)
            self._page.merge_range(self._row + 1, columns[0], self._row + 1, columns[1], text, signer)


def _notes(form: Form06a) -> Iterator[str]:
    total = form.total
    if total is None:
        yield texts.NOTE_NO_LIST
        return
    yield texts.NOTE_EARLY
    if total.withdrawn:
        yield texts.NOTE_WITHDRAWN.format(n=count(total.withdrawn))
    if total.waiting:
        yield texts.NOTE_WAITING.format(n=count(total.waiting))
    if total.online is None and total.intake > total.opening:
        yield texts.NOTE_NO_CHANNEL
    elif total.untold:
        yield texts.NOTE_UNTOLD.format(n=count(total.untold))
    if form.unplaced:
        yield texts.NOTE_UNPLACED.format(n=count(form.unplaced))


def _period(first: date, last: date) -> str:
    """The name of a period: a year, quarter or month if it is exactly that, else a general word."""
    whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1] and first.year == last.year
    months = last.month - first.month + 1
    if whole and (months == 1 or (months == 3 and first.month % 3 == 1) or months == 12):
        name = {1: "month", 3: "quarter", 12: "year"}[months]
        return texts.PERIODS[name].format(month=first.month, quarter=(first.month + 2) // 3, year=first.year)
    return texts.OTHER_PERIOD


PAPER = PaperType("form06a", ending="xlsx", figures=form06a, render=as_workbook, options=("period", "level"))
