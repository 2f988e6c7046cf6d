"""A fault in every query, every drawing and every action in turn: the screen says so, it is logged, the app goes on.

What there is to fail is taken from the code itself: a new query, screen or place of actions fails here until it is said
how one gets to it.
"""

from __future__ import annotations

import linecache
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import pytest

from cchc_tui.tui import app as _whole_app  # noqa: F401 - all screens are declared
from cchc_tui.tui.keys.actions import ACTIONS, Action, of
from cchc_tui.tui.overlays import (
    chooser,
    columns,
    directive,
    export,
    file_screen,
    palette,
    papers,
    prompts,
    search,
)
from cchc_tui.tui.overlays.help import HelpScreen
from cchc_tui.tui.screens import (
    board_screen,
    details,
    directives,
    dossier,
    dossier_list,
    leaderboard,
    main_screen,
    map_screen,
    matrix,
    meeting_log,
    minimum_size,
    overview,
    page_screen,
    sortable,
    sources,
    unit,
    views,
)
from cchc_tui.tui.screens import directive as directive_page
from cchc_tui.tui.session import queries, write_queries
from cchc_tui.tui.session.queries import NextDueQuery
from cchc_tui.tui.wall.presentation import PresentationScreen
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.lines import Lines
from cchc_tui.tui.widgets.sortable import SortableGrid
from tests.kits.faults import fault, logged
from tests.kits.persons import SHOWN, Persons
from tests.kits.presentation_kit import Show
from tests.kits.steps import step
from tests.kits.tui_directives import ROWS
from tests.kits.tui_fakes import FakeSource

pytestmark = pytest.mark.usefixtures("log")

SIZE = (120, 40)
#: In so many parts all that may fail is walked.
PARTS = 3
#: What the screen says once a key has led somewhere; other keys lead to what stands there at once.
THERE = {
    "1": "sắp đến hạn",
    "2": " / 27",
    "8": " / 6",
    "4": " / 15",
    "0": "dòng ",
    "enter": "dòng ",
    "v": "Hòa Thuận",
}
#: Where each kind of query is asked; the last key asks it.
ASKED_AT: dict[type[queries.Query], str] = {
    queries.OverviewQuery: "2 1",
    queries.LateQuery: "1 2",
    queries.TrendQuery: "2 enter",
    queries.ForecastQuery: "2 1",
    queries.RolloutQuery: "2 4",
    queries.ExportsQuery: "2 0",
    queries.FindingsQuery: "0 g",
    queries.ProblemsQuery: "0 down down",
    queries.DirectivesQuery: "2 8",
    queries.DirectivePageQuery: "8 enter",
    queries.LastMeetingQuery: "2 f5",
    queries.MeetingLogQuery: "2 H",
    queries.TableQuery: "2 d",
    queries.DetailsQuery: "7 enter",
    queries.ListQuery: "2 enter",
    queries.SearchQuery: "2 slash a",
    queries.DossierQuery: "2 enter enter",
    queries.LinesRequest: "2 enter",
    write_queries.MarkMeeting: "2 m enter enter",
    write_queries.EnterDirective: "2 n enter",
    write_queries.BeginAccess: "2 U enter",
    write_queries.EndAccess: "2 U enter U",
    queries.TimelineQuery: "2",
    queries.DataAsOfQuery: "2",
    NextDueQuery: "2",
}
#: What the screen says once some keys have led there.
THEN = {"2 U enter": SHOWN, "2 m enter": "Người chủ trì ›"}
#: What a fault costs nothing in sight: it is logged, and tried again.
IN_THE_BACKGROUND = {queries.SearchQuery, queries.LastMeetingQuery}
#: How one gets to each screen.
SCREENS: dict[type[minimum_size.MinimumSizeScreen[Any]], str] = {
    overview.OverviewScreen: "1",
    leaderboard.LeaderboardScreen: "2",
    map_screen.TilesScreen: "2 v",
    matrix.MatrixScreen: "4",
    matrix.EvidenceScreen: "4 enter",
    sources.SourcesScreen: "0",
    unit.UnitScreen: "2 enter",
    details.DetailsScreen: "7 enter",
    unit.ReceivedScreen: "5 enter",
    dossier.DossierScreen: "2 enter enter",
    PresentationScreen: "2 f5",
    HelpScreen: "2 f1",
    palette.PaletteScreen: "2 f12",
    search.SearchScreen: "2 slash",
    export.ExportScreen: "2 e",
    papers.PapersScreen: "2 e 6",
    columns.ColumnsScreen: "2 w",
    prompts.AskScreen: "2 at",
    prompts.ReasonScreen: "2 U",
    prompts.MeetingScreen: "2 m",
    directive.DirectivePrompt: "2 n",
    directives.DirectivesScreen: "8",
    directive_page.DirectiveScreen: "8 enter",
    prompts.QuestionsScreen: "8 enter h",
    meeting_log.MeetingLogScreen: "2 H",
}
#: The same, with the map of the model practices.
WAYS = [*SCREENS.items(), (map_screen.TilesScreen, "4 v")]
#: What others are made of.
BASES = {
    chooser.Overlay,
    chooser.Chooser,
    main_screen.MainScreen,
    board_screen.BoardScreen,
    sortable.SortableScreen,
    dossier_list.DossierListScreen,
    map_screen.MappedScreen,
    page_screen.PageScreen,
    views.ViewsScreen,
    chooser.PromptScreen,
    file_screen.FileScreen,
}
#: How one gets to where the actions of each place work.
PLACES = {
    "app": "2",
    "grid": "2",
    "ranked": "2",
    "arranged": "2",
    "sorting": "2 s",
    "filtered": "2",
    "mapped": "2",
    "overview": "1",
    "cells": "4",
    "exports": "0",
    "tilemap": "2 v",
    "unit": "2 enter",
    "drill": "2 enter",
    "help": "2 f1",
    "overlay": "2 slash",
    "prompt": "2 slash",
    "search": "2 slash",
    "ask": "2 at",
    "reason": "2 U",
    "meeting": "2 m",
    "directive": "2 n",
    "directives": "8",
    "directive_page": "8 enter",
    "questions": "8 enter h",
    "export": "2 e",
    "palette": "2 f12",
    "columns": "2 w",
    "present": "2 f5",
}


