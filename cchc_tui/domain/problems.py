"""Problems in exports: what is wrong, and in which row and column.

The sentence is made only when a problem is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """The consequence of a problem for its file or row."""

    REFUSED = "refused"  # the whole file
    REJECTED = "rejected"  # the row is not loaded
    UNPLACED = "unplaced"  # the row is loaded, but without a unit
    NOTED = "noted"  # the row is loaded, with a remark


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem in an export.

    ``code`` names the kind of the problem and is the key of its sentence. ``row`` is the row's number in the sheet,
    from 1; 0 stands for the file itself. ``column`` is the heading as written. ``value`` is the value in that row and
    column, cleaned and cut to 200 characters. ``expected`` is a further value that the sentence for some codes needs.
    """

    severity: Severity
    code: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    value: str = ""
    expected: str = ""
