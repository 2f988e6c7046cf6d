"""Loads one export in one transaction, so that a kill during the load leaves no part of the export."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from cchc_tui.domain.moments import DAY, Stamp, day_start, iso
from cchc_tui.domain.problems import Problem, Severity
from cchc_tui.ingest.problems import AHEAD, NOTHING_TAKEN, make
from cchc_tui.ingest.records import Head, Kind, Piece, Refused, Tail
from cchc_tui.registry import Registry
from cchc_tui.settings import Settings
from cchc_tui.sheets.kinds import SHEETS
from cchc_tui.store.read import running_totals
from cchc_tui.store.read.database import Writer
from cchc_tui.store.read.schema import LOADED
from cchc_tui.store.write import built_with
from cchc_tui.store.write.access_log import AccessLoad
from cchc_tui.store.write.directives import DirectiveLoad
from cchc_tui.store.write.first_load import FirstLoad
from cchc_tui.store.write.loader import Incoming, LoadContext, LoadCounts, Loader
from cchc_tui.store.write.meetings import MeetingLoad, starts
from cchc_tui.store.write.merge_load import MergeLoad
from cchc_tui.store.write.sheet_load import SheetLoad
from cchc_tui.store.write.summary import SummaryLoad
from cchc_tui.texts.boards import mark_of

#: Most problems in a result; the database has all of them.
MOST_PROBLEMS = 100_000
#: Two clocks agree if they differ by at most this many seconds.
_SAME_TIME = 5


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file that arrived: the name to show, its path within the archive, and its identity.

    ``sha`` is the SHA-256 of the file's bytes, in hexadecimal. ``size`` is in bytes. ``arrived`` and ``mtime`` are
    stamps. If ``bounded`` is true, the moment of the export must not be after the file's arrival.
    """

    name: str
    sha: str
    size: int
    mtime: Stamp
    arrived: Stamp
    archive: str = ""
    bounded: bool = False  # whether its moment must not be after its arrival


