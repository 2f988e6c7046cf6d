"""A message to a unit, to be sent by phone: plain text with its late dossiers, what falls due, and what it owes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cchc_tui.boards.counts import Counts
from cchc_tui.boards.late import LateRow, late_board
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.table import moments_json
from cchc_tui.domain.moments import Stamp
from cchc_tui.report.papers.paper import PaperQuery, PaperType
from cchc_tui.report.papers.parts import unit_of
from cchc_tui.texts.papers import message as texts
from cchc_tui.texts.papers.words import count
from cchc_tui.texts.papers.words import moment as when


@dataclass(frozen=True, slots=True)
class UnitMessage:
    """The figures for one unit, those of the board of late dossiers. ``due_soon``: within three working days."""

    unit: str
    name: str
    level: str
    late: int
    overdue: int
    unclosed: int
    due_soon: int


@dataclass(frozen=True, slots=True)
class Messages:
    """The messages at a moment: to the unit asked for, or to each unit that has anything to do."""

    as_of: Stamp
    data_as_of: Stamp | None
    rows: tuple[UnitMessage, ...]

    @property
    def file_name_parts(self) -> tuple[str, ...]:
        """The unit's name if there is one message only."""
        return (self.rows[0].name,) if len(self.rows) == 1 else ()

    @property
    def text(self) -> str:
        """The messages, with an empty line between them."""
        return "\n".join(self._message(row) for row in self.rows)

    def _message(self, row: UnitMessage) -> str:
        data = texts.NO_DATA if self.data_as_of is None else texts.DATA.format(data=when(self.data_as_of))
        lines = [
            texts.HEAD.format(unit=row.name, at=when(self.as_of)),
            texts.LATE.format(late=count(row.late), overdue=count(row.overdue)),
            texts.UNCLOSED.format(unclosed=count(row.unclosed)),
            texts.DUE_SOON.format(due_soon=count(row.due_soon)),
            data,
        ]
        return "\n".join(lines) + "\n"

    def json(self) -> dict[str, Any]:
        """The figures and the text of each message for programs."""
        return {
            **moments_json(self.as_of, self.data_as_of),
            "rows": [
                {name: getattr(row, name) for name in UnitMessage.__dataclass_fields__} | {"text": self._message(row)}
                for row in self.rows
            ],
        }


def messages(moment: Moment, query: PaperQuery) -> Messages:
    """The messages at a moment. Raises PaperError for an unknown unit."""
    board = late_board(moment)
    if query.unit is None:
        rows = [_message(row) for row in board.rows if _has_any(row.counts)]
    else:
        unit = unit_of(moment, query.unit)
        row = board.row(unit.key) or LateRow(unit.key, unit.code, unit.name, unit.level.value, Counts())
        rows = [_message(row)]
    return Messages(board.as_of, board.data_as_of, tuple(rows))


def _has_any(counts: Counts) -> bool:
    return any((counts.late, counts.unclosed, counts.due_soon))


def _message(row: LateRow) -> UnitMessage:
    counts = row.counts
    return UnitMessage(row.code, row.name, row.level, counts.late, counts.overdue, counts.unclosed, counts.due_soon)


PAPER = PaperType(
    "message",
    ending="txt",
    figures=messages,
    render=lambda found: found.text.encode(),
    options=("unit",),
)
