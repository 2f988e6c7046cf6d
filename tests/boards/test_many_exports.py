"""What a board costs does not grow with the number of files that ever came."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from cchc_tui.boards.board import GROUPINGS
from cchc_tui.boards.exports import ALL, PAGE, ExportRow
from cchc_tui.boards.listed import board_names, board_of
from cchc_tui.boards.timeline import sheets_known
from cchc_tui.domain.problems import Severity
from cchc_tui.ingest import problems
from cchc_tui.ingest.records import Kind
from cchc_tui.store.read import running_totals
from cchc_tui.store.write import loading
from tests.kits.asked_source import AskedSource
from tests.kits.store_kit import DAY, HOUR, MORNING, WARD_6, Office, claim, dossier, summed

FEW, MIDDLE, MANY = 100, 5_100, 8_000
#: A file each quarter of an hour, the last one an hour before the morning.
STEP = 900
#: The first list, of the same moment however many files follow: the forecast looks at the months since.
FIRST = MORNING - 2 * HOUR - MANY * STEP
#: What kind of file is which one of ten.
KINDS = [Kind.DOSSIERS, Kind.SUMMARY, Kind.MEETING, Kind.ACCESS, "rollout", "", "", "", Kind.DOSSIERS, Kind.DOSSIERS]


def filled(folder: Path, files: int) -> Office:
    """Two real lists and a claim, and between them many files of all kinds."""
    folder.mkdir()
    office = Office(folder)
    start = MORNING - HOUR - files * STEP
    office.list([dossier(f"A-{n}", received=MORNING - 60 * DAY) for n in range(40)], FIRST)
    office.rollout([claim(WARD_6, "sunday")], FIRST)
    office.writer.connection.execute("PRAGMA synchronous = OFF")
    with office.writer.transaction() as connection:
        for n in range(files):
            _enter(connection, office, n, start + n * STEP)
    office.list([dossier(f"A-{n}", received=MORNING - 60 * DAY, status=9) for n in range(50)], MORNING)
    office.summary([summed(WARD_6, received=7)], MORNING)
    return office


def _enter(connection: sqlite3.Connection, office: Office, n: int, at: int) -> None:
    kind = str(KINDS[n % 10])
    file = office.file(f"{n % 977}.xlsx", arrived=at)
    number = loading._list(
        connection, file, kind=kind, verdict="accepted" if kind else ("refused", "repeated", "partial")[n % 3],
        moment=at if kind else None, rejected=n % 3,
    )  # fmt: skip
    if kind == Kind.MEETING:
        connection.execute(
            "INSERT INTO meeting (export, at, start, title, chair) VALUES (?, ?, ?, '', '')", (number, at, n % 20 < 10)
        )
    elif kind == Kind.ACCESS:
        values = (number, at, at + 60, n % 2, "a", "b", "c", "d")
        connection.execute("INSERT INTO access VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)", values)
    elif kind == Kind.SUMMARY:
        connection.execute(
            "INSERT INTO difference VALUES (NULL, ?, ?, 'list', 1, 1, 'x', 'late', 1, 2, ?)", (number, at, at)
        )
    found = [problems.make(Severity.REFUSED if kind == "" else Severity.NOTED, problems.LINK)]
    loading._Problems(connection, number).add(found)
    connection.execute("INSERT INTO event VALUES (NULL, ?, ?, 1, 'new', 1, '')", (number, at))
    running_totals.add(connection, number)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return filled(tmp_path_factory.mktemp("few") / "office", FEW)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return filled(tmp_path_factory.mktemp("many") / "office", MANY)


@pytest.fixture(scope="module")
def middle(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return filled(tmp_path_factory.mktemp("middle") / "office", MIDDLE)


#: Live, between the lists, and before most of them.
MOMENTS = {"live": None, "yesterday": MORNING - DAY, "early": MORNING - HOUR - 90 * STEP}
QUESTIONS: dict[str, Callable[[AskedSource, int | None], object]] = {
    "overview": lambda source, at: source.overview(at),
    "exports": lambda source, at: source.exports(at),
    "as of": lambda source, at: source.data_as_of(at),
    "timeline": lambda source, _: source.timeline(),
    "next due": lambda source, at: source.next_due(at),
    "search": lambda source, at: source.search("A-1", at),
    "dossier": lambda source, at: source.dossier(1, at),
    "findings": lambda source, at: source.findings(at),
    **{
        f"{board.name} {by}": lambda source, at, board=board, by=by: source.board(board.name, at, by=by).json()
        for board in map(board_of, board_names())
        if board.name not in {"exports", "findings"}  # the command line gives all rows of them
        for by in (GROUPINGS if board.groupings else ("unit",))
    },
}


class Work:
    """Counts what a question costs, in steps of the database's machine, and keeps its statements."""

    def __init__(self, office: Office) -> None:
        self.source = office.source(MORNING + HOUR)
        self.connection = self.source._reader().connection
        self.steps = 0
        self.statements: set[str] = set()
        self.connection.set_progress_handler(self._step, 1)
        self.connection.set_trace_callback(self.statements.add)

    def _step(self) -> int:
        self.steps += 1
        return 0

    def of(self, question: Callable[[AskedSource, int | None], object], at: int | None) -> int:
        self.steps = 0
        question(self.source, at)
        return self.steps

    def close(self) -> None:
        self.source.close()


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_it_costs_as_much_with_many_as_with_few(
    question: str, moment: str, few: Office, middle: Office, many: Office
) -> None:
    """Boards of files and findings have more rows with more files, up to what they show."""
    costs = []
    for office in (middle if question.startswith(("exports", "findings")) else few, many):
        work = Work(office)
        work.source.timeline()  # once in the life of a viewer, as are the moments of all sheets
        with work.source.moment() as now:
            sheets_known(now)
        costs.append(work.of(QUESTIONS[question], MOMENTS[moment]))
        work.close()
    assert costs[1] <= costs[0] * 1.3 + 3_000


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_statement_goes_through_all_files(question: str, many: Office) -> None:
    work = Work(many)
    for at in MOMENTS.values():
        work.of(QUESTIONS[question], at)
    work.connection.set_trace_callback(None)
    plans = [
        (statement, detail)
        for statement in work.statements
        if statement.lstrip().startswith(("SELECT", "WITH"))
        for *_, detail in work.connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
    ]
    work.close()
    assert plans
    assert [plan for plan in plans if re.search(r"\bSCAN (export|e|difference|access|export_total)\b", plan[1])] == []


