"""The pages of model practices, of the map, and of data sources. They show no file names and no dossier codes."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from typing_extensions import override

from cchc_tui.boards.exports import ExportRow, ExportsBoard
from cchc_tui.boards.findings import FindingsBoard
from cchc_tui.boards.overview import Overview
from cchc_tui.boards.rollout import PracticeColumn, RolloutBoard
from cchc_tui.domain.units import Level
from cchc_tui.texts.findings import COUNTED
from cchc_tui.texts.tui import LEVELS, TEXT, VERDICTS
from cchc_tui.texts.tui_models import MODELS
from cchc_tui.texts.tui_present import PRESENT
from cchc_tui.tui.session.queries import ExportsQuery, FindingsQuery, OverviewQuery, RolloutQuery
from cchc_tui.tui.style.figures import amount, visible
from cchc_tui.tui.style.formats import count, number
from cchc_tui.tui.style.missing_sheet import missing_sheet
from cchc_tui.tui.style.render import Line, Span, crop, line_width, width
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
    flowing,
    heads_lines,
)
from cchc_tui.tui.widgets.big_number import LEAST, LargeFigure, rows_of, stroke_fitting
from cchc_tui.tui.widgets.tile_map import tile_lines

_ACROSS = 2
_LEAST_HEADS = rows_of(LEAST) + 1  # a large figure and its label
_VERDICT_ROLES = {"refused": TextRole.BAD, "partial": TextRole.WARN}


class RolloutPage(Page):
    """The page of model practices: how many units claim each practice, whose dossiers show it, and whose do not."""

    asks = (RolloutQuery(),)

    @override
    def figures(self, view: PageView) -> dict[str, float]:
        return {one.key: one.unseen for one in view.board.practices if one.unseen is not None}

    @override
    def draw(self, view: PageView) -> DrawnPage:
        board: RolloutBoard = view.board
        down = -(-len(board.practices) // _ACROSS)
        cells = (view.inner - GAP) // _ACROSS
        height = view.rows // max(1, down)
        places = range(len(board.practices))
        listed = max((len(_listed(board, place, cells, height)) for place in places), default=0)
        forms = [[_titled(board, place, cells, view, brief=brief) for place in places] for brief in (False, True)]
        title, titled = min(
            ((max((len(lines) for lines, _ in form), default=0), form) for form in forms), key=itemgetter(0)
        )
        above = min(height, max(_LEAST_HEADS + title, height - listed))
        rows = above - title  # the same in each block, for figures of one size
        blocks = [[*lines, *_figures(heads, cells, rows)] for lines, heads in titled]
        blocks = [[*block, *_listed(board, place, cells, height - len(block))] for place, block in enumerate(blocks)]
        blocks = [[*block[:height], *[()] * (height - len(block))] for block in blocks]
        lines: list[Line] = []
        for first in range(0, len(blocks), _ACROSS):
            lines += blocks_beside(blocks[first : first + _ACROSS], cells)
        if board.data_as_of is None:
            return DrawnPage(lines, missing_sheet(self.board))
        worst = max(board.practices, key=lambda practice: practice.unseen or 0, default=None)
        if worst is None or not worst.unseen:
            unknown = sum(practice.unknown or 0 for practice in board.practices)
            return DrawnPage(lines, PRESENT.none_unseen.format(n=number(unknown)) if unknown else PRESENT.all_seen)
        said = PRESENT.unseen_most.format(model=worst.short, n=worst.unseen)
        named = _claiming(board, board.practices.index(worst), False)
        units = named[:1] if len(named) < 2 else [f"{named[0]} {PRESENT.others.format(n=len(named) - 1)}"]
        return DrawnPage(lines, f"{': '.join((said, *units))}.")


def _claiming(board: RolloutBoard, place: int, shown: bool | None) -> list[str]:
    """The names of the units that claim a practice and for which the evidence in their dossiers is ``shown``.

    ``shown`` is True if the dossiers confirm the claim, False if they contradict it, and None if they are too few.
    """
    cells = ((row.name, row.cells[place]) for row in board.rows)
    return [name for name, cell in cells if cell.claimed and cell.shown is shown]


def _listed(board: RolloutBoard, place: int, cells: int, rows: int) -> list[Line]:
    """Lines with the units that claim a practice, as far as they fit.

    First come the units whose dossiers do not show the practice, then those without enough data, then those whose
    dossiers show it.
    """
    lines: list[Line] = []
    for shown, label, role in (
        (False, "", TextRole.BAD),
        (None, f"{MODELS.unknown}: ", TextRole.TEXT),
        (True, f"{PRESENT.seen}: ", TextRole.DIM),
    ):
        lines += _names(_claiming(board, place, shown), cells, rows - len(lines), role, label)
    return lines


def _titled(
    board: RolloutBoard, place: int, cells: int, view: PageView, *, brief: bool
) -> tuple[list[Line], list[LargeFigure]]:
    """A practice's title, and as many of its counts as fit as large figures.

    The title names the practice and the number of claims, and the other counts unless it is ``brief``.
    """
    practice, before = board.practices[place], view.base.practices if view.base is not None else ()
    old = next((each.unseen for each in before if each.key == practice.key), None)
    heads = model_heads(practice, old, practice.key in view.fresh)
    others: list[str] = []
    while len(heads) > 1 and not stroke_fitting(heads, cells, _LEAST_HEADS):
        head = heads.pop()
        others.insert(0, f"{head.label[0].text} {head.text}")
    claimed = PRESENT.claimed_of.format(claimed=count(practice.claimed), units=len(board.rows))
    words = [claimed, *([] if brief else others)]
    said: list[Line] = [(Span(each, TextRole.DIM),) for each in words]
    titles = [flowing([(Span(name, TextRole.ACCENT),), *said], GAP, cells) for name in (practice.name, practice.short)]
    title = min(titles, key=lambda lines: (max(map(line_width, lines)) > cells, len(lines)))
    return [crop(line, cells) for line in title], heads


def _figures(heads: Sequence[LargeFigure], cells: int, rows: int) -> list[Line]:
    """The counts of claims not shown, unclear and shown, large if there is room."""
    drawn = heads_lines(heads, cells, rows, even=False)
    return [crop(line[1:], cells) for line in drawn]  # blocks get their margin together


def model_heads(practice: PracticeColumn, old: int | None, fresh: bool) -> list[LargeFigure]:
    """The claims of a practice as large figures: how many are not shown by dossiers, are unclear, and are shown.

    Without a sheet of claims, the last figure is the number of units whose dossiers show the practice.
    """
    label = Span(PRESENT.unseen, TextRole.STRONG)
    return [
        count_head(practice.unseen, old, label, fresh, figure_role(practice)),
        LargeFigure(count(practice.unknown), (Span(MODELS.unknown, TextRole.DIM),), role=TextRole.TEXT),
        LargeFigure(number(practice.seen), (Span(PRESENT.seen, TextRole.DIM),), role=TextRole.TEXT),
    ]


def figure_role(practice: PracticeColumn) -> TextRole:
    """The role of the number of claims that dossiers contradict.

    BAD if there are such claims. TEXT if it is not certain that there are none: there are too few dossiers for some
    claim, or there is no sheet of claims. Otherwise GOOD.
    """
    if practice.unseen:
        return TextRole.BAD
    return TextRole.TEXT if practice.unknown or practice.unseen is None else TextRole.GOOD


def _names(names: Sequence[str], cells: int, rows: int, role: TextRole, label: str = "") -> list[Line]:
    """Lines with as many whole names as fit, after ``label``, and the number of further names; [] if none fits."""
    for shown in range(len(names), 0, -1):
        pieces = [*(f"{name}," for name in names[: shown - 1]), names[shown - 1]]
        if left := len(names) - shown:
            pieces.append(PRESENT.others.format(n=left))
        lines = flowing([(Span(piece, role),) for piece in (label + pieces[0], *pieces[1:])], 1, cells)
        if len(lines) <= rows and max(map(line_width, lines)) <= cells:
            return lines
    return []


class MapPage(LeaderboardPage):
    """The page with a map of the late dossiers of wards and communes. Departments have no place on the map."""

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
        from cchc_tui.tui.screens.map_screen import table_tiles  # it imports all screens with tiles

        base = None if view.base is None else self.table(view, view.base)
        drawn = table_tiles(self.table(view, view.board), base, view.registry.units, (), self.level)
        lines = tile_lines(drawn.tiles, view.cells, view.rows, drawn.scale, figure=drawn.shaded_by, fresh=view.fresh)
        return DrawnPage(lines, self.ranking(view).notice(view.since).words)


class ExportsPage(Page):
    """The page of data sources: today's files, the number of rejected rows, and the findings."""

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
        files = [row for row in board.rows if not row.is_mark]
        room = max(_LEAST_HEADS, view.rows - 3 - min(len(found) + len(files), 12))
        lines = [*heads_lines(heads, view.inner, room), ()]
        left = view.rows - len(lines) - 1
        kinds = found[: max(1, left // 2)]
        files = files[: max(0, left - len(kinds) - 1)]
        space = left >= 2 * (len(files) + len(kinds))
        for row in files:
            lines += [_file_line(row, board, view.inner), *[()] * space]
        lines += [(), *(_finding_line(kind, n, units.get(kind, ()), view.inner) for kind, n in kinds)]
        if not found:
            return DrawnPage(lines[: view.rows], PRESENT.nothing_found)
        return DrawnPage(lines[: view.rows], _finding_notice(*found[0], units.get(found[0][0], ())))


def _finding_line(kind: str, n: int, units: Sequence[tuple[str, int]], cells: int) -> Line:
    """Draw the count of one kind of finding, and as many of the units with such findings as fit."""
    head = Span(COUNTED[kind].format(n=number(n)), TextRole.WARN)
    named = [PRESENT.of_unit.format(unit=unit or TEXT.nothing, n=number(count)) for unit, count in units]
    words = _names(named, cells - width(head.text) - 3, 1, TextRole.TEXT)
    return (Span(" " * MARGIN), head, *((Span(" · "), *words[0]) if words else ()))


def _finding_notice(kind: str, n: int, units: Sequence[tuple[str, int]]) -> str:
    """A sentence with a kind of finding, its count, and the unit with the most such findings."""
    unit, count = next((pair for pair in units if pair[0]), ("", n))
    words = PRESENT.found_most if not unit else PRESENT.found_in if count == n else PRESENT.found_mostly
    return words.format(unit=unit, finding=COUNTED[kind].format(n=number(count)), all=number(n))


def _bad(count: int, before: int | None, label: str) -> LargeFigure:
    """The large figure of a count that should be 0."""
    role = TextRole.WARN if count else TextRole.STRONG
    return count_head(count, before, Span(label, TextRole.DIM), role=role)


def _file_line(row: ExportRow, board: ExportsBoard, cells: int) -> Line:
    """Write when a file arrived and how its loading ended. The file's name is left out: it may name a person."""
    said = VERDICTS[row.verdict]
    if row.verdict != "refused":  # of a refused file nobody has counted the rows
        figures = {"n": number(row.rows), "changed": number(row.changed)}
        said = PRESENT.file_line.format(verdict=said, kind=row.kind_brief, **figures)
    when = Span(f"{' ' * MARGIN}{near(row.arrived, board.as_of)}  ", TextRole.DIM)
    return crop((when, Span(said, _VERDICT_ROLES.get(row.verdict, TextRole.TEXT))), cells + MARGIN)
