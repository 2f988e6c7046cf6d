"""Charts of upright bars: the last days of a unit (late, received and resolved dossiers, meetings), and one figure.

The bars are drawn in eighths of a cell.
"""

# textual-plotext is not used: its last release is of 2024, it needs plotext below 6, takes 0.1 s to import, and draws
# everything again for one changed day.

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from cchc_tui.boards.trend import Trend, TrendRow
from cchc_tui.domain.moments import DAY, Stamp, to_datetime
from cchc_tui.texts.tui_days import DAYS
from cchc_tui.tui.style.formats import change, number
from cchc_tui.tui.style.render import Line, Span, line_width, spread, width
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.style.time_text import near_day
from cchc_tui.tui.widgets.bars import column

_EDGE = 2
_TICK = 7  # days from one date below the axis to the next
_LABELS = 3  # least number of rows from one figure beside the axis to the next
_GAPPED = 3  # least number of cells for each day if there are gaps between days
_FLOW = 6  # one row of received or resolved dossiers per this many rows of the chart
_AXIS, _LABELLED = "│", "┤"
_UNKNOWN, _WANTED = "·", "─"


class _Part(NamedTuple):
    """One of the bar charts that are drawn one below the other. It has a value for each day."""

    name: str
    values: tuple[int, ...]
    rows: int
    low: int  # the value at the bottom of the bars
    top: int
    role: TextRole


class _Room(NamedTuple):
    """The horizontal layout in cells. ``starts``: each day's first cell after the axis, then the last day's end."""

    names: int
    figures: int
    starts: tuple[int, ...]

    @property
    def left(self) -> int:
        """The number of cells before the first day, including the axis."""
        return _EDGE + self.names + self.figures + 1

    def day(self, n: int, char: str) -> str:
        """Draw one day's part of a row, with a gap before the next day if there is room."""
        gap = self.starts[-1] >= _GAPPED * (len(self.starts) - 1)
        return (char * (self.starts[n + 1] - self.starts[n] - gap)) + " " * gap


