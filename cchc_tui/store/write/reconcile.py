"""Compares a unit summary with the list, by unit or by field, and checks the sums within the summary.

No board uses the numbers of summaries; a difference becomes a finding. A summary is compared with the states at its own
moment. If a summary states only a day, its time is not known. Then it is compared with the list of that day that agrees
best.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from cchc_tui.domain.lateness import Compare
from cchc_tui.domain.moments import DAY, Stamp, to_date
from cchc_tui.domain.summaries import Figures, added, broken_sums, counts_third, timely
from cchc_tui.ingest.records import BY_FIELD, FIGURES
from cchc_tui.registry import Registry
from cchc_tui.store.count.counting import CountQuery, count_states
from cchc_tui.store.count.counts_writer import Times
from cchc_tui.store.count.field_counting import SCOPES, FieldCounts
from cchc_tui.store.count.state_counts import StateCounts
from cchc_tui.store.read.schema import LISTS, LOADED
from cchc_tui.store.read.store_moment import StoreMoment

#: Most lists of a day that are compared; if there are more, the last ones.
_MOST_LISTS = 12
_INSERT = """
INSERT INTO difference (export, known, kind, row, unit, unit_text, heading, said, ours, compared_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
#: A row of a summary: (row, unit, text, column → figure, the unit or level that it is within).
_Said = tuple[int, int, str, Figures, str]
#: A difference: (kind, row, unit, unit text, column, stated figure, our count).
_Found = tuple[str, int, int, str, str, int, int]


def after_list(
    connection: sqlite3.Connection, moment: Stamp, changed: Sequence[Times], registry: Registry, compare: Compare
) -> None:
    """Compare those summaries again whose differences may change because a list with this ``moment`` arrived.

    These are the summaries for a moment in one of the periods ``changed``, and the summaries that only state the list's
    day.
    """
    query = f"SELECT id, moment, day_only, period_to FROM export WHERE kind = 'summary' AND {LOADED} AND moment >= ?"
    earliest = min((moment, *(since for since, _ in changed)))
    for number, *said in connection.execute(query, (earliest - earliest % DAY,)).fetchall():
        at, day_only = _compared_at(*said)
        first, last = (at - at % DAY, at - at % DAY + DAY - 1) if day_only else (at, at)
        others = any(since <= last and (until is None or until > first) for since, until in changed)
        if others or (day_only and first <= moment <= last):
            summary(connection, number, registry, compare)


def _compared_at(moment: Stamp, day_only: int, period_to: Stamp | None) -> tuple[Stamp, int]:
    """The moment at which a summary is compared with the states, and a flag: 1 if only its day is known, else 0."""
    # A summary may be made after the end of its period.
    return (period_to, 0) if period_to is not None and period_to < moment else (moment, day_only)


def summary(connection: sqlite3.Connection, number: int, registry: Registry, compare: Compare) -> None:
    """Compare one summary with the store, and store the differences.

    ``number`` is the number of the summary's export.
    """
    query = "SELECT known, moment, day_only, period_from, period_to FROM export WHERE id = ?"
    known, moment, day_only, period_from, period_to = connection.execute(query, (number,)).fetchone()
    moment, day_only = _compared_at(moment, day_only, period_to)
    columns = ", ".join(FIGURES)
    rows: list[_Said] = [
        (row, unit, text, dict(zip(FIGURES, said, strict=True)), within)
        for row, unit, text, within, *said in connection.execute(
            f"SELECT row, unit, unit_text, within, {columns} FROM summary WHERE export = ?", (number,)
        ).fetchall()
    ]
    query = "SELECT count(*) FROM summary WHERE export = ? AND named_by = ?"
    by_field = bool(connection.execute(query, (number, BY_FIELD)).fetchone()[0])
    best: list[_Found] = []
    compared_at = moment
    for nth, at in enumerate(_moments(connection, moment, day_only)):
        state = StoreMoment(connection, at)
        count_query = CountQuery(state, registry.calendar, compare, start=period_from, carried=True)
        if by_field:
            found = _differences_by_field(rows, FieldCounts(count_query, registry, to_date(at)))
        else:
            found = list(_differences(rows, {unit: each for (unit, _), each in count_states(count_query).items()}))
        if nth == 0 or len(found) < len(best):
            best, compared_at = found, at
    connection.execute("DELETE FROM difference WHERE export = ?", (number,))
    all_found = [*_broken(rows), *best]
    connection.executemany(_INSERT, [(number, known, *found, compared_at) for found in all_found])


def _moments(connection: sqlite3.Connection, moment: Stamp, day_only: int) -> list[Stamp]:
    """The moments at which a summary may have been made. Empty if there is no list."""
    if StoreMoment(connection, moment).lists is None:
        return []
    if day_only:
        day = moment - moment % DAY
        query = (
            f"SELECT DISTINCT moment FROM export WHERE {LISTS} AND moment BETWEEN ? AND ? ORDER BY moment DESC LIMIT ?"
        )
        found = connection.execute(query, (day, day + DAY - 1, _MOST_LISTS)).fetchall()
        if found:
            return [at for (at,) in found]
    return [int(moment)]


def _as_summary(figure: StateCounts, said: Figures) -> dict[str, int]:
    """Our counts in the columns of a unit's summary, to be compared with the summary's own numbers ``said``.

    If the summary has no column for waiting dossiers, they count as open in time. If the summary has such a column, our
    total of open dossiers includes waiting ones only if the summary's total does.
    """
    resolved_late, overdue = figure.resolved_late.total(), figure.overdue.total()
    resolved = figure.on_time + resolved_late
    apart = said["waiting"] is not None
    in_time = figure.in_time + (0 if apart else figure.waiting)
    intake = resolved + figure.in_time + figure.waiting + overdue + figure.withdrawn
    return {
        "intake": intake,
        "opening": figure.carried,
        "received": intake - figure.carried,
        "resolved": resolved,
        "timely": figure.on_time,
        "resolved_late": resolved_late,
        "open": in_time + overdue + (figure.waiting if apart and counts_third(said, "open") else 0),
        "in_time": in_time,
        "overdue": overdue,
        "late": resolved_late + overdue,
        "withdrawn": figure.withdrawn,
        "waiting": figure.waiting,
    }


def _differences(rows: Sequence[_Said], ours: dict[int, StateCounts]) -> Iterator[_Found]:
    nothing = StateCounts()
    for row, unit, text, said, _ in rows:
        if unit:
            yield from _of_row("list", row, unit, text, said, ours.get(unit, nothing))


def _of_row(kind: str, row: int, unit: int, text: str, said: Figures, ours: StateCounts) -> Iterator[_Found]:
    mine = _as_summary(ours, said)
    for column, figure in _comparable(said).items():
        if figure != mine[column]:
            yield kind, row, unit, text, column, figure, mine[column]


def _differences_by_field(rows: Sequence[_Said], ours: FieldCounts) -> list[_Found]:
    """The differences of a summary by field.

    A row that names a unit or level is compared with the dossiers of that unit or level. Any other row is compared with
    the dossiers of the field that it names. If the form does not say which units it covers, the scope that agrees best
    is used. Rows with unknown fields are reported together.
    """
    rows = list(_within_no_field(rows, ours))
    found: list[_Found] = []
    open_rows: list[_Said] = []
    unknown: list[_Said] = []
    times = Counter((within, ours.key(text)) for _, _, text, _, within in rows)
    for each in rows:
        row, unit, text, said, within = each
        scope = ours.scope(within)
        if not ours.is_field(text) and (own := ours.scope(text)):
            found += _of_row("list" if unit else "field", row, unit, text, said, ours.counts("", own))
        elif times[within, ours.key(text)] > 1 or not ours.is_field(text):
            unknown += [each] if any(said.values()) else []
        elif scope:
            found += _of_row("field", row, unit, text, said, ours.counts(text, scope))
        else:
            open_rows.append(each)
    tried: list[list[_Found]] = []
    for scope in SCOPES:
        held = (_of_row("field", *each[:4], ours.counts(each[2], scope)) for each in open_rows)
        tried.append(list(chain.from_iterable(held)))
    best: list[_Found] = min(tried, key=len)
    found += best
    if unknown:
        row, unit, text, _, _ = unknown[0]
        found.append(("no_field", row, unit, text, "field", len(unknown), 0))
    return found


def _within_no_field(rows: Sequence[_Said], ours: FieldCounts) -> Iterator[_Said]:
    """Yield each row with the name of the unit or level in the last heading above the row.

    A heading that names a field is no heading but a row. It is ignored, and the heading before it still applies.
    """
    last = within = ""
    for row, unit, text, said, named in rows:
        if named != last:
            last = named
            within = within if ours.is_field(named) else named
        yield row, unit, text, said, within


def _comparable(said: Figures) -> dict[str, int]:
    """The numbers of a summary that can be compared with a list.

    A list does not distinguish early from on time, and does not count refused dossiers as resolved.
    """
    figures = {column: figure for column, figure in said.items() if figure is not None}
    for column in ("early", "on_time", "timely", "refused"):
        figures.pop(column, None)
    if (together := timely(said)) is not None:
        figures["timely"] = together
    if "resolved" in figures and counts_third(said, "resolved"):
        figures["resolved"] -= said["refused"] or 0
    if said["waiting"] and added(said, "open") is None:
        figures.pop("open", None)  # unknown whether this sum includes waiting ones
    return figures


def _broken(rows: Sequence[_Said]) -> Iterator[_Found]:
    for row, unit, text, said, _ in rows:
        for column, figure, parts in broken_sums(said):
            yield "identity", row, unit, text, column, figure, parts
