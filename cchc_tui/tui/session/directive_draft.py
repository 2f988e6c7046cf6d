"""A directive while it is typed: the parts of its sentence, and the meaning and the choices of each part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from cchc_tui.boards import measure
from cchc_tui.boards.advisory import unit_name
from cchc_tui.boards.listed import board_names, board_of
from cchc_tui.boards.measure import AT_LEAST, AT_MOST, EQUAL, Measure, MeasureError
from cchc_tui.boards.table import Better, Column, ValueType
from cchc_tui.domain.directives import DirectiveEntry
from cchc_tui.domain.due_days import EXAMPLES, DueDayError, parse_day
from cchc_tui.domain.moments import Stamp, day_start
from cchc_tui.domain.names import unaccent
from cchc_tui.domain.units import Level, Unit
from cchc_tui.ingest.directive_marks import new_directive
from cchc_tui.registry import Registry
from cchc_tui.texts.boards import LEVELS
from cchc_tui.texts.language import in_all
from cchc_tui.texts.tui_directives import DIRECTIVE

#: A due day is offered only if at least this many days are left until it.
_LEAST_DAYS = 5
_NUMBER = re.compile(r"\s*(==|=<|<=|=>|>=|=|≤|≥)?\s*(-?\d+(?:[.,]\d+)?)\s*(%?)\s*")
_SIGNS = {"=<": AT_MOST, "≤": AT_MOST, "=>": AT_LEAST, "≥": AT_LEAST, "==": EQUAL}
#: Figure under the cursor → the figure that a directive is offered for. Dossiers resolved late stay late, so only
#: back-dating could meet "late = 0". The number of overdue dossiers can reach 0.
_OFFERED = {("late", "late"): ("late", "overdue")}


class Part(Enum):
    """The parts of a directive's sentence, in the order in which Tab goes through them."""

    UNIT = "unit"
    FIGURE = "figure"
    NUMBER = "number"
    DUE = "due"
    TEXT = "text"


class DraftError(ValueError):
    """A part is missing or wrong. The exception's text is a sentence that says what would be right."""

    def __init__(self, part: Part, sentence: str) -> None:
        super().__init__(sentence)
        self.part = part


class Target(NamedTuple):
    """What a new directive is about: a unit's key, a board's name, a column's key. Each is "" if there is none."""

    unit: str = ""
    board: str = ""
    column: str = ""


_NOTHING = Target()


class DirectiveContent(NamedTuple):
    """The content of a directive. ``due`` and ``measure`` are None if the directive has none.

    Each of ``units`` is a unit's code, a unit's key or a level.
    """

    text: str
    units: tuple[str, ...]
    due: date | None
    measure: Measure | None

    def given(self, now: Stamp, meeting: Stamp | None) -> DirectiveEntry:
        """The entry that gives the directive, in the meeting that began at ``meeting`` (None: in no meeting)."""
        due = None if self.due is None else day_start(self.due)
        return new_directive(now, self.text, self.units, due, str(self.measure or ""), meeting)


class Choice(NamedTuple):
    """A choice that fills a part: the text for the part, and a note that is shown beside the text."""

    text: str
    note: str = ""


