"""The brief, a page to read before a meeting: what changed since the last meeting, what is due, and what to raise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cchc_tui.boards.board import BoardQuery
from cchc_tui.boards.changes import Change, ChangesBoard, changes_board
from cchc_tui.boards.directives import directive_rows
from cchc_tui.boards.due import due_today
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.reference import Since, references
from cchc_tui.boards.rollout import RolloutBoard, rollout_board
from cchc_tui.boards.table import moments_json
from cchc_tui.boards.timeline import timeline
from cchc_tui.boards.unclosed import UnclosedBoard, UnclosedCounts, unclosed_board
from cchc_tui.domain.moments import Stamp, iso, to_date
from cchc_tui.report.document_table import columns_of
from cchc_tui.report.papers.directives import PaperDirective, by_urgency, paper_directives
from cchc_tui.report.papers.paper import PaperQuery, PaperType
from cchc_tui.report.papers.parts import ModelClaim, change, counts_json, in_year_of, unclosed_json, unseen
from cchc_tui.texts.papers import brief as texts
from cchc_tui.texts.papers.words import AUTHORITY, LEVELS, count, long_day, place_of, points, share, short_moment
from cchc_tui.texts.papers.words import change as changed
from cchc_tui.texts.papers.words import moment as when

_SENTENCES = 3
#: The directives that the page has room for, the longest text of one, and the most units named for a practice.
_DIRECTIVES, _CUT, _UNITS = 3, 80, 4


@dataclass(frozen=True, slots=True)
class Sentence:
    """A point to raise in the meeting. ``text`` states it in a sentence.

    ``figure`` is the figure behind the sentence, and ``board`` the board with that figure. ``unit`` is the code of the
    unit that has the figure. For the figure of a level, ``unit`` is the level; for a figure of the whole city, it is
    "".
    """

    about: str
    board: str
    unit: str
    figure: float
    text: str


@dataclass(frozen=True, slots=True)
class MeetingBrief:
    """The figures of the brief.

    ``since`` is the start of this year's last meeting that is over (None: there is none). ``levels`` has the row of
    each level on the board of changes. ``worse`` and ``better`` are the units whose overdue dossiers increased or
    decreased most since ``since``. If ``since`` is None, ``worse``, ``better`` and ``unclosed_before`` are empty.
    """

    as_of: Stamp
    data_as_of: Stamp | None
    since: Stamp | None
    city: str
    target: float
    levels: Mapping[str, Change]
    unclosed: Mapping[str, UnclosedCounts]
    unclosed_before: Mapping[str, UnclosedCounts]
    worse: tuple[Change, ...]
    better: tuple[Change, ...]
    unseen: tuple[ModelClaim, ...]
    due_today: int
    due_soon: int
    directives: tuple[PaperDirective, ...]
    sentences: tuple[Sentence, ...]

    @property
    def file_name_parts(self) -> tuple[str, ...]:
        """Always (), because the paper's name alone is enough for the file name."""
        return ()

    def json(self) -> dict[str, Any]:
        """The brief as JSON, for programs. Its counts have the keys that boards use."""
        return {
            **moments_json(self.as_of, self.data_as_of),
            "since": None if self.since is None else iso(self.since),
            "levels": {
                level: {
                    "now": counts_json(of.now),
                    "before": None if of.before is None else counts_json(of.before),
                    "unclosed": unclosed_json(self.unclosed[level]),
                    "unclosed_before": unclosed_json(self.unclosed_before[level]) if self.unclosed_before else None,
                }
                for level, of in self.levels.items()
            },
            "worse": [_change_json(row) for row in self.worse],
            "better": [_change_json(row) for row in self.better],
            "claimed_not_shown": [claim.json() for claim in self.unseen],
            "due_today": self.due_today,
            "due_soon": self.due_soon,
            "directives": [each.json() for each in self.directives],
            "sentences": [
                {
                    "about": each.about,
                    "board": each.board,
                    "unit": each.unit,
                    "figure": each.figure,
                    "text": each.text,
                }
                for each in self.sentences
            ],
        }


def _change_json(row: Change) -> dict[str, Any]:
    before = None if row.before is None else row.before.overdue
    return {
        "unit": row.code,
        "name": row.name,
        "level": row.level,
        "overdue": row.now.overdue,
        "overdue_before": before,
        "overdue_change": row.change("overdue"),
    }


