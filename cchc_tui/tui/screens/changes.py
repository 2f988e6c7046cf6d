"""The board of changes since the reference: a leaderboard that asks another question when the reference is another."""

from __future__ import annotations

from cchc_tui.boards.table import Table
from cchc_tui.tui.ordering import Order
from cchc_tui.tui.queries import ChangesTableQuery, Query
from cchc_tui.tui.screens.table import TableScreen

#: The order in which the board's rows come.
_BY_RISE = Order("overdue_change", True)


class ChangesScreen(TableScreen):
    """Each unit's figures now and by how much they changed."""

    def __init__(self) -> None:
        super().__init__("changes")
        self._grid.own = _BY_RISE

    @property
    def _query(self) -> Query:
        reference = self.cchc.reference
        return ChangesTableQuery(None if reference is None else reference.at)

    def _heading(self, table: Table) -> str:
        """The reference stands at the right."""
        return "" if self.cchc.reference is not None else super()._heading(table)

    def rebase(self) -> None:
        """Changes are counted from something else: that is another question."""
        self.wants_changed()
        super().rebase()
