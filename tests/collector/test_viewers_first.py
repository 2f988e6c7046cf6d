"""Viewers show a load before the collector goes on to what can wait, and look closely while a load is under way."""

import os
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from cchc_tui.collector import inbox_loop, reading_context
from cchc_tui.collector.inbox_loop import InboxLoop
from cchc_tui.collector.status import StatusWriter
from cchc_tui.settings import DataFolder
from cchc_tui.store.count import evidence
from cchc_tui.tui.session.status_tracker import StatusTracker

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


def test_a_load_under_way_is_looked_at_closely_and_nothing_else_is(office: Any, status: StatusWriter) -> None:
    tracker = StatusTracker()
    assert not tracker.load_soon()  # without a source
    tracker.set_source(SimpleNamespace(data=office.path))  # type: ignore[arg-type]
    for _ in range(3):
        assert not tracker.load_soon()
        status.begin_load("list.xlsx")
        assert tracker.load_soon()
        status.show_progress(10, 20)
        assert tracker.load_soon()
        status.end_load()
        assert not tracker.load_soon()


def test_a_long_load_is_not_looked_at_closely_for_ever(
    office: Any, status: StatusWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracker = StatusTracker()
    tracker.set_source(SimpleNamespace(data=office.path))  # type: ignore[arg-type]
    status.begin_load("list.xlsx")
    assert tracker.load_soon()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 3600)
    assert not tracker.load_soon()
    monkeypatch.setattr(time, "time", lambda: now - 3600)
    assert not tracker.load_soon()
