"""One directive: its history, the meeting in which it was given, and the figures of its measure over time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cchc_tui.boards.directives import DirectiveRow, asked_of, directive_rows
from cchc_tui.boards.known_directives import known_directives
from cchc_tui.boards.meeting_log import meetings_at
from cchc_tui.boards.met_since import figure_at, first_known
from cchc_tui.boards.moment import Moment
from cchc_tui.domain.directives import DirectiveEntry
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.store.write.meetings import Meeting

#: Most moments for which the figure is computed.
_MOST = 24


@dataclass(frozen=True, slots=True)
class DirectivePage:
    """A directive at a moment. ``history`` has all entries about the directive up to the moment, earliest first.

    ``meeting`` is the meeting in which the directive was given (None: in none). ``series`` has the measure's figure at
    several moments (None: not known). The first of these moments is the one at which the directive was given, or the
    moment of the first list if the first list is later. Then come ends of days, and last ``as_of``. Without a measure,
    ``series`` is empty.
    """

    as_of: Stamp
    data_as_of: Stamp | None
    row: DirectiveRow
    history: tuple[DirectiveEntry, ...]
    meeting: Meeting | None
    series: tuple[tuple[Stamp, float | None], ...]


def directive_page(moment: Moment, key: str) -> DirectivePage | None:
    """The page of the directive with this key, as known at a moment.

    None if no such directive had been given by then.
    """
    one = next((each for each in known_directives(moment) if each.id == key), None)
    row = next((each for each in directive_rows(moment, then=True) if each.key == key), None)
    if one is None or row is None:
        return None
    meeting = next((each for each in meetings_at(moment) if each.start == row.meeting), None)
    asked = asked_of(moment, one)
    series: tuple[tuple[Stamp, float | None], ...] = ()
    if asked is not None:
        first = first_known(moment, row.given)
        series = tuple((at, figure_at(moment, asked, at)) for at in _moments(first, moment.at))
    return DirectivePage(moment.at, moment.data_as_of, row, one.history, meeting, series)


def _moments(first: Stamp, last: Stamp) -> Iterator[Stamp]:
    """Yield ``first``, up to ``_MOST`` evenly spaced ends of days, and ``last``."""
    ends = range(first // DAY * DAY + DAY - 1, last, DAY)
    step = -(-len(ends) // _MOST) or 1
    yield from dict.fromkeys((min(first, last), *ends[step - 1 :: step], last))
