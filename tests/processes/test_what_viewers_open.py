"""What a viewer with a role has open in the data folder, as the kernel says it: nothing that it could write to."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.settings import DataFolder

#: SQLite opens a log with the rights that the account has, and has no option against it (docs/roles.md). A connection
#: that is opened read-only never writes to it.
LOGS = {"cchc.db-wal", "personal.db-wal"}
_IN_A_MOMENT = """
import sys
from pathlib import Path
from cchc_tui.boards.source import Source
from cchc_tui.domain.privacy import Access
from cchc_tui.domain.roles import Role, Viewer
source = Source(Path(sys.argv[1]), viewer=Viewer("lan", Role.REVIEWER))
source.open()
with source.moment(access=Access(personal=True)) as moment:
    codes = moment.connection.execute("SELECT count(code) FROM personal.person").fetchone()
    print(moment.access.personal, *codes, flush=True)
    sys.stdin.readline()
"""


def open_files(pid: int, folder: Path) -> dict[str, bool]:
    """The files of a folder that a process has open, and whether it may write to them."""
    found: dict[str, bool] = {}
    for link in Path(f"/proc/{pid}/fd").iterdir():
        try:
            path = link.readlink()
            facts = Path(f"/proc/{pid}/fdinfo/{link.name}").read_text()
        except OSError:  # closed meanwhile
            continue
        if path.is_relative_to(folder):
            flags = next(int(line.split()[1], 8) for line in facts.splitlines() if line.startswith("flags:"))
            found[path.name] = found.get(path.name, False) or flags & os.O_ACCMODE != os.O_RDONLY
    return found


@pytest.mark.parametrize("role", [("reviewer",), ("unit", "--unit", "Phường 6"), ("wall",)], ids=lambda role: role[0])
def test_the_app_of_a_role_has_nothing_open_that_it_could_write_to(
    role: tuple[str, ...],
    office: Path,
    collect: Callable[..., Any],
    terminal: Any,
    dropped: Any,
    exports: Path,
    wait: Any,
) -> None:
    collect()
    dropped(exports / "igate_xlsx" / "DanhSachHoSo.xlsx", office / "inbox")
    wait(lambda: not list((office / "inbox").iterdir()), "the list in the archive")
    app = terminal(sys.executable, "-m", "cchc_tui", "--data", str(office), "--role", *role)
    app.wait_for("10/11/2021")
    for keys in (b"2", b"\r", b"0", b"/"):
        app.send(keys)
        app.settle()
        there = open_files(app.process.pid, office)
        assert there["cchc.db"] is False
        assert there["cchc.db-shm"] is False
        assert {name for name, writable in there.items() if writable} <= LOGS
    for key in (b"\x1b", b"1"):
        app.send(key)
        app.settle()
    dropped(exports / "igate_xlsx" / "later" / "DanhSachHoSo.xlsx", office / "inbox")
    app.wait_for("09:30")  # a load comes through all the same
    assert {name for name, writable in open_files(app.process.pid, office).items() if writable} <= LOGS


def test_nor_has_an_answer_with_personal_data(
    office: Path, collect: Callable[..., Any], dropped: Any, exports: Path, wait: Any
) -> None:
    collect()
    dropped(exports / "igate_xlsx" / "DanhSachHoSo.xlsx", office / "inbox")
    wait(lambda: not list((office / "inbox").iterdir()), "the list in the archive")
    with subprocess.Popen(
        [sys.executable, "-c", _IN_A_MOMENT, str(office)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as viewer:
        assert viewer.stdin is not None
        assert viewer.stdout is not None
        shown, count = viewer.stdout.readline().split()
        assert shown == "True"
        assert int(count) > 0
        there = open_files(viewer.pid, office)
        assert there[DataFolder(office).personal.name] is False
        assert there["personal.db-shm"] is False
        assert {name for name, writable in there.items() if writable} <= LOGS
        viewer.stdin.write("\n")
