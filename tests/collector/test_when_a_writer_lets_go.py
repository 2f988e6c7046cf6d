"""Files that are written slowly, with a time that lies; times that lie ahead; files that can't be moved."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.collector import readiness, reading_context, retries, staged_file
from cchc_tui.collector.inbox_loop import InboxLoop
from cchc_tui.collector.once import run_once
from cchc_tui.collector.pending_removals import PendingRemovals
from cchc_tui.collector.readiness import HELD, Readiness
from cchc_tui.collector.status import StatusWriter
from cchc_tui.collector.watch import InboxEntry, scan
from cchc_tui.ingest import reader_client
from cchc_tui.ingest.completeness import Completeness
from cchc_tui.ingest.protocol import Request
from cchc_tui.settings import DataFolder
from tests.kits.short_exports import ROWS

Once = Callable[[], list[dict[str, Any]]]
HEADING = "Mã hồ sơ,Đơn vị,Thủ tục,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc\n"
UNIT = "Phòng Tài nguyên và Môi trường"
SLOW = """
import os, sys, time
path, rows = sys.argv[1], sys.stdin.read().splitlines(keepends=True)
with open(path, "w") as file:
    for row in rows:
        file.write(row)
        file.flush()
        os.utime(path, (1_600_000_000, 1_600_000_000))
        time.sleep(0.15)
