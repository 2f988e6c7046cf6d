"""The forecast in one line: with its margin of error and its day, or the reason why there is no forecast."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

from cchc_tui.domain.moments import Stamp
from cchc_tui.texts.forecast import FORECAST, NOTHING, REASONS, day_said, with_error
from cchc_tui.texts.tui import LEVELS_SHORT
from cchc_tui.texts.tui_days import DAYS
from cchc_tui.tui.style.formats import number
from cchc_tui.tui.style.render import Line, Span, line_width
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.terminal.crash import log_error
from cchc_tui.tui.widgets.bars import spark_line

if TYPE_CHECKING:
    from cchc_tui.boards.forecast import ForecastBoard


def levels_line(board: ForecastBoard | None, data: Stamp | None, cells: int) -> Line:
    """Draw the forecast of both levels for the end of the month.

    ``board`` is None while the forecast is being computed. ``data`` is the moment of the data on screen.
    """
    try:
        if board is None:
            return (Span(FORECAST.pending, TextRole.DIM),)
        known = {level: of for level, of in board.levels.items() if of.expected is not None}
        levels = (f"{LEVELS_SHORT[level]} {with_error(of.expected, of.past_error)}" for level, of in known.items())
        line: Line = (Span(FORECAST.until.format(day=day_said(board.month_end), said=" · ".join(levels) or NOTHING)),)
        why = board.reason
        for words in (REASONS[why] if why else "", FORECAST.again if board.data_as_of != data else ""):
            longer = (*line, Span(f" ({words})", TextRole.DIM))
            if words and line_width(longer) <= cells:
                line = longer
        return line
    except Exception as error:  # noqa: BLE001 - the rest of the page does not depend on it
        log_error(error)
        return (Span(FORECAST.failed.format(reason=type(error).__name__), TextRole.WARN),)


def unit_words(board: ForecastBoard | None, unit: str, *, brief: bool = False) -> str:
    """A unit's forecast as ``673 ± 8 (30/11)``, or why there is none; "" while the forecast is being computed.

    Unless ``brief``, the text also says why a forecast has no margin of error.
    """
    try:
        row = board.row(unit) if board is not None else None
        if board is None or row is None:
            return ""
        why, known = row.figures.reason, row.figures.expected is not None
        after = [day_said(board.month_end)] if known else []
        after += [REASONS[why]] if why and not (known and brief) else []
        return f"{with_error(row.figures.expected, row.figures.past_error)} ({', '.join(after)})"
    except Exception as error:  # noqa: BLE001 - as above
        log_error(error)
        return f"{NOTHING} ({type(error).__name__})"


def days_line(
    late: Sequence[int], stale: int, expected: Sequence[str], ranks: Sequence[Line], cells: int
) -> tuple[Line, Line]:
    """Make the line of the last days (bars, first count, last count, forecast), and the line of the rank.

    ``expected`` and ``ranks`` are ways to write forecast and rank, the longest first. Shorter ways are used before bars
    are left out. The bars of the last ``stale`` days are grey.
    """
    sizes = (len(late), (len(late) + 1) // 2, 0)
    for size, rank, words in product(sizes, ranks, expected):
        line: Line = (
            Span(f" {DAYS.short} ", TextRole.DIM),
            *spark_line(late, size, stale if size else 0),
            Span(f" {number(late[0])} → {number(late[-1])}" + (f" → {words}" if words else "")),
        )
        if line_width((*line, *rank)) < cells:
            break
    return line, rank
