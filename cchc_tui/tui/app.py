"""The app: modes (one a board, its screens a stack), the live thread's news, and what works everywhere."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen
from typing_extensions import override

from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.keys import actions
from cchc_tui.tui.keys.boards import BOARDS
from cchc_tui.tui.screens.board_screen import Asking
from cchc_tui.tui.screens.main_screen import MainScreen
from cchc_tui.tui.screens.minimum_size import MinimumSizeScreen
from cchc_tui.tui.screens.modes import MODES
from cchc_tui.tui.screens.privacy import Privacy
from cchc_tui.tui.screens.time_app import TimeApp
from cchc_tui.tui.session.poller import Poller
from cchc_tui.tui.session.queries import Answers, Query
from cchc_tui.tui.session.status import Time
from cchc_tui.tui.session.status_tracker import StatusTracker, SupervisorLike
from cchc_tui.tui.style.appearance import NO_TERMINAL, CliOptions
from cchc_tui.tui.style.render import Line, Span
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.terminal.crash import Place

if TYPE_CHECKING:
    from pathlib import Path

    from cchc_tui.boards.source import Source
    from cchc_tui.collector.status import CollectorStatus
    from cchc_tui.domain.moments import Stamp
    from cchc_tui.domain.privacy import Access
    from cchc_tui.tui.screens.watchlist import Watchlist


class UpdateReady(Message, bubble=False):
    """The live thread has laid something down; many of these are as good as one."""

    def can_replace(self, message: Message) -> bool:
        """Many are as good as one."""
        return isinstance(message, UpdateReady)


class CchcApp(TimeApp):
    """Boards over a source. Nothing here or below asks the source in the event loop: the live thread does."""

    CSS = """
    Screen { background: $background; color: $foreground; }
    """
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {**MODES}
    DEFAULT_MODE = BOARDS[0].name
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("app")
    ENABLE_COMMAND_PALETTE = False
    TITLE = "cchc-tui"

    def __init__(
        self,
        source: Source,
        *,
        keeper: SupervisorLike | None = None,
        collector: Callable[[], CollectorStatus] | None = None,
        demo: bool = False,
        options: CliOptions = NO_TERMINAL,
        kept: Path | None = None,
    ):
        """``options`` is what the command line asks for; ``collector`` None: as its status file says.

        ``kept`` is the file of the user's choices; None: none are kept.
        """
        super().__init__(source, options, kept)
        self.latest: Answers = {}
        self.failing: Mapping[Query, str] = {}
        self.privacy = Privacy(self)
        self.poller = Poller(
            source,
            StatusTracker(time_is=_time(source, demo), keeper=keeper, collector=collector),
            lambda: self.post_message(UpdateReady()),
        )
        self.status = self.poller.drain().status
        self.recent: tuple[str, ...] = ()
        self.crash_error: BaseException | None = None  # the error that ended it
        self.reopen_at = Place()  # where it starts after a crash, and what it says then
        self.reopen_note = ""
        self._ungreet: Callable[[], object] | None = None

    # ── news ─────────────────────────────────────────────────────────────────────────────────────────────────────────
    def on_mount(self) -> None:
        """Begins; back from being suspended (Ctrl+Z), nothing of what the terminal shows is ours."""
        self.app_resume_signal.subscribe(self, lambda _: self.action_repaint())
        self.app_suspend_signal.subscribe(self, lambda _: self.privacy.hide())

    def on_ready(self, event: events.Ready) -> None:
        """The first frame is drawn: now the data."""
        if not gc.isenabled():  # the command turned it off for the start: all that is here stays
            gc.freeze()
            gc.enable()
        self.poller.start()
        if self._kept is not None and not self.prefs.greeted:
            from cchc_tui.tui.overlays.welcome import show_welcome  # once for each user

            self._ungreet = show_welcome(self)
        if self.reopen_note:
            self._begin_again()

    async def on_event(self, event: events.Event) -> None:
        """Remove the greeting at any key, which also does what it does otherwise."""
        if self._ungreet is not None and isinstance(event, events.Key):
            self._ungreet()
            self._ungreet = None
        await super().on_event(event)

    def on_update_ready(self, event: UpdateReady) -> None:
        """Hands the news to the screens of this board."""
        news = self.privacy.accept(self.poller.drain())
        self.latest.update(news.answers)
        told, self.status = self.status, news.status
        failed, self.failing = self.failing, news.failing
        self.apply_time(news)
        if self.status.known and not told.known:
            self.use_office_theme(self.source.settings.theme)
            from cchc_tui.tui.screens.language_switch import speak_as_set  # after the first frame

            speak_as_set(self)
        for screen in self.screen_stack:
            if not isinstance(screen, MainScreen) or not screen.is_mounted:
                if isinstance(screen, Asking):
                    for query, answer in news.fetched:
                        screen.on_fetched(query, answer)
                continue
            with screen.net():
                screen.apply_answers()
                if news.bases is not None:
                    screen.reference_changed()
                for query, answer in news.fetched:
                    screen.on_fetched(query, answer)
                if told != self.status or failed != self.failing:
                    screen.invalidate(rows=told.empty != self.status.empty)
        self.count_anew()
        self.arrive()
        if self._is_watching:
            self.watchlist.news()

    def on_unmount(self) -> None:
        """Ends the live thread."""
        self.privacy.close()
        self.poller.stop()

    # ── what works everywhere ────────────────────────────────────────────────────────────────────────────────────────
    def action_board(self, name: str) -> None:
        """Goes to a board; pressed on that board, back to its top."""
        self.close_overlays()
        if self.current_mode != name:
            self.switch_mode(name)
            if name == BOARDS[0].name:  # home, from wherever it was left
                self.call_later(self.up_to_top)
        else:
            self.up_to_top()

    def delay_update(self, delay: float = 0.05) -> None:
        """Draw nothing until the screen that comes into sight has shown its answers, and for ``delay`` at most.

        Textual waits for the whole of it whenever it switches modes.
        """
        held = ExitStack()
        held.enter_context(self.batch_update())

        def draw() -> None:
            latest.stop()
            held.close()
            self.screen.refresh()

        self.call_later(lambda: self.screen.call_later(draw))
        latest = self.set_timer(delay, draw)

    def up_to_top(self) -> None:
        """Closes all that was opened over the board's own screen."""
        for _ in range(len(self.screen_stack) - 1):
            self.pop_screen()

    def action_next_board(self) -> None:
        """Goes to the board after this one."""
        names = [board.name for board in BOARDS]
        self.action_board(names[(names.index(self.current_mode) + 1) % len(names)])

    def action_help(self) -> None:
        """Opens the help of what is in sight, or closes it."""
        from cchc_tui.tui.overlays.help import HelpScreen  # when it is asked for

        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss()
        elif self.main_screen is not None:
            self.push_screen(HelpScreen(self.main_screen, self.screen))

    def action_palette(self) -> None:
        """Opens the palette."""
        from cchc_tui.tui.overlays.palette import PaletteScreen  # when it is asked for

        board = self.board_screen
        if board is not None and not isinstance(self.screen, PaletteScreen):
            self.close_overlays()
            self.push_screen(PaletteScreen(board))

    def action_columns(self) -> None:
        """Opens the choice of the board's columns."""
        from cchc_tui.tui.overlays.columns import ColumnsScreen  # when it is asked for
        from cchc_tui.tui.screens.sortable import SortableScreen

        if isinstance(self.screen, SortableScreen):
            self.push_screen(ColumnsScreen(self.screen))

    def _ask(self, title: str, then: Callable[[Stamp | None], None], *, begin: bool) -> None:
        from cchc_tui.tui.overlays.ask import AskScreen  # when it is asked for

        if self.board_screen is self.screen:
            now = self.source.clock.now()
            self.push_screen(AskScreen(title, now, self.travel.moment(now), self.travel.timeline, begin=begin), then)

    def action_export(self) -> None:
        """Exports what is in sight."""
        from cchc_tui.tui.overlays.export import export  # when it is asked for

        screen = self.screen
        if isinstance(screen, MainScreen):
            export(self, screen)

    def action_search(self) -> None:
        """Opens the search."""
        from cchc_tui.tui.overlays.search import SearchScreen  # when it is asked for

        board = self.board_screen
        if board is not None and not isinstance(self.screen, SearchScreen):
            self.close_overlays()
            self.push_screen(SearchScreen(board))

    def action_present(self) -> None:
        """Presents the boards on a wall."""
        from cchc_tui.tui.wall.presentation import PresentationScreen  # when it is asked for

        self.privacy.hide()
        self.close_overlays()
        if not self.presenting:
            self.push_screen(PresentationScreen())

    def action_language(self) -> None:
        """Speaks the next language."""
        from cchc_tui.tui.screens.language_switch import next_language  # when it is asked for

        next_language(self)

    @cached_property
    def watchlist(self) -> Watchlist:
        """Chosen units and their alert."""
        from cchc_tui.tui.screens.watchlist import Watchlist  # when it is first on

        return Watchlist(self)

    @property
    def _is_watching(self) -> bool:
        return bool(self.prefs.alert or "watchlist" in self.__dict__)

    def watched(self) -> tuple[Query, ...]:
        """What chosen units ask besides what is in sight."""
        return self.watchlist.queries() if self._is_watching else ()

    def action_choose(self) -> None:
        """Chooses the unit that is stood on, or no longer."""
        self.watchlist.choose()

    def action_alert(self) -> None:
        """What a change of a chosen unit does."""
        self.watchlist.next_alert()

    def action_personal(self) -> None:
        """Shows personal data for a reason, or hides them."""
        self.privacy.toggle()

    def action_officers(self) -> None:
        """Officers by name, or by number."""
        self.privacy.toggle_officers()

    @property
    def access(self) -> Access:
        """What of persons may be shown now; on a wall nothing."""
        return self.privacy.shows

    def access_banner(self, cells: int) -> list[Line]:
        """What stands above a board while personal data are shown."""
        return self.privacy.banner(cells)

    def ask_reason(self) -> None:
        """Asks why personal data are to be shown."""
        from cchc_tui.tui.overlays.reason import ReasonScreen  # when it is asked for

        self.close_overlays()
        self.push_screen(ReasonScreen(self.source.settings.privacy.minutes, self.privacy.show))

    def redraw(self) -> None:
        """Draw and paint every screen again: other words, colours or units of choice hold for all of them."""
        for screen in self.all_screens():
            if isinstance(screen, MinimumSizeScreen):
                screen.invalidate()
            for widget in screen.walk_children(with_self=True):
                widget.refresh()

    def action_leave(self) -> None:
        """Ends the app."""
        self.exit(0)

    def action_help_quit(self) -> None:
        """Ctrl+C: people press it by habit; a meeting's screen should not go away for it."""
        if self.main_screen is not None:
            self.main_screen.say((Span(TEXT.how_to_leave),))

    # ── crashes ──────────────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def place(self) -> Place:
        """Where the app is, so that it can start there again."""
        return Place(self.current_mode, self.presenting)

    def _begin_again(self) -> None:
        """After a crash, show the same board or the presentation, and a sentence that says so."""
        if self.reopen_at.board:
            self.action_board(self.reopen_at.board)
        if self.reopen_at.presenting:
            self.action_present()
        self.tell(self.reopen_note, TextRole.WARN)

    @override
    def crashed(self, error: BaseException | None) -> None:
        self.crash_error, self.reopen_at = error, self.place


def _time(source: Source, demo: bool) -> Time:
    if demo:
        return Time.DEMO
    return Time.SET if source.clock.set else Time.LIVE
