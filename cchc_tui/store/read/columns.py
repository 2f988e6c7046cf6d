"""The columns of a dossier's states, in one place, so that all statements use the same ones."""

from __future__ import annotations

#: What an export says of a dossier, without persons. All are integers; texts are numbers in ``term``.
CONTENT = (
    "status",
    "status_text",
    "received",
    "due",
    "finished",
    "returned",
    "date_only",
    "place",
    "procedure_code",
    "procedure",
    "field",
    "officer",
    "channel",
    "helper",
)
#: Personal data (DOMAIN §8): texts that no board reads.
PERSONAL = ("applicant", "submitter", "phone", "address")
#: The content columns that are numbers in ``term``.
TERMS = ("status_text", "procedure_code", "procedure", "field", "officer", "channel", "helper")
#: The columns by which a state is counted.
COUNT_COLUMNS = ("unit", "procedure", "field", "officer", "standing", "received", "due", "finished", "returned")
#: What is stored with the content: the source, since when the state holds, and what follows from the content.
STATE = ("export", "since", "row", "unit", "standing", "defects")


def listed(*groups: tuple[str, ...], table: str = "") -> str:
    """The columns as an SQL list."""
    prefix = f"{table}." if table else ""
    return ", ".join(prefix + name for group in groups for name in group)


def placeholders(*groups: tuple[str, ...]) -> str:
    """One question mark per column, as an SQL list."""
    return ", ".join("?" for group in groups for _ in group)


def assigned(*groups: tuple[str, ...]) -> str:
    """``column = ?`` for each column."""
    return ", ".join(f"{name} = ?" for group in groups for name in group)