class DirectiveDraft:
    """The parts of a directive. Number and text are derived from the other parts until they are typed.

    ``registry`` has the units and targets, and ``today`` is the day of the entry.
    """

    def __init__(self, registry: Registry, today: date, target: Target = _NOTHING, due: date | None = None):
        self._registry = registry
        self._today = today
        self._board = target.board
        unit = registry.units.by_key.get(target.unit)
        self.parts: dict[Part, str] = dict.fromkeys(Part, "")
        self.parts[Part.UNIT] = unit.name if unit is not None else ""
        self._typed_text = False
        self._typed_number = False
        # a figure that changes or forecasts are about is on the late board
        wanted = ((target.board, target.column), ("late", target.column.removesuffix("_change")))
        found = next((figure for figure in wanted if self._label(figure)), ("", ""))
        self.parts[Part.FIGURE] = self._label(_OFFERED.get(found, found))
        self.parts[Part.DUE] = f"{due or self._offered_due():%d/%m/%Y}"
        self._follow()

    @classmethod
    def of(cls, registry: Registry, today: date, told: DirectiveContent) -> DirectiveDraft:
        """A draft with the content of an existing directive, to correct that directive."""
        draft = cls(registry, today, due=told.due)
        draft.parts[Part.UNIT] = ", ".join(unit_name(registry, name, today) for name in told.units)
        if told.measure is not None:
            draft.parts[Part.FIGURE] = draft._label((told.measure.board, told.measure.column))
            column = draft.column
            if column is not None:
                draft._put_number(told.measure, column)
        draft.set(Part.TEXT, told.text)
        return draft

    # ── typing ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def set(self, part: Part, text: str) -> None:
        """Set a part to typed text. Derive number and text again, unless the user has typed them.

        A typed number is kept only until the figure is set again.
        """
        self.parts[part] = text
        self._typed_text |= part is Part.TEXT
        self._typed_number = part is Part.NUMBER or (self._typed_number and part is not Part.FIGURE)
        self._follow()

    def _follow(self) -> None:
        column = self.column
        if column is None:
            self.parts[Part.NUMBER] = ""
        elif not self._typed_number:
            board, key = self._named
            offered = measure.suggest(board, key, Level.COMMUNE, self._registry)
            if offered is not None:
                self._put_number(offered, column)
        if not self._typed_text:
            self.parts[Part.TEXT] = self._own_text()

    def _put_number(self, wanted: Measure, column: Column) -> None:
        sign = {EQUAL: "=", AT_MOST: "≤", AT_LEAST: "≥"}[wanted.op]
        self.parts[Part.NUMBER] = f"{sign} {measure.figure_text(wanted.number, column.type)}"

    def _own_text(self) -> str:
        """The directive's text, derived from the measure; "" without a measure, or if the number is not understood."""
        column = self.column
        wanted = None if column is None else self._number(column)
        if column is None or wanted is None:
            return ""
        sign, digits, percentage = wanted
        figure = f"{digits} %" if percentage else digits
        number = {AT_MOST: DIRECTIVE.at_most, AT_LEAST: DIRECTIVE.at_least}.get(sign, "{number}").format(number=figure)
        words = DIRECTIVE.raise_ if self.raises else DIRECTIVE.lower
        return words.format(figure=column.shown.counted or measure.lower(column.shown.title), number=number)

    # ── what the parts mean ──────────────────────────────────────────────────────────────────────────────────────────
    @property
    def measured(self) -> bool:
        """Whether the directive has a measure."""
        return bool(self.parts[Part.FIGURE].strip())

    @property
    def raises(self) -> bool:
        """Whether a larger figure is better; False without a measure."""
        column = self.column
        return column is not None and column.better is Better.MORE

    @property
    def column(self) -> Column | None:
        """The measure's column; None without a measure, or if the typed figure is unknown."""
        named = self._named
        return measure.measured(*named)[1] if named[0] else None

    @cached_property
    def _figures(self) -> dict[str, tuple[str, str]]:
        """For the label of each figure of a measure, the board's name and the column's key.

        The figures of the board on screen come first.
        """
        found: dict[str, tuple[str, str]] = {}
        for name in sorted(board_names(), key=lambda name: name != self._board):
            board = measure.board_of_units(name)
            if board is None or board.slow:
                continue
            for column in measure.figure_columns(board):
                if column.better is not Better.NEITHER:
                    title = measure.lower(column.shown.title)
                    label = title if title not in found else f"{title} · {measure.lower(board.title)}"
                    found[label] = (name, column.key)
        return found

    def _label(self, figure: tuple[str, str]) -> str:
        return next((label for label, each in self._figures.items() if each == figure), "")

    @property
    def _named(self) -> tuple[str, str]:
        """The board's name and the column's key of the figure whose title is typed, in full or in part.

        The result is ("", "") if no figure has such a title.
        """
        typed = unaccent(self.parts[Part.FIGURE])
        exact = [each for label, each in self._figures.items() if unaccent(label) == typed]
        near = [self._figures[choice.text] for choice in self.choices(Part.FIGURE, typed)] if typed else []
        return next(iter((*exact, *near)), ("", ""))

    def called(self, part: Part) -> str:
        """The full form of a typed unit, figure or due day.

        "" if the user has typed the full form, or if the typed text is not understood.
        """
        try:
            if part is Part.UNIT:
                words = ", ".join(unit_name(self._registry, name, self._today) for name in self.units())
            elif part is Part.FIGURE:
                words = self._label(self._named)
            elif part is Part.DUE:
                words = f"{self.due():%d/%m/%Y}"
            else:
                words = ""
        except DraftError:
            return ""
        return "" if words == self.parts[part].strip() else words

    def units(self) -> tuple[str, ...]:
        """The unit codes, unit keys or levels in the unit part.

        Raises DraftError if the part is empty or not understood.
        """
        names = [name.strip() for name in re.split(r"[;,]", self.parts[Part.UNIT]) if name.strip()]
        if not names:
            raise DraftError(Part.UNIT, DIRECTIVE.no_unit)
        return tuple(dict.fromkeys(map(self._unit, names)))

    def _unit(self, name: str) -> str:
        for level in Level:
            if unaccent(name) in {level.value, *map(unaccent, in_all(LEVELS.source[level.value]))}:
                return level.value
        found = self._registry.units.find(name, self._today).unit or self._registry.units.of(name, self._today)
        near = self._unit_choices(name)
        if found is None and len(near) == 1:
            return self._unit(near[0].text)
        if found is None:
            examples = _first(near or self._unit_choices(""))
            raise DraftError(Part.UNIT, DIRECTIVE.unknown_unit.format(typed=name, examples=examples))
        return self._code(found)

    def _code(self, unit: Unit) -> str:
        return unit.code if self._registry.units.coded(unit.code, self._today) is unit else unit.key

    def measure(self) -> Measure | None:
        """The measure; None without one. Raises DraftError for a wrong figure, number or unit."""
        if not self.measured:
            return None
        column = self.column
        if column is None:
            typed, examples = self.parts[Part.FIGURE].strip(), _first(self.choices(Part.FIGURE))
            raise DraftError(Part.FIGURE, DIRECTIVE.unknown_figure.format(typed=typed, examples=examples))
        wanted = self._number(column)
        if wanted is None:
            raise DraftError(Part.NUMBER, DIRECTIVE.bad_number.format(typed=self.parts[Part.NUMBER].strip()))
        units = self.units()
        if len(units) != 1:
            raise DraftError(Part.UNIT, DIRECTIVE.many_units)
        sign, number, percentage = wanted
        board, key = self._named
        said = f"{board}.{key}[{units[0]}] {sign} {number}{'%' if percentage else ''}"
        try:
            return measure.parse(said, self._registry, self._today)
        except MeasureError as trouble:
            raise DraftError(Part.NUMBER, trouble.sentence) from None

    def _number(self, column: Column) -> tuple[str, str, bool] | None:
        """The operator, the number, and whether the number is a percentage; None if the number is not understood.

        If no operator is typed, it is "≥" if more is better, else "=" for 0 and "≤" for other numbers. For a share, a
        number above 1 is a percentage.
        """
        typed = _NUMBER.fullmatch(self.parts[Part.NUMBER])
        if typed is None:
            return None
        sign, number, percents = typed.groups()
        amount = float(number.replace(",", "."))
        own = AT_LEAST if column.better is Better.MORE else AT_MOST if amount else EQUAL
        percentage = bool(percents) or (column.type is ValueType.SHARE and amount > 1)
        return _SIGNS.get(sign, sign) if sign else own, number, percentage

    def due(self) -> date:
        """The due day. Raises DraftError if it is missing, not understood or past."""
        typed = self.parts[Part.DUE].strip()
        if not typed:
            raise DraftError(Part.DUE, DIRECTIVE.no_due.format(examples=", ".join(EXAMPLES)))
        return due_day(typed, self._today, self._registry)

    def check(self, part: Part) -> None:
        """Raise DraftError if a part cannot be understood. A part that is still empty is no error."""
        if not self.parts[part].strip():
            return
        if part is Part.UNIT:
            self.units()
        elif part is Part.DUE:
            self.due()
        elif part is not Part.TEXT and (self.parts[Part.UNIT].strip() or part is Part.FIGURE):
            try:
                self.measure()
            except DraftError as trouble:
                if trouble.part is part:
                    raise

    def told(self) -> DirectiveContent:
        """The content of the draft. Raises DraftError for the first part that is missing or wrong."""
        units, wanted, due = self.units(), self.measure(), self.due()
        text = " ".join(self.parts[Part.TEXT].split())
        if not text:
            raise DraftError(Part.TEXT, DIRECTIVE.no_text)
        return DirectiveContent(text, units, due, wanted)

    # ── choices ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def choices(self, part: Part, text: str = "") -> list[Choice]:
        """Units and levels, or figures, that match ``text``. For an empty due day: examples. Other parts have none."""
        if part is Part.UNIT:
            return self._unit_choices(text)
        if part is Part.FIGURE:
            found = [
                Choice(label, board_of(board).title)
                for label, (board, _) in self._figures.items()
                if _matches(text, label)
            ]
            return sorted(found, key=lambda choice: not _begins(text, choice.text))
        offered = part is Part.DUE and not text.strip()
        return list(due_choices(self._today, self._registry)) if offered else []

    def _unit_choices(self, text: str) -> list[Choice]:
        """Units and levels that match the last name in ``text``. Each choice's text begins with the earlier names."""
        last = re.split(r"[;,]", text)[-1]
        before = f"{text.removesuffix(last)} ".lstrip()
        units = self._registry.units.valid(self._today)
        named = [Choice(before + unit.name, unit.short) for unit in units if _matches(last, unit.name, *unit.aliases)]
        levels = (LEVELS[level.value] for level in Level)
        found = [*named, *(Choice(before + level) for level in levels if _matches(last, level))]
        return sorted(found, key=lambda choice: not _begins(last, choice.text.removeprefix(before)))

    def _offered_due(self) -> date:
        """The end of this month; the end of the next month if this month has fewer than ``_LEAST_DAYS`` days left."""
        end = parse_day("end of month", self._today)
        return end if end - self._today >= timedelta(days=_LEAST_DAYS) else parse_day("next month", self._today)


