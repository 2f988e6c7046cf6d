"""Queries that write: the start and end of a meeting, and the log of access to personal data."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from typing_extensions import override

from cchc_tui.domain.privacy import AccessRecord
from cchc_tui.tui.session.queries import REQUEST_NUMBERS, Query

if TYPE_CHECKING:
    from cchc_tui.boards.source import Source
    from cchc_tui.domain.moments import Stamp


class Marked(NamedTuple):
    """A mark that was written, at the moment ``at``; or the reason why it could not be written."""

    start: bool
    at: Stamp
    trouble: str = ""


class MarkMeeting(Query):
    """Write the start or the end of a meeting, at the moment ``when``. Two requests are never equal."""

    dated = False
    writes = True

    def __init__(self, start: bool, when: Stamp):
        super().__init__(next(REQUEST_NUMBERS))
        self.start = start
        self.when = when

    @override
    def answer(self, source: Source) -> Marked:
        source.mark_meeting(self.start, self.when)
        return Marked(self.start, self.when)

    @override
    def given_up(self, error: Exception) -> Marked:
        return Marked(self.start, self.when, _trouble(error))


class Begun(NamedTuple):
    """The logged access to personal data; or the reason why it could not be logged and must not begin."""

    access: AccessRecord | None
    trouble: str = ""


class BeginAccess(Query):
    """Log the start of an access to personal data. Two requests are never equal."""

    dated = False
    writes = True

    def __init__(self, reason: str):
        super().__init__(next(REQUEST_NUMBERS))
        self.reason = reason

    @override
    def answer(self, source: Source) -> Begun:
        return Begun(source.begin_access(self.reason))

    @override
    def given_up(self, error: Exception) -> Begun:
        return Begun(None, _trouble(error))


class EndAccess(Query):
    """Log the end of an access. It is tried until it succeeds, since the logged start gives only the latest end."""

    dated = False
    writes = True

    def __init__(self, access: AccessRecord):
        super().__init__(next(REQUEST_NUMBERS))
        self.access = access

    @override
    def answer(self, source: Source) -> None:
        source.end_access(self.access)


def _trouble(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
