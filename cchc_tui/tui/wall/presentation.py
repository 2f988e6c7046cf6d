"""The presentation (*trình chiếu*, F5): large pages on a wall, one board after another, turned by a timer.

It shows the moment that was on screen before, and no personal data. A page that fails shows a sentence, and the other
pages go on. While the source cannot be read, the last good figures stay, with a banner.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.timer import Timer
from typing_extensions import override

from cchc_tui.domain.moments import Stamp
from cchc_tui.registry import Registry
from cchc_tui.registry.presentation import right_for
from cchc_tui.texts.places import place
from cchc_tui.texts.presentation_file import FAULT
from cchc_tui.texts.tui_present import PRESENT
from cchc_tui.tui.keys import actions
from cchc_tui.tui.keys.action import Action
from cchc_tui.tui.keys.boards import BOARDS
from cchc_tui.tui.screens.main_screen import MainScreen
from cchc_tui.tui.session.queries import LastMeetingQuery, Query
from cchc_tui.tui.session.status import Time
from cchc_tui.tui.style.render import Line, Span
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.wall.board_pages import ExportsPage, MapPage, RolloutPage
from cchc_tui.tui.wall.change_marks import ChangeMarks
from cchc_tui.tui.wall.changes_page import ChangesPage
from cchc_tui.tui.wall.directives_page import DirectivesPage
from cchc_tui.tui.wall.page_frame import bar_line, figures_of, framed
from cchc_tui.tui.wall.page_timer import PAUSED, PageTimer
from cchc_tui.tui.wall.pages import ForecastPage, LeaderboardPage, OverviewPage, TrendPage, UnitPage
from cchc_tui.tui.wall.view import Page, PageView
from cchc_tui.tui.widgets.cursor import restart
from cchc_tui.tui.widgets.lines import Lines

#: Two digits typed within this many seconds form one number.
DIGIT_SECONDS = 0.8
#: Seconds for which a sentence about an error in ``presentation.toml`` is shown.
NOTICE_SECONDS = 20.0
_BLANK, _COVERED = "blank", "covered"
#: The app's actions that work here. None of them opens another screen unseen or shows personal data.
_APP_ACTIONS = tuple(action for action in actions.of("app") if action.on_wall)
#: Boards with a page of their own; all others are leaderboards.
_OWN: dict[str, Callable[[str], Page]] = {
    "directives": DirectivesPage,
    "overview": OverviewPage,
    "changes": ChangesPage,
    "rollout": RolloutPage,
    "exports": ExportsPage,
    "trend": TrendPage,
    "forecast": ForecastPage,
    "map": MapPage,
}


def pages_of(registry: Registry, chosen: Iterable[str], *, directed: bool = True) -> list[Page]:
    """Create the pages that ``presentation.toml`` names, then one for each unit with a key in ``chosen``.

    There is at least one page. The page of directives is left out if there are no directives (not ``directed``).
    """
    names = registry.presentation.order(board.name for board in BOARDS)
    pages = [_OWN.get(name, LeaderboardPage)(name) for name in names if directed or name != "directives"]
    units = registry.units.by_key
    pages += [UnitPage(key, units[key].name) for key in chosen if key in units]
    return pages or [OverviewPage("overview")]


def _config_notice(registry: Registry) -> str:
    """What is wrong with ``presentation.toml``: file, line and key, and the allowed values; "" if it is valid."""
    fault = registry.presentation_fault
    if fault is None:
        return ""
    where = place(Path(fault.path.name), fault.line, fault.key)
    return FAULT.on_the_wall.format(where=where, right=right_for(fault.key))


class PresentationScreen(MainScreen):
    """The screen of the presentation: one page, as large as the window, and one line below the page."""

    PLACE = "present"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [*actions.bindings("present"), *actions.app_bindings(_APP_ACTIONS)]
    DEFAULT_CSS = """
    PresentationScreen > .page { height: 1fr; }
    PresentationScreen.-blank > * { display: none; }
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        """``clock`` returns seconds, by which the pages are turned."""
        super().__init__()
        self._page = Lines(self._lines, classes="page")
        #: The pages' registry, the pinned units, and whether the last meeting gave directives.
        self._planned: tuple[Registry, tuple[str, ...], bool] | None = None
        self._at_start = True  # until a page is turned
        self._pages: list[Page] = [OverviewPage("overview")]
        self.page_timer = PageTimer(clock, [1])
        self.config_notice = ""  # what is wrong with ``presentation.toml``; "" for nothing
        self._marks = ChangeMarks()
        self._fading: Timer | None = None
        self._seconds: Timer | None = None
        self._digits = ""
        self._digit_timer: Timer | None = None

    @property
    def is_modal(self) -> bool:
        """True, so that only the keys bound here work."""
        return True

    def compose(self) -> ComposeResult:
        """The page, the banner near the page's bottom, and the line below the page."""
        yield self._page
        yield self.banner
        yield self.footer
        yield self.small

    def on_mount(self) -> None:
        """Start with the first page."""
        self._plan()
        self.page_timer.go(0)
        self.session.note_board(self.page.name)
        self._seconds = self.set_interval(1.0, self.tick)

    @override
    def crumbs(self) -> tuple[str, ...]:
        return (PRESENT.title, self.page.title)

    @override
    def actions_here(self) -> tuple[Action, ...]:
        may = self.session.viewer.may
        return tuple(action for action in (*actions.of("present"), *_APP_ACTIONS) if may(action.right))

    @override
    def queries(self) -> tuple[Query, ...]:
        return tuple(dict.fromkeys((*self.page.queries(self._since), LastMeetingQuery())))

    @override
    def rests_on(self) -> tuple[Query, ...]:
        here = self.page.queries(self._since)
        return tuple(query for query in super().rests_on() if query in here)

    @override
    def coming(self) -> tuple[Query, ...]:
        return self._pages[(self.page_timer.page + 1) % len(self._pages)].queries(self._since)

    @property
    def _since(self) -> Stamp | None:
        """The reference's moment; None without a reference."""
        return self.session.reference.at if self.session.reference is not None else None

    # ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def page(self) -> Page:
        """The page on screen."""
        return self._pages[self.page_timer.page]

    def _plan(self) -> None:
        """Create the pages again after a change of registry, pinned units or directives. The page on screen stays.

        The last meeting's directives are known only after the first frame. If no page was turned until then, show the
        first page of the new list instead.
        """
        registry, chosen = self.registry, self.session.watchlist.pins
        last = self.session.answer(LastMeetingQuery())
        directed = bool(last.rows) if last is not None else self._planned is not None and self._planned[2]
        if self._planned == (registry, chosen, directed):
            return
        self._planned = (registry, chosen, directed)
        before = self.page.key
        self._pages = pages_of(registry, chosen, directed=directed)
        keys = [page.key for page in self._pages]
        stays = before in keys and not self._at_start
        seconds = [registry.presentation.stays(page.name) for page in self._pages]
        self.page_timer.replan(seconds, keys.index(before) if stays else 0)
        if self.page.key != before:
            self.subscribe()
        self._show_config_notice(_config_notice(registry))

    def _show_config_notice(self, words: str) -> None:
        self.config_notice = words
        if words:
            self.set_timer(NOTICE_SECONDS, lambda: self._show_config_notice(""))
        self.invalidate()

    @property
    @override
    def banner_words(self) -> str:
        return self.status.banner or self.config_notice

    def tick(self) -> None:
        """Turn to the next page if it is time, else redraw the countdown."""
        self._plan()
        if self.page_timer.tick():
            self._turn()
        else:
            self.invalidate()

    def _go(self, page: int) -> None:
        self._end_blank()
        self.page_timer.go(page)
        if self._seconds is not None:
            self._seconds.reset()
        self._turn()

    def _turn(self) -> None:
        self._marks.fade()
        self._at_start = False
        self.session.note_board(self.page.name)
        self.reference_changed()

    # ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────
    @override
    def apply_answers(self) -> None:
        self._plan()
        self._mark_changes()
        self.invalidate()

    def _mark_changes(self) -> None:
        """Mark the figures that changed since this page was last on screen. The marks disappear after some seconds."""
        self.travelled = self.session.shown_at != self._answers_at
        self._answers_at = self.session.shown_at
        figures = figures_of(self.page, self._view())
        if self._marks.update(self.page.key, figures, ranked=self.page.ranked, quiet=self.travelled):
            self._fading = restart(self._fading, self, self._fade)

    def _fade(self) -> None:
        self._marks.fade()
        self.invalidate()

    @override
    def reference_changed(self) -> None:
        """Draw the page again, and subscribe again, because the page's queries may depend on the reference."""
        self.subscribe()
        self._mark_changes()
        self.invalidate()

    # ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def _view(self) -> PageView:
        timeline, at = self.session.timeline, self.session.moment
        meetings = tuple(meeting.start for meeting in timeline.meetings if meeting.start <= at) if timeline else ()
        needed = self._needed()
        there = all(self.session.answer(query) is not None for query in needed)
        return PageView(
            self._page.size.width,
            self._page.size.height,
            self.registry,
            self.session.answer(needed[0]) if there else None,
            self.session.baseline(needed[0]),
            self.session.answer,
            self.session.since_words(),
            most=self.registry.presentation.rows,
            fresh=self._marks.fresh,
            moved=self._marks.moved,
            meetings=meetings,
        )

    def _needed(self) -> tuple[Query, ...]:
        """The queries that must be answered before the page can be drawn."""
        return self.rests_on() or self.page.queries(self._since)

    def _lines(self, cells: int) -> Sequence[Line]:
        if self.status.empty:
            return self.empty_lines(cells)
        failing = (self.session.failing.get(query.at_moment(self.session.shown_at), "") for query in self._needed())
        made_up = self.status.time is Time.DEMO
        return framed(self.page, self._view()._replace(cells=cells), made_up=made_up, failing=max(failing, default=""))

    @override
    def footer_lines(self, cells: int) -> list[Line]:
        return [bar_line(self.page_timer, self._digits, self._note[0], self.status, self.session.past, cells)]

    # ── actions ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def action_show_page(self, to: str) -> None:
        """Show the "next", "previous", "first" or "last" page."""
        here = self.page_timer.page
        self._go({"next": here + 1, "previous": here - 1, "first": 0, "last": -1}[to])

    def action_jump(self, digit: str) -> None:
        """Show the page with this number. If a longer page number begins with this digit, wait for a second digit."""
        if self._digit_timer is not None:
            self._digit_timer.stop()
        self._digits += digit
        if int(self._digits) * 10 <= len(self._pages) and int(self._digits):
            self._digit_timer = self.set_timer(DIGIT_SECONDS, self._jump)
            self.invalidate()
        else:
            self._jump()

    def _jump(self) -> None:
        page, self._digits = int(self._digits), ""
        if 1 <= page <= len(self._pages):
            self._go(page - 1)
        else:
            self.say((Span(PRESENT.no_such_page.format(n=page), TextRole.WARN),))

    def action_pause(self) -> None:
        """Hold this page, or release it. If the screen is blank, only show the page again."""
        if self._end_blank():
            return
        self._toggle(PAUSED)
        self.invalidate()

    def action_blank(self) -> None:
        """Make the screen blank, or show the page again."""
        self.set_class(self._toggle(_BLANK), "-blank")

    def _end_blank(self) -> bool:
        """If the screen is blank, show the page again. Return whether the screen was blank."""
        blank = _BLANK in self.page_timer.held
        if blank:
            self.action_blank()
        return blank

    def _toggle(self, why: str) -> bool:
        """Hold the timer for a reason, or release it. Return whether the timer is now held for this reason."""
        held = why in self.page_timer.held
        (self.page_timer.release if held else self.page_timer.hold)(why)
        return not held

    def action_end_show(self) -> None:
        """Go back to the board."""
        self.app.pop_screen()

    def on_screen_suspend(self) -> None:
        """Stop the page's countdown while help covers the page."""
        self.page_timer.hold(_COVERED)

    def on_screen_resume(self) -> None:
        """When help is closed, let the page's countdown go on, unless it is stopped for another reason."""
        self.page_timer.release(_COVERED)

    def on_click(self, event: events.Click) -> None:
        """With the left button show the next page, with the right button the previous one."""
        if event.button in {1, 3}:
            self.action_show_page("next" if event.button == 1 else "previous")
