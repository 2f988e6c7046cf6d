"""The overview's figures, events and findings as lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cchc_tui.texts.findings import COUNTED
from cchc_tui.texts.tui import EVENTS, FINDINGS, TEXT
from cchc_tui.texts.tui_ranks import MORE_KINDS
from cchc_tui.tui.style.formats import change, change_role, number
from cchc_tui.tui.style.render import Line, Span, crop, enough, line_width, spread, width
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.style.time_text import near
from cchc_tui.tui.widgets.big_number import LEAST, LargeFigure, figures_beside, stroke_fitting
from cchc_tui.tui.widgets.grid import FRESH_SIGN

if TYPE_CHECKING:
    from cchc_tui.boards.counts import Counts
    from cchc_tui.boards.overview import Event, Overview

LEFT = 3
_BETWEEN = 6
_LABEL = 14


def level_figure(name: str, counts: Counts | None, base: Counts | None, *, fresh: bool) -> LargeFigure:
    """A level's number of late dossiers, with the change since ``base``. ``fresh``: the figure has just changed."""
    if counts is None:
        return LargeFigure(TEXT.nothing, (Span(name, TextRole.STRONG),))
    before = late_of(base)
    moved = Span(change(counts.late, before), change_role(counts.late, before), fresh)
    sign = (Span(f" {FRESH_SIGN}", TextRole.WARN),) if fresh else ()
    label = (Span(f"{name}  ", TextRole.STRONG), moved, *sign)
    return LargeFigure(number(counts.late), label, lesser_figures(counts, base))


def late_of(counts: Counts | None) -> int | None:
    """The number of late dossiers; None without counts."""
    return None if counts is None else counts.late


def lesser_figures(counts: Counts, base: Counts | None) -> list[Line]:
    """Three lines: the overdue dossiers, the unclosed dossiers, and the dossiers that are both.

    The first two have changes since ``base``. The last one has no change, because its figure nearly equals that of the
    unclosed dossiers. Two different changes would look like a contradiction.
    """
    changes = [
        moved(words, getattr(counts, key), getattr(base, key) if base is not None else None)
        for key, words in (("overdue", TEXT.of_them_overdue), ("unclosed", TEXT.of_them_unclosed))
    ]
    return [*changes, moved(TEXT.only_unclosed, counts.unclosed_late, None)]


def beside_or_below(lesser: Sequence[Sequence[Line]], widths: Sequence[int], most: int) -> list[list[Line]]:
    """The lines of smaller figures below each large figure, at most ``most`` lines for each.

    ``widths`` are the widths in cells below the large figures. The first two smaller figures are joined into one line,
    if the joined line fits below every large figure.
    """
    joined = [_joined(each[:2]) for each in lesser]
    if all(line_width(line) <= cells for line, cells in zip(joined, widths, strict=True)):
        lesser = [[line, *each[2:]] for line, each in zip(joined, lesser, strict=True)]
    return [list(each[:most]) for each in lesser]


def _joined(parts: Sequence[Line]) -> Line:
    return tuple(span for n, part in enumerate(parts) for span in ((Span(" · ", TextRole.DIM),) if n else ()) + part)


def moved(template: str, now: int, before: int | None, role: TextRole = TextRole.TEXT) -> Line:
    """A figure in words, with its change since ``before``. If ``before`` is None, no change is shown."""
    words = Span(template.format(n=number(now)), role)
    return (words, Span(f" {change(now, before)}", change_role(now, before))) if before is not None else (words,)


#: With this many rows, a screen has the longer list of units.
TALL = 36
#: Rows reserved for everything below the figures, with the short and the long list, so that findings stay visible.
_BELOW = (18, 26)
_LOWEST = 5
#: With this many rows, a screen has a second line of further figures.
_SECOND = 24


