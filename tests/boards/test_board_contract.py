"""The JSON that scripts rely on, and the same boards as tables."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cchc_tui.boards.board import GROUPINGS
from cchc_tui.boards.leaderboard import Leaderboard
from cchc_tui.boards.listed import board_names, board_of
from cchc_tui.boards.table import ValueType
from cchc_tui.domain.problems import Problem, Severity
from cchc_tui.ingest.directive_marks import new_directive
from cchc_tui.ingest.problems import BAD_DATE, EMPTY, refuse
from tests.kits.store_kit import HOUR, MORNING, Office, at, claim, dossier, summed

COUNTS = [
    "late",
    "resolved_late",
    "overdue",
    "due_soon",
    "in_time",
    "waiting",
    "resolved_on_time",
    "withdrawn",
    "unclosed",
    "total",
]


def _json(office: Office, name: str, **question: Any) -> Any:
    source = office.source(MORNING + HOUR)
    shown = json.loads(json.dumps(source.board(name, **question).json(), ensure_ascii=False))
    source.close()
    return shown


def test_the_board_of_late_dossiers_is_as_the_contract_says(office: Office) -> None:
    office.list(
        [dossier("A-1"), dossier("A-2", due=at("11-15 08:00")), dossier("A-3", status=10, finished=at("10-20 10:00"))]
    )
    shown = _json(office, "late", at=MORNING)
    assert (shown["as_of"], shown["data_as_of"]) == ("2021-11-10T08:30:00", "2021-11-10T08:30:00")
    assert set(shown["levels"]) == {"city", "commune"}
    assert list(shown["rows"][0]) == ["unit", "name", "level", *COUNTS, "late_rate", "days_late_median"]
    assert list(shown["levels"]["commune"])[:10] == COUNTS
    assert shown["rows"][0] == {
        "unit": "29878",
        "name": "Phường 6",
        "level": "commune",
        "late": 1,
        "resolved_late": 0,
        "overdue": 1,
        "due_soon": 1,
        "in_time": 1,
        "waiting": 0,
        "resolved_on_time": 1,
        "withdrawn": 0,
        "unclosed": 0,
        "total": 3,
        "late_rate": 0.333333,
        "days_late_median": 8.0,
    }
    assert {row["unit"] for row in shown["rows"]} >= {"noi-vu", "qldt", "29863", "29899"}


@pytest.mark.parametrize("by", [by for by in GROUPINGS if by != "unit"])
def test_other_groupings_stand_under_their_own_name(office: Office, by: str) -> None:
    office.list([dossier("A-1")])
    row = next(row for row in _json(office, "late", by=by)["rows"] if row["late"])
    assert list(row)[:2] == [by, "name"]
    assert [row[name] for name in COUNTS[:3]] == [1, 0, 1]


def test_the_rollout_board_has_a_row_for_each_unit_and_model(office: Office) -> None:
    office.rollout([claim("Phường 6", "sunday", note="từ tháng 10")])
    shown = _json(office, "rollout")
    assert len(shown["rows"]) == 15 * 4
    (said,) = [row for row in shown["rows"] if row["claimed"]]
    assert said == {
        "unit": "29878",
        "name": "Phường 6",
        "practice": "sunday",
        "claimed": "running",
        "since": "2021-10-01",
        "turns": 3,
        "note": "",  # free text
        "shown": None,
        "verdict": "too_few",
        "evidence": {
            "by": "open-day",
            "from": "2021-10-01",
            "to": "2021-11-10",
            "part": 0,
            "whole": 0,
            "share": None,
            "other_part": 0,
            "other_whole": 0,
            "other_share": None,
            "dossiers": 0,
        },
    }
    assert {row["practice"]: row["claimed"] for row in shown["practices"]}["sunday"] == 1


def test_the_exports_board_says_what_became_of_each_file_and_what_differs(office: Office) -> None:
    def broken() -> Any:
        raise refuse(EMPTY)
        yield

    office.list([dossier("A-1")], MORNING, [Problem(Severity.REJECTED, BAD_DATE, "S", 12, "Ngày nhận", "x")])
    office.load(broken(), name="hỏng.xlsx")
    office.summary([summed("Phường 6", late=9)])
    shown = _json(office, "exports")
    assert [(row["file"], row["verdict"]) for row in shown["rows"]] == [
        ("3.xlsx", "accepted"),
        ("hỏng.xlsx", "refused"),
        ("1.xlsx", "partial"),
    ]
    assert "hỏng.xlsx" in shown["rows"][1]["reason"]
    assert {(row["unit"], row["column"], row["said"], row["ours"]) for row in shown["reconciliation"]} >= {
        ("29878", "late", 9, 1)
    }
    assert [(row["code"], row["count"]) for row in shown["findings"]] == [(EMPTY, 1), (BAD_DATE, 1)]


@pytest.mark.parametrize("name", board_names())
def test_every_board_is_a_table_whose_rows_fit_its_columns(office: Office, name: str) -> None:
    office.list([dossier("A-1"), dossier("A-2", agency="Sở Tư pháp")])
    office.rollout([claim("Phường 6", "sunday")])
    office.sheet("advisory", [{"day": MORNING, "unit": "Phường 6", "subject": "Một cửa"}])
    office.directive(new_directive(MORNING, "Việc", ("29878",), MORNING, "late.late[29878] = 0"))
    office.sheet("catalogue", [{"code": "1.1", "name": "Khai sinh", "field": "Hộ tịch", "level": "commune"}])
    source = office.source(MORNING + HOUR)
    for by in board_of(name).groupings or ("unit",):
        table = source.board(name, by=by).table()
        assert table.rows
        for row in (*table.rows, *table.totals):
            assert len(row) == len(table.columns)
            for value, column in zip(row, table.columns, strict=True):
                assert isinstance(value, str) == (column.type in {ValueType.TEXT, ValueType.CODE}) or value is None
    source.close()


@pytest.mark.parametrize("name", [name for name in board_names() if isinstance(board_of(name), Leaderboard)])
def test_ranks_within_a_level_are_headed_so(office: Office, name: str) -> None:
    lists = [dossier(f"A-{n}", agency=f"UBND Phường {n % 3 + 1}") for n in range(6)]
    office.list([*lists, dossier("B-1", agency="Phòng Tài nguyên và Môi trường")])
    source, board = office.source(MORNING), board_of(name)
    for by in board.groupings or ("unit",):
        table = source.board(name, MORNING, by=by).table()
        if table.columns[0].key == "rank":
            in_level = by == "unit" and board.rank is not None
            assert table.columns[0].title == ("Hạng trong cấp" if in_level else "Hạng")
            ranked = [(row[0], level) for row, level in zip(table.rows, table.levels, strict=True) if row[0]]
            firsts = {level for rank, level in ranked if rank == 1}
            assert not in_level or firsts == {level for _, level in ranked}
    source.close()
