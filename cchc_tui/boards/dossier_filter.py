"""Which dossiers are meant: those behind a figure, or those that are looked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Only: TypeAlias = Literal["late", "overdue", "resolved_late", "unclosed", "due_soon", "due_today", "waiting", "all"]


@dataclass(frozen=True, slots=True)
class DossierFilter:
    """Which dossiers: of a unit (None: of all), in a state, of a group.

    With ``evidence``, a practice's key, those of the unit that show it at the moment, whenever they ended.
    """

    unit: str | None = None
    only: Only = "late"
    field: str | None = None
    procedure: str | None = None
    officer: str | None = None  # the key of an officer's row on the late board
    band: str | None = None  # the key of an age band's row on the late board
    evidence: str | None = None
    text: str = ""  # words that all stand in its code, procedure, field or unit; with "!" before them: that don't
    sort: str = ""  # the key of a column, with "-" before it for the largest first; "": most days late first
    level: str = ""  # "city" or "commune": of units of that level; "": of any
