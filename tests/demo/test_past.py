"""What the made-up city had before the start: earlier exports, which show what was so then, and meetings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from heapq import merge
from operator import attrgetter
from pathlib import Path

import pytest

from cchc_tui import registry
from cchc_tui.boards.reference import Reference, Since, references
from cchc_tui.demo import directives, past
from cchc_tui.demo.archived import keep
from cchc_tui.demo.city import OFFICES, START
from cchc_tui.demo.past import CHANGES, FIRST, MEETINGS, as_of
from cchc_tui.demo.story import Story
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.findings import FindingKind
from cchc_tui.domain.lateness import State, state
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.ingest.marks import read_mark
from cchc_tui.ingest.reading import read_pieces
from cchc_tui.ingest.records import Piece
from cchc_tui.settings import DataFolder, Limits, Settings
from cchc_tui.store.write.rebuild import rebuild
from tests.kits.asked_source import AskedSource


@pytest.fixture(scope="module")
def story() -> Story:
    return Story(4, registry.load().calendar, 0.03)


@pytest.fixture(scope="module")
def folder(story: Story, tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """A data folder with the past in its archive, loaded as the demo does."""
    made = DataFolder(tmp_path_factory.mktemp("office"))
    for part in (made.inbox, made.archive, made.state):
        part.mkdir()
    every = merge(past.marks(), directives.marks(story.dossiers), story.base(), key=attrgetter("moment"))
    assert keep(made, every)
    return made


def source_of(folder: DataFolder) -> AskedSource:
    source = AskedSource(folder.path, Clock(START, 0))
    source.open()
    return source


def shown(folder: DataFolder, at: Stamp) -> dict[str, tuple[int, int]]:
    """Late and all dossiers by unit, as a board of a moment has them."""
    source = source_of(folder)
    board = source.late(at)
    source.close()
    return {row.code: (row.counts.late, row.counts.total) for row in board.rows}


def true(story: Story, known: Stamp, at: Stamp) -> dict[str, tuple[int, int]]:
    """The same by the rule, of the dossiers as they were at ``known``."""
    calendar = registry.load().calendar
    soon = calendar.add_hours(at, 24)
    found: dict[str, tuple[int, int]] = {office.key: (0, 0) for office in OFFICES}
    for dossier in story.dossiers:
        was = as_of(dossier, known if not dossier.office.own_list or known == START else FIRST)
        if was is not None:
            now = state(was.status, was.received, was.due, was.finished or None, at, soon)
            late, total = found[was.office.key]
            found[was.office.key] = late + (now in (State.RESOLVED_LATE, State.OVERDUE)), total + 1
    return found


@pytest.mark.parametrize(
    ("at", "known"), [(FIRST, FIRST), (CHANGES[1], CHANGES[1]), (CHANGES[2] + 2 * DAY, CHANGES[2]), (START, START)]
)
def test_the_boards_of_the_past_show_what_was_so_then(
    story: Story, folder: DataFolder, at: Stamp, known: Stamp
) -> None:
    units = shown(folder, at)
    truth = true(story, known, at)
    assert {code: units.get(code, (0, 0)) for code in truth} == truth


def test_the_start_is_what_the_last_lists_leave(story: Story, folder: DataFolder) -> None:
    figures = story.figures(START)
    late = {unit: counts["overdue"] + counts["resolved_late"] for unit, counts in figures.items()}
    assert {code: counts[0] for code, counts in shown(folder, START).items() if code in late} == late


def test_nothing_in_the_past_was_changed_after_the_fact(folder: DataFolder) -> None:
    source = source_of(folder)
    assert source.exports().findings == ()
    assert {row.verdict for row in source.exports().rows} == {"accepted"}
    # So small a city's lists of what changed hold so few of a unit that one may seem to be missing.
    assert {row.kind for row in source.findings().rows} <= {FindingKind.VANISHED}
    source.close()


def test_models_are_claimed_one_by_one_and_not_all_that_is_claimed_is_shown(folder: DataFolder) -> None:
    source = source_of(folder)
    boards = [source.rollout(moment) for moment in (*past.SHEETS, START)]
    claimed = [sum(column.claimed for column in board.practices) for board in boards]
    assert claimed == sorted(set(claimed))
    sundays = {row.name: row.cells[0] for row in boards[-1].rows}
    assert (sundays["Phường 2"].pioneer, sundays["Phường 2"].shown) == (True, True)
    assert (sundays["Phường 4"].claimed, sundays["Phường 4"].shown) == (True, False)
    source.close()


def test_meetings_and_lists_are_there_to_step_through(folder: DataFolder) -> None:
    source = source_of(folder)
    timeline = source.timeline()
    source.close()
    assert timeline.lists == (FIRST, *CHANGES)
    assert [(each.start, each.end, each.title) for each in timeline.meetings] == list(MEETINGS)
    assert references(timeline, START)[:3] == (
        Reference(Since.MEETING, MEETINGS[-1][0]),
        Reference(Since.LAST_MEETING, MEETINGS[-2][0]),
        Reference(Since.EXPORT, CHANGES[-2]),
    )


def test_marks_are_those_of_a_viewer(story: Story, tmp_path: Path) -> None:
    for drop in (*past.marks(), *directives.marks(story.dossiers)):
        path = tmp_path / drop.name
        path.write_bytes(drop.content)
        with path.open("rb") as file:
            head, _, _ = read_mark(file)
        assert head.moment == drop.moment


def test_the_archive_rebuilds_to_the_same_boards(folder: DataFolder) -> None:
    def everything() -> object:
        source = source_of(folder)
        boards = (source.late(), source.late(CHANGES[1]), source.rollout(), source.exports(), source.timeline())
        source.close()
        return boards

    def read(path: Path, _: Path, name: str) -> Iterator[Piece]:
        return read_pieces(path, city, Limits(), file_name=name)

    city, before = registry.load(), everything()
    assert rebuild(folder, read, lambda path: hashlib.sha256(path.read_bytes()).hexdigest(), city, Settings()) == len(
        list(folder.archive.rglob("*.*"))
    )
    assert everything() == before
