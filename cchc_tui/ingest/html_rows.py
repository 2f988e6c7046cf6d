"""Finds the rows of tables in the source of a page. A "<tr" that is neither a row nor part of a cell is reported.

A browser hides rows, for example after an unclosed comment or an early ``</table>``. So this module has rules of its
own. A cell ends at its ``</td>``, whatever was typed into it. A table inside a cell is part of the cell's text, unless
the table has the headings of a list, as in a page whose layout is made by tables. Rows after ``</table>`` belong to the
list.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from cchc_tui.ingest.html_spans import Spread
from cchc_tui.ingest.markup import CELL, CELL_EDGE, EDGE, MARK, ROW, ROW_OR_CELL, ROW_START, TABLE, text_of
from cchc_tui.settings import Limits

_RAW_CELL = tuple[str, str]
#: A table inside a cell with fewer cells than this is not a list.
_LEAST_CELLS = 8
_LOOKED_AT_ROWS = 60
#: An enclosing element is searched within these distances before a table, nearest first, as it usually is near.
_BEFORE = (100, 1_000, 10_000)
_LONGEST_CELL = 100_000
#: Deepest nesting of tables in a page's layout.
_DEEPEST = 12
_HIDING = frozenset(("!--", "script", "style", "xml"))


@dataclass(slots=True)
class TagCounts:
    """Counts the "<tr" tags in the source of one table. ``read`` counts those that were read as rows.

    The other attributes count the tags that were not read as rows, by reason.
    """

    read: int = 0
    #: Inside a cell: in a table there, or typed into it.
    in_cells: int = 0
    #: Inside comments and scripts of the page.
    hidden: int = 0
    #: In tables inside a cell that are separate lists.
    elsewhere: int = 0

    @property
    def sum(self) -> int:
        """The number of all "<tr" tags."""
        return self.read + self.in_cells + self.hidden + self.elsewhere


@dataclass(slots=True)
class Region:
    """A range of a page's text: a table with everything up to the next table, or a list inside a cell."""

    start: int
    end: int
    tags: TagCounts = field(default_factory=TagCounts)


