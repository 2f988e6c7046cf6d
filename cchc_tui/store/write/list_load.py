"""Base class of the two loaders of dossier lists."""

from __future__ import annotations

from cchc_tui.store.count import count_snapshots
from cchc_tui.store.write import reconcile
from cchc_tui.store.write.loader import Loader


class ListLoad(Loader):
    """Loads a dossier list."""

    def settle(self, refused: bool) -> None:
        """Save the snapshot of counts after the list, and compare it with unit summaries."""
        of = self.context
        if not refused:
            count_snapshots.save_snapshot(of.connection, of.registry.calendar, of.incoming.moment)
        reconcile.after_list(of.connection, of.incoming.moment, of.registry, of.compare)
