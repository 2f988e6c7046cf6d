"""A data folder, and the collector run over it as a command would."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.collector.once import run_once
from tests.kits.made_folder import made_folder


@pytest.fixture(scope="module", autouse=True)
def _at_hand(readers_at_hand: None) -> None:
    """How a reader starts by itself is seen in ``tests/ingest`` and ``tests/processes``."""


@pytest.fixture(scope="session")
def exports(short_exports: Path) -> Path:
    """How long a list is matters nowhere here."""
    return short_exports


class Office:
    """A data folder with what one does to it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.inbox, self.archive, self.database = path / "inbox", path / "archive", path / "cchc.db"
        self.leaving = path / "state" / "leaving"

    def drop(self, source: Path, name: str = "") -> Path:
        """Copy a file into the inbox, keeping its time."""
        return Path(shutil.copy2(source, self.inbox / (name or source.name)))

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What a query finds."""
        with closing(sqlite3.connect(f"{self.database.as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute(query, values).fetchall()

    def kept(self) -> list[Path]:
        """The files of the archive."""
        return sorted(path for path in self.archive.rglob("*") if path.is_file())

    def verdicts(self) -> list[tuple[str, str]]:
        """Name and verdict of each listed export, in order."""
        return self.rows("SELECT name, verdict FROM export ORDER BY id")


@pytest.fixture(scope="session")
def new_office() -> Callable[[Path], Office]:
    """Makes a data folder."""

    def new(path: Path) -> Office:
        return Office(made_folder(path))

    return new


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(made_folder(tmp_path / "office"))


@pytest.fixture
def once(office: Office, capfd: pytest.CaptureFixture[str]) -> Callable[[], list[dict[str, Any]]]:
    """Runs ``collect --once --json`` on the office; gives its report."""

    def run() -> list[dict[str, Any]]:
        capfd.readouterr()
        assert run_once(office.path, as_json=True) == 0
        report: list[dict[str, Any]] = json.loads(capfd.readouterr().out)["files"]
        return report

    return run
