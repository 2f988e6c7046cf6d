"""A leaderboard on the wall: rows as high as the room allows, and above them the totals as large figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cchc_tui.texts.tui import COLUMNS, TEXT
from cchc_tui.tui.style.ascii_fallback import ascii_only
from cchc_tui.tui.style.render import Line, Span, crop, fit, width
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.wall.ranking import Ranking, RankingEntry
from cchc_tui.tui.wall.view import MARGIN, PageView, heads_lines
from cchc_tui.tui.widgets.bars import bar, marked
from cchc_tui.tui.widgets.big_number import LEAST, big, big_width, rows_of
from cchc_tui.tui.widgets.columns import Cell

_LEAST_HEAD = rows_of(LEAST) + 2  # a large figure, its label, and an empty line
_LARGE = rows_of(LEAST) + 1  # rows of an entry with a large figure
_FEWEST_LARGE = 8
_HIGHEST = 4
_LEAST_BAR = 6
_PLACE, _MOVE = 2, 3
_FIGURE = 3  # the number of the main figure's column; the columns from here on are aligned to the right


class _Plan(NamedTuple):
    """The layout of the rows. Widths are in cells; a part with the width 0 is left out."""

    entries: tuple[RankingEntry, ...]  # those that are shown
    height: int  # the lines of each
    large: bool
    head_rows: int
    #: Blanks before the column, and its width: rank, move, name, main figure, its change, other figures.
    columns: tuple[tuple[int, int], ...]
    bar: int
    distance: int
    brief: bool  # whether names are short


def ranking_lines(ranking: Ranking, view: PageView) -> list[Line]:
    """Draw the body of a leaderboard's page: totals, column titles and rows. Without rows, draw only the totals."""
    named = ranking.notice(view.since).key
    entries = ranking.first(view.most, named)
    if not entries:
        # A dash for a figure that is not known is not enlarged to the whole page.
        most = 20 if any(head.text != TEXT.nothing for head in ranking.heads) else _LEAST_HEAD
        return heads_lines(ranking.heads, view.inner, min(view.rows, most)) if ranking.heads else []
    plan = _plan(ranking, entries, named, view)
    lines: list[Line] = []
    if plan.head_rows:
        lines += [*heads_lines(ranking.heads, view.inner, plan.head_rows - 1), ()]
    titles = ("", "", "", ranking.title, COLUMNS["change"][0], *ranking.more)
    words = "".join(" " * gap + fit(said, wide, True) for (gap, wide), said in zip(plan.columns, titles, strict=False))
    lines.append((Span(words + _target_title(ranking, plan), TextRole.DIM),))
    for entry in plan.entries:
        lines += _row(entry, plan, view)
    return lines


