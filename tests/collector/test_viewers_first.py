"""Viewers show a load before the collector goes on to what can wait, and are told of it at once."""

import os
import select
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.collector import inbox_loop, reading_context
from cchc_tui.collector.inbox_loop import InboxLoop
from cchc_tui.collector.staged_file import StagedFile
from cchc_tui.collector.status import CollectorStatus, StatusWriter
from cchc_tui.settings import DataFolder
from cchc_tui.store.count import evidence
from cchc_tui.store.read.database import Writer
from cchc_tui.tui.session.poller_wait import PollerWait
from cchc_tui.tui.session.status_tracker import StatusTracker
from tests.kits.asked_source import AskedSource

LIST = """Mã hồ sơ,Đơn vị,Thủ tục,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc
H26.001-211001-0001,Phòng Tài nguyên và Môi trường,Cấp giấy,01/10/2021 08:00,05/11/2021 17:00,
"""


@pytest.fixture
def status(office: Any) -> Iterator[StatusWriter]:
    with StatusWriter(DataFolder(office.path), "test") as writer:
        yield writer


@pytest.fixture
def loop(office: Any, status: StatusWriter) -> Iterator[InboxLoop]:
    folder = DataFolder(office.path)
    made = InboxLoop(folder, reading_context.load(folder), status, lambda: False, 0.5)
    yield made
    made.close()


def drop(office: Any) -> None:
    path = office.inbox / "list.csv"
    path.write_text(LIST)
    long_ago = time.time() - 60
    os.utime(path, (long_ago, long_ago))


def test_sums_wait_until_viewers_have_drawn_the_load(
    office: Any, loop: InboxLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    summed: list[float] = []
    store = evidence.store_newest_sums

    def noted(connection: Any) -> None:
        summed.append(time.monotonic())
        store(connection)

    monkeypatch.setattr(evidence, "store_newest_sums", noted)
    drop(office)
    end = time.monotonic() + 30
    while not loop.outcomes and time.monotonic() < end:
        loop.run_once()
    loaded = time.monotonic()
    assert [outcome.verdict for outcome in loop.outcomes] == ["accepted"]
    assert 0 < loop.run_once() <= inbox_loop.VIEWERS_FIRST
    assert not summed
    while not summed and time.monotonic() < end:
        time.sleep(max(0.0, loop.run_once()))
    assert summed[0] - loaded >= inbox_loop.VIEWERS_FIRST / 2


def test_viewers_are_told_of_a_load_as_soon_as_it_is_committed(
    office: Any, loop: InboxLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They wait for the status to be written; the archive is synced to the disk after that."""
    waiting, told = PollerWait(), []
    move = StagedFile.move_to_archive

    def moved(staged: StagedFile, target: Path) -> None:
        folder = waiting._folder
        assert folder is not None
        reported = bool(select.select([folder.descriptor], [], [], 0)[0])
        with closing(sqlite3.connect(DataFolder(office.path).database)) as viewer:
            told.append((reported, *viewer.execute("SELECT count(*) FROM export").fetchone()))
        move(staged, target)

    monkeypatch.setattr(StagedFile, "move_to_archive", moved)
    waiting.watch(DataFolder(office.path).state)
    commit = Writer.transaction

    @contextmanager
    def transaction(writer: Writer) -> Iterator[sqlite3.Connection]:
        with commit(writer) as connection:
            yield connection
            waiting._folder.drain()  # type: ignore[union-attr] # what was written before the commit

    monkeypatch.setattr(Writer, "transaction", transaction)
    drop(office)
    end = time.monotonic() + 30
    while not loop.outcomes and time.monotonic() < end:
        loop.run_once()
    assert told == [(True, 1)]


def test_a_collector_on_another_machine_is_looked_at_often(office: Any, status: StatusWriter) -> None:
    """The kernel here reports nothing of what that one writes."""
    for host, unreported in ((socket.gethostname(), False), ("elsewhere", True)):
        tracker = StatusTracker(collector=lambda host=host: CollectorStatus(host=host, alive=True))  # type: ignore[misc]
        tracker.source = AskedSource(office.path)
        tracker._update_collector(0.0, "")
        assert tracker.unreported is unreported
