"""A file that its officer's account has for itself: what to do is said, and then it is taken. Needs root."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.cli.init import make
from cchc_tui.collector.status import read_status
from tests.kits.ssh_office import reachable

pytestmark = pytest.mark.root
#: Accounts and a group that nobody has.
COLLECTOR, OFFICER, GROUP = 42_001, 42_002, 42_003
#: A collector that tries a file again when its rights have changed, and not because a time is over.
PROGRAM = """
import sys
from cchc_tui.collector import retries
retries.RETRY = 3600.0
from cchc_tui.cli import main
sys.exit(main())
"""


def as_account(account: int, *command: str | Path) -> list[str | Path]:
    return ["setpriv", f"--reuid={account}", f"--regid={GROUP}", "--clear-groups", *command]


@pytest.fixture
def office() -> Iterator[Path]:
    """Where every account gets, with an inbox into which the group may put files."""
    root = Path(tempfile.mkdtemp(prefix="cchc-faults-", dir="/run"))
    root.chmod(0o755)
    make(root / "office")
    for path in (root / "office", *(root / "office").rglob("*")):
        os.chown(path, COLLECTOR, GROUP)
    (root / "office" / "inbox").chmod(0o2770)
    yield root / "office"
    shutil.rmtree(root)


@pytest.fixture
def collector(office: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = as_account(COLLECTOR, sys.executable, "-c", PROGRAM, "--data", office, "collect")
    lines = [*reachable(office.parent), 'exec "$@"']
    process = subprocess.Popen(["unshare", "--mount", "sh", "-ec", "\n".join(lines), "sh", *command], cwd="/")
    yield process
    process.kill()
    process.wait()


def drop_as_officer(office: Path, name: str, content: bytes) -> Path:
    script = f"umask 077; cat >.{name}.part; mv .{name}.part {name}"
    subprocess.run(as_account(OFFICER, "sh", "-ec", script), cwd=office / "inbox", input=content, check=True)
    return office / "inbox" / name


@pytest.mark.parametrize("cure", ["as it is said", "chmod g+r"])
def test_the_cure_is_said_and_it_is_one(
    office: Path, collector: Any, wait: Any, asked: Any, exports: Path, cure: str
) -> None:
    wait(lambda: read_status(office).alive, "a collector")
    content = (exports / "igate_xlsx" / "DanhSachHoSo.xlsx").read_bytes()
    closed = drop_as_officer(office, "rieng.xlsx", content)
    assert (closed.stat().st_uid, closed.stat().st_mode & 0o777) == (OFFICER, 0o600)
    wait(lambda: "rieng.xlsx" in read_status(office).last_error, "what is wrong")
    sentence = read_status(office).last_error
    assert sentence in (office / "state" / "collector.log").read_text()
    if cure == "as it is said":
        command = sentence.rpartition(": ")[2]
        assert command.startswith("setfacl")
    else:
        command = f"chmod g+r {closed}"
    subprocess.run(as_account(OFFICER, "sh", "-c", command), check=True)
    wait(lambda: asked(office, "SELECT name, verdict FROM export") == [("rieng.xlsx", "accepted")], "the list")
    wait(lambda: not closed.exists(), "an empty inbox")
    wait(lambda: read_status(office).last_error == "", "the end of the trouble")


def test_it_keeps_no_other_file_from_being_taken(
    office: Path, collector: Any, wait: Any, asked: Any, exports: Path
) -> None:
    closed = drop_as_officer(office, "rieng.xlsx", b"PK")
    other = drop_as_officer(office, "chung.csv", (exports / "igate_csv" / "danhsach.csv").read_bytes())
    other.chmod(0o640)
    wait(lambda: asked(office, "SELECT name, verdict FROM export") == [("chung.csv", "accepted")], "the other")
    assert closed.exists()
    assert "rieng.xlsx" in read_status(office).last_error
