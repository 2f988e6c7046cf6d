"""For tests of the store and of boards: a data folder, made-up rows, and the rule of lateness in plain code."""

from __future__ import annotations

import os
import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from functools import cache
from hashlib import blake2b
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cchc_tui.domain.clock import Clock
from cchc_tui.domain.directives import DirectiveEntry
from cchc_tui.domain.dossiers import DossierRow
from cchc_tui.domain.lateness import SOON_HOURS, Compare, State, state, unclosed
from cchc_tui.domain.moments import Stamp, day_start, parse_iso, to_date
from cchc_tui.domain.problems import Problem, Severity
from cchc_tui.ingest.records import Batch, EntryRow, Head, Item, Kind, SheetRow, SummaryRow, Tail
from cchc_tui.registry import Registry
from cchc_tui.settings import DataFolder, Settings
from cchc_tui.sheets.kinds import SHEETS
from cchc_tui.store.read import schema
from cchc_tui.store.read.database import Writer, open_writer
from cchc_tui.store.read.store_moment import StoreMoment
from cchc_tui.store.write.loading import ExportFile, LoadResult
from cchc_tui.store.write.loading import load as load_export
from tests.kits.asked_source import AskedSource, shipped_registry

REGISTRY: Registry = shipped_registry()
#: The morning of the meeting.
MORNING = parse_iso("2021-11-10T08:30")
HOUR = 3600
DAY = 86_400
#: Where folders for single examples are made: in memory if possible, for nothing is to be left of one after a crash.
SCRATCH = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
WARD_6, WARD_2 = "29878", "29869"


def at(text: str) -> Stamp:
    """A moment of 2021: ``at("10-25 16:00")``."""
    return parse_iso(f"2021-{text}".replace(" ", "T"))


def dossier(code: str, row: int = 0, wording: str = "", **fields: Any) -> DossierRow:
    """A row of a list: an open dossier of Phường 6, due on 30 October, except for ``fields``.

    Another ``wording`` gives the row another digest with the same meaning, as if the cells were written differently.
    """
    made = DossierRow(
        row=row,
        digest=0,
        code=code,
        status=4,
        status_text="Đang xử lý",
        received=at("10-15 09:00"),
        due=at("10-30 16:00"),
        finished=None,
        returned=None,
        date_only=0,
        agency="UBND Phường 6",
        department="Bộ phận TN&TKQ",
        procedure_code="1.000001",
        procedure="Chứng thực bản sao",
        field="Chứng thực",
        officer="Nguyễn Thị Một",
        channel="direct",
        helper="",
        applicant="Lê Văn Người Nộp",
        submitter="",
        phone="0901234567",
        address="12 Nguyễn Huệ",
    )._replace(**fields)
    content = repr((made[2:], wording)).encode()
    return made._replace(digest=int.from_bytes(blake2b(content, digest_size=8).digest(), "little", signed=True))


def numbered(rows: Iterable[DossierRow]) -> list[DossierRow]:
    """The rows, with sheet row numbers from 7 on where they have none."""
    return [row if row.row else row._replace(row=place) for place, row in enumerate(rows, 7)]


def items_of(
    rows: Sequence[DossierRow],
    moment: Stamp | None,
    known: dict[int, int],
    problems: Sequence[Problem] = (),
    day_only: bool = False,
    batch: int = 3,
) -> Iterator[Item]:
    """Yield what a reader yields for a list. Rows in ``known`` (digest → number) are only marked as unchanged."""
    yield Head(Kind.DOSSIERS, "xlsx", "Sheet1", moment, day_only)
    unchanged = array("I", bytes(4 * (max(known.values(), default=0) + 1)))
    fresh = []
    for row in rows:
        if row.digest in known:
            unchanged[known[row.digest]] = row.row
        else:
            fresh.append(row)
    for start in range(0, len(fresh), batch):
        yield Batch(tuple(fresh[start : start + batch]), (), start, len(rows))
    rejected = sum(problem.severity is Severity.REJECTED for problem in problems)
    if problems:
        yield Batch((), tuple(problems))
    yield Tail(len(rows) + rejected, len(rows), rejected, unchanged)


