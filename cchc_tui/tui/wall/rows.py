"""A leaderboard on the wall: rows as high as the room allows, and above them the totals as large figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cchc_tui.texts.tui import COLUMNS, TEXT
from cchc_tui.tui.style.ascii_fallback import ascii_only
from cchc_tui.tui.style.render import Line, Span, crop, fit, line_width, width
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.wall.ranking import Ranking, RankingEntry
from cchc_tui.tui.wall.view import MARGIN, PageView, heads_lines
from cchc_tui.tui.widgets.bars import bar, marked
from cchc_tui.tui.widgets.big_number import LEAST, big, big_width, rows_of

_LEAST_HEAD = rows_of(LEAST) + 2  # a large figure, its label, and an empty line
_LARGE = rows_of(LEAST) + 1  # rows of an entry with a large figure
_FEWEST_LARGE = 8
_HIGHEST = 4
_LEAST_BAR = 6
_PLACE, _MOVE = 2, 3


class _Plan(NamedTuple):
    """The layout of the rows: the entries shown, their height, and the widths of columns in cells (0: left out)."""

    entries: tuple[RankingEntry, ...]
    height: int
    large: bool
    head_rows: int
    place: int
    move: int
    name: int
    figure: int
    change: int
    more: tuple[int, ...]
    bar: int
    distance: int
    top: float
    mark: float | None  # the target's share of a bar
    brief: bool  # whether names are short


def ranking_lines(ranking: Ranking, view: PageView) -> list[Line]:
    """Draw the body of a leaderboard's page: totals, column titles and rows. Without rows, draw only the totals."""
    entries = ranking.first(view.most)
    if not entries:
        # A dash for a figure that is not known is not enlarged to the whole page.
        most = 20 if any(head.text != TEXT.nothing for head in ranking.heads) else _LEAST_HEAD
        return heads_lines(ranking.heads, view.inner, min(view.rows, most)) if ranking.heads else []
    plan = _plan(ranking, entries, view)
    lines: list[Line] = []
    if plan.head_rows:
        lines += [*heads_lines(ranking.heads, view.inner, plan.head_rows - 1), ()]
    lines += _titles(ranking, plan)
    for entry in plan.entries:
        lines += _row(entry, plan, view)
    return lines


def _plan(ranking: Ranking, entries: tuple[RankingEntry, ...], view: PageView) -> _Plan:
    heads = bool(ranking.heads)
    room = view.rows - 1  # without the row of titles
    fitting = (room - _LEAST_HEAD * heads) // _LARGE
    large = fitting >= min(_FEWEST_LARGE, len(entries))
    if large:
        entries = ranking.first(min(fitting, len(entries)))
        height = _LARGE
    else:
        height = max(1, min(_HIGHEST, (room - _LEAST_HEAD * heads) // len(entries)))
    entries = ranking.first(min(max(1, room // height), len(entries)))
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
    top = max(*(entry.value for entry in entries), ranking.target or 0.0) or 1.0
    mark = None if ranking.target is None else ranking.target / top
    name = min(name, view.inner - 2 - figure)
    widths = (place, move, name, figure, change, more, bars, distance)
    return _Plan(entries, height, large, head_rows, *widths, top, mark, brief)


def _take(spare: int, wanted: int) -> int:
    """Return ``wanted``, or 0 if fewer cells than that are left (``spare``)."""
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


def _titles(ranking: Ranking, plan: _Plan) -> list[Line]:
    left = MARGIN + plan.place + plan.move + plan.name + 2
    spans = [Span(" " * left), Span(fit(ranking.title, plan.figure, right=True), TextRole.DIM)]
    spans.append(Span(fit(COLUMNS["change"][0], plan.change, right=True), TextRole.DIM))
    for title, wide in zip(ranking.more, plan.more, strict=False):
        spans.append(Span("  " + fit(title, wide, right=True), TextRole.DIM))
    return [(*spans, _target_title(ranking, plan))]


def _target_title(ranking: Ranking, plan: _Plan) -> Span:
    """The title above the bars: the target's value, and a line above the target's mark; "" without target or bars."""
    if plan.mark is None or not plan.bar:
        return Span("")
    words = TEXT.target.format(n=ranking.target_text)
    left, right = f"{words} │", f"│ {words}"
    place = min(plan.bar - 1, int(plan.mark * plan.bar))
    if width(left) <= place + 1:
        return Span("  " + " " * (place + 1 - width(left)) + left, TextRole.DIM)
    room = plan.bar + plan.distance - place
    return Span("  " + " " * place + right if width(right) <= room else "", TextRole.DIM)


def _row(entry: RankingEntry, plan: _Plan, view: PageView) -> list[Line]:
    fresh, moved = entry.key in view.fresh, entry.key in view.moved
    middle = rows_of(LEAST) // 2 if plan.large else (plan.height - 1) // 2
    figures = dict(enumerate(big(entry.figure, LEAST))) if plan.large else {middle: entry.figure}
    before = [
        Span(" " * MARGIN),
        Span(fit(f"{entry.place} ", plan.place, right=True), TextRole.DIM),
        Span(fit(entry.move.text.strip(), max(0, plan.move - 1)), entry.move.role, moved and bool(entry.move.text)),
        Span(" " if plan.move else ""),
        Span(
            fit(entry.brief or entry.name if plan.brief else entry.name, plan.name),
            TextRole.STRONG if moved else TextRole.TEXT,
            moved,
        ),
        Span("  "),
    ]
    tail = _tail(entry, plan, fresh)
    lines: list[Line] = []
    for y in range(plan.height):
        figure = figures.get(y, "")
        line: list[Span] = list(before) if y == middle else [Span(" " * line_width(before))]
        line += [Span(" " * (plan.figure - width(figure))), Span(figure, TextRole.STRONG, fresh and not plan.large)]
        line += tail if y == middle else [Span(" " * line_width(tail))]
        if plan.bar:
            line += [Span("  "), Span(_bar(entry.value / plan.top, y, plan), TextRole.BAR)]
        if plan.distance and y == middle:
            line.append(Span(f"  {entry.distance}", TextRole.WARN))
        lines.append(tuple(crop(line, view.cells)))
    return lines


def _tail(entry: RankingEntry, plan: _Plan, fresh: bool) -> list[Span]:
    """Draw the part of a row after the main figure: its change, and the other figures."""
    text = entry.change.text if plan.change else ""
    spans = [Span(" " * (plan.change - width(text))), Span(text, entry.change.role, fresh and bool(text))]
    for value, wide in zip(entry.more, plan.more, strict=False):
        spans.append(Span("  " + fit(value.text, wide, right=True), value.role))
    return spans


def _bar(share: float, y: int, plan: _Plan) -> str:
    """Draw line ``y`` of a bar that fills the share ``share`` (0 to 1) of its cells.

    In a row of several lines, the bar leaves about one line empty. In a row of one line, it ends in eighths of a cell.
    """
    if plan.height == 1 or ascii_only():
        text = bar(share, plan.bar) if y == (plan.height - 1) // 2 else " " * plan.bar
    else:
        blocks = {2: "█▀", 3: "▄█▀", 4: "▄█▀ "}.get(plan.height, "▄███▀ ")
        cells = max(1, round(share * plan.bar)) if share > 0 else 0
        text = (blocks[y] * cells).ljust(plan.bar)
    return text if plan.mark is None else marked(text, plan.mark)
