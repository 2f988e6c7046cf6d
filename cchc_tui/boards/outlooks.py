"""The boards of the days behind and ahead (trend, due today, forecast) as JSON and as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cchc_tui.boards.dossiers import Only
from cchc_tui.boards.due import DueBoard, DueCounts, DueRow
from cchc_tui.boards.forecast import ForecastBoard, ForecastRow, Outlook
from cchc_tui.boards.source import Source
from cchc_tui.boards.table import Answer, Question, Sort, Table, Value, moments_json, unit_columns
from cchc_tui.boards.trend import Trend, TrendRow
from cchc_tui.domain.moments import Stamp, iso, to_date
from cchc_tui.texts import boards as texts
from cchc_tui.texts.forecast import REASONS

_DUE = (
    ("due_today", Sort.COUNT),
    ("next_due", Sort.MOMENT),
    ("unclosed", Sort.COUNT),
    ("overdue_today", Sort.COUNT),
    ("due_soon", Sort.COUNT),
    ("overdue", Sort.COUNT),
)
_FORECAST = (
    ("expected", Sort.COUNT),
    ("late", Sort.COUNT),
    ("overdue", Sort.COUNT),
    ("falling_due", Sort.COUNT),
    ("pace", Sort.DAYS),
    ("slip", Sort.DAYS),
    ("past_error", Sort.DAYS),
    ("past_count", Sort.COUNT),
)
_TREND = ("late", "received", "resolved")


def trend_answer(source: Source, question: Question) -> Answer:
    """Late at each day's end, received and resolved by day."""
    trend = source.trend(question.at, question.unit)
    return Answer(lambda: trend_json(trend), lambda: trend_table(trend))


def due_answer(source: Source, question: Question) -> Answer:
    """What becomes overdue today."""
    board = source.due_today(question.at)
    return Answer(lambda: due_json(board), lambda: due_table(board))


def forecast_answer(source: Source, question: Question) -> Answer:
    """The month's end."""
    board = source.forecast(question.at)
    return Answer(lambda: forecast_json(board), lambda: forecast_table(board))


_HEAD = (("rank", Sort.COUNT), ("name", Sort.TEXT), ("level", Sort.TEXT))


def trend_json(trend: Trend) -> dict[str, Any]:
    """One figure for each of ``moments`` in each list; the last ``stale`` of a row are stale."""

    def figures(row: TrendRow) -> dict[str, Any]:
        return {name: list(getattr(row, name)) for name in _TREND} | {"stale": row.stale}

    return {
        **moments_json(trend.as_of, trend.data_as_of),
        "moments": [iso(moment) for moment in trend.moments],
        "stale": trend.stale,
        "levels": {level: figures(row) for level, row in trend.levels.items()},
        "rows": [{"unit": row.code, "name": row.name, "level": row.level, **figures(row)} for row in trend.rows],
    }


def trend_table(trend: Trend) -> Table:
    """One row for each unit and day, and one for each level and day below."""

    def lines(row: TrendRow, name: str, level: str) -> list[tuple[Value, ...]]:
        fresh = len(trend.moments) - row.stale
        said = [texts.BOARD.yes if n >= fresh else texts.BOARD.no for n in range(len(trend.moments))]
        days = zip(trend.moments, row.late, row.received, row.resolved, said, strict=True)
        return [(name, level, moment, *figures, stale) for moment, *figures, stale in days]

    head = (("name", Sort.TEXT), ("level", Sort.TEXT), ("day", Sort.DAY))
    columns = unit_columns((*head, *((name, Sort.COUNT) for name in _TREND), ("stale", Sort.TEXT)))
    rows = [line for row in trend.rows for line in lines(row, row.name, texts.LEVELS[row.level])]
    totals = [line for level, row in trend.levels.items() for line in lines(row, texts.LEVELS[level], "")]
    title = texts.TITLES["trend"]
    ids = tuple(f"{row.key}/{moment}" for row in trend.rows for moment in trend.moments)
    return Table("trend", title, trend.as_of, trend.data_as_of, columns, tuple(rows), tuple(totals), ids=ids)


def due_json(board: DueBoard) -> dict[str, Any]:
    """The rest of the day, until ``until``."""

    def counts(of: DueCounts) -> dict[str, Any]:
        return {key: _moment(of.next_due) if key == "next_due" else getattr(of, key) for key, _ in _DUE}

    return {
        **moments_json(board.as_of, board.data_as_of),
        "until": iso(board.until),
        "levels": {level: counts(of) for level, of in board.levels.items()},
        "unplaced": counts(board.unplaced),
        "rows": [{"unit": row.code, "name": row.name, "level": row.level, **counts(row.counts)} for row in board.rows],
    }


def _moment(at: Stamp | None) -> str | None:
    return None if at is None else iso(at)


def due_table(board: DueBoard) -> Table:
    """One row for each unit, most due today first; the levels below."""
    rows = [(row, row.counts) for row in board.rows]
    more = {texts.BOARD.unplaced: board.unplaced} if board.unplaced != DueCounts() else {}
    return _ranked("due", texts.TITLES["due"], board, _DUE, rows, more, "due_today")


def forecast_json(board: ForecastBoard) -> dict[str, Any]:
    """What is expected at ``month_end``; ``past_error`` is None where no earlier forecast can be checked."""

    def figures(of: Outlook) -> dict[str, Any]:
        found = {key: getattr(of, key) for key, _ in _FORECAST}
        found = {key: round(value, 2) if isinstance(value, float) else value for key, value in found.items()}
        return found | {"reason": board.reason(of)}

    return {
        **moments_json(board.as_of, board.data_as_of),
        "month_end": iso(board.month_end),
        "days_left": board.days_left,
        "past_by_dates": board.past_by_dates,
        "levels": {level: figures(of) for level, of in board.levels.items()},
        "rows": [
            {"unit": row.code, "name": row.name, "level": row.level, **figures(row.outlook)} for row in board.rows
        ],
    }


def forecast_table(board: ForecastBoard) -> Table:
    """One row for each unit, most expected first; the levels below."""
    why = next((why for of in board.levels.values() if (why := board.reason(of))), "")
    title = texts.forecast_title(to_date(board.month_end), board.past_by_dates > 0, REASONS[why] if why else "")
    rows = [(row, row.outlook) for row in board.rows]
    return _ranked("forecast", title, board, _FORECAST, rows, {}, "due_soon")


def _ranked(
    name: str,
    title: str,
    board: DueBoard | ForecastBoard,
    columns: tuple[tuple[str, Sort], ...],
    rows: Sequence[tuple[DueRow | ForecastRow, object]],
    more: Mapping[str, object],
    only: Only,
) -> Table:
    """Rows with their places by the first column, which descends; equals share one. Levels, and ``more``, below."""

    def values(of: object) -> tuple[Value, ...]:
        return tuple(getattr(of, key) for key, _ in columns)

    figures = [values(of)[0] or 0 for _, of in rows]
    sums = {**{texts.LEVELS[level]: of for level, of in board.levels.items()}, **more}
    return Table(
        name,
        title,
        board.as_of,
        board.data_as_of,
        unit_columns((*_HEAD, *columns)),
        tuple(
            (figures.index(figure) + 1, row.name, texts.LEVELS[row.level], *values(of))
            for figure, (row, of) in zip(figures, rows, strict=True)
        ),
        tuple((None, words, "", *values(of)) for words, of in sums.items()),
        tuple(row.key for row, _ in rows),
        only,
    )
