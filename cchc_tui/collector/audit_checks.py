"""Checks of the audit log, for ``doctor`` and ``status``.

They report a log that others than the collector's account can read or write, and a collector that receives no entries.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from cchc_tui.collector.status import CollectorStatus
from cchc_tui.settings import DataFolder
from cchc_tui.texts import audit as texts


class AuditFault(NamedTuple):
    """A fault of the audit log. ``text`` is a sentence that describes the fault, ``cure`` says what to do.

    ``code`` names the kind of fault in the output of ``status --json``.
    """

    code: str  # "audit": entries cannot be written; "audit_open": other accounts may read or write them
    text: str
    cure: str


def audit_faults(folder: DataFolder, collector: CollectorStatus) -> Iterator[AuditFault]:
    """Yield the faults of the audit log.

    Only root and the owner can look into the log's folder; other users get fewer faults.
    """
    listens = collector.alive and not collector.stalled and collector.role in {"service", "viewer"}
    if listens and not folder.audit_socket.is_socket():
        yield AuditFault("audit", texts.no_socket(folder.audit_socket), texts.AUDIT.start_again)
    with suppress(OSError):  # the first entry makes the folder
        owner = folder.path.stat().st_uid
        for path in (folder.audit, *sorted(folder.audit.glob("*.jsonl"))):
            facts = path.stat(follow_symlinks=False)
            if facts.st_uid != owner:
                yield AuditFault("audit", texts.of_another_account(path), texts.give(folder.audit, folder.path))
                return
            if facts.st_mode & 0o077:
                mode = stat.S_IMODE(facts.st_mode)
                yield AuditFault("audit_open", texts.open_to_others(path, mode), texts.give(folder.audit, folder.path))
                return
