"""A year of the city through the commands a person would type: what is claimed of the models, and what is shown."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from tests.kits.commands import CityYear, run

AT = "2021-11-10T08:30"
CITY = Path(__file__).parent.parent / "data" / "exports" / "city_year"


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
