"""The board of findings: errors in the records, and dates that changed after a list had shown them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import nlargest
from typing import Any, NamedTuple

from cchc_tui.boards.board import Line, ListBoard, columns_of
from cchc_tui.boards.finding_counts import DIFFERENCES, KNOWN, counts_at, units_at
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.table import ValueType
from cchc_tui.domain.codes import HIDDEN
from cchc_tui.domain.findings import DEFECTS, ChangeKind, FindingKind, contradictions, day_in_code
from cchc_tui.domain.moments import Stamp, iso
from cchc_tui.domain.names import by_name
from cchc_tui.domain.roles import Right
from cchc_tui.registry import Registry
from cchc_tui.texts import findings as texts
from cchc_tui.texts.boards import BOARD as WORDS
from cchc_tui.texts.boards import TITLES

#: The greatest number of rows per kind on screens. The counts are complete.
MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding.

    ``dossier`` is the dossier's number (0: the finding is not about a dossier). ``code`` has a masked serial if serials
    are hidden. ``officer`` is a text with the officer's number if names are hidden. ``detail`` is a sentence.
    ``before`` and ``after`` are row numbers for a duplicate, figures for a reconciliation, and stamps for all other
    kinds of findings. ``export`` is the number of the file that first showed the finding, and ``seen_at`` the moment of
    that file.
    """

    kind: FindingKind
    dossier: int
    code: str
    unit: str
    unit_name: str
    officer: str
    detail: str
    before: int | None
    after: int | None
    export: int
    export_name: str
    seen_at: Stamp

    @property
    def key(self) -> str:
        """A key that no other finding has.

        The key contains the dossier or, for a finding that is not about a dossier, the unit and ``detail``.
        """
        of = self.dossier or f"{self.unit}:{self.detail}"
        return f"{self.kind.value}:{of}:{self.export}:{self.before}:{self.after}"


@dataclass(frozen=True, slots=True)
class FindingsBoard:
    """The findings known at a moment, sorted by kind. Within a kind, the newest come first.

    ``counts`` has the number of findings of every kind. ``units`` has, for each kind of finding about dossiers, pairs
    (unit name, number of findings), most findings first. The name is "" for dossiers without a known unit.
    """

    as_of: Stamp
    data_as_of: Stamp | None
    unit: str | None
    counts: Mapping[FindingKind, int]
    rows: tuple[FindingRow, ...]
    units: Mapping[FindingKind, tuple[tuple[str, int], ...]] = field(default_factory=dict)


class _State(NamedTuple):
    dossier: int
    code: str
    unit: int
    officer: int
    place: int
    received: Stamp
    due: Stamp | None
    finished: Stamp | None
    returned: Stamp | None
    date_only: int
    export: int
    since: Stamp
    defects: int


class _Changed(NamedTuple):
    dossier: int
    before: int | None
    after: int | None
    export: int
    seen_at: Stamp


_COLUMNS = ", ".join(f"s.{name}" for name in _State._fields[2:])
_NOW = f"SELECT s.id, {{code}}, {_COLUMNS} FROM dossier AS s WHERE s.since <= :at AND "
_THEN = (
    f"SELECT s.dossier, {{code}}, {_COLUMNS} FROM version AS s JOIN dossier AS d ON d.id = s.dossier"
    " WHERE s.until > :at AND s.since <= :at AND "
)
_THEN_DEFECTIVE = _THEN.replace("AS s", "AS s INDEXED BY version_defects", 1)
_BITS = {kind: f"defects > 0 AND defects & {bit}" for kind, bit in DEFECTS.items()}


def findings_board(moment: Moment, unit: str | None = None, complete: bool = False) -> FindingsBoard:
    """The findings at a moment, of one unit (key or code) or of all units (None).

    Without ``complete``, each kind has at most ``MOST_ROWS`` rows. A viewer who sees only one unit's dossiers gets the
    findings of that unit.
    """
    own = moment.own
    unit = unit if own is None else own
    number = moment.own_number if own is not None else None if unit is None else moment.unit_number(unit)
    finder = FindingRows(moment, number, complete)
    rows = [row for kind in FindingKind for row in finder.rows(kind)]
    if (number is None and not complete) or not moment.viewer.may(Right.DOSSIERS):
        counts = counts_at(moment)
    else:
        counts = Counter(row.kind for row in rows)
        if not complete:
            rows = [row for kind in FindingKind for row in [row for row in rows if row.kind == kind][:MOST_ROWS]]
    return FindingsBoard(
        moment.at,
        moment.data_as_of,
        unit,
        {kind: counts.get(kind, 0) for kind in FindingKind},
        tuple(rows),
        {kind: _named(moment, found) for kind, found in units_at(moment)},
    )


def _named(moment: Moment, found: Counter[int]) -> tuple[tuple[str, int], ...]:
    units = {number: moment.unit(number) for number in found}
    named = [(unit.name if unit is not None else "", found[number]) for number, unit in units.items()]
    return tuple(sorted(named, key=lambda pair: (-pair[1], not pair[0], by_name(pair[0]))))