def _plan(ranking: Ranking, entries: tuple[RankingEntry, ...], named: str, view: PageView) -> _Plan:
    heads = bool(ranking.heads)
    room = view.rows - 1  # without the row of titles
    fitting = (room - _LEAST_HEAD * heads) // _LARGE
    large = fitting >= min(_FEWEST_LARGE, len(entries))
    if large:
        entries = ranking.first(min(fitting, len(entries)), named)
        height = _LARGE
    else:
        height = max(1, min(_HIGHEST, (room - _LEAST_HEAD * heads) // len(entries)))
    entries = ranking.first(min(max(1, room // height), len(entries)), named)
    left = room - len(entries) * height
    head_rows = min(left, view.rows // 3 + 2) if heads and left >= _LEAST_HEAD else 0
    figure = max(width(ranking.title), 5, *((big_width if large else width)(entry.figure) for entry in entries))
    change = max((width(entry.change.text) for entry in entries), default=0)
    distance = max((width(entry.distance) + 2 for entry in entries if entry.distance), default=0)
    change = max(5, change) + 2 if change else 0
    move = _MOVE + 1 if any(entry.move.text for entry in entries) else 0
    aims = ranking.target is not None
    name = max(width(entry.name) for entry in entries)
    brief = aims and view.inner - name - 2 - figure < _PLACE + 1 + change + move + distance + _LEAST_BAR + 2
    if brief:
        name = max(width(entry.brief or entry.name) for entry in entries)
    spare = view.inner - name - 2 - figure
    place = _take(spare, _PLACE + 1)
    change = _take(spare - place, change)
    distance = _take(spare - place - change, distance)
    spare -= place + change + distance
    move = _take(spare - _LEAST_BAR - 2 * aims, move)
    spare -= move
    more = _more(ranking, entries, spare, max(2 * _LEAST_BAR, view.inner // 5))
    spare -= sum(more) + 2 * len(more)
    bars = max(0, spare - 2) if spare - 2 >= _LEAST_BAR else 0
    name = min(name, view.inner - 2 - figure)
    names = ((MARGIN, place), (0, max(0, move - 1)), (min(1, move), name))
    columns = (*names, (2, figure), (0, change), *((2, wide) for wide in more))
    return _Plan(entries, height, large, head_rows, columns, bars, distance, brief)


def _take(spare: int, wanted: int) -> int:
    """Return ``wanted`` cells if ``spare`` has as many, else 0."""
    return wanted if spare >= wanted else 0


def _more(ranking: Ranking, entries: Sequence[RankingEntry], room: int, bar: int) -> tuple[int, ...]:
    """The widths of further figures that fit beside a bar. Without a target, the first one may take the bar's room."""
    widths: list[int] = []
    for n, title in enumerate(ranking.more):
        wide = max(width(title), *(width(entry.more[n].text) for entry in entries))
        if sum(widths) + 2 * len(widths) + wide + 2 > room - bar * (n > 0 or ranking.target is not None):
            break
        widths.append(wide)
    return tuple(widths)


def _target_title(ranking: Ranking, plan: _Plan) -> str:
    """The title above the bars, with the target's value and a line above the target's mark.

    The title is "" if there is no target, if no bars are drawn, or if it does not fit.
    """
    mark = plan.entries[0].bar.mark
    if mark is None or not plan.bar:
        return ""
    words = TEXT.target.format(n=ranking.target_text)
    left, right = f"{words} │", f"│ {words}"
    place = min(plan.bar - 1, int(mark * plan.bar))
    if width(left) <= place + 1:
        return "  " + " " * (place + 1 - width(left)) + left
    room = plan.bar + plan.distance - place
    return "  " + " " * place + right if width(right) <= room else ""


def _row(entry: RankingEntry, plan: _Plan, view: PageView) -> list[Line]:
    fresh, moved = entry.key in view.fresh, entry.key in view.moved
    middle = rows_of(LEAST) // 2 if plan.large else (plan.height - 1) // 2
    figures = dict(enumerate(big(entry.figure, LEAST))) if plan.large else {middle: entry.figure}
    name = entry.brief or entry.name if plan.brief else entry.name
    cells = (
        Span(f"{entry.place:>{_PLACE}} ", TextRole.DIM),
        Span(entry.move.text.strip(), entry.move.role, moved),
        Span(name, TextRole.STRONG if moved else TextRole.TEXT, moved),
        Span(entry.figure, TextRole.STRONG, fresh and not plan.large),
        Span(entry.change.text, entry.change.role, fresh),
        *(Span(value.text, value.role) for value in entry.more),
    )
    lines: list[Line] = []
    for y in range(plan.height):
        line: list[Span] = []
        for n, ((gap, wide), span) in enumerate(zip(plan.columns, cells, strict=False)):
            text = figures.get(y, "") if n == _FIGURE else span.text if y == middle else ""
            pad = " " * (wide - width(text)) if n >= _FIGURE else ""  # a mark covers the figure, not the blanks
            shown = fit(text, wide - len(pad))
            line += [Span(" " * gap + pad), span._replace(text=shown, fresh=span.fresh and bool(text))]
        if plan.bar:
            line += [Span("  "), Span(_bar(entry.bar, y, plan), TextRole.BAR)]
        if plan.distance and y == middle:
            line.append(Span(fit(entry.distance, plan.distance, right=True), TextRole.WARN))
        lines.append(tuple(crop(line, view.cells)))
    return lines


def _bar(cell: Cell, y: int, plan: _Plan) -> str:
    """Draw line ``y`` of the bar of a cell.

    In a row of several lines, the bar leaves about one line empty. In a row of one line, it ends in eighths of a cell.
    """
    share = cell.bar or 0.0
    if plan.height == 1 or ascii_only():
        text = bar(share, plan.bar) if y == (plan.height - 1) // 2 else " " * plan.bar
    else:
        blocks = {2: "█▀", 3: "▄█▀", 4: "▄█▀ "}.get(plan.height, "▄███▀ ")
        cells = max(1, round(share * plan.bar)) if share > 0 else 0
        text = (blocks[y] * cells).ljust(plan.bar)
    return text if cell.mark is None else marked(text, cell.mark)