@dataclass(frozen=True, slots=True)
class RowProgress:
    """How far reading a file has come: ``done`` of ``total`` rows. ``total`` is 0 if unknown."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class LoadResult:
    """The result of loading a file.

    ``verdict`` is "accepted", "partial" (some rows are rejected), "refused" or "repeated". ``loaded`` rows are new,
    ``changed`` rows have a new state, and ``older`` rows do not change a current state. ``problems`` has the first
    ``MOST_PROBLEMS`` problems. ``mark`` is the name to show for a viewer's mark; "" for any other file.
    """

    name: str
    verdict: str
    export_id: int = 0
    kind: str = ""
    format: str = ""
    moment: Stamp | None = None
    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    loaded: int = 0
    changed: int = 0
    unchanged: int = 0
    older: int = 0
    unplaced: int = 0
    problems: tuple[Problem, ...] = ()
    mark: str = ""

    @property
    def label(self) -> str:
        """The name to show: for a mark the mark's name, for any other file the file's name."""
        return self.mark or self.name


def moment_of(head: Head, mtime: Stamp) -> Stamp:
    """The moment of an export: the moment that the file states, or else the file's mtime.

    A file may state only a day. Then the moment is the mtime if it is on this day, or else the last second of the day.
    """
    if head.moment is None:
        return mtime
    if not head.moment_is_date:
        return head.moment
    start = head.moment - head.moment % DAY
    return mtime if start <= mtime < start + DAY else start + DAY - 1


def load(
    writer: Writer,
    file: ExportFile,
    items: Iterable[Piece],
    registry: Registry,
    settings: Settings,
    progress: Callable[[RowProgress], None] = lambda _: None,
) -> LoadResult:
    """Load a file from its pieces. If the file is refused, only list it with the reason.

    ``progress`` is called after each batch.
    """
    try:
        with writer.transaction() as connection:
            built_with.record(connection, registry, settings)
            loading = _Loading(writer, file, registry, settings)
            for item in items:
                loading.take(item)
                if not isinstance(item, Head | Tail):
                    progress(RowProgress(item.done, item.total))
            return loading.finish()
    except Refused as refusal:
        with writer.transaction() as connection:
            built_with.record(connection, registry, settings)
            return _refuse(connection, file, refusal.problem)


def raising(refusal: Refused) -> Iterator[Piece]:
    """An iterator that yields nothing and raises ``refusal``.

    The iterator stands for a file that is refused without being read.
    """
    raise refusal
    yield  # makes this an iterator


@dataclass(frozen=True, slots=True)
class Earlier:
    """An accepted export with the same bytes as a file that arrives now.

    ``archive`` is the path of the accepted export within the archive.
    """

    export_id: int
    archive: str


def repeated(writer: Writer, sha: str) -> Earlier | None:
    """The first accepted export whose file has this SHA-256; None if there is none."""
    query = f"SELECT id, archive FROM export WHERE sha = ? AND {LOADED} ORDER BY id LIMIT 1"
    found = writer.connection.execute(query, (sha,)).fetchone()
    return None if found is None else Earlier(*found)


def list_repeated(writer: Writer, file: ExportFile, earlier: Earlier) -> LoadResult:
    """List a file with the same bytes as the accepted export ``earlier``. The rows are not loaded again."""
    with writer.transaction() as connection:
        columns = "kind, format, sheet, moment, rows, accepted, rejected"
        found = connection.execute(f"SELECT {columns} FROM export WHERE id = ?", (earlier.export_id,)).fetchone()
        values = dict(zip(columns.split(", "), found, strict=True))
        number = _list(connection, file, verdict="repeated", repeats=earlier.export_id, **values)
        running_totals.add(connection, number)
        values["export_id"] = number
        del values["sheet"]
        mark = mark_of(values["kind"], "repeated", values["moment"], starts(connection, earlier.export_id))
        return LoadResult(name=file.name, verdict="repeated", unchanged=values["accepted"], mark=mark, **values)


def _list(connection: sqlite3.Connection, file: ExportFile, **values: object) -> int:
    """Add a file to the table of exports. Return its number there."""
    row: dict[str, object] = dict.fromkeys(("kind", "format", "sheet", "verdict"), "")
    counts = "day_only rows accepted rejected loaded changed unchanged older noted unplaced"
    row |= dict.fromkeys(counts.split(), 0)
    row |= {"name": file.name, "sha": file.sha, "size": file.size, "archive": file.archive}
    row |= {"mtime": file.mtime, "arrived": file.arrived} | values
    moment = values.get("moment")
    row["known"] = file.arrived if moment is None else moment
    names = ", ".join(row)
    marks = ", ".join("?" * len(row))
    cursor = connection.execute(f"INSERT INTO export ({names}) VALUES ({marks})", list(row.values()))
    return int(cursor.lastrowid or 0)


def _refuse(connection: sqlite3.Connection, file: ExportFile, problem: Problem) -> LoadResult:
    number = _list(connection, file, verdict="refused")
    _Problems(connection, number).add([problem])
    running_totals.add(connection, number)
    return LoadResult(file.name, "refused", number, problems=(problem,))


_PROBLEM = """
INSERT INTO problem (export, severity, code, sheet, row, heading, value, expected) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""


@dataclass(slots=True)
class _Problems:
    """Writes problems to the database. The first ``MOST_PROBLEMS`` are also kept for the result."""

    connection: sqlite3.Connection
    export: int
    first: list[Problem] = field(default_factory=list)
    count: Counter[Severity] = field(default_factory=Counter)

    def add(self, problems: Sequence[Problem]) -> None:
        self.first.extend(problems[: MOST_PROBLEMS - len(self.first)])
        self.count.update(problem.severity for problem in problems)
        self.connection.executemany(
            _PROBLEM,
            [(self.export, p.severity, p.code, p.sheet, p.row, p.column, p.value, p.expected) for p in problems],
        )


def _list_loader(context: LoadContext) -> Loader:
    has_dossiers = context.connection.execute("SELECT 1 FROM dossier LIMIT 1").fetchone()
    return MergeLoad(context) if has_dossiers else FirstLoad(context)


#: The kinds with their own loaders; all others are declared sheets.
_LOADERS: dict[str, Callable[[LoadContext], Loader]] = {
    Kind.DOSSIERS: _list_loader,
    Kind.SUMMARY: SummaryLoad,
    Kind.MEETING: MeetingLoad,
    Kind.ACCESS: AccessLoad,
    Kind.DIRECTIVE: DirectiveLoad,
}


