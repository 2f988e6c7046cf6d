"""The prompt for a moment: a line for typing, and below it meetings and exports to choose from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from cchc_tui.domain.moments import Stamp
from cchc_tui.texts.tui_time import TIME
from cchc_tui.tui.overlays.chooser import QuestionScreen
from cchc_tui.tui.session.parse_moment import NoMomentError, parse_moment
from cchc_tui.tui.style.formats import moment
from cchc_tui.tui.style.render import Line
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.style.time_text import edge_words
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow

if TYPE_CHECKING:
    from cchc_tui.boards.timeline import Timeline

_MOST = 400  # most moments of dossier lists that are offered


class AskScreen(QuestionScreen[Stamp]):
    """Ask for a moment. The result is the moment, or None if the user closes the screen."""

    PLACES: ClassVar[tuple[str, ...]] = ("ask", *QuestionScreen.PLACES)

    def __init__(self, title: str, now: Stamp, near: Stamp, timeline: Timeline | None, *, begin: bool):
        super().__init__(GridColumn("moment", "", 17), GridColumn("what", "", 20, grow=60))
        self._title = title
        self._now, self._near, self._begin = now, near, begin
        self._timeline = timeline

    def nothing(self) -> str:
        """The text that replaces the rows while there are none."""
        return super().nothing() if self.text.strip() else TIME.no_choices

    def suggested(self) -> Iterator[GridRow]:
        """Yield a row per start and end of a meeting, then one per list; each newest first, none after now."""
        if self._timeline is None:
            return
        meetings = self._timeline.meetings
        edges = {each.end: edge_words("meeting_end", each.title) for each in meetings if each.end is not None}
        edges |= {each.start: edge_words("meeting", each.title) for each in meetings}
        lists = [at for at in self._timeline.lists if at <= self._now][-_MOST:]
        named = [(at, edges[at]) for at in sorted(edges, reverse=True) if at <= self._now]
        for at, name in (*named, *((at, TIME.a_list) for at in reversed(lists) if at not in edges)):
            yield GridRow(str(at), (Cell(moment(at), TextRole.STRONG), Cell(name, TextRole.DIM)))

    def head_lines(self, cells: int) -> list[Line]:
        """The question with the typed text; below it examples or an error message."""
        return [self.prompt_line(TIME.ask_hint, cells, self._title), *self.below(" · ".join(TIME.examples), cells)]

    def answer(self, text: str) -> None:
        """Close with the moment given by ``text``, or show why it gives none."""
        try:
            self.dismiss(parse_moment(text, self._now, self._near, begin=self._begin))
        except NoMomentError as trouble:
            self.object_to(str(trouble))

    def choose(self, key: str) -> None:
        """Close with the moment of a row."""
        self.dismiss(int(key))
