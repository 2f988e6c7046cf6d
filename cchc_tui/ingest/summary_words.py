"""Reads the headings of a unit summary: rows with groups, subgroups and columns.

The headings above one column, from the group down, form a path. The registry's ``summary_words`` give the meaning of
the words in a path. All words of a path together tell which number the column has. If one word is unknown, the path has
no meaning. So "Quá hạn" under an unknown group is never used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cchc_tui.domain.names import fold, is_plain_ascii, unaccent
from cchc_tui.ingest.records import FIGURES

HeadingPath = tuple[str, ...]
Headings = dict[str, dict[str, tuple[str, ...]]]

#: "(3 = 4 + 5)", "(4)", "5", "A", "(14)=(9)/(6)*100%": the row that numbers the columns of a form.
NUMBERING = re.compile(r"\(?\s*(?:\d{1,2}|[A-Ea-e])\s*\)?(?:\s*=[\d\s+()=/*x×:.,%-]+)?\)?")
_FORMULA_IN_HEADING = re.compile(r"[(\[]\s*\d{1,2}\s*[)\]]?\s*(?:=[\d\s+()=]*)?[)\]]?")
_LEADING_NUMBER = re.compile(r"^\s*(?:\(?\d{1,2}\)?|[IVX]{1,5})\s*[.)\-:]\s*")
_MOST_ROWS = 5
#: Least number of figures in a summary, with and without groups.
_LEAST, _LEAST_FLAT = 3, 4
#: The meanings of a path's words, without "total", "within" and "nothing" → figure.
_MEANINGS: dict[frozenset[str], str] = {
    frozenset(words.split()): name
    for name, several in {
        "intake": ("intake",),
        "opening": ("opening", "intake opening"),
        "received": ("received", "intake received"),
        "resolved": ("resolved",),
        "early": ("early", "resolved early"),
        "on_time": ("on_time", "resolved on_time"),
        "timely": ("timely", "early on_time", "resolved timely", "resolved early on_time", "resolved in_time"),
        "resolved_late": ("resolved late",),
        "open": ("open",),
        "in_time": ("open in_time", "open on_time"),
        "overdue": ("open late",),
        "waiting": ("waiting", "open waiting"),
        "waiting paying": ("waiting paying", "open waiting paying"),
        "paying": ("paying", "open paying"),
        "refused": ("refused",),
        "refused inside": ("resolved refused",),
        "pulled": ("pulled",),
        "withdrawn": ("refused pulled", "resolved refused pulled"),
    }.items()
    for words in several
}
_OTHER, _NUMBER = frozenset(("other",)), frozenset(("number",))
_LETTERS = ("apologised", "not_apologised")
_STATES = frozenset(("resolved", "open", "waiting", "paying"))
_NO_MEANING = frozenset(("total", "within", "nothing"))
#: The columns 3 to 14 of the form with numbered columns, and formulas in its headings that no other form has.
_NUMBERED = FIGURES[:12]
_FORMULAS = {"3=4+5", "6=7+8+9", "10=11+12"}


@dataclass(frozen=True, slots=True)
class Form:
    """The columns of a summary. ``columns`` maps the name of a number to the columns whose sum is this number.

    The names ``unit`` and ``field`` stand for the column with the names of the rows.
    """

    columns: dict[str, tuple[int, ...]]
    titles: dict[int, str]
    unread: tuple[str, ...]  # headings of figures with unknown meaning
    rules: dict[int, str]  # the sums that the form states: "3 = 4 + 5"
    words: frozenset[str]  # all texts in the heading rows, folded
    first: int  # index of the first heading row
    after: int  # index of the first row after the headings


class _Phrases:
    """The meanings of phrases. A phrase may be looked up with or without diacritics."""

    def __init__(self, meanings: Iterable[tuple[str, Iterable[str]]]):
        self._tables: dict[bool, dict[str, str]] = {False: {}, True: {}}
        for name, texts in meanings:
            for text in texts:
                self._tables[False].setdefault(fold(text), name)
                self._tables[True].setdefault(unaccent(text), name)
        self._longest = max((key.count(" ") + 1 for key in self._tables[False]), default=0)

    def whole(self, text: str) -> str:
        """The meaning of a text that is one phrase; "" if the phrase is unknown."""
        bare = is_plain_ascii(text)
        return self._tables[bare].get(unaccent(text) if bare else fold(text), "")

    def parts(self, text: str) -> frozenset[str] | None:
        """The meanings of the phrases in a text. None if a word is unknown.

        The text is split into as few phrases as possible.
        """
        bare = is_plain_ascii(text)
        table, words = self._tables[bare], (unaccent(text) if bare else fold(text)).split()
        best: list[tuple[str, ...] | None] = [(), *[None] * len(words)]
        for end in range(1, len(words) + 1):
            for start in range(max(0, end - self._longest), end):
                before, name = best[start], table.get(" ".join(words[start:end]))
                if (
                    before is not None
                    and name is not None
                    and (best[end] is None or len(before) < len(best[end] or ()))
                ):
                    best[end] = (*before, name)
        return None if best[-1] is None or not words else frozenset(best[-1])


@dataclass(slots=True)
class _Columns:
    """The columns of one form by their meaning, and the columns with an unknown meaning."""

    places: dict[str, list[int]] = field(default_factory=dict)
    unread: list[int] = field(default_factory=list)

    def add(self, name: str, column: int) -> None:
        self.places.setdefault(name, []).append(column)


class SummaryHeadings:
    """Finds the headings of a unit summary. A finder is created for each file, from the registry's headings."""

    def __init__(self, headings: Headings):
        names = headings.get("summary", {})
        self._names = _Phrases(names.items())
        self._rows = _Phrases((name, names.get(name, ())) for name in ("unit", "field"))
        self._words = _Phrases(headings.get("summary_words", {}).items())

    def knows(self, text: str) -> bool:
        """Whether a text is a heading of a unit summary."""
        return bool(self._row_column(text) or self._names.whole(text) or self._meaning(text))

    def find(self, texts: Callable[[int], Sequence[str]], index: int) -> Form | None:
        """The form; None if row ``index`` lacks the heading above the rows' names, or if too few headings are known.

        ``texts`` is a function that returns the texts of a row; [] after the last row.
        """
        named = [column for column, text in enumerate(texts(index)) if text and self._row_column(text)]
        if not named:
            return None
        first = index
        while first > 0 and index - first < _MOST_ROWS and self._are_groups(texts(first - 1)):
            first -= 1
        rows = [list(texts(number)) for number in range(first, index + 1)]
        after = index + 1
        lead = [column for column, text in enumerate(texts(index)) if column in named or self._meaning(text) == _NUMBER]
        while len(rows) < _MOST_ROWS and _goes_on(uncovered(rows, texts(after)), lead):
            rows.append(list(texts(after)))
            after += 1
        paths = paths_of(rows)
        columns, rules = self._read(paths), dict[int, str]()
        while is_numbering(numbers := uncovered(rows, texts(after))):
            _fill_by_number(columns, numbers)
            rules |= {column: _rule(text) for column, text in enumerate(numbers) if "=" in text}
            after += 1
        flat = all(len(path) < 2 for path in paths)
        return self._form(columns, paths, rules, (first, after), _LEAST_FLAT if flat else _LEAST)

    def _row_column(self, text: str) -> str:
        return self._rows.whole(text) or self._rows.whole(_plain(text))

    def _are_groups(self, texts: Sequence[str]) -> bool:
        """Whether a row has headings for groups of numbers.

        Such a row is above the heading for the names of the rows.
        """
        filled = {text for text in texts if text}
        known = [
            words for text in filled if (words := self._meaning(text)) and not words <= _NO_MEANING | _OTHER | _NUMBER
        ]
        return len(filled) >= 2 and len(known) * 2 >= len(filled)

    def _meaning(self, text: str) -> frozenset[str] | None:
        if "%" in text:
            return _OTHER
        return self._words.parts(text) or self._words.parts(_plain(text))

    def _read(self, paths: Sequence[HeadingPath]) -> _Columns:
        columns = _Columns()
        for column, path in enumerate(paths):
            if not path:
                continue
            name = (len(path) == 1 and self._row_column(path[0])) or self._figure(path)
            if name is None:
                columns.unread.append(column)
            elif name:
                columns.add(name, column)
        return columns

    def _figure(self, path: HeadingPath) -> str | None:
        """The name of the number in a column with these headings. "": the column is ignored.

        None: the headings are unknown. A name that begins with "bare " is preliminary; ``_settled`` decides it.
        """
        if any("%" in text for text in path):
            return ""
        if name := self._names.whole(" ".join(path)) or self._names.whole(" ".join(map(_plain, path))):
            return name if len(path) > 1 or name not in ("overdue", "resolved_late", "in_time") else f"bare {name}"
        steps = [self._meaning(text) for text in path]
        if any(step and not step.isdisjoint(_OTHER | _NUMBER) for step in steps):
            return ""
        if None in steps:
            return None
        words = frozenset().union(*(step or () for step in steps))
        letter = next((f" {name}" for name in _LETTERS if name in words), "")
        meant = words - _NO_MEANING - set(_LETTERS)
        if "result" in meant:  # next to other states, "result" is only their group heading
            meant = meant - {"result"} | (set() if meant & _STATES else {"resolved"})
        if meant == {"late"}:
            return f"bare overdue{letter}" if letter else "late" if "total" in words else None
        return f"{_MEANINGS[meant]}{letter}" if meant in _MEANINGS else None

    @staticmethod
    def _form(
        columns: _Columns, paths: Sequence[HeadingPath], rules: dict[int, str], span: tuple[int, int], least: int
    ) -> Form | None:
        places = {name: _apart(found, paths) for name, found in columns.places.items()}
        places |= {name: places[name][:1] for name in ("unit", "field") if name in places}
        ties = [column for found in places.values() if len(found) > 1 for column in found]
        only = {name: found for name, found in places.items() if len(found) == 1}
        taken, unclear = _settled(only)
        rows = "field" if "field" in only else "unit"
        if rows not in only or sum(name not in ("unit", "field") for name in taken) < least:
            return None
        shown = {column: " > ".join(path) for column, path in enumerate(paths)}
        unread = sorted({*columns.unread, *ties, *unclear})
        return Form(
            {rows: only[rows], **taken},
            {column: shown[column] for found in (only[rows], *taken.values()) for column in found},
            tuple(shown[column] for column in unread),
            rules,
            frozenset(fold(text) for path in paths for text in path),
            *span,
        )


