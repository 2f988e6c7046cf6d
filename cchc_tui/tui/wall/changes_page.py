"""The page of changes since the reference: resolved and new overdue dossiers, and the units that changed most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from typing_extensions import override

from cchc_tui.boards.changes import LEAST_COUNTED, ChangesBoard
from cchc_tui.domain.moments import Stamp
from cchc_tui.texts.numbers import decimal, points_between
from cchc_tui.texts.tui_changes import CHANGES
from cchc_tui.tui.session.queries import Query, TableQuery
from cchc_tui.tui.style.formats import number, percent
from cchc_tui.tui.style.render import Line, Span, crop, line_width, paragraph, width
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.wall.view import GAP, MARGIN, DrawnPage, Page, PageView, blocks_beside, heads_lines
from cchc_tui.tui.widgets.big_number import LEAST, LargeFigure, rows_of

_HEADS = rows_of(LEAST) + 2  # least number of rows for the two counts; without one more, their digits are plain


class ChangesPage(Page):
    """The page of changes since the reference."""

    @override
    def queries(self, since: Stamp | None) -> tuple[Query, ...]:
        return (TableQuery("changes", since=since),)

    @override
    def figures(self, view: PageView) -> Mapping[str, float]:
        return {figure: getattr(view.board.total, figure) for figure in ("resolved", "new")}

    def draw(self, view: PageView) -> DrawnPage:
        """Draw the two counts, then the improved units beside (in a narrow window: above) those that became worse."""
        board: ChangesBoard = view.board
        if board.since is None:
            return DrawnPage([(), (Span(" " * MARGIN), Span(CHANGES.no_reference, TextRole.DIM))])
        legend = CHANGES.legend.format(n=LEAST_COUNTED) if board.total.same_year else CHANGES.no_rates
        foot = paragraph(legend, view.inner, TextRole.DIM, " " * MARGIN)
        better, worse = _list(board, True), _list(board, False)
        half = (view.inner - GAP) // 2
        beside = max(map(line_width, (*better, *worse))) <= half
        lists = 1 + max(len(better), len(worse)) if beside else 2 + len(better) + len(worse)
        room = view.rows - lists - len(foot)
        lines: list[Line] = []
        if room >= _HEADS:
            heads = [_head(board, "resolved", view), _head(board, "new", view)]
            apart = room > _HEADS
            lines = [*heads_lines(heads, view.inner, min(room - apart, view.rows // 2)), *[()] * apart]
        space = beside and view.rows - len(lines) - len(foot) >= 2 * lists
        sides = ((CHANGES.better, better), (CHANGES.worse, worse))
        blocks = [_block(title, rows, view.inner, space) for title, rows in sides]
        if beside:
            lines += blocks_beside(blocks, half)
        else:
            lines += [(Span(" " * MARGIN), *line) for block in blocks for line in block]
        lines += [()] * max(0, view.rows - len(lines) - len(foot))
        said = CHANGES.whole_city.format(resolved=number(board.total.resolved), new=number(board.total.new))
        return DrawnPage([*lines[: view.rows - len(foot)], *foot], said)


def _head(board: ChangesBoard, figure: str, view: PageView) -> LargeFigure:
    """The large figure of the whole city's "resolved" or "new" overdue dossiers, with both levels' counts below."""
    counts = {level: number(getattr(of, figure)) for level, of in board.levels.items()}
    label, role = (CHANGES.resolved, TextRole.GOOD) if figure == "resolved" else (CHANGES.new, TextRole.BAD)
    n = getattr(board.total, figure)
    words = (Span(label.format(n=n), TextRole.STRONG, figure in view.fresh),)
    said = CHANGES.by_level.format(**counts)
    levels = [said] if width(said) <= (view.inner - GAP) // 2 else said.split(" · ")  # beside the other count, or below
    under = [(Span(level, TextRole.DIM),) for level in levels]
    return LargeFigure(number(n), words, under, role if n else TextRole.STRONG)


def _list(board: ChangesBoard, better: bool) -> list[Line]:
    """One line for each improved (or else worse) unit: changes of overdue dossiers, then changes of late rates."""
    role = TextRole.GOOD if better else TextRole.BAD
    lines: list[Line] = []
    for row in board.by_overdue(better):
        before, delta = row.before.overdue if row.before is not None else 0, row.change("overdue") or 0
        words = CHANGES.overdue_rose if delta > 0 else CHANGES.overdue_fell
        said = words.format(unit=row.name, n=number(abs(delta)))
        lines.append(_line(said, number(before), number(row.now.overdue), role))
    moved = ((points_between(row.rate, row.rate_before) or 0.0, row) for row in board.by_rate(better))
    for points, row in sorted(moved, key=lambda pair: -abs(pair[0])):
        if points:
            words = CHANGES.rate_rose if points > 0 else CHANGES.rate_fell
            said = words.format(unit=row.name, n=decimal(abs(points)))
            lines.append(_line(said, percent(row.rate_before), percent(row.rate), role))
    return lines or [(Span(CHANGES.nobody, TextRole.DIM),)]


def _line(said: str, before: str, now: str, role: TextRole) -> Line:
    """Draw ``Phường 1: quá hạn giảm 20  118 → 98``."""
    return Span(said, role), Span(f"  {CHANGES.from_to.format(before=before, now=now)}", TextRole.DIM)


def _block(title: str, rows: Iterable[Line], cells: int, space: bool) -> list[Line]:
    """A title with rows below it. With ``space``, there is an empty line before each row.

    If a row is too long, its figures are left out.
    """
    block: list[Line] = [(Span(title, TextRole.STRONG),)]
    for row in rows:
        block += [()] * space
        block.append(row if line_width(row) <= cells else crop(row[:1], cells))
    return block
