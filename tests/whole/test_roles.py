"""Each role: what it is given and what it is refused, over every query, board, paper, command and action there is."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cchc_tui.audit import log
from cchc_tui.audit.entries import AuditEntry
from cchc_tui.boards.board import GROUPINGS, BoardQuery
from cchc_tui.boards.details import OpenedRow
from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.listed import LISTED, board_of
from cchc_tui.boards.source import MomentQuery, Source
from cchc_tui.cli.group import COMMANDS, group
from cchc_tui.domain.audit import AuditedAct
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.directives import Act, DirectiveEntry
from cchc_tui.domain.privacy import Access
from cchc_tui.domain.roles import LOCAL, RIGHTS, NotAllowedError, Right, Role, Viewer
from cchc_tui.report.papers.listed import NAMES, paper_of
from cchc_tui.report.papers.paper import PaperError, PaperQuery
from cchc_tui.settings import DataFolder
from cchc_tui.tui import overlays as overlays_room
from cchc_tui.tui.keys.action import Action
from cchc_tui.tui.keys.actions import ACTIONS, of, right_of
from cchc_tui.tui.keys.app_actions import APP_ACTIONS
from cchc_tui.tui.keys.screen_actions import SCREEN_ACTIONS
from cchc_tui.tui.overlays.chooser import Overlay
from cchc_tui.tui.overlays.papers import _PaperQuestion
from cchc_tui.tui.session import queries, write_queries
from cchc_tui.tui.session.queries import (
    DetailsQuery,
    DossierQuery,
    ExportsQuery,
    FindingsQuery,
    LinesRequest,
    ListQuery,
    ProblemsQuery,
    Query,
    SearchQuery,
    TableQuery,
)
from tests.kits.store_kit import MORNING, REGISTRY, WARD_2, WARD_6, Office, at, claim, dossier

ALL = Access(True, True, True)
OWN, TWO = "H20.06-211015-0001", "H20.02-211015-0002"
#: What only the dossiers of the other ward say, in any form, and what those of the own one say.
OTHERS = ("Người Hai", "Cán bộ Hai", "0909999999", "Thủ tục riêng", "0002")
OURS = (OWN, "Lê Văn Người Nộp", "0901234567")
ROLES = (LOCAL, *(Viewer("lan", role, WARD_6 if role is Role.UNIT else "") for role in Role))
OF_ALL = (None, Role.CHAIR, Role.SECRETARY, Role.REVIEWER)
#: Boards that are asked by queries of their own.
ASKED_OTHERWISE = ("findings", "exports", "rollout", "directives", "overview")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A late dossier of Phường 6; of Phường 2 a late one and a closed one without a due date."""
    path = tmp_path_factory.mktemp("data")
    office = Office(path)
    other: dict[str, Any] = {
        "agency": "UBND Phường 2",
        "applicant": "Trần Văn Người Hai",
        "officer": "Cán bộ Hai",
        "phone": "0909999999",
        "procedure": "Thủ tục riêng",
        "field": "Hộ tịch",
    }
    closed = dossier("H20.02-211001-0002", **other, finished=at("10-15 09:00"), due=None)
    office.list([dossier(OWN), dossier(TWO, **other), closed], MORNING - 60)
    office.rollout([claim(WARD_2, "one_door", note="Ghi chú của Người Hai")])
    (path / "inbox").mkdir()
    yield path
    office.writer.close()


@pytest.fixture
def source_for(folder: Path) -> Iterator[Callable[[Viewer], Source]]:
    made: list[Source] = []

    def open_for(viewer: Viewer) -> Source:
        made.append(Source(folder, Clock(MORNING, 0), viewer))
        made[-1].open()
        return made[-1]

    yield open_for
    for source in made:
        source.close()


@pytest.fixture(params=ROLES, ids=lambda viewer: str(viewer.role or "local"))
def source(request: pytest.FixtureRequest, source_for: Callable[[Viewer], Source]) -> Source:
    return source_for(request.param)


