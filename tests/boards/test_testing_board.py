"""The board of the testing of officials: what each plan says, added up by unit, now and in the past."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from cchc_tui.boards.board import BoardQuery
from cchc_tui.boards.details import OpenedRow
from cchc_tui.boards.listed import board_of
from tests.kits.store_kit import DAY, MORNING, WARD_2, WARD_6, Office, at

FIGURES = ["due", "attended", "absent", "passed", "failed", "attended_share", "pass_share"]


def plan(unit: str, name: str, day: str, *figures: int) -> dict[str, Any]:
    """A row of the sheet: figures are those of its columns, from "Số phải sát hạch" on."""
    names = dict(zip(FIGURES, figures, strict=False))
    return {"unit": unit, "plan": name, "day": at(f"{day} 00:00") if day else None, **names}


@pytest.fixture
def shown(office: Office) -> Iterator[Any]:
    """The JSON of the board at a moment: rows by unit, and levels."""
    source = office.source(MORNING)

    def shown(moment: int = MORNING) -> Any:
        told = source.board("testing", at=moment).json()
        rows = {row["unit"]: [row[name] for name in FIGURES] for row in told["rows"]}
        return rows, {level: [of[name] for name in FIGURES] for level, of in told["levels"].items()}

    yield shown
    source.close()


def test_plans_of_a_unit_are_added_up_and_the_shares_follow(office: Office, shown: Any) -> None:
    office.sheet(
        "testing",
        [
            plan("Phường 6", "Đợt 1/2021", "05-20", 20, 18, 2, 12, 6),
            plan("Phường 6", "Đợt 2/2021", "10-20", 10, 10, 0, 9, 1),
            plan("Phòng Nội vụ", "Đợt 1/2021", "05-20", 8, 8, 0, 8, 0),
            plan("Phường 2", "Đợt 1/2021", "05-20", 5, 0, 5),
        ],
    )
    rows, levels = shown()
    assert rows[WARD_6] == [30, 28, 2, 21, 7, 0.933333, 0.75]
    assert rows["noi-vu"] == [8, 8, 0, 8, 0, 1.0, 1.0]
    assert rows[WARD_2] == [5, 0, 5, None, None, 0.0, None]  # nobody came: there is no whole to share
    assert levels["city"] == rows["noi-vu"]
    assert levels["commune"] == [35, 28, 7, 21, 7, 0.8, 0.75]


def test_a_unit_in_no_plan_has_no_figure(office: Office, shown: Any) -> None:
    rows, levels = shown()
    assert rows[WARD_6] == levels["commune"] == [None] * 7
    office.sheet("testing", [plan("Phường 2", "Đợt 1/2021", "05-20", 5, 5, 0, 5, 0)])
    rows, levels = shown()
    assert rows[WARD_6] == levels["city"] == [None] * 7


def test_a_plan_not_yet_held_counts_only_those_due(office: Office, shown: Any) -> None:
    office.sheet(
        "testing",
        [
            plan("Phường 2", "Đợt 2/2021", "11-30", 10),
            plan("Phường 6", "Đợt 1/2021", "05-20", 20, 18, 2, 12, 6),
            plan("Phường 6", "Đợt 2/2021", "11-30", 10),
        ],
    )
    rows, levels = shown()
    assert rows[WARD_2] == [10, None, None, None, None, None, None]
    assert rows[WARD_6] == [30, 18, 2, 12, 6, 0.6, 0.666667]
    assert levels["commune"] == [40, 18, 2, 12, 6, 0.45, 0.666667]


def test_who_attended_and_has_no_result_yet_is_in_no_pass_share(office: Office, shown: Any) -> None:
    rows = [plan("Phường 6", "Đợt 1/2021", "05-20", 20, 20, 0, 18, 2), plan("P6", "Đợt 2/2021", "11-09", 10, 10, 0)]
    office.sheet("testing", rows)
    assert shown()[0][WARD_6] == [30, 30, 0, 18, 2, 1.0, 0.9]


def test_results_of_a_day_to_come_are_not_known_yet(office: Office, shown: Any) -> None:
    office.sheet("testing", [plan("Phường 6", "Đợt 2/2021", "11-12", 10, 9, 1, 8, 1)])
    assert shown()[0][WARD_6] == [10, None, None, None, None, None, None]
    assert shown(at("11-12 07:00"))[0][WARD_6] == [10, 9, 1, 8, 1, 0.9, 0.888889]
    assert shown(at("11-11 07:00"))[0][WARD_6][1] is None


def test_the_day_of_a_plan_says_in_which_year_it_counts(office: Office, shown: Any) -> None:
    before = plan("Phường 6", "Đợt 4", "11-09", 7)
    before["day"] = at("01-01 00:00") - DAY
    others = [plan("P2", "Quý IV/2021", "", 4), plan("P.11", "Đợt 1/2020", "", 3)]
    office.sheet("testing", [before, *others, plan("Phường 1", "Đợt cuối", "", 2)])
    rows, _ = shown()
    assert [rows[unit][0] for unit in (WARD_6, WARD_2, "29863", "29866")] == [None, 4, None, 2]
    assert shown(at("01-01 00:00") - 2 * DAY)[0][WARD_6][0] == 7


def test_the_past_shows_what_the_sheet_said_then(office: Office, shown: Any) -> None:
    office.sheet("testing", [plan("Phường 6", "Đợt 1/2021", "10-20", 20)], MORNING - 9 * DAY)
    office.sheet("testing", [plan("Phường 6", "ĐỢT 1/2021", "10-20", 20, 18, 2, 12, 6)], MORNING - DAY)
    assert shown()[0][WARD_6] == [20, 18, 2, 12, 6, 0.9, 0.666667]  # the same plan, spelt otherwise
    assert shown(MORNING - 2 * DAY)[0][WARD_6] == [20, *[None] * 6]
    assert shown(MORNING - 20 * DAY)[0][WARD_6] == [20, *[None] * 6]  # before the first sheet, that one


def test_a_row_opens_the_plans_of_its_unit_with_their_state(office: Office) -> None:
    rows = [
        plan("Phường 6", "Đợt 1/2021", "05-20", 20, 18, 2, 12, 6),
        plan("P6", "Đợt 2/2021", "11-01", 10, 10, 0),
        plan("P6", "Đợt 3/2021", "11-30", 10),
        plan("P6", "Đợt 4/2021", "11-02", 10),
        plan("P6", "Đợt 5/2020", "", 10),
        plan("P2", "Đợt 1/2021", "05-20", 5),
    ]
    office.sheet("testing", rows)
    opens = board_of("testing").opens
    assert opens is not None
    source = office.source()
    with source.moment() as moment:
        table = opens.table("testing", "", opens.ask(moment, OpenedRow("unit", WARD_6)))
    source.close()
    assert [(row[0], row[2], *row[3:5], row[-1]) for row in table.rows] == [
        ("Đợt 3/2021", "chưa đến ngày", 10, None, None),
        ("Đợt 4/2021", "✗ chưa có số liệu", 10, None, None),
        ("Đợt 2/2021", "chưa có kết quả", 10, 10, None),
        ("Đợt 1/2021", "đã có kết quả", 20, 18, 12 / 18),
    ]


def test_the_table_is_ranked_by_who_passed_and_what_is_unknown_comes_last(office: Office) -> None:
    office.sheet(
        "testing", [plan("P6", "I/2021", "05-20", 4, 4, 0, 4, 0), plan("P2", "I/2021", "05-20", 4, 4, 0, 1, 3)]
    )
    board, source = board_of("testing"), office.source()
    with source.moment() as moment:
        table = board.table(board.ask(moment, BoardQuery()), source.registry, screen=True)
    source.close()
    assert [row[1] for row in table.rows][:2] == ["Phường 6", "Phường 2"]
    assert table.targets == {"pass_share": 0.9}
