"""Each sample folder, through the commands a person would type, gives its truth figure by figure.

One goes through processes, as a person starts them; the others are given to the same commands in this process.
"""

import json
import os
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.domain.moments import LOCAL
from tests.kits.commands import CityYear, Run, run, run_as_typed

pytestmark = pytest.mark.usefixtures("readers_at_hand")

LISTS = ["igate_xls", "igate_xlsx", "opencps_html", "td_html"]
WITH_LATER = ["igate_xlsx", "opencps_html"]


def drop(folder: Path, *sources: Path, run: Run = run) -> dict[str, Any]:
    """Drops files into the inbox and collects them once."""
    for source in sources:
        shutil.copyfile(source, folder / "inbox" / source.name)
    report: dict[str, Any] = json.loads(run("--data", str(folder), "collect", "--once", "--json"))
    return report


def board(folder: Path, at: str, run: Run = run) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(
        run("--data", str(folder), "board", "late", "--by", "unit", "--as-of", at, "--format", "json")
    )
    return shown


def files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if path.is_file() and path.name != "truth.json"]


def same(shown: dict[str, Any], truth: dict[str, Any]) -> None:
    """Every figure of the truth stands on the board, and nothing more."""
    rows = {row["unit"]: row for row in shown["rows"]}
    for unit, figures in truth["units"].items():
        row = rows[unit]
        got = {
            "resolved_late": row["resolved_late"],
            "resolved_on_time": row["resolved_on_time"],
            "waiting": row["waiting"],
            "open_late": row["overdue"],
            "open_in_time": row["in_time"],
            "withdrawn": row["withdrawn"],
            "unclosed": row["unclosed"],
            "total": row["total"],
            "late": row["late"],
        }
        assert got == figures, unit
    assert {unit for unit, row in rows.items() if row["total"]} == set(truth["units"])
    assert {level: counts["late"] for level, counts in shown["levels"].items()} == truth["late"]
    assert {level: counts["unclosed"] for level, counts in shown["levels"].items()} == truth["unclosed"]
    assert sum(counts["total"] for counts in shown["levels"].values()) == truth["dossiers"]


def truth_of(folder: Path) -> dict[str, Any]:
    truth: dict[str, Any] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return truth


@pytest.fixture
def office(tmp_path: Path) -> Path:
    run("init", str(tmp_path / "office"))
    return tmp_path / "office"


def agrees(report: dict[str, Any], shown: dict[str, Any], truth: dict[str, Any]) -> None:
    """All files were taken, with the rows that the truth has; so is the board."""
    assert sum(len(file["rejected"]) for file in report["files"]) == truth["rejected_rows"]
    assert {file["verdict"] for file in report["files"]} == {"accepted"}
    same(shown, truth)


@pytest.mark.parametrize("name", LISTS)
def test_a_sample_gives_its_truth(name: str, exports: Path, office: Path) -> None:
    report = drop(office, *files(exports / name))
    agrees(report, board(office, "2021-11-10T08:30"), truth_of(exports / name))


def test_a_sample_gives_its_truth_in_processes_of_their_own(exports: Path, tmp_path: Path) -> None:
    office, sample = tmp_path / "office", exports / "igate_csv"
    run_as_typed("init", str(office))
    report = drop(office, *files(sample), run=run_as_typed)
    agrees(report, board(office, "2021-11-10T08:30", run_as_typed), truth_of(sample))


def test_a_year_of_the_city_gives_its_truth(city_year: CityYear, exports: Path) -> None:
    agrees(city_year.report, board(city_year.folder, "2021-11-10T08:30"), truth_of(exports / "city_year"))


@pytest.mark.parametrize("name", WITH_LATER)
def test_the_list_of_an_hour_later_gives_its_own_truth(name: str, exports: Path, office: Path) -> None:
    drop(office, *files(exports / name))
    report = drop(office, *files(exports / name / "later"))
    same(board(office, "2021-11-10T09:30"), truth_of(exports / name / "later"))
    changes = truth_of(exports / name / "later")["changes"]
    assert report["files"][0]["loaded"] == len(changes["new"])
    assert report["files"][0]["changed"] == len(changes["closed"]) + len(changes["backdated"])


@pytest.mark.parametrize("name", WITH_LATER)
def test_after_both_lists_each_moment_still_has_its_truth(name: str, exports: Path, office: Path) -> None:
    for folder, at in ((exports / name, "2021-11-10T08:30"), (exports / name / "later", "2021-11-10T09:30")):
        (source,) = files(folder)
        target = office / "inbox" / source.name
        shutil.copyfile(source, target)
        # A list that says only its day is of the moment it was written, if that is the same day.
        when = datetime.fromisoformat(at).replace(tzinfo=LOCAL).timestamp()
        os.utime(target, (when, when))
        run("--data", str(office), "collect", "--once")
    same(board(office, "2021-11-10T08:30"), truth_of(exports / name))
    same(board(office, "2021-11-10T09:30"), truth_of(exports / name / "later"))
    changes = truth_of(exports / name / "later")["changes"]
    found = json.loads(run("--data", str(office), "board", "findings", "--format", "json"))["rows"]
    assert sorted(row["dossier"] for row in found if row["kind"] == "backdated") == sorted(changes["backdated"])
    assert not {row["dossier"] for row in found} & set(changes["new"])
    late = ("board", "late", "--as-of", "2021-11-10T09:30", "--format", "json")
    seen = json.loads(run("--data", str(office), *late, "--as-first-seen"))
    assert seen["differs"]["late"] == len(changes["backdated"])
    early = ("board", "findings", "--as-of", "2021-11-10T08:30", "--format", "json")
    assert json.loads(run("--data", str(office), *early))["rows"] == []


def test_a_summary_feeds_no_board_and_agrees_with_its_list(exports: Path, office: Path) -> None:
    drop(office, *files(exports / "igate_xlsx"), *files(exports / "summary"))
    same(board(office, "2021-11-10T08:30"), truth_of(exports / "summary"))
    shown = json.loads(run("--data", str(office), "board", "exports", "--format", "json"))
    assert shown["reconciliation"] == []


def test_a_rollout_sheet_copied_years_later_still_names_the_units_of_its_day(exports: Path, office: Path) -> None:
    drop(office, exports / "city_year" / "nhan-rong-mo-hinh.xlsx")
    rows = json.loads(run("--data", str(office), "board", "rollout", "--as-of", "2021-11-10T08:30", "--format", "json"))
    claims = {(row["name"], row["practice"]): row["claimed"] for row in rows["rows"]}
    assert len(claims) == 60
    assert "" not in claims.values()
