"""This viewer's entries about directives, and the sentence that says whether an entry was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from cchc_tui.domain.moments import Stamp, day_start, to_datetime
from cchc_tui.domain.roles import Right
from cchc_tui.tui.session.write_queries import WriteQuery
from cchc_tui.tui.style.render import Span
from cchc_tui.tui.style.themes import TextRole

if TYPE_CHECKING:
    from cchc_tui.boards.source import Source
    from cchc_tui.domain.directives import DirectiveEntry
    from cchc_tui.tui.session.directive_draft import DirectiveContent


class EnterDirective(WriteQuery, needs=Right.ENTER):
    """The query that writes an entry about a directive. ``told`` is the content if the directive is new, else None."""

    def __init__(self, entry: DirectiveEntry, told: DirectiveContent | None = None):
        super().__init__()
        self.entry = entry
        self.told = told

    @override
    def answer(self, source: Source) -> None:
        source.enter_directive(self.entry)


class DirectiveEntries:
    """The entries of one viewer. ``unwritten`` is a new directive that could not be written, kept for another try."""

    def __init__(self) -> None:
        self.unwritten: DirectiveContent | None = None

    def given(self, told: DirectiveContent, now: Stamp, meeting: Stamp | None) -> EnterDirective:
        """The query that enters a new directive, in the meeting that began at ``meeting`` (None: in no meeting)."""
        from cchc_tui.ingest.directive_marks import new_directive  # imported only for an entry

        measure = "" if told.measure is None else str(told.measure)
        self.unwritten = None
        return EnterDirective(new_directive(now, told.text, told.units, _due(told), measure, meeting), told)

    def apply(self, query: EnterDirective, trouble: str | None) -> Span:
        """Return a sentence that says whether the entry was written. ``trouble`` is the reason why not, or None.

        A new directive that was not written is kept in ``unwritten``.
        """
        from cchc_tui.texts.tui_directives import DIRECTIVE, ENTERED  # imported only after an entry

        entry = query.entry
        if trouble is not None:
            self.unwritten = query.told
            return Span(DIRECTIVE.not_entered.format(reason=trouble), TextRole.WARN)
        due = "" if entry.due is None else f"{to_datetime(entry.due):%d/%m/%Y}"
        return Span(ENTERED[entry.act].format(text=entry.text, due=due), TextRole.GOOD)


def corrected(directive: str, told: DirectiveContent, now: Stamp) -> DirectiveEntry:
    """The entry that gives an existing directive another content."""
    from cchc_tui.domain.directives import Act, DirectiveEntry  # imported only for an entry

    measure = "" if told.measure is None else str(told.measure)
    return DirectiveEntry(directive, Act.CORRECTED, now, told.text, told.units, measure, _due(told))


def _due(told: DirectiveContent) -> Stamp | None:
    return None if told.due is None else day_start(told.due)
