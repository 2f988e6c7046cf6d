"""A message to a unit, to be sent by phone as plain text: its late and soon due dossiers, and its open directives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cchc_tui.boards.board import BoardQuery
from cchc_tui.boards.counts import Counts
from cchc_tui.boards.directives import DirectiveRow, directive_rows
from cchc_tui.boards.late import LateRow, late_board
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.table import moments_json
from cchc_tui.boards.unclosed import UnclosedCounts, unclosed_board
from cchc_tui.domain.moments import Stamp
from cchc_tui.registry import Registry
from cchc_tui.report.papers.directives import PaperDirective, by_urgency, paper_directives
from cchc_tui.report.papers.paper import PaperQuery, PaperType
from cchc_tui.report.papers.parts import unit_of
from cchc_tui.texts.papers import message as texts
from cchc_tui.texts.papers.directives import MORE
from cchc_tui.texts.papers.words import MADE_UP, count
from cchc_tui.texts.papers.words import moment as when

#: The most directives in one message.
_MOST = 5


@dataclass(frozen=True, slots=True)
class UnitMessage:
    """The figures in the message to one unit, as boards show them.

    ``due_soon`` dossiers are due within 24 working hours.
    """

    unit: str
    name: str
    level: str
    late: int
    overdue: int
    unclosed: int
    due_soon: int
    directives: tuple[PaperDirective, ...]


@dataclass(frozen=True, slots=True)
class Messages:
    """The messages to units at a moment.

    If the query names a unit, there is one message. Otherwise there is a message to each unit with late, unclosed or
    soon due dossiers, or with open directives.
    """

    as_of: Stamp
    data_as_of: Stamp | None
    rows: tuple[UnitMessage, ...]

    @property
    def file_name_parts(self) -> tuple[str, ...]:
        """The name of the unit, if there is only one message; else ()."""
        return (self.rows[0].name,) if len(self.rows) == 1 else ()

    def text(self, made_up: bool = False) -> str:
        """All messages as one text, with an empty line between them.

        With ``made_up``, each message says that its figures are made up.
        """
        note = f"{MADE_UP}\n" if made_up else ""
        return "\n".join(self._message(row) + note for row in self.rows)

    def _message(self, row: UnitMessage) -> str:
        lines = [texts.HEAD.format(unit=row.name, at=when(self.as_of))]
        if self.data_as_of is not None:
            lines += [
                texts.LATE.format(late=count(row.late), overdue=count(row.overdue)),
                texts.UNCLOSED.format(unclosed=count(row.unclosed)),
                texts.DUE_SOON.format(due_soon=count(row.due_soon)),
            ]
        data = texts.NO_DATA if self.data_as_of is None else texts.DATA.format(data=when(self.data_as_of))
        lines += [*_directives(row.directives), data]
        return "\n".join(lines) + "\n"

    def json(self) -> dict[str, Any]:
        """The figures and the text of each message as JSON, for programs."""
        return {
            **moments_json(self.as_of, self.data_as_of),
            "rows": [
                {
                    "unit": row.unit,
                    "name": row.name,
                    "level": row.level,
                    "late": row.late,
                    "overdue": row.overdue,
                    "unclosed": row.unclosed,
                    "due_soon": row.due_soon,
                    "directives": [each.json() for each in row.directives],
                    "text": self._message(row),
                }
                for row in self.rows
            ],
        }


def messages(moment: Moment, query: PaperQuery) -> Messages:
    """Make the messages at a moment. Raises PaperError if the query names an unknown unit."""
    board, unclosed, given = late_board(moment), unclosed_board(moment, BoardQuery()), directive_rows(moment)
    rows = board.rows
    if query.unit is not None:
        unit = unit_of(moment, query.unit)
        rows = (board.row(unit.key) or LateRow(unit.key, unit.code, unit.name, unit.level.value, Counts()),)
    made = []
    for row in rows:
        own, found = unclosed.row(row.key), [each for each in given if each.is_open and each.of(row.key, row.level)]
        made.append(_message(row, UnclosedCounts() if own is None else own.counts, found, moment.registry))
    has_any = (each for each in made if query.unit is not None or _has_any(each))
    return Messages(board.as_of, board.data_as_of, tuple(has_any))


def _has_any(row: UnitMessage) -> bool:
    return any((row.late, row.unclosed, row.due_soon, row.directives))


def _message(row: LateRow, unclosed: UnclosedCounts, given: Iterable[DirectiveRow], registry: Registry) -> UnitMessage:
    counts = row.counts
    figures = counts.late, counts.overdue, unclosed.unclosed, counts.due_soon
    directives = tuple(by_urgency(paper_directives(given, registry)))
    return UnitMessage(row.code, row.name, row.level, *figures, directives)


def _directives(found: tuple[PaperDirective, ...]) -> Iterator[str]:
    if not found:
        yield texts.NO_DIRECTIVES
        return
    yield texts.DIRECTIVES.format(n=count(len(found)))
    for each in found[:_MOST]:
        yield texts.DIRECTIVE.format(text=each.text, due=each.due_words)
    if len(found) > _MOST:
        yield f"  {MORE.format(n=count(len(found) - _MOST))}"


PAPER = PaperType(
    "message",
    ending="txt",
    figures=messages,
    render=lambda found, made_up: found.text(made_up).encode(),
    options=("unit",),
)
