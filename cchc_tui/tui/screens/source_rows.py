"""The views of board 0 as rows of a grid and as sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from cchc_tui.boards.exports import Difference, ExportRow, ExportsBoard, ProblemCount
from cchc_tui.boards.findings import FindingsBoard
from cchc_tui.domain.privacy import AccessRecord
from cchc_tui.domain.problems import Problem
from cchc_tui.domain.units import Unit
from cchc_tui.texts.language import tr
from cchc_tui.texts.tui import COLUMNS, SUMMARY_COLUMNS, TEXT, VERDICTS, VIEWS_BRIEF
from cchc_tui.texts.tui import VIEWS as VIEW_TEXTS
from cchc_tui.texts.tui_privacy import COLUMNS as PRIVACY_COLUMNS
from cchc_tui.texts.tui_privacy import PRIVACY
from cchc_tui.texts.tui_privacy import VIEW as PRIVACY_VIEW
from cchc_tui.tui.screens.finding_rows import FOUND_COLUMNS, found_rows
from cchc_tui.tui.style.formats import day_time, moment, number
from cchc_tui.tui.style.problem_text import sentence_within
from cchc_tui.tui.style.render import Line, Span, crop, wrap
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow
from cchc_tui.tui.widgets.ordering import Order

_VERDICT_ROLES = {
    "accepted": TextRole.GOOD,
    "partial": TextRole.WARN,
    "refused": TextRole.BAD,
    "repeated": TextRole.DIM,
}


class Boards(NamedTuple):
    """The answers that the views show, None until they come, and the registry's units by key."""

    exports: ExportsBoard | None = None
    found: FindingsBoard | None = None
    units: Mapping[str, Unit] = MappingProxyType({})

    def short(self, unit: str | None) -> str:
        """The registry's short name of a unit; "" for an unknown key."""
        found = self.units.get(unit or "")
        return found.brief if found else ""


@dataclass(frozen=True)
class SourceView:
    """A view of board 0: its columns, a function that makes its rows, and one that counts them without a limit.

    ``title``, ``nothing`` (the text while there are no rows) and ``brief`` are source texts, translated when drawn.
    """

    key: str
    title: str
    nothing: str
    columns: tuple[GridColumn, ...]
    rows: Callable[[Boards], list[GridRow]]
    count: Callable[[Boards], int]
    default_order: Order  # the order of the rows in the answer
    brief: str = ""  # a shorter title; "": none

    def called(self, brevity: int) -> str:
        """The translated title. ``brevity`` 0: whole, 1: the view's own shorter one if any, 2: the shortest."""
        brief = self.brief or (VIEWS_BRIEF.get(self.key, "") if brevity > 1 else "")
        return tr(brief if brevity and brief else self.title)


def _column(key: str, cells: int, **more: object) -> GridColumn:
    return GridColumn(key, COLUMNS[key][0], cells, **more)  # type: ignore[arg-type]


def _file_rows(boards: Boards) -> list[GridRow]:
    return (
        []
        if boards.exports is None
        else [
            GridRow(
                str(row.id),
                (
                    Cell(day_time(row.arrived), TextRole.DIM, value=row.arrived),
                    Cell(VERDICTS.get(row.verdict, row.verdict), _VERDICT_ROLES.get(row.verdict, TextRole.TEXT)),
                    Cell(row.label),
                    Cell(row.kind_brief),
                    Cell(day_time(row.moment), value=row.moment),
                    Cell(number(row.rows), value=row.rows),
                    *(Cell(number(n), value=n) for n in (row.loaded, row.changed, row.unchanged, row.older)),
                    Cell(number(row.rejected) if row.rejected else "", TextRole.WARN, value=row.rejected),
                ),
            )
            for row in boards.exports.rows
        ]
    )


def _found_rows(boards: Boards) -> list[GridRow]:
    return [] if boards.found is None else found_rows(boards.found.rows, boards.short)


def _problem_rows(boards: Boards) -> list[GridRow]:
    return (
        []
        if boards.exports is None
        else [
            GridRow(
                finding.key,
                (
                    Cell(number(finding.count), TextRole.STRONG, value=finding.count),
                    Cell(sentence_within(finding.example)),
                    Cell(finding.export_name or TEXT.as_of_now, TextRole.DIM),
                ),
            )
            for finding in boards.exports.findings
        ]
    )


def _difference_rows(boards: Boards) -> list[GridRow]:
    return (
        []
        if boards.exports is None
        else [
            GridRow(
                one.key,
                (
                    Cell(one.unit_text or TEXT.total_row, short=boards.short(one.unit)),
                    Cell(SUMMARY_COLUMNS.get(one.column, one.column)),
                    Cell(number(one.said), TextRole.STRONG, value=one.said),
                    Cell(number(one.ours), TextRole.STRONG, value=one.ours),
                    Cell(one.export_name, TextRole.DIM),
                ),
            )
            for one in boards.exports.differences
        ]
    )


def _access_rows(boards: Boards) -> list[GridRow]:
    if boards.exports is None:
        return []
    return [
        GridRow(
            access.key,
            (
                Cell(day_time(access.at), TextRole.DIM, value=access.at),
                Cell(day_time(access.until), TextRole.TEXT if access.over else TextRole.DIM, value=access.until),
                Cell(f"{access.user} · {access.host}"),
                Cell(access.reason, TextRole.STRONG),
            ),
        )
        for access in boards.exports.accesses
    ]


def access_lines(access: AccessRecord, cells: int) -> list[Line]:
    """The sentence on one access to personal data."""
    until = moment(access.until) if access.over else f"{moment(access.until)} ({PRIVACY.still})"
    words = PRIVACY.sentence.format(
        since=moment(access.at),
        until=until,
        user=access.user,
        host=access.host,
        folder=access.folder,
        reason=access.reason,
    )
    return [(Span(f"  {part}"),) for part in wrap(words, cells - 4)]


