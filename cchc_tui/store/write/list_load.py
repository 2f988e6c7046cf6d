"""Base class of the two loaders of dossier lists."""

from __future__ import annotations

from cchc_tui.store.count.counts_table import CountDeltas, write_counts
from cchc_tui.store.count.practice_sums import remove_sums
from cchc_tui.store.write import reconcile
from cchc_tui.store.write.encoding import RowEncoder
from cchc_tui.store.write.loader import LoadContext, Loader


class ListLoad(Loader):
    """Loads a dossier list."""

    def __init__(self, context: LoadContext) -> None:
        super().__init__(context)
        self._connection, self._incoming = context.connection, context.incoming
        self._deltas = CountDeltas(context.connection, context.registry.calendar, context.incoming.moment)
        self._encoder = RowEncoder(context.connection, context.registry, context.incoming.moment)

    def settle(self, refused: bool) -> None:
        """Write the counts after the list, and compare it with unit summaries."""
        of = self.context
        if not refused:
            remove_sums(of.connection, of.incoming.moment)
            write_counts(of.connection, of.registry.calendar, of.incoming.moment, self._deltas)
        reconcile.after_list(of.connection, of.incoming.moment, of.registry, of.compare)
