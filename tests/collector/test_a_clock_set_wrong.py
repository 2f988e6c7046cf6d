"""The machine's clock a day back, or a year ahead, and right again: no list is refused, and none stays ahead of all.

Only this process is told the wrong time; what files say of theirs is told accordingly.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.collector import inbox_loop, reading_context, watch
from cchc_tui.collector.archive_replay import run_rebuild
from cchc_tui.collector.inbox_loop import InboxLoop
from cchc_tui.collector.status import StatusWriter
from cchc_tui.settings import DataFolder

DAY = 86_400
HEADING = "Mã hồ sơ,Đơn vị,Thủ tục,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc\n"
ROW = "H26.001-211001-0001,Phường 6,Cấp giấy,01/10/2021 08:00,05/10/2021 17:00,{finished}\n"


class MachineClock:
    """A clock that can be set. A file has the time that it showed when the file came."""

    def __init__(self) -> None:
        self._real = time.time
        self._settings = [(0.0, 0.0)]

    def set(self, off: float) -> None:
        self._settings.append((self._real(), off))

    def now(self) -> float:
        return self._real() + self._settings[-1][1]

    def scan(self, inbox: Path, really: Callable[[Path], list[watch.InboxEntry]] = watch.scan) -> list[Any]:
        return [entry._replace(changed=entry.changed + self._then(entry.changed)) for entry in really(inbox)]

    def _then(self, real: float) -> float:
        return [off for since, off in self._settings if since <= real][-1]


class Collector:
    """Loads what is dropped, one list with one dossier at a time."""

    def __init__(self, office: Any, clock: MachineClock) -> None:
        self.office, self.clock = office, clock
        folder = DataFolder(office.path)
        self.status = StatusWriter(folder, "test")
        self._loop = InboxLoop(folder, reading_context.load(folder), self.status, lambda: False, 0.5, idle_work=False)
        self.lists = 0

    def take(self, finished: str = "", said: str = "") -> str:
        """Drop a list and load it. Gives the error that is shown then."""
        self.lists += 1
        part = self.office.path / ".part"
        part.write_text(said + HEADING + ROW.format(finished=finished) + f"# {self.lists}\n")
        os.utime(part, (self.clock.now(), self.clock.now()))
        part.rename(self.office.inbox / f"{self.lists}.csv")
        end = time.monotonic() + 60
        while any(self.office.inbox.iterdir()):
            assert time.monotonic() < end
            time.sleep(min(max(self._loop.run_once(), 0.0), 0.05))
        self._loop.run_once()
        return self.status.last_error

    def close(self) -> None:
        self._loop.close()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> MachineClock:
    clock = MachineClock()
    monkeypatch.setattr(time, "time", clock.now)
    monkeypatch.setattr(inbox_loop, "scan", clock.scan)
    return clock


@pytest.fixture
def collector(office: Any, clock: MachineClock) -> Iterator[Collector]:
    made = Collector(office, clock)
    with made.status:
        yield made
        made.close()


def is_finished(office: Any) -> bool:
    return bool(office.rows("SELECT finished IS NOT NULL FROM dossier") == [(1,)])


def test_back_a_day_it_is_said_and_the_next_list_after_it_is_the_newest(
    office: Any, collector: Collector, clock: MachineClock
) -> None:
    assert collector.take() == ""
    clock.set(-DAY)
    assert "chậm hơn" in collector.take("06/10/2021 08:00")
    clock.set(0)
    assert collector.take("07/10/2021 08:00") == ""
    assert is_finished(office)
    assert [verdict for _, verdict in office.verdicts()] == ["accepted"] * 3


def test_a_list_from_when_it_was_a_year_ahead_is_said_and_a_rebuild_puts_it_in_its_place(
    office: Any, collector: Collector, clock: MachineClock
) -> None:
    collector.take()
    clock.set(365 * DAY)
    assert collector.take("06/10/2021 08:00") == ""  # nobody can tell
    clock.set(0)
    assert "cchc-tui rebuild" in collector.take()
    assert is_finished(office)  # the list from ahead still counts as newer
    collector.close()
    assert run_rebuild(office.path) == 0
    assert not is_finished(office)
    assert [name for name, _ in office.verdicts()] == ["1.csv", "2.csv", "3.csv"]
    now = int(time.time()) + 7 * 3600
    assert office.rows("SELECT count(*) FROM export WHERE moment > ? OR arrived > ?", now, now) == [(0,)]
    assert office.rows("SELECT count(*) FROM problem WHERE code = 'ahead'") == [(1,)]
    again = Collector(office, clock)
    with again.status:
        again.lists = 3
        assert again.take("07/10/2021 08:00") == ""
        assert is_finished(office)
        again.close()
    shutil.rmtree(office.path / "state")
    office.database.unlink()
    assert run_rebuild(office.path) == 0  # what was put right stays so
    assert [name for name, _ in office.verdicts()] == ["1.csv", "2.csv", "3.csv", "4.csv"]
    assert is_finished(office)


def test_a_list_that_says_its_own_time_is_never_ahead(office: Any, collector: Collector, clock: MachineClock) -> None:
    collector.take(said=f"Thời điểm xuất: {time.strftime('%d/%m/%Y %H:%M')}\n")
    clock.set(-DAY)
    now = time.strftime("%d/%m/%Y %H:%M", time.localtime(clock.now() + DAY))
    collector.take("06/10/2021 08:00", said=f"Thời điểm xuất: {now}\n")
    assert office.rows("SELECT count(*) FROM export WHERE moment > arrived") == [(0,)]
    assert office.rows("SELECT count(*) FROM problem WHERE code = 'ahead'") == [(1,)]
