"""Queries that write: meetings, entries about directives, and accesses to personal data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from cchc_tui.domain.privacy import AccessRecord, Closed
from cchc_tui.domain.roles import Right
from cchc_tui.tui.session.queries import REQUEST_NUMBERS, Query

if TYPE_CHECKING:
    from cchc_tui.boards.source import Source
    from cchc_tui.domain.directives import DirectiveEntry
    from cchc_tui.domain.moments import Stamp
    from cchc_tui.tui.session.directive_draft import DirectiveContent


class WriteQuery(Query, needs=Right.ENTER, dated=False, writes=True):
    """A query that writes. Two such queries are never equal. A query that is given up is answered with the reason."""

    def __init__(self) -> None:
        super().__init__(next(REQUEST_NUMBERS))

    @override
    def given_up(self, error: Exception) -> str | None:
        return getattr(error, "strerror", None) or str(error) or type(error).__name__


class MarkMeeting(WriteQuery):
    """The query that marks the start or end of a meeting, at ``when``. ``boards`` were shown in the meeting."""

    def __init__(
        self, start: bool, when: Stamp, title: str = "", chair: str = "", boards: tuple[str, ...] | None = None
    ):
        super().__init__()
        self.start = start
        self.when = when
        self._said = title, chair, boards

    @override
    def answer(self, source: Source) -> None:
        source.mark_meeting(self.start, self.when, *self._said)


class EnterDirective(WriteQuery):
    """The query that writes an entry about a directive. ``told`` is the content if the directive is new, else None."""

    def __init__(self, entry: DirectiveEntry, told: DirectiveContent | None = None):
        super().__init__()
        self.entry = entry
        self.told = told

    @override
    def answer(self, source: Source) -> None:
        source.enter_directive(self.entry)


class BeginAccess(WriteQuery, needs=Right.PERSONAL):
    """The query that logs the start of an access to personal data. The access begins only after the answer."""

    def __init__(self, reason: str):
        super().__init__()
        self.reason = reason

    @override
    def answer(self, source: Source) -> AccessRecord | Closed:
        fault = source.why_closed()
        return Closed(fault) if fault else source.begin_access(self.reason)


class EndAccess(WriteQuery, needs=Right.PERSONAL):
    """The query that logs the end of an access. It is never given up: the log would lack the true end."""

    def __init__(self, access: AccessRecord):
        super().__init__()
        self.access = access

    @override
    def answer(self, source: Source) -> None:
        source.end_access(self.access)

    @override
    def given_up(self, error: Exception) -> None:
        return None