os.utime(path, (1_600_000_000, 1_600_000_000))
"""


def rows(count: int, finished: str = "") -> list[str]:
    return [
        f"H26.{n:03d}-211001-{n:04d},{UNIT},Cấp giấy,01/10/2021 08:00,05/11/2021 17:00,{finished}\n"
        for n in range(1, count + 1)
    ]


def only(inbox: Path) -> InboxEntry:
    (entry,) = scan(inbox)
    return entry


@pytest.fixture
def inbox_loop(office: Any):
    folder = DataFolder(office.path)
    context = reading_context.load(folder)
    with StatusWriter(folder, "test") as status:
        made = InboxLoop(folder, context, status, lambda: False, 0.5, idle_work=False)
        yield made
        made.close()


def run(inbox_loop: InboxLoop, seconds: float, until: Callable[[], bool] = lambda: False) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not until():
        time.sleep(min(max(inbox_loop.run_once(), 0.02), 0.1))


def test_a_slow_copy_with_an_old_time_is_left_alone_until_its_writer_lets_go(
    office: Any, inbox_loop: InboxLoop
) -> None:
    path = office.inbox / "slow.csv"
    writer = subprocess.Popen([sys.executable, "-c", SLOW, path], stdin=subprocess.PIPE, text=True)
    assert writer.stdin is not None
    writer.stdin.write("".join([HEADING, *rows(12)]))
    writer.stdin.close()
    run(inbox_loop, 20, lambda: bool(inbox_loop.outcomes))
    assert writer.wait() == 0
    run(inbox_loop, 10, lambda: not path.exists())
    assert office.rows("SELECT rows, accepted FROM export") == [(12, 12)]
    assert not path.exists()


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"\xff\xfea\0,\0", b"plain text without a table"])
def test_what_is_held_open_is_not_whole_whatever_its_time_says(tmp_path: Path, content: bytes) -> None:
    readiness = Readiness(0.05, 0.2)
    with (tmp_path / "x").open("wb") as file:
        file.write(content)
        file.flush()
        os.utime(tmp_path / "x", (1, 1))
        readiness.seconds_left(only(tmp_path))
        time.sleep(0.3)
        assert HELD - 1 < readiness.seconds_left(only(tmp_path)) <= HELD
    assert readiness.seconds_left(only(tmp_path)) == 0


def test_where_nobody_tells_who_writes_it_must_be_quiet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cchc_tui.collector.readiness.is_being_written", lambda path: None)
    readiness = Readiness(0.05, 0.3)
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    os.utime(tmp_path / "x.csv", (1, 1))
    assert readiness.seconds_left(only(tmp_path)) > 0.2
    time.sleep(0.31)
    assert readiness.seconds_left(only(tmp_path)) == 0


def test_content_that_does_not_end_is_waited_for_though_its_time_is_old(tmp_path: Path) -> None:
    readiness = Readiness(0.05, 0.3, lambda path: Completeness.NO)
    (tmp_path / "x").write_text("<html>")
    os.utime(tmp_path / "x", (1, 1))
    assert readiness.seconds_left(only(tmp_path)) > 0.2
    time.sleep(0.31)
    assert readiness.seconds_left(only(tmp_path)) == 0


def test_a_file_that_goes_on_after_it_was_loaded_must_be_unchanged_for_longer(tmp_path: Path) -> None:
    readiness = Readiness(0.05, 0.5)
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    readiness.mark_loaded(only(tmp_path))
    for _ in range(3):
        with (tmp_path / "x.csv").open("a") as file:
            file.write("3,4\n")
        time.sleep(0.1)
        assert readiness.seconds_left(only(tmp_path)) > 0.3
    time.sleep(0.5)
    assert readiness.seconds_left(only(tmp_path)) == 0


@pytest.mark.parametrize("ahead", [40, 2 * 3600, 3 * 365 * 86400])
@pytest.mark.parametrize("together", [False, True])
def test_the_newer_arrival_stays_in_force_over_a_time_that_lies_ahead(
    office: Any, once: Once, ahead: int, together: bool
) -> None:
    path = office.inbox / "open.csv"
    path.write_text(HEADING + "".join(rows(3)))
    os.utime(path, (time.time() + ahead, time.time() + ahead))
    if not together:
        once()
    time.sleep(0.02)
    (office.inbox / "closed.csv").write_text(HEADING + "".join(rows(3, "04/11/2021 09:00")))
    once()
    assert office.rows("SELECT count(*) FROM dossier WHERE finished IS NOT NULL") == [(3,)]
    assert office.rows("SELECT count(*) FROM export WHERE moment > arrived") == [(0,)]
    assert office.rows("SELECT count(*) FROM problem WHERE code = 'ahead'") == [(1,)]
    assert office.rows("SELECT noted FROM export WHERE name = 'open.csv'")[0][0] >= 1


def test_a_time_ahead_that_the_file_itself_says_is_no_later_than_its_arrival(office: Any, once: Once) -> None:
    ahead = time.strftime("%d/%m/%Y %H:%M", time.localtime(time.time() + 3 * 86400))
    (office.inbox / "a.csv").write_text(f"Thời điểm xuất: {ahead}\n" + HEADING + "".join(rows(3)))
    once()
    assert office.rows("SELECT count(*) FROM problem WHERE code = 'ahead'") == [(1,)]
    assert office.rows("SELECT count(*) FROM export WHERE moment = arrived") == [(1,)]


def _no_rename(monkeypatch: pytest.MonkeyPatch, inbox: Path) -> None:
    really = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if self.parent == inbox:
            raise OSError(18, "Invalid cross-device link")
        return really(self, target)

    monkeypatch.setattr(Path, "rename", rename)


def test_a_file_too_large_that_cannot_be_moved_is_listed_once(
    office: Any, inbox_loop: InboxLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retries, "RETRY", 0.05)
    _no_rename(monkeypatch, office.inbox)
    with (office.inbox / "large.csv").open("wb") as file:
        file.truncate(600 << 20)
    run(inbox_loop, 1.5)
    assert office.verdicts() == [("large.csv", "refused")]
    assert (office.inbox / "large.csv").exists()
    assert office.rows("SELECT archive FROM export") == [("",)]


def test_after_a_restart_it_is_not_listed_again(office: Any, once: Once, monkeypatch: pytest.MonkeyPatch) -> None:
    _no_rename(monkeypatch, office.inbox)
    with (office.inbox / "large.csv").open("wb") as file:
        file.truncate(600 << 20)
    once()
    once()
    assert office.verdicts() == [("large.csv", "refused")]
    assert (office.inbox / "large.csv").exists()


@pytest.mark.parametrize("content", [HEADING + "".join(rows(3)), "nothing here\n"])
def test_a_file_whose_place_in_the_archive_is_closed_is_listed_once(
    office: Any, inbox_loop: InboxLoop, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    monkeypatch.setattr(retries, "RETRY", 0.05)

    def move_to_archive(self: staged_file.StagedFile, target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(staged_file.StagedFile, "move_to_archive", move_to_archive)
    (office.inbox / "a.csv").write_text(content)
    run(inbox_loop, 1.5)
    assert len(office.verdicts()) == 1


def test_a_file_that_may_not_leave_the_inbox_is_listed_once(
    office: Any, inbox_loop: InboxLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retries, "RETRY", 0.05)

    def remove(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("cchc_tui.collector.intake.remove", remove)
    (office.inbox / "a.csv").write_text(HEADING + "".join(rows(3)))
    run(inbox_loop, 1.5)
    assert office.verdicts() == [("a.csv", "accepted")]


def test_what_cannot_be_moved_is_listed_again_by_a_rebuilt_database(
    office: Any, inbox_loop: InboxLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    _no_rename(monkeypatch, office.inbox)
    with (office.inbox / "large.csv").open("wb") as file:
        file.truncate(600 << 20)
    (office.inbox / "link.csv").symlink_to(office.path)
    both = [("large.csv", "refused"), ("link.csv", "refused")]
    run(inbox_loop, 20, lambda: office.database.exists() and sorted(office.verdicts()) == both)
    office.database.unlink()
    run(inbox_loop, 20, lambda: office.database.exists() and sorted(office.verdicts()) == both)
    run(inbox_loop, 0.5)
    assert sorted(office.verdicts()) == both


def test_a_file_that_was_too_large_is_loaded_when_the_limit_is_raised(
    office: Any, inbox_loop: InboxLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    (office.path / "cchc.toml").write_text("[limits]\nfile_mb = 1\n")
    _no_rename(monkeypatch, office.inbox)
    (office.inbox / "large.csv").write_text(HEADING + "".join(rows(15_000)))
    run(inbox_loop, 20, lambda: office.database.exists() and office.verdicts() == [("large.csv", "refused")])
    assert office.verdicts() == [("large.csv", "refused")]
    (office.path / "cchc.toml").write_text("[limits]\nfile_mb = 10\n")
    run(inbox_loop, 20, lambda: ("large.csv", "accepted") in office.verdicts())
    assert office.verdicts() == [("large.csv", "accepted")]
    assert office.rows("SELECT count(*) FROM dossier") == [(15_000,)]


def test_a_file_that_stays_in_the_inbox_is_read_once_also_by_later_collectors(
    office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = {"list.csv": HEADING + "".join(rows(3)), "other.csv": "nothing here\n", "cut.xlsx": "PK\3\4 and no end"}
    asked = []
    really = reader_client._Answer.ask

    def ask(self: Any, request: Request) -> None:
        if not request.look:
            asked.append(os.fsdecode(request.name))
        really(self, request)

    def remove(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(reader_client._Answer, "ask", ask)
    with monkeypatch.context() as closed:
        closed.setattr("cchc_tui.collector.intake.remove", remove)
        for name, content in contents.items():
            (office.inbox / name).write_text(content)
        run_once(office.path)
        before = list(asked)  # also for the order in which they are taken
        for _ in range(2):
            run_once(office.path)
        assert asked == before
        listed = sorted(office.verdicts())
        assert listed == [("cut.xlsx", "refused"), ("list.csv", "accepted"), ("other.csv", "refused")]
        (office.inbox / "other.csv").write_text(HEADING + "".join(rows(5)))
        run_once(office.path)
        assert office.verdicts()[-1] == ("other.csv", "accepted")
    run_once(office.path)
    assert list(office.inbox.iterdir()) == []
    assert len(office.verdicts()) == 4


def test_a_file_of_which_the_database_knows_nothing_is_read_though_it_was_noted(office: Any, once: Once) -> None:
    (office.inbox / "a.csv").write_text(HEADING + "".join(rows(3)))
    entry = only(office.inbox)
    PendingRemovals(office.path / "state" / "pending_removals.json").save(frozenset({entry.signature}))
    assert [file["verdict"] for file in once()] == ["accepted"]


@pytest.mark.parametrize("pauses", [1, 3])
def test_what_is_added_after_pauses_where_nobody_tells_who_writes_is_loaded_and_nothing_twice(
    office: Any, inbox_loop: InboxLoop, monkeypatch: pytest.MonkeyPatch, pauses: int
) -> None:
    monkeypatch.setattr(readiness, "is_being_written", lambda path: None)
    monkeypatch.setattr(readiness, "HELD", 4.0)
    path = office.inbox / "slow.csv"
    path.write_text(HEADING + "".join(rows(10)))
    for pause in range(pauses):
        run(inbox_loop, 30, lambda pause=pause: len(office.verdicts()) > pause if office.database.exists() else False)
        run(inbox_loop, 1.0)  # it stands still for longer than any file has to
        assert path.exists()
        with path.open("a") as file:  # opened by its name, as a network drive does
            file.write("".join(rows(20 + 10 * pause)[10 + 10 * pause :]))
    run(inbox_loop, 30, lambda: not path.exists())
    assert not path.exists()
    assert office.verdicts() == [("slow.csv", "accepted")] * (pauses + 1)
    assert office.rows("SELECT count(*) FROM dossier") == [(10 + 10 * pauses,)]
    assert office.rows("SELECT loaded FROM export ORDER BY id") == [(10,)] * (pauses + 1)
    assert len(office.kept()) == pauses + 1


def test_a_copy_that_stalls_where_nobody_tells_who_writes_is_loaded_complete_in_the_end(
    office: Any, inbox_loop: InboxLoop, monkeypatch: pytest.MonkeyPatch, exports: Path
) -> None:
    monkeypatch.setattr(readiness, "is_being_written", lambda path: None)
    content = (exports / "igate_xlsx" / "DanhSachHoSo.xlsx").read_bytes()
    path = office.inbox / "slow.xlsx"
    with path.open("wb") as file:
        file.write(content[: len(content) // 2])
        file.flush()
        run(inbox_loop, 30, lambda: office.database.exists() and bool(office.verdicts()))
        run(inbox_loop, 1.0)
        file.write(content[len(content) // 2 :])
    run(inbox_loop, 30, lambda: not path.exists())
    assert office.verdicts() == [("slow.xlsx", "refused"), ("slow.xlsx", "accepted")]
    assert office.rows("SELECT count(*) FROM dossier") == [(ROWS,)]


def test_files_whose_readers_are_ended_from_outside_are_all_loaded_in_the_end(
    office: Any, inbox_loop: InboxLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retries, "RETRY", 0.05)
    asked = Counter[str]()
    really = reader_client._Answer._receive

    def receive(self: Any) -> bytes:
        name = str(self._asked)
        asked[name] += 1
        if asked[name] <= 1 + len(asked) % 3:
            self._process.send_signal((signal.SIGKILL, signal.SIGTERM)[asked[name] % 2])
            self._process.wait()
        return really(self)

    def ask(self: Any, request: Request) -> None:
        self._asked = request.name
        really_ask(self, request)

    really_ask = reader_client._Answer.ask
    monkeypatch.setattr(reader_client._Answer, "_receive", receive)
    monkeypatch.setattr(reader_client._Answer, "ask", ask)
    for n in range(40):
        path = office.inbox / f"{n}.csv"
        path.write_text(HEADING + "".join(rows(3 + n)))
        os.utime(path, (1_600_000_000 + n, 1_600_000_000 + n))
    run(inbox_loop, 240, lambda: not any(office.inbox.iterdir()))
    assert office.rows("SELECT verdict, count(*) FROM export GROUP BY verdict") == [("accepted", 40)]
    assert len({name for name, times in asked.items() if times > 1}) >= 30


@pytest.mark.parametrize("ended_by", [signal.SIGSEGV, signal.SIGABRT, signal.SIGXCPU])
def test_a_file_that_ends_its_reader_by_itself_is_refused_the_second_time(
    office: Any, once: Once, monkeypatch: pytest.MonkeyPatch, ended_by: signal.Signals
) -> None:
    monkeypatch.setattr(retries, "RETRY", 0.05)
    monkeypatch.setattr("cchc_tui.collector.inbox_loop.RETRY", 0.05)
    asked = []
    really = reader_client._Answer.ask

    def ask(self: Any, request: Request) -> None:
        if not request.look:
            asked.append(request.name)
            self._process.send_signal(ended_by)
            self._process.wait()
        really(self, request)

    monkeypatch.setattr(reader_client._Answer, "ask", ask)
    (office.inbox / "a.csv").write_text(HEADING + "".join(rows(3)))
    once()
    assert office.verdicts() == [("a.csv", "refused")]
    assert len(asked) == 2


def test_a_look_that_kills_its_process_ends_in_a_refusal(office: Any, once: Once) -> None:
    """The file has a chain of sectors that points to itself."""
    shutil.copy(Path(__file__).parent.parent / "data" / "difat-loop.xls", office.inbox)
    once()
    assert [verdict for _, verdict in office.verdicts()] == ["refused"]
