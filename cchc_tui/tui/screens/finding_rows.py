"""Findings (wrong data, or data changed after the fact) as rows of a grid and as sentences."""

from __future__ import annotations

from collections.abc import Callable

from cchc_tui.boards.findings import FindingRow
from cchc_tui.domain.findings import FindingKind
from cchc_tui.texts import findings as texts
from cchc_tui.texts.tui import COLUMNS
from cchc_tui.tui.style.formats import day_time, moment, number
from cchc_tui.tui.style.render import Line, Span, crop, wrap
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow

#: Findings that affect reported figures, drawn in colour; the other kinds are errors in the data.
_GRAVE = frozenset(
    {
        FindingKind.BACKDATED,
        FindingKind.CLOSED_IN_PAST,
        FindingKind.DUE_MOVED,
        FindingKind.VANISHED,
        FindingKind.RECONCILIATION,
    }
)

FOUND_COLUMNS = (
    GridColumn("found", COLUMNS["found"][0], 22, measured=True, stays=True),
    GridColumn("unit", COLUMNS["unit"][0], 10, measured=True),
    GridColumn("was", COLUMNS["was"][0], 11, drop=1, kind="moment"),
    GridColumn("became", COLUMNS["became"][0], 11, drop=2, kind="moment"),
    GridColumn("seen_at", COLUMNS["seen_at"][0], 11, drop=3, kind="moment"),
    GridColumn("code", COLUMNS["code"][0], 24, drop=4, tail=True, short=13),
    GridColumn("file", COLUMNS["file"][0], 16, cut=True, drop=5, grow=40),
)


def found_rows(found: tuple[FindingRow, ...], short: Callable[[str], str]) -> list[GridRow]:
    """One row per finding, in the board's order: by kind, then the newest first."""
    return [
        GridRow(
            row.key,
            (
                Cell(texts.TITLES[row.kind], TextRole.BAD if row.kind in _GRAVE else TextRole.TEXT),
                Cell(row.unit_name, short=short(row.unit)),
                Cell(_value(row, row.before), value=_moment(row, row.before)),
                Cell(_value(row, row.after), TextRole.STRONG, value=_moment(row, row.after)),
                Cell(day_time(row.seen_at), TextRole.DIM, value=row.seen_at),
                Cell(row.code, TextRole.DIM),
                Cell(row.export_name, TextRole.DIM),
            ),
        )
        for row in found
    ]


def _moment(row: FindingRow, value: int | None) -> int | None:
    """The value if it is a moment; None for findings whose value is a row number or a count."""
    return None if row.kind in {FindingKind.DUPLICATE, FindingKind.RECONCILIATION} else value


def _value(row: FindingRow, value: int | None) -> str:
    if value is None:
        return ""
    if row.kind == FindingKind.DUPLICATE:
        return texts.FOUND.row.format(row=number(value))
    return number(value) if row.kind == FindingKind.RECONCILIATION else day_time(value)


def found_lines(row: FindingRow, cells: int) -> list[Line]:
    """The lines on one finding: its kind, unit and dossier, the sentence, and the file that showed it."""
    where = " · ".join(part for part in (row.unit_name, row.code, row.officer) if part)
    role = TextRole.BAD if row.kind in _GRAVE else TextRole.STRONG
    lines: list[Line] = [crop((Span(f" {texts.TITLES[row.kind]}", role), Span(f"   {where}")), cells)]
    lines += [(Span(f"   {part}"),) for part in wrap(row.detail, cells - 5)]
    shown = texts.FOUND.shown_by.format(file=row.export_name, when=moment(row.seen_at))
    return [*lines, *((Span(f"   {part}", TextRole.DIM),) for part in wrap(shown, cells - 5))]
