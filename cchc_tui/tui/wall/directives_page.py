"""The page of directives: how many are met, and each with its figure and state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from typing_extensions import override

from cchc_tui.boards.directives import DirectiveRow
from cchc_tui.boards.last_meeting import LastMeeting
from cchc_tui.domain.directives import UNMET, DirectiveState
from cchc_tui.texts.tui_directives import PAGE
from cchc_tui.tui.screens.directive_rows import STATE_ROLES, figures_text, measure_text, state_text
from cchc_tui.tui.session.queries import LastMeetingQuery
from cchc_tui.tui.style.formats import number
from cchc_tui.tui.style.render import Line, Span, crop, fit_words, line_width, paragraph, roomiest
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.style.time_text import near
from cchc_tui.tui.wall.view import MARGIN, DrawnPage, Page, PageView, heads_lines
from cchc_tui.tui.widgets.big_number import LEAST, LargeFigure, rows_of

_HEADS = rows_of(LEAST) + 2  # least rows of large figures with their labels and an empty line
_HIGHEST = 4  # most lines of one directive
_APART = 3


class DirectivesPage(Page):
    """The page of the last meeting's directives and of earlier overdue ones, the most urgent first."""

    asks = (LastMeetingQuery(),)
    compared = False

    @override
    def figures(self, view: PageView) -> Mapping[str, float]:
        return {row.key: row.value for row in view.board.rows if row.value is not None}

    @override
    def draw(self, view: PageView) -> DrawnPage:
        board: LastMeeting = view.board
        if board.meeting is None or not board.rows:
            return DrawnPage([(), (Span(" " * MARGIN), Span(PAGE.wall_nothing, TextRole.DIM))], PAGE.wall_nothing)
        when = near(board.meeting.start, board.as_of)
        words = PAGE.wall_titled if board.meeting.title else PAGE.wall
        said = words.format(title=board.meeting.title, when=when)
        if any(row.meeting != board.meeting.start for row in board.rows):
            said = PAGE.wall_earlier.format(said=said)
        lines = paragraph(said, view.inner, TextRole.ACCENT, " " * MARGIN)
        rows = board.rows[: view.most]
        heads = view.rows - len(lines) - 1 - 2 * len(rows)
        if heads >= _HEADS:
            spare = heads - (_HIGHEST - 2) * len(rows)  # room that not even the highest directives need
            most = min(max(view.rows // 3, spare), view.rows // 2)
            lines += [(), *heads_lines(_heads(board.rows), view.inner, min(heads - 1, most))]
        lines.append(())
        room = view.rows - len(lines)
        shown = rows[: max(1, room)]
        high = max(1, min(_HIGHEST, room // len(shown)))
        for row in shown:
            lines += _row_lines(row, board, view, high)
        return DrawnPage(lines[: view.rows], _notice(board, len(shown)))


def _heads(rows: Sequence[DirectiveRow]) -> list[LargeFigure]:
    """The numbers of directives that are overdue, still to be met in time, and met, as large figures."""
    counts = _counts(rows)
    return [
        LargeFigure(number(counts[key]), (Span(label, TextRole.DIM),), role=role if counts[key] else TextRole.STRONG)
        for key, label, role in (
            ("overdue", PAGE.head_overdue, TextRole.BAD),
            ("open", PAGE.head_open, TextRole.TEXT),
            ("done", PAGE.head_done, TextRole.GOOD),
        )
    ]


def _counts(rows: Sequence[DirectiveRow]) -> Counter[str]:
    """How many directives are "overdue", "open" and "done". Cancelled ones do not count."""
    return Counter(
        "overdue" if row.state is DirectiveState.OVERDUE else "open" if row.state in UNMET else "done"
        for row in rows
        if row.state is not DirectiveState.CANCELLED
    )


def _row_lines(row: DirectiveRow, board: LastMeeting, view: PageView, high: int) -> list[Line]:
    """Draw one directive in at most ``high`` lines: units, figures and state; below, if there is room, its text."""
    state = Span(state_text(row, board.as_of, view.registry.calendar), STATE_ROLES[row.state], row.key in view.fresh)
    names = "; ".join(row.names)
    room = view.inner - line_width((state,)) - _APART
    measured = row.measure is not None
    figures = (Span(f"   {measure_text(row)}", TextRole.DIM), Span(f"   {figures_text(row)}", TextRole.STRONG))
    head: Line = (Span(f"{row.number:>2}  ", TextRole.DIM), Span(names, TextRole.STRONG))
    heads = [(*head, *figures), (*head, figures[1])] if measured else []
    if high == 1 and not measured:
        head = (*head, Span(f"   {fit_words(row.text, max(0, room - line_width(head) - _APART))}"))
    lines: list[Line] = [(Span(" " * MARGIN), *roomiest([*heads, crop(head, room)], (state,), view.inner))]
    if high > 1:
        lines += paragraph(row.text, view.inner - 4, indent=" " * (MARGIN + 4))[: high - 1]
    return [*lines, *[()] * (high > 2 and len(lines) < high)]


def _notice(board: LastMeeting, shown: int) -> str:
    counts = _counts(board.rows)
    words = PAGE.wall_counts.format(all=len(board.rows), **{key: counts[key] for key in ("done", "overdue", "open")})
    left = len(board.rows) - shown
    return f"{words} {PAGE.wall_more.format(n=left)}" if left else words