def _plain(heading: str) -> str:
    """A heading without the number or formula of its column."""
    return _LEADING_NUMBER.sub("", _FORMULA_IN_HEADING.sub(" ", heading))


def _apart(found: list[int], paths: Sequence[HeadingPath]) -> tuple[int, ...]:
    """The columns in ``found``. Of neighbouring columns with the same headings, only the leftmost is kept."""
    return tuple(column for column in found if not (column - 1 in found and paths[column - 1] == paths[column]))


def _settled(places: Mapping[str, tuple[int, ...]]) -> tuple[dict[str, tuple[int, ...]], list[int]]:
    """The columns of each number, and the ambiguous columns.

    The other columns of the form decide the meaning of two kinds of headings: headings without a group, and headings
    for parts of one number.
    """
    names = dict(places)
    for name in ("unit", "field"):
        names.pop(name, None)
    unclear: list[int] = []
    parted = "early" in names or "on_time" in names or "timely" in names
    for name, understood in (
        ("in_time", True),
        ("overdue", "bare in_time" in names or not parted),
        ("resolved_late", parted and "bare in_time" not in names),
    ):
        column = names.pop(f"bare {name}", ())
        if column and understood:
            names.setdefault(name, column)
        else:
            unclear += column
    for name in ("resolved_late", "overdue", "bare overdue"):
        parts = [names.pop(f"{name} {letter}", ()) for letter in _LETTERS]
        if all(parts):
            names.setdefault(name.removeprefix("bare "), parts[0] + parts[1])
        else:
            unclear += [column for part in parts for column in part]
    waits = [names.pop(name, ()) for name in ("waiting", "paying", "waiting paying")]
    if any(waits):
        names["waiting"] = tuple(column for part in waits for column in part)
    inside = names.pop("refused inside", ())
    refused, pulled = names.pop("refused", ()) or inside, names.pop("pulled", ())
    if refused and pulled:
        names.setdefault("withdrawn", refused + pulled)
    if inside:
        names["refused"] = inside
    if "early" not in names and "on_time" in names:
        names.setdefault("timely", names["on_time"])  # in such a form, "on time" includes early ones
    return names, unclear


