"""Holds a unit summary against the list: unit by unit, column by column, and against its own identities.

A summary feeds no board, so what it says and the list does not is a finding. It is compared at its own moment; where it
says no more than a day, at that list of the day with which it agrees best, since it was made at one time of that day.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from cchc_tui.domain.lateness import Compare
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.exports.records import Kind
from cchc_tui.registry import Registry
from cchc_tui.store.figures import Figure, View, figures, span
from cchc_tui.store.schema import LISTS, SUMMARY
from cchc_tui.store.sink import Incoming

#: Of a day with more lists than this, the last ones are compared.
_MOST_LISTS = 12
#: The form's own sums: left side = right sides.
_IDENTITIES = {
    "intake": ("opening", "received"),
    "resolved": ("early", "on_time", "resolved_late"),
    "open": ("in_time", "overdue"),
    "late": ("resolved_late", "overdue"),
}
_INSERT = """
INSERT INTO difference (export, kind, row, unit, unit_text, heading, said, ours, compared_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
#: (row, unit, unit text, column → figure) of a summary.
_Said = tuple[int, int, str, dict[str, int | None]]
#: (kind, row, unit, unit text, column, said, ours)
_Found = tuple[str, int, int, str, str, int, int]


def after(connection: sqlite3.Connection, kind: Kind, incoming: Incoming, registry: Registry, compare: Compare) -> None:
    """Compares anew what a load may have changed: a summary itself, or those that a list has a part in."""
    if kind == Kind.SUMMARY:
        _reconcile(connection, incoming.id, registry, compare)
    elif kind == Kind.DOSSIERS:
        day = incoming.moment - incoming.moment % DAY
        for (number,) in _summaries(connection, "AND moment >= ?", day):
            _reconcile(connection, number, registry, compare)


def all_summaries(connection: sqlite3.Connection, registry: Registry, compare: Compare) -> None:
    """Compares every summary anew."""
    for (number,) in _summaries(connection):
        _reconcile(connection, number, registry, compare)


def _summaries(connection: sqlite3.Connection, condition: str = "", *values: Stamp) -> list[tuple[int]]:
    query = f"SELECT id FROM export WHERE kind = 'summary' AND verdict IN ('accepted', 'partial') {condition}"
    return connection.execute(query, values).fetchall()


def _reconcile(connection: sqlite3.Connection, number: int, registry: Registry, compare: Compare) -> None:
    query = "SELECT moment, day_only, period_from FROM export WHERE id = ?"
    moment, day_only, period_from = connection.execute(query, (number,)).fetchone()
    columns = ", ".join(SUMMARY)
    rows: list[_Said] = [
        (row, unit, text, dict(zip(SUMMARY, said, strict=True)))
        for row, unit, text, *said in connection.execute(
            f"SELECT row, unit, unit_text, {columns} FROM summary WHERE export = ?", (number,)
        ).fetchall()
    ]
    best: list[_Found] = []
    compared_at = moment
    for nth, at in enumerate(_moments(connection, moment, day_only)):
        view = View(at, registry.calendar, compare, start=period_from, carried=True)
        found = list(_differences(rows, _by_unit(connection, view)))
        if nth == 0 or len(found) < len(best):
            best, compared_at = found, at
    connection.execute("DELETE FROM difference WHERE export = ?", (number,))
    all_found = [*_broken(rows), *best]
    connection.executemany(_INSERT, [(number, *found, compared_at) for found in all_found])


def _moments(connection: sqlite3.Connection, moment: Stamp, day_only: int) -> list[Stamp]:
    """When the summary may have been made; none without any list."""
    if span(connection) is None:
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


def _by_unit(connection: sqlite3.Connection, view: View) -> dict[int, dict[str, int]]:
    return {unit: _as_summary(figure) for (unit, _), figure in figures(connection, view).items()}


def _as_summary(figure: Figure) -> dict[str, int]:
    """A figure in the columns of a summary: there a waiting dossier is open in time, and early counts with on time."""
    resolved_late, overdue = figure.resolved_late.total(), figure.overdue.total()
    in_time = figure.in_time + figure.waiting
    resolved = figure.on_time + resolved_late
    intake = resolved + in_time + overdue + figure.withdrawn
    return {
        "intake": intake,
        "opening": figure.carried,
        "received": intake - figure.carried,
        "resolved": resolved,
        "on_time": figure.on_time,
        "resolved_late": resolved_late,
        "open": in_time + overdue,
        "in_time": in_time,
        "overdue": overdue,
        "late": resolved_late + overdue,
        "withdrawn": figure.withdrawn,
    }


def _differences(rows: Sequence[_Said], ours: dict[int, dict[str, int]]) -> Iterator[_Found]:
    nothing = _as_summary(Figure())
    for row, unit, text, said in rows:
        if unit:
            mine = ours.get(unit, nothing)
            for column, figure in _comparable(said).items():
                if figure != mine[column]:
                    yield "list", row, unit, text, column, figure, mine[column]


def _comparable(said: dict[str, int | None]) -> dict[str, int]:
    """What a list can be held against: early and on time are one there."""
    figures = {column: figure for column, figure in said.items() if figure is not None and column != "early"}
    if "on_time" in figures:
        figures["on_time"] += said["early"] or 0
    return figures


def _broken(rows: Sequence[_Said]) -> Iterator[_Found]:
    for row, unit, text, said in rows:
        for left, right in _IDENTITIES.items():
            parts: list[Any] = [said[column] for column in right]
            total = said[left]
            if total is not None and None not in parts and total != sum(parts):
                yield "identity", row, unit, text, left, total, sum(parts)
