"""The export of a screen: a choice of formats, then the path of the written file, or why no file was written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import cast

from textual.worker import Worker, get_current_worker
from typing_extensions import override

from cchc_tui.domain.audit import AuditedAct
from cchc_tui.domain.privacy import Access
from cchc_tui.report.fetching import server_of_files
from cchc_tui.report.files import file_stem, folder_for, save_new
from cchc_tui.report.screen_export import FORMATS, ScreenExport, as_tsv
from cchc_tui.texts.access import TAKEN
from cchc_tui.texts.tui_export import CHOICES, EXPORT
from cchc_tui.tui.overlays.file_screen import FileChoice, FileScreen
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
from cchc_tui.tui.screens.screens_app import ScreensApp
from cchc_tui.tui.style.formats import moment, number
from cchc_tui.tui.style.problem_text import file_problem
from cchc_tui.tui.style.render import Line
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.terminal.clipboard import MOST, copy_out
from cchc_tui.tui.terminal.picture import Frame, frame_of

PICTURE, COPY, TOP, PAPERS = "svg", "copy", "top", "papers"
_ENDINGS = {TOP: "xlsx", COPY: "", PAPERS: ""}  # where the extension is not the choice itself
_ON_A_PAGE = 10  # rows of the short export of a long list, for printing; by default these are the latest
_LEAST_OF_A_ROW = 8  # least bytes of a row


def export(app: ScreensApp, screen: MainScreen) -> None:
    """Open the choice of formats for a board. For any other screen (the presentation), save a picture at once."""
    snapshot = snapshot_of(screen) if isinstance(screen, BoardScreen) else None
    as_of = app.session.moment if snapshot is None else snapshot.content.as_of
    frame, stem = frame_of(screen), file_stem(file_name_parts(screen), as_of)
    if isinstance(screen, BoardScreen):
        app.push_screen(ExportScreen(snapshot, frame, stem))
    else:
        app.run_worker(lambda: _snap(app, frame, stem), thread=True, exit_on_error=False)


def _snap(app: ScreensApp, frame: Frame, stem: str) -> None:
    """Save a picture and show the result as a notice. Runs in a worker thread."""
    folder = folder_for(app.source.settings.take.folder)
    try:
        app.source.audit(AuditedAct.TAKEN, str(folder / f"{stem}.{PICTURE}"))
        path = save_new(frame.svg("cchc-tui").encode(), folder, stem, PICTURE)
    except OSError as error:
        app.call_from_thread(app.tell, file_problem(error, folder), TextRole.WARN)
        return
    server = server_of_files(app.source.settings.take.host)
    words = EXPORT.picture_taken if server is None else TAKEN.picture.format(host=server.host, path="{path}")
    app.call_from_thread(copy_out, app, str(path) if server is None else server.fetch(path, MOST))
    app.call_from_thread(app.tell, words.format(path=path.name))


class ExportScreen(FileScreen):
    """The overlay that exports a screen: the formats to choose from, and below them the result."""

    def __init__(self, snapshot: ExportSnapshot | None, frame: Frame, stem: str):
        """``stem`` is the name of a file without its extension."""
        super().__init__()
        self._snapshot, self._frame, self._stem = snapshot, frame, stem

    @override
    def choices(self) -> Iterator[FileChoice]:
        snapshot = self._snapshot
        long = snapshot is not None and snapshot.paged is not None and snapshot.rows > _ON_A_PAGE
        for key, (name, description) in CHOICES.items():
            if long if key == TOP else snapshot is not None or key in (PICTURE, PAPERS):
                yield FileChoice(key, name, _ENDINGS.get(key, key), description)

    @override
    def head_lines(self, cells: int) -> list[Line]:
        snapshot = self._snapshot
        title = EXPORT.title.format(what=snapshot.content.title if snapshot is not None else CHOICES[PICTURE][0])
        counted = EXPORT.picture_only
        if snapshot is not None:
            counted = EXPORT.counted.format(
                rows=number(snapshot.rows), columns=number(snapshot.columns), when=moment(snapshot.content.as_of)
            )
        return self.head_of(title, counted, cells)

    def forget_persons(self) -> None:
        """Cancel the export and drop the snapshot, which may contain personal data that must no longer be shown."""
        if self.cancel():
            cast("ScreensApp", self.app).tell(EXPORT.hidden_meanwhile, TextRole.WARN)
        self._snapshot, self._frame = None, Frame("", 0, 0)
        self.dismiss()

    @override
    def work_for(self, choice: FileChoice) -> Callable[[], Path | str] | None:
        if choice.key == PAPERS:
            self.dismiss()
            self.app.call_later(self.app.run_action, "app.papers")
            return None
        shows = self.session.access.level  # also if it is another one before all rows are fetched
        return lambda: self._make(choice.key, choice.ending, shows)

    # ── in a worker thread ───────────────────────────────────────────────────────────────────────────────────────────
    def _make(self, kind: str, ending: str, shows: Access) -> Path | str:
        """Write the file and return its path.

        For the choice to copy, return the text instead; "" if the text is too long for the clipboard.
        """
        frame, stem = self._frame, self._stem
        if kind == COPY:
            # a lower bound, so that no rows are fetched for a table that is certainly too long
            if self._snapshot is None or self._snapshot.rows * _LEAST_OF_A_ROW > MOST:
                return ""
            table = as_tsv(self._content(shows))
            self.board_app.source.audit(AuditedAct.TAKEN, f"clipboard: {stem}")
            return table

        def content() -> bytes:
            if kind == PICTURE:
                return frame.svg("cchc-tui").encode()
            return FORMATS[ending](self._content(shows, _ON_A_PAGE if kind == TOP else None))

        return self.save(content, stem, ending)

    def _content(self, shows: Access, most: int | None = None) -> ScreenExport:
        if self._snapshot is None:
            raise LinesLostError
        snapshot, work = self._snapshot if most is None else first_of(self._snapshot, most), get_current_worker()
        progress = partial(self.call_later, self._progress, work)
        return fetch_rows(snapshot, self.board_app.source, shows, progress, lambda: work.is_cancelled)

    # ── in the event loop ────────────────────────────────────────────────────────────────────────────────────────────
    def _progress(self, work: Worker[Path | str], done: int) -> None:
        if work is self.work and self._snapshot is not None and self._snapshot.paged is not None:
            words = EXPORT.gathering.format(done=number(done), total=number(self._snapshot.rows))
            self.tell((words, TextRole.ACCENT))

    @override
    def why(self, error: BaseException | None) -> str:
        return EXPORT.lines_lost.format(reason=error) if isinstance(error, LinesLostError) else super().why(error)

    @override
    def copied(self) -> str:
        return EXPORT.table_copied.format(rows=number(0 if self._snapshot is None else self._snapshot.rows))
