"""The columns of tables in documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Align: TypeAlias = Literal["left", "center", "right", "justify"]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table in a document: its heading, its width in millimetres, and the alignment of its cells."""

    title: str
    width: float
    align: Align = "right"


def columns_of(titles: Sequence[str], widths: Sequence[float], named: int = 0) -> list[TableColumn]:
    """Columns of a table, aligned for their content. ``widths`` are in millimetres.

    The column with the index ``named`` has names. Columns before it have row numbers, columns after it have figures.
    """
    sides: list[Align] = ["center" if n < named else "left" if n == named else "right" for n in range(len(titles))]
    return [TableColumn(*each) for each in zip(titles, widths, sides, strict=True)]
