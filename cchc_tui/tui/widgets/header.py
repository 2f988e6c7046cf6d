"""The line at the top: place and board, moment and age of the data, live or past, state of the collector."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cchc_tui.texts.language import again
from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.session.status import AppStatus, Collecting, Time
from cchc_tui.tui.style.formats import day_time, moment
from cchc_tui.tui.style.render import Line, Span, line_width, spread
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.style.time_text import Past, past_pieces

_SEPARATOR = Span(" · ", TextRole.DIM)
_STEP = Span(" › ", TextRole.DIM)
#: The least number of cells for the crumbs: pieces of the right side are left out to give them room.
_LEAST_LEFT = 20


def header_line(status: AppStatus, past: Past | None, crumbs: Sequence[str], cells: int) -> Line:
    """Draw the header. ``past`` is None if the present is shown.

    ``crumbs`` are the titles of the screens that lead to this one. If there is no room, the least important pieces of
    the right side are left out. After these, the place and then the first crumbs are left out, but never the last
    crumb.
    """
    parts = [status.place, *crumbs] if status.place else list(crumbs)
    full, whole, last = (max(_LEAST_LEFT, line_width(_crumbs(some)) + 4) for some in (parts, crumbs, crumbs[-1:]))
    right = right_side(status, past, (cells - full, cells - whole, cells - last))
    room = cells - line_width(right) - 4  # blanks at both ends and two between
    while len(parts) > 1 and line_width(_crumbs(parts)) > room:
        parts.pop(0)
    return spread((Span(" "), *_crumbs(parts)), (*right, Span(" ")), cells)


def _crumbs(parts: Sequence[str]) -> Line:
    *above, last = (again(part) for part in parts)
    return _joined([*(Span(part, TextRole.TEXT) for part in above), Span(last, TextRole.STRONG)], _STEP)


def _joined(pieces: Iterable[Span], between: Span) -> Line:
    return tuple(span for piece in pieces for span in (between, piece))[1:]


def right_side(status: AppStatus, past: Past | None, rooms: tuple[int, int, int], *, back: bool = True) -> Line:
    """Draw the pieces of the right side that fit. ``past`` is None if the present is shown.

    ``rooms`` are the numbers of cells left beside place and crumbs, beside the crumbs alone, and beside the last crumb.
    With ``back``, the key that leads back to the present is named.
    """
    for brevity in range(_BREVITIES):
        room = rooms[0] if not brevity and past is None else rooms[2] if brevity > 1 else rooms[1]
        line = _joined(_pieces(status, brevity) if past is None else past_pieces(past, brevity, back=back), _SEPARATOR)
        if line_width(line) <= room:
            break
    return line


#: The number of forms. Each leaves out one thing more: the collector's state, then the clock (and the warning that no
#: collector runs, which a banner shows too), then the year, then the age of data that are not old.
_BREVITIES = 5


def _pieces(status: AppStatus, brevity: int) -> list[Span]:
    pieces: list[Span] = []
    if status.data_as_of is not None:
        pieces.append(Span(moment(status.data_as_of) if brevity < 3 else day_time(status.data_as_of)))
        if status.stale:
            pieces.append(Span(f"{TEXT.old} {status.age}", TextRole.WARN))
        elif brevity < 4:
            pieces.append(Span(status.age))
    elif status.known:
        pieces.append(Span(TEXT.no_data, TextRole.WARN))
    now = {
        Time.LIVE: Span(TEXT.live, TextRole.GOOD),
        Time.SET: Span(TEXT.set_clock if not brevity else TEXT.set_clock_short, TextRole.WARN),
        Time.DEMO: Span(TEXT.demo, TextRole.WARN),
    }[status.time]
    if status.banner:
        now = Span(TEXT.not_live, TextRole.WARN)
    pieces.append(now._replace(text=f"{now.text} {status.clock}") if status.clock and brevity < 2 else now)
    who = {
        Collecting.HERE: TEXT.collected_here,
        Collecting.ELSEWHERE: TEXT.collected_by.format(host=status.collector_host or TEXT.elsewhere),
        Collecting.NOBODY: TEXT.collected_by_nobody,
    }.get(status.collecting)
    nobody = status.collecting is Collecting.NOBODY
    if who is not None and brevity < 1 + nobody:
        pieces.append(Span(who, TextRole.WARN if nobody else TextRole.DIM))
    return pieces