class FindingRows:
    """Makes the rows of the findings known at a moment.

    ``unit`` is the number of one unit in the store (None: all units). For all units, each kind has at most
    ``MOST_ROWS`` rows, unless ``complete`` is true.
    """

    def __init__(self, moment: Moment, unit: int | None = None, complete: bool = False) -> None:
        self._moment = moment
        self._connection = moment.connection
        self._at = moment.cutoff
        self._unit = unit
        self._limit = -1 if complete or unit is not None else MOST_ROWS
        self._exports: dict[int, str] = {0: ""}
        self._now = _NOW.format(code=moment.code_column.format(id="s.id", d="s"))
        code = moment.code_column.format(id="s.dossier", d="d")
        self._then, self._then_defective = _THEN.format(code=code), _THEN_DEFECTIVE.format(code=code)

    def rows(self, kind: FindingKind) -> Iterator[FindingRow]:
        """The findings of the kind ``kind``, the newest first."""
        if kind in DEFECTS:
            return self._of_states(kind)
        return self._differences() if kind == FindingKind.RECONCILIATION else self._changes(ChangeKind[kind.name])

    def of_dossier(self, dossier: int) -> Iterator[FindingRow]:
        """Yield all findings about one dossier that are known at the moment. ``dossier`` is its number."""
        state = next(self._states([dossier]), None)
        if state is None:
            return
        for change in ChangeKind:
            query = f"{_CHANGED} AND dossier = :dossier ORDER BY seen_at DESC, id DESC"
            values = {"at": self._at, "kind": int(change), "dossier": dossier}
            for found in self._connection.execute(query, values).fetchall():
                yield self._changed(change, _Changed._make(found), state)
        for kind, bit in DEFECTS.items():
            if state.defects & bit:
                yield self._of_state(kind, state)

    def _of_states(self, kind: FindingKind) -> Iterator[FindingRow]:
        values = {"at": self._at, "limit": self._limit, "unit": self._unit}
        bits = _BITS[kind] + ("" if self._unit is None else " AND unit = :unit")
        # Without INDEXED BY, SQLite would scan all dossiers in the order of ``since``.
        source = "dossier INDEXED BY dossier_defects"
        newest = f"SELECT id FROM {source} WHERE {bits} AND since <= :at ORDER BY since DESC, id DESC LIMIT :limit"
        found: Iterable[_State] = map(_State._make, self._connection.execute(f"{self._now} s.id IN ({newest})", values))
        found = list(found)
        if not self._moment.is_live:
            bits = bits.replace("defects", "s.defects").replace("unit =", "s.unit =")
            found += map(_State._make, self._connection.execute(self._then_defective + bits, values).fetchall())
        limit = len(found) if self._limit < 0 else self._limit
        for state in nlargest(limit, found, key=lambda state: (state.since, state.dossier)):
            yield self._of_state(kind, state)

    def _of_state(self, kind: FindingKind, state: _State) -> FindingRow:
        before: int | None = None
        after: int | None = None
        if kind == FindingKind.FINISHED_IS_DUE:
            before, after = state.due, state.finished
        elif kind == FindingKind.CODE_DATE:
            before, after = day_in_code(state.code.replace(HIDDEN, "0")), state.received
        elif kind == FindingKind.IMPOSSIBLE:
            dates = (state.received, state.due, state.finished, state.returned)
            pairs = list(contradictions(*dates, state.date_only, state.since))
            if pairs:
                (_, before, _, after) = pairs[0]
            detail = " ".join(texts.impossible(*pair) for pair in pairs)
            return self._row(kind, state, detail, before, after, state.export, state.since)
        if kind == FindingKind.UNKNOWN_UNIT:
            query = "SELECT agency, department FROM place WHERE id = ?"
            detail = texts.unknown_unit(*self._connection.execute(query, (state.place,)).fetchone())
        else:
            detail = texts.sentence(kind, before, after)
        return self._row(kind, state, detail, before, after, state.export, state.since)

    def _changes(self, change: ChangeKind) -> Iterator[FindingRow]:
        query = f"{_CHANGED} ORDER BY seen_at DESC, id DESC LIMIT :limit"
        values = {"at": self._at, "kind": int(change), "limit": self._limit}
        found = [_Changed._make(row) for row in self._connection.execute(query, values).fetchall()]
        states = {state.dossier: state for state in self._states({each.dossier for each in found})}
        for each in found:
            state = states.get(each.dossier)
            if state is not None and self._unit in (None, state.unit):
                yield self._changed(change, each, state)

    def _changed(self, change: ChangeKind, found: _Changed, state: _State) -> FindingRow:
        if change == ChangeKind.DUPLICATE:
            detail = texts.duplicate(found.before or 0, found.after or 0)
        else:
            detail = texts.sentence(change.kind, found.before, found.after)
        return self._row(change.kind, state, detail, found.before, found.after, found.export, found.seen_at)

    def _states(self, dossiers: Iterable[int]) -> Iterator[_State]:
        left = set(dossiers)
        for query in (f"{self._now} s.id", f"{self._then} s.dossier"):
            if left:  # only if some dossiers have a version that held
                values = {"at": self._at, "ids": json.dumps(list(left))}
                rows = self._connection.execute(f"{query} IN (SELECT value FROM json_each(:ids))", values).fetchall()
                left -= {row[0] for row in rows}
                yield from map(_State._make, rows)

    def _row(
        self,
        kind: FindingKind,
        state: _State,
        detail: str,
        before: int | None,
        after: int | None,
        export: int,
        seen_at: Stamp,
    ) -> FindingRow:
        key, name = self._unit_of(state.unit)
        return FindingRow(
            kind=kind,
            dossier=state.dossier,
            code=state.code,
            unit=key,
            unit_name=name,
            officer=self._moment.officer(state.officer),
            detail=detail,
            before=before,
            after=after,
            export=export,
            export_name=self._export_name(export),
            seen_at=seen_at,
        )

    def _export_name(self, export: int) -> str:
        if export not in self._exports:
            found = self._connection.execute("SELECT name FROM export WHERE id = ?", (export,)).fetchone()
            self._exports[export] = found[0] if found else ""
        return self._exports[export]

    def _unit_of(self, number: int) -> tuple[str, str]:
        unit, key = self._moment.unit(number), self._moment.reader.unit_key(number)
        return key, unit.name if unit else key

    def _differences(self) -> Iterator[FindingRow]:
        """Yield the findings about unit summaries: figures that differ from the lists or from their own parts."""
        unit = "" if self._unit is None else "AND d.unit = :unit"
        query = f"""
            SELECT d.kind, d.row, d.unit, d.unit_text, d.heading, d.said, d.ours, d.export,
            d.known {DIFFERENCES} {unit} ORDER BY d.known DESC, d.export DESC, d.id
            LIMIT :limit
        """
        values = {"at": self._at, "limit": self._limit, "unit": self._unit}
        for kind, row, number, text, column, said, ours, export, shown in self._connection.execute(query, values):
            key, name = self._unit_of(number)
            name = text if kind == "field" else name or text
            yield FindingRow(
                kind=FindingKind.RECONCILIATION,
                dossier=0,
                code="",
                unit=key,
                unit_name=name,
                officer="",
                detail=texts.difference(kind, row, name, column, said, ours),
                before=said,
                after=ours,
                export=export,
                export_name=self._export_name(export),
                seen_at=shown,
            )


