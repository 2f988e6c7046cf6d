"""The app: its boards and overlays, the poller's updates, and the actions that work everywhere."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen
from typing_extensions import override

from cchc_tui.domain.moments import to_date
from cchc_tui.domain.roles import Right
from cchc_tui.texts.tui import TEXT
from cchc_tui.texts.tui_privacy import PRIVACY
from cchc_tui.texts.tui_time import TIME
from cchc_tui.tui.keys import actions
from cchc_tui.tui.keys.boards import BOARDS
from cchc_tui.tui.screens.main_screen import MainScreen
from cchc_tui.tui.screens.minimum_size import MinimumSizeScreen
from cchc_tui.tui.screens.session_actions import SessionActions
from cchc_tui.tui.session.poller import Poller
from cchc_tui.tui.session.session import Changes
from cchc_tui.tui.session.status import Time
from cchc_tui.tui.session.status_tracker import StatusTracker
from cchc_tui.tui.session.watchlist import alert_head
from cchc_tui.tui.style.appearance import NO_TERMINAL, CliOptions
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.terminal.crash import Place

if TYPE_CHECKING:
    from pathlib import Path

    from cchc_tui.boards.source import Source
    from cchc_tui.collector.status import CollectorStatus
    from cchc_tui.collector.supervisor import CollectorSupervisor
    from cchc_tui.domain.moments import Stamp


class UpdateReady(Message, bubble=False):
    """Posted when the poller has an update. A new message replaces one that is still waiting."""

    @override
    def can_replace(self, message: Message) -> bool:
        return isinstance(message, UpdateReady)


#: Boards that are no leaderboards → module and class of their screens.
_SCREENS = {
    "overview": "overview.OverviewScreen",
    "rollout": "matrix.MatrixScreen",
    "exports": "sources.SourcesScreen",
    "directives": "directives.DirectivesScreen",
}


def _screen(name: str) -> Screen[Any]:
    """Create a board's screen. Its module is imported only now, so that other boards do not delay the first frame.

    Each board has its own screen object, because Textual keeps the drawn lines of each screen. With one object for all
    leaderboards, each switch between boards would draw every line again, which takes twice as long.
    """
    module, _, kind = _SCREENS.get(name, "leaderboard.LeaderboardScreen").partition(".")
    create: Callable[..., Screen[Any]] = getattr(import_module(f"cchc_tui.tui.screens.{module}"), kind)
    return create() if name in _SCREENS else create(name)


class CchcApp(SessionActions):
    """The app on a source of data. No query runs in the event loop: the poller's thread asks the source."""

    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        board.name: partial(_screen, board.name) for board in BOARDS
    }
    DEFAULT_MODE = BOARDS[0].name
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings("app")
    ENABLE_COMMAND_PALETTE = False
    TITLE = "cchc-tui"

    def __init__(
        self,
        source: Source,
        *,
        supervisor: CollectorSupervisor | None = None,
        collector: Callable[[], CollectorStatus] | None = None,
        demo: bool = False,
        options: CliOptions = NO_TERMINAL,
        kept: Path | None = None,
    ):
        """``options`` come from the command line. If ``collector`` is None, the collector's status file is read.

        ``kept`` is the file with the user's preferences; None: preferences are not stored.
        """
        time = Time.DEMO if demo else Time.SET if source.clock.set else Time.LIVE
        tracker = StatusTracker(time_is=time, supervisor=supervisor, collector=collector)
        super().__init__(source, Poller(source, tracker, lambda: self.post_message(UpdateReady())), options, kept)
        self.session.board = BOARDS[0].name
        self.session.preferences.on_trouble = lambda reason: self.tell(
            TEXT.not_kept.format(path=kept, reason=reason), TextRole.WARN
        )
        self.crash_error: BaseException | None = None  # the error that ended the app
        self.reopen_at = Place()  # after a crash: where the app starts again, and the sentence that it then shows
        self.reopen_note = ""
        self._close_welcome: Callable[[], object] | None = None

    # ── updates ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def on_mount(self) -> None:
        """Hide personal data when SIGTSTP suspends the app; repaint the whole screen when the app resumes."""
        self.app_resume_signal.subscribe(self, lambda _: self.action_repaint())
        self.app_suspend_signal.subscribe(self, lambda _: self.hide_persons())

    def on_ready(self, event: events.Ready) -> None:
        """After the first frame, start the poller and open what this user sees first.

        At a user's first start, this is the welcome. For a viewer without the right to boards, it is the presentation.
        After a crash, it is the board or presentation of ``reopen_at``.
        """
        if not gc.isenabled():  # the command turned it off for a fast start; objects created so far stay
            gc.freeze()
            gc.enable()
        from cchc_tui.tui.session.process import use_one_arena  # after the first frame, but before other threads

        use_one_arena()
        self.poller.start()
        preferences = self.session.preferences
        if not self.session.viewer.may(Right.BOARDS):
            self.action_present()
        elif preferences.path is not None and not preferences.unread and not self.prefs.greeted:
            from cchc_tui.tui.overlays.welcome import show_welcome  # imported only for the one welcome of each user

            self._close_welcome = show_welcome(self)
        if self.reopen_at.board:
            self.action_board(self.reopen_at.board)
        if self.reopen_at.presenting:
            self.action_present()
        if self.reopen_note:
            self.tell(self.reopen_note, TextRole.WARN)

    async def on_event(self, event: events.Event) -> None:
        """Remove the welcome at any key; the key then acts as usual."""
        if self._close_welcome is not None and isinstance(event, events.Key):
            self._close_welcome()
            self._close_welcome = None
        await super().on_event(event)

    def on_update_ready(self, event: UpdateReady) -> None:
        """Apply the poller's update to session and screens. Show the messages and alerts that follow from it."""
        changes = self.session.apply(self.poller.broker.drain())
        if changes.first_look:
            self.use_office_theme(self.source.settings.theme)
            self.use_office_language()
        for screen in self.screen_stack:
            if isinstance(screen, MainScreen) and screen.is_mounted:
                with screen.net():
                    _apply_changes(screen, changes)
            elif isinstance(screen, MinimumSizeScreen):
                for query, answer in changes.fetched:
                    screen.on_fetched(query, answer)
        if changes.access:
            self.begin_access()
        self.hide_unreadable_persons()
        for sentence in changes.said:
            self.say(sentence)
        if changes.first_look and self.session.preferences.unread:
            self.tell(TEXT.choices_unread, TextRole.WARN)
        self.arrive()
        if changes.alerts and self.main_screen is not None:
            self.main_screen.say(alert_head(), changes.alerts)
            if self.session.watchlist.may_ring():
                self.bell()

    def on_unmount(self) -> None:
        """End the access to personal data, and stop the poller."""
        self.session.close()
        self.poller.stop()

    # ── boards and overlays ───────────────────────────────────────────────────────────────────────────────────────────
    def action_help(self) -> None:
        """Open the help of the current screen, or close the help."""
        from cchc_tui.tui.overlays.help import HelpScreen  # imported only when help is opened

        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss()
        elif self.main_screen is not None:
            self.push_screen(HelpScreen(self.main_screen, self.screen))

    def action_palette(self) -> None:
        """Open the palette."""
        from cchc_tui.tui.overlays.palette import PaletteScreen  # imported only when the palette is opened

        board = self.board_screen
        if board is not None and not isinstance(self.screen, PaletteScreen):
            self.close_overlays()
            self.push_screen(PaletteScreen(board))

    def action_columns(self) -> None:
        """Open the choice of the board's columns."""
        from cchc_tui.tui.overlays.columns import ColumnsScreen  # imported only when the choice of columns is opened
        from cchc_tui.tui.screens.sortable import SortableScreen

        if isinstance(self.screen, SortableScreen):
            self.push_screen(ColumnsScreen(self.screen))

    def action_export(self) -> None:
        """Open the export of the screen's content."""
        from cchc_tui.tui.overlays.export import export  # imported only for an export

        screen = self.screen
        if isinstance(screen, MainScreen):
            export(self, screen)

    def action_papers(self, chosen: str = "") -> None:
        """Open the choice of papers, and at once make the paper ``chosen`` ("copy": the message; "": nothing)."""
        from cchc_tui.tui.overlays.papers import PapersScreen  # imported only for a paper

        if self.board_screen is not None:
            self.close_overlays()
            self.push_screen(PapersScreen(self.board_screen, chosen))

    def action_search(self) -> None:
        """Open the search."""
        from cchc_tui.tui.overlays.search import SearchScreen  # imported only when the search is opened

        board = self.board_screen
        if board is not None and not isinstance(self.screen, SearchScreen):
            self.close_overlays()
            self.push_screen(SearchScreen(board))

    def action_present(self) -> None:
        """Hide personal data and start the presentation of the boards."""
        from cchc_tui.tui.wall.presentation import PresentationScreen  # imported only for a presentation

        self.hide_persons()
        self.close_overlays()
        if not self.presenting:
            self.push_screen(PresentationScreen())

    def action_ask_moment(self) -> None:
        """Ask for a moment and show the boards as of that moment."""
        self._ask_moment(TIME.ask_moment, self.action_go_to)

    def action_compare_date(self) -> None:
        """Ask for a moment and show the changes since that moment."""
        self._ask_moment(TIME.ask_reference, self.compare_with, begin=True)

    def _ask_moment(self, title: str, then: Callable[[Stamp], None], *, begin: bool = False) -> None:
        """Ask for a moment and call ``then`` with it. A day alone means the day's end; with ``begin``, its start."""
        from cchc_tui.tui.overlays.prompts import AskScreen  # imported only when the prompt is opened

        if self.board_screen is self.screen:
            self.push_screen(AskScreen(title, self.session, then, begin=begin))

    def action_mark_meeting(self) -> None:
        """Ask for a meeting's title and chair, and mark its start. During a meeting, call ``mark_meeting``."""
        session = self.session
        if self._tell_read_only():
            return
        if not session.may_start_meeting or session.timeline is None or self.board_screen is None:
            self.say(session.mark_meeting())
            return
        from cchc_tui.tui.overlays.prompts import MeetingScreen  # imported only when a meeting begins

        self.close_overlays()
        self.push_screen(MeetingScreen(session.timeline.meetings, session.start_meeting))

    def _tell_read_only(self) -> bool:
        """Return whether this user may not write into the inbox. If so, also show a message about it."""
        read_only = self.session.status.read_only
        if read_only:
            self.tell(TIME.read_only, TextRole.WARN)
        return read_only

    def action_direct(self) -> None:
        """Ask the user for a new directive and enter the answer.

        If the last new directive could not be written, the prompt starts with its content. Otherwise the board's
        current unit and figure are filled in.
        """
        from cchc_tui.texts.tui_directives import DIRECTIVE
        from cchc_tui.tui.overlays.directive import DirectivePrompt  # imported only for an entry
        from cchc_tui.tui.session.directive_draft import DirectiveDraft, Target

        board, session = self.board_screen, self.session
        if board is None or self._tell_read_only():
            return
        self.close_overlays()
        registry, today = self.source.registry, to_date(session.now)
        unwritten = session.unwritten_directive
        draft = DirectiveDraft.of(registry, today, unwritten) if unwritten else None
        draft = draft or DirectiveDraft(registry, today, Target(board.current_unit(), *board.current_figure()))
        self.push_screen(DirectivePrompt(DIRECTIVE.new, draft, session.give_directive))

    def action_meeting_log(self) -> None:
        """Open the log of the last meeting that began at or before the moment on screen."""
        from cchc_tui.tui.screens.meeting_log import MeetingLogScreen  # imported at first use

        board = self.board_screen
        if board is not None and not isinstance(board, MeetingLogScreen):
            self.close_overlays()
            self.push_screen(MeetingLogScreen(board.crumbs()[:1]))

    def action_change_directive(self, what: str) -> None:
        """Ask for a change of the directive on screen: "correct", "extend", "report" or "cancel"."""
        from cchc_tui.texts.tui_directives import PAGE
        from cchc_tui.tui.overlays.directive import change_directive  # imported only for a change
        from cchc_tui.tui.screens.directive import DirectiveScreen

        screen, session = self.board_screen, self.session
        if not isinstance(screen, DirectiveScreen) or screen.page is None or screen.told is None:
            return
        if session.shown_at is not None or session.travel.at is not None:
            self.tell(PAGE.past)
        elif screen.over and what != "correct":
            self.tell(PAGE.over)
        elif not self._tell_read_only():
            self.close_overlays()
            change_directive(self, screen.page.row, screen.told, what)

    def action_personal(self) -> None:
        """Hide personal data if they are shown; otherwise ask for a reason to show them."""
        if self.hide_persons(PRIVACY.hidden):
            return
        refusal = self.session.access.refusal()
        if refusal is not None:
            self.say(refusal)
            return
        from cchc_tui.tui.overlays.prompts import ReasonScreen  # imported only when the prompt is opened

        self.close_overlays()
        self.push_screen(ReasonScreen(self.source.settings.privacy.minutes, self.session.access.ask))

    # ── crashes ──────────────────────────────────────────────────────────────────────────────────────────────────────
    @override
    def crashed(self, error: BaseException | None) -> None:
        self.crash_error, self.reopen_at = error, Place(self.session.board, self.presenting)


def _apply_changes(screen: MainScreen, changes: Changes) -> None:
    screen.apply_answers()
    if changes.reference:
        screen.reference_changed()
    for query, answer in changes.fetched:
        screen.on_fetched(query, answer)
    if changes.status:
        screen.invalidate(rows=changes.empty)
