"""Each role: what it is given and what it is refused, over every query, board, paper, command and action there is."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cchc_tui.audit import log
from cchc_tui.audit.entries import AuditEntry
from cchc_tui.boards.board import BoardQuery
from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.listed import board_names, board_of
from cchc_tui.boards.source import Source
from cchc_tui.cli.group import COMMANDS, group
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.directives import Act, DirectiveEntry
from cchc_tui.domain.privacy import Access
from cchc_tui.domain.roles import LOCAL, RIGHTS, NotAllowedError, Right, Role, Viewer
from cchc_tui.report.papers.listed import NAMES, paper_of
from cchc_tui.report.papers.paper import PaperError, PaperQuery, paper_figures
from cchc_tui.settings import DataFolder
from cchc_tui.tui.keys.actions import ACTIONS
from cchc_tui.tui.session import queries
from cchc_tui.tui.session.queries import (
    DetailsQuery,
    DossierQuery,
    FindingsQuery,
    LinesRequest,
    ListQuery,
    ProblemsQuery,
    Query,
    SearchQuery,
    TableQuery,
)
from tests.kits.store_kit import MORNING, WARD_2, WARD_6, Office, dossier

ALL = Access(personal=True, officers=True, serials=True)
ROLES = (LOCAL, *(Viewer("lan", role, WARD_6 if role is Role.UNIT else "") for role in Role))
OWN, OTHERS = "000.00.30.H20-211015-0001", "000.00.31.H20-211015-0002"


@pytest.fixture
def office(office: Office) -> Office:
    """A late dossier of Phường 6, and one of Phường 2 of another officer, both of whose due times are defects too."""
    theirs = dossier(OTHERS, agency="UBND Phường 2", officer="Trần Văn Hai", applicant="Phạm Thị Khác")
    office.list([dossier(OWN), theirs], MORNING - 60)
    (office.folder / "inbox").mkdir()
    return office


@pytest.fixture(params=ROLES, ids=lambda viewer: str(viewer.role or "local"))
def source(request: pytest.FixtureRequest, office: Office) -> Iterator[Source]:
    opened = Source(office.folder, Clock(MORNING, 0), request.param)
    opened.open()
    yield opened
    opened.close()


def told_in(answer: Any) -> set[str]:
    """All that an answer says of the two dossiers: their codes, persons and officers."""
    told = repr(answer)
    return {word for word in (OWN, OTHERS, "Phạm Thị Khác", "Trần Văn Hai", "Lê Văn Người Nộp") if word in told}


def every_query(source: Source) -> Iterator[Query]:
    """Each kind of query that the screens ask, with the widest terms, at the widest access."""
    mine, theirs = numbers(source)
    yield from (ListQuery(DossierFilter(only="all")), ListQuery(DossierFilter(WARD_2, only="all")))
    yield from (DossierQuery(mine), DossierQuery(theirs), SearchQuery("phuong"), SearchQuery("tran van hai"))
    yield from (SearchQuery("khac"), SearchQuery(OTHERS), FindingsQuery(), ProblemsQuery(1))
    for name in board_names():
        board = board_of(name)
        for by in board.groupings or ("unit",):
            if name not in ("findings", "exports", "rollout", "directives", "overview"):
                yield TableQuery(name, by)
            yield DetailsQuery(name, by, WARD_2)


def numbers(source: Source) -> list[int]:
    """The numbers of both dossiers, read without a role."""
    whole = Source(source.data, source.clock)
    whole.open()
    try:
        with whole.moment() as moment:
            return [row[0] for row in moment.connection.execute("SELECT id FROM dossier ORDER BY id")]
    finally:
        whole.close()


def test_whatever_is_asked_a_role_gets_only_what_is_its_own(source: Source) -> None:
    viewer, seen, refused = source.viewer, set(), 0
    for query in every_query(source):
        try:
            answer = source.answer(query.with_access(ALL))
            if isinstance(query, ListQuery):
                answer = source.answer(LinesRequest(answer, 0, 10).with_access(ALL))
        except NotAllowedError:
            refused += 1
            continue
        seen |= told_in(answer.hits if isinstance(query, SearchQuery) else answer)
    if viewer.role is Role.WALL:
        assert seen == set()
    elif viewer.role is Role.UNIT:
        assert OWN in seen
        assert not seen & {OTHERS, "Phạm Thị Khác", "Trần Văn Hai"}
    else:
        assert seen >= {OWN, OTHERS, "Phạm Thị Khác", "Trần Văn Hai"}
        assert refused == 0
    assert bool(refused) == (viewer.role in (Role.WALL, Role.UNIT))


def test_boards_of_units_are_whole_for_every_role(source: Source) -> None:
    with source.moment() as moment:
        rows = board_of("late").answer(moment, BoardQuery()).json()["rows"]
    late = {row["unit"]: row["late"] for row in rows}
    assert (late[WARD_6], late[WARD_2]) == (1, 1)


def test_every_paper_is_of_the_own_unit_or_not_made(source: Source) -> None:
    for name, unit in product(NAMES, (WARD_6, WARD_2)):
        paper = paper_of(name)
        about_another = unit == WARD_2 and "unit" in paper.options
        with source.moment() as moment:
            try:
                told = repr(paper_figures(moment, paper, PaperQuery(unit=unit)))
            except PaperError:
                continue  # there was no meeting
            except NotAllowedError:
                assert source.viewer.own_unit is not None
                assert about_another or source.viewer.role is Role.WALL
                continue
        assert not about_another or source.viewer.own_unit is None
        assert source.viewer.role is not Role.UNIT or OTHERS not in told


def test_what_is_entered_or_looked_at_is_refused_and_logged(source: Source) -> None:
    inbox, role = DataFolder(source.data).inbox, source.viewer.role
    attempts = {
        Right.PERSONAL: lambda: source.begin_access("công dân hỏi tại quầy"),
        Right.ENTER: lambda: source.mark_meeting(True),
    }
    for right, attempt in attempts.items():
        before = len(list(inbox.iterdir()))
        if source.viewer.may(right):
            attempt()
        else:
            with pytest.raises(NotAllowedError):
                attempt()
        assert (len(list(inbox.iterdir())) > before) == source.viewer.may(right)
    if not source.viewer.may(Right.ENTER):
        with pytest.raises(NotAllowedError):
            source.enter_directive(DirectiveEntry("a" * 16, Act.CANCELLED, MORNING, result="thôi"))
    entries = [entry for entry in log.read(DataFolder(source.data)) if isinstance(entry, AuditEntry)]
    refused = [entry for entry in entries if entry.act == "refused"]
    assert bool(refused) == (role in (Role.REVIEWER, Role.UNIT, Role.WALL))
    assert all(entry.role == role and entry.name == "lan" for entry in refused)


def test_every_query_with_dossiers_says_what_it_needs() -> None:
    kinds = {kind for kind in vars(queries).values() if isinstance(kind, type) and issubclass(kind, Query)}
    boards = {queries.RolloutQuery, queries.ExportsQuery, FindingsQuery}  # pages of the wall need their counts
    personal = {kind for kind in kinds - boards if kind.max_access.personal}
    assert personal
    assert all(kind.needs is Right.DOSSIERS for kind in personal)


@pytest.mark.parametrize("viewer", ROLES[1:], ids=lambda viewer: str(viewer.role))
def test_every_command_is_run_or_refused_by_the_table(office: Office, viewer: Viewer) -> None:
    options = ["--data", str(office.folder), "--role", str(viewer.role), "--name", "lan"]
    options += ["--unit", viewer.unit] if viewer.unit else []
    more = {"board": ["late"], "report": ["brief", "--format", "json"], "check": ["x"], "init": ["x"]}
    for command in COMMANDS:
        done = CliRunner().invoke(group, [*options, command, *more.get(command, [])])
        allowed = viewer.may(COMMANDS[command])
        assert ("không được" in done.output) != allowed, command
        assert (done.exit_code == 0) == allowed, (command, done.output)
        assert OTHERS[-4:] not in done.output or viewer.role is not Role.UNIT


def test_a_unit_is_one_that_the_registry_knows(office: Office) -> None:
    def run(*options: str) -> Any:
        return CliRunner().invoke(group, ["--data", str(office.folder), *options, "dossiers", "--format", "json"])

    assert run("--role", "unit").exit_code == 2
    assert run("--role", "unit", "--unit", "Phường 99").exit_code == 2
    assert run("--role", "chair", "--unit", WARD_6).exit_code == 2
    told = run("--role", "unit", "--unit", "Phường 6").stdout
    assert '"unit": "29878"' in told
    assert '"unit": "29869"' not in told


def test_the_table_gives_each_right_to_somebody_but_upkeep() -> None:
    given = frozenset().union(*RIGHTS.values())
    assert given == frozenset(Right) - {Right.OPERATE}
    assert set(RIGHTS) == set(Role)


def test_every_action_has_a_right_or_works_in_the_presentation() -> None:
    free = {action.name for action in ACTIONS if action.right is Right.PRESENT}
    on_wall = {action.name for action in ACTIONS if action.on_wall or action.always or action.place == "present"}
    assert free <= on_wall
    assert not free & {"export", "end_show", "personal", "officers", "search", "direct", "mark_meeting", "papers"}


def test_the_environment_gives_no_role(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("ROLE", "CCHC_ROLE", "CCHC_UNIT", "SSH_ORIGINAL_COMMAND"):
        monkeypatch.setenv(name, "--role chair")
    done = CliRunner().invoke(group, ["--data", str(office.folder), "--role", "wall", "board", "late"])
    assert done.exit_code == 2
