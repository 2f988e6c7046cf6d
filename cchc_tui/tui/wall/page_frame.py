"""The frame of a page: its title, the sentence of what to notice, and the line at the foot. A page that fails
says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from cchc_tui.texts.tui import TEXT
from cchc_tui.texts.tui_present import PRESENT
from cchc_tui.tui.session.queries import Query
from cchc_tui.tui.session.status import AppStatus
from cchc_tui.tui.style.render import Line, Span, line_width, roomiest, spread, wrap
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.style.time_text import Past
from cchc_tui.tui.terminal.crash import log_error
from cchc_tui.tui.wall.view import MARGIN, DrawnPage, Page, PageView
from cchc_tui.tui.widgets.header import right_side

T = TypeVar("T")
_WIDE = 100
_HIGH = 22  # rows from which an empty line fits between a page and its sentence


def framed(page: Page, view: PageView, *, made_up: bool, failing: str = "") -> list[Line]:
    """Draw title, body and, at the foot, what to notice, in the room of ``view``. ``failing`` names the error of its
    queries.
    """
    body = max(1, view.rows - (4 if view.rows >= _HIGH else 3))
    drawn = _failed(failing, view) if failing else _drawn(page, view._replace(rows=body))
    notice = wrap(drawn.notice, view.inner) if drawn.notice else []
    if len(notice) > 1 and len(drawn.lines) > body - len(notice) + 1:
        drawn = _drawn(page, view._replace(rows=body - len(notice) + 1))
    foot: list[Line] = [(Span(f"{' ' * MARGIN}{line}", TextRole.STRONG),) for line in notice]
    lines: list[Line] = [_title(page, view, made_up), (), *drawn.lines]
    lines += [()] * max(0, view.rows - len(lines) - len(foot))
    return [*lines[: max(0, view.rows - len(foot))], *foot]


def _safely(ask: Callable[[], T], otherwise: Callable[[Exception], T]) -> T:
    try:
        return ask()
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one page, the meeting goes on
        log_error(error)
        return otherwise(error)


def queries_of(page: Page) -> tuple[Query, ...]:
    """Return a page's queries; none if it fails, which is said where it is drawn."""
    return _safely(page.queries, lambda _: ())


def figures_of(page: Page, view: PageView) -> dict[str, float]:
    """Return a page's figures; none if it fails, which is said where it is drawn."""
    return _safely(lambda: dict(page.figures(view)), lambda _: {})


def title_of(page: Page) -> str:
    """Return a page's title, or its name if it fails."""
    return _safely(page.title, lambda _: page.name)


def _drawn(page: Page, view: PageView) -> DrawnPage:
    def draw() -> DrawnPage:
        page.queries()  # a page whose queries fail has nothing to draw from
        return page.draw(view)

    return _safely(draw, lambda error: _failed(type(error).__name__, view))


def _failed(reason: str, view: PageView) -> DrawnPage:
    words = PRESENT.failed.format(reason=reason)
    return DrawnPage([(), *((Span(f"{' ' * MARGIN}{line}", TextRole.WARN),) for line in wrap(words, view.inner))])


def _title(page: Page, view: PageView, made_up: bool) -> Line:
    left: Line = (Span(f"{' ' * MARGIN}{title_of(page)}", TextRole.STRONG),)
    if made_up:
        left = (*left, Span(f"   {TEXT.made_up}", TextRole.WARN))
    since = (Span(f"{view.since}{' ' * MARGIN}", TextRole.DIM),) if page.compared else ()
    return roomiest((left,), since, view.cells)


class Bar(NamedTuple):
    """What the line at the foot says: the page, how much of its time is left, and what stands there instead."""

    page: int
    pages: int
    share: float
    digits: str = ""  # of a page number that the user is typing
    paused: bool = False
    note: Line = ()


def bar_line(bar: Bar, status: AppStatus, past: Past | None, cells: int) -> Line:
    """Draw page and number of pages, the countdown or why there is none, and the place, moment and age of the data."""
    left: list[Span] = [Span(f" {PRESENT.page_of.format(page=bar.page, of=bar.pages)} ", TextRole.STRONG)]
    left += _countdown(bar, cells)
    if bar.note:
        left += [Span("  "), *bar.note]
    place = Span(f"   {status.place}" if status.place else "")
    room = cells - line_width(left) - 2
    right = right_side(status, past, (room - line_width((place,)), room - line_width((place,)), room), back=False)
    if line_width((*left, place, *right)) + 2 <= cells:
        left.append(place)
    return spread(left, (*right, Span(" ")), cells)


def _countdown(bar: Bar, cells: int) -> Sequence[Span]:
    """Draw the time left. It loses one cell each second or two, which costs a few bytes."""
    if bar.digits:
        return (Span(PRESENT.jump.format(digits=bar.digits), TextRole.ACCENT),)
    if bar.paused:
        return (Span(PRESENT.paused, TextRole.WARN),)
    wide = 20 if cells >= _WIDE else 10
    left = -(-round(bar.share * wide * 1000) // 1000)
    return (Span("━" * left, TextRole.ACCENT), Span("─" * (wide - left), TextRole.DIM))
