"""Explanations of the row under the cursor: each rule in words, with the figures of the row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from cchc_tui.texts.findings import TITLES
from cchc_tui.texts.language import one_line, tr
from cchc_tui.texts.tui import COLUMNS
from cchc_tui.texts.tui_find import UNTITLED_HELP
from cchc_tui.texts.tui_help import ARTICLE, BOARDS, COUNTED_HERE, FILES, FINDINGS, HELP, MEASURES, STATES, Rule
from cchc_tui.texts.tui_help import COLUMNS as RULES
from cchc_tui.tui.style.formats import days, number, percent

if TYPE_CHECKING:
    from cchc_tui.boards.board import Board
    from cchc_tui.boards.counts import Counts
    from cchc_tui.boards.findings import FindingRow
    from cchc_tui.boards.rollout import PracticeColumn
    from cchc_tui.boards.table import Table
    from cchc_tui.domain.evidence import Threshold
    from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow


class Explanation(NamedTuple):
    """An explanation: its title, its sentences, and the source of the last rule that it quotes ("": no source)."""

    title: str
    sentences: tuple[str, ...]
    source: str = ""


def of_counts(name: str, counts: Counts) -> Explanation:
    """Explain the sums and rates in a row of late dossiers."""
    opened = counts.overdue + counts.in_time
    resolved = counts.resolved_on_time + counts.resolved_late
    figures = {
        "late": number(counts.late),
        "resolved_late": number(counts.resolved_late),
        "overdue": number(counts.overdue),
        "counted": number(resolved + opened),
        "resolved": number(resolved),
        "open": number(opened),
        "rate": percent(counts.late_rate if resolved + opened else None),
        "total": number(counts.total),
        "on_time": number(counts.resolved_on_time),
        "in_time": number(counts.in_time),
        "waiting": number(counts.waiting),
        "withdrawn": number(counts.withdrawn),
    }
    told = [HELP.late_sum.format(**figures)]
    if counts.unclosed_late:
        told.append(HELP.unclosed_part.format(n=number(counts.unclosed_late)))
    told += [HELP.rate_sum.format(**figures), HELP.total_sum.format(**figures)]
    if counts.days_late_median is not None:
        told.append(HELP.median_is.format(n=days(counts.days_late_median)))
    return Explanation(name, tuple(told), tr(ARTICLE))


def of_row(name: str, columns: Sequence[GridColumn], row: GridRow, rules: Mapping[str, str]) -> Explanation:
    """Explain each figure of a row by the rule of its column; the board may have a rule of its own."""
    told = []
    for column, cell in zip(columns, row.cells, strict=True):
        rule = rules.get(column.key) or (RULES[column.key].words if column.key in RULES else "")
        if cell.text and rule and column.title:
            title = one_line(column.title)
            told.append(HELP.figure_is.format(title=title, value=cell.text.strip(), rule=rule))
    return Explanation(name, tuple(told))


def of_board_row(
    board: Board[Any], name: Cell, answer: Any, table: Table | None, columns: Sequence[GridColumn], row: GridRow
) -> Explanation:
    """Explain a row of a leaderboard: how its figures follow from each other, else the rules of its figures."""
    from cchc_tui.boards.late import LateBoard  # imported when an explanation is asked for

    found = answer.row(row.key) if isinstance(answer, LateBoard) else None
    if found is not None:
        return of_counts(name.whole or name.text, found.counts)
    if board.explain is not None and (there := next((one for one in answer.rows if one.key == row.key), None)):
        return Explanation(name.whole or name.text, tuple(board.explain(there)))
    rules = {column.key: column.rule for column in table.columns} if table is not None else {}
    return of_row(name.text, columns, row, rules)


def of_state(name: str, *states: str) -> Explanation:
    """Explain why a dossier has its present states."""
    rules = [STATES[state] for state in states]
    return Explanation(name, tuple(rule.words for rule in rules), rules[-1].source)


def of_finding(row: FindingRow) -> Explanation:
    """Explain a finding: its sentence, and the rule of its kind."""
    rule = FINDINGS.get(row.kind, Rule(""))
    return Explanation(TITLES[row.kind], tuple(filter(None, (row.detail, rule.words))), rule.source)


def of_file(name: str, verdict: str) -> Explanation:
    """Explain the verdict on a file."""
    rule = FILES.get(verdict, Rule(""))
    return Explanation(name, (rule.words,), rule.source)


def of_practice(name: str, bar: Threshold, said: tuple[str, ...] = ()) -> Explanation:
    """Explain a practice in a unit: what the unit reports (``said``), and what its dossiers are checked for."""
    rule = MEASURES[bar.measure.value] if bar.measure is not None else Rule("")
    return Explanation(name, tuple(filter(None, (*said, rule.words))), rule.source)


def of_practice_totals(column: PracticeColumn) -> Explanation:
    """Explain a practice in the overview: how many units claim it, and how many show it in their dossiers."""
    planned = number(column.states.get("planned", 0))
    claimed, shown, unseen = number(column.claimed), number(column.shown), number(column.unseen)
    unknown = number(column.unknown)
    said = HELP.claimed_is.format(claimed=claimed, planned=planned, shown=shown, unseen=unseen, unknown=unknown)
    return Explanation(column.name, (said,), BOARDS["rollout"].source)


def meaning(column: str, place: str = "") -> str:
    """What a column counts, perhaps differently in the list ``place``; "" if the title says it all."""
    here = f"{place}.{column}"
    if here in COUNTED_HERE:
        return COUNTED_HERE[here]
    if column in UNTITLED_HELP:
        return tr(UNTITLED_HELP[column])
    if column in COLUMNS:
        return tr(COLUMNS[column][1])
    return HELP.change_before if column.endswith("_change") else ""
