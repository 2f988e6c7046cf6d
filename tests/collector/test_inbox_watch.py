"""What the collector sees in the inbox, and how soon."""

import os
import shutil
import threading
import time
from pathlib import Path

import pytest

from cchc_tui.collector import filesystems
from cchc_tui.collector.watch import ChangeWatcher, EntryType, scan


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


class Bell:
    """Counts on_changes."""

    def __init__(self) -> None:
        self.rung = threading.Event()

    def on_change(self) -> None:
        self.rung.set()

    def within(self, seconds: float) -> bool:
        try:
            return self.rung.wait(seconds)
        finally:
            self.rung.clear()


@pytest.fixture
def bell(inbox: Path):
    bell = Bell()
    watcher = ChangeWatcher(inbox, bell.on_change, 10)
    watcher.follow()
    time.sleep(0.1)
    yield bell, watcher
    watcher.close()


def test_a_scan_distinguishes_files_from_what_must_not_be_opened(inbox: Path) -> None:
    (inbox / "a.csv").write_text("x")
    os.mkfifo(inbox / "pipe.csv")
    (inbox / "link.csv").symlink_to(inbox / "a.csv")
    (inbox / "folder.csv").mkdir()
    (inbox / "~$a.csv").write_text("x")
    with open(os.fsencode(inbox) + b"/b\xe1\xff.csv", "wb"):  # noqa: PTH123  no text names this file
        pass
    found = {entry.name: entry.type for entry in scan(inbox)}
    assert found == {
        "a.csv": EntryType.FILE,
        r"b\xe1\xff.csv": EntryType.FILE,
        "folder.csv": EntryType.FOLDER,
        "link.csv": EntryType.LINK,
        "pipe.csv": EntryType.PIPE,
    }


def test_the_path_of_a_name_that_is_no_utf_8_opens_it(inbox: Path) -> None:
    with open(os.fsencode(inbox) + b"/b\xe1\xff.csv", "wb") as file:  # noqa: PTH123
        file.write(b"content")
    assert scan(inbox)[0].path.read_bytes() == b"content"


def test_a_file_renamed_into_the_inbox_is_reported_at_once(inbox: Path, bell: tuple[Bell, ChangeWatcher]) -> None:
    part = inbox.parent / "x"
    part.write_text("x")
    part.rename(inbox / "x.csv")
    assert bell[0].within(0.5)


def test_reports_go_on_after_a_name_that_is_no_utf_8(inbox: Path, bell: tuple[Bell, ChangeWatcher]) -> None:
    with open(os.fsencode(inbox) + b"/b\xe1\xff.csv", "wb"):  # noqa: PTH123
        pass
    assert bell[0].within(0.5)
    time.sleep(0.2)
    bell[0].rung.clear()
    (inbox / "c.csv").write_text("x")
    assert bell[0].within(0.5)


def test_reports_go_on_in_an_inbox_that_was_deleted_and_made_again(
    inbox: Path, bell: tuple[Bell, ChangeWatcher]
) -> None:
    shutil.rmtree(inbox)
    bell[1].follow()
    inbox.mkdir()
    bell[1].follow()
    time.sleep(0.2)
    bell[0].rung.clear()
    (inbox / "c.csv").write_text("x")
    assert bell[0].within(0.5)


MOUNTS = """\
22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw
23 22 0:40 / /srv rw - nfs4 server:/export rw
24 23 8:2 / /srv/local rw - xfs /dev/sdb rw
25 22 0:41 / /mnt/m\\303\\241y\\040ch\\341\\273\\247 rw shared:5 - cifs //may/chu rw
26 22 0:42 / /media/x rw - fuse.sshfs x rw
"""


@pytest.mark.parametrize(
    ("path", "kind", "network"),
    [
        ("/data", "ext4", False),
        ("/srv/data/inbox", "nfs4", True),
        ("/srvx", "ext4", False),
        ("/srv/local/data", "xfs", False),
        ("/mnt/máy chủ/inbox", "cifs", True),
        ("/media/x/y", "fuse.sshfs", True),
    ],
)
def test_network_file_systems_are_recognised_from_the_mount_table(
    tmp_path: Path, path: str, kind: str, network: bool
) -> None:
    (tmp_path / "mountinfo").write_text(MOUNTS)
    assert filesystems.filesystem_of(Path(path), tmp_path / "mountinfo") == kind
    assert filesystems.is_network(kind) is network
