"""Findings (wrong data, or data changed after the fact) as rows of a grid and as sentences."""

from __future__ import annotations

from cchc_tui.boards.findings import FindingRow
from cchc_tui.domain.findings import FindingKind
from cchc_tui.texts import findings as texts
from cchc_tui.tui.screens.list_columns import ListColumn, column, stamp, text, unit_cell
from cchc_tui.tui.style.formats import day_time, moment, number
from cchc_tui.tui.style.render import Line, Span, crop, wrap
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.columns import Cell

#: Kinds of findings that affect reported figures, drawn in colour. All other kinds are errors in the data.
_GRAVE = frozenset(
    {
        FindingKind.BACKDATED,
        FindingKind.CLOSED_IN_PAST,
        FindingKind.DUE_MOVED,
        FindingKind.VANISHED,
        FindingKind.RECONCILIATION,
    }
)

FOUND_COLUMNS: tuple[ListColumn[FindingRow], ...] = (
    column("found", 22, lambda row, units: Cell(texts.TITLES[row.kind], _role(row)), measured=True, stays=True),
    column("unit", 10, lambda row, units: unit_cell(row.unit_name, row.unit, units), measured=True),
    column("was", 11, lambda row, units: _value_cell(row, row.before), drop=1, kind="moment"),
    column("became", 11, lambda row, units: _value_cell(row, row.after, TextRole.STRONG), drop=2, kind="moment"),
    stamp("seen_at", lambda row: row.seen_at, TextRole.DIM, drop=3),
    text("code", 24, lambda row: row.code, TextRole.DIM, drop=4, tail=True, short=13),
    text("file", 16, lambda row: row.export_name, TextRole.DIM, cut=True, drop=5, grow=40),
)


def _role(row: FindingRow, other: TextRole = TextRole.TEXT) -> TextRole:
    return TextRole.BAD if row.kind in _GRAVE else other


def _value_cell(row: FindingRow, value: int | None, role: TextRole = TextRole.TEXT) -> Cell:
    """The cell with the moment of a finding, or with its row number or count for kinds that have these."""
    if value is None:
        return Cell(role=role)
    if row.kind == FindingKind.DUPLICATE:
        return Cell(texts.FOUND.row.format(row=number(value)), role)
    if row.kind == FindingKind.RECONCILIATION:
        return Cell(number(value), role)
    return Cell(day_time(value), role, value=value)


def found_lines(row: FindingRow, cells: int) -> list[Line]:
    """The lines about one finding: its kind, unit and dossier, its sentence, and the file that showed it."""
    where = " · ".join(part for part in (row.unit_name, row.code, row.officer) if part)
    lines: list[Line] = [
        crop((Span(f" {texts.TITLES[row.kind]}", _role(row, TextRole.STRONG)), Span(f"   {where}")), cells)
    ]
    lines += [(Span(f"   {part}"),) for part in wrap(row.detail, cells - 5)]
    shown = texts.FOUND.shown_by.format(file=row.export_name, when=moment(row.seen_at))
    return [*lines, *((Span(f"   {part}", TextRole.DIM),) for part in wrap(shown, cells - 5))]
