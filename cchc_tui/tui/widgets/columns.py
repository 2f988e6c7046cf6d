"""Columns of a grid: their widths, and which of them have room.

A column without room is left out and not cut, because a unit's name without its end may be another unit's name
(Phường 1, Phường 11). A column with ``cut``, such as a procedure's name, becomes narrower if leaving out others is not
enough. Before a figure is left out, texts with a ``short`` form are shortened. No column reaches beyond the edge.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from cchc_tui.texts.language import tr
from cchc_tui.tui.style.render import Line, Span, fit, fit_tail, width
from cchc_tui.tui.style.themes import Background, TextRole
from cchc_tui.tui.widgets.bars import bar, spark_line

GUTTER = 2  # room for the cursor's sign and the sign of a change
EDGE = 1  # room for the scroll mark
_LEAST_CUT = 12  # no column becomes narrower while another can be left out
_READABLE = 24  # before a text with ``cut`` becomes narrower, others are shown in their short forms
FIGURES = 5  # columns with ``drop`` up to this are figures: they matter more than names in full


Value: TypeAlias = str | int | float | None


class Cell(NamedTuple):
    """A cell's content, which is a text, a ``bar`` (0 to 1), or a ``series`` of values.

    A bar or a series is drawn as wide as the column.

    The last ``stale`` values of a series are grey. ``mark`` (0 to 1) is where a line crosses the bar. ``value`` is what
    the text means, for sorting and export: a number, a share of 1, or a stamp; None if the text itself is the value. If
    ``text`` is shortened, ``whole`` is the full text, for filters and export. ``short`` replaces ``text`` in a column
    that shows short forms.
    """

    text: str = ""
    role: TextRole = TextRole.TEXT
    bar: float | None = None
    series: tuple[int, ...] = ()
    value: Value = None
    whole: str = ""
    stale: int = 0
    short: str = ""
    mark: float | None = None


class GridRow(NamedTuple):
    """A row: its key, and one cell for each column of the grid, also for columns that are not shown."""

    key: str
    cells: tuple[Cell, ...]


class GridColumn(NamedTuple):
    """How one column is drawn."""

    key: str
    title: str  # may have two lines; translated when it is drawn
    width: int  # the least width
    right: bool = False
    drop: int = 0  # 0: always shown; else the highest number is left out first
    grow: int = 0  # the width if there is room
    watch: bool = False  # a changed text is marked for some seconds
    measured: bool = False  # as wide as its longest text, for names
    cut: bool = False  # may become narrower than its text
    tail: bool = False  # a cut text keeps its end, for codes, which all start alike
    short: int = 0  # the least width of the short forms; 0: there are none
    kind: str = ""  # the type of its values, as named in ``boards.table.ValueType``; "" for texts
    stays: bool = False  # always among the user's choice of columns, because it names the row
    sortable: bool = True  # False for a drawing or a rank: rows are sorted by another column
    indent: int = 0  # cells before the text, for a sign; the title begins above the text


class Placed(NamedTuple):
    """The place of a shown column: ``number`` is its index, ``x`` its first cell."""

    number: int
    x: int
    width: int
    column: GridColumn
    short: bool = False  # whether its cells are in their short forms

    @property
    def end(self) -> int:
        """The first cell after the column."""
        return self.x + self.width


def arrange(
    columns: Sequence[GridColumn],
    rows: Sequence[GridRow],
    in_sight: Sequence[GridRow],
    cells: int,
    chosen: Sequence[str] = (),
    sorted_by: str = "",
) -> tuple[tuple[Placed, ...], bool]:
    """Choose and place the columns that fit. Also return whether the result depends on the rows ``in_sight``.

    Columns are as wide as all ``rows`` need. If a figure or a ``chosen`` column then has no room, texts are shown in
    their short forms. If there is still no room, columns are only as wide as the rows ``in_sight`` need. If these two
    steps bring no further column, texts stay in full, unless others would be cut to a few letters.
    """
    short = frozenset(i for i, column in enumerate(columns) if column.short or any(row.cells[i].short for row in rows))
    in_full: tuple[Placed, ...] = ()
    for form in (frozenset(), short) if short else (frozenset(),):
        widths = measure(columns, rows, form)
        placed = place(columns, widths, cells, chosen, sorted_by, form)
        cut = any(spot.width < widths[spot.number] for spot in placed if spot.number in short)
        lost = _lost(columns, placed, chosen)
        squeezed = not form and any(
            spot.column.cut and spot.width < min(widths[spot.number], _READABLE) for spot in placed
        )
        if not cut and not lost and not (short and squeezed):
            return placed, False
        if not cut and not form and not squeezed:
            in_full = placed
    narrow = placed
    by_sight = any(column.measured for column in columns)
    if by_sight:
        narrow = place(columns, measure(columns, in_sight, short), cells, chosen, sorted_by, short)
    if [spot.number for spot in narrow] == [spot.number for spot in in_full]:
        return in_full, False
    return narrow, by_sight


def _lost(columns: Sequence[GridColumn], placed: Sequence[Placed], chosen: Sequence[str]) -> bool:
    """Whether ``placed`` lacks a column that the user chose or, if the user chose no columns, a column of figures."""
    there = {spot.number for spot in placed}
    wanted = chosen_columns(columns, chosen)
    return any(bool(chosen) or columns[i].drop <= FIGURES for i in wanted if i not in there)


def place(
    columns: Sequence[GridColumn],
    widths: Sequence[int],
    cells: int,
    chosen: Sequence[str] = (),
    sorted_by: str = "",
    short: Collection[int] = (),
) -> tuple[Placed, ...]:
    """Choose and place the columns that fit. ``widths`` are the widths that the columns need.

    ``chosen`` are the keys of the columns that the user wants. The columns named first get room first. The column that
    rows are ``sorted_by`` is always shown. ``short`` are the indexes of columns that show their short forms.
    """
    columns = [column._replace(drop=0) if column.key == sorted_by else column for column in columns]
    room = cells - GUTTER - EDGE
    shown = chosen_columns(columns, chosen)
    close = [wide + _arrow_cell(column, wide, sorted_by) for column, wide in zip(columns, widths, strict=True)]
    while _need(shown, close, 1) > room:
        dropped = _first_to_go(columns, shown, bool(chosen), sorted_by)
        if dropped is None:
            break
        shown.remove(dropped)
    gap, widths = (2, widths) if _need(shown, widths, 2) <= room else (1, close)
    widths = _squeezed(columns, widths, shown, _need(shown, widths, gap) - room)
    while _need(shown, widths, gap) > room and (last := [i for i in shown[1:] if not columns[i].stays]):
        shown.remove(next((i for i in reversed(last) if columns[i].key != sorted_by), last[-1]))
    spare = room - _need(shown, widths, gap)
    placed: list[Placed] = []
    x = GUTTER
    for index in shown:
        more = max(0, min(spare, columns[index].grow - widths[index]))
        spare -= more
        wide = max(1, min(widths[index] + more, cells - EDGE - x))
        placed.append(Placed(index, x, wide, columns[index], index in short))
        x += wide + gap
    return tuple(placed)


def _arrow_cell(column: GridColumn, wide: int, sorted_by: str) -> int:
    """The number of cells that a column needs for its arrow, if the gap after the column is only one cell wide.

    1 if the rows are sorted by the column and each line of its title fills the column; else 0.
    """
    return int(column.key == sorted_by and all(width(words) >= wide for words in tr(column.title).split("\n")))


def _squeezed(columns: Sequence[GridColumn], widths: Sequence[int], shown: Sequence[int], excess: int) -> Sequence[int]:
    """Return the widths with ``excess`` cells less in all. Only columns with ``cut`` become narrower.

    One cell after the other is taken from the column that is then the widest. No column becomes narrower than
    ``_LEAST_CUT`` cells, so fewer cells may be taken.
    """
    narrower = list(widths)
    cut = [i for i in shown if columns[i].cut]
    for _ in range(excess if cut else 0):
        widest = max(cut, key=lambda i: narrower[i])
        if narrower[widest] <= _LEAST_CUT:
            break
        narrower[widest] -= 1
    return narrower


def chosen_columns(columns: Sequence[GridColumn], chosen: Sequence[str]) -> list[int]:
    """The indexes of the columns to show: first those that name the row, then those in ``chosen``.

    If ``chosen`` names no column, all columns are shown.
    """
    numbers = {column.key: i for i, column in enumerate(columns)}
    wanted = [numbers[key] for key in chosen if key in numbers]
    if not wanted:
        return list(range(len(columns)))
    return [i for i, column in enumerate(columns) if column.stays and i not in wanted] + wanted


def _first_to_go(columns: Sequence[GridColumn], shown: Sequence[int], chosen: bool, sorted_by: str) -> int | None:
    """The index of the column to leave out next; None if every column has to stay."""
    if chosen:
        return next((i for i in reversed(shown) if not columns[i].stays and columns[i].key != sorted_by), None)
    dropped = max(shown, key=lambda i: (columns[i].drop, i), default=None)
    return dropped if dropped is not None and columns[dropped].drop else None


def _need(shown: Sequence[int], widths: Sequence[int], gap: int) -> int:
    return sum(widths[i] for i in shown) + gap * max(0, len(shown) - 1)


def header_lines(
    placed: Sequence[Placed], sorted_by: str, descending: bool, numbers: Mapping[int, str] | None = None
) -> list[Line]:
    """Draw the titles, with an arrow beside the title of the column that rows are sorted by.

    ``numbers`` maps the index of a column to the digit key that sorts by the column. The first line of the titles shows
    these digits.
    """
    titles = [[" " * spot.column.indent + part for part in tr(spot.column.title).split("\n")] for spot in placed]
    height = max((len(title) for title in titles), default=1) if any(map(any, titles)) else 0
    lines: list[list[Span]] = [[] for _ in range(height)]
    ends = [0] * height
    for nth, (spot, title) in enumerate(zip(placed, titles, strict=True)):
        words = [*([""] * (height - len(title))), *title]
        chosen = spot.column.key == sorted_by
        beside = placed[nth + 1].x - spot.end > 1 if nth + 1 < len(placed) else True
        arrow, inside = _arrow(words, len(title), spot, beside) if chosen else (-1, False)
        for y, line in enumerate(lines):
            sign = ("↓" if descending else "↑") if y == arrow else ""
            number = numbers.get(spot.number, "") if numbers and not y else ""
            inner = words[y] + (sign if inside else "")
            line.append(Span(" " * (spot.x - ends[y])))
            line.extend(_title(inner, number, spot, TextRole.STRONG if chosen else TextRole.DIM))
            ends[y] = spot.end
            if sign and not inside:
                line.append(Span(sign, TextRole.STRONG))
                ends[y] += 1
    return [tuple(line) for line in lines]


def _arrow(words: Sequence[str], lines: int, spot: Placed, beside: bool) -> tuple[int, bool]:
    """The line of the title that has the arrow; and whether the arrow is in the column, not in the gap after it."""
    height = len(words)
    if beside and (spot.column.right or width(words[-1]) >= spot.width):
        return height - 1, False
    roomy = [y for y in range(height - lines, height) if width(words[y]) < spot.width]
    return (roomy[-1], True) if roomy else (height - 1, False)


def _title(words: str, number: str, spot: Placed, role: TextRole) -> list[Span]:
    """Draw one line of a title after ``number``, the digit to press ("": none). A title that is too long is cut."""
    right = spot.column.right
    if not number:
        return [Span(fit(words, spot.width, right), role)]
    room = spot.width - 1
    text = fit(f" {words}", min(room, width(words) + 1)) if words else ""
    pad = Span(" " * (room - width(text)))
    return [*((pad,) if right else ()), Span(number, TextRole.KEY), Span(text, role), *(() if right else (pad,))]


def row_line(
    row: GridRow,
    placed: Sequence[Placed],
    marks: str,
    fresh: frozenset[int] = frozenset(),
    backgrounds: Mapping[int, Background] | None = None,
) -> Line:
    """Draw a row, with the signs ``marks`` in front of its cells. The indexes of changed cells are ``fresh``.

    ``backgrounds`` maps the index of a cell to the cell's own background, if it has one.
    """
    spans: list[Span] = [Span(marks, TextRole.WARN)]
    x = len(marks)
    for spot in placed:
        cell = row.cells[spot.number]
        spans.append(Span(" " * (spot.x - x)))
        if backgrounds and spot.number in backgrounds:
            spans.append(Span(_drawn(cell, spot), TextRole.STRONG, False, backgrounds[spot.number]))
        elif cell.series:
            spans.extend(spark_line(cell.series, spot.width, cell.stale))
        else:
            spans.extend(_padded(_drawn(cell, spot), cell.role, spot.number in fresh))
        x = spot.end
    return tuple(spans)


def _drawn(cell: Cell, spot: Placed) -> str:
    if cell.bar is not None:
        return bar(cell.bar, spot.width, cell.mark)
    text = _text(cell, spot.short)
    return fit_tail(text, spot.width) if spot.column.tail else fit(text, spot.width, spot.column.right)


def _text(cell: Cell, short: bool) -> str:
    return cell.short if short and cell.short else cell.text


def _padded(drawn: str, role: TextRole, fresh: bool) -> list[Span]:
    """The spans of a drawn cell. In a changed (``fresh``) cell only the figure is marked, not the blanks around it."""
    if not fresh:
        return [Span(drawn, role)]
    inner = drawn.strip(" ")
    before, _, after = drawn.partition(inner) if inner else (drawn, "", "")
    return [Span(before), Span(inner, role, fresh=True), Span(after)]


def measure(columns: Sequence[GridColumn], rows: Sequence[GridRow], short: Collection[int] = ()) -> tuple[int, ...]:
    """The width that each column needs for its title and, if ``measured``, for its texts.

    ``short`` has the columns that show short forms.
    """
    widths = []
    for i, column in enumerate(columns):
        least = (column.short if i in short else 0) or column.width
        title = map(width, tr(column.title).split("\n"))
        texts = (_text(row.cells[i], i in short) for row in (rows if column.measured else ()))
        widths.append(max(least, *title, *map(width, texts)))
    return tuple(widths)


def scroll_mark(y: int, top: int, body: int, total: int) -> Span:
    """Draw line ``y`` of the scroll bar for ``body`` of ``total`` rows, from row ``top`` on; a space if all fit."""
    if total <= body:
        return Span(" ")
    size = max(1, body * body // total)
    begin = (body - size) * top // max(1, total - body)
    return Span("┃" if begin <= y < begin + size else "│", TextRole.DIM)
