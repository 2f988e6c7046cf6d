"""``cchc-tui serve`` listens where only this machine reaches it, and serves the wall, unless it was told otherwise."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cchc_tui.cli.group import group
from cchc_tui.web import server
from cchc_tui.web.server import WebSettings


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[WebSettings]:
    """What would be served."""
    found: list[WebSettings] = []
    monkeypatch.setattr(server, "serve", found.append)
    return found


def _serve(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(group, ["--data", str(folder), "--lang", "en", "serve", *options])


def test_it_serves_the_wall_to_this_machine(tmp_path: Path, served: list[WebSettings]) -> None:
    assert "http://127.0.0.1:8000/" in _serve(tmp_path).stdout
    (settings,) = served
    assert list(settings.command[3:]) == [
        *("cchc_tui", "--data", str(tmp_path), "--role", "wall", "--name", "web", "--lang", "en")
    ]
    assert settings.host == "127.0.0.1"
    assert settings.origins() == {f"http://{name}:8000" for name in ("127.0.0.1", "localhost", "[::1]")}
    assert not {"CCHC_DATA", "PYTHONPATH", "LD_PRELOAD"} & {*settings.environment}


def test_another_role_is_told(tmp_path: Path, served: list[WebSettings]) -> None:
    assert _serve(tmp_path, "--role", "unit", "--unit", "Phường 2", "--name", "hoa").exit_code == 0
    words = served[0].command
    assert [words[words.index(option) + 1] for option in ("--role", "--unit", "--name")] == ["unit", "Phường 2", "hoa"]
    for wrong in (("--role", "unit"), ("--unit", "Phường 2"), ("--role", "mayor")):
        assert _serve(tmp_path, *wrong).exit_code == 2


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.1.2.3", "board.example"])
def test_an_address_that_others_reach_is_refused_unless_asked_for(
    tmp_path: Path, served: list[WebSettings], host: str
) -> None:
    refused = _serve(tmp_path, "--host", host)
    assert (refused.exit_code, served) == (2, [])
    assert "--network" in refused.stderr
    told = _serve(tmp_path, "--host", host, "--network", "--public-url", "https://Board.example/board/")
    assert told.exit_code == 0
    assert "WARNING" in told.stderr
    assert served[0].origins() == {"https://board.example"}


def test_an_address_that_no_browser_can_name_needs_one(tmp_path: Path, served: list[WebSettings]) -> None:
    assert "--public-url" in _serve(tmp_path, "--host", "0.0.0.0", "--network").stderr
    assert _serve(tmp_path, "--public-url", "board.example").exit_code == 2
    assert served == []


def test_a_port_in_use_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def taken(settings: WebSettings) -> None:
        raise OSError(98, "Address already in use")

    monkeypatch.setattr(server, "serve", taken)
    done = _serve(tmp_path)
    assert (done.exit_code, "--port" in done.stderr) == (2, True)
