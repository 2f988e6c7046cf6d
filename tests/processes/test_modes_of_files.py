"""Files that the program writes are open to nobody outside the folder's group, whatever the umask; and a folder that
everybody may write is refused.
"""

import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.collector.doctor import CheckLevel, run_checks
from cchc_tui.collector.once import run_once
from cchc_tui.collector.status import read_status

#: Parts of their paths: what only the user may read.
PERSONAL = ("home/", "taken/")


def files_of(root: Path) -> dict[str, int]:
    """Each file's path and mode."""
    return {
        str(path.relative_to(root)): stat.S_IMODE(path.lstat().st_mode)
        for path in root.rglob("*")
        if path.is_file() and not path.is_symlink()
    }


@pytest.fixture
def at_home(tmp_path: Path) -> Iterator[Callable[..., list[str]]]:
    """Gives the command line of a program under a umask; its user's own files lie in the test's folder."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    variables = [f"HOME={home}", *(f"XDG_{kind}_HOME={home}/{kind}" for kind in ("CONFIG", "STATE", "DATA", "CACHE"))]

    def command(umask: int, *arguments: object) -> list[str]:
        start = f'umask {umask:04o}; exec env {" ".join(variables)} {sys.executable} -m cchc_tui "$@"'
        return ["sh", "-c", start, "sh", *map(str, arguments)]

    return command


@pytest.mark.parametrize("umask", [0, 0o077])
def test_no_file_is_open_to_others(
    umask: int, tmp_path: Path, at_home: Any, terminal: Any, wait: Any, exports: Path, dropped: Any
) -> None:
    office, taken = tmp_path / "office", tmp_path / "taken"
    taken.mkdir(mode=0o700)

    def run(*arguments: object) -> None:
        subprocess.run(at_home(umask, *arguments), check=True, capture_output=True)

    run("init", office)
    dropped(exports / "igate_xlsx" / "DanhSachHoSo.xlsx", office / "inbox").chmod(0o640)
    (office / "inbox" / "x.csv").write_text("this is no list\n")
    run("--data", office, "collect", "--once")
    wide_in(tmp_path)
    readable = {path for path, mode in files_of(office).items() if mode == 0o640}
    assert {"cchc.db", "cchc.toml", "registry/units.toml"} <= readable
    if umask:
        return
    run("--data", office, "report", "brief", "--out", taken / "brief.docx")
    app = terminal(*at_home(umask, "--data", office, "--clock", "2021-11-10T08:31"))
    app.wait_for("10/11/2021 08:30")
    wait(lambda: read_status(office).alive, "the viewer's collector")
    app.send(b"m")
    app.wait_for("Tên cuộc họp")
    before = set(files_of(office / "archive"))
    app.send(b"\r")
    app.settle()
    app.send(b"\r")
    wait(lambda: set(files_of(office / "archive")) - before, "the mark of the meeting")
    app.send(b"T")
    wait(lambda: any(path.endswith("screen.json") for path in files_of(tmp_path / "home")), "the user's choices")
    files = wide_in(tmp_path)
    assert {"office/state/collector.json", "office/cchc.db-wal", "taken/brief.docx"} <= files
    app.send(b"q")


def wide_in(root: Path) -> set[str]:
    """The files, none of which others may read, nor a group write, nor anybody else read what is personal."""
    files = files_of(root)
    wide = {path: oct(mode) for path, mode in files.items() if mode & 0o137}
    assert wide == {}
    assert {path: oct(mode) for path, mode in files.items() if path.startswith(PERSONAL) and mode & 0o077} == {}
    return set(files)


PARTS = ["", "state", "archive", "registry", "registry/units.toml", "cchc.toml"]


@pytest.mark.parametrize("part", PARTS)
def test_a_folder_that_everybody_may_write_is_named_with_its_cure(
    part: str, office: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = office / part
    mode = stat.S_IMODE(path.stat().st_mode)
    path.chmod(mode | 0o007)
    cure = f"chmod {mode & ~0o027:04o} {path}"
    assert run_once(office) == 1
    assert capfd.readouterr().err.count(cure) == 1
    assert not (office / "cchc.db").exists()
    assert [
        result.cure for result in run_checks(office) if result.level is CheckLevel.WRONG and str(path) in result.text
    ]
    subprocess.run(cure, shell=True, check=True)
    assert run_once(office) == 0


def modes_in(root: Path) -> dict[str, str]:
    """The mode of the folder and of each folder and file in it."""
    return {
        str(path.relative_to(root)): f"{stat.S_IMODE(path.lstat().st_mode):04o}" for path in (root, *root.rglob("*"))
    }


def test_the_cures_give_back_all_modes_after_everything_was_opened(
    office: Path, short_exports: Path, dropped: Any
) -> None:
    mask = os.umask(0o027)
    try:
        dropped(short_exports / "igate_xlsx" / "DanhSachHoSo.xlsx", office / "inbox").chmod(0o640)
        assert run_once(office) == 0
        (office / "state" / "leaving").mkdir(exist_ok=True)
        (office / "state" / "retries.json").touch(0o640)
    finally:
        os.umask(mask)
    before = modes_in(office)
    subprocess.run(["chmod", "-R", "777", office], check=True)
    named = " ".join(result.text for result in run_checks(office) if result.level is CheckLevel.WRONG)
    assert all(str(office / part) in named for part in ("inbox", "state", "archive", "registry", "templates"))
    for result in run_checks(office):
        if result.cure.startswith(("chmod ", "find ", "chown ")):
            subprocess.run(result.cure, shell=True, check=True)
    assert modes_in(office) == before
    assert not [result for result in run_checks(office) if result.level is CheckLevel.WRONG]


def test_the_inbox_of_another_group_stays_open_to_that_group(office: Path) -> None:
    os.chown(office / "inbox", -1, office.stat().st_gid + 1)
    (office / "inbox").chmod(0o2777)
    cures = [result.cure for result in run_checks(office) if result.level is CheckLevel.WRONG]
    assert cures == [f"chmod 2770 {office / 'inbox'}"]


def test_no_viewer_opens_it(office: Path, terminal: Any, python: str) -> None:
    (office / "registry").chmod(0o777)
    app = terminal(python, "-m", "cchc_tui", "--data", str(office))
    app.wait_for_end()
    app.settle()
    assert app.process.returncode == 2
    assert "chmod 0750" in app.text
