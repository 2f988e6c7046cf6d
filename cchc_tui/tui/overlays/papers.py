"""The choice of papers. Each paper is made from the figures at the moment on screen, in official wording."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from typing_extensions import override

from cchc_tui.boards.moment import Moment
from cchc_tui.domain.audit import AuditedAct
from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.privacy import HIDDEN
from cchc_tui.domain.roles import NotAllowedError, Right
from cchc_tui.report.files import file_stem
from cchc_tui.report.papers.listed import NAMES, paper_of
from cchc_tui.report.papers.paper import PaperError, PaperQuery, PaperType, paper_figures
from cchc_tui.texts.language import tr
from cchc_tui.texts.roles import refusal
from cchc_tui.texts.tui_export import EXPORT
from cchc_tui.texts.tui_papers import PAPER_COPY, PAPER_TEXT, PAPERS
from cchc_tui.tui.overlays.file_screen import FileChoice, FileScreen
from cchc_tui.tui.screens.board_screen import BoardScreen
from cchc_tui.tui.session.status import Time
from cchc_tui.tui.style.formats import moment as when
from cchc_tui.tui.style.render import Line

#: The choice that copies the message instead of writing a file.
COPY = "copy"


class _PaperQuestion:
    """The query for a paper's figures. No paper has personal data, so the query has no access to them."""

    shows = HIDDEN
    needs = Right.TAKE

    def __init__(self, paper: PaperType[Any], query: PaperQuery, at: Stamp | None):
        self.paper, self.query, self.at = paper, query, at

    def ask(self, moment: Moment) -> Any:
        """The paper's figures."""
        return paper_figures(moment, self.paper, self.query)


class PapersScreen(FileScreen):
    """The choice of papers for a board's moment and current unit.

    If ``chosen`` names a paper, this paper is made at once ("": no paper).
    """

    def __init__(self, board: BoardScreen, chosen: str = ""):
        super().__init__()
        self._at, self._now = board.session.shown_at, board.session.moment
        self._unit = board.current_unit()  # the key of the unit under the cursor; "": none
        unit = board.board_app.source.registry.units.by_key.get(self._unit)
        self._unit_name = self._unit if unit is None else unit.name
        self._made_up = board.status.time is Time.DEMO  # a paper says so
        self._chosen = chosen

    def on_mount(self) -> None:
        """Make the paper ``chosen``, with the cursor on its row."""
        if self._chosen:
            self.grid.stay_on(self._chosen)
            self.choose(self._chosen)

    @override
    def choices(self) -> Iterator[FileChoice]:
        for name in NAMES:
            title, description = PAPERS[name]
            yield FileChoice(name, title, paper_of(name).ending, description)
        yield FileChoice(COPY, tr(PAPER_COPY[0]), "", tr(PAPER_COPY[1]))

    @override
    def head_lines(self, cells: int) -> list[Line]:
        about = PAPER_TEXT.about.format(when=when(self._now), unit=self._unit_name or PAPER_TEXT.no_unit)
        return self.head_of(PAPER_TEXT.title, about, cells)

    @override
    def work_for(self, choice: FileChoice) -> Callable[[], Path | str]:
        return lambda: self._make(choice.key)

    def _make(self, key: str) -> Path | str:
        """Query the figures and make the paper ``key``, in a worker thread. Return the path of the paper.

        If ``key`` is COPY, make no file, and return the text of the message for the clipboard.
        """
        paper = paper_of("message" if key == COPY else key)
        query = PaperQuery(unit=self._unit or None)
        figures = self.board_app.source.answer(_PaperQuestion(paper, query, self._at))
        if key == COPY:
            text: str = figures.text(self._made_up)
            self.board_app.source.audit(AuditedAct.TAKEN, f"clipboard: {PAPERS.source['message'][0]}")
            return text
        made_up = (EXPORT.made_up_file,) if self._made_up else ()
        parts = (*made_up, PAPERS.source[key][0], *figures.file_name_parts)
        stem = file_stem(parts, figures.as_of)
        return self.save(lambda: paper.render(figures, self._made_up), stem, paper.ending)

    @override
    def why(self, error: BaseException | None) -> str:
        from sqlite3 import Error  # once something has failed

        if isinstance(error, NotAllowedError):
            return f"✗ {refusal(error)}"
        if isinstance(error, PaperError):
            return f"✗ {error}"
        return PAPER_TEXT.no_figures.format(reason=error) if isinstance(error, Error) else super().why(error)

    @override
    def copied(self) -> str:
        return PAPER_TEXT.message_copied
