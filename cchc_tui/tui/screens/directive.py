"""One directive: what it asks, what the data say, how its figure changed, and its history."""

from __future__ import annotations

from operator import itemgetter

from typing_extensions import override

from cchc_tui.boards.advisory import unit_name
from cchc_tui.boards.directive_page import DirectivePage
from cchc_tui.boards.measure import figure_text, measured_type, read
from cchc_tui.domain.directives import Act, DirectiveEntry
from cchc_tui.domain.moments import Stamp, to_date
from cchc_tui.registry import Registry
from cchc_tui.texts.tui import TEXT
from cchc_tui.texts.tui_directives import COLUMNS, HAPPENED, PAGE, PROGRESS
from cchc_tui.tui.screens.directive_rows import STATE_ROLES, doubt_lines, figures_text, measure_text, state_text
from cchc_tui.tui.screens.page_screen import PageScreen
from cchc_tui.tui.session.directive_draft import DirectiveContent
from cchc_tui.tui.session.queries import DirectivePageQuery
from cchc_tui.tui.style.formats import day, day_time
from cchc_tui.tui.style.render import Line, Span, crop, paragraph
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.style.time_text import near, near_day
from cchc_tui.tui.widgets.chart import figure_chart
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow
from cchc_tui.tui.widgets.lines import Lines

#: Rows of the chart in a low and in a high window; below the least height there is none.
_LOW, _HIGH, _HIGH_WINDOW = 4, 9, 34
_ROLES = {"met": TextRole.GOOD, Act.CANCELLED: TextRole.WARN, Act.EXTENDED: TextRole.WARN}


class DirectiveScreen(PageScreen):
    """The screen of one directive and its history, the newest entry first."""

    PLACE = "directive_page"
    DEFAULT_CSS = """
    DirectiveScreen > .moved { height: auto; }
    DirectiveScreen > .detail { height: 3; }
    """

    def __init__(self, directive: str, above: tuple[str, ...]):
        titles = {key: COLUMNS.source[key][0] for key in ("when", "what", "said")}
        said = GridColumn("said", titles["said"], 20, grow=160, cut=True)
        columns = (GridColumn("when", titles["when"], 11), GridColumn("what", titles["what"], 14), said)
        super().__init__(DirectivePageQuery(directive), above, columns)
        self._moved = Lines(self._moved_lines, classes="moved")
        self._detail = Lines(self._detail_lines, classes="detail")
        self.parts = (self.facts, self._moved, self.grid, self._detail, self.days)

    @override
    def crumbs(self) -> tuple[str, ...]:
        here = TEXT.waiting_for_rows if self.page is None else PAGE.one.format(number=self.page.row.number)
        return (*self._above, here)

    @override
    def gone(self) -> str:
        return PAGE.gone

    @override
    def current_unit(self) -> str:
        units = self.page.row.units if self.page is not None else ()
        return next((key for key in units if key in self.registry.units.by_key), "")

    @override
    def unavailable(self) -> frozenset[str]:
        """The names of the actions that cannot be used now.

        "open" can never be used here. The directive can be extended, reported about and cancelled only after it has
        been fetched, and only until it is cancelled. The action that corrects an entry can always be used.
        """
        changes = ("extend_directive", "report_directive", "cancel_directive")
        return frozenset({"open", *(changes if self.page is None or self.over else ())})

    @override
    def rows(self, page: DirectivePage) -> list[GridRow]:
        rows = []
        for place, (at, what, said) in enumerate(_events(page, self.registry)):
            happened = Cell(HAPPENED[what], _ROLES.get(what, TextRole.STRONG))
            rows.append(GridRow(str(place), (Cell(day_time(at), TextRole.DIM), happened, Cell(said))))
        return rows[::-1]

    @override
    def fact_lines(self, page: DirectivePage, cells: int) -> list[Line]:
        row = page.row
        state = Span(state_text(row, page.as_of, self.registry.calendar), STATE_ROLES[row.state])
        due = PAGE.no_due if row.due is None else PAGE.due.format(day=day(row.due))
        if row.former and row.due is not None:
            before = ", ".join(near_day(each, row.due) for each in row.former if each is not None)
            due = PAGE.due_before.format(day=day(row.due), before=before) if before else due
        lines = [*paragraph(row.text, cells - 2, TextRole.STRONG), *paragraph("; ".join(row.names), cells - 2)]
        lines.append((Span(" "), state, Span(f"   {due}")))
        lines += paragraph(_given(page), cells - 2, TextRole.DIM)
        if row.measure is None:
            lines.append((Span(f" {PAGE.no_measure}", TextRole.DIM),))
        else:
            measure = (Span(f" {COLUMNS['measure'][0]} ", TextRole.DIM), Span(measure_text(row), TextRole.STRONG))
            lines.append((*measure, Span("   "), Span(figures_text(row), TextRole.STRONG)))
        if row.result:
            lines += paragraph(PAGE.result.format(text=row.result), cells - 2)
        return [*lines, *doubt_lines(row, cells), self._keys_line(cells), ()]

    def _keys_line(self, cells: int) -> Line:
        """The line with the keys that change the directive, because a narrow footer has no room for them."""
        spans: list[Span] = []
        for action in self.actions_here():
            if action.place == self.PLACE:
                spans += [Span(f" {action.shown_key}", TextRole.KEY), Span(f" {action.title_text} ")]
        return crop(spans, cells)

    def _detail_lines(self, cells: int) -> list[Line]:
        """The whole text of the entry under the cursor, if the entry's row is cut."""
        said = self.grid.cut_text("said")
        return [(), *paragraph(said, cells - 2, TextRole.DIM)] if said else []

    def _moved_lines(self, cells: int) -> list[Line]:
        """The chart of the figure and an empty line; nothing without a measure, or before a value is known."""
        page = self.page
        measure = page.row.measure if page is not None else None
        if measure is None or all(value is None for _, value in page.series):
            return []
        rows = _HIGH if self.app.size.height >= _HIGH_WINDOW else _LOW
        sort = measured_type(measure)
        chart = figure_chart(
            page.series, measure.number, measure.holds, lambda value: figure_text(value, sort), cells, rows
        )
        return [*chart, ()]

    # ── what may be done ─────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def told(self) -> DirectiveContent | None:
        """The present content of the directive, which prefills the entry of a correction; None before the answer."""
        if self.page is None:
            return None
        row, units = self.page.row, self.registry.units
        due = None if row.due is None else to_date(row.due)
        return DirectiveContent(row.text, tuple(units.code_of(key) or key for key in row.units), due, row.measure)

    @property
    def over(self) -> bool:
        """Whether the directive is cancelled."""
        return self.page is not None and self.page.row.state == "cancelled"


