"""Access to personal data. A viewer has access for some minutes, once the viewer's reason is given and logged."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from cchc_tui.domain.privacy import HIDDEN, Access, AccessRecord, Closed
from cchc_tui.texts.tui_privacy import CLOSED, PRIVACY
from cchc_tui.tui.session.queries import Query
from cchc_tui.tui.session.write_queries import BeginAccess, EndAccess
from cchc_tui.tui.style.render import Line, Span, line_width
from cchc_tui.tui.style.themes import TextRole

if TYPE_CHECKING:
    from cchc_tui.settings import PrivacySettings


class PersonalAccess:
    """The access of one viewer to personal data, and the viewer's choice between officers' names and numbers."""

    def __init__(
        self,
        office: Callable[[], PrivacySettings | None],
        fetch_once: Callable[[Query], object],
        changed: Callable[[], object],
    ):
        self._office = office  # returns the office's settings; None: not known yet
        self._fetch_once = fetch_once
        self._changed = changed  # called after a change of ``level``
        #: Returns seconds that also count while the machine sleeps.
        self.clock: Callable[[], float] = lambda: time.clock_gettime(time.CLOCK_BOOTTIME)
        self.record: AccessRecord | None = None  # the access that is logged and not over
        self.presenting = False  # a presentation shows no personal data
        self._officers: bool | None = None  # whether officers' names are shown; None: as in the office's settings
        self._until = 0.0

    @property
    def level(self) -> Access:
        """The present access level. For officers' names, the viewer's choice overrides the office's setting."""
        if self.presenting:
            return HIDDEN
        office, officers = self._office(), self._officers
        if officers is None:
            officers = office is not None and office.officers
        return Access(self.remaining > 0, officers)

    def allows(self, query: Query) -> bool:
        """Whether a query has the access level under which it would be asked at present."""
        return query.shows == query.with_access(self.level).shows

    def refusal(self) -> Span | None:
        """Why personal data may not be shown; None if they are shown once the user gives a reason."""
        office = self._office()
        if office is None:
            return Span(PRIVACY.not_yet)
        if self.presenting:
            return Span(PRIVACY.refused_presenting, TextRole.WARN)
        return None if office.may_show else Span(PRIVACY.refused_by_office, TextRole.WARN)

    def ask(self, reason: str) -> None:
        """Have the reason logged. Personal data are shown only after that."""
        self._fetch_once(BeginAccess(reason))

    def begin(self, record: AccessRecord | Closed | str) -> Span | None:
        """Apply the answer to ``BeginAccess``. Return a sentence if the access is refused.

        A text as ``record`` says why the access could not be logged. An access that is granted while another one is
        open, or during a presentation, is ended at once.
        """
        if isinstance(record, Closed):
            return Span(CLOSED[record.fault], TextRole.WARN)
        if isinstance(record, str):
            return Span(PRIVACY.refused_not_logged.format(reason=record), TextRole.WARN)
        if self.record is not None or self.presenting:
            self._fetch_once(EndAccess(record))
        else:
            self.record = record
            self._until = self.clock() + record.until - record.at
            self._changed()
        return None

    def end(self) -> bool:
        """Hide personal data and log the end of the access. Return whether there was an access."""
        record, self.record = self.record, None
        if record is None:
            return False
        self._fetch_once(EndAccess(record))
        self._changed()
        return True

    def toggle_officers(self) -> Span:
        """Switch between officers' names and numbers. Return a sentence about it."""
        self._officers = not self.level.officers
        self._changed()
        return Span(PRIVACY.officers_on if self._officers else PRIVACY.officers_off)

    @property
    def remaining(self) -> float:
        """Seconds until the access expires; 0 without access."""
        return max(0.0, self._until - self.clock()) if self.record is not None else 0.0

    @property
    def minutes(self) -> int:
        """The minutes that remain, rounded up."""
        return math.ceil(self.remaining / 60)

    def banner(self, cells: int) -> list[Line]:
        """The line above a board while personal data are shown, shortened if ``cells`` are too few."""
        words = PRIVACY.shown.format(minutes=self.minutes)
        if line_width((Span(words),)) >= cells:
            words = PRIVACY.shown_short.format(minutes=self.minutes)
        return [(Span(f" {words}"),)]
