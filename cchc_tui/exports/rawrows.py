"""Rows of a sheet's XML by one regular expression made from its first rows; see ``rawsheet``."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from xml.etree import ElementTree

import msgspec

from cchc_tui.exports import problems
from cchc_tui.exports.grids import Cell, Chunk, Rows
from cchc_tui.exports.packages import column_number
from cchc_tui.settings import Limits

_PROBED_ROWS = 30
#: How many rows that the pattern misses are looked at for a form that was not seen before.
_LEARNT_FROM = 40
#: A block of which the pattern still misses more than this share is not of the common form.
_MOST_MISSED = 0.2
_SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ROW = re.compile(r"<row(?: [^>]*)?/>|<row(?: [^>]*[^/>])?>.*?</row>", re.DOTALL)
#: How a cell of each type is written after its reference and style, with its value as the one group. The quantifiers
#: are possessive (what they took they keep), which halves the time of a match.
_FORMULA = r"(?:<f[^>]*+>(?:[^<]*+</f>)?+)?+"
_WRITTEN = {
    "s": r' t="s"><v>([0-9]++)</v></c>',
    "n": rf'(?: t="n")?+>{_FORMULA}<v>([-+.0-9eE]++)</v></c>',
    "inlineStr": r' t="inlineStr"><is><t(?: xml:space="preserve")?+>([^<]*+)</t></is></c>',
    "str": rf' t="str">{_FORMULA}<v(?: xml:space="preserve")?+>([^<]*+)</v></c>',
    "b": rf' t="b">{_FORMULA}<v>([01])</v></c>',
    "e": rf' t="e">{_FORMULA}<v>([^<]*+)</v></c>',
}
_EMPTY = "/>|></c>"
_SAMPLED = 200
_MOST_SHARED = 50_000
_numbers_of = msgspec.json.Decoder(list[int]).decode


class Unlike(Exception):  # noqa: N818  no error: calamine takes over
    """The workbook is not of the form that this module reads."""


class SheetRows:
    """Makes chunks of the blocks of one sheet, learning from its rows how they are written."""

    def __init__(self, name: str, root: str, strings: list[str], limits: Limits):
        """``root`` is the sheet's first tag, with its namespaces."""
        self._name = name
        self._root = root
        self._strings = strings
        self._shared = Shared(strings)
        self._limits = limits
        self._types: dict[int, list[str]] = {}  # column from 0 → the types seen in it
        self._styled: set[int] = set()
        self._emptied: set[int] = set()  # columns with cells that have a style and no value
        self._columns: list[tuple[int, str]] = []
        self._pattern: re.Pattern[str] | None = None
        self._last = 0

    def read(self, block: str) -> Iterator[Chunk]:
        """The rows of a block of whole rows."""
        if self._pattern is None:
            rows = _ROW.findall(block)
            if _ROW.sub("", block).strip():
                raise Unlike  # something else stands between the rows
            yield from self._probe(rows[:_PROBED_ROWS])
            block = "".join(rows[_PROBED_ROWS:])
        count = block.count("</row>")  # rows without cells close themselves, and are not missed
        if not count:
            return
        found = self._matches(block)
        while len(found) != count and self._learns_from(block):
            found = self._matches(block)
        if len(found) < (1 - _MOST_MISSED) * count:
            raise Unlike
        if len(found) == count:
            yield self._chunk(found, block)
        else:
            yield from self._piece_by_piece(block, count)

    def _probe(self, rows: Sequence[str]) -> Iterator[Chunk]:
        """The first rows; from their later half the pattern is made: headings have styles that their rows have not."""
        half = len(rows) // 2
        if half:
            yield self._slowly(rows[:half])
        for seen in (self._types, self._styled, self._emptied):
            seen.clear()
        if rows:
            yield self._slowly(rows[half:])
        self._learn()

    def _chunk(self, found: list[tuple[str, ...]], block: str) -> RawChunk:
        chunk = RawChunk(found, self._columns, self._shared, "&" in block)
        self._in_order(chunk.numbers)
        return chunk

    def _piece_by_piece(self, block: str, count: int) -> Iterator[Chunk]:
        """The rows of a block of which the pattern misses some: those go through the XML parser."""
        rows = _filled_rows(block)
        if len(rows) != count:
            raise Unlike
        pieces: list[tuple[bool, list[str]]] = []
        for row in rows:
            fits = self._fits(row)
            if not pieces or pieces[-1][0] != fits:
                pieces.append((fits, []))
            pieces[-1][1].append(row)
        for fits, some in pieces:
            joined = "".join(some)
            yield self._chunk(self._matches(joined), joined) if fits else self._slowly(some)

    def _learns_from(self, block: str) -> bool:
        """Whether rows that the pattern misses hold a form that was not seen before: a column that was empty so far."""
        known = self._forms()
        missed = (row for row in _filled_rows(block) if not self._fits(row))
        for row in islice(missed, _LEARNT_FROM):
            self._parsed(row)
        if self._forms() == known:
            return False
        self._learn()  # forms only become more: this ends by itself
        return True

    def _forms(self) -> tuple[int, int, int]:
        """How many ways of writing were seen; they only become more."""
        return sum(map(len, self._types.values())), len(self._emptied), len(self._styled)

    def _fits(self, row: str) -> bool:
        return self._pattern is not None and self._pattern.fullmatch(row) is not None

    def _matches(self, block: str) -> list[tuple[str, ...]]:
        return self._pattern.findall(block) if self._pattern is not None else []

    def _learn(self) -> None:
        """Makes the pattern of a row from the types that were seen in each column."""
        cells: list[str] = []
        self._columns = []
        for column in sorted(self._types.keys() | self._emptied):
            types = self._types.get(column, [])
            self._columns += [(column, kind) for kind in types]
            # No more ways than were seen: each costs time in every row.
            ways = "|".join([_WRITTEN[kind] for kind in types] + [_EMPTY] * (column in self._emptied))
            style = '(?: s="[0-9]++")?+' if column in self._styled else ""
            cells.append(rf'(?:<c r="{_letters(column)}[0-9]++"{style}(?:{ways}))?+')
        self._pattern = re.compile(rf'<row r="([0-9]++)"(?: [^>]*+)?+>{"".join(cells)}</row>')

    def _slowly(self, rows: Sequence[str]) -> Rows:
        """Rows through the XML parser."""
        numbers: list[int] = []
        cells: list[list[Cell]] = []
        for row in rows:
            number, values = self._parsed(row)
            numbers.append(number)
            cells.append(values)
        self._in_order(numbers)
        return Rows(numbers, cells)

    def _parsed(self, row: str) -> tuple[int, list[Cell]]:
        try:
            element = ElementTree.fromstring(f"{self._root}{row}</worksheet>")[0]
            return int(element.get("r", "")), self._cells(element)
        except (ElementTree.ParseError, ValueError, IndexError):
            raise Unlike from None

    def _in_order(self, numbers: Sequence[int]) -> None:
        """A sheet whose rows are not in ascending order is not of the common form."""
        for number in numbers:
            if number <= self._last:
                raise Unlike
            self._last = number

    def _cells(self, row: ElementTree.Element) -> list[Cell]:
        cells: list[Cell] = []
        for element in row:
            reference = element.get("r", "").rstrip("0123456789")
            column = column_number(reference) - 1
            if column < len(cells):
                raise ValueError(reference)
            if column >= self._limits.columns:
                if not len(element):
                    continue  # only a style
                raise problems.refuse(problems.TOO_WIDE, self._name, element.get("r", ""), str(self._limits.columns))
            cells.extend([""] * (column - len(cells)))
            cells.append(self._value(element, column))
        return cells

    def _value(self, element: ElementTree.Element, column: int) -> Cell:
        kind = element.get("t", "n")
        if "s" in element.keys():  # noqa: SIM118  # an Element is no mapping
            self._styled.add(column)
        if kind == "inlineStr":
            inline = element.find(f"{_SPACE}is")
            texts = [] if inline is None else [inline.findtext(f"{_SPACE}t", ""), *_runs(inline)]
            self._note(column, kind, len(texts) < 2)
            return "".join(texts)
        text = element.findtext(f"{_SPACE}v")
        if text is None:
            self._emptied.add(column)
            return ""
        self._note(column, kind, True)
        if kind == "s":
            return self._strings[int(text)]
        if kind == "n":
            return float(text)
        if kind == "b":
            return text.strip() == "1"
        return "" if kind == "e" else text

    def _note(self, column: int, kind: str, plain: bool) -> None:
        types = self._types.setdefault(column, [])
        if plain and kind in _WRITTEN and kind not in types:
            types.append(kind)


