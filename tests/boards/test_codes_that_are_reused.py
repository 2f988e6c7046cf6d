"""A code is reused: 29869 is Phường 2 until 2024, Phường 1 in early 2025, Phường Cao Lãnh since July 2025."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.cli.group import group
from cchc_tui.domain.moments import parse_iso
from tests.kits.asked_source import AskedSource
from tests.kits.store_kit import Office, claim, dossier

#: Key → name, a moment of its time, and how many dossiers it has.
UNITS = {
    "29869": ("Phường 2", "2021-11-10T08:30", 2),
    "29869@2025-01-01": ("Phường 1", "2025-03-10T08:30", 3),
    "29869@2025-07-01": ("Phường Cao Lãnh", "2025-08-11T08:30", 4),
}
MOMENTS = [parse_iso(text) for text in ("2021-11-10T08:30", "2025-03-10T08:30", "2025-08-11T08:30", "2026-02-02T08:30")]


@pytest.fixture
def source(office: Office) -> AskedSource:
    rows = []
    for key, (name, moment, count) in UNITS.items():
        at = parse_iso(moment)
        times = {"received": at - 10 * 86_400, "due": at - 3 * 86_400}
        rows += [dossier(f"{key}-{n}", agency=name, officer=f"Cán bộ {name}", **times) for n in range(count)]
        office.list(rows, at)
        office.rollout([claim(name, "sunday", since=at - 86_400)], at)
    return office.source(MOMENTS[-1])


@pytest.mark.parametrize("moment", MOMENTS)
def test_behind_each_row_are_the_dossiers_of_that_unit(source: AskedSource, moment: int) -> None:
    board = source.late(moment)
    shown = {row.key: row for row in board.rows if row.code == "29869"}
    for key, (name, since, count) in UNITS.items():
        there = parse_iso(since) <= moment
        if not there:
            assert key not in shown or not shown[key].counts.total
            continue
        assert (shown[key].name, shown[key].counts.total, shown[key].counts.late) == (name, count, count)
        found = source.dossiers(DossierFilter(unit=key), moment)
        assert {line.unit for line in source.lines(found, 0, 99)} == {key}
        assert len(found) == count
        alone = source.late(moment, unit=key)
        assert [(row.key, row.counts.total) for row in alone.rows] == [(key, count)]
        assert [(row.key, row.late[-1]) for row in source.trend(moment, unit=key).rows] == [(key, count)]
        assert {row.unit for row in source.findings(moment, unit=key, complete=True).rows} <= {key}
        officers = [row for row in source.late(moment, "officer").rows if row.unit == key]
        assert [len(source.dossiers(DossierFilter(officer=row.key), moment)) for row in officers] == [count]


def test_each_unit_has_its_own_claims_and_one_is_the_pioneer(source: AskedSource) -> None:
    board = source.rollout(MOMENTS[-1])
    claimed = {row.key for row in board.rows for cell in row.cells if cell.claimed}
    assert claimed == set(UNITS)
    assert {row.key for row in board.rows for cell in row.cells if cell.pioneer and cell.practice == "sunday"} == {
        "29869"
    }
    for key in UNITS:
        which = DossierFilter(unit=key, only="all", evidence="sunday")
        lines = source.lines(source.dossiers(which, MOMENTS[-1]), 0, 99)
        assert {line.unit for line in lines} <= {key}


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("board", ["late", "trend", "findings"])
def test_a_code_on_the_command_line_means_the_unit_of_that_day(source: AskedSource, unit: str, board: str) -> None:
    name, moment, _ = UNITS[unit]

    def asked(text: str, at: str) -> list[tuple[str, str]]:
        command = ["board", board, "--unit", text, "--as-of", at, "--format", "json", "--data", str(source.data)]
        result = CliRunner().invoke(group, command)
        assert result.exit_code == 0, result.output
        return [(row["unit"], row.get("name", "")) for row in json.loads(result.stdout)["rows"]]

    assert set(asked("29869", moment)) == set(asked(name, moment)) == set(asked(unit, moment))
    if board != "findings":
        assert asked("29869", moment) == [("29869", name)]
    if board == "late":
        assert asked("Phường 2", "2025-08-11T08:30") == [("29869", "Phường 2")]
        assert asked("29869@2025-01-01", "2025-08-11T08:30") == [("29869", "Phường 1")]
        assert asked("29866", "2021-11-10T08:30") == [("29866", "Phường 1")]


def test_a_code_without_a_unit_is_reported(office: Office, tmp_path: Path) -> None:
    result = CliRunner().invoke(group, ["board", "late", "--unit", "29999", "--data", str(tmp_path)])
    assert result.exit_code == 2
