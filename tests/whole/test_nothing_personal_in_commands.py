"""While persons are hidden, no command, paper, status or report tells of one; shown, they are shown for a reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from cchc_tui.boards.board import GROUPINGS
from cchc_tui.boards.listed import board_names
from cchc_tui.cli.group import group
from cchc_tui.collector.once import run_once
from cchc_tui.report.papers.listed import NAMES, paper_of
from tests.kits.planted_persons import planted, told, unzipped


@pytest.mark.parametrize("arguments", [["late", "--by", by] for by in GROUPINGS] + [[name] for name in board_names()])
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_no_command_prints_a_person(folder: Path, arguments: list[str], form: str) -> None:
    done = CliRunner().invoke(group, ["--data", str(folder), "board", *arguments, "--format", form])
    assert done.exit_code == 0, done.output
    # Whoever asks for findings as data has to find the dossiers again: their codes are whole.
    assert told(done.output) - ({"serial"} if arguments == ["findings"] and form != "table" else set()) == set()


@pytest.mark.parametrize("name", NAMES)
def test_no_paper_names_a_person(folder: Path, tmp_path: Path, name: str) -> None:
    options = ["P6"] if paper_of(name).needs_unit else []
    for form in (paper_of(name).ending, "json"):
        out = tmp_path / f"paper.{form}"
        command = ["--data", str(folder), "report", name, *options, "--at", "2021-11-10T09:30", "--format", form]
        done = CliRunner().invoke(group, [*command, "--out", str(out)])
        assert (done.exit_code, done.output) == (0, f"Đã ghi {out}\n")
        assert told(unzipped(out.read_bytes()) if form in ("docx", "xlsx") else out.read_text()) == set()


@pytest.mark.usefixtures("readers_at_hand")
def test_the_collectors_status_and_report_tell_of_nobody(own_folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (own_folder / "inbox" / "them.csv").write_bytes(planted().replace(b"08:00", b"08:01"))
    capfd.readouterr()
    assert run_once(own_folder, as_json=False) == 0
    assert run_once(own_folder, as_json=True) == 0
    assert told("".join(capfd.readouterr())) == set()
    for path in filter(Path.is_file, (own_folder / "state").rglob("*")):
        assert told(os.fsdecode(path.read_bytes())) == set(), path


def test_a_command_tells_of_persons_for_a_reason_that_is_logged(own_folder: Path) -> None:
    ask = ["--data", str(own_folder), "board", "findings", "--format", "csv", "--personal"]
    before = {path.name for path in (own_folder / "inbox").iterdir()}
    done = CliRunner().invoke(group, [*ask, "đối chiếu với đơn vị"])
    assert done.exit_code == 0, done.output
    assert "serial" in told(done.output)
    logged = [path for path in (own_folder / "inbox").iterdir() if path.name not in before]
    assert sorted("ket-thuc" in path.name for path in logged) == [False, True]
    assert all("lý do: đối chiếu với đơn vị" in path.read_text(encoding="utf-8") for path in logged)
    assert CliRunner().invoke(group, [*ask, "1234567"]).exit_code == 2
    (own_folder / "cchc.toml").write_text("[privacy]\nmay_show = false\n", encoding="utf-8")
    refused = CliRunner().invoke(group, [*ask, "đối chiếu với đơn vị"])
    assert refused.exit_code == 2
    assert told(refused.output) == set()


def test_a_command_that_cannot_log_a_look_tells_nothing(own_folder: Path) -> None:
    (own_folder / "cchc.toml").write_text("", encoding="utf-8")
    (own_folder / "inbox").rename(own_folder / "inbox-away")
    try:
        ask = ["--data", str(own_folder), "board", "findings", "--personal", "đối chiếu với đơn vị"]
        refused = CliRunner().invoke(group, ask)
    finally:
        (own_folder / "inbox-away").rename(own_folder / "inbox")
    assert refused.exit_code == 1
    assert told(refused.output) == set()
    assert "không ghi được vào sổ" in refused.output
