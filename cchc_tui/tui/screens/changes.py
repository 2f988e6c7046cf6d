"""The board of changes since the reference: a leaderboard that asks another question when the reference is another."""

from __future__ import annotations

from cchc_tui.tui.queries import ChangesTableQuery, Query
from cchc_tui.tui.screens.table import TableScreen


class ChangesScreen(TableScreen):
    """Each unit's figures now and by how much they changed."""

    def __init__(self) -> None:
        super().__init__("changes")

    @property
    def _query(self) -> Query:
        reference = self.cchc.reference
        return ChangesTableQuery(None if reference is None else reference.at)

    def rebase(self) -> None:
        """Changes are counted from something else: that is another question."""
        self.wants_changed()
        super().rebase()
