"""The export of a screen: a choice of formats, then the path of the written file, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.worker import Worker, WorkerState, get_current_worker

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
from cchc_tui.tui.terminal.picture import Frame, frame_of
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow
from cchc_tui.tui.widgets.cursor import Cursor
from cchc_tui.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from cchc_tui.tui.screens.screens_app import ScreensApp

PICTURE, COPY, TOP = "svg", "copy", "top"
_ON_A_PAGE = 10  # rows of the short export of a long list, for printing; by default these are the latest
_LEAST_OF_A_ROW = 8  # least bytes of a row


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


class _InTheInboxError(Exception):
    """The folder for exports is inside the inbox, where an exported file would be read as input."""


class ExportScreen(Chooser[None]):
    """The formats, with the result of the export below them."""

    DEFAULT_CSS = """
    ExportScreen > Grid { height: auto; }
    ExportScreen > .messages { height: 1fr; }
    """
    PLACES: ClassVar[tuple[str, ...]] = ("export",)
    BINDINGS: ClassVar[list[BindingType]] = bindings(*PLACES)

    def __init__(self, snapshot: ExportSnapshot | None, frame: Frame, as_of: int, file_name_parts: tuple[str, ...]):
        super().__init__(
            GridColumn("number", "", 1),
            GridColumn("name", "", 16, measured=True),
            GridColumn("key", "", 4),
            foot=Lines(self._message_lines, classes="messages"),
        )
        self._snapshot, self._frame, self._as_of, self._file_name_parts = snapshot, frame, as_of, file_name_parts
        self._messages: tuple[tuple[str, TextRole], ...] = ()
        self._messages_for = ""
        self._work: Worker[Path | str] | None = None  # the running export

    @property
    def _folder(self) -> Path:
        return folder_for(self.board_app.source.settings.take.folder)

    def rows(self) -> Iterator[GridRow]:
        """Yield a row for each format in which this screen can be exported."""
        snapshot = self._snapshot
        long = snapshot is not None and snapshot.paged is not None and snapshot.rows > _ON_A_PAGE
        choices = [key for key in CHOICES if snapshot is not None or key == PICTURE]
        for place, key in enumerate((key for key in choices if long or key != TOP), 1):
            ending = Cell("" if key == COPY else _ending(key), TextRole.DIM)
            yield GridRow(key, (Cell(str(place), TextRole.KEY), Cell(CHOICES[key][0], TextRole.STRONG), ending))

    # ── lines ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def head_lines(self, cells: int) -> list[Line]:
        """The lines with what is exported, the numbers of rows and columns, and the folder."""
        snapshot = self._snapshot
        title = EXPORT.title.format(what=snapshot.content.title if snapshot is not None else CHOICES[PICTURE][0])
        counted = EXPORT.picture_only
        if snapshot is not None:
            counted = EXPORT.counted.format(
                rows=number(snapshot.rows), columns=number(snapshot.columns), when=moment(snapshot.content.as_of)
            )
        into = EXPORT.into.format(folder=self._folder)
        said = ((title, TextRole.STRONG), (counted, TextRole.TEXT), (into, TextRole.DIM))
        return [(Span(f" {part}", role),) for words, role in said for part in wrap(words, cells - 2)]

    def _message_lines(self, cells: int) -> list[Line]:
        lines: list[Line] = [()]
        chosen = CHOICES.get(self.grid.cursor_key, ("", ""))[1]
        for words, role in self._messages or ((chosen, TextRole.DIM),):
            lines += [(Span(f"  {part}", role),) for part in wrap(words, cells - 4)]
        return [*lines, (), (Span(f"  {EXPORT.closes if self._work is None else EXPORT.esc_stops}", TextRole.DIM),)]

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
        """Replace the last result by the description of the format under the cursor."""
        if event.key != self._messages_for and self._work is None:
            self._messages = ()

    def action_close(self) -> None:
        """Cancel a running export. If none is running, close."""
        if self._cancel():
            self._say()
        else:
            self.dismiss()

    def _cancel(self) -> bool:
        """Cancel a running export, which removes its file. Return whether one was running."""
        work, self._work = self._work, None
        if work is not None:
            work.cancel()
        return work is not None

    def forget_persons(self) -> None:
        """Cancel the export and drop the snapshot: it may contain personal data that must no longer be shown."""
        if self._cancel():
            self.board_app.tell(EXPORT.hidden_meanwhile, TextRole.WARN)
        self._snapshot, self._frame = None, Frame("", 0, 0)
        self.dismiss()

    def choose(self, key: str) -> None:
        """Export in the chosen format."""
        if self._work is not None:
            return
        folder, self._messages_for = self._folder, key
        self._say((EXPORT.making, TextRole.ACCENT))
        request, shows = self.board_app.poller.broker.fetch_once, self.board_app.session.access.level

        def ask(query: Query) -> None:
            """Send a query with the access level to personal data that applied when the export began."""
            request(query.with_access(shows))

        self._work = self.run_worker(lambda: self._make(key, folder, ask), thread=True, exit_on_error=False)

    # ── in a worker thread ───────────────────────────────────────────────────────────────────────────────────────────
    def _make(self, kind: str, folder: Path, ask: Callable[[Query], None]) -> Path | str:
        """Fetch missing rows. Return the path of the written file, or the text to copy ("": it is too long)."""
        frame, inbox = self._frame, self.board_app.source.data / "inbox"
        if kind == COPY:
            return as_tsv(self._content(ask)) if self._copyable() else ""
        if folder.resolve().is_relative_to(inbox.resolve()):
            raise _InTheInboxError
        if kind == PICTURE:
            content = frame.svg("cchc-tui").encode()
        else:
            content = FORMATS[_ending(kind)](self._content(ask, _ON_A_PAGE if kind == TOP else None))
        work = get_current_worker()
        if work.is_cancelled:
            raise LinesLostError
        path = save_new(content, folder, file_stem(self._file_name_parts, self._as_of), _ending(kind))
        if work.is_cancelled:
            path.unlink(missing_ok=True)
        return path

    def _content(self, ask: Callable[[Query], None], most: int | None = None) -> ScreenExport:
        if self._snapshot is None:
            raise LinesLostError
        snapshot, work = self._snapshot if most is None else first_of(self._snapshot, most), get_current_worker()
        return fetch_rows(snapshot, ask, lambda n: self.call_later(self._progress, work, n), lambda: work.is_cancelled)

    def _copyable(self) -> bool:
        """Whether the table may fit the clipboard. The check is a lower bound, for which no rows are fetched."""
        return self._snapshot is not None and self._snapshot.rows * _LEAST_OF_A_ROW <= MOST

    # ── in the event loop ────────────────────────────────────────────────────────────────────────────────────────────
    def _progress(self, work: Worker[Path | str], done: int) -> None:
        """Show how many rows have been fetched."""
        if work is self._work and self._snapshot is not None and self._snapshot.paged is not None:
            words = EXPORT.gathering.format(done=number(done), total=number(self._snapshot.rows))
            self._say((words, TextRole.ACCENT))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Show the result of the export, or the reason why there is none."""
        if event.worker is not self._work or not event.worker.is_finished:
            return
        work, self._work = self._work, None
        if event.state is WorkerState.ERROR:
            self._say((self._why(work.error), TextRole.WARN))
        else:
            self._show(work.result)

    def _why(self, error: BaseException | None) -> str:
        match error:
            case _InTheInboxError():
                return EXPORT.in_the_inbox.format(folder=self._folder)
            case LinesLostError():
                return EXPORT.lines_lost.format(reason=error)
            case OSError():
                return file_problem(error, self._folder)
        return EXPORT.not_written.format(folder=self._folder, reason=error)

    def _show(self, result: Path | str | None) -> None:
        """Copy the file's path or the table to the clipboard, and show a message about it."""
        if isinstance(result, Path):
            pasted = EXPORT.pasted if copy_out(self.app, str(result)) else EXPORT.not_pasted
            self._say(
                (EXPORT.done, TextRole.GOOD),
                (str(result), TextRole.STRONG),
                ("", TextRole.TEXT),
                (pasted, TextRole.TEXT),
                (EXPORT.only_owner, TextRole.DIM),
            )
        elif result and self._snapshot is not None and copy_out(self.app, result):
            self._say((EXPORT.table_copied.format(rows=number(self._snapshot.rows)), TextRole.GOOD))
        else:
            self._say((EXPORT.too_long_to_copy.format(most=f"{MOST // 1024} KiB"), TextRole.WARN))


def _ending(choice: str) -> str:
    """The file name extension of a choice."""
    return "xlsx" if choice == TOP else choice