class PageRows:
    """Finds the tables in a page's text, and the rows of each table."""

    def __init__(self, text: str, is_list: Callable[[list[list[str]]], bool], limits: Limits):
        self._text = text
        self._inner: dict[int, int] = {}  # tables inside cells: start → end
        self._deep: set[int] = set()  # tables inside cells that are nested too deeply to be lists
        self._lists: list[int] = []  # tables inside cells that are lists
        self._last_close = text.rfind("-->")
        self._edge: tuple[int, int, bool] = (0, -1, False)
        self._endless: set[tuple[str, int]] = set()  # elements without an end in the rest of a table
        tops = self._find_tables()
        found = [
            start
            for start, end in sorted(self._inner.items())
            if start not in self._deep
            and sum(1 for _ in islice(CELL_EDGE.finditer(text, start, end), 2 * _LEAST_CELLS)) == 2 * _LEAST_CELLS
            and is_list(list(islice(self.rows(Region(start, end), Spread(limits)), _LOOKED_AT_ROWS)))
        ]
        self._lists = found
        #: The tables in order.
        self.regions = list(self._regions(tops))

    def _regions(self, tops: list[int]) -> Iterator[Region]:
        starts = tops or [self._first()]
        if tops and ROW_OR_CELL.search(self._text, self._first(), tops[0]):
            starts = [self._first(), *tops]
        for start, end in zip(starts, [*starts[1:], len(self._text)], strict=True):
            if ROW_OR_CELL.search(self._text, start, end):
                yield Region(start, end)
            inside = self._lists[bisect_left(self._lists, start) : bisect_left(self._lists, end)]
            yield from (Region(place, self._inner[place]) for place in inside)

    def count(self, region: Region) -> int:
        """The number of "<tr" tags in the source of a table."""
        return sum(1 for _ in ROW_START.finditer(self._text, region.start, region.end))

    def outside(self) -> Iterator[tuple[int, int]]:
        """Yield (start, end) of each range of the page's text that is outside all tables."""
        since = self._first()
        for region in self.regions:
            if region.start >= since:
                yield since, region.start
                last = since
                for mark in TABLE.finditer(self._text, region.start, region.end):
                    last = mark.end() if mark[1] else last
                since = (
                    max(last, region.start) if ROW_START.search(self._text, last, region.end) is None else region.end
                )
        yield since, len(self._text)

    def _first(self) -> int:
        """The position of the body tag; 0 if there is none.

        Scripts before the body may contain text that looks like tables.
        """
        body = re.search(r"<body\b", self._text, re.I)
        return body.start() if body is not None else 0

    def rows(self, region: Region, spread: Spread) -> Iterator[list[str]]:
        """Yield the rows of one table. Each row has its cells' texts in their columns.

        Counts "<tr" tags in ``region.tags``.
        """
        text, end, position, tags = self._text, region.end, region.start, region.tags
        while True:
            if (plain := ROW.match(text, position, end)) is not None:
                position, body = plain.end(), plain[1]
                tags.read += 1
                yield self._row(CELL.findall(body), body, spread)
                continue
            mark = MARK.search(text, position, end)
            if mark is None:
                return
            name, is_start = mark[2].lower(), not mark[1]
            if name in _HIDING:
                position = self._after_hidden(mark, end, tags)
            elif is_start and name in ("tr", "td", "th"):
                others = tags.hidden + tags.elsewhere
                cells, position = self._irregular_row(mark, end, spread, tags)
                starts = sum(1 for _ in ROW_START.finditer(text, mark.start(), position))
                tags.read += name == "tr"
                tags.in_cells += starts - (name == "tr") - (tags.hidden + tags.elsewhere - others)
                yield self._row(cells, "", spread)
            else:
                if name in ("thead", "tbody", "tfoot"):
                    spread.end_group()
                position = mark.end()

    @staticmethod
    def _row(cells: list[_RAW_CELL], body: str, spread: Spread) -> list[str]:
        if body.count("<") > 2 * len(cells) or "&" in body or not body:
            cells = [(tag, text_of(content)) for tag, content in cells]
        return spread.row(cells, not body or "span" in body.lower())

    def _irregular_row(
        self, mark: re.Match[str], end: int, spread: Spread, tags: TagCounts
    ) -> tuple[list[_RAW_CELL], int]:
        """The cells of an irregular row, and the position at which the row ends. The tag ``mark`` begins the row."""
        row = _IrregularRow(self._text)
        position = mark.end() if mark[2].lower() == "tr" else mark.start()
        while (edge := MARK.search(self._text, position, end)) is not None:
            name, is_start, position = edge[2].lower(), not edge[1], edge.end()
            if name in _HIDING:
                if not row.in_cell:
                    position = self._after_hidden(edge, end, tags)
            elif name in ("td", "th"):
                if is_start:
                    row.open(edge)
                else:
                    row.close(edge.start(), position)
            elif (inner := self._inner.get(edge.start())) is not None:
                if bisect_left(self._lists, edge.start()) != bisect_left(self._lists, inner):
                    row.leave_out(edge.start(), inner)
                    tags.elsewhere += sum(1 for _ in ROW_START.finditer(self._text, edge.start(), inner))
                position = inner
            elif not row.in_cell or not (self._is_typed(position) or (name == "table" and is_start)):
                row.close(edge.start(), edge.start())
                return row.cells(spread.room), position if name == "tr" and not is_start else edge.start()
        row.close(end, end)
        return row.cells(spread.room), end

    def _after_hidden(self, mark: re.Match[str], end: int, tags: TagCounts) -> int:
        """The end of a comment or script outside all cells. ``mark`` is its start tag.

        If the comment or script has no end before ``end``, it hides nothing. Then the result is the end of the start
        tag.
        """
        name, begun = mark[2].lower(), mark.end()
        if mark[1] or (name, end) in self._endless:
            return begun
        closing = "-->" if name == "!--" else rf"</{name}\s*>"
        found = re.compile(closing, re.I).search(self._text, begun, end)
        if found is None:
            self._endless.add((name, end))
            return begun
        stop = found.end()
        tags.hidden += sum(1 for _ in ROW_START.finditer(self._text, begun, stop))
        return stop

    def _is_typed(self, position: int) -> bool:
        """Whether a tag is text that somebody typed into a cell. ``position`` is the end of this tag.

        The tag is inside a cell, and so was typed, if the next tag of a cell is an end tag.
        """
        since, at, is_end = self._edge
        if not since <= position <= at:
            found = CELL_EDGE.search(self._text, position)
            at, is_end = (len(self._text), False) if found is None else (found.start(), bool(found[1]))
            self._edge = (position, at, is_end)
        return is_end

    def _find_tables(self) -> list[int]:
        """The starts of the tables outside cells.

        Tables inside cells are stored in ``_inner``. Tables that are nested too deeply are also stored in ``_deep``.
        """
        tops: list[int] = []
        open_: list[tuple[int, bool]] = []
        passed, closed = self._first(), 0
        for mark in TABLE.finditer(self._text, passed):
            start = mark.start()
            if start < passed:
                continue
            if mark[0] == "<!--":
                if start < self._last_close and not self._is_in_cell(start, closed):
                    passed = self._text.find("-->", start) + 3
            elif mark[1]:
                if open_ and (open_[-1][1] or not self._is_typed(mark.end())):
                    begun, is_inside = open_.pop()
                    if is_inside and self._is_cells_end(mark.end()):
                        self._inner[begun] = closed = mark.end()
                    elif is_inside and open_:
                        open_.pop()  # the start was typed as text, and this is the end of the enclosing table
            elif not self._is_typed(mark.end()):
                if self._is_in_cell(start, closed):
                    if len(open_) > _DEEPEST:
                        self._deep.add(start)
                    open_.append((start, True))
                else:
                    tops.append(start)
                    open_ = [(start, False)]
        return tops

    def _is_in_cell(self, position: int, closed: int) -> bool:
        """Whether a position is inside a cell.

        ``closed`` is the end of the last table inside a cell (0: there is none).
        """
        for before in _BEFORE:
            since = max(closed, position - before)
            if edges := EDGE.findall(self._text, since, position):
                mark, name = edges[-1]
                return not mark and name.lower() in ("td", "th")
            if since == closed:
                return closed > 0
        return False

    def _is_cells_end(self, position: int) -> bool:
        """Whether the table that ends at ``position`` is inside a cell.

        The table is inside a cell if the next tag starts a table, or is a tag of a cell or row.
        """
        edge = EDGE.search(self._text, position)
        return edge is not None and (edge[2].lower() in ("td", "th", "tr") or edge[0].lower() == "<table")


