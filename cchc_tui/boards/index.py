"""The reform index (*chỉ số cải cách hành chính*): points of each unit by a set of criteria (``registry.index``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from math import fsum
from operator import attrgetter
from typing import Any

from cchc_tui.boards.board import KeyedRows
from cchc_tui.boards.by_unit import UnitRow, by_unit
from cchc_tui.boards.details import DetailList, DetailRow, Details, OpenedRow
from cchc_tui.boards.index_faults import NAME as INDEX
from cchc_tui.boards.leaderboard import LEVEL, NAME, RANK, Leaderboard
from cchc_tui.boards.measure import MeasureError, figure_text, figures, measured
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.sheets import HeldRow, held
from cchc_tui.boards.table import Better, Column, Value, ValueType
from cchc_tui.domain.moments import Stamp, to_date
from cchc_tui.domain.names import by_name
from cchc_tui.domain.roles import Right
from cchc_tui.domain.units import Level
from cchc_tui.registry.index import CriteriaSet, Criterion
from cchc_tui.sheets.scores import SHEET
from cchc_tui.texts.index_file import points as points_text
from cchc_tui.texts.language import N_, tr
from cchc_tui.texts.numbers import percent

#: Points that differ by less are equal.
_EQUAL = 1e-9


class Origin(StrEnum):
    """Where the points of a criterion come from."""

    MEASURED = "measured"  # the figure of a board
    APPRAISED = "appraised"
    SELF_ASSESSED = "self_assessed"
    MEAN = "mean"  # the mean of a level's units
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """The points of a unit or level for one criterion (None: not known).

    ``figure`` is the board's figure that decides the points (None: no figure decides). ``given`` are the points in the
    sheet of scores (None: none), even if they do not decide.
    """

    criterion: Criterion
    points: float | None = None
    origin: Origin = Origin.UNKNOWN
    figure: float | None = None
    given: float | None = None

    @property
    def missing(self) -> float | None:
        """The points that could still be won for the criterion; None if the points are not known."""
        return None if self.points is None else self.criterion.points - self.points


@dataclass(frozen=True, slots=True)
class IndexScore:
    """The points of a unit or level for all criteria. The points of a level are means over its units.

    ``rank`` is the unit's rank within its level. All figures are None if the points of no criterion are known.
    """

    parts: tuple[CriterionScore, ...] = ()
    rank: int | None = None

    @property
    def known(self) -> tuple[CriterionScore, ...]:
        """The criteria whose points are known."""
        return tuple(part for part in self.parts if part.points is not None)

    @property
    def score(self) -> float | None:
        """The sum of the points that are known; None if no points are known."""
        return fsum(part.points or 0.0 for part in self.known) if self.known else None

    @property
    def of(self) -> float | None:
        """The most points that the criteria in ``known`` can give together; None without such criteria."""
        return fsum(part.criterion.points for part in self.known) if self.known else None

    @property
    def percent(self) -> float | None:
        """``score / of``, a fraction of 1; None if no points are known."""
        return self.score / self.of if self.score is not None and self.of else None

    @property
    def lever_part(self) -> CriterionScore | None:
        """The lever: the criterion in ``known`` with the most points still to win. None if no points are left."""
        most = max(self.known, key=lambda part: part.missing or 0.0, default=None)
        return most if most is not None and (most.missing or 0.0) > _EQUAL else None

    @property
    def lever(self) -> str | None:
        """The name of the lever (``lever_part``); None without a lever."""
        return None if self.lever_part is None else self.lever_part.criterion.name

    @property
    def lever_points(self) -> float | None:
        """The points that can still be won with the lever: 0 if none are left, None if ``known`` is empty."""
        return (0.0 if self.known else None) if self.lever_part is None else self.lever_part.missing

    @property
    def lever_words(self) -> str | None:
        """The short name of the lever with its points still to win, as text; None without a lever."""
        part = self.lever_part
        if part is None:
            return None
        missing = points_text(round(part.missing or 0.0, 1))
        return tr(N_("{criterion}, còn {n} điểm")).format(criterion=part.criterion.short, n=missing)


@dataclass(frozen=True, slots=True)
class IndexBoard(KeyedRows[UnitRow[IndexScore]]):
    """The index of all units, highest percentage first. ``sets`` maps a level to its criteria (None: no usable set)."""

    as_of: Stamp
    data_as_of: Stamp | None
    rows: tuple[UnitRow[IndexScore], ...]
    levels: Mapping[str, IndexScore]
    sets: Mapping[str, CriteriaSet | None]


def index_board(moment: Moment) -> IndexBoard:
    """The index at a moment.

    A criterion's points follow from the figure of a board. If there is no figure, the points come from the sheet of
    scores: the appraised points, or else the self-assessed ones.
    """
    index, on = moment.registry.index, to_date(moment.at)
    sets = {level.value: index.set_of(level) for level in Level}
    by_measure = _measured(moment, sets.values())
    given = {(row.values["unit"], row.values["criterion"]): row for row in held(moment, SHEET.name)}
    scores: dict[str, IndexScore] = {}
    for unit in moment.registry.units.units:
        found = sets[unit.level]
        parts = (
            _part(one, by_measure.get(one.measure, {}), unit.key, given.get((unit.key, one.key)))
            for one in (() if found is None else found.criteria)
        )
        score = IndexScore(tuple(parts))
        if score.known or unit.valid(on):
            scores[unit.key] = score
    data = max((at for at in (moment.data_as_of, moment.newest_of(SHEET.name)) if at is not None), default=None)
    ranking = by_unit(moment, data, scores, mean)
    return IndexBoard(moment.at, data, tuple(ranked(ranking.rows)), ranking.levels, sets)


def _measured(moment: Moment, sets: Iterable[CriteriaSet | None]) -> dict[str, Mapping[str, float | None]]:
    """The figures of the boards on which these sets of criteria rely, by measure and then by unit key.

    A measure is left out if no board has its figure (see ``index_faults``). For a board that counts dossiers, units
    without any dossier are left out, so that their figure is unknown and not 0.
    """
    found: dict[str, Mapping[str, float | None]] = {}
    for one in (criterion for each in sets if each is not None for criterion in each.criteria):
        if one.board and one.board != INDEX and one.measure not in found:
            try:
                board, _ = measured(one.board, one.column)
                by_key = figures(moment, one.board, one.column).units
            except MeasureError:
                continue
            if board.only is not None:
                dossiers = figures(moment, "late", "total").units
                by_key = {key: figure for key, figure in by_key.items() if dossiers.get(key)}
            found[one.measure] = by_key
    return found


def _part(one: Criterion, by_key: Mapping[str, float | None], unit: str, given: HeldRow | None) -> CriterionScore:
    figure = by_key.get(unit)
    origins = (Origin.APPRAISED, Origin.SELF_ASSESSED) if given is not None else ()
    said = ((origin, given.values[origin.value]) for origin in origins if given is not None)
    # Points above the criterion's own were meant for one of another set.
    found = ((origin, float(points)) for origin, points in said if points is not None and points <= one.points)
    origin, points = next(found, (Origin.UNKNOWN, None))
    if figure is not None:
        return CriterionScore(one, one.earned(figure), Origin.MEASURED, figure, points)
    return CriterionScore(one, points, origin, given=points)


def mean(scores: Iterable[IndexScore]) -> IndexScore:
    """The score of a level. Its points for each criterion are the mean of the known points of its units."""
    all_parts = [score.parts for score in scores if score.parts]
    made = []
    for parts in zip(*all_parts, strict=True):
        known = [part.points for part in parts if part.points is not None]
        points, origin = (fsum(known) / len(known), Origin.MEAN) if known else (None, Origin.UNKNOWN)
        made.append(CriterionScore(parts[0].criterion, points, origin))
    return IndexScore(tuple(made))


def ranked(rows: Iterable[UnitRow[IndexScore]]) -> Iterator[UnitRow[IndexScore]]:
    """Sort the rows by percentage, the highest first, and yield each with its rank within its level.

    Equal percentages share a rank. Rows without a percentage have no rank and come last.
    """

    def order(row: UnitRow[IndexScore]) -> tuple[Any, ...]:
        share = row.figures.percent
        return share is None, -(share or 0.0), by_name(row.name)

    shares: dict[str, list[float]] = {}
    for row in sorted(rows, key=order):
        share, above = row.figures.percent, shares.setdefault(row.level, [])
        if share is None:
            yield row
            continue
        above.append(above[-1] if above and abs(above[-1] - share) < _EQUAL else share)
        yield replace(row, figures=replace(row.figures, rank=above.index(above[-1]) + 1))


def _more_json(score: IndexScore) -> dict[str, Any]:
    """Further JSON of a row or level: its rank (None for a level), the points by criterion, and its ``lever_part``."""
    lever = score.lever_part
    return {
        "rank": score.rank,
        "criteria": {part.criterion.key: _rounded(part.points) for part in score.parts},
        "lever": None if lever is None else lever.criterion.key,
    }


def _rounded(points: float | None) -> float | None:
    return None if points is None else round(points, 2)


def _head(board: IndexBoard) -> dict[str, Any]:
    sets = {
        level: None if one is None else {"set": one.key, "name": one.name, "points": one.points}
        for level, one in board.sets.items()
    }
    return {"by": "unit", "sets": sets}


def _titled(board: IndexBoard) -> str:
    """The board's title with the names of the sets of criteria in use. A note is added if a level has no usable set."""
    names = list(dict.fromkeys(one.name for one in board.sets.values() if one is not None))
    if None in board.sets.values():
        names.append(tr(N_("có cấp chưa có bộ tiêu chí dùng được, xem bảng 0")))
    return f"{BOARD.title} ({'; '.join(names)})"


