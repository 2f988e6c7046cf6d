"""The columns of tables in Word documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Align: TypeAlias = Literal["left", "center", "right", "justify"]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table in a Word document: its heading, its width in millimetres, and the alignment of its cells."""

    title: str
    width: float
    align: Align = "right"


def columns_of(titles: Sequence[str], widths: Sequence[float], named: int = 0) -> list[TableColumn]:
    """Make the columns of a table from their headings and their widths in millimetres.

    The column with the index ``named`` has names, aligned to the left. The columns before it have row numbers, centred.
    The columns after it have figures, aligned to the right.
    """
    sides: list[Align] = ["center" if n < named else "left" if n == named else "right" for n in range(len(titles))]
    return [TableColumn(*each) for each in zip(titles, widths, sides, strict=True)]