def _given(page: DirectivePage) -> str:
    """When and in which meeting the directive was given, and who chaired it."""
    row, meeting = page.row, page.meeting
    parts = [PAGE.given.format(when=day_time(row.given))]
    if meeting is not None:
        named = PAGE.in_titled if meeting.title else PAGE.in_meeting
        parts.append(named.format(title=meeting.title, when=near(meeting.start, row.given)))
        parts += [PAGE.chaired.format(chair=meeting.chair)] if meeting.chair else []
    return " · ".join(parts)


def _events(page: DirectivePage, registry: Registry) -> list[tuple[Stamp, str, str]]:
    """Moment, key of the title in ``HAPPENED``, and text of each event in the history, oldest first."""
    row = page.row
    events: list[tuple[Stamp, str, str]] = []
    before: DirectiveEntry | None = None
    due: Stamp | None = None
    for entry in page.history:
        events.append((entry.at, entry.act, _said(entry, before, due, registry)))
        before = entry if entry.act in {Act.GIVEN, Act.CORRECTED} else before
        due = entry.due if entry.act in {Act.GIVEN, Act.CORRECTED, Act.EXTENDED} else due
    if row.met_at is not None and row.measure is not None:
        events.append((row.met_at, "met", measure_text(row)))
    if row.unknown_since is not None:
        events.append((row.unknown_since, "unknown", measure_text(row)))
    return sorted(events, key=itemgetter(0))


def _said(entry: DirectiveEntry, before: DirectiveEntry | None, due: Stamp | None, registry: Registry) -> str:
    """An entry in words. A correction is shown as its changed parts, each with the old and the new text.

    ``before`` is the previous entry that gave or corrected the directive, and ``due`` the due day before this entry.
    """
    if entry.act is Act.EXTENDED:
        return PAGE.from_to.format(before=day(due), after=day(entry.due))
    if entry.act is Act.REPORTED:
        return " · ".join(part for part in (PROGRESS[entry.progress], entry.result) if part)
    if entry.act is Act.CANCELLED:
        return entry.result
    now = _content(entry, entry.due, registry)
    if before is None:
        return " · ".join(part for part in now if part)
    pairs = zip(_content(before, due, registry), now, strict=True)
    return " · ".join(PAGE.from_to.format(before=old or "–", after=new or "–") for old, new in pairs if old != new)


def _content(entry: DirectiveEntry, due: Stamp | None, registry: Registry) -> tuple[str, ...]:
    """The text, units and measure of an entry, and the due day ``due``, in words; "" for a missing part."""
    on = to_date(entry.at)
    names = [unit_name(registry, name, on) for name in entry.units]
    measure = read(entry.measure) if entry.measure else None
    words = "" if measure is None else measure.words(registry, on).removeprefix(f"{'; '.join(names)} · ")
    return entry.text, "; ".join(names), words, "" if due is None else PAGE.due.format(day=day(due))
