"""Thousands of files while nobody listens: none is missed and each is taken once. Needs root, for a disk in memory."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.kits.made_folder import made_folder
from tests.kits.mounts import tmpfs

pytestmark = pytest.mark.root
FILES = 20_000
#: One in so many is a list that nobody sent before, or no list at all; the others have the bytes of another.
ONE_IN = 2_500
HEADING = "Mã hồ sơ,Đơn vị,Thủ tục,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc\n"
ROW = "H26.001-211001-{n:04d},Phường 6,Cấp giấy,01/10/2021 08:00,05/10/2021 17:00,\n"
QUEUE = Path("/proc/sys/fs/inotify/max_queued_events")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Path]:
    """On a disk in memory: how long a real one takes to keep 20.000 files is nothing of ours."""
    with tmpfs(tmp_path / "disk", 1_000) as disk:
        made_folder(disk / "office")
        yield disk / "office"


def content(number: int) -> bytes:
    kind, first = divmod(number, ONE_IN)
    if first == 1:
        return f"no list: {kind}\n".encode()
    return (HEADING + ROW.format(n=kind if first == 0 else 0)).encode()


@pytest.mark.timeout(600)  # where seven others work beside it
def test_none_is_missed_and_each_is_taken_once(office: Path, collect: Any, asked: Any, wait: Any) -> None:
    assert int(QUEUE.read_text()) < 2 * FILES  # each file is reported at least as made and as changed
    service = collect("import os\nos.nice = lambda _: 0")  # what else the machine does is not what is tested
    os.kill(service.process.pid, signal.SIGSTOP)
    for number in range(FILES):
        with open(office / "inbox" / f"{number:05}.csv", "wb", buffering=0) as file:  # noqa: PTH123  quicker
            file.write(content(number))
    os.kill(service.process.pid, signal.SIGCONT)
    (office / "inbox" / "last.csv").write_bytes(content(2 * FILES))
    wait(lambda: not any(os.scandir(office / "inbox")), "an empty inbox")
    assert asked(office, "SELECT verdict, count(*) FROM export GROUP BY verdict ORDER BY 1") == [
        ("accepted", FILES // ONE_IN + 1),
        ("refused", FILES // ONE_IN),
        ("repeated", FILES - 2 * FILES // ONE_IN),
    ]
    (names,) = asked(office, "SELECT count(DISTINCT name), count(DISTINCT archive) FROM export")
    assert names == (FILES + 1, FILES + 1)
    assert asked(office, "SELECT count(*) FROM dossier") == [(FILES // ONE_IN + 1,)]
    listed = {place for (place,) in asked(office, "SELECT archive FROM export")}
    kept = {path.relative_to(office / "archive").as_posix() for path in (office / "archive").rglob("*.csv")}
    assert kept == listed
