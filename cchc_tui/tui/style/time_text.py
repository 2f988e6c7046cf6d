"""Moments in words: the moment since which changes are counted, and the past moment in the header."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cchc_tui.domain.moments import DAY, Stamp, to_datetime
from cchc_tui.texts.numbers import decimal
from cchc_tui.texts.tui_time import TIME
from cchc_tui.tui.style.formats import clock_time, day, moment
from cchc_tui.tui.style.render import Span
from cchc_tui.tui.style.themes import TextRole

if TYPE_CHECKING:
    from cchc_tui.boards.reference import Reference
    from cchc_tui.boards.timeline import Timeline
    from cchc_tui.store.write.meetings import Meeting


class Past(NamedTuple):
    """The past moment on screen, and what the header says about it.

    ``data_as_of`` is the moment of the list that the boards use at the past moment; None without a list.
    """

    at: Stamp
    data_as_of: Stamp | None = None
    newer: Stamp | None = None  # the newest list, if it arrived while the past moment was on screen
    speed: float | None = None  # the speed of a running replay
    meeting: Meeting | None = None  # the meeting that starts or ends at the moment


def near(value: Stamp, beside: Stamp) -> str:
    """A moment as text: ``03/11/2020 08:30``; ``03/11 08:30`` in the year of ``beside``; ``08:30`` on its day."""
    if value // DAY == beside // DAY:
        return clock_time(value)
    return f"{near_day(value, beside)} {clock_time(value)}"


def near_day(value: Stamp, beside: Stamp) -> str:
    """The day of a moment, with the year if ``beside`` is in another year."""
    then = to_datetime(value)
    return f"{then:%d/%m}" if then.year == to_datetime(beside).year else day(value)


def meeting_at(timeline: Timeline | None, at: Stamp) -> Meeting | None:
    """The first meeting that starts or ends at this moment; None if there is none."""
    meetings = timeline.meetings if timeline is not None else ()
    return next((meeting for meeting in meetings if at in (meeting.start, meeting.end)), None)


def edge_words(meeting: Meeting, at: Stamp, *, titled: bool = True) -> str:
    """The start or end of a meeting in words, whichever is at ``at``. ``titled``: with the meeting's title."""
    start = at == meeting.start
    if titled and meeting.title:
        return (TIME.a_titled_start if start else TIME.a_titled_end).format(title=meeting.title)
    return TIME.a_meeting_start if start else TIME.a_meeting_end


def since_words(
    reference: Reference | None, beside: Stamp, timeline: Timeline | None = None, *, titled: bool = False
) -> str:
    """The moment since which changes are counted, in words; "" if there is none. ``titled``: with a meeting's title."""
    if reference is None:
        return ""
    name, meeting = reference.since.value, meeting_at(timeline, reference.at)
    if name == "date" and meeting is not None:
        name = "meeting" if reference.at == meeting.start else "meeting_end"
    other_day = name == "last_meeting" and reference.at // DAY != beside // DAY
    when = (near_day if other_day else near)(reference.at, beside)
    words = TIME.since[name].format(when=when)
    if titled and meeting is not None and meeting.title and "meeting" in name:
        return TIME.titled.format(words=words, title=meeting.title)
    return words


def speed_words(speed: float) -> str:
    """The speed of a replay as text: 2.0 → ``2``, 0.5 → ``0,5``."""
    return decimal(speed, 0 if speed == int(speed) else 1)


def past_pieces(past: Past, brevity: int, *, back: bool = True) -> list[Span]:
    """The pieces of the header's right side at a past moment; fewer if ``brevity`` (from 0) is higher.

    The first piece names the past moment. With ``back``, the last piece names the key that leads back to the present,
    if ``brevity`` allows it.
    """
    pieces = [Span(f"{TIME.past} · {moment(past.at)}", TextRole.STRONG)]
    if past.meeting is not None and brevity < 2:
        pieces.append(Span(edge_words(past.meeting, past.at, titled=not brevity), TextRole.STRONG))
    if past.speed is not None:
        pieces.append(Span(TIME.replaying.format(speed=speed_words(past.speed))))
    # That the list is of an earlier day matters more than the way back, which the help shows too.
    old = past.data_as_of is not None and past.data_as_of // DAY != past.at // DAY
    if past.data_as_of is not None and past.data_as_of != past.at and (brevity < 1 or (old and brevity < 3)):
        pieces.append(Span(TIME.by_list.format(when=near(past.data_as_of, past.at))))
    if past.newer is not None and brevity < 2:
        pieces.append(Span(TIME.newer.format(when=near(past.newer, past.at))))
    if brevity < (1 if old else 3) and back:
        pieces.append(Span(TIME.back_to_live))
    return pieces