def _explain(score: IndexScore) -> list[str]:
    """Sentences that show how the score and the percentage follow from the points of the criteria."""
    if not score.known:
        return [tr(N_("Chưa tiêu chí nào biết được điểm."))]
    sums = " + ".join(f"{part.criterion.short} {points_text(part.points or 0.0)}" for part in score.known)
    told = [
        tr(N_("Điểm {score} = {sums}.")).format(score=points_text(score.score or 0.0), sums=sums),
        tr(N_("Tỷ lệ {share} = {score} / {of}, tổng điểm tối đa của các tiêu chí đã biết.")).format(
            share=percent(score.percent or 0.0), score=points_text(score.score or 0.0), of=points_text(score.of or 0.0)
        ),
    ]
    unknown = [part.criterion for part in score.parts if part.points is None]
    if unknown:
        names = ", ".join(f"{one.short} ({points_text(one.points)})" for one in unknown)
        told.append(tr(N_("Chưa biết nên không tính vào cả hai: {names}.")).format(names=names))
    if score.lever_words:
        told.append(tr(N_("Còn nhiều điểm nhất: {lever}.")).format(lever=score.lever_words))
    sources = dict.fromkeys(part.criterion.source for part in score.parts if part.criterion.source)
    if sources:
        told.append(tr(N_("Căn cứ: {sources}.")).format(sources="; ".join(sources)))
    return told


