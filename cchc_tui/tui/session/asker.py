"""Asks the source one question at a time: what fails is written down, tried again with growing pauses, and told."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from cchc_tui.tui.session.answer_table import Trouble, pause_after
from cchc_tui.tui.session.queries import ExportsQuery, Query
from cchc_tui.tui.session.slow_queries import NotYet

if TYPE_CHECKING:
    from cchc_tui.boards.exports import ExportsBoard
    from cchc_tui.boards.moment import Moment
    from cchc_tui.boards.source import Source
    from cchc_tui.boards.timeline import Timeline
    from cchc_tui.domain.moments import Stamp

#: A question that fails so often in a row no longer keeps a load's other figures from being shown.
PATIENT = 3


@cache
def failures() -> tuple[type[Exception], ...]:
    """How a source fails: folder or database gone or busy, a fault in the registry. Imported after the frame."""
    import sqlite3

    from cchc_tui.registry import RegistryError

    return sqlite3.Error, OSError, RegistryError


class TimelineQuery(Query):
    """The moments of all lists and meetings."""

    dated = False

    def ask(self, moment: Moment) -> Timeline:
        """The answer."""
        from cchc_tui.boards.timeline import timeline

        return timeline(moment)


class DataAsOfQuery(Query):
    """The moment of the newest list; None without any."""

    def ask(self, moment: Moment) -> Stamp | None:
        """The answer."""
        return moment.data_as_of


#: What header, foot and the steps through time rest on.
LOOKED_AT = ExportsQuery(), TimelineQuery()


class Asker:
    """Used by the live thread alone. ``note`` writes a fault down, ``slowly`` answers what takes long."""

    def __init__(
        self, source: Source, note: Callable[[Exception], object], slowly: Callable[[Query], object] | None = None
    ):
        self._source = source
        self._note = note
        self._slowly = slowly
        self._troubles: dict[Query, Trouble] = {}
        self.error: Exception | None = None  # why the source can't be read

    def ask(
        self, query: Query, told: Callable[[Query, Exception], object] = lambda *_: None, *, anyway: bool = False
    ) -> tuple[Any, ...]:
        """The one answer; none where it failed or did so a moment ago, which costs no other question anything."""
        trouble = self._troubles.get(query)
        if trouble is not None and time.monotonic() < trouble.again and not anyway:
            return ()
        try:
            answer = query.answer(self._source) if self._slowly is None or not query.slow else self._slowly(query)
        except NotYet:
            return ()
        except Exception as error:  # noqa: BLE001 - whatever it is, the boards of a meeting go on
            times = trouble.times + 1 if trouble is not None else 1
            lost = isinstance(error, failures()) and not (query.writes or query.slow)
            self._troubles[query] = Trouble(times, time.monotonic() + pause_after(times), error, lost)
            if times == 1:
                self._note(error)
            if lost:
                self.error = error
            else:
                told(query, error)
            return ()
        self._troubles.pop(query, None)
        return (answer,)

    def look(self) -> tuple[ExportsBoard | None, Timeline | None] | None:
        """What header and foot speak of; None while there is hope for what fails of it."""
        exports, timeline = (self.ask(query) for query in LOOKED_AT)
        if any(map(self.hopes, LOOKED_AT)):
            return None
        return exports[0] if exports else None, timeline[0] if timeline else None

    def looks_again(self) -> bool:
        """Whether it is time to try again what of that has failed, though the boards are there."""
        now = time.monotonic()
        return any(now >= self._troubles[query].again for query in LOOKED_AT if query in self._troubles)

    def trouble(self, query: Query) -> Trouble | None:
        """What is wrong with a question that failed last time."""
        return self._troubles.get(query)

    def hopes(self, query: Query) -> bool:
        """Whether a question that fails has not yet done so too often to be waited for."""
        trouble = self._troubles.get(query)
        return trouble is not None and trouble.times < PATIENT

    def hurry(self) -> None:
        """There is news: what fails is tried again at once."""
        self._troubles = {query: each._replace(again=0.0) for query, each in self._troubles.items()}

    def let_be(self, query: Query) -> None:
        """A question is asked no more."""
        self._troubles.pop(query, None)

    def keep(self, asked: Collection[Query]) -> None:
        """Lets go of the troubles of other questions: nobody would ever hear that they are over."""
        self._troubles = {query: each for query, each in self._troubles.items() if query in asked}

    def sound(self) -> None:
        """A round went by: the source can be read, unless a question of it says otherwise."""
        if not any(trouble.lost for trouble in self._troubles.values()):
            self.error = None

    def failing(self, wanted: Iterable[Query], stands: Callable[[Query], bool]) -> Mapping[Query, str]:
        """Of what is wanted, what fails again and again, and by what; where the source is what fails, a good answer
        ``stands``.
        """
        found = {}
        for query in wanted:
            trouble = self._troubles.get(query)
            if trouble is not None and not self.hopes(query) and not (trouble.lost and stands(query)):
                found[query.without_access] = type(trouble.error).__name__
        return found
