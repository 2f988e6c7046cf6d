"""What a screen gives to an export besides the rows of its grids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cchc_tui.boards.dossiers import DossierLine, DossierList
    from cchc_tui.boards.table import Table
    from cchc_tui.tui.widgets.columns import GridRow


class Paged(NamedTuple):
    """A list of dossiers: which, and how a line of it becomes a row."""

    found: DossierList
    row: Callable[[DossierLine], GridRow]


class ExportParts(NamedTuple):
    """``tables`` replace those of the screen's grids, ``before`` stand before them, ``paged`` are a grid's rows."""

    paged: Paged | None = None
    tables: Sequence[Table] | None = None
    before: Sequence[Table] = ()