def due_day(typed: str, today: date, registry: Registry) -> date:
    """The due day that a text gives. Raises DraftError if it gives none, or a day before ``today``."""
    try:
        return parse_day(typed, today, registry.calendar)
    except DueDayError as trouble:
        words = DIRECTIVE.bad_due.format(typed=typed, examples=", ".join(EXAMPLES))
        if trouble.day is not None:
            words = DIRECTIVE.past_due.format(day=f"{trouble.day:%d/%m/%Y}", today=f"{today:%d/%m/%Y}")
        raise DraftError(Part.DUE, words) from None


def due_choices(today: date, registry: Registry) -> Iterator[Choice]:
    """Example texts for a due day, each with the day that the text gives."""
    return (Choice(words, f"{due_day(words, today, registry):%d/%m/%Y}") for words in EXAMPLES[1:])


def _matches(typed: str, *names: str) -> bool:
    """Whether all typed words are beginnings of words in one of the ``names``."""
    words = unaccent(typed).split()
    return any(all(any(part.startswith(word) for part in unaccent(name).split()) for word in words) for name in names)


def _begins(typed: str, name: str) -> bool:
    return unaccent(name).startswith(unaccent(typed))


def _first(choices: Sequence[Choice]) -> str:
    return ", ".join(choice.text for choice in choices[:4])
