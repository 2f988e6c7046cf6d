"""The kinds of acts in the audit log, and the error that stops an act which cannot be logged."""

from __future__ import annotations

from enum import StrEnum


class AuditedAct(StrEnum):
    """The kinds of acts in the audit log: what a user did or tried to do."""

    SHOWN = "shown"  # personal data, from now on
    HIDDEN = "hidden"  # personal data again
    TAKEN = "taken"  # a file of a screen, a paper, or a table in the clipboard
    ENTERED = "entered"  # a meeting's start or end, or an entry about a directive
    REFUSED = "refused"  # what the role does not allow


class NotLoggedError(OSError):
    """An act is stopped, because it is not certain that its entry in the audit log is on disk."""
