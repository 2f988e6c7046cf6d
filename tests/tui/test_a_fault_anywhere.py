"""A fault in every query, every drawing and every action in turn: the screen says so, it is logged, the app goes on.

What there is to fail is taken from the code itself: a new query, screen or place of actions fails here until it is said
how one gets to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
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
    overlay,
    palette,
    papers,
    prompts,
    questions,
    search,
)
from cchc_tui.tui.overlays.help import HelpScreen
from cchc_tui.tui.screens import (
    board_screen,
    details,
    directives,
    dossier,
    dossier_list,
    evidence,
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
from cchc_tui.tui.session import directive_entry, queries, write_queries
from cchc_tui.tui.session.due_alarm import NextDueQuery
from cchc_tui.tui.terminal import crash
from cchc_tui.tui.wall.presentation import PresentationScreen
from cchc_tui.tui.widgets.grid import Grid
from cchc_tui.tui.widgets.lines import Lines
from cchc_tui.tui.widgets.sortable import SortableGrid
from tests.kits.persons import SHOWN, Persons
from tests.kits.presentation_kit import Show
from tests.kits.tui_directives import ROWS
from tests.kits.tui_fakes import FakeSource, make_app

pytestmark = pytest.mark.usefixtures("log")

SIZE = (120, 40)
SAID = "ZeroDivisionError"
#: What the screen says once a key has led somewhere; other keys lead to what stands there at once.
THERE = {
    "2": "dòng 1 / 27",
    "8": "dòng 1 / 6",
    "4": "dòng 1 / 15",
    "0": "dòng 1 / ",
    "enter": "dòng 1 / ",
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
    directive_entry.EnterDirective: "2 n enter",
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
    evidence.EvidenceScreen: "4 enter",
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
    questions.QuestionsScreen: "8 enter h",
    meeting_log.MeetingLogScreen: "2 H",
}
#: The same, with the map of the model practices.
WAYS = [*SCREENS.items(), (map_screen.TilesScreen, "4 v")]
#: What others are made of.
BASES = {
    overlay.Overlay,
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


@pytest.fixture
def source() -> FakeSource:
    """Made-up figures, with directives."""
    source = FakeSource()
    source.directives = ROWS
    return source


def raises(*_: Any, **__: Any) -> Any:
    raise ZeroDivisionError


@contextmanager
def of_which(part: object) -> Iterator[None]:
    """A failure tells which of the faults of its test it is of."""
    try:
        yield
    except BaseException as error:
        error.add_note(f"a fault in {part}")
        raise


def forget(log: Path) -> None:
    """What was logged: the next fault is logged whatever was before."""
    log.unlink()
    crash._logged.clear()


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


async def go(pilot, until, keys: str) -> None:
    await until(pilot, "sắp đến hạn")
    pressed = ""
    for key in keys.split():
        await pilot.press(key)
        pressed = f"{pressed} {key}".strip()
        await until(pilot, THEN.get(pressed) or THERE.get(key, ""))


async def nothing_said(app, pilot, until) -> None:
    """What is said of a fault from now on is of the next one."""
    app.main_screen.unsay()
    await until(pilot, gone=SAID)


async def logged(pilot, log) -> None:
    for _ in range(300):
        if log.exists() and SAID in log.read_text():
            return
        await pilot.pause(0.03)
    pytest.fail("nothing was logged")


async def goes_on(app, pilot, until, figure: int = 431) -> None:
    """The app runs, and with the next load, which has this figure, all is as it was."""
    assert app.crash_error is None
    app.source.load(u29878=figure)
    app.close_overlays()
    if isinstance(app.screen, PresentationScreen):
        await app.pop_screen()
    await pilot.press("d", "2", "2")  # the first back to what was open there, the second to the board
    await until(pilot, str(figure), gone="Không vẽ được")


@pytest.mark.parametrize("kind", ASKED_AT, ids=lambda kind: kind.__name__)
async def test_a_query_that_fails(kind, until, log, monkeypatch):
    source = Persons()
    source.directives = ROWS
    app = make_app(source)
    *way, last = ASKED_AT[kind].split()
    async with app.run_test(size=SIZE) as pilot:
        await go(pilot, until, " ".join(way))
        with monkeypatch.context() as broken:
            real = source.answer
            broken.setattr(kind, "answer", raises)
            broken.setattr(source, "answer", lambda query: raises() if type(query) is kind else real(query))
            source.load(u29878=430)
            await pilot.press(last)
            if kind not in IN_THE_BACKGROUND:
                await until(pilot, SAID)
            await logged(pilot, log)
        await goes_on(app, pilot, until)


@pytest.mark.parametrize(("screen", "keys"), WAYS, ids=[f"{screen.__name__} {keys}" for screen, keys in WAYS])
async def test_a_screen_lines_and_rows_that_cannot_be_drawn(screen, keys, app, until, log, monkeypatch):
    """The whole screen first, what stands on it then. It is mended with the next load, or as soon as it is drawn."""
    async with app.run_test(size=SIZE) as pilot:
        await go(pilot, until, keys)
        assert type(app.screen) is screen
        await nothing_said(app, pilot, until)
        for figure, method in ((428, "draw_rows"), (429, "draw_frame")):
            with of_which(method):
                with monkeypatch.context() as broken:
                    broken.setattr(screen, method, raises)
                    app.screen.invalidate()
                    await until(pilot, SAID)
                    assert SAID in log.read_text()
                forget(log)
                app.source.load(u29878=figure)
                app.screen.invalidate()
                await nothing_said(app, pilot, until)
                if type(app.screen) is not screen:  # what stands over a board is closed by a fault of its own
                    board = keys.split()[0]
                    await pilot.press(board, board, "1")
                    await go(pilot, until, keys)
                assert type(app.screen) is screen
        for widget in [*app.screen.query(Lines), *app.screen.query(Grid)]:
            if not widget.display or not widget.size.height:
                continue
            with of_which(widget):
                with monkeypatch.context() as broken:
                    broken.setattr(widget, "_line" if isinstance(widget, Grid) else "_source", raises)
                    widget.draw()
                    widget.refresh()  # also the lines whose content has not changed
                    await until(pilot, "⚠ Không vẽ được", SAID[:10] if widget.size.width < 50 else SAID)
                    assert type(app.screen) is screen
                widget.draw()
                widget.refresh()
                await until(pilot, gone="⚠ Không vẽ được")
        assert SAID in log.read_text()
        await goes_on(app, pilot, until)


async def test_a_page_of_the_wall_that_cannot_be_drawn(app, until, log, monkeypatch):
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "sắp đến hạn")
        show = await Show(pilot).begin()
        for page in list(show.screen._pages):
            assert show.page == page.key
            await show.settled(until)
            with monkeypatch.context() as broken:
                broken.setattr(type(page), "draw", raises)
                show.screen.invalidate()
                await until(pilot, f"Trang này không vẽ được ({SAID})")
                assert SAID in log.read_text()
            await pilot.press("right")
        await goes_on(app, pilot, until)


def handler(app, action: Action) -> tuple[type, str]:
    """The class and the method that do what an action does here."""
    if action.place == "sorting":  # the grid takes its keys itself, while numbers stand above the columns
        return SortableGrid, {"sort_by_number": "_sort_by_digit", "end_sorting": "_end_picking"}[action.name]
    where, name = action.action.startswith("app."), action.function
    focused = app.screen.focused
    nodes = [app] if where else [*(focused.ancestors_with_self if focused is not None else [app.screen]), app]
    return type(next(node for node in nodes if hasattr(node, f"action_{name}"))), f"action_{name}"


@pytest.mark.parametrize("place", PLACES)
async def test_an_action_that_fails(place, app, until, log, monkeypatch):
    way = PLACES[place]
    async with app.run_test(size=SIZE) as pilot:
        await go(pilot, until, way)
        there = type(app.screen)
        for action in of(place):
            if (
                type(app.screen) is not there or place == "sorting"
            ):  # what stood over the board, or the columns, is gone
                await pilot.press(way.split()[-1])
            with monkeypatch.context() as broken:
                broken.setattr(*handler(app, action), raises)
                if hasattr(app.screen, "choose"):  # Enter comes to it from the rows
                    broken.setattr(type(app.screen), "choose", raises)
                if action.keys:
                    await pilot.press(action.keys[0])
                else:  # as the palette runs it
                    app.main_screen.call_later(app.main_screen.run_action, f"app.{action.action}")
                await until(pilot, f"gặp lỗi ({SAID})")
            await nothing_said(app, pilot, until)
        assert SAID in log.read_text()
        await goes_on(app, pilot, until)