class Shared(dict[str, str]):
    """The number of a shared string, as written → the string; only of columns whose strings repeat."""

    def __init__(self, strings: list[str]):
        super().__init__({"": ""})
        self._strings = [*strings, ""]
        self._blank = str(len(strings))

    def __missing__(self, number: str) -> str:
        if len(self) > _MOST_SHARED:
            self.clear()
            self[""] = ""
        string = self[number] = self._strings[int(number)] if number else ""
        return string

    def of(self, numbers: Sequence[str]) -> Sequence[str]:
        """The strings of a column; raises IndexError for a number that the table does not have."""
        sample = list(filter(None, numbers[:_SAMPLED]))
        if len(numbers) < 2 or len(set(sample)) * 2 < len(sample):
            return list(map(self.__getitem__, numbers))
        # Hardly any is like another: parsed together and fetched together, at half the cost of one by one.
        if "" in numbers:
            numbers = [number or self._blank for number in numbers]
        strings: tuple[str, ...] = itemgetter(*_numbers_of(f"[{','.join(numbers)}]"))(self._strings)
        return strings


class RawChunk:
    """Rows as the pattern gave them: the row's number and the raw value of each column in each of its types."""

    __slots__ = ("_escaped", "_found", "_of", "_shared", "_turned", "numbers")

    def __init__(self, found: list[tuple[str, ...]], of: list[tuple[int, str]], shared: Shared, escaped: bool):
        """``of`` tells column and type of each group; ``escaped``: whether a text may hold "&amp;" and the like."""
        self._found = found
        self._of = of
        self._shared = shared
        self._escaped = escaped
        self._turned: list[tuple[str, ...]] | None = None
        self.numbers: Sequence[int] = [int(row[0]) for row in found]

    def __len__(self) -> int:
        return len(self._found)

    def columns(self, places: Sequence[int]) -> list[Sequence[Cell]]:
        """See Chunk."""
        if self._turned is None:
            self._turned = list(zip(*self._found, strict=True))
        return [self._column(place, self._turned) for place in places]

    def row(self, index: int) -> Sequence[Cell]:
        """See Chunk."""
        row: list[Cell] = [""] * (max((column for column, _ in self._of), default=-1) + 1)
        for (column, kind), value in zip(self._of, self._found[index][1:], strict=True):
            if value:
                row[column] = self._values(kind, (value,))[0]
        return row

    def after(self, index: int) -> RawChunk:
        """See Chunk."""
        return RawChunk(self._found[index:], self._of, self._shared, self._escaped)

    def _column(self, place: int, turned: list[tuple[str, ...]]) -> Sequence[Cell]:
        groups = [(group, kind) for group, (column, kind) in enumerate(self._of, 1) if column == place]
        if not groups:
            return [""] * len(self)
        columns = [self._values(kind, turned[group]) for group, kind in groups]
        if len(columns) == 1:
            return columns[0]
        return [next((cell for cell in cells if cell != ""), "") for cells in zip(*columns, strict=True)]

    def _values(self, kind: str, values: Sequence[str]) -> Sequence[Cell]:
        if kind == "s":
            try:
                return self._shared.of(values)
            except IndexError as error:
                raise problems.refuse(problems.BROKEN, value="sharedStrings.xml") from error
        if kind == "n":
            return [float(value) if value else "" for value in values]
        if kind == "b":
            return [value == "1" if value else "" for value in values]
        if kind == "e":
            return [""] * len(values)
        return [_unescaped(value) if "&" in value else value for value in values] if self._escaped else values


@lru_cache(maxsize=4096)
def _unescaped(text: str) -> str:
    return html.unescape(text)


def _runs(inline: ElementTree.Element) -> list[str]:
    return [run.findtext(f"{_SPACE}t", "") for run in inline.iter(f"{_SPACE}r")]


def _filled_rows(block: str) -> list[str]:
    """The rows of a block that have cells."""
    return [row for row in _ROW.findall(block) if not row.endswith("/>")]


def _letters(column: int) -> str:
    """ "A" for 0, "AA" for 26."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
