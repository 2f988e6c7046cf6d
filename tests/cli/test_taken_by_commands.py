"""What commands write into files, and whole codes wherever they go, are logged; what cannot be logged is not given."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cchc_tui.cli.group import group
from cchc_tui.settings import DataFolder
from tests.kits.audit_kit import entries
from tests.kits.store_kit import MORNING, Office, dossier

CODE = "000.00.30.H20-211015-987654"
TO_FILES = {
    "board late": ("board", "late", "--format", "csv"),
    "board findings": ("board", "findings", "--format", "json"),
    "dossiers": ("dossiers", "--format", "csv"),
    "report brief": ("report", "brief"),
}


@pytest.fixture
def run(office: Office) -> Callable[..., Result]:
    """Runs a command on a folder with one dossier, which has something to be found."""
    office.list([dossier(CODE, received=MORNING, finished=MORNING - 60)], MORNING)
    return lambda *arguments: CliRunner().invoke(group, ["--data", str(office.folder), *map(str, arguments)])


@pytest.mark.parametrize("what", TO_FILES)
def test_a_file_is_logged_before_it_is_there(
    office: Office, run: Callable[..., Result], what: str, tmp_path: Path
) -> None:
    folder, out = DataFolder(office.folder), tmp_path / "taken"
    assert run(*TO_FILES[what], "--out", out).exit_code == 0
    assert [(entry.act, entry.what) for entry in entries(folder)] == [("taken", f"{what}: {out}")]
    for path in (out, *folder.audit.iterdir()):
        path.unlink()
    folder.audit.rmdir()
    folder.audit.write_text("no folder")
    refused = run(*TO_FILES[what], "--out", out)
    assert refused.exit_code == 1
    assert "Không ghi được vào sổ" in refused.stderr
    assert not out.exists()


def test_whole_codes_are_logged_also_where_they_are_printed(office: Office, run: Callable[..., Result]) -> None:
    folder = DataFolder(office.folder)
    for quiet in (("board", "findings"), ("board", "late", "--format", "json"), ("dossiers", "--format", "json")):
        done = run(*quiet)
        assert done.exit_code == 0
        assert CODE not in done.stdout
        assert entries(folder) == []
    assert CODE in run("board", "findings", "--format", "json").stdout
    assert [entry.what for entry in entries(folder)] == ["board findings: -"]
    for path in folder.audit.iterdir():
        path.unlink()
    folder.audit.rmdir()
    folder.audit.write_text("no folder")
    refused = run("board", "findings", "--format", "json")
    assert (refused.exit_code, refused.stdout) == (1, "")


def test_where_whole_codes_cannot_be_read_none_is_logged(office: Office, run: Callable[..., Result]) -> None:
    folder = DataFolder(office.folder)
    folder.private.rename(office.folder / "gone")
    done = run("board", "findings", "--format", "json")
    (office.folder / "gone").rename(folder.private)
    assert done.exit_code == 0
    assert CODE not in done.stdout
    assert entries(folder) == []
