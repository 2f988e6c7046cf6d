"""The annex of a meeting's minutes as a Word file (form 1.9 of Decree 30/2020)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cchc_tui.boards.exports import ExportRow
from cchc_tui.boards.meeting_files import meeting_files
from cchc_tui.domain.moments import to_date, to_datetime
from cchc_tui.report.document_table import TableColumn, columns_of
from cchc_tui.report.papers.minutes_figures import MeetingMinutes, by_arrival, minutes
from cchc_tui.report.papers.paper import PaperType
from cchc_tui.report.papers.parts import change
from cchc_tui.sheets.kinds import SHEETS
from cchc_tui.texts.boards import KINDS
from cchc_tui.texts.findings import TITLES
from cchc_tui.texts.papers import minutes as texts
from cchc_tui.texts.papers.words import (
    AUTHORITY,
    LEVELS,
    NOTHING,
    count,
    long_day,
    place_of,
    points,
    share,
    short_moment,
)
from cchc_tui.texts.papers.words import change as changed

if TYPE_CHECKING:
    from cchc_tui.report.decree30 import OfficialDocument


def as_document(found: MeetingMinutes, made_up: bool) -> bytes:
    """The annex as a Word file. Place, participants, names and document number are left blank, to be filled in by hand.

    With ``made_up``, a line says that the data are made up.
    """
    from cchc_tui.report.decree30 import OfficialDocument  # a slow import, only for documents

    about = found.meeting.title or texts.ABOUT
    document = OfficialDocument(about, found.city, found.as_of, made_up)
    day = long_day(to_date(found.meeting.start))
    document.head((AUTHORITY.upper(), found.city.upper()), texts.NUMBER, place_of(found.city), day)
    document.kind(texts.KIND, about)
    _opening(document, found)
    if found.data_as_of is None:
        document.text(texts.NOTHING_KNOWN)
    else:
        _standing(document, found)
        _worst(document, found)
        _unclosed(document, found)
        _models(document, found)
    _directives(document, found)
    _sources(document, found)
    end = found.meeting.end
    if end is None:
        document.text(texts.NOT_ENDED)
    else:
        document.text(texts.ENDS.format(hour=to_datetime(end), day=long_day(to_date(end))))
    document.signatures(texts.SECRETARY_SIGNS, texts.CHAIR_SIGNS)
    document.recipients(texts.RECIPIENTS)
    return document.save()


def _opening(document: OfficialDocument, found: MeetingMinutes) -> None:
    start = found.meeting.start
    document.text(texts.BEGINS.format(hour=to_datetime(start), day=long_day(to_date(start))))
    document.blank(texts.PLACE)
    document.blank(texts.PRESENT, lines=3)
    document.blank(texts.CHAIR.format(chair=found.meeting.chair).rstrip() + " ")
    document.blank(texts.SECRETARY)
    document.text(texts.CONTENT)


def _standing(document: OfficialDocument, found: MeetingMinutes) -> None:
    document.section(texts.STANDING)
    first, *others = texts.STANDING_HEADS
    groups = [("", 1), *((LEVELS[level], len(others)) for level in found.after)]
    rows = []
    for figure, title in texts.FIGURES.items():
        cells = [title]
        for level, counts in found.after.items():
            now, before = getattr(counts, figure), getattr(found.before[level], figure)
            cells += [count(before), count(now), changed(change(now, before))]
        rows.append(cells)
    rates = [texts.RATE]
    for level, counts in found.after.items():
        before, now = (of.late_rate if of.counted else None for of in (found.before[level], counts))
        moved = None if before is None or now is None else now - before
        rates += [share(before), share(now), points(moved)]
    columns = columns_of([first, *others * len(found.after)], (45, *(20,) * 6))
    document.table(columns, [*rows, rates], groups=groups)
    if found.unplaced:
        document.note(texts.UNPLACED.format(n=count(found.unplaced)))


def _worst(document: OfficialDocument, found: MeetingMinutes) -> None:
    document.section(texts.WORST)
    if not found.worst:
        document.text(texts.NO_LATE)
        return
    rows = []
    for number, each in enumerate(found.worst, 1):
        counts = each.row.counts
        moved = changed(change(counts.late, each.before)), changed(change(counts.late, each.last))
        late = count(each.before), count(counts.late)
        rows.append((str(number), each.row.name, *late, *moved, share(counts.late_rate)))
    document.table(columns_of(texts.WORST_HEADS, (10, 55, 19, 19, 19, 25, 18), named=1), rows)


def _unclosed(document: OfficialDocument, found: MeetingMinutes) -> None:
    document.section(texts.UNCLOSED)
    for level, after in found.unclosed_after.items():
        before = found.unclosed_before[level]
        terms = {"before": count(before.unclosed), "after": count(after.unclosed), "late": count(after.late_unclosed)}
        document.text(texts.UNCLOSED_LEVEL.format(level=LEVELS[level], **terms))
    if not found.unclosed:
        document.text(texts.NO_UNCLOSED)
        return
    rows = [
        (
            str(number),
            row.name,
            count(row.counts.unclosed),
            count(row.counts.late_unclosed),
            share(row.counts.share_of_late),
            count(row.counts.oldest_days),
        )
        for number, row in enumerate(found.unclosed, 1)
    ]
    document.table(columns_of(texts.UNCLOSED_HEADS, (10, 55, 25, 25, 25, 25), named=1), rows)


def _models(document: OfficialDocument, found: MeetingMinutes) -> None:
    document.section(texts.MODELS)
    if not found.practices:
        document.text(texts.NO_MODELS)
        return
    units: dict[str, list[str]] = {each.key: [] for each in found.practices}
    for claim in found.unseen:
        units[claim.practice].append(claim.unit_name)
    rows = [
        (
            each.name,
            count(each.claimed),
            count(each.confirmed),
            count(each.unknown),
            ", ".join(units[each.key]) or texts.NOBODY,
        )
        for each in found.practices
    ]
    *columns, units_named = columns_of(texts.MODEL_HEADS, (48, 20, 20, 20, 57))
    document.table([*columns, replace(units_named, align="left")], rows)


def _directives(document: OfficialDocument, found: MeetingMinutes) -> None:
    document.section(texts.DIRECTIVES)
    widths = (10, 60, 36, 27, 32)
    if found.directives:
        rows = [(str(each.number), each.text, each.who, each.when, each.wanted or NOTHING) for each in found.directives]
        document.table(_texts(texts.DIRECTIVE_HEADS, widths), rows)
    else:
        document.text(texts.NO_DIRECTIVES)
    document.section(texts.EARLIER)
    if found.earlier:
        rows = [(str(each.number), each.text, each.who, each.when, each.standing) for each in found.earlier]
        document.table(_texts(texts.EARLIER_HEADS, widths), rows)
    else:
        document.text(texts.NO_EARLIER)
    if found.ended_earlier:
        document.text(texts.EARLIER_ENDED.format(n=count(found.ended_earlier)))


def _texts(titles: Sequence[str], widths: Sequence[float]) -> list[TableColumn]:
    """Make columns for texts from headings and widths in millimetres. The first column has row numbers."""
    pairs = zip(titles, widths, strict=True)
    return [TableColumn(title, width, "left" if place else "center") for place, (title, width) in enumerate(pairs)]


def _sources(document: OfficialDocument, found: MeetingMinutes) -> None:
    document.section(texts.SOURCES)
    data = {"before": short_moment(found.data_before), "after": short_moment(found.data_as_of)}
    document.text(texts.DATA.format(**data))
    files = meeting_files(found.arrived)
    if found.arrived:
        said = ", ".join(texts.ARRIVED_AS[verdict].format(n=count(n)) for verdict, n in files.counts.items())
        document.text(texts.ARRIVED.format(n=count(len(found.arrived)), counts=said))
    listed = by_arrival(*found.newest, *files.listed)
    if listed:
        columns = columns_of(texts.SOURCE_HEADS, (52, 30, 36, 16, 14, 17))
        left = [TableColumn(column.title, column.width, "left") for column in columns[:2]]
        document.table([*left, *columns[2:]], [_source(row) for row in listed])
    if others := len(found.sources) - len(listed):
        document.note(texts.OTHER_FILES.format(n=count(others)))
    _defects(document, found.defects)


def _source(row: ExportRow) -> Sequence[str]:
    kind = "" if row.verdict == "refused" else SHEETS[row.kind].title if row.kind in SHEETS else KINDS.source[row.kind]
    figures = (count(row.rows), count(row.rejected), count(row.unplaced))
    return (row.name, kind or texts.REFUSED, short_moment(row.moment), *figures)


def _defects(document: OfficialDocument, defects: Mapping[str, int]) -> None:
    if not defects:
        document.text(texts.NO_DEFECTS)
        return
    document.text(texts.DEFECTS)
    for place, (kind, n) in enumerate(defects.items(), 1):
        what = texts.DEFECT[kind] if kind in texts.DEFECT else TITLES.source[kind]
        document.text(texts.DEFECT_LINE.format(what=what, n=count(n)), after=2 if place < len(defects) else None)


PAPER = PaperType("minutes", ending="docx", figures=minutes, render=as_document, options=("meeting",))
