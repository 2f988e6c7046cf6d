"""What a source gives to each role: the dossiers of its own unit or none, personal data or none, whatever is asked."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.boards.board import GROUPINGS, BoardQuery
from cchc_tui.boards.details import OpenedRow
from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.listed import LISTED, board_of
from cchc_tui.boards.source import MomentQuery, Source
from cchc_tui.domain.audit import AuditedAct
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.moments import to_date
from cchc_tui.domain.privacy import Access
from cchc_tui.domain.roles import LOCAL, RIGHTS, NotAllowedError, Right, Role, Viewer
from cchc_tui.report.papers.listed import NAMES, paper_of
from cchc_tui.report.papers.paper import PaperError, PaperQuery
from cchc_tui.tui.overlays.papers import _PaperQuestion
from cchc_tui.tui.session import directive_entry, queries, write_queries
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
from tests.kits.store_kit import MORNING, WARD_2, Office, at, claim, dossier

ALL = Access(True, True, True)
SIX, TWO = "H20.06-211015-0001", "H20.02-211015-0002"
#: What only the dossiers of the other ward say, in any form.
OTHERS = ("Người Hai", "Cán bộ Hai", "0909999999", "Thủ tục riêng", "0002")
WALL = Viewer("", Role.WALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
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
    received = at("10-15 09:00")
    rows = [dossier(SIX), dossier(TWO, **other), dossier("H20.02-211001-0002", **other, finished=received, due=None)]
    office.list(rows)
    office.rollout([claim(WARD_2, "one_door", note="Ghi chú của Người Hai")])
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


def unit_viewer(source: Source) -> Viewer:
    unit = source.registry.units.find("Phường 6", to_date(MORNING)).unit
    assert unit is not None
    return Viewer("an", Role.UNIT, unit.key)


def words(answer: object) -> str:
    """All texts and numbers of a snapshot, in one text."""
    if dataclasses.is_dataclass(answer) and not isinstance(answer, type):
        return " ".join(words(getattr(answer, one.name)) for one in dataclasses.fields(answer))
    if isinstance(answer, dict):
        return " ".join(f"{words(key)} {words(value)}" for key, value in answer.items())
    if isinstance(answer, list | tuple | set | frozenset):
        return " ".join(map(words, answer))
    return str(answer)


def every_query() -> list[type[Query]]:
    """All kinds of queries of the program."""
    found, left = [], [Query]
    while left:
        kind = left.pop()
        left += kind.__subclasses__()
        found += kind.__subclasses__()
    assert {one.__name__ for one in (queries, write_queries, directive_entry)} <= {kind.__module__ for kind in found}
    return [kind for kind in found if kind.__module__.startswith("cchc_tui.")]


def test_each_query_and_board_says_what_it_needs() -> None:
    for kind in every_query():
        if kind is not write_queries.WriteQuery:
            assert isinstance(kind.needs, Right), kind
    for listed in LISTED:
        if listed.answers:
            assert isinstance(listed.board.needs, Right)


def forged() -> list[Query]:
    """Queries for everything about dossiers, with all access, and for the other ward."""
    lists = [DossierFilter(only="all"), DossierFilter(unit=WARD_2, only="all"), DossierFilter(officer=f"{WARD_2}/3")]
    found: list[Query] = [ListQuery(which) for which in lists]
    found += [SearchQuery(text) for text in ("người hai", "0002", "thủ tục riêng", "cán bộ hai", "phường 2")]
    found += [DossierQuery(number) for number in (1, 2, 3)]
    found += [FindingsQuery(), ExportsQuery(-1), ProblemsQuery(1)]
    found += [DetailsQuery(one.name, by, WARD_2) for one in LISTED if one.answers for by in ("unit", "officer")]
    found += [
        TableQuery(one.name, by, unit)
        for one in LISTED
        if one.answers
        for by in set(one.board.groupings) & set(GROUPINGS) - {"unit"}
        for unit in (None, WARD_2)
    ]
    for query in found:
        query.shows = ALL
    return found


def given(source: Source, query: MomentQuery[Any]) -> Any:
    """The answer; the refusal if it is refused, for the reason that belongs to the viewer."""
    try:
        return source.answer(query)
    except NotAllowedError as error:
        if error.own_only == (source.viewer.role is Role.UNIT):
            return error
        raise


def test_what_is_asked_for_others_is_there(source_for: Callable[[Viewer], Source]) -> None:
    """The owner gets it, so that the tests below look for something."""
    source = source_for(LOCAL)
    said = " ".join(words(source.answer(query)) for query in forged())
    lines = source.answer(ListQuery(DossierFilter(only="all")))
    request = LinesRequest(lines, 0, 10)
    request.shows = ALL
    said += words(source.answer(request))
    assert [word for word in OTHERS if word not in said] == []


def test_a_unit_gets_nothing_of_another(source_for: Callable[[Viewer], Source]) -> None:
    whole = source_for(LOCAL)
    source = source_for(unit_viewer(whole))
    for query in forged():
        answer = given(source, query)
        if isinstance(query, SearchQuery):
            assert [hit for hit in answer.hits if hit.kind != "unit"] == []
            assert (answer.dossiers, answer.more) == (0, False)
        else:
            said = words(answer)
            assert [word for word in OTHERS if word in said] == [], query
    request = LinesRequest(whole.answer(ListQuery(DossierFilter(only="all"))), 0, 10)
    request.shows = ALL
    lines = source.answer(request)
    assert [(line.code, line.applicant) for line in lines] == [(SIX, "Lê Văn Người Nộp")]
    assert len(source.answer(ListQuery(DossierFilter(only="all")))) == 1


def test_boards_by_unit_stay_counts_of_all_units(source_for: Callable[[Viewer], Source]) -> None:
    whole = source_for(LOCAL)
    for viewer in (unit_viewer(whole), WALL):
        source = source_for(viewer)
        for listed in LISTED:
            if not listed.answers or listed.board.needs is not Right.PRESENT or "unit" not in listed.board.groupings:
                continue
            query = BoardQuery("unit")
            with source.moment() as moment, whole.moment() as all_moment:
                assert listed.board.snapshot(moment, query) == listed.board.snapshot(all_moment, query), listed


def test_the_wall_has_no_rows_and_nothing_personal(source_for: Callable[[Viewer], Source]) -> None:
    source = source_for(WALL)
    for query in forged():
        said = words(given(source, query))
        assert [word for word in ("Người Hai", "Cán bộ Hai", "0909999999", "0002", "1.xlsx") if word in said] == [], (
            query
        )
    with source.moment(None, ALL) as moment:
        assert moment.access == Access()
        assert list(moment.held("{id}", "1")) == []


@pytest.mark.parametrize("role", list(Role))
def test_what_is_written_or_taken_needs_its_right(
    source_for: Callable[[Viewer], Source], folder: Path, role: Role
) -> None:
    source = source_for(unit_viewer(source_for(LOCAL)) if role is Role.UNIT else Viewer("an", role))
    rights = {AuditedAct.ENTERED: Right.ENTER, AuditedAct.TAKEN: Right.TAKE, AuditedAct.SHOWN: Right.PERSONAL}
    for act, right in rights.items():
        if right in RIGHTS[role]:
            source.audit(act, "x")
        else:
            with pytest.raises(NotAllowedError):
                source.audit(act, "x")
    inbox = sorted(folder.joinpath("inbox").glob("*")) if folder.joinpath("inbox").exists() else []
    if Right.ENTER not in RIGHTS[role]:
        with pytest.raises(NotAllowedError):
            source.mark_meeting(start=True)
    if Right.PERSONAL not in RIGHTS[role]:
        with pytest.raises(NotAllowedError):
            source.begin_access("đối chiếu")
    after = sorted(folder.joinpath("inbox").glob("*")) if folder.joinpath("inbox").exists() else []
    assert after == inbox


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", NAMES)
def test_papers_are_of_what_a_role_sees(source_for: Callable[[Viewer], Source], role: Role, name: str) -> None:
    whole = source_for(LOCAL)
    source = source_for(unit_viewer(whole) if role is Role.UNIT else Viewer("an", role))
    paper = paper_of(name)
    question = _PaperQuestion(paper, PaperQuery(unit=WARD_2 if "unit" in paper.options else None), None)
    try:
        answer = given(source, question)
    except PaperError:
        return
    refused = role is Role.WALL or (role is Role.UNIT and "unit" in paper.options)
    assert isinstance(answer, NotAllowedError) == refused
    assert refused or role is not Role.UNIT or "Thủ tục riêng" not in words(answer.json())


def test_a_unit_of_another_time_with_the_same_code_is_another_unit(source_for: Callable[[Viewer], Source]) -> None:
    whole = source_for(LOCAL)
    later = next(unit for unit in whole.registry.units.units if unit.code == WARD_2 and unit.valid_from)
    source = source_for(Viewer("an", Role.UNIT, later.key))
    assert len(source.answer(ListQuery(DossierFilter(only="all")))) == 0
    with source.moment() as moment:
        assert not moment.sees(WARD_2)
        assert board_of("late").details(moment, OpenedRow("unit", WARD_2)) is None


def test_the_page_on_roles_has_the_table() -> None:
    lines = (Path(__file__).parents[2] / "docs" / "roles.md").read_text().splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    head, *rows = cells
    told = {Role(role): {row[0] for row in rows if row[place] == "yes"} for place, role in enumerate(head) if place > 1}
    assert told == {role: {right.value for right in rights} for role, rights in RIGHTS.items()}
    assert [row[0] for row in rows] == [right.value for right in Right]
