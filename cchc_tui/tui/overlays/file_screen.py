"""The base of overlays whose choices make a file or a text for the clipboard, with the result below the choices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import ClassVar, NamedTuple, cast

from textual.binding import BindingType
from textual.worker import Worker, WorkerState, get_current_worker

from cchc_tui.domain.audit import AuditedAct
from cchc_tui.report.fetching import FileServer, server_of_files
from cchc_tui.report.files import folder_for, save_new
from cchc_tui.texts.access import TAKEN
from cchc_tui.texts.tui_export import EXPORT
from cchc_tui.tui.keys.actions import bindings
from cchc_tui.tui.overlays.chooser import Chooser
from cchc_tui.tui.style.problem_text import file_problem
from cchc_tui.tui.style.render import Line, Span, paragraph
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.terminal.clipboard import MOST, copy_out
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow
from cchc_tui.tui.widgets.cursor import Cursor
from cchc_tui.tui.widgets.lines import Lines


class FileChoice(NamedTuple):
    """A choice: its key, its name, the extension of its file ("": it makes none), and what it makes."""

    key: str
    name: str
    ending: str
    description: str


class _StoppedError(Exception):
    """The work was cancelled."""


class _InTheInboxError(Exception):
    """The folder for exports is inside the inbox, where an exported file would be read as input."""


class FileScreen(Chooser[None]):
    """An overlay with numbered choices, most of which make a file or a text for the clipboard."""

    DEFAULT_CSS = """
    FileScreen > Grid { height: auto; }
    FileScreen > .messages { height: 1fr; }
    """
    PLACES: ClassVar[tuple[str, ...]] = ("export",)
    BINDINGS: ClassVar[list[BindingType]] = bindings(*PLACES)

    def __init__(self) -> None:
        super().__init__(
            GridColumn("number", "", 1),
            GridColumn("name", "", 16, measured=True),
            GridColumn("key", "", 4),
            foot=Lines(self._message_lines, classes="messages"),
        )
        self._messages: tuple[tuple[str, TextRole], ...] = ()
        self._messages_for = ""
        self.work: Worker[Path | str] | None = None  # the running work

    # ── for subclasses ───────────────────────────────────────────────────────────────────────────────────────────────
    def choices(self) -> Iterable[FileChoice]:
        """The choices in their order."""
        raise NotImplementedError

    def work_for(self, choice: FileChoice) -> Callable[[], Path | str] | None:
        """The function that does the work of a choice in a worker thread; None if the choice has no work.

        The function makes a file and returns the file's path, or it returns a text. The text "" means that the text is
        too long for the clipboard.
        """
        raise NotImplementedError

    def copied(self) -> str:
        """The message after a text was copied."""
        raise NotImplementedError

    def why(self, error: BaseException | None) -> str:
        """Why the work failed, as a sentence."""
        match error:
            case _InTheInboxError():
                return EXPORT.in_the_inbox.format(folder=self.folder)
            case OSError():
                return file_problem(error, self.folder)
        return EXPORT.not_written.format(folder=self.folder, reason=error)

    @property
    def folder(self) -> Path:
        """The folder into which files are written."""
        return folder_for(self.board_app.source.settings.take.folder)

    @property
    def _server(self) -> FileServer | None:
        """The server that the files are on; None if they are on the user's own machine."""
        return server_of_files(self.board_app.source.settings.take.host)

    def rows(self) -> Iterator[GridRow]:
        """Yield a numbered row for each choice."""
        for place, (key, name, ending, _) in enumerate(self.choices(), 1):
            cells = (Cell(str(place), TextRole.KEY), Cell(name, TextRole.STRONG), Cell(ending, TextRole.DIM))
            yield GridRow(key, cells)

    def head_of(self, title: str, said: str, cells: int) -> list[Line]:
        """The lines above the choices. The last one names the folder, or the server and the ``sftp`` command."""
        into, server = EXPORT.into.format(folder=self.folder), self._server
        if server is not None:
            into = TAKEN.into.format(host=server.host, command=server.command)
        lines = ((title, TextRole.STRONG), (said, TextRole.TEXT), (into, TextRole.DIM))
        return [line for words, role in lines for line in paragraph(words, cells - 2, role)]

    def _message_lines(self, cells: int) -> list[Line]:
        lines: list[Line] = [()]
        described = "".join(choice.description for choice in self.choices() if choice.key == self.grid.cursor_key)
        for words, role in self._messages or ((described, TextRole.DIM),):
            lines += paragraph(words, cells - 4, role, "  ")
        return [*lines, (), (Span(f"  {EXPORT.closes if self.work is None else EXPORT.esc_stops}", TextRole.DIM),)]

    def tell(self, *said: tuple[str, TextRole]) -> None:
        """Show messages below the choices. Without messages, show the description of the choice under the cursor."""
        self._messages = said
        self.invalidate()

    # ── choosing ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def action_choose_number(self, number: str) -> None:
        """Make the choice with this number."""
        row = int(number) - 1
        if row < len(self.grid.rows) and (chosen := self.grid.rows.get(row)) is not None:
            self.grid.go_to(chosen.key)
            self.choose(chosen.key)

    def on_cursor_moved(self, event: Cursor.Moved) -> None:
        """When the cursor moves to another choice, replace the last result by the description of that choice."""
        if event.key != self._messages_for and self.work is None:
            self._messages = ()

    def action_close(self) -> None:
        """Cancel the running work. If there is none, close."""
        if self.cancel():
            self.tell()
        else:
            self.dismiss()

    def cancel(self) -> bool:
        """Cancel the running work, and remove a file that it still writes. Return whether any work was running."""
        work, self.work = self.work, None
        if work is not None:
            work.cancel()
        return work is not None

    def choose(self, key: str) -> None:
        """Begin the work of a choice, unless other work is running."""
        if self.work is not None:
            return
        work = next(self.work_for(choice) for choice in self.choices() if choice.key == key)
        if work is not None:
            self._messages_for = key
            self.tell((EXPORT.making, TextRole.ACCENT))
            self.work = self.run_worker(work, thread=True, exit_on_error=False)

    # ── in a worker thread ───────────────────────────────────────────────────────────────────────────────────────────
    def save(self, make: Callable[[], bytes], stem: str, ending: str) -> Path:
        """Write a new file into the folder and return its path. The audit log records the export.

        Raises _StoppedError if the work is cancelled before the file is written. If the work is cancelled during the
        writing, the file is removed. Raises _InTheInboxError if the folder is inside the inbox.
        """
        folder = self.folder
        if folder.resolve().is_relative_to((self.board_app.source.data / "inbox").resolve()):
            raise _InTheInboxError
        content, work = make(), get_current_worker()
        if work.is_cancelled:
            raise _StoppedError
        self.board_app.source.audit(AuditedAct.TAKEN, str(folder / f"{stem}.{ending}"))
        path = save_new(content, folder, stem, ending)
        if work.is_cancelled:
            path.unlink(missing_ok=True)
        return path

    # ── in the event loop ────────────────────────────────────────────────────────────────────────────────────────────
    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Show the result of the work, or the reason why there is none."""
        if event.worker is not self.work or not event.worker.is_finished:
            return
        work, self.work = self.work, None
        if event.state is WorkerState.ERROR:
            self.tell((self.why(work.error), TextRole.WARN))
        else:
            self._show(cast("Path | str", work.result))

    def _show(self, result: Path | str) -> None:
        """Copy the file's path or the text to the clipboard, and show a message about it."""
        server = self._server
        if isinstance(result, Path) and server is not None:
            command = server.fetch(result, self.size.width - 4)
            copied = ((TAKEN.pasted, TextRole.TEXT),) if copy_out(self.app, command) else ()
            self.tell(
                (TAKEN.done.format(host=server.host), TextRole.GOOD),
                (result.name, TextRole.STRONG),
                (TAKEN.how, TextRole.TEXT),
                (command, TextRole.STRONG),
                *copied,
                (TAKEN.only_owner, TextRole.DIM),
            )
        elif isinstance(result, Path):
            pasted = EXPORT.pasted if copy_out(self.app, str(result)) else EXPORT.not_pasted
            self.tell(
                (EXPORT.done, TextRole.GOOD),
                (str(result), TextRole.STRONG),
                ("", TextRole.TEXT),
                (pasted, TextRole.TEXT),
                (EXPORT.only_owner, TextRole.DIM),
            )
        elif result and copy_out(self.app, result):
            self.tell((self.copied(), TextRole.GOOD))
        else:
            self.tell((EXPORT.too_long_to_copy.format(most=f"{MOST // 1024} KiB"), TextRole.WARN))
