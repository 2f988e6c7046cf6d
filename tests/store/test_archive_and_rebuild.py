"""The archive keeps the order of arrival, and from it the database is made again, board for board the same."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.boards.board import GROUPINGS
from cchc_tui.boards.listed import board_names, board_of
from cchc_tui.domain.clock import Clock
from cchc_tui.ingest.problems import EMPTY, refuse
from cchc_tui.ingest.records import Batch, Head, Item, Kind, Tail
from cchc_tui.settings import DataFolder, Settings
from cchc_tui.store.read.database import Writer
from cchc_tui.store.write import archive
from cchc_tui.store.write.loading import ExportFile, list_repeated, load, repeated
from cchc_tui.store.write.rebuild import Step, rebuild
from tests.kits.asked_source import AskedSource
from tests.kits.store_kit import DAY, HOUR, MORNING, REGISTRY, Office, at, claim, dossier, items_of, numbered, summed

CLOSED = {"status": 10, "finished": at("11-10 09:00"), "returned": at("11-10 09:10")}


def test_files_of_one_second_keep_their_order(tmp_path: Path) -> None:
    names = ["b.xlsx", "a.xlsx", "c.xlsx"]
    for number, name in enumerate(names):
        place = tmp_path / archive.place_for(tmp_path, name, MORNING, refused=number == 1)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    kept = list(archive.archived_files(tmp_path))
    assert [entry.name for entry in kept] == names
    assert [entry.refused for entry in kept] == [False, True, False]
    assert {entry.arrived for entry in kept} == {MORNING}
    assert kept[0].path == "2021/11/20211110T083000-001-b.xlsx"
    assert kept[1].path == "refused/2021/11/20211110T083000-002-a.xlsx"


@pytest.mark.parametrize("name", ["hồ sơ phường 6.xlsx", "Ủy ban " * 60 + ".xlsx", "a/b\n..xlsx", "…" * 200])
def test_any_name_fits_and_keeps_its_ending(tmp_path: Path, name: str) -> None:
    place = tmp_path / archive.place_for(tmp_path, name, MORNING)
    place.parent.mkdir(parents=True)
    place.touch()
    (kept,) = archive.archived_files(tmp_path)
    assert kept.name.endswith(".xlsx") or not name.endswith(".xlsx")
    assert "/" not in kept.name


class _Desk:
    """Brings exports to an office and its archive; what a file holds is told by its bytes."""

    def __init__(self, folder: Path) -> None:
        self.folder = DataFolder(folder)
        self.office = Office(folder)
        self.exports: dict[bytes, Any] = {}
        self.arrived = MORNING

    def read(self, path: Path, database: Path, name: str) -> Iterator[Item]:
        content, mtime = path.read_bytes(), archive.mtime_and_size(path)[0]
        assert database.exists()
        yield from self.exports[content](mtime)

    def bring(self, name: str, content: bytes, make: Any, mtime: int) -> None:
        self.exports[content] = make
        self.arrived += 1
        place = archive.place_for(self.folder.archive, name, self.arrived)
        path = self.folder.archive / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        seconds = mtime - 7 * HOUR
        os.utime(path, (seconds, seconds))
        sha = _digest(path)
        file = ExportFile(name, sha, len(content), mtime, self.arrived, place)
        earlier = repeated(self.office.writer, sha)
        if earlier:
            list_repeated(self.office.writer, file, earlier)
        else:
            load(self.office.writer, file, make(mtime), REGISTRY, Settings())


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _list(desk: _Desk, *rows: Any) -> Any:
    def make(mtime: int) -> Iterator[Item]:
        yield from items_of(numbered(rows), mtime, {})

    return make


def _all_boards(folder: Path, moments: list[int]) -> str:
    shown = []
    for moment in moments:
        source = AskedSource(folder, Clock(moment, 0))
        source.open()
        for board in map(board_of, board_names()):
            for by in GROUPINGS if board.groupings else ("unit",):
                shown.append(source.board(board.name, moment, by=by).json())
        source.close()
    return json.dumps(shown, ensure_ascii=False)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[_Desk]:
    desk = _Desk(tmp_path)
    rows = [dossier(f"A-{n}", agency="UBND Phường 6" if n % 2 else "UBND huyện Cao Lãnh") for n in range(6)]
    later = [*rows[1:], dossier("A-0", **CLOSED), dossier("A-9", due=None), dossier("A-9", officer="Hai")]

    def summary(mtime: int) -> Iterator[Item]:
        yield Head(Kind.SUMMARY, "html", "", mtime, False)
        yield Batch(
            (summed("Phường 6", intake=3, received=3, open=3, overdue=3, late=3), summed("Phường 2", row=6, late=7))
        )
        yield Tail(2, 2, 0)

    def rollout(mtime: int) -> Iterator[Item]:
        yield Head("rollout", "xlsx", "", mtime, False)
        yield Batch((claim("Phường 6", "sunday"), claim("Phường 2", "sunday", "planned")))
        yield Tail(2, 2, 0)

    def refused(mtime: int) -> Iterator[Item]:
        raise refuse(EMPTY)
        yield

    desk.bring("ds.xlsx", b"one", _list(desk, *rows), MORNING)
    desk.bring("ds.xlsx", b"later", _list(desk, *later), MORNING + HOUR)
    desk.bring("ds.xlsx", b"one", _list(desk, *rows), MORNING + 2 * HOUR)
    desk.bring("cũ.xlsx", b"older", _list(desk, dossier("A-1", officer="Ba"), dossier("A-7")), MORNING - DAY)
    desk.bring("th.xls", b"summary", summary, MORNING)
    desk.bring("mh.xlsx", b"rollout", rollout, MORNING)
    desk.bring("hỏng.xlsx", b"", refused, MORNING)
    yield desk
    desk.office.writer.close()


MOMENTS = [MORNING - 2 * DAY, MORNING - DAY, MORNING, MORNING + HOUR, MORNING + 30 * DAY]


def test_a_rebuilt_database_gives_every_board_the_same(desk: _Desk) -> None:
    before = _all_boards(desk.folder.path, MOMENTS)
    assert '"late": 4' in before
    desk.office.writer.close()
    desk.folder.database.unlink()  # whatever was there, all of it comes from the archive
    steps: list[Step] = []
    count = rebuild(desk.folder, desk.read, _digest, REGISTRY, Settings(), steps.append)
    assert count == 7
    assert [step.result.verdict for step in steps] == [
        *("accepted", "accepted", "repeated", "accepted", "accepted", "accepted", "refused")
    ]
    assert _all_boards(desk.folder.path, MOMENTS) == before
    assert sorted(path.name for path in desk.folder.path.iterdir()) == ["archive", "cchc.db", "private"]
    assert [path.name for path in desk.folder.private.iterdir()] == ["personal.db"]


def test_a_viewer_stays_through_a_rebuild(desk: _Desk) -> None:
    viewer = desk.office.source(MORNING + HOUR)
    before = viewer.late()
    viewer.changed()
    desk.office.writer.close()
    rebuild(desk.folder, desk.read, _digest, REGISTRY, Settings())
    assert viewer.changed()
    assert viewer.late() == before
    with Writer(desk.folder.database) as writer:
        items = items_of(numbered([dossier("new", agency="Phường 6")]), MORNING + HOUR, {})
        load(writer, desk.office.file(), items, REGISTRY, Settings())
        assert viewer.changed()
        assert viewer.late().levels["commune"].total == before.levels["commune"].total + 1
    viewer.close()


def test_a_rebuild_that_fails_leaves_the_old_database(desk: _Desk) -> None:
    before = _all_boards(desk.folder.path, MOMENTS)
    desk.office.writer.close()
    del desk.exports[b"summary"]
    with pytest.raises(KeyError):
        rebuild(desk.folder, desk.read, _digest, REGISTRY, Settings())
    assert _all_boards(desk.folder.path, MOMENTS) == before
    assert sorted(path.name for path in desk.folder.path.iterdir()) == ["archive", "cchc.db", "private"]
    assert [path.name for path in desk.folder.private.iterdir()] == ["personal.db"]
