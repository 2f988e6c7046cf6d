"""The columns of the tables that hold a dossier's states. All SQL statements take the columns from here."""

from __future__ import annotations

from cchc_tui.domain.dossiers import COMMON_TEXTS, DATES

#: The content columns that refer to ``term``. Agency and department together refer to ``place``.
TERMS = tuple(name for name in COMMON_TEXTS if name not in ("agency", "department", "helper"))
#: The columns for an export's data on a dossier, without personal data. All are integers. ``helper`` is 1 if a row
#: names a helper.
CONTENT = ("status", "status_text", *DATES, "date_only", "place", *TERMS[1:], "helper")
#: The columns by which a state is counted.
COUNT_COLUMNS = (
    *("unit", "procedure", "field", "officer", "procedure_code", "channel"),
    *("settled", "received", "due", "finished", "returned"),
)
#: The columns stored beside the content: its source, the start of the state, and values derived from the content.
STATE = ("export", "since", "row", "unit", "settled", "defects")


def listed(*groups: tuple[str, ...], table: str = "") -> str:
    """The columns of all groups as an SQL list.

    With ``table``, each column has the table's name and a dot before it.
    """
    prefix = f"{table}." if table else ""
    return ", ".join(prefix + name for group in groups for name in group)


def placeholders(*groups: tuple[str, ...]) -> str:
    """An SQL list with one question mark for each column of all groups."""
    return ", ".join("?" for group in groups for _ in group)


def assigned(*groups: tuple[str, ...]) -> str:
    """An SQL list with ``COLUMN = ?`` for each column of all groups."""
    return ", ".join(f"{name} = ?" for group in groups for name in group)
