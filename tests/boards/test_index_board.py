"""The reform index by hand: scales, points that people give, what is not known, ranks, levers, the past."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.boards.board import BoardQuery
from cchc_tui.boards.details import OpenedRow
from cchc_tui.boards.index import BOARD, IndexBoard, Origin, index_board
from cchc_tui.boards.index_faults import index_faults
from cchc_tui.collector.doctor import run_checks
from cchc_tui.domain.dossiers import DossierRow
from cchc_tui.ingest.records import Batch, Head, SheetRow, Tail
from cchc_tui.registry import load
from tests.kits.asked_source import AskedSource
from tests.kits.store_kit import DAY, MORNING, Office, at, dossier

#: 60 points: less is better, more is better, a share with a cap, and two that only people can give.
OURS = """
[[set]]
key = "ours"
name = "Bộ của ta"
points = 60
[[criterion]]
set = "ours"
key = "rate"
name = "Tỷ lệ trễ"
group = "Hồ sơ"
points = 20
measure = "late.late_rate"
zero = 0.5
full = 0
source = "Kế hoạch 1"
[[criterion]]
set = "ours"
key = "done"
name = "Giải quyết đúng hạn"
points = 10
measure = "late.resolved_on_time"
zero = 0
full = 4
[[criterion]]
set = "ours"
key = "cap"
name = "Tỷ lệ có trần"
points = 6
measure = "late.late_rate"
share = 0.5
[[criterion]]
set = "ours"
key = "hand"
name = "Chấm tay"
points = 14
[[criterion]]
set = "ours"
key = "model"
name = "Mô hình"
points = 10
"""
_NUMBERS = iter(range(1, 1000))


def on_time(agency: str) -> DossierRow:
    return dossier(f"d-{next(_NUMBERS)}", agency=agency, status=9, finished=at("10-20 09:00"))


def overdue(agency: str) -> DossierRow:
    return dossier(f"d-{next(_NUMBERS)}", agency=agency)


def score(unit: str, criterion: str, own: float | None = None, appraised: float | None = None) -> SheetRow:
    said = {"unit": unit, "criterion": criterion, "self_assessed": own, "appraised": appraised, "note": "Lê Văn A"}
    return SheetRow(next(_NUMBERS), f"{unit}: {criterion}", said)


def bring(office: Office, *rows: SheetRow, moment: int = MORNING) -> None:
    office.load([Head("scores", "xlsx", "", moment, False), Batch(tuple(rows)), Tail(len(rows), len(rows), 0)])


def ours(folder: Path, text: str = OURS) -> None:
    (folder / "registry").mkdir(exist_ok=True)
    (folder / "registry" / "index.toml").write_text(text, encoding="utf-8")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    ours(tmp_path)
    office = Office(tmp_path)
    yield office
    office.writer.close()


def board(office: Office, moment: int = MORNING) -> IndexBoard:
    source = office.source(moment)
    with source.moment() as then:
        found = index_board(then)
    source.close()
    return found


def json(office: Office, moment: int = MORNING) -> dict[str, Any]:
    return BOARD.json(board(office, moment))


def rows_of(said: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in said["rows"]}


KEYS = ("score", "of", "percent", "rank", "lever", "lever_points")


def figures(row: dict[str, Any]) -> list[Any]:
    return [row[key] for key in KEYS]


def bring_all(office: Office) -> None:
    city: Sequence[DossierRow] = [on_time("Phòng Tư pháp")]
    six, four = ([overdue(name), *(on_time(name) for _ in range(3))] for name in ("UBND Phường 6", "UBND Phường 4"))
    office.list(
        [*city, *six, *four, *[overdue("Phường 11")] * 1, overdue("Phường 11"), *[on_time("P.1") for _ in "12345"]]
    )
    bring(
        office,
        *(score(unit, "hand", 10, 8) for unit in ("Phường 6", "Phường 4")),
        *(score("Phường 11", "hand", 14), score("Phường 11", "model", 0)),
        *(score("Phường 1", "hand", 8), score("Phường 1", "model")),
        *(score("Xã Mỹ Tân", "hand", 2, 14), score("Xã Mỹ Tân", "rate", 20)),
    )


def test_every_point_by_hand(office: Office) -> None:
    bring_all(office)
    said = json(office)
    rows = rows_of(said)
    # 1 of 4 late: 20 × (0,5 − 0,25) / 0,5; 3 of 4 in time; 6 × 0,25 / 0,5; the appraised 8 of 14
    assert rows["Phường 6"]["criteria"] == {"rate": 10, "done": 7.5, "cap": 3, "hand": 8, "model": None}
    assert figures(rows["Phường 6"]) == [28.5, 50, 0.57, 3, "rate", 10]
    # all late: beyond the end of the scale on both sides; 14 and 0 that the unit gives itself
    assert rows["Phường 11"]["criteria"] == {"rate": 0, "done": 0, "cap": 6, "hand": 14, "model": 0}
    assert figures(rows["Phường 11"]) == [20, 60, 0.333333, 5, "rate", 20]
    # 5 in time of the 4 that earn all; two criteria miss 6 points: the first is the lever
    assert rows["Phường 1"]["criteria"] == {"rate": 20, "done": 10, "cap": 0, "hand": 8, "model": None}
    assert figures(rows["Phường 1"]) == [38, 50, 0.76, 2, "cap", 6]
    # no dossiers: no figure is known, so that what people say counts, and nothing is left to win
    assert rows["Xã Mỹ Tân"]["criteria"] == {"rate": 20, "done": None, "cap": None, "hand": 14, "model": None}
    assert figures(rows["Xã Mỹ Tân"]) == [34, 34, 1, 1, None, 0]
    assert figures(rows["Phường 4"]) == figures(rows["Phường 6"])
    # nothing known is nothing, never 0
    assert set(rows["Phường 2"]["criteria"].values()) == {None}
    assert figures(rows["Phường 2"]) == [None] * 6
    # departments are ranked among themselves
    assert rows["Phòng Tư pháp"]["criteria"] == {"rate": 20, "done": 2.5, "cap": 0, "hand": None, "model": None}
    assert figures(rows["Phòng Tư pháp"]) == [22.5, 36, 0.625, 1, "done", 7.5]
    ranked = [(row["rank"], row["name"]) for row in said["rows"] if row["level"] == "commune" and row["rank"]]
    assert ranked == [(1, "Xã Mỹ Tân"), (2, "Phường 1"), (3, "Phường 4"), (3, "Phường 6"), (5, "Phường 11")]


def test_a_level_has_the_mean_of_its_units_for_each_criterion(office: Office) -> None:
    bring_all(office)
    level = json(office)["levels"]["commune"]
    assert level["criteria"] == {"rate": 12, "done": 6.25, "cap": 3, "hand": 10.4, "model": 0}
    assert [level[key] for key in ("score", "of", "percent")] == [31.65, 60, 0.5275]
    assert (level["lever"], level["lever_points"]) == ("model", 10)


def test_the_contract_of_its_json(office: Office) -> None:
    office.list([overdue("Phường 6")])
    said = json(office)
    assert list(said) == ["as_of", "data_as_of", "by", "sets", "levels", "rows"]
    assert said["by"] == "unit"
    assert said["sets"]["city"] == {"set": "ours", "name": "Bộ của ta", "points": 60}
    assert {"unit", "name", "level", "score", "of", "percent", "rank", "criteria", "lever", "lever_points"} == {
        *said["rows"][0]
    }
    assert len(said["rows"]) == 27
    assert "Lê Văn A" not in repr(said)


def test_a_figure_decides_and_points_count_where_there_is_none(office: Office) -> None:
    office.list([overdue("Phường 6"), on_time("Phường 6")])
    bring(office, score("Phường 6", "rate", 20, 20), score("Phường 1", "rate", 12, 15))
    found = board(office)
    six, one = (next(row for row in found.rows if row.name == name).figures for name in ("Phường 6", "Phường 1"))
    assert [(part.points, part.origin, part.figure) for part in six.parts[:1]] == [(0, Origin.MEASURED, 0.5)]
    assert [(part.points, part.origin, part.figure) for part in one.parts[:1]] == [(15, Origin.APPRAISED, None)]


def test_the_past_has_its_own_figures_and_points(office: Office) -> None:
    office.list([overdue("Phường 6"), on_time("Phường 6")], moment=at("10-29 08:00"))
    bring(office, score("Phường 6", "hand", 4), moment=at("10-29 08:00"))
    bring(office, score("Phường 6", "hand", 4, 13), moment=MORNING - DAY)
    then, now = (rows_of(json(office, when))["Phường 6"] for when in (at("10-29 12:00"), MORNING))
    assert then["criteria"] == {"rate": 20, "done": 2.5, "cap": 0, "hand": 4, "model": None}
    assert now["criteria"] == {"rate": 0, "done": 2.5, "cap": 6, "hand": 13, "model": None}
    source = office.source(MORNING)
    with source.moment(at("10-29 12:00")) as moment:
        assert rows_of(BOARD.json(index_board(moment)))["Phường 6"] == then
    source.close()


def test_each_point_is_the_other_boards_figure(office: Office) -> None:
    bring_all(office)
    source: AskedSource = office.source()
    late = {row["unit"]: row for row in source.board("late").json()["rows"]}
    source.close()
    for row in board(office).rows:
        for part in row.figures.parts:
            if part.origin is Origin.MEASURED:
                assert part.figure == late[row.code][part.criterion.column]
                assert part.points == part.criterion.earned(late[row.code][part.criterion.column])


def test_a_measure_that_names_nothing_is_said_and_lowers_what_can_be_known(office: Office, tmp_path: Path) -> None:
    wrong = OURS.replace("late.resolved_on_time", "late.resolved").replace('"late.late_rate"\nshare', '"late.x"\nshare')
    ours(tmp_path, wrong.replace('key = "hand"', 'key = "hand"\nmeasure = "index.score"\nshare = true'))
    office.list([overdue("Phường 6"), on_time("Phường 6")])
    said = rows_of(json(office))["Phường 6"]
    assert said["criteria"] == {"rate": 0, "done": None, "cap": None, "hand": None, "model": None}
    assert (said["score"], said["of"]) == (0, 20)
    faults = index_faults(load(tmp_path / "registry"))
    lines = (tmp_path / "registry" / "index.toml").read_text(encoding="utf-8").splitlines()
    assert [(fault.key, lines[fault.line - 1]) for fault in faults] == [
        ("criterion[2].measure", 'measure = "late.resolved"'),
        ("criterion[3].measure", 'measure = "late.x"'),
        ("criterion[4].measure", 'measure = "index.score"'),
    ]
    assert "late.resolved" in faults[0].message
    assert "resolved_on_time" in faults[0].message
    source = office.source()
    told = [one for one in source.board("exports").json()["findings"] if one["code"] == "index_fault"]
    source.close()
    assert len(told) == 3
    assert "“index.toml”, dòng 21: criterion[2].measure: “late.resolved”" in told[0]["example"]
    assert "resolved_on_time" in told[0]["example"]
    (tmp_path / "cchc.toml").write_text("", encoding="utf-8")
    wrong_lines = [result.text for result in run_checks(tmp_path) if "index.toml" in result.text]
    assert len(wrong_lines) == 3
    assert "criterion[2].measure" in wrong_lines[0]


def test_a_refused_set_gives_no_points_and_another_level_goes_on(office: Office, tmp_path: Path) -> None:
    ours(tmp_path, OURS.replace("points = 60", 'points = 61\nlevel = "commune"'))
    office.list([overdue("Phường 6"), on_time("Phòng Tư pháp")])
    said = json(office)
    assert (said["sets"]["commune"], said["sets"]["city"]["set"]) == (None, "example-city")
    assert figures(rows_of(said)["Phường 6"]) == [None] * 6
    assert rows_of(said)["Phòng Tư pháp"]["score"] is not None
    assert "xem bảng 0" in BOARD.table(board(office), load()).title
    (fault,) = index_faults(load(tmp_path / "registry"))
    assert "61" in fault.message
    assert "60" in fault.message


def test_nothing_at_all_is_known_before_the_first_file(office: Office) -> None:
    said = json(office)
    assert said["data_as_of"] is None
    assert {tuple(figures(row)) for row in said["rows"]} == {(None,) * 6}


def test_the_shipped_sets_measure_only_what_boards_have() -> None:
    assert index_faults(load()) == []


def test_its_table_and_the_rows_own_arithmetic(office: Office) -> None:
    bring_all(office)
    found = board(office)
    table = BOARD.table(found, load(), screen=True)
    assert [column.key for column in table.columns] == ["rank", "name", "score", "of", "percent", "lever_words"]
    six = next(row for row in table.rows if row[1] == "Phường 6")
    assert six == (3, "Phường 6", 28.5, 50, 0.57, "Tỷ lệ trễ, còn 10 điểm")
    assert "Bộ của ta" in table.title
    told = BOARD.explain(next(row for row in found.rows if row.name == "Phường 6")) if BOARD.explain else []
    assert told[0] == "Điểm 28,5 = Tỷ lệ trễ 10 + Giải quyết đúng hạn 7,5 + Tỷ lệ có trần 3 + Chấm tay 8."
    assert told[1].startswith("Tỷ lệ 57,0 % = 28,5 / 50")
    assert told[2] == "Chưa biết nên không tính vào cả hai: Mô hình (10)."
    assert told[3:] == ["Còn nhiều điểm nhất: Tỷ lệ trễ, còn 10 điểm.", "Căn cứ: Kế hoạch 1."]
    assert BOARD.answer  # the board answers the command like any other
    with office.source().moment() as moment:
        assert BOARD.answer(moment, BoardQuery()).table().rows[0][1] == "Xã Mỹ Tân"


def test_a_unit_opens_into_its_criteria_with_the_figures_behind_them(office: Office) -> None:
    bring_all(office)
    bring(office, score("Phường 6", "rate", 3))
    assert BOARD.opens is not None
    source = office.source()
    with source.moment() as moment:
        found = BOARD.opens.ask(moment, OpenedRow("unit", "29878"))
        none = BOARD.opens.ask(moment, OpenedRow("unit", "29869"))
        level = BOARD.opens.ask(moment, OpenedRow("unit", "commune"))
    source.close()
    scale = "0 điểm: 50 % · đủ điểm: 0 %"
    assert [(row.key, row.board) for row in found.rows] == [
        *(("rate", "late"), ("done", "late"), ("cap", "late"), ("hand", ""), ("model", "")),
    ]
    rate, done, _, hand, model = (row.worded for row in found.rows)
    assert rate == ("Tỷ lệ trễ", 10, 20, 10, "Tỷ lệ trễ 25 %", 3, scale, "Hồ sơ", "Kế hoạch 1")
    assert done[1:5] == (7.5, 10, 2.5, "Giải quyết đúng hạn 3")
    assert (hand[1:5], model[1:5]) == ((8, 14, 6, "thẩm định"), (None, 10, None, "chưa biết"))
    assert {row.worded[1] for row in none.rows} == {None}
    assert level.rows[0].worded[1] == pytest.approx(12)
    assert [column.key for column in BOARD.opens.table("index", "Phường 6", found).columns[:2]] == ["name", "points"]