def test_all_of_them_can_be_had(many: Office) -> None:
    source = many.source()
    page = source.exports()
    everything = source.exports(most=ALL)
    source.close()
    assert len(page.rows) == PAGE
    assert page.rows == everything.rows[:PAGE]
    assert len(everything.rows) == everything.listed == page.listed == many.count("export")
    assert page.more == {"files", "differences", "accesses"}
    assert everything.more == frozenset()


@pytest.mark.parametrize("at", [None, MORNING - HOUR, MORNING - HOUR - 40 * STEP, MORNING - HOUR - 95 * STEP])
def test_the_totals_are_those_of_the_files(few: Office, at: int | None) -> None:
    source = few.source(MORNING)
    board, overview = source.exports(at, most=ALL), source.overview(at)
    source.close()
    newest: dict[str, ExportRow] = {}
    for row in sorted(board.rows, key=lambda row: row.id):
        if row.verdict != "repeated":
            newest[row.name] = row
    files = [row for row in board.rows if not row.is_mark]
    assert board.listed == len(board.rows)
    assert (board.files, overview.exports) == (len(files), len(files))
    assert overview.rejected_rows == sum(row.rejected for row in newest.values())
    assert overview.refused_files == sum(row.verdict == "refused" for row in newest.values())
    assert board.today == sum(row.arrived // DAY == board.as_of // DAY for row in files)


@pytest.mark.parametrize("order", [[3, 1, 2], [1, 3, 2, 2], [5, 4, 3, 2, 1], [2, 9, 1, 9, 3]])
def test_files_that_come_late_are_counted_from_their_moment_on(tmp_path: Path, order: list[int]) -> None:
    office = Office(tmp_path)
    for n, hours in enumerate(order):
        faults = [problems.make(Severity.REJECTED, problems.NO_CODE)] * (n + 1)
        office.list([dossier("A-1", row=7)], MORNING + hours * HOUR, faults, name=f"{n % 2}.xlsx")
    with closing(office.source()) as source:
        for hours in range(10):
            at = MORNING + hours * HOUR
            known = [n for n, when in enumerate(order) if when <= hours] or [order.index(min(order))]
            newest = {n % 2: n + 1 for n in known}
            if at < MORNING + max(order) * HOUR:
                assert source.overview(at).rejected_rows == sum(newest.values())
                assert source.exports(at).listed == len(known)