def is_numbering(texts: Sequence[str]) -> bool:
    """Whether a row only has the numbers of the columns, such as "(1)", "(2)", "(3 = 4 + 5)"."""
    filled = [text for text in texts if text]
    return len(filled) > 1 and all(NUMBERING.fullmatch(text) for text in filled)


def _rule(text: str) -> str:
    """A formula without the brackets around it."""
    return text[1:-1].strip() if text.startswith("(") and text.endswith(")") and text.count("(") == 1 else text


def uncovered(above: Sequence[Sequence[str]], row: Sequence[str]) -> list[str]:
    """A row in which each cell that repeats the text above it is "". Vertically merged cells repeat the text."""
    left = list(row)
    for column, text in enumerate(left):
        over = next((upper[column] for upper in reversed(above) if column < len(upper) and upper[column]), "")
        if text and text == over:
            left[column] = ""
    return left


def paths_of(rows: Sequence[Sequence[str]]) -> list[HeadingPath]:
    """For each column, the headings above it, from the top down.

    The heading of a group covers the empty cells to its right, up to one of two ends. One is the end of the group in
    the row above. The other is a cell that has no headings below. If merged cells are filled in, the heading covers the
    cells that repeat its text.
    """
    width = max(map(len, rows))
    whole = [[*row, *[""] * (width - len(row))] for row in rows]
    cells = [uncovered(whole[:level], row) for level, row in enumerate(whole)]
    filled = any(one and one == two for one, two in zip(cells[0], cells[0][1:], strict=False))
    paths: list[HeadingPath] = [()] * width
    parents = [0] * width  # column → first column of its cell in the level above
    for level, row in enumerate(cells):
        below = [any(lower[column] for lower in cells[level + 1 :]) for column in range(width)]
        owner: list[int | None] = [None] * width
        for column, text in enumerate(row):
            left = owner[column - 1] if column and parents[column - 1] == parents[column] else None
            if text:
                owner[column] = left if left is not None and row[left] == text else column
            elif left is not None and below[column] and below[left] and not filled:
                owner[column] = left
        paths = [path if own is None else (*path, row[own]) for path, own in zip(paths, owner, strict=True)]
        parents = [
            parent if own is None else own + width * (level + 1) for parent, own in zip(parents, owner, strict=True)
        ]
    return paths


def _goes_on(row: Sequence[str], lead: Iterable[int]) -> bool:
    """Whether a row continues the headings.

    It has words, but none in ``lead``, the columns with numbers and names of rows.
    """
    filled = [text for text in row if text]
    words = filled and not any(text.replace(".", "").isdigit() for text in filled) and not is_numbering(filled)
    return bool(words) and not any(row[column] for column in lead if column < len(row))


def _fill_by_number(columns: _Columns, texts: Sequence[str]) -> None:
    """Give columns with unknown headings a meaning by their column numbers.

    This is done only if the headings have the formulas of the form with numbered columns (``_FORMULAS``).
    """
    numbers = {column: re.sub(r"[^\d=+]", "", text) for column, text in enumerate(texts) if text}
    if not set(numbers.values()) >= _FORMULAS:
        return
    for column, number in numbers.items():
        first = number.split("=")[0]
        if column in columns.unread and first.isdigit() and 3 <= int(first) <= len(_NUMBERED) + 2:
            name = _NUMBERED[int(first) - 3]
            if name not in columns.places:
                columns.add(name, column)
                columns.unread.remove(column)