class _Loading:
    """The load of one export. Its pieces come in this order: a head, rows, a tail."""

    def __init__(self, writer: Writer, file: ExportFile, registry: Registry, settings: Settings) -> None:
        self._connection, self._private = writer.connection, writer.private
        self._file = file
        self._registry = registry
        self._settings = settings
        self._head: Head | None = None
        self._tail: Tail | None = None
        self._loader: Loader | None = None
        self._incoming = Incoming(0, file.mtime)
        self._problems = _Problems(self._connection, 0)

    def take(self, item: Piece) -> None:
        if isinstance(item, Head):
            self._begin(item)
        elif isinstance(item, Tail):
            self._tail = item
        elif self._loader is None:
            raise ValueError("rows before a head")
        else:
            self._loader.take(item)
            if item.problems:
                self._problems.add(item.problems)

    def _begin(self, head: Head) -> None:
        moment, problem = self._moment(head)
        number = _list(
            self._connection,
            self._file,
            kind=head.kind,
            format=head.format,
            sheet=head.sheet,
            verdict="accepted",
            moment=moment,
            day_only=int(head.moment_is_date),
            period_from=None if head.period_from is None else day_start(head.period_from),
            period_to=None if head.period_to is None else day_start(head.period_to) + DAY - 1,
        )
        self._head, self._incoming, self._problems.export = head, Incoming(number, moment), number
        if problem is not None:
            self._problems.add([problem])
        context = LoadContext(self._connection, self._private, self._incoming, self._registry, self._settings.compare)
        own = _LOADERS.get(head.kind)
        self._loader = own(context) if own is not None else SheetLoad(context, SHEETS[head.kind])

    def _moment(self, head: Head) -> tuple[Stamp, Problem | None]:
        """The moment of the export, and a problem if the file states a moment after its arrival, else None.

        If the file is ``bounded``, the moment of its arrival is used instead of a later moment. Otherwise the file's
        states would begin to hold in the future, when no export arrives.
        """
        said, arrived = moment_of(head, self._file.mtime), self._file.arrived
        if said <= arrived or not self._file.bounded:
            return said, None
        earliest = said - said % DAY if head.moment_is_date and said != self._file.mtime else said
        if earliest <= arrived + _SAME_TIME:
            return arrived, None
        expected = iso(arrived)
        return arrived, make(Severity.NOTED, AHEAD, value=iso(said), expected=expected)

    def finish(self) -> LoadResult:
        """Write what can be written only after the last piece, and return the result."""
        if self._head is None or self._tail is None or self._loader is None:
            raise ValueError("an export without a head or a tail")
        tail = self._tail
        done = self._loader.finish(tail)
        self._problems.add([*tail.repeated, *done.problems])
        verdict = "accepted" if not tail.rejected else "partial" if tail.accepted else "refused"
        refusal = make(Severity.REFUSED, NOTHING_TAKEN, value=tail.rejected) if verdict == "refused" else None
        if refusal:
            self._problems.add([refusal])
        number, moment = self._incoming.id, self._incoming.moment
        counts = {"rows": tail.rows, "accepted": tail.accepted, "rejected": tail.rejected}
        counts |= {name: getattr(done, name) for name in ("loaded", "changed", "unchanged", "older", "unplaced")}
        # Rows replaced by a later row of the same file count as older, so that the counts add up to the rows.
        counts["older"] += max(0, tail.accepted - done.loaded - done.changed - done.unchanged - done.older)
        noted = self._problems.count[Severity.NOTED]
        self._connection.execute(
            f"UPDATE export SET verdict = ?, noted = ?, {', '.join(f'{name} = ?' for name in counts)} WHERE id = ?",
            (verdict, noted, *counts.values(), number),
        )
        running_totals.add(self._connection, number)
        self._tell(done)
        self._loader.settle(refusal is not None)
        return LoadResult(
            self._file.name,
            verdict,
            number,
            self._head.kind,
            self._head.format,
            moment,
            **counts,
            problems=tuple(self._problems.first),
            mark=mark_of(self._head.kind, verdict, moment, starts(self._connection, number)),
        )

    def _tell(self, done: LoadCounts) -> None:
        """Store what this load changed as events, which the overview shows."""
        number, moment = self._incoming.id, self._incoming.moment
        self._connection.executemany(
            'INSERT INTO event (export, at, unit, kind, "count", detail) VALUES (?, ?, ?, ?, ?, ?)',
            [(number, moment, unit, kind, n, detail) for (unit, kind, detail), n in done.events.items() if n > 0],
        )
