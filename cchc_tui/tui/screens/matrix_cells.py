"""The cells of the matrix, and the sentences about the cell under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cchc_tui.domain.evidence import Evidence, EvidenceKind, Threshold, Verdict
from cchc_tui.domain.moments import DAY
from cchc_tui.texts.language import tr
from cchc_tui.texts.tui import COLUMNS
from cchc_tui.texts.tui_models import CLAIM_SIGNS, CLAIMS, CLAIMS_LONG, MODELS, VERDICTS
from cchc_tui.tui.style.formats import count, day, days, number, percent
from cchc_tui.tui.style.render import ELLIPSIS, Line, Span, crop, fit, line_width, spread, width, wrap
from cchc_tui.tui.style.themes import TextRole
from cchc_tui.tui.widgets.columns import EDGE, GUTTER, Cell

if TYPE_CHECKING:
    from cchc_tui.boards.rollout import PracticeColumn, RolloutBoard, RolloutCell

_UNSEEN, _UNCLAIMED, _PIONEER, _CHANGED = "✗", "+", "★", "→"
_NOTHING = "–"
#: From this column width on, a claim is written as a word …
WORDS = 14
_LONG = 22  # … and from this one on, claim and evidence are in full
_MOST = 34


def cell_width(cells: int, name: int, practices: int) -> int:
    """The width in cells of a practice's column, on a screen ``cells`` wide with a column of names ``name`` wide."""
    room = cells - GUTTER - EDGE - name
    each = room // max(1, practices) - 1
    return max(8, min(_MOST, each if each < _LONG else each - 1))


def heading(name: str, short: str, cells: int) -> str:
    """A column's heading in two lines: the practice, then "claimed" and "shown"; shortened if room is short."""
    if cells < WORDS:
        return f"{short.rjust(cells)}\n{MODELS.shown.rjust(cells)}"
    inner = cells - 2
    title = name if width(name) <= inner else short
    left, right = MODELS.claimed, MODELS.shown
    if width(left) + width(right) >= inner:
        return f"  {title}\n"  # the heading of the column of names says "claimed" and "shown"
    return f"  {title}\n  {left}{right.rjust(inner - width(left))}"


def name_heading(cells: int) -> str:
    """The heading of the column of names.

    The headings of the other columns say "claimed" and "shown". If those columns are too narrow, this heading says it.
    """
    unit = COLUMNS["unit"][0]
    if cells < WORDS or width(MODELS.claimed) + width(MODELS.shown) < cells - 2:
        return unit
    return f"{tr(unit)}\n({MODELS.claimed} {MODELS.shown})"


def matrix_cell(cell: RolloutCell, before: RolloutCell | None, cells: int) -> Cell:
    """The cell with claim and evidence, ``cells`` wide. ``before`` is the same cell at the reference, or None."""
    changed = before is not None and before.state != cell.state
    sign = _sign(cell)
    seen = _seen(cell, cells)
    if cells < WORDS:
        head = CLAIM_SIGNS.get(cell.state, " ") + (_CHANGED if changed else " ") + sign
    else:
        words = (CLAIMS_LONG if cells >= _LONG else CLAIMS).get(cell.state, (cell.state, ""))[0]
        if width(words) + width(seen) + 3 > cells:
            seen = seen.replace(" ", "")
        if width(words) + width(seen) + 3 > cells:
            words = CLAIM_SIGNS.get(cell.state, " ")
        head = sign + (_CHANGED if changed else " ") + words
    room = cells - width(head)
    if width(seen) > room:
        seen = seen.replace(" ", "")
    share = cell.evidence.share if cell.evidence is not None and cell.evidence.measure is not None else None
    return Cell(head + " " * (room - width(seen)) + seen, _role(cell), value=share)


def _sign(cell: RolloutCell) -> str:
    if cell.claimed and cell.shown is False:
        return _UNSEEN
    if cell.shown and not cell.claimed:
        return _UNCLAIMED
    return _PIONEER if cell.pioneer else " "