def words(answer: object) -> str:
    """All texts and numbers of a snapshot, in one text."""
    if dataclasses.is_dataclass(answer) and not isinstance(answer, type):
        return " ".join(words(getattr(answer, one.name)) for one in dataclasses.fields(answer))
    if isinstance(answer, dict):
        return " ".join(f"{words(key)} {words(value)}" for key, value in answer.items())
    if isinstance(answer, list | tuple | set | frozenset):
        return " ".join(map(words, answer))
    return str(answer)


def subclasses(kind: type[Any]) -> list[type[Any]]:
    """All kinds below a kind that the program has."""
    below = [each for one in kind.__subclasses__() for each in (one, *subclasses(one))]
    return [each for each in dict.fromkeys(below) if each.__module__.startswith("cchc_tui.")]


# ── what is asked ────────────────────────────────────────────────────────────────────────────────────────────────────
def every_query() -> Iterator[Query]:
    """Each kind of query that the screens ask, with the widest terms, and forged ones for the other ward."""
    yield from map(ListQuery, (DossierFilter(only="all"), DossierFilter(WARD_2, only="all")))
    yield ListQuery(DossierFilter(officer=f"{WARD_2}/3"))
    yield from map(SearchQuery, ("người hai", "0002", TWO, "thủ tục riêng", "cán bộ hai", "phường 2", "phuong"))
    yield from map(DossierQuery, (1, 2, 3))
    yield from (FindingsQuery(), ExportsQuery(-1), ProblemsQuery(1))
    for one in (one for one in LISTED if one.answers):
        for by in one.board.groupings or ("unit",):
            if one.name not in ASKED_OTHERWISE:
                yield TableQuery(one.name, by)
        yield from (TableQuery(one.name, by, WARD_2) for by in {*one.board.groupings} & {*GROUPINGS} - {"unit"})
        yield from (DetailsQuery(one.name, by, WARD_2) for by in {*(one.board.groupings or ()), "unit", "officer"})


def given(source: Source, query: MomentQuery[Any]) -> Any:
    """The answer; the refusal if it is refused, for the reason that belongs to the viewer."""
    try:
        return source.answer(query)
    except NotAllowedError as error:
        if error.own_only == (source.viewer.role is Role.UNIT):
            return error
        raise


def asked_widely(query: Query) -> Query:
    query.shows = ALL  # ``with_access`` would lower it to what the kind of query ever shows
    return query


def test_whatever_is_asked_a_role_gets_only_what_is_its_own(
    source: Source, source_for: Callable[[Viewer], Source]
) -> None:
    role, seen, refused = source.viewer.role, "", 0
    for query in map(asked_widely, every_query()):
        answer = given(source, query)
        refused += isinstance(answer, NotAllowedError)
        said = words(answer)
        if role is Role.UNIT and isinstance(query, SearchQuery):  # its answer has the text that was searched for
            found = [hit.title for hit in answer.hits if hit.kind != "unit"]
            assert found == ([OWN] if query == asked_widely(SearchQuery("phuong")) else [])
            assert (answer.dossiers, answer.more) == (len(found), False)
        elif role is Role.UNIT:
            assert [word for word in OTHERS if word in said] == [], query
        elif role is Role.WALL:
            assert [word for word in (*OTHERS, *OURS, "1.xlsx") if word in said] == [], query
        seen += said
    whole = source_for(LOCAL).answer(ListQuery(DossierFilter(only="all")))
    lines = given(source, asked_widely(LinesRequest(whole, 0, 10)))
    seen += words(lines)
    assert bool(refused) == (role in (Role.WALL, Role.UNIT))
    assert role is Role.WALL or [word for word in OURS if word not in seen] == []
    if role in OF_ALL:
        assert [word for word in OTHERS if word not in seen] == []
        assert len(lines) == 3
    if role is Role.UNIT:
        assert [(line.code, line.applicant) for line in lines] == [(OWN, "Lê Văn Người Nộp")]
        assert len(source.answer(ListQuery(DossierFilter(only="all")))) == 1


def test_the_wall_has_no_rows_and_no_access(source_for: Callable[[Viewer], Source]) -> None:
    with source_for(Viewer("", Role.WALL)).moment(None, ALL) as moment:
        assert moment.access == Access()
        assert list(moment.held("{id}", "1")) == []


