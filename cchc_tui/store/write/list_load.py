"""The base class of the two loaders of dossier lists."""

from __future__ import annotations

from collections.abc import Iterator

from cchc_tui.store.count.counts_writer import CountDeltas, Times
from cchc_tui.store.count.practice_sums import remove_sums
from cchc_tui.store.read.schema import LISTS
from cchc_tui.store.write import reconcile
from cchc_tui.store.write.encoding import RowEncoder
from cchc_tui.store.write.loader import LoadContext, Loader

#: The moments of the first list, and of the first one after a moment.
_FIRST_LISTS = f"""
SELECT (SELECT min(moment) FROM export WHERE {LISTS}), (SELECT min(moment) FROM export WHERE {LISTS} AND moment > ?)
"""


class ListLoad(Loader):
    """Loads a dossier list. A subclass stores the rows and collects how they change the counts."""

    def __init__(self, context: LoadContext) -> None:
        super().__init__(context)
        self._connection, self._incoming = context.connection, context.incoming
        self._deltas = CountDeltas(context.connection, context.registry.calendar, context.incoming.moment)
        self._encoder = RowEncoder(context.connection, context.registry, context.incoming.moment)

    def settle(self, refused: bool) -> None:
        """Write the changed counts. Remove or recompute all stored results that this list makes outdated.

        Practice sums are removed if their moment is in a period that this list changes. Unit summaries are compared
        again if this list may change the result. If this list is refused, nothing is done.
        """
        if refused:
            return
        changed = [*self._deltas.changed, *self._before_lists()]
        for since, until in changed:
            remove_sums(self._connection, since, until)
        self._deltas.write()
        reconcile.after_list(
            self._connection, self._incoming.moment, changed, self.context.registry, self.context.compare
        )

    def _before_lists(self) -> Iterator[Times]:
        """If this list is the first one, yield the period from stamp 0 until the second list; otherwise nothing.

        Without a second list, the period has no end (None). Boards show the states of the first list at all moments
        before it.
        """
        first, second = self._connection.execute(_FIRST_LISTS, (self._incoming.moment,)).fetchone()
        if first == self._incoming.moment:
            yield 0, second