VIEWS: tuple[SourceView, ...] = (
    SourceView(
        "files",
        *VIEW_TEXTS["files"],
        (
            _column("arrived", 11, kind="moment"),
            _column("verdict", 10, watch=True),
            _column("file", 30, cut=True, grow=60, stays=True),
            _column("kind", 8, drop=3),
            _column("moment", 11, drop=2, kind="moment"),
            _column("rows", 8, right=True, kind="count"),
            _column("loaded", 6, right=True, drop=5, kind="count"),
            _column("changed", 8, right=True, drop=4, kind="count"),
            _column("unchanged", 9, right=True, drop=6, kind="count"),
            _column("older", 6, right=True, drop=7, kind="count"),
            _column("rejected", 7, right=True, drop=1, kind="count"),
        ),
        _file_rows,
        lambda boards: boards.exports.listed if boards.exports is not None else 0,
        Order("arrived", True),
    ),
    SourceView(
        "found",
        *VIEW_TEXTS["found"],
        FOUND_COLUMNS,
        _found_rows,
        lambda boards: sum(boards.found.counts.values()) if boards.found is not None else 0,
        Order(),
    ),
    SourceView(
        "problems",
        *VIEW_TEXTS["problems"],
        (
            _column("count", 7, right=True, kind="count"),
            _column("finding", 30, cut=True, grow=100, stays=True),
            _column("file", 16, cut=True, drop=1, grow=40),
        ),
        _problem_rows,
        lambda boards: len(boards.exports.findings) if boards.exports is not None else 0,
        Order("count", True),
    ),
    SourceView(
        "differences",
        *VIEW_TEXTS["differences"],
        (
            _column("unit", 14, measured=True, stays=True, cut=True),
            _column("column", 27, cut=True),
            _column("said", 8, right=True, kind="count"),
            _column("ours", 9, right=True, kind="count"),
            _column("file", 14, cut=True, drop=1, grow=40),
        ),
        _difference_rows,
        lambda boards: len(boards.exports.differences) if boards.exports is not None else 0,
        Order(),
    ),
    SourceView(
        "accesses",
        PRIVACY_VIEW[0],
        PRIVACY_VIEW[1],
        tuple(
            GridColumn(key, PRIVACY_COLUMNS[key][0], cells, **more)
            for key, cells, more in (
                ("looked_from", 11, {"kind": "moment"}),
                ("looked_to", 11, {"kind": "moment"}),
                ("looker", 16, {"cut": True, "grow": 30}),
                ("reason", 24, {"cut": True, "grow": 80}),
            )
        ),
        _access_rows,
        lambda boards: len(boards.exports.accesses) if boards.exports is not None else 0,
        Order("looked_from", True),
        PRIVACY_VIEW[2],
    ),
)


def file_lines(row: ExportRow, problems: Sequence[Problem], cells: int, room: int) -> list[Line]:
    """The lines on one file: its verdict and figures, then its problems, as many as fit into ``room``."""
    verdict = VERDICTS.get(row.verdict, row.verdict)
    title: list[Span] = [Span(f" {verdict}", _VERDICT_ROLES.get(row.verdict, TextRole.TEXT))]
    if row.moment is not None:
        title.append(Span(f"   {TEXT.moment_of_file.format(when=moment(row.moment))}", TextRole.DIM))
    lines: list[Line] = [crop((*title, Span(f"   {row.label}", TextRole.STRONG)), cells)]
    if row.reason is not None:
        lines += _sentence(sentence_within(row.reason), cells, TextRole.TEXT)
    if row.verdict == "repeated":
        lines += _sentence(TEXT.repeats, cells, TextRole.DIM)
    elif row.verdict != "refused":
        figures = TEXT.file_figures.format(
            rows=number(row.rows),
            loaded=number(row.loaded),
            rejected=number(row.rejected),
            changed=number(row.changed),
            unchanged=number(row.unchanged),
            older=number(row.older),
        )
        lines += _sentence(figures, cells, TextRole.DIM)
    for place, problem in enumerate(problems):
        sentence = _sentence(sentence_within(problem), cells, TextRole.TEXT)
        if len(lines) + len(sentence) >= room and place < len(problems) - 1:
            return [*lines, (Span(f"   {TEXT.more_problems.format(n=number(len(problems) - place))}", TextRole.DIM),)]
        lines += sentence
    return lines


def finding_lines(finding: ProblemCount, cells: int) -> list[Line]:
    """The sentence on a kind of problem, with an example and how often it occurs."""
    sentence = sentence_within(finding.example)
    words = (
        TEXT.finding_in.format(n=number(finding.count), sentence=sentence)
        if finding.export_name
        else TEXT.finding_now.format(n=number(finding.count), sentence=sentence)
    )
    return [(Span(f"  {part}"),) for part in wrap(words, cells - 4)]


def difference_sentence(one: Difference) -> str:
    """The sentence on a difference between a unit summary and the loaded dossiers."""
    column = SUMMARY_COLUMNS.get(one.column, one.column)
    sentences = {"identity": TEXT.identity_sentence, "no_field": TEXT.no_field_sentence}
    template = sentences.get(one.kind, TEXT.difference_sentence)
    return template.format(
        unit=one.unit_text or TEXT.total_row,
        column=column,
        said=number(one.said),
        ours=number(one.ours),
        when=moment(one.compared_at),
    )


def _sentence(text: str, cells: int, role: TextRole) -> list[Line]:
    return [
        (Span("   " if place else " · ", TextRole.DIM), Span(part, role))
        for place, part in enumerate(wrap(text, cells - 5))
    ]
