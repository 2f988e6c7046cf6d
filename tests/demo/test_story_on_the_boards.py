"""The story's files through the real reader and store: read without surprise, and the boards show its figures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from cchc_tui import registry, settings
from cchc_tui.demo.city import START
from cchc_tui.demo.feeding import Placer
from cchc_tui.demo.lists import Drop
from cchc_tui.demo.story import Story
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.problems import Severity
from cchc_tui.ingest.reading import read
from cchc_tui.ingest.seen_rows import SeenRows
from cchc_tui.settings import DataFolder, Limits
from cchc_tui.store.read.database import Writer, open_writer
from cchc_tui.store.write.loading import ExportFile, LoadResult, load
from tests.kits.asked_source import AskedSource

STATES = ("resolved_late", "overdue", "waiting", "resolved_on_time", "withdrawn", "unclosed", "due_soon")
REFUSED = {"DanhBa": "no_heading", "BaoCao": "not_a_table"}


class Office:
    """A data folder that takes the story's files in as they come."""

    def __init__(self, path: Path) -> None:
        self.folder = DataFolder(path)
        self.folder.inbox.mkdir()
        self.city = registry.load()
        self.writer: Writer = open_writer(path)
        self._placer = Placer(self.folder)

    def take(self, drop: Drop) -> LoadResult:
        self._placer.place(drop)
        path = self.folder.inbox / drop.name
        sha = hashlib.sha256(drop.content).hexdigest()
        items = read(path, self.city, Limits(), SeenRows.from_database(self.folder.database), drop.name)
        file = ExportFile(drop.name, sha, len(drop.content), drop.moment, drop.moment)
        result = load(self.writer, file, items, self.city, settings.load(self.folder.path))
        path.unlink()
        return result

    def source(self, at: Stamp) -> AskedSource:
        source = AskedSource(self.folder.path, Clock(at, 0))
        source.open()
        return source


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.writer.close()


def differences(office: Office, story: Story, at: Stamp) -> list[str]:
    source = office.source(at)
    board = source.late()
    source.close()
    figures = story.figures(at)
    return [
        f"{row.code} {state}: {getattr(row.counts, state)} shown, {figures.get(row.code, {}).get(state, 0)} true"
        for row in board.rows
        for state in STATES
        if getattr(row.counts, state) != figures.get(row.code, {}).get(state, 0)
    ]


def test_boards_show_the_storys_figures_after_every_file(office: Office) -> None:
    story = Story(11, office.city.calendar, scale=0.05)
    for drop in story.base():
        result = office.take(drop)
        assert (result.verdict, result.problems) == ("accepted", ())
    assert differences(office, story, START) == []
    verdicts: dict[str, int] = {}
    too_late = 0
    for number in range(1, 40):
        for drop in story.step(START + 9 * number):
            result = office.take(drop)
            stem = drop.name.split("_")[0]
            if result.verdict == "refused":
                assert drop.name.split("_")[0] in {"DanhSachHoSo", *REFUSED}
                (refusal,) = (problem for problem in result.problems if problem.severity is Severity.REFUSED)
                assert refusal.code == REFUSED.get(stem, refusal.code)
            elif result.verdict == "partial":
                assert drop.name.startswith("DanhSachHoSo_nhap-tay")
                assert sorted(problem.code for problem in result.problems) == [
                    *("bad_date", "no_code", "no_received", "unit_unknown"),
                ]
            else:
                assert result.problems == (), drop.name
            too_late += bool(result.older) and not result.loaded + result.changed
            verdicts[result.verdict] = verdicts.get(result.verdict, 0) + 1
        assert differences(office, story, story.moment) == []
    assert verdicts["refused"] >= 3
    assert verdicts["partial"] >= 1
    assert too_late == 1


def test_a_summary_is_found_to_differ_in_one_unit(office: Office) -> None:
    story = Story(11, office.city.calendar, scale=0.05)
    for drop in story.base():
        office.take(drop)
    for number in range(1, 12):
        for drop in story.step(START + 9 * number):
            office.take(drop)
    source = office.source(story.moment)
    board = source.exports()
    source.close()
    assert len({difference.unit for difference in board.differences}) == 1
