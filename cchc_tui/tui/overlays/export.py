"""The export of a screen: the formats to choose from, then the path of the file, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.message import Message
from textual.worker import Worker, WorkerState

from cchc_tui.report.files import file_stem, folder_for, save_new
from cchc_tui.report.screen_export import FORMATS, ScreenExport, as_tsv
from cchc_tui.texts.tui_export import CHOICES, EXPORT
from cchc_tui.tui.keys.actions import bindings
from cchc_tui.tui.overlays.chooser import Chooser
from cchc_tui.tui.screens.board_screen import BoardScreen
from cchc_tui.tui.screens.export_snapshot import (
    ExportSnapshot,
    LinesLostError,
    fetch_rows,
    file_name_parts,
    first_of,
    snapshot_of,
)
from cchc_tui.tui.screens.main_screen import MainScreen
from cchc_tui.tui.session.queries import Query
from cchc_tui.tui.style.formats import moment, number
from cchc_tui.tui.style.problem_text import file_problem
from cchc_tui.tui.style.render import Line, Span, wrap
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.terminal.clipboard import MOST, copy_out
from cchc_tui.tui.terminal.input_net import Did
from cchc_tui.tui.terminal.picture import Frame, frame_of
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow
from cchc_tui.tui.widgets.cursor import Cursor
from cchc_tui.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from cchc_tui.domain.privacy import Access
    from cchc_tui.tui.screens.board_screen import BoardScreen
    from cchc_tui.tui.screens.screens_app import ScreensApp

PICTURE, COPY, TOP = "svg", "copy", "top"
_ON_A_PAGE = 10  # first rows of a long list, to print; the default order puts the longest late first
_LEAST_OF_A_ROW = 8  # bytes; a lower bound


def export(app: ScreensApp, screen: MainScreen) -> None:
    """Open the choice of exports for a board. Save a picture of the presentation at once, without choices."""
    frame, parts = frame_of(screen), file_name_parts(screen)
    if not isinstance(screen, BoardScreen):
        stem = file_stem(parts, app.session.moment)
        app.run_worker(lambda: _snap(app, frame, stem), thread=True, exit_on_error=False)
        return
    snapshot = snapshot_of(screen)
    as_of = app.session.moment if snapshot is None else snapshot.content.as_of
    app.push_screen(ExportScreen(snapshot, frame, as_of, parts))


def _ask(request: Callable[[Query], object], shows: Access, query: Query) -> None:
    """Send a query with the access level to personal data that applied when the export began."""
    request(query.with_access(shows))


def _snap(app: ScreensApp, frame: Frame, stem: str) -> None:
    """Save a picture and show the result as a notice. Runs in a worker thread."""
    folder = folder_for(app.source.settings.take.folder)
    try:
        path = save_new(frame.svg("cchc-tui").encode(), folder, stem, PICTURE)
    except OSError as error:
        app.call_from_thread(app.tell, file_problem(error, folder), TextRole.WARN)
        return
    app.call_from_thread(copy_out, app, str(path))
    app.call_from_thread(app.tell, EXPORT.picture_taken.format(path=path.name))


class ExportScreen(Chooser[None]):
    """The formats, and below them the result of the export."""

    DEFAULT_CSS = """
    ExportScreen > Grid { height: 6; }
    ExportScreen > .messages { height: 1fr; }
    """
    PLACES: ClassVar[tuple[str, ...]] = ("export",)
    BINDINGS: ClassVar[list[BindingType]] = bindings(*PLACES)

    class Progress(Did):
        """``done`` rows have been fetched."""

        def __init__(self, done: int):
            super().__init__()
            self.done = done

        def can_replace(self, message: Message) -> bool:
            """Let a later progress message replace an earlier one."""
            return isinstance(message, ExportScreen.Progress)

    class Ended(Did):
        """The export has ended: with a file, with the table as text, or with the reason why there is neither."""

        def __init__(self, work: Event, *, path: Path | None = None, text: str = "", problem: str = ""):
            super().__init__()
            self.work = work
            self.path = path
            self.text = text
            self.problem = problem

    def __init__(self, snapshot: ExportSnapshot | None, frame: Frame, as_of: int, file_name_parts: tuple[str, ...]):
        self._below = Lines(classes="messages")
        super().__init__(
            GridColumn("number", "", 1),
            GridColumn("name", "", 16, measured=True),
            GridColumn("key", "", 4),
            foot=self._below,
        )
        self._below.set_source(self._message_lines)
        self._snapshot, self._frame, self._as_of, self._file_name_parts = snapshot, frame, as_of, file_name_parts
        self._messages: tuple[tuple[str, TextRole], ...] = ()
        self._messages_for = ""
        self._work = Event()  # clear while an export runs; to set the event cancels the export and removes its file
        self._work.set()

    @property
    def _folder(self) -> Path:
        return folder_for(self.board_app.source.settings.take.folder)

    def rows(self) -> Iterator[GridRow]:
        """Yield a row per format that this screen can be exported to."""
        snapshot = self._snapshot
        long = snapshot is not None and snapshot.paged is not None and snapshot.rows > _ON_A_PAGE
        choices = [key for key in CHOICES if snapshot is not None or key == PICTURE]
        for place, key in enumerate((key for key in choices if long or key != TOP), 1):
            ending = Cell("" if key == COPY else _ending(key), TextRole.DIM)
            yield GridRow(key, (Cell(str(place), TextRole.KEY), Cell(CHOICES[key][0], TextRole.STRONG), ending))

    # ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def head_lines(self, cells: int) -> list[Line]:
        """What is exported, with how many rows and columns, and to which folder."""
        snapshot = self._snapshot
        title = EXPORT.title.format(what=snapshot.content.title if snapshot is not None else CHOICES[PICTURE][0])
        counted = EXPORT.picture_only
        if snapshot is not None:
            counted = EXPORT.counted.format(
                rows=number(snapshot.rows), columns=number(snapshot.columns), when=moment(snapshot.content.as_of)
            )
        into = EXPORT.into.format(folder=self._folder)
        return [
            *((Span(f" {part}", TextRole.STRONG),) for part in wrap(title, cells - 2)),
            *((Span(f" {part}", TextRole.TEXT),) for part in wrap(counted, cells - 2)),
            *((Span(f" {part}", TextRole.DIM),) for part in wrap(into, cells - 2)),
        ]

    def _message_lines(self, cells: int) -> list[Line]:
        lines: list[Line] = [()]
        chosen = CHOICES.get(self.grid.cursor_key, ("", ""))[1]
        for words, role in self._messages or ((chosen, TextRole.DIM),):
            lines += [(Span(f"  {part}", role),) for part in wrap(words, cells - 4)]
        return [*lines, (), (Span(f"  {EXPORT.esc_stops if self._busy else EXPORT.closes}", TextRole.DIM),)]

    @property
    def _busy(self) -> bool:
        return not self._work.is_set()

    def _say(self, *said: tuple[str, TextRole]) -> None:
        self._messages = said
        self.invalidate()

    # ── choosing ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def action_choose_number(self, number: str) -> None:
        """Export in the format with this number."""
        row = int(number) - 1
        if row < len(self.grid.rows) and (chosen := self.grid.rows.get(row)) is not None:
            self.grid.go_to(chosen.key)
            self.choose(chosen.key)

    def on_cursor_moved(self, event: Cursor.Moved) -> None:
        """Show the description of the format under the cursor in place of the last result."""
        if event.key != self._messages_for and not self._busy:
            self._messages = ()

    def action_close(self) -> None:
        """Cancel the running export; without one, close."""
        if self._busy:
            self._work.set()
            self._say()
        else:
            self.dismiss()

    def on_unmount(self) -> None:
        """Cancel a running export."""
        self._work.set()

    def forget_persons(self) -> None:
        """Cancel the export and drop the snapshot: it may hold personal data that may no longer be shown."""
        if self._busy:
            self.board_app.tell(EXPORT.hidden_meanwhile, TextRole.WARN)
        self._work.set()
        self._snapshot, self._frame = None, Frame("", 0, 0)
        self.dismiss()

    def choose(self, key: str) -> None:
        """Export in the chosen format."""
        if self._busy:
            return
        folder, self._messages_for = self._folder, key
        self._work = work = Event()
        self._say((EXPORT.making, TextRole.ACCENT))
        request, shows = self.board_app.poller.fetch_once, self.board_app.session.access_level
        ask = partial(_ask, request, shows)
        self.run_worker(lambda: self._make(key, folder, ask, work), thread=True, exit_on_error=False)

    # ── in a worker thread ───────────────────────────────────────────────────────────────────────────────────────────
    def _make(self, kind: str, folder: Path, ask: Callable[[Query], object], work: Event) -> None:
        """Fetch missing rows, write the file or the text, and post the result as ``Ended``."""
        frame, inbox = self._frame, self.board_app.source.data / "inbox"
        try:
            if kind != COPY and folder.resolve().is_relative_to(inbox.resolve()):
                self.post_message(self.Ended(work, problem=EXPORT.in_the_inbox.format(folder=folder)))
                return
            if kind == COPY:
                text = as_tsv(self._content(ask, work)) if self._copyable() else ""
                self.post_message(self.Ended(work, text=text))
                return
            if kind == PICTURE:
                content = frame.svg("cchc-tui").encode()
            else:
                content = FORMATS[_ending(kind)](self._content(ask, work, _ON_A_PAGE if kind == TOP else None))
            if work.is_set():
                return
            path = save_new(content, folder, file_stem(self._file_name_parts, self._as_of), _ending(kind))
        except LinesLostError as error:
            self.post_message(self.Ended(work, problem=EXPORT.lines_lost.format(reason=error)))
        except OSError as error:
            self.post_message(self.Ended(work, problem=file_problem(error, folder)))
        else:
            if work.is_set():
                path.unlink(missing_ok=True)
            self.post_message(self.Ended(work, path=path))

    def _content(self, ask: Callable[[Query], object], work: Event, most: int | None = None) -> ScreenExport:
        if self._snapshot is None:
            raise LinesLostError
        snapshot = self._snapshot if most is None else first_of(self._snapshot, most)
        return fetch_rows(snapshot, ask, lambda n: self.post_message(self.Progress(n)), work.is_set)

    def _copyable(self) -> bool:
        """Whether the table may fit the clipboard, by a lower bound that needs no rows fetched."""
        return self._snapshot is not None and self._snapshot.rows * _LEAST_OF_A_ROW <= MOST

    def on_export_screen_progress(self, event: Progress) -> None:
        """Show how many rows have been fetched."""
        if self._busy and self._snapshot is not None and self._snapshot.paged is not None:
            words = EXPORT.gathering.format(done=number(event.done), total=number(self._snapshot.rows))
            self._say((words, TextRole.ACCENT))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Show an unexpected error of the worker."""
        if event.state is WorkerState.ERROR:
            self._work.set()
            self._say((EXPORT.not_written.format(folder=self._folder, reason=event.worker.error), TextRole.WARN))

    def on_export_screen_ended(self, event: Ended) -> None:
        """Show the result, and copy the file's path or the table to the clipboard."""
        if event.work.is_set():
            return
        event.work.set()
        if event.problem:
            self._say((event.problem, TextRole.WARN))
        elif event.path is not None:
            pasted = EXPORT.pasted if copy_out(self.app, str(event.path)) else EXPORT.not_pasted
            self._say(
                (EXPORT.done, TextRole.GOOD),
                (str(event.path), TextRole.STRONG),
                ("", TextRole.TEXT),
                (pasted, TextRole.TEXT),
                (EXPORT.only_owner, TextRole.DIM),
            )
        elif event.text and self._snapshot is not None and copy_out(self.app, event.text):
            self._say((EXPORT.table_copied.format(rows=number(self._snapshot.rows)), TextRole.GOOD))
        else:
            self._say((EXPORT.too_long_to_copy.format(most=f"{MOST // 1024} KiB"), TextRole.WARN))


def _ending(choice: str) -> str:
    """The file name extension of a choice."""
    return "xlsx" if choice == TOP else choice
