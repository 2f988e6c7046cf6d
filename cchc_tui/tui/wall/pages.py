"""The pages of leaderboards, of the overview, of the trend, and of a pinned unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Any, ClassVar

from typing_extensions import override

from cchc_tui.boards.counts import Counts
from cchc_tui.boards.late import LateBoard, LateRow
from cchc_tui.boards.listed import board_of
from cchc_tui.boards.overview import Overview
from cchc_tui.boards.table import Table
from cchc_tui.boards.trend import Trend, TrendRow
from cchc_tui.registry.presentation import UNIT
from cchc_tui.texts.forecast import FORECAST, NOTHING, day_said
from cchc_tui.texts.language import language, one_line
from cchc_tui.texts.tui import COLUMNS, LEVELS, TEXT
from cchc_tui.texts.tui_present import PRESENT
from cchc_tui.tui.screens.overview_lines import beside_or_below, late_of, lesser_figures
from cchc_tui.tui.session.queries import ForecastQuery, LateQuery, OverviewQuery, TrendQuery
from cchc_tui.tui.style.formats import change, change_role, number, percent
from cchc_tui.tui.style.missing_sheet import missing_sheet, missing_sheet_texts
from cchc_tui.tui.style.render import Line, Span, width
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.wall.notices import levels_notice, trend_notice, unit_notice
from cchc_tui.tui.wall.ranking import Ranking, of_table
from cchc_tui.tui.wall.rows import ranking_lines
from cchc_tui.tui.wall.view import (
    GAP,
    MARGIN,
    DrawnPage,
    Page,
    PageView,
    count_head,
    flowing,
    heads_lines,
)
from cchc_tui.tui.widgets.big_number import big, big_width, fitted, rows_of, stroke_for
from cchc_tui.tui.widgets.chart import chart_lines
from cchc_tui.tui.widgets.forecast_text import days_line, levels_line, unit_words

_LEAST_CHART = 7
_UNIT_CHART = 8  # rows left to a unit's chart
_ROOMY_CHART = 12  # with this many rows, an empty line fits between two charts
_BESIDE = 20  # cells for the words beside a figure
_ONE_LINE = 96  # with this many cells, the overview's sentence fits on one line


class OverviewPage(Page):
    """The page of the overview: the late dossiers of both levels, as large as possible, and their changes."""

    asks = (OverviewQuery(), ForecastQuery())

    @override
    def figures(self, view: PageView) -> Mapping[str, float]:
        return {level: counts.late for level, counts in view.board.levels.items()}

    def draw(self, view: PageView) -> DrawnPage:
        """Draw the levels one above the other if the figures are then larger, else side by side."""
        board: Overview = view.board
        base: Overview | None = view.base
        base_levels = base.levels if base is not None else {}
        pairs = [(level, board.levels[level], base_levels.get(level)) for level in LEVELS if level in board.levels]
        forecast = levels_line(view.answer(ForecastQuery()), board.data_as_of, view.inner)
        # Leave a row for the forecast, and one for a second line of the sentence, so that the size of figures stays.
        view = view._replace(rows=view.rows - (1 if view.inner >= _ONE_LINE else 2))
        texts = [number(counts.late) for _, counts, _ in pairs]
        each = (view.rows - len(pairs) + 1) // max(1, len(pairs))
        above = min((stroke_for([text], view.inner - _BESIDE - GAP, each) for text in texts), default=0)
        side = stroke_for(texts, view.inner, view.rows - 3, GAP + 1)
        if above > side:
            lines = _stacked(pairs, above, view)
        else:
            rooms = [(view.inner - GAP) // max(1, len(pairs))] * len(pairs)
            under = beside_or_below([lesser_figures(now, old) for _, now, old in pairs], rooms, 2)
            heads = []
            for (level, counts, old), lines in zip(pairs, under, strict=True):
                label = Span(LEVELS[level], TextRole.STRONG)
                head = count_head(counts.late, late_of(old), label, level in view.fresh)
                heads.append(head._replace(under=lines))
            lines = heads_lines(heads, view.inner, view.rows)
        space = [()] if len(lines) < view.rows else []
        lines = [*lines[: view.rows], *space, (Span(" " * MARGIN), *forecast)]
        return DrawnPage(lines, levels_notice({level: counts for level, counts, _ in pairs}, base_levels, view.since))


def _stacked(pairs: Sequence[tuple[str, Counts, Counts | None]], stroke: int, view: PageView) -> list[Line]:
    """Draw the levels one above the other. Beside each figure are the level's name, the change and other figures."""
    wide = max(big_width(number(counts.late), stroke) for _, counts, _ in pairs)
    room, height = view.inner - wide - GAP, rows_of(stroke)
    changes = [change(counts.late, late_of(base)) for _, counts, base in pairs]
    size = min((stroke_for([text], room, height - 4) for text in changes if text), default=0)
    lines: list[Line] = []
    for (level, counts, base), text in zip(pairs, changes, strict=True):
        role = change_role(counts.late, late_of(base))
        drawn = (big(text, size) if size else (text,)) if text else ()
        (under,) = beside_or_below([lesser_figures(counts, base)], [room], 2)
        changed = [(Span(part, role, level in view.fresh and not size),) for part in drawn]
        above = [(Span(LEVELS[level], TextRole.STRONG),), *[()] * (height - len(drawn) - len(under) >= 3), *changed]
        lines += _beside(big(number(counts.late), stroke), wide, above, under)[:height]
        lines += [()] * max(0, min(view.rows - height * len(pairs), 1 + height // 6))
    return lines


def _beside(figure: Sequence[str], cells: int, above: Sequence[Line], below: Sequence[Line]) -> list[Line]:
    """Draw a large figure at the right of ``cells``, with words beside it.

    The lines ``above`` begin at the top of the figure. The lines ``below`` end at its bottom.
    """
    words = [*above, *[()] * (len(figure) - len(above) - len(below)), *below]
    room = MARGIN + cells
    pairs = zip_longest(figure, words, fillvalue=())
    return [(Span("".join(part).rjust(room), TextRole.STRONG), Span(" " * GAP), *line) for part, line in pairs]


class LeaderboardPage(Page):
    """The page of a leaderboard, with totals and the first rows, which have rank, change and bar.

    It never shows rows of officers.
    """

    ranked = True
    level: ClassVar[str] = ""
    _made_from: tuple[object, ...] = ()
    _made = Ranking()

    def table(self, view: PageView, answer: Any) -> Table:
        """Return an answer to the board's query as a table."""
        return board_of(self.board).table(answer, view.registry, screen=True)

    def ranking(self, view: PageView) -> Ranking:
        """The ranked rows of the board. They are prepared once per answer, because a page is drawn each second."""
        made_from = (view.board, view.base, view.registry, language())
        if made_from != self._made_from:
            base = None if view.base is None else self.table(view, view.base)
            self._made = of_table(self.table(view, view.board), base, self.level, view.registry.units.by_key)
            self._made_from = made_from
        return self._made

    @override
    def figures(self, view: PageView) -> Mapping[str, float]:
        return {entry.key: entry.value for entry in self.ranking(view).entries}

    @override
    def draw(self, view: PageView) -> DrawnPage:
        ranking, board = self.ranking(view), board_of(self.board)
        if board.sheet and view.board.data_as_of is None:
            notice = missing_sheet(board.sheet)
        else:
            notice = ranking.notice(view.since).words
            if lacking := board.lacks(view.board):
                notice = f"{notice} {missing_sheet_texts(lacking)[-1]}".lstrip()
        return DrawnPage(ranking_lines(ranking, view), notice)


class ForecastPage(LeaderboardPage):
    """The page of late dossiers expected at the month's end, with the margin of error."""

    @override
    def ranking(self, view: PageView) -> Ranking:
        return super().ranking(view)._replace(title=FORECAST.heading.format(day=day_said(view.board.month_end)))

    def draw(self, view: PageView) -> DrawnPage:
        """Draw the rows. If a total has no forecast or no margin of error, the page's sentence gives the reason."""
        table, drawn = self.table(view, view.board), super().draw(view)
        unsure = any(NOTHING in (table.forecast(table.main, row) or "") for row in table.totals)
        return drawn._replace(notice=f"{table.title}.") if unsure else drawn


class TrendPage(Page):
    """The page of the trend: both levels' late dossiers on the last days, without changes since the reference."""

    compared = False
    asks = (TrendQuery(),)

    def draw(self, view: PageView) -> DrawnPage:
        """Draw one chart per level; if there is no room for charts, one line per level."""
        trend: Trend = view.board
        rows = [trend.levels[level] for level in LEVELS if level in trend.levels]
        if not trend.moments or not rows:
            return DrawnPage([])
        between = len(rows) - 1 if view.rows >= len(rows) * _ROOMY_CHART else 0
        room = view.rows - between
        lines: list[Line] = []
        for place, row in enumerate(rows):
            each = room * (place + 1) // len(rows) - room * place // len(rows)
            lines += [()] * (between > 0 and place > 0)
            lines += days_lines(trend, row, view, each, LEVELS[row.level])
        return DrawnPage(lines[: view.rows], trend_notice(trend))


def days_lines(trend: Trend, row: TrendRow, view: PageView, rows: int, name: str = "") -> list[Line]:
    """Draw the last days of a unit or level as a chart or, if room is short, as a line. ``name`` is the title."""
    if rows >= _LEAST_CHART:
        return chart_lines(trend, row, view.meetings, view.cells, rows, name)
    if not row.late:
        return []
    line, _ = days_line(row.late, row.stale, ("",), ((),), view.inner)
    return [*([(Span(" " * MARGIN + name, TextRole.STRONG),)] if name else []), (Span(" "), *line)]


class UnitPage(Page):
    """The page of a pinned unit: its late dossiers, its rank, its other figures, and its last days."""

    asks = (LateQuery("unit"), TrendQuery(), ForecastQuery())

    def __init__(self, unit: str, name: str):
        super().__init__(UNIT)
        self.key = f"unit {unit}"
        self._unit = unit
        self._called = name

    @property
    @override
    def title(self) -> str:
        return self._called

    @override
    def figures(self, view: PageView) -> Mapping[str, float]:
        row = view.board.row(self._unit)
        return {self._unit: row.counts.late} if row is not None else {}

    def draw(self, view: PageView) -> DrawnPage:
        """Draw the late dossiers with their change beside, the other figures below, and the last days at the bottom."""
        board: LateBoard = view.board
        row = board.row(self._unit)
        if row is None:
            return DrawnPage([(Span(" " * MARGIN + PRESENT.no_unit),)])
        old = view.base.row(self._unit) if view.base is not None else None
        others = _others(row.counts, old, unit_words(view.answer(ForecastQuery()), self._unit), view.inner)
        room = max(view.rows // 2 - 2, view.rows - _UNIT_CHART - len(others) - 1)
        lines = [*self._figure(row, old, board, view, room), (), *others]
        lines += [()] * (view.rows - len(lines) != _UNIT_CHART)
        trend: Trend | None = view.answer(TrendQuery())
        days = trend.row(self._unit) if trend is not None else None
        if trend is None or days is None or not days.late:
            return DrawnPage(lines)
        # The chart's last day has the count of the large figure, which may be newer.
        days = replace(days, late=(*days.late[:-1], row.counts.late))
        return DrawnPage([*lines, *days_lines(trend, days, view, view.rows - len(lines))], unit_notice(days))

    def _figure(self, row: LateRow, old: LateRow | None, board: LateBoard, view: PageView, rows: int) -> list[Line]:
        text, before = number(row.counts.late), old.counts.late if old is not None else None
        figure = fitted(text, view.inner - _BESIDE - GAP, rows)
        wide, moved = width(figure[0]), change(row.counts.late, before)
        drawn = fitted(moved, view.inner - wide - GAP, max(1, len(figure) - 3)) if moved else ()
        fresh, role = self._unit in view.fresh and len(drawn) == 1, change_role(row.counts.late, before)
        above = [(Span(PRESENT.figure_is_late, TextRole.STRONG),), *((Span(part, role, fresh),) for part in drawn)]
        of = sum(each.level == row.level for each in board.rows)
        rank = (Span(TEXT.rank.format(rank=row.rank, of=of)), Span(f" · {LEVELS.get(row.level, '')}", TextRole.DIM))
        return _beside(figure, wide, above, [rank])


def _others(counts: Counts, old: LateRow | None, expected: str, cells: int) -> list[Line]:
    """Draw a unit's other figures with their changes, and the forecast ``expected`` ("": none)."""
    pieces: list[Line] = []
    for key in ("overdue", "unclosed", "due_soon"):
        now = getattr(counts, key)
        before = getattr(old.counts, key) if old is not None else None
        moved = change(now, before)
        words = [Span(f"{one_line(COLUMNS[key][0])} ", TextRole.DIM), Span(number(now), TextRole.STRONG)]
        pieces.append((*words, Span(f" {moved}" if moved else "", change_role(now, before))))
    rate = one_line(COLUMNS["rate"][0])
    pieces.append((Span(f"{rate} ", TextRole.DIM), Span(percent(counts.late_rate), TextRole.STRONG)))
    if expected:
        pieces.append((Span(f"{FORECAST.of_unit} ", TextRole.DIM), Span(expected, TextRole.STRONG)))
    return [(Span(" " * MARGIN), *line) for line in flowing(pieces, GAP, cells)]