def brief(moment: Moment, query: PaperQuery) -> MeetingBrief:
    """The brief at a moment.

    Its figures are compared with those at the start of this year's last meeting that is over.
    """
    since = _last_meeting(moment)
    changes = changes_board(moment, since)
    if since is None:  # the board's changes would then be since another reference
        levels = {level: replace(of, before=None) for level, of in changes.levels.items()}
        changes = replace(changes, levels=levels, rows=tuple(replace(row, before=None) for row in changes.rows))
    unclosed = unclosed_board(moment, BoardQuery())
    before = None if since is None else unclosed_board(moment.when(since), BoardQuery())
    rollout, due = rollout_board(moment), due_today(moment)
    directives = tuple(by_urgency(paper_directives(directive_rows(moment), moment.registry)))
    return MeetingBrief(
        as_of=moment.at,
        data_as_of=moment.data_as_of,
        since=since,
        city=moment.registry.city,
        target=moment.registry.targets.late_rate,
        levels=changes.levels,
        unclosed=unclosed.levels,
        unclosed_before={} if before is None else before.levels,
        worse=changes.by_overdue(False),
        better=changes.by_overdue(True),
        unseen=unseen(rollout, moment.registry),
        due_today=sum(of.due_today for of in (*due.levels.values(), due.unplaced)),
        due_soon=changes.total.now.due_soon,
        directives=directives,
        sentences=_first(_sentences(changes, unclosed, rollout, directives, moment.registry.targets.late_rate)),
    )


def _last_meeting(moment: Moment) -> Stamp | None:
    """The start of the last meeting that is over; None if there is none in the moment's year."""
    found = (one.at for one in references(timeline(moment), moment.at) if one.since is Since.LAST_MEETING)
    return next((at for at in found if in_year_of(at, moment.at)), None)


def _first(sentences: Iterator[Sentence]) -> tuple[Sentence, ...]:
    return tuple(each for each, _ in zip(sentences, range(_SENTENCES), strict=False))


def _sentences(
    changes: ChangesBoard,
    unclosed: UnclosedBoard,
    rollout: RolloutBoard,
    directives: Sequence[PaperDirective],
    target: float,
) -> Iterator[Sentence]:
    """Yield the points to raise in the meeting, the most pressing first."""
    overdue = [each for each in directives if each.state == "overdue"]
    if overdue:
        first, said = overdue[0], texts.SENTENCES["overdue_directive"]
        text = said.format(n=count(len(overdue)), text=first.brief(_CUT), units=first.who, due=first.due_words)
        yield Sentence("overdue_directive", "directives", "", len(overdue), text)
    risen = changes.by_overdue(False)
    if risen:
        row, said = risen[0], texts.SENTENCES["overdue_rise"]
        rise = row.change("overdue") or 0
        text = said.format(name=row.name, change=count(rise), now=count(row.now.overdue))
        yield Sentence("overdue_rise", "changes", row.code, rise, text)
    open_rows = [row for row in unclosed.rows if row.counts.unclosed]
    if open_rows:
        most, said = open_rows[0], texts.SENTENCES["unclosed"]
        counts = most.counts
        text = said.format(name=most.name, n=count(counts.unclosed), days=count(counts.oldest_days))
        yield Sentence("unclosed", "unclosed", most.code, counts.unclosed, text)
    doubted = max(rollout.practices, key=lambda column: column.unseen or 0, default=None)
    if doubted is not None and doubted.unseen:
        text = texts.SENTENCES["unseen"].format(n=count(doubted.unseen), name=doubted.name)
        yield Sentence("unseen", "rollout", "", doubted.unseen, text)
    over = {level: of.rate for level, of in changes.levels.items() if of.rate is not None and of.rate > target}
    for level, rate in sorted(over.items(), key=lambda each: -(each[1] or 0)):
        said = texts.SENTENCES["rate"]
        text = said.format(level=LEVELS[level].lower(), rate=share(rate), target=share(target))
        yield Sentence("rate", "late", level, round(rate or 0, 6), text)
    worst = max(changes.rows, key=lambda row: row.now.late, default=None)
    if worst is not None and worst.now.late:
        text = texts.SENTENCES["worst"].format(name=worst.name, n=count(worst.now.late))
        yield Sentence("worst", "late", worst.code, worst.now.late, text)


