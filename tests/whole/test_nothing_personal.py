"""A folder in which persons stand everywhere, also where they should not: while hidden, nothing tells of one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cchc_tui.boards.board import GROUPINGS
from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.dossiers import dossier_list
from cchc_tui.boards.listed import board_names, board_of
from cchc_tui.domain.moments import parse_iso
from cchc_tui.domain.privacy import HIDDEN, Access
from cchc_tui.report.formats import FORMATS
from cchc_tui.tui.session import queries
from cchc_tui.tui.session.queries import DataAsOfQuery, NextDueQuery, Query, TimelineQuery
from tests.kits.asked_source import AskedSource
from tests.kits.planted_persons import OFFICER, PERSONS, SERIALS, WRITTEN, opened, texts_in, told, unzipped


def snapshots(source: AskedSource, shows: Access) -> Iterator[tuple[str, object]]:
    """The answer of every method of a source, and of every board of the command line."""
    for at in (None, parse_iso("2021-11-10T08:30")):
        for by in GROUPINGS:
            yield f"late {by}", source.late(at, by, shows=shows)
        yield "findings", source.findings(at, complete=True, shows=shows)
        yield "rollout", source.rollout(at, shows)
        exports = source.exports(at, shows)
        yield "exports", exports
        for export in exports.rows:
            yield "problems", source.problems(export.id, 0, 10_000)
        yield "overview", source.overview(at)
        yield "trend", source.trend(at)
        yield "due", source.due_today(at)
        yield "forecast", source.forecast(at)
        found = source.dossiers(DossierFilter(only="all"), at)
        yield "list", found
        yield "lines", source.lines(found, 0, 10_000, shows)
        for dossier in found.ids:
            yield "dossier", source.dossier(dossier, at, shows)
        for text in (*PERSONS.values(), OFFICER, *SERIALS[:2], "chứng thực", "p6"):
            yield "search", replaced_text(source.search(text, at, shows=shows))
        for board in map(board_of, board_names()):
            for by in board.groupings or ("unit",):
                answer = source.board(board.name, at, shows, by=by)
                yield f"board {board.name}", (answer.json(), answer.table())
                for name, form in FORMATS.items():
                    content = form(answer.table())
                    yield f"{name} of {board.name}", content.decode() if name != "xlsx" else unzipped(content)
    yield "timeline", source.timeline()


def replaced_text(found: Any) -> Any:
    """What was found, without the words that were asked for."""

    return replace(found, text="")


class Said(NamedTuple):
    """A text of a snapshot, and the way to it."""

    name: str
    path: str
    text: str


def said(source: AskedSource, shows: Access) -> list[Said]:
    """Every text of all snapshots."""
    return [Said(name, path, text) for name, answer in snapshots(source, shows) for path, text in texts_in(answer)]


def leaks(texts: list[Said]) -> set[tuple[str, str, str]]:
    """(What tells of it, where in it, which planted value)."""
    return {(name, path, value) for name, path, text in texts for value in told(text)}


@pytest.fixture(scope="module")
def hidden(folder: Path) -> list[Said]:
    """Every text of all snapshots while persons are hidden."""
    source = opened(folder)
    try:
        return said(source, HIDDEN)
    finally:
        source.close()


def test_no_snapshot_table_or_file_tells_of_a_person(folder: Path, hidden: list[Said]) -> None:
    assert leaks(hidden) == set()
    source = opened(folder)
    try:
        personal = leaks(said(source, Access(personal=True)))
        assert {value for *_, value in personal} == {*PERSONS, "serial"} - {"in a helper", "in a title"}
        officers = leaks(said(source, Access(officers=True)))
        assert {value for *_, value in officers} == {"officer"}
    finally:
        source.close()


def test_no_problem_that_is_stored_quotes_a_person(folder: Path) -> None:
    with sqlite3.connect(folder / "cchc.db") as connection:
        problems = connection.execute("SELECT * FROM problem").fetchall()
    assert {place for problem in problems for place in told(repr(problem))} == set()
    assert {place for place, value in WRITTEN.items() if value in repr(problems)} >= {"a date", "a status", "a place"}


def test_names_of_files_and_what_stands_in_other_columns_are_shown_as_written(hidden: list[Said]) -> None:
    shown = "\n".join(text for *_, text in hidden)
    assert [place for place, value in WRITTEN.items() if value not in shown] == []


def test_every_query_of_the_screens_says_what_it_may_tell(folder: Path) -> None:
    """A question whose answer differs when persons are shown must carry that; else hiding would not let go of it."""

    def kinds(of: type[Query]) -> Iterator[type[Query]]:
        for kind in of.__subclasses__():
            yield kind
            yield from kinds(kind)

    source = opened(folder)
    with source.moment() as moment:
        found = dossier_list(moment, DossierFilter(only="all"))
    asked: list[Query] = [
        *(queries.OverviewQuery(), queries.TrendQuery(), queries.ForecastQuery(), queries.RolloutQuery()),
        *(queries.ExportsQuery(), queries.FindingsQuery(), queries.TableQuery("changes")),
        *(TimelineQuery(), DataAsOfQuery(), NextDueQuery(), queries.LinesRequest(found, 0, 10_000)),
        *(queries.LateQuery(by) for by in GROUPINGS),
        *(
            queries.TableQuery(one.name, by)
            for one in map(board_of, board_names())
            for by in one.groupings or ("unit",)
        ),
        *(queries.ListQuery(DossierFilter(text=text)) for text in ("", OFFICER)),
        *(queries.SearchQuery(text) for text in (*PERSONS.values(), OFFICER)),
        *map(queries.DossierQuery, found.ids),
        *(queries.ProblemsQuery(row.id) for row in source.exports().rows),
        *(queries.DirectivesQuery(), queries.LastMeetingQuery(), queries.MeetingLogQuery()),
        queries.DirectivePageQuery("none"),
        *(queries.DetailsQuery(name, "unit", "29878") for name in ("testing", "review", "index")),
    ]
    assert {kind for kind in kinds(Query) if not kind.writes} <= {*map(type, asked)}
    try:
        for query in asked:
            with source.moment(query.at, Access(personal=True, officers=True, serials=True)) as moment:
                tells = repr(query.ask(moment)) != repr(source.answer(query))
            assert query.max_access != HIDDEN or not tells, query
    finally:
        source.close()


@pytest.mark.parametrize("who", ["quach van gieo", "Phan Thị Trồng", "trong o day"])
def test_nobody_is_found_by_name_while_hidden(folder: Path, who: str) -> None:
    source = opened(folder)
    try:
        found, named = source.search(who), source.search(who, shows=Access(personal=True))
        assert (found.hits, found.dossiers) == ((), 0)
        assert named.dossiers or "gieo" in who  # the submitter is not searched for
        assert not len(source.dossiers(DossierFilter(only="all", text=who)))
        officer = source.search("chuyen thi vien")
        assert (officer.hits, officer.dossiers) == ((), 0)
        assert any(hit.kind == "officer" for hit in source.search("chuyen", shows=Access(officers=True)).hits)
    finally:
        source.close()
