"""The entries of the audit log, in the form in which they are stored as JSON."""

from __future__ import annotations

import socket

import msgspec

from cchc_tui.domain.audit import AuditedAct
from cchc_tui.domain.privacy import AccessRecord
from cchc_tui.ingest.cleaning import clean

#: Longest text of an entry, in characters.
LONGEST_TEXT = 200


class AuditEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of the audit log.

    ``at`` is local time in ISO form, by the clock of the machine that writes the log. ``user`` is the account of the
    viewer's process, as the kernel reports it. ``name``, ``role`` and ``unit`` are those of the viewer ("": none
    given). ``what`` says what the act was about: a reason, a file, a mark, or what was refused.
    """

    at: str = ""
    act: AuditedAct
    user: str = ""
    name: str = ""
    role: str = ""
    unit: str = ""
    host: str = ""
    what: str = ""


class AuditRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A viewer's request to log an entry: the entry without ``at`` and ``user``.

    ``access`` is the access to personal data that begins or ends with the entry; None if there is no such access.
    """

    entry: AuditEntry
    access: AccessRecord | None = None


def cleaned(entry: AuditEntry) -> AuditEntry:
    """A copy of the entry whose texts are printable, and have at most ``LONGEST_TEXT`` characters.

    If ``host`` is "", it becomes the name of this machine.
    """
    texts = {name: getattr(entry, name) for name in ("user", "name", "role", "unit", "host", "what")}
    texts["host"] = texts["host"] or socket.gethostname()
    short = {name: clean(text.encode("utf-8", "replace").decode())[:LONGEST_TEXT] for name, text in texts.items()}
    return msgspec.structs.replace(entry, **short)
