"""Whoever kills the process that reads a file costs no file: it is read again, after all others and alone."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.collector import reading_context, retries
from cchc_tui.collector.doctor import run_checks
from cchc_tui.collector.inbox_loop import InboxLoop
from cchc_tui.collector.status import StatusWriter
from cchc_tui.ingest import problems, reader_client
from cchc_tui.ingest.protocol import Request
from cchc_tui.settings import DataFolder

LINE = "H26.{n:03d}-211001-{n:04d},Phòng Tư pháp,Cấp giấy,01/10/2021 08:00,05/11/2021 17:00,\n"


def put(office: Any, name: str, rows: int, age: int) -> Path:
    """Put a list into the inbox that is so many seconds old."""
    path: Path = office.inbox / name
    heading = "Mã hồ sơ,Đơn vị,Thủ tục,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc\n"
    path.write_text(heading + "".join(LINE.format(n=n) for n in range(rows)))
    os.utime(path, (time.time() - age, time.time() - age))
    return path


@contextmanager
def collecting(office: Any) -> Iterator[tuple[InboxLoop, StatusWriter]]:
    """A collector, from its start to its end."""
    folder = DataFolder(office.path)
    with StatusWriter(folder, "test") as status:
        inbox_loop = InboxLoop(folder, reading_context.load(folder), status, lambda: False, 0.5, idle_work=False)
        yield inbox_loop, status
        inbox_loop.close()


def run(inbox_loop: InboxLoop, until: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not until():
        assert time.monotonic() < end
        time.sleep(min(max(inbox_loop.run_once(), 0.0), 0.01))


class Killer:
    """Kills the readers of a file as often as is said, as the kernel or an operator does."""

    def __init__(self, name: str, times: int, how: tuple[signal.Signals, ...]) -> None:
        self.name, self.times, self.how = os.fsencode(name), times, how
        self.kills = 0

    def ask(self, really: Callable[[Any, Request], None]) -> Callable[[Any, Request], None]:
        def ask(answer: Any, request: Request) -> None:
            if request.name == self.name and not request.look and self.kills < self.times:
                answer._process.send_signal(self.how[self.kills % len(self.how)])
                answer._process.wait()
                self.kills += 1
            really(answer, request)

        return ask


@pytest.fixture
def kill(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Killer]:
    """Has the readers of a file killed."""
    monkeypatch.setattr(retries, "RETRY", 0.01)
    monkeypatch.setattr(retries, "LONGEST_RETRY", 0.01)

    def start(name: str, times: int, *how: signal.Signals) -> Killer:
        killer = Killer(name, times, how)
        monkeypatch.setattr(reader_client._Answer, "ask", killer.ask(reader_client._Answer.ask))
        return killer

    return start


def test_after_40_kills_and_a_restart_a_good_file_is_loaded_once(office: Any, kill: Any) -> None:
    path = put(office, "good.csv", 30, 60)
    killer = kill("good.csv", 40, signal.SIGKILL, signal.SIGTERM)
    with collecting(office) as (inbox_loop, status):
        run(inbox_loop, lambda: killer.kills == 20)
        assert "good.csv" in status.last_error
        assert any("good.csv" in result.text for result in run_checks(office.path))
        put(office, "other.csv", 3, 30)
        run(inbox_loop, lambda: office.verdicts() == [("other.csv", "accepted")])
        assert path.exists()
    with collecting(office) as (inbox_loop, status):
        run(inbox_loop, lambda: not path.exists())
        assert killer.kills == 40
        assert office.verdicts() == [("other.csv", "accepted"), ("good.csv", "accepted")]
        inbox_loop.run_once()
        assert status.last_error == ""
    assert (office.path / "state" / "killed_readers.json").read_bytes() == b"[]"


def test_a_file_with_which_the_collector_was_killed_is_read_after_all_others(office: Any) -> None:
    put(office, "first.csv", 30, 60)
    killed = (
        "import os, sys\nfrom pathlib import Path\nfrom cchc_tui.collector import intake, once\n"
        "intake.Intake._start_reading = lambda *_: os.kill(os.getpid(), 9)\nonce.run_once(Path(sys.argv[1]))"
    )
    assert subprocess.run([sys.executable, "-c", killed, office.path], check=False).returncode == -signal.SIGKILL
    put(office, "second.csv", 3, 30)
    put(office, "third.csv", 4, 20)
    with collecting(office) as (inbox_loop, _):
        run(inbox_loop, lambda: not any(office.inbox.iterdir()))
    assert [name for name, _ in office.verdicts()] == ["second.csv", "third.csv", "first.csv"]


def test_a_file_for_which_memory_runs_out_is_refused_the_second_time(office: Any, kill: Any, monkeypatch: Any) -> None:
    put(office, "large.csv", 30, 60)
    kill("", 0, signal.SIGKILL)
    read = []

    def pieces(*_: Any) -> Iterator[Any]:
        read.append(1)
        raise problems.refuse(problems.OUT_OF_MEMORY, expected="64 MiB")
        yield

    monkeypatch.setattr(reader_client.ReaderClient, "pieces", pieces)
    with collecting(office) as (inbox_loop, status):
        run(inbox_loop, lambda: len(read) == 1)
        assert "large.csv" in status.last_error
        run(inbox_loop, lambda: not any(office.inbox.iterdir()))
    assert office.verdicts() == [("large.csv", "refused")]
    assert len(read) == 2


def test_where_memory_is_short_the_kernel_ends_the_reader_first(tmp_path: Path) -> None:
    process = reader_client._spawn("")
    try:
        end = time.monotonic() + 20
        while Path(f"/proc/{process.pid}/oom_score_adj").read_text() != "600\n":
            assert time.monotonic() < end
            time.sleep(0.01)
    finally:
        reader_client._end(process)
