"""The filter that selects the dossiers behind a figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

#: "unclosed" are open or waiting dossiers whose result was handed out; "returned_open" are the open ones of these.
#: "received" are dossiers received from the start of the year; "online" and "offline" are those of them of which a list
#: says that they came online or in another way.
Only: TypeAlias = Literal[
    "late", "overdue", "resolved_late", "unclosed", "returned_open", "due_soon", "due_today", "waiting", "all",
    "online", "offline", "received",
]  # fmt: skip
#: The parts of the dossiers received in the year, whatever their state.
RECEIVED: tuple[Only, ...] = ("online", "offline", "received")


@dataclass(frozen=True, slots=True)
class DossierFilter:
    """Selects dossiers by unit (None: all units), by state, and by group, such as a field or an officer.

    ``evidence`` is the key of a model practice (None: none). With a practice, the filter selects only dossiers of
    ``unit`` that show the practice. These may have ended in earlier years.
    """

    unit: str | None = None
    only: Only = "late"
    field: str | None = None
    procedure: str | None = None
    officer: str | None = None  # the key of an officer's row on the late board
    band: str | None = None  # the key of an age band's row on the late board
    return_age: str | None = None  # the key of a band of days since the return, on the board of unclosed dossiers
    evidence: str | None = None
    text: str = ""  # words in the code, procedure, field or unit; after "!": leaves out dossiers with all words
    sort: str = ""  # the key of a column, after "-" in descending order; "": most days late first
    level: str = ""  # "city" or "commune": only units of that level; "": all