#: Each load has another figure than the last, which changes no order.
_figures = cycle(range(421, 480))


@pytest.fixture
def source() -> FakeSource:
    """Made-up figures, with directives; personal data may be shown."""
    source = Persons()
    source.directives = ROWS
    return source


@pytest.fixture(autouse=True)
def _sources_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not again for each error that is logged."""
    monkeypatch.setattr(linecache, "clearcache", lambda: None)


def kinds(of: type) -> Iterator[type]:
    """All classes of the package that are made of this one."""
    for kind in of.__subclasses__():
        yield from kinds(kind)
        if kind.__module__.startswith("cchc_tui."):
            yield kind


def test_nothing_that_may_fail_is_left_out():
    assert {*kinds(queries.Query)} == ASKED_AT.keys() | {write_queries.WriteQuery}
    assert {*kinds(minimum_size.MinimumSizeScreen)} == SCREENS.keys() | BASES
    assert {action.place for action in ACTIONS} == PLACES.keys()


async def close(app) -> None:
    """What stands over a board."""
    app.close_overlays()
    if isinstance(app.screen, PresentationScreen):
        await app.pop_screen()


async def go(app, pilot, until, keys: str) -> None:
    """From wherever one is, by way of the board."""
    assert app.crash_error is None
    await close(app)
    board, *rest = keys.split()
    await pilot.press("escape", board, board)  # what was opened from that board is closed
    await until(pilot, THERE.get(board, ""))
    pressed = board
    for key in rest:
        await pilot.press(key)
        pressed = f"{pressed} {key}"
        await until(pilot, THEN.get(pressed) or THERE.get(key, ""))


def all_but(kind: type, answer: Callable[[Any], Any], fail: Callable[[], Any]) -> Callable[[Any], Any]:
    """Answers all queries that are not of this kind."""
    return lambda query: fail() if type(query) is kind else answer(query)


def load(app) -> str:
    """What is asked is asked again; the figure by which one sees it."""
    figure = next(_figures)
    app.source.load(u29878=figure)
    return str(figure)


async def goes_on(app, pilot, until) -> None:
    """The app runs, and with the next load all is as it was."""
    assert app.crash_error is None
    figure = load(app)
    await close(app)
    await pilot.press("d", "2", "2")  # the first back to what was open there, the second to the board
    await until(pilot, figure, gone="Không vẽ được")


@pytest.mark.parametrize("part", range(PARTS))
async def test_a_query_that_fails(part, app, source, until, log, monkeypatch):
    async with app.run_test(size=SIZE) as pilot:
        for kind in [*ASKED_AT][part::PARTS]:
            with step(kind.__name__):
                *way, last = ASKED_AT[kind].split()
                await go(app, pilot, until, " ".join(way) or "1")
                name, fail = fault()
                with monkeypatch.context() as broken:
                    broken.setattr(kind, "answer", fail)
                    broken.setattr(source, "answer", all_but(kind, source.answer, fail))
                    load(app)
                    await pilot.press(last)
                    if kind not in IN_THE_BACKGROUND:
                        await until(pilot, name)
                    await logged(pilot, log, name)
                await goes_on(app, pilot, until)


@pytest.mark.parametrize("part", range(PARTS))
async def test_a_screen_lines_and_rows_that_cannot_be_drawn(part, app, until, log, monkeypatch):
    """The whole screen first, what stands on it then. It is mended with the next load, or as soon as it is drawn.

    What stands on several screens, as the header does, fails on the first of them.
    """
    failed: set[str] = set()
    async with app.run_test(size=SIZE) as pilot:
        for screen, keys in WAYS[part::PARTS]:
            with step(f"{screen.__name__} {keys}"):
                await go(app, pilot, until, keys)
                assert type(app.screen) is screen
                for method in ("draw_rows", "draw_frame"):
                    with step(method):
                        name, fail = fault()
                        with monkeypatch.context() as broken:
                            broken.setattr(screen, method, fail)
                            app.screen.invalidate()
                            await until(pilot, name)
                            await logged(pilot, log, name)
                        load(app)
                        app.screen.invalidate()
                        app.main_screen.unsay()
                        await until(pilot, gone=name)
                        if type(app.screen) is not screen:  # what stands over a board is closed by a fault of its own
                            await go(app, pilot, until, keys)
                        assert type(app.screen) is screen
                await lines_and_rows_fail(pilot, until, log, monkeypatch, failed)
        await goes_on(app, pilot, until)


async def lines_and_rows_fail(pilot, until, log, monkeypatch, failed: set[str]) -> None:
    """One after another, each mended before the next one fails."""
    screen, name = pilot.app.screen, ""
    for widget in [*screen.query(Lines), *screen.query(Grid)]:
        method = "_line" if isinstance(widget, Grid) else "_source"
        what = f"{type(widget).__name__} {getattr(widget, method).__qualname__}"
        if what in failed or not widget.display or not widget.size.height:
            continue
        failed.add(what)
        before, (name, fail) = name, fault()
        with step(what), monkeypatch.context() as broken:
            broken.setattr(widget, method, fail)
            widget.draw()
            widget.refresh()  # also the lines whose content has not changed
            await until(pilot, f"⚠ Không vẽ được phần này vì lỗi ({name}", gone=before)
            assert pilot.app.screen is screen
            await logged(pilot, log, name)
        widget.draw()
        widget.refresh()
    await until(pilot, gone="⚠ Không vẽ được")


async def test_a_page_of_the_wall_that_cannot_be_drawn(app, until, log, monkeypatch):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        show = await Show(pilot).begin()
        for page in list(show.screen._pages):
            assert show.page == page.key
            await show.settled(until)
            name, fail = fault()
            with step(page.key), monkeypatch.context() as broken:
                broken.setattr(type(page), "draw", fail)
                show.screen.invalidate()
                await until(pilot, f"Trang này không vẽ được ({name})")
                await logged(pilot, log, name)
            await pilot.press("right")
        await goes_on(app, pilot, until)


def handler(app, action: Action) -> tuple[type, str]:
    """The class and the method that do what an action does here."""
    if action.place == "sorting":  # the grid takes its keys itself, while numbers stand above the columns
        return SortableGrid, {"sort_by_number": "_sort_by", "end_sorting": "_end_picking"}[action.name]
    where, name = action.run.startswith("app."), action.function
    focused = app.screen.focused
    nodes = [app] if where else [*(focused.ancestors_with_self if focused is not None else [app.screen]), app]
    return type(next(node for node in nodes if hasattr(node, f"action_{name}"))), f"action_{name}"


@pytest.mark.parametrize("part", range(PARTS))
async def test_an_action_that_fails(part, app, until, log, monkeypatch):
    async with app.run_test(size=SIZE) as pilot:
        for place in [*PLACES][part::PARTS]:
            with step(place):
                way = PLACES[place]
                await go(app, pilot, until, way)
                there = type(app.screen)
                for action in of(place):
                    # what stood over the board, or the columns, is gone
                    if type(app.screen) is not there or place == "sorting":
                        await pilot.press(way.split()[-1])
                    name, fail = fault()
                    with step(action.name), monkeypatch.context() as broken:
                        broken.setattr(*handler(app, action), fail)
                        if hasattr(app.screen, "choose"):  # Enter comes to it from the rows
                            broken.setattr(type(app.screen), "choose", fail)
                        if action.keys:
                            await pilot.press(action.keys[0])
                        else:  # as the palette runs it
                            app.main_screen.call_later(app.main_screen.run_action, f"app.{action.run}")
                        await until(pilot, f"gặp lỗi ({name})")
                        await logged(pilot, log, name)
        await goes_on(app, pilot, until)