# ── the document ─────────────────────────────────────────────────────────────────────────────────────────────────────
def as_document(found: MeetingBrief, made_up: bool = False) -> bytes:
    """The brief as a Word file. With ``made_up``, a line says that the data are made up."""
    from cchc_tui.report.decree30 import OfficialDocument  # a slow import, only for documents

    document = OfficialDocument(texts.ABOUT, found.city, found.as_of, made_up)
    day = long_day(to_date(found.as_of))
    document.head((AUTHORITY.upper(), found.city.upper()), texts.NUMBER, place_of(found.city), day)
    document.kind(texts.KIND, texts.ABOUT)
    if found.data_as_of is None:
        document.text(texts.NO_DATA.format(at=when(found.as_of)))
        return document.save()
    since = texts.NO_SINCE if found.since is None else texts.SINCE.format(since=short_moment(found.since))
    opening = texts.OPENING.format(at=when(found.as_of), data=short_moment(found.data_as_of))
    document.text(f"{opening} {since}")
    first, *others = texts.STANDING_HEADS
    groups = [("", 1), *((LEVELS[level], len(others)) for level in found.levels)]
    document.table(columns_of([first, *others * 2], (65, *(25,) * 4)), _standing(found), groups=groups)
    unknown = "" if found.since is not None else texts.UNKNOWN
    document.text(texts.WORSE + (unknown or _moved(found.worse) or texts.NO_WORSE))
    document.text(texts.BETTER + (unknown or _moved(found.better) or texts.NO_BETTER))
    document.text(texts.MODELS + (_models(found.unseen) or texts.NO_MODELS))
    due = (texts.DUE_TODAY.format(n=count(found.due_today)), texts.DUE_SOON.format(n=count(found.due_soon)))
    document.text(texts.DUE + "; ".join(due) + ".")
    document.text(texts.DIRECTIVES + _directives(found))
    document.section(texts.RAISE)
    for number, each in enumerate(found.sentences, 1):
        document.text(f"{number}. {each.text}")
    names = [line.format(city=found.city) for line in texts.RECIPIENTS]
    document.recipients(names, texts.SIGNER, lines=2)
    return document.save()


def _standing(found: MeetingBrief) -> list[list[str]]:
    rows = []
    for figure, title in texts.FIGURES.items():
        row = [title]
        for of in found.levels.values():
            row += [count(getattr(of.now, figure)), changed(of.change(figure))]
        rows.append(row)
    unclosed, rates = [texts.UNCLOSED], [texts.RATE]
    for level, of in found.levels.items():
        now, before = found.unclosed[level].unclosed, found.unclosed_before.get(level)
        unclosed += [count(now), changed(change(now, None if before is None else before.unclosed))]
        rates += [share(of.rate), points(of.rate_change)]
    return [*rows, unclosed, rates]


def _moved(rows: tuple[Change, ...]) -> str:
    said = (
        texts.MOVED.format(
            name=row.name,
            before=count(None if row.before is None else row.before.overdue),
            now=count(row.now.overdue),
            change=changed(row.change("overdue")),
        )
        for row in rows
    )
    return "; ".join(said) + ("." if rows else "")


def _directives(found: MeetingBrief) -> str:
    """A text with the number of open directives, and with the ones due first."""
    if not found.directives:
        return texts.NO_DIRECTIVES
    states = Counter(each.state for each in found.directives)
    counted = {name: count(states[name]) for name in ("overdue", "due_soon")}
    said = [texts.OPEN_DIRECTIVES.format(n=count(len(found.directives)), **counted)]
    terms = (
        {"text": each.brief(_CUT), "units": each.who, "due": each.due_words} for each in found.directives[:_DIRECTIVES]
    )
    said += [texts.DIRECTIVE.format(**each) for each in terms]
    return "; ".join(said) + "."


def _models(found: tuple[ModelClaim, ...]) -> str:
    units: dict[str, list[str]] = {}
    for claim in found:
        units.setdefault(claim.practice_name, []).append(claim.unit_name)
    said = (texts.MODEL.format(name=name, units=_some(names)) for name, names in units.items())
    return "; ".join(said) + ("." if units else "")


def _some(names: list[str]) -> str:
    """The first ``_UNITS`` of the names as text, with the number of further names."""
    few, more = ", ".join(names[:_UNITS]), len(names) - _UNITS
    return texts.OTHERS.format(units=few, n=count(more)) if more > 0 else few


PAPER = PaperType("brief", ending="docx", figures=brief, render=as_document)
