"""The viewer of a command: from its options alone, and refused where they do not fit."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cchc_tui.boards.source import Source
from cchc_tui.cli import reading
from cchc_tui.cli.group import COMMANDS, group
from cchc_tui.domain.roles import LOCAL, RIGHTS, Role, Viewer
from tests.kits.made_folder import made_folder


@pytest.fixture
def office(tmp_path: Path) -> Path:
    path = tmp_path / "office"
    made_folder(path)
    assert CliRunner().invoke(group, ["--data", str(path), "collect", "--once"]).exit_code == 0
    return path


@pytest.fixture
def viewer_of(office: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Viewer]:
    """The viewer of the source that a command opens after these options."""
    made: list[Source] = []

    def make_source(*given: Any) -> Source:
        made.append(Source(*given))
        return made[-1]

    def look(*options: str) -> Viewer:
        assert CliRunner().invoke(group, ["--data", str(office), *options, "board", "late"]).exit_code == 0
        return made[-1].viewer

    monkeypatch.setattr(reading, "Source", make_source)
    return look


def test_the_source_has_the_viewer_of_the_options(
    viewer_of: Callable[..., Viewer], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ROLE", "UNIT", "NAME"):
        for prefix in ("CCHC_", "CCHC_TUI_", ""):
            monkeypatch.setenv(prefix + name, "wall")
    assert viewer_of() == LOCAL
    assert viewer_of("--role", "chair", "--name", "an") == Viewer("an", Role.CHAIR)
    assert viewer_of("--role", "unit", "--unit", "Phường 6").unit == "29878"


def test_a_unit_that_nobody_knows_is_refused(office: Path) -> None:
    def said(*options: str) -> str:
        result = CliRunner().invoke(group, ["--data", str(office), *options, "board", "late"])
        assert result.exit_code == 2
        return result.stderr

    assert "Phường 99" in said("--role", "unit", "--unit", "Phường 99")
    assert "cần --unit" in said("--role", "unit")
    assert "--role unit" in said("--role", "chair", "--unit", "Phường 6")


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("command", list(COMMANDS))
def test_each_command_needs_its_right(role: Role, command: str) -> None:
    unit = ["--unit", "Phường 6"] if role is Role.UNIT else []
    result = CliRunner().invoke(group, ["--role", role.value, *unit, command, "--no-such-option"])
    assert result.exit_code == 2
    assert ("không được" in result.stderr) == (COMMANDS[command] not in RIGHTS[role])
