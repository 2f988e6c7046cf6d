"""The line above a leaderboard's rows: grouping, level, order, and the reference of the changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cchc_tui.texts.language import one_line
from cchc_tui.texts.tui import LEVELS_SHORT, TEXT
from cchc_tui.tui.screens.leaderboard_rows import ALL_CHANGES, LeaderboardView
from cchc_tui.tui.style.figures import heading
from cchc_tui.tui.style.missing_sheet import missing_sheet
from cchc_tui.tui.style.render import Line, Span, line_width, roomiest
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.columns import GridColumn
from cchc_tui.tui.widgets.ordering import Order


def how_line(
    view: LeaderboardView | None, *, before: Line, title: str, by: Line, of: Line, order: Line, since: str, cells: int
) -> Line:
    """The whole line: a note, title, grouping, level, order, reference. If room is short, lesser parts are left out."""
    said: list[Line] = [(Span(f" {words}"),) if words else () for words in (title, title.partition(" (")[0])]
    # Level and order are less important: the header names the level too, and an arrow marks the sorted column.
    ways = ((*by, *of, *order), (*by, *order), by)
    lefts = [_begun((*before, *words, *way)) for way in ways for words in said]
    return roomiest(lefts, _since_words(view, since, cells - line_width(lefts[-1])), cells)


def first_seen_line(parts: Line, differs: Mapping[str, Any], cells: int) -> Line:
    """The line while dates are shown as first seen, with the difference to the reported count of late dossiers."""
    late = differs["all"].late if "all" in differs else 0
    words = Span(TEXT.first_seen.format(n=f"{late:+}") if late else TEXT.first_seen_same, TextRole.WARN)
    return roomiest(((*parts, Span("   "), words), (Span(" "), words)), (), cells)


def missing_line(sheet: str, parts: Line, cells: int) -> Line:
    """The line while the board's sheet is missing: which one. ``parts`` are left out if room is short."""
    words = (Span(f" {missing_sheet(sheet, cells - 2)}", TextRole.WARN),)
    return roomiest(((*parts, Span("  "), *words), words), (), cells)


def grouping_words(grouped: str) -> Line:
    """The part of the line about the grouping named ``grouped``; empty if the name is ""."""
    return (Span(f" {TEXT.grouped_by} ", TextRole.DIM), Span(grouped, TextRole.STRONG)) if grouped else ()


def level_words(level: str) -> Line:
    """The part of the line about the level."""
    return (Span(f"   {TEXT.level_word} ", TextRole.DIM), Span(LEVELS_SHORT[level], TextRole.STRONG))


def order_words(view: LeaderboardView | None, sorting: Order, columns: Sequence[GridColumn]) -> Line:
    """The part of the line about the sorted column and direction; empty if ``columns`` has no title for that column."""
    title = next((one_line(column.title) for column in columns if column.key == sorting.key), "")
    if not title:
        return ()
    if title == "±" and view is not None:
        title = f"± {_changed(view)}"
    arrow = "↓" if sorting.descending else "↑"
    return (Span(f"   {TEXT.sorted_by} ", TextRole.DIM), Span(f"{title.lower()} {arrow}", TextRole.STRONG))


def _changed(view: LeaderboardView) -> str:
    """The heading of the column whose change is always visible."""
    return heading(view.table.columns[view.changed])


def _since_words(view: LeaderboardView | None, since: str, room: int) -> Line:
    """The reference and, if there is room, the figure of ±. Empty while the ranking figure of every row is unknown."""
    if view is not None and view.table.main >= 0 and all(row[view.table.main] is None for row in view.table.rows):
        return ()
    plain: Line = (Span(f"{since} ", TextRole.DIM),) if since else ()
    if not since or view is None or not view.compared:
        return plain
    counted = "±" if view.cells >= ALL_CHANGES else f"± {_changed(view).lower()}"
    line = (Span(f"{counted} {since} ", TextRole.DIM),)
    return line if line_width(line) + 2 <= room else plain


def _begun(line: Line) -> Line:
    """The line with exactly one space at its start."""
    return (line[0]._replace(text=f" {line[0].text.lstrip()}"), *line[1:]) if line else ()