def _opened(moment: Moment, opened: OpenedRow) -> DetailList:
    """The criteria of the opened unit or level with their points, in the order of the set of criteria."""
    board = index_board(moment)
    row = board.row(opened.key)
    score = row.figures if row is not None else board.levels.get(opened.key, IndexScore())
    return DetailList(board.as_of, board.data_as_of, tuple(map(detail, score.parts)))


def detail(part: CriterionScore) -> DetailRow:
    """The row of a criterion: its points and where they come from. Enter opens the board with the figure."""
    return DetailRow(
        part.criterion.key, partial(_worded, part), "" if _column(part.criterion) is None else part.criterion.board
    )


def _column(one: Criterion) -> Column | None:
    """The column of a board from which a criterion's points follow; None if there is no such column."""
    try:
        return measured(one.board, one.column)[1] if one.board and one.board != INDEX else None
    except MeasureError:
        return None


def _worded(part: CriterionScore) -> tuple[Value, ...]:
    one, column, origin, scale = part.criterion, _column(part.criterion), tr(_ORIGINS[part.origin]), ""
    if column is not None:
        zero, full = figure_text(one.zero, column.type), figure_text(one.full, column.type)
        scale = tr(N_("0 điểm: {zero} · đủ điểm: {full}")).format(zero=zero, full=full)
        if part.figure is not None:
            origin = f"{tr(column.title)} {figure_text(part.figure, column.type)}"
    return one.name, part.points, one.points, part.missing, origin, part.given, scale, one.group, one.source


