"""Root types a command that writes into the folder of the collector's account: nothing there becomes root's."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from cchc_tui.cli.group import group
from cchc_tui.cli.init import make

pytestmark = pytest.mark.root
OWNER = 42_001


@pytest.mark.parametrize("command", ["rebuild", "collect --once", "collect", "thin", "thin --yes"])
def test_root_is_told_the_account_that_has_to_run_it(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = tmp_path / "uỷ ban"
    make(office)
    for path in (office, *office.rglob("*")):
        os.chown(path, OWNER, OWNER)
    monkeypatch.setattr("sys.argv", ["cchc-tui", "--data", str(office), *command.split()])
    done = CliRunner().invoke(group, ["--data", str(office), *command.split()])
    assert done.exit_code == 2
    assert f"runuser -u {OWNER} -- cchc-tui --data '{office}' {command}" in done.output
    assert {path.stat().st_uid for path in office.rglob("*")} == {OWNER}