class _IrregularRow:
    def __init__(self, text: str):
        self._text = text
        self._cells: list[_RAW_CELL] = []
        self._begun: int | None = None
        self._tag = ""
        self._left_out: list[tuple[int, int]] = []
        self._last_end = 0
        self._unclosed: list[int] = []  # indexes of cells that had not ended when the next one began

    @property
    def in_cell(self) -> bool:
        return self._begun is not None

    def open(self, mark: re.Match[str]) -> None:
        if self._begun is not None:
            is_empty = self._tag.endswith("/")
            self.close(mark.start(), mark.start())
            if not is_empty:
                self._unclosed.append(len(self._cells))
        self._begun, self._tag = mark.end(), mark[3]

    def close(self, at: int, after: int) -> None:
        """End the open cell at ``at``. ``after`` is the end of the tag that ends the cell.

        If no cell is open, the previous end tag was text that somebody typed. Then the last cell is extended to ``at``.
        """
        if self._begun is not None:
            self._cells.append((self._tag, self._slice(self._begun, at)))
        elif self._cells and after > at:
            tag, content = self._cells[-1]
            self._cells[-1] = (tag, content + self._slice(self._last_end, at))
        self._begun, self._last_end = None, after

    def leave_out(self, start: int, end: int) -> None:
        self._left_out.append((start, end))

    def _slice(self, start: int, end: int) -> str:
        parts, left_out = [], self._left_out
        self._left_out = []
        for begun, stop in left_out:
            parts.append(self._text[start:begun])
            start = stop
        return "".join([*parts, self._text[start : min(end, start + _LONGEST_CELL)]])

    def cells(self, room: int) -> list[_RAW_CELL]:
        """The cells of the row. ``room`` is the number of cells that make the row as wide as the previous row.

        If the row has more than ``room`` cells, a "<td>" inside a cell may be text that somebody typed. It counts as
        text if the row then has exactly ``room`` cells.
        """
        cells, typed = self._cells, self._unclosed
        # If no cell has an end, none was typed as text.
        if typed and 1 < room == len(cells) - len(typed):
            for place in reversed(typed):
                tag, content = cells[place - 1]
                cells[place - 1 : place + 1] = [(tag, f"{content} {cells[place][1]}")]
        return cells
