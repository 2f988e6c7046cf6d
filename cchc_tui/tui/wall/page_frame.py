"""The frame of a page: title, sentence on what to notice, bottom line. A page that fails is replaced by a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from cchc_tui.texts.tui import TEXT
from cchc_tui.texts.tui_present import PRESENT
from cchc_tui.tui.session.status import AppStatus
from cchc_tui.tui.style.render import Line, Span, line_width, paragraph, roomiest, spread
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.style.time_text import Past
from cchc_tui.tui.terminal.crash import log_error
from cchc_tui.tui.wall.page_timer import PAUSED, PageTimer
from cchc_tui.tui.wall.view import MARGIN, DrawnPage, Page, PageView
from cchc_tui.tui.widgets.header import right_side

_WIDE = 100
_HIGH = 22  # with this many rows, there is room for an empty line between a page and its sentence


def framed(page: Page, view: PageView, *, made_up: bool, failing: str = "") -> list[Line]:
    """Draw a page in the size of ``view``: title, body and, at the bottom, the sentence on what to notice.

    With ``made_up``, the line of the title says that the data are made up. ``failing`` names the error of the page's
    queries ("": no error).
    """
    body = max(1, view.rows - (4 if view.rows >= _HIGH else 3))
    drawn = _drawn(page, view._replace(rows=body), failing)
    foot = paragraph(drawn.notice, view.inner, TextRole.STRONG, " " * MARGIN) if drawn.notice else []
    if len(foot) > 1 and len(drawn.lines) > body - len(foot) + 1:
        drawn = _drawn(page, view._replace(rows=body - len(foot) + 1), failing)
    lines: list[Line] = [_title(page, view, made_up), (), *drawn.lines]
    lines += [()] * max(0, view.rows - len(lines) - len(foot))
    return [*lines[: max(0, view.rows - len(foot))], *foot]


def figures_of(page: Page, view: PageView) -> Mapping[str, float]:
    """A page's figures. There are none before its board has arrived, or if the page fails."""
    try:
        return page.figures(view) if view.board is not None else {}
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one page, the meeting goes on
        log_error(error)
        return {}


def _drawn(page: Page, view: PageView, failing: str) -> DrawnPage:
    """Draw a page. While the page waits for its board, or if it fails, return a sentence in place of the page."""
    said, role = PRESENT.waiting, TextRole.DIM
    try:
        if view.board is not None and not failing:
            return page.draw(view)
    except Exception as error:  # noqa: BLE001 - as above
        log_error(error)
        failing = type(error).__name__
    if failing:
        said, role = PRESENT.failed.format(reason=failing), TextRole.WARN
    return DrawnPage([(), *paragraph(said, view.inner, role, " " * MARGIN)])


def _title(page: Page, view: PageView, made_up: bool) -> Line:
    left: Line = (Span(f"{' ' * MARGIN}{page.title}", TextRole.STRONG),)
    if made_up:
        left = (*left, Span(f"   {TEXT.made_up}", TextRole.WARN))
    since = (Span(f"{view.since}{' ' * MARGIN}", TextRole.DIM),) if page.compared else ()
    return roomiest((left,), since, view.cells)


def bar_line(timer: PageTimer, digits: str, note: Line, status: AppStatus, past: Past | None, cells: int) -> Line:
    """Draw the bottom line: page number, countdown, a note, and place, moment and age of the data.

    During a pause, "paused" takes the place of the countdown. While the user types a page number, the typed ``digits``
    take that place.
    """
    left: list[Span] = [Span(f" {PRESENT.page_of.format(page=timer.page + 1, of=len(timer.stays))} ", TextRole.STRONG)]
    if digits:
        left.append(Span(PRESENT.jump.format(digits=digits), TextRole.ACCENT))
    elif PAUSED in timer.held:
        left.append(Span(PRESENT.paused, TextRole.WARN))
    else:  # the countdown changes by one cell each second or two, which costs a few bytes
        wide = 20 if cells >= _WIDE else 10
        full = -(-round(timer.share * wide * 1000) // 1000)
        left += (Span("━" * full, TextRole.ACCENT), Span("─" * (wide - full), TextRole.DIM))
    if note:
        left += [Span("  "), *note]
    place = Span(f"   {status.place}" if status.place else "")
    room = cells - line_width(left) - 2
    right = right_side(status, past, (room - line_width((place,)), room - line_width((place,)), room), back=False)
    if line_width((*left, place, *right)) + 2 <= cells:
        left.append(place)
    return spread(left, (*right, Span(" ")), cells)
