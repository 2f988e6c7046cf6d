"""The reader's output: a head, then batches of converted rows with their problems, then a tail."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

from cchc_tui.domain.directives import DirectiveEntry
from cchc_tui.domain.dossiers import DossierRow
from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.privacy import AccessRecord
from cchc_tui.domain.problems import Problem
from cchc_tui.sheets.sheet import Value

#: Value of ``SummaryRow.named_by``: the rows are fields and not units (form II.06a/VPCP/KSTT).
BY_FIELD = "field"
#: Value of ``SummaryRow.named_by``: rows are units or fields. "Tư pháp" is a field, but "Phòng Tư pháp" is a unit.
UNITS_OR_FIELDS = "unit_or_field"


class Kind(StrEnum):
    """The kinds of file that have rules of their own. Any other kind is the name of a declared sheet."""

    DOSSIERS = "dossiers"
    SUMMARY = "summary"
    MEETING = "meeting"
    ACCESS = "access"
    DIRECTIVE = "directive"


#: The kinds of marks. Viewers write these files; offices do not send them.
MARKS = frozenset({Kind.MEETING.value, Kind.ACCESS.value, Kind.DIRECTIVE.value})


class SheetRow(NamedTuple):
    """One row of a declared sheet. ``named`` is the key of the row as written.

    ``values`` has a value for each field.
    """

    row: int
    named: str
    values: dict[str, Value]


class SummaryRow(NamedTuple):
    """One row of a unit summary. The numbers in the comments are the columns of the form with numbered columns.

    A figure is None if it is not stated, or if its cell has an error.
    """

    row: int
    unit_text: str
    intake: int | None  # 3 = 4 + 5
    opening: int | None  # 4
    received: int | None  # 5
    resolved: int | None  # 6 = 7 + 8 + 9
    early: int | None  # 7
    on_time: int | None  # 8
    resolved_late: int | None  # 9
    open: int | None  # 10 = 11 + 12
    in_time: int | None  # 11
    overdue: int | None  # 12
    late: int | None  # 13 = 9 + 12
    withdrawn: int | None  # 14
    timely: int | None = None  # 7 + 8, if the form has one column for both
    waiting: int | None = None  # if the form separately counts dossiers whose term does not run
    refused: int | None = None  # the part of ``withdrawn`` that the form counts as resolved
    within: str = ""  # in a form by field: the unit or level that the form or a row above names
    named_by: str = ""  # BY_FIELD, UNITS_OR_FIELDS, or "": units


#: The fields of SummaryRow that are figures.
FIGURES = SummaryRow._fields[2:-2]


class MeetingRow(NamedTuple):
    """The row of a meeting's mark: the start or the end of a meeting.

    A start may have the titles of the meeting and of the chair ("": not given). An end may have the names of the boards
    that its viewer showed during the meeting, in order (None: not given).
    """

    row: int
    at: Stamp
    start: bool
    title: str = ""
    chair: str = ""
    boards: tuple[str, ...] | None = None


class AccessRow(NamedTuple):
    """The only row of a file that says that an access to personal data began or ended."""

    row: int
    access: AccessRecord


class EntryRow(NamedTuple):
    """The row of a directive's mark: one entry about a directive."""

    row: int
    entry: DirectiveEntry


#: The type of the rows of each Kind (except dossiers, which are sent as Columns), and of a declared sheet's rows.
ROWS: Mapping[str, Any] = {
    Kind.SUMMARY: tuple[SummaryRow, ...],
    Kind.MEETING: tuple[MeetingRow, ...],
    Kind.ACCESS: tuple[AccessRow, ...],
    Kind.DIRECTIVE: tuple[EntryRow, ...],
}
SHEET_ROWS: Any = tuple[SheetRow, ...]
Row: TypeAlias = DossierRow | SheetRow | SummaryRow | MeetingRow | AccessRow | EntryRow


@dataclass(frozen=True, slots=True)
class Head:
    """The kind and origin of a file. It is sent before the file's rows.

    ``kind`` is a Kind, or the name of a declared sheet. ``moment`` is the moment that the file states (None: it states
    none). If the file states only a day, ``moment_is_date`` is true and ``moment`` is the day's first second. The
    caller then chooses the time of day.
    """

    kind: str
    format: str  # xlsx xls xlsb xml ods fods html csv; text of a mark
    sheet: str
    moment: Stamp | None
    moment_is_date: bool
    period_from: date | None = None
    period_to: date | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows in the order of the sheet, with their problems."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
    done: int = 0  # data rows read so far, for a progress bar
    total: int = 0  # data rows expected; 0 when the format does not tell


@dataclass(frozen=True, slots=True)
class Columns:
    """Dossiers as columns, one for each field of ``DossierRow``. The reader process sends them in this form."""

    columns: list[Sequence[object]]
    problems: tuple[Problem, ...]
    done: int = 0
    total: int = 0

    def batch(self) -> Batch:
        """The same dossiers as rows."""
        rows = tuple(map(DossierRow._make, zip(*self.columns, strict=True)))
        return Batch(rows, self.problems, self.done, self.total)


@dataclass(frozen=True, slots=True)
class Tail:
    """The end of a file that was read completely.

    ``unchanged`` is an array with an entry for each dossier id: the number of the last row that equals the dossier's
    stored raw row (0: no row does). The array has unsigned 32-bit numbers, and takes 4 MB for a million dossiers.
    """

    rows: int  # all data rows, accepted or not
    accepted: int
    rejected: int
    unchanged: array[int] = field(default_factory=lambda: array("I"))
    repeated: tuple[Problem, ...] = ()  # the same code twice among unchanged rows


Item: TypeAlias = Head | Batch | Tail
#: One message from the reader process. Unlike an Item, it has dossiers in columns.
Piece: TypeAlias = Head | Batch | Columns | Tail


class Refused(Exception):  # noqa: N818  a verdict, not an error
    """The whole file is refused. ``problem`` gives the reason."""

    def __init__(self, problem: Problem):
        super().__init__(problem.code)
        self.problem = problem