def _role(cell: RolloutCell) -> TextRole:
    if cell.claimed:
        return {None: TextRole.TEXT, True: TextRole.GOOD, False: TextRole.BAD}[cell.shown]
    return TextRole.ACCENT if cell.shown else TextRole.DIM


def _seen(cell: RolloutCell, cells: int) -> str:
    """The evidence as a short text; a dash if there is none, or if the practice is neither claimed nor shown."""
    evidence = cell.evidence
    if evidence is None or evidence.measure is None or not (cell.claimed or cell.shown):
        return _NOTHING
    if evidence.verdict is Verdict.TOO_FEW:
        return MODELS.unknown if cells >= WORDS else MODELS.unknown_sign
    of = f"{number(evidence.part)}/{number(evidence.whole)}"
    if evidence.measure is EvidenceKind.OPEN_DAY:
        return of
    share = percent(evidence.share, 0)
    return f"{of}  {share:>5}" if cells >= _LONG else share


def total_cell(column: PracticeColumn, cells: int) -> Cell:
    """The number of units that claim a practice, and the longest of the practice's ``shown_texts`` that fits beside it.

    If no text fits beside the number, the cell has only the shortest text. The counts in this text add up to the
    number.
    """
    head = f"  {count(column.claimed)}"
    room = cells - width(head)
    texts = shown_texts(column)
    shown = next((text for text in texts if width(text) < room), None)
    return Cell(texts[-1].rjust(cells) if shown is None else head + shown.rjust(room), TextRole.STRONG)


def shown_texts(column: PracticeColumn) -> tuple[str, ...]:
    """What the dossiers show of the claims of a practice: the texts of ``claims_texts``, the longest first.

    Without a sheet of claims, the only text is the number of units whose dossiers show the practice.
    """
    if column.claimed is None:
        return (number(column.shown),)
    return claims_texts(column.confirmed or 0, column.unseen or 0, column.unknown or 0)


def claims_texts(shown: int, unseen: int, unknown: int) -> tuple[str, ...]:
    """How many claims dossiers show, do not show, and leave unknown, without counts of 0; the longest text first."""
    counts = [number(count) if count else "" for count in (shown, unseen, unknown)]
    if not any(counts):
        return (number(0),)
    longest = zip((MODELS.n_shown, MODELS.n_unseen, MODELS.n_unknown), counts, strict=True)
    short = [f"{n}{sign}" for n, sign in zip(counts, ("", _UNSEEN, MODELS.unknown_sign), strict=True) if n]
    return " · ".join(words.format(n=n) for words, n in longest if n), " · ".join(short), "·".join(short)


class Chosen(NamedTuple):
    """A cell, the names of its unit and practice, the required evidence (``bar``), and the cell at the reference."""

    unit: str
    cell: RolloutCell
    name: str
    short: str
    bar: Threshold
    before: RolloutCell | None
    since: str


def cells_of(board: RolloutBoard | None) -> dict[tuple[str, str], RolloutCell]:
    """(unit key, practice key) → the cell of the board; empty without a board."""
    return {(row.key, cell.practice): cell for row in board.rows for cell in row.cells} if board is not None else {}


def detail_lines(chosen: Chosen, cells: int, rows: int) -> list[Line]:
    """The lines about a cell: unit, practice and verdict, then as many of the ``sentences`` as fit into ``rows``."""
    cell = chosen.cell
    verdict = Span(f" {VERDICTS[cell.verdict]} ", _role(cell) if cell.claimed or cell.shown else TextRole.STRONG)
    head = (Span(f" {chosen.unit} · {chosen.name}", TextRole.STRONG),)
    lines: list[Line] = [spread(crop(head, cells - line_width((verdict,)) - 1), (verdict,), cells)]
    told = list(sentences(chosen))
    while len(told) > 2 and len(wrap(" ".join(told), cells - 2)) > rows - 1:
        told.pop()
    said = wrap(" ".join(filter(None, told)), cells - 2)
    if len(said) > rows - 1:
        said = [*said[: rows - 2], fit(f"{said[rows - 2]} {ELLIPSIS}", cells - 2).rstrip()]
    return [*lines, *((Span(f" {line}"),) for line in said)]


