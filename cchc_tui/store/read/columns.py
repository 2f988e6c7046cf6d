"""The columns that a dossier's states have in common, in one place, so that every statement names them alike."""

from __future__ import annotations

#: What an export says of a dossier and no person is in: all whole numbers, texts by their number in ``term``.
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
#: Personal data (DOMAIN §8): text, read by no board.
PERSONAL = ("applicant", "submitter", "phone", "address")
#: Content that is a number of ``term``.
TERMS = ("status_text", "procedure_code", "procedure", "field", "officer", "channel", "helper")
#: What the tally counts a state by.
COUNT_COLUMNS = ("unit", "procedure", "field", "officer", "standing", "received", "due", "finished", "returned")
#: What is kept of a state besides its content: where it came from, since when it holds, what follows from its content.
STATE = ("export", "since", "row", "unit", "standing", "defects")


def listed(*groups: tuple[str, ...], table: str = "") -> str:
    """The columns as SQL names them, one after the other."""
    prefix = f"{table}." if table else ""
    return ", ".join(prefix + name for group in groups for name in group)


def placeholders(*groups: tuple[str, ...]) -> str:
    """As many question marks as columns."""
    return ", ".join("?" for group in groups for _ in group)


def assigned(*groups: tuple[str, ...]) -> str:
    """``column = ?`` for each column."""
    return ", ".join(f"{name} = ?" for group in groups for name in group)