def test_boards_by_unit_are_counts_of_all_units_for_every_role(
    source: Source, source_for: Callable[[Viewer], Source]
) -> None:
    whole, query = source_for(LOCAL), BoardQuery("unit")
    for listed in LISTED:
        if not listed.answers or listed.board.needs is not Right.PRESENT or "unit" not in listed.board.groupings:
            continue
        with source.moment() as moment, whole.moment() as all_moment:
            assert listed.board.snapshot(moment, query) == listed.board.snapshot(all_moment, query), listed
    with source.moment() as moment:
        rows = board_of("late").answer(moment, query).json()["rows"]
    late = {row["unit"]: row["late"] for row in rows}
    assert (late[WARD_6], late[WARD_2]) == (1, 1)


def test_a_unit_of_another_time_with_the_same_code_is_another_unit(source_for: Callable[[Viewer], Source]) -> None:
    later = next(unit for unit in REGISTRY.units.units if unit.code == WARD_2 and unit.valid_from)
    source = source_for(Viewer("an", Role.UNIT, later.key))
    assert len(source.answer(ListQuery(DossierFilter(only="all")))) == 0
    with source.moment() as moment:
        assert not moment.sees(WARD_2)
        with pytest.raises(NotAllowedError):
            board_of("testing").details(moment, OpenedRow("unit", WARD_2))


def test_every_paper_is_of_the_own_unit_or_not_made(source: Source) -> None:
    role = source.viewer.role
    for name, unit in product(NAMES, (WARD_6, WARD_2)):
        paper = paper_of(name)
        about_another = unit == WARD_2 and "unit" in paper.options
        try:
            asked = PaperQuery(unit=unit if "unit" in paper.options else None)
            answer = given(source, _PaperQuestion(paper, asked, None))
        except PaperError:  # there was no meeting
            continue
        assert isinstance(answer, NotAllowedError) == (role is Role.WALL or (role is Role.UNIT and about_another))
        told = "" if isinstance(answer, NotAllowedError) else words(answer.json())
        assert role is not Role.UNIT or [word for word in OTHERS if word in told] == []


def test_what_is_entered_taken_or_looked_at_is_refused_and_logged(source: Source) -> None:
    folder, viewer = DataFolder(source.data), source.viewer

    def refusals() -> list[AuditEntry]:
        entries = [entry for entry in log.read(folder) if isinstance(entry, AuditEntry)]
        return [entry for entry in entries if (entry.act, entry.role) == ("refused", viewer.role or "")]

    directive = DirectiveEntry("a" * 16, Act.CANCELLED, MORNING, result="thôi")
    attempts: list[tuple[Right, Callable[[], object], bool]] = [
        (Right.PERSONAL, lambda: source.begin_access("công dân hỏi tại quầy"), True),
        (Right.ENTER, lambda: source.mark_meeting(True), True),
        (Right.ENTER, lambda: source.enter_directive(directive), True),
        (Right.TAKE, lambda: source.audit(AuditedAct.TAKEN, "x"), False),
        (Right.ENTER, lambda: source.audit(AuditedAct.ENTERED, "x"), False),
        (Right.PERSONAL, lambda: source.audit(AuditedAct.SHOWN, "x"), False),
    ]
    for right, attempt, leaves_a_file in attempts:
        before, refused_before = len(list(folder.inbox.iterdir())), len(refusals())
        if viewer.may(right):
            attempt()
        else:
            with pytest.raises(NotAllowedError):
                attempt()
        assert len(list(folder.inbox.iterdir())) == before + (leaves_a_file and viewer.may(right))
        assert len(refusals()) == refused_before + (not viewer.may(right))
    assert all(entry.name == "lan" for entry in refusals())


# ── what declares its right ──────────────────────────────────────────────────────────────────────────────────────────
def test_each_query_and_board_says_what_it_needs() -> None:
    kinds = subclasses(Query)
    assert {one.__name__ for one in (queries, write_queries)} <= {kind.__module__ for kind in kinds}
    for kind in kinds:
        if kind is not write_queries.WriteQuery:
            assert isinstance(kind.needs, Right), kind
    for listed in LISTED:
        if listed.answers:
            assert isinstance(listed.board.needs, Right)
    counts = {queries.RolloutQuery, queries.ExportsQuery, FindingsQuery}  # pages of the wall need their counts
    personal = {kind for kind in kinds if kind.__module__ == queries.__name__ and kind.max_access.personal} - counts
    assert personal
    assert all(kind.needs is Right.DOSSIERS for kind in personal)


