"""``cchc-tui check``: reads a file without loading it, and reports what a load would do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from cchc_tui import registry as registries
from cchc_tui import settings as all_settings
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.dossiers import DossierRow
from cchc_tui.domain.moments import Stamp, to_date
from cchc_tui.domain.problems import Problem, Severity
from cchc_tui.domain.units import Match
from cchc_tui.ingest import problems
from cchc_tui.ingest.reader_client import ReaderClient
from cchc_tui.ingest.records import BY_FIELD, Batch, Head, Item, Refused, Row, SheetRow, SummaryRow, Tail
from cchc_tui.ingest.safe_open import readable_name
from cchc_tui.registry import Registry
from cchc_tui.settings import DataFolder
from cchc_tui.sheets.kinds import SHEETS
from cchc_tui.texts.problems import report_line, sentence


def check_file(
    path: Path, data: Path, judge: Callable[[Iterator[Item], Registry], Iterator[Item]] = lambda items, _: items
) -> dict[str, Any]:
    """Read one file and return its JSON record. Scripts rely on the keys in the record.

    The registry and settings are those of the data folder. If the folder has none, the shipped registry and the default
    settings are used. ``judge`` adds problems that only boards can find. In the record, ``notes`` has the problems of
    loaded rows, in the same form as ``rejected``. Raises RegistryError if the registry or the settings are invalid.
    """
    folder = DataFolder(data)
    own = folder.registry if folder.registry.is_dir() else None
    registry = registries.load(own)
    reader = ReaderClient(own, all_settings.load(data).limits)
    try:
        return _Report(readable_name(str(path)), registry).build(judge(reader.read(path), registry))
    finally:
        reader.close()


def check_text(report: dict[str, Any]) -> str:
    """A JSON record as text: a line for the file, then a line for each problem.

    For a refused file, the first line is the reason of the refusal. Only lines for rejected rows follow.
    """
    if report["verdict"] == "refused":
        return "\n".join([str(report["reason"]), *(f"  {item['reason']}" for item in report["rejected"])])
    counts = (report["rows"], report["accepted"], len(report["rejected"]))
    sheet = SHEETS.get(report["kind"])
    said = (report["file"], report["kind"], report["format"], report["verdict"])
    lines = [report_line(*said, counts, sheet.title if sheet is not None else "")]
    lines += [f"  {item['reason']}" for item in (*report["rejected"], *report["notes"])]
    return "\n".join(lines)


def file_record(
    name: str, kind: str, file_format: str, counts: tuple[int, int], verdict: str, found: Sequence[Problem]
) -> dict[str, Any]:
    """The JSON record of a file.

    ``counts`` are the number of all rows and the number of accepted rows. ``verdict`` is "accepted", "partial",
    "refused" or "repeated". ``found`` has all problems of the file.
    """

    def told(*severities: Severity) -> list[dict[str, Any]]:
        return [{"row": each.row, "reason": sentence(each, name)} for each in found if each.severity in severities]

    rows, accepted = counts
    return {
        "file": name,
        "kind": kind,
        "format": file_format,
        "rows": rows,
        "accepted": accepted,
        "rejected": told(Severity.REJECTED),
        "verdict": verdict,
        "reason": refusal_text(name, found),
        "notes": told(Severity.NOTED, Severity.UNPLACED),
    }


def refusal_text(name: str, found: Sequence[Problem]) -> str:
    """The sentence that says why the file was refused; "" if it was not refused."""
    refusal = next((problem for problem in found if problem.severity is Severity.REFUSED), None)
    return sentence(refusal, name) if refusal else ""


class _Report:
    def __init__(self, name: str, registry: Registry):
        self._name = name
        self._registry = registry
        self._problems: list[Problem] = []
        self._rows_of: dict[str, int] = {}
        self._reported_units: set[tuple[str, ...]] = set()
        self._head: Head | None = None
        self._tail = Tail(0, 0, 0)

    def build(self, items: Iterator[Item]) -> dict[str, Any]:
        refused: Problem | None = None
        try:
            for item in items:
                self._add(item)
        except Refused as error:
            refused = error.problem
        rejected = [problem for problem in self._problems if problem.severity is Severity.REJECTED]
        if rejected and not self._tail.accepted and refused is None:
            refused = problems.make(Severity.REFUSED, problems.NOTHING_TAKEN, value=len(rejected))
        verdict = "refused" if refused else "partial" if rejected else "accepted"
        kind, file_format = (self._head.kind, self._head.format) if self._head else ("", "")
        found = [*self._problems, *([refused] if refused else [])]
        return file_record(self._name, kind, file_format, (self._tail.rows, self._tail.accepted), verdict, found)

    def _add(self, item: Item) -> None:
        if isinstance(item, Head):
            self._head = item
        elif isinstance(item, Batch):
            self._problems += item.problems
            for row in item.rows:
                self._look(row)
        else:
            self._tail = item

    def _look(self, row: Row) -> None:
        """Add the problems that a load would find in a row: a code that occurs twice, or an unknown unit."""
        units = self._registry.units
        match row:
            case DossierRow():
                self._look_for_code(row)
                names = row.agency, row.department
                self._check_unit(units.place(*names, to_date(row.received)), names, row.row)
            case SummaryRow() if row.named_by != BY_FIELD:
                match = units.find(row.unit_text, self._day(None), not row.named_by)
                self._check_unit(match, (row.unit_text,), row.row)
            case SheetRow() if self._head is not None:
                sheet = SHEETS[self._head.kind]
                day = self._day(sheet.latest_date([row.values]))
                for name in sheet.units_named(row.values):
                    self._check_unit(units.find(name, day), (name,), row.row)

    def _look_for_code(self, row: DossierRow) -> None:
        before = self._rows_of.get(row.code)
        if before is not None:
            sheet, code = self._head.sheet if self._head else "", problems.REPEATED_CODE
            again = problems.make(Severity.NOTED, code, sheet, row.row, "", row.code, str(before))
            self._problems.append(again)
        self._rows_of[row.code] = row.row

    def _day(self, since: Stamp | None) -> date:
        """The day on which the names of units in a row are looked up. ``since`` is the latest date in the row, or None.

        It is the day that the file states, or else the day of ``since``, or else today.
        """
        said = self._head.moment if self._head else None
        return to_date(said or since or Clock().now())

    def _check_unit(self, match: Match, names: tuple[str, ...], row: int) -> None:
        if match.unit is None and names not in self._reported_units:
            self._reported_units.add(names)
            sheet = self._head.sheet if self._head else ""
            self._problems.append(problems.unplaced(match, names, row, sheet))
