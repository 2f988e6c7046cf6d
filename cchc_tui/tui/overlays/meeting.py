"""The prompt at the start of a meeting: its title, then its chair's title. Both may be left empty."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import ClassVar

from cchc_tui.store.write.meetings import Meeting
from cchc_tui.texts.tui_time import TIME
from cchc_tui.tui.overlays.chooser import QuestionScreen
from cchc_tui.tui.style.render import Line
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow

_NONE, _EARLIER = "-", "="  # the key of the row for no text, and the first letter of the keys of earlier texts


class MeetingScreen(QuestionScreen[None]):
    """Ask for the titles of a meeting and of its chair, and call ``then`` with both.

    The rows are those of earlier meetings, after the one that leaves the text empty, so that Enter twice starts the
    meeting at once.
    """

    PLACES: ClassVar[tuple[str, ...]] = ("meeting", *QuestionScreen.PLACES)

    def __init__(self, meetings: Iterable[Meeting], then: Callable[[str, str], object]):
        super().__init__(GridColumn("text", "", 30, grow=120))
        self._meetings = tuple(meetings)
        self._then = then
        self._title: str | None = None  # None: it is being asked for

    @property
    def _asks_chair(self) -> bool:
        return self._title is not None

    def suggested(self) -> Iterator[GridRow]:
        """Yield the row for no text, then a row for each text of earlier meetings, the last one first."""
        yield GridRow(_NONE, (Cell(TIME.no_chair if self._asks_chair else TIME.no_title, TextRole.DIM),))
        texts = (meeting.chair if self._asks_chair else meeting.title for meeting in reversed(self._meetings))
        for text in dict.fromkeys(texts):
            if text:
                yield GridRow(f"{_EARLIER}{text}", (Cell(text, TextRole.STRONG),))

    def head_lines(self, cells: int) -> list[Line]:
        """The question with the typed text; below it what the keys do."""
        if self._asks_chair:
            head = self.prompt_line(TIME.meeting_chair_hint, cells, TIME.meeting_chair)
            return [head, *self.below(TIME.meeting_asked_chair, cells)]
        return [
            self.prompt_line(TIME.meeting_title_hint, cells, TIME.meeting_title),
            *self.below(TIME.meeting_asked, cells),
        ]

    def answer(self, text: str) -> None:
        """Go on with the typed text."""
        self._go_on(" ".join(text.split()))

    def choose(self, key: str) -> None:
        """Go on with the text of a row."""
        self._go_on("" if key == _NONE else key.removeprefix(_EARLIER))

    def _go_on(self, text: str) -> None:
        if self._title is None:
            self._title, self.text = text, ""
            self.show_rows()
            self.grid.go_to(_NONE)
        else:
            self.dismiss()
            self._then(self._title, text)
