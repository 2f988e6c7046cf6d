"""Resolves an ambiguous heading: "Ngày trả kết quả" is the due date in some offices and the returned date in others.

If another column has due dates, the heading means the returned date. Otherwise it means the due date in two cases:

- more than a few dates are in the future;
- nearly all dates are on or after the day received, and either another column has finished dates, or most open dossiers
  have a date in this column.

In all other cases the file is refused. If returned dates were read as due dates, every dossier would be on time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import compress

from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.domain.names import fold
from cchc_tui.ingest import problems
from cchc_tui.ingest.dates import Dates, is_date
from cchc_tui.ingest.headings import SheetLayout, without_brackets
from cchc_tui.ingest.raw_sheets import Cell

#: Shares of dates that may be wrong by mistake: before the receipt (``_FEW``), or in the future (``_SOME``).
_FEW = 0.1
_SOME = 0.02

IsOpen = Callable[[Sequence[Cell]], bool]


def assign_due(
    layout: SheetLayout,
    rows: Sequence[Sequence[Cell]],
    dates: Dates,
    headings: Sequence[str],
    at: Stamp,
    is_open: IsOpen,
    sheet: str,
) -> SheetLayout:
    """The layout in which the ambiguous column is the due date.

    The layout is unchanged if it has no such column, if the column has no dates, or if another column has due dates.
    ``headings`` are the ambiguous headings. ``at`` is the moment of the export. ``is_open`` tells whether the status in
    a row is that of an open dossier. Raises Refused if the rows do not decide whether the column is the due date.
    """
    names = {fold(heading) for heading in headings}
    places = layout.columns.get("returned", ())
    place = next((p for p in places if fold(without_brackets(layout.titles[p])) in names), None)
    if place is None or "due" in layout.columns or not any(map(is_date, _column(rows, (place,), dates))):
        return layout
    if any(map(is_date, _column(rows, layout.columns.get("deadline", ()), dates))):
        return layout
    if not _is_due(layout, rows, dates, place, at, is_open):
        raise problems.refuse(problems.DUE_OR_RETURNED, sheet, layout.titles[place])
    columns = {**layout.columns, "due": (place,), "returned": tuple(p for p in places if p != place)}
    tied = {name: equal for name, equal in layout.tied.items() if name != "returned"}
    return replace(layout, columns={name: kept for name, kept in columns.items() if kept}, tied=tied)


def _is_due(
    layout: SheetLayout, rows: Sequence[Sequence[Cell]], dates: Dates, place: int, at: Stamp, is_open: IsOpen
) -> bool:
    due, received = _column(rows, (place,), dates), _column(rows, layout.columns["received"], dates)
    given = sum(map(is_date, due))
    if sum(is_date(moment) and moment > at for moment in due) > _SOME * given:
        return True
    if _before(due, received) > _FEW * given:
        return False
    if any(map(is_date, _column(rows, layout.columns.get("finished", ()), dates))):
        return True
    # Without finish dates the status tells which dossiers are open. If most of these have a date, it is the due date.
    unfinished = [is_open(row) for row in rows]
    return 2 * sum(is_date(moment) for moment in compress(due, unfinished)) > sum(unfinished)


def _before(ones: Sequence[Stamp | None], others: Sequence[Stamp | None]) -> int:
    """The number of rows in which the date of ``ones`` is on an earlier day than the date of ``others``."""
    return sum(
        is_date(one) and is_date(other) and one // DAY < other // DAY for one, other in zip(ones, others, strict=True)
    )


def _column(rows: Sequence[Sequence[Cell]], places: Sequence[int], dates: Dates) -> list[Stamp | None]:
    """For each row, the date in the first filled cell of the columns ``places``; None if all these cells are empty."""
    cells = [[row[place] for place in places if place < len(row) and row[place] != ""] for row in rows]
    return [dates.read(filled[0])[0] if filled else None for filled in cells]
