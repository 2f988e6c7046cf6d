"""The board of model practices (*mô hình*): what each unit claims, and what its dossiers show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cchc_tui.boards.board import Line, ListBoard, columns_of
from cchc_tui.boards.evidence import EvidenceQuery, evidence
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.sheets import held, sheet_cutoff
from cchc_tui.boards.table import ValueType
from cchc_tui.domain.evidence import Evidence, Verdict
from cchc_tui.domain.moments import Stamp, to_date
from cchc_tui.domain.practices import CLAIMED
from cchc_tui.domain.roles import Right
from cchc_tui.domain.units import Level, Unit
from cchc_tui.registry import Registry
from cchc_tui.sheets.rollout import SHEET
from cchc_tui.store.count.evidence import condition
from cchc_tui.texts.boards import BOARD as WORDS
from cchc_tui.texts.boards import SHOWN, TITLES, seen
from cchc_tui.texts.language import tr


@dataclass(frozen=True, slots=True)
class RolloutCell:
    """One unit's claim about one practice, with the evidence. ``state`` is a RolloutState value, "" without a claim.

    ``since`` is the start day that the unit claims, ``turns`` the number of people served (None: not stated). ``note``
    is free text, "" if hidden. ``changed`` is the moment of the first sheet with this claim. ``pioneer`` tells whether
    the practice began in this unit.
    """

    unit: str
    practice: str
    state: str = ""
    since: Stamp | None = None
    turns: int | None = None
    note: str = ""
    changed: Stamp | None = None
    pioneer: bool = False
    evidence: Evidence | None = None

    @property
    def verdict(self) -> Verdict:
        """Whether the unit's dossiers show the practice. TOO_FEW without evidence. The claim does not matter."""
        return Verdict.TOO_FEW if self.evidence is None else self.evidence.verdict

    @property
    def shown(self) -> bool | None:
        """Whether the unit's dossiers show the practice; None without enough data."""
        return None if self.evidence is None else self.evidence.shown

    @property
    def claimed(self) -> bool:
        """Whether the unit claims that the practice is running or done."""
        return self.state in CLAIMED


@dataclass(frozen=True, slots=True)
class RolloutRow:
    """One unit with its claims, in the order of the board's practices."""

    key: str
    code: str
    name: str
    level: str
    cells: tuple[RolloutCell, ...]

    def claims(self, shown: bool | None) -> int:
        """The number of claimed practices that the dossiers show or do not show; None: those without enough data."""
        return _claims_shown(self.cells, shown)


@dataclass(frozen=True, slots=True)
class PracticeColumn:
    """A practice, with numbers of units by what they claim and what their dossiers show.

    ``claimed`` units claim the practice. ``states`` has the number of units by the state that they claim. ``shown``
    counts all units whose dossiers show the practice, also those that do not claim it. The other three numbers count
    only units that claim the practice: the dossiers of ``confirmed`` units show it, the dossiers of ``unseen`` units do
    not, and ``unknown`` units have not enough data. Without a sheet of claims, ``states`` is empty, and ``claimed``,
    ``confirmed``, ``unseen`` and ``unknown`` are None.
    """

    key: str
    name: str
    short: str
    pioneer: str  # unit key
    claimed: int | None
    states: dict[str, int]
    shown: int = 0
    unseen: int | None = 0
    unknown: int | None = 0
    confirmed: int | None = 0

    @property
    def seen(self) -> int:
        """The value of ``confirmed``.

        Without a sheet of claims ``confirmed`` is None, and this is the value of ``shown``.
        """
        return self.shown if self.confirmed is None else self.confirmed

    def counts_json(self) -> dict[str, int | None]:
        """The numbers of units as JSON, for programs."""
        return {
            "claimed": self.claimed,
            "shown": self.shown,
            "claimed_shown": self.confirmed,
            "claimed_not_shown": self.unseen,
            "claimed_unknown": self.unknown,
        }


@dataclass(frozen=True, slots=True)
class RolloutBoard:
    """Claims and evidence for each unit and each practice, as known at the moment."""

    as_of: Stamp
    data_as_of: Stamp | None
    practices: tuple[PracticeColumn, ...]
    rows: tuple[RolloutRow, ...]


