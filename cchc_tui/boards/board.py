"""What a board is to whoever asks it: a name, its groupings, and an answer as JSON and as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from cchc_tui.boards.table import Table
from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.privacy import HIDDEN, Shows
from cchc_tui.texts.boards import TITLES

if TYPE_CHECKING:
    from cchc_tui.boards.source import Source

#: What the rows of a board may be.
By: TypeAlias = Literal["unit", "field", "procedure", "officer", "age"]
GROUPINGS: tuple[By, ...] = get_args(By)


@dataclass(frozen=True, slots=True)
class BoardQuery:
    """What is asked of a board: a moment (None: now) and what of persons it may tell; and where the board has them a
    grouping, one unit, the units of one level, dates as first seen, and since when changes count (None: the first
    reference).
    """

    at: Stamp | None = None
    by: By = "unit"
    unit: str | None = None
    first_seen: bool = False
    shows: Shows = HIDDEN
    since: Stamp | None = None
    level: str = ""


@dataclass(frozen=True, slots=True)
class BoardResult:
    """A board in both forms."""

    json: Callable[[], dict[str, Any]]
    table: Callable[[], Table]


@dataclass(frozen=True, slots=True)
class Board:
    """A board of the command line: its name there, whether it takes --by and --unit, and what answers."""

    name: str
    groupings: tuple[By, ...]
    answer: Callable[[Source, BoardQuery], BoardResult]

    @property
    def title(self) -> str:
        """What it is called."""
        return TITLES[self.name]
