"""The files that came in a meeting, as its log and its minutes list them: hundreds arrive in an hour."""

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
    """The number of files of each verdict (none is 0), the files to list in the order of arrival, and how many others.

    Listed are the newest files, repeated ones only where there are too few others, and the newest refused files. Of
    several refused files with the same name and reason only the last one is listed.
    """

    counts: Mapping[str, int]
    listed: tuple[ExportRow, ...]
    others: int


def meeting_files(rows: Sequence[ExportRow]) -> MeetingFiles:
    """The files of a meeting; ``rows`` are all of them."""
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
