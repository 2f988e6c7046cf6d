"""Another folder in the inbox's place while the collector watches: what lies in it is taken, and soon."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.collector.status import read_status
from tests.kits.mounts import tmpfs

LISTED = "SELECT name, verdict, rows FROM export ORDER BY id"
FIRST, SECOND, THIRD = "a.xlsx", "b.csv", "c.xlsx"


@pytest.fixture
def inbox(office: Path, collect: Any, dropped: Any, exports: Path, asked: Any, wait: Any) -> Path:
    """An inbox from which one list was taken."""
    collect()
    dropped(exports / "igate_xlsx" / "DanhSachHoSo.xlsx", office / "inbox", FIRST)
    wait(lambda: asked(office, LISTED), "the first list")
    wait(lambda: not list((office / "inbox").iterdir()), "an empty inbox")
    return office / "inbox"


def names(asked: Any, office: Path) -> list[str]:
    return [name for name, *_ in asked(office, LISTED)]


def watched(office: Path) -> Iterator[int]:
    """The inodes that the kernel reports on to the collector, which would look at them from time to time anyway."""
    for path in Path(f"/proc/{read_status(office).pid}/fdinfo").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            yield from (int(inode, 16) for inode in re.findall(r"^inotify .*ino:(\w+)", path.read_text(), re.MULTILINE))


def test_one_that_was_renamed_away_keeps_its_files_and_the_new_one_is_watched(
    office: Path, inbox: Path, dropped: Any, exports: Path, asked: Any, wait: Any
) -> None:
    away = inbox.rename(office / "inbox-cu")
    inbox.mkdir()
    dropped(exports / "igate_csv" / "danhsach.csv", away, "stays.csv")
    dropped(exports / "igate_csv" / "danhsach.csv", inbox, SECOND)
    wait(lambda: names(asked, office) == [FIRST, SECOND], "the list in the new one")
    wait(lambda: inbox.stat().st_ino in watched(office), "a watch of the new one")
    dropped(exports / "igate_xlsx" / "later" / "DanhSachHoSo.xlsx", inbox, THIRD)
    wait(lambda: names(asked, office) == [FIRST, SECOND, THIRD], "the next list in the new one")
    wait(lambda: not list(inbox.iterdir()), "an empty inbox")
    assert [path.name for path in away.iterdir()] == ["stays.csv"]
    inbox.rmdir()
    away.rename(inbox)
    wait(lambda: names(asked, office) == [FIRST, SECOND, THIRD, "stays.csv"], "what lay in the first one")


@pytest.mark.root
def test_a_disk_mounted_over_it_is_watched_and_so_is_what_lies_below_when_it_goes(
    office: Path, inbox: Path, dropped: Any, exports: Path, asked: Any, wait: Any
) -> None:
    with tmpfs(inbox, 8):
        source = exports / "igate_csv" / "danhsach.csv"
        (inbox / ".part").write_bytes(source.read_bytes())
        (inbox / ".part").rename(inbox / SECOND)
        wait(lambda: names(asked, office) == [FIRST, SECOND], "the list on the disk")
        wait(lambda: inbox.stat().st_ino in watched(office), "a watch of the disk")
        wait(lambda: not list(inbox.iterdir()), "an empty disk")
    dropped(exports / "igate_xlsx" / "later" / "DanhSachHoSo.xlsx", inbox, THIRD)
    wait(lambda: names(asked, office) == [FIRST, SECOND, THIRD], "the list below")
    wait(lambda: inbox.stat().st_ino in watched(office), "a watch of what lies below")
    wait(lambda: not list(inbox.iterdir()), "an empty inbox")
    assert {verdict for _, verdict, _ in asked(office, LISTED)} == {"accepted"}
    assert len([path for path in (office / "archive").rglob("*") if path.is_file()]) == 3
