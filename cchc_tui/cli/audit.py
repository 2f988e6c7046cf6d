"""``cchc-tui audit``: prints who saw personal data, and what was exported, entered or refused."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import msgspec

from cchc_tui.audit.entries import AuditEntry
from cchc_tui.audit.log import BadAuditLine, read
from cchc_tui.boards.table import Column, Table, ValueType
from cchc_tui.cli.audit_details import detail, role_name
from cchc_tui.cli.folders import data_folder, data_option
from cchc_tui.cli.output import check_terminal, content_of, give, output_options
from cchc_tui.domain.audit import AuditedAct
from cchc_tui.domain.moments import from_epoch, iso, parse_iso
from cchc_tui.settings import DataFolder
from cchc_tui.texts import cli as texts
from cchc_tui.texts.audit import ACTS, AUDIT, HEADINGS
from cchc_tui.texts.language import tr

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(help=texts.CLI.audit)
@click.option("--since", type=_DAY, metavar="D", help=AUDIT.since)
@click.option("--until", type=_DAY, metavar="D", help=AUDIT.until)
@click.option("--user", help=AUDIT.user)
@click.option("--act", type=click.Choice([act.value for act in AuditedAct]), help=AUDIT.act)
@output_options
@data_option
def command(
    since: datetime | None,
    until: datetime | None,
    user: str | None,
    act: str | None,
    form: str,
    out: Path | None,
    data: Path | None,
) -> None:
    """Print the entries of the audit log that the options select.

    Exit with 1 if the log cannot be read, or if a line of the log is not an entry.
    """
    check_terminal(form, out)
    folder = DataFolder(data_folder(data))
    first = since.date().isoformat() if since else ""
    last = until.date().isoformat() if until else "9"
    entries: list[AuditEntry] = []
    bad: list[BadAuditLine] = []
    try:
        for entry in read(folder):
            if isinstance(entry, BadAuditLine):
                bad.append(entry)
            elif first <= entry.at[:10] <= last and entry.act == (act or entry.act) and user in (None, entry.user):
                entries.append(entry)
    except OSError as error:
        click.echo(AUDIT.unreadable.format(reason=error.strerror or error, folder=folder.path), err=True)
        sys.exit(1)
    give(content_of(AuditTable(entries), form), out)
    for line in bad:
        click.echo(AUDIT.bad_line.format(line=line.line, file=line.file), err=True)
    sys.exit(1 if bad else 0)


@dataclass(frozen=True)
class AuditTable:
    """Entries of the audit log, as JSON or as a table. Their order stays the same."""

    entries: Sequence[AuditEntry]

    def json(self) -> dict[str, Any]:
        """The entries with all their fields, in the form in which the log stores them."""
        return {"as_of": iso(_now()), "rows": [msgspec.to_builtins(entry) for entry in self.entries]}

    def table(self) -> Table:
        """The entries as a table for people, in the current language."""
        types = {"at": ValueType.MOMENT}
        columns = tuple(Column(key, tr(title), types.get(key, ValueType.TEXT)) for key, title in HEADINGS.items())
        rows = tuple(
            (
                parse_iso(entry.at),
                tr(ACTS[entry.act]),
                entry.user,
                role_name(entry.role),
                entry.unit,
                entry.host,
                detail(entry),
            )
            for entry in self.entries
        )
        return Table("audit", AUDIT.title, _now(), None, columns, rows, of_exports=False)


def _now() -> int:
    return from_epoch(time.time())