def sentences(chosen: Chosen) -> tuple[str, ...]:
    """Sentences on claim, figures, change since the reference, returns on closed days, and required evidence."""
    _, cell, _, _, bar, before, since = chosen
    told = [_claim(cell), _figures(cell, bar)]
    if before is not None and before.state != cell.state and since:
        was, now = (CLAIMS.get(state, (state, state))[1] for state in (before.state, cell.state))
        told.append(MODELS.changed.format(since=since[:1].upper() + since[1:], before=was, now=now))
    evidence = cell.evidence
    if evidence is not None and evidence.measure is EvidenceKind.OPEN_DAY and evidence.whole and evidence.other_part:
        told.append(MODELS.closed_day.format(n=number(evidence.other_part), days=number(evidence.other_whole)))
    if bar.measure is not None:
        told.append(_needs(bar))
    return tuple(told)


def _claim(cell: RolloutCell) -> str:
    pioneer = f", {MODELS.pioneer}" if cell.pioneer else ""
    if not cell.state:
        return MODELS.not_reported.format(pioneer=pioneer)
    return MODELS.reported.format(
        state=CLAIMS.get(cell.state, ("", cell.state))[1],
        since="" if cell.since is None else MODELS.since.format(when=day(cell.since)),
        turns="" if cell.turns is None else MODELS.turns.format(n=number(cell.turns)),
        pioneer=pioneer,
    )


def _figures(cell: RolloutCell, bar: Threshold) -> str:
    evidence = cell.evidence
    if evidence is None or evidence.measure is None:
        return MODELS.unmeasured
    from_then = cell.claimed and cell.since is not None and cell.since // DAY == evidence.start // DAY
    head = MODELS.seen_from_then if from_then else MODELS.seen_since.format(when=day(evidence.start))
    if evidence.measure is EvidenceKind.OPEN_DAY:
        return head + _open_days(evidence, bar)
    if not evidence.whole:
        return head + MODELS.nothing
    terms = {
        "weekday": "" if bar.weekday is None else MODELS.weekdays[bar.weekday],
        "share": percent(evidence.share),
        "part": number(evidence.part),
        "whole": number(evidence.whole),
        "others": "",
    }
    if evidence.other_whole:
        terms["others"] = MODELS.others.format(
            share=percent(evidence.other_share),
            part=number(evidence.other_part),
            whole=number(evidence.other_whole),
        )
    untold = evidence.verdict is Verdict.TOO_FEW and evidence.whole >= bar.enough
    if evidence.measure is EvidenceKind.ONLINE:
        return head + (MODELS.no_channel if untold else MODELS.online).format(**terms)
    if evidence.measure is EvidenceKind.HELPER:
        return head + (MODELS.no_helper if untold else MODELS.helper).format(**terms)
    terms["weekday"] += " " if terms["weekday"] else ""
    return head + MODELS.same_day.format(**terms)


def _open_days(evidence: Evidence, bar: Threshold) -> str:
    weekday = MODELS.weekdays[bar.weekday or 0]
    if not evidence.whole:
        return MODELS.no_open_day.format(weekday=weekday)
    return MODELS.open_day.format(
        part=number(evidence.part), whole=number(evidence.whole), weekday=weekday, n=number(evidence.dossiers)
    )


def _needs(bar: Threshold) -> str:
    weekday = "" if bar.weekday is None else MODELS.weekdays[bar.weekday]
    enough = MODELS.enough_days if bar.measure is EvidenceKind.OPEN_DAY else MODELS.enough_dossiers
    compared = bar.times and bar.measure is not EvidenceKind.OPEN_DAY and bar.weekday is not None
    return MODELS.needs.format(
        share=percent(bar.share, 0),
        times=MODELS.times.format(n=days(bar.times)) if compared else "",
        enough=enough.format(n=number(bar.enough), weekday=weekday),
    )