_CHANGED = f'SELECT dossier, "before", "after", export, seen_at FROM finding WHERE {KNOWN} AND kind = :kind'


#: Kinds whose ``before`` and ``after`` are not moments but numbers of rows or dossiers.
_NUMBERS = frozenset({FindingKind.DUPLICATE, FindingKind.RECONCILIATION})


def _json_content(board: FindingsBoard, registry: Registry) -> dict[str, Any]:
    """The JSON content.

    ``before`` and ``after`` are row numbers for a repeated code, figures for a reconciliation, and ISO times for all
    other kinds of findings.
    """

    def value(row: FindingRow, of: int | None) -> int | str | None:
        return of if of is None or row.kind in _NUMBERS else iso(of)

    return {
        "counts": {kind.value: n for kind, n in board.counts.items()},
        "rows": [
            {
                "kind": row.kind.value,
                "dossier": row.code or None,
                "unit": registry.units.code_of(row.unit),
                "officer": row.officer or None,
                "detail": row.detail,
                "before": value(row, row.before),
                "after": value(row, row.after),
                "export": row.export_name,
                "seen_at": iso(row.seen_at),
            }
            for row in board.rows
        ],
    }


def _lines(board: FindingsBoard, registry: Registry) -> Iterator[Line]:
    for row in board.rows:
        whose = (texts.TITLES[row.kind], row.code, row.unit_name or WORDS.unplaced, row.officer, row.detail)
        yield row.key, (*whose, _shown(row, row.before), _shown(row, row.after), row.export_name, row.seen_at)


def _shown(row: FindingRow, value: int | None) -> str:
    if value is None:
        return ""
    return str(value) if row.kind in _NUMBERS else texts.when(value)


BOARD = ListBoard(
    "findings",
    TITLES.source["findings"],
    needs=Right.DOSSIERS,
    columns=columns_of(
        kind=ValueType.TEXT,
        dossier=ValueType.CODE,
        unit=ValueType.TEXT,
        officer=ValueType.TEXT,
        detail=ValueType.TEXT,
        before=ValueType.TEXT,
        after=ValueType.TEXT,
        export=ValueType.TEXT,
        seen_at=ValueType.MOMENT,
    ),
    ask=lambda moment, query: findings_board(moment, query.unit, complete=True),
    json_content=_json_content,
    lines=_lines,
    groupings=("unit",),
    serials=True,
)