_ORIGINS = {
    Origin.MEASURED: N_("số liệu"),
    Origin.APPRAISED: N_("thẩm định"),
    Origin.SELF_ASSESSED: N_("tự đánh giá"),
    Origin.MEAN: N_("trung bình"),
    Origin.UNKNOWN: N_("chưa biết"),
}
_OPENED = (
    Column("name", N_("Tiêu chí"), ValueType.TEXT),
    Column("points", N_("Điểm"), ValueType.NUMBER, better=Better.MORE, rule=N_("điểm đã đạt, theo thang điểm")),
    Column("of", N_("Trên"), ValueType.NUMBER, better=Better.NEITHER, rule=N_("điểm tối đa của tiêu chí")),
    Column("missing", N_("Còn"), ValueType.NUMBER, rule=N_("điểm còn có thể đạt; chưa biết điểm thì không có")),
    Column(
        "origin",
        N_("Điểm từ đâu"),
        ValueType.TEXT,
        rule=N_("số liệu của bảng mà Enter mở; không có số liệu thì điểm thẩm định, rồi điểm tự đánh giá"),
    ),
    Column("given", N_("Điểm chấm"), ValueType.NUMBER, lesser=1, rule=N_("điểm nhập; có số liệu thì không tính")),
    Column("scale", N_("Thang điểm"), ValueType.TEXT, lesser=2),
    Column("group", N_("Nhóm"), ValueType.TEXT, lesser=3),
    Column("source", N_("Căn cứ"), ValueType.TEXT, lesser=4),
)

BOARD = Leaderboard(
    INDEX,
    N_("Chỉ số cải cách hành chính"),
    needs=Right.PRESENT,
    columns=(
        *(RANK, NAME, replace(LEVEL, on_screen=False)),
        Column(
            "score",
            N_("Điểm"),
            ValueType.NUMBER,
            better=Better.MORE,
            rule=N_("tổng điểm các tiêu chí đã biết"),
        ),
        Column(
            "of",
            N_("Trên"),
            ValueType.NUMBER,
            better=Better.NEITHER,
            rule=N_("tổng điểm tối đa của các tiêu chí đã biết; tiêu chí chưa biết làm giảm số này, không giảm điểm"),
        ),
        Column(
            "percent",
            N_("Tỷ lệ điểm"),
            ValueType.SHARE,
            better=Better.MORE,
            main=True,
            rule=N_("điểm / tổng điểm tối đa của các tiêu chí đã biết"),
        ),
        Column(
            "lever",
            N_("Tiêu chí còn nhiều điểm nhất"),
            ValueType.TEXT,
            in_json=False,
            on_screen=False,
        ),
        Column(
            "lever_points",
            N_("Điểm còn có thể đạt"),
            ValueType.NUMBER,
            better=Better.LESS,
            on_screen=False,
            rule=N_("điểm tối đa của tiêu chí trừ điểm đã đạt"),
        ),
        Column(
            "lever_words",
            N_("Còn nhiều điểm nhất"),
            ValueType.TEXT,
            in_json=False,
            in_table=False,
            on_screen=True,
            rule=N_("tiêu chí đã biết còn cách điểm tối đa xa nhất"),
        ),
    ),
    ask=lambda moment, query: index_board(moment),
    figures=attrgetter("figures"),
    more_json=_more_json,
    head=_head,
    titled=_titled,
    rank=attrgetter("figures.rank"),
    opens=Details(columns=_OPENED, ask=_opened, nothing=N_("Chưa có bộ tiêu chí nào dùng được cho đơn vị này.")),
    explain=lambda row: _explain(row.figures),
    about=N_("điểm từng đơn vị theo bộ tiêu chí, và tiêu chí còn nhiều điểm nhất"),
    topic=N_(
        "Mỗi dòng một đơn vị, tỷ lệ điểm cao nhất đứng trước. Điểm lấy từ số liệu của các bảng khác, hoặc từ bảng chấm "
        "điểm; tiêu chí chưa biết không tính là 0. Enter mở các tiêu chí với số liệu của từng tiêu chí."
    ),
)
