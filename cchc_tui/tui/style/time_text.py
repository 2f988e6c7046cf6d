"""Moments as they are said beside one another: what changes are counted from, and what the past is called on top."""

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


class Past(NamedTuple):
    """The past that is looked at: its moment, the list that its boards rest on, what came meanwhile, the replay."""

    at: Stamp
    data_as_of: Stamp | None = None
    newer: Stamp | None = None  # the newest list now, where it is not the one that was left behind
    speed: float | None = None  # of a replay that runs
    edge: str = ""  # of a meeting: "meeting" its start, "meeting_end" its end


def near(value: Stamp, beside: Stamp) -> str:
    """A moment as short as it is clear beside another: ``08:30``, ``03/11 08:30``, ``03/11/2020 08:30``."""
    if value // DAY == beside // DAY:
        return clock_time(value)
    return f"{near_day(value, beside)} {clock_time(value)}"


def near_day(value: Stamp, beside: Stamp) -> str:
    """The day of a moment, its year where that is another than of the moment beside it."""
    then = to_datetime(value)
    return f"{then:%d/%m}" if then.year == to_datetime(beside).year else day(value)


def edge_at(timeline: Timeline | None, at: Stamp) -> str:
    """Which edge of a meeting a moment is, as ``TIME.since`` names it; "" where it is none."""
    for meeting in timeline.meetings if timeline is not None else ():
        if at in (meeting.start, meeting.end):
            return "meeting" if at == meeting.start else "meeting_end"
    return ""


def since_words(reference: Reference | None, beside: Stamp, timeline: Timeline | None = None) -> str:
    """What changes are counted from, said at a moment; "" where there is nothing."""
    if reference is None:
        return ""
    name = reference.since.value
    if name == "date":
        name = edge_at(timeline, reference.at) or name
    other_day = name == "last_meeting" and reference.at // DAY != beside // DAY
    return TIME.since[name].format(when=(near_day if other_day else near)(reference.at, beside))


def speed_words(speed: float) -> str:
    """2.0 → ``2``, 0.5 → ``0,5``."""
    return decimal(speed, 0 if speed == int(speed) else 1)


def past_pieces(past: Past, brevity: int, *, back: bool = True) -> list[Span]:
    """What stands at the right of the thin line on top; the briefer, the fewer, and always the words and the moment.
    ``back``: whether a key leads back from here.
    """
    pieces = [Span(f"{TIME.past} · {moment(past.at)}", TextRole.STRONG)]
    if past.edge and brevity < 2:
        pieces.append(Span(TIME.a_meeting_start if past.edge == "meeting" else TIME.a_meeting_end, TextRole.STRONG))
    if past.speed is not None:
        pieces.append(Span(TIME.replaying.format(speed=speed_words(past.speed))))
    # Figures of a list of days before are not those of the day: that is said before the way back, which the help says.
    old = past.data_as_of is not None and past.data_as_of // DAY != past.at // DAY
    if past.data_as_of is not None and past.data_as_of != past.at and (brevity < 1 or (old and brevity < 3)):
        pieces.append(Span(TIME.by_list.format(when=near(past.data_as_of, past.at))))
    if past.newer is not None and brevity < 2:
        pieces.append(Span(TIME.newer.format(when=near(past.newer, past.at))))
    if brevity < (1 if old else 3) and back:
        pieces.append(Span(TIME.back_to_live))
    return pieces
