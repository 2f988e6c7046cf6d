"""What the audit log lists, and the error that stops what cannot be logged."""

from __future__ import annotations

from enum import StrEnum


class AuditedAct(StrEnum):
    """What somebody did, or tried to do."""

    SHOWN = "shown"  # personal data, from now on
    HIDDEN = "hidden"  # personal data again
    TAKEN = "taken"  # a file of a screen, a paper, or a table in the clipboard
    ENTERED = "entered"  # a meeting's start or end, or an entry about a directive
    REFUSED = "refused"  # what the role does not allow


class NotLoggedError(OSError):
    """It is not certain that an entry of the audit log is on disk. What was to be logged must not happen."""
