"""The pages of boards that are no leaderboards: models, map, data sources. They show no file name and no
dossier code.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from cchc_tui.domain.units import Level
from cchc_tui.texts.findings import COUNTED
from cchc_tui.texts.tui import BOARD_NAMES, LEVELS, TEXT, VERDICTS
from cchc_tui.texts.tui_models import MODELS
from cchc_tui.texts.tui_present import PRESENT
from cchc_tui.tui.session.queries import (
    ExportsQuery,
    FindingsQuery,
    OverviewQuery,
    RolloutQuery,
)
from cchc_tui.tui.style.figures import amount, visible
from cchc_tui.tui.style.formats import change, change_role, number
from cchc_tui.tui.style.render import Line, Span, crop, line_width, width, wrap
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.style.time_text import near
from cchc_tui.tui.wall.pages import LeaderboardPage
from cchc_tui.tui.wall.view import (
    GAP,
    MARGIN,
    DrawnPage,
    Page,
    PageView,
    blocks_beside,
    count_head,
    figure_beside,
    flowing,
    heads_lines,
)
from cchc_tui.tui.widgets.big_number import LEAST, LargeFigure, fitted, rows_of
from cchc_tui.tui.widgets.tile_map import tile_lines

if TYPE_CHECKING:
    from cchc_tui.boards.exports import ExportRow, ExportsBoard
    from cchc_tui.boards.findings import FindingsBoard
    from cchc_tui.boards.overview import Overview
    from cchc_tui.boards.rollout import PracticeColumn, RolloutBoard

_ACROSS = 2
_FIGURE_ROOM = 16  # cells for words beside a figure
_VERDICT_ROLES = {"refused": TextRole.BAD, "partial": TextRole.WARN}


class RolloutPage(Page):
    """For each model, how many units claim it although their dossiers do not show it, and which units."""

    asks = (RolloutQuery(),)

    @property
    @override
    def title(self) -> str:
        return BOARD_NAMES["rollout"]

    @override
    def figures(self, view: PageView) -> dict[str, float]:
        return {practice.key: practice.unseen for practice in view.board.practices}

    @override
    def draw(self, view: PageView) -> DrawnPage:
        board: RolloutBoard = view.board
        down = -(-len(board.practices) // _ACROSS)
        cells = (view.inner - GAP) // _ACROSS
        height = view.rows // max(1, down)
        blocks = [_model(board, place, cells, height, view) for place in range(len(board.practices))]
        lines: list[Line] = []
        for first in range(0, len(blocks), _ACROSS):
            lines += blocks_beside(blocks[first : first + _ACROSS], cells)
        worst = max(board.practices, key=lambda practice: practice.unseen, default=None)
        if worst is None or not worst.unseen:
            unknown = sum(practice.unknown for practice in board.practices)
            return DrawnPage(lines, PRESENT.none_unseen.format(n=number(unknown)) if unknown else PRESENT.all_seen)
        said = PRESENT.unseen_most.format(model=worst.short, n=worst.unseen)
        named = _unseen(board, board.practices.index(worst))
        units = named[:1] if len(named) < 2 else [f"{named[0]} {PRESENT.others.format(n=len(named) - 1)}"]
        return DrawnPage(lines, f"{': '.join((said, *units))}.")


def _unseen(board: RolloutBoard, place: int) -> list[str]:
    """Return the names of the units that claim a model which their dossiers do not show."""
    return [row.name for row in board.rows if row.cells[place].claimed and row.cells[place].shown is False]


def _model(board: RolloutBoard, place: int, cells: int, height: int, view: PageView) -> list[Line]:
    """Draw one model: its name, the figure with words beside it, the units below."""
    practice, before = board.practices[place], view.base.practices if view.base is not None else ()
    old = next((each.unseen for each in before if each.key == practice.key), None)
    unseen = _unseen(board, place)
    name = practice.name if width(practice.name) <= cells else practice.short
    figure = fitted(number(practice.unseen), max(1, cells - _FIGURE_ROOM), height - 4, view.whole)
    moved = change(practice.unseen, old)
    said = _model_words(practice, len(board.rows), cells - width(figure[0]) - 2, len(figure) - bool(moved))
    words: list[Line] = [(Span(moved, change_role(practice.unseen, old)),)] if moved else []
    words += [(Span(line),) for line in said]
    fresh = practice.key in view.fresh and len(figure) == 1
    lines = [(Span(name, TextRole.ACCENT),), *figure_beside(figure, words, 2, figure_role(practice), fresh)]
    lines += _names(unseen, cells, height - 1 - len(lines), TextRole.BAD)
    lines += [()] * (height - len(lines))
    return [crop(line, cells) for line in lines[:height]]


def figure_role(practice: PracticeColumn) -> TextRole:
    """Return GOOD only if every claim is shown by dossiers. A claim that nobody can check is neither good nor bad."""
    if practice.unseen:
        return TextRole.BAD
    return TextRole.TEXT if practice.unknown else TextRole.GOOD


def _model_words(practice: PracticeColumn, units: int, cells: int, rows: int) -> list[str]:
    """Say what the figure counts, and how many units claim and show the model."""
    said = PRESENT.unseen.format(n=practice.unseen)
    if practice.unknown:
        said = MODELS.of_which_unknown.format(figure=said, n=number(practice.unknown))
    claims = PRESENT.claimed_of.format(claimed=practice.claimed, units=units, shown=practice.shown)
    words = [*wrap(said, cells), *wrap(claims, cells)]
    return words if len(words) <= max(rows, 2) else wrap(said, cells)[: max(rows, 2)]


def _names(names: Sequence[str], cells: int, rows: int, role: TextRole) -> list[Line]:
    """Return lines with as many whole names as fit, and the number of the others."""
    for shown in range(len(names), 0, -1):
        pieces = [*(f"{name}," for name in names[: shown - 1]), names[shown - 1]]
        if left := len(names) - shown:
            pieces.append(PRESENT.others.format(n=left))
        lines = flowing([(Span(piece, role),) for piece in pieces], 1, cells)
        if len(lines) <= rows and max(map(line_width, lines)) <= cells:
            return lines
    return []


class MapPage(LeaderboardPage):
    """The late dossiers of wards and communes as a map. Departments have no place on it."""

    ranked = False
    level = Level.COMMUNE

    def __init__(self, name: str):
        super().__init__(name)
        self.board = "late"

    @property
    @override
    def title(self) -> str:
        return PRESENT.of_level.format(unit=super().title, level=LEVELS[self.level])

    @override
    def figures(self, view: PageView) -> dict[str, float]:
        table = self.table(view, view.board)
        return {key: amount(row[table.main]) or 0.0 for _, key, row in visible(table, self.level)}

    @override
    def draw(self, view: PageView) -> DrawnPage:
        from cchc_tui.tui.screens.leaderboard_map import table_tiles  # it imports all screens with tiles

        base = None if view.base is None else self.table(view, view.base)
        drawn = table_tiles(self.table(view, view.board), base, view.registry.units, (), self.level)
        lines = tile_lines(drawn.tiles, view.cells, view.rows, drawn.scale, title=drawn.shaded_by, fresh=view.fresh)
        return DrawnPage(lines, self.ranking(view).notice(view.since))


class ExportsPage(Page):
    """Which files came today, and how many rows and findings are wrong."""

    asks = (OverviewQuery(), ExportsQuery(), FindingsQuery())

    @override
    def draw(self, view: PageView) -> DrawnPage:
        overview: Overview = view.board
        base: Overview | None = view.base
        board: ExportsBoard = view.answer(ExportsQuery())
        findings: FindingsBoard = view.answer(FindingsQuery())
        units = {kind.value: named for kind, named in findings.units.items()}
        found = [(kind, overview.findings.get(kind, 0)) for kind in COUNTED]
        found = sorted((pair for pair in found if pair[1]), key=lambda pair: -pair[1])
        total = sum(count for _, count in found)
        heads = (
            LargeFigure(number(board.today), (Span(PRESENT.files_today, TextRole.DIM),)),
            _bad(overview.rejected_rows, base.rejected_rows if base is not None else None, PRESENT.rows_rejected),
            _bad(total, sum(base.findings.get(kind, 0) for kind in COUNTED) if base else None, PRESENT.suspicious),
        )
        room = max(rows_of(LEAST) + 1, view.rows - 2 - min(len(found) + 4, 12))
        lines = [*heads_lines(heads, view.inner, min(room, view.rows // 2), view.whole), ()]
        left = view.rows - len(lines) - 1
        kinds = found[: max(1, left // 2)]
        files = [row for row in board.rows if not row.is_mark][: max(0, left - len(kinds) - 1)]
        lines += [_file_line(row, board, view.inner) for row in files]
        lines += [(), *(_finding_line(kind, n, units.get(kind, ()), view.inner) for kind, n in kinds)]
        if not found:
            return DrawnPage(lines[: view.rows], PRESENT.nothing_found)
        return DrawnPage(lines[: view.rows], _finding_notice(*found[0], units.get(found[0][0], ())))


def _finding_line(kind: str, n: int, units: Sequence[tuple[str, int]], cells: int) -> Line:
    """Draw the count of one kind of finding, and as many of its units as fit."""
    head = Span(COUNTED[kind].format(n=number(n)), TextRole.WARN)
    named = [PRESENT.of_unit.format(unit=unit or TEXT.nothing, n=number(count)) for unit, count in units]
    words = _names(named, cells - width(head.text) - 3, 1, TextRole.TEXT)
    return (Span(" " * MARGIN), head, *((Span(" · "), *words[0]) if words else ()))


def _finding_notice(kind: str, n: int, units: Sequence[tuple[str, int]]) -> str:
    """Name the most frequent kind of finding, and the unit that has most of it."""
    named = [(unit, count) for unit, count in units if unit]
    if not named:
        return PRESENT.found_most.format(finding=COUNTED[kind].format(n=number(n)))
    unit, count = named[0]
    said = COUNTED[kind].format(n=number(count))
    if count == n:
        return PRESENT.found_in.format(unit=unit, finding=said)
    return PRESENT.found_mostly.format(unit=unit, finding=said, all=number(n))


def _bad(count: int, before: int | None, label: str) -> LargeFigure:
    """Make the large figure of a count that should be 0."""
    role = TextRole.WARN if count else TextRole.STRONG
    return count_head(count, before, Span(label, TextRole.DIM), role=role)


def _file_line(row: ExportRow, board: ExportsBoard, cells: int) -> Line:
    """Say when a file came and what became of it, without its name, which may be a person's."""
    said = PRESENT.file_line.format(
        verdict=VERDICTS[row.verdict],
        kind=row.kind_brief,
        n=number(row.rows),
        changed=number(row.changed),
    )
    when = Span(f"{' ' * MARGIN}{near(row.arrived, board.as_of)}  ", TextRole.DIM)
    return crop((when, Span(said, _VERDICT_ROLES.get(row.verdict, TextRole.TEXT))), cells + MARGIN)
