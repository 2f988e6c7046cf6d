"""``cchc-tui check``: what it says of a path that leads nowhere."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from cchc_tui.cli.check import command


def test_a_file_that_is_not_there_is_said_to_be_not_there(tmp_path: Path):
    answer = CliRunner().invoke(command, [str(tmp_path / "none.xlsx")])
    assert answer.exit_code == 2
    assert f"Không có tệp {tmp_path / 'none.xlsx'}" in answer.output