#: SQL for the first sheet with a claim that has no date: the first one after the last sheet with another state.
_OF_CELL = "FROM rollout WHERE unit = (SELECT id FROM unit WHERE key = :unit) AND practice = :practice AND since <= :at"
_FIRST = f"""
SELECT min(since) {_OF_CELL} AND since > (SELECT coalesce(max(since), -1) {_OF_CELL}
AND state NOT IN ({", ".join(f"'{state}'" for state in sorted(CLAIMED))}))
"""

#: (unit key, practice key) → claim.
_Claims = dict[tuple[str, str], RolloutCell]


def rollout_board(moment: Moment) -> RolloutBoard:
    """The board at a moment. Before the first sheet of claims arrived, the board uses the claims of that sheet."""
    registry = moment.registry
    data, said, began = _claims(moment)
    claiming = {unit for unit, _ in said}
    valid = registry.units.valid(to_date(moment.at))
    units = [
        unit for unit in registry.units.units if unit.key in claiming or (unit in valid and unit.level == Level.COMMUNE)
    ]
    cells = [(unit.key, practice.key) for unit in units for practice in registry.practices]
    shown = evidence(moment, [EvidenceQuery(*cell, began.get(cell)) for cell in cells])
    rows = tuple(_row(unit, registry, said, shown) for unit in units)
    return RolloutBoard(moment.at, data, _columns(rows, registry, data is not None), rows)


def evidence_condition(moment: Moment, name: str | None, practice: str) -> str:
    """The SQL condition for dossiers that are evidence of a practice, on the days that count for one unit.

    ``name`` is the unit's key or code. The condition itself does not select the unit's dossiers: the caller must do so.
    The parameter ``:now`` is the moment. The condition is "0" (no dossiers) for an unknown unit or practice, or if no
    dossiers of the unit are evidence of the practice.
    """
    unit = None if name is None else moment.unit_named(name)
    if unit is None or practice not in {each.key for each in moment.registry.practices}:
        return "0"
    cell = unit.key, practice
    _, _, began = _claims(moment)
    found = evidence(moment, [EvidenceQuery(*cell, began.get(cell))])[cell]
    return "0" if found.measure is None or not found.dossiers else condition(found.measure, found.days)


def _claims(moment: Moment) -> tuple[Stamp | None, _Claims, dict[tuple[str, str], Stamp]]:
    """The moment of the newest sheet, the claims, and the moment since which each claim counts.

    The moments are given by (unit key, practice key).
    """
    said: _Claims = {}
    began: dict[tuple[str, str], Stamp] = {}
    cutoff = sheet_cutoff(moment, SHEET.name)
    for row in held(moment, SHEET.name):
        cell = RolloutCell(**row.values, changed=row.since)
        unit, practice = cell.unit, cell.practice
        said[unit, practice] = cell
        if cell.claimed and cell.since is not None:
            began[unit, practice] = cell.since
        elif cell.claimed:
            terms = {"unit": unit, "practice": practice, "at": cutoff}
            began[unit, practice] = moment.connection.execute(_FIRST, terms).fetchone()[0]
    return moment.newest_of(SHEET.name), said, began


def _row(unit: Unit, registry: Registry, said: _Claims, shown: Mapping[tuple[str, str], Evidence]) -> RolloutRow:
    cells = []
    for practice in registry.practices:
        pioneer = registry.units.by_key.get(practice.pioneer)
        key = unit.key, practice.key
        cell = said.get(key, RolloutCell(*key))
        cells.append(replace(cell, pioneer=pioneer is unit, evidence=shown[key]))
    return RolloutRow(unit.key, unit.code, unit.name, unit.level.value, tuple(cells))


def _claims_shown(cells: Iterable[RolloutCell], shown: bool | None) -> int:
    return sum(cell.claimed and cell.shown is shown for cell in cells)