def chart_lines(
    trend: Trend, row: TrendRow, meetings: Iterable[Stamp], cells: int, rows: int, name: str = "", ahead: str = ""
) -> list[Line]:
    """Draw the chart, in at least 7 ``rows``; [] if the trend has no days.

    ``meetings`` are the starts of meetings. ``ahead`` is the forecast in words ("": none).
    """
    if not trend.moments:
        return []
    flow_rows = max(1, rows // _FLOW)
    most = max(*row.received, *row.resolved, 0)
    parts = [
        _Part(DAYS.late, row.late, max(2, rows - 3 - 2 * flow_rows), _foot(row.late), max(row.late), TextRole.BAR),
        _Part(DAYS.received, row.received, flow_rows, 0, most, TextRole.ACCENT),
        _Part(DAYS.resolved, row.resolved, flow_rows, 0, most, TextRole.GOOD),
    ]
    room = _room(parts, cells, len(trend.moments))
    lines = [_title(trend, row, name, ahead, parts[0].low > 0, cells)]
    for part in parts:
        lines += _bars(part, room, len(trend.moments) - row.stale)
    return lines + _axis(trend.moments, {start // DAY for start in meetings}, room)


def _room(parts: Sequence[_Part], cells: int, days: int) -> _Room:
    """Share the whole width among the days. If it does not divide evenly, some days are a cell wider."""
    names = max(len(part.name) for part in parts) + 1
    figures = max(len(number(figure)) for part in parts for figure in (part.low, part.top))
    wide = max(days, cells - (_EDGE + names + figures + 1) - 1)
    return _Room(names, figures, tuple(wide * n // days for n in range(days + 1)))


def _foot(values: Sequence[int]) -> int:
    """The value at the bottom of the late bars: 0, or a little below the least value if all values are far from 0."""
    low, high = min(values), max(values)
    return 0 if low * 2 <= high or high == low else low - max(1, (high - low) // 7)


def _title(trend: Trend, row: TrendRow, name: str, ahead: str, cut: bool, cells: int) -> Line:
    """Write the first late count, the last one, and the difference.

    At the right, the line says why days are grey or the axis is cut.
    """
    words = DAYS.title.format(days=len(trend.moments), first=number(row.late[0]), last=number(row.late[-1]))
    spans = [Span(f" {words}", TextRole.STRONG), Span(f"  {change(row.late[-1], row.late[0])}")]
    if ahead:
        spans.append(Span(f"   → {ahead}", TextRole.TEXT))
    if name:
        spans.insert(0, Span(f"{' ' * _EDGE}{name} ·", TextRole.ACCENT))
    notes = [(DAYS.stale, DAYS.stale_brief)] * (row.stale > 0) + [(DAYS.cut, DAYS.cut_brief)] * cut
    whole, brief = ([pair[n].format(mark=DAYS.cut_mark) for pair in notes] for n in (0, 1))
    # If room is short, the note on grey days is kept, because a cut axis also has a sign.
    for said in (" · ".join(whole), *whole[:1], " · ".join(brief), *brief[:1]):
        if said and line_width(spans) + width(said) + 2 < cells:
            return spread(spans, (Span(f"{said} ", TextRole.DIM),), cells)
    return spread(spans, (), cells)


def _bars(part: _Part, room: _Room, fresh: int) -> list[Line]:
    """Draw one bar chart: name, axis with values, and the days' bars. Bars after the first ``fresh`` days are grey."""
    columns = [column(value - part.low, part.top - part.low, part.rows) for value in part.values]
    said = _labels(part)
    lines: list[Line] = []
    for y in range(part.rows):
        head = " " * _EDGE + (part.name if y == 0 else "").ljust(room.names) + said.get(y, "").rjust(room.figures)
        cut = part.low > 0 and y == part.rows - 1
        axis = Span(DAYS.cut_mark, TextRole.WARN) if cut else Span(_LABELLED if y in said else _AXIS, TextRole.DIM)
        drawn = [room.day(n, each[y]) for n, each in enumerate(columns)]
        known = Span("".join(drawn[:fresh]), part.role)
        lines.append((Span(head, TextRole.DIM), axis, known, Span("".join(drawn[fresh:]), TextRole.DIM)))
    return lines


def _labels(part: _Part) -> dict[int, str]:
    """The values beside the axis, by row: the greatest at the top, the lowest at the bottom, and some between."""
    said = {0: number(part.top)}
    if part.rows == 1:
        return said
    said[part.rows - 1] = number(part.low)
    step = max(_LABELS, part.rows // 4)
    # If a row stands for less than one dossier, whole numbers do not fall on rows.
    for y in range(step, part.rows - step // 2 - 1, step) if part.top - part.low >= part.rows else ():
        said[y] = number(part.low + round((part.top - part.low) * (part.rows - y) / part.rows))
    return said


def _axis(moments: Sequence[Stamp], meetings: set[int], room: _Room) -> list[Line]:
    """Draw two lines: the axis with a mark for each meeting, and dates below it.

    The last day has a date, and so has every seventh day before it, unless there is no room for it.
    """
    starts, last = room.starts, len(moments) - 1
    marks = "".join(
        (DAYS.meeting_mark if moment // DAY in meetings else "┴" if (last - n) % _TICK == 0 else "─").ljust(
            starts[n + 1] - starts[n], "─"
        )
        for n, moment in enumerate(moments)
    )
    dates = [" "] * starts[-1]
    free = len(dates)  # a date is left out if it would touch the next one
    for n in range(last, -1, -_TICK):
        text = f"{to_datetime(moments[n]):%d/%m}"
        start = min(starts[n], len(dates) - len(text))
        if start >= 0 and start + len(text) <= free:
            dates[start : start + len(text)] = text
            free = start - 1
    legend = DAYS.meetings if any(moment // DAY in meetings for moment in moments) else ""
    role = TextRole.WARN if legend else TextRole.DIM
    head = Span(f"{' ' * _EDGE}{legend}"[: room.left - 2].ljust(room.left - 1), TextRole.WARN)
    return [(head, Span("└" + marks, role)), (Span(" " * room.left + "".join(dates), TextRole.DIM),)]


def figure_chart(
    series: Sequence[tuple[Stamp, float | None]],
    wanted: float,
    holds: Callable[[float], bool | None],
    words: Callable[[float], str],
    cells: int,
    rows: int,
) -> list[Line]:
    """Draw a figure's series in ``rows`` lines. One more line has the days of the first and the last moment drawn.

    A horizontal line at ``wanted`` (0: no line) is covered by bars that are higher. Bars of figures for which ``holds``
    is True have another colour. Unknown figures are points. ``words`` formats a figure. If there is no room for all
    moments, the first ones are left out.
    """
    known = [value for _, value in series if value is not None]
    top = max((*known, wanted, 0.0)) or 1.0
    figures = max(len(words(top)), len(words(0.0)), len(words(wanted)))
    left = _EDGE + figures + 1
    wide = max(1, min(8, (cells - left - 1) // max(1, len(series))))
    series = series[-max(1, (cells - left - 1) // wide) :]
    bars = [None if value is None else column(value, top, rows) for _, value in series]
    at_row = min(rows - 1, rows - 1 - int(wanted / top * rows)) if wanted < top else 0
    labels = {0: words(top), rows - 1: words(0.0)} | ({at_row: words(wanted)} if wanted else {})
    lines: list[Line] = []
    for y in range(rows):
        line = [Span(" " * _EDGE + labels.get(y, "").rjust(figures), TextRole.DIM), Span(_AXIS, TextRole.DIM)]
        for bar, (_, value) in zip(bars, series, strict=True):
            char = bar[y] if bar is not None else _UNKNOWN if y == rows - 1 else " "
            role = TextRole.GOOD if value is not None and holds(value) else TextRole.BAR
            if char == " " and wanted and y == at_row:
                char, role = _WANTED, TextRole.DIM
            gap = _WANTED if wanted and y == at_row else " "
            line.append(Span(char * max(1, wide - 1) + gap * (wide > 1), role))
        lines.append(tuple(line))
    first, last = (near_day(at, series[-1][0]) for at in (series[0][0], series[-1][0]))
    below = f"{' ' * left}{first}"
    room = left + wide * len(series) - line_width((Span(below),)) - len(last)
    return [*lines, (Span(below + (" " * room + last if room > 1 and first != last else ""), TextRole.DIM),)]
