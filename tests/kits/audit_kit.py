"""For tests of the audit log: the parts of a data folder that the log needs, and the log's entries."""

from __future__ import annotations

from pathlib import Path

from cchc_tui.audit import log
from cchc_tui.audit.entries import AuditEntry, AuditRequest
from cchc_tui.domain.audit import AuditedAct
from cchc_tui.settings import DataFolder


def office_below(parent: Path) -> DataFolder:
    """Make a data folder that other accounts may enter. Its path is too long for a socket's address."""
    deep = parent / ("thư mục của ủy ban nhân dân thành phố " * 3)
    office = DataFolder(deep)
    for part in (office.inbox, office.archive, office.state, office.registry):
        part.mkdir(parents=True)
    for part in (*deep.parents[: len(deep.parents) - 2], deep, office.state):
        part.chmod(part.stat().st_mode | 0o011)
    office.inbox.chmod(0o755)
    return office


def entries(folder: DataFolder) -> list[AuditEntry]:
    """All entries of the log. Fails if the log has a line that is not an entry."""
    found = list(log.read(folder))
    assert all(isinstance(entry, AuditEntry) for entry in found)
    return [entry for entry in found if isinstance(entry, AuditEntry)]


def request(what: str, **fields: str) -> AuditRequest:
    """The request to log that a viewer takes something along."""
    return AuditRequest(entry=AuditEntry(act=AuditedAct.TAKEN, what=what, **fields))
