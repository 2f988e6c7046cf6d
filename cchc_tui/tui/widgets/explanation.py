"""Explanations of the row under the cursor: each rule in words, with the figures of the row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from cchc_tui.domain.evidence import Threshold
from cchc_tui.texts.findings import TITLES
from cchc_tui.texts.language import one_line, tr
from cchc_tui.texts.tui import COLUMNS
from cchc_tui.texts.tui_find import UNTITLED_HELP
from cchc_tui.texts.tui_help import ARTICLE, BOARDS, COUNTED_HERE, FILES, FINDINGS, HELP, MEASURES, STATES, Rule
from cchc_tui.texts.tui_help import COLUMNS as RULES
from cchc_tui.tui.style.figures import amount, heading, shortfall
from cchc_tui.tui.style.formats import count, days, number, percent
from cchc_tui.tui.widgets.columns import Cell, GridColumn, GridRow

if TYPE_CHECKING:
    from cchc_tui.boards.board import Board
    from cchc_tui.boards.counts import Counts
    from cchc_tui.boards.findings import FindingRow
    from cchc_tui.boards.rollout import PracticeColumn
    from cchc_tui.boards.table import Table


class Explanation(NamedTuple):
    """An explanation: its title, its sentences, and the source of the last rule that it quotes ("": no source)."""

    title: str
    sentences: tuple[str, ...]
    source: str = ""


def of_counts(name: str, counts: Counts) -> Explanation:
    """Explain the sums and rates in a row of late dossiers."""
    names = ("late", "resolved_late", "overdue", "counted", "total", "in_time", "waiting", "withdrawn")
    figures = {name: number(getattr(counts, name)) for name in names} | {
        "resolved": number(counts.resolved_on_time + counts.resolved_late),
        "open": number(counts.overdue + counts.in_time),
        "on_time": number(counts.resolved_on_time),
        "rate": percent(counts.late_rate if counts.counted else None),
    }
    told = [HELP.late_sum.format(**figures)]
    if counts.unclosed_late:
        told.append(HELP.unclosed_part.format(n=number(counts.unclosed_late)))
    told += [HELP.rate_sum.format(**figures), HELP.total_sum.format(**figures)]
    if counts.days_late_median is not None:
        told.append(HELP.median_is.format(n=days(counts.days_late_median)))
    return Explanation(name, tuple(told), tr(ARTICLE))


def of_board_row(
    board: Board[Any], name: Cell, answer: Any, table: Table | None, columns: Sequence[GridColumn], row: GridRow
) -> Explanation:
    """Explain a row of a leaderboard: each figure by its rule, and a share also by the numbers it is made of.

    The board's target comes last, if there is one.
    """
    from cchc_tui.boards.late import LateBoard  # imported when an explanation is asked for

    title = name.whole or name.text
    found = answer.row(row.key) if isinstance(answer, LateBoard) else None
    if found is not None:
        return of_counts(title, found.counts)
    if board.explain is not None and (there := next((one for one in answer.rows if one.key == row.key), None)):
        return Explanation(title, tuple(board.explain(there)))
    own_rules = {} if table is None else {column.prefs_key or column.key: column.rule for column in table.columns}
    sums = {} if table is None else _sums(board, answer, table, row.key)
    told = []
    for column, cell in zip(columns, row.cells, strict=True):
        rule = own_rules.get(column.key) or (RULES[column.key].words if column.key in RULES else "")
        if cell.text and rule and column.title:
            said, value = one_line(column.title), cell.text.strip()
            value += f" = {sums[column.key]}" if column.key in sums else ""
            if value.startswith(said):  # the level: "Cấp xã" in the column "Cấp"
                said = ""
            told.append(HELP.figure_is.format(title=said, value=value, rule=rule).strip())
    return Explanation(title, (*told, *(_target_words(table, row.key) if table is not None else ())))


def _sums(board: Board[Any], answer: Any, table: Table, key: str) -> dict[str, str]:
    """Key of a grid column of shares → numerator and denominator in the row ``key``, as ``11 / 15``."""
    from cchc_tui.boards.leaderboard import Leaderboard  # imported when an explanation is asked for

    sums: dict[str, str] = {}
    if isinstance(board, Leaderboard) and (row := next((one for one in answer.rows if one.key == key), None)):
        figures = board.figures(row)
        for column in table.columns:
            if column.part and column.whole:
                part, whole = amount(board.value(figures, column.part)), amount(board.value(figures, column.whole))
                if part is not None and whole:
                    sums[column.prefs_key or column.key] = f"{days(part)} / {days(whole)}"
    return sums


def _target_words(table: Table, key: str) -> Iterator[str]:
    """Yield a sentence on the main figure's target and the row's distance from it; nothing if either is unknown."""
    if table.main < 0:
        return
    from cchc_tui.boards.measure import figure_text  # imported only for a target

    column = table.columns[table.main]
    target = table.targets.get(column.key)
    value = table.by_key[key][table.main] if key in table.by_key else None
    if target is not None and value is not None:
        distance = shortfall(table, table.main, value) or HELP.reached
        title, aim = heading(column).lower(), figure_text(target, column.type)
        yield HELP.target_is.format(title=title, target=aim, distance=distance)


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
    """Explain a practice in the overview: how many units claim it, and what the dossiers of these units show."""
    source = BOARDS["rollout"].source
    if column.claimed is None or column.confirmed is None:
        return Explanation(column.name, (HELP.shown_alone.format(n=column.shown),), source)
    said = HELP.claimed_is.format(
        claimed=count(column.claimed),
        planned=count(column.states.get("planned")),
        shown=count(column.confirmed),
        unseen=count(column.unseen),
        unknown=count(column.unknown),
    )
    also = column.shown - column.confirmed
    return Explanation(column.name, (said, *((HELP.also_shown.format(n=also),) if also else ())), source)


def meaning(column: str, place: str = "") -> str:
    """What a column counts; "" if the title says it all. In the list ``place``, the column may count something else."""
    here = f"{place}.{column}"
    if here in COUNTED_HERE:
        return COUNTED_HERE[here]
    if column in UNTITLED_HELP:
        return tr(UNTITLED_HELP[column])
    if column in COLUMNS:
        return tr(COLUMNS[column][1])
    return HELP.change_before if column.endswith("_change") else ""