def figure_lines(
    figures: Sequence[LargeFigure],
    asides: Sequence[Line],
    title: tuple[Line, Line],
    forecast: Line,
    cells: int,
    rows: int,
) -> list[Line]:
    """The overview's figures, as large as a window of ``rows`` lines allows, with ``asides`` beside their labels."""
    high = max(_LOWEST, min(rows // 3, rows - _BELOW[rows >= TALL]))
    inner = cells - 2 * LEFT
    stroke = stroke_fitting([figure._replace(under=()) for figure in figures], inner, high + 1)
    each_room = (inner - _BETWEEN * (len(figures) - 1)) // max(1, len(figures))
    lesser = [figure.under for figure in figures]
    under = beside_or_below(lesser, [each_room] * len(figures), 2 if rows >= _SECOND or not stroke else 1)
    figures = [figure._replace(under=below) for figure, below in zip(figures, under, strict=True)]
    large, labels, below = figures_beside(figures, stroke, inner, LEFT)
    lines: list[Line] = [spread(*title, cells), *([()] if rows >= _SECOND else ()), *large]
    if stroke > LEAST:
        lines.append(())
    lines.append(spread(labels, _aside(asides, cells - line_width(labels) - 2), cells))
    return [*lines, *below, (Span(" " * LEFT), *forecast), ()]


def _aside(asides: Sequence[Line], room: int) -> Line:
    """As many of the ``asides`` as fit into ``room``. The first one is at the right edge."""
    line: Line = (Span(" "),)
    for place, aside in enumerate(asides):
        longer = (*aside, *((Span(" · ", TextRole.DIM),) if place else ()), *line)
        if line_width(longer) > room:
            break
        line = longer
    return line


def event_lines(board: Overview, cells: int, most: int) -> list[Line]:
    """The newest events, one on each line, in at most ``most`` lines; one line that says so if there are none."""
    label = TEXT.events_title
    if not board.events:
        return [(Span(f"  {label:<{_LABEL}}", TextRole.STRONG), Span(TEXT.no_events, TextRole.DIM))]
    names = {practice.key: practice.short for practice in board.practices}
    lines: list[Line] = []
    for place, event in enumerate(board.events[:most]):
        head = label if not place else ""
        spans = (
            Span(f"  {head}" + " " * (_LABEL - width(head)), TextRole.STRONG),
            Span(f"{near(event.at, board.as_of)}  ", TextRole.DIM),
            Span(event_words(event, names), _EVENT_TONES.get(event.kind, TextRole.TEXT)),
        )
        lines.append(crop(spans, cells))
    return lines


_COUNTED = COUNTED | FINDINGS


def _found(board: Overview) -> dict[str, int]:
    found = {kind: board.findings.get(kind, 0) for kind in COUNTED}
    return found | {
        "rejected": board.rejected_rows,
        "unplaced": board.unplaced_dossiers,
        "no_due": board.no_due,
        "refused": board.refused_files,
        "differing": board.differing_units,
    }


_EVENT_TONES = {"late": TextRole.BAD, "cured": TextRole.GOOD, "finished": TextRole.GOOD}


def event_words(event: Event, practices: dict[str, str]) -> str:
    """The sentence on an event. ``practices`` maps the key of a model practice to its short name."""
    template = EVENTS.get(event.kind, "{unit} {n}")
    detail = practices.get(event.detail, event.detail)
    return template.format(unit=event.unit_name or TEXT.nothing, n=number(event.count), detail=detail)


def finding_line(board: Overview, base: Overview | None, cells: int) -> Line:
    """The number of findings of each kind, with its change since ``base``, for as many kinds as fit on the line."""
    before = _found(base) if base is not None else {}
    pieces = [
        moved(_COUNTED[key], count, before.get(key) if before.get(key) != count else None, TextRole.WARN)
        for key, count in _found(board).items()
        if count
    ]
    label = f"  {TEXT.findings_title}" + " " * (_LABEL - width(TEXT.findings_title))
    pieces = pieces or [(Span(TEXT.no_findings, TextRole.DIM),)]
    return enough((Span(label, TextRole.STRONG),), pieces, " · ", cells, MORE_KINDS)
