"""The presentation (*trình chiếu*, F5): the boards one after another on a wall, turning by themselves.

It shows the moment that was looked at, and names no person: it asks only what boards answer to everybody. A page that
fails says so and the others go on; while the source can't be read, the last good figures stay under a banner.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widget import Widget

from cchc_tui.texts.tui_present import PRESENT
from cchc_tui.tui.keys import actions
from cchc_tui.tui.screens.board_screen import BoardScreen, empty_lines
from cchc_tui.tui.session.queries import Query
from cchc_tui.tui.session.status import Time
from cchc_tui.tui.style.render import Line, Span, ascii_only, wrap
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.wall.change_marks import ChangeMarks
from cchc_tui.tui.wall.config_notice import warn_of
from cchc_tui.tui.wall.page_frame import Bar, bar_line, figures_of, framed, queries_of, title_of
from cchc_tui.tui.wall.page_timer import PageTimer
from cchc_tui.tui.wall.playlist import order_of, pages_of, stays_of
from cchc_tui.tui.wall.view import Page, View
from cchc_tui.tui.widgets.grid import FRESH_SECONDS
from cchc_tui.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from cchc_tui.registry import Registry

#: Two digits typed within this time are one number.
DIGIT_SECONDS = 0.8
_PAUSED, _BLANK, _COVERED = "paused", "blank", "covered"
#: What else of the app works here: nothing that could lead away unseen, or show more.
_ALSO = frozenset({"help", "theme", "language", "mouse", "take", "repaint", "leave"})


class PresentationScreen(BoardScreen):
    """Over everything: a page as large as possible, and one thin line."""

    PLACE = "present"
    PICTURE_ONLY = True
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings("present"),
        *(
            Binding(key, f"app.{action.action}", show=False)
            for action in actions.of("app")
            for key in action.keys
            if action.name in _ALSO and (not action.always or actions.types(key))
        ),
    ]
    DEFAULT_CSS = """
    PresentationScreen > .page { height: 1fr; }
    PresentationScreen.-blank > * { display: none; }
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        """``clock`` tells the seconds by which pages turn."""
        super().__init__()
        self._clock = clock
        self._page = Lines(classes="page")
        self._registry: Registry | None = None
        self._chosen: tuple[str, ...] = ()
        self._pages: list[Page] = []
        self._turning: PageTimer | None = None
        self.fault = ""  # what is wrong with the file that says the pages
        self._answers: dict[Query, Any] = {}
        self._marks = ChangeMarks()
        self._fading: Timer | None = None
        self._ticker: Timer | None = None
        self._digits = ""
        self._digit_timer: Timer | None = None
        self._plan()

    # ── what a board's screen is ─────────────────────────────────────────────────────────────────────────────────────
    @property
    def is_modal(self) -> bool:
        """No key of the app below works here, but those that are bound here."""
        return True

    def body(self) -> Iterator[Widget]:
        """The page."""
        yield self._page

    def compose(self) -> ComposeResult:
        """The page and its thin line; nothing else."""
        self._page.set_source(self._lines)
        self.banner.set_source(
            lambda cells: [(Span(f" {line}"),) for line in wrap(self.status.banner or self.fault, cells - 2)]
        )
        yield from self.body()
        yield self.banner
        yield self.footer
        too_small = Lines(classes="too-small")
        too_small.set_source(self._too_small)
        yield too_small

    def on_mount(self) -> None:
        """Begins to turn."""
        self._plan()
        self.turning.go(0)
        self._ticker = self.set_interval(1.0, self.tick)

    def crumbs(self) -> tuple[str, ...]:
        """The page."""
        return (PRESENT.title, title_of(self.page))

    def actions_here(self) -> tuple[actions.Action, ...]:
        """Its own, and the few of the app that work here."""
        return (*actions.of("present"), *(each for each in actions.of("app") if each.name in _ALSO))

    def queries(self) -> tuple[Query, ...]:
        """What this page rests on."""
        return queries_of(self._with_reference()[self.turning.page])

    def coming(self) -> tuple[Query, ...]:
        """What the next one rests on, so that it is there when it comes."""
        return queries_of(self._with_reference()[(self.turning.page + 1) % len(self._pages)])

    def _with_reference(self) -> list[Page]:
        """The pages, told what changes are counted from."""
        reference = self.board_app.reference
        for page in self._pages:
            page.since = None if reference is None else reference.at
        return self._pages

    # ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def page(self) -> Page:
        """The page in sight."""
        return self._pages[self.turning.page]

    @property
    def turning(self) -> PageTimer:
        """When pages turn."""
        assert self._turning is not None
        return self._turning

    def _plan(self) -> None:
        """Makes the pages again where the registry or the chosen units are others; the one in sight stays in sight."""
        mounted = self.is_attached
        registry: Registry | None = getattr(self.board_app.source, "registry", None) if mounted else None
        chosen = self.board_app.prefs.chosen if mounted else ()
        if self._turning is not None and registry is self._registry and chosen == self._chosen:
            return
        self._registry, self._chosen = registry, chosen
        before = self.page.key if self._turning is not None else ""
        self._pages = pages_of(registry, chosen)
        stays = stays_of(registry, self._pages)
        if self._turning is None:
            self._turning = PageTimer(self._clock, stays)
        else:
            keys = [page.key for page in self._pages]
            self._turning.replan(stays, keys.index(before) if before in keys else 0)
            warn_of(self, registry)

    def tell_faults(self) -> None:
        """A page says itself what is wrong with it."""

    def sound(self) -> None:
        """The banner is there or not."""
        self.banner.set_class(bool(self.status.banner or self.fault), "-on")
        self.banner.rewrite()

    def tick(self) -> None:
        """Once a second: the next page when it is time, or a little less of the countdown."""
        self._plan()
        if self.turning.tick():
            self._turn()
        else:
            self.footer.rewrite()

    def _go(self, page: int) -> None:
        """To a page because somebody wants it; its seconds begin now."""
        self._show_again()
        self.turning.go(page)
        if self._ticker is not None:
            self._ticker.reset()
        self._turn()

    def _turn(self) -> None:
        """Another page is in sight."""
        self._stop_marks()
        self._answers = {}
        self.board_app.subscribe(self.queries(), self.coming())
        self._take()
        self._redraw()

    # ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def feed(self) -> None:
        """Shows the newest answers to what this page rests on."""
        self._plan()
        if self._take():
            self._redraw()

    def _take(self) -> bool:
        """Takes the answers and marks what they change; whether there is anything new."""
        at = self.board_app.at
        self.travelled = at != self._fed_at
        known = {query: self.board_app.latest.get(query.at_moment(at)) for query in self.queries()}
        same = known.keys() == self._answers.keys() and all(known[each] is self._answers[each] for each in known)
        if same and not self.travelled:
            return False
        self._answers, self._fed_at = known, at
        self._mark()
        return True

    def _mark(self) -> None:
        """ChangeMarks what is different since this page was last seen."""
        figures = figures_of(self.page, self._view())
        if self._marks.take(self.page.key, figures, ranked=self.page.ranked, quiet=self.travelled):
            self._restart_fading()

    def _restart_fading(self) -> None:
        if self._fading is not None:
            self._fading.stop()
        self._fading = self.set_timer(FRESH_SECONDS, self._fade)

    def _fade(self) -> None:
        self._marks.fade()
        self._redraw()

    def _stop_marks(self) -> None:
        if self._fading is not None:
            self._fading.stop()
        self._fading = None
        self._marks.fade()

    def relabel(self) -> None:
        """There is another language; the answers' own words come in it when they are asked again."""
        self._unsay()
        self.show_status()

    def reference_changed(self) -> None:
        """Changes are counted from something else, and what tells of them is another question."""
        self.board_app.subscribe(self.queries(), self.coming())
        self._take()
        self._redraw()

    def show_status(self) -> None:
        """The app knows something new about itself."""
        if not self.is_mounted:
            return
        self._plan()
        self._frame()
        self.sound()
        self._redraw()

    # ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def _redraw(self) -> None:
        self._page.rewrite()
        self.footer.rewrite()

    def rewrite_thin_lines(self) -> None:
        """Something that the thin line says has changed."""
        self.footer.rewrite()

    def _view(self) -> View:
        timeline, at = self.board_app.travel.timeline, self.board_app.moment
        meetings = tuple(meeting.start for meeting in timeline.meetings if meeting.start <= at) if timeline else ()
        return View(
            self._page.size.width,
            self._page.size.height,
            self._answers.get,
            self.board_app.baseline,
            self.board_app.since_words(),
            most=order_of(self._registry).rows,
            whole=ascii_only(),
            fresh=self._marks.fresh,
            moved=self._marks.moved,
            meetings=meetings,
        )

    def _lines(self, cells: int) -> Sequence[Line]:
        if self.status.empty:
            return empty_lines(str(self.board_app.source.data / "inbox"), cells)
        failing = (
            self.board_app.failing.get(query.at_moment(self.board_app.at), "")
            for query in self.rests_on() or self.queries()
        )
        made_up = self.status.time is Time.DEMO
        return framed(self.page, self._view()._replace(cells=cells), made_up=made_up, failing=max(failing, default=""))

    def _footer(self, cells: int) -> list[Line]:
        turning = self.turning
        paused = turning.is_held(_PAUSED)
        bar = Bar(turning.page + 1, turning.pages, turning.share, self._digits, paused, self._note[0])
        return [bar_line(bar, self.status, self.board_app.past, cells)]

    def say(self, head: Line, pieces: Sequence[Line] = ()) -> None:
        """Says something for some seconds, in the thin line."""
        super().say(head, pieces)
        self.footer.rewrite()

    def _unsay(self) -> None:
        super()._unsay()
        self.footer.rewrite()

    # ── actions ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def action_next_page(self) -> None:
        """On."""
        self._go(self.turning.page + 1)

    def action_previous_page(self) -> None:
        """Back."""
        self._go(self.turning.page - 1)

    def action_first_page(self) -> None:
        """To the first."""
        self._go(0)

    def action_last_page(self) -> None:
        """To the last."""
        self._go(len(self._pages) - 1)

    def action_jump(self, digit: str) -> None:
        """To the page of a number; the first of two digits waits a little for the second, where there may be one."""
        if self._digit_timer is not None:
            self._digit_timer.stop()
        self._digits += digit
        if int(self._digits) * 10 <= len(self._pages) and int(self._digits):
            self._digit_timer = self.set_timer(DIGIT_SECONDS, self._jump)
            self.footer.rewrite()
        else:
            self._jump()

    def _jump(self) -> None:
        page, self._digits = int(self._digits), ""
        if 1 <= page <= len(self._pages):
            self._go(page - 1)
        else:
            self.say((Span(PRESENT.no_such_page.format(n=page), TextRole.WARN),))

    def action_pause(self) -> None:
        """Stays on this page, or goes on."""
        if self._show_again():
            return
        self._toggle(_PAUSED)
        self.footer.rewrite()

    def action_blank(self) -> None:
        """Nothing in sight until it is pressed again."""
        self.set_class(self._toggle(_BLANK), "-blank")

    def _show_again(self) -> bool:
        """What is blank is in sight again; whether it was blank."""
        blank = self.turning.is_held(_BLANK)
        if blank:
            self.action_blank()
        return blank

    def _toggle(self, why: str) -> bool:
        """Holds the time for a reason, or no longer; whether it does."""
        held = self.turning.is_held(why)
        (self.turning.free if held else self.turning.hold)(why)
        return not held

    def action_end_show(self) -> None:
        """Back to where one was."""
        self.app.pop_screen()

    def on_screen_suspend(self) -> None:
        """Help is open over it: the page does not turn unseen."""
        self.turning.hold(_COVERED)

    def on_screen_resume(self) -> None:
        """In sight again."""
        self.turning.free(_COVERED)

    def on_click(self, event: events.Click) -> None:
        """The left button turns on, the right one back."""
        if event.button == 1:
            self.action_next_page()
        elif event.button == 3:
            self.action_previous_page()