@cache
def _new_databases(version: int) -> tuple[bytes, ...]:
    """The bytes of new, empty databases. They are made once, because that takes longer than most tests."""
    with TemporaryDirectory(dir=SCRATCH) as folder:
        open_writer(Path(folder)).close()
        return tuple(path.read_bytes() for path in DataFolder(Path(folder)).databases)


def new_writer(folder: Path) -> Writer:
    """Open the writer of a folder, with new databases if there are none."""
    database = DataFolder(folder).database
    if not database.exists():
        DataFolder(folder).private.mkdir(exist_ok=True)
        for path, content in zip(DataFolder(folder).databases, _new_databases(schema.version()), strict=True):
            path.write_bytes(content)
    return open_writer(folder)


class Office:
    """A data folder and the writer of its database."""

    def __init__(self, folder: Path, compare: Compare = "time", officers: bool = False) -> None:
        self.folder = folder
        self.registry = REGISTRY
        self.settings = Settings(compare=compare)
        self.writer: Writer = new_writer(folder)
        self._numbers = count(1)

    def file(self, name: str = "", mtime: Stamp = MORNING, sha: str = "", arrived: Stamp | None = None) -> ExportFile:
        """An export file with its facts, by default a new one that arrives in order."""
        number = next(self._numbers)
        return ExportFile(name or f"{number}.xlsx", sha or f"sha-{number}", 1000, mtime, arrived or MORNING + number)

    def coded(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query, whose table ``dossier`` has whole codes, as for somebody who may open both databases."""
        store, private = DataFolder(self.folder).databases
        with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as connection:
            connection.execute("ATTACH ? AS private", (f"file:{private}?mode=ro",))
            connection.execute("""
                CREATE TEMP VIEW dossier AS SELECT d.id, p.code, d.defects FROM main.dossier AS d
                JOIN private.person AS p ON p.dossier = d.id AND p.n = 0
            """)
            return connection.execute(query, values).fetchall()

    def load(self, items: Iterable[Item], **file: Any) -> LoadResult:
        """Load the items of a file. ``file`` has arguments of ``Office.file``."""
        return load_export(self.writer, self.file(**file), items, self.registry, self.settings)

    def list(
        self, rows: Iterable[DossierRow], moment: Stamp | None = MORNING, problems: Sequence[Problem] = (), **file: Any
    ) -> LoadResult:
        """Load a list of dossiers."""
        known = dict(self.writer.connection.execute("SELECT digest, id FROM dossier").fetchall())
        return self.load(items_of(numbered(rows), moment, known, problems), **file)

    def directive(self, *entries: DirectiveEntry) -> None:
        """Load marks with entries about directives."""
        for entry in entries:
            head = Head(Kind.DIRECTIVE, "text", "", entry.at, False)
            self.load([head, Batch((EntryRow(2, entry),)), Tail(1, 1, 0)])

    def rollout(self, rows: Sequence[SheetRow], moment: Stamp = MORNING) -> LoadResult:
        """Load a rollout sheet."""
        items = [Head("rollout", "xlsx", "", moment, False), Batch(tuple(rows)), Tail(len(rows), len(rows), 0)]
        return self.load(items)

    def sheet(self, name: str, rows: Sequence[Mapping[str, Any]], moment: Stamp = MORNING) -> LoadResult:
        """Load an input sheet. ``rows`` have values by field; fields without a value are empty."""
        fields = SHEETS[name].fields
        empty = {field.name: "" if field.is_text else None for field in fields}
        made = tuple(SheetRow(row, "", {**empty, **values}) for row, values in enumerate(rows, 5))
        return self.load([Head(name, "xlsx", "", moment, False), Batch(made), Tail(len(made), len(made), 0)])

    def summary(
        self,
        rows: Sequence[SummaryRow],
        moment: Stamp = MORNING,
        day_only: bool = False,
        named_by: str = "",
        **head: Any,
    ) -> LoadResult:
        """Load a unit summary."""
        first = replace(Head(Kind.SUMMARY, "html", "", moment, day_only), **head)
        named = tuple(row._replace(named_by=named_by) for row in rows)
        return self.load([first, Batch(named), Tail(len(rows), len(rows), 0)])

    def start_again(self) -> None:
        """Replace the database by an empty one."""
        self.writer.close()
        DataFolder(self.folder).database.unlink()
        self.writer = open_writer(self.folder)

    def source(self, now: Stamp = MORNING) -> AskedSource:
        """An open source for this folder, whose clock stands at ``now``."""
        source = AskedSource(self.folder, Clock(now, 0))
        source.open()
        source.settings = self.settings
        return source

    def moment(self, moment: Stamp) -> StoreMoment:
        """The store at a moment."""
        return StoreMoment(self.writer.connection, moment)

    def count(self, table: str) -> int:
        """The number of rows of a table."""
        return int(self.writer.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def late(self, moment: Stamp = MORNING, unit: str = WARD_6) -> Any:
        """A unit's counts on the board of late dossiers."""
        source = self.source(moment)
        row = source.late().row(unit)
        source.close()
        assert row is not None
        return row.counts


def forget_index(connection: sqlite3.Connection) -> None:
    """Empty the index of words, so that all entries have to be made again."""
    connection.execute("INSERT INTO search (search) VALUES ('delete-all')")
    connection.execute("DELETE FROM search_entry")
    connection.execute("DELETE FROM search_word")
    connection.execute("DELETE FROM meta WHERE key = 'search'")


def claim(unit: str, practice: str, state: str = "running", row: int = 2, **fields: Any) -> SheetRow:
    """A row of a rollout sheet."""
    said = {"unit": unit, "practice": practice, "state": state, "since": at("10-01 00:00"), "turns": 3, "note": ""}
    return SheetRow(row, f"{unit}: {practice}", said | fields)


def summed(unit: str, row: int = 5, **figures: int | None) -> SummaryRow:
    """A row of a unit summary, with 0 for all figures not given."""
    return SummaryRow(row, unit, *[0] * 12)._replace(**figures)


def said_only(unit: str, row: int = 5, **figures: int) -> SummaryRow:
    """A row of a form of unit summary that has no columns but those of ``figures``."""
    return SummaryRow(row, unit, *[None] * 12)._replace(**figures)


def by_rule(rows: Iterable[DossierRow], moment: Stamp, compare: Compare = "time") -> dict[str, Counter[str]]:
    """The board by unit, counted one dossier after the other by the rule. Unit key → count names → counts."""
    calendar = REGISTRY.calendar
    soon_until = calendar.add_hours(moment, SOON_HOURS)
    year = day_start(to_date(moment).replace(month=1, day=1))
    board: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        now = state(row.status, row.received, row.due, row.finished, moment, soon_until, compare)
        if now is State.NOT_YET:
            continue
        ends = [end for end in (row.finished, row.returned, row.received) if end is not None and end <= moment]
        if now is State.WITHDRAWN and ends[0] < year:
            continue
        if now in (State.RESOLVED_ON_TIME, State.RESOLVED_LATE) and (row.finished or 0) < year:
            continue
        match = REGISTRY.units.place(row.agency, row.department, to_date(row.received))
        counts = board[match.unit.key if match.unit else ""]
        counts["total"] += 1
        counts["in_time" if now is State.DUE_SOON else now.value] += 1
        counts["due_soon"] += now is State.DUE_SOON
        counts["late"] += now in (State.RESOLVED_LATE, State.OVERDUE)
        if now in (State.OVERDUE, State.DUE_SOON, State.IN_TIME, State.WAITING):
            counts["unclosed"] += unclosed(row.finished, row.returned, moment)
        if now is State.RESOLVED_LATE:
            counts[f"days {calendar.days_late(row.due or 0, row.finished or 0)}"] += 1
        if now is State.OVERDUE:
            counts[f"days {calendar.days_late(row.due or 0, moment)}"] += 1
    return {unit: +counts for unit, counts in board.items()}
