"""What could not be understood, kept with where it stood: a problem is data; its sentence is made when shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What became of the thing that the problem is about."""

    REFUSED = "refused"  # the whole file
    REJECTED = "rejected"  # the row: kept here, counted nowhere
    UNPLACED = "unplaced"  # the row is loaded, but in no unit
    NOTED = "noted"  # the row is loaded; something about it is worth knowing


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that an export said and we could not take as it was.

    ``code`` names the kind (a key of the texts); ``row`` is the sheet's own 1-based number, 0 for the file itself;
    ``column`` is the heading as written; ``value`` is what stood there, cleaned and cut to 200 characters;
    ``expected`` completes the sentence where the kind alone does not say it.
    """

    severity: Severity
    code: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    value: str = ""
    expected: str = ""
