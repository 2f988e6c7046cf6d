"""The days of a unit as a chart: late at each day's end, what each day brought, and the days of meetings.

Standing bars to an eighth of a cell, one column a day, as the rest of the screens draw their figures. textual-plotext
was looked at: its last release is of 2024 and holds plotext below version 6; it takes 0,1 s to import, and draws all of
its canvas anew for one day that changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cchc_tui.boards.trend import Trend, TrendRow
from cchc_tui.domain.moments import DAY, Stamp, to_datetime
from cchc_tui.texts.tui_days import DAYS
from cchc_tui.tui.formats import number
from cchc_tui.tui.paint import Line, Span, line_width, spread
from cchc_tui.tui.themes import Tone
from cchc_tui.tui.widgets.bars import column

_GAP = 1
_EDGE = 2
_TICK = 7  # days between two dates below
#: Of a chart this high, flows are two rows high.
_HIGH = 12


class _Part(NamedTuple):
    """One of the figures that are drawn one above the other."""

    name: str
    values: tuple[int, ...]
    rows: int
    low: int  # what stands at the foot
    tone: Tone


def chart_lines(trend: Trend, row: TrendRow, meetings: Iterable[Stamp], cells: int, rows: int) -> list[Line]:
    """The chart in so many cells and rows: eight rows at the least. ``meetings`` are the moments that they began."""
    if not trend.moments:
        return []
    flow_rows = 2 if rows >= _HIGH else 1
    most = max(*row.received, *row.resolved, 0)
    late = _Part(DAYS.late, row.late, max(2, rows - 3 - 2 * flow_rows), _foot(row.late), Tone.BAR)
    parts = [
        late,
        _Part(DAYS.received, row.received, flow_rows, 0, Tone.ACCENT),
        _Part(DAYS.resolved, row.resolved, flow_rows, 0, Tone.GOOD),
    ]
    tops = [max(row.late), most, most]
    names = max(len(part.name) for part in parts) + 2
    figures = max(len(number(figure)) for figure in (*tops, late.low))
    left = _EDGE + names + figures + _GAP
    wide = max(1, (cells - left - _EDGE) // len(trend.moments))
    lines = [_title(trend, row, cells)]
    for part, top in zip(parts, tops, strict=True):
        lines += _bars(part, top, names, figures, wide, trend.by_dates)
    lines += _axis(trend.moments, set(_days(meetings)), left, wide)
    return lines


def _foot(values: Sequence[int]) -> int:
    """Where the bars of late ones begin: at nothing, or, where all are far from it, a little below the least."""
    low, high = min(values), max(values)
    return 0 if low * 2 <= high or high == low else low - max(1, (high - low) // 7)


def _title(trend: Trend, row: TrendRow, cells: int) -> Line:
    rise = row.late[-1] - row.late[0]
    words = DAYS.title.format(days=len(trend.moments), first=number(row.late[0]), last=number(row.late[-1]))
    spans = [Span(f" {words}", Tone.STRONG), Span(f"  {'▲' if rise > 0 else '▼' if rise < 0 else '='}", Tone.TEXT)]
    spans.append(Span(f" {number(abs(rise))}" if rise else "", Tone.TEXT))
    right = Span(f"{DAYS.by_dates} " if trend.by_dates else "", Tone.DIM)
    return spread(spans, (right,) if line_width((*spans, right)) < cells else (), cells)


def _bars(part: _Part, top: int, names: int, figures: int, wide: int, by_dates: int) -> list[Line]:
    """The rows of one figure: its name and its greatest value at the top, where it begins at the foot."""
    columns = [column(value - part.low, top - part.low, part.rows) for value in part.values]
    lines: list[Line] = []
    for y in range(part.rows):
        figure = number(top) if y == 0 else number(part.low) if y == part.rows - 1 and part.rows > 1 else ""
        head = " " * _EDGE + (part.name if y == 0 else "").ljust(names) + figure.rjust(figures) + " " * _GAP
        drawn = [_wide(each[y], wide) for each in columns]
        known = Span("".join(drawn[by_dates:]), part.tone)
        lines.append((Span(head, Tone.DIM), Span("".join(drawn[:by_dates]), Tone.DIM), known))
    return lines


def _wide(char: str, wide: int) -> str:
    """A day's part of a row, with a gap to the next day where there is room."""
    return char * wide if wide < 3 else char * (wide - 1) + " "


def _axis(moments: Sequence[Stamp], meetings: set[int], left: int, wide: int) -> list[Line]:
    """Days with their meetings, and dates below: the last day's, and every seventh before it."""
    marks = "".join(
        (DAYS.meeting_mark if moment // DAY in meetings else "┴" if (len(moments) - 1 - n) % _TICK == 0 else "─").ljust(
            wide, "─"
        )
        for n, moment in enumerate(moments)
    )
    dates = [" "] * (len(moments) * wide)
    free = len(dates)  # a date that would touch the next one is left out
    for n in range(len(moments) - 1, -1, -_TICK):
        text = f"{to_datetime(moments[n]):%d/%m}"
        start = min(n * wide, len(dates) - len(text))
        if start >= 0 and start + len(text) <= free:
            dates[start : start + len(text)] = text
            free = start - 1
    legend = DAYS.meetings if any(moment // DAY in meetings for moment in moments) else ""
    head = Span(f"{' ' * _EDGE}{legend}"[: left - _GAP].ljust(left), Tone.WARN)
    return [(head, Span(marks, Tone.WARN if legend else Tone.DIM)), (Span(" " * left + "".join(dates), Tone.DIM),)]


def _days(meetings: Iterable[Stamp]) -> list[int]:
    return [start // DAY for start in meetings]
