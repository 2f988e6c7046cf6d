"""The content of an export besides the rows of the screen's grids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cchc_tui.boards.dossiers import DossierLine, DossierList
    from cchc_tui.boards.table import Table
    from cchc_tui.tui.widgets.columns import GridRow


class Paged(NamedTuple):
    """A list of dossiers that is fetched page by page, and the function that makes a row from a line."""

    found: DossierList
    row: Callable[[DossierLine], GridRow]


class ExportParts(NamedTuple):
    """``tables`` replace the grids' tables, ``before`` precede them, ``paged`` is the list in the first grid."""

    paged: Paged | None = None
    tables: Sequence[Table] | None = None
    before: Sequence[Table] = ()
