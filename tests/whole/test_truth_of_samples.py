"""Each sample folder, through the commands a person would type, gives its truth figure by figure.

One goes through processes, as a person starts them; the others are given to the same commands in this process.
"""

import json
import os
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from python_calamine import CalamineWorkbook

from cchc_tui.domain.moments import LOCAL
from tests.kits.commands import Run, run, run_as_typed

pytestmark = pytest.mark.usefixtures("readers_at_hand")

LISTS = ["igate_xls", "igate_xlsx", "opencps_html", "td_html"]
AT = "2021-11-10T08:30"
CITY = Path(__file__).parent.parent / "data" / "exports" / "city_year"
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


class CityYear(NamedTuple):
    """A data folder with a year of the city, and the report of ``collect --once --json`` on loading it."""

    folder: Path
    report: dict[str, Any]


@pytest.fixture(scope="module")
def city_year(exports: Path, tmp_path_factory: pytest.TempPathFactory) -> CityYear:
    """A list of 62.000 dossiers and the sheet of models, through the commands as they are typed."""
    folder = tmp_path_factory.mktemp("city") / "office"
    run_as_typed("init", str(folder))
    for name in ("DanhSachHoSo.xlsx", "nhan-rong-mo-hinh.xlsx"):
        shutil.copyfile(exports / "city_year" / name, folder / "inbox" / name)
    return CityYear(folder, json.loads(run_as_typed("--data", str(folder), "collect", "--once", "--json")))


def test_a_year_of_the_city_gives_its_truth(city_year: CityYear, exports: Path) -> None:
    agrees(city_year.report, board(city_year.folder, "2021-11-10T08:30"), truth_of(exports / "city_year"))


def _wednesdays() -> tuple[int, int]:
    """Of Phường 11's dossiers since it began: those of Wednesdays that came online, and all of Wednesdays."""
    rows = CalamineWorkbook.from_path(str(CITY / "DanhSachHoSo.xlsx")).get_sheet_by_index(0).to_python()
    heading = next(row for row in rows if "Số hồ sơ" in row)
    unit, received, channel = (heading.index(name) for name in ("Cơ quan/đơn vị", "Ngày tiếp nhận", "Hình thức nhận"))
    online = whole = 0
    for row in rows[rows.index(heading) + 1 :]:
        if "11" not in str(row[unit]) or not row[received]:
            continue
        day = _day(row[received])
        if day.weekday() == 2 and day >= date(2021, 3, 7) and day not in {date(2021, 4, 21)}:
            whole += 1
            online += row[channel] == "Trực tuyến"
    return online, whole


def _day(cell: Any) -> date:
    if isinstance(cell, str):
        day, month, year = cell.split(" ")[0].split("/")
        return date(int(year), int(month), int(day))
    return date(cell.year, cell.month, cell.day) if hasattr(cell, "year") else date(1899, 12, 30) + timedelta(int(cell))


def test_the_pioneers_show_their_models_and_no_claim_is_believed_for_its_own_sake(city_year: CityYear) -> None:
    shown = json.loads(run("--data", str(city_year.folder), "board", "rollout", "--as-of", AT, "--format", "json"))
    cells = {(row["unit"], row["practice"]): row for row in shown["rows"]}
    assert len(cells) == 15 * 4
    sunday = cells["29869", "sunday"]
    assert (sunday["claimed"], sunday["since"], sunday["turns"]) == ("done", "2021-03-07", 24)
    assert (sunday["shown"], sunday["verdict"]) == (True, "shown")
    assert (sunday["evidence"]["part"], sunday["evidence"]["whole"]) == (36, 36)
    # The list dates results on every Sunday in every ward: that alone is no friendly Sunday.
    held = [unit for (unit, practice), row in cells.items() if practice == "sunday" and row["shown"]]
    assert held == ["29869"]
    wednesday = cells["29863", "wednesday-online"]
    assert (wednesday["verdict"], wednesday["evidence"]["part"], wednesday["evidence"]["whole"]) == (
        "shown",
        *_wednesdays(),
    )
    assert cells["29878", "wednesday-online"]["verdict"] == "not_shown"
    # No list here has a column for helpers.
    assert {row["shown"] for (_, practice), row in cells.items() if practice == "members-assist"} == {None}
    assert any(row["claimed"] in ("done", "running") and row["shown"] is False for row in shown["rows"])


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