def test_every_action_names_its_right_and_one_function_has_one_right_wherever_it_is_run() -> None:
    assert "right" not in Action._field_defaults
    for module in pkgutil.iter_modules(overlays_room.__path__, f"{overlays_room.__name__}."):
        importlib.import_module(module.name)
    overlays = {overlay.PLACES for overlay in subclasses(Overlay) if overlay.PLACES}
    assert len(overlays) > 8
    for places in ((), *overlays):
        there = of(*places) if places else (*APP_ACTIONS, *SCREEN_ACTIONS)
        rights: dict[str, set[Right]] = {}
        for action in there:
            rights.setdefault(action.function, set()).add(action.right)
            assert right_of(action.function, places) is action.right
        assert {name: found for name, found in rights.items() if len(found) > 1} == {}
    assert right_of("what_nobody_declared") is Right.BOARDS


def test_only_what_the_presentation_offers_needs_no_more_than_to_present() -> None:
    free = {action.name for action in ACTIONS if action.right is Right.PRESENT}
    over = {action.name for action in ACTIONS if action.place in ("overlay", "prompt", "help")}  # help opens there too
    on_wall = {action.name for action in ACTIONS if action.on_wall or action.always or action.place == "present"}
    assert free - over <= on_wall
    assert not free & {"export", "end_show", "personal", "officers", "search", "direct", "mark_meeting", "papers"}


def test_the_table_gives_each_right_to_somebody_but_upkeep() -> None:
    given = frozenset().union(*RIGHTS.values())
    assert given == frozenset(Right) - {Right.OPERATE}
    assert set(RIGHTS) == set(Role)


def test_the_page_on_roles_has_the_table() -> None:
    lines = (Path(__file__).parents[2] / "docs" / "roles.md").read_text().splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    head, *rows = cells
    told = {Role(role): {row[0] for row in rows if row[place] == "yes"} for place, role in enumerate(head) if place > 1}
    assert told == {role: {right.value for right in rights} for role, rights in RIGHTS.items()}
    assert [row[0] for row in rows] == [right.value for right in Right]


# ── commands ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("viewer", ROLES[1:], ids=lambda viewer: str(viewer.role))
def test_every_command_is_run_or_refused_by_the_table(folder: Path, viewer: Viewer) -> None:
    options = ["--data", str(folder), "--role", str(viewer.role), "--name", "lan"]
    options += ["--unit", viewer.unit] if viewer.unit else []
    more = {"board": ["late"], "report": ["brief", "--format", "json"], "check": ["x"], "init": ["x"]}
    for command in COMMANDS:
        done = CliRunner().invoke(group, [*options, command, *more.get(command, [])])
        allowed = viewer.may(COMMANDS[command])
        assert ("không được" in done.output) != allowed, command
        assert (done.exit_code == 0) == allowed, (command, done.output)
        assert TWO[-4:] not in done.output or viewer.role is not Role.UNIT


def test_a_unit_is_one_that_the_registry_knows(folder: Path) -> None:
    def run(*options: str) -> Any:
        return CliRunner().invoke(group, ["--data", str(folder), *options, "dossiers", "--format", "json"])

    assert run("--role", "unit").exit_code == 2
    assert run("--role", "unit", "--unit", "Phường 99").exit_code == 2
    assert run("--role", "chair", "--unit", WARD_6).exit_code == 2
    told = run("--role", "unit", "--unit", "Phường 6").stdout
    assert '"unit": "29878"' in told
    assert '"unit": "29869"' not in told


def test_the_environment_gives_no_role(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ROLE", "CCHC_ROLE", "CCHC_UNIT", "SSH_ORIGINAL_COMMAND"):
        monkeypatch.setenv(name, "--role chair")
    done = CliRunner().invoke(group, ["--data", str(folder), "--role", "wall", "board", "late"])
    assert done.exit_code == 2