def _columns(rows: tuple[RolloutRow, ...], registry: Registry, said: bool) -> tuple[PracticeColumn, ...]:
    """Count the claims and the evidence of each practice. ``said`` tells whether there is a sheet of claims."""
    columns = []
    for place, practice in enumerate(registry.practices):
        cells = [row.cells[place] for row in rows]
        states = {state: sum(cell.state == state for cell in cells) for state in registry.state_labels if said}
        columns.append(
            PracticeColumn(
                key=practice.key,
                name=practice.name,
                short=practice.short,
                pioneer=practice.pioneer,
                claimed=sum(cell.claimed for cell in cells) if said else None,
                states=states,
                shown=sum(cell.shown is True for cell in cells),
                unseen=_claims_shown(cells, False) if said else None,
                unknown=_claims_shown(cells, None) if said else None,
                confirmed=_claims_shown(cells, True) if said else None,
            )
        )
    return tuple(columns)


def _json_content(board: RolloutBoard, registry: Registry) -> dict[str, Any]:
    """The JSON content: an entry for each practice, and a row for each unit and practice.

    In a row, ``claimed`` is the key of the claimed state ("": no claim). ``shown`` is null without enough data. In a
    practice, ``claimed`` and all keys that begin with ``claimed_`` are null without a sheet of claims. ``evidence`` has
    figures for the days ``from`` to ``to``: ``part`` of ``whole`` dossiers show the practice (days instead of dossiers
    if ``by`` is "open-day"). ``other_part`` and ``other_whole`` are the figures to compare with.
    """
    return {
        "practices": [
            {
                "practice": column.key,
                "name": column.name,
                "pioneer": registry.units.code_of(column.pioneer),
                **column.counts_json(),
            }
            for column in board.practices
        ],
        "rows": [
            {
                "unit": row.code,
                "name": row.name,
                "practice": cell.practice,
                "claimed": cell.state,
                "since": None if cell.since is None else to_date(cell.since).isoformat(),
                "turns": cell.turns,
                "note": cell.note,
                "shown": cell.shown,
                "verdict": cell.verdict.value,
                "evidence": None if cell.evidence is None else _evidence_json(cell.evidence),
            }
            for row in board.rows
            for cell in row.cells
        ],
    }


def _evidence_json(evidence: Evidence) -> dict[str, Any]:
    share, other = evidence.share, evidence.other_share
    return {
        "by": None if evidence.measure is None else evidence.measure.value,
        "from": to_date(evidence.start).isoformat(),
        "to": to_date(evidence.end).isoformat(),
        "part": evidence.part,
        "whole": evidence.whole,
        "share": None if share is None else round(share, 6),
        "other_part": evidence.other_part,
        "other_whole": evidence.other_whole,
        "other_share": None if other is None else round(other, 6),
        "dossiers": evidence.dossiers,
    }


def _lines(board: RolloutBoard, registry: Registry) -> Iterator[Line]:
    names = {column.key: column.name for column in board.practices}
    for row in board.rows:
        for cell in row.cells:
            state = tr(
                registry.state_labels.get(cell.state, cell.state)
            )  # the label of screens, if the registry has one
            pioneer = WORDS.yes if cell.pioneer else WORDS.no
            shown = (SHOWN[cell.verdict], *_figures(cell.evidence))
            values = (row.name, names[cell.practice], state, cell.since, cell.turns, *shown, cell.note, pioneer)
            yield f"{row.key}/{cell.practice}", values


def _figures(evidence: Evidence | None) -> tuple[str, int | None]:
    """The figures behind a verdict as a short text, and the number of dossiers that are evidence of the practice.

    Without figures, the result is ("", None).
    """
    if evidence is None or evidence.measure is None:
        return "", None
    return seen(evidence.measure, evidence.part, evidence.whole), evidence.dossiers


BOARD = ListBoard(
    "rollout",
    TITLES.source["rollout"],
    needs=Right.PRESENT,
    columns=columns_of(
        unit=ValueType.TEXT,
        practice=ValueType.TEXT,
        state=ValueType.TEXT,
        since=ValueType.DAY,
        turns=ValueType.COUNT,
        verdict_shown=ValueType.TEXT,
        seen=ValueType.TEXT,
        evidence=ValueType.COUNT,
        note=ValueType.TEXT,
        pioneer=ValueType.TEXT,
    ),
    sheet=SHEET.name,
    ask=lambda moment, query: rollout_board(moment),
    json_content=_json_content,
    lines=_lines,
)
