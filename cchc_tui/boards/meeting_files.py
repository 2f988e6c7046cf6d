"""The files that arrived during a meeting, shortened for the meeting's log and minutes: an hour may bring hundreds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cchc_tui.boards.exports import ExportRow

#: The most files listed: the newest ones, and refused ones.
NEWEST, REFUSED = 5, 10
_VERDICTS = ("accepted", "partial", "repeated", "refused")


@dataclass(frozen=True, slots=True)
class MeetingFiles:
    """Counts of the files that arrived during a meeting, and the few files to list.

    ``counts`` has the number of files by verdict, without verdicts that no file has. ``listed`` are the newest files
    and the newest refused files, in the order of arrival. Repeated files are listed only if there are too few accepted
    ones. Of several refused files with the same name and reason, only the last is listed. ``others`` is the number of
    files that are not listed.
    """

    counts: Mapping[str, int]
    listed: tuple[ExportRow, ...]
    others: int


def meeting_files(rows: Sequence[ExportRow]) -> MeetingFiles:
    """Count the files of a meeting by verdict, and choose those to list. ``rows`` are all files of the meeting."""
    counted = Counter(row.verdict for row in rows)
    newest = sorted(rows, key=lambda row: (row.arrived, row.id), reverse=True)
    taken = sorted((row for row in newest if row.verdict != "refused"), key=lambda row: row.verdict == "repeated")
    refused: dict[object, ExportRow] = {}
    for row in newest:
        if row.verdict == "refused":
            refused.setdefault((row.name, row.reason), row)
    listed = {row.id for row in (*taken[:NEWEST], *list(refused.values())[:REFUSED])}
    return MeetingFiles(
        {verdict: counted[verdict] for verdict in _VERDICTS if counted[verdict]},
        tuple(row for row in reversed(newest) if row.id in listed),
        len(rows) - len(listed),
    )
